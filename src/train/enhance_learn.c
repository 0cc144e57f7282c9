// SPDX-License-Identifier: GPL-3.0-or-later
/* Adam on the squared error of both heads, weighted towards what the cepstrum keeps and what its
 * differences over time show, and on the divergence of what PocketSphinx's Gaussians make of it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sahut/text.h"
#include "train/enhance.h"

#define C          ENHANCER_CHANNELS
#define T          ENHANCE_FRAMES
#define B          FRONT_BANDS
#define CEPSTRAL   0.7f /* share of the liftered cepstrum in the error, against that of the bands */
#define DELTA      0.5f /* weight of the difference over four frames */
#define FIRST_HEAD 0.7f
#define WARM_UP    200 /* steps */
#define DECAY      0.002f
#define SHOW_EVERY 100
#define LAST_RATE  1e-5f

struct learner {
    const struct enhance_lesson *lesson;
    struct enhancer_net *net;
    struct enhance_maker *maker;
    struct enhance_pass *pass;
    struct enhance_example example;
    float metric[B][B];
    float gradient[ENHANCER_VALUES], first[ENHANCER_VALUES], second[ENHANCER_VALUES];
    float outputs[T][C];
    double noisy, heads[2], divergence; /* sums since they were shown */
    long shown;
};

/* x'·metric·x is the error of a frame. */
static void init_metric(struct learner *l)
{
    struct front *f = sahut_alloc(1, sizeof(*f));
    front_init(f);
    float trace = 0;
    for (int i = 0; i < B; i++)
        for (int j = 0; j < B; j++) {
            for (int k = 0; k < FRONT_CEPSTRA; k++)
                l->metric[i][j] += f->cosines[k][i] * f->cosines[k][j];
            trace += i == j ? l->metric[i][j] : 0;
        }
    for (int i = 0; i < B; i++)
        for (int j = 0; j < B; j++)
            l->metric[i][j] = CEPSTRAL * l->metric[i][j] * B / trace + (i == j ? 1 - CEPSTRAL : 0);
    free(f);
}

/* Gradient of the error of one head, given the errors of its bands. */
static void weigh(struct learner *l, float error[T][B], int head, float weight)
{
    static float sum[T][B];
    memcpy(sum, error, sizeof(sum));
    for (int t = 2; t + 2 < T; t++)
        for (int b = 0; b < B; b++) {
            float d = DELTA * (error[t + 2][b] - error[t - 2][b]);
            sum[t + 2][b] += d;
            sum[t - 2][b] -= d;
        }
    for (int t = 0; t < T; t++)
        for (int b = 0; b < B; b++) {
            float g = 0;
            for (int k = 0; k < B; k++)
                g += l->metric[b][k] * sum[t][k];
            l->outputs[t][head + b] = weight * g;
        }
}

static void squares(struct learner *l, const float (*out)[C], float heard[T][B])
{
    static float first[T][B], second[T][B];
    const struct enhance_example *e = &l->example;
    for (int t = 0; t < T; t++)
        for (int b = 0; b < B; b++) {
            heard[t][b] = e->noisy[t][b] + out[t][ENHANCER_DECODED + b];
            first[t][b] = e->noisy[t][b] + out[t][b] - e->clean[t][b];
            second[t][b] = heard[t][b] - e->decoded[t][b];
            float without = e->noisy[t][b] - e->decoded[t][b];
            l->noisy += (double)(without * without);
            l->heads[0] += (double)(first[t][b] * first[t][b]);
            l->heads[1] += (double)(second[t][b] * second[t][b]);
        }
    weigh(l, first, 0, FIRST_HEAD * l->lesson->squares);
    weigh(l, second, ENHANCER_DECODED, l->lesson->squares);
}

static void judge(struct learner *l, float heard[T][B], uint32_t turn)
{
    static float gradient[T][B];
    memset(gradient, 0, sizeof(gradient));
    const struct enhance_example *e = &l->example;
    l->divergence +=
        gaussians_judge(l->lesson->gaussians, (const float(*)[B])e->decoded,
                        (const float(*)[B])heard, (const float(*)[B])e->clean, turn, 1, gradient);
    for (int t = 0; t < T; t++)
        for (int b = 0; b < B; b++)
            l->outputs[t][ENHANCER_DECODED + b] += gradient[t][b];
}

static void learn_example(struct learner *l, uint32_t turn)
{
    static float heard[T][B];
    enhance_make(l->maker, &l->example);
    const float(*out)[C] = enhance_forward(l->pass, l->net, (const float(*)[B])l->example.noisy);
    memset(l->outputs, 0, sizeof(l->outputs));
    squares(l, out, heard);
    if (l->lesson->gaussians)
        judge(l, heard, turn);
    enhance_backward(l->pass, l->net, l->outputs, l->gradient);
    l->shown++;
}

static void step(struct learner *l, int number, float rate)
{
    float *w = l->net->values, *g = l->gradient, *m = l->first, *v = l->second;
    float scale = 1.0f / (float)(l->lesson->batch * T * B), norm = 0;
    for (int i = 0; i < ENHANCER_VALUES; i++) {
        g[i] *= scale;
        norm += g[i] * g[i];
    }
    float clip = norm > 1 ? 1 / sqrtf(norm) : 1;
    float c1 = 1 / (1 - powf(0.9f, (float)number)), c2 = 1 / (1 - powf(0.999f, (float)number));
    for (int i = 0; i < ENHANCER_VALUES; i++) {
        float d = g[i] * clip;
        m[i] = 0.9f * m[i] + 0.1f * d;
        v[i] = 0.999f * v[i] + 0.001f * d * d;
        w[i] -= rate * (m[i] * c1 / (sqrtf(v[i] * c2) + 1e-8f) + DECAY * w[i]);
        g[i] = 0;
    }
}

static void show(struct learner *l, int number)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    double values = (double)l->shown * T * B;
    fprintf(stderr,
            "step %d: squared error %.3f noisy, %.3f clean, %.3f decoded; divergence %.4f; %ld s "
            "of processor time\n",
            number, l->noisy / values, l->heads[0] / values, l->heads[1] / values,
            l->divergence / (double)l->shown, (long)t.tv_sec);
    l->noisy = l->heads[0] = l->heads[1] = l->divergence = 0;
    l->shown = 0;
}

void enhance_start(struct enhancer_net *net, uint32_t seed)
{
    struct dice d = {88172645u + seed * 7919u};
    memset(net->values, 0, sizeof(net->values));
    for (int i = 0; i < ENHANCER_LAYERS; i++) {
        const struct enhancer_layer *l = &enhancer_layers[i];
        /* the blocks add up, and the first gains are near 0 dB */
        float share = i == 0 ? 1.4f : i == ENHANCER_LAYERS - 1 ? 0.3f : 0.7f;
        float spread = share / sqrtf((float)(l->inputs * l->taps));
        for (int j = 0; j < l->inputs * l->taps * C; j++)
            net->values[l->weights + j] = spread * dice_normal(&d);
    }
}

void enhance_learn(const struct enhance_lesson *lesson, const struct wake_data *data,
                   struct enhancer_net *net)
{
    struct learner *l = sahut_alloc(1, sizeof(*l));
    l->lesson = lesson;
    l->net = net;
    l->maker = enhance_maker_new(data, lesson->seed);
    l->pass = enhance_pass_new();
    init_metric(l);
    for (int s = 1; s <= lesson->steps; s++) {
        float done = (float)s / (float)lesson->steps, warm = fminf(1, (float)s / WARM_UP);
        for (int b = 0; b < lesson->batch; b++)
            learn_example(l, (uint32_t)s);
        step(l, s, lesson->rate * warm * (0.5f + 0.5f * cosf((float)M_PI * done)) + LAST_RATE);
        if (s % SHOW_EVERY == 0)
            show(l, s);
    }
    enhance_pass_free(l->pass);
    enhance_maker_free(l->maker);
    free(l);
}
