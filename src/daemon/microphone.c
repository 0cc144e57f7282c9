// SPDX-License-Identifier: GPL-3.0-or-later
/* The capture thread as the daemon sees it. Its reports come through a queue; what is wrong is a
 * fault until it reports that sound comes again. */
#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "daemon/daemon_internal.h"
#include "sahut/log.h"

#define REPORTS 64
/* 16 s: more than it takes to decode the longest order on the slowest board. */
#define RING (1 << 18)

int microphone_init(struct sahut_daemon *d, struct sahut_why *why)
{
    struct microphone *m = &d->microphone;
    m->sound = eventfd(0, EFD_CLOEXEC);
    if (m->sound < 0)
        return sahut_why(why, -errno, "no eventfd: %s", strerror(errno));
    int err = sahut_ring_new(RING, &m->ring);
    if (!err)
        err = sahut_queue_new(REPORTS, sizeof(struct sahut_capture_report), &m->reports);
    return err ? sahut_why(why, err, "no memory for the microphone") : 0;
}

/* On the capture thread. */
static void reported(void *ctx, const struct sahut_capture_report *report)
{
    struct sahut_daemon *d = ctx;
    sahut_queue_push(d->microphone.reports, report);
    uv_async_send(&d->wake);
}

void microphone_start(struct sahut_daemon *d)
{
    struct microphone *m = &d->microphone;
    struct sahut_capture_config config = {
        .input = sahut_settings_string(d->settings, "audio.input"),
        .ring = m->ring,
        .event_fd = m->sound,
    };
    struct sahut_why why;
    m->ended = false;
    if (sahut_capture_new(&config, reported, d, &m->capture, &why))
        daemon_fault(d, SAHUT_PART_MICROPHONE, why.text);
    else if (m->muted)
        sahut_capture_pause(m->capture);
}

void microphone_stop(struct sahut_daemon *d)
{
    sahut_capture_free(d->microphone.capture);
    d->microphone.capture = NULL;
}

void microphone_reopen(struct sahut_daemon *d)
{
    if (!d->listening)
        return;
    microphone_stop(d);
    daemon_fault(d, SAHUT_PART_MICROPHONE, NULL);
    sahut_assistant_forget(d->assistant);
    microphone_start(d);
}

static void take(struct sahut_daemon *d, const struct sahut_capture_report *r)
{
    switch (r->kind) {
    case SAHUT_CAPTURE_RUNNING:
    case SAHUT_CAPTURE_SOUND:
        daemon_fault(d, SAHUT_PART_MICROPHONE, NULL);
        break;
    case SAHUT_CAPTURE_LOST:
        sahut_assistant_forget(d->assistant);
        daemon_fault(d, SAHUT_PART_MICROPHONE, r->text.text);
        break;
    case SAHUT_CAPTURE_ZEROS:
    case SAHUT_CAPTURE_CONSTANT:
    case SAHUT_CAPTURE_CLIPPING:
        daemon_fault(d, SAHUT_PART_MICROPHONE, r->text.text);
        break;
    case SAHUT_CAPTURE_PAUSED:
        sahut_assistant_forget(d->assistant);
        daemon_event(d, SAHUT_EVENT_STATUS, "microphone closed", false);
        break;
    case SAHUT_CAPTURE_ENDED:
        d->microphone.ended = true;
        sahut_assistant_end_of_sound(d->assistant);
        break;
    case SAHUT_CAPTURE_XRUN:
    case SAHUT_CAPTURE_OVERRUN:
        sahut_assistant_forget(d->assistant);
        sahut_log(SAHUT_LOG_WARN, "audio", "%s", r->text.text);
        break;
    }
}

void microphone_collect(struct sahut_daemon *d)
{
    struct sahut_capture_report report;
    while (sahut_queue_try_pop(d->microphone.reports, &report) == 0)
        take(d, &report);
}

bool microphone_progressed(struct sahut_daemon *d)
{
    struct microphone *m = &d->microphone;
    if (!m->capture)
        return true;
    uint64_t before = m->progress;
    m->progress = sahut_capture_progress(m->capture);
    return m->progress != before;
}

void sahut_daemon_mute(struct sahut_daemon *d, bool on)
{
    struct microphone *m = &d->microphone;
    if (m->muted == on)
        return;
    m->muted = on;
    if (m->capture && on)
        sahut_capture_pause(m->capture);
    else if (m->capture)
        sahut_capture_resume(m->capture);
    daemon_event(d, SAHUT_EVENT_STATUS, on ? "muted" : "not muted", false);
    watch_status(d);
}

void microphone_finish(struct sahut_daemon *d)
{
    struct microphone *m = &d->microphone;
    sahut_queue_free(m->reports);
    sahut_ring_free(m->ring);
    if (m->sound >= 0)
        close(m->sound);
}
