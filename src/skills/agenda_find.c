// SPDX-License-Identifier: GPL-3.0-or-later
/* One appointment: the next, the first or last of a day, the one of that name; and the holidays. */
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

/* When to set out. */
static void tell_leave(struct turn *turn, const struct sahut_occurrence *o)
{
    const int64_t travel_ms = agenda_travel_ms(turn->s, o);

    outcome_reply(turn->out, travel_ms > 0 && !o->all_day ? "event_leave" : "event_leave_unknown");
    agenda_when_param(turn, o);
    if (travel_ms > 0 && !o->all_day)
        outcome_value(turn->out, "leave", SAHUT_PARAM_WHEN, o->start_ms - travel_ms);
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
    else if (strcmp(want, "leave") == 0)
        tell_leave(turn, o);
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
    const int64_t from = when ? sahut_when_from(&when->when) : turn->now_ms;
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

void agenda_tell_first_or_last(struct turn *turn, bool last)
{
    const struct asked a = agenda_asked(turn);
    const struct sahut_occurrence *meant = NULL;
    struct sahut_occurrence *list = NULL;
    size_t count = 0;

    /* Of the whole span: the first is the first also when it is over. */
    if (!agenda_read(turn, a.start_ms, a.end_ms, &list, &count))
        return;
    for (size_t i = 0; i < count; i++)
        if (!list[i].all_day && list[i].start_ms >= a.start_ms && (last || !meant))
            meant = &list[i];
    if (meant) {
        tell_one(turn, meant);
    } else {
        outcome_reply(turn->out, a.days ? "agenda_none_days" : "agenda_none");
        if (!a.days)
            outcome_value(turn->out, "day", SAHUT_PARAM_DAY, a.start_ms);
    }
    free(list);
}

/* Holidays of the span that was asked about, or the next one. */
void agenda_tell_holidays(struct turn *turn)
{
    const bool next = !sahut_intent_slot(turn->intent, "when");
    struct asked a = agenda_asked(turn);
    struct items items = {.total = 0};
    struct sahut_occurrence *list = NULL;
    size_t count = 0;

    if (next)
        a.end_ms = a.start_ms + 400 * DAY_MS;
    if (!agenda_read(turn, a.start_ms, a.end_ms, &list, &count))
        return;
    for (size_t i = 0; i < count && !(next && items.total > 0); i++)
        if (agenda_is_holiday(turn->s, &list[i]))
            agenda_holiday_item(&items, turn, a.from_ms, &list[i]);
    outcome_reply(turn->out, items.total > 0 ? "agenda_holidays"
                             : next          ? "agenda_no_holiday_ahead"
                                             : "agenda_no_holiday");
    outcome_optional(turn->out, "holiday", sahut_text_get(&items.text));
    if (items.total == 0 && !next && !a.days)
        outcome_value(turn->out, "day", SAHUT_PARAM_DAY, a.start_ms);
    sahut_text_finish(&items.text);
    free(list);
}
