// SPDX-License-Identifier: GPL-3.0-or-later
/* Changing, cancelling and snoozing reminders and alarms: one of them, one day of a recurring one
 * ("only tomorrow's"), or all. */
#include "skills/skills_internal.h"

#include <stdlib.h>
#include <string.h>

static const char *word(const struct turn *turn, const char *slot)
{
    const struct sahut_slot *found = sahut_intent_slot(turn->intent, slot);

    return found ? found->text : "";
}

static const char *reply_of(const struct sahut_promise *p, const char *reminder, const char *alarm)
{
    return p->kind == SAHUT_PROMISE_ALARM ? alarm : reminder;
}

/* The day of a series that is meant, as a local time; false: all of it. */
static bool one_day(const struct turn *turn, const struct sahut_promise *p, const char *slot,
                    char local[SAHUT_LOCAL_TIME])
{
    const struct sahut_slot *when = sahut_intent_slot(turn->intent, slot);
    const bool only = strcmp(word(turn, "scope"), "only") == 0;
    const int64_t from_ms = when ? sahut_when_from(&when->when) : 0;
    const bool span = when && when->when.end_ms > when->when.start_ms;

    if (!p->rule[0] || (!only && !span))
        return false;
    if (when && series_on_day(turn->s, p, from_ms,
                              span ? when->when.end_ms : from_ms + 60 * SECOND_MS, local))
        return true;
    copy_text(local, SAHUT_LOCAL_TIME, p->local);
    return only;
}

static void tell(struct turn *turn, const struct sahut_promise *p, const char *reply,
                 const char *deed)
{
    struct sahut_outcome *out = turn->out;
    char when[32];

    local_minutes(turn->s, p->due_ms, when);
    out->promise = p->id;
    outcome_done(out, "%s %lld %s%s%s", sahut_promise_kind_name(p->kind), (long long)p->id, deed,
                 strcmp(deed, "cancelled") == 0 ? "" : " ",
                 strcmp(deed, "cancelled") == 0 ? "" : when);
    outcome_reply(out, reply);
    outcome_optional(out, "text", p->title);
    if (strcmp(deed, "cancelled") != 0)
        outcome_value(out, "when", SAHUT_PARAM_WHEN, p->due_ms);
}

/* ---- cancelling ---- */

static int cancel(struct turn *turn, struct sahut_promise *items, size_t n, struct sahut_why *why)
{
    struct sahut_store_change *changes = sahut_alloc(n, sizeof *changes);
    int err;

    for (size_t i = 0; i < n; i++) {
        char local[SAHUT_LOCAL_TIME];

        if (!one_day(turn, &items[i], "when", local))
            promise_end(&items[i]);
        else
            series_except(turn->s, &items[i], local, turn->now_ms);
        changes[i] = (struct sahut_store_change){SAHUT_STORE_UPDATE, &items[i], NULL};
    }
    err = promise_apply(turn->s, changes, n, false, why);
    free(changes);
    return err;
}

void change_cancel(struct turn *turn, int kind)
{
    struct selection chosen;
    struct sahut_why why;
    const bool alarms = kind == SAHUT_PROMISE_ALARM;
    int err = 0;

    select_promises(turn, kind, "when", &chosen);
    if (chosen.n == 0 && !alarms && elsewhere_event(turn)) {
        ; /* it was an appointment's name */
    } else if (chosen.n == 0) {
        outcome_reply(turn->out, alarms ? "alarms_none" : "reminders_none");
    } else if (chosen.n > 1 && !chosen.all) {
        question_ask(turn, alarms ? "alarm_which" : "reminder_which", "which");
    } else {
        err = cancel(turn, chosen.items, chosen.n, &why);
        if (err) {
            outcome_not_stored(turn, err, &why);
        } else if (chosen.n == 1 && chosen.items->state == SAHUT_PROMISE_PENDING) {
            tell(turn, chosen.items, alarms ? "alarm_left_out" : "reminder_left_out",
                 "left out once, next");
        } else if (chosen.n == 1) {
            tell(turn, chosen.items, alarms ? "alarm_cancelled" : "reminder_cancelled",
                 "cancelled");
        } else {
            outcome_reply(turn->out, alarms ? "alarms_cancelled" : "reminders_cancelled");
            outcome_value(turn->out, "count", SAHUT_PARAM_COUNT, (int64_t)chosen.n);
            outcome_done(turn->out, "%zu %ss cancelled", chosen.n,
                         sahut_promise_kind_name((enum sahut_promise_kind)kind));
        }
    }
    free(chosen.items);
}

/* ---- changing ---- */

/* The local time to which `from` moves; false if the order does not say. */
static bool moved(const struct turn *turn, const struct sahut_civil *from, struct sahut_civil *to)
{
    const struct sahut_slot *when = sahut_intent_slot(turn->intent, "when");
    const struct sahut_slot *amount = sahut_intent_slot(turn->intent, "amount");
    const bool earlier = strcmp(word(turn, "direction"), "earlier") == 0;

    if (when) {
        *to = when->when.relative ? sahut_zone_local(turn->s->world.zone,
                                                     turn->now_ms + when->when.seconds * SECOND_MS)
                                  : moment_moved(turn, when, from);
        return true;
    }
    if (!amount)
        return false;
    *to = sahut_civil_add_seconds(*from, earlier ? -amount->seconds : amount->seconds);
    return true;
}

/* All of a series: from now on at another time of the day. */
static int move_series(struct turn *turn, struct sahut_promise *p, const struct sahut_civil *to,
                       struct sahut_why *why)
{
    struct sahut_civil first;
    char rule[sizeof p->rule];
    int err;

    if (strstr(p->rule, "BYHOUR") || strstr(p->rule, "BYMINUTE") || !local_read(p->first, &first))
        return sahut_why(why, -1, "a rule with several times a day is changed by setting it anew");
    first.hour = to->hour;
    first.minute = to->minute;
    copy_text(rule, sizeof rule, p->rule);
    p->except[0] = '\0';
    err = series_begin(turn->s, p, rule, &first, turn->now_ms, why);
    return err ? err : promise_change(turn->s, p, why);
}

/* One day of a series: left out there, and promised once. */
static int move_one_day(struct turn *turn, struct sahut_promise *series, const char *local,
                        const struct sahut_civil *to, struct sahut_promise *one,
                        struct sahut_why *why)
{
    const struct sahut_store_change changes[] = {{SAHUT_STORE_UPDATE, series, NULL},
                                                 {SAHUT_STORE_ADD, one, NULL}};

    *one = series_occurrence(series);
    one->state = SAHUT_PROMISE_PENDING;
    one->created_ms = turn->now_ms;
    promise_at_local(turn->s, one, to);
    series_except(turn->s, series, local, turn->now_ms);
    return promise_apply(turn->s, changes, 2, false, why);
}

static int move_once(struct turn *turn, struct sahut_promise *p, const struct sahut_civil *to,
                     struct sahut_why *why)
{
    p->state = SAHUT_PROMISE_PENDING;
    p->rings = 0;
    promise_at_local(turn->s, p, to);
    return promise_change(turn->s, p, why);
}

static void change_one(struct turn *turn, struct sahut_promise *p)
{
    struct sahut_zone *zone = turn->s->world.zone;
    struct sahut_promise one;
    struct sahut_civil from = sahut_zone_local(zone, p->due_ms), to;
    char local[SAHUT_LOCAL_TIME];
    struct sahut_why why = {""};
    const bool day = one_day(turn, p, "old", local);
    int err;

    if (day)
        local_read(local, &from);
    if (!moved(turn, &from, &to)) {
        question_ask(turn, reply_of(p, "reminder_ask_when", "alarm_ask_when"), "when");
        return;
    }
    if ((!p->rule[0] || day) && moment_refused(turn, sahut_zone_instant(zone, &to, NULL)))
        return;
    if (day)
        err = move_one_day(turn, p, local, &to, &one, &why);
    else
        err = p->rule[0] ? move_series(turn, p, &to, &why) : move_once(turn, p, &to, &why);
    if (err)
        outcome_not_stored(turn, err, &why);
    else
        tell(turn, day ? &one : p, reply_of(p, "reminder_changed", "alarm_changed"), "changed to");
}

void change_moment(struct turn *turn, int kind)
{
    struct selection chosen;

    select_promises(turn, kind, "old", &chosen);
    if (chosen.n == 0 && kind == SAHUT_PROMISE_REMINDER && elsewhere_event(turn))
        ; /* it was an appointment's name */
    else if (chosen.n == 0)
        outcome_reply(turn->out, kind == SAHUT_PROMISE_ALARM ? "alarms_none" : "reminders_none");
    else if (chosen.n > 1 && !chosen.all)
        question_ask(turn, reply_of(chosen.items, "reminder_which", "alarm_which"), "old");
    else
        for (size_t i = 0; i < chosen.n && !turn->out->ask[0] && !turn->out->failed; i++) {
            outcome_clear(turn->out);
            change_one(turn, &chosen.items[i]);
        }
    free(chosen.items);
}

/* ---- snoozing ---- */

static bool find_ringing(void *ctx, const struct sahut_promise *p)
{
    struct selection *rung = ctx;

    if (p->rings > 0) {
        rung->items = sahut_realloc(rung->items, rung->n + 1, sizeof *rung->items);
        rung->items[rung->n++] = *p;
    }
    return true;
}

static int64_t snooze_ms(const struct turn *turn)
{
    const struct sahut_slot *duration = sahut_intent_slot(turn->intent, "duration");
    const struct sahut_slot *when = sahut_intent_slot(turn->intent, "when");

    if (duration && duration->seconds > 0 && duration->seconds <= SPAN_MAX_S)
        return duration->seconds * SECOND_MS;
    if (when && when->when.start_ms > turn->now_ms)
        return when->when.start_ms - turn->now_ms;
    return sahut_settings_int(turn->s->world.settings, "alarms.snooze") * SECOND_MS;
}

/* All that rings rings again in so long, by elapsed time. */
void promise_snooze(struct turn *turn)
{
    struct selection rung = {.items = NULL};
    const int64_t left_ms = snooze_ms(turn);
    struct sahut_why why = {""};
    int err = 0;

    promise_list(turn->s, -1, SAHUT_PROMISE_RINGING, find_ringing, &rung);
    for (size_t i = 0; i < rung.n; i++) {
        struct sahut_why one;
        int failed;

        rung.items[i].state = SAHUT_PROMISE_PENDING;
        rung.items[i].rings = 0;
        promise_run(turn->s, &rung.items[i], turn->now_ms, left_ms);
        failed = promise_impose(turn->s, &rung.items[i], &one);
        if (failed && !err) {
            err = failed;
            why = one;
        }
        turn->out->promise = rung.items[i].id;
    }
    if (err) {
        outcome_not_stored(turn, err, &why);
    } else if (rung.n == 0) {
        outcome_reply(turn->out, "nothing_ringing");
    } else {
        outcome_reply(turn->out, "snoozed");
        outcome_value(turn->out, "duration", SAHUT_PARAM_DURATION, left_ms / SECOND_MS);
        outcome_done(turn->out, "%s %lld snoozed for %lld s",
                     sahut_promise_kind_name(rung.items[rung.n - 1].kind),
                     (long long)turn->out->promise, (long long)(left_ms / SECOND_MS));
    }
    turn->out->stop_speaking = rung.n > 0;
    free(rung.items);
}
