// SPDX-License-Identifier: GPL-3.0-or-later
/* Time: what is due, the clock that is set, the zone that changes.
 *
 *   armed for the next promise ──reached──► the clock is looked at, what is due is done
 *                              ──the clock is set, or the machine slept──► ECANCELED: the same
 *   /etc/localtime replaced    ──► the zone is read again
 *
 * libuv's timers count CLOCK_MONOTONIC, which stands still in suspend and knows nothing of the wall
 * clock; this one is armed for the instant itself.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "daemon/daemon_internal.h"
#include "sahut/log.h"

/* With nothing to do it is armed all the same, so that a set clock is noticed. */
#define FAR_MS INT64_C(86400000)
/* Smaller steps are how a clock is kept right. */
#define STEP_MS 1000
/* Looking reads some files of /sys and /proc. */
#define LOOK_MS 10000

static int64_t read_clock(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

int64_t clock_wall_ms(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t clock_boot_ms(void)
{
    return read_clock(CLOCK_BOOTTIME);
}

static void look(struct sahut_daemon *d)
{
    struct due_timer *t = &d->due;
    sahut_clock_read(&t->clock);
    t->looked_ms = clock_boot_ms();
    sahut_assistant_set_clock(d->assistant, &t->clock, clock_wall_ms());
}

void due_look(struct sahut_daemon *d)
{
    if (clock_boot_ms() - d->due.looked_ms >= LOOK_MS)
        look(d);
}

static void clock_was_set(struct sahut_daemon *d)
{
    int64_t before = d->due.clock.boot_minus_wall_ms;
    look(d);
    int64_t step_ms = before - d->due.clock.boot_minus_wall_ms;
    if (llabs(step_ms) < STEP_MS)
        return;
    wake_board_again(d);
    char text[80];
    snprintf(text, sizeof(text), "clock set %s by %lld s", step_ms > 0 ? "forward" : "back",
             (long long)llabs(step_ms) / 1000);
    sahut_log(SAHUT_LOG_INFO, "daemon", "%s", text);
    daemon_event(d, SAHUT_EVENT_STATUS, text, false);
}

static void due(struct sahut_daemon *d)
{
    look(d);
    sahut_assistant_due(d->assistant, clock_wall_ms());
}

static void on_due(uv_poll_t *poll, int status, int events)
{
    struct sahut_daemon *d = poll->data;
    uint64_t times;
    ssize_t n = read(d->due.fd, &times, sizeof(times));
    if (n < 0 && errno == EAGAIN)
        return;
    d->due.armed_ms = 0;
    if (n < 0 && errno == ECANCELED)
        clock_was_set(d);
    due(d);
}

/* Before the loop waits: arms the timer if the next promise is another one. */
static void arm(uv_prepare_t *prepare)
{
    struct sahut_daemon *d = prepare->data;
    struct due_timer *t = &d->due;
    int64_t next_ms = sahut_assistant_next(d->assistant), now_ms = clock_wall_ms();
    wake_board(d);
    if (next_ms > now_ms + FAR_MS) {
        if (t->armed_ms > now_ms)
            return; /* early: nothing is due then, and it is armed again */
        next_ms = now_ms + FAR_MS;
    }
    if (next_ms == t->armed_ms)
        return;
    t->armed_ms = next_ms;
    if (next_ms <= 0)
        next_ms = 1; /* 0 would disarm it */
    struct itimerspec at = {
        .it_value = {.tv_sec = next_ms / 1000, .tv_nsec = next_ms % 1000 * 1000000}};
    if (timerfd_settime(t->fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &at, NULL) == 0)
        return;
    if (errno == ECANCELED) /* set just now; it is armed all the same */
        clock_was_set(d);
    else
        sahut_log(SAHUT_LOG_ERROR, "daemon", "the timer cannot be set: %s", strerror(errno));
}

static void read_zone(struct sahut_daemon *d)
{
    struct sahut_zone *zone;
    struct sahut_why why;
    if (sahut_zone_new(NULL, &zone, &why)) {
        sahut_log(SAHUT_LOG_WARN, "daemon", "the old time zone stays: %s", why.text);
        return;
    }
    sahut_assistant_set_zone(d->assistant, zone, clock_wall_ms());
    sahut_zone_free(d->zone);
    d->zone = zone;
    char text[128];
    snprintf(text, sizeof(text), "time zone %.100s", sahut_zone_name(zone));
    daemon_event(d, SAHUT_EVENT_STATUS, text, false);
}

static void on_etc(uv_fs_event_t *handle, const char *name, int events, int status)
{
    struct sahut_daemon *d = handle->data;
    bool own = sahut_settings_string(d->settings, "timezone")[0];
    if (status == 0 && !own && name && strcmp(name, "localtime") == 0)
        read_zone(d);
}

int due_start(struct sahut_daemon *d, struct sahut_why *why)
{
    struct due_timer *t = &d->due;
    t->fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (t->fd < 0)
        return sahut_why(why, -errno, "no timer: %s", strerror(errno));
    uv_poll_init(&d->loop, &t->poll, t->fd);
    uv_prepare_init(&d->loop, &t->prepare);
    uv_fs_event_init(&d->loop, &t->etc);
    t->poll.data = t->prepare.data = t->etc.data = d;
    t->began = true;
    look(d);
    uv_poll_start(&t->poll, UV_READABLE, on_due);
    uv_prepare_start(&t->prepare, arm);
    int err = uv_fs_event_start(&t->etc, on_etc, "/etc", 0);
    if (err)
        sahut_log(SAHUT_LOG_WARN, "daemon", "a change of the time zone is not noticed: %s",
                  uv_strerror(err));
    return 0;
}

void due_stop(struct sahut_daemon *d)
{
    struct due_timer *t = &d->due;
    if (!t->began)
        return;
    uv_close((uv_handle_t *)&t->poll, NULL);
    uv_close((uv_handle_t *)&t->prepare, NULL);
    uv_close((uv_handle_t *)&t->etc, NULL);
    close(t->fd);
    t->began = false;
}
