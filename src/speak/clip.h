// SPDX-License-Identifier: GPL-3.0-or-later
/** A recorded message on its way back: how much louder it has to be, and its conversion to the
 * voice's rate. */
#ifndef SPEAK_CLIP_H
#define SPEAK_CLIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/audio.h"

/** Brings the loud parts of speech to -18 dBFS: at most 24 dB up or down, 1 for silence (louder
 * than -60 dBFS nowhere), and less if one sample in a thousand would not fit. */
double clip_gain(const int16_t *pcm, size_t n);

/** Takes sound of SAHUT_VOICE_RATE; false ends it. */
typedef bool clip_sound(void *ctx, const int16_t *pcm, size_t n);

/** Converts 16 kHz to SAHUT_VOICE_RATE piece by piece, exactly as long as the original, `gain`
 * applied, ends faded. `r` is fresh, from SAHUT_HEAR_RATE. */
void clip_play(struct sahut_resampler *r, const int16_t *pcm, size_t n, double gain,
               clip_sound *sound, void *ctx);

#endif
