// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/voicing.h"

#include <math.h>
#include <stdlib.h>

#include "sahut/text.h"

#define DECIMATE 4    /* 4 kHz are enough for a pitch and its first harmonics */
#define BOX      8    /* samples that are averaged for one: below -4 dB from 1 kHz on */
#define BELOW    0.1f /* one-pole high pass at 64 Hz */
#define HOP      40   /* 10 ms */
#define WINDOW   128  /* 32 ms */
#define SHORTEST 10   /* 400 Hz */
#define LONGEST  57   /* 70 Hz */
#define PERIODIC 0.6f
#define CLEARLY  0.05f /* a much longer period must be so much better: not twice the right one */

static float *slow(const int16_t *pcm, size_t n)
{
    float *out = sahut_alloc(n, sizeof(*out)), low = 0;
    for (size_t i = 0; i < n; i++) {
        float sum = 0;
        for (int k = 0; k < BOX; k++)
            sum += (float)pcm[i * DECIMATE + (size_t)k];
        low += BELOW * (sum - low);
        out[i] = sum - low;
    }
    return out;
}

/* Normalised cross-correlation (D. Talkin, "A robust algorithm for pitch tracking", 1995). */
static float likeness(const float *x, int lag)
{
    float both = 0, one = 1, other = 1;
    for (int i = 0; i < WINDOW; i++) {
        both += x[i] * x[i + lag];
        one += x[i] * x[i];
        other += x[i + lag] * x[i + lag];
    }
    return both / sqrtf(one * other);
}

/* In samples; 0: none. */
static int period_of(const float *x)
{
    float best = 0;
    int period = 0;
    for (int lag = SHORTEST; lag <= LONGEST; lag++) {
        float c = likeness(x, lag);
        if (c > best + (period && 2 * lag > 3 * period ? CLEARLY : 0)) {
            best = c;
            period = lag;
        }
    }
    return best > PERIODIC ? period : 0;
}

int voicing_longest(const int16_t *pcm, size_t n)
{
    const size_t span = WINDOW + LONGEST;
    n = n > BOX ? (n - BOX) / DECIMATE : 0;
    float *x = slow(pcm, n);
    int longest = 0, run = 0, before = 0;
    for (size_t at = 0; at + span <= n; at += HOP) {
        int period = period_of(x + at);
        run = !period ? 0 : before && abs(period - before) <= 1 + before / 16 ? run + 1 : 1;
        longest = run > longest ? run : longest;
        before = period;
    }
    free(x);
    return longest;
}
