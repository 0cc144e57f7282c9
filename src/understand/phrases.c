// SPDX-License-Identifier: GPL-3.0-or-later
/* The index: for every word, the phrases that begin with it. */
#include "understand/phrases.h"

#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/reading.h"

enum {
    PHRASE_WORDS = 6,
    PHRASE_VARIANTS = 32, /* of one thing of a list; what is past that is left out */
    FUZZY_LETTERS = 5,    /* shorter words are not taken for others */
};

struct phrase {
    int words[PHRASE_WORDS], n;
    int list, item;
    int next; /* with the same first word; -1 */
};
struct phrases {
    struct phrase *items;
    size_t n, cap;
    int *first; /* [n_words], -1 */
    size_t n_words;
    bool *listed; /* [n_words]: in a list of the program */
    int *similar; /* words of these lists, by their first byte: those of c begin at begins[c] */
    size_t begins[257];
    struct intent_uses *uses;
    size_t n_uses;
};

struct variants {
    int words[PHRASE_VARIANTS][PHRASE_WORDS + 1];
    int length[PHRASE_VARIANTS];
    size_t n;
};

static void append(struct variants *v, const struct variants *more)
{
    struct variants out = {.n = 0};
    for (size_t i = 0; i < v->n; i++)
        for (size_t k = 0; k < more->n && out.n < PHRASE_VARIANTS; k++) {
            int n = v->length[i], m = more->length[k];
            if (n + m > PHRASE_WORDS)
                continue;
            memcpy(out.words[out.n], v->words[i], (size_t)n * sizeof(int));
            memcpy(out.words[out.n] + n, more->words[k], (size_t)m * sizeof(int));
            out.length[out.n++] = n + m;
        }
    *v = out;
}

static void join(struct variants *v, const struct variants *more)
{
    for (size_t k = 0; k < more->n && v->n < PHRASE_VARIANTS; k++) {
        memcpy(v->words[v->n], more->words[k], sizeof(v->words[0]));
        v->length[v->n++] = more->length[k];
    }
}

static void expand(const struct sahut_sentences *s, int at, int depth, struct variants *out)
{
    const struct node *n = &s->nodes[at];
    struct variants part;
    out->n = 0;
    if (depth > 8)
        return;
    switch (n->kind) {
    case NODE_WORD:
        *out = (struct variants){.words = {{n->name}}, .length = {1}, .n = 1};
        return;
    case NODE_SEQUENCE:
        *out = (struct variants){.n = 1};
        for (int child = n->first; child >= 0; child = s->nodes[child].next) {
            expand(s, child, depth + 1, &part);
            append(out, &part);
        }
        return;
    case NODE_CHOICE:
        for (int child = n->first; child >= 0; child = s->nodes[child].next) {
            expand(s, child, depth + 1, &part);
            join(out, &part);
        }
        return;
    case NODE_OPTIONAL:
        expand(s, n->first, depth + 1, out);
        part = (struct variants){.n = 1};
        join(out, &part);
        return;
    case NODE_RULE:
        expand(s, s->rules[n->name].body, depth + 1, out);
        return;
    case NODE_PERMUTATION:
    case NODE_LIST:
    case NODE_FREE:
    case NODE_SLOT:
        return; /* not in the lists that people write */
    }
}

static void add_phrase(struct phrases *p, const int *words, size_t n, int list, int item)
{
    if (n == 0 || n > PHRASE_WORDS)
        return;
    if (p->n == p->cap) {
        p->cap = p->cap ? p->cap * 2 : 256;
        p->items = sahut_realloc(p->items, p->cap, sizeof(*p->items));
    }
    struct phrase *q = &p->items[p->n];
    *q = (struct phrase){.n = (int)n, .list = list, .item = item, .next = p->first[words[0]]};
    memcpy(q->words, words, n * sizeof(*words));
    p->first[words[0]] = (int)p->n++;
}

static void index_lists(const struct sahut_sentences *s, struct phrases *p)
{
    for (size_t l = 0; l < s->n_lists; l++) {
        const struct list *list = &s->lists[l];
        for (size_t i = 0; i < list->n_items && !list->verbatim; i++) {
            const struct list_item *item = &list->items[i];
            struct variants v;
            if (item->body >= 0) {
                expand(s, item->body, 0, &v);
                for (size_t k = 0; k < v.n; k++)
                    add_phrase(p, v.words[k], (size_t)v.length[k], (int)l, (int)i);
                continue;
            }
            add_phrase(p, item->words, item->n_words, (int)l, (int)i);
            for (size_t k = 0; k < item->n_words; k++)
                p->listed[item->words[k]] = true;
        }
    }
}

static unsigned char first_byte(const struct sahut_sentences *s, size_t word)
{
    return (unsigned char)s->words.items[word][0];
}

/* Sorted by counting. */
static void index_listed(const struct sahut_sentences *s, struct phrases *p)
{
    size_t at[256], n = 0;
    for (size_t i = 0; i < p->n_words; i++)
        if (p->listed[i])
            p->begins[first_byte(s, i) + 1]++;
    for (size_t c = 0; c < 256; c++) {
        at[c] = n;
        n = p->begins[c + 1] += n;
    }
    p->similar = sahut_alloc(n, sizeof(*p->similar));
    for (size_t i = 0; i < p->n_words; i++)
        if (p->listed[i])
            p->similar[at[first_byte(s, i)]++] = (int)i;
}

static void add_use(struct intent_uses *u, struct slot_use use)
{
    for (size_t i = 0; i < u->n; i++)
        if (u->items[i].slot == use.slot && u->items[i].list == use.list &&
            u->items[i].free_text == use.free_text)
            return;
    u->items = sahut_realloc(u->items, u->n + 1, sizeof(*u->items));
    u->items[u->n++] = use;
}

static void collect(const struct sahut_sentences *s, int at, bool *seen, struct intent_uses *u)
{
    const struct node *n = &s->nodes[at];
    if (n->kind == NODE_WORD)
        u->words[n->name] = true;
    if (n->kind == NODE_LIST) {
        const struct list *list = &s->lists[n->name];
        add_use(u, (struct slot_use){n->slot, n->name, false});
        for (size_t i = 0; i < list->n_items; i++)
            if (list->items[i].body >= 0)
                collect(s, list->items[i].body, seen, u);
        return;
    }
    if (n->kind == NODE_FREE || n->kind == NODE_SLOT) {
        add_use(u, (struct slot_use){n->slot, -1, n->kind == NODE_FREE});
        return;
    }
    if (n->kind == NODE_RULE) {
        if (!seen[n->name]) {
            seen[n->name] = true;
            collect(s, s->rules[n->name].body, seen, u);
        }
        return;
    }
    for (int child = n->first; child >= 0; child = s->nodes[child].next)
        collect(s, child, seen, u);
}

static void collect_uses(const struct sahut_sentences *s, struct phrases *p)
{
    p->n_uses = s->intents.count;
    p->uses = sahut_alloc(p->n_uses, sizeof(*p->uses));
    for (size_t k = 0; k < p->n_uses; k++) {
        bool *seen = sahut_alloc(s->n_rules, sizeof(*seen));
        p->uses[k].words = sahut_alloc(p->n_words, sizeof(bool));
        for (size_t i = 0; i < s->n_sentences; i++) {
            const struct intent_block *b = &s->blocks[s->sentences[i].block];
            if (b->intent == (int)k && b->only < 0)
                collect(s, s->sentences[i].body, seen, &p->uses[k]);
        }
        free(seen);
    }
}

static struct phrases *phrases_of(struct sahut_sentences *s)
{
    if (s->phrases)
        return s->phrases;
    struct phrases *p = sahut_alloc(1, sizeof(*p));
    p->n_words = s->words.count;
    p->first = sahut_alloc(p->n_words, sizeof(*p->first));
    p->listed = sahut_alloc(p->n_words, sizeof(*p->listed));
    for (size_t i = 0; i < p->n_words; i++)
        p->first[i] = -1;
    index_lists(s, p);
    index_listed(s, p);
    collect_uses(s, p);
    return s->phrases = p;
}

void phrases_forget(struct sahut_sentences *s)
{
    struct phrases *p = s->phrases;
    if (!p)
        return;
    for (size_t i = 0; i < p->n_uses; i++) {
        free(p->uses[i].items);
        free(p->uses[i].words);
    }
    free(p->uses);
    free(p->items);
    free(p->first);
    free(p->listed);
    free(p->similar);
    free(p);
    s->phrases = NULL;
}

const struct intent_uses *phrases_uses(struct sahut_sentences *s, int intent)
{
    return &phrases_of(s)->uses[intent];
}

bool phrases_have(struct sahut_sentences *s, int intent, const char *word)
{
    const struct phrases *p = phrases_of(s);
    int number = names_find(&s->words, word, strlen(word));
    return number >= 0 && (size_t)number < p->n_words && p->uses[intent].words[number];
}

/* One letter more, fewer, other, or two exchanged. */
static bool nearly(const char *a, size_t n, const char *b, size_t m)
{
    size_t head = 0, tail = 0;
    if (n > m + 1 || m > n + 1)
        return false;
    while (head < n && head < m && a[head] == b[head])
        head++;
    while (tail < n - head && tail < m - head && a[n - 1 - tail] == b[m - 1 - tail])
        tail++;
    size_t x = n - head - tail, y = m - head - tail;
    return (x <= 1 && y <= 1) ||
           (x == 2 && y == 2 && a[head] == b[head + 1] && a[head + 1] == b[head]);
}

/* Number of the word, or of the word of the program's lists that it nearly is; -1. */
static int word_number(const struct sahut_sentences *s, const struct phrases *p, const char *text)
{
    size_t n = strlen(text);
    int known = names_find(&s->words, text, n);
    if (n < FUZZY_LETTERS || (known >= 0 && p->listed[known]))
        return known;
    unsigned char c = (unsigned char)text[0];
    for (size_t i = p->begins[c]; i < p->begins[c + 1]; i++) {
        const char *word = s->words.items[p->similar[i]];
        if (nearly(text, n, word, strlen(word)))
            return p->similar[i];
    }
    return known;
}

static bool starts(const struct phrase *q, const int *numbers, size_t left)
{
    if ((size_t)q->n > left)
        return false;
    for (int k = 1; k < q->n; k++)
        if (q->words[k] != numbers[k])
            return false;
    return true;
}

static void add_hit(const struct sahut_sentences *s, const struct phrase *q, size_t at,
                    struct phrase_hit *hits, size_t from, size_t *n, size_t max)
{
    const struct list *list = &s->lists[q->list];
    const char *name = s->names.items[list->name];
    struct phrase_hit hit = {.first = at,
                             .count = (size_t)q->n,
                             .list = q->list,
                             .from_program = list->from_program,
                             .list_hash = reading_hash(name, strlen(name)),
                             .value = list->items[q->item].value};
    for (size_t i = from; i < *n; i++)
        if (hits[i].list == q->list) {
            if (hits[i].count < hit.count)
                hits[i] = hit;
            return;
        }
    if (*n < max)
        hits[(*n)++] = hit;
}

size_t phrases_find(struct sahut_sentences *s, const char *const *words, size_t n,
                    struct phrase_hit *hits, size_t max)
{
    const struct phrases *p = phrases_of(s);
    int numbers[READING_WORDS];
    size_t found = 0;
    if (n > READING_WORDS)
        n = READING_WORDS;
    for (size_t i = 0; i < n; i++)
        numbers[i] = word_number(s, p, words[i]);
    for (size_t i = 0; i < n; i++) {
        size_t from = found;
        if (numbers[i] < 0 || (size_t)numbers[i] >= p->n_words)
            continue;
        for (int q = p->first[numbers[i]]; q >= 0; q = p->items[q].next)
            if (starts(&p->items[q], numbers + i, n - i))
                add_hit(s, &p->items[q], i, hits, from, &found, max);
        /* the longest first, so that "kitchen lamp" comes before "kitchen" */
        for (size_t a = from + 1; a < found; a++)
            for (size_t b = a; b > from && hits[b].count > hits[b - 1].count; b--) {
                struct phrase_hit t = hits[b];
                hits[b] = hits[b - 1];
                hits[b - 1] = t;
            }
    }
    return found;
}
