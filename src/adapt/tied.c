// SPDX-License-Identifier: GPL-3.0-or-later
#include "adapt/tied.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/file.h"
#include "sahut/text.h"

#define P               GAUSSIAN_PHONES
#define S               GAUSSIAN_STREAMS
#define G               GAUSSIANS
#define K               FRONT_CEPSTRA
#define NEGLIGIBLE      1e-4f
#define BYTE_ORDER_MARK 0x11223344u

/* [stream][Gaussian] */
typedef float mixture[S][G];

struct tied {
    struct triphones *triphones;
    struct gaussian_model model;
    struct gaussian_mixtures stored;
    mixture *weights; /* of each senone */
    /* of the frame that is looked at */
    senone_frame *frame;
    bool looked[P];
    float density[P][S][G], best[P][S];
    /* what was counted */
    float seen[P][S][G], sum[P][S][K][G];
    mixture *parts;
    float *frames; /* of each senone */
};

static void set_weights(struct tied *t)
{
    int senones = t->stored.senones;
    t->weights = sahut_alloc((size_t)senones, sizeof(*t->weights));
    t->parts = sahut_alloc((size_t)senones, sizeof(*t->parts));
    t->frames = sahut_alloc((size_t)senones, sizeof(*t->frames));
    float of_byte[256];
    for (int b = 0; b < 256; b++)
        of_byte[b] = gaussian_weight((uint8_t)b);
    for (int s = 0; s < S; s++)
        for (int g = 0; g < G; g++)
            for (int i = 0; i < senones; i++)
                t->weights[i][s][g] = of_byte[*gaussian_byte(&t->stored, s, g, i)];
}

int tied_read(const char *folder, struct tied **out, struct sahut_why *why)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/mdef", folder);
    struct tied *t = sahut_alloc(1, sizeof(*t));
    int err = triphones_read(path, &t->triphones, why);
    if (!err)
        err = gaussian_model_read(folder, NULL, &t->model, why);
    if (!err)
        err = gaussian_mixtures_read(folder, &t->stored, why);
    if (!err && (triphones_senones(t->triphones) != t->stored.senones ||
                 triphones_phones(t->triphones) != P || triphones_phone(t->triphones, "SIL") < 0))
        err = sahut_why(why, -EINVAL, "%s: mdef, means and sendump do not belong together", folder);
    if (err) {
        tied_free(t);
        return err;
    }
    set_weights(t);
    *out = t;
    return 0;
}

void tied_free(struct tied *t)
{
    if (!t)
        return;
    triphones_free(t->triphones);
    gaussian_mixtures_finish(&t->stored);
    free(t->weights);
    free(t->parts);
    free(t->frames);
    free(t);
}

const struct triphones *tied_triphones(const struct tied *t)
{
    return t->triphones;
}

void tied_look(struct tied *t, senone_frame *frame)
{
    t->frame = frame;
    memset(t->looked, 0, sizeof(t->looked));
}

static int look_at_phone_of(struct tied *t, int senone)
{
    int p = triphones_phone_of(t->triphones, senone);
    if (!t->looked[p])
        for (int s = 0; s < S; s++)
            t->best[p][s] = gaussian_densities(&t->model, p, s, (*t->frame)[s], t->density[p][s]);
    t->looked[p] = true;
    return p;
}

float tied_score(struct tied *t, int senone)
{
    int p = look_at_phone_of(t, senone);
    float sum = 0;
    for (int s = 0; s < S; s++)
        sum += t->best[p][s] + logf(gaussian_dot(t->weights[senone][s], t->density[p][s]) + 1e-30f);
    return sum;
}

/* Whose part of a frame is how large. */
static void count_parts(struct tied *t, int senone, int p, float share)
{
    t->frames[senone] += share;
    for (int s = 0; s < S; s++) {
        const float *w = t->weights[senone][s], *d = t->density[p][s];
        float all = gaussian_dot(w, d) + 1e-30f;
        for (int g = 0; g < G; g++)
            t->parts[senone][s][g] += share * w[g] * d[g] / all;
    }
}

static void count_means(struct tied *t, int senone, int p, int s, float share)
{
    const float *w = t->weights[senone][s], *d = t->density[p][s];
    float all = gaussian_dot(w, d) + 1e-30f;
    for (int g = 0; g < G; g++) {
        float part = w[g] * d[g] / all;
        if (part < NEGLIGIBLE)
            continue;
        t->seen[p][s][g] += share * part;
        for (int k = 0; k < K; k++)
            t->sum[p][s][k][g] += share * part * (*t->frame)[s][k];
    }
}

void tied_count(struct tied *t, int senone, float share)
{
    int p = look_at_phone_of(t, senone), alone = triphones_alone(t->triphones, senone);
    for (int s = 0; s < S; s++)
        count_means(t, senone, p, s, share);
    count_parts(t, senone, p, share);
    if (alone != senone)
        count_parts(t, alone, p, share);
}

void tied_forget(struct tied *t)
{
    memset(t->seen, 0, sizeof(t->seen));
    memset(t->sum, 0, sizeof(t->sum));
    memset(t->parts, 0, (size_t)t->stored.senones * sizeof(*t->parts));
    memset(t->frames, 0, (size_t)t->stored.senones * sizeof(*t->frames));
}

static void add_means(const struct tied *t, float prior, float *out)
{
    for (int p = 0; p < P; p++)
        for (int s = 0; s < S; s++)
            for (int g = 0; g < G; g++)
                for (int k = 0; k < K; k++)
                    *out++ = (prior * t->model.mean[p][s][k][g] + t->sum[p][s][k][g]) /
                             (prior + t->seen[p][s][g]);
}

/* SphinxTrain's format s3, without a checksum. */
static int write_means(const struct tied *t, float prior, const char *path)
{
    static const char text[] = "s3\nversion 1.0\nendhdr\n";
    const uint32_t head[] = {BYTE_ORDER_MARK, P, S, G, K, K, K, P * S * G * K};
    size_t before = sizeof(text) - 1 + sizeof(head), n = before + sizeof(float) * P * S * G * K;
    char *bytes = sahut_alloc(n, 1);
    float *means = sahut_alloc((size_t)P * S * G * K, sizeof(*means));
    add_means(t, prior, means);
    memcpy(bytes, text, sizeof(text) - 1);
    memcpy(bytes + sizeof(text) - 1, head, sizeof(head));
    memcpy(bytes + before, means, n - before);
    int err = sahut_file_replace(path, bytes, n, 0600, NULL, NULL);
    free(means);
    free(bytes);
    return err;
}

static void set_mixture(const struct tied *t, int senone, int s, float prior, uint8_t *bytes)
{
    double all = 0;
    for (int g = 0; g < G; g++)
        all += (double)t->weights[senone][s][g];
    for (int g = 0; g < G; g++) {
        double before = (double)(prior * t->weights[senone][s][g]) / all;
        double now =
            (before + (double)t->parts[senone][s][g]) / (double)(prior + t->frames[senone]);
        bytes[((size_t)s * G + (size_t)g) * (size_t)t->stored.senones + (size_t)senone] =
            gaussian_weight_byte(now);
    }
}

static int write_mixtures(const struct tied *t, float prior, const char *path)
{
    size_t n = (size_t)S * G * (size_t)t->stored.senones;
    uint8_t *file = sahut_alloc(t->stored.head_n + n, 1), *bytes = file + t->stored.head_n;
    memcpy(file, t->stored.head, t->stored.head_n);
    memcpy(bytes, t->stored.bytes, n);
    for (int i = 0; i < t->stored.senones; i++)
        for (int s = 0; s < S && t->frames[i] > 0; s++)
            set_mixture(t, i, s, prior, bytes);
    int err = sahut_file_replace(path, file, t->stored.head_n + n, 0600, NULL, NULL);
    free(file);
    return err;
}

int tied_write(const struct tied *t, const struct tied_weights *prior, const char *means,
               const char *sendump, struct sahut_why *why)
{
    int err = write_means(t, prior->means, means);
    if (err)
        return sahut_why(why, err, "%s: %s", means, strerror(-err));
    err = write_mixtures(t, prior->weights, sendump);
    return err ? sahut_why(why, err, "%s: %s", sendump, strerror(-err)) : 0;
}
