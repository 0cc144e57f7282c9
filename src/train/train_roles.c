// SPDX-License-Identifier: GPL-3.0-or-later
/* The averaged structured perceptron of Collins (2002). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "train/train.h"
#include "understand/roles.h"

enum { EPOCHS = 8 };
static const float SMALL = 0.08f;

struct learner {
    struct dictionary numbers;
    uint32_t columns, cap;
    float *w, *sum; /* [numbers.cap][columns] */
    float steps;
};

static float *row(struct learner *l, float **table, uint32_t feature)
{
    uint32_t number = dictionary_number(&l->numbers, feature, true);
    if (number >= l->cap) {
        uint32_t more = l->cap ? l->cap * 2 : 65536;
        size_t old = (size_t)l->cap * l->columns, size = (size_t)more * l->columns;
        l->w = sahut_realloc(l->w, size, sizeof(*l->w));
        l->sum = sahut_realloc(l->sum, size, sizeof(*l->sum));
        memset(l->w + old, 0, (size - old) * sizeof(*l->w));
        memset(l->sum + old, 0, (size - old) * sizeof(*l->sum));
        l->cap = more;
    }
    return *table + (size_t)number * l->columns;
}

static void add(void *ctx, uint32_t feature, float *out)
{
    struct learner *l = ctx;
    uint32_t number = dictionary_number(&l->numbers, feature, false);
    if (number == UINT32_MAX)
        return;
    for (uint32_t c = 0; c < l->columns; c++)
        out[c] += l->w[(size_t)number * l->columns + c];
}

static void change(struct learner *l, uint32_t feature, unsigned tag, float by)
{
    row(l, &l->w, feature)[tag] += by;
    row(l, &l->sum, feature)[tag] += by * l->steps;
}

static void change_all(struct learner *l, const struct example *e, uint32_t intent,
                       const unsigned char *tags, float by)
{
    uint32_t f[TAG_FEATURES];
    for (size_t i = 0; i < e->reading->n; i++) {
        size_t n = reading_token_features(e->reading, i, intent, f);
        for (size_t k = 0; k < n; k++)
            change(l, f[k], tags[i], by);
        n = reading_link_features(e->reading, i, intent, i ? tags[i - 1] : 0, f);
        for (size_t k = 0; k < n; k++)
            change(l, f[k], tags[i], by);
    }
}

static void learn(struct learner *l, const struct corpus *c, const struct example *e)
{
    unsigned char tags[READING_WORDS];
    const char *name = c->labels.classes[e->class];
    struct model names = {.n_tags = c->labels.n_tags};
    struct tagger t = {.n_tags = c->labels.n_tags,
                       .intent = reading_hash(name, strlen(name)),
                       .add = add,
                       .ctx = l};
    memcpy(names.tags, c->labels.tags, sizeof(names.tags));
    roles_allowed(c->sentences, names_find(&c->sentences->intents, name, strlen(name)), &names,
                  &t.words, &t.times);
    tag_reading(e->reading, &t, tags);
    if (memcmp(tags, e->tags, e->reading->n) == 0)
        return;
    change_all(l, e, t.intent, e->tags, 1);
    change_all(l, e, t.intent, tags, -1);
}

void train_roles(const struct corpus *c, struct weights *out)
{
    struct learner l = {.columns = c->labels.n_tags, .steps = 1};
    dictionary_init(&l.numbers);
    for (int epoch = 0; epoch < EPOCHS; epoch++)
        for (size_t k = 0; k < c->n; k++) {
            const struct example *e = &c->items[(k * 7919 + (size_t)epoch) % c->n];
            if (!e->reading || e->held_out)
                continue;
            learn(&l, c, e);
            l.steps++;
        }
    *out = (struct weights){.columns = l.columns};
    out->keys = sahut_alloc(l.numbers.n, sizeof(*out->keys));
    out->values = sahut_alloc((size_t)l.numbers.n * l.columns, sizeof(*out->values));
    for (uint32_t k = 0; k < l.numbers.n; k++) {
        float *to = out->values + (size_t)out->rows * l.columns, most = 0;
        for (uint32_t t = 0; t < l.columns; t++) {
            size_t at = (size_t)k * l.columns + t;
            to[t] = l.w[at] - l.sum[at] / l.steps;
            most = fabsf(to[t]) > most ? fabsf(to[t]) : most;
        }
        if (most >= SMALL)
            out->keys[out->rows++] = l.numbers.keys[k];
    }
    free(l.w);
    free(l.sum);
    dictionary_finish(&l.numbers);
}
