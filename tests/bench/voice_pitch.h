// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef BENCH_VOICE_PITCH_H
#define BENCH_VOICE_PITCH_H

#include "train/wake.h"

/** How high a voice is, in Hz: the median over the loud and periodic parts of a recording, by the
 * autocorrelation of what is left of it after centre clipping (M. M. Sondhi, IEEE Trans. AU-16,
 * 1968). 70 to 350; 0 if there is no such part. */
float voice_pitch(const struct sound *s);

#endif
