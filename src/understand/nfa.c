// SPDX-License-Identifier: GPL-3.0-or-later
/* Built from the end: every piece is given the state that follows it and returns the state where it
 * begins, so that nothing has to be patched and what follows a choice is shared by its branches. */
#include "understand/nfa.h"

#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

/* Work without new states is bounded too: rules that hold an empty list many times. */
enum { STEP_LIMIT = 4 * NFA_LIMIT };
/* Entries and marks kept for the matcher: 3 MB. */
enum { REACH_LIMIT = 250000 };

static int add(struct nfa *n, struct nfa_state state)
{
    if (n->n >= NFA_LIMIT)
        n->too_big = true;
    if (n->too_big)
        return 0;
    if (n->n == n->cap) {
        n->cap = n->cap ? n->cap * 2 : 1024;
        n->states = sahut_realloc(n->states, n->cap, sizeof(*n->states));
    }
    n->states[n->n] = state;
    return (int)n->n++;
}

static bool is_dead(const struct nfa *n, int state)
{
    return n->states[state].kind == NFA_DEAD;
}

static int split(struct nfa *n, int first, int second)
{
    if (is_dead(n, first) || first == second)
        return second;
    if (is_dead(n, second))
        return first;
    return add(n, (struct nfa_state){.kind = NFA_SPLIT, .out = first, .other = second});
}

static int build(struct nfa *n, const struct sahut_sentences *s, int node, int next);

static int build_sequence(struct nfa *n, const struct sahut_sentences *s, int child, int next)
{
    size_t count = 0;
    for (int i = child; i >= 0; i = s->nodes[i].next)
        count++;
    int *children = sahut_alloc(count, sizeof(*children));
    for (size_t k = 0; child >= 0; child = s->nodes[child].next)
        children[k++] = child;
    while (count-- > 0)
        next = build(n, s, children[count], next);
    free(children);
    return next;
}

static int build_choice(struct nfa *n, const struct sahut_sentences *s, int child, int next)
{
    size_t count = 0;
    for (int i = child; i >= 0; i = s->nodes[i].next)
        count++;
    int *starts = sahut_alloc(count, sizeof(*starts));
    for (size_t k = 0; child >= 0; child = s->nodes[child].next)
        starts[k++] = build(n, s, child, next);
    int start = 0;
    while (count-- > 0)
        start = split(n, starts[count], start);
    free(starts);
    return start;
}

/* One state for every set of things that have been said already: 2^k of them instead of k! orders.
 */
static int build_permutation(struct nfa *n, const struct sahut_sentences *s, int child, int next)
{
    int children[TEMPLATE_PERMUTATION], count = 0;
    for (; child >= 0; child = s->nodes[child].next)
        children[count++] = child;
    int after[1 << TEMPLATE_PERMUTATION];
    after[(1 << count) - 1] = next;
    for (int said = (1 << count) - 2; said >= 0; said--) {
        after[said] = 0;
        for (int i = count - 1; i >= 0; i--)
            if (!(said & 1 << i))
                after[said] = split(n, build(n, s, children[i], after[said | 1 << i]), after[said]);
    }
    return after[0];
}

static int build_words(struct nfa *n, const int *words, size_t count, int next)
{
    while (count-- > 0)
        next = add(n, (struct nfa_state){.kind = NFA_WORD, .a = words[count], .out = next});
    return next;
}

static int build_list(struct nfa *n, const struct sahut_sentences *s, const struct node *node,
                      int next)
{
    const struct list *list = &s->lists[node->name];
    int start = 0;
    for (size_t i = list->n_items; i-- > 0;) {
        const struct list_item *item = &list->items[i];
        if (item->body < 0 && item->n_words == 0)
            continue;
        int close = add(
            n, (struct nfa_state){.kind = NFA_CLOSE, .a = node->name, .b = (int)i, .out = next});
        int words = item->body >= 0 ? build(n, s, item->body, close)
                                    : build_words(n, item->words, item->n_words, close);
        start = split(n, words, start);
    }
    return is_dead(n, start)
               ? 0
               : add(n, (struct nfa_state){.kind = NFA_OPEN, .a = node->slot, .out = start});
}

static int build_slot(struct nfa *n, const struct sahut_sentences *s, const struct node *node,
                      int next)
{
    int close = add(n, (struct nfa_state){.kind = NFA_CLOSE, .a = -1, .out = next});
    int start = build(n, s, node->first, close);
    return is_dead(n, start)
               ? 0
               : add(n, (struct nfa_state){.kind = NFA_OPEN, .a = node->slot, .out = start});
}

static int build_free(struct nfa *n, const struct node *node, int next)
{
    int close = add(n, (struct nfa_state){.kind = NFA_CLOSE, .a = -1, .out = next});
    int again = add(n, (struct nfa_state){.kind = NFA_AGAIN, .other = close});
    int word = add(n, (struct nfa_state){.kind = NFA_FREE, .out = again});
    n->states[again].out = word;
    return add(n, (struct nfa_state){.kind = NFA_OPEN, .a = node->slot, .out = word});
}

static int build(struct nfa *n, const struct sahut_sentences *s, int at, int next)
{
    const struct node *node = &s->nodes[at];
    if (++n->steps > STEP_LIMIT)
        n->too_big = true;
    if (n->too_big || is_dead(n, next))
        return 0;
    switch (node->kind) {
    case NODE_WORD:
        return build_words(n, &node->name, 1, next);
    case NODE_SEQUENCE:
        return build_sequence(n, s, node->first, next);
    case NODE_CHOICE:
        return build_choice(n, s, node->first, next);
    case NODE_PERMUTATION:
        return build_permutation(n, s, node->first, next);
    case NODE_OPTIONAL:
        return split(n, build(n, s, node->first, next), next);
    case NODE_RULE:
        return build(n, s, s->rules[node->name].body, next);
    case NODE_LIST:
        return build_list(n, s, node, next);
    case NODE_FREE:
        return build_free(n, node, next);
    case NODE_SLOT:
        break;
    }
    return build_slot(n, s, node, next);
}

static void build_all(struct nfa *n, const struct sahut_sentences *s)
{
    n->start = add(n, (struct nfa_state){.kind = NFA_DEAD});
    for (size_t i = s->n_sentences; i-- > 0;) {
        const struct sentence *t = &s->sentences[i];
        const struct intent_block *b = &s->blocks[t->block];
        if (!sentences_block_open(s, b, n->context) || (n->spoken && b->typed))
            continue;
        int end = add(n, (struct nfa_state){.kind = NFA_FINAL, .a = (int)i});
        n->start = split(n, build(n, s, t->body, end), n->start);
    }
}

static void add_entry(struct nfa_reach *r, size_t *cap, struct nfa_entry entry)
{
    if (r->n == *cap) {
        *cap = *cap ? *cap * 2 : 16;
        r->entries = sahut_realloc(r->entries, *cap, sizeof(*r->entries));
    }
    r->entries[r->n++] = entry;
}

static int add_mark(struct nfa_reach *r, size_t *cap, struct nfa_mark mark)
{
    if (r->n_marks == *cap) {
        *cap = *cap ? *cap * 2 : 8;
        r->marks = sahut_realloc(r->marks, *cap, sizeof(*r->marks));
    }
    r->marks[r->n_marks] = mark;
    return (int)r->n_marks++;
}

/* Depth first, the way that was written first before the others. */
static void find_reach(struct nfa *n, int start, struct nfa_reach *r)
{
    size_t top = 0, cap_entries = 0, cap_marks = 0;
    n->visit++;
    n->stack[top++] = -1;
    n->stack[top++] = start;
    while (top > 0) {
        int state = n->stack[--top], mark = n->stack[--top];
        const struct nfa_state *s = &n->states[state];
        if (n->visited[state] == n->visit)
            continue;
        n->visited[state] = n->visit;
        switch (s->kind) {
        case NFA_WORD:
        case NFA_FREE:
        case NFA_FINAL:
            add_entry(r, &cap_entries,
                      (struct nfa_entry){s->kind == NFA_WORD   ? s->a
                                         : s->kind == NFA_FREE ? NFA_ANY
                                                               : NFA_END,
                                         state, mark});
            break;
        case NFA_SPLIT:
        case NFA_AGAIN:
            n->stack[top++] = mark;
            n->stack[top++] = s->other;
            n->stack[top++] = mark;
            n->stack[top++] = s->out;
            break;
        case NFA_OPEN:
        case NFA_CLOSE:
            n->stack[top++] = add_mark(r, &cap_marks, (struct nfa_mark){state, mark});
            n->stack[top++] = s->out;
            break;
        case NFA_DEAD:
            break;
        }
    }
}

static bool is_sorted(const struct nfa_reach *r)
{
    for (size_t i = 1; i < r->n; i++)
        if (r->entries[i - 1].word > r->entries[i].word)
            return false;
    return true;
}

/* By word; what has the same word keeps its order. */
static void sort_entries(struct nfa_reach *r)
{
    if (is_sorted(r))
        return;
    struct nfa_entry *to = sahut_alloc(r->n, sizeof(*to));
    for (size_t width = 1; width < r->n; width *= 2) {
        for (size_t from = 0; from < r->n; from += 2 * width) {
            size_t a = from, b = from + width < r->n ? from + width : r->n;
            size_t middle = b, end = b + width < r->n ? b + width : r->n;
            for (size_t k = from; k < end; k++) {
                bool first = b == end || (a < middle && r->entries[a].word <= r->entries[b].word);
                to[k] = first ? r->entries[a++] : r->entries[b++];
            }
        }
        struct nfa_entry *from = r->entries;
        r->entries = to;
        to = from;
    }
    free(to);
}

static void free_reach(struct nfa_reach *r)
{
    if (!r)
        return;
    free(r->entries);
    free(r->marks);
    free(r);
}

const struct nfa_reach *nfa_reach(struct nfa *n, int state)
{
    if (n->reach[state])
        return n->reach[state];
    struct nfa_reach *r = sahut_alloc(1, sizeof(*r));
    find_reach(n, state, r);
    sort_entries(r);
    while (r->words < r->n && r->entries[r->words].word < 0)
        r->words++;
    if (n->kept + r->n + r->n_marks > REACH_LIMIT) {
        free_reach(n->spare);
        return n->spare = r;
    }
    n->kept += r->n + r->n_marks;
    return n->reach[state] = r;
}

struct nfa *nfa_of(struct sahut_sentences *s, const char *context, bool spoken)
{
    if (!context)
        context = "";
    for (struct nfa *n = s->networks; n; n = n->next)
        if (n->spoken == spoken && strcmp(n->context, context) == 0)
            return n->too_big ? NULL : n;
    struct nfa *n = sahut_alloc(1, sizeof(*n));
    n->context = sahut_strdup(context);
    n->spoken = spoken;
    build_all(n, s);
    if (!n->too_big) {
        n->seen = sahut_alloc(n->n, sizeof(*n->seen));
        n->visited = sahut_alloc(n->n, sizeof(*n->visited));
        n->reach = sahut_alloc(n->n, sizeof(struct nfa_reach *));
        n->stack = sahut_alloc(4 * n->n + 4, sizeof(*n->stack));
    }
    n->next = s->networks;
    s->networks = n;
    return n->too_big ? NULL : n;
}

void nfa_forget(struct sahut_sentences *s)
{
    while (s->networks) {
        struct nfa *n = s->networks;
        s->networks = n->next;
        free(n->context);
        free(n->states);
        for (size_t i = 0; n->reach && i < n->n; i++)
            free_reach(n->reach[i]);
        free_reach(n->spare);
        free(n->reach);
        free(n->visited);
        free(n->stack);
        free(n->seen);
        free(n);
    }
}
