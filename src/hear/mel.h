// SPDX-License-Identifier: GPL-3.0-or-later
/** Log-mel features of the wake network: one frame of MEL_BANDS natural logarithms every 20 ms.
 *
 * A frame is the mean power of two windows of 25 ms, 10 ms apart (Hamming, pre-emphasis 0.97,
 * 512-point transform), in triangles of equal width on the mel scale from 100 to 7,200 Hz. Frame i
 * covers samples 320·i to 320·i + 560. A constant is added to the power, so that silence has a
 * floor. Allocates nothing.
 */
#ifndef HEAR_MEL_H
#define HEAR_MEL_H

#include <stddef.h>
#include <stdint.h>

#include "hear/spectrum.h"

#define MEL_BANDS 24
#define MEL_HOP   320 /**< samples between frames */
#define MEL_SPAN  560 /**< samples that one frame looks at */

#define MEL_WINDOW 400

/** Tables; about 8 kB. */
struct mel {
    float window[MEL_WINDOW];
    struct spectrum spectrum;
    uint16_t first[MEL_BANDS], count[MEL_BANDS], at[MEL_BANDS]; /* bins of a band; its weights */
    float weights[SPECTRUM_SAMPLES];
};

void mel_init(struct mel *m);
/** `pcm` has MEL_SPAN samples. */
void mel_frame(const struct mel *m, const int16_t *pcm, float out[MEL_BANDS]);

#endif
