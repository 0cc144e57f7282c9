// SPDX-License-Identifier: GPL-3.0-or-later
/* A recording at the pace of a clock, then silence for ever: what a quiet room sounds like. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "audio/capture_device.h"
#include "sahut/audio.h"

#define TICK_MS     20
#define TICK_FRAMES (SAHUT_HEAR_RATE * TICK_MS / 1000)

struct file_capture {
    struct capture_device base;
    struct sahut_source *source;
    int timer;
    uint64_t owed; /**< ticks that have passed and were not read */
    bool over;
};

static void capture_file_close(struct capture_device *d)
{
    struct file_capture *f = (struct file_capture *)d;
    sahut_source_free(f->source);
    if (f->timer >= 0)
        close(f->timer);
    free(f);
}

static int start_timer(struct file_capture *f, struct sahut_why *why)
{
    const struct timespec tick = {.tv_nsec = TICK_MS * 1000000L};
    const struct itimerspec every = {tick, tick};
    f->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (f->timer >= 0 && timerfd_settime(f->timer, 0, &every, NULL) == 0)
        return 0;
    int err = -errno;
    return sahut_why(why, err, "no timer for a recording: %s", strerror(-err));
}

static int capture_file_open(const char *name, struct capture_device **out, struct sahut_why *why)
{
    struct file_capture *f = calloc(1, sizeof(*f));
    if (!f)
        return sahut_why(why, -ENOMEM, "%s: not enough memory", name);
    f->base = (struct capture_device){&capture_file, SAHUT_HEAR_RATE};
    f->timer = -1;
    int err = sahut_source_file(name, &f->source, why);
    if (!err)
        err = start_timer(f, why);
    if (err) {
        capture_file_close(&f->base);
        return err;
    }
    *out = &f->base;
    return 0;
}

static unsigned capture_file_fds(struct capture_device *d, struct pollfd *fds)
{
    fds[0] = (struct pollfd){.fd = ((struct file_capture *)d)->timer, .events = POLLIN};
    return 1;
}

static ssize_t end(struct file_capture *f, ssize_t err, struct sahut_why *why)
{
    f->over = true;
    if (!err)
        sahut_why(why, 0, "%s: is over; what follows is silence", sahut_source_name(f->source));
    return -ENODATA;
}

static ssize_t capture_file_read(struct capture_device *d, struct pollfd *fds, unsigned n_fds,
                                 int16_t *mono, struct sahut_why *why)
{
    struct file_capture *f = (struct file_capture *)d;
    uint64_t ticks;
    if (read(f->timer, &ticks, sizeof(ticks)) == sizeof(ticks))
        f->owed += ticks;
    if (f->owed == 0)
        return 0;
    ssize_t n = f->over ? 0 : sahut_source_read(f->source, mono, TICK_FRAMES, why);
    if (n <= 0 && !f->over)
        return end(f, n, why);
    f->owed--;
    memset(mono + n, 0, (size_t)(TICK_FRAMES - n) * sizeof(*mono));
    return TICK_FRAMES;
}

const struct capture_kind capture_file = {.open = capture_file_open,
                                          .fds = capture_file_fds,
                                          .read = capture_file_read,
                                          .close = capture_file_close};
