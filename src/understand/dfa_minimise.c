// SPDX-License-Identifier: GPL-3.0-or-later
/* Without loops minimisation takes one pass from the ends to the start: two states are the same if
 * both or none is final and their arcs agree (D. Revuz, "Minimisation of acyclic deterministic
 * automata in linear time", 1992). */
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/dfa.h"
#include "understand/sets.h"

enum { UNSEEN = -1, DEAD = -2 };

struct minimiser {
    const struct dfa *in;
    struct sets sets; /* a class: is it final, then word and class of each arc */
    int *class_of;    /* [in->n] */
    int *key;
};

/* States so that every arc leads to an earlier one. */
static int *from_the_ends(const struct dfa *d)
{
    int *order = sahut_alloc(d->n, sizeof(*order)), *stack = sahut_alloc(d->n, sizeof(*stack));
    size_t *next = sahut_alloc(d->n, sizeof(*next)), n = 0, depth = 0;
    bool *seen = sahut_alloc(d->n, sizeof(*seen));
    memcpy(next, d->begin, d->n * sizeof(*next));
    stack[depth++] = 0;
    seen[0] = true;
    while (depth > 0) {
        int at = stack[depth - 1];
        if (next[at] == d->begin[at + 1]) {
            order[n++] = at;
            depth--;
            continue;
        }
        int to = d->arcs[next[at]++].to;
        if (!seen[to]) {
            seen[to] = true;
            stack[depth++] = to;
        }
    }
    free(stack);
    free(next);
    free(seen);
    return order;
}

static void classify(struct minimiser *m, int state)
{
    const struct dfa *d = m->in;
    size_t n = 0;
    m->key[n++] = d->final[state];
    for (size_t i = d->begin[state]; i < d->begin[state + 1]; i++) {
        int to = m->class_of[d->arcs[i].to];
        if (to == DEAD)
            continue;
        m->key[n++] = d->arcs[i].word;
        m->key[n++] = to;
    }
    bool dead = n == 1 && !d->final[state];
    m->class_of[state] = dead ? DEAD : sets_add(&m->sets, m->key, n);
}

/* The classes as states, numbered from the start on in the order of their words. */
static void write_states(const struct sets *classes, int start, struct dfa *out)
{
    int *number = sahut_alloc(classes->n, sizeof(*number));
    int *queue = sahut_alloc(classes->n, sizeof(*queue));
    memset(number, UNSEEN, classes->n * sizeof(*number));
    out->final = sahut_alloc(classes->n, sizeof(*out->final));
    out->begin = sahut_alloc(classes->n + 1, sizeof(*out->begin));
    out->arcs = sahut_alloc(classes->n_members / 2 + 1, sizeof(*out->arcs));
    size_t found = 0;
    number[start] = 0;
    queue[found++] = start;
    for (; out->n < found; out->n++) {
        const int *key = classes->members + classes->begin[queue[out->n]];
        const int *end = classes->members + classes->begin[queue[out->n] + 1];
        out->final[out->n] = *key++;
        for (; key < end; key += 2) {
            if (number[key[1]] == UNSEEN) {
                number[key[1]] = (int)found;
                queue[found++] = key[1];
            }
            out->arcs[out->n_arcs++] = (struct dfa_arc){key[0], number[key[1]]};
        }
        out->begin[out->n + 1] = out->n_arcs;
    }
    free(number);
    free(queue);
}

static size_t most_arcs(const struct dfa *d)
{
    size_t most = 0;
    for (size_t i = 0; i < d->n; i++)
        if (d->begin[i + 1] - d->begin[i] > most)
            most = d->begin[i + 1] - d->begin[i];
    return most;
}

void dfa_minimise(const struct dfa *in, struct dfa *out)
{
    struct minimiser m = {.in = in,
                          .class_of = sahut_alloc(in->n, sizeof(int)),
                          .key = sahut_alloc(2 * most_arcs(in) + 1, sizeof(int))};
    int *order = from_the_ends(in);
    for (size_t i = 0; i < in->n; i++)
        classify(&m, order[i]);
    *out = (struct dfa){0};
    if (m.class_of[0] != DEAD)
        write_states(&m.sets, m.class_of[0], out);
    free(order);
    free(m.class_of);
    free(m.key);
    sets_finish(&m.sets);
}
