// SPDX-License-Identifier: GPL-3.0-or-later
/* Promises as the skills see them: what is stored, overlaid by what could not be stored. */
#include "skills/skills_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct sahut_promise *unsaved_find(const struct sahut_skills *s, int64_t id)
{
    for (size_t i = 0; i < s->n_unsaved; i++)
        if (s->unsaved[i].id == id)
            return &s->unsaved[i];
    return NULL;
}

static void unsaved_drop(struct sahut_skills *s, int64_t id)
{
    struct sahut_promise *p = unsaved_find(s, id);

    if (p)
        *p = s->unsaved[--s->n_unsaved];
}

static void unsaved_put(struct sahut_skills *s, const struct sahut_promise *p)
{
    struct sahut_promise *old = unsaved_find(s, p->id);

    if (!old) {
        s->unsaved = sahut_realloc(s->unsaved, s->n_unsaved + 1, sizeof *s->unsaved);
        old = &s->unsaved[s->n_unsaved++];
    }
    *old = *p;
}

/* What a promise is that was only given its due time. */
static void complete(const struct sahut_skills *s, struct sahut_promise *p)
{
    const bool timed = p->boot_id[0] || p->kind == SAHUT_PROMISE_STOPWATCH;

    p->sure = clock_trusted(s);
    if (timed || p->rule[0] || p->local[0])
        return;
    if (p->duration_s > 0)
        promise_run(s, p, p->created_ms, p->due_ms - p->created_ms);
    else
        promise_at_instant(s, p, p->due_ms);
}

int promise_add(struct sahut_skills *s, struct sahut_promise *p, const struct sahut_clip *clip,
                struct sahut_why *why)
{
    struct sahut_promise added = *p;
    const struct sahut_store_change change = {SAHUT_STORE_ADD, &added, clip};
    int err;

    added.state = SAHUT_PROMISE_PENDING;
    added.has_clip = false;
    complete(s, &added);
    err = promise_apply(s, &change, 1, false, why);
    if (!err)
        *p = added;
    return err;
}

/* Those that are in memory alone are added, not updated. */
static int apply_one(struct sahut_skills *s, const struct sahut_promise *p, struct sahut_why *why)
{
    struct sahut_promise stored = *p;
    const struct sahut_store_change change = {p->id < 0 ? SAHUT_STORE_ADD : SAHUT_STORE_UPDATE,
                                              &stored, NULL};

    int err = sahut_store_apply(s->world.store, &change, 1, why);

    if (!err)
        export_note(s, stored.id);
    return err;
}

static bool has_ended(const struct sahut_promise *p)
{
    return p->state == SAHUT_PROMISE_ACKNOWLEDGED || p->state == SAHUT_PROMISE_EXPIRED ||
           p->state == SAHUT_PROMISE_CANCELLED;
}

int promise_apply(struct sahut_skills *s, const struct sahut_store_change *changes, size_t n,
                  bool impose, struct sahut_why *why)
{
    int err;

    undo_note(s, changes, n);
    for (size_t i = 0; i < n; i++)
        if (changes[i].verb != SAHUT_STORE_ADD && has_ended(changes[i].promise) &&
            changes[i].promise->ended_ms == 0)
            changes[i].promise->ended_ms = s->now_ms;
    err = sahut_store_apply(s->world.store, changes, n, why);
    s->next_known = false;
    s->clock.save_known = false;
    for (size_t i = 0; i < n; i++) {
        struct sahut_promise *p = changes[i].promise;

        if (!err) {
            unsaved_drop(s, p->id);
            export_note(s, p->id);
            if (changes[i].verb == SAHUT_STORE_ADD)
                undo_added(s, p->id);
        } else if (impose) {
            if (changes[i].verb == SAHUT_STORE_ADD)
                p->id = --s->unsaved_id;
            unsaved_put(s, p);
        }
    }
    return err;
}

int promise_change(struct sahut_skills *s, const struct sahut_promise *p, struct sahut_why *why)
{
    struct sahut_promise changed = *p;
    const struct sahut_store_change change = {SAHUT_STORE_UPDATE, &changed, NULL};

    if (p->id < 0) {
        unsaved_put(s, p);
        s->next_known = false;
        return apply_one(s, p, why) ? -EIO : (unsaved_drop(s, p->id), 0);
    }
    return promise_apply(s, &change, 1, false, why);
}

int promise_impose(struct sahut_skills *s, const struct sahut_promise *p, struct sahut_why *why)
{
    const int err = promise_change(s, p, why);

    if (err)
        unsaved_put(s, p);
    return err;
}

void promise_retry(struct sahut_skills *s)
{
    for (size_t i = s->n_unsaved; i-- > 0;) {
        const struct sahut_promise p = s->unsaved[i];

        if (apply_one(s, &p, NULL))
            return;
        unsaved_drop(s, p.id);
        s->next_known = false;
    }
}

int promise_get(struct sahut_skills *s, int64_t id, struct sahut_promise *out)
{
    const struct sahut_promise *p = unsaved_find(s, id);

    if (!p)
        return sahut_store_promise_get(s->world.store, id, out);
    *out = *p;
    return 0;
}

void promise_run(const struct sahut_skills *s, struct sahut_promise *p, int64_t now_ms,
                 int64_t left_ms)
{
    copy_text(p->boot_id, sizeof p->boot_id, s->clock.machine.boot_id);
    p->due_ms = now_ms + left_ms;
    p->at_ms = clock_boot(s, p->due_ms);
    p->left_ms = left_ms;
    p->guessed = false;
    p->sure = clock_trusted(s);
    p->local[0] = '\0';
}

void promise_at_local(const struct sahut_skills *s, struct sahut_promise *p,
                      const struct sahut_civil *local)
{
    local_write(local, p->local);
    copy_text(p->zone, sizeof p->zone, sahut_zone_name(s->world.zone));
    p->boot_id[0] = '\0';
    p->due_ms = p->at_ms = sahut_zone_instant(s->world.zone, local, NULL);
    p->duration_s = p->left_ms = 0;
}

/* An instant that the zone's clocks show a second time stays that instant. */
void promise_at_instant(const struct sahut_skills *s, struct sahut_promise *p, int64_t due_ms)
{
    const struct sahut_civil local = sahut_zone_local(s->world.zone, due_ms);

    promise_at_local(s, p, &local);
    p->due_ms = p->at_ms = due_ms;
}

/* Passes on what counts: the unsaved state instead of the stored one. */
struct overlay {
    const struct sahut_skills *s;
    int state;
    promise_each *each;
    void *ctx;
};

static bool overlay_each(void *ctx, const struct sahut_promise *stored)
{
    const struct overlay *o = ctx;
    const struct sahut_promise *p = unsaved_find(o->s, stored->id);

    if (!p)
        p = stored;
    if (o->state >= 0 && (int)p->state != o->state)
        return true;
    return o->each(o->ctx, p);
}

int promise_list(struct sahut_skills *s, int kind, int state, promise_each *each, void *ctx)
{
    struct overlay o = {s, state, each, ctx};
    int err;

    if (s->n_unsaved == 0)
        return sahut_store_promise_list(s->world.store, kind, state, each, ctx);
    err = sahut_store_promise_list(s->world.store, kind, -1, overlay_each, &o);
    for (size_t i = 0; i < s->n_unsaved; i++) {
        const struct sahut_promise *p = &s->unsaved[i];

        if (p->id < 0 && (kind < 0 || (int)p->kind == kind) &&
            (state < 0 || (int)p->state == state) && !each(ctx, p))
            break;
    }
    return err;
}

struct earliest {
    struct sahut_skills *s;
    struct sahut_promise p;
    int64_t at_ms;
    bool found;
};

static bool earliest_each(void *ctx, const struct sahut_promise *p)
{
    struct earliest *e = ctx;
    const int64_t at_ms = clock_at(e->s, p);

    if ((p->state != SAHUT_PROMISE_PENDING && p->state != SAHUT_PROMISE_RINGING) ||
        p->kind == SAHUT_PROMISE_STOPWATCH)
        return true;
    if (!e->found || at_ms < e->at_ms || (at_ms == e->at_ms && p->id < e->p.id)) {
        e->p = *p;
        e->at_ms = at_ms;
        e->found = true;
    }
    return true;
}

int promise_next(struct sahut_skills *s, struct sahut_promise *out, int64_t *at_ms)
{
    const char *const clocks[] = {"", s->clock.machine.boot_id};
    struct earliest e = {.s = s};
    int err = 0;

    for (size_t i = 0; i < 2 && s->n_unsaved == 0; i++) {
        err = sahut_store_promise_next(s->world.store, clocks[i], out);
        if (!err)
            earliest_each(&e, out);
        else if (err != -ENOENT)
            return err;
    }
    if (s->n_unsaved > 0)
        err = promise_list(s, -1, -1, earliest_each, &e);
    if (!e.found)
        return err ? err : -ENOENT;
    *out = e.p;
    *at_ms = e.at_ms;
    return 0;
}

struct collected {
    struct sahut_promise *items;
    size_t count;
};

static bool collect_open(void *ctx, const struct sahut_promise *p)
{
    struct collected *c = ctx;

    if (p->state == SAHUT_PROMISE_PENDING || p->state == SAHUT_PROMISE_RINGING ||
        p->state == SAHUT_PROMISE_PAUSED) {
        c->items = sahut_realloc(c->items, c->count + 1, sizeof *c->items);
        c->items[c->count++] = *p;
    }
    return c->count < PROMISES_AT_HAND;
}

/* By state, so that years of what has ended are not read. */
struct sahut_promise *promise_open(struct sahut_skills *s, int kind, size_t *count)
{
    static const enum sahut_promise_state states[] = {SAHUT_PROMISE_RINGING, SAHUT_PROMISE_PENDING,
                                                      SAHUT_PROMISE_PAUSED};
    struct collected c = {NULL, 0};

    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (c.count < PROMISES_AT_HAND)
            promise_list(s, kind, (int)states[i], collect_open, &c);
    *count = c.count;
    return c.items;
}

void promise_end(struct sahut_promise *p)
{
    p->state =
        p->state == SAHUT_PROMISE_RINGING ? SAHUT_PROMISE_ACKNOWLEDGED : SAHUT_PROMISE_CANCELLED;
    p->told = true;
}

void promise_title(const struct sahut_skills *s, const struct sahut_promise *p, int64_t now_ms,
                   struct sahut_text *out)
{
    struct sahut_param params[2];

    sahut_text_clear(out);
    if (p->kind == SAHUT_PROMISE_TIMER) {
        params[0] = param_value("duration", SAHUT_PARAM_DURATION, p->duration_s);
        params[1] = param_text("name", p->title);
        render(s, "title_timer", params, p->title[0] ? 2 : 1, now_ms, out);
    } else if (p->kind == SAHUT_PROMISE_ALARM) {
        params[0] = param_value("when", SAHUT_PARAM_CLOCK, p->due_ms);
        params[1] = param_text("name", p->title);
        render(s, "title_alarm", params, p->title[0] ? 2 : 1, now_ms, out);
    } else if (p->title[0]) {
        sahut_text_add(out, p->title);
    } else {
        params[0] = param_value("when", SAHUT_PARAM_WHEN, p->due_ms);
        render(s, "title_spoken_reminder", params, 1, now_ms, out);
    }
}

int64_t coarse_seconds(int64_t seconds)
{
    const int64_t unit = seconds >= 2 * DAY_S ? 3600 : seconds >= 600 ? 60 : 1;

    return (seconds + unit / 2) / unit * unit;
}
