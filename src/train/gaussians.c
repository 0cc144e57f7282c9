// SPDX-License-Identifier: GPL-3.0-or-later
/* The Gaussians of a phonetically tied model as PocketSphinx has them (a codebook of 128 in three
 * streams for each context-independent phone), all of them instead of the best four, to tell how
 * far what a network lets it hear is from what it should: the divergence of the posteriors of the
 * phones' 126 states, sharpened by SHARPNESS, with its gradient down to the log-mels. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hear/sorting.h"
#include "sahut/text.h"
#include "train/enhance.h"
#include "hear/gaussian_model.h"

#define T          ENHANCE_FRAMES
#define B          FRONT_BANDS
#define K          FRONT_CEPSTRA
#define FEATURES   (GAUSSIAN_STREAMS * K)
#define STATES     (3 * GAUSSIAN_PHONES)
#define SHARPNESS  0.25f
#define REACH      3 /* frames that the features look to either side */
#define SPEECH_LN  (30 * FRONT_LN_OF_DB)
#define AROUND     20
#define NEGLIGIBLE 1e-4f

struct gaussians {
    struct front front;
    struct gaussian_model model;
    /* of the last frame that was scored */
    float density[GAUSSIAN_PHONES][GAUSSIAN_STREAMS][GAUSSIANS];
    float sum[STATES][GAUSSIAN_STREAMS], score[STATES];
    /* of the last example */
    float cepstra[T][K], meant[T][FEATURES], heard[T][FEATURES], gradient[T][FEATURES];
    bool speech[T];
};

int gaussians_read(const char *model, struct gaussians **out, struct sahut_why *why)
{
    struct gaussians *g = sahut_alloc(1, sizeof(*g));
    front_init(&g->front);
    int err = gaussian_model_read(model, NULL, &g->model, why);
    if (err)
        free(g);
    else
        *out = g;
    return err;
}

void gaussians_free(struct gaussians *g)
{
    free(g);
}

static void score_stream(struct gaussians *g, int phone, int stream, const float *x)
{
    float *e = g->density[phone][stream];
    float best = gaussian_densities(&g->model, phone, stream, x, e);
    for (int s = 3 * phone; s < 3 * phone + 3; s++) {
        g->sum[s][stream] = gaussian_dot(g->model.mixture[s][stream], e) + 1e-7f;
        g->score[s] += best + logf(g->sum[s][stream]);
    }
}

static void posteriors(struct gaussians *g, const float x[FEATURES], float out[STATES])
{
    memset(g->score, 0, sizeof(g->score));
    for (int p = 0; p < GAUSSIAN_PHONES; p++)
        for (int s = 0; s < GAUSSIAN_STREAMS; s++)
            score_stream(g, p, s, x + s * K);
    float best = g->score[0], sum = 0;
    for (int i = 1; i < STATES; i++)
        best = fmaxf(best, g->score[i]);
    for (int i = 0; i < STATES; i++)
        sum += out[i] = expf(SHARPNESS * (g->score[i] - best));
    for (int i = 0; i < STATES; i++)
        out[i] /= sum;
}

/* Of the frame that was scored last, given the gradient of its states' scores. */
static void back_to_features(struct gaussians *g, const float *x, const float error[STATES],
                             float out[FEATURES])
{
    const struct gaussian_model *m = &g->model;
    for (int p = 0; p < GAUSSIAN_PHONES; p++) {
        const float *e = error + 3 * p;
        if (fabsf(e[0]) + fabsf(e[1]) + fabsf(e[2]) < NEGLIGIBLE)
            continue;
        for (int s = 0; s < GAUSSIAN_STREAMS; s++) {
            float share[GAUSSIANS] = {0}, pull[GAUSSIANS];
            for (int k = 0; k < 3; k++) {
                float scale = e[k] / g->sum[3 * p + k][s];
                for (int i = 0; i < GAUSSIANS; i++)
                    share[i] += scale * m->mixture[3 * p + k][s][i];
            }
            for (int i = 0; i < GAUSSIANS; i++)
                share[i] *= g->density[p][s][i];
            for (int d = 0; d < K; d++) {
                for (int i = 0; i < GAUSSIANS; i++)
                    pull[i] = 2 * m->half[p][s][d][i] * (m->mean[p][s][d][i] - x[s * K + d]);
                out[s * K + d] += gaussian_dot(share, pull);
            }
        }
    }
}

/* As the recogniser cuts an order to its speech (hear/clean.c). */
static void find_speech(struct gaussians *g, const float (*clean)[B])
{
    float level[T], sorted[T];
    for (int t = 0; t < T; t++) {
        float sum = 0;
        for (int b = 0; b < B; b++)
            sum += expf(0.5f * clean[t][b]);
        level[t] = sorted[t] = 2 * logf(sum / B);
    }
    sort_floats(sorted, T);
    float at = sorted[T * 97 / 100] - SPEECH_LN;
    memset(g->speech, 0, sizeof(g->speech));
    for (int t = 1; t + 1 < T; t++)
        if (level[t - 1] > at && level[t] > at && level[t + 1] > at)
            for (int u = t - AROUND; u <= t + AROUND; u++)
                if (u >= 0 && u < T)
                    g->speech[u] = true;
}

/* Cepstra without their mean over the speech, differences over 4 frames, and those of these. */
static void features(struct gaussians *g, const float (*log_mels)[B], float (*out)[FEATURES])
{
    float mean[K] = {0};
    int n = 0;
    for (int t = 0; t < T; t++) {
        front_cepstrum(&g->front, log_mels[t], g->cepstra[t]);
        for (int k = 0; g->speech[t] && k < K; k++)
            mean[k] += g->cepstra[t][k];
        n += g->speech[t];
    }
    float(*c)[K] = g->cepstra;
    for (int t = REACH; t < T - REACH; t++)
        for (int k = 0; k < K; k++) {
            out[t][k] = c[t][k] - mean[k] / (float)(n ? n : 1);
            out[t][K + k] = c[t + 2][k] - c[t - 2][k];
            out[t][2 * K + k] = c[t + 3][k] - c[t - 1][k] - c[t + 1][k] + c[t - 3][k];
        }
}

static void back_to_cepstra(struct gaussians *g)
{
    float(*c)[K] = g->cepstra, mean[K] = {0};
    memset(g->cepstra, 0, sizeof(g->cepstra));
    int n = 0;
    for (int t = REACH; t < T - REACH; t++) {
        const float *f = g->gradient[t];
        for (int k = 0; k < K; k++) {
            mean[k] += f[k];
            c[t][k] += f[k];
            c[t + 2][k] += f[K + k];
            c[t - 2][k] -= f[K + k];
            c[t + 3][k] += f[2 * K + k];
            c[t - 1][k] -= f[2 * K + k];
            c[t + 1][k] -= f[2 * K + k];
            c[t - 3][k] += f[2 * K + k];
        }
    }
    for (int t = 0; t < T; t++)
        n += g->speech[t];
    for (int t = 0; t < T; t++)
        for (int k = 0; g->speech[t] && k < K; k++)
            c[t][k] -= mean[k] / (float)n;
}

static double judge_frame(struct gaussians *g, int t)
{
    float meant[STATES], heard[STATES], error[STATES];
    double divergence = 0;
    posteriors(g, g->meant[t], meant);
    posteriors(g, g->heard[t], heard);
    for (int i = 0; i < STATES; i++) {
        if (meant[i] > 1e-6f)
            divergence += (double)(meant[i] * logf(meant[i] / (heard[i] + 1e-9f)));
        error[i] = SHARPNESS * (heard[i] - meant[i]);
    }
    back_to_features(g, g->heard[t], error, g->gradient[t]);
    return divergence;
}

double gaussians_judge(struct gaussians *g, const float (*meant)[B], const float (*heard)[B],
                       const float (*clean)[B], uint32_t turn, float weight, float (*gradient)[B])
{
    find_speech(g, clean);
    features(g, meant, g->meant);
    features(g, heard, g->heard);
    memset(g->gradient, 0, sizeof(g->gradient));
    double sum = 0;
    int n = 0;
    for (int t = REACH + (int)(turn % 2); t < T - REACH; t += 2)
        if (g->speech[t]) {
            sum += judge_frame(g, t);
            n++;
        }
    back_to_cepstra(g);
    for (int t = 0; t < T; t++)
        for (int b = 0; b < B; b++)
            for (int k = 0; k < K; k++)
                gradient[t][b] += weight * g->front.cosines[k][b] * g->cepstra[t][k];
    return n ? sum / n : 0;
}
