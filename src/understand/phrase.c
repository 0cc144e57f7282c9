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

static void set_join(struct phrase_set *set, const struct phrase_set *more)
{
    set->bits[0] |= more->bits[0];
    set->bits[1] |= more->bits[1];
}

static const struct phrase_category *category_of(const struct phrase_grammar *g, int symbol)
{
    return &g->category[abs(symbol) - PHRASE_CATEGORY];
}

/* Adds to `set` what can begin the rule from its k-th symbol on. Returns whether it can be over
 * there. */
static bool add_begins(const struct phrase_grammar *g, const struct phrase_rule *rule, int k,
                       struct phrase_set *set)
{
    for (; k < PHRASE_PARTS && rule->right[k]; k++) {
        if (abs(rule->right[k]) < PHRASE_CATEGORY)
            set_add(set, abs(rule->right[k]));
        else
            set_join(set, &category_of(g, rule->right[k])->begin);
        if (rule->right[k] > 0)
            return false;
    }
    return true;
}

/* Adds to `set` what can follow `word` inside of the rule that it begins, as far as is known.
 * Returns whether it can be all of the rule. */
static bool add_seconds(const struct phrase_grammar *g, const struct phrase_rule *rule, int word,
                        struct phrase_set *set)
{
    bool single = false;
    for (int k = 0; k < PHRASE_PARTS && rule->right[k]; k++) {
        int symbol = abs(rule->right[k]);
        bool over = symbol == word;
        if (symbol >= PHRASE_CATEGORY) {
            set_join(set, &category_of(g, symbol)->second[word]);
            over = set_has(&category_of(g, symbol)->single, word);
        }
        if (over)
            single |= add_begins(g, rule, k + 1, set);
        if (rule->right[k] > 0)
            break;
    }
    return single;
}

/* One more round over the rules of a category; whether more is known than before. */
static bool widen(struct phrase_grammar *g, struct phrase_category *category,
                  const struct phrase_set *leaves, const struct phrase_set *inner)
{
    bool grown = false;
    struct phrase_set begin = category->begin, single = category->single;
    for (size_t i = 0; i < category->count; i++) {
        const struct phrase_rule *rule = &category->rules[i];
        if (rule->leaf)
            category->begins[i] = *leaves;
        else
            add_begins(g, rule, 0, &category->begins[i]);
        set_join(&category->begin, &category->begins[i]);
        for (int t = 1; t < PHRASE_CATEGORY; t++) {
            if (!set_has(&category->begins[i], t))
                continue;
            struct phrase_set before = category->second[t];
            bool over = rule->leaf;
            if (rule->leaf)
                set_join(&category->second[t], inner);
            else
                over = add_seconds(g, rule, t, &category->second[t]);
            if (over)
                set_add(&category->single, t);
            grown |= memcmp(&before, &category->second[t], sizeof before) != 0;
        }
    }
    return grown || memcmp(&begin, &category->begin, sizeof begin) != 0 ||
           memcmp(&single, &category->single, sizeof single) != 0;
}

/* What can follow `word` where it begins the rule; everything if the rule can be over with it. */
static struct phrase_set seconds_of(const struct phrase_grammar *g, const struct phrase_rule *rule,
                                    int word)
{
    struct phrase_set set = {{0}};
    if (rule->leaf || add_seconds(g, rule, word, &set))
        memset(&set, 0xFF, sizeof set);
    return set;
}

static void index_rules(struct phrase_grammar *g)
{
    size_t n = 0;
    for (int c = 0; c < PHRASE_CATEGORIES; c++) {
        struct phrase_category *category = &g->category[c];
        for (int t = 0; t < PHRASE_CATEGORY; t++) {
            category->at[t] = (unsigned short)n;
            for (size_t i = 0; i < category->count; i++) {
                if (!set_has(&category->begins[i], t))
                    continue;
                assert(n < PHRASE_BEGINS);
                struct phrase_set seconds = seconds_of(g, &category->rules[i], t);
                g->by_word[n++] = (struct phrase_begin){seconds, (unsigned short)i};
                set_join(&category->seconds[i], &seconds);
            }
        }
        category->at[PHRASE_CATEGORY] = (unsigned short)n;
    }
    for (int c = 0; c < PHRASE_CATEGORIES; c++)
        for (int t = 1; t < PHRASE_CATEGORY; t++)
            if (set_has(&g->category[c].single, t))
                memset(&g->category[c].second[t], 0xFF, sizeof *g->category[c].second);
}

void phrase_grammar_init(struct phrase_grammar *g, const struct phrase_table *const tables[],
                         size_t n_tables, const struct phrase_set *leaves,
                         const struct phrase_set *inner, const struct phrase_set *weak)
{
    bool grown = true;
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
                g->category[c].seconds = &g->seconds[n];
            }
            assert(rule == &g->category[c].rules[g->category[c].count - 1]);
            n++;
        }
    while (grown) {
        grown = false;
        for (int c = 0; c < PHRASE_CATEGORIES; c++)
            grown |= widen(g, &g->category[c], leaves, inner);
    }
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

/* Whether the category can begin with the word, as one of its readings, and what follows it. */
static bool goes_on(const struct phrase_category *category, const struct phrase_reading *readings,
                    const struct phrase_set *next)
{
    for (int i = 0; i < PHRASE_READINGS && readings[i].symbol; i++)
        if (meet(&category->second[readings[i].symbol], next))
            return true;
    return false;
}

static int read_category(struct phrase *p, int category, int at)
{
    static const struct phrase_set over = {{1}};
    int c = category - PHRASE_CATEGORY;
    const struct phrase_category *own = &p->grammar->category[c];
    const struct phrase_set *word = &p->tokens[at].symbols;
    const struct phrase_set *next = at + 1 < p->n ? &p->tokens[at + 1].symbols : &over;
    const struct phrase_reading *readings = p->tokens[at].readings;
    if (!meet(&own->begin, word) || !goes_on(own, readings, next))
        return NOTHING;
    short *head = &p->head[at][c];
    if (*head != NOT_TRIED)
        return set_has(&p->busy[at], c) ? NOTHING : *head;
    *head = NOTHING;
    set_add(&p->busy[at], c);
    if (readings[1].symbol) {
        for (size_t i = 0; i < own->count; i++)
            if (meet(&own->begins[i], word) && meet(&own->seconds[i], next))
                try_rule(p, &own->rules[i], at);
    } else {
        const struct phrase_begin *first = &p->grammar->by_word[own->at[readings[0].symbol]];
        const struct phrase_begin *end = &p->grammar->by_word[own->at[readings[0].symbol + 1]];
        for (; first < end; first++)
            if (meet(&first->seconds, next))
                try_rule(p, &own->rules[first->rule], at);
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
