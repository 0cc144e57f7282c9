// SPDX-License-Identifier: GPL-3.0-or-later
/** Power spectrum of a real signal of 512 samples. Allocates nothing. */
#ifndef HEAR_SPECTRUM_H
#define HEAR_SPECTRUM_H

#include <stdint.h>

#define SPECTRUM_SAMPLES 512
#define SPECTRUM_BINS    (SPECTRUM_SAMPLES / 2 + 1) /**< 31.25 Hz apart at 16 kHz */

/** Tables; about 5 kB. */
struct spectrum {
    float cos[SPECTRUM_SAMPLES / 2], sin[SPECTRUM_SAMPLES / 2];
    /* factors of each stage in one piece */
    float stage_cos[SPECTRUM_SAMPLES / 2], stage_sin[SPECTRUM_SAMPLES / 2];
    uint16_t reversed[SPECTRUM_SAMPLES / 2];
};

void spectrum_init(struct spectrum *s);
/** Adds the squared magnitudes of the transform to `power`. */
void spectrum_add(const struct spectrum *s, const float x[SPECTRUM_SAMPLES],
                  float power[SPECTRUM_BINS]);

#endif
