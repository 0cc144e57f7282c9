// SPDX-License-Identifier: GPL-3.0-or-later
/** The recogniser's word network from a grammar: one final state, the wake phrase as an optional
 * beginning, free text as a loop of one-phone words. */
#ifndef HEAR_NETWORK_H
#define HEAR_NETWORK_H

#include <stdbool.h>
#include <stddef.h>

#include "hear/sphinx.h"
#include "sahut/lexicon.h"
#include "sahut/sentences.h"

struct network {
    int n_states, start, final;
    struct sphinx_arc *arcs; /* words belong to the network */
    size_t n_arcs, arcs_cap;
    const char **words; /* to look up: without the one-phone words */
    size_t n_words;
    char *wake; /* arena of the wake phrase's words */
};

/** The grammar must outlive the network. Release with network_finish. */
void network_build(struct network *n, const struct sahut_grammar *grammar, const char *wake_phrase);
/** Adds what the network needs beyond `words` to the lexicon: phones as words, and the wake
 * phrase's words under their own names. -ENOENT if the lexicon lacks a word of the wake phrase. */
int network_add_phones(const struct network *n, struct sahut_lexicon *lexicon);
/** The words of another network go into the same lexicon. */
void network_add_words(struct network *n, const struct network *other);
void network_finish(struct network *n);

/** Is this word of a decoded path one of the phones of free text / of the wake phrase? */
bool network_is_phone(const char *word);
bool network_is_wake(const char *word);

#endif
