// SPDX-License-Identifier: GPL-3.0-or-later
/* What comes from outside (edges of buttons, knob and inputs) and what goes on by itself (pulses,
 * flashing, the light). */
#include "board/lines_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#define READY    32
#define AGAIN_MS 1000

/* ---- edges ---- */

static void changed(struct sahut_lines *lines, struct held *h)
{
    const struct sahut_lines_listener *l = &lines->config.listener;

    if (h->kind == HELD_BUTTON && l->button)
        l->button(l->ctx, lines->config.buttons[h->index].does, h->bounce.level);
    if (h->kind == HELD_INPUT && l->input)
        l->input(l->ctx, &lines->config.devices[h->index], h->bounce.level);
}

static void take_edges(struct sahut_lines *lines, struct held *h, int64_t now_ms)
{
    struct lines_edge edges[LINES_EDGES];
    const int n = lines->board.backend->edges(h->line, edges, LINES_EDGES);

    if (n < 0 && n != -EAGAIN && n != -EINTR)
        lines_lose(lines, h);
    for (int i = 0; i < n; i++)
        if (debounce_edge(&h->bounce, edges[i].active, now_ms, h->debounce_ms))
            changed(lines, h);
}

/* The contacts have a descriptor each; the order of their edges is the direction. */
struct turn {
    int64_t at_ns;
    int contact;
    bool active;
};

static int by_time(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;

    return x->at_ns < y->at_ns ? -1 : x->at_ns > y->at_ns;
}

static size_t read_contact(struct sahut_lines *lines, struct held *h, struct turn *out)
{
    struct lines_edge edges[LINES_EDGES];
    const int n = lines->board.backend->edges(h->line, edges, LINES_EDGES);

    if (n < 0 && n != -EAGAIN && n != -EINTR)
        lines_lose(lines, h);
    for (int i = 0; i < n; i++)
        out[i] = (struct turn){edges[i].at_ns, (int)h->index, edges[i].active};
    return n > 0 ? (size_t)n : 0;
}

static void take_turns(struct sahut_lines *lines, struct turn *turns, size_t n)
{
    const struct sahut_lines_listener *l = &lines->config.listener;
    int notches = 0;

    qsort(turns, n, sizeof *turns, by_time);
    for (size_t i = 0; i < n; i++)
        notches +=
            knob_edge(&lines->knob, turns[i].contact, turns[i].active, lines->config.knob_edges);
    if (notches && l->knob)
        l->knob(l->ctx, notches);
}

static void take_ready(struct sahut_lines *lines, int64_t now_ms)
{
    struct epoll_event ready[READY];
    struct turn turns[2 * LINES_EDGES];
    size_t n_turns = 0;
    const int n = epoll_wait(lines->epoll, ready, READY, 0);
    bool nodes = false;

    for (int i = 0; i < n; i++) {
        struct held *h = ready[i].data.ptr;

        if (!h)
            nodes = true;
        else if (!h->line)
            continue;
        else if (h->kind == HELD_KNOB && n_turns <= LINES_EDGES)
            n_turns += read_contact(lines, h, turns + n_turns);
        else if (h->kind != HELD_KNOB)
            take_edges(lines, h, now_ms);
    }
    take_turns(lines, turns, n_turns);
    if (nodes)
        lines_read_nodes(lines, now_ms);
    lines_tell(lines);
}

/* The level is read: the last edge may have been lost in a flood of them. */
static void settle(struct sahut_lines *lines, struct held *h, int64_t now_ms)
{
    int level;

    if (!h->line || now_ms < h->bounce.settle_ms)
        return;
    level = lines->board.backend->get(h->line);
    if (level >= 0)
        h->bounce.raw = level;
    if (debounce_due(&h->bounce, now_ms))
        changed(lines, h);
}

/* ---- courses ---- */

static void go_on(struct sahut_lines *lines, struct held *h, int64_t now_ms)
{
    const bool ran = course_runs(&h->course);
    bool on;
    int err = 0;

    if (!ran || !lines_is_held(h))
        return;
    if (course_go(&h->course, now_ms, &on)) {
        err = lines_put(lines, h, on);
    } else if (!course_runs(&h->course)) { /* the end of a pulse; of flashing, back to before */
        if (h->kind == HELD_OUTPUT && lines->config.devices[h->index].pulse_ms > 0)
            h->on = false;
        err = lines_put(lines, h, h->on);
    }
    if (err == -ENODEV)
        lines_lose(lines, h);
    else if (err) /* a gate must not be left open */
        h->course = (struct course){{AGAIN_MS}, 1, 1, 0, now_ms + AGAIN_MS};
}

void sahut_lines_light(struct sahut_lines *lines, enum sahut_light light)
{
    static const struct course courses[] = {
        [SAHUT_LIGHT_OFF] = {.steps = 0},
        [SAHUT_LIGHT_LISTENING] = {.steps = 0},
        [SAHUT_LIGHT_THINKING] = {{100, 100}, 2, -1, 0, INT64_MIN},
        [SAHUT_LIGHT_SPEAKING] = {{250, 250}, 2, -1, 0, INT64_MIN},
        [SAHUT_LIGHT_MUTED] = {{60, 3940}, 2, -1, 0, INT64_MIN},
        [SAHUT_LIGHT_FAULT] = {{60, 200, 60, 3680}, 4, -1, 0, INT64_MIN},
    };

    if (light == lines->light)
        return;
    lines->light = light;
    for (size_t i = lines->config.n_devices; i < lines->count; i++) {
        struct held *h = &lines->held[i];

        if (h->kind != HELD_LIGHT)
            continue;
        h->course = courses[light];
        h->on = light == SAHUT_LIGHT_LISTENING;
        if (lines_is_held(h) && lines_put(lines, h, h->on) == -ENODEV)
            lines_lose(lines, h);
    }
}

/* ---- */

int sahut_lines_fd(const struct sahut_lines *lines)
{
    return lines->epoll;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

int64_t sahut_lines_next(const struct sahut_lines *lines)
{
    int64_t next_ms = lines->retry_ms;

    for (size_t i = 0; i < lines->count; i++) {
        const struct held *h = &lines->held[i];

        if (lines_is_held(h))
            next_ms = earlier(next_ms, course_next(&h->course));
        if (h->line && (h->kind == HELD_BUTTON || h->kind == HELD_INPUT))
            next_ms = earlier(next_ms, h->bounce.settle_ms);
    }
    return next_ms;
}

void sahut_lines_work(struct sahut_lines *lines, int64_t now_ms)
{
    if (lines->epoll >= 0)
        take_ready(lines, now_ms);
    for (size_t i = 0; i < lines->count; i++) {
        struct held *h = &lines->held[i];

        if (h->kind == HELD_BUTTON || h->kind == HELD_INPUT)
            settle(lines, h, now_ms);
        go_on(lines, h, now_ms);
    }
    if (now_ms >= lines->retry_ms) {
        lines->retry_ms = INT64_MAX;
        lines_retry(lines, true);
    }
    lines_tell(lines);
}
