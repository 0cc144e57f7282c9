// SPDX-License-Identifier: GPL-3.0-or-later
/** Everything that the lists of the sentence file hold, found anywhere in a text; and which slots
 * the sentences of an intent fill from what. */
#ifndef UNDERSTAND_PHRASES_H
#define UNDERSTAND_PHRASES_H

#include <stdint.h>

#include "understand/template.h"

struct phrase_hit {
    size_t first, count; /**< words */
    int list;            /**< of the sentences */
    bool from_program;
    uint32_t list_hash;
    const char *value; /**< lives until the lists change */
};

/** From left to right, for each place the longest phrase of every list. At most `max`. A word of a
 * list that the program fills may be misspelt by a letter. */
size_t phrases_find(struct sahut_sentences *s, const char *const *words, size_t n,
                    struct phrase_hit *hits, size_t max);

/** How an intent fills a slot. */
struct slot_use {
    int slot; /**< of the sentences */
    int list; /**< -1: not from a list */
    bool free_text;
};
struct intent_uses {
    struct slot_use *items;
    size_t n;
    bool *words; /**< of the sentences: these have it */
};
/** By the sentences of all blocks of the intent without `only`, in file order. */
const struct intent_uses *phrases_uses(struct sahut_sentences *s, int intent);

/** Do these sentences have the word, in their lists of the file included? */
bool phrases_have(struct sahut_sentences *s, int intent, const char *word);

void phrases_forget(struct sahut_sentences *s);

#endif
