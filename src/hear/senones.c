// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/senones.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hear/triphones.h"
#include "sahut/text.h"

#define P GAUSSIAN_PHONES
#define S GAUSSIAN_STREAMS
#define G GAUSSIANS
#define K FRONT_CEPSTRA

#define REACH    SENONE_REACH
#define TOP      4 /* -topn */
#define UNIT     0.1024f
#define LEAST    5.4e-5f /* of a Gaussian against the best of all phones: 96 units, as 8 bits have */
#define LEAST_OF 1e-12f  /* of a stream, so that the product of three is a number */
#define MOST     30000

/* The likeliest Gaussians of every phone and stream in a frame. */
struct heard {
    uint8_t which[P][S][TOP];
    float density[P][S][TOP]; /* against the best of the stream's */
    float share;
};

struct senones {
    struct gaussian_model model;
    struct gaussian_mixtures mixtures;
    float weights[256];
    uint8_t *phone_of;
    float *sums; /* of each senone */
    struct heard *heard;
    senone_frame *features;
    int cap;
};

void senone_features(const float (*cepstra)[K], int n, senone_frame *out)
{
    float mean[K] = {0};
    for (int t = 0; t < n; t++)
        for (int k = 0; k < K; k++)
            mean[k] += cepstra[t][k] / (float)n;
    for (int t = 0; t < n; t++) {
        const float *c[2 * REACH + 1]; /* the first and the last frame go on for ever */
        for (int i = -REACH; i <= REACH; i++)
            c[REACH + i] = cepstra[t + i < 0 ? 0 : t + i >= n ? n - 1 : t + i];
        for (int k = 0; k < K; k++) {
            out[t][0][k] = c[3][k] - mean[k];
            out[t][1][k] = c[5][k] - c[1][k];
            out[t][2][k] = (c[6][k] - c[2][k]) - (c[4][k] - c[0][k]);
        }
    }
}

static int read_phones(struct senones *s, const char *folder, struct sahut_why *why)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/mdef", folder);
    struct triphones *t;
    int err = triphones_read(path, &t, why);
    if (err)
        return err;
    int n = s->mixtures.senones;
    /* the library counts them in 16 bits with a sign */
    bool fits = triphones_phones(t) == P && triphones_senones(t) == n && n <= INT16_MAX;
    s->phone_of = sahut_alloc((size_t)n, sizeof(*s->phone_of));
    for (int i = 0; i < n && fits; i++)
        s->phone_of[i] = (uint8_t)triphones_phone_of(t, i);
    triphones_free(t);
    return fits ? 0
                : sahut_why(why, -EINVAL, "%s: mdef and sendump do not belong together", folder);
}

int senones_new(const char *folder, const char *adapted, struct senones **out,
                struct sahut_why *why)
{
    struct senones *s = sahut_alloc(1, sizeof(*s));
    int err = gaussian_model_read(folder, adapted, &s->model, why);
    if (!err)
        err = gaussian_mixtures_read(adapted ? adapted : folder, &s->mixtures, why);
    if (!err)
        err = read_phones(s, folder, why);
    if (err) {
        senones_free(s);
        return err;
    }
    for (int b = 0; b < 256; b++)
        s->weights[b] = gaussian_weight((uint8_t)b);
    s->sums = sahut_alloc((size_t)s->mixtures.senones, sizeof(*s->sums));
    *out = s;
    return 0;
}

void senones_free(struct senones *s)
{
    if (!s)
        return;
    gaussian_mixtures_finish(&s->mixtures);
    free(s->phone_of);
    free(s->sums);
    free(s->heard);
    free(s->features);
    free(s);
}

int senones_count(const struct senones *s)
{
    return s->mixtures.senones;
}

/* The likeliest of `all`, in their order; logarithms. */
static void find_top(const float all[G], float best[TOP], uint8_t which[TOP])
{
    for (int k = 0; k < TOP; k++)
        best[k] = -INFINITY;
    for (int g = 0; g < G; g++) {
        if (all[g] <= best[TOP - 1])
            continue;
        int k = TOP - 1;
        for (; k > 0 && best[k - 1] < all[g]; k--) {
            best[k] = best[k - 1];
            which[k] = which[k - 1];
        }
        best[k] = all[g];
        which[k] = (uint8_t)g;
    }
}

static void hear_stream(const struct gaussian_model *m, int stream, const float *x, struct heard *h)
{
    float most = -INFINITY, all[G];
    for (int p = 0; p < P; p++) {
        gaussian_logarithms(m, p, stream, x, all);
        find_top(all, h->density[p][stream], h->which[p][stream]);
        most = fmaxf(most, h->density[p][stream][0]);
    }
    for (int p = 0; p < P; p++)
        for (int k = 0; k < TOP; k++) {
            float *d = &h->density[p][stream][k];
            *d = fmaxf(expf(*d - most), LEAST);
        }
}

void senones_take(struct senones *s, const float (*cepstra)[K], const float *shares, int n)
{
    if (n > s->cap) {
        s->cap = n;
        s->heard = sahut_realloc(s->heard, (size_t)n, sizeof(*s->heard));
        s->features = sahut_realloc(s->features, (size_t)n, sizeof(*s->features));
    }
    senone_features(cepstra, n, s->features);
    for (int t = 0; t < n; t++) {
        for (int i = 0; i < S; i++)
            hear_stream(&s->model, i, s->features[t][i], &s->heard[t]);
        s->heard[t].share = shares[t];
    }
}

/* Natural logarithm, to 3e-5, of a normal positive number; written so that it becomes vectors. */
static inline float logarithm(float x)
{
    union {
        float f;
        int32_t i;
    } u = {.f = x};
    float exponent = (float)((u.i >> 23) - 127);
    u.i = (u.i & 0x7fffff) | 0x3f800000;
    float m = u.f - 1;
    float p = m * (0.9998889f +
                   m * (-0.4977030f +
                        m * (0.3168779f + m * (-0.1922386f + m * (0.0841986f + m * -0.0178779f)))));
    return 0.69314718f * exponent + p;
}

/* Multiplies the sums of one stream into those of the senones. */
static void multiply_stream(const struct senones *s, const struct heard *h, int stream)
{
    int n = s->mixtures.senones;
    const uint8_t *bytes = gaussian_byte(&s->mixtures, stream, 0, 0);
    for (int i = 0; i < n; i++) {
        int p = s->phone_of[i];
        const uint8_t *which = h->which[p][stream];
        const float *density = h->density[p][stream];
        float sum = 0;
        for (int k = 0; k < TOP; k++)
            sum += density[k] * s->weights[bytes[(size_t)which[k] * (size_t)n + (size_t)i]];
        s->sums[i] *= sum > LEAST_OF ? sum : LEAST_OF;
    }
}

void senones_score(const struct senones *s, int frame, int16_t *out)
{
    const struct heard *h = &s->heard[frame];
    int n = s->mixtures.senones;
    for (int i = 0; i < n; i++)
        s->sums[i] = 1;
    for (int stream = 0; stream < S; stream++)
        multiply_stream(s, h, stream);
    float best = 0;
    for (int i = 0; i < n; i++)
        best = s->sums[i] > best ? s->sums[i] : best;
    float top = logarithm(best), scale = h->share / UNIT;
    for (int i = 0; i < n; i++) {
        float worse = (top - logarithm(s->sums[i])) * scale + 0.5f;
        out[i] = (int16_t)(worse < MOST ? worse : MOST);
    }
}
