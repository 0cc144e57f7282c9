// SPDX-License-Identifier: GPL-3.0-or-later
/* What the calendars say. */
#include "skills/skills_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A clock time without a span asks about the hour that follows. */
#define POINT_SPAN_S 3600

/* What is asked about. */
struct asked {
    int64_t start_ms, end_ms; /* the whole of it */
    int64_t from_ms;          /* start, or now if it has begun */
    bool days;                /* more than one day */
};

static int64_t midnight(const struct sahut_skills *s, int64_t at_ms, int days)
{
    struct sahut_civil c = sahut_zone_local(s->world.zone, at_ms);

    c.hour = c.minute = c.second = 0;
    c = sahut_civil_add_days(c, days);
    return sahut_zone_instant(s->world.zone, &c, NULL);
}

static struct asked what_is_asked(const struct turn *turn)
{
    const struct sahut_slot *slot = sahut_intent_slot(turn->intent, "when");
    struct asked a = {
        .start_ms = midnight(turn->s, turn->now_ms, 0),
        .end_ms = midnight(turn->s, turn->now_ms, 1),
    };

    if (slot) {
        a.start_ms = slot->when.part_ms ? slot->when.part_ms : slot->when.start_ms;
        a.end_ms = slot->when.end_ms;
        if (a.end_ms <= a.start_ms)
            a.end_ms = a.start_ms + POINT_SPAN_S * SECOND_MS;
    }
    a.from_ms = a.start_ms < turn->now_ms && turn->now_ms < a.end_ms ? turn->now_ms : a.start_ms;
    a.days = a.end_ms > midnight(turn->s, a.start_ms, 1);
    return a;
}

/* One spoken item. What began on an earlier day takes all of this one. */
static void add_item(struct items *items, const struct turn *turn, const struct asked *a,
                     const struct sahut_occurrence *o)
{
    const int64_t day_ms = o->start_ms > a->from_ms ? o->start_ms : a->from_ms;
    const bool whole_day = o->all_day || o->start_ms < midnight(turn->s, a->from_ms, 0);
    struct sahut_text untitled = {0};
    struct sahut_param params[3];
    size_t n = 0;

    if (!o->summary[0])
        render(turn->s, "agenda_untitled", NULL, 0, turn->now_ms, &untitled);
    params[n++] = param_text("summary", o->summary[0] ? o->summary : sahut_text_get(&untitled));
    if (a->days)
        params[n++] = param_value("day", SAHUT_PARAM_DAY, day_ms);
    if (!whole_day)
        params[n++] = param_value("time", SAHUT_PARAM_CLOCK, o->start_ms);
    if (a->days)
        items_add(items, turn->s, whole_day ? "agenda_item_day_all_day" : "agenda_item_day", params,
                  n, turn->now_ms);
    else
        items_add(items, turn->s, whole_day ? "agenda_item_all_day" : "agenda_item", params, n,
                  turn->now_ms);
    sahut_text_finish(&untitled);
}

/* Was there something earlier in what is asked about? Then "nothing" would be wrong. */
static bool had_earlier(const struct turn *turn, const struct asked *a)
{
    struct sahut_occurrence *past = NULL;
    size_t count = 0;

    if (a->from_ms == a->start_ms ||
        sahut_calendar_occurrences(turn->s->world.calendar, a->start_ms, a->from_ms, &past, &count))
        return false;
    free(past);
    return count > 0;
}

static void tell_none(struct turn *turn, const struct asked *a)
{
    if (had_earlier(turn, a))
        outcome_reply(turn->out, "agenda_none_left");
    else
        outcome_reply(turn->out, a->days ? "agenda_none_days" : "agenda_none");
    if (!a->days)
        outcome_value(turn->out, "day", SAHUT_PARAM_DAY, a->start_ms);
}

static void tell_all(struct turn *turn, const struct asked *a, const struct sahut_occurrence *found,
                     size_t count)
{
    struct items items = {.total = 0};

    for (size_t i = 0; i < count; i++)
        add_item(&items, turn, a, &found[i]);
    outcome_reply(turn->out, a->days ? "agenda_list_days" : "agenda_list");
    items_finish(&items, turn);
    if (!a->days)
        outcome_value(turn->out, "day", SAHUT_PARAM_DAY, a->start_ms);
}

void agenda_query(struct turn *turn)
{
    struct sahut_occurrence *found = NULL;
    struct asked a;
    size_t count = 0;
    int err;

    if (!turn->s->world.calendar) {
        outcome_reply(turn->out, "agenda_not_configured");
        return;
    }
    a = what_is_asked(turn);
    err = sahut_calendar_occurrences(turn->s->world.calendar, a.from_ms, a.end_ms, &found, &count);
    if (err) {
        turn->out->failed = true;
        outcome_reply(turn->out, "not_understood");
        outcome_done(turn->out, "agenda not read: %s", strerror(-err));
        return;
    }
    if (count == 0)
        tell_none(turn, &a);
    else
        tell_all(turn, &a, found, count);
    free(found);
}
