// SPDX-License-Identifier: GPL-3.0-or-later
/** What comes back, as repeat.c settles it and repeat_say.c writes it down. */
#ifndef UNDERSTAND_REPEAT_PLAN_H
#define UNDERSTAND_REPEAT_PLAN_H

#include "understand/moment.h"

enum { REPEAT_TIMES = 24 }; /**< of a day, at most */
struct repeat_plan {
    struct moment_repeat r;
    int hours[REPEAT_TIMES], minutes[REPEAT_TIMES]; /**< of the day; hours may be past 24 */
    int n_times;
    bool half_open; /**< of the only time: nobody said which half of the day */
    bool part;      /**< the time is that of a part of the day */
};

/** As an RRULE's value, with the count or the end that `out` has, into `out->rule`. -EINVAL if no
 * rule says it, or it is too long. */
int repeat_say(const struct repeat_plan *p, const struct moment_now *now,
               struct sahut_recurrence *out);

#endif
