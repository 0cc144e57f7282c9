// SPDX-License-Identifier: GPL-3.0-or-later
#include "adapt/align.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

#define START       (-1) /* what is before the first frame */
#define IMPOSSIBLE  (-1e30f)
#define MOST_PHONES 40 /* of a word */
#define MOST_ENDS   24 /* pronunciations of a word, and silence */
#define MOST_STATES UINT16_MAX

struct state {
    int senone;
    int from[MOST_ENDS], n_from; /* states before it, other than itself */
};
struct ends {
    int at[MOST_ENDS], n;
};
struct graph {
    const struct triphones *triphones;
    struct state *states;
    int n, cap;
    struct ends ends; /* what the next word, or the end, may follow */
};
struct phones {
    int at[MOST_PHONES], n;
};

static int silence(const struct triphones *t)
{
    return triphones_phone(t, "SIL");
}

/* Returns the phone's last state. */
static int add_phone(struct graph *g, int phone, int left, int right, enum triphone_place place,
                     const struct ends *before)
{
    uint16_t senones[TRIPHONE_STATES];
    triphones_find(g->triphones, phone, left, right, place, senones);
    if (g->n + TRIPHONE_STATES > g->cap) {
        g->cap = g->cap ? 2 * g->cap : 256;
        g->states = sahut_realloc(g->states, (size_t)g->cap, sizeof(*g->states));
    }
    for (int i = 0; i < TRIPHONE_STATES; i++) {
        struct state *s = &g->states[g->n++];
        s->senone = senones[i];
        s->n_from = i ? 1 : before->n;
        memcpy(s->from, before->at, sizeof(s->from));
        if (i)
            s->from[0] = g->n - 2;
    }
    return g->n - 1;
}

static void read_phones(const struct triphones *t, const char *text, struct phones *out)
{
    out->n = 0;
    for (char name[8]; *text && out->n < MOST_PHONES; text += strspn(text, " ")) {
        size_t n = strcspn(text, " ");
        size_t kept = n < sizeof(name) ? n : sizeof(name) - 1;
        memcpy(name, text, kept);
        name[kept] = 0;
        int phone = triphones_phone(t, name);
        if (phone >= 0)
            out->at[out->n++] = phone;
        text += n;
    }
}

/* The first pronunciation of a word; no phones if there is no such word. */
static void first_phones(const struct graph *g, const struct align_words *w, size_t word,
                         struct phones *out)
{
    out->n = 0;
    for (size_t i = 0; word < w->n && i < w->lexicon->count && out->n == 0; i++)
        if (strcmp(w->lexicon->items[i].word, w->words[word]) == 0)
            read_phones(g->triphones, w->lexicon->items[i].phones, out);
}

static int add_pronunciation(struct graph *g, const struct phones *p, int left, int right)
{
    struct ends before = g->ends;
    for (int i = 0; i < p->n; i++) {
        enum triphone_place place = p->n == 1       ? TRIPHONE_ALONE
                                    : i == 0        ? TRIPHONE_BEGIN
                                    : i + 1 == p->n ? TRIPHONE_END
                                                    : TRIPHONE_INSIDE;
        before.at[0] = add_phone(g, p->at[i], i ? p->at[i - 1] : left,
                                 i + 1 < p->n ? p->at[i + 1] : right, place, &before);
        before.n = 1;
    }
    return before.at[0];
}

static void add_silence(struct graph *g)
{
    int phone = silence(g->triphones);
    int last = add_phone(g, phone, phone, phone, TRIPHONE_ALONE, &g->ends);
    g->ends.at[g->ends.n++] = last;
}

/* The neighbours are those of the neighbouring words' first pronunciations. */
static void add_word(struct graph *g, const struct align_words *w, size_t word)
{
    struct phones before, after, phones;
    first_phones(g, w, word - 1, &before); /* of none before the first */
    first_phones(g, w, word + 1, &after);
    int quiet = silence(g->triphones);
    int left = before.n ? before.at[before.n - 1] : quiet, right = after.n ? after.at[0] : quiet;
    struct ends ends = {.n = 0};
    for (size_t i = 0; i < w->lexicon->count && ends.n + 1 < MOST_ENDS; i++)
        if (strcmp(w->lexicon->items[i].word, w->words[word]) == 0) {
            read_phones(g->triphones, w->lexicon->items[i].phones, &phones);
            if (phones.n)
                ends.at[ends.n++] = add_pronunciation(g, &phones, left, right);
        }
    if (ends.n)
        g->ends = ends;
    add_silence(g);
}

static void build(struct graph *g, const struct align_words *w)
{
    g->ends = (struct ends){.at = {START}, .n = 1};
    add_silence(g);
    for (size_t i = 0; i < w->n; i++)
        add_word(g, w, i);
}

struct path {
    float *score[2];
    uint16_t *from; /* [frame][state] */
};

static void begin(struct tied *t, const struct graph *g, struct path *p)
{
    for (int s = 0; s < g->n; s++) {
        const struct state *state = &g->states[s];
        bool first = false;
        for (int i = 0; i < state->n_from; i++)
            first |= state->from[i] == START;
        p->score[0][s] = first ? tied_score(t, state->senone) : IMPOSSIBLE;
        p->from[s] = (uint16_t)s;
    }
}

static void step(struct tied *t, const struct graph *g, struct path *p, int frame)
{
    const float *before = p->score[(frame + 1) % 2];
    float *now = p->score[frame % 2];
    uint16_t *from = p->from + (size_t)frame * (size_t)g->n;
    for (int s = 0; s < g->n; s++) {
        const struct state *state = &g->states[s];
        float best = before[s];
        from[s] = (uint16_t)s;
        for (int i = 0; i < state->n_from; i++)
            if (state->from[i] != START && before[state->from[i]] > best) {
                best = before[state->from[i]];
                from[s] = (uint16_t)state->from[i];
            }
        now[s] = best > IMPOSSIBLE ? best + tied_score(t, state->senone) : IMPOSSIBLE;
    }
}

static int finish(const struct graph *g, const struct path *p, int n, uint16_t *out, float *score)
{
    const float *last = p->score[(n - 1) % 2];
    int best = g->ends.at[0];
    for (int i = 1; i < g->ends.n; i++)
        if (last[g->ends.at[i]] > last[best])
            best = g->ends.at[i];
    if (last[best] <= IMPOSSIBLE)
        return -ENODATA;
    *score = last[best] / (float)n;
    for (int t = n - 1, s = best; t >= 0; t--) {
        out[t] = (uint16_t)g->states[s].senone;
        s = p->from[(size_t)t * (size_t)g->n + (size_t)s];
    }
    return 0;
}

static int search(struct tied *t, const struct graph *g, senone_frame *frames, int n, uint16_t *out,
                  float *score)
{
    size_t states = (size_t)g->n;
    struct path p = {{sahut_alloc(states, sizeof(float)), sahut_alloc(states, sizeof(float))},
                     sahut_alloc(states * (size_t)n, sizeof(uint16_t))};
    for (int i = 0; i < n; i++) {
        tied_look(t, &frames[i]);
        if (i == 0)
            begin(t, g, &p);
        else
            step(t, g, &p, i);
    }
    int err = finish(g, &p, n, out, score);
    free(p.score[0]);
    free(p.score[1]);
    free(p.from);
    return err;
}

int align_run(struct tied *t, const struct align_words *words, senone_frame *frames, int n,
              uint16_t *out, float *score)
{
    struct graph g = {.triphones = tied_triphones(t)};
    build(&g, words);
    int err = n > 0 && g.n > 0 && g.n < MOST_STATES && g.ends.at[0] != START
                  ? search(t, &g, frames, n, out, score)
                  : -ENODATA;
    free(g.states);
    return err;
}
