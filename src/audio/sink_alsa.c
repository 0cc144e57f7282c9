// SPDX-License-Identifier: GPL-3.0-or-later
/* Mono 16 bit ─ resampler ─ frames of the device's format and channels ─ alsa-lib.
 *
 *   PREPARED ──write──► RUNNING ──all played──► XRUN ──write──► PREPARED, and the write goes on
 *
 * Between two answers the device runs dry on purpose, so that it may sleep; that is no error. Each
 * write starts the device if it is not running: a short beep must sound without another write. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <alsa/asoundlib.h>

#include "audio/alsa_help.h"
#include "audio/frames.h"
#include "audio/resampler.h"
#include "audio/sink.h"
#include "sahut/log.h"

#define BLOCK_FRAMES 1024
#define CHANNELS_MAX 8
#define BUFFER_US    200000
#define PERIOD_US    20000
/* A device that fails this often without taking a frame will not recover. */
#define RECOVERIES_MAX 8

struct alsa_sink {
    struct sahut_sink base;
    char *name;
    snd_pcm_t *pcm;
    enum frames_format format;
    unsigned device_rate, channels;
    struct sahut_resampler *resampler;
    int16_t mono[BLOCK_FRAMES];
    void *frames; /**< BLOCK_FRAMES frames as the device wants them */
};

/* Our formats in the order of preference, by alsa-lib's names. */
static const snd_pcm_format_t formats[] = {
    [FRAMES_S16] = SND_PCM_FORMAT_S16,
    [FRAMES_S32] = SND_PCM_FORMAT_S32,
    [FRAMES_FLOAT] = SND_PCM_FORMAT_FLOAT,
};

static int recover(struct alsa_sink *s, int err)
{
    sahut_log(SAHUT_LOG_DEBUG, "audio", "%s: %s, starting again", s->name, snd_strerror(err));
    return snd_pcm_recover(s->pcm, err, 1);
}

static int failed(const struct alsa_sink *s, int err, struct sahut_why *why)
{
    if (err == -ENODEV || err == -EBADFD)
        return sahut_why(why, -ENODEV,
                         "sound device \"%s\": is gone; plug it in again, or name another device",
                         s->name);
    return sahut_why(why, err, "sound device \"%s\": cannot play: %s", s->name, snd_strerror(err));
}

static int play_frames(struct alsa_sink *s, snd_pcm_uframes_t n, struct sahut_why *why)
{
    size_t frame_size = frames_sample_size(s->format) * s->channels;
    const char *at = s->frames;
    int recoveries = 0;
    while (n > 0) {
        snd_pcm_sframes_t now = snd_pcm_writei(s->pcm, at, n);
        if (now > 0) {
            at += (size_t)now * frame_size;
            n -= (snd_pcm_uframes_t)now;
            recoveries = 0;
            continue;
        }
        int err = now < 0 ? (int)now : -EIO;
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
        frames_from_mono(s->mono, out_n, s->format, s->channels, s->frames);
        err = play_frames(s, out_n, why);
        if (err)
            return err;
        pcm += in_n;
        n -= in_n;
    }
    return 0;
}

/* The state is only up to date after the position was asked for. */
static bool is_running(const struct alsa_sink *s)
{
    return snd_pcm_avail_update(s->pcm) >= 0 && snd_pcm_state(s->pcm) == SND_PCM_STATE_RUNNING;
}

static int alsa_write(struct sahut_sink *sink, const int16_t *pcm, size_t n, struct sahut_why *why)
{
    struct alsa_sink *s = (struct alsa_sink *)sink;
    /* What the filter still holds belongs to a sound that has ended. */
    if (!is_running(s))
        resampler_restart(s->resampler);
    int err = play_mono(s, pcm, n, why);
    if (err || snd_pcm_state(s->pcm) != SND_PCM_STATE_PREPARED)
        return err;
    err = snd_pcm_start(s->pcm);
    return err < 0 ? failed(s, err, why) : 0;
}

static void alsa_drop(struct sahut_sink *sink)
{
    struct alsa_sink *s = (struct alsa_sink *)sink;
    snd_pcm_drop(s->pcm);
    snd_pcm_prepare(s->pcm);
}

/* Zeros push the last samples out of the resampler. */
static int flush(struct alsa_sink *s)
{
    static const int16_t zeros[BLOCK_FRAMES];
    int err = 0;
    for (size_t left = sahut_resampler_delay(s->resampler); left > 0 && !err;) {
        size_t in_n = BLOCK_FRAMES, out_n = left < BLOCK_FRAMES ? left : BLOCK_FRAMES;
        sahut_resampler_run(s->resampler, zeros, &in_n, s->mono, &out_n);
        frames_from_mono(s->mono, out_n, s->format, s->channels, s->frames);
        err = play_frames(s, out_n, NULL);
        left -= out_n;
    }
    return err;
}

static void alsa_finish(struct alsa_sink *s)
{
    if (s->pcm)
        snd_pcm_close(s->pcm);
    sahut_resampler_free(s->resampler);
    free(s->frames);
    free(s->name);
    free(s);
}

static void alsa_close(struct sahut_sink *sink)
{
    struct alsa_sink *s = (struct alsa_sink *)sink;
    if (is_running(s)) {
        int err = flush(s);
        if (!err)
            err = snd_pcm_drain(s->pcm);
        if (err < 0)
            sahut_log(SAHUT_LOG_WARN, "audio", "sound device \"%s\": the end was not played: %s",
                      s->name, snd_strerror(err));
    }
    alsa_finish(s);
}

static const struct sink_ops alsa_ops = {
    .write = alsa_write, .drop = alsa_drop, .close = alsa_close};

static int choose_format(struct alsa_sink *s, snd_pcm_hw_params_t *hw)
{
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        if (snd_pcm_hw_params_set_format(s->pcm, hw, formats[i]) < 0)
            continue;
        s->format = (enum frames_format)i;
        return 0;
    }
    return -EINVAL;
}

static int choose_channels(struct alsa_sink *s, snd_pcm_hw_params_t *hw)
{
    for (unsigned channels = 1; channels <= CHANNELS_MAX; channels++) {
        if (snd_pcm_hw_params_set_channels(s->pcm, hw, channels) < 0)
            continue;
        s->channels = channels;
        return 0;
    }
    return -EINVAL;
}

/* The wanted rate, else the next higher one, so that no treble is lost, else the highest. */
static int choose_rate(struct alsa_sink *s, snd_pcm_hw_params_t *hw)
{
    unsigned least = s->base.rate;
    int dir = 0;
    snd_pcm_hw_params_set_rate_resample(s->pcm, hw, 0);
    if (snd_pcm_hw_params_set_rate_min(s->pcm, hw, &least, &dir) >= 0)
        return snd_pcm_hw_params_set_rate_first(s->pcm, hw, &s->device_rate, &dir);
    return snd_pcm_hw_params_set_rate_last(s->pcm, hw, &s->device_rate, &dir);
}

static int unusable(const struct alsa_sink *s, int err, const char *what, struct sahut_why *why)
{
    return sahut_why(why, err,
                     "sound device \"%s\": %s (%s); its \"plughw:\" or \"default\" name converts",
                     s->name, what, snd_strerror(err));
}

static int set_up_hardware(struct alsa_sink *s, struct sahut_why *why)
{
    snd_pcm_hw_params_t *hw;
    snd_pcm_hw_params_alloca(&hw);
    int err = snd_pcm_hw_params_any(s->pcm, hw);
    if (err < 0)
        return unusable(s, err, "has no settings to play with", why);
    err = snd_pcm_hw_params_set_access(s->pcm, hw, SND_PCM_ACCESS_RW_INTERLEAVED);
    if (err < 0)
        return unusable(s, err, "takes no interleaved frames", why);
    err = choose_format(s, hw);
    if (err < 0)
        return unusable(s, err, "takes none of the formats S16, S32 and FLOAT", why);
    err = choose_channels(s, hw);
    if (err < 0)
        return unusable(s, err, "does not play 1 to 8 channels", why);
    err = choose_rate(s, hw);
    if (err < 0)
        return unusable(s, err, "does not say its sample rate", why);
    unsigned period = PERIOD_US, buffer = BUFFER_US;
    snd_pcm_hw_params_set_buffer_time_near(s->pcm, hw, &buffer, NULL);
    snd_pcm_hw_params_set_period_time_near(s->pcm, hw, &period, NULL);
    err = snd_pcm_hw_params(s->pcm, hw);
    return err < 0 ? unusable(s, err, "refuses its own settings", why) : 0;
}

/* Starts after two periods, or at the end of a write when there is less to play. */
static int set_up_start(struct alsa_sink *s, struct sahut_why *why)
{
    snd_pcm_uframes_t buffer = 0, period = 0;
    snd_pcm_sw_params_t *sw;
    snd_pcm_sw_params_alloca(&sw);
    int err = snd_pcm_get_params(s->pcm, &buffer, &period);
    if (err >= 0)
        err = snd_pcm_sw_params_current(s->pcm, sw);
    if (err >= 0) {
        snd_pcm_uframes_t start = 2 * period < buffer ? 2 * period : buffer;
        err = snd_pcm_sw_params_set_start_threshold(s->pcm, sw, start);
    }
    if (err >= 0)
        err = snd_pcm_sw_params(s->pcm, sw);
    if (err < 0)
        return unusable(s, err, "cannot be told when to start", why);
    sahut_log(SAHUT_LOG_INFO, "audio", "%s: %u Hz, %u channels, %s, %lu frames in periods of %lu",
              s->name, s->device_rate, s->channels, snd_pcm_format_name(formats[s->format]), buffer,
              period);
    return 0;
}

static int alsa_init(struct alsa_sink *s, struct sahut_why *why)
{
    /* Without SND_PCM_NONBLOCK, opening a device in use waits until it is free. Only the rate is
     * kept from alsa-lib, whose default conversion is linear interpolation; "plughw:" may turn the
     * packed 24 bits of a USB device, or its channels, into something we have. */
    int err = snd_pcm_open(&s->pcm, s->name, SND_PCM_STREAM_PLAYBACK,
                           SND_PCM_NONBLOCK | SND_PCM_NO_AUTO_RESAMPLE);
    if (err < 0) {
        s->pcm = NULL;
        return alsa_help_open(s->name, err, why);
    }
    err = snd_pcm_nonblock(s->pcm, 0);
    if (err < 0)
        return unusable(s, err, "cannot wait", why);
    err = set_up_hardware(s, why);
    if (!err)
        err = set_up_start(s, why);
    if (err)
        return err;
    s->frames = calloc(BLOCK_FRAMES, s->channels * frames_sample_size(s->format));
    if (!s->frames)
        return -ENOMEM;
    return sahut_resampler_new(s->base.rate, s->device_rate, &s->resampler);
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
