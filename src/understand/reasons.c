// SPDX-License-Identifier: GPL-3.0-or-later
/* Why the model thinks so: near to where its answer is, it is a sum, and these are its largest
 * parts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/tolerant.h"

enum { REASONS = 400, SHOWN = 6 };

struct reason {
    size_t first, count;
    float weight;
};
struct reasons {
    const struct model_table *seen;
    float influence[MODEL_COLUMNS];
    size_t n;
    struct reason items[REASONS];
};

static void add_reason(void *ctx, uint32_t feature, size_t first, size_t count)
{
    struct reasons *x = ctx;
    const struct model_table *t = x->seen;
    long row = model_row(t, feature);
    if (row < 0)
        return;
    const int8_t *w = t->weights + (size_t)row * t->columns;
    float weight = 0;
    for (uint32_t c = 0; c < t->columns; c++)
        weight += x->influence[c] * w[c];
    for (size_t i = 0; i < x->n; i++)
        if (x->items[i].first == first && x->items[i].count == count) {
            x->items[i].weight += weight;
            return;
        }
    if (x->n < REASONS)
        x->items[x->n++] = (struct reason){first, count, weight};
}

static int by_weight(const void *a, const void *b)
{
    float x = fabsf(((const struct reason *)a)->weight),
          y = fabsf(((const struct reason *)b)->weight);
    return x < y ? 1 : x > y ? -1 : 0;
}

static void write_reason(const struct reading *r, const struct reason *reason,
                         struct sahut_text *out)
{
    sahut_text_add(out, "  ");
    if (reason->count == 0)
        sahut_text_add(out, "(length)");
    for (size_t i = reason->first; i < reason->first + reason->count && i < r->n; i++) {
        const struct token *t = &r->tokens[i];
        if (i > reason->first)
            sahut_text_add(out, " ");
        for (size_t k = 0; k < t->count; k++)
            sahut_text_addf(out, "%s%s", k ? " " : "", r->texts[t->first + k]);
    }
    sahut_text_addf(out, ": %+.2f\n", (double)reason->weight);
}

char *sahut_understand_reasons(struct sahut_sentences *s, const struct sahut_words *words,
                               const struct sahut_when_context *when)
{
    struct reading r;
    float p[MODEL_CLASSES];
    struct sahut_text out = {0};
    if (!s->model || !reading_make(s, words, when, &r))
        return sahut_strdup("");
    const struct model *m = s->model;
    struct reasons x = {.seen = &m->seen};
    size_t best = 0;
    model_weigh(m, &r, p);
    for (size_t c = 1; c < m->n_classes; c++)
        if (p[c] > p[best])
            best = c;
    size_t second = best == 0;
    for (size_t c = 0; c < m->n_classes; c++)
        if (c != best && p[c] > p[second])
            second = c;
    model_influence(m, &r, best, second, x.influence);
    reading_features(&r, add_reason, &x);
    qsort(x.items, x.n, sizeof(*x.items), by_weight);
    for (size_t i = 0; i < x.n && i < SHOWN; i++)
        write_reason(&r, &x.items[i], &out);
    return sahut_text_take(&out);
}
