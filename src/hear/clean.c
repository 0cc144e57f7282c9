// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/clean.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "hear/dither.h"
#include "hear/sorting.h"
#include "hear/steady.h"
#include "sahut/text.h"

#define LOWEST_GAIN  (-15 * FRONT_LN_OF_DB)
#define SPEECH_RANGE (30 * FRONT_LN_OF_DB) /* speech is within this of the loudest */
#define LOUD_SHARE   97                    /* per cent: the loudest, bar clicks */
#define IN_A_ROW     3
#define MARGIN       20    /* frames kept around speech */
#define LEAST        10    /* fewer are no speech: all are kept */
#define LOG_FLOOR    1e-4f /* as PocketSphinx has it */
#define HALF_DB      20.0f /* a frame that noise made so much louder counts half (docs/hearing.md) */

struct clean {
    struct front front;
    struct enhancer enhancer;
    float removed_share, share; /* wanted, and in this utterance */
    int frames, kept, cap;
    float (*log_mels)[FRONT_BANDS]; /* as heard, then cleaned */
    float (*removed)[FRONT_BANDS];  /* by PocketSphinx's noise removal */
    float *level, *sorted;          /* of the clean speech */
    float *above;                   /* by how much the noise makes it louder */
    float noise;
    bool *speech;
    float (*cepstra)[FRONT_CEPSTRA];
    float *shares;
    int *places;
};

struct clean *clean_new(const struct enhancer_net *net, float removed_share)
{
    struct clean *c = sahut_alloc(1, sizeof(*c));
    front_init(&c->front);
    c->enhancer.net = net;
    c->removed_share = removed_share;
    return c;
}

void clean_free(struct clean *c)
{
    if (!c)
        return;
    free(c->log_mels);
    free(c->removed);
    free(c->level);
    free(c->sorted);
    free(c->above);
    free(c->speech);
    free(c->cepstra);
    free(c->shares);
    free(c->places);
    free(c);
}

static void reserve(struct clean *c, int frames)
{
    if (frames <= c->cap)
        return;
    size_t n = (size_t)frames;
    c->cap = frames;
    c->log_mels = sahut_realloc(c->log_mels, n, sizeof(*c->log_mels));
    c->removed = sahut_realloc(c->removed, n, sizeof(*c->removed));
    c->level = sahut_realloc(c->level, n, sizeof(*c->level));
    c->sorted = sahut_realloc(c->sorted, n, sizeof(*c->sorted));
    c->above = sahut_realloc(c->above, n, sizeof(*c->above));
    c->speech = sahut_realloc(c->speech, n, sizeof(*c->speech));
    c->cepstra = sahut_realloc(c->cepstra, n, sizeof(*c->cepstra));
    c->shares = sahut_realloc(c->shares, n, sizeof(*c->shares));
    c->places = sahut_realloc(c->places, n, sizeof(*c->places));
}

static void take_frame(struct clean *c, int t, const float *x, struct front_noise *noise)
{
    float *heard = c->log_mels[t], *removed = c->removed[t];
    front_powers(&c->front, x, heard);
    memcpy(removed, heard, sizeof(c->removed[t]));
    front_noise_step(noise, removed);
    for (int b = 0; b < FRONT_BANDS; b++) {
        heard[b] = logf(heard[b] + ENHANCER_FLOOR);
        removed[b] = logf(removed[b] + LOG_FLOOR);
    }
}

static void hear(struct clean *c, const int16_t *pcm)
{
    uint32_t state = 1;
    struct front_noise noise = {0};
    float x[1 + FRONT_FRAME] = {0};
    int have = 1, at = 0;
    for (int t = 0; t < c->frames; t++) {
        for (; have <= FRONT_FRAME; have++, at++)
            x[have] = (float)(pcm[at] + dither(&state));
        take_frame(c, t, x, &noise);
        memmove(x, x + FRONT_HOP, (1 + FRONT_FRAME - FRONT_HOP) * sizeof(*x));
        have = 1 + FRONT_FRAME - FRONT_HOP;
    }
}

/* Cleans the next `n` frames with the enhancer's results. */
static void apply(struct clean *c, int from, int n)
{
    for (int i = 0; i < n; i++) {
        float *x = c->log_mels[from + i];
        const float *gain = c->enhancer.out[i];
        float sum = 0, all = 0;
        for (int b = 0; b < FRONT_BANDS; b++) {
            all += expf(0.5f * x[b]);
            sum += expf(0.5f * (x[b] + gain[b]));
            x[b] += fmaxf(gain[ENHANCER_DECODED + b], LOWEST_GAIN);
            x[b] += c->share * (c->removed[from + i][b] - x[b]);
        }
        c->level[from + i] = 2 * logf(sum / FRONT_BANDS);
        c->above[from + i] = 2 * logf(all / sum);
    }
}

static void enhance(struct clean *c)
{
    enhancer_begin(&c->enhancer, c->enhancer.net);
    int done = 0;
    for (int t = 0; t < c->frames; t += ENHANCER_CHUNK) {
        int n = c->frames - t < ENHANCER_CHUNK ? c->frames - t : ENHANCER_CHUNK;
        int ready = enhancer_feed(&c->enhancer, (const float(*)[FRONT_BANDS])c->log_mels + t, n);
        apply(c, done, ready);
        done += ready;
    }
    apply(c, done, enhancer_end(&c->enhancer));
}

static void find_speech(struct clean *c)
{
    size_t n = (size_t)c->frames;
    memcpy(c->sorted, c->level, n * sizeof(*c->sorted));
    sort_floats(c->sorted, n);
    float least = c->sorted[n * LOUD_SHARE / 100] - SPEECH_RANGE;
    memset(c->speech, 0, n * sizeof(*c->speech));
    int run = 0, marked = 0; /* frames before `marked` are decided */
    for (int t = 0; t < c->frames; t++) {
        run = c->level[t] > least ? run + 1 : 0;
        if (run < IN_A_ROW)
            continue;
        int middle = t - IN_A_ROW / 2, from = middle - MARGIN;
        for (int u = from > marked ? from : marked; u <= middle + MARGIN && u < c->frames; u++) {
            c->speech[u] = true;
            marked = u + 1;
        }
    }
}

static void keep_speech(struct clean *c)
{
    int speech = 0;
    for (int t = 0; t < c->frames; t++)
        speech += c->speech[t];
    c->kept = 0;
    c->noise = 0;
    for (int t = 0; t < c->frames; t++) {
        if (!c->speech[t] && speech >= LEAST)
            continue;
        float db = c->above[t] / FRONT_LN_OF_DB;
        c->noise += db;
        c->shares[c->kept] = 1 / (1 + fmaxf(db, 0) / HALF_DB);
        front_cepstrum(&c->front, c->log_mels[t], c->cepstra[c->kept]);
        c->places[c->kept++] = t;
    }
}

int clean_run(struct clean *c, const int16_t *pcm, size_t n)
{
    c->kept = 0;
    c->frames = n < FRONT_FRAME ? 0 : (int)((n - FRONT_FRAME) / FRONT_HOP + 1);
    if (c->frames == 0)
        return 0;
    reserve(c, c->frames);
    hear(c, pcm);
    bool steady =
        steady_spread((const float(*)[FRONT_BANDS])c->log_mels, c->frames, c->sorted) < STEADY_DB;
    c->share = steady ? c->removed_share : 0;
    enhance(c);
    find_speech(c);
    keep_speech(c);
    return c->kept;
}

float clean_noise_db(const struct clean *c)
{
    return c->kept ? c->noise / (float)c->kept : 0;
}

const float (*clean_cepstra(const struct clean *c))[FRONT_CEPSTRA]
{
    return (const float(*)[FRONT_CEPSTRA])c->cepstra;
}

const float *clean_shares(const struct clean *c)
{
    return c->shares;
}

int clean_place(const struct clean *c, int i)
{
    return c->places[i];
}
