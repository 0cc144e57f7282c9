// SPDX-License-Identifier: GPL-3.0-or-later
/* Appointments made, moved and called off. Only in the calendar that the user allowed
 * (agenda.default_calendar); cancelling is asked about first.
 *
 *   add      what is missing is asked for, then it is written
 *   change   found by title or by its time; moved to the new time with its length
 *   cancel   found, "Shall I cancel …?", and on "yes" found again and called off
 */
#include "skills/agenda.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MS (DAY_S * SECOND_MS)

static const char *writable(const struct turn *turn)
{
    return sahut_settings_string(turn->s->world.settings, "agenda.default_calendar");
}

static bool is_ready(struct turn *turn)
{
    if (turn->s->world.calendar && writable(turn)[0])
        return true;
    outcome_reply(turn->out, "event_not_writable");
    return false;
}

static void not_written(struct turn *turn, int err, const struct sahut_why *why)
{
    turn->out->n_params = 0;
    turn->out->failed = true;
    outcome_done(turn->out, "calendar not changed: %s", why->text);
    outcome_reply(turn->out, err == -EPERM     ? "event_not_mine"
                             : err == -ENOTSUP ? "event_series_day"
                                               : "event_not_written");
}

/* ---- add ---- */

/* Something that is there at that time already. */
static void add_collision(struct turn *turn, int64_t from_ms, int64_t to_ms, const char *uid)
{
    struct sahut_occurrence *list = NULL;
    size_t count = 0;

    if (sahut_calendar_occurrences(turn->s->world.calendar, from_ms, to_ms, &list, &count))
        return;
    for (size_t i = 0; i < count; i++)
        if (agenda_is_busy(turn->s, &list[i]) && strcmp(list[i].uid, uid) != 0 &&
            list[i].summary[0]) {
            outcome_text(turn->out, "other", list[i].summary);
            break;
        }
    free(list);
}

static void tell_time(struct turn *turn, int64_t start_ms, bool all_day)
{
    outcome_value(turn->out, all_day ? "day" : "when", all_day ? SAHUT_PARAM_DAY : SAHUT_PARAM_WHEN,
                  start_ms);
}

void event_add(struct turn *turn)
{
    const struct sahut_slot *when = sahut_intent_slot(turn->intent, "when");
    const struct sahut_slot *duration = sahut_intent_slot(turn->intent, "duration");
    struct sahut_event_draft d = {.title = agenda_slot(turn, "title"),
                                  .location = agenda_slot(turn, "location"),
                                  .rule = agenda_slot(turn, "repeat")};
    struct sahut_why why;
    char uid[64];
    int err;

    if (!is_ready(turn))
        return;
    if (!d.title[0] || !when) {
        question_ask(turn, d.title[0] ? "event_ask_when" : "event_ask_title",
                     d.title[0] ? "when" : "title");
        return;
    }
    d.all_day = when->when.grain >= SAHUT_GRAIN_DAY && !duration;
    d.start_ms = when->when.start_ms;
    d.end_ms =
        d.all_day  ? when->when.end_ms
        : duration ? d.start_ms + duration->seconds * SECOND_MS
        : when->when.end_ms > d.start_ms && when->when.grain < SAHUT_GRAIN_PART
            ? when->when.end_ms
            : d.start_ms +
                  SECOND_MS * 60 * sahut_settings_int(turn->s->world.settings, "agenda.duration");
    err = sahut_calendar_add(turn->s->world.calendar, writable(turn), &d, turn->now_ms, uid, &why);
    if (err) {
        not_written(turn, err, &why);
        return;
    }
    undo_event(turn->s, d.title, true);
    outcome_reply(turn->out, d.all_day ? "event_added_day" : "event_added");
    outcome_text(turn->out, "title", d.title);
    tell_time(turn, d.start_ms, d.all_day);
    if (!d.all_day)
        add_collision(turn, d.start_ms, d.end_ms, uid);
    outcome_done(turn->out, "event %s added: %s", uid, d.title);
}

/* ---- which one is meant ---- */

static const struct sahut_slot *time_slot(const struct turn *turn)
{
    const struct sahut_slot *old = sahut_intent_slot(turn->intent, "old");

    return old || strcmp(turn->intent->name, "event.change") == 0
               ? old
               : sahut_intent_slot(turn->intent, "when");
}

static int find_by_title(struct turn *turn, const char *title, struct sahut_occurrence **list,
                         size_t *count)
{
    const struct sahut_slot *when = time_slot(turn);
    const int64_t from = when ? sahut_when_from(&when->when) : turn->now_ms;
    const int64_t to = when && when->when.end_ms > from ? when->when.end_ms
                       : when                           ? from + 1
                                                        : from + 800 * DAY_MS;

    return sahut_calendar_find(turn->s->world.calendar, title, from, to, 1, list, count);
}

/* The occurrence that is meant, list[0]; free(list) in any case. False with the reply. */
static bool find_meant(struct turn *turn, struct sahut_occurrence **list)
{
    const struct sahut_slot *when = time_slot(turn);
    const char *title = agenda_title(turn);
    size_t count = 0;
    int err = 0;

    *list = NULL;
    if (title[0]) {
        err = find_by_title(turn, title, list, &count);
    } else if (strcmp(agenda_slot(turn, "which"), "next") == 0) {
        count = agenda_next(turn, turn->now_ms, list);
    } else if (when) {
        err = sahut_calendar_occurrences(
            turn->s->world.calendar, sahut_when_from(&when->when),
            when->when.end_ms > when->when.start_ms ? when->when.end_ms : when->when.start_ms + 1,
            list, &count);
    }
    if (!err && (count == 1 || (count > 1 && title[0])))
        return true;
    if (count > 1 || (!title[0] && !when)) {
        question_ask(turn, "event_which", "title");
    } else {
        outcome_reply(turn->out, title[0] ? "event_unknown" : "event_none_then");
        outcome_optional(turn->out, "title", title);
    }
    return false;
}

static bool is_whole(const struct turn *turn, const struct sahut_occurrence *o)
{
    return o->recurring && strcmp(agenda_slot(turn, "scope"), "all") == 0;
}

/* ---- cancel ---- */

static void do_cancel(struct turn *turn, const struct sahut_occurrence *o)
{
    struct sahut_why why;
    const int err = sahut_calendar_cancel(turn->s->world.calendar, writable(turn), o,
                                          is_whole(turn, o), turn->now_ms, &why);

    if (err) {
        not_written(turn, err, &why);
        return;
    }
    undo_event(turn->s, o->summary[0] ? o->summary : o->uid, false);
    outcome_reply(turn->out, is_whole(turn, o) ? "event_cancelled_all" : "event_cancelled");
    agenda_summary(turn, "summary", o);
    if (!is_whole(turn, o))
        agenda_when_param(turn, o);
    outcome_done(turn->out, "event %s cancelled: %s", o->uid, o->summary);
}

void event_cancel(struct turn *turn)
{
    struct sahut_occurrence *list;

    if (elsewhere_reminder(turn) || !is_ready(turn))
        return;
    if (find_meant(turn, &list)) {
        if (agenda_slot(turn, "confirm")[0]) {
            do_cancel(turn, &list[0]);
        } else {
            agenda_summary(turn, "summary", &list[0]);
            if (!is_whole(turn, &list[0]))
                agenda_when_param(turn, &list[0]);
            question_ask(turn,
                         is_whole(turn, &list[0]) ? "event_cancel_sure_all" : "event_cancel_sure",
                         "confirm");
        }
    }
    free(list);
}

/* ---- change ---- */

/* A day alone keeps the time of day, and a time alone the day. */
static int64_t new_start(const struct turn *turn, const struct sahut_occurrence *o,
                         const struct sahut_slot *when)
{
    const struct sahut_civil was = sahut_zone_local(turn->s->world.zone, o->start_ms);
    struct sahut_civil to;

    if (o->all_day)
        return when->when.start_ms;
    to = moment_moved(turn, when, &was);
    return sahut_zone_instant(turn->s->world.zone, &to, NULL);
}

static bool new_times(const struct turn *turn, const struct sahut_occurrence *o, int64_t *start_ms,
                      int64_t *end_ms)
{
    const struct sahut_slot *when = sahut_intent_slot(turn->intent, "when");
    const struct sahut_slot *amount = sahut_intent_slot(turn->intent, "amount");
    const struct sahut_slot *duration = sahut_intent_slot(turn->intent, "duration");
    const bool earlier = strcmp(agenda_slot(turn, "direction"), "earlier") == 0;

    *start_ms = o->start_ms;
    if (when)
        *start_ms = new_start(turn, o, when);
    else if (amount)
        *start_ms += (earlier ? -1 : 1) * amount->seconds * SECOND_MS;
    *end_ms = *start_ms + (duration ? duration->seconds * SECOND_MS : o->end_ms - o->start_ms);
    return when || amount || duration;
}

static void do_change(struct turn *turn, const struct sahut_occurrence *o, int64_t start_ms,
                      int64_t end_ms)
{
    struct sahut_why why;
    const int err = sahut_calendar_move(turn->s->world.calendar, writable(turn), o,
                                        is_whole(turn, o), start_ms, end_ms, turn->now_ms, &why);

    if (err) {
        not_written(turn, err, &why);
        return;
    }
    undo_event(turn->s, o->summary[0] ? o->summary : o->uid, false);
    outcome_reply(turn->out, o->all_day ? "event_moved_day" : "event_moved");
    agenda_summary(turn, "summary", o);
    tell_time(turn, start_ms, o->all_day);
    if (!o->all_day)
        add_collision(turn, start_ms, end_ms, o->uid);
    outcome_done(turn->out, "event %s moved: %s", o->uid, o->summary);
}

void event_change(struct turn *turn)
{
    struct sahut_occurrence *list;
    int64_t start_ms, end_ms;

    if (elsewhere_reminder(turn) || !is_ready(turn))
        return;
    if (find_meant(turn, &list)) {
        if (new_times(turn, &list[0], &start_ms, &end_ms))
            do_change(turn, &list[0], start_ms, end_ms);
        else
            question_ask(turn, "event_ask_when", "when");
    }
    free(list);
}
