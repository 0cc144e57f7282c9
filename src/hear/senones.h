// SPDX-License-Identifier: GPL-3.0-or-later
/** Scores of all senones of a phonetically tied acoustic model, frame by frame, for PocketSphinx's
 * search (sphinx.c). As in the library a stream's score is that of its likeliest four Gaussians;
 * what the library cannot do is that a frame counts the less the more of it is noise, so that what
 * can be heard decides ("weighted Viterbi recognition": X. Cui, A. Bernard, A. Alwan, Eurospeech
 * 2003). */
#ifndef HEAR_SENONES_H
#define HEAR_SENONES_H

#include <stdint.h>

#include "hear/front.h"
#include "hear/gaussian_model.h"
#include "sahut/why.h"

#define SENONE_REACH 3 /**< frames that a frame's features look at to either side */
/** Features of a frame: cepstra without their mean, differences over 4 frames, those of these. */
typedef float senone_frame[GAUSSIAN_STREAMS][FRONT_CEPSTRA];

/** What the differences look at to either side, and what one mean is taken over: a whole order. */
void senone_features(const float (*cepstra)[FRONT_CEPSTRA], int n, senone_frame *out);

struct senones;
/** Of the model in `folder`; means and weights from `adapted` unless it is NULL. -ENOENT, -EINVAL
 * (another kind of model) with `why`. 1.8 MB, and 2.6 kB for each frame of the longest order. */
int senones_new(const char *folder, const char *adapted, struct senones **out,
                struct sahut_why *why);
void senones_free(struct senones *s);
int senones_count(const struct senones *s);

/** Takes an order in. `shares` (0 … 1): how much each frame counts. */
void senones_take(struct senones *s, const float (*cepstra)[FRONT_CEPSTRA], const float *shares,
                  int n);
/** How much worse than the best one each senone is in a frame, times the frame's share; in
 * PocketSphinx's units (logarithms to the base 1.0001, shifted right by 10 bits). */
void senones_score(const struct senones *s, int frame, int16_t *out);

#endif
