// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/gaussians.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static int read_mixtures(const char *folder, struct gaussian_model *m, struct sahut_why *why)
{
    FILE *f = open_part(folder, "sendump", why);
    if (!f)
        return -ENOENT;
    int32_t length, shape[2] = {0};
    while (fread(&length, sizeof(length), 1, f) == 1 && length > 0 && length < 1000)
        fseek(f, length, SEEK_CUR);
    bool good = fread(shape, sizeof(*shape), 2, f) == 2 && shape[0] == GAUSSIANS &&
                shape[1] >= 3 * GAUSSIAN_PHONES;
    for (int s = 0; good && s < GAUSSIAN_STREAMS; s++)
        for (int g = 0; good && g < GAUSSIANS; g++) {
            uint8_t row[3 * GAUSSIAN_PHONES]; /* the phones' own states come first */
            good = fread(row, 1, sizeof(row), f) == sizeof(row);
            fseek(f, shape[1] - (long)sizeof(row), SEEK_CUR);
            for (int i = 0; i < 3 * GAUSSIAN_PHONES; i++)
                m->mixture[i][s][g] = expf(-MIXTURE_STEP * row[i]);
        }
    fclose(f);
    return good ? 0 : sahut_why(why, -EINVAL, "%s/sendump: not one of 8 bits", folder);
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

int gaussian_model_read(const char *folder, struct gaussian_model *m, struct sahut_why *why)
{
    float *mean = read_parameters(folder, "means", why);
    float *variance = mean ? read_parameters(folder, "variances", why) : NULL;
    int err = mean && variance ? read_mixtures(folder, m, why) : -EINVAL;
    if (!err)
        set_gaussians(m, mean, variance);
    free(mean);
    free(variance);
    return err;
}
