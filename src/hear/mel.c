// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/mel.h"

#include <math.h>
#include <string.h>

#define RATE         16000
#define HALF         (MEL_FFT / 2)
#define LOW_HZ       100.0
#define HIGH_HZ      7200.0
#define PRE_EMPHASIS 0.97f
#define FLOOR        2000.0f /* power of a sound that no microphone has less of */

static double mel_of(double hz)
{
    return 1127 * log(1 + hz / 700);
}

static double hz_of(double mel)
{
    return 700 * (exp(mel / 1127) - 1);
}

static void init_bands(struct mel *m)
{
    double low = mel_of(LOW_HZ), step = (mel_of(HIGH_HZ) - low) / (MEL_BANDS + 1);
    uint16_t at = 0;
    for (int b = 0; b < MEL_BANDS; b++) {
        double left = hz_of(low + step * b), middle = hz_of(low + step * (b + 1)),
               right = hz_of(low + step * (b + 2));
        m->at[b] = at;
        m->first[b] = m->count[b] = 0;
        for (int k = 0; k <= HALF; k++) {
            double hz = (double)k * RATE / MEL_FFT;
            double w =
                hz <= middle ? (hz - left) / (middle - left) : (right - hz) / (right - middle);
            if (w <= 0)
                continue;
            if (m->count[b]++ == 0)
                m->first[b] = (uint16_t)k;
            m->weights[at++] = (float)w;
        }
    }
}

void mel_init(struct mel *m)
{
    memset(m, 0, sizeof(*m));
    for (int i = 0; i < MEL_WINDOW; i++)
        m->window[i] = (float)(0.54 - 0.46 * cos(2 * M_PI * i / (MEL_WINDOW - 1)));
    for (int i = 0; i < HALF; i++) {
        m->cos[i] = (float)cos(2 * M_PI * i / MEL_FFT);
        m->sin[i] = (float)-sin(2 * M_PI * i / MEL_FFT);
        int reversed = 0;
        for (int bit = 0; bit < 8; bit++)
            reversed |= (i >> bit & 1) << (7 - bit);
        m->reversed[i] = (uint16_t)reversed;
    }
    /* of the stage with `half` pairs: from index `half` on */
    for (int half = 1, stride = MEL_FFT / 2; half < HALF; half *= 2, stride /= 2)
        for (int k = 0; k < half; k++) {
            m->stage_cos[half + k] = m->cos[k * stride];
            m->stage_sin[half + k] = m->sin[k * stride];
        }
    init_bands(m);
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
static void transform(const struct mel *m, float *restrict re, float *restrict im)
{
    for (int i = 0; i < HALF; i += 2) {
        float a = re[i + 1], b = im[i + 1];
        re[i + 1] = re[i] - a;
        im[i + 1] = im[i] - b;
        re[i] += a;
        im[i] += b;
    }
    for (int half = 2; half < HALF; half *= 2) {
        const float *c = m->stage_cos + half, *s = m->stage_sin + half;
        for (int i = 0; i < HALF; i += 2 * half)
            butterflies(c, s, half, re + i, im + i, re + i + half, im + i + half);
    }
}

/* Power spectrum of one window: a real transform as a complex one of half the length. */
static void add_power(const struct mel *m, const int16_t *pcm, float power[HALF + 1])
{
    float x[MEL_FFT] = {0}, re[HALF], im[HALF];
    x[0] = (float)pcm[0] * m->window[0];
    for (int i = 1; i < MEL_WINDOW; i++)
        x[i] = ((float)pcm[i] - PRE_EMPHASIS * (float)pcm[i - 1]) * m->window[i];
    for (int i = 0; i < HALF; i++) {
        re[i] = x[2 * m->reversed[i]];
        im[i] = x[2 * m->reversed[i] + 1];
    }
    transform(m, re, im);
    power[0] += (re[0] + im[0]) * (re[0] + im[0]);
    power[HALF] += (re[0] - im[0]) * (re[0] - im[0]);
    for (int k = 1; k < HALF; k++) {
        float even_re = 0.5f * (re[k] + re[HALF - k]), even_im = 0.5f * (im[k] - im[HALF - k]);
        float odd_re = 0.5f * (im[k] + im[HALF - k]), odd_im = 0.5f * (re[HALF - k] - re[k]);
        float a = even_re + odd_re * m->cos[k] - odd_im * m->sin[k];
        float b = even_im + odd_re * m->sin[k] + odd_im * m->cos[k];
        power[k] += a * a + b * b;
    }
}

void mel_frame(const struct mel *m, const int16_t *pcm, float out[MEL_BANDS])
{
    float power[HALF + 1] = {0};
    add_power(m, pcm, power);
    add_power(m, pcm + MEL_SPAN - MEL_WINDOW, power);
    for (int b = 0; b < MEL_BANDS; b++) {
        const float *w = m->weights + m->at[b], *p = power + m->first[b];
        float sum = 0;
        for (int k = 0; k < m->count[b]; k++)
            sum += w[k] * p[k];
        out[b] = logf(FLOOR + 0.5f * sum);
    }
}
