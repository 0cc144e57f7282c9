// SPDX-License-Identifier: GPL-3.0-or-later
/* An ALSA capture device.
 *
 *     PREPARED ──► RUNNING ──buffer full──► XRUN ──► PREPARED ──► RUNNING      goes on, -EPIPE once
 *                     ├──system sleeps────► SUSPENDED                          closed, opened again
 *                     └──pulled out───────► DISCONNECTED                       closed
 *
 * After a suspend some drivers resume running and some have to be prepared; starting one that runs
 * already is -EBADFD. To open it anew is right for both. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "audio/alsa_help.h"
#include "audio/alsa_pcm.h"
#include "audio/capture_device.h"
#include "sahut/audio.h"

#define PERIOD_US 20000
#define BUFFER_US 500000

struct alsa_capture {
    struct capture_device base;
    struct alsa_pcm device;
    void *frames; /**< CAPTURE_BLOCK frames as the device gives them */
    char name[];
};

static void capture_alsa_close(struct capture_device *d)
{
    struct alsa_capture *c = (struct alsa_capture *)d;
    alsa_pcm_close(&c->device);
    free(c->frames);
    free(c);
}

static int capture_alsa_open(const char *name, struct capture_device **out, struct sahut_why *why)
{
    const struct alsa_pcm_wish wish = {.stream = SND_PCM_STREAM_CAPTURE,
                                       .rate = SAHUT_HEAR_RATE,
                                       .period_us = PERIOD_US,
                                       .buffer_us = BUFFER_US,
                                       .start = 1};
    struct alsa_capture *c = calloc(1, sizeof(*c) + strlen(name) + 1);
    if (!c)
        return sahut_why(why, -ENOMEM, "sound device \"%s\": not enough memory", name);
    alsa_help_quiet();
    strcpy(c->name, name);
    int err = alsa_pcm_open(name, &wish, &c->device, why);
    if (!err) {
        c->base = (struct capture_device){&capture_alsa, c->device.rate};
        c->frames = malloc(CAPTURE_BLOCK * alsa_pcm_frame(&c->device));
        err = c->frames ? snd_pcm_start(c->device.pcm) : -ENOMEM;
        if (err < 0)
            sahut_why(why, err, "sound device \"%s\": does not start: %s", name, snd_strerror(err));
    }
    if (err < 0) {
        capture_alsa_close(&c->base);
        return err;
    }
    *out = &c->base;
    return 0;
}

static unsigned capture_alsa_fds(struct capture_device *d, struct pollfd *fds)
{
    struct alsa_capture *c = (struct alsa_capture *)d;
    int n = snd_pcm_poll_descriptors(c->device.pcm, fds, CAPTURE_FDS);
    return n > 0 ? (unsigned)n : 0;
}

static ssize_t gone(const struct alsa_capture *c, int err, struct sahut_why *why)
{
    switch (-err) {
    case ENODEV:
    case EBADFD:
    case ENXIO:
    case ENOTTY:
        return sahut_why(why, -ENODEV,
                         "sound device \"%s\": is gone; plug it in again, or set audio.input to "
                         "another one",
                         c->name);
    case ESTRPIPE:
        return sahut_why(why, err, "sound device \"%s\": was put to sleep with the machine",
                         c->name);
    }
    return sahut_why(why, err, "sound device \"%s\": has stopped: %s; has its sound server ended?",
                     c->name, snd_strerror(err));
}

static ssize_t lost_sound(struct alsa_capture *c, int err, struct sahut_why *why)
{
    if (err != -EPIPE)
        return gone(c, err, why);
    err = snd_pcm_prepare(c->device.pcm);
    if (err >= 0)
        err = snd_pcm_start(c->device.pcm);
    return err < 0 ? gone(c, err, why) : -EPIPE;
}

/* Where poll says "error" and reading does not, the state knows more. Left alone it would be said
 * again at once, for ever. */
static ssize_t explain(struct alsa_capture *c, struct sahut_why *why)
{
    switch (snd_pcm_state(c->device.pcm)) {
    case SND_PCM_STATE_XRUN:
        return lost_sound(c, -EPIPE, why);
    case SND_PCM_STATE_SUSPENDED:
        return gone(c, -ESTRPIPE, why);
    case SND_PCM_STATE_DISCONNECTED:
        return gone(c, -ENODEV, why);
    default: /* alsa-lib's list of states is open */
        return gone(c, -EIO, why);
    }
}

static ssize_t capture_alsa_read(struct capture_device *d, struct pollfd *fds, unsigned n_fds,
                                 int16_t *mono, struct sahut_why *why)
{
    struct alsa_capture *c = (struct alsa_capture *)d;
    unsigned short events = 0;
    int err = snd_pcm_poll_descriptors_revents(c->device.pcm, fds, n_fds, &events);
    if (err < 0)
        return gone(c, err, why);
    if (!events)
        return 0;
    snd_pcm_sframes_t n = snd_pcm_avail_update(c->device.pcm);
    if (n > 0) {
        snd_pcm_uframes_t most = n < CAPTURE_BLOCK ? (snd_pcm_uframes_t)n : CAPTURE_BLOCK;
        /* All of it is taken: what poll said is used up, and the kernel need not be asked again. */
        for (unsigned i = 0; n <= CAPTURE_BLOCK && i < n_fds; i++)
            fds[i].revents = 0;
        n = snd_pcm_readi(c->device.pcm, c->frames, most);
    }
    if (n == -EAGAIN || n == 0)
        return events & (POLLERR | POLLNVAL | POLLHUP) ? explain(c, why) : 0;
    if (n < 0)
        return lost_sound(c, (int)n, why);
    frames_to_mono(c->frames, (size_t)n, c->device.format, c->device.channels, mono);
    return n;
}

const struct capture_kind capture_alsa = {.open = capture_alsa_open,
                                          .fds = capture_alsa_fds,
                                          .read = capture_alsa_read,
                                          .close = capture_alsa_close};
