// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/sentence_ends.h"

#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

struct sentence_ends {
    int n_states;
    bool *final, *goes_on;
    unsigned char *here, *next; /* states that the words so far may have led to */
    struct sahut_arc *arcs;
    size_t n_arcs;
    char **words;
    size_t n_words;
};

struct sentence_ends *sentence_ends_new(const struct sahut_grammar *g)
{
    struct sentence_ends *e = sahut_alloc(1, sizeof(*e));
    size_t n = (size_t)g->n_states;
    e->n_states = g->n_states;
    e->final = sahut_alloc(n, sizeof(*e->final));
    e->goes_on = sahut_alloc(n, sizeof(*e->goes_on));
    e->here = sahut_alloc(n, 1);
    e->next = sahut_alloc(n, 1);
    e->arcs = sahut_alloc(g->n_arcs + 1, sizeof(*e->arcs));
    e->words = sahut_alloc(g->n_words + 1, sizeof(*e->words));
    memcpy(e->final, g->final, n * sizeof(*e->final));
    if (g->n_arcs > 0)
        memcpy(e->arcs, g->arcs, g->n_arcs * sizeof(*e->arcs));
    e->n_arcs = g->n_arcs;
    for (size_t i = 0; i < g->n_arcs; i++)
        e->goes_on[g->arcs[i].from] = true;
    for (size_t i = 0; i < g->n_words; i++)
        e->words[i] = sahut_strdup(g->words[i]);
    e->n_words = g->n_words;
    return e;
}

void sentence_ends_free(struct sentence_ends *e)
{
    if (!e)
        return;
    for (size_t i = 0; i < e->n_words; i++)
        free(e->words[i]);
    free(e->words);
    free(e->arcs);
    free(e->next);
    free(e->here);
    free(e->goes_on);
    free(e->final);
    free(e);
}

static size_t find_word(const struct sentence_ends *e, const char *word, size_t n)
{
    size_t i = 0;
    while (i < e->n_words && (strncmp(e->words[i], word, n) != 0 || e->words[i][n]))
        i++;
    return i;
}

static void follow(struct sentence_ends *e, size_t word)
{
    memset(e->next, 0, (size_t)e->n_states);
    for (size_t i = 0; i < e->n_arcs; i++)
        if ((size_t)e->arcs[i].word == word && e->here[e->arcs[i].from])
            e->next[e->arcs[i].to] = 1;
    unsigned char *swap = e->here;
    e->here = e->next;
    e->next = swap;
}

bool sentence_ends_with(struct sentence_ends *e, const char *text)
{
    memset(e->here, 0, (size_t)e->n_states);
    e->here[0] = 1;
    bool free_text = false;
    while (*text) {
        size_t n = strcspn(text, " ");
        follow(e, find_word(e, text, n));
        free_text = n == strlen(SAHUT_FREE_WORD) && strncmp(text, SAHUT_FREE_WORD, n) == 0;
        text += n + (text[n] == ' ');
    }
    bool whole = false;
    for (int i = 0; i < e->n_states; i++)
        if (e->here[i]) {
            if (e->goes_on[i])
                return false;
            whole = whole || e->final[i];
        }
    return whole && !free_text;
}
