// SPDX-License-Identifier: GPL-3.0-or-later
/* Taking a line, losing it with its chip, and taking it back.
 *
 *   node goes      IN_DELETE ──► what is held on it is lost: told, its requests are closed
 *   node comes     IN_CREATE, IN_ATTRIB (udev gives it its group) ──► every line that is not held
 * is tried at once; two seconds after the last of them once more, and what is still wrong then is
 * told
 *
 * The kernel does not tell a process that waits for edges when the chip goes (Linux 6.1), hence the
 * watch on the nodes. A chip may come back under another number: it is looked for again. */
#include "board/lines_private.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <unistd.h>

#define SETTLE_MS         2000
#define INPUT_DEBOUNCE_MS 20 /* contacts of doors bounce, too */

bool lines_is_held(const struct held *h)
{
    return h->line != NULL || h->dimmer_held;
}

static int take_dimmer(struct sahut_lines *lines, struct held *h)
{
    const struct sahut_device_setting *d = &lines->config.devices[h->index];
    const char *root = lines->board.pwm ? lines->board.pwm : "/sys/class/pwm";
    char what[200];
    int err;

    snprintf(what, sizeof what, "%s: %s", h->at->place, h->at->what);
    err = lines->config.dry_run ? 0 : pwm_open(&h->pwm, root, d->pwm, d->pwm_hz, what, &h->fault);
    h->dimmer_held = !err;
    if (!err)
        err = lines_put(lines, h, h->on);
    return err;
}

bool lines_is_input(const struct held *h)
{
    return h->kind == HELD_INPUT || h->kind == HELD_BUTTON || h->kind == HELD_KNOB;
}

static int request(struct sahut_lines *lines, struct held *h, unsigned offset)
{
    const struct lines_backend *b = lines->board.backend;
    const struct lines_want want = {
        .offset = offset,
        .input = lines_is_input(h),
        .active_low = h->at->active_low,
        .on = h->on,
        .bias = h->at->bias,
        .debounce_ms = h->kind == HELD_BUTTON  ? lines->config.buttons[h->index].debounce_ms
                       : h->kind == HELD_INPUT ? INPUT_DEBOUNCE_MS
                                               : 0,
    };

    h->debounce_ms = b->debounces ? 0 : want.debounce_ms;
    return b->request(h->chip, &want, &h->line);
}

static int take_on_chip(struct sahut_lines *lines, struct held *h)
{
    const struct lines_backend *b = lines->board.backend;
    struct sahut_line_setting at;
    struct lines_info info = {0};
    char room[PIN_ROOM];
    int err = pins_resolve(lines->config.profile, h->at, lines_is_input(h), room, &at, &h->fault);

    if (!err)
        err = lines_find(&lines->board, &at, &h->place, &h->fault);
    if (err)
        return err;
    err = b->open(h->place.node, &h->chip);
    if (err)
        return lines_why_node(h->at, h->place.node, err, &h->fault);
    err = request(lines, h, h->place.offset);
    if (!err)
        return 0;
    b->info(h->chip, h->place.offset, &info);
    b->close(h->chip);
    h->chip = NULL;
    return lines_why_line(h->at, &h->place, info.holder, err, &h->fault);
}

static void watch_edges(struct sahut_lines *lines, struct held *h)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = h};
    const int fd = lines->board.backend->fd(h->line);

    if (fd >= 0 && lines->epoll >= 0)
        epoll_ctl(lines->epoll, EPOLL_CTL_ADD, fd, &event);
}

static void begin_input(struct sahut_lines *lines, struct held *h)
{
    const int level = lines->board.backend->get(h->line);

    debounce_start(&h->bounce, level > 0);
    if (h->kind == HELD_KNOB)
        lines->knob.contact[h->index] = level > 0;
    watch_edges(lines, h);
}

int lines_take(struct sahut_lines *lines, struct held *h)
{
    int err;

    if (lines_is_held(h))
        return 0;
    if (h->mistaken)
        return -EINVAL;
    if (h->kind == HELD_DIMMED) {
        err = take_dimmer(lines, h);
    } else {
        err = lines->board.backend->probe ? take_on_chip(lines, h) : request(lines, h, 0);
        if (!err && lines_is_input(h))
            begin_input(lines, h);
        else if (!err)
            lines_announce(lines, h, h->on);
    }
    if (!err)
        h->fault.text[0] = '\0';
    return err;
}

void lines_release(struct sahut_lines *lines, struct held *h)
{
    lines->board.backend->release(h->line);
    if (h->chip)
        lines->board.backend->close(h->chip);
    h->line = NULL;
    h->chip = NULL;
    h->dimmer_held = false;
}

void lines_lose(struct sahut_lines *lines, struct held *h)
{
    const bool pressed = h->kind == HELD_BUTTON && h->bounce.level;

    sahut_why(&h->fault, -ENODEV,
              "%s: %s: GPIO chip %s [%s] is gone; it is taken back when it returns", h->at->place,
              h->at->what, h->place.chip.name, h->place.chip.label);
    course_stop(&h->course);
    if (h->kind == HELD_OUTPUT && lines->config.devices[h->index].pulse_ms > 0)
        h->on = false; /* a pulse does not go on when the chip returns */
    if (h->kind == HELD_LIGHT)
        lines->light = h->on = SAHUT_LIGHT_OFF; /* what it shows is set anew */
    lines_release(lines, h);
    debounce_start(&h->bounce, false);
    if (pressed && lines->config.listener.button)
        lines->config.listener.button(lines->config.listener.ctx,
                                      lines->config.buttons[h->index].does, false);
}

/* ---- the nodes ---- */

void lines_watch_nodes(struct sahut_lines *lines)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};

    lines->epoll = epoll_create1(EPOLL_CLOEXEC);
    lines->nodes_watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (lines->epoll < 0 || lines->nodes_watch < 0)
        return;
    inotify_add_watch(lines->nodes_watch, lines->board.nodes,
                      IN_CREATE | IN_DELETE | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO);
    epoll_ctl(lines->epoll, EPOLL_CTL_ADD, lines->nodes_watch, &event);
}

static void node_gone(struct sahut_lines *lines, const char *name)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct held *h = &lines->held[i];
        const char *node = strrchr(h->place.node, '/');

        if (lines_is_held(h) && h->chip && node && strcmp(node + 1, name) == 0)
            lines_lose(lines, h);
    }
}

/* Events were left out: whatever does not answer is gone. */
static void look_at_all(struct sahut_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct held *h = &lines->held[i];

        if (h->line && lines->board.backend->get(h->line) == -ENODEV)
            lines_lose(lines, h);
    }
}

/* True if something came that may not be ready yet. */
static bool take_event(struct sahut_lines *lines, const struct inotify_event *event)
{
    if (event->mask & IN_Q_OVERFLOW) {
        look_at_all(lines);
        return true;
    }
    if (event->len == 0 || strncmp(event->name, "gpiochip", 8) != 0)
        return false;
    if (event->mask & (IN_DELETE | IN_MOVED_FROM)) {
        node_gone(lines, event->name);
        return false;
    }
    lines_retry(lines, false);
    return true;
}

void lines_read_nodes(struct sahut_lines *lines, int64_t now_ms)
{
    char buffer[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    bool came = false;
    ssize_t n;

    while ((n = read(lines->nodes_watch, buffer, sizeof buffer)) > 0)
        for (char *at = buffer; at < buffer + n;) {
            const struct inotify_event *event = (const void *)at;

            came |= take_event(lines, event);
            at += sizeof *event + event->len;
        }
    if (came)
        lines->retry_ms = now_ms + SETTLE_MS;
    lines_tell(lines);
}

void lines_retry(struct sahut_lines *lines, bool tell)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct held *h = &lines->held[i];
        const struct sahut_why before = h->fault;
        int err;

        if (lines_is_held(h))
            continue;
        err = lines_take(lines, h);
        /* another chip came: that ours is not there is known */
        if (err && before.text[0] && (!tell || err == -ENOENT))
            h->fault = before;
    }
}
