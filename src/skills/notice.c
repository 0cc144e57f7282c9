// SPDX-License-Identifier: GPL-3.0-or-later
/* Appointments announced before they begin.
 *
 *   ├─ agenda.notice ─┼─ travel ─┤ begin      without a VALARM: that long before one has to leave
 *   ▲ said            ▲ leave
 *
 * With VALARMs those count instead. What was due while the machine was off is not said: either it
 * is over, or somebody has just started the machine and sees the calendar anyway. After a week
 * without anything one looks again.
 */
#include "skills/agenda.h"

#include <stdlib.h>
#include <string.h>

#define WEEK_MS (7 * DAY_S * SECOND_MS)
/* A notice that comes later than this after its time is not said any more. */
#define LATE_MS (120 * SECOND_MS)

static int64_t minutes_ms(const struct sahut_skills *s, const char *setting)
{
    return sahut_settings_int(s->world.settings, setting) * 60 * SECOND_MS;
}

/* Is `at` the next thing to say? */
static void consider(struct sahut_skills *s, const struct sahut_occurrence *o, int64_t at_ms)
{
    struct notice *n = &s->notice;

    if (at_ms <= n->from_ms || at_ms > n->from_ms + WEEK_MS)
        return;
    if (n->count > 0 && at_ms > n->at_ms)
        return;
    if (n->count == 0 || at_ms < n->at_ms) {
        n->count = 0;
        n->at_ms = at_ms;
    }
    if (n->count == NOTICES)
        return;
    struct notice_text *t = &n->list[n->count++];
    copy_text(t->summary, sizeof t->summary, o->summary);
    copy_text(t->location, sizeof t->location, o->location);
    t->start_ms = o->start_ms;
    t->all_day = o->all_day;
    t->leave = agenda_travel_ms(s, o) > 0;
}

static void consider_all(struct sahut_skills *s, const struct sahut_occurrence *o)
{
    const int64_t before_ms = minutes_ms(s, "agenda.notice");

    if (agenda_is_holiday(s, o))
        return;
    for (int i = 0; i < o->alarms; i++)
        consider(s, o, o->alarms_ms[i]);
    if (o->alarms == 0 && before_ms > 0 && agenda_is_busy(s, o))
        consider(s, o, o->start_ms - before_ms - agenda_travel_ms(s, o));
}

static void look(struct sahut_skills *s)
{
    struct notice *n = &s->notice;
    struct sahut_occurrence *list = NULL;
    size_t count = 0;

    n->count = n->said = 0;
    n->at_ms = n->from_ms + WEEK_MS;
    n->known = true;
    n->generation = sahut_calendar_generation(s->world.calendar);
    /* Alarms of up to a week before, travel included. */
    if (sahut_calendar_occurrences(s->world.calendar, n->from_ms, n->from_ms + 2 * WEEK_MS, &list,
                                   &count))
        return;
    for (size_t i = 0; i < count; i++)
        consider_all(s, &list[i]);
    free(list);
}

static bool is_known(struct sahut_skills *s)
{
    const struct notice *n = &s->notice;

    return n->known && n->generation == sahut_calendar_generation(s->world.calendar);
}

void notice_start(struct sahut_skills *s, int64_t now_ms)
{
    if (s->notice.started && s->notice.from_ms <= now_ms)
        return;
    s->notice.started = true;
    s->notice.known = false;
    s->notice.from_ms = now_ms;
}

void notice_forget(struct sahut_skills *s)
{
    s->notice.known = false;
}

int64_t notice_next(struct sahut_skills *s)
{
    if (!s->world.calendar || !s->notice.started)
        return INT64_MAX;
    if (!is_known(s))
        look(s);
    return s->notice.at_ms;
}

/* Whole minutes: it is said a moment after it is due. */
static int64_t left_seconds(int64_t left_ms)
{
    const int64_t minutes = (left_ms + 30 * SECOND_MS) / (60 * SECOND_MS);

    return coarse_seconds(minutes > 1 ? minutes * 60 : left_ms / SECOND_MS);
}

static void say(struct turn *turn, const struct notice_text *t)
{
    const int64_t left_s = left_seconds(t->start_ms - turn->now_ms);
    struct sahut_text untitled = {0};

    if (!t->summary[0])
        render(turn->s, "agenda_untitled", NULL, 0, turn->now_ms, &untitled);
    outcome_reply(turn->out, t->all_day       ? "notice_day"
                             : left_s <= 0    ? "notice_now"
                             : left_s > DAY_S ? "notice_when"
                             : t->leave       ? "notice_leave"
                                              : "notice_in");
    outcome_text(turn->out, "summary", t->summary[0] ? t->summary : sahut_text_get(&untitled));
    if (t->all_day)
        outcome_value(turn->out, "day", SAHUT_PARAM_DAY, t->start_ms);
    else if (left_s > DAY_S)
        outcome_value(turn->out, "when", SAHUT_PARAM_WHEN, t->start_ms);
    else if (left_s > 0)
        outcome_value(turn->out, "left", SAHUT_PARAM_DURATION, left_s);
    outcome_optional(turn->out, "location", t->location);
    outcome_done(turn->out, "notice: %s", t->summary);
    sahut_text_finish(&untitled);
}

bool notice_due(struct turn *turn)
{
    struct sahut_skills *s = turn->s;
    struct notice *n = &s->notice;

    notice_start(s, turn->now_ms);
    while (notice_next(s) <= turn->now_ms) {
        if (n->said < n->count && turn->now_ms - n->at_ms <= LATE_MS) {
            say(turn, &n->list[n->said++]);
            if (n->said == n->count) {
                n->from_ms = n->at_ms;
                n->known = false;
            }
            return true;
        }
        /* Nothing, or too late for it. */
        n->from_ms = turn->now_ms - n->at_ms > LATE_MS ? turn->now_ms - LATE_MS : n->at_ms;
        n->known = false;
    }
    return false;
}
