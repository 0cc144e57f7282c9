// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/dfa.h"
#include "understand/grammar_weights.h"

/* Words get numbers of their own, in the order in which the arcs need them. */
static int word_of(struct sahut_grammar *g, const struct sahut_sentences *s, int *numbers, int word)
{
    int *number = &numbers[word + 1];
    if (*number == 0) {
        const char *text = word == DFA_FREE ? SAHUT_FREE_WORD : s->words.items[word];
        g->words[g->n_words] = sahut_strdup(text);
        *number = (int)++g->n_words;
    }
    return *number - 1;
}

static struct sahut_grammar *grammar_of(const struct sahut_sentences *s, const struct dfa *d)
{
    struct sahut_grammar *g = sahut_alloc(1, sizeof(*g));
    int *numbers = sahut_alloc(s->words.count + 1, sizeof(*numbers));
    g->n_states = (int)d->n;
    g->final = sahut_alloc(d->n, sizeof(*g->final));
    g->final_p = sahut_alloc(d->n, sizeof(*g->final_p));
    g->arcs = sahut_alloc(d->n_arcs, sizeof(*g->arcs));
    g->words = sahut_alloc(s->words.count + 1, sizeof(*g->words));
    memcpy(g->final, d->final, d->n * sizeof(*g->final));
    for (size_t state = 0; state < d->n; state++)
        for (size_t i = d->begin[state]; i < d->begin[state + 1]; i++)
            g->arcs[g->n_arcs++] =
                (struct sahut_arc){.from = (int)state,
                                   .to = d->arcs[i].to,
                                   .word = word_of(g, s, numbers, d->arcs[i].word)};
    free(numbers);
    grammar_weigh(g);
    return g;
}

static int too_big(const struct sahut_sentences *s, struct sahut_why *why)
{
    return sahut_why(why, -E2BIG,
                     "%s: the sentences grow past %d states; use fewer alternatives and "
                     "permutations",
                     s->file, DFA_LIMIT);
}

int sahut_sentences_compile(struct sahut_sentences *s, const char *context,
                            struct sahut_grammar **out, struct sahut_why *why)
{
    const struct nfa *nfa = nfa_of(s, context, true);
    struct dfa full, small;
    if (!nfa || dfa_determinise(nfa, &full))
        return too_big(s, why);
    dfa_minimise(&full, &small);
    dfa_finish(&full);
    int err = 0;
    if (small.n == 0)
        err = context ? sahut_why(why, -EINVAL, "%s: nothing can be said after \"%s\"", s->file,
                                  context)
                      : sahut_why(why, -EINVAL, "%s: nothing can be said", s->file);
    else
        *out = grammar_of(s, &small);
    dfa_finish(&small);
    return err;
}

void sahut_grammar_free(struct sahut_grammar *g)
{
    if (!g)
        return;
    for (size_t i = 0; i < g->n_words; i++)
        free(g->words[i]);
    free(g->words);
    free(g->final);
    free(g->final_p);
    free(g->arcs);
    free(g);
}

static int step(const struct sahut_grammar *g, int state, const char *word)
{
    for (size_t i = 0; i < g->n_arcs; i++)
        if (g->arcs[i].from == state && strcmp(g->words[g->arcs[i].word], word) == 0)
            return g->arcs[i].to;
    return -1;
}

bool sahut_grammar_accepts(const struct sahut_grammar *g, const char *const *words, size_t n)
{
    int state = 0;
    for (size_t i = 0; i < n && state >= 0; i++)
        state = step(g, state, words[i]);
    return state >= 0 && g->final[state];
}
