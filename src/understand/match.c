// SPDX-License-Identifier: GPL-3.0-or-later
/* All ways through the automaton at once, one word after the other. Of the ways that meet in a
 * state the one with fewer free words stays; of equals the one that was written first, and in
 * which what may be left out is said. What a way has done so far is kept as a chain of marks, made
 * only for ways that a word has confirmed, so that the cost is the number of words times the number
 * of states that are looked at.
 *
 *   score = 1 - 0.5 * free words / words
 */
#include "understand/match.h"

#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/nfa.h"

enum { NO_MARK = -1, UNKNOWN_WORD = -2, FREE_WORD = -1 };

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
    struct nfa *nfa;   /* its working arrays are ours while we match */
    const int *parent; /* [nfa->n]: the last OPEN or CLOSE on the way; -1: none since it began */
    struct mark *marks;
    size_t n_marks, cap_marks;
    struct ways now, matched, freed; /* before the word; after it, as a word and as free text */
};

static void add_way(struct ways *w, struct way way)
{
    if (w->n == w->cap) {
        w->cap = w->cap ? w->cap * 2 : 64;
        w->items = sahut_realloc(w->items, w->cap, sizeof(*w->items));
    }
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

/* The marks between the way's state and `state`, behind those it has; they come out last first, so
 * they are turned around. */
static int marks_up_to(struct matcher *m, const struct way *way, int state, size_t at)
{
    int last = way->mark, passed[2 * SAHUT_MATCH_SLOTS];
    size_t n = 0;
    for (; state >= 0; state = m->parent[state]) {
        enum nfa_kind kind = m->nfa->states[state].kind;
        if ((kind == NFA_OPEN || kind == NFA_CLOSE) && n < 2 * SAHUT_MATCH_SLOTS)
            passed[n++] = state;
    }
    while (n-- > 0)
        last = add_mark(m, (struct mark){last, passed[n], at});
    return last;
}

/* Called for every state that takes a word or ends a sentence. */
typedef void reached(struct matcher *m, const struct way *way, int state, size_t at, void *ctx);

static void follow(struct matcher *m, const struct way *way, size_t at, reached *reach, void *ctx)
{
    size_t n = 0;
    int *stack = m->nfa->stack;
    stack[n++] = -1;
    stack[n++] = way->state;
    while (n > 0) {
        int state = stack[--n], parent = stack[--n];
        if (m->nfa->seen[state] == m->nfa->step)
            continue;
        m->nfa->seen[state] = m->nfa->step;
        m->nfa->parent[state] = parent;
        const struct nfa_state *s = &m->nfa->states[state];
        switch (s->kind) {
        case NFA_WORD:
        case NFA_FREE:
        case NFA_FINAL:
            reach(m, way, state, at, ctx);
            break;
        case NFA_SPLIT:
        case NFA_AGAIN:
            stack[n++] = parent;
            stack[n++] = s->other;
            stack[n++] = parent;
            stack[n++] = s->out;
            break;
        case NFA_OPEN:
        case NFA_CLOSE:
            stack[n++] = state;
            stack[n++] = s->out;
            break;
        case NFA_DEAD:
            break;
        }
    }
}

static void take_word(struct matcher *m, const struct way *way, int state, size_t at, void *ctx)
{
    const struct nfa_state *s = &m->nfa->states[state];
    bool free_word = s->kind == NFA_FREE;
    if (s->kind == NFA_FINAL || (!free_word && s->a != *(const int *)ctx))
        return;
    add_way(free_word ? &m->freed : &m->matched,
            (struct way){s->out, way->free + free_word, marks_up_to(m, way, state, at)});
}

/* The first word: only what takes it is looked at. */
static void begin(struct matcher *m, int word)
{
    const struct nfa *n = m->nfa;
    const struct way *way = &m->now.items[0];
    size_t low = 0, high = n->n_first;
    m->parent = n->first_parent;
    for (size_t i = 0; i < n->n_first && n->first[i].word < 0; i++)
        take_word(m, way, n->first[i].state, 0, &word);
    if (word < 0)
        return;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (n->first[middle].word < word)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < n->n_first && n->first[low].word == word; low++)
        take_word(m, way, n->first[low].state, 0, &word);
}

/* Both lists are sorted by free words; so is what they become. */
static void merge_ways(struct matcher *m)
{
    size_t a = 0, b = 0;
    m->now.n = 0;
    while (a < m->matched.n || b < m->freed.n) {
        bool first = b == m->freed.n ||
                     (a < m->matched.n && m->matched.items[a].free <= m->freed.items[b].free);
        add_way(&m->now, first ? m->matched.items[a++] : m->freed.items[b++]);
    }
    m->matched.n = m->freed.n = 0;
}

static void end_sentence(struct matcher *m, const struct way *way, int state, size_t at, void *ctx)
{
    const struct nfa_state *s = &m->nfa->states[state];
    if (s->kind == NFA_FINAL)
        add_way(ctx, (struct way){s->a, way->free, marks_up_to(m, way, state, at)});
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
        int word = strcmp(text, SAHUT_FREE_WORD) == 0 ? FREE_WORD
                                                      : names_find(&s->words, text, strlen(text));
        if (word < 0)
            word = UNKNOWN_WORD;
        m->nfa->step++;
        if (at == 0)
            begin(m, word);
        for (size_t i = 0; i < m->now.n && at > 0; i++)
            follow(m, &m->now.items[i], at, take_word, &word);
        m->parent = m->nfa->parent;
        merge_ways(m);
    }
    m->nfa->step++;
    for (size_t i = 0; i < m->now.n; i++)
        follow(m, &m->now.items[i], n, end_sentence, ends);
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

/* What comes back has said when. */
static bool repeats(const struct sahut_sentences *s, const char *needed, enum sahut_slot_type type)
{
    for (size_t i = 0; i < s->n_slots; i++)
        if (s->names.items[s->slots[i].name] == needed)
            return type == SAHUT_SLOT_REPEAT && s->slots[i].type == SAHUT_SLOT_TIME;
    return false;
}

static void fill_missing(const struct sahut_sentences *s, const struct intent_block *b,
                         struct sahut_match *out)
{
    for (size_t k = 0; k < b->n_needs; k++) {
        const char *name = s->names.items[b->needs[k]];
        bool there = false;
        for (size_t i = 0; i < out->n_slots && !there; i++)
            there = out->slots[i].name == name || repeats(s, name, out->slots[i].type);
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
    struct matcher m = {.nfa = nfa, .parent = nfa->parent};
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
