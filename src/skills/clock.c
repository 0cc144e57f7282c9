// SPDX-License-Identifier: GPL-3.0-or-later
/* Time and date. */
#include "skills/skills_internal.h"

void clock_time(struct turn *turn)
{
    outcome_reply(turn->out, "time_is");
    outcome_value(turn->out, "time", SAHUT_PARAM_CLOCK, turn->now_ms);
}

void clock_date(struct turn *turn)
{
    outcome_reply(turn->out, "date_is");
    outcome_value(turn->out, "date", SAHUT_PARAM_DATE, turn->now_ms);
}
