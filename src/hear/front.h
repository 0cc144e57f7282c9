// SPDX-License-Identifier: GPL-3.0-or-later
/** The front end of PocketSphinx's en-us model, so that something can be done to its mel spectrum
 * before the cepstrum is made of it. Agrees with the library's own (tests/unit/hear/test_front.c).
 *
 * A frame is 410 samples, every 160: pre-emphasis 0.97, Hamming window, power spectrum of 512
 * points, 25 triangles of equal area from 130 to 6,800 Hz (corners rounded to bins), the library's
 * noise removal (front_noise_step), natural logarithm, orthonormal cosine transform to 13 values,
 * lifter 1 + 11 sin(iπ/22). Parameters: feat.params of the model; recipe: sphinxbase's fe_sigproc
 * and fe_noise. Allocates nothing.
 */
#ifndef HEAR_FRONT_H
#define HEAR_FRONT_H

#include <stdbool.h>
#include <stdint.h>

#include "hear/spectrum.h"

#define FRONT_FRAME    410 /**< samples of a frame */
#define FRONT_HOP      160
#define FRONT_BANDS    25
#define FRONT_CEPSTRA  13
#define FRONT_LN_OF_DB 0.230259f /**< a decibel, in log-mels */

/** Tables; about 11 kB. */
struct front {
    struct spectrum spectrum;
    float window[FRONT_FRAME];
    uint16_t first[FRONT_BANDS], count[FRONT_BANDS], at[FRONT_BANDS]; /* bins; their weights */
    float weights[2 * SPECTRUM_BINS];
    float cosines[FRONT_CEPSTRA][FRONT_BANDS]; /* lifter included */
};

void front_init(struct front *f);
/** Powers of the bands. `x`: the sample before the frame (0 at the beginning), then the frame; full
 * scale 32768. */
void front_powers(const struct front *f, const float x[1 + FRONT_FRAME], float out[FRONT_BANDS]);
void front_cepstrum(const struct front *f, const float log_mels[FRONT_BANDS],
                    float out[FRONT_CEPSTRA]);

/** State of the noise removal. Begin with zeros. */
struct front_noise {
    bool begun;
    double power[FRONT_BANDS], noise[FRONT_BANDS], floor[FRONT_BANDS], peak[FRONT_BANDS];
};
/** Takes the noise out of the powers of the next frame. */
void front_noise_step(struct front_noise *n, float powers[FRONT_BANDS]);

#endif
