// SPDX-License-Identifier: GPL-3.0-or-later
/* The likeliest chain of roles: Viterbi's algorithm. */
#include <string.h>

#include "understand/model.h"

struct lattice {
    float best[READING_WORDS][MODEL_TAGS];
    unsigned char back[READING_WORDS][MODEL_TAGS];
};

static const float NEVER = -1e30f;

static void step(const struct reading *r, const struct tagger *t, size_t at, struct lattice *l)
{
    uint32_t features[TAG_FEATURES];
    enum token_kind kind = r->tokens[at].kind;
    unsigned allowed = kind == TOKEN_WORD || kind == TOKEN_LISTED ? t->words : t->times;
    float own[MODEL_TAGS] = {0};
    size_t n = reading_token_features(r, at, t->intent, features);
    for (size_t k = 0; k < n; k++)
        t->add(t->ctx, features[k], own);
    for (uint32_t tag = 0; tag < t->n_tags; tag++)
        l->best[at][tag] = NEVER;
    for (uint32_t before = 0; before < (at ? t->n_tags : 1); before++) {
        float link[MODEL_TAGS] = {0}, past = at ? l->best[at - 1][before] : 0;
        if (past <= NEVER)
            continue;
        n = reading_link_features(r, at, t->intent, before, features);
        for (size_t k = 0; k < n; k++)
            t->add(t->ctx, features[k], link);
        for (uint32_t tag = 0; tag < t->n_tags; tag++) {
            float score = past + own[tag] + link[tag];
            if ((allowed & 1u << tag) && score > l->best[at][tag]) {
                l->best[at][tag] = score;
                l->back[at][tag] = (unsigned char)before;
            }
        }
    }
}

void tag_reading(const struct reading *r, const struct tagger *t, unsigned char out[READING_WORDS])
{
    struct lattice l;
    unsigned char tag = 0;
    for (size_t i = 0; i < r->n; i++)
        step(r, t, i, &l);
    for (uint32_t k = 1; k < t->n_tags; k++)
        if (l.best[r->n - 1][k] > l.best[r->n - 1][tag])
            tag = (unsigned char)k;
    for (size_t i = r->n; i-- > 0; tag = l.back[i][tag])
        out[i] = tag;
}
