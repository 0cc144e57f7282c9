// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/voice.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

#define FIRST_LINE "sahut voice 1\n"
#define STEPS      512.0f /* weights are kept as 16-bit multiples of 1/512 */
#define VALUES     (sizeof(struct voice_net) / sizeof(float))

static inline void dense(const float *restrict x, size_t n, const float *restrict w,
                         const float *restrict bias, float *restrict out, const size_t c)
{
    float sum[VOICE_H1];
    for (size_t k = 0; k < c; k++)
        sum[k] = bias[k];
    for (size_t j = 0; j < n; j++, w += c)
        for (size_t k = 0; k < c; k++)
            sum[k] += x[j] * w[k];
    for (size_t k = 0; k < c; k++)
        out[k] = sum[k] > 0 ? sum[k] : 0;
}

float voice_net_run(const struct voice_net *n, const float *window, float h1[VOICE_H1],
                    float h2[VOICE_H2])
{
    dense(window, (size_t)VOICE_WINDOW * MEL_BANDS, n->w1[0], n->b1, h1, VOICE_H1);
    dense(h1, VOICE_H1, n->w2[0], n->b2, h2, VOICE_H2);
    float sum = n->b3;
    for (int k = 0; k < VOICE_H2; k++)
        sum += h2[k] * n->w3[k];
    return sum;
}

int voice_net_write(const char *path, const struct voice_net *n, const char *note,
                    struct sahut_why *why)
{
    FILE *f = fopen(path, "wbe");
    if (!f)
        return sahut_why(why, -errno, "%s: %s", path, strerror(errno));
    fprintf(f, FIRST_LINE "%s\nweights\n", note);
    for (size_t i = 0; i < VALUES; i++) {
        long v = lrintf(fmaxf(-32767, fminf(32767, ((const float *)n)[i] * STEPS)));
        fputc((int)(v & 255), f);
        fputc((int)(v >> 8 & 255), f);
    }
    bool bad = ferror(f);
    if (fclose(f) || bad)
        return sahut_why(why, -EIO, "%s: cannot be written", path);
    return 0;
}

static bool get_values(FILE *f, struct voice_net *n)
{
    for (size_t i = 0; i < VALUES; i++) {
        int low = fgetc(f), high = fgetc(f);
        if (high == EOF)
            return false;
        ((float *)n)[i] = (float)(int16_t)(low | high << 8) / STEPS;
    }
    return fgetc(f) == EOF;
}

int voice_net_read(const char *path, struct voice_net **out, struct sahut_why *why)
{
    FILE *f = fopen(path, "rbe");
    if (!f)
        return sahut_why(why, -errno, "voice model %s: %s", path, strerror(errno));
    struct voice_net *n = sahut_alloc(1, sizeof(*n));
    char line[1000];
    bool good = fgets(line, sizeof(line), f) && strcmp(line, FIRST_LINE) == 0;
    while (good && strcmp(line, "weights\n") != 0)
        good = fgets(line, sizeof(line), f) != NULL;
    good = good && get_values(f, n);
    fclose(f);
    if (!good) {
        free(n);
        return sahut_why(why, -EINVAL, "voice model %s: not one of this version, or cut short",
                         path);
    }
    *out = n;
    return 0;
}

void voice_init(struct voice *v, const struct voice_net *net)
{
    *v = (struct voice){.net = net, .last = VOICE_OFF};
}

bool voice_look(struct voice *v, const struct features *f)
{
    if (f->frames < VOICE_WINDOW)
        return v->on;
    float window[VOICE_WINDOW * MEL_BANDS], mean[MEL_BANDS], h1[VOICE_H1], h2[VOICE_H2];
    features_mean(f, mean);
    features_last(f, VOICE_WINDOW, window);
    for (int t = 0; t < VOICE_WINDOW; t++)
        for (int b = 0; b < MEL_BANDS; b++)
            window[t * MEL_BANDS + b] -= mean[b];
    float logit = voice_net_run(v->net, window, h1, h2), smooth = 0.5f * (logit + v->last);
    v->last = logit;
    v->quiet = smooth < VOICE_OFF ? v->quiet + 1 : 0;
    if (smooth >= VOICE_ON)
        v->on = true;
    else if (v->quiet >= VOICE_HANG)
        v->on = false;
    v->found = v->on ? v->found + (smooth >= VOICE_ON) : 0;
    return v->on;
}

int voice_net_of(const char *models, struct voice_net **out, struct sahut_why *why)
{
    *out = NULL;
    if (!models)
        return 0;
    struct sahut_text path = {0};
    sahut_text_addf(&path, "%s/wake/voice", models);
    char *file = sahut_text_take(&path);
    int err = voice_net_read(file, out, why);
    free(file);
    return err == -ENOENT ? 0 : err;
}

void voice_along(const struct voice_net *net, const int16_t *pcm, size_t n, size_t before,
                 voice_seen *seen, void *ctx)
{
    struct features *features = sahut_alloc(1, sizeof(*features));
    struct voice voice;
    features_init(features);
    features_begin(features);
    voice_init(&voice, net);
    for (size_t at = 0; at < n;) {
        size_t k = n - at;
        bool frame = features_feed(features, pcm + at, &k);
        at += k;
        if (!frame || features->frames % 2 || features->frames < VOICE_WINDOW)
            continue;
        voice_look(&voice, features);
        seen(ctx, voice.last, (double)at - VOICE_WINDOW * MEL_HOP / 2.0 - (double)before, features,
             at);
    }
    free(features);
}

struct amount {
    double from, sum;
};

static void add_amount(void *ctx, float logit, double place, const struct features *features,
                       size_t at)
{
    struct amount *a = ctx;
    if (place >= a->from)
        a->sum += (double)fmaxf(logit, 0);
}

double voice_amount(const struct voice_net *net, const int16_t *pcm, size_t n, size_t before,
                    size_t from)
{
    struct amount a = {.from = (double)from - (double)before};
    voice_along(net, pcm, n, before, add_amount, &a);
    return a.sum;
}
