// SPDX-License-Identifier: GPL-3.0-or-later
/* What the calendars say. Which question it is:
 *
 *   want                            title   which        when
 *   free, when_free                                      any   free and busy (agenda_free)
 *   holiday                                              any   holidays, or the next (agenda_find)
 *   ─, where, about, how_long, leave    yes                    one appointment (agenda_find)
 *   the same                                next               the next appointment (agenda_find)
 *   the same                                first, last  any   one of that span (agenda_find)
 *   count                                                any   how many
 *   ─                                                    any   a list, a long day in parts
 * (agenda_parts)
 */
#include "skills/agenda.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A clock time without a span asks about the hour that follows. */
#define POINT_SPAN_S 3600

int64_t agenda_midnight(const struct sahut_skills *s, int64_t at_ms, int days)
{
    struct sahut_civil c = sahut_zone_local(s->world.zone, at_ms);

    c.hour = c.minute = c.second = 0;
    c = sahut_civil_add_days(c, days);
    return sahut_zone_instant(s->world.zone, &c, NULL);
}

const char *agenda_slot(const struct turn *turn, const char *name)
{
    const struct sahut_slot *slot = sahut_intent_slot(turn->intent, name);

    return slot ? slot->text : "";
}

const char *agenda_title(const struct turn *turn)
{
    const char *title = agenda_slot(turn, "title");

    return title[0] ? title : agenda_slot(turn, "event");
}

/* A part of the day is asked about from where it begins, though what is ordered for it happens
 * later; the night from the evening on, and until midnight: what is on on Friday night is not what
 * is early on Saturday. */
static void ask_part(const struct turn *turn, const struct sahut_when *when, struct asked *a)
{
    const struct sahut_when_habits habits = sahut_when_habits_read(turn->s->world.settings);
    struct sahut_civil c = sahut_zone_local(turn->s->world.zone, when->part_ms);

    a->start_ms = when->part_ms;
    if (when->grain != SAHUT_GRAIN_PART || c.hour != habits.night.from)
        return;
    c.hour = habits.evening.from;
    a->start_ms = sahut_zone_instant(turn->s->world.zone, &c, NULL);
    a->end_ms = agenda_midnight(turn->s, a->start_ms, 1);
}

struct asked agenda_asked(const struct turn *turn)
{
    const struct sahut_slot *slot = sahut_intent_slot(turn->intent, "when");
    struct asked a = {
        .start_ms = agenda_midnight(turn->s, turn->now_ms, 0),
        .end_ms = agenda_midnight(turn->s, turn->now_ms, 1),
    };

    if (slot) {
        a.start_ms = slot->when.start_ms;
        a.end_ms = slot->when.end_ms;
        if (slot->when.part_ms)
            ask_part(turn, &slot->when, &a);
        if (a.end_ms <= a.start_ms)
            a.end_ms = a.start_ms + POINT_SPAN_S * SECOND_MS;
    }
    a.from_ms = a.start_ms < turn->now_ms && turn->now_ms < a.end_ms ? turn->now_ms : a.start_ms;
    a.days = a.end_ms > agenda_midnight(turn->s, a.start_ms, 1);
    return a;
}

bool agenda_is_holiday(const struct sahut_skills *s, const struct sahut_occurrence *o)
{
    const char *file = sahut_settings_string(s->world.settings, "agenda.holidays");
    const char *end = file[0] == '~' ? file + 1 : file;
    const size_t n = strlen(end), all = strlen(o->path);

    return n > 0 && all >= n && strcmp(o->path + all - n, end) == 0;
}

bool agenda_is_busy(const struct sahut_skills *s, const struct sahut_occurrence *o)
{
    return !o->all_day && !o->transparent && !agenda_is_holiday(s, o);
}

bool agenda_read(struct turn *turn, int64_t from_ms, int64_t to_ms, struct sahut_occurrence **out,
                 size_t *count)
{
    const int err = sahut_calendar_occurrences(turn->s->world.calendar, from_ms, to_ms, out, count);

    if (!err)
        return true;
    turn->out->failed = true;
    outcome_reply(turn->out, "agenda_not_read");
    outcome_done(turn->out, "agenda not read: %s", strerror(-err));
    return false;
}

static void summary_text(const struct turn *turn, const struct sahut_occurrence *o,
                         struct sahut_text *out)
{
    if (o->summary[0])
        sahut_text_add(out, o->summary);
    else
        render(turn->s, "agenda_untitled", NULL, 0, turn->now_ms, out);
}

void agenda_summary(struct turn *turn, const char *name, const struct sahut_occurrence *o)
{
    struct sahut_text text = {0};

    summary_text(turn, o, &text);
    outcome_text(turn->out, name, sahut_text_get(&text));
    sahut_text_finish(&text);
}

void agenda_when_param(struct turn *turn, const struct sahut_occurrence *o)
{
    outcome_value(turn->out, o->all_day ? "day" : "when",
                  o->all_day ? SAHUT_PARAM_DAY : SAHUT_PARAM_WHEN, o->start_ms);
}

/* What began on an earlier day takes all of this one. */
void agenda_item(struct items *items, const struct turn *turn, int64_t from_ms, bool with_day,
                 const struct sahut_occurrence *o)
{
    const int64_t day_ms = o->start_ms > from_ms ? o->start_ms : from_ms;
    const bool whole_day = o->all_day || o->start_ms < agenda_midnight(turn->s, from_ms, 0);
    struct sahut_text summary = {0};
    struct sahut_param params[3];
    size_t n = 0;

    summary_text(turn, o, &summary);
    params[n++] = param_text("summary", sahut_text_get(&summary));
    if (with_day)
        params[n++] = param_value("day", SAHUT_PARAM_DAY, day_ms);
    if (!whole_day)
        params[n++] = param_value("time", SAHUT_PARAM_CLOCK, o->start_ms);
    if (with_day)
        items_add(items, turn->s, whole_day ? "agenda_item_day_all_day" : "agenda_item_day", params,
                  n, turn->now_ms);
    else
        items_add(items, turn->s, whole_day ? "agenda_item_all_day" : "agenda_item", params, n,
                  turn->now_ms);
    sahut_text_finish(&summary);
}

/* ---- the list ---- */

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

/* "Dentist and Stand-up overlap", of the first two that do. */
static void add_conflict(struct turn *turn, const struct sahut_occurrence *list, size_t count)
{
    const struct sahut_skills *s = turn->s;
    struct sahut_text text = {0};

    for (size_t i = 0; i < count && text.len == 0; i++)
        for (size_t k = i + 1; k < count && text.len == 0; k++) {
            const struct sahut_occurrence *a = &list[i], *b = &list[k];
            const struct sahut_param params[] = {param_text("first", a->summary),
                                                 param_text("second", b->summary)};

            if (agenda_is_busy(s, a) && agenda_is_busy(s, b) && a->start_ms < b->end_ms &&
                b->start_ms < a->end_ms && a->summary[0] && b->summary[0])
                render(s, "agenda_conflict", params, 2, turn->now_ms, &text);
        }
    outcome_optional(turn->out, "conflict", sahut_text_get(&text));
    sahut_text_finish(&text);
}

void agenda_holiday_item(struct items *items, const struct turn *turn, int64_t from_ms,
                         const struct sahut_occurrence *o)
{
    const int64_t day_ms = o->start_ms > from_ms ? o->start_ms : from_ms;
    const struct sahut_param params[] = {param_text("summary", o->summary),
                                         param_value("day", SAHUT_PARAM_DAY, day_ms)};

    items_add(items, turn->s, "agenda_holiday", params, 2, turn->now_ms);
}

int64_t agenda_travel_ms(const struct sahut_skills *s, const struct sahut_occurrence *o)
{
    if (o->travel_s > 0)
        return o->travel_s * SECOND_MS;
    return o->location[0] ? sahut_settings_int(s->world.settings, "agenda.travel") * 60 * SECOND_MS
                          : 0;
}

/* Takes the holidays out of the list and names them in parameter `holiday`. */
static size_t take_holidays(struct turn *turn, const struct asked *a, struct sahut_occurrence *list,
                            size_t count)
{
    struct items items = {.total = 0};
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (!agenda_is_holiday(turn->s, &list[i])) {
            list[kept++] = list[i];
            continue;
        }
        agenda_holiday_item(&items, turn, a->from_ms, &list[i]);
    }
    outcome_optional(turn->out, "holiday", sahut_text_get(&items.text));
    sahut_text_finish(&items.text);
    return kept;
}

static void tell_all(struct turn *turn, const struct asked *a, const struct sahut_occurrence *found,
                     size_t count)
{
    struct items items = {.total = 0};

    for (size_t i = 0; i < count; i++)
        agenda_item(&items, turn, a->from_ms, a->days, &found[i]);
    outcome_reply(turn->out, a->days ? "agenda_list_days" : "agenda_list");
    items_finish(&items, turn);
    if (!a->days)
        outcome_value(turn->out, "day", SAHUT_PARAM_DAY, a->start_ms);
    add_conflict(turn, found, count);
}

static void tell_count(struct turn *turn, const struct asked *a, size_t count)
{
    if (count == 0) {
        tell_none(turn, a);
        return;
    }
    outcome_reply(turn->out, "agenda_count");
    outcome_value(turn->out, "count", SAHUT_PARAM_COUNT, (int64_t)count);
    if (!a->days)
        outcome_value(turn->out, "day", SAHUT_PARAM_DAY, a->start_ms);
}

static void tell_range(struct turn *turn, bool only_count)
{
    const struct asked a = agenda_asked(turn);
    struct sahut_occurrence *found = NULL;
    size_t count = 0;

    if (!agenda_read(turn, a.from_ms, a.end_ms, &found, &count))
        return;
    count = take_holidays(turn, &a, found, count);
    if (only_count)
        tell_count(turn, &a, count);
    else if (count == 0)
        tell_none(turn, &a);
    else if (agenda_is_long(&a, count))
        agenda_tell_long(turn, &a, found, count);
    else
        tell_all(turn, &a, found, count);
    free(found);
}

void agenda_query(struct turn *turn)
{
    const char *want = agenda_slot(turn, "want"), *title = agenda_title(turn);
    const char *which = agenda_slot(turn, "which");

    if (!turn->s->world.calendar)
        outcome_reply(turn->out, "agenda_not_configured");
    else if (strcmp(want, "free") == 0)
        agenda_tell_free(turn);
    else if (strcmp(want, "when_free") == 0)
        agenda_tell_free_times(turn);
    else if (strcmp(want, "holiday") == 0)
        agenda_tell_holidays(turn);
    else if (title[0])
        agenda_tell_title(turn, title);
    else if (strcmp(which, "next") == 0)
        agenda_tell_next(turn);
    else if (strcmp(which, "1") == 0 || strcmp(which, "last") == 0)
        agenda_tell_first_or_last(turn, which[0] == 'l');
    else
        tell_range(turn, strcmp(want, "count") == 0);
}
