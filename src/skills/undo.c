// SPDX-License-Identifier: GPL-3.0-or-later
/* "Undo": what the last order that changed promises, devices or appointments did is taken back,
 * once. Kept in memory: after a restart nobody expects it. What happened by itself (a ring, an
 * expiry) is not undone. */
#include "skills/skills_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* "Cancel it" means what was set no longer ago. */
#define JUST_MS (60 * SECOND_MS)

static void undo_clear(struct undo *u)
{
    for (size_t i = 0; i < u->n; i++)
        free(u->items[i].pcm);
    memset(u, 0, sizeof *u);
}

void undo_free(struct undo *u)
{
    if (u)
        undo_clear(u);
    free(u);
}

/* An order begins: what it changes is noted, and takes the place of what was noted before. */
void undo_begin(struct sahut_skills *s)
{
    if (s->undo)
        s->undo->recording = true;
    else
        s->undo = sahut_alloc(1, sizeof *s->undo), s->undo->recording = true;
    s->undo->fresh = true; /* until the first change: what is there is the last order's */
}

void undo_end(struct sahut_skills *s)
{
    if (s->undo)
        s->undo->recording = false;
}

static bool known(const struct undo *u, int64_t id)
{
    for (size_t i = 0; i < u->n; i++)
        if (u->items[i].before.id == id)
            return true;
    return false;
}

static void begin_notes(struct undo *u, int64_t now_ms)
{
    if (!u->fresh)
        return;
    undo_clear(u);
    u->recording = true;
    u->at_ms = now_ms;
}

/* Called before the change is stored: ids of what is added are looked up when it is taken back. */
void undo_note(struct sahut_skills *s, const struct sahut_store_change *changes, size_t n)
{
    struct undo *u = s->undo;

    if (!u || !u->recording)
        return;
    begin_notes(u, s->now_ms);
    for (size_t i = 0; i < n && u->n < UNDO_CHANGES; i++) {
        struct undo_one *one = &u->items[u->n];

        if (changes[i].verb == SAHUT_STORE_ADD) {
            *one = (struct undo_one){.added = true};
            u->n++;
        } else if (!known(u, changes[i].promise->id) &&
                   promise_get(s, changes[i].promise->id, &one->before) == 0) {
            one->added = false;
            one->pcm = NULL;
            sahut_store_clip(s->world.store, one->before.id, &one->pcm, &one->n_pcm);
            u->n++;
        }
    }
}

void undo_device(struct sahut_skills *s, size_t index, bool was_on, int was_level)
{
    struct undo *u = s->undo;

    if (!u || !u->recording || u->n_devices == UNDO_CHANGES)
        return;
    begin_notes(u, s->now_ms);
    u->devices[u->n_devices++] = (struct undo_device){index, was_on, was_level};
}

void undo_event(struct sahut_skills *s, const char *title, bool added)
{
    struct undo *u = s->undo;

    if (!u || !u->recording)
        return;
    begin_notes(u, s->now_ms);
    copy_text(u->event, sizeof u->event, title);
    u->event_added = added;
}

void undo_forget_devices(struct sahut_skills *s)
{
    if (s->undo)
        s->undo->n_devices = 0;
}

/* The last one first. A device that was on with an end gets its longest time again, and its old
 * end with the promises: the earlier one counts. */
static size_t switch_back(struct turn *turn, const struct undo *u, const char **name)
{
    struct sahut_why why;
    size_t done = 0;
    int err;

    for (size_t i = u ? u->n_devices : 0; turn->s->world.lines && i-- > 0;) {
        const struct undo_device *d = &u->devices[i];
        struct switching w = {.index = d->index, .on = d->was_on};

        if (d->was_on && device_setting(turn->s, d->index)->pwm[0])
            w.percent = d->was_level;
        if (device_switch(turn->s, &w, turn->now_ms, &err, &why) == SWITCHED) {
            *name = device_setting(turn->s, d->index)->name;
            done++;
        }
    }
    return done;
}

bool undo_just_set(const struct turn *turn)
{
    const struct undo *u = turn->s->undo;

    if (!u || turn->now_ms < u->at_ms || turn->now_ms - u->at_ms > JUST_MS)
        return false;
    for (size_t i = 0; i < u->n; i++)
        if (!u->items[i].added)
            return false;
    return u->event[0] ? u->event_added : u->n + u->n_devices > 0;
}

void undo_added(struct sahut_skills *s, int64_t id)
{
    struct undo *u = s->undo;

    for (size_t i = 0; u && u->recording && i < u->n; i++)
        if (u->items[i].added && u->items[i].before.id == 0) {
            u->items[i].before.id = id;
            return;
        }
}

static bool has_ended(const struct sahut_promise *p)
{
    return p->state == SAHUT_PROMISE_ACKNOWLEDGED || p->state == SAHUT_PROMISE_EXPIRED ||
           p->state == SAHUT_PROMISE_CANCELLED;
}

/* What takes one change back; false if there is nothing to take back any more. */
static bool take_back(struct turn *turn, struct undo_one *one, struct sahut_promise *now,
                      struct sahut_clip *clip, struct sahut_store_change *out)
{
    if (one->before.id == 0 || promise_get(turn->s, one->before.id, now))
        return false;
    if (one->added) {
        if (has_ended(now))
            return false;
        promise_end(now);
        *out = (struct sahut_store_change){SAHUT_STORE_UPDATE, now, NULL};
        return true;
    }
    *clip = (struct sahut_clip){one->pcm, one->n_pcm};
    *out = (struct sahut_store_change){SAHUT_STORE_REOPEN, &one->before,
                                       one->pcm && has_ended(now) && !one->before.series ? clip
                                                                                         : NULL};
    return true;
}

static void undo_promises(struct turn *turn)
{
    struct sahut_store_change changes[UNDO_CHANGES];
    struct sahut_promise *now = sahut_alloc(UNDO_CHANGES, sizeof *now);
    struct sahut_clip clips[UNDO_CHANGES];
    struct undo *u = turn->s->undo;
    struct sahut_text title = {0};
    struct sahut_why why;
    const char *device = "";
    const size_t switched = switch_back(turn, u, &device);
    size_t n = 0;
    int err = 0;

    for (size_t i = 0; u && i < u->n; i++)
        if (take_back(turn, &u->items[i], &now[n], &clips[n], &changes[n]))
            n++;
    if (n > 0)
        err = promise_apply(turn->s, changes, n, false, &why);
    if (err) {
        outcome_not_stored(turn, err, &why);
    } else if (switched > 0) {
        outcome_reply(turn->out, "undone");
        outcome_text(turn->out, "text", device);
        outcome_done(turn->out, "undone: %s is as before", device);
    } else if (n == 0) {
        outcome_reply(turn->out, "nothing_to_undo");
    } else {
        promise_title(turn->s, changes[0].promise, turn->now_ms, &title);
        outcome_reply(turn->out, "undone");
        outcome_text(turn->out, "text", sahut_text_get(&title));
        outcome_done(
            turn->out, "undone: %s %lld is %s", sahut_promise_kind_name(changes[0].promise->kind),
            (long long)changes[0].promise->id, sahut_promise_state_name(changes[0].promise->state));
        turn->out->promise = changes[0].promise->id;
    }
    if (u && !err)
        undo_clear(u);
    free(now);
    sahut_text_finish(&title);
}

/* False if the last order changed no appointment. */
static bool undo_in_calendar(struct turn *turn)
{
    struct undo *u = turn->s->undo;
    struct sahut_why why = {0};
    int err;

    if (!u || !u->event[0] || !turn->s->world.calendar)
        return false;
    err = sahut_calendar_undo(turn->s->world.calendar, &why);
    if (err == -ENOENT) {
        outcome_reply(turn->out, "nothing_to_undo");
    } else if (err) {
        turn->out->failed = true;
        outcome_reply(turn->out, "event_not_written");
        outcome_done(turn->out, "calendar not changed: %s", why.text);
    } else {
        outcome_reply(turn->out, "undone");
        outcome_text(turn->out, "text", u->event);
        outcome_done(turn->out, "undone: %s is as before", u->event);
    }
    undo_clear(u);
    return true;
}

void dialogue_undo(struct turn *turn)
{
    if (!undo_in_calendar(turn))
        undo_promises(turn);
}
