// SPDX-License-Identifier: GPL-3.0-or-later
/** Does a microphone give sound, or only something that looks like it?
 *
 *     zeros      every sample 0, for 5 s: muted, or the wrong input
 *     constant   all samples within 2 steps of each other and not around 0, for 5 s: broken
 *     clipping   of each of two seconds in a row 1 % or more at full scale: gain too high
 *
 * Out of the first two lead 0.2 s of other sound; out of clipping ten seconds in a row with less
 * than 0.1 % each. A step function over samples; allocates nothing; embedded in its owner. */
#ifndef AUDIO_HEALTH_H
#define AUDIO_HEALTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum health_state { HEALTH_GOOD, HEALTH_ZEROS, HEALTH_CONSTANT, HEALTH_CLIPPING };

struct health {
    unsigned rate;
    enum health_state state;
    /* Of the block of 20 ms, then of blocks in a row. */
    size_t block_n;
    int16_t block_min, block_max;
    int16_t still_min, still_max; /**< of the blocks that look like a dead input */
    size_t still_n;               /**< samples of them */
    size_t alive_n;               /**< samples of sound in a row */
    /* Of the running second. */
    size_t second_n, full_n;
    unsigned hot_seconds, calm_seconds; /**< in a row */
};

void health_init(struct health *h, unsigned rate);
/** Takes `n` samples of `rate` Hz, as near to the device as can be: a resampler rounds the corners
 * of clipping off. Whether the state has changed. */
bool health_step(struct health *h, const int16_t *pcm, size_t n);

#endif
