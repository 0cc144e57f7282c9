// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/alsa_pcm.h"

#include <errno.h>
#include <stdbool.h>

#include "audio/alsa_help.h"
#include "sahut/log.h"

#define CHANNELS_MAX 8

struct setup {
    struct alsa_pcm pcm;
    const char *name;
    const struct alsa_pcm_wish *wish;
};

/* Our formats in the order of preference, by alsa-lib's names. */
static const snd_pcm_format_t formats[FRAMES_FORMATS] = {
    [FRAMES_S16] = SND_PCM_FORMAT_S16,       [FRAMES_S32] = SND_PCM_FORMAT_S32,
    [FRAMES_FLOAT] = SND_PCM_FORMAT_FLOAT,   [FRAMES_S24] = SND_PCM_FORMAT_S24,
    [FRAMES_U8] = SND_PCM_FORMAT_U8,
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    [FRAMES_S24_3] = SND_PCM_FORMAT_S24_3LE,
#else
    [FRAMES_S24_3] = SND_PCM_FORMAT_S24_3BE,
#endif
};

static int unusable(const struct setup *s, int err, const char *what, struct sahut_why *why)
{
    return sahut_why(why, err,
                     "sound device \"%s\": %s (%s); its \"plughw:\" or \"default\" name converts",
                     s->name, what, snd_strerror(err));
}

static int choose_format(struct setup *s, snd_pcm_hw_params_t *hw)
{
    for (int i = 0; i < FRAMES_FORMATS; i++) {
        if (snd_pcm_hw_params_set_format(s->pcm.pcm, hw, formats[i]) < 0)
            continue;
        s->pcm.format = (enum frames_format)i;
        return 0;
    }
    return -EINVAL;
}

static int choose_channels(struct setup *s, snd_pcm_hw_params_t *hw)
{
    for (unsigned channels = 1; channels <= CHANNELS_MAX; channels++) {
        if (snd_pcm_hw_params_set_channels(s->pcm.pcm, hw, channels) < 0)
            continue;
        s->pcm.channels = channels;
        return 0;
    }
    return -EINVAL;
}

/* The wanted rate, else the next higher one, so that no treble is lost, else the highest. */
static int choose_rate(struct setup *s, snd_pcm_hw_params_t *hw)
{
    unsigned least = s->wish->rate;
    int dir = 0;
    snd_pcm_hw_params_set_rate_resample(s->pcm.pcm, hw, 0);
    if (snd_pcm_hw_params_set_rate_min(s->pcm.pcm, hw, &least, &dir) >= 0)
        return snd_pcm_hw_params_set_rate_first(s->pcm.pcm, hw, &s->pcm.rate, &dir);
    return snd_pcm_hw_params_set_rate_last(s->pcm.pcm, hw, &s->pcm.rate, &dir);
}

static int set_up_hardware(struct setup *s, struct sahut_why *why)
{
    const bool play = s->wish->stream == SND_PCM_STREAM_PLAYBACK;
    snd_pcm_hw_params_t *hw;
    snd_pcm_hw_params_alloca(&hw);
    int err = snd_pcm_hw_params_any(s->pcm.pcm, hw);
    if (err < 0)
        return unusable(s, err, play ? "has no settings to play with" : "has no settings", why);
    err = snd_pcm_hw_params_set_access(s->pcm.pcm, hw, SND_PCM_ACCESS_RW_INTERLEAVED);
    if (err < 0)
        return unusable(s, err, "takes no interleaved frames", why);
    err = choose_format(s, hw);
    if (err < 0)
        return unusable(s, err, "has none of the formats S16, S24, S32, FLOAT and U8", why);
    err = choose_channels(s, hw);
    if (err < 0)
        return unusable(s, err, "does not have 1 to 8 channels", why);
    err = choose_rate(s, hw);
    if (err < 0)
        return unusable(s, err, "does not say its sample rate", why);
    unsigned period = s->wish->period_us, buffer = s->wish->buffer_us;
    snd_pcm_hw_params_set_buffer_time_near(s->pcm.pcm, hw, &buffer, NULL);
    snd_pcm_hw_params_set_period_time_near(s->pcm.pcm, hw, &period, NULL);
    err = snd_pcm_hw_params(s->pcm.pcm, hw);
    return err < 0 ? unusable(s, err, "refuses its own settings", why) : 0;
}

static int set_up_start(struct setup *s, struct sahut_why *why)
{
    struct alsa_pcm *p = &s->pcm;
    snd_pcm_sw_params_t *sw;
    snd_pcm_sw_params_alloca(&sw);
    int err = snd_pcm_get_params(p->pcm, &p->buffer, &p->period);
    if (err >= 0)
        err = snd_pcm_sw_params_current(p->pcm, sw);
    if (err >= 0) {
        snd_pcm_uframes_t start = s->wish->start ? s->wish->start : 2 * p->period;
        start = start < p->buffer ? start : p->buffer;
        err = snd_pcm_sw_params_set_start_threshold(p->pcm, sw, start);
    }
    if (err >= 0)
        err = snd_pcm_sw_params(p->pcm, sw);
    return err < 0 ? unusable(s, err, "cannot be told when to start", why) : 0;
}

int alsa_pcm_open(const char *name, const struct alsa_pcm_wish *wish, struct alsa_pcm *out,
                  struct sahut_why *why)
{
    struct setup s = {.name = name, .wish = wish};
    /* Without SND_PCM_NONBLOCK, opening a device in use waits until it is free. "plughw:" may turn
     * the packed 24 bits of a USB device, or its channels, into something we have. */
    int err =
        snd_pcm_open(&s.pcm.pcm, name, wish->stream, SND_PCM_NONBLOCK | SND_PCM_NO_AUTO_RESAMPLE);
    if (err < 0)
        return alsa_help_open(name, wish->stream, err, why);
    err = set_up_hardware(&s, why);
    if (!err)
        err = set_up_start(&s, why);
    if (err) {
        snd_pcm_close(s.pcm.pcm);
        return err;
    }
    sahut_log(SAHUT_LOG_INFO, "audio", "%s: %u Hz, %u channels, %s, %lu frames in periods of %lu",
              name, s.pcm.rate, s.pcm.channels, snd_pcm_format_name(formats[s.pcm.format]),
              s.pcm.buffer, s.pcm.period);
    *out = s.pcm;
    return 0;
}

void alsa_pcm_close(struct alsa_pcm *p)
{
    if (!p->pcm)
        return;
    /* alsa-lib would play the rest first where the stream was ended by a drain. */
    snd_pcm_drop(p->pcm);
    snd_pcm_close(p->pcm);
    p->pcm = NULL;
}

size_t alsa_pcm_frame(const struct alsa_pcm *p)
{
    return p->channels * frames_sample_size(p->format);
}
