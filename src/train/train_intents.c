// SPDX-License-Identifier: GPL-3.0-or-later
/* Small networks over what is seen in a sentence (understand/model.h), learnt with AdaGrad (Duchi
 * et al. 2011) one example at a time, a share of what is seen and of the units left out at random
 * (Srivastava et al. 2014). Networks differ by nothing but their random numbers: their mean is
 * better than each. Where a row allows several intents, the probability of all of them together is
 * what grows. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "train/train.h"

enum { EPOCHS = 8, SEEN_AT_LEAST = 2, SEEN_MOST = 2000, KEPT = 18000 };
/* LEAVE_SEEN, LEAVE_UNITS: shares that are left out. RATE of the weights of what is seen, RATE_OUT
 * of all others; both fall to nothing. */
static const float LEAVE_SEEN = 0.3f, LEAVE_UNITS = 0.3f, RATE = 0.1f, RATE_OUT = 0.05f;
static const float LEAST = 1e-3f, LEAST_OUT = 1e-2f; /* squares to begin with */

struct learner {
    const struct corpus *c;
    struct dictionary numbers;
    uint32_t classes;
    uint64_t state;
    float fading; /* of the rates, 1 to 0 */
    size_t *order, n;
    /* of the network that is learnt, and the squares of their steps so far */
    float *seen, *seen_squares; /* [numbers.n][MODEL_UNITS] */
    struct network own, squares;
};

/* One pass through the network: what of the example is seen, what the units say and which are left
 * out (0; the others make up for them), and the probabilities. */
struct pass {
    uint32_t rows[SEEN_MOST];
    size_t n;
    float scale, x[MODEL_UNITS], leave[MODEL_UNITS], p[MODEL_CLASSES];
};

/* From 0 to 1. */
static float draw(struct learner *l)
{
    l->state = l->state * 6364136223846793005u + 1442695040888963407u;
    return (float)(l->state >> 40) / 16777216.0f;
}

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

/* What of the example is seen this time. */
static void look(struct learner *l, const struct example *e, struct pass *out)
{
    out->n = 0;
    for (size_t k = 0; k < e->n && out->n < SEEN_MOST; k++) {
        uint32_t row = dictionary_number(&l->numbers, e->features[k], false);
        if (row != UINT32_MAX && draw(l) >= LEAVE_SEEN)
            out->rows[out->n++] = row;
    }
    out->scale = 2 / sqrtf((float)(e->n ? e->n : 1)) / (1 - LEAVE_SEEN);
}

static void forward(struct learner *l, struct pass *f)
{
    const struct network *w = &l->own;
    float most = -1e30f, total = 0;
    memset(f->x, 0, sizeof(f->x));
    for (size_t k = 0; k < f->n; k++)
        for (int u = 0; u < MODEL_UNITS; u++)
            f->x[u] += l->seen[(size_t)f->rows[k] * MODEL_UNITS + (size_t)u];
    memcpy(f->p, w->class_bias, sizeof(f->p));
    for (int u = 0; u < MODEL_UNITS; u++) {
        float x = f->x[u] * f->scale + w->bias[u];
        f->x[u] = x / (1 + fabsf(x));
        f->leave[u] = draw(l) >= LEAVE_UNITS ? 1 / (1 - LEAVE_UNITS) : 0;
        for (uint32_t c = 0; c < l->classes; c++)
            f->p[c] += f->x[u] * f->leave[u] * w->weights[u][c];
    }
    for (uint32_t c = 0; c < l->classes; c++)
        most = f->p[c] > most ? f->p[c] : most;
    for (uint32_t c = 0; c < l->classes; c++)
        total += f->p[c] = expf(f->p[c] - most);
    for (uint32_t c = 0; c < l->classes; c++)
        f->p[c] /= total;
}

static void move(float *weight, float *squares, float step, float rate, float least)
{
    *squares += step * step;
    *weight += rate * step / sqrtf(*squares + least);
}

/* From the classes back: `step` of their sums; `back` becomes that of the units' sums of what is
 * seen. */
static void move_out(struct learner *l, const struct pass *f, const float *step, float *back)
{
    struct network *w = &l->own, *g = &l->squares;
    const float rate = RATE_OUT * l->fading;
    for (int u = 0; u < MODEL_UNITS; u++) {
        float given = f->x[u] * f->leave[u], sum = 0, slope = 1 - fabsf(f->x[u]);
        for (uint32_t c = 0; c < l->classes; c++)
            sum += w->weights[u][c] * step[c];
        for (uint32_t c = 0; c < l->classes && given != 0; c++)
            move(&w->weights[u][c], &g->weights[u][c], step[c] * given, rate, LEAST_OUT);
        back[u] = sum * f->leave[u] * slope * slope;
        move(&w->bias[u], &g->bias[u], back[u], rate, LEAST_OUT);
        back[u] *= f->scale;
    }
    for (uint32_t c = 0; c < l->classes; c++)
        move(&w->class_bias[c], &g->class_bias[c], step[c], rate, LEAST_OUT);
}

static void learn(struct learner *l, const struct example *e)
{
    struct pass f;
    float step[MODEL_CLASSES], back[MODEL_UNITS], right = 1e-9f;
    look(l, e, &f);
    forward(l, &f);
    for (uint32_t c = 0; c < l->classes; c++)
        right += e->right.may[c] ? f.p[c] : 0;
    for (uint32_t c = 0; c < l->classes; c++)
        step[c] = e->weight * ((e->right.may[c] ? f.p[c] / right : 0) - f.p[c]);
    move_out(l, &f, step, back);
    for (size_t k = 0; k < f.n; k++) {
        size_t at = (size_t)f.rows[k] * MODEL_UNITS;
        for (int u = 0; u < MODEL_UNITS; u++)
            move(&l->seen[at + (size_t)u], &l->seen_squares[at + (size_t)u], back[u],
                 RATE * l->fading, LEAST);
    }
}

static void shuffle(struct learner *l)
{
    for (size_t i = l->n; i > 1; i--) {
        l->state = l->state * 6364136223846793005u + 1442695040888963407u;
        size_t k = (size_t)(l->state >> 33) % i, t = l->order[i - 1];
        l->order[i - 1] = l->order[k];
        l->order[k] = t;
    }
}

/* What is seen begins with no weight, so that what says nothing keeps next to none. */
static void learn_network(struct learner *l, uint64_t number)
{
    size_t size = (size_t)l->numbers.n * MODEL_UNITS, done = 0;
    memset(l->seen, 0, size * sizeof(*l->seen));
    memset(l->seen_squares, 0, size * sizeof(*l->seen_squares));
    memset(&l->own, 0, sizeof(l->own));
    memset(&l->squares, 0, sizeof(l->squares));
    l->state = number;
    for (int u = 0; u < MODEL_UNITS; u++)
        for (uint32_t c = 0; c < l->classes; c++)
            l->own.weights[u][c] = (draw(l) - 0.5f) / 4;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        shuffle(l);
        for (size_t i = 0; i < l->n; i++) {
            l->fading = 1 - (float)done++ / (float)(l->n * EPOCHS);
            learn(l, &l->c->items[l->order[i]]);
        }
    }
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? 1 : x > y ? -1 : 0;
}

static float size_of(const float *v)
{
    float sum = 0;
    for (int u = 0; u < MODEL_UNITS; u++)
        sum += v[u] * v[u];
    return sum;
}

/* Of what is seen, what weighs most stays; all that is learnt from now on knows no more. */
static void choose(struct learner *l)
{
    const uint32_t n = l->numbers.n;
    float *sizes = sahut_alloc(n, sizeof(*sizes));
    struct dictionary kept;
    dictionary_init(&kept);
    for (uint32_t k = 0; k < n; k++)
        sizes[k] = size_of(l->seen + (size_t)k * MODEL_UNITS);
    qsort(sizes, n, sizeof(*sizes), by_size);
    for (uint32_t k = 0; k < n; k++)
        if (n <= KEPT || size_of(l->seen + (size_t)k * MODEL_UNITS) > sizes[KEPT])
            dictionary_number(&kept, l->numbers.keys[k], true);
    free(sizes);
    dictionary_finish(&l->numbers);
    l->numbers = kept;
}

static void store(const struct learner *l, uint32_t network, struct networks *out)
{
    const uint32_t columns = out->seen.columns;
    for (uint32_t r = 0; r < out->seen.rows; r++)
        memcpy(out->seen.values + (size_t)r * columns + (size_t)network * MODEL_UNITS,
               l->seen + (size_t)r * MODEL_UNITS, MODEL_UNITS * sizeof(*l->seen));
    out->networks[network] = l->own;
}

static void begin(struct learner *l, const struct corpus *c)
{
    l->c = c;
    l->classes = c->labels.n_classes;
    dictionary_init(&l->numbers);
    count(l);
    size_t size = (size_t)l->numbers.n * MODEL_UNITS;
    l->seen = sahut_alloc(size, sizeof(*l->seen));
    l->seen_squares = sahut_alloc(size, sizeof(*l->seen_squares));
    l->order = sahut_alloc(c->n, sizeof(*l->order));
    for (size_t i = 0; i < c->n; i++)
        if (!c->items[i].held_out && c->items[i].weight > 0)
            l->order[l->n++] = i;
}

void train_intents(const struct corpus *c, struct networks *out)
{
    struct learner *l = sahut_alloc(1, sizeof(*l));
    struct weights *seen = &out->seen;
    begin(l, c);
    learn_network(l, TRAIN_NETWORKS + 1);
    choose(l);
    *out = (struct networks){.n = TRAIN_NETWORKS};
    seen->columns = TRAIN_NETWORKS * MODEL_UNITS;
    seen->rows = l->numbers.n;
    seen->keys = sahut_alloc(seen->rows, sizeof(*seen->keys));
    seen->values = sahut_alloc((size_t)seen->rows * seen->columns, sizeof(*seen->values));
    memcpy(seen->keys, l->numbers.keys, seen->rows * sizeof(*seen->keys));
    for (uint32_t i = 0; i < out->n; i++) {
        learn_network(l, i + 1);
        store(l, i, out);
    }
    free(l->order);
    free(l->seen);
    free(l->seen_squares);
    dictionary_finish(&l->numbers);
    free(l);
}

void weights_finish(struct weights *w)
{
    free(w->keys);
    free(w->values);
}
