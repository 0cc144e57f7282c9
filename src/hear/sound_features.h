// SPDX-License-Identifier: GPL-3.0-or-later
/** The last 3 s of a stream as log-mel frames, with their mean per band. What the networks look at.
 * Allocates nothing; embedded in its owner.
 */
#ifndef HEAR_SOUND_FEATURES_H
#define HEAR_SOUND_FEATURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hear/mel.h"

#define FEATURES_RING  150 /**< frames: 3 s */
#define FEATURES_SCALE 0.5f
/** Samples from before the point of interest that should be fed first. */
#define FEATURES_CONTEXT ((FEATURES_RING - 1) * MEL_HOP + MEL_SPAN)

struct features {
    struct mel mel;
    int16_t pcm[MEL_SPAN];
    size_t n_pcm;
    long frames; /**< made since the beginning */
    float ring[FEATURES_RING][MEL_BANDS];
    double sum[MEL_BANDS];
};

void features_init(struct features *f);
/** A new stretch of sound begins. */
void features_begin(struct features *f);
/** Takes samples until a frame is complete or `*n` are used; `*n` becomes how many were taken. True
 * if there is a new frame. */
bool features_feed(struct features *f, const int16_t *pcm, size_t *n);
/** A frame that was made elsewhere (mel.h), scaled. */
void features_add(struct features *f, const float frame[MEL_BANDS]);
/** Mean of each band over the ring. At least one frame must be there. */
void features_mean(const struct features *f, float mean[MEL_BANDS]);
/** The last `n` frames in one piece, scaled, the mean not taken out. */
void features_last(const struct features *f, size_t n, float *out);

#endif
