// SPDX-License-Identifier: GPL-3.0-or-later
/* "light[s]", "turn(ed|ing)", "[un]lock": words that are written in pieces. The pieces are spelled
 * out into all the words they can make. */
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/template.h"

enum { MOST_WORDS = 64 };

struct spellings {
    char *items[MOST_WORDS];
    size_t n;
};

static void finish(struct spellings *s)
{
    while (s->n > 0)
        free(s->items[--s->n]);
}

static bool add(struct spellings *s, const char *text)
{
    if (s->n == MOST_WORDS)
        return false;
    s->items[s->n++] = sahut_strdup(text);
    return true;
}

/* What a piece can be; false if it is more than letters. */
static bool spell(const struct sahut_sentences *s, int at, struct spellings *out)
{
    const struct node *n = &s->nodes[at];
    switch (n->kind) {
    case NODE_WORD:
        return n->slot >= 0 && add(out, s->names.items[n->slot]);
    case NODE_OPTIONAL:
        return spell(s, n->first, out) && add(out, "");
    case NODE_CHOICE:
        for (int child = n->first; child >= 0; child = s->nodes[child].next)
            if (!spell(s, child, out))
                return false;
        return true;
    case NODE_SEQUENCE:
    case NODE_PERMUTATION:
    case NODE_RULE:
    case NODE_LIST:
    case NODE_FREE:
    case NODE_SLOT:
        break;
    }
    return false;
}

/* Every spelling so far with every one of the next piece. */
static bool append(struct spellings *all, const struct spellings *piece)
{
    struct spellings longer = {.n = 0};
    bool fits = all->n * piece->n <= MOST_WORDS;
    for (size_t i = 0; fits && i < all->n; i++)
        for (size_t k = 0; k < piece->n; k++) {
            struct sahut_text t = {0};
            sahut_text_add(&t, all->items[i]);
            sahut_text_add(&t, piece->items[k]);
            longer.items[longer.n++] = sahut_text_take(&t);
        }
    finish(all);
    *all = longer;
    return fits;
}

/* The words of one spelling as a node; -1 if there are none. */
static int add_spelling(struct template_source *t, const char *text, const struct node *like)
{
    int *words, before = -1;
    size_t n = sentences_words(t->s, text, &words);
    struct node sequence = *like;
    sequence.kind = NODE_SEQUENCE;
    for (size_t i = 0; i < n; i++) {
        struct node w = *like;
        w.kind = NODE_WORD;
        w.name = words[i];
        int word = sentences_add_node(t->s, w);
        if (before < 0)
            sequence.first = word;
        else
            t->s->nodes[before].next = word;
        before = word;
    }
    free(words);
    return n ? sentences_add_node(t->s, sequence) : -1;
}

/* A choice of the words; true if one of the spellings is empty. */
static bool choose(struct template_source *t, const struct spellings *all, const struct node *like,
                   int *out)
{
    int last = -1;
    bool empty = false;
    struct node choice = *like;
    choice.kind = NODE_CHOICE;
    for (size_t i = 0; i < all->n; i++) {
        int node = add_spelling(t, all->items[i], like);
        if (node < 0) {
            empty = true;
            continue;
        }
        if (last < 0)
            choice.first = node;
        else
            t->s->nodes[last].next = node;
        last = node;
    }
    *out = sentences_add_node(t->s, choice);
    return empty;
}

static bool has_blank(const char *from, const char *end)
{
    for (; from < end; from++)
        if (*from == ' ' || *from == '\t')
            return true;
    return false;
}

int template_join(struct template_source *t, const char *from, const int *pieces, size_t n,
                  int *out)
{
    struct spellings all = {.n = 0};
    add(&all, "");
    bool fits = !has_blank(from, t->at);
    for (size_t i = 0; i < n && fits; i++) {
        struct spellings piece = {.n = 0};
        fits = spell(t->s, pieces[i], &piece) && append(&all, &piece);
        finish(&piece);
    }
    if (!fits) {
        finish(&all);
        return template_error(t, from,
                              "a word written in pieces, as light[s], is letters and at most %d "
                              "words; expected a blank between words and brackets",
                              MOST_WORDS);
    }
    struct node like = {.first = -1,
                        .next = -1,
                        .name = -1,
                        .slot = -1,
                        .line = t->line,
                        .column = template_column(t, from)};
    if (choose(t, &all, &like, out)) {
        struct node optional = like;
        optional.kind = NODE_OPTIONAL;
        optional.first = *out;
        *out = sentences_add_node(t->s, optional);
    }
    finish(&all);
    return 0;
}
