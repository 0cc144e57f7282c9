// SPDX-License-Identifier: GPL-3.0-or-later
/** What a text means that is none of the sentences as they are written: the likeliest intent by the
 * model, and the slots by the roles of the tokens and by what stands in the lists. */
#ifndef UNDERSTAND_TOLERANT_H
#define UNDERSTAND_TOLERANT_H

#include "sahut/intent.h"
#include "understand/model.h"

/** `context` as in sahut_understand. False if nothing is likely enough; `out` then holds only the
 * second best and its score. */
bool tolerant_understand(struct sahut_sentences *s, const char *context, const struct reading *r,
                         const struct sahut_when_context *when, struct sahut_intent *out);

/** A fraction of a level is one of the whole, in percent: "to half". */
double tolerant_share(const char *slot, double number);

/** The slots of a sentence whose intent is known, by its number in the sentences and in the model.
 * Used by training, too. */
void tolerant_slots(struct sahut_sentences *s, int intent, size_t class, const struct reading *r,
                    const struct sahut_when_context *when, struct sahut_intent *out);

#endif
