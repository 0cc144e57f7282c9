// SPDX-License-Identifier: GPL-3.0-or-later
/* The lines in the daemon's loop: their descriptor, their time, the buttons, the light.
 *
 * Their time is CLOCK_BOOTTIME, which nobody sets and which goes on in suspend. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "daemon/daemon_internal.h"
#include "sahut/log.h"
#include "sahut/text.h"

static void work(struct sahut_daemon *d)
{
    sahut_assistant_lines_work(d->assistant, clock_boot_ms(), clock_wall_ms());
}

/* ---- their descriptor ---- */

static void on_lines(uv_poll_t *poll, int status, int events)
{
    work(poll->data);
}

void hands_watch(void *ctx, int fd)
{
    struct sahut_daemon *d = ctx;
    daemon_poll(d, &d->hands.lines, fd, on_lines);
}

/* ---- buttons ---- */

static void change_volume(struct sahut_daemon *d, int percent)
{
    sahut_assistant_set_volume(d->assistant, sahut_assistant_volume(d->assistant) + percent);
}

static int volume_step(const struct sahut_daemon *d)
{
    return sahut_settings_int(d->settings, "knob.step");
}

void hands_button(void *ctx, enum sahut_button button, bool pressed)
{
    struct sahut_daemon *d = ctx;
    struct sahut_text text = {0};
    if (!pressed)
        return;
    sahut_text_addf(&text, "button %s", sahut_button_name(button));
    daemon_event(d, SAHUT_EVENT_STATUS, sahut_text_get(&text), false);
    sahut_text_finish(&text);
    due_look(d);
    switch (button) {
    case SAHUT_BUTTON_TALK:
        if (d->listening && !d->microphone.muted)
            sahut_assistant_talk(d->assistant, clock_wall_ms());
        break;
    case SAHUT_BUTTON_MUTE:
        sahut_daemon_mute(d, !d->microphone.muted);
        break;
    case SAHUT_BUTTON_STOP:
        sahut_daemon_stop(d);
        break;
    case SAHUT_BUTTON_SNOOZE:
        sahut_assistant_snooze(d->assistant, clock_wall_ms());
        break;
    case SAHUT_BUTTON_LOUDER:
        change_volume(d, volume_step(d));
        break;
    case SAHUT_BUTTON_QUIETER:
        change_volume(d, -volume_step(d));
        break;
    case SAHUT_BUTTONS:
        break;
    }
}

void hands_knob(void *ctx, int notches)
{
    struct sahut_daemon *d = ctx;
    change_volume(d, notches * volume_step(d));
}

/* ---- the light ---- */

void hands_note(struct sahut_daemon *d, const struct sahut_event *event)
{
    if (event->kind == SAHUT_EVENT_WAKE || event->kind == SAHUT_EVENT_LISTENING)
        d->hands.attention = SAHUT_LIGHT_LISTENING;
    else if (event->kind == SAHUT_EVENT_HYPOTHESIS || event->kind == SAHUT_EVENT_NOTHING)
        d->hands.attention = SAHUT_LIGHT_OFF;
}

void hands_deciding(void *ctx)
{
    struct sahut_daemon *d = ctx;
    d->hands.attention = SAHUT_LIGHT_THINKING;
}

static enum sahut_light light(const struct sahut_daemon *d)
{
    if (sahut_assistant_is_speaking(d->assistant))
        return SAHUT_LIGHT_SPEAKING;
    if (d->hands.attention != SAHUT_LIGHT_OFF)
        return d->hands.attention;
    for (int i = 0; i < SAHUT_PARTS; i++)
        if (d->faults[i])
            return SAHUT_LIGHT_FAULT;
    return d->microphone.muted ? SAHUT_LIGHT_MUTED : SAHUT_LIGHT_OFF;
}

/* ---- their time ---- */

static void on_timer(uv_poll_t *poll, int status, int events)
{
    struct sahut_daemon *d = poll->data;
    uint64_t times;
    if (read(d->hands.fd, &times, sizeof(times)) < 0 && errno == EAGAIN)
        return;
    d->hands.armed_ms = INT64_MAX;
    work(d);
}

/* Before the loop waits. What wants to begin does; then the timer is armed for what is next. */
static void arm(uv_prepare_t *prepare)
{
    struct sahut_daemon *d = prepare->data;
    struct hands *h = &d->hands;
    sahut_assistant_light(d->assistant, light(d));
    if (sahut_assistant_lines_next(d->assistant) == INT64_MIN)
        work(d);
    int64_t next_ms = sahut_assistant_lines_next(d->assistant);
    if (next_ms == h->armed_ms)
        return;
    h->armed_ms = next_ms;
    struct itimerspec at = {{0}, {0}};
    if (next_ms != INT64_MAX) {
        next_ms = next_ms < 1 ? 1 : next_ms; /* 0 would disarm it */
        at.it_value.tv_sec = next_ms / 1000;
        at.it_value.tv_nsec = next_ms % 1000 * 1000000;
    }
    if (timerfd_settime(h->fd, TFD_TIMER_ABSTIME, &at, NULL))
        sahut_log(SAHUT_LOG_ERROR, "daemon", "the timer of the lines cannot be set: %s",
                  strerror(errno));
}

int hands_start(struct sahut_daemon *d, struct sahut_why *why)
{
    struct hands *h = &d->hands;
    h->fd = timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (h->fd < 0)
        return sahut_why(why, -errno, "no timer: %s", strerror(errno));
    h->armed_ms = INT64_MAX;
    uv_poll_init(&d->loop, &h->timer, h->fd);
    uv_prepare_init(&d->loop, &h->prepare);
    h->timer.data = h->prepare.data = d;
    h->began = true;
    uv_poll_start(&h->timer, UV_READABLE, on_timer);
    uv_prepare_start(&h->prepare, arm);
    return 0;
}

void hands_stop(struct sahut_daemon *d)
{
    struct hands *h = &d->hands;
    hands_watch(d, -1);
    if (!h->began)
        return;
    uv_close((uv_handle_t *)&h->timer, NULL);
    uv_close((uv_handle_t *)&h->prepare, NULL);
    close(h->fd);
    h->began = false;
}
