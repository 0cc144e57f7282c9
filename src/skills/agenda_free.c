// SPDX-License-Identifier: GPL-3.0-or-later
/* Free and busy. All-day events (birthdays, holidays) and transparent ones take no time.
 *
 *   08:00      09:00   10:00          12:00                  20:00
 *   ├─ free ───┤ busy  ├ free ────────┤ busy … ├─ free ──────┤
 *   agenda.day_begins                                        agenda.day_ends
 */
#include "skills/agenda.h"

#include <stdlib.h>

/* Less than this between two appointments is no free time. */
#define SHORTEST_MS (30 * 60 * SECOND_MS)

static size_t keep_busy(const struct turn *turn, struct sahut_occurrence *list, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (agenda_is_busy(turn->s, &list[i]))
            list[kept++] = list[i];
    return kept;
}

void agenda_tell_free(struct turn *turn)
{
    const struct sahut_slot *when = sahut_intent_slot(turn->intent, "when");
    const bool point = when && when->when.grain < SAHUT_GRAIN_PART;
    struct asked a = agenda_asked(turn);
    struct sahut_occurrence *list = NULL;
    struct items items = {.total = 0};
    size_t count = 0;

    if (!agenda_read(turn, a.from_ms, a.end_ms, &list, &count))
        return;
    count = keep_busy(turn, list, count);
    for (size_t i = 0; i < count; i++)
        agenda_item(&items, turn, a.from_ms, a.days, &list[i]);
    free(list);
    outcome_reply(turn->out, count == 0 ? "free_yes" : "free_no");
    if (count > 0)
        items_finish(&items, turn);
    if (point)
        outcome_value(turn->out, "when", SAHUT_PARAM_WHEN, when->when.start_ms);
    else if (!a.days)
        outcome_value(turn->out, "day", SAHUT_PARAM_DAY, a.start_ms);
}

static int64_t hour_of_day(const struct turn *turn, int64_t at_ms, const char *setting)
{
    struct sahut_civil c = sahut_zone_local(turn->s->world.zone, at_ms);

    c.hour = sahut_settings_int(turn->s->world.settings, setting);
    c.minute = c.second = 0;
    if (c.hour == 24)
        return agenda_midnight(turn->s, at_ms, 1);
    return sahut_zone_instant(turn->s->world.zone, &c, NULL);
}

static void add_gap(struct items *items, const struct turn *turn, int64_t from_ms, int64_t to_ms)
{
    const struct sahut_param params[] = {param_value("from", SAHUT_PARAM_CLOCK, from_ms),
                                         param_value("to", SAHUT_PARAM_CLOCK, to_ms)};

    if (to_ms - from_ms >= SHORTEST_MS)
        items_add(items, turn->s, "free_gap", params, 2, turn->now_ms);
}

/* Between the appointments of one day, which are in order of their begin. */
static void add_gaps(struct items *items, const struct turn *turn,
                     const struct sahut_occurrence *list, size_t count, int64_t from_ms,
                     int64_t to_ms)
{
    int64_t free_ms = from_ms;

    for (size_t i = 0; i < count; i++) {
        const int64_t until = list[i].start_ms < to_ms ? list[i].start_ms : to_ms;

        add_gap(items, turn, free_ms, until);
        if (list[i].end_ms > free_ms)
            free_ms = list[i].end_ms;
    }
    add_gap(items, turn, free_ms, to_ms);
}

void agenda_tell_free_times(struct turn *turn)
{
    struct asked a = agenda_asked(turn);
    int64_t from = hour_of_day(turn, a.from_ms, "agenda.day_begins");
    int64_t to = hour_of_day(turn, a.from_ms, "agenda.day_ends");
    struct sahut_occurrence *list = NULL;
    struct items items = {.total = 0};
    size_t count = 0;

    from = a.from_ms > from ? a.from_ms : from;
    /* Of a part of the day that part; of several days the first. */
    to = a.end_ms < to ? a.end_ms : to;
    if (from >= to || !agenda_read(turn, from, to, &list, &count)) {
        if (!turn->out->failed)
            outcome_reply(turn->out, "free_times_none");
    } else {
        count = keep_busy(turn, list, count);
        add_gaps(&items, turn, list, count, from, to);
        outcome_reply(turn->out, count == 0         ? "free_all_day"
                                 : items.total == 0 ? "free_times_none"
                                                    : "free_times");
        if (count > 0 && items.total > 0)
            items_finish(&items, turn);
        else
            sahut_text_finish(&items.text);
    }
    if (!turn->out->failed)
        outcome_value(turn->out, "day", SAHUT_PARAM_DAY, a.from_ms);
    free(list);
}
