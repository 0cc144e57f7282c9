// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/listener.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hear/dither.h"
#include "sahut/text.h"

#define AT_ONCE    4 /* frames for the enhancer */
#define PER_LEVEL  (LEVEL_FRAME / FRONT_HOP)
#define PENDING    (ENHANCER_AHEAD + AT_ONCE)
#define NEPER_DB   8.685890f /* of amplitude */
#define ALLOWED_DB 4.0f
#define PENALTY    2.0f
/* No speech in any room is softer: quiet frames count as this, so that what is left of the noise
 * does not make a floor that goes up and down. */
#define SOFTEST_DB 28.0f

struct listener {
    const struct enhancer_net *net;
    struct front front;
    struct enhancer enhancer;
    struct endpointer endpointer;
    uint32_t dither;
    float x[1 + FRONT_FRAME];
    int have; /* of x */
    float fresh[AT_ONCE][FRONT_BANDS], pending[PENDING][FRONT_BANDS];
    int n_fresh, n_pending;
    float sum_db;
    int summed;
};

struct listener *listener_new(const struct enhancer_net *net)
{
    struct listener *l = sahut_alloc(1, sizeof(*l));
    l->net = net;
    front_init(&l->front);
    listener_begin(l);
    return l;
}

void listener_free(struct listener *l)
{
    free(l);
}

static float level_of(const float noisy[FRONT_BANDS], const float gain[ENHANCER_CHANNELS])
{
    float all = 0, clean = 0;
    for (int b = 0; b < FRONT_BANDS; b++) {
        all += expf(0.5f * noisy[b]);
        clean += expf(0.5f * (noisy[b] + gain[b]));
    }
    float db = NEPER_DB * logf(clean / FRONT_BANDS), above = NEPER_DB * logf(all / clean);
    return fmaxf(SOFTEST_DB, db - PENALTY * fmaxf(0, above - ALLOWED_DB));
}

/* The enhancer's next result; every second one makes a level of 20 ms. */
static enum endpoint take_result(struct listener *l, int i, int end_silence_frames)
{
    l->sum_db += level_of(l->pending[i], l->enhancer.out[i]);
    if (++l->summed < PER_LEVEL)
        return ENDPOINT_NONE;
    float db = l->sum_db / PER_LEVEL;
    l->sum_db = 0;
    l->summed = 0;
    return endpointer_level(&l->endpointer, db, end_silence_frames);
}

static enum endpoint run_enhancer(struct listener *l, int end_silence_frames)
{
    memcpy(l->pending + l->n_pending, l->fresh, sizeof(l->fresh));
    l->n_pending += AT_ONCE;
    l->n_fresh = 0;
    int n = enhancer_feed(&l->enhancer, (const float(*)[FRONT_BANDS])l->fresh, AT_ONCE);
    enum endpoint change = ENDPOINT_NONE;
    for (int i = 0; i < n; i++) {
        enum endpoint e = take_result(l, i, end_silence_frames);
        change = e == ENDPOINT_NONE ? change : e;
    }
    l->n_pending -= n;
    memmove(l->pending, l->pending + n, (size_t)l->n_pending * sizeof(*l->pending));
    return change;
}

static enum endpoint take_frame(struct listener *l, int end_silence_frames)
{
    float *out = l->fresh[l->n_fresh++];
    front_powers(&l->front, l->x, out);
    for (int b = 0; b < FRONT_BANDS; b++)
        out[b] = logf(out[b] + ENHANCER_FLOOR);
    l->have = 1 + FRONT_FRAME - FRONT_HOP;
    memmove(l->x, l->x + FRONT_HOP, (size_t)l->have * sizeof(*l->x));
    return l->n_fresh == AT_ONCE ? run_enhancer(l, end_silence_frames) : ENDPOINT_NONE;
}

enum endpoint listener_step(struct listener *l, const int16_t *pcm, int end_silence_frames)
{
    enum endpoint change = ENDPOINT_NONE;
    for (int i = 0; i < LEVEL_FRAME; i++) {
        l->x[l->have++] = (float)(pcm[i] + dither(&l->dither));
        if (l->have <= FRONT_FRAME)
            continue;
        enum endpoint e = take_frame(l, end_silence_frames);
        change = e == ENDPOINT_NONE ? change : e;
    }
    return change;
}

void listener_begin(struct listener *l)
{
    enhancer_begin(&l->enhancer, l->net);
    endpointer_init(&l->endpointer);
    l->dither = 1;
    l->x[0] = 0;
    l->have = 1;
    l->n_fresh = l->n_pending = l->summed = 0;
    l->sum_db = 0;
}

struct endpointer *listener_endpointer(struct listener *l)
{
    return &l->endpointer;
}
