// SPDX-License-Identifier: GPL-3.0-or-later
/* What happens when a promise is due.
 *
 *   reminder, timer:   due_ms        +every        +every                    +every
 *                      ring 1 ───────ring 2 ─ … ───ring ring_times ──────────EXPIRED (silent)
 *                      PENDING→RINGING              "stop" at any point: ACKNOWLEDGED
 *   power was off:     the ring that was missed comes now, once, and says how late it is;
 *                      the rings after it count from now
 *   device:            switched, then ACKNOWLEDGED; a line that fails is tried again every minute
 *
 * Each step is stored before it is heard. If it cannot be stored it is heard all the same.
 */
#include "skills/skills_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A ring that comes later than this says so: the machine was off or asleep. */
#define LATE_MS (60 * SECOND_MS)
/* From here on it is told as missed. */
#define MISSED_MS       (3600 * SECOND_MS)
#define DEVICE_RETRY_MS (60 * SECOND_MS)

static int ring_setting(const struct sahut_skills *s, const struct sahut_promise *p,
                        const char *reminders, const char *timers)
{
    return sahut_settings_int(s->world.settings,
                              p->kind == SAHUT_PROMISE_TIMER ? timers : reminders);
}

static int ring_times(const struct sahut_skills *s, const struct sahut_promise *p)
{
    return ring_setting(s, p, "reminders.ring_times", "timers.ring_times");
}

static int64_t ring_every_ms(const struct sahut_skills *s, const struct sahut_promise *p)
{
    return ring_setting(s, p, "reminders.ring_every", "timers.ring_every") * SECOND_MS;
}

static void say_missed(struct turn *turn, const struct sahut_promise *p, int64_t age_s)
{
    struct sahut_text title = {0};

    promise_title(turn->s, p, turn->now_ms, &title);
    outcome_reply(turn->out, "promise_missed");
    outcome_text(turn->out, "text", sahut_text_get(&title));
    outcome_value(turn->out, "age", SAHUT_PARAM_DURATION, age_s);
    sahut_text_finish(&title);
}

static void say_due(struct turn *turn, const struct sahut_promise *p)
{
    struct sahut_outcome *out = turn->out;

    if (p->kind == SAHUT_PROMISE_TIMER) {
        outcome_reply(out, "timer_due");
        outcome_value(out, "duration", SAHUT_PARAM_DURATION, p->duration_s);
        outcome_optional(out, "name", p->title);
    } else if (p->has_clip) {
        /* The person's own voice says it better than a guess at the words. */
        outcome_reply(out, "reminder_clip");
    } else {
        outcome_reply(out, "reminder_due");
        outcome_optional(out, "text", p->title);
    }
}

static void ring(struct turn *turn, struct sahut_promise *p, int64_t planned_ms)
{
    const int64_t slept_ms = turn->now_ms - planned_ms;
    const int64_t age_s = coarse_seconds((turn->now_ms - p->due_ms) / SECOND_MS);
    struct sahut_outcome *out = turn->out;
    struct sahut_why why;
    int err;

    p->state = SAHUT_PROMISE_RINGING;
    p->rings++;
    p->next_ring_ms = turn->now_ms + ring_every_ms(turn->s, p);
    err = promise_impose(turn->s, p, &why);
    out->promise = p->id;
    out->ringing = true;
    out->play_clip = p->has_clip;
    outcome_done(out, "%s %lld rings, %d of %d%s%s", sahut_promise_kind_name(p->kind),
                 (long long)p->id, p->rings, ring_times(turn->s, p), err ? "; not stored: " : "",
                 err ? why.text : "");
    if (slept_ms >= MISSED_MS) {
        say_missed(turn, p, age_s);
        return;
    }
    say_due(turn, p);
    if (slept_ms > LATE_MS)
        outcome_value(out, "late", SAHUT_PARAM_DURATION, age_s);
}

static void expire(struct turn *turn, struct sahut_promise *p)
{
    struct sahut_why why;

    p->state = SAHUT_PROMISE_EXPIRED;
    promise_impose(turn->s, p, &why);
    turn->out->promise = p->id;
    outcome_done(turn->out, "%s %lld expired, nobody answered", sahut_promise_kind_name(p->kind),
                 (long long)p->id);
}

/* A line that fails is tried until it works (a heater must go off), but told only so often. */
static void device_again(struct turn *turn, struct sahut_promise *p, const struct sahut_why *reason)
{
    struct sahut_outcome *out = turn->out;
    struct sahut_why why;

    p->rings++;
    p->due_ms = turn->now_ms + DEVICE_RETRY_MS;
    promise_impose(turn->s, p, &why);
    out->failed = true;
    outcome_done(out, "%s not switched %s: %s", p->title, p->action, reason->text);
    if (p->rings <= ring_times(turn->s, p)) {
        outcome_reply(out, "device_failed");
        outcome_text(out, "device", p->title);
    }
}

static void device_due(struct turn *turn, struct sahut_promise *p)
{
    const int index = device_index(turn->s, p->title);
    struct switching w = {.on = strcmp(p->action, "on") == 0, .keep = p->id};
    struct sahut_why why;
    int err;

    turn->out->promise = p->id;
    if (index < 0) {
        p->state = SAHUT_PROMISE_EXPIRED;
        promise_impose(turn->s, p, &why);
        outcome_done(turn->out, "there is no device '%s' any more", p->title);
        return;
    }
    w.index = (size_t)index;
    if (device_switch(turn->s, &w, turn->now_ms, &err, &why) != SWITCHED) {
        device_again(turn, p, &why);
        return;
    }
    p->state = SAHUT_PROMISE_ACKNOWLEDGED;
    promise_impose(turn->s, p, &why);
    outcome_done(turn->out, "%s %s", p->title, p->action);
}

bool sahut_skills_due(struct sahut_skills *s, int64_t now_ms, struct sahut_outcome *out)
{
    struct turn turn = {s, NULL, NULL, now_ms, out};
    struct sahut_promise p;
    int64_t at_ms;

    outcome_clear(out);
    if (sahut_skills_next(s) > now_ms)
        return false;
    promise_retry(s);
    if (promise_next(s, &p, &at_ms) || at_ms > now_ms)
        return false;
    if (p.kind == SAHUT_PROMISE_DEVICE)
        device_due(&turn, &p);
    else if (p.state == SAHUT_PROMISE_RINGING && p.rings >= ring_times(s, &p))
        expire(&turn, &p);
    else
        ring(&turn, &p, at_ms);
    s->answered = s->answered || out->reply[0];
    return true;
}

int64_t sahut_skills_next(struct sahut_skills *s)
{
    struct sahut_promise p;
    int64_t at_ms;
    int err;

    if (s->next_known)
        return s->next_ms;
    err = promise_next(s, &p, &at_ms);
    if (err && err != -ENOENT)
        return INT64_MAX; /* not remembered: the next call asks again */
    s->next_ms = err ? INT64_MAX : at_ms;
    s->next_known = true;
    return s->next_ms;
}

struct rung {
    struct sahut_promise *items;
    size_t count;
};

static bool collect(void *ctx, const struct sahut_promise *p)
{
    struct rung *r = ctx;

    r->items = sahut_realloc(r->items, r->count + 1, sizeof *r->items);
    r->items[r->count++] = *p;
    return true;
}

size_t due_acknowledge(struct sahut_skills *s, int64_t *last, int *err, struct sahut_why *why)
{
    struct rung r = {NULL, 0};

    *err = 0;
    promise_list(s, -1, SAHUT_PROMISE_RINGING, collect, &r);
    for (size_t i = 0; i < r.count; i++) {
        struct sahut_why one;
        int failed;

        promise_end(&r.items[i]);
        failed = promise_impose(s, &r.items[i], &one);
        if (failed && !*err) {
            *err = failed;
            *why = one;
        }
        *last = r.items[i].id;
    }
    free(r.items);
    return r.count;
}
