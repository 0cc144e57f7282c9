// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/template.h"

enum { LONGEST_EXAMPLE = 60, TRIES = 20 };

/* Says one way through a sentence. The first round takes what was written first, the others are
 * drawn from a fixed sequence. */
struct sayer {
    const struct sahut_sentences *s;
    uint64_t state;
    bool first_round;
    struct sahut_text text;
    size_t words, steps;
    bool failed; /* an empty list, or too long */
};

/* Steele's SplitMix64. */
static size_t draw(struct sayer *y, size_t below)
{
    if (y->first_round)
        return 0;
    uint64_t z = y->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (size_t)((z ^ z >> 31) % below);
}

static void say(struct sayer *y, const char *word)
{
    if (y->text.len)
        sahut_text_add(&y->text, " ");
    sahut_text_add(&y->text, word);
    y->failed |= ++y->words > LONGEST_EXAMPLE;
}

static void say_node(struct sayer *y, int at);

static size_t count_children(const struct sayer *y, const struct node *n)
{
    size_t count = 0;
    for (int child = n->first; child >= 0; child = y->s->nodes[child].next)
        count++;
    return count;
}

static int child_at(const struct sayer *y, const struct node *n, size_t index)
{
    int child = n->first;
    while (index-- > 0)
        child = y->s->nodes[child].next;
    return child;
}

static void say_permutation(struct sayer *y, const struct node *n)
{
    int order[TEMPLATE_PERMUTATION];
    size_t count = count_children(y, n);
    for (size_t i = 0; i < count; i++)
        order[i] = child_at(y, n, i);
    for (size_t i = 0; i < count; i++) {
        size_t pick = i + draw(y, count - i);
        int node = order[pick];
        order[pick] = order[i];
        say_node(y, node);
    }
}

static void say_item(struct sayer *y, const struct list *list)
{
    if (list->n_items == 0) {
        y->failed = true;
        return;
    }
    const struct list_item *item = &list->items[draw(y, list->n_items)];
    if (item->body >= 0)
        say_node(y, item->body);
    for (size_t i = 0; i < item->n_words; i++)
        say(y, y->s->words.items[item->words[i]]);
    y->failed |= item->body < 0 && item->n_words == 0;
}

static void say_node(struct sayer *y, int at)
{
    const struct node *n = &y->s->nodes[at];
    y->failed |= ++y->steps > 100 * LONGEST_EXAMPLE;
    if (y->failed)
        return;
    switch (n->kind) {
    case NODE_WORD:
        say(y, y->s->words.items[n->name]);
        return;
    case NODE_SEQUENCE:
        for (int child = n->first; child >= 0; child = y->s->nodes[child].next)
            say_node(y, child);
        return;
    case NODE_CHOICE:
        say_node(y, child_at(y, n, draw(y, count_children(y, n))));
        return;
    case NODE_PERMUTATION:
        say_permutation(y, n);
        return;
    case NODE_OPTIONAL:
        if (draw(y, 2) == 1)
            say_node(y, n->first);
        return;
    case NODE_RULE:
        say_node(y, y->s->rules[n->name].body);
        return;
    case NODE_LIST:
        say_item(y, &y->s->lists[n->name]);
        return;
    case NODE_FREE:
        say(y, SAHUT_FREE_WORD);
        return;
    case NODE_SLOT:
        say_node(y, n->first);
        return;
    }
}

struct examples {
    char **items;
    size_t n, limit;
};

static bool add_example(struct examples *e, const char *text)
{
    for (size_t i = 0; i < e->n; i++)
        if (strcmp(e->items[i], text) == 0)
            return false;
    e->items = sahut_realloc(e->items, e->n + 1, sizeof(*e->items));
    e->items[e->n++] = sahut_strdup(text);
    return true;
}

/* One more example of every sentence of the intent; false when there was nothing new. */
static bool say_round(const struct sahut_sentences *s, int intent, uint64_t round,
                      struct examples *e)
{
    bool found = false;
    for (size_t i = 0; i < s->n_sentences && e->n < e->limit; i++) {
        if (s->blocks[s->sentences[i].block].intent != intent)
            continue;
        struct sayer y = {.s = s, .state = round << 32 | i, .first_round = round == 0};
        say_node(&y, s->sentences[i].body);
        if (!y.failed && y.words > 0)
            found |= add_example(e, sahut_text_get(&y.text));
        sahut_text_finish(&y.text);
    }
    return found;
}

size_t sahut_sentences_examples(struct sahut_sentences *s, const char *intent, size_t limit,
                                char ***out)
{
    struct examples e = {.limit = limit};
    int number = names_find(&s->intents, intent, strlen(intent));
    size_t in_vain = 0;
    for (uint64_t round = 0; number >= 0 && e.n < limit && in_vain < TRIES; round++)
        in_vain = say_round(s, number, round, &e) ? 0 : in_vain + 1;
    *out = e.items;
    return e.n;
}
