// SPDX-License-Identifier: GPL-3.0-or-later
/* Adam on the cross-entropy of each phrase's logit, over windows that end 1 to 9 frames behind the
 * phrase, windows of other sound, and those of the latter that the network takes for a phrase,
 * looked for every fifth epoch. */
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "train/wake.h"

#define BATCH      32
#define RATE       1.5e-3
#define DECAY      0.01f
#define POSITIVE   2.0f /* weight of a window with the phrase */
#define MINE_EVERY 5
#define MINE_ABOVE (-5.0f)
#define MINE_STEP  6
#define PARAMETERS (sizeof(struct wake_net) / sizeof(float))
#define LATEST     9 /* frames from the phrase's end to the window's */

struct window {
    const struct clip *clip;
    int start, phrase;
    float score;
};

struct learner {
    const struct lesson *lesson;
    const struct clips *phrases, *others;
    struct dice dice;
    struct wake_net net, gradient, first, second;
    size_t kept; /* parameters at the beginning that do not learn */
    long steps;
    struct window *windows, *mined;
    size_t n_windows, n_mined, cap_mined;
    float input[WAKE_NET_WINDOW * MEL_BANDS];
    struct wake_net_pass pass;
};

/* The window, without the mean over what the stream would have had until then. */
static void take(const struct clip *c, int start, float *out)
{
    int end = start + WAKE_NET_WINDOW, from = end > FEATURES_RING ? end - FEATURES_RING : 0;
    float mean[MEL_BANDS] = {0};
    for (int t = from; t < end; t++)
        for (int b = 0; b < MEL_BANDS; b++)
            mean[b] += c->frames[t * MEL_BANDS + b];
    for (int b = 0; b < MEL_BANDS; b++)
        mean[b] /= (float)(end - from);
    for (int t = 0; t < WAKE_NET_WINDOW; t++)
        for (int b = 0; b < MEL_BANDS; b++)
            out[t * MEL_BANDS + b] = c->frames[(start + t) * MEL_BANDS + b] - mean[b];
}

/* Some bands or some time are not heard, the contrast differs. */
static void mask(struct dice *d, float *x)
{
    if (dice_next(d) % 2) {
        int b = (int)(dice_next(d) % MEL_BANDS), n = 1 + (int)(dice_next(d) % 4);
        for (int i = b; i < b + n && i < MEL_BANDS; i++)
            for (int t = 0; t < WAKE_NET_WINDOW; t++)
                x[t * MEL_BANDS + i] = 0;
    }
    if (dice_next(d) % 2) {
        int t = (int)(dice_next(d) % WAKE_NET_WINDOW), n = 1 + (int)(dice_next(d) % 8);
        for (int i = t; i < t + n && i < WAKE_NET_WINDOW; i++)
            memset(x + (size_t)i * MEL_BANDS, 0, MEL_BANDS * sizeof(*x));
    }
    if (dice_next(d) % 3 == 0) {
        float scale = dice_between(d, 0.8f, 1.2f);
        for (int i = 0; i < WAKE_NET_WINDOW * MEL_BANDS; i++)
            x[i] *= scale;
    }
}

/* Gradients of one dense step: `e` is that of the outputs, before the ReLU. */
static inline void back(const float *restrict x, float *restrict dx, size_t n,
                        const float *restrict w, float *restrict gw, float *restrict gb,
                        const float *restrict e, const size_t c)
{
    for (size_t k = 0; k < c; k++)
        gb[k] += e[k];
    for (size_t j = 0; j < n; j++, w += c, gw += c) {
        if (x[j] == 0 && !dx)
            continue;
        if (x[j] != 0)
            for (size_t k = 0; k < c; k++)
                gw[k] += x[j] * e[k];
        /* a unit at rest passes nothing on; inputs of the first layer have no dx */
        if (!dx || x[j] <= 0)
            continue;
        float sum = 0;
        for (size_t k = 0; k < c; k++)
            sum += w[k] * e[k];
        dx[j] += sum;
    }
}

static bool any(const float *e, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (e[k] != 0)
            return true;
    return false;
}

/* Inputs of every layer but the first come through a ReLU, so where they are 0 no gradient goes
 * back, and `back` leaves it out. */
static void backward(struct learner *l, const float error[WAKE_NET_PHRASES])
{
    const struct wake_net *n = &l->net;
    struct wake_net *g = &l->gradient;
    const struct wake_net_pass *p = &l->pass;
    static float d1[NET_T1][NET_C], d2[NET_T2][NET_C], d3[NET_T3][NET_C], d4[NET_H];
    memset(d1, 0, sizeof(d1));
    memset(d2, 0, sizeof(d2));
    memset(d3, 0, sizeof(d3));
    memset(d4, 0, sizeof(d4));
    back(p->a4, d4, NET_H, n->w5[0], g->w5[0], g->b5, error, WAKE_NET_PHRASES);
    back(p->a3[0], d3[0], (size_t)NET_T3 * NET_C, n->w4[0], g->w4[0], g->b4, d4, NET_H);
    for (size_t t = 0; t < NET_T3; t++)
        if (any(d3[t], NET_C))
            back(p->a2[t], d2[t], (size_t)NET_K3 * NET_C, n->w3[0], g->w3[0], g->b3, d3[t], NET_C);
    for (size_t t = 0; t < NET_T2; t++)
        if (any(d2[t], NET_C))
            back(p->a1[2 * t], d1[2 * t], (size_t)NET_K2 * NET_C, n->w2[0], g->w2[0], g->b2, d2[t],
                 NET_C);
    for (size_t t = 0; t < NET_T1; t++)
        if (any(d1[t], NET_C))
            back(l->input + 2 * t * MEL_BANDS, NULL, (size_t)NET_K1 * MEL_BANDS, n->w1[0], g->w1[0],
                 g->b1, d1[t], NET_C);
}

static void step(struct learner *l, float rate)
{
    float *w = (float *)&l->net, *g = (float *)&l->gradient, *m = (float *)&l->first,
          *v = (float *)&l->second;
    l->steps++;
    float c1 = 1 / (1 - powf(0.9f, (float)l->steps)), c2 = 1 / (1 - powf(0.999f, (float)l->steps));
    for (size_t i = l->kept; i < PARAMETERS; i++) {
        float d = g[i] / BATCH;
        m[i] = 0.9f * m[i] + 0.1f * d;
        v[i] = 0.999f * v[i] + 0.001f * d * d;
        w[i] -= rate * (m[i] * c1 / (sqrtf(v[i] * c2) + 1e-8f) + DECAY * w[i]);
        g[i] = 0;
    }
}

static double learn_window(struct learner *l, const struct window *w)
{
    take(w->clip, w->start, l->input);
    mask(&l->dice, l->input);
    wake_net_run(&l->net, l->input, &l->pass);
    float error[WAKE_NET_PHRASES] = {0}, most = 0;
    double loss = 0;
    for (int k = 0; k < l->lesson->phrases; k++) {
        bool yes = w->phrase == k;
        float p = 1 / (1 + expf(-l->pass.logits[k])), weight = yes ? POSITIVE : 1;
        error[k] = (p - (yes ? 1.0f : 0.0f)) * weight;
        most = fmaxf(most, fabsf(error[k]));
        loss -= (double)(weight * logf(fmaxf(1e-7f, yes ? p : 1 - p)));
    }
    if (most > 0.02f)
        backward(l, error);
    return loss;
}

static void init_layer(struct dice *d, float *w, size_t inputs, size_t outputs)
{
    float spread = sqrtf(2 / (float)inputs);
    for (size_t i = 0; i < inputs * outputs; i++)
        w[i] = spread * dice_normal(d);
}

static void init_net(struct learner *l)
{
    struct wake_net *n = &l->net;
    init_layer(&l->dice, n->w1[0], (size_t)NET_K1 * MEL_BANDS, NET_C);
    init_layer(&l->dice, n->w2[0], (size_t)NET_K2 * NET_C, NET_C);
    init_layer(&l->dice, n->w3[0], (size_t)NET_K3 * NET_C, NET_C);
    init_layer(&l->dice, n->w4[0], (size_t)NET_T3 * NET_C, NET_H);
    init_layer(&l->dice, n->w5[0], NET_H, WAKE_NET_PHRASES);
    for (int k = 0; k < WAKE_NET_PHRASES; k++)
        n->b5[k] = -2;
}

/* Everything but the last layer comes from another network. */
static void start_from(struct learner *l)
{
    static const size_t ends[] = {0, offsetof(struct wake_net, w2), offsetof(struct wake_net, w3),
                                  offsetof(struct wake_net, w4), offsetof(struct wake_net, w5)};
    memcpy(&l->net, l->lesson->start, offsetof(struct wake_net, w5));
    l->kept = ends[l->lesson->frozen] / sizeof(float);
}

static const struct clip *pick(struct learner *l, const struct clips *from)
{
    return &from->items[dice_next(&l->dice) % from->n];
}

static void add_positive(struct learner *l, const struct clip *c)
{
    int start = c->last + 1 + (int)(dice_next(&l->dice) % LATEST) - WAKE_NET_WINDOW;
    start = start > c->n - WAKE_NET_WINDOW ? c->n - WAKE_NET_WINDOW : start;
    start = start < 0 ? 0 : start;
    l->windows[l->n_windows++] = (struct window){c, start, c->phrase, 0};
}

/* Other sound, or a fifth of the time what is around and of the phrase without being it. */
static void add_negative(struct learner *l)
{
    bool part = dice_next(&l->dice) % 5 == 0;
    const struct clip *c = pick(l, part ? l->phrases : l->others);
    int start = (int)(dice_next(&l->dice) % (uint32_t)(c->n - WAKE_NET_WINDOW + 1));
    int end = start + WAKE_NET_WINDOW, third = (c->last - c->first) / 3;
    if (part && end > c->last - third && start < c->first + third)
        return;
    l->windows[l->n_windows++] = (struct window){c, start, -1, 0};
}

static void gather(struct learner *l)
{
    l->n_windows = 0;
    for (int i = 0; i < l->lesson->positives; i++)
        add_positive(l, pick(l, l->phrases));
    for (int i = 0; i < l->lesson->negatives; i++)
        add_negative(l);
    size_t n = l->n_mined < (size_t)l->lesson->mined ? l->n_mined : (size_t)l->lesson->mined;
    for (size_t i = 0; i < n; i++)
        l->windows[l->n_windows++] = l->mined[dice_next(&l->dice) % l->n_mined];
    for (size_t i = l->n_windows; i > 1; i--) {
        size_t j = dice_next(&l->dice) % i;
        struct window w = l->windows[i - 1];
        l->windows[i - 1] = l->windows[j];
        l->windows[j] = w;
    }
}

static int by_score(const void *a, const void *b)
{
    float x = ((const struct window *)a)->score, y = ((const struct window *)b)->score;
    return (x < y) - (x > y);
}

static void add_mined(struct learner *l, const struct window *w)
{
    if (l->n_mined == l->cap_mined) {
        l->cap_mined = l->cap_mined ? 2 * l->cap_mined : 4096;
        l->mined = sahut_realloc(l->mined, l->cap_mined, sizeof(*l->mined));
    }
    l->mined[l->n_mined++] = *w;
}

/* The sum of what `take` takes the mean of, moved on to the frames before `end`. */
static void move_sum(const struct clip *c, int *from, int *to, int end, double sum[MEL_BANDS])
{
    int begin = end > FEATURES_RING ? end - FEATURES_RING : 0;
    for (; *to < end; ++*to)
        for (int b = 0; b < MEL_BANDS; b++)
            sum[b] += (double)c->frames[*to * MEL_BANDS + b];
    for (; *from < begin; ++*from)
        for (int b = 0; b < MEL_BANDS; b++)
            sum[b] -= (double)c->frames[*from * MEL_BANDS + b];
}

static float highest(const float *logits, int n)
{
    float most = logits[0];
    for (int k = 1; k < n; k++)
        most = fmaxf(most, logits[k]);
    return most;
}

/* Windows that overlap share their columns: what the mean adds to them is taken out behind. */
static void mine_clip(struct learner *l, const struct clip *c, const float share[MEL_BANDS][NET_C])
{
    float columns[NET_T1][NET_C], mean[MEL_BANDS];
    double sum[MEL_BANDS] = {0};
    int from = 0, to = 0, first = (int)(dice_next(&l->dice) % MINE_STEP), made = 0;
    for (int s = first; s + WAKE_NET_WINDOW <= c->n; s += MINE_STEP) {
        int column = (s - first) / 2;
        for (; made < column + NET_T1; made++)
            wake_net_column(&l->net, c->frames + (first + 2 * made) * MEL_BANDS,
                            columns[made % NET_T1]);
        move_sum(c, &from, &to, s + WAKE_NET_WINDOW, sum);
        for (int b = 0; b < MEL_BANDS; b++)
            mean[b] = (float)(sum[b] / (to - from));
        wake_net_finish(&l->net, share, mean, (const float(*)[NET_C])columns, column % NET_T1,
                        &l->pass);
        float most = highest(l->pass.logits, l->lesson->phrases);
        if (most >= MINE_ABOVE)
            add_mined(l, &(struct window){c, s, -1, most});
    }
}

static void mine(struct learner *l)
{
    float share[MEL_BANDS][NET_C];
    wake_net_share(&l->net, share);
    l->n_mined = 0;
    for (size_t i = 0; i < l->others->n; i++)
        mine_clip(l, &l->others->items[i], (const float(*)[NET_C])share);
    qsort(l->mined, l->n_mined, sizeof(*l->mined), by_score);
    size_t most = (size_t)l->lesson->mined;
    l->n_mined = l->n_mined < most ? l->n_mined : most;
}

static double epoch(struct learner *l, int number)
{
    double done = (double)number / l->lesson->epochs, loss = 0;
    float rate = (float)(RATE * (done < 0.5 ? 1 : done < 0.8 ? 0.4 : 0.1));
    gather(l);
    for (size_t i = 0; i < l->n_windows; i++) {
        loss += learn_window(l, &l->windows[i]);
        if (i % BATCH == BATCH - 1)
            step(l, rate);
    }
    return loss / (double)l->n_windows;
}

bool wake_learn(const struct lesson *lesson, const struct clips *phrases,
                const struct clips *others, struct wake_net *out)
{
    struct learner *l = sahut_alloc(1, sizeof(*l));
    l->lesson = lesson;
    l->phrases = phrases;
    l->others = others;
    l->dice.state = 2463534242u + lesson->seed * 7919u;
    l->windows = sahut_alloc((size_t)(lesson->positives + lesson->negatives + lesson->mined),
                             sizeof(*l->windows));
    init_net(l);
    if (lesson->start)
        start_from(l);
    bool on = true;
    for (int e = 0; on && e < lesson->epochs; e++) {
        double loss = epoch(l, e);
        on = !lesson->progress || lesson->progress(lesson->ctx, e, loss);
        if (on && e % MINE_EVERY == MINE_EVERY - 1 && e < lesson->epochs - 2)
            mine(l);
    }
    *out = l->net;
    free(l->windows);
    free(l->mined);
    free(l);
    return on;
}
