// SPDX-License-Identifier: GPL-3.0-or-later
/** The sentences of one context as a non-deterministic automaton over words, with marks where slots
 * begin and end. Rules are copied to where they are used (they cannot be recursive), so that the
 * only loops are those of free text. */
#ifndef UNDERSTAND_NFA_H
#define UNDERSTAND_NFA_H

#include <stdint.h>

#include "understand/template.h"

enum nfa_kind {
    NFA_DEAD,  /**< goes nowhere: a choice of nothing */
    NFA_WORD,  /**< `a`: the word */
    NFA_FREE,  /**< any word */
    NFA_AGAIN, /**< after a free word: `out` is the NFA_FREE for one more, `other` goes on */
    NFA_SPLIT, /**< both ways, `out` before `other` */
    NFA_OPEN,  /**< `a`: the slot that begins here */
    NFA_CLOSE, /**< `a`: the list of the slot that ends here (-1: none), `b`: the item */
    NFA_FINAL, /**< `a`: the sentence that ends here */
};
struct nfa_state {
    enum nfa_kind kind;
    int a, b;
    int out, other;
};

struct nfa {
    struct nfa *next;
    char *context; /**< "" for none */
    bool spoken;   /**< without the sentences that are only typed */
    struct nfa_state *states;
    size_t n, cap;
    int start;
    bool too_big;
    size_t steps;
    /* For the matcher. */
    uint64_t *seen; /**< [n]: the last step in which it was taken */
    uint64_t step;
    /* Of nfa_reach. */
    struct nfa_reach **reach, *spare; /**< [n] */
    size_t kept;                      /**< entries and marks of all of them */
    uint64_t *visited, visit;         /**< [n] */
    int *stack;
};

/** What can be reached from a state without a word. */
struct nfa_reach {
    struct nfa_entry {
        int word; /**< what it takes, NFA_ANY or NFA_END */
        int state;
        int mark; /**< the last of `marks` on the way there; -1 */
    } * entries;  /**< by word; those of one in the order in which they were written */
    struct nfa_mark {
        int state; /**< NFA_OPEN or NFA_CLOSE */
        int before;
    } * marks;
    size_t n, n_marks;
    size_t words; /**< the first entry that takes a word of the sentences */
};

enum { NFA_LIMIT = 600000, NFA_END = -2, NFA_ANY = -1 };

/** The automaton of `context` (NULL: no question is open), made when first asked for; it belongs
 * to `s`. `spoken` leaves out what is only typed. NULL if it would grow past NFA_LIMIT states. */
struct nfa *nfa_of(struct sahut_sentences *s, const char *context, bool spoken);
/** Valid until the next call for the same automaton; made once for each state, as long as all of
 * them together are within a few megabytes. */
const struct nfa_reach *nfa_reach(struct nfa *n, int state);
/** Frees all of them, after the sentences have changed. */
void nfa_forget(struct sahut_sentences *s);

#endif
