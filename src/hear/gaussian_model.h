// SPDX-License-Identifier: GPL-3.0-or-later
/** Means, variances and mixture weights of a phonetically tied acoustic model of PocketSphinx. */
#ifndef HEAR_GAUSSIAN_MODEL_H
#define HEAR_GAUSSIAN_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "hear/front.h"
#include "sahut/why.h"

#define GAUSSIAN_PHONES  42
#define GAUSSIAN_STREAMS 3 /**< cepstra, their differences, and those of these */
#define GAUSSIANS        128

struct gaussian_model {
    float mean[GAUSSIAN_PHONES][GAUSSIAN_STREAMS][FRONT_CEPSTRA][GAUSSIANS];
    float half[GAUSSIAN_PHONES][GAUSSIAN_STREAMS][FRONT_CEPSTRA][GAUSSIANS]; /**< 0.5 / variance */
    float norm[GAUSSIAN_PHONES][GAUSSIAN_STREAMS][GAUSSIANS];
    float mixture[3 * GAUSSIAN_PHONES][GAUSSIAN_STREAMS][GAUSSIANS];
};

/** Reads `variances` and `means` (SphinxTrain's s3 format) and `sendump` (8-bit) of the folder, the
 * last two of `adapted` unless it is NULL. -ENOENT, -EINVAL (another shape) with `why`. */
int gaussian_model_read(const char *folder, const char *adapted, struct gaussian_model *m,
                        struct sahut_why *why);

/** A `sendump` as it is in the file, mapped: the bytes [stream][Gaussian][senone] stand for
 * weights, see gaussian_weight. */
struct gaussian_mixtures {
    int senones;
    const uint8_t *head; /**< what is before the bytes */
    size_t head_n;
    const uint8_t *bytes;
    size_t mapped; /**< bytes of the file */
};
/** -ENOENT, -EINVAL with `why`. gaussian_mixtures_finish. */
int gaussian_mixtures_read(const char *folder, struct gaussian_mixtures *out,
                           struct sahut_why *why);
void gaussian_mixtures_finish(struct gaussian_mixtures *m);
static inline const uint8_t *gaussian_byte(const struct gaussian_mixtures *m, int stream,
                                           int gaussian, int senone)
{
    return m->bytes + ((size_t)stream * GAUSSIANS + (size_t)gaussian) * (size_t)m->senones +
           (size_t)senone;
}
float gaussian_weight(uint8_t byte);
uint8_t gaussian_weight_byte(double weight);

/** Logarithms of the densities of the Gaussians of one phone and stream at `x` (FRONT_CEPSTRA
 * values). */
void gaussian_logarithms(const struct gaussian_model *m, int phone, int stream, const float *x,
                         float out[GAUSSIANS]);
/** Densities of the Gaussians of one phone and stream at `x` (FRONT_CEPSTRA values), divided by
 * that of the likeliest, whose logarithm is returned. */
float gaussian_densities(const struct gaussian_model *m, int phone, int stream, const float *x,
                         float out[GAUSSIANS]);
/** Of GAUSSIANS values. */
float gaussian_dot(const float *a, const float *b);

#endif
