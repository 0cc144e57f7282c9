// SPDX-License-Identifier: GPL-3.0-or-later
/* Orders and questions about devices: which are meant, and what is said. */
#include "skills/skills_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLASHES_MAX 20

/* The devices that an order means, by their numbers. */
struct meant {
    size_t *list;
    size_t n;
    bool many; /* "the lights", "everything": not one by its name */
};

static const char *slot_text(const struct turn *turn, const char *name)
{
    const struct sahut_slot *slot = sahut_intent_slot(turn->intent, name);

    return slot ? slot->text : "";
}

static void refuse(struct turn *turn, const char *reply, const char *device)
{
    outcome_reply(turn->out, reply);
    if (device)
        outcome_text(turn->out, "device", device);
    turn->out->failed = true;
}

/* "the office lights", "all fans", "everything". What gives a pulse or wants a yes is not switched
 * along with others. */
static bool belongs(const struct turn *turn, const struct sahut_device_setting *d, bool changes)
{
    const char *kind = slot_text(turn, "kind"), *room = slot_text(turn, "room");

    if (kind[0] && strcmp(d->kind, kind) != 0)
        return false;
    if (room[0] && strcmp(d->room, room) != 0)
        return false;
    if (!kind[0] && !room[0] && strcmp(slot_text(turn, "scope"), "all") != 0)
        return false;
    return !d->input && (!changes || (!d->pulse_ms && !d->confirm));
}

/* False, and said so, if there is none. */
static bool find_meant(struct turn *turn, bool changes, struct meant *out)
{
    const char *name = slot_text(turn, "device");
    size_t count = 0;

    sahut_settings_devices(turn->s->world.settings, &count);
    *out = (struct meant){.list = sahut_alloc(count + 1, sizeof *out->list), .many = !name[0]};
    for (size_t i = 0; turn->s->world.lines && i < count; i++) {
        const struct sahut_device_setting *d = device_setting(turn->s, i);

        if (name[0] ? strcmp(d->name, name) == 0 : belongs(turn, d, changes))
            out->list[out->n++] = i;
    }
    if (out->n == 0) {
        refuse(turn, "device_unknown", NULL);
        free(out->list);
        return false;
    }
    if (changes && !out->many && device_setting(turn->s, out->list[0])->input) {
        refuse(turn, "device_input", name);
        free(out->list);
        return false;
    }
    return true;
}

static void add_name(struct items *items, const struct turn *turn, size_t index)
{
    const struct sahut_param params[] = {
        param_text("device", device_setting(turn->s, index)->name)};

    items_add(items, turn->s, "device_item", params, 1, turn->now_ms);
}

/* ---- on and off ---- */

static void tell_switched(struct turn *turn, const struct switching *w)
{
    const struct sahut_device_setting *d = device_setting(turn->s, w->index);
    struct sahut_outcome *out = turn->out;
    char when[32];

    outcome_text(out, "device", d->name);
    out->promise = w->promise;
    if (w->promise) {
        outcome_reply(out, w->on ? "device_on_for" : "device_off_for");
        outcome_value(out, "duration", SAHUT_PARAM_DURATION, w->seconds);
        local_minutes(turn->s, turn->now_ms + w->seconds * SECOND_MS, when);
        outcome_done(out, "%s %s, promise %lld: %s due %s", d->name, w->on ? "on" : "off",
                     (long long)w->promise, w->on ? "off" : "on", when);
    } else if (w->on && w->percent > 0) {
        outcome_reply(out, "device_dimmed");
        outcome_value(out, "level", SAHUT_PARAM_COUNT, w->percent);
        outcome_done(out, "%s %d %%", d->name, w->percent);
    } else {
        outcome_reply(out, w->on && d->pulse_ms > 0 ? "device_pulse"
                           : w->on                  ? "device_on"
                                                    : "device_off");
        outcome_done(out, "%s %s", d->name, w->on ? "on" : "off");
    }
}

static void tell_failed(struct turn *turn, size_t index, enum switched how, int err,
                        const struct sahut_why *why)
{
    if (how == SWITCH_NOT_STORED) {
        outcome_not_stored(turn, err, why);
        return;
    }
    refuse(turn, "device_failed", device_setting(turn->s, index)->name);
    outcome_done(turn->out, "not switched: %s", why->text);
}

static void switch_one(struct turn *turn, struct switching *w)
{
    struct sahut_why why;
    int err;
    const enum switched how = device_switch(turn->s, w, turn->now_ms, &err, &why);

    if (how == SWITCHED)
        tell_switched(turn, w);
    else
        tell_failed(turn, w->index, how, err, &why);
}

/* Each on its own: one that fails leaves the others switched, and is named. */
static void switch_many(struct turn *turn, const struct meant *meant, const struct switching *all)
{
    struct items done = {0}, failed = {0};
    struct sahut_why why;

    for (size_t i = 0; i < meant->n; i++) {
        struct switching w = *all;
        int err;

        w.index = meant->list[i];
        add_name(device_switch(turn->s, &w, turn->now_ms, &err, &why) == SWITCHED ? &done : &failed,
                 turn, w.index);
    }
    if (failed.total > 0) {
        turn->out->failed = true;
        outcome_reply(turn->out, "devices_failed");
        outcome_done(turn->out, "%zu of %zu devices not switched: %s", failed.total, meant->n,
                     why.text);
        items_finish(&failed, turn);
        sahut_text_finish(&done.text);
        return;
    }
    outcome_reply(turn->out, all->on ? "devices_on" : "devices_off");
    outcome_done(turn->out, "%zu device%s %s", meant->n, meant->n == 1 ? "" : "s",
                 all->on ? "on" : "off");
    items_finish(&done, turn);
    sahut_text_finish(&failed.text);
}

/* For later: one promise for each device. */
static void promise_orders(struct turn *turn, const struct meant *meant, const struct switching *w)
{
    const struct device_action action = {.order = true, .on = w->on, .seconds = w->seconds};
    const bool again = sahut_intent_slot(turn->intent, "repeat") != NULL;
    struct sahut_promise p = {.kind = SAHUT_PROMISE_DEVICE, .created_ms = turn->now_ms};
    struct items names = {0};
    struct sahut_why why;
    char when[32];
    int err = 0;

    switch (moment_of(turn, &p)) {
    case MOMENT_OK:
        break;
    case MOMENT_ASK:
        question_ask(turn, "device_ask_when", "when");
        return;
    case MOMENT_REFUSED:
        return;
    }
    device_action_write(&p, &action);
    for (size_t i = 0; !err && i < meant->n; i++) {
        copy_text(p.title, sizeof p.title, device_setting(turn->s, meant->list[i])->name);
        p.id = 0;
        err = promise_add(turn->s, &p, NULL, &why);
        add_name(&names, turn, meant->list[i]);
    }
    if (err) {
        outcome_not_stored(turn, err, &why);
        sahut_text_finish(&names.text);
        return;
    }
    local_minutes(turn->s, p.due_ms, when);
    turn->out->promise = p.id;
    outcome_reply(turn->out, again   ? "device_order_again"
                             : w->on ? "device_order_on"
                                     : "device_order_off");
    outcome_value(turn->out, "when", SAHUT_PARAM_WHEN, p.due_ms);
    if (w->seconds > 0)
        outcome_value(turn->out, "duration", SAHUT_PARAM_DURATION, w->seconds);
    outcome_done(turn->out, "promise %lld: %s %s due %s", (long long)p.id, p.title,
                 w->on ? "on" : "off", when);
    items_finish(&names, turn);
    moment_remark(turn, &p);
}

static bool wants_yes(const struct turn *turn, const struct meant *meant, bool on)
{
    return on && !meant->many && device_setting(turn->s, meant->list[0])->confirm &&
           !sahut_intent_slot(turn->intent, "confirm");
}

static void carry_out(struct turn *turn, const struct meant *meant, struct switching *w)
{
    const bool later =
        sahut_intent_slot(turn->intent, "when") || sahut_intent_slot(turn->intent, "repeat");

    if (wants_yes(turn, meant, w->on)) {
        question_ask(turn, "device_sure", "confirm");
        outcome_text(turn->out, "device", device_setting(turn->s, meant->list[0])->name);
    } else if (later) {
        promise_orders(turn, meant, w);
    } else if (meant->many) {
        switch_many(turn, meant, w);
    } else {
        w->index = meant->list[0];
        switch_one(turn, w);
    }
}

static void switch_order(struct turn *turn, bool on)
{
    const struct sahut_slot *duration = sahut_intent_slot(turn->intent, "duration");
    struct switching w = {.on = on};
    struct meant meant;

    w.seconds = duration ? duration->seconds : 0;
    if (!find_meant(turn, true, &meant))
        return;
    if (w.seconds < 0 || w.seconds > SPAN_MAX_S)
        outcome_reply(turn->out, "not_understood");
    else
        carry_out(turn, &meant, &w);
    free(meant.list);
}

void device_on(struct turn *turn)
{
    switch_order(turn, true);
}

void device_off(struct turn *turn)
{
    switch_order(turn, false);
}

void device_toggle(struct turn *turn)
{
    struct switching w = {0};
    struct meant meant;

    if (!find_meant(turn, true, &meant))
        return;
    w.on = !sahut_lines_is_on(turn->s->world.lines, meant.list[0], NULL);
    carry_out(turn, &meant, &w);
    free(meant.list);
}

void device_dim(struct turn *turn)
{
    const struct sahut_slot *level = sahut_intent_slot(turn->intent, "level");
    struct switching w = {.on = true};
    struct meant meant;

    if (!find_meant(turn, true, &meant))
        return;
    if (!level || level->number < 0 || level->number > 100) {
        outcome_reply(turn->out, "not_understood");
    } else if (meant.many || !device_setting(turn->s, meant.list[0])->pwm[0]) {
        refuse(turn, "device_not_dimmed", device_setting(turn->s, meant.list[0])->name);
    } else {
        w.percent = (int)level->number;
        w.on = w.percent > 0;
        carry_out(turn, &meant, &w);
    }
    free(meant.list);
}

void device_flash(struct turn *turn)
{
    const struct sahut_slot *times = sahut_intent_slot(turn->intent, "times");
    const char *often = slot_text(turn, "often");
    const int n = times ? (int)times->number : often[0] ? atoi(often) : 1;
    struct meant meant;
    struct sahut_why why;

    if (!find_meant(turn, true, &meant))
        return;
    if (n < 1 || n > FLASHES_MAX || meant.many) {
        outcome_reply(turn->out, "not_understood");
    } else if (device_setting(turn->s, meant.list[0])->confirm ||
               sahut_lines_flash(turn->s->world.lines, meant.list[0], n, &why)) {
        refuse(turn, "device_failed", device_setting(turn->s, meant.list[0])->name);
    } else {
        outcome_reply(turn->out, "device_flash");
        outcome_text(turn->out, "device", device_setting(turn->s, meant.list[0])->name);
        outcome_value(turn->out, "count", SAHUT_PARAM_COUNT, n);
        outcome_done(turn->out, "%s flashes %d times", device_setting(turn->s, meant.list[0])->name,
                     n);
    }
    free(meant.list);
}

/* ---- questions ---- */

/* Which of them are on. */
static void tell_which(struct turn *turn, const struct meant *meant)
{
    struct items on = {0};

    for (size_t i = 0; i < meant->n; i++)
        if (sahut_lines_is_on(turn->s->world.lines, meant->list[i], NULL))
            add_name(&on, turn, meant->list[i]);
    outcome_reply(turn->out, on.total ? "devices_are_on" : "devices_none_on");
    items_finish(&on, turn);
}

static void tell_state(struct turn *turn, size_t index)
{
    const struct sahut_device_setting *d = device_setting(turn->s, index);
    const char *asked = slot_text(turn, "state");
    int err;
    const bool on = sahut_lines_is_on(turn->s->world.lines, index, &err);

    outcome_text(turn->out, "device", d->name);
    if (err) {
        refuse(turn, "device_not_reached", NULL);
        return;
    }
    if (!d->input) {
        outcome_reply(turn->out, on ? "device_is_on" : "device_is_off");
        return;
    }
    outcome_text(turn->out, "state", d->words[on]);
    outcome_reply(turn->out, !asked[0]                          ? "device_state"
                             : strcmp(asked, d->words[on]) == 0 ? "device_state_yes"
                                                                : "device_state_no");
}

void device_query(struct turn *turn)
{
    struct meant meant;

    if (!find_meant(turn, false, &meant))
        return;
    if (meant.many)
        tell_which(turn, &meant);
    else
        tell_state(turn, meant.list[0]);
    free(meant.list);
}
