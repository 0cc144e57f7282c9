// SPDX-License-Identifier: GPL-3.0-or-later
/* The capture thread. It waits for the device, for a word from outside (pause, resume, the end),
 * and while the device is lost for a change in /dev/snd; at most RETRY_MS or BEAT_MS. Muted, or
 * without a microphone, it waits for the word alone.
 *
 *     LOST ──opened──► WAITING ──first sound──► RUNNING ──error──► LOST        (tried again at
 * once) ▲                  └───error, or no sound for SILENT_MS──────►│ └──── RETRY_MS, or a node
 * in /dev/snd ◄───────────────────────┘ PAUSED from anywhere, and back to LOST (nothing is told of
 * that one)
 *
 * "Running" is only said when there is sound: a device whose sound server sleeps opens well. */
#include "sahut/capture.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "audio/capture_device.h"
#include "audio/fault.h"
#include "audio/health.h"

#define RETRY_MS  400
#define BEAT_MS   1000
#define SILENT_MS 1000
/* Blocks in one go: a device that never runs empty must not keep the thread from anything else. */
#define BLOCKS_MAX 32
#define NODES      "/dev/snd"
#define FILE_NAME  "file:"

struct sahut_capture {
    char *name;
    const struct capture_kind *kind;
    struct sahut_ring *ring;
    int event_fd;
    sahut_capture_listener *listener;
    void *ctx;
    pthread_t thread;
    int poke_fd; /**< eventfd: something below has changed */
    atomic_bool paused, ending;
    _Atomic uint64_t progress;
    atomic_bool at_ease; /**< waits for a word from outside alone */

    /* The thread alone: */
    struct capture_device *device; /**< NULL while lost or paused */
    struct sahut_resampler *resampler;
    struct health health;
    struct fault fault;
    struct burst xruns, overruns;
    uint64_t overrun; /**< of the ring, as last seen */
    int nodes_fd;     /**< inotify while lost, else -1 */
    bool rests, running, over;
    int64_t retry_ms, sound_ms;
    int16_t mono[CAPTURE_BLOCK], heard[CAPTURE_BLOCK];
    struct pollfd fds[2 + CAPTURE_FDS];
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

static void report(struct sahut_capture *c, enum sahut_capture_kind kind, int err, uint64_t count,
                   const char *text)
{
    struct sahut_capture_report r = {.kind = kind, .err = err, .count = count};
    sahut_why(&r.text, 0, "%s", text);
    c->listener(c->ctx, &r);
}

static void watch_nodes(struct sahut_capture *c)
{
    if (c->nodes_fd < 0)
        c->nodes_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    /* Missing while there is no card at all; then the slow retry has to do. */
    if (c->nodes_fd >= 0)
        inotify_add_watch(c->nodes_fd, NODES, IN_CREATE | IN_ATTRIB);
}

static void unwatch_nodes(struct sahut_capture *c)
{
    if (c->nodes_fd >= 0)
        close(c->nodes_fd);
    c->nodes_fd = -1;
}

static void shut(struct sahut_capture *c)
{
    if (c->device)
        c->device->kind->close(c->device);
    c->device = NULL;
    c->running = false;
    sahut_resampler_free(c->resampler);
    c->resampler = NULL;
}

static void lose(struct sahut_capture *c, int err, const struct sahut_why *why, int64_t now)
{
    /* At once only if it worked: a device that opens and fails must not keep the thread busy. */
    c->retry_ms = c->running || err == -ETIMEDOUT ? now : now + RETRY_MS;
    shut(c);
    watch_nodes(c);
    if (fault_is_news(&c->fault, err, now))
        report(c, SAHUT_CAPTURE_LOST, err, 0, why->text);
}

static void try_open(struct sahut_capture *c, int64_t now)
{
    struct sahut_why why = {{0}};
    int err = c->kind->open(c->name, &c->device, &why);
    if (!err)
        err = sahut_resampler_new(c->device->rate, SAHUT_HEAR_RATE, &c->resampler);
    if (err) {
        lose(c, err, &why, now);
        return;
    }
    health_init(&c->health, c->device->rate);
    c->sound_ms = now_ms();
    if (c->kind == &capture_null) {
        c->running = true;
        report(c, SAHUT_CAPTURE_RUNNING, 0, 0, "audio.input is \"null\": nothing will be heard");
    }
}

static void begin_running(struct sahut_capture *c)
{
    struct sahut_why text;
    unwatch_nodes(c);
    bool back = fault_is_over(&c->fault);
    sahut_why(&text, 0, "sound device \"%s\": %s", c->name, back ? "is heard again" : "is heard");
    c->running = true;
    report(c, SAHUT_CAPTURE_RUNNING, 0, 0, text.text);
}

static void tell_health(struct sahut_capture *c)
{
    static const struct {
        enum sahut_capture_kind kind;
        const char *text;
    } rows[] = {
        [HEALTH_GOOD] = {SAHUT_CAPTURE_SOUND, "gives sound again"},
        [HEALTH_ZEROS] =
            {SAHUT_CAPTURE_ZEROS,
             "gives nothing but zeros; is it switched off, or muted (`alsamixer`, F4)?"},
        [HEALTH_CONSTANT] = {SAHUT_CAPTURE_CONSTANT,
                             "gives one and the same value; check its cable and which input is "
                             "chosen (`alsamixer`, F4)"},
        [HEALTH_CLIPPING] = {SAHUT_CAPTURE_CLIPPING,
                             "is overdriven: much of it is at full scale; lower its level "
                             "(`alsamixer`, F4)"},
    };
    struct sahut_why text;
    sahut_why(&text, 0, "sound device \"%s\": %s", c->name, rows[c->health.state].text);
    report(c, rows[c->health.state].kind, 0, 0, text.text);
}

static void tell_bursts(struct sahut_capture *c, uint64_t xruns, int64_t now)
{
    struct sahut_why text;
    uint64_t overrun = sahut_ring_overrun(c->ring);
    xruns = burst_step(&c->xruns, xruns, now);
    if (xruns) {
        sahut_why(
            &text, 0,
            "sound device \"%s\": sound was lost %llu times, the machine was too busy to fetch "
            "it",
            c->name, (unsigned long long)xruns);
        report(c, SAHUT_CAPTURE_XRUN, 0, xruns, text.text);
    }
    uint64_t dropped = burst_step(&c->overruns, overrun - c->overrun, now);
    c->overrun = overrun;
    if (dropped) {
        sahut_why(&text, 0, "hearing does not keep up: %.2f s of sound were dropped",
                  (double)dropped / SAHUT_HEAR_RATE);
        report(c, SAHUT_CAPTURE_OVERRUN, 0, dropped, text.text);
    }
}

static void deliver(struct sahut_capture *c, const int16_t *mono, size_t n)
{
    if (!c->over && health_step(&c->health, mono, n))
        tell_health(c);
    while (n > 0) {
        size_t in_n = n, out_n = CAPTURE_BLOCK;
        sahut_resampler_run(c->resampler, mono, &in_n, c->heard, &out_n);
        sahut_ring_write(c->ring, c->heard, out_n);
        mono += in_n;
        n -= in_n;
    }
}

/* All that is there now. */
static void read_device(struct sahut_capture *c, struct pollfd *fds, unsigned n_fds, int64_t now)
{
    struct sahut_why why = {{0}};
    uint64_t xruns = 0;
    bool any = false;
    for (int i = 0; i < BLOCKS_MAX; i++) {
        ssize_t n = c->kind->read(c->device, fds, n_fds, c->mono, &why);
        if (n == 0)
            break;
        if (n > 0) {
            if (!c->running)
                begin_running(c);
            deliver(c, c->mono, (size_t)n);
            any = true;
        } else if (n == -EPIPE) {
            xruns++;
            break; /* what comes after it needs another wait */
        } else if (n == -ENODATA) {
            c->over = true;
            report(c, SAHUT_CAPTURE_ENDED, 0, 0, why.text);
        } else {
            lose(c, (int)n, &why, now);
            break;
        }
    }
    tell_bursts(c, xruns, now);
    /* What ran over has run: a program that was stopped meanwhile has no silent device. */
    if (any || xruns)
        c->sound_ms = now;
    if (any)
        eventfd_write(c->event_fd, 1);
    else if (c->device && c->kind != &capture_null && now - c->sound_ms >= SILENT_MS) {
        sahut_why(&why, 0,
                  "sound device \"%s\": is open and gives no sound; is its sound server stopped or "
                  "suspended?",
                  c->name);
        lose(c, -ETIMEDOUT, &why, now);
    }
}

/* Muted: nothing is open. */
static void rest(struct sahut_capture *c)
{
    if (c->rests)
        return;
    shut(c);
    unwatch_nodes(c);
    fault_is_over(&c->fault);
    c->rests = true;
    report(c, SAHUT_CAPTURE_PAUSED, 0, 0, "the microphone is closed");
}

static bool has_nothing_to_do(const struct sahut_capture *c)
{
    return c->rests || (c->device && c->kind == &capture_null);
}

/* How long to wait when nothing happens; -1: for ever. */
static int patience(const struct sahut_capture *c, int64_t now)
{
    if (has_nothing_to_do(c))
        return -1;
    int64_t ms = BEAT_MS;
    if (!c->device)
        ms = c->retry_ms - now;
    return ms < 0 ? 0 : ms > BEAT_MS ? BEAT_MS : (int)ms;
}

static void swallow(int fd)
{
    char events[1024];
    while (read(fd, events, sizeof(events)) > 0)
        ;
}

/* Returns when it is then. */
static int64_t wait_for_something(struct sahut_capture *c, int64_t now)
{
    unsigned n = c->device ? c->kind->fds(c->device, c->fds + 2) : 0;
    c->fds[0] = (struct pollfd){.fd = c->poke_fd, .events = POLLIN};
    c->fds[1] = (struct pollfd){.fd = c->device ? -1 : c->nodes_fd, .events = POLLIN};
    atomic_store(&c->at_ease, has_nothing_to_do(c));
    int ready = poll(c->fds, 2 + n, patience(c, now));
    atomic_store(&c->at_ease, false);
    now = now_ms();
    if (ready < 0)
        return now;
    if (c->fds[0].revents)
        swallow(c->poke_fd);
    if (c->fds[1].revents) {
        swallow(c->nodes_fd);
        c->retry_ms = 0;
    }
    if (c->device && !atomic_load(&c->paused))
        read_device(c, c->fds + 2, n, now);
    return now;
}

static void *run(void *ctx)
{
    struct sahut_capture *c = ctx;
    int64_t now = now_ms();
    while (!atomic_load(&c->ending)) {
        atomic_fetch_add(&c->progress, 1);
        if (atomic_load(&c->paused))
            rest(c);
        else if (!c->device && (c->rests || now >= c->retry_ms)) {
            c->rests = false;
            try_open(c, now);
        }
        now = wait_for_something(c, now);
    }
    shut(c);
    unwatch_nodes(c);
    return NULL;
}

static const struct capture_kind *kind_of(const char *input, const char **name)
{
    *name = input;
    if (strcmp(input, "null") == 0)
        return &capture_null;
    if (strncmp(input, FILE_NAME, strlen(FILE_NAME)) != 0)
        return &capture_alsa;
    *name = input + strlen(FILE_NAME);
    return &capture_file;
}

/* A recording that cannot be played never will be. */
static int check_recording(const struct sahut_capture *c, struct sahut_why *why)
{
    struct capture_device *d;
    int err = c->kind == &capture_file ? c->kind->open(c->name, &d, why) : 0;
    if (!err && c->kind == &capture_file)
        c->kind->close(d);
    return err;
}

/* Signals belong to the main thread. */
static int start_thread(struct sahut_capture *c)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int err = -pthread_create(&c->thread, NULL, run, c);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!err)
        pthread_setname_np(c->thread, "sahut-capture");
    return err;
}

static void capture_finish(struct sahut_capture *c)
{
    if (c->poke_fd >= 0)
        close(c->poke_fd);
    free(c->name);
    free(c);
}

int sahut_capture_new(const struct sahut_capture_config *config, sahut_capture_listener *listener,
                      void *ctx, struct sahut_capture **out, struct sahut_why *why)
{
    const char *name;
    struct sahut_capture *c = calloc(1, sizeof(*c));
    if (!c)
        return sahut_why(why, -ENOMEM, "no memory for the microphone");
    c->kind = kind_of(config->input, &name);
    c->ring = config->ring;
    c->event_fd = config->event_fd;
    c->listener = listener;
    c->ctx = ctx;
    c->nodes_fd = -1;
    c->overrun = sahut_ring_overrun(config->ring);
    c->poke_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    c->name = strdup(name);
    int err = c->poke_fd < 0 ? -errno : c->name ? 0 : -ENOMEM;
    if (err)
        sahut_why(why, err, "the microphone's thread does not start: %s", strerror(-err));
    else
        err = check_recording(c, why);
    if (!err) {
        err = start_thread(c);
        if (err)
            sahut_why(why, err, "the microphone's thread does not start: %s", strerror(-err));
    }
    if (err) {
        capture_finish(c);
        return err;
    }
    *out = c;
    return 0;
}

void sahut_capture_free(struct sahut_capture *c)
{
    if (!c)
        return;
    atomic_store(&c->ending, true);
    eventfd_write(c->poke_fd, 1);
    pthread_join(c->thread, NULL);
    capture_finish(c);
}

void sahut_capture_pause(struct sahut_capture *c)
{
    atomic_store(&c->paused, true);
    eventfd_write(c->poke_fd, 1);
}

void sahut_capture_resume(struct sahut_capture *c)
{
    atomic_store(&c->paused, false);
    eventfd_write(c->poke_fd, 1);
}

uint64_t sahut_capture_progress(struct sahut_capture *c)
{
    return atomic_fetch_add(&c->progress, atomic_load(&c->at_ease));
}
