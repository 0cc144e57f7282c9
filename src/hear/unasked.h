// SPDX-License-Identifier: GPL-3.0-or-later
/** Is it meant, what was said though nobody had called? A few short sentences are found in any
 * sound if one only looks for them. So the words have to fit better than others that people say
 * (talk.h), a person has to say them (voice.h), and nothing else beside them: noises have no voice,
 * and talk goes on before and after. What is said again within a minute needs less, since noise and
 * talk seldom repeat themselves. Measured: docs/promises.md.
 */
#ifndef HEAR_UNASKED_H
#define HEAR_UNASKED_H

#include "hear/few_words.h"
#include "hear/recogniser.h"
#include "hear/voice.h"

/** What was nearly meant before. Begin with zeros. */
struct unasked_said {
    char word[24]; /**< its first; "": nothing was */
    int64_t at;
};

/** Both may be NULL; without the first, neither voices nor words are looked for. */
struct unasked_nets {
    const struct voice_net *voice;
    struct few_words *few;
};

/** `pcm` is what was heard, the utterance from sample `utterance` on (what was before tells how the
 * room sounds; FEATURES_CONTEXT are enough). Sets the confidence of `r`: below 0.5 it is not meant.
 * `at`: samples heard by now. `said` is looked at and brought up to date; the caller clears it when
 * something was done. */
void unasked_judge(const struct unasked_nets *nets, const int16_t *pcm, size_t n, size_t utterance,
                   int64_t at, struct unasked_said *said, struct recognised *r);

#endif
