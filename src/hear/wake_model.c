// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/wake_model.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hear/little_endian.h"
#include "sahut/text.h"

#define FIRST_LINE  "sahut wake 1\n"
#define SECOND_LINE "second look\n"
#define TAKES_LINE  "recordings %d\n"
#define LINE        400

const double wake_model_rates[WAKE_MODEL_POINTS] = {0.2, 0.5, 1, 2, 5};
static const double sensitivities[WAKE_MODEL_POINTS] = {25, 50, 65, 80, 100};
/* What sensitivity 0 asks for above the first threshold. */
#define STRICTEST 2.0f

struct layer {
    float *weights, *bias;
    size_t inputs, outputs;
};
#define LAYERS 5

static void layers_of(struct wake_net *n, struct layer out[LAYERS])
{
    const struct layer all[LAYERS] = {
        {n->w1[0], n->b1, (size_t)NET_K1 * MEL_BANDS, NET_C},
        {n->w2[0], n->b2, (size_t)NET_K2 * NET_C, NET_C},
        {n->w3[0], n->b3, (size_t)NET_K3 * NET_C, NET_C},
        {n->w4[0], n->b4, (size_t)NET_T3 * NET_C, NET_H},
        {n->w5[0], n->b5, NET_H, WAKE_NET_PHRASES},
    };
    memcpy(out, all, sizeof(all));
}

static float scale_of(const struct layer *l, size_t output)
{
    float most = 1e-9f;
    for (size_t j = 0; j < l->inputs; j++)
        most = fmaxf(most, fabsf(l->weights[j * l->outputs + output]));
    return most / 127;
}

void wake_model_round(struct wake_model *m)
{
    for (int i = 0; i < m->n_nets; i++) {
        struct layer layers[LAYERS];
        layers_of(&m->nets[i], layers);
        for (int k = 0; k < LAYERS; k++)
            for (size_t o = 0; o < layers[k].outputs; o++) {
                float scale = scale_of(&layers[k], o);
                for (size_t j = 0; j < layers[k].inputs; j++) {
                    float *w = &layers[k].weights[j * layers[k].outputs + o];
                    *w = roundf(*w / scale) * scale;
                }
            }
    }
}

static void put_layer(FILE *f, const struct layer *l)
{
    float scales[NET_H];
    for (size_t o = 0; o < l->outputs; o++) {
        scales[o] = scale_of(l, o);
        put_f32(f, scales[o]);
        put_f32(f, l->bias[o]);
    }
    for (size_t i = 0; i < l->inputs * l->outputs; i++)
        fputc((int)lrintf(l->weights[i] / scales[i % l->outputs]) & 255, f);
}

static void put_header(FILE *f, const struct wake_model *m)
{
    fprintf(f, FIRST_LINE "networks %d\n%s", m->n_nets, m->second_look ? SECOND_LINE : "");
    for (int k = 0; k < m->n_phrases; k++) {
        const struct wake_model_phrase *p = &m->phrases[k];
        fprintf(f, "phrase %.2f", p->seconds);
        for (int i = 0; i < WAKE_MODEL_POINTS; i++)
            fprintf(f, " %.3f", (double)p->thresholds[i]);
        fprintf(f, " %s\n", p->name);
    }
    if (m->likeness.n)
        fprintf(f, TAKES_LINE, m->likeness.n);
    for (const char *line = m->card; *line;) {
        size_t n = strcspn(line, "\n");
        fprintf(f, "note %.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
    fputs("weights\n", f);
}

int wake_model_write(const char *path, const struct wake_model *m, struct sahut_why *why)
{
    FILE *f = fopen(path, "wbe");
    if (!f)
        return sahut_why(why, -errno, "%s: %s", path, strerror(errno));
    put_header(f, m);
    for (int i = 0; i < m->n_nets; i++) {
        struct wake_net net = m->nets[i];
        struct layer layers[LAYERS];
        layers_of(&net, layers);
        for (int k = 0; k < LAYERS; k++)
            put_layer(f, &layers[k]);
    }
    if (m->likeness.n)
        likeness_write(&m->likeness, f);
    bool bad = fflush(f) || ferror(f) || fsync(fileno(f));
    int err = bad ? errno : 0;
    if (fclose(f) && !bad)
        bad = true, err = errno;
    if (bad)
        return sahut_why(why, err ? -err : -EIO, "%s: cannot be written: %s", path,
                         strerror(err ? err : EIO));
    return 0;
}

static bool get_layer(FILE *f, const struct layer *l)
{
    float scales[NET_H];
    for (size_t o = 0; o < l->outputs; o++)
        if (!get_f32(f, &scales[o]) || !get_f32(f, &l->bias[o]))
            return false;
    for (size_t i = 0; i < l->inputs * l->outputs; i++) {
        int c = fgetc(f);
        if (c == EOF)
            return false;
        l->weights[i] = (float)(signed char)c * scales[i % l->outputs];
    }
    return true;
}

static bool get_phrase(const char *line, struct wake_model *m)
{
    if (m->n_phrases == WAKE_NET_PHRASES)
        return false;
    struct wake_model_phrase *p = &m->phrases[m->n_phrases++];
    float *t = p->thresholds;
    return sscanf(line, "%lf %f %f %f %f %f %47[^\n]", &p->seconds, &t[0], &t[1], &t[2], &t[3],
                  &t[4], p->name) == 7;
}

static bool get_header(FILE *f, struct wake_model *m)
{
    char line[LINE];
    if (!fgets(line, sizeof(line), f) || strcmp(line, FIRST_LINE) != 0)
        return false;
    while (fgets(line, sizeof(line), f)) {
        size_t used = strlen(m->card);
        if (strcmp(line, "weights\n") == 0)
            return m->n_nets > 0 && m->n_nets <= WAKE_SPOT_NETS && m->n_phrases > 0;
        if (strcmp(line, SECOND_LINE) == 0)
            m->second_look = true;
        if (sscanf(line, "networks %d", &m->n_nets) == 1 ||
            sscanf(line, TAKES_LINE, &m->likeness.n) == 1)
            continue;
        if (strncmp(line, "phrase ", 7) == 0 && !get_phrase(line + 7, m))
            return false;
        if (strncmp(line, "note ", 5) == 0)
            snprintf(m->card + used, sizeof(m->card) - used, "%s", line + 5);
    }
    return false;
}

static bool get_weights(FILE *f, struct wake_model *m)
{
    for (int i = 0; i < m->n_nets; i++) {
        struct layer layers[LAYERS];
        layers_of(&m->nets[i], layers);
        for (int k = 0; k < LAYERS; k++)
            if (!get_layer(f, &layers[k]))
                return false;
    }
    int takes = m->likeness.n;
    return (takes == 0 || likeness_read(&m->likeness, takes, f)) && fgetc(f) == EOF;
}

int wake_model_read(const char *path, struct wake_model **out, struct sahut_why *why)
{
    FILE *f = fopen(path, "rbe");
    if (!f)
        return sahut_why(why, -errno, "wake model %s: %s", path, strerror(errno));
    struct wake_model *m = sahut_alloc(1, sizeof(*m));
    bool good = get_header(f, m) && get_weights(f, m);
    fclose(f);
    if (!good) {
        free(m);
        return sahut_why(why, -EINVAL, "wake model %s: not one of this version, or cut short",
                         path);
    }
    *out = m;
    return 0;
}

int wake_model_find(const struct wake_model *m, const char *phrase)
{
    for (int k = 0; k < m->n_phrases; k++)
        if (strcmp(m->phrases[k].name, phrase) == 0)
            return k;
    return -1;
}

static float threshold_of(const struct wake_model_phrase *p, double sensitivity)
{
    double s0 = 0, t0 = (double)(p->thresholds[0] + STRICTEST);
    for (int i = 0; i < WAKE_MODEL_POINTS; i++) {
        double s1 = sensitivities[i], t1 = (double)p->thresholds[i];
        if (sensitivity <= s1)
            return (float)(t0 + (t1 - t0) * (sensitivity - s0) / (s1 - s0));
        s0 = s1, t0 = t1;
    }
    return (float)t0;
}

/* Thresholds rise about evenly with the logarithm of the rate: each of several models gets its
 * share of the false alarms by that slope. */
float wake_model_threshold(const struct wake_model_phrase *p, double sensitivity, int models)
{
    float all = p->thresholds[0] - p->thresholds[WAKE_MODEL_POINTS - 1];
    double octaves = log(wake_model_rates[WAKE_MODEL_POINTS - 1] / wake_model_rates[0]);
    return threshold_of(p, sensitivity) + all * (float)(log(models) / octaves);
}

double wake_model_sensitivity(const struct wake_model_phrase *p, float score, int models)
{
    double low = 0, high = 100;
    if (score < wake_model_threshold(p, high, models))
        return WAKE_NEVER;
    for (int i = 0; i < 12; i++) {
        double middle = (low + high) / 2;
        *(score < wake_model_threshold(p, middle, models) ? &low : &high) = middle;
    }
    return high;
}

double wake_model_rate(double sensitivity)
{
    double s0 = 0, r0 = log(wake_model_rates[0] / 4);
    for (int i = 0; i < WAKE_MODEL_POINTS; i++) {
        double s1 = sensitivities[i], r1 = log(wake_model_rates[i]);
        if (sensitivity <= s1)
            return exp(r0 + (r1 - r0) * (sensitivity - s0) / (s1 - s0));
        s0 = s1, r0 = r1;
    }
    return exp(r0);
}
