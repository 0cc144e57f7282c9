// SPDX-License-Identifier: GPL-3.0-or-later
/* Timers: promises that run on elapsed time. */
#include "skills/skills_internal.h"

#include <stdlib.h>
#include <string.h>

static const char *wanted_name(const struct turn *turn)
{
    const struct sahut_slot *name = sahut_intent_slot(turn->intent, "name");

    return name ? name->text : "";
}

void timer_set(struct turn *turn)
{
    const struct sahut_slot *duration = sahut_intent_slot(turn->intent, "duration");
    struct sahut_outcome *out = turn->out;
    struct sahut_promise p = {.kind = SAHUT_PROMISE_TIMER, .created_ms = turn->now_ms};
    struct sahut_why why;
    char when[32];
    int err;

    if (!duration || duration->seconds <= 0 || duration->seconds > SPAN_MAX_S) {
        question_ask(turn, "timer_ask_duration", "duration");
        return;
    }
    p.duration_s = duration->seconds;
    p.due_ms = turn->now_ms + duration->seconds * SECOND_MS;
    copy_text(p.title, sizeof p.title, wanted_name(turn));
    promise_run(turn->s, &p, turn->now_ms, duration->seconds * SECOND_MS);
    err = promise_add(turn->s, &p, NULL, &why);
    if (err) {
        outcome_not_stored(turn, err, &why);
        return;
    }
    local_minutes(turn->s, p.due_ms, when);
    out->promise = p.id;
    outcome_done(out, "timer %lld due %s, %lld s", (long long)p.id, when, (long long)p.duration_s);
    outcome_reply(out, "timer_set");
    outcome_value(out, "duration", SAHUT_PARAM_DURATION, p.duration_s);
    outcome_optional(out, "name", p.title);
}

static int64_t left_ms(const struct sahut_skills *s, const struct sahut_promise *timer,
                       int64_t now_ms)
{
    const int64_t left =
        timer->state == SAHUT_PROMISE_PAUSED ? timer->left_ms : clock_at(s, timer) - now_ms;

    return timer->state == SAHUT_PROMISE_RINGING || left < 0 ? 0 : left;
}

static int64_t left_s(const struct sahut_skills *s, const struct sahut_promise *timer,
                      int64_t now_ms)
{
    return coarse_seconds((left_ms(s, timer, now_ms) + SECOND_MS - 1) / SECOND_MS);
}

static void add_item(struct turn *turn, const struct sahut_promise *timer, struct items *items)
{
    const struct sahut_param params[] = {
        param_value("left", SAHUT_PARAM_DURATION, left_s(turn->s, timer, turn->now_ms)),
        param_value("duration", SAHUT_PARAM_DURATION, timer->duration_s),
        param_text("name", timer->title),
    };

    items_add(items, turn->s,
              timer->state == SAHUT_PROMISE_PAUSED ? "timer_item_paused" : "timer_item", params,
              timer->title[0] ? 3 : 2, turn->now_ms);
}

void timer_query(struct turn *turn)
{
    struct selection chosen;
    struct items items = {.total = 0};

    select_promises(turn, SAHUT_PROMISE_TIMER, "when", &chosen);
    if (chosen.n == 0) {
        outcome_reply(turn->out, "timers_none");
    } else if (chosen.n == 1) {
        const struct sahut_promise *timer = chosen.items;

        talked_of(turn->s, timer->id);
        outcome_reply(turn->out,
                      timer->state == SAHUT_PROMISE_PAUSED ? "timer_left_paused" : "timer_left");
        outcome_value(turn->out, "left", SAHUT_PARAM_DURATION,
                      left_s(turn->s, timer, turn->now_ms));
        outcome_optional(turn->out, "name", timer->title);
    } else {
        for (size_t i = 0; i < chosen.n; i++)
            add_item(turn, &chosen.items[i], &items);
        outcome_reply(turn->out, "timers_list");
        items_finish(&items, turn);
    }
    free(chosen.items);
}

static void tell_cancelled(struct turn *turn, const struct sahut_promise *timers, size_t count)
{
    struct sahut_outcome *out = turn->out;

    out->promise = timers[0].id;
    if (count == 1) {
        outcome_reply(out, "timer_cancelled");
        outcome_optional(out, "name", timers[0].title);
        outcome_done(out, "timer %lld cancelled", (long long)timers[0].id);
    } else {
        outcome_reply(out, "timers_cancelled");
        outcome_value(out, "count", SAHUT_PARAM_COUNT, (int64_t)count);
        outcome_done(out, "%zu timers cancelled", count);
    }
}

/* "Cancel the timer" means all that fit: a kitchen is not asked which. */
void timer_cancel(struct turn *turn)
{
    struct selection chosen;
    struct sahut_store_change *changes;
    struct sahut_why why;
    int err = 0;

    select_promises(turn, SAHUT_PROMISE_TIMER, "when", &chosen);
    changes = sahut_alloc(chosen.n, sizeof *changes);
    for (size_t i = 0; i < chosen.n; i++) {
        promise_end(&chosen.items[i]);
        changes[i] = (struct sahut_store_change){SAHUT_STORE_UPDATE, &chosen.items[i], NULL};
    }
    if (chosen.n > 0)
        err = promise_apply(turn->s, changes, chosen.n, false, &why);
    if (err)
        outcome_not_stored(turn, err, &why);
    else if (chosen.n == 0)
        outcome_reply(turn->out, "timers_none");
    else
        tell_cancelled(turn, chosen.items, chosen.n);
    free(changes);
    free(chosen.items);
}

/* The one timer that is meant, among those in `state` if it is not -1; false and a reply if there
 * is none or it is not clear which. free() the selection. */
static bool find_one(struct turn *turn, int state, struct selection *chosen)
{
    size_t kept = 0;

    select_promises(turn, SAHUT_PROMISE_TIMER, "when", chosen);
    for (size_t i = 0; i < chosen->n; i++)
        if (state < 0 || (int)chosen->items[i].state == state)
            chosen->items[kept++] = chosen->items[i];
    chosen->n = kept;
    if (kept == 1)
        return true;
    outcome_reply(turn->out, kept == 0 ? "timers_none" : "timer_which");
    return false;
}

static void tell_changed(struct turn *turn, struct sahut_promise *timer, const char *reply,
                         const char *deed)
{
    struct sahut_why why;
    const int err = promise_change(turn->s, timer, &why);

    if (err) {
        outcome_not_stored(turn, err, &why);
        return;
    }
    outcome_reply(turn->out, reply);
    outcome_value(turn->out, "left", SAHUT_PARAM_DURATION, left_s(turn->s, timer, turn->now_ms));
    outcome_optional(turn->out, "name", timer->title);
    outcome_done(turn->out, "timer %lld %s, %lld s left", (long long)timer->id, deed,
                 (long long)((left_ms(turn->s, timer, turn->now_ms) + 999) / SECOND_MS));
    turn->out->promise = timer->id;
}

/* "Pause it", when the stopwatch was talked of last. */
static bool is_stopwatch(const struct turn *turn)
{
    const struct sahut_slot *which = sahut_intent_slot(turn->intent, "which");
    struct sahut_promise p;

    return which && strcmp(which->text, "it") == 0 &&
           promise_get(turn->s, turn->s->about, &p) == 0 && p.kind == SAHUT_PROMISE_STOPWATCH;
}

void timer_pause(struct turn *turn)
{
    struct selection chosen;

    if (is_stopwatch(turn)) {
        stopwatch_pause(turn);
        return;
    }
    if (find_one(turn, SAHUT_PROMISE_PENDING, &chosen)) {
        struct sahut_promise *timer = chosen.items;

        timer->left_ms = left_ms(turn->s, timer, turn->now_ms);
        timer->state = SAHUT_PROMISE_PAUSED;
        tell_changed(turn, timer, "timer_paused", "paused");
    }
    free(chosen.items);
}

void timer_resume(struct turn *turn)
{
    struct selection chosen;

    if (is_stopwatch(turn)) {
        stopwatch_resume(turn);
        return;
    }
    if (find_one(turn, SAHUT_PROMISE_PAUSED, &chosen)) {
        chosen.items->state = SAHUT_PROMISE_PENDING;
        promise_run(turn->s, chosen.items, turn->now_ms, chosen.items->left_ms);
        tell_changed(turn, chosen.items, "timer_resumed", "resumed");
    }
    free(chosen.items);
}

/* What is left after the change; 0 or less: there is nothing left. */
static int64_t changed_left_ms(const struct turn *turn, const struct sahut_promise *timer)
{
    const struct sahut_slot *amount = sahut_intent_slot(turn->intent, "amount");
    const struct sahut_slot *direction = sahut_intent_slot(turn->intent, "direction");
    const struct sahut_slot *fresh = sahut_intent_slot(turn->intent, "new");
    const bool less = direction && strcmp(direction->text, "less") == 0;
    const int64_t left = left_ms(turn->s, timer, turn->now_ms);

    if (fresh)
        return fresh->seconds * SECOND_MS;
    return amount ? left + (less ? -amount->seconds : amount->seconds) * SECOND_MS : left;
}

/* A timer that rings can be given more time, too. */
void timer_change(struct turn *turn)
{
    struct selection chosen;

    if (find_one(turn, -1, &chosen)) {
        struct sahut_promise *timer = chosen.items;
        const int64_t left = changed_left_ms(turn, timer);

        if (left <= 0 || left > SPAN_MAX_S * SECOND_MS) {
            outcome_reply(turn->out, "timer_not_so_long");
            turn->out->failed = true;
        } else {
            timer->duration_s += (left - left_ms(turn->s, timer, turn->now_ms)) / SECOND_MS;
            if (timer->state == SAHUT_PROMISE_PAUSED) {
                timer->left_ms = left;
            } else {
                timer->state = SAHUT_PROMISE_PENDING;
                timer->rings = 0;
                promise_run(turn->s, timer, turn->now_ms, left);
            }
            tell_changed(turn, timer, "timer_changed", "changed");
        }
    }
    free(chosen.items);
}
