// SPDX-License-Identifier: GPL-3.0-or-later
/** The wake phrase, while the endpointer hears something: the voice network first (voice.h), and
 * while there is a voice, the network that knows the phrase (a model in models/wake) or, if none
 * does, PocketSphinx's keyphrase search.
 *
 *     endpointer   ______[==============]____
 *     voice        _________[======]_________
 *     search             ...[======]             the search looks back over what led to the voice
 */
#ifndef HEAR_WAKE_H
#define HEAR_WAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hear/wake_model.h"
#include "sahut/hearing.h"
#include "sahut/lexicon.h"
#include "sahut/why.h"

/** So many models of one phrase are listened to: people who taught it, and the shipped one. */
#define WAKE_KNOWN 6

struct wake;

struct wake_config {
    const char *acoustic_model, *dictionary, *phrase;
    const char
        *models; /**< folder that holds wake/; NULL: search alone, without the voice network */
    const char *taught; /**< folder whose wake/ holds models that were taught; NULL: none */
    double threshold;   /**< of the search at sensitivity 50: likelihood ratio, 1e-60…1 */
    double sensitivity; /**< 0…100; of the search, one more is 10^0.4 less of the threshold */
    sahut_phonemes_of *phonemes;
    void *phonemes_ctx;
};

/** What hearing's configuration says of it. */
struct wake_config wake_config_of(const struct sahut_hearing_config *c);

/** -EINVAL if a model in the folder is broken, or no model knows the phrase and a word of it cannot
 * be pronounced; `why` names it. */
int wake_new(const struct wake_config *config, struct wake **out, struct sahut_why *why);
void wake_free(struct wake *w);
/** How many samples from before an utterance wake_begin wants, at most. */
size_t wake_context(const struct wake *w);
/** An utterance begins: what is fed next is position 0. `before` is what was heard before it. */
void wake_begin(struct wake *w, const int16_t *before, size_t n);
/** True if the phrase was completed in this piece; then positions are samples since wake_begin (of
 * a network they are estimates, and the end may be still to come), and `score` is the log10
 * likelihood ratio of the search or the logit of the network. Call wake_begin before feeding more.
 */
bool wake_feed(struct wake *w, const int16_t *pcm, size_t n, size_t *start, size_t *end,
               double *score);
void wake_end(struct wake *w);
/** From which sensitivity on what was fed since the last call (or wake_begin) would have woken;
 * WAKE_NEVER: from none. Of the search only what wakes at its own sensitivity is seen. */
double wake_lowest(struct wake *w);
/** Does it search for a typed phrase, and must begin anew when it was found? */
bool wake_searches(const struct wake *w);
/** What tells voices from noises; NULL: there is none. Lives as long as `w`. */
const struct voice_net *wake_voice(const struct wake *w);
/** Another recording comes: what was learned of the last one's sound is forgotten. */
void wake_forget(struct wake *w);

#endif
