// SPDX-License-Identifier: GPL-3.0-or-later
/* The clock: what of it is known, and what its changes do to promises.
 *
 *   machine's wall time ──(+ shift)──► best known time ──(+ boot minus best)──► elapsed time
 *
 * The shift is 0 but in one case: at the start of the program the clock is not trusted and behind a
 * time that is known to have been, because something was stored then (a board without a clock chip
 * starts in 1970, or where a file says). Then that time is the best there is, until somebody sets
 * the clock. Elapsed time is the same whatever becomes of the wall's.
 *
 *   start of the machine  durations are taken over (sahut_store_restarted); what rang rings again
 *   clock is set          due times of durations follow; a clock time promised on a clock that was
 *                         wrong moves with it, see follow_step
 *   trust comes           remainders that were guessed give way to due times
 *   zone changes          clock times stay the clock times they are, in the new zone
 */
#include "skills/skills_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More than this within a start of the machine is not drift. */
#define STEP_MS (60 * SECOND_MS)
/* Due times of durations are brought to the wall clock when it has moved by this. */
#define NOTE_MS SECOND_MS
/* Remainders are stored so often, or at an eighth of what is left if that is more. */
#define SAVE_MS (600 * SECOND_MS)

#define NOTE_CONFIRMED "clock.confirmed"
#define NOTE_BEST      "clock.best"

static int64_t boot_minus_best(const struct sahut_skills *s)
{
    return s->clock.machine.boot_minus_wall_ms - s->clock.shift_ms;
}

int64_t clock_boot(const struct sahut_skills *s, int64_t best_ms)
{
    return best_ms + boot_minus_best(s);
}

int64_t clock_best(const struct sahut_skills *s, int64_t boot_ms)
{
    return boot_ms - boot_minus_best(s);
}

int64_t clock_at(const struct sahut_skills *s, const struct sahut_promise *p)
{
    return p->boot_id[0] ? clock_best(s, p->at_ms) : p->at_ms;
}

bool clock_trusted(const struct sahut_skills *s)
{
    return s->clock.machine.trusted || s->clock.confirmed;
}

int64_t sahut_skills_now(const struct sahut_skills *s, int64_t wall_ms)
{
    return wall_ms + s->clock.shift_ms;
}

bool sahut_skills_clock_trusted(const struct sahut_skills *s, const char **why)
{
    if (why)
        *why = s->clock.machine.trusted ? s->clock.machine.why
               : s->clock.confirmed     ? "confirmed, or right before"
                                        : s->clock.machine.why;
    return clock_trusted(s);
}

/* "BOOT MS": what was noted in this start of the machine. */
static bool noted(struct sahut_skills *s, const char *name, int64_t *out)
{
    char text[96], boot[SAHUT_BOOT_ID] = "";
    long long ms;

    if (sahut_store_note(s->world.store, name, text, sizeof text) ||
        sscanf(text, "%36s %lld", boot, &ms) != 2 || strcmp(boot, s->clock.machine.boot_id) != 0)
        return false;
    *out = ms;
    return true;
}

static int note(struct sahut_skills *s, const char *name, int64_t ms, struct sahut_why *why)
{
    char text[96];

    snprintf(text, sizeof text, "%s %lld", s->clock.machine.boot_id, (long long)ms);
    return sahut_store_note_put(s->world.store, name, text, why);
}

int sahut_skills_confirm_clock(struct sahut_skills *s, int64_t now_ms, struct sahut_why *why)
{
    struct skills_clock *c = &s->clock;
    int err;

    /* What is confirmed is the time that we tell. */
    c->confirmed = true;
    c->confirmed_ms = c->machine.boot_minus_wall_ms;
    err = note(s, NOTE_CONFIRMED, c->confirmed_ms, why);
    sahut_store_clock_set(s->world.store, c->machine.boot_id, boot_minus_best(s), true, NULL);
    s->next_known = false;
    return err;
}

/* ---- promises at clock times ---- */

#define BATCH 64

/* Changes that a walk over promises collects; stored together. */
struct batch {
    struct sahut_skills *s;
    int64_t step_ms;
    struct sahut_promise items[BATCH];
    size_t n;
    bool again; /* there were more */
};

static void batch_store(struct batch *b)
{
    struct sahut_store_change changes[BATCH];

    for (size_t i = 0; i < b->n; i++)
        changes[i] = (struct sahut_store_change){SAHUT_STORE_UPDATE, &b->items[i], NULL};
    if (b->n > 0)
        promise_apply(b->s, changes, b->n, true, NULL);
}

/* Is it another instant than the one it is due at? Instants in the second pass of an overlap are
 * left alone. */
static bool align(const struct sahut_skills *s, struct sahut_promise *p)
{
    const char *zone = sahut_zone_name(s->world.zone);
    struct sahut_civil local, is;

    if (!p->local[0]) { /* from an older version */
        promise_at_instant(s, p, p->due_ms);
        return true;
    }
    is = sahut_zone_local(s->world.zone, p->due_ms);
    if (!local_read(p->local, &local))
        return false;
    if (sahut_civil_compare(&is, &local) == 0 && strcmp(p->zone, zone) == 0)
        return false;
    if (strcmp(p->zone, zone) == 0 && p->due_ms == sahut_zone_instant(s->world.zone, &local, NULL))
        return false; /* in a gap it is due at another local time than it says */
    promise_at_local(s, p, &local);
    return true;
}

static bool align_each(void *ctx, const struct sahut_promise *p)
{
    struct batch *b = ctx;
    struct sahut_promise moved = *p;

    if (p->boot_id[0] || p->kind == SAHUT_PROMISE_STOPWATCH || !align(b->s, &moved))
        return true;
    b->items[b->n++] = moved;
    b->again = b->n == BATCH;
    return !b->again;
}

static void align_all(struct sahut_skills *s)
{
    struct batch *b = sahut_alloc(1, sizeof *b);

    b->s = s;
    do {
        b->n = 0;
        b->again = false;
        promise_list(s, -1, SAHUT_PROMISE_PENDING, align_each, b);
        batch_store(b);
    } while (b->again && s->n_unsaved == 0);
    free(b);
}

/* "At seven", said at what the clock called 06:50 on Monday and was 20:10 on Thursday: as many days
 * later as was meant, and in any case the next seven o'clock. */
static bool follow_step(struct batch *b, struct sahut_promise *p)
{
    struct sahut_zone *zone = b->s->world.zone;
    const struct sahut_civil made = sahut_zone_local(zone, p->created_ms);
    const struct sahut_civil really = sahut_zone_local(zone, p->created_ms + b->step_ms);
    struct sahut_civil local;
    int64_t days;

    if (p->sure || p->rule[0] || !local_read(p->local, &local))
        return false;
    days = sahut_civil_days(&local) - sahut_civil_days(&made);
    if (days > 7)
        return false; /* a date, not a day from now */
    local = (struct sahut_civil){really.year, really.month, really.day,
                                 local.hour,  local.minute, local.second};
    local = sahut_civil_add_days(local, (int)days);
    if (sahut_civil_compare(&local, &really) <= 0)
        local = sahut_civil_add_days(local, 1);
    p->created_ms += b->step_ms;
    promise_at_local(b->s, p, &local);
    return true;
}

static bool follow_each(void *ctx, const struct sahut_promise *p)
{
    struct batch *b = ctx;
    struct sahut_promise moved = *p;

    if (p->boot_id[0] || p->kind == SAHUT_PROMISE_STOPWATCH || !follow_step(b, &moved))
        return true;
    if (b->n < BATCH)
        b->items[b->n++] = moved;
    return true;
}

static void follow_all(struct sahut_skills *s, int64_t step_ms)
{
    struct batch *b = sahut_alloc(1, sizeof *b);

    b->s = s;
    b->step_ms = step_ms;
    promise_list(s, -1, SAHUT_PROMISE_PENDING, follow_each, b);
    batch_store(b);
    free(b);
}

/* ---- changes of the clock ---- */

/* The first word about the clock in this process. */
static void begin(struct sahut_skills *s, int64_t wall_ms)
{
    struct skills_clock *c = &s->clock;
    int64_t offset_ms, latest_ms;

    c->begun = true;
    c->confirmed = noted(s, NOTE_CONFIRMED, &offset_ms) &&
                   llabs(offset_ms - c->machine.boot_minus_wall_ms) < STEP_MS;
    c->confirmed_ms = c->machine.boot_minus_wall_ms;
    c->shift_ms = 0;
    latest_ms = clock_trusted(s) ? 0 : sahut_store_latest(s->world.store);
    if (!clock_trusted(s) && noted(s, NOTE_BEST, &offset_ms))
        c->shift_ms = c->machine.boot_minus_wall_ms - offset_ms;
    else if (latest_ms > wall_ms)
        c->shift_ms = latest_ms - wall_ms;
    if (c->shift_ms < 0)
        c->shift_ms = 0;
    if (c->shift_ms > 0)
        note(s, NOTE_BEST, boot_minus_best(s), NULL);
    sahut_store_restarted(s->world.store, c->machine.boot_id,
                          wall_ms + c->machine.boot_minus_wall_ms, boot_minus_best(s),
                          clock_trusted(s), NULL);
    c->noted_ms = boot_minus_best(s);
    align_all(s);
}

static void was_set(struct sahut_skills *s, int64_t from_best_ms)
{
    struct skills_clock *c = &s->clock;

    if (c->shift_ms > 0)
        sahut_store_note_put(s->world.store, NOTE_BEST, "", NULL);
    c->shift_ms = 0;
    /* The wall clock is ahead of what it was by as much as the difference has shrunk. */
    follow_all(s, from_best_ms - boot_minus_best(s));
}

void sahut_skills_set_clock(struct sahut_skills *s, const struct sahut_clock *clock, int64_t now_ms)
{
    struct skills_clock *c = &s->clock;
    const bool restarted = !c->begun || strcmp(c->machine.boot_id, clock->boot_id) != 0;
    const bool trusted_before = clock_trusted(s);
    const int64_t from_best_ms = boot_minus_best(s);
    const int64_t moved_ms = llabs(c->machine.boot_minus_wall_ms - clock->boot_minus_wall_ms);

    c->machine = *clock;
    s->next_known = false;
    notice_start(s, sahut_skills_now(s, now_ms));
    c->save_known = false;
    if (restarted) {
        begin(s, now_ms);
        return;
    }
    if (moved_ms > STEP_MS)
        c->confirmed = false;
    if (clock->trusted) {
        c->confirmed = true; /* and stays so when the network goes, until the clock is set */
        c->confirmed_ms = clock->boot_minus_wall_ms;
    }
    if (moved_ms > STEP_MS || (clock->trusted && c->shift_ms > 0))
        was_set(s, from_best_ms);
    if (llabs(boot_minus_best(s) - c->noted_ms) > NOTE_MS || clock_trusted(s) != trusted_before) {
        export_all(s);
        sahut_store_clock_set(s->world.store, clock->boot_id, boot_minus_best(s), clock_trusted(s),
                              NULL);
        c->noted_ms = boot_minus_best(s);
    }
}

void sahut_skills_set_zone(struct sahut_skills *s, struct sahut_zone *zone, int64_t now_ms)
{
    s->world.zone = zone;
    notice_forget(s);
    align_all(s);
    s->next_known = false;
}

/* ---- remainders ---- */

int64_t clock_save_at(struct sahut_skills *s)
{
    return s->clock.save_ms;
}

void clock_save(struct sahut_skills *s, int64_t now_ms)
{
    struct skills_clock *c = &s->clock;
    const int64_t boot_ms = clock_boot(s, now_ms);
    int64_t left_ms;

    if (c->save_known && now_ms < c->save_ms)
        return;
    if (c->save_known)
        sahut_store_save_left(s->world.store, c->machine.boot_id, boot_ms, NULL);
    /* What ends sooner than that does not need it. */
    left_ms = sahut_store_ends_after(s->world.store, c->machine.boot_id, boot_ms + SAVE_MS);
    left_ms = left_ms == INT64_MAX ? left_ms : left_ms - boot_ms;
    c->save_ms =
        left_ms == INT64_MAX ? INT64_MAX : now_ms + (left_ms / 8 > SAVE_MS ? left_ms / 8 : SAVE_MS);
    c->save_known = true;
}

void sahut_skills_rest(struct sahut_skills *s, int64_t now_ms)
{
    sahut_store_save_left(s->world.store, s->clock.machine.boot_id,
                          clock_boot(s, sahut_skills_now(s, now_ms)), NULL);
}
