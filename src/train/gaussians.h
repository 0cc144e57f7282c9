// SPDX-License-Identifier: GPL-3.0-or-later
/** Means, variances and mixture weights of a phonetically tied acoustic model of PocketSphinx. */
#ifndef TRAIN_GAUSSIANS_H
#define TRAIN_GAUSSIANS_H

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

/** Reads `means`, `variances` (SphinxTrain's s3 format) and `sendump` (8-bit) of the folder.
 * -ENOENT, -EINVAL (another shape) with `why`. */
int gaussian_model_read(const char *folder, struct gaussian_model *m, struct sahut_why *why);

#endif
