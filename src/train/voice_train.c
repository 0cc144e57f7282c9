// SPDX-License-Identifier: GPL-3.0-or-later
/* Trains the voice network: windows of speech (not held out) with noise at -2 to 25 dB against
 * windows of noise alone and of the pauses. What is speech is told by the level of the recording
 * before the noise came. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hear/sorting.h"
#include "hear/voice.h"
#include "sahut/text.h"
#include "train/voice_train.h"

#define EPOCHS    8
#define WINDOWS   40000 /* an epoch */
#define BATCH     32
#define ACTIVE_DB 22 /* below the loud end, that is still speech */
#define RECENT    10
#define VALUES    (sizeof(struct voice_net) / sizeof(float))

struct piece {
    float *frames;
    unsigned char *active;
    int n;
};

struct trainer {
    const struct wake_data *data;
    struct mel mel;
    struct dice dice;
    struct piece *speech, *noise;
    size_t n_speech, n_noise;
    struct voice_net net, gradient, first, second;
    long steps;
};

static float *features_of(struct trainer *t, const float *x, size_t n, int *frames)
{
    int16_t *pcm = sahut_alloc(n, sizeof(*pcm));
    for (size_t i = 0; i < n; i++)
        pcm[i] = (int16_t)lrintf(fmaxf(-1, fminf(1, x[i])) * 32000);
    *frames = n > MEL_SPAN ? (int)((n - MEL_SPAN) / MEL_HOP + 1) : 0;
    float *out = sahut_alloc((size_t)*frames * MEL_BANDS + 1, sizeof(*out));
    for (int i = 0; i < *frames; i++)
        mel_frame(&t->mel, pcm + (size_t)i * MEL_HOP, out + (size_t)i * MEL_BANDS);
    for (int i = 0; i < *frames * MEL_BANDS; i++)
        out[i] *= FEATURES_SCALE;
    free(pcm);
    return out;
}

static unsigned char *active_frames(const float *x, int n)
{
    unsigned char *out = sahut_alloc((size_t)n + 1, 1);
    float *db = sahut_alloc((size_t)n + 1, sizeof(*db)),
          *sorted = sahut_alloc((size_t)n + 1, sizeof(*db));
    for (int i = 0; i < n; i++) {
        float sum = 1e-9f;
        for (int k = 0; k < MEL_SPAN; k++)
            sum += x[i * MEL_HOP + k] * x[i * MEL_HOP + k];
        sorted[i] = db[i] = 10 * log10f(sum);
    }
    sort_floats(sorted, (size_t)n);
    for (int i = 0; i < n; i++)
        out[i] = db[i] > sorted[n * 95 / 100] - ACTIVE_DB;
    free(db);
    free(sorted);
    return out;
}

static void mix_noise(struct trainer *t, float *x, size_t n)
{
    const struct sound *noise = &t->data->noise.items[dice_next(&t->dice) % t->data->noise.n].sound;
    size_t from = dice_next(&t->dice) % noise->n;
    float *y = sahut_alloc(n, sizeof(*y));
    for (size_t i = 0; i < n; i++)
        y[i] = noise->x[(from + i) % noise->n];
    double snr = (double)dice_between(&t->dice, -2, 25);
    float gain =
        (float)sqrt(sound_loudest(x, n) / pow(10, snr / 10) / (sound_loudest(y, n) + 1e-12));
    float level = dice_between(&t->dice, 0.05f, 1);
    for (size_t i = 0; i < n; i++)
        x[i] = level * (x[i] + gain * y[i]) + 3e-5f * (dice_real(&t->dice) - 0.5f);
    free(y);
}

static void add_speech(struct trainer *t, const struct sound *s)
{
    struct piece *p = &t->speech[t->n_speech];
    size_t lead = WAKE_RATE, n = lead + s->n + WAKE_RATE / 2;
    float *x = sahut_alloc(n, sizeof(*x));
    memcpy(x + lead, s->x, s->n * sizeof(*x));
    int frames = (int)((n - MEL_SPAN) / MEL_HOP + 1);
    p->active = active_frames(x, frames);
    mix_noise(t, x, n);
    p->frames = features_of(t, x, n, &p->n);
    t->n_speech++;
    free(x);
}

static void add_noise(struct trainer *t, const struct sound *s)
{
    struct piece *p = &t->noise[t->n_noise];
    p->frames = features_of(t, s->x, s->n, &p->n);
    if (p->n > VOICE_WINDOW)
        t->n_noise++;
    else
        free(p->frames);
}

static void take(const struct piece *p, int end, float *out)
{
    int from = end > FEATURES_RING ? end - FEATURES_RING : 0, start = end - VOICE_WINDOW;
    float mean[MEL_BANDS] = {0};
    for (int t = from; t < end; t++)
        for (int b = 0; b < MEL_BANDS; b++)
            mean[b] += p->frames[t * MEL_BANDS + b] / (float)(end - from);
    for (int t = 0; t < VOICE_WINDOW; t++)
        for (int b = 0; b < MEL_BANDS; b++)
            out[t * MEL_BANDS + b] = p->frames[(start + t) * MEL_BANDS + b] - mean[b];
}

/* 1: most of the last frames are speech; 0: none of the window is; -1: in between. */
static int label(const struct piece *p, int end)
{
    int recent = 0, all = 0;
    for (int t = end - VOICE_WINDOW; t < end; t++) {
        all += p->active[t];
        recent += t >= end - RECENT && p->active[t];
    }
    return recent >= RECENT * 6 / 10 ? 1 : all == 0 ? 0 : -1;
}

static void back(struct trainer *t, const float *x, const float *h1, const float *h2, float e)
{
    struct voice_net *g = &t->gradient;
    const struct voice_net *n = &t->net;
    float d1[VOICE_H1] = {0}, d2[VOICE_H2];
    g->b3 += e;
    for (int k = 0; k < VOICE_H2; k++) {
        g->w3[k] += e * h2[k];
        d2[k] = h2[k] > 0 ? e * n->w3[k] : 0;
        g->b2[k] += d2[k];
    }
    for (int j = 0; j < VOICE_H1; j++) {
        for (int k = 0; k < VOICE_H2; k++) {
            g->w2[j][k] += h1[j] * d2[k];
            d1[j] += n->w2[j][k] * d2[k];
        }
        d1[j] = h1[j] > 0 ? d1[j] : 0;
        g->b1[j] += d1[j];
    }
    for (int i = 0; i < VOICE_WINDOW * MEL_BANDS; i++)
        for (int j = 0; j < VOICE_H1; j++)
            g->w1[i][j] += x[i] * d1[j];
}

static void step(struct trainer *t, float rate)
{
    float *w = (float *)&t->net, *g = (float *)&t->gradient, *m = (float *)&t->first,
          *v = (float *)&t->second;
    t->steps++;
    float c1 = 1 / (1 - powf(0.9f, (float)t->steps)), c2 = 1 / (1 - powf(0.999f, (float)t->steps));
    for (size_t i = 0; i < VALUES; i++) {
        float d = g[i] / BATCH;
        m[i] = 0.9f * m[i] + 0.1f * d;
        v[i] = 0.999f * v[i] + 0.001f * d * d;
        w[i] -= rate * (m[i] * c1 / (sqrtf(v[i] * c2) + 1e-8f) + 0.01f * w[i]);
        g[i] = 0;
    }
}

static double learn_epoch(struct trainer *t, int epoch)
{
    float x[VOICE_WINDOW * MEL_BANDS], h1[VOICE_H1], h2[VOICE_H2];
    float rate = epoch < EPOCHS / 2 ? 1e-3f : epoch < EPOCHS - 2 ? 3e-4f : 1e-4f;
    double loss = 0;
    int done = 0;
    while (done < WINDOWS) {
        bool speech = dice_next(&t->dice) % 2;
        const struct piece *p = speech ? &t->speech[dice_next(&t->dice) % t->n_speech]
                                       : &t->noise[dice_next(&t->dice) % t->n_noise];
        int end = VOICE_WINDOW + (int)(dice_next(&t->dice) % (uint32_t)(p->n - VOICE_WINDOW + 1));
        int y = speech ? label(p, end) : 0;
        if (y < 0)
            continue;
        take(p, end, x);
        float prob = 1 / (1 + expf(-voice_net_run(&t->net, x, h1, h2)));
        loss -= (double)logf(fmaxf(1e-7f, y ? prob : 1 - prob));
        back(t, x, h1, h2, prob - (float)y);
        if (++done % BATCH == 0)
            step(t, rate);
    }
    return loss / done;
}

static void scatter(struct dice *d, float *w, size_t inputs, size_t outputs)
{
    for (size_t i = 0; i < inputs * outputs; i++)
        w[i] = dice_normal(d) * sqrtf(2 / (float)inputs);
}

void voice_train(const struct wake_data *d, struct voice_net *out)
{
    struct trainer *t = sahut_alloc(1, sizeof(*t));
    t->data = d;
    t->dice.state = 362436069u;
    mel_init(&t->mel);
    t->speech = sahut_alloc(d->speech.n + d->phrases.n, sizeof(*t->speech));
    t->noise = sahut_alloc(d->noise.n, sizeof(*t->noise));
    for (size_t i = 0; i < d->speech.n; i++)
        if (!d->speech.items[i].held_out && dice_next(&t->dice) % 2)
            add_speech(t, &d->speech.items[i].sound);
    for (size_t i = 0; i < d->phrases.n; i++)
        if (!d->phrases.items[i].held_out)
            add_speech(t, &d->phrases.items[i].sound);
    for (size_t i = 0; i < d->noise.n; i++)
        add_noise(t, &d->noise.items[i].sound);
    scatter(&t->dice, (float *)t->net.w1, (size_t)VOICE_WINDOW * MEL_BANDS, VOICE_H1);
    scatter(&t->dice, (float *)t->net.w2, VOICE_H1, VOICE_H2);
    scatter(&t->dice, t->net.w3, VOICE_H2, 1);
    for (int e = 0; e < EPOCHS; e++)
        fprintf(stderr, "voice epoch %d: loss %.4f\n", e, learn_epoch(t, e));
    *out = t->net;
    for (size_t i = 0; i < t->n_speech; i++) {
        free(t->speech[i].frames);
        free(t->speech[i].active);
    }
    for (size_t i = 0; i < t->n_noise; i++)
        free(t->noise[i].frames);
    free(t->speech);
    free(t->noise);
    free(t);
}
