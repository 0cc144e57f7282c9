// SPDX-License-Identifier: GPL-3.0-or-later
/* Dimming through the kernel's PWM tree in sysfs (Documentation/driver-api/pwm.rst):
 * CHIP/export, CHIP/pwmN/{period,duty_cycle,enable}. */
#ifndef BOARD_PWM_H
#define BOARD_PWM_H

#include "sahut/why.h"

#include <stdbool.h>

struct pwm {
    char folder[512]; /* "…/pwmchip0/pwm1" */
    long long period_ns;
};

/* Takes channel "pwmchip0:1" below `root` ("/sys/class/pwm") and makes it dark. -EINVAL for another
 * form, -ENOENT, -EACCES, … with `why`, which begins with `what`. */
int pwm_open(struct pwm *pwm, const char *root, const char *channel, int hz, const char *what,
             struct sahut_why *why);
/* Percent of the period. -errno. */
int pwm_set(const struct pwm *pwm, int percent);

#endif
