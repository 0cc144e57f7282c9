// SPDX-License-Identifier: GPL-3.0-or-later
/** The deterministic word automaton of a context, before and after minimisation. It has no loops:
 * free text is one symbol in it. */
#ifndef UNDERSTAND_DFA_H
#define UNDERSTAND_DFA_H

#include <stdbool.h>
#include <stddef.h>

#include "understand/nfa.h"

struct dfa_arc {
    int word; /**< DFA_FREE, or the word's number */
    int to;
};
struct dfa {
    size_t n; /**< states; the start is 0 */
    bool *final;
    size_t *begin; /**< [n + 1]: a state's arcs, sorted by word */
    struct dfa_arc *arcs;
    size_t n_arcs;
};

enum { DFA_FREE = -1, DFA_LIMIT = 200000 };

/** 0, or -E2BIG past DFA_LIMIT states. Release with dfa_finish. */
int dfa_determinise(const struct nfa *nfa, struct dfa *out);
/** The smallest automaton of the same language; without states if nothing can be said. `in` stays
 * as it is. */
void dfa_minimise(const struct dfa *in, struct dfa *out);
void dfa_finish(struct dfa *d);

#endif
