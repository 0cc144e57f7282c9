// SPDX-License-Identifier: GPL-3.0-or-later
/* The service manager: told what state we are in, and fed the watchdog by this loop, as long as
 * every thread that has something to do gets on with it. Muted, or waiting for a device, is no
 * standstill. */
#include <string.h>

#include "daemon/daemon_internal.h"
#include "sahut/log.h"
#include "sahut/notify.h"
#include "sahut/text.h"

/* Without a manager it is looked at all the same, for the log. */
#define LOOK_MS 10000
/* A quarter of the time the manager waits: three looks may find a long decoding under way. */
#define LOOKS 4

static void on_watchdog(uv_timer_t *timer)
{
    struct sahut_daemon *d = timer->data;
    const char *what = "";
    bool microphone = microphone_progressed(d);
    bool moved = sahut_assistant_progressed(d->assistant, &what) && microphone;
    if (moved)
        watch_say(d, "WATCHDOG=1");
    else
        sahut_log(SAHUT_LOG_WARN, "daemon", "%s stands still",
                  microphone ? what : "the microphone");
}

int watch_start(struct sahut_daemon *d, struct sahut_why *why)
{
    struct sahut_notify *n;
    int err = sahut_notify_new(&n);
    if (err)
        return sahut_why(why, err, "$NOTIFY_SOCKET: %s", strerror(-err));
    d->notify = n;
    int64_t every_ms = sahut_notify_watchdog_ms(n) / LOOKS;
    uv_timer_init(&d->loop, &d->watchdog);
    d->watchdog.data = d;
    if (every_ms <= 0)
        every_ms = LOOK_MS;
    return uv_timer_start(&d->watchdog, on_watchdog, (uint64_t)every_ms, (uint64_t)every_ms);
}

void watch_say(struct sahut_daemon *d, const char *state)
{
    int err = d->notify ? sahut_notify_say(d->notify, state) : 0;
    if (err)
        sahut_log(SAHUT_LOG_INFO, "daemon", "the service manager does not listen: %s",
                  strerror(-err));
}

void watch_status(struct sahut_daemon *d)
{
    struct sahut_daemon_status status;
    if (!d->assistant || d->quitting)
        return;
    struct sahut_text text = {0};
    sahut_daemon_status(d, &status);
    sahut_text_addf(&text, "STATUS=%s", status.state);
    for (int i = 0; i < SAHUT_PARTS; i++)
        if (status.faults[i])
            sahut_text_addf(&text, "; %s: %s", sahut_part_name(i), status.faults[i]);
    watch_say(d, sahut_text_get(&text));
    sahut_text_finish(&text);
}

void watch_stop(struct sahut_daemon *d)
{
    if (!d->notify)
        return;
    uv_close((uv_handle_t *)&d->watchdog, NULL);
    sahut_notify_free(d->notify);
    d->notify = NULL;
}
