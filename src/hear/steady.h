// SPDX-License-Identifier: GPL-3.0-or-later
/** How steady the noise of an utterance is: whether a noise removal that learns it from the past
 * can know it.
 *
 * In each band the log-mels, smoothed over 50 ms, go down to the noise between words; how far apart
 * their 5th and 25th percentiles are, on average over the bands, tells how much that changes.
 * Measured over orders at 6 and 12 dB: kitchen hum with dishes 2.2 to 3.3 dB (one in ten below, one
 * in ten above), music and kitchen sounds that come and go 4.4 dB and more in three of four, a
 * quiet room below 0.5. Allocates nothing.
 */
#ifndef HEAR_STEADY_H
#define HEAR_STEADY_H

#include "hear/front.h"

#define STEADY_DB 3.6f /**< what spreads less is steady */

/** In dB; INFINITY if there are too few frames to tell (below 140 ms). `scratch`: room for
 * `frames`. */
float steady_spread(const float (*log_mels)[FRONT_BANDS], int frames, float *scratch);

#endif
