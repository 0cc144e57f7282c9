// SPDX-License-Identifier: GPL-3.0-or-later
/** Which senone every frame of an order is, given its words: the best path (Viterbi) through the
 * states of their phones, every pronunciation beside the others, silence where it fits. */
#ifndef ADAPT_ALIGN_H
#define ADAPT_ALIGN_H

#include "adapt/tied.h"
#include "sahut/lexicon.h"

struct align_words {
    const char *const *words;
    size_t n;
    const struct sahut_lexicon *lexicon; /**< has them all */
};
/** Senones of `n` frames to `out`; `*score`: natural logarithm of the likelihood per frame.
 * -ENODATA: there are fewer frames than states. */
int align_run(struct tied *t, const struct align_words *words, senone_frame *frames, int n,
              uint16_t *out, float *score);

#endif
