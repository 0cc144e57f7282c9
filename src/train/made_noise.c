// SPDX-License-Identifier: GPL-3.0-or-later
/* Noise for those who have no recordings of any: a board at home has the user's room and this. */
#include <math.h>
#include <stdlib.h>

#include "sahut/text.h"
#include "train/wake.h"

#define SECONDS         12
#define PIECES          16
#define TEXTURE_SECONDS 5
#define BANDS           8
#define STEP            80 /* samples between two levels */

/* Broad noise through random filters, its loudness drifting: fans, water, traffic. */
static void rush(struct dice *d, float *x, size_t n)
{
    float low = 0, lower = 0, tilt = dice_real(d), loud = 1, drift = dice_between(d, 0, 0.002f);
    for (size_t i = 0; i < n; i++) {
        float white = dice_normal(d);
        low += 0.2f * (white - low);
        lower += 0.02f * (white - lower);
        if (i % 160 == 0)
            loud = fmaxf(0.2f, fminf(2, loud + 40 * drift * dice_normal(d)));
        x[i] = loud * (tilt * white * 0.3f + (1 - tilt) * (low + 3 * lower));
    }
    for (int k = 0; k < 2; k++)
        wake_filter(x, n, FILTER_PEAK, dice_between(d, 150, 5000), dice_between(d, -10, 14),
                    dice_between(d, 0.7f, 3));
}

/* A motor: harmonics of the mains or of a slow turn. */
static void hum(struct dice *d, float *x, size_t n)
{
    float base = dice_next(d) % 2 ? 50 : dice_between(d, 30, 180);
    for (int h = 1; h < 30; h++) {
        float a = dice_real(d) / (float)h, phase = dice_between(d, 0, 6.28f);
        float w = 2 * (float)M_PI * base * (float)h / WAKE_RATE;
        for (size_t i = 0; i < n; i++)
            x[i] += a * sinf(phase + w * (float)i);
    }
}

/* Dishes: decaying inharmonic tones with a bang at their beginning. */
static void clatter(struct dice *d, float *x, size_t n)
{
    size_t bangs = SECONDS * (1 + dice_next(d) % 4);
    for (size_t b = 0; b < bangs; b++) {
        size_t at = dice_next(d) % n;
        float decay = dice_between(d, 0.02f, 0.2f) * WAKE_RATE, loud = dice_between(d, 0.5f, 4);
        float w[5], a[5];
        for (int k = 0; k < 5; k++) {
            w[k] = 2 * (float)M_PI * dice_between(d, 600, 7000) / WAKE_RATE;
            a[k] = loud * dice_real(d);
        }
        for (size_t i = at; i < n && i < at + (size_t)(4 * decay); i++) {
            float t = (float)(i - at), fall = expf(-t / decay);
            float sum = t < 200 ? loud * dice_normal(d) : 0;
            for (int k = 0; k < 5; k++)
                sum += a[k] * sinf(w[k] * t);
            x[i] += fall * sum;
        }
    }
}

/* A level that comes and goes: a logarithm, of variance 1, remembering itself for `seconds`. */
struct tide {
    float keep, level;
};

static struct tide tide_new(struct dice *d, float shortest_s, float longest_s)
{
    float seconds = shortest_s * powf(longest_s / shortest_s, dice_real(d));
    return (struct tide){expf(-(float)STEP / WAKE_RATE / seconds), dice_normal(d)};
}

static float tide_next(struct tide *t, struct dice *d)
{
    t->level = t->keep * t->level + sqrtf(1 - t->keep * t->keep) * dice_normal(d);
    return t->level;
}

/* White noise in a band; what comes and goes with all bands is in `common`. */
static void add_band(struct dice *d, float hz, float level, float own, const float *common,
                     float *band, float *x, size_t n)
{
    struct tide t = tide_new(d, 0.02f, 2);
    for (size_t i = 0; i < n; i++)
        band[i] = dice_real(d) - 0.5f;
    wake_filter(band, n, FILTER_HIGH_PASS, (double)hz / 1.3, 0, 0.7);
    wake_filter(band, n, FILTER_LOW_PASS, (double)hz * 1.3, 0, 0.7);
    float loud = 0;
    for (size_t i = 0; i < n; i++) {
        if (i % STEP == 0)
            loud = expf(level + own * tide_next(&t, d) + common[i / STEP]);
        x[i] += loud * band[i];
    }
}

static void texture(struct dice *d, float *x, size_t n)
{
    static const float hz[BANDS] = {150, 300, 550, 950, 1600, 2600, 4000, 6000};
    float together = 1.2f * dice_real(d), own = 0.8f * dice_real(d),
          tilt = dice_between(d, -0.9f, 0), *common = sahut_alloc(n / STEP + 1, sizeof(*common)),
          *band = sahut_alloc(n, sizeof(*band));
    struct tide t = tide_new(d, 0.02f, 2);
    for (size_t i = 0; i <= n / STEP; i++)
        common[i] = together * tide_next(&t, d);
    for (int b = 0; b < BANDS; b++)
        add_band(d, hz[b], tilt * (float)b + 0.5f * dice_normal(d), own, common, band, x, n);
    free(common);
    free(band);
}

static float *new_piece(struct recordings *out, size_t n)
{
    struct recording *r = recordings_add(out);
    r->sound = (struct sound){sahut_alloc(n, sizeof(float)), n};
    return r->sound.x;
}

void noise_make_textures(struct dice *dice, int pieces, struct recordings *out)
{
    size_t n = (size_t)TEXTURE_SECONDS * WAKE_RATE;
    for (int i = 0; i < pieces; i++) {
        float *x = new_piece(out, n);
        texture(dice, x, n);
        if (i % 8 == 0)
            hum(dice, x, n);
    }
}

void noise_make(struct dice *dice, struct recordings *out)
{
    size_t n = (size_t)SECONDS * WAKE_RATE;
    for (int i = 0; i < PIECES; i++) {
        float *x = new_piece(out, n);
        rush(dice, x, n);
        if (i % 4 == 1)
            hum(dice, x, n);
        if (i % 4 >= 2)
            clatter(dice, x, n);
    }
}
