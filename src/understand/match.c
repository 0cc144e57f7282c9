// SPDX-License-Identifier: GPL-3.0-or-later
/* All ways through the automaton at once, one word after the other; where a state leads is looked
 * up by the word (nfa_reach). Of the ways that meet in a state the one with fewer free words stays;
 * of equals the one that was written first, and in which what may be left out is said. What a way
 * has done so far is kept as a chain of marks, made only for ways that a word has confirmed, so
 * that the cost is the number of words times the number of states that are looked at.
 *
 *   score = 1 - 0.5 * free words / words
 */
#include "understand/match.h"

#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/nfa.h"

enum { NO_MARK = -1 };

/* A slot's begin or end was passed before word `at`. */
struct mark {
    int before; /* the mark before it, or NO_MARK */
    int state;
    size_t at;
};
/* A way that has come to `state`. */
struct way {
    int state, free, mark;
};
struct ways {
    struct way *items;
    size_t n, cap;
};

struct matcher {
    struct nfa *nfa; /* its working arrays are ours while we match */
    struct mark *marks;
    size_t n_marks, cap_marks;
    struct ways now, matched, freed; /* before the word; after it, as a word and as free text */
};

static void reserve(struct ways *w, size_t n)
{
    if (n <= w->cap)
        return;
    w->cap = n < 64 ? 64 : n * 2;
    w->items = sahut_realloc(w->items, w->cap, sizeof(*w->items));
}

static inline void add_way(struct ways *w, struct way way)
{
    reserve(w, w->n + 1);
    w->items[w->n++] = way;
}

static int add_mark(struct matcher *m, struct mark mark)
{
    if (m->n_marks == m->cap_marks) {
        m->cap_marks = m->cap_marks ? m->cap_marks * 2 : 64;
        m->marks = sahut_realloc(m->marks, m->cap_marks, sizeof(*m->marks));
    }
    m->marks[m->n_marks] = mark;
    return (int)m->n_marks++;
}

/* The marks up to `mark` of what was reached, behind those that the way has; they come out last
 * first, so they are turned around. */
static int marks_up_to(struct matcher *m, const struct way *way, const struct nfa_reach *r,
                       int mark, size_t at)
{
    int last = way->mark, passed[2 * SAHUT_MATCH_SLOTS];
    size_t n = 0;
    for (; mark >= 0 && n < 2 * SAHUT_MATCH_SLOTS; mark = r->marks[mark].before)
        passed[n++] = r->marks[mark].state;
    while (n-- > 0)
        last = add_mark(m, (struct mark){last, passed[n], at});
    return last;
}

/* The first way to a state is the best. */
static bool is_first(struct matcher *m, int state)
{
    if (m->nfa->seen[state] == m->nfa->step)
        return false;
    m->nfa->seen[state] = m->nfa->step;
    return true;
}

/* Goes on through all entries of `word`; the state behind it, of an end the sentence. */
static void take(struct matcher *m, const struct way *way, const struct nfa_reach *r, int word,
                 size_t at, struct ways *out)
{
    size_t low = word < 0 ? 0 : r->words, high = word < 0 ? 0 : r->n;
    while (word < 0 && low < r->words && r->entries[low].word < word)
        low++;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (r->entries[middle].word < word)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < r->n && r->entries[low].word == word; low++) {
        const struct nfa_entry *e = &r->entries[low];
        const struct nfa_state *s = &m->nfa->states[e->state];
        if (is_first(m, e->state))
            add_way(out,
                    (struct way){word == NFA_END ? s->a : s->out, way->free + (word == NFA_ANY),
                                 marks_up_to(m, way, r, e->mark, at)});
    }
}

/* One word; NFA_ANY is one that no sentence has. */
static void step(struct matcher *m, const struct way *way, int word, size_t at)
{
    const struct nfa_state *s = &m->nfa->states[way->state];
    if (s->kind == NFA_WORD) {
        if (s->a == word && is_first(m, way->state))
            add_way(&m->matched, (struct way){s->out, way->free, way->mark});
        return;
    }
    const struct nfa_reach *r = nfa_reach(m->nfa, way->state);
    if (r->words > 0)
        take(m, way, r, NFA_ANY, at, &m->freed);
    if (word != NFA_ANY && r->words < r->n)
        take(m, way, r, word, at, &m->matched);
}

static void swap(struct ways *a, struct ways *b)
{
    struct ways old = *a;
    *a = *b;
    *b = old;
}

/* Both lists are sorted by free words; so is what they become. */
static void merge_ways(struct matcher *m)
{
    struct ways *to = &m->now, *one = &m->matched, *two = &m->freed;
    if (one->n == 0 || two->n == 0) {
        swap(to, one->n ? one : two);
    } else {
        const struct way *a = one->items, *b = two->items;
        const struct way *a_end = a + one->n, *b_end = b + two->n;
        reserve(to, one->n + two->n);
        struct way *out = to->items;
        while (a < a_end && b < b_end)
            *out++ = a->free <= b->free ? *a++ : *b++;
        memcpy(out, a, (size_t)(a_end - a) * sizeof(*a));
        memcpy(out + (a_end - a), b, (size_t)(b_end - b) * sizeof(*b));
        to->n = one->n + two->n;
    }
    one->n = two->n = 0;
}

static int by_free_words(const void *a, const void *b)
{
    const struct way *x = a, *y = b;
    return x->free != y->free ? x->free - y->free : x->state - y->state;
}

/* The sentences (as `state`) that take all words, best first. */
static void run(struct matcher *m, const struct sahut_sentences *s, const struct sahut_word *words,
                size_t n, struct ways *ends)
{
    add_way(&m->now, (struct way){m->nfa->start, 0, NO_MARK});
    for (size_t at = 0; at < n && m->now.n > 0; at++) {
        const char *text = words[at].text;
        int word = strcmp(text, SAHUT_FREE_WORD) == 0 ? NFA_ANY
                                                      : names_find(&s->words, text, strlen(text));
        m->nfa->step++;
        for (size_t i = 0; i < m->now.n; i++)
            step(m, &m->now.items[i], word < 0 ? NFA_ANY : word, at);
        merge_ways(m);
    }
    m->nfa->step++;
    for (size_t i = 0; i < m->now.n; i++)
        if (m->nfa->states[m->now.items[i].state].kind != NFA_WORD)
            take(m, &m->now.items[i], nfa_reach(m->nfa, m->now.items[i].state), NFA_END, n, ends);
    if (ends->n > 1)
        qsort(ends->items, ends->n, sizeof(*ends->items), by_free_words);
}

static void fill_slots(const struct matcher *m, const struct sahut_sentences *s, int mark,
                       struct sahut_match *out)
{
    int chain[2 * SAHUT_MATCH_SLOTS];
    size_t n = 0;
    for (; mark != NO_MARK && n < 2 * SAHUT_MATCH_SLOTS; mark = m->marks[mark].before)
        chain[n++] = mark;
    while (n >= 2) {
        const struct mark *open = &m->marks[chain[--n]], *close = &m->marks[chain[--n]];
        const struct slot *slot = &s->slots[m->nfa->states[open->state].a];
        const struct nfa_state *end = &m->nfa->states[close->state];
        out->slots[out->n_slots++] = (struct sahut_match_slot){
            .name = s->names.items[slot->name],
            .type = slot->type,
            .first = open->at,
            .count = close->at - open->at,
            .value = end->a < 0 ? NULL : s->lists[end->a].items[end->b].value,
        };
    }
}

/* What comes back has said when, and so has what is to be before something. */
static bool says_when(const struct sahut_sentences *s, const char *needed,
                      const struct sahut_match_slot *slot)
{
    bool says = slot->type == SAHUT_SLOT_REPEAT || strcmp(slot->name, "before") == 0;
    for (size_t i = 0; i < s->n_slots; i++)
        if (s->names.items[s->slots[i].name] == needed)
            return says && s->slots[i].type == SAHUT_SLOT_TIME;
    return false;
}

static void fill_missing(const struct sahut_sentences *s, const struct intent_block *b,
                         struct sahut_match *out)
{
    for (size_t k = 0; k < b->n_needs; k++) {
        const char *name = s->names.items[b->needs[k]];
        bool there = false;
        for (size_t i = 0; i < out->n_slots && !there; i++)
            there = out->slots[i].name == name || says_when(s, name, &out->slots[i]);
        if (!there)
            out->missing[out->n_missing++] = name;
    }
}

static void fill_match(const struct matcher *m, const struct sahut_sentences *s,
                       const struct way *end, size_t n, struct sahut_match *out)
{
    const struct sentence *sentence = &s->sentences[end->state];
    const struct intent_block *b = &s->blocks[sentence->block];
    *out = (struct sahut_match){.intent = s->intents.items[b->intent],
                                .score = 1 - 0.5 * end->free / (double)n,
                                .line = sentence->line,
                                .typed = b->typed};
    fill_slots(m, s, end->mark, out);
    fill_missing(s, b, out);
}

size_t match_sentences(struct sahut_sentences *s, const char *context,
                       const struct sahut_word *words, size_t n, struct sahut_match *out,
                       size_t limit)
{
    struct nfa *nfa = n ? nfa_of(s, context, false) : NULL;
    if (!nfa)
        return 0;
    struct matcher m = {.nfa = nfa};
    struct ways ends = {0};
    run(&m, s, words, n, &ends);
    size_t found = ends.n < limit ? ends.n : limit;
    for (size_t i = 0; i < found; i++)
        fill_match(&m, s, &ends.items[i], n, &out[i]);
    free(ends.items);
    free(m.marks);
    free(m.now.items);
    free(m.matched.items);
    free(m.freed.items);
    return found;
}

bool sahut_sentences_match(struct sahut_sentences *s, const char *context,
                           const struct sahut_word *words, size_t n, struct sahut_match *out)
{
    *out = (struct sahut_match){0};
    return match_sentences(s, context, words, n, out, 1) == 1;
}
