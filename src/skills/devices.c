// SPDX-License-Identifier: GPL-3.0-or-later
/* Switching devices, whoever orders it.
 *
 * "for two minutes" is a promise of the opposite, on disk before the device is switched: after a
 * power cut nothing stays on for ever. What is never on together is switched off before. What a
 * device was is noted, if it should be that again at the next start.
 *
 * A promise of a device has the action "on" or "off" when it ends what goes on now; a new order
 * takes its place. "order on 1200" is one that was given for later (on, for twenty minutes), and
 * stays whatever happens meanwhile.
 */
#include "skills/skills_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct sahut_device_setting *device_setting(const struct sahut_skills *s, size_t index)
{
    size_t count;

    return &sahut_settings_devices(s->world.settings, &count)[index];
}

int device_index(const struct sahut_skills *s, const char *name)
{
    size_t count = 0;
    const struct sahut_device_setting *devices = sahut_settings_devices(s->world.settings, &count);

    for (size_t i = 0; s->world.lines && i < count; i++)
        if (strcmp(devices[i].name, name) == 0)
            return (int)i;
    return -1;
}

/* The device's longest time on, if that is shorter than what was asked for. */
static int64_t limited(const struct sahut_device_setting *device, bool on, int64_t seconds)
{
    const int64_t most = on ? device->max_on_s : 0;

    return most > 0 && (seconds == 0 || seconds > most) ? most : seconds;
}

static int promise_opposite(struct sahut_skills *s, struct switching *w, int64_t now_ms,
                            struct sahut_why *why)
{
    struct sahut_promise p = {
        .kind = SAHUT_PROMISE_DEVICE,
        .created_ms = now_ms,
        .due_ms = now_ms + w->seconds * SECOND_MS,
        .duration_s = w->seconds,
    };
    int err;

    copy_text(p.title, sizeof p.title, device_setting(s, w->index)->name);
    copy_text(p.action, sizeof p.action, w->on ? "off" : "on");
    err = promise_add(s, &p, NULL, why);
    if (!err)
        w->promise = p.id;
    return err;
}

struct device_action device_action(const struct sahut_promise *p)
{
    struct device_action a = {.on = strcmp(p->action, "on") == 0};
    long long seconds = 0;
    char what[8];

    if (sscanf(p->action, "order %7s %lld", what, &seconds) >= 1) {
        a.order = true;
        a.on = strcmp(what, "on") == 0;
        a.seconds = seconds;
    }
    return a;
}

void device_action_write(struct sahut_promise *p, const struct device_action *a)
{
    if (a->seconds > 0)
        snprintf(p->action, sizeof p->action, "order %s %lld", a->on ? "on" : "off",
                 (long long)a->seconds);
    else
        snprintf(p->action, sizeof p->action, "%s%s", a->order ? "order " : "",
                 a->on ? "on" : "off");
}

/* Ends what was promised as the end of what goes on, all but the new one and `keep`. */
static void cancel_older(struct sahut_skills *s, const struct switching *w)
{
    const char *name = device_setting(s, w->index)->name;
    size_t count;
    struct sahut_promise *open = promise_open(s, SAHUT_PROMISE_DEVICE, &count);

    for (size_t i = 0; i < count; i++) {
        struct sahut_why why;

        if (strcmp(open[i].title, name) != 0 || open[i].id == w->promise || open[i].id == w->keep ||
            device_action(&open[i]).order)
            continue;
        promise_end(&open[i]);
        promise_impose(s, &open[i], &why);
    }
    free(open);
}

static void withdraw(struct sahut_skills *s, int64_t id)
{
    struct sahut_promise p;
    struct sahut_why why;

    if (id == 0 || sahut_store_promise_get(s->world.store, id, &p))
        return;
    promise_end(&p);
    promise_impose(s, &p, &why);
}

static bool excludes(const struct sahut_device_setting *a, const struct sahut_device_setting *b)
{
    for (const char *const *name = a->not_with; *name; name++)
        if (strcmp(*name, b->name) == 0)
            return true;
    return false;
}

/* Switches off what is never on with it. */
static int exclude(struct sahut_skills *s, const struct switching *w, int64_t now_ms,
                   struct sahut_why *why)
{
    const struct sahut_device_setting *device = device_setting(s, w->index);
    size_t count;
    int err = 0;

    sahut_settings_devices(s->world.settings, &count);
    for (size_t i = 0; !err && i < count; i++) {
        const struct sahut_device_setting *other = device_setting(s, i);
        struct switching off = {.index = i};

        if (i != w->index && (excludes(device, other) || excludes(other, device)) &&
            sahut_lines_is_on(s->world.lines, i, NULL))
            device_switch(s, &off, now_ms, &err, why);
    }
    return err;
}

static void note_name(const struct sahut_device_setting *device, char out[300])
{
    snprintf(out, 300, "device:%s", device->name);
}

/* For the next start. A note that cannot be written is no reason to leave the lamp as it is. */
static void note_state(struct sahut_skills *s, size_t index)
{
    const struct sahut_device_setting *device = device_setting(s, index);
    char name[300], text[16];
    struct sahut_why why;

    if (device->at_start != SAHUT_DEVICE_KEEP)
        return;
    note_name(device, name);
    snprintf(text, sizeof text, "%d", sahut_lines_level(s->world.lines, index));
    sahut_store_note_put(s->world.store, name, text, &why);
}

static int set_line(struct sahut_skills *s, const struct switching *w, struct sahut_why *why)
{
    if (w->on && w->percent > 0)
        return sahut_lines_dim(s->world.lines, w->index, w->percent, why);
    return sahut_lines_set(s->world.lines, w->index, w->on, why);
}

enum switched device_switch(struct sahut_skills *s, struct switching *w, int64_t now_ms, int *err,
                            struct sahut_why *why)
{
    const bool was_on = sahut_lines_is_on(s->world.lines, w->index, NULL);
    const int was_level = sahut_lines_level(s->world.lines, w->index);

    w->seconds = limited(device_setting(s, w->index), w->on, w->seconds);
    w->promise = 0;
    *err = w->seconds > 0 ? promise_opposite(s, w, now_ms, why) : 0;
    if (*err)
        return SWITCH_NOT_STORED;
    *err = w->on ? exclude(s, w, now_ms, why) : 0;
    if (!*err)
        *err = set_line(s, w, why);
    if (*err) {
        withdraw(s, w->promise);
        return SWITCH_FAILED;
    }
    undo_device(s, w->index, was_on, was_level);
    note_state(s, w->index);
    cancel_older(s, w);
    return SWITCHED;
}

/* ---- at the start ---- */

enum its_end { END_UNKNOWN, END_AHEAD, END_PAST };

/* When is it to go off? An end that is further away than the longest time is none. */
static enum its_end its_end(struct sahut_skills *s, const struct sahut_device_setting *device,
                            int64_t now_ms)
{
    size_t count;
    struct sahut_promise *open = promise_open(s, SAHUT_PROMISE_DEVICE, &count);
    enum its_end end = END_UNKNOWN;

    for (size_t i = 0; i < count; i++) {
        const struct device_action a = device_action(&open[i]);
        const int64_t left_ms = clock_at(s, &open[i]) - now_ms;

        if (strcmp(open[i].title, device->name) != 0 || a.order || a.on)
            continue;
        if (left_ms <= 0 || open[i].rings > 0)
            end = END_PAST;
        else if (end == END_UNKNOWN && !open[i].guessed &&
                 (device->max_on_s == 0 || left_ms <= device->max_on_s * SECOND_MS))
            end = END_AHEAD;
    }
    free(open);
    return end;
}

static bool was_on(struct sahut_skills *s, const struct sahut_device_setting *device)
{
    char name[300], text[16];

    note_name(device, name);
    return sahut_store_note(s->world.store, name, text, sizeof text) == 0 && atoi(text) > 0;
}

/* Of devices that exclude each other the first may be on. */
static void exclude_later(const struct sahut_device_setting *devices, size_t index, bool *on)
{
    for (size_t k = 0; k < index; k++)
        if (on[k] &&
            (excludes(&devices[index], &devices[k]) || excludes(&devices[k], &devices[index])))
            on[index] = false;
}

void sahut_skills_devices_at_start(struct sahut_skills *s, int64_t wall_ms, bool *on)
{
    const int64_t now_ms = sahut_skills_now(s, wall_ms);
    size_t count;
    const struct sahut_device_setting *devices = sahut_settings_devices(s->world.settings, &count);

    for (size_t i = 0; i < count; i++) {
        const struct sahut_device_setting *d = &devices[i];

        on[i] =
            d->at_start == SAHUT_DEVICE_ON || (d->at_start == SAHUT_DEVICE_KEEP && was_on(s, d));
        if (on[i] && (d->max_on_s > 0 || d->at_start == SAHUT_DEVICE_KEEP)) {
            const enum its_end end = its_end(s, d, now_ms);

            on[i] = end == END_AHEAD || (end == END_UNKNOWN && d->max_on_s == 0);
        }
        exclude_later(devices, i, on);
    }
}

void sahut_skills_devices_stay(struct sahut_skills *s, int64_t wall_ms, bool *on)
{
    const int64_t now_ms = sahut_skills_now(s, wall_ms);
    size_t count;
    const struct sahut_device_setting *devices = sahut_settings_devices(s->world.settings, &count);

    for (size_t i = 0; i < count; i++) {
        if (on[i] && devices[i].max_on_s > 0)
            on[i] = its_end(s, &devices[i], now_ms) == END_AHEAD;
        exclude_later(devices, i, on);
    }
}
