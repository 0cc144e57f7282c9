// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/front.h"

#include <math.h>
#include <string.h>

#define BIN_HZ       31.25
#define LOW_HZ       130.0
#define HIGH_HZ      6800.0
#define PRE_EMPHASIS 0.97f
#define LIFTER       22

/* Of the noise removal, as sphinxbase has them (fe_noise.c). */
#define POWER_KEEP   0.7
#define NOISE_UP     0.995
#define NOISE_DOWN   0.5
#define PEAK_KEEP    0.85
#define PEAK_MASK    0.2
#define LEAST_GAIN   0.05
#define MOST_GAIN    20.0
#define SMOOTH_BANDS 4

static double mel_of(double hz)
{
    return 2595 * log10(1 + hz / 700);
}

static double hz_of(double mel)
{
    return 700 * (pow(10, mel / 2595) - 1);
}

static double corner(int i)
{
    double low = mel_of(LOW_HZ), step = (mel_of(HIGH_HZ) - low) / (FRONT_BANDS + 1);
    return floor(hz_of(low + i * step) / BIN_HZ + 0.5) * BIN_HZ;
}

static void init_bands(struct front *f)
{
    uint16_t at = 0;
    for (int b = 0; b < FRONT_BANDS; b++) {
        double left = corner(b), middle = corner(b + 1), right = corner(b + 2);
        double height = 2 / (right - left);
        f->at[b] = at;
        for (int k = 0; k < SPECTRUM_BINS; k++) {
            double hz = k * BIN_HZ;
            double w =
                hz <= middle ? (hz - left) / (middle - left) : (right - hz) / (right - middle);
            if (w <= 0)
                continue;
            if (f->count[b]++ == 0)
                f->first[b] = (uint16_t)k;
            f->weights[at++] = (float)(w * height);
        }
    }
}

void front_init(struct front *f)
{
    memset(f, 0, sizeof(*f));
    spectrum_init(&f->spectrum);
    for (int i = 0; i < FRONT_FRAME; i++)
        f->window[i] = (float)(0.54 - 0.46 * cos(2 * M_PI * i / (FRONT_FRAME - 1)));
    init_bands(f);
    for (int i = 0; i < FRONT_CEPSTRA; i++) {
        double scale = sqrt((i == 0 ? 1.0 : 2.0) / FRONT_BANDS);
        double lift = 1 + LIFTER / 2 * sin(i * M_PI / LIFTER);
        for (int b = 0; b < FRONT_BANDS; b++)
            f->cosines[i][b] = (float)(cos(M_PI / FRONT_BANDS * i * (b + 0.5)) * scale * lift);
    }
}

void front_powers(const struct front *f, const float x[1 + FRONT_FRAME], float out[FRONT_BANDS])
{
    float windowed[SPECTRUM_SAMPLES] = {0}, power[SPECTRUM_BINS] = {0};
    for (int i = 0; i < FRONT_FRAME; i++)
        windowed[i] = (x[i + 1] - PRE_EMPHASIS * x[i]) * f->window[i];
    spectrum_add(&f->spectrum, windowed, power);
    for (int b = 0; b < FRONT_BANDS; b++) {
        const float *w = f->weights + f->at[b], *p = power + f->first[b];
        float sum = 0;
        for (int k = 0; k < f->count[b]; k++)
            sum += w[k] * p[k];
        out[b] = sum;
    }
}

void front_cepstrum(const struct front *f, const float log_mels[FRONT_BANDS],
                    float out[FRONT_CEPSTRA])
{
    for (int i = 0; i < FRONT_CEPSTRA; i++) {
        float sum = 0;
        for (int b = 0; b < FRONT_BANDS; b++)
            sum += f->cosines[i][b] * log_mels[b];
        out[i] = sum;
    }
}

/* Follows `x` slowly upwards and fast downwards. */
static double follow_floor(double floor, double x)
{
    double keep = x >= floor ? NOISE_UP : NOISE_DOWN;
    return keep * floor + (1 - keep) * x;
}

/* A sudden drop after a peak is masked. */
static double mask(double *peak, double signal)
{
    double masked = signal;
    *peak *= PEAK_KEEP;
    if (signal < PEAK_KEEP * *peak)
        masked = *peak * PEAK_MASK;
    *peak = signal > *peak ? signal : *peak;
    return masked;
}

static void smooth(float powers[FRONT_BANDS], const double gain[FRONT_BANDS])
{
    for (int b = 0; b < FRONT_BANDS; b++) {
        int low = b > SMOOTH_BANDS ? b - SMOOTH_BANDS : 0;
        int high = b + SMOOTH_BANDS < FRONT_BANDS - 1 ? b + SMOOTH_BANDS : FRONT_BANDS - 1;
        double sum = 0;
        for (int k = low; k <= high; k++)
            sum += gain[k];
        powers[b] = (float)((double)powers[b] * sum / (high - low + 1));
    }
}

void front_noise_step(struct front_noise *n, float powers[FRONT_BANDS])
{
    double gain[FRONT_BANDS];
    for (int b = 0; b < FRONT_BANDS; b++) {
        double p = (double)powers[b];
        if (!n->begun) {
            n->power[b] = p;
            n->noise[b] = n->floor[b] = p / MOST_GAIN;
        }
        n->power[b] = POWER_KEEP * n->power[b] + (1 - POWER_KEEP) * p;
        n->noise[b] = follow_floor(n->noise[b], n->power[b]);
        double signal = fmax(n->power[b] - n->noise[b], 1);
        n->floor[b] = follow_floor(n->floor[b], signal);
        signal = fmax(mask(&n->peak[b], signal), n->floor[b]);
        gain[b] = signal < MOST_GAIN * n->power[b] ? signal / n->power[b] : MOST_GAIN;
        gain[b] = fmax(gain[b], LEAST_GAIN);
    }
    n->begun = true;
    smooth(powers, gain);
}
