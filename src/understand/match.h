// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef UNDERSTAND_MATCH_H
#define UNDERSTAND_MATCH_H

#include "sahut/sentences.h"

/** The sentences that the words can be, best first, at most `limit`; returns how many. See
 * sahut_sentences_match. */
size_t match_sentences(struct sahut_sentences *s, const char *context,
                       const struct sahut_word *words, size_t n, struct sahut_match *out,
                       size_t limit);

#endif
