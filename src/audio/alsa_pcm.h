// SPDX-License-Identifier: GPL-3.0-or-later
/** An ALSA device for playing or recording, set up for us: any name, the format, channels and rate
 * that suit us best of what it has. Never waits: reads and writes give -EAGAIN instead. */
#ifndef AUDIO_ALSA_PCM_H
#define AUDIO_ALSA_PCM_H

#include <alsa/asoundlib.h>

#include "audio/frames.h"
#include "sahut/why.h"

struct alsa_pcm {
    snd_pcm_t *pcm; /**< NULL when closed */
    enum frames_format format;
    unsigned rate, channels;
    snd_pcm_uframes_t period, buffer; /**< frames */
};

struct alsa_pcm_wish {
    snd_pcm_stream_t stream;
    unsigned rate; /**< the lowest rate that loses nothing */
    unsigned period_us, buffer_us;
    snd_pcm_uframes_t start; /**< starts by itself after so many frames; 0: two periods */
};

/** Opens the device called `name`. Only the rate is kept from alsa-lib, whose default conversion is
 * linear interpolation. -ENOENT, -ENODEV, -EBUSY, -EACCES, -EINVAL (no settings that we can use), …
 * with `why`; `out` is untouched then. */
int alsa_pcm_open(const char *name, const struct alsa_pcm_wish *wish, struct alsa_pcm *out,
                  struct sahut_why *why);
/** At once; what was not played is not. */
void alsa_pcm_close(struct alsa_pcm *p);
/** Bytes of a frame. */
size_t alsa_pcm_frame(const struct alsa_pcm *p);

#endif
