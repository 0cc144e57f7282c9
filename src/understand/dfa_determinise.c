// SPDX-License-Identifier: GPL-3.0-or-later
/* Subset construction. A state is known by where its words lead (before following what needs no
 * word): smaller sets than the usual ones, and what that keeps apart minimisation joins. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/dfa.h"
#include "understand/sets.h"

/* The total size of all sets, so that a malicious file does not fill the memory. */
enum { MEMBER_LIMIT = 20 * DFA_LIMIT };

struct step {
    int word, to;
};

struct maker {
    const struct nfa *nfa;
    struct dfa *dfa;
    struct sets sets;
    int *seen; /* [nfa->n]: the state that looked at it last, plus one */
    int *stack;
    struct step *steps; /* out of the state that is being made */
    size_t n_steps;
    int *targets;
    size_t cap_arcs;
};

/* Follows everything that needs no word. */
static void look_from(struct maker *m, int from, int stamp, bool *final)
{
    size_t n = 0;
    m->stack[n++] = from;
    while (n > 0) {
        int at = m->stack[--n];
        if (m->seen[at] == stamp)
            continue;
        m->seen[at] = stamp;
        const struct nfa_state *s = &m->nfa->states[at];
        switch (s->kind) {
        case NFA_WORD:
        case NFA_FREE:
            m->steps[m->n_steps++] = (struct step){s->kind == NFA_FREE ? DFA_FREE : s->a, s->out};
            break;
        case NFA_SPLIT:
            m->stack[n++] = s->other;
            m->stack[n++] = s->out;
            break;
        case NFA_AGAIN:
            m->stack[n++] = s->other;
            break;
        case NFA_OPEN:
        case NFA_CLOSE:
            m->stack[n++] = s->out;
            break;
        case NFA_FINAL:
            *final = true;
            break;
        case NFA_DEAD:
            break;
        }
    }
}

static int compare(const void *a, const void *b)
{
    const struct step *x = a, *y = b;
    if (x->word != y->word)
        return x->word < y->word ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

static void add_arc(struct maker *m, int word, const int *targets, size_t count)
{
    struct dfa *d = m->dfa;
    if (d->n_arcs == m->cap_arcs) {
        m->cap_arcs = m->cap_arcs ? m->cap_arcs * 2 : 4096;
        d->arcs = sahut_realloc(d->arcs, m->cap_arcs, sizeof(*d->arcs));
    }
    d->arcs[d->n_arcs++] = (struct dfa_arc){word, sets_add(&m->sets, targets, count)};
}

static void make_state(struct maker *m, size_t state, bool *final)
{
    m->n_steps = 0;
    for (size_t i = m->sets.begin[state]; i < m->sets.begin[state + 1]; i++)
        look_from(m, m->sets.members[i], (int)state + 1, final);
    if (m->n_steps > 1)
        qsort(m->steps, m->n_steps, sizeof(*m->steps), compare);
    for (size_t i = 0; i < m->n_steps;) {
        int word = m->steps[i].word;
        size_t n = 0;
        for (; i < m->n_steps && m->steps[i].word == word; i++)
            if (n == 0 || m->targets[n - 1] != m->steps[i].to)
                m->targets[n++] = m->steps[i].to;
        add_arc(m, word, m->targets, n);
    }
}

static int make_all(struct maker *m)
{
    size_t cap = 0;
    sets_add(&m->sets, &m->nfa->start, 1);
    for (size_t i = 0; i < m->sets.n; i++) {
        if (m->sets.n > DFA_LIMIT || m->sets.n_members > MEMBER_LIMIT)
            return -E2BIG;
        if (i + 1 >= cap) {
            cap = cap ? cap * 2 : 1024;
            m->dfa->final = sahut_realloc(m->dfa->final, cap, sizeof(*m->dfa->final));
            m->dfa->begin = sahut_realloc(m->dfa->begin, cap + 1, sizeof(*m->dfa->begin));
        }
        m->dfa->final[i] = false;
        m->dfa->begin[i] = m->dfa->n_arcs;
        make_state(m, i, &m->dfa->final[i]);
        m->dfa->n = i + 1;
        m->dfa->begin[i + 1] = m->dfa->n_arcs;
    }
    return 0;
}

int dfa_determinise(const struct nfa *nfa, struct dfa *out)
{
    struct dfa dfa = {0};
    struct maker m = {.nfa = nfa,
                      .dfa = &dfa,
                      .seen = sahut_alloc(nfa->n, sizeof(int)),
                      .stack = sahut_alloc(2 * nfa->n + 2, sizeof(int)),
                      .steps = sahut_alloc(nfa->n, sizeof(struct step)),
                      .targets = sahut_alloc(nfa->n, sizeof(int))};
    int err = make_all(&m);
    free(m.seen);
    free(m.stack);
    free(m.steps);
    free(m.targets);
    sets_finish(&m.sets);
    if (err)
        dfa_finish(&dfa);
    else
        *out = dfa;
    return err;
}

void dfa_finish(struct dfa *d)
{
    free(d->final);
    free(d->begin);
    free(d->arcs);
    *d = (struct dfa){0};
}
