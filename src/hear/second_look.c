// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/second_look.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "hear/clean.h"
#include "hear/wake_search.h"
#include "hear/wake_spot.h"
#include "sahut/text.h"

/* What a power of ten of the likelihood ratio is worth in logits; measured, as the limits: other
 * speech that a network took for its phrase has 1e-30 to 1e-60, the phrase 1e-25 to 1e8
 * (docs/hearing.md). */
#define WEIGHT  0.4
#define MIDDLE  (-30.0)
#define LOWEST  (-45.0)
#define HIGHEST 10.0

struct second_look {
    struct wake_search *search;
    struct enhancer_net *net;
    struct clean *clean; /* NULL: no enhancer */
};

void candidate_begin(struct candidate *c)
{
    *c = (struct candidate){.best = SECOND_LOOK_ASK};
}

bool candidate_look(struct candidate *c, float score, float *peak)
{
    c->age++;
    if (score > c->best) {
        c->best = score;
        c->age = 0;
    }
    return c->age >= SECOND_LOOK_SETTLE && candidate_end(c, peak);
}

bool candidate_end(struct candidate *c, float *peak)
{
    *peak = c->best;
    c->best = SECOND_LOOK_ASK;
    return *peak > SECOND_LOOK_ASK;
}

static int read_enhancer(struct second_look *s, const char *models, struct sahut_why *why)
{
    char path[512];
    if (!models || !wake_search_has_our_front(s->search))
        return 0;
    snprintf(path, sizeof(path), "%s/hear/enhancer", models);
    int err = enhancer_net_read(path, &s->net, why);
    if (!err)
        s->clean = clean_new(s->net, 0);
    return err == -ENOENT ? 0 : err;
}

int second_look_new(const struct wake_config *config, struct second_look **out,
                    struct sahut_why *why)
{
    struct second_look *s = sahut_alloc(1, sizeof(*s));
    int err = wake_search_new(config, WAKE_SEARCH_WHOLE, &s->search, why);
    if (!err)
        err = read_enhancer(s, config->models, why);
    if (err) {
        second_look_free(s);
        return err;
    }
    *out = s;
    return 0;
}

void second_look_free(struct second_look *s)
{
    if (!s)
        return;
    wake_search_free(s->search);
    clean_free(s->clean);
    free(s->net);
    free(s);
}

float second_look_score(struct second_look *s, float logit, const int16_t *pcm, size_t n)
{
    double ratio = wake_search_whole(s->search, s->clean, pcm, n);
    return logit + (float)(WEIGHT * (fmax(LOWEST, fmin(HIGHEST, ratio)) - MIDDLE));
}
