// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/phrase.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

enum {
    ENTRIES = 3072, /* results kept per expression; a reading past that is not found */
    SAME_END = 3,   /* readings kept of the same words as the same category: the cheapest */
};
/* NOT_TRIED is the same byte twice, for memset. */
enum { NOT_TRIED = -258, NOTHING = -1 };

struct entry {
    struct moment value;
    int end, next, cost;
};

struct phrase {
    const struct phrase_grammar *grammar;
    const struct phrase_token *tokens;
    int n;
    const struct moment_now *now;
    short head[PHRASE_WORDS][PHRASE_CATEGORIES]; /* the first entry, or one of the above */
    struct phrase_set busy[PHRASE_WORDS]; /* categories being read: left recursion finds nothing */
    int leaf_category, leaf_at;           /* what a leaf function is emitting for */
    int n_entries;
    struct entry entries[ENTRIES];
};

/* A rule being matched: what stands in for each symbol so far. */
struct attempt {
    const struct phrase_rule *rule;
    const struct moment *parts[PHRASE_PARTS];
    int begin, cost;
};

static void set_add(struct phrase_set *set, int symbol)
{
    set->bits[symbol / 64] |= UINT64_C(1) << symbol % 64;
}

static bool set_has(const struct phrase_set *set, int symbol)
{
    return set->bits[symbol / 64] >> symbol % 64 & 1;
}

void phrase_token_index(struct phrase_token *token)
{
    token->symbols = (struct phrase_set){{0}};
    for (int i = 0; i < PHRASE_READINGS && token->readings[i].symbol; i++)
        set_add(&token->symbols, token->readings[i].symbol);
}

/* What can begin the rule, as far as is known: up to the first symbol that must be there. */
static struct phrase_set rule_begins(const struct phrase_grammar *g, const struct phrase_rule *rule,
                                     const struct phrase_set *leaves)
{
    if (rule->leaf)
        return *leaves;
    struct phrase_set set = {{0}};
    for (int k = 0; k < PHRASE_PARTS && rule->right[k]; k++) {
        int symbol = abs(rule->right[k]);
        if (symbol < PHRASE_CATEGORY) {
            set_add(&set, symbol);
        } else {
            const struct phrase_set *more = &g->category[symbol - PHRASE_CATEGORY].begin;
            set.bits[0] |= more->bits[0];
            set.bits[1] |= more->bits[1];
        }
        if (rule->right[k] > 0)
            break;
    }
    return set;
}

static bool widen(struct phrase_grammar *g, const struct phrase_set *leaves)
{
    bool grown = false;
    for (int c = 0; c < PHRASE_CATEGORIES; c++) {
        struct phrase_set *begins = g->category[c].begins;
        struct phrase_set *all = &g->category[c].begin, before = *all;
        for (size_t i = 0; i < g->category[c].count; i++) {
            begins[i] = rule_begins(g, &g->category[c].rules[i], leaves);
            all->bits[0] |= begins[i].bits[0];
            all->bits[1] |= begins[i].bits[1];
        }
        grown |= memcmp(&before, all, sizeof before) != 0;
    }
    return grown;
}

static void index_rules(struct phrase_grammar *g)
{
    size_t n = 0;
    for (int c = 0; c < PHRASE_CATEGORIES; c++) {
        for (int t = 0; t < PHRASE_CATEGORY; t++) {
            g->category[c].at[t] = (unsigned short)n;
            for (size_t i = 0; i < g->category[c].count; i++)
                if (set_has(&g->category[c].begins[i], t)) {
                    assert(n < PHRASE_BEGINS);
                    g->by_word[n++] = (unsigned short)i;
                }
        }
        g->category[c].at[PHRASE_CATEGORY] = (unsigned short)n;
    }
}

void phrase_grammar_init(struct phrase_grammar *g, const struct phrase_table *const tables[],
                         size_t n_tables, const struct phrase_set *leaves,
                         const struct phrase_set *weak)
{
    size_t n = 0;
    memset(g, 0, sizeof *g);
    for (size_t t = 0; t < n_tables; t++)
        for (size_t i = 0; i < tables[t]->count; i++) {
            const struct phrase_rule *rule = &tables[t]->rules[i];
            int c = rule->left - PHRASE_CATEGORY;
            assert(c >= 0 && c < PHRASE_CATEGORIES && n < PHRASE_RULES);
            if (g->category[c].count++ == 0) {
                g->category[c].rules = rule;
                g->category[c].begins = &g->begins[n];
            }
            assert(rule == &g->category[c].rules[g->category[c].count - 1]);
            n++;
        }
    while (widen(g, leaves))
        ;
    index_rules(g);
    g->weak = *weak;
}

bool phrase_says(const struct phrase_grammar *g, const struct phrase_token *token)
{
    return (token->symbols.bits[0] & ~g->weak.bits[0]) |
           (token->symbols.bits[1] & ~g->weak.bits[1]);
}

const double *phrase_token_read(const struct phrase_token *token, int symbol)
{
    for (int i = 0; i < PHRASE_READINGS && token->readings[i].symbol; i++)
        if (token->readings[i].symbol == symbol)
            return &token->readings[i].value;
    return NULL;
}

const struct moment_now *phrase_now(const struct phrase *p)
{
    return p->now;
}

const struct phrase_token *phrase_tokens(const struct phrase *p, int *n)
{
    *n = p->n;
    return p->tokens;
}

static void add_entry(struct phrase *p, int category, int at, int end, int cost,
                      const struct moment *value)
{
    short *head = &p->head[at][category - PHRASE_CATEGORY];
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
        if (!set_has(&p->tokens[at].symbols, symbol))
            return;
        const double *value = phrase_token_read(&p->tokens[at], symbol);
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

static bool meet(const struct phrase_set *a, const struct phrase_set *b)
{
    return (a->bits[0] & b->bits[0]) | (a->bits[1] & b->bits[1]);
}

static void try_rule(struct phrase *p, const struct phrase_rule *rule, int at)
{
    if (rule->leaf) {
        p->leaf_category = rule->left;
        p->leaf_at = at;
        rule->leaf(p, at);
        return;
    }
    struct attempt a = {.rule = rule, .begin = at};
    match(p, &a, 0, at);
}

static int read_category(struct phrase *p, int category, int at)
{
    int c = category - PHRASE_CATEGORY;
    const struct phrase_set *word = &p->tokens[at].symbols;
    if (!meet(&p->grammar->category[c].begin, word))
        return NOTHING;
    short *head = &p->head[at][c];
    if (*head != NOT_TRIED)
        return set_has(&p->busy[at], c) ? NOTHING : *head;
    *head = NOTHING;
    set_add(&p->busy[at], c);
    const struct phrase_reading *readings = p->tokens[at].readings;
    if (readings[1].symbol) {
        for (size_t i = 0; i < p->grammar->category[c].count; i++)
            if (meet(&p->grammar->category[c].begins[i], word))
                try_rule(p, &p->grammar->category[c].rules[i], at);
    } else {
        const unsigned short *first = &p->grammar->category[c].at[readings[0].symbol];
        for (unsigned i = first[0]; i < first[1]; i++)
            try_rule(p, &p->grammar->category[c].rules[p->grammar->by_word[i]], at);
    }
    p->busy[at].bits[c / 64] &= ~(UINT64_C(1) << c % 64);
    return *head;
}

struct phrase *phrase_new(const struct phrase_grammar *grammar, const struct phrase_token *tokens,
                          int n, const struct moment_now *now)
{
    /* Not zeroed: clearing the entries would cost more than the parsing. */
    struct phrase *p = sahut_realloc(NULL, 1, sizeof *p);
    p->grammar = grammar;
    p->now = now;
    phrase_reset(p, tokens, n);
    return p;
}

void phrase_free(struct phrase *p)
{
    free(p);
}

void phrase_reset(struct phrase *p, const struct phrase_token *tokens, int n)
{
    assert(n >= 0 && n <= PHRASE_WORDS);
    p->tokens = tokens;
    p->n = n;
    p->n_entries = 0;
    memset(p->head, NOT_TRIED & 0xFF, (size_t)n * sizeof *p->head);
    memset(p->busy, 0, (size_t)n * sizeof *p->busy);
}

/* Sorted by end, the longest first; the cheaper of two with one end stays. */
static int keep_result(struct phrase_result *out, int n, int max, const struct entry *e)
{
    int i = 0;
    while (i < n && out[i].end > e->end)
        i++;
    if (i < n && out[i].end == e->end) {
        if (e->cost < out[i].cost)
            out[i] = (struct phrase_result){&e->value, e->end, e->cost};
        return n;
    }
    if (i == max)
        return n;
    if (n == max)
        n--;
    memmove(out + i + 1, out + i, (size_t)(n - i) * sizeof *out);
    out[i] = (struct phrase_result){&e->value, e->end, e->cost};
    return n + 1;
}

int phrase_read_at(struct phrase *p, int category, int at, struct phrase_result *out, int max)
{
    int n = 0;
    if (at < 0 || at >= p->n)
        return 0;
    for (int i = read_category(p, category, at); i >= 0; i = p->entries[i].next)
        n = keep_result(out, n, max, &p->entries[i]);
    return n;
}

int phrase_read(struct phrase *p, int category, struct moment *out)
{
    struct phrase_result best;
    if (phrase_read_at(p, category, 0, &best, 1) != 1 || best.end != p->n)
        return -EINVAL;
    *out = *best.value;
    return 0;
}
