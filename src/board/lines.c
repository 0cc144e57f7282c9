// SPDX-License-Identifier: GPL-3.0-or-later
/* The lines of all devices, buttons, the knob and the light: requested in the order of the
 * settings, held until the end, released in reverse. What a device is on is decided here; a backend
 * only touches the hardware. */
#include "board/lines_private.h"

#include "sahut/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FLASH_MS 400

static const struct sahut_device_setting *device_of(const struct sahut_lines *lines,
                                                    const struct held *h)
{
    return h->kind == HELD_OUTPUT || h->kind == HELD_DIMMED || h->kind == HELD_INPUT
               ? &lines->config.devices[h->index]
               : NULL;
}

void lines_announce(const struct sahut_lines *lines, const struct held *h, bool on)
{
    const struct sahut_lines_listener *l = &lines->config.listener;
    const struct sahut_device_setting *device = device_of(lines, h);
    const int value = h->kind == HELD_DIMMED ? (on ? h->level : 0) : on != h->at->active_low;

    if (device && l->edge)
        l->edge(l->ctx, device, value, lines->config.dry_run);
}

int lines_put(struct sahut_lines *lines, struct held *h, bool on)
{
    int err;

    if (h->kind == HELD_DIMMED)
        err = lines->config.dry_run ? 0 : pwm_set(&h->pwm, on ? h->level : 0);
    else
        err = lines->board.backend->set(h->line, on);
    if (!err)
        lines_announce(lines, h, on);
    return err;
}

void lines_tell(struct sahut_lines *lines)
{
    const struct sahut_lines_listener *l = &lines->config.listener;
    struct sahut_text text = {0};
    size_t more = 0;
    const char *words;

    for (size_t i = 0; i < lines->count; i++) {
        if (!lines->held[i].fault.text[0])
            continue;
        if (text.len)
            more++;
        else
            sahut_text_add(&text, lines->held[i].fault.text);
    }
    if (more)
        sahut_text_addf(&text, " (and %zu more)", more);
    words = text.len ? sahut_text_get(&text) : NULL;
    if ((words == NULL) != (lines->told == NULL) || (words && strcmp(words, lines->told) != 0)) {
        free(lines->told);
        lines->told = words ? sahut_strdup(words) : NULL;
        if (l->fault)
            l->fault(l->ctx, lines->told);
    }
    sahut_text_finish(&text);
}

/* ---- beginning and end ---- */

static struct held *add(struct sahut_lines *lines, enum held_kind kind, size_t index,
                        const struct sahut_line_setting *at)
{
    struct held *h = &lines->held[lines->count++];

    *h = (struct held){.kind = kind, .index = index, .at = at, .level = 100};
    course_stop(&h->course);
    return h;
}

void lines_list(struct sahut_lines *lines)
{
    const struct sahut_lines_config *c = &lines->config;

    lines->held = sahut_alloc(c->n_devices + c->n_buttons + 3, sizeof *lines->held);
    for (size_t i = 0; i < c->n_devices; i++) {
        const struct sahut_device_setting *d = &c->devices[i];
        struct held *h = add(lines,
                             d->pwm && d->pwm[0] ? HELD_DIMMED
                             : d->input          ? HELD_INPUT
                                                 : HELD_OUTPUT,
                             i, &d->at);

        h->on = c->on ? c->on[i] : d->at_start == SAHUT_DEVICE_ON;
    }
    for (size_t i = 0; i < c->n_buttons; i++)
        add(lines, HELD_BUTTON, i, &c->buttons[i].at)->debounce_ms = c->buttons[i].debounce_ms;
    for (size_t i = 0; i < 2; i++)
        if (c->knob[i].pin && c->knob[i].pin[0])
            add(lines, HELD_KNOB, i, &lines->config.knob[i]);
    if (c->light.pin && c->light.pin[0])
        add(lines, HELD_LIGHT, 0, &lines->config.light);
}

static bool same_setting(const struct held *a, const struct held *b)
{
    const struct sahut_line_setting *x = a->at, *y = b->at;

    if (a->kind == HELD_DIMMED || b->kind == HELD_DIMMED)
        return false;
    return strcmp(x->pin, y->pin) == 0 && strcmp(x->chip, y->chip) == 0 && x->line == y->line &&
           strcmp(x->line_name, y->line_name) == 0;
}

static bool same_place(const struct held *a, const struct held *b)
{
    return lines_is_held(b) && b->chip && strcmp(a->place.node, b->place.node) == 0 &&
           a->place.offset == b->place.offset;
}

int lines_why_shared(const struct held *first, const struct held *second, struct sahut_why *why)
{
    return sahut_why(why, -EINVAL,
                     "%s: %s is on the same line as %s (%s); give each a line of its own",
                     second->at->place, second->at->what, first->at->what, first->at->place);
}

/* Two things on one line would fight; the kernel would only say "busy". */
static int check_shared(struct sahut_lines *lines, size_t index, struct sahut_why *why)
{
    const struct held *h = &lines->held[index];

    for (size_t i = 0; i < index; i++) {
        const struct held *g = &lines->held[i];

        if (same_setting(g, h) || (h->place.node[0] && same_place(h, g)))
            return lines_why_shared(g, h, why);
    }
    return 0;
}

int lines_check_address(const struct held *h, struct sahut_why *why)
{
    const struct sahut_line_setting *at = h->at;

    if (h->kind != HELD_DIMMED && at->pin[0] == '\0' && at->line_name[0] == '\0' &&
        (at->chip[0] == '\0' || at->line < 0))
        return sahut_why(why, -EINVAL, "%s: %s has no line; give it 'pin', or 'chip' and 'line'",
                         at->place, at->what);
    return 0;
}

/* Of the whole when every line must be had; otherwise a fault of this line alone: a mistake about
 * one takes no other away. */
static int refuse(struct sahut_lines *lines, struct held *h, int err, struct sahut_why *why)
{
    if (!lines->config.lenient)
        return err;
    h->fault = *why;
    h->mistaken = err == -EINVAL;
    return 0;
}

static int take_first(struct sahut_lines *lines, size_t index, struct sahut_why *why)
{
    struct held *h = &lines->held[index];
    int err = lines_check_address(h, why);

    if (!err)
        err = check_shared(lines, index, why);
    if (err)
        return refuse(lines, h, err, why);
    err = lines_take(lines, h);
    if (!err)
        return 0;
    *why = h->fault;
    /* the kernel says "busy" of a line that is ours under another name */
    if (err == -EBUSY && check_shared(lines, index, why))
        err = -EINVAL;
    return refuse(lines, h, err, why);
}

int lines_open_on(const struct lines_board *board, const struct sahut_lines_config *config,
                  struct sahut_lines **out, struct sahut_why *why)
{
    struct sahut_lines *lines = sahut_alloc(1, sizeof *lines);
    struct sahut_why unused;
    int err = 0;

    *lines = (struct sahut_lines){
        .board = *board,
        .config = *config,
        .epoll = -1,
        .nodes_watch = -1,
        .retry_ms = INT64_MAX,
    };
    if (!why)
        why = &unused;
    board->backend->name(lines->name);
    lines_list(lines);
    if (!config->dry_run && lines->count > 0)
        lines_watch_nodes(lines);
    for (size_t i = 0; !err && i < lines->count; i++)
        err = take_first(lines, i, why);
    if (err) {
        sahut_lines_close(lines);
        return err;
    }
    lines_tell(lines);
    *out = lines;
    return 0;
}

int sahut_lines_open(const struct sahut_lines_config *config, struct sahut_lines **out,
                     struct sahut_why *why)
{
    const struct lines_board board = {config->dry_run ? &lines_dry : &lines_gpiod, "/dev", NULL};

    return lines_open_on(&board, config, out, why);
}

void sahut_lines_end(struct sahut_lines *lines)
{
    for (size_t i = 0; lines && i < lines->config.n_devices; i++) {
        struct held *h = &lines->held[i];
        const enum sahut_device_state at_end = lines->config.devices[i].at_end;

        if (h->kind == HELD_INPUT || !lines_is_held(h))
            continue;
        if (course_runs(&h->course) || (at_end == SAHUT_DEVICE_OFF && h->on))
            sahut_lines_set(lines, i, false, NULL);
        if (at_end == SAHUT_DEVICE_ON && !h->on)
            sahut_lines_set(lines, i, true, NULL);
    }
}

void sahut_lines_close(struct sahut_lines *lines)
{
    if (!lines)
        return;
    while (lines->count > 0)
        lines_release(lines, &lines->held[--lines->count]);
    if (lines->nodes_watch >= 0)
        close(lines->nodes_watch);
    if (lines->epoll >= 0)
        close(lines->epoll);
    free(lines->told);
    free(lines->held);
    free(lines);
}

void sahut_lines_settings(const struct sahut_settings *s, struct sahut_lines_config *out)
{
    const char *bias = sahut_settings_string(s, "knob.bias");
    struct sahut_line_setting contact = {
        .chip = "",
        .line = -1,
        .line_name = "",
        .active_low = true,
        .bias = strcmp(bias, "pull-up") == 0     ? SAHUT_BIAS_UP
                : strcmp(bias, "pull-down") == 0 ? SAHUT_BIAS_DOWN
                : strcmp(bias, "none") == 0      ? SAHUT_BIAS_NONE
                                                 : SAHUT_BIAS_AS_IS,
        .place = "settings",
    };

    *out = (struct sahut_lines_config){
        .knob_edges = sahut_settings_int(s, "knob.edges"),
    };
    out->devices = sahut_settings_devices(s, &out->n_devices);
    out->buttons = sahut_settings_buttons(s, &out->n_buttons);
    for (int i = 0; i < 2; i++) {
        out->knob[i] = contact;
        out->knob[i].pin = sahut_settings_string(s, i ? "knob.b" : "knob.a");
        out->knob[i].what = i ? "contact B of the knob" : "contact A of the knob";
    }
    out->light = contact;
    out->light.active_low = sahut_settings_bool(s, "light.active_low");
    out->light.pin = sahut_settings_string(s, "light.pin");
    out->light.what = "the light";
}

/* ---- orders ---- */

static bool excludes(const struct sahut_device_setting *a, const struct sahut_device_setting *b)
{
    for (const char *const *name = a->not_with; name && *name; name++)
        if (strcmp(*name, b->name) == 0)
            return true;
    return false;
}

/* A line that is not held may be at any level, one that flashes is on time and again. */
static bool may_be_on(const struct held *h)
{
    return h->on || course_runs(&h->course) || !lines_is_held(h);
}

static bool exclude_each_other(const struct sahut_lines *lines, size_t a, size_t b)
{
    const struct sahut_device_setting *d = lines->config.devices;

    return a != b && (excludes(&d[a], &d[b]) || excludes(&d[b], &d[a]));
}

/* Whoever orders switches off what is on; what only flashes is no state that he could know of. */
static void end_flashing(struct sahut_lines *lines, size_t index)
{
    for (size_t i = 0; i < lines->config.n_devices; i++)
        if (exclude_each_other(lines, index, i) && !lines->held[i].on &&
            course_runs(&lines->held[i].course))
            sahut_lines_set(lines, i, false, NULL);
}

/* The last guard of devices that exclude each other; whoever orders switches the other off first.
 */
static int check_excluded(const struct sahut_lines *lines, size_t index, struct sahut_why *why)
{
    const struct sahut_device_setting *devices = lines->config.devices, *d = &devices[index];

    for (size_t i = 0; i < lines->config.n_devices; i++)
        if (exclude_each_other(lines, index, i) && may_be_on(&lines->held[i]))
            return sahut_why(why, -EBUSY,
                             "%s: device '%s' is never on together with '%s', which %s", d->place,
                             d->name, devices[i].name,
                             lines_is_held(&lines->held[i]) ? "is on" : "cannot be reached");
    return 0;
}

static int set_held(struct sahut_lines *lines, struct held *h, bool on, struct sahut_why *why)
{
    const struct sahut_device_setting *d = &lines->config.devices[h->index];
    int err;

    if (!lines_is_held(h)) {
        if (!on)
            h->on = false; /* so it stays off when the chip returns */
        err = lines_take(lines, h);
        lines_tell(lines);
        if (err)
            return sahut_why(why, -ENODEV, "%s", h->fault.text);
    }
    err = lines_put(lines, h, on);
    if (err) {
        h->on &= on;
        if (err == -ENODEV) {
            lines_lose(lines, h);
            lines_tell(lines);
        }
        return sahut_why(why, err, "%s: device '%s' could not be switched %s: %s", d->place,
                         d->name, on ? "on" : "off", strerror(-err));
    }
    h->on = on;
    return 0;
}

static struct held *find(struct sahut_lines *lines, size_t index, int *err, struct sahut_why *why)
{
    if (index >= lines->config.n_devices) {
        *err = sahut_why(why, -EINVAL, "there is no device number %zu", index);
        return NULL;
    }
    if (lines->held[index].kind == HELD_INPUT) {
        *err = sahut_why(why, -EPERM, "%s: device '%s' is an input and cannot be switched",
                         lines->config.devices[index].place, lines->config.devices[index].name);
        return NULL;
    }
    return &lines->held[index];
}

int sahut_lines_set(struct sahut_lines *lines, size_t index, bool on, struct sahut_why *why)
{
    int err = 0;
    struct held *h = find(lines, index, &err, why);

    if (!h)
        return err;
    if (on) {
        end_flashing(lines, index);
        err = check_excluded(lines, index, why);
    }
    if (err)
        return err;
    course_stop(&h->course);
    err = set_held(lines, h, on, why);
    if (!err && on && lines->config.devices[index].pulse_ms > 0)
        h->course = (struct course){.step_ms = {lines->config.devices[index].pulse_ms},
                                    .steps = 1,
                                    .rounds = 1,
                                    .until_ms = INT64_MIN};
    return err;
}

int sahut_lines_dim(struct sahut_lines *lines, size_t index, int percent, struct sahut_why *why)
{
    int err = 0;
    struct held *h = find(lines, index, &err, why);

    if (!h)
        return err;
    if (h->kind != HELD_DIMMED)
        return sahut_why(why, -ENOTSUP, "%s: device '%s' is not dimmed; see setting devices.pwm",
                         lines->config.devices[index].place, lines->config.devices[index].name);
    percent = percent < 0 ? 0 : percent > 100 ? 100 : percent;
    if (percent > 0)
        h->level = percent;
    return sahut_lines_set(lines, index, percent > 0, why);
}

int sahut_lines_flash(struct sahut_lines *lines, size_t index, int times, struct sahut_why *why)
{
    int err = 0;
    struct held *h = find(lines, index, &err, why);

    if (!h)
        return err;
    if (lines->config.devices[index].pulse_ms > 0)
        return sahut_why(why, -ENOTSUP, "%s: device '%s' gives a pulse and does not flash",
                         lines->config.devices[index].place, lines->config.devices[index].name);
    err = check_excluded(lines, index, why);
    if (!err && !lines_is_held(h)) {
        err = lines_take(lines, h);
        lines_tell(lines);
        if (err)
            return sahut_why(why, -ENODEV, "%s", h->fault.text);
    }
    if (!err)
        h->course = (struct course){
            .step_ms = {FLASH_MS, FLASH_MS}, .steps = 2, .rounds = times, .until_ms = INT64_MIN};
    return err;
}

bool sahut_lines_is_on(struct sahut_lines *lines, size_t index, int *err)
{
    struct held *h;
    int level;

    if (err)
        *err = 0;
    if (index >= lines->config.n_devices)
        return false;
    h = &lines->held[index];
    if (err && !lines_is_held(h))
        *err = -ENODEV;
    if (h->kind != HELD_INPUT || !lines_is_held(h))
        return h->on && h->kind != HELD_INPUT;
    level = lines->board.backend->get(h->line);
    if (level < 0 && err)
        *err = level;
    return level > 0;
}

int sahut_lines_level(const struct sahut_lines *lines, size_t index)
{
    return index < lines->config.n_devices && lines->held[index].on ? lines->held[index].level : 0;
}

const char *sahut_lines_fault(const struct sahut_lines *lines, size_t index)
{
    return index < lines->config.n_devices && lines->held[index].fault.text[0]
               ? lines->held[index].fault.text
               : NULL;
}

const char *sahut_lines_backend(const struct sahut_lines *lines)
{
    return lines->name;
}
