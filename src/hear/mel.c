// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/mel.h"

#include <math.h>
#include <string.h>

#define RATE         16000
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
        for (int k = 0; k < SPECTRUM_BINS; k++) {
            double hz = (double)k * RATE / SPECTRUM_SAMPLES;
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
    spectrum_init(&m->spectrum);
    for (int i = 0; i < MEL_WINDOW; i++)
        m->window[i] = (float)(0.54 - 0.46 * cos(2 * M_PI * i / (MEL_WINDOW - 1)));
    init_bands(m);
}

static void add_power(const struct mel *m, const int16_t *pcm, float power[SPECTRUM_BINS])
{
    float x[SPECTRUM_SAMPLES] = {0};
    x[0] = (float)pcm[0] * m->window[0];
    for (int i = 1; i < MEL_WINDOW; i++)
        x[i] = ((float)pcm[i] - PRE_EMPHASIS * (float)pcm[i - 1]) * m->window[i];
    spectrum_add(&m->spectrum, x, power);
}

void mel_frame(const struct mel *m, const int16_t *pcm, float out[MEL_BANDS])
{
    float power[SPECTRUM_BINS] = {0};
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
