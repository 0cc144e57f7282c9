// SPDX-License-Identifier: GPL-3.0-or-later
/* Time and date, and whether they can be trusted. */
#include "skills/skills_internal.h"

void clock_time(struct turn *turn)
{
    outcome_reply(turn->out, clock_trusted(turn->s) ? "time_is" : "time_may_be");
    outcome_value(turn->out, "time", SAHUT_PARAM_CLOCK, turn->now_ms);
}

void clock_date(struct turn *turn)
{
    outcome_reply(turn->out, clock_trusted(turn->s) ? "date_is" : "date_may_be");
    outcome_value(turn->out, "date", SAHUT_PARAM_DATE, turn->now_ms);
}

void clock_confirm(struct turn *turn)
{
    struct sahut_why why;
    const int err = sahut_skills_confirm_clock(turn->s, turn->now_ms, &why);

    if (err) {
        outcome_not_stored(turn, err, &why);
        return;
    }
    outcome_reply(turn->out, "clock_confirmed");
    outcome_value(turn->out, "time", SAHUT_PARAM_CLOCK, turn->now_ms);
    outcome_done(turn->out, "the clock is confirmed");
}
