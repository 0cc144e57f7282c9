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

int promise_add(struct sahut_skills *s, struct sahut_promise *p, const struct sahut_clip *clip,
                struct sahut_why *why)
{
    s->next_known = false;
    return sahut_store_promise_add(s->world.store, p, clip, why);
}

int promise_change(struct sahut_skills *s, const struct sahut_promise *p, struct sahut_why *why)
{
    const int err = sahut_store_promise_update(s->world.store, p, why);

    s->next_known = false;
    if (!err)
        unsaved_drop(s, p->id);
    return err;
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

        if (promise_change(s, &p, NULL))
            return;
    }
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

    if (s->n_unsaved == 0)
        return sahut_store_promise_list(s->world.store, kind, state, each, ctx);
    return sahut_store_promise_list(s->world.store, kind, -1, overlay_each, &o);
}

struct earliest {
    struct sahut_promise p;
    int64_t at_ms;
    bool found;
};

static bool earliest_each(void *ctx, const struct sahut_promise *p)
{
    struct earliest *e = ctx;
    const int64_t at_ms = p->state == SAHUT_PROMISE_RINGING ? p->next_ring_ms : p->due_ms;

    if (p->state != SAHUT_PROMISE_PENDING && p->state != SAHUT_PROMISE_RINGING)
        return true;
    if (!e->found || at_ms < e->at_ms) {
        e->p = *p;
        e->at_ms = at_ms;
        e->found = true;
    }
    return true;
}

int promise_next(struct sahut_skills *s, struct sahut_promise *out, int64_t *at_ms)
{
    struct earliest e = {.found = false};
    int err;

    if (s->n_unsaved == 0)
        return sahut_store_promise_next(s->world.store, out, at_ms);
    err = promise_list(s, -1, -1, earliest_each, &e);
    if (err)
        return err;
    if (!e.found)
        return -ENOENT;
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

    if (p->state == SAHUT_PROMISE_PENDING || p->state == SAHUT_PROMISE_RINGING) {
        c->items = sahut_realloc(c->items, c->count + 1, sizeof *c->items);
        c->items[c->count++] = *p;
    }
    return true;
}

struct sahut_promise *promise_open(struct sahut_skills *s, int kind, size_t *count)
{
    struct collected c = {NULL, 0};

    promise_list(s, kind, -1, collect_open, &c);
    *count = c.count;
    return c.items;
}

void promise_end(struct sahut_promise *p)
{
    p->state =
        p->state == SAHUT_PROMISE_RINGING ? SAHUT_PROMISE_ACKNOWLEDGED : SAHUT_PROMISE_CANCELLED;
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
