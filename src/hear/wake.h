// SPDX-License-Identifier: GPL-3.0-or-later
/** The wake phrase: PocketSphinx keyphrase search for any phrase that can be pronounced. Runs only
 * while somebody speaks. */
#ifndef HEAR_WAKE_H
#define HEAR_WAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/lexicon.h"
#include "sahut/why.h"

struct wake;

struct wake_config {
    const char *acoustic_model, *dictionary, *phrase;
    double threshold; /**< likelihood ratio per phrase, 1e-60…1 */
    sahut_phonemes_of *phonemes;
    void *phonemes_ctx;
};

/** -EINVAL if a word of the phrase cannot be pronounced; `why` names it. */
int wake_new(const struct wake_config *config, struct wake **out, struct sahut_why *why);
void wake_free(struct wake *w);
/** Speech begins: what is fed next is position 0. */
void wake_begin(struct wake *w);
/** True if the phrase was completed in this piece; then positions are samples since wake_begin and
 * `score` is the log10 likelihood ratio. Call wake_begin before feeding more. */
bool wake_feed(struct wake *w, const int16_t *pcm, size_t n, size_t *start, size_t *end,
               double *score);
void wake_end(struct wake *w);
/** Another recording comes: what was learned of the last one's sound is forgotten. */
void wake_forget(struct wake *w);

#endif
