// SPDX-License-Identifier: GPL-3.0-or-later
/* The clock as the skills see it: how elapsed time goes with wall time, and what is trusted. */
#include "skills/skills_internal.h"

#include <stdlib.h>
#include <string.h>

/* Farther than a clock drifts until it is corrected: somebody has set it. */
#define STEP_MS (600 * SECOND_MS)

static bool was_set(const struct sahut_clock *from, const struct sahut_clock *to)
{
    return strcmp(from->boot_id, to->boot_id) != 0 ||
           llabs(from->boot_minus_wall_ms - to->boot_minus_wall_ms) > STEP_MS;
}

void sahut_skills_set_clock(struct sahut_skills *s, const struct sahut_clock *clock, int64_t now_ms)
{
    if (was_set(&s->clock, clock))
        s->confirmed = false;
    s->clock = *clock;
    s->next_known = false;
}

void sahut_skills_set_zone(struct sahut_skills *s, struct sahut_zone *zone, int64_t now_ms)
{
    s->world.zone = zone;
    s->next_known = false;
}

int sahut_skills_confirm_clock(struct sahut_skills *s, int64_t now_ms, struct sahut_why *why)
{
    s->confirmed = true;
    return 0;
}

int64_t sahut_skills_now(const struct sahut_skills *s, int64_t wall_ms)
{
    return wall_ms;
}

bool sahut_skills_clock_trusted(const struct sahut_skills *s, const char **why)
{
    *why = s->confirmed && !s->clock.trusted ? "confirmed" : s->clock.why;
    return s->clock.trusted || s->confirmed;
}
