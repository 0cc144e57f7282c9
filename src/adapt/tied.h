// SPDX-License-Identifier: GPL-3.0-or-later
/** A phonetically tied acoustic model: scores of its senones, and how it is moved towards what was
 * heard. */
#ifndef ADAPT_TIED_H
#define ADAPT_TIED_H

#include <stddef.h>
#include <stdint.h>

#include "hear/senones.h"
#include "hear/triphones.h"

struct tied;
/** Reads mdef, means, variances and sendump of the folder. -ENOENT, -EINVAL with `why`. */
int tied_read(const char *folder, struct tied **out, struct sahut_why *why);
void tied_free(struct tied *t);
const struct triphones *tied_triphones(const struct tied *t);

/** Which frame is scored from now on; it must stay where it is. */
void tied_look(struct tied *t, senone_frame *frame);
/** Natural logarithm of the likelihood. */
float tied_score(struct tied *t, int senone);
/** This senone was it, in the frame that is looked at, which counts as `share` of one (0 … 1, as
 * when it is heard: hear/senones.h); so was that of its phone alone, since the confidence is
 * against a loop of phones alone (recogniser.h), which knows the voice then, too. */
void tied_count(struct tied *t, int senone, float share);
/** Forgets what was counted. */
void tied_forget(struct tied *t);
/** Moves the means (`means` observations weigh as much as what was before) and the weights of the
 * mixtures (`weights`) of what was counted to `to`, the rest is copied. */
struct tied_weights {
    float means, weights;
};
/** Writes means and sendump as they become by what was counted. -errno with `why`. */
int tied_write(const struct tied *t, const struct tied_weights *prior, const char *means,
               const char *sendump, struct sahut_why *why);

#endif
