// SPDX-License-Identifier: GPL-3.0-or-later
/** Orders: a whole utterance in, words with their places and a confidence out.
 *
 * The grammar becomes a word network; free text ("*") becomes a loop over the 39 phones as
 * one-phone words, so that the grammar words around it are found and the free part's samples can be
 * kept. A second pass over all phones gives the background against which the grammar words are
 * judged.
 */
#ifndef HEAR_RECOGNISER_H
#define HEAR_RECOGNISER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hear/enhancer.h"
#include "sahut/lexicon.h"
#include "sahut/sentences.h"
#include "sahut/why.h"

/** A word that was not said may be made of a sound that is held for longer (frames of 10 ms). */
#define RECOGNISER_LONGEST_WORD 125

struct recogniser;

struct recogniser_config {
    const char *acoustic_model, *dictionary;
    const char *adapted;     /**< folder of an adapted model (sahut/adapt.h); NULL: none */
    const char *models;      /**< folder whose hear/enhancer takes noise out; NULL: none */
    const char *wake_phrase; /**< may stand before the order; NULL: none */
    /** What may be said unasked: a small network of its own. NULL: none. Must outlive it. */
    const struct sahut_grammar *unasked;
    const char *talk; /**< file of words that what is unasked is compared with; NULL: none */
    sahut_phonemes_of *phonemes;
    void *phonemes_ctx;
};

#define RECOGNISER_TEXT 1024

struct recognised {
    char text[RECOGNISER_TEXT];  /**< words, free text as "*"; without the wake phrase */
    size_t start, end;           /**< samples of the order's words */
    size_t free_start, free_end; /**< samples of the first free text; equal if there is none */
    double confidence;           /**< 0…1 */
    bool complete;               /**< the grammar has no sentence that goes on from it */
    /** What the confidence is made of (recogniser.c): of the order, of its worst word; the noise.
     */
    double margin, worst, noise_db;
    int longest; /**< frames of 10 ms of the longest word */
    /** Unasked: by how much its words fit better, per frame, than other words that people say. */
    double beyond_talk;
};

enum recogniser_use {
    RECOGNISER_ORDER,
    RECOGNISER_UNASKED, /**< RECOGNISER_ORDER if there is no grammar for it */
};

int recogniser_new(const struct recogniser_config *config, const struct sahut_grammar *grammar,
                   struct recogniser **out, struct sahut_why *why);
void recogniser_free(struct recogniser *r);
/** Another grammar. A word that cannot be pronounced is -ENOENT, and the old one stays; if the
 * decoder refuses the new one (-EINVAL) nothing is recognised until another is set. */
int recogniser_set_grammar(struct recogniser *r, const struct sahut_grammar *grammar,
                           struct sahut_why *why);
/** What takes noise out; NULL if there is none. Lives as long as the recogniser. */
const struct enhancer_net *recogniser_enhancer(const struct recogniser *r);
/** Decodes `pcm`; positions in `out` are relative to it. Text "" if nothing fits. */
void recogniser_run(struct recogniser *r, enum recogniser_use use, const int16_t *pcm, size_t n,
                    struct recognised *out);

#endif
