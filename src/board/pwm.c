// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/pwm.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int put(const char *folder, const char *name, long long value)
{
    char path[600], text[32];
    const int n = snprintf(text, sizeof text, "%lld\n", value);
    ssize_t written;
    int fd, err = 0;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    written = write(fd, text, (size_t)n);
    if (written != n)
        err = written < 0 ? -errno : -EIO;
    close(fd);
    return err;
}

static int why_not(int err, const char *path, const char *what, struct sahut_why *why)
{
    if (err == -EACCES || err == -EPERM || err == -EROFS)
        return sahut_why(
            why, err,
            "%s: %s may not be written to; give it to group gpio with a udev rule, and "
            "see 'dimming' in the documentation for the system service",
            what, path);
    return sahut_why(why, err, "%s: %s: %s", what, path, strerror(-err));
}

/* "pwmchip0:1"; the number of the channel or -EINVAL. */
static long parse(const char *channel, size_t *chip_length)
{
    const char *colon = strchr(channel, ':');
    char *end;
    long number;

    if (!colon || colon == channel || strchr(channel, '/'))
        return -EINVAL;
    number = strtol(colon + 1, &end, 10);
    if (end == colon + 1 || *end || number < 0 || number > 255)
        return -EINVAL;
    *chip_length = (size_t)(colon - channel);
    return number;
}

/* The order in which the kernel takes the values: a duty is never longer than the period. */
static int prepare(struct pwm *pwm)
{
    int err = put(pwm->folder, "duty_cycle", 0);

    if (err == -EINVAL) /* a new channel has no period yet */
        err = 0;
    if (!err)
        err = put(pwm->folder, "period", pwm->period_ns);
    if (!err)
        err = put(pwm->folder, "duty_cycle", 0);
    if (!err)
        err = put(pwm->folder, "enable", 1);
    return err;
}

int pwm_open(struct pwm *pwm, const char *root, const char *channel, int hz, const char *what,
             struct sahut_why *why)
{
    char chip[256];
    size_t length = 0;
    const long number = parse(channel, &length);
    int err;

    if (number < 0)
        return sahut_why(why, -EINVAL, "%s: pwm = \"%s\", but must be like \"pwmchip0:1\"", what,
                         channel);
    snprintf(chip, sizeof chip, "%s/%.*s", root, (int)length, channel);
    snprintf(pwm->folder, sizeof pwm->folder, "%s/pwm%ld", chip, number);
    pwm->period_ns = 1000000000LL / hz;
    if (access(pwm->folder, F_OK)) {
        err = put(chip, "export", number);
        if (err)
            return why_not(err, chip, what, why);
    }
    err = prepare(pwm);
    return err ? why_not(err, pwm->folder, what, why) : 0;
}

int pwm_set(const struct pwm *pwm, int percent)
{
    return put(pwm->folder, "duty_cycle", pwm->period_ns * percent / 100);
}
