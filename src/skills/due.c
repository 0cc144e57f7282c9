// SPDX-License-Identifier: GPL-3.0-or-later
/* What happens when a promise is due. What becomes of it is policy.c's, how it rings ring.c's.
 *
 *   PENDING ──due──► RINGING ──…──► rang as often as it may ──► EXPIRED, offered at the next use
 *                       │  "stop", "okay": ACKNOWLEDGED
 *                       │  "snooze ten minutes": PENDING again
 *                       └─ power cut: rings again at the start, and says so
 *   PENDING ──missed──────────────────────────────────────────► EXPIRED, offered at the next use
 *   series:  its occurrence becomes a promise of its own, the series moves on, in one commit
 *   device:  switched, then ACKNOWLEDGED; a line that fails is tried again every minute
 *
 * Each step is stored before it is heard. If it cannot be stored it is heard all the same.
 */
#include "skills/skills_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define LATE_MS         (60 * SECOND_MS)
#define DEVICE_RETRY_MS (60 * SECOND_MS)
#define DEVICE_TOLD     5
/* Occurrences that were missed longer ago than this are not told one by one. */
#define CATCH_UP_MS (40 * DAY_S * SECOND_MS)

static void say_missed(struct turn *turn, const struct sahut_promise *p)
{
    const struct sahut_civil due = sahut_zone_local(turn->s->world.zone, p->due_ms);
    const struct sahut_civil now = sahut_zone_local(turn->s->world.zone, turn->now_ms);
    const bool today = sahut_civil_days(&due) == sahut_civil_days(&now);
    const int64_t age_s = coarse_seconds((turn->now_ms - p->due_ms) / SECOND_MS);
    struct sahut_text title = {0};

    promise_title(turn->s, p, turn->now_ms, &title);
    outcome_reply(turn->out, today ? "promise_missed" : "promise_missed_day");
    outcome_value(turn->out, "time", today ? SAHUT_PARAM_CLOCK : SAHUT_PARAM_WHEN, p->due_ms);
    outcome_text(turn->out, "text", sahut_text_get(&title));
    outcome_value(turn->out, "age", SAHUT_PARAM_DURATION, age_s);
    sahut_text_finish(&title);
}

static void say_due(struct turn *turn, const struct sahut_promise *p)
{
    struct sahut_outcome *out = turn->out;

    if (p->kind == SAHUT_PROMISE_ALARM) {
        outcome_reply(out, "alarm_due");
        outcome_value(out, "time", SAHUT_PARAM_CLOCK, turn->now_ms);
        outcome_optional(out, "name", p->title);
    } else if (p->kind == SAHUT_PROMISE_TIMER) {
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

static void remark(struct turn *turn, const char *id)
{
    struct sahut_text text = {0};

    render(turn->s, id, NULL, 0, turn->now_ms, &text);
    copy_text(turn->out->also, sizeof turn->out->also, sahut_text_get(&text));
    sahut_text_finish(&text);
}

/* What is said besides: that it rang before the power was cut, or that the time may be wrong. */
static void say_doubts(struct turn *turn, const struct sahut_promise *p, bool was_cut)
{
    if (was_cut)
        remark(turn, "rang_before_cut");
    else if (p->guessed)
        remark(turn, "duration_guessed");
    else if (p->rings == 1 && p->local[0] && !clock_trusted(turn->s))
        remark(turn, "clock_unsure");
}

static void fill_ring(struct turn *turn, const struct sahut_promise *p,
                      const struct ring_course *course, int err, const struct sahut_why *why)
{
    struct sahut_outcome *out = turn->out;

    out->promise = p->id;
    out->ringing = true;
    out->play_clip = p->has_clip;
    out->open_ear_s = course->open_ear_s;
    out->tone_s = course->tone_s;
    out->loudness = course->loudness;
    outcome_done(out, "%s %lld rings, %d of %d%s%s", sahut_promise_kind_name(p->kind),
                 (long long)p->id, p->rings, course->times, err ? "; not stored: " : "",
                 err ? why->text : "");
}

static void ring(struct turn *turn, struct sahut_promise *p, enum verdict verdict, int64_t late_ms)
{
    const int64_t age_ms = turn->now_ms - p->due_ms;
    const bool was_cut = p->cut, waited = p->state == SAHUT_PROMISE_RINGING && p->rings == 0;
    const struct ring_course course = ring_course(turn->s, p, p->rings + 1);
    struct sahut_why why;
    int err;

    p->state = SAHUT_PROMISE_RINGING;
    p->rings++;
    p->cut = false;
    copy_text(p->boot_id, sizeof p->boot_id, turn->s->clock.machine.boot_id);
    p->at_ms = clock_boot(turn->s, turn->now_ms + course.next_ms);
    err = promise_impose(turn->s, p, &why);
    fill_ring(turn, p, &course, err, &why);
    say_doubts(turn, p, was_cut);
    if (verdict == TELLS) {
        say_missed(turn, p);
        return;
    }
    say_due(turn, p);
    if (verdict == RINGS_LATE || ((waited || was_cut) && age_ms > LATE_MS))
        outcome_value(turn->out, "late", SAHUT_PARAM_DURATION,
                      coarse_seconds((waited || was_cut  ? age_ms
                                      : late_ms > age_ms ? late_ms
                                                         : age_ms) /
                                     SECOND_MS));
}

static void expire(struct turn *turn, struct sahut_promise *p, bool told, const char *why_it)
{
    struct sahut_why why;

    p->state = SAHUT_PROMISE_EXPIRED;
    p->ended_ms = turn->now_ms;
    p->told = told;
    promise_impose(turn->s, p, &why);
    turn->out->promise = p->id;
    outcome_done(turn->out, "%s %lld %s", sahut_promise_kind_name(p->kind), (long long)p->id,
                 why_it);
}

/* Until the quiet hours end. It counts as ringing that has not begun, so that the time at which it
 * was due is kept. */
static void wait_for_quiet(struct turn *turn, struct sahut_promise *p, int64_t end_ms)
{
    struct sahut_why why;

    p->state = SAHUT_PROMISE_RINGING;
    copy_text(p->boot_id, sizeof p->boot_id, turn->s->clock.machine.boot_id);
    p->at_ms = clock_boot(turn->s, end_ms);
    promise_impose(turn->s, p, &why);
    turn->out->promise = p->id;
    outcome_done(turn->out, "%s %lld waits for the end of the quiet hours",
                 sahut_promise_kind_name(p->kind), (long long)p->id);
}

/* A line that fails is tried until it works (a heater must go off), but told only so often. */
static void device_again(struct turn *turn, struct sahut_promise *p, const struct sahut_why *reason)
{
    struct sahut_outcome *out = turn->out;
    struct sahut_why why;

    p->rings++;
    promise_run(turn->s, p, turn->now_ms, DEVICE_RETRY_MS);
    promise_impose(turn->s, p, &why);
    out->failed = true;
    outcome_done(out, "%s not switched %s: %s", p->title, device_action(p).on ? "on" : "off",
                 reason->text);
    if (p->rings <= DEVICE_TOLD) {
        outcome_reply(out, "device_failed");
        outcome_text(out, "device", p->title);
    }
}

static void device_due(struct turn *turn, struct sahut_promise *p)
{
    const int index = device_index(turn->s, p->title);
    const struct device_action action = device_action(p);
    struct switching w = {.on = action.on, .seconds = action.seconds, .keep = p->id};
    struct sahut_why why;
    int err;

    turn->out->promise = p->id;
    if (index < 0) {
        expire(turn, p, true, "");
        outcome_done(turn->out, "there is no device '%s' any more", p->title);
        return;
    }
    w.index = (size_t)index;
    if (device_switch(turn->s, &w, turn->now_ms, &err, &why) != SWITCHED) {
        device_again(turn, p, &why);
        return;
    }
    p->state = SAHUT_PROMISE_ACKNOWLEDGED;
    p->ended_ms = turn->now_ms;
    promise_impose(turn->s, p, &why);
    outcome_done(turn->out, "%s %s", p->title, action.on ? "on" : "off");
}

/* The next occurrence of its series is due as well. */
static bool is_superseded(struct sahut_skills *s, const struct sahut_promise *p, int64_t now_ms)
{
    struct sahut_promise series;

    return p->series && promise_get(s, p->series, &series) == 0 &&
           series.state == SAHUT_PROMISE_PENDING && series.due_ms <= now_ms;
}

static void attend(struct turn *turn, struct sahut_promise *p, int64_t at_ms)
{
    struct sahut_skills *s = turn->s;
    const struct policy_limits limits = policy_limits_of(s);
    int64_t quiet_end_ms = 0;
    const struct situation now = {
        .kind = p->kind,
        .severity = p->severity,
        .turns_on = device_action(p).on,
        .late_ms = turn->now_ms - at_ms,
        .age_ms = turn->now_ms - p->due_ms,
        .rang = p->rings > 0,
        .superseded = is_superseded(s, p, turn->now_ms),
        .quiet = policy_quiet(s, turn->now_ms, &quiet_end_ms),
    };

    if (p->kind != SAHUT_PROMISE_DEVICE && p->state == SAHUT_PROMISE_RINGING && !p->cut &&
        p->rings >= ring_course(s, p, p->rings).times) {
        expire(turn, p, p->kind == SAHUT_PROMISE_TIMER, "expired, nobody answered");
        return;
    }
    switch (policy(&now, &limits)) {
    case RINGS:
        ring(turn, p, RINGS, now.late_ms);
        return;
    case RINGS_LATE:
        ring(turn, p, RINGS_LATE, now.late_ms);
        return;
    case TELLS:
        ring(turn, p, TELLS, now.late_ms);
        return;
    case TELLS_ONCE:
        say_missed(turn, p);
        expire(turn, p, true, "missed, and told");
        return;
    case IS_MISSED:
        expire(turn, p, false, "missed");
        return;
    case WAITS:
        wait_for_quiet(turn, p, quiet_end_ms);
        return;
    case CARRIES_OUT:
        device_due(turn, p);
        return;
    }
}

/* The occurrence becomes a promise, and the series moves on. */
static void spawn(struct turn *turn, struct sahut_promise *series, struct sahut_promise *one)
{
    const int64_t long_ago_ms = turn->now_ms - CATCH_UP_MS;
    struct sahut_store_change changes[] = {{SAHUT_STORE_UPDATE, series, NULL},
                                           {SAHUT_STORE_ADD, one, NULL}};
    struct sahut_civil c;

    if (series->due_ms < long_ago_ms) {
        /* Off for months: begin with what is still of interest. */
        c = sahut_zone_local(turn->s->world.zone, long_ago_ms);
        local_write(&c, series->local);
        series_advance(turn->s, series, turn->now_ms);
        if (series->state != SAHUT_PROMISE_PENDING || series->due_ms > turn->now_ms) {
            *one = *series;
            promise_apply(turn->s, changes, 1, true, NULL);
            return;
        }
    }
    *one = series_occurrence(series);
    one->sure = clock_trusted(turn->s);
    series_advance(turn->s, series, turn->now_ms);
    promise_apply(turn->s, changes, 2, true, NULL);
}

bool sahut_skills_due(struct sahut_skills *s, int64_t wall_ms, struct sahut_outcome *out)
{
    const int64_t now_ms = sahut_skills_now(s, wall_ms);
    struct turn turn = {s, NULL, NULL, now_ms, out};
    struct sahut_promise p, one;
    int64_t at_ms;

    s->now_ms = now_ms;
    outcome_clear(out);
    if (notice_due(&turn))
        return true;
    if (sahut_skills_next(s) > wall_ms)
        return false;
    promise_retry(s);
    clock_save(s, now_ms);
    if (promise_next(s, &p, &at_ms) || at_ms > now_ms)
        return false;
    if (p.rule[0]) {
        spawn(&turn, &p, &one);
        if (one.rule[0]) {
            outcome_done(out, "%s %lld went on after a long time", sahut_promise_kind_name(p.kind),
                         (long long)p.id);
            return true;
        }
        p = one;
        at_ms = one.due_ms;
    }
    attend(&turn, &p, at_ms);
    talked_of(s, out->reply[0] ? out->promise : 0);
    s->answered = s->answered || out->reply[0];
    return true;
}

/* Best known time. */
static int64_t next_promise(struct sahut_skills *s)
{
    struct sahut_promise p;
    int64_t at_ms;
    int err;

    if (!s->next_known) {
        err = promise_next(s, &p, &at_ms);
        if (err && err != -ENOENT)
            return INT64_MAX; /* not remembered: the next call asks again */
        s->next_ms = err ? INT64_MAX : at_ms;
        s->next_known = true;
    }
    return s->next_ms;
}

static int64_t to_wall(const struct sahut_skills *s, int64_t at_ms)
{
    return at_ms == INT64_MAX ? at_ms : at_ms - s->clock.shift_ms;
}

int64_t sahut_skills_next_promise(struct sahut_skills *s)
{
    return to_wall(s, next_promise(s));
}

int64_t sahut_skills_next(struct sahut_skills *s)
{
    const int64_t promise_ms = next_promise(s), notice_ms = notice_next(s);
    const int64_t work_ms = clock_save_at(s) < notice_ms ? clock_save_at(s) : notice_ms;

    return to_wall(s, promise_ms < work_ms ? promise_ms : work_ms);
}

struct rung {
    struct sahut_promise *items;
    size_t count;
};

static bool collect(void *ctx, const struct sahut_promise *p)
{
    struct rung *r = ctx;

    if (p->rings == 0) /* waits for the end of the quiet hours */
        return true;
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
