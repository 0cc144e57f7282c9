// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/gaussian_model.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "sahut/text.h"

#define VALUES         (GAUSSIAN_PHONES * GAUSSIAN_STREAMS * GAUSSIANS * FRONT_CEPSTRA)
#define VARIANCE_FLOOR 1e-4f /* -varfloor */
/* A weight w is stored as -log(w) to the base 1.0001, shifted right by 10 bits. */
#define MIXTURE_STEP 0.1024f

static FILE *open_part(const char *folder, const char *name, struct sahut_why *why)
{
    char path[600];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *f = fopen(path, "rbe");
    if (!f)
        sahut_why(why, -errno, "%s: %s", path, strerror(errno));
    return f;
}

/* [phone][stream][Gaussian][13], after a text header, five counts, three lengths and a total. */
static float *read_parameters(const char *folder, const char *name, struct sahut_why *why)
{
    FILE *f = open_part(folder, name, why);
    if (!f)
        return NULL;
    char line[200];
    while (fgets(line, sizeof(line), f) && !strstr(line, "endhdr"))
        ;
    int32_t head[8] = {0};
    float *out = sahut_alloc(VALUES, sizeof(*out));
    bool good = fread(head, sizeof(*head), 8, f) == 8 && head[1] == GAUSSIAN_PHONES &&
                head[2] == GAUSSIAN_STREAMS && head[3] == GAUSSIANS && head[7] == VALUES &&
                fread(out, sizeof(*out), VALUES, f) == VALUES;
    fclose(f);
    if (good)
        return out;
    free(out);
    sahut_why(why, -EINVAL, "%s/%s: not a phonetically tied model of 42 phones", folder, name);
    return NULL;
}

static int32_t number_at(const uint8_t *bytes, size_t at)
{
    int32_t out;
    memcpy(&out, bytes + at, sizeof(out));
    return out;
}

/* Strings that tell what it is, each behind its length, and a length of 0; then the shape. */
static bool read_head(const uint8_t *file, size_t n, struct gaussian_mixtures *m)
{
    size_t at = 0;
    int32_t length = 1;
    while (length > 0 && length < 1000 && at + 12 <= n) {
        length = number_at(file, at);
        at += sizeof(length) + (size_t)(length > 0 ? length : 0);
    }
    if (length != 0 || at + 8 > n || number_at(file, at) != GAUSSIANS)
        return false;
    m->senones = number_at(file, at + 4);
    m->head = file;
    m->head_n = at + 8;
    m->bytes = file + m->head_n;
    return m->senones >= 3 * GAUSSIAN_PHONES && m->senones <= UINT16_MAX &&
           n - m->head_n >= (size_t)GAUSSIAN_STREAMS * GAUSSIANS * (size_t)m->senones;
}

int gaussian_mixtures_read(const char *folder, struct gaussian_mixtures *out, struct sahut_why *why)
{
    *out = (struct gaussian_mixtures){0};
    FILE *f = open_part(folder, "sendump", why);
    if (!f)
        return -ENOENT;
    struct stat st;
    void *map = MAP_FAILED;
    if (fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
        map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fileno(f), 0);
    fclose(f);
    bool good = map != MAP_FAILED && read_head(map, (size_t)st.st_size, out);
    if (good) {
        out->mapped = (size_t)st.st_size;
        return 0;
    }
    if (map != MAP_FAILED)
        munmap(map, (size_t)st.st_size);
    *out = (struct gaussian_mixtures){0};
    return sahut_why(why, -EINVAL, "%s/sendump: not one of 8 bits", folder);
}

void gaussian_mixtures_finish(struct gaussian_mixtures *m)
{
    if (m->mapped)
        munmap((void *)(uintptr_t)m->head, m->mapped);
    *m = (struct gaussian_mixtures){0};
}

float gaussian_weight(uint8_t byte)
{
    return expf(-MIXTURE_STEP * byte);
}

uint8_t gaussian_weight_byte(double weight)
{
    double steps = -log(weight + 1e-30) / (double)MIXTURE_STEP;
    return (uint8_t)lround(fmin(fmax(steps, 0), 255));
}

/* e^x for x <= 0, to 1e-5: a vector's worth at once. */
static inline float exponential(float x)
{
    float y = fmaxf(x, -80) * 1.44269504f, whole = floorf(y), f = y - whole;
    float p = 1 + f * (0.693147f +
                       f * (0.240227f + f * (0.0555041f + f * (0.00961813f + f * 0.00133336f))));
    union {
        int i;
        float f;
    } scale = {.i = ((int)whole + 127) << 23};
    return p * scale.f;
}

float gaussian_dot(const float *a, const float *b)
{
    float sum[16] = {0}, all = 0;
    for (int i = 0; i < GAUSSIANS; i += 16)
        for (int k = 0; k < 16; k++)
            sum[k] += a[i + k] * b[i + k];
    for (int k = 0; k < 16; k++)
        all += sum[k];
    return all;
}

static float greatest(const float *a)
{
    float most[16], all = a[0];
    memcpy(most, a, sizeof(most));
    for (int i = 16; i < GAUSSIANS; i += 16)
        for (int k = 0; k < 16; k++)
            most[k] = a[i + k] > most[k] ? a[i + k] : most[k];
    for (int k = 0; k < 16; k++)
        all = most[k] > all ? most[k] : all;
    return all;
}

void gaussian_logarithms(const struct gaussian_model *m, int phone, int stream, const float *x,
                         float out[GAUSSIANS])
{
    memcpy(out, m->norm[phone][stream], GAUSSIANS * sizeof(*out));
    for (int d = 0; d < FRONT_CEPSTRA; d++) {
        const float *mean = m->mean[phone][stream][d], *half = m->half[phone][stream][d];
        for (int i = 0; i < GAUSSIANS; i++) {
            float far = x[d] - mean[i];
            out[i] -= far * far * half[i];
        }
    }
}

float gaussian_densities(const struct gaussian_model *m, int phone, int stream, const float *x,
                         float out[GAUSSIANS])
{
    float log_density[GAUSSIANS];
    gaussian_logarithms(m, phone, stream, x, log_density);
    float best = greatest(log_density);
    for (int i = 0; i < GAUSSIANS; i++)
        out[i] = exponential(log_density[i] - best);
    return best;
}

static void set_gaussians(struct gaussian_model *m, const float *mean, const float *variance)
{
    for (int p = 0; p < GAUSSIAN_PHONES; p++)
        for (int s = 0; s < GAUSSIAN_STREAMS; s++)
            for (int g = 0; g < GAUSSIANS; g++) {
                m->norm[p][s][g] = 0;
                for (int d = 0; d < FRONT_CEPSTRA; d++) {
                    float v = fmaxf(*variance++, VARIANCE_FLOOR);
                    m->mean[p][s][d][g] = *mean++;
                    m->half[p][s][d][g] = 0.5f / v;
                    m->norm[p][s][g] -= 0.5f * logf(2 * (float)M_PI * v);
                }
            }
}

/* The phones' own states come first. */
static void set_mixtures(struct gaussian_model *m, const struct gaussian_mixtures *mixtures)
{
    for (int i = 0; i < 3 * GAUSSIAN_PHONES; i++)
        for (int s = 0; s < GAUSSIAN_STREAMS; s++)
            for (int g = 0; g < GAUSSIANS; g++)
                m->mixture[i][s][g] = gaussian_weight(*gaussian_byte(mixtures, s, g, i));
}

int gaussian_model_read(const char *folder, const char *adapted, struct gaussian_model *m,
                        struct sahut_why *why)
{
    const char *heard = adapted ? adapted : folder;
    float *mean = read_parameters(heard, "means", why);
    float *variance = mean ? read_parameters(folder, "variances", why) : NULL;
    struct gaussian_mixtures mixtures = {0};
    int err = mean && variance ? gaussian_mixtures_read(heard, &mixtures, why) : -EINVAL;
    if (!err) {
        set_gaussians(m, mean, variance);
        set_mixtures(m, &mixtures);
    }
    gaussian_mixtures_finish(&mixtures);
    free(mean);
    free(variance);
    return err;
}
