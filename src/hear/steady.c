// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/steady.h"

#include <math.h>

#include "hear/sorting.h"

#define SMOOTH     5 /* frames */
#define LEAST      10
#define FIRST_BAND 2 /* below, a room rumbles whatever it sounds like */

static float spread_of_band(const float (*log_mels)[FRONT_BANDS], int b, int n, float *scratch)
{
    for (int t = 0; t < n; t++) {
        scratch[t] = 0;
        for (int k = 0; k < SMOOTH; k++)
            scratch[t] += log_mels[t + k][b] / SMOOTH;
    }
    sort_floats(scratch, (size_t)n);
    return scratch[n * 25 / 100] - scratch[n * 5 / 100];
}

float steady_spread(const float (*log_mels)[FRONT_BANDS], int frames, float *scratch)
{
    int n = frames - (SMOOTH - 1);
    float sum = 0;
    if (n < LEAST)
        return INFINITY;
    for (int b = FIRST_BAND; b < FRONT_BANDS; b++)
        sum += spread_of_band(log_mels, b, n, scratch);
    return sum / (FRONT_BANDS - FIRST_BAND) / FRONT_LN_OF_DB;
}
