// SPDX-License-Identifier: GPL-3.0-or-later
/** Is it meant, what was said though nobody had called? A few short sentences are found in any
 * sound if one only looks for them. So the words have to fit better than others that people say
 * (talk.h), a person has to say them (voice.h), and nothing else beside them: noises have no voice,
 * and talk goes on before and after. Measured:
 * docs/promises.md.
 */
#ifndef HEAR_UNASKED_H
#define HEAR_UNASKED_H

#include "hear/recogniser.h"
#include "hear/voice.h"

/** `pcm` is what was heard, the utterance from sample `utterance` on (what was before tells how the
 * room sounds; FEATURES_CONTEXT are enough). Sets the confidence of `r`: below 0.5 it is not meant.
 * Without a network (NULL) voices are not looked for. */
void unasked_judge(const struct voice_net *net, const int16_t *pcm, size_t n, size_t utterance,
                   struct recognised *r);

#endif
