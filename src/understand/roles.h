// SPDX-License-Identifier: GPL-3.0-or-later
/** What every token of a sentence is to its intent: free text, which of its times, or nothing. */
#ifndef UNDERSTAND_ROLES_H
#define UNDERSTAND_ROLES_H

#include "understand/model.h"

const char *roles_slot_name(const struct sahut_sentences *s, int slot);
/** Whether a slot of this name holds a thing, and no words of an order that could go on. */
bool roles_is_thing(const char *name);

/** The slots of the intent that take free text, in the order of the file; at most two. */
size_t roles_free_slots(struct sahut_sentences *s, int intent, int out[2]);

/** The slot of the intent that the tag names, one of a time, a duration or a recurrence; -1. */
int roles_time_slot(struct sahut_sentences *s, int intent, const char *tag);

/** Which tags the words and the times of a sentence of the intent may have. */
void roles_allowed(struct sahut_sentences *s, int intent, const struct model *m, unsigned *words,
                   unsigned *times);

/** Does the hit say in which direction the intent changes something: "later"? */
bool roles_is_direction(struct sahut_sentences *s, int intent, const struct phrase_hit *h);
/** Does the time, one that counts from now, end with a direction: "half an hour later"? */
bool roles_direction(struct sahut_sentences *s, int intent, const struct reading *r,
                     const struct token *t);

/** The likeliest tags (s->model), and what no chain of them may leave out: a time that the intent
 * needs, and words that no sentence has and that can be nothing but text. */
void roles_find(struct sahut_sentences *s, int intent, size_t class, const struct reading *r,
                unsigned char tags[READING_WORDS]);

#endif
