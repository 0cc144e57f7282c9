// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/second_look.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
/* What one more of distance to the recordings takes away. */
#define LIKENESS_WEIGHT 6.0f
#define MOST_FRAMES     512 /* of a recording */

struct second_look {
    struct wake_search *search;
    struct enhancer_net *net;
    struct clean *clean; /* NULL: no enhancer */
    senone_frame features[MOST_FRAMES];
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

static int take_features(struct second_look *s, int frames)
{
    frames = frames < MOST_FRAMES ? frames : MOST_FRAMES;
    senone_features(clean_cepstra(s->clean), frames, s->features);
    return frames;
}

float second_look_score(struct second_look *s, const struct likeness *likeness, float logit,
                        const int16_t *pcm, size_t n)
{
    int frames;
    double ratio = wake_search_whole(s->search, s->clean, pcm, n, &frames);
    float score = logit + (float)(WEIGHT * (fmax(LOWEST, fmin(HIGHEST, ratio)) - MIDDLE));
    if (!s->clean || likeness->n == 0)
        return score;
    float further =
        likeness_distance(likeness, (const senone_frame *)s->features, take_features(s, frames));
    return score - LIKENESS_WEIGHT * fminf(LIKENESS_FAR, further);
}

int second_look_features(struct second_look *s, const int16_t *pcm, size_t n, size_t begin,
                         size_t end, senone_frame *out, int room)
{
    int count = 0;
    if (!s->clean)
        return 0;
    int frames = take_features(s, clean_run(s->clean, pcm, n));
    for (int t = 0; t < frames && count < room; t++) {
        size_t at = (size_t)clean_place(s->clean, t) * FRONT_HOP;
        if (at + FRONT_FRAME > begin && at < end)
            memcpy(out[count++], s->features[t], sizeof(*out));
    }
    return count;
}
