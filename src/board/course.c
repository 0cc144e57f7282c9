// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/course.h"

void course_stop(struct course *c)
{
    *c = (struct course){0};
}

bool course_runs(const struct course *c)
{
    return c->steps > 0;
}

int64_t course_next(const struct course *c)
{
    return c->steps > 0 ? c->until_ms : INT64_MAX;
}

bool course_go(struct course *c, int64_t now_ms, bool *on)
{
    if (!course_runs(c) || now_ms < c->until_ms)
        return false;
    if (c->until_ms == INT64_MIN) {
        c->at = 0;
    } else if (++c->at == c->steps) {
        c->at = 0;
        if (c->rounds > 0 && --c->rounds == 0) {
            course_stop(c);
            return false;
        }
    }
    c->until_ms = now_ms + c->step_ms[c->at];
    *on = c->at % 2 == 0;
    return true;
}
