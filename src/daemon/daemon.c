// SPDX-License-Identifier: GPL-3.0-or-later
/* The loop, and the order in which things begin and end.
 *
 *   new    state folder, settings, loop, loudspeaker, assistant (its voice thread), time
 *   run    signals; the hearing thread loads ──ready──► the capture thread, READY=1
 *   end    capture thread, children, handles, hearing and voice thread, loop, state folder
 *
 * Threads never touch what is here: they put values into queues and wake the loop.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/daemon_internal.h"
#include "sahut/log.h"

static const int signal_numbers[SIGNALS] = {
    [ON_INT] = SIGINT, [ON_TERM] = SIGTERM, [ON_HUP] = SIGHUP};

/* ---- events ---- */

static void hand_out(struct sahut_daemon *d, const struct sahut_event *event)
{
    if (d->config.event)
        d->config.event(d->config.ctx, event, d->zone);
    control_event(d, event, d->zone);
}

void daemon_event(struct sahut_daemon *d, enum sahut_event_kind kind, const char *text, bool failed)
{
    struct sahut_event event = {
        .kind = kind, .at_ms = clock_wall_ms(), .text = text, .failed = failed};
    hand_out(d, &event);
}

static void ready(struct sahut_daemon *d)
{
    bool first = !d->listening;
    d->listening = true;
    reload_heard(d);
    if (first)
        microphone_start(d);
    watch_say(d, "READY=1");
    watch_status(d);
}

static void ear_failed(struct sahut_daemon *d, const char *text)
{
    if (reload_back(d, text))
        return;
    d->result = sahut_why(&d->why, -EINVAL, "%s", text);
    sahut_daemon_quit(d);
}

/* The assistant's events, before they are handed out. */
static void on_event(void *ctx, const struct sahut_event *event)
{
    struct sahut_daemon *d = ctx;
    bool status = event->kind == SAHUT_EVENT_STATUS;
    hands_note(d, event);
    hand_out(d, event);
    if (status && event->failed)
        ear_failed(d, event->text);
    else if (status && strcmp(event->text, "listening") == 0)
        ready(d);
    else if (status && strcmp(event->text, "reloaded") == 0)
        reload_done(d);
    d->heard_all |= status && strcmp(event->text, "end of sound") == 0;
}

/* ---- the loop ---- */

static void wake(void *ctx)
{
    struct sahut_daemon *d = ctx;
    uv_async_send(&d->wake);
}

/* Not inside of the order that asks for it. */
static void want_reload(void *ctx)
{
    struct sahut_daemon *d = ctx;
    d->reload_wanted = true;
    uv_async_send(&d->wake);
}

static void on_fault(void *ctx, enum sahut_part part, const char *text)
{
    daemon_fault(ctx, part, text);
}

/* ---- descriptors of others ---- */

static void poll_closed(uv_handle_t *handle)
{
    free(handle);
}

void daemon_poll(struct sahut_daemon *d, uv_poll_t **held, int fd, uv_poll_cb on_readable)
{
    if (*held)
        uv_close((uv_handle_t *)*held, poll_closed);
    *held = NULL;
    uv_poll_t *poll = fd >= 0 && !d->quitting ? sahut_alloc(1, sizeof(*poll)) : NULL;
    if (!poll)
        return;
    if (uv_poll_init(&d->loop, poll, fd)) {
        free(poll);
        return;
    }
    poll->data = d;
    uv_poll_start(poll, UV_READABLE, on_readable);
    *held = poll;
}

/* ---- calendars ---- */

static void on_calendar(uv_poll_t *poll, int status, int events)
{
    struct sahut_daemon *d = poll->data;
    sahut_assistant_calendar_changed(d->assistant, clock_wall_ms());
}

static void watch_calendar(void *ctx, int fd)
{
    struct sahut_daemon *d = ctx;
    daemon_poll(d, &d->calendar, fd, on_calendar);
}

/* ---- */

static void on_wake(uv_async_t *async)
{
    struct sahut_daemon *d = async->data;
    if (!d->assistant)
        return;
    if (d->reload_wanted && !d->quitting) {
        d->reload_wanted = false;
        sahut_daemon_reload(d, NULL);
    }
    due_look(d);
    microphone_collect(d);
    sahut_assistant_collect(d->assistant, clock_wall_ms());
    if (d->config.once && d->heard_all && !sahut_assistant_is_speaking(d->assistant))
        sahut_daemon_quit(d);
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct sahut_daemon *d = handle->data;
    if (number == SIGHUP) {
        sahut_daemon_reload(d, NULL);
        return;
    }
    sahut_log(SAHUT_LOG_INFO, "daemon", "%s: ending", strsignal(number));
    sahut_daemon_quit(d);
}

/* The threads that are started from now on leave the signals to the loop. */
static void block_signals(int how)
{
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < SIGNALS; i++)
        sigaddset(&set, signal_numbers[i]);
    pthread_sigmask(how, &set, NULL);
}

static int make_loop(struct sahut_daemon *d, struct sahut_why *why)
{
    int err = uv_loop_init(&d->loop);
    if (err)
        return sahut_why(why, err, "no event loop: %s", uv_strerror(err));
    d->loop_made = true;
    uv_async_init(&d->loop, &d->wake, on_wake);
    d->wake.data = d;
    for (int i = 0; i < SIGNALS; i++) {
        uv_signal_init(&d->loop, &d->signals[i]);
        d->signals[i].data = d;
        uv_signal_start(&d->signals[i], on_signal, signal_numbers[i]);
    }
    return 0;
}

/* ---- beginning ---- */

static int read_settings(struct sahut_daemon *d, struct sahut_why *why)
{
    struct sahut_text complaints = {0};
    int err = d->config.settings(d->config.ctx, &d->settings, &complaints);
    if (err)
        sahut_why(why, err, "%s", sahut_text_get(&complaints));
    sahut_text_finish(&complaints);
    if (err)
        return err;
    const char *zone = sahut_settings_string(d->settings, "timezone");
    return sahut_zone_new(zone[0] ? zone : NULL, &d->zone, why);
}

static int make_assistant(struct sahut_daemon *d, struct sahut_why *why)
{
    struct sahut_assistant_live live = {
        .loop = &d->loop,
        .ring = d->microphone.ring,
        .sound = d->microphone.sound,
        .wake = wake,
        .fault = on_fault,
        .watch_calendar = watch_calendar,
        .watch_lines = hands_watch,
        .button = hands_button,
        .knob = hands_knob,
        .deciding = hands_deciding,
        .reload = want_reload,
        .ctx = d,
    };
    struct sahut_assistant_config config = {
        .settings = d->settings,
        .models = d->config.models,
        .state = d->config.paths.state,
        .calendars = d->config.paths.calendars,
        .wake_phrase = d->config.no_wake ? NULL : sahut_settings_string(d->settings, "wake.phrase"),
        .sink = d->sink,
        .zone = d->zone,
        .clock = &d->due.clock,
        .dry_run = d->config.dry_run,
        .program = d->config.program,
        .live = &live,
    };
    sahut_clock_read(&d->due.clock);
    return sahut_assistant_new(&config, clock_wall_ms(), on_event, d, &d->assistant, why);
}

static int build(struct sahut_daemon *d, struct sahut_why *why)
{
    int err = state_lock(d->config.paths.state, &d->lock, why);
    if (!err)
        err = read_settings(d, why);
    if (!err)
        err = make_loop(d, why);
    if (!err)
        err = watch_start(d, why);
    if (!err)
        err = microphone_init(d, why);
    if (!err)
        err = loudspeaker_open(d, sahut_settings_string(d->settings, "audio.output"), &d->sink);
    if (!err)
        err = make_assistant(d, why);
    if (!err)
        err = due_start(d, why);
    if (!err)
        loudspeaker_watch(d);
    if (!err)
        todos_watch(d);
    if (!err)
        err = hands_start(d, why);
    if (!err)
        err = control_start(d, why);
    if (!err)
        err = sahut_assistant_listen(d->assistant, why);
    return err;
}

int sahut_daemon_new(const struct sahut_daemon_config *config, struct sahut_daemon **out,
                     struct sahut_why *why)
{
    struct sahut_daemon *d = sahut_alloc(1, sizeof(*d));
    d->config = *config;
    d->lock = d->microphone.sound = -1;
    d->started_boot_ms = clock_boot_ms();
    block_signals(SIG_BLOCK);
    signal(SIGPIPE, SIG_IGN);
    int err = build(d, why);
    block_signals(SIG_UNBLOCK);
    if (err) {
        sahut_daemon_free(d);
        return err;
    }
    *out = d;
    return 0;
}

int sahut_daemon_run(struct sahut_daemon *d, struct sahut_why *why)
{
    daemon_event(d, SAHUT_EVENT_STATUS, "loading", false);
    if (!d->quitting)
        uv_run(&d->loop, UV_RUN_DEFAULT);
    if (d->result)
        *why = d->why;
    return d->result;
}

/* ---- ending ---- */

void sahut_daemon_quit(struct sahut_daemon *d)
{
    if (d->quitting)
        return;
    d->quitting = true;
    daemon_event(d, SAHUT_EVENT_STATUS, "ending", false);
    watch_say(d, "STOPPING=1\nSTATUS=ending");
    uv_stop(&d->loop);
}

/* Handles and children go while the loop runs on; the threads may wake it until they have ended. */
static void end_loop(struct sahut_daemon *d)
{
    due_stop(d);
    todos_stop(d);
    hands_stop(d);
    loudspeaker_unwatch(d);
    control_stop(d);
    watch_stop(d);
    watch_calendar(d, -1);
    for (int i = 0; i < SIGNALS; i++)
        uv_close((uv_handle_t *)&d->signals[i], NULL);
    uv_unref((uv_handle_t *)&d->wake);
    uv_run(&d->loop, UV_RUN_DEFAULT);
    sahut_assistant_free(d->assistant);
    d->assistant = NULL;
    uv_close((uv_handle_t *)&d->wake, NULL);
    uv_run(&d->loop, UV_RUN_DEFAULT);
    uv_loop_close(&d->loop);
}

void sahut_daemon_free(struct sahut_daemon *d)
{
    if (!d)
        return;
    d->quitting = true;
    microphone_stop(d);
    if (d->assistant)
        sahut_assistant_quit(d->assistant);
    if (d->loop_made)
        end_loop(d);
    sahut_sink_free(d->old_sink);
    sahut_sink_free(d->sink);
    microphone_finish(d);
    sahut_zone_free(d->zone);
    sahut_settings_free(d->old_settings);
    sahut_settings_free(d->settings);
    for (int i = 0; i < SAHUT_PARTS; i++)
        free(d->faults[i]);
    if (d->lock >= 0)
        close(d->lock);
    free(d);
}

/* ---- what can be asked of it ---- */

void sahut_daemon_ask(struct sahut_daemon *d, const char *text)
{
    due_look(d);
    sahut_assistant_ask(d->assistant, text, clock_wall_ms());
}

void sahut_daemon_say(struct sahut_daemon *d, const char *text)
{
    sahut_assistant_say(d->assistant, text, clock_wall_ms());
}

void sahut_daemon_stop(struct sahut_daemon *d)
{
    sahut_assistant_hush(d->assistant);
    sahut_daemon_ask(d, "stop");
}

struct sahut_assistant *sahut_daemon_assistant(struct sahut_daemon *d)
{
    return d->assistant;
}

int64_t sahut_daemon_now(struct sahut_daemon *d)
{
    return clock_wall_ms();
}
