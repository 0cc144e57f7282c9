// SPDX-License-Identifier: GPL-3.0-or-later
/* An output that changes by itself for a while: a pulse, a flashing lamp, the status light.
 *
 * Begun without a time, it starts at the first look: whoever gives an order need not know the clock
 * of the lines. Times in milliseconds. */
#ifndef BOARD_COURSE_H
#define BOARD_COURSE_H

#include <stdbool.h>
#include <stdint.h>

#define COURSE_STEPS 4

struct course {
    int step_ms[COURSE_STEPS]; /* how long each level lasts; the first is on, then off, … */
    int steps;                 /* of a round; 0: nothing goes on */
    int rounds;                /* that are left; -1: without end */
    int at;                    /* the step that lasts */
    int64_t until_ms;          /* its end; INT64_MIN: it has not begun */
};

/* Nothing is going on. */
void course_stop(struct course *c);
bool course_runs(const struct course *c);
/* INT64_MIN: as soon as possible, INT64_MAX: never. */
int64_t course_next(const struct course *c);
/* Goes on. True if the level changes to `*on`; after the last step the course has stopped, and the
 * level is the caller's. */
bool course_go(struct course *c, int64_t now_ms, bool *on);

#endif
