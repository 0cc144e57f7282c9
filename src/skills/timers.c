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

/* The timers that are meant: those of the name that was said, or all. */
static struct sahut_promise *wanted_timers(struct turn *turn, size_t *count)
{
    struct sahut_promise *timers = promise_open(turn->s, SAHUT_PROMISE_TIMER, count);
    const char *name = wanted_name(turn);
    size_t kept = 0;

    for (size_t i = 0; i < *count; i++)
        if (!name[0] || strcmp(timers[i].title, name) == 0)
            timers[kept++] = timers[i];
    *count = kept;
    return timers;
}

static int64_t left_s(const struct sahut_promise *timer, int64_t now_ms)
{
    const int64_t left_ms = timer->due_ms - now_ms;

    return left_ms > 0 ? coarse_seconds((left_ms + SECOND_MS - 1) / SECOND_MS) : 0;
}

void timer_query(struct turn *turn)
{
    size_t count;
    struct sahut_promise *timers = wanted_timers(turn, &count);
    struct items items = {.total = 0};

    if (count == 0) {
        outcome_reply(turn->out, "timers_none");
    } else if (count == 1) {
        outcome_reply(turn->out, "timer_left");
        outcome_value(turn->out, "left", SAHUT_PARAM_DURATION, left_s(timers, turn->now_ms));
        outcome_optional(turn->out, "name", timers->title);
    } else {
        for (size_t i = 0; i < count; i++) {
            const struct sahut_param params[] = {
                param_value("left", SAHUT_PARAM_DURATION, left_s(&timers[i], turn->now_ms)),
                param_value("duration", SAHUT_PARAM_DURATION, timers[i].duration_s),
                param_text("name", timers[i].title),
            };

            items_add(&items, turn->s, "timer_item", params, timers[i].title[0] ? 3 : 2,
                      turn->now_ms);
        }
        outcome_reply(turn->out, "timers_list");
        items_finish(&items, turn);
    }
    free(timers);
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

void timer_cancel(struct turn *turn)
{
    size_t count, done = 0;
    struct sahut_promise *timers = wanted_timers(turn, &count);
    struct sahut_why why;
    int err = 0;

    while (!err && done < count) {
        promise_end(&timers[done]);
        err = promise_change(turn->s, &timers[done], &why);
        if (!err)
            done++;
    }
    if (err)
        outcome_not_stored(turn, err, &why);
    else if (count == 0)
        outcome_reply(turn->out, "timers_none");
    else
        tell_cancelled(turn, timers, count);
    free(timers);
}
