// SPDX-License-Identifier: GPL-3.0-or-later
#include "voice_pitch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hear/sorting.h"
#include "sahut/text.h"

#define WINDOW   (WAKE_RATE / 20)
#define HOP      (WAKE_RATE / 100)
#define SHORTEST (WAKE_RATE / 350)
#define LONGEST  (WAKE_RATE / 70)
#define CLIP     0.3f /* of the loudest sample */
#define PERIODIC 0.5f
#define CLEARLY  0.05f /* a longer period must be so much better: not twice the right one */
#define LOUD     0.1f  /* of the loudest window's energy */

static float *without_hum_and_hiss(const struct sound *s)
{
    float *x = sahut_alloc(s->n, sizeof(*x));
    memcpy(x, s->x, s->n * sizeof(*x));
    for (int i = 0; i < 2; i++) {
        wake_filter(x, s->n, FILTER_HIGH_PASS, 70, 0, 0.7);
        wake_filter(x, s->n, FILTER_LOW_PASS, 900, 0, 0.7);
    }
    return x;
}

static float energy_of(const float *x)
{
    float sum = 0;
    for (int i = 0; i < WINDOW; i++)
        sum += x[i] * x[i];
    return sum;
}

static void clip_centre(const float *x, float out[WINDOW])
{
    float most = 0;
    for (int i = 0; i < WINDOW; i++)
        most = fmaxf(most, fabsf(x[i]));
    for (int i = 0; i < WINDOW; i++)
        out[i] = copysignf(fmaxf(fabsf(x[i]) - CLIP * most, 0), x[i]);
}

/* 0: not periodic. */
static float pitch_of(const float *x)
{
    float c[WINDOW], likeness[LONGEST + 2] = {0}, best = PERIODIC - CLEARLY;
    int period = 0;
    clip_centre(x, c);
    float all = energy_of(c) / WINDOW;
    for (int lag = SHORTEST - 1; lag <= LONGEST + 1 && all > 0; lag++) {
        for (int i = 0; i + lag < WINDOW; i++)
            likeness[lag] += c[i] * c[i + lag];
        likeness[lag] /= all * (float)(WINDOW - lag);
    }
    for (int lag = SHORTEST; lag <= LONGEST; lag++)
        if (likeness[lag] > likeness[lag - 1] && likeness[lag] >= likeness[lag + 1] &&
            likeness[lag] > best + CLEARLY) {
            best = likeness[lag];
            period = lag;
        }
    return period ? (float)WAKE_RATE / (float)period : 0;
}

float voice_pitch(const struct sound *s)
{
    if (s->n < WINDOW)
        return 0;
    float *x = without_hum_and_hiss(s), loudest = 0;
    float *found = sahut_alloc(s->n / HOP + 1, sizeof(*found));
    size_t n = 0;
    for (size_t at = 0; at + WINDOW <= s->n; at += HOP)
        loudest = fmaxf(loudest, energy_of(x + at));
    for (size_t at = 0; at + WINDOW <= s->n; at += HOP) {
        float pitch = energy_of(x + at) > LOUD * loudest ? pitch_of(x + at) : 0;
        if (pitch > 0)
            found[n++] = pitch;
    }
    sort_floats(found, n);
    float middle = n ? found[n / 2] : 0;
    free(found);
    free(x);
    return middle;
}
