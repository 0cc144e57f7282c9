// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/spectrum.h"

#include <math.h>
#include <string.h>

#define HALF (SPECTRUM_SAMPLES / 2)

void spectrum_init(struct spectrum *s)
{
    memset(s, 0, sizeof(*s));
    for (int i = 0; i < HALF; i++) {
        s->cos[i] = (float)cos(2 * M_PI * i / SPECTRUM_SAMPLES);
        s->sin[i] = (float)-sin(2 * M_PI * i / SPECTRUM_SAMPLES);
        int reversed = 0;
        for (int bit = 0; bit < 8; bit++)
            reversed |= (i >> bit & 1) << (7 - bit);
        s->reversed[i] = (uint16_t)reversed;
    }
    /* of the stage with `half` pairs: from index `half` on */
    for (int half = 1, stride = SPECTRUM_SAMPLES / 2; half < HALF; half *= 2, stride /= 2)
        for (int k = 0; k < half; k++) {
            s->stage_cos[half + k] = s->cos[k * stride];
            s->stage_sin[half + k] = s->sin[k * stride];
        }
}

static void butterflies(const float *restrict c, const float *restrict s, int n,
                        float *restrict p_re, float *restrict p_im, float *restrict q_re,
                        float *restrict q_im)
{
    for (int k = 0; k < n; k++) {
        float a = q_re[k] * c[k] - q_im[k] * s[k], b = q_re[k] * s[k] + q_im[k] * c[k];
        q_re[k] = p_re[k] - a;
        q_im[k] = p_im[k] - b;
        p_re[k] += a;
        p_im[k] += b;
    }
}

/* In place, HALF complex points, in the order of reversed bits. */
static void transform(const struct spectrum *s, float *restrict re, float *restrict im)
{
    for (int i = 0; i < HALF; i += 2) {
        float a = re[i + 1], b = im[i + 1];
        re[i + 1] = re[i] - a;
        im[i + 1] = im[i] - b;
        re[i] += a;
        im[i] += b;
    }
    for (int half = 2; half < HALF; half *= 2) {
        const float *c = s->stage_cos + half, *d = s->stage_sin + half;
        for (int i = 0; i < HALF; i += 2 * half)
            butterflies(c, d, half, re + i, im + i, re + i + half, im + i + half);
    }
}

/* A real transform as a complex one of half the length. */
void spectrum_add(const struct spectrum *s, const float x[SPECTRUM_SAMPLES],
                  float power[SPECTRUM_BINS])
{
    float re[HALF], im[HALF];
    for (int i = 0; i < HALF; i++) {
        re[i] = x[2 * s->reversed[i]];
        im[i] = x[2 * s->reversed[i] + 1];
    }
    transform(s, re, im);
    power[0] += (re[0] + im[0]) * (re[0] + im[0]);
    power[HALF] += (re[0] - im[0]) * (re[0] - im[0]);
    for (int k = 1; k < HALF; k++) {
        float even_re = 0.5f * (re[k] + re[HALF - k]), even_im = 0.5f * (im[k] - im[HALF - k]);
        float odd_re = 0.5f * (im[k] + im[HALF - k]), odd_im = 0.5f * (re[HALF - k] - re[k]);
        float a = even_re + odd_re * s->cos[k] - odd_im * s->sin[k];
        float b = even_im + odd_re * s->sin[k] + odd_im * s->cos[k];
        power[k] += a * a + b * b;
    }
}
