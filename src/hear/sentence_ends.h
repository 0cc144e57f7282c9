// SPDX-License-Identifier: GPL-3.0-or-later
/** Can a sentence of the grammar go on? */
#ifndef HEAR_SENTENCE_ENDS_H
#define HEAR_SENTENCE_ENDS_H

#include <stdbool.h>

#include "sahut/sentences.h"

struct sentence_ends;

/** Copies what it needs. */
struct sentence_ends *sentence_ends_new(const struct sahut_grammar *g);
void sentence_ends_free(struct sentence_ends *e);
/** `text`: words with one space between, free text as "*". True if it is a whole sentence, no other
 * goes on from it, and it does not end in free text. */
bool sentence_ends_with(struct sentence_ends *e, const char *text);

#endif
