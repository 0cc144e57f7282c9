// SPDX-License-Identifier: GPL-3.0-or-later
/* Devices on lines.
 *
 * "for two minutes" is a promise of the opposite, on disk before the device is switched: after a
 * power cut nothing stays on for ever.
 */
#include "skills/skills_internal.h"

#include <stdlib.h>
#include <string.h>

static const struct sahut_device_setting *device_setting(const struct sahut_skills *s, size_t index)
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

/* Ends the device's promises, all but the new one and `keep`. */
static void cancel_older(struct sahut_skills *s, const struct switching *w)
{
    const char *name = device_setting(s, w->index)->name;
    size_t count;
    struct sahut_promise *open = promise_open(s, SAHUT_PROMISE_DEVICE, &count);

    for (size_t i = 0; i < count; i++) {
        struct sahut_why why;

        if (strcmp(open[i].title, name) != 0 || open[i].id == w->promise || open[i].id == w->keep)
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

enum switched device_switch(struct sahut_skills *s, struct switching *w, int64_t now_ms, int *err,
                            struct sahut_why *why)
{
    w->seconds = limited(device_setting(s, w->index), w->on, w->seconds);
    w->promise = 0;
    *err = w->seconds > 0 ? promise_opposite(s, w, now_ms, why) : 0;
    if (*err)
        return SWITCH_NOT_STORED;
    *err = sahut_lines_set(s->world.lines, w->index, w->on, why);
    if (*err) {
        withdraw(s, w->promise);
        return SWITCH_FAILED;
    }
    cancel_older(s, w);
    return SWITCHED;
}

/* The device that is meant, or -1 and a reply. */
static int find_device(struct turn *turn)
{
    const struct sahut_slot *slot = sahut_intent_slot(turn->intent, "device");
    const int index = slot ? device_index(turn->s, slot->text) : -1;

    if (index < 0) {
        outcome_reply(turn->out, "device_unknown");
        turn->out->failed = true;
    }
    return index;
}

static void tell_switched(struct turn *turn, const struct switching *w)
{
    const char *name = device_setting(turn->s, w->index)->name;
    struct sahut_outcome *out = turn->out;
    char when[32];

    outcome_text(out, "device", name);
    out->promise = w->promise;
    if (w->promise) {
        outcome_reply(out, w->on ? "device_on_for" : "device_off_for");
        outcome_value(out, "duration", SAHUT_PARAM_DURATION, w->seconds);
        local_minutes(turn->s, turn->now_ms + w->seconds * SECOND_MS, when);
        outcome_done(out, "%s %s, promise %lld: %s due %s", name, w->on ? "on" : "off",
                     (long long)w->promise, w->on ? "off" : "on", when);
    } else {
        outcome_reply(out, w->on ? "device_on" : "device_off");
        outcome_done(out, "%s %s", name, w->on ? "on" : "off");
    }
}

static void switch_order(struct turn *turn, bool on)
{
    const struct sahut_slot *duration = sahut_intent_slot(turn->intent, "duration");
    const int index = find_device(turn);
    struct switching w = {.on = on};
    struct sahut_why why;
    int err;

    if (index < 0)
        return;
    w.index = (size_t)index;
    w.seconds = duration ? duration->seconds : 0;
    if (w.seconds < 0 || w.seconds > SPAN_MAX_S) {
        outcome_reply(turn->out, "not_understood");
        return;
    }
    switch (device_switch(turn->s, &w, turn->now_ms, &err, &why)) {
    case SWITCHED:
        tell_switched(turn, &w);
        return;
    case SWITCH_NOT_STORED:
        outcome_not_stored(turn, err, &why);
        return;
    case SWITCH_FAILED:
        turn->out->failed = true;
        outcome_reply(turn->out, "device_failed");
        outcome_text(turn->out, "device", device_setting(turn->s, w.index)->name);
        outcome_done(turn->out, "not switched: %s", why.text);
        return;
    }
}

void device_on(struct turn *turn)
{
    switch_order(turn, true);
}

void device_off(struct turn *turn)
{
    switch_order(turn, false);
}

void device_query(struct turn *turn)
{
    const int index = find_device(turn);

    if (index < 0)
        return;
    outcome_reply(turn->out, sahut_lines_is_on(turn->s->world.lines, (size_t)index, NULL)
                                 ? "device_is_on"
                                 : "device_is_off");
    outcome_text(turn->out, "device", device_setting(turn->s, (size_t)index)->name);
}
