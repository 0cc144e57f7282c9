// SPDX-License-Identifier: GPL-3.0-or-later
/* Mono 16 bit ─ resampler ─ frames of the device's format and channels ─ alsa-lib.
 *
 *   PREPARED ──write──► RUNNING ──all played──► XRUN ──write──► PREPARED, and the write goes on
 *
 * Between two answers the device runs dry on purpose, so that it may sleep; that is no error. Each
 * write starts the device if it is not running: a short beep must sound without another write.
 * Nothing waits for a device longer than STALL_MS: a sound server may stop without a word. */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "audio/alsa_help.h"
#include "audio/alsa_pcm.h"
#include "audio/resampler.h"
#include "audio/sink_alsa.h"
#include "sahut/log.h"

#define BLOCK_FRAMES 1024
#define BUFFER_US    200000
#define PERIOD_US    20000
#define STALL_MS     1000
#define DRAIN_MS     10
/* A device that fails this often without taking a frame will not recover. */
#define RECOVERIES_MAX 8

struct alsa_sink {
    struct sahut_sink base;
    char *name;
    struct alsa_pcm device;
    struct sahut_resampler *resampler;
    int16_t mono[BLOCK_FRAMES];
    void *frames; /**< BLOCK_FRAMES frames as the device wants them */
};

static int recover(struct alsa_sink *s, int err)
{
    if (err == -ETIMEDOUT)
        return err;
    sahut_log(SAHUT_LOG_DEBUG, "audio", "%s: %s, starting again", s->name, snd_strerror(err));
    return snd_pcm_recover(s->device.pcm, err, 1);
}

static int failed(const struct alsa_sink *s, int err, struct sahut_why *why)
{
    if (err == -ENODEV || err == -EBADFD)
        return sahut_why(why, -ENODEV,
                         "sound device \"%s\": is gone; plug it in again, or name another device",
                         s->name);
    if (err == -ETIMEDOUT)
        return sahut_why(
            why, err, "sound device \"%s\": takes no sound any more; is its sound server stopped?",
            s->name);
    return sahut_why(why, err, "sound device \"%s\": cannot play: %s", s->name, snd_strerror(err));
}

/* Frames taken (maybe none, there is room now), or a negative error. */
static snd_pcm_sframes_t play_some(struct alsa_sink *s, const void *frames, snd_pcm_uframes_t n)
{
    snd_pcm_sframes_t now = snd_pcm_writei(s->device.pcm, frames, n);
    if (now != -EAGAIN)
        return now == 0 ? -EIO : now;
    int ready = snd_pcm_wait(s->device.pcm, STALL_MS);
    return ready == 0 ? -ETIMEDOUT : ready < 0 ? ready : 0;
}

static int play_frames(struct alsa_sink *s, snd_pcm_uframes_t n, struct sahut_why *why)
{
    const char *at = s->frames;
    int recoveries = 0;
    while (n > 0) {
        snd_pcm_sframes_t now = play_some(s, at, n);
        if (now >= 0) {
            at += (size_t)now * alsa_pcm_frame(&s->device);
            n -= (snd_pcm_uframes_t)now;
            recoveries = now > 0 ? 0 : recoveries;
            continue;
        }
        int err = (int)now;
        if (recoveries++ < RECOVERIES_MAX)
            err = recover(s, err);
        if (err < 0)
            return failed(s, err, why);
    }
    return 0;
}

static int play_mono(struct alsa_sink *s, const int16_t *pcm, size_t n, struct sahut_why *why)
{
    for (int err = 0; n > 0;) {
        size_t in_n = n, out_n = BLOCK_FRAMES;
        sahut_resampler_run(s->resampler, pcm, &in_n, s->mono, &out_n);
        frames_from_mono(s->mono, out_n, s->device.format, s->device.channels, s->frames);
        err = play_frames(s, out_n, why);
        if (err)
            return err;
        pcm += in_n;
        n -= in_n;
    }
    return 0;
}

/* The state is only up to date after the position was asked for. */
static snd_pcm_state_t state_now(const struct alsa_sink *s)
{
    snd_pcm_sframes_t err = snd_pcm_avail_update(s->device.pcm);
    return err == -ENODEV ? SND_PCM_STATE_DISCONNECTED : snd_pcm_state(s->device.pcm);
}

static int alsa_write(struct sahut_sink *sink, const int16_t *pcm, size_t n, struct sahut_why *why)
{
    struct alsa_sink *s = (struct alsa_sink *)sink;
    /* What the filter still holds belongs to a sound that has ended. */
    if (state_now(s) != SND_PCM_STATE_RUNNING)
        resampler_restart(s->resampler);
    int err = play_mono(s, pcm, n, why);
    if (err || snd_pcm_state(s->device.pcm) != SND_PCM_STATE_PREPARED)
        return err;
    err = snd_pcm_start(s->device.pcm);
    return err < 0 ? failed(s, err, why) : 0;
}

static void alsa_drop(struct sahut_sink *sink)
{
    struct alsa_sink *s = (struct alsa_sink *)sink;
    snd_pcm_drop(s->device.pcm);
    snd_pcm_prepare(s->device.pcm);
}

/* Zeros push the last samples out of the resampler. */
static int flush(struct alsa_sink *s)
{
    static const int16_t zeros[BLOCK_FRAMES];
    int err = 0;
    for (size_t left = sahut_resampler_delay(s->resampler); left > 0 && !err;) {
        size_t in_n = BLOCK_FRAMES, out_n = left < BLOCK_FRAMES ? left : BLOCK_FRAMES;
        sahut_resampler_run(s->resampler, zeros, &in_n, s->mono, &out_n);
        frames_from_mono(s->mono, out_n, s->device.format, s->device.channels, s->frames);
        err = play_frames(s, out_n, NULL);
        left -= out_n;
    }
    return err;
}

/* Until all is played, but no longer than that can take. */
static int drain(struct alsa_sink *s)
{
    unsigned long longest =
        s->device.buffer * 1000UL / s->device.rate + STALL_MS; /* milliseconds */
    int err = snd_pcm_drain(s->device.pcm);
    for (unsigned long ms = 0; err == -EAGAIN && ms < longest; ms += DRAIN_MS) {
        if (state_now(s) != SND_PCM_STATE_DRAINING)
            return 0;
        poll(NULL, 0, DRAIN_MS);
    }
    return err == -EAGAIN ? -ETIMEDOUT : err;
}

static void alsa_finish(struct alsa_sink *s)
{
    alsa_pcm_close(&s->device);
    sahut_resampler_free(s->resampler);
    free(s->frames);
    free(s->name);
    free(s);
}

static void alsa_close(struct sahut_sink *sink)
{
    struct alsa_sink *s = (struct alsa_sink *)sink;
    if (state_now(s) == SND_PCM_STATE_RUNNING) {
        int err = flush(s);
        if (!err)
            err = drain(s);
        if (err < 0)
            sahut_log(SAHUT_LOG_WARN, "audio", "sound device \"%s\": the end was not played: %s",
                      s->name, snd_strerror(err));
    }
    alsa_finish(s);
}

static const struct sink_ops alsa_ops = {
    .write = alsa_write, .drop = alsa_drop, .close = alsa_close};

enum sink_alsa_state sink_alsa_state(const struct sahut_sink *sink)
{
    switch (state_now((const struct alsa_sink *)sink)) {
    case SND_PCM_STATE_RUNNING:
    case SND_PCM_STATE_DRAINING:
    case SND_PCM_STATE_PAUSED:
        return SINK_ALSA_PLAYING;
    case SND_PCM_STATE_DISCONNECTED:
        return SINK_ALSA_GONE;
    default: /* alsa-lib's list of states is open */
        return SINK_ALSA_DRY;
    }
}

static int alsa_init(struct alsa_sink *s, struct sahut_why *why)
{
    const struct alsa_pcm_wish wish = {.stream = SND_PCM_STREAM_PLAYBACK,
                                       .rate = s->base.rate,
                                       .period_us = PERIOD_US,
                                       .buffer_us = BUFFER_US};
    int err = alsa_pcm_open(s->name, &wish, &s->device, why);
    if (err)
        return err;
    s->frames = calloc(BLOCK_FRAMES, alsa_pcm_frame(&s->device));
    if (!s->frames)
        return -ENOMEM;
    return sahut_resampler_new(s->base.rate, s->device.rate, &s->resampler);
}

int sahut_sink_alsa(const char *pcm, unsigned rate, struct sahut_sink **out, struct sahut_why *why)
{
    int err = sink_check_rate(pcm, rate, why);
    if (err)
        return err;
    alsa_help_quiet();
    struct alsa_sink *s = calloc(1, sizeof(*s));
    char *name = strdup(pcm);
    if (!s || !name) {
        free(s);
        free(name);
        return sahut_why(why, -ENOMEM, "sound device \"%s\": not enough memory", pcm);
    }
    *s = (struct alsa_sink){.base = {.ops = &alsa_ops, .rate = rate}, .name = name};
    err = alsa_init(s, why);
    if (err) {
        alsa_finish(s);
        return err == -ENOMEM ? sahut_why(why, err, "sound device \"%s\": not enough memory", pcm)
                              : err;
    }
    *out = &s->base;
    return 0;
}
