// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/phrase.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

enum {
    CATEGORIES = 64,
    ENTRIES = 512, /* results kept per expression; a reading past that is not found */
    SAME_END = 3,  /* readings kept of the same words as the same category: the cheapest */
};
enum { NOT_TRIED = -2, NOTHING = -1 };

struct entry {
    struct moment value;
    int end, next, cost;
};

struct phrase {
    const struct phrase_table *tables;
    size_t n_tables;
    const struct phrase_token *tokens;
    int n;
    const struct moment_now *now;
    struct {
        const struct phrase_rule *rules;
        size_t count;
    } by_category[CATEGORIES];
    short head[CATEGORIES][PHRASE_WORDS + 1];
    bool busy[CATEGORIES][PHRASE_WORDS + 1]; /* being read: left recursion finds nothing */
    int leaf_category, leaf_at;              /* what a leaf function is emitting for */
    int n_entries;
    struct entry entries[ENTRIES];
};

/* A rule being matched: what stands in for each symbol so far. */
struct attempt {
    const struct phrase_rule *rule;
    const struct moment *parts[PHRASE_PARTS];
    int begin, cost;
};

const double *phrase_token_read(const struct phrase_token *token, int symbol)
{
    for (int i = 0; i < PHRASE_READINGS && token->readings[i].symbol; i++)
        if (token->readings[i].symbol == symbol)
            return &token->readings[i].value;
    return NULL;
}

const struct phrase_token *phrase_tokens(const struct phrase *p, int *n)
{
    *n = p->n;
    return p->tokens;
}

static void add_entry(struct phrase *p, int category, int at, int end, int cost,
                      const struct moment *value)
{
    short *head = &p->head[category - PHRASE_CATEGORY][at];
    int same = 0, last = NOTHING, worst = NOTHING;
    for (int i = *head; i >= 0; i = p->entries[i].next) {
        last = i;
        if (p->entries[i].end != end)
            continue;
        same++;
        if (worst < 0 || p->entries[i].cost > p->entries[worst].cost)
            worst = i;
    }
    struct entry new = {.value = *value, .end = end, .next = NOTHING, .cost = cost};
    if (same == SAME_END) {
        new.next = p->entries[worst].next;
        if (cost < p->entries[worst].cost)
            p->entries[worst] = new;
        return;
    }
    if (p->n_entries == ENTRIES)
        return;
    p->entries[p->n_entries] = new;
    if (last == NOTHING)
        *head = (short)p->n_entries;
    else
        p->entries[last].next = p->n_entries;
    p->n_entries++;
}

void phrase_emit(struct phrase *p, int end, const struct moment *value)
{
    add_entry(p, p->leaf_category, p->leaf_at, end, 1, value);
}

static int read_category(struct phrase *p, int category, int at);

static void finish_attempt(struct phrase *p, const struct attempt *a, int end)
{
    struct moment value = {0};
    if (a->rule->make) {
        if (!a->rule->make(p->now, a->parts, a->rule->arg, &value))
            return;
    } else if (a->parts[a->rule->arg]) {
        value = *a->parts[a->rule->arg];
    }
    add_entry(p, a->rule->left, a->begin, end, a->cost + 1 + a->rule->doubt, &value);
}

/* Matches the rule's symbols from the k-th on against the words from `at` on. */
static void match(struct phrase *p, struct attempt *a, int k, int at)
{
    int symbol = k < PHRASE_PARTS ? a->rule->right[k] : 0;
    if (symbol == 0) {
        if (at > a->begin)
            finish_attempt(p, a, at);
        return;
    }
    if (symbol < 0) {
        a->parts[k] = NULL;
        match(p, a, k + 1, at);
        symbol = -symbol;
    }
    if (at >= p->n)
        return;
    if (symbol < PHRASE_CATEGORY) {
        const double *value = phrase_token_read(&p->tokens[at], symbol);
        if (!value)
            return;
        struct moment word = {.n = *value};
        a->parts[k] = &word;
        match(p, a, k + 1, at + 1);
        a->parts[k] = NULL;
        return;
    }
    int before = a->cost;
    for (int i = read_category(p, symbol, at); i >= 0; i = p->entries[i].next) {
        a->parts[k] = &p->entries[i].value;
        a->cost = before + p->entries[i].cost;
        match(p, a, k + 1, p->entries[i].end);
    }
    a->cost = before;
    a->parts[k] = NULL;
}

static int read_category(struct phrase *p, int category, int at)
{
    int c = category - PHRASE_CATEGORY;
    if (p->head[c][at] != NOT_TRIED)
        return p->busy[c][at] ? NOTHING : p->head[c][at];
    p->head[c][at] = NOTHING;
    p->busy[c][at] = true;
    for (size_t i = 0; i < p->by_category[c].count; i++) {
        const struct phrase_rule *rule = &p->by_category[c].rules[i];
        if (rule->leaf) {
            p->leaf_category = category;
            p->leaf_at = at;
            rule->leaf(p, at);
            continue;
        }
        struct attempt a = {.rule = rule, .begin = at};
        match(p, &a, 0, at);
    }
    p->busy[c][at] = false;
    return p->head[c][at];
}

static void index_rules(struct phrase *p)
{
    memset(p->by_category, 0, sizeof p->by_category);
    for (size_t t = 0; t < p->n_tables; t++)
        for (size_t i = 0; i < p->tables[t].count; i++) {
            const struct phrase_rule *rule = &p->tables[t].rules[i];
            int c = rule->left - PHRASE_CATEGORY;
            assert(c >= 0 && c < CATEGORIES);
            if (p->by_category[c].count++ == 0)
                p->by_category[c].rules = rule;
        }
}

int phrase_read(const struct phrase_table *tables, size_t n_tables,
                const struct phrase_token *tokens, int n, int start, const struct moment_now *now,
                struct moment *out)
{
    if (n <= 0 || n > PHRASE_WORDS)
        return -EINVAL;
    /* Not zeroed: clearing the entries would cost more than the parsing. */
    struct phrase *p = sahut_realloc(NULL, 1, sizeof *p);
    p->tables = tables;
    p->n_tables = n_tables;
    p->tokens = tokens;
    p->n = n;
    p->now = now;
    p->n_entries = 0;
    index_rules(p);
    for (int c = 0; c < CATEGORIES; c++)
        for (int i = 0; i <= n; i++)
            p->head[c][i] = NOT_TRIED;
    memset(p->busy, 0, sizeof p->busy);
    const struct entry *best = NULL;
    for (int i = read_category(p, start, 0); i >= 0; i = p->entries[i].next)
        if (p->entries[i].end == n && (!best || p->entries[i].cost < best->cost))
            best = &p->entries[i];
    if (best)
        *out = best->value;
    free(p);
    return best ? 0 : -EINVAL;
}
