// SPDX-License-Identifier: GPL-3.0-or-later
/* One appointment: the next, or the one of that name. */
#include "skills/agenda.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MS (DAY_S * SECOND_MS)

bool agenda_next(struct turn *turn, int64_t from_ms, struct sahut_occurrence **out)
{
    /* Near things first: a year of somebody's calendar is long. */
    static const int days[] = {2, 14, 60, 400};
    struct sahut_occurrence *list = NULL;
    size_t count;

    *out = NULL;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        if (!agenda_read(turn, from_ms, from_ms + days[i] * DAY_MS, &list, &count))
            return false;
        for (size_t k = 0; k < count; k++)
            if (list[k].start_ms >= from_ms && !list[k].all_day) {
                list[0] = list[k];
                *out = list;
                return true;
            }
        free(list);
    }
    return false;
}

static void tell_where(struct turn *turn, const struct sahut_occurrence *o)
{
    outcome_reply(turn->out, o->location[0] ? "event_where" : "event_nowhere");
    outcome_optional(turn->out, "location", o->location);
}

static void tell_about(struct turn *turn, const struct sahut_occurrence *o)
{
    outcome_reply(turn->out, o->description[0] ? "event_about" : "event_about_nothing");
    outcome_optional(turn->out, "text", o->description);
}

static void tell_length(struct turn *turn, const struct sahut_occurrence *o)
{
    outcome_reply(turn->out, "event_lasts");
    outcome_value(turn->out, "duration", SAHUT_PARAM_DURATION,
                  (o->end_ms - o->start_ms) / SECOND_MS);
}

static void tell_when(struct turn *turn, const struct sahut_occurrence *o)
{
    outcome_reply(turn->out, o->all_day ? "event_when_day" : "event_when");
    agenda_when_param(turn, o);
    outcome_optional(turn->out, "location", o->location);
}

static void tell_one(struct turn *turn, const struct sahut_occurrence *o)
{
    const char *want = agenda_slot(turn, "want");

    agenda_summary(turn, "summary", o);
    if (strcmp(want, "where") == 0)
        tell_where(turn, o);
    else if (strcmp(want, "about") == 0)
        tell_about(turn, o);
    else if (strcmp(want, "how_long") == 0)
        tell_length(turn, o);
    else
        tell_when(turn, o);
}

void agenda_tell_next(struct turn *turn)
{
    struct sahut_occurrence *next;

    if (agenda_next(turn, turn->now_ms, &next)) {
        if (agenda_slot(turn, "want")[0]) {
            tell_one(turn, next);
        } else {
            outcome_reply(turn->out, "agenda_next");
            agenda_summary(turn, "summary", next);
            agenda_when_param(turn, next);
            outcome_optional(turn->out, "location", next->location);
        }
    } else if (!turn->out->failed) {
        outcome_reply(turn->out, "agenda_nothing_ahead");
    }
    free(next);
}

void agenda_tell_title(struct turn *turn, const char *title)
{
    const struct sahut_slot *when = sahut_intent_slot(turn->intent, "when");
    const int64_t from = when ? when->when.start_ms : turn->now_ms;
    const int64_t to = when && when->when.end_ms > from ? when->when.end_ms : from + 800 * DAY_MS;
    struct sahut_occurrence *list = NULL;
    size_t count = 0;

    if (sahut_calendar_find(turn->s->world.calendar, title, from, to, 1, &list, &count) == 0 &&
        count > 0) {
        tell_one(turn, &list[0]);
    } else {
        outcome_reply(turn->out, "event_unknown");
        outcome_text(turn->out, "title", title);
    }
    free(list);
}
