// SPDX-License-Identifier: GPL-3.0-or-later
/* Logistic regression over all intents at once, learnt with AdaGrad (Duchi et al. 2011). Where a
 * row allows several intents, the probability of all of them together is what grows. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "train/train.h"

enum { EPOCHS = 14, SEEN_AT_LEAST = 2 };
static const float RATE = 0.25f, DECAY = 1e-4f, SMALL = 0.3f;

struct learner {
    const struct corpus *c;
    struct dictionary numbers;
    uint32_t columns;
    float *w, *g;
};

/* Only features that more than one example has. */
static void count(struct learner *l)
{
    struct dictionary seen;
    uint32_t *counts = NULL;
    size_t cap = 0;
    dictionary_init(&seen);
    for (size_t i = 0; i < l->c->n; i++) {
        const struct example *e = &l->c->items[i];
        for (size_t k = 0; k < e->n && !e->held_out; k++) {
            uint32_t number = dictionary_number(&seen, e->features[k], true);
            if (number >= cap) {
                size_t more = cap ? cap * 2 : 65536;
                counts = sahut_realloc(counts, more, sizeof(*counts));
                memset(counts + cap, 0, (more - cap) * sizeof(*counts));
                cap = more;
            }
            counts[number]++;
        }
    }
    for (uint32_t k = 0; k < seen.n; k++)
        if (counts[k] >= SEEN_AT_LEAST)
            dictionary_number(&l->numbers, seen.keys[k], true);
    free(counts);
    dictionary_finish(&seen);
}

static void probabilities(const struct learner *l, const uint32_t *rows, size_t n, float *p)
{
    float most = -1e30f, total = 0;
    memset(p, 0, MODEL_CLASSES * sizeof(*p));
    for (size_t k = 0; k < n; k++)
        for (uint32_t c = 0; c < l->columns; c++)
            p[c] += l->w[(size_t)rows[k] * l->columns + c];
    for (uint32_t c = 0; c < l->columns; c++)
        most = p[c] > most ? p[c] : most;
    for (uint32_t c = 0; c < l->columns; c++)
        total += p[c] = expf(p[c] - most);
    for (uint32_t c = 0; c < l->columns; c++)
        p[c] /= total;
}

static void learn(struct learner *l, const struct example *e)
{
    uint32_t rows[2000];
    float p[MODEL_CLASSES], step[MODEL_CLASSES], right = 1e-9f;
    size_t n = 0;
    for (size_t k = 0; k < e->n && n < 2000; k++) {
        uint32_t row = dictionary_number(&l->numbers, e->features[k], false);
        if (row != UINT32_MAX)
            rows[n++] = row;
    }
    probabilities(l, rows, n, p);
    for (uint32_t c = 0; c < l->columns; c++)
        right += e->right.may[c] ? p[c] : 0;
    for (uint32_t c = 0; c < l->columns; c++)
        step[c] = e->weight * ((e->right.may[c] ? p[c] / right : 0) - p[c]);
    for (size_t k = 0; k < n; k++) {
        float *w = l->w + (size_t)rows[k] * l->columns, *g = l->g + (size_t)rows[k] * l->columns;
        for (uint32_t c = 0; c < l->columns; c++) {
            if (step[c] > -1e-4f && step[c] < 1e-4f)
                continue;
            float d = step[c] - DECAY * w[c];
            g[c] += d * d;
            w[c] += RATE * d / sqrtf(g[c] + 1e-2f);
        }
    }
}

static void shuffle(size_t *order, size_t n, uint64_t *state)
{
    for (size_t i = n; i > 1; i--) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        size_t k = (size_t)(*state >> 33) % i, t = order[i - 1];
        order[i - 1] = order[k];
        order[k] = t;
    }
}

/* What hardly weighs anything is left out. */
static void keep(const struct learner *l, struct weights *out)
{
    *out = (struct weights){.columns = l->columns};
    out->keys = sahut_alloc(l->numbers.n, sizeof(*out->keys));
    out->values = sahut_alloc((size_t)l->numbers.n * l->columns, sizeof(*out->values));
    for (uint32_t k = 0; k < l->numbers.n; k++) {
        const float *w = l->w + (size_t)k * l->columns;
        float most = 0;
        for (uint32_t c = 0; c < l->columns; c++)
            most = fabsf(w[c]) > most ? fabsf(w[c]) : most;
        if (most < SMALL)
            continue;
        out->keys[out->rows] = l->numbers.keys[k];
        memcpy(out->values + (size_t)out->rows++ * l->columns, w, l->columns * sizeof(*w));
    }
}

void train_intents(const struct corpus *c, struct weights *out)
{
    struct learner l = {.c = c, .columns = c->labels.n_classes};
    uint64_t state = 1;
    size_t *order = sahut_alloc(c->n, sizeof(*order)), n = 0;
    dictionary_init(&l.numbers);
    count(&l);
    l.w = sahut_alloc((size_t)l.numbers.n * l.columns, sizeof(*l.w));
    l.g = sahut_alloc((size_t)l.numbers.n * l.columns, sizeof(*l.g));
    for (size_t i = 0; i < c->n; i++)
        if (!c->items[i].held_out)
            order[n++] = i;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        shuffle(order, n, &state);
        for (size_t i = 0; i < n; i++)
            learn(&l, &c->items[order[i]]);
    }
    keep(&l, out);
    free(order);
    free(l.w);
    free(l.g);
    dictionary_finish(&l.numbers);
}

void weights_finish(struct weights *w)
{
    free(w->keys);
    free(w->values);
}
