// SPDX-License-Identifier: GPL-3.0-or-later
/* Noise for those who have no recordings of any: a board at home has the user's room and this. */
#include <math.h>

#include "sahut/text.h"
#include "teach/teacher.h"

#define SECONDS 12
#define PIECES  16

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

void teach_make_noise(struct sahut_teacher *t)
{
    t->has_noise = true;
    for (int i = 0; i < PIECES; i++) {
        struct recording *r = recordings_add(&t->around.noise);
        r->sound = (struct sound){sahut_alloc((size_t)SECONDS * WAKE_RATE, sizeof(float)),
                                  (size_t)SECONDS * WAKE_RATE};
        rush(&t->dice, r->sound.x, r->sound.n);
        if (i % 4 == 1)
            hum(&t->dice, r->sound.x, r->sound.n);
        if (i % 4 >= 2)
            clatter(&t->dice, r->sound.x, r->sound.n);
    }
}
