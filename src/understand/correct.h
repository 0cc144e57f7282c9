// SPDX-License-Identifier: GPL-3.0-or-later
/** What somebody takes back while speaking. */
#ifndef UNDERSTAND_CORRECT_H
#define UNDERSTAND_CORRECT_H

#include "sahut/when.h"
#include "understand/template.h"

/** The words as they are meant, if one time, length, number or thing of the program's lists is
 * taken back for another ("at five no six"): true, and free(out->items); texts and original are
 * those of `words`, so places in the original may go back. The first that is taken back. */
bool correct_words(struct sahut_sentences *s, const struct sahut_words *words,
                   const struct sahut_when_context *when, struct sahut_words *out);

#endif
