// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/level.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hear/sorting.h"
#include "sahut/text.h"

#define PRE_EMPHASIS 0.95f
#define ABOVE_DB     9.0f
#define AT_MOST      0.45f
#define MARGIN       15 /* frames */
#define IN_A_ROW     4

float level_frame_db(const int16_t *pcm, size_t n, int16_t *previous)
{
    float sum = 0, last = *previous;
    for (size_t i = 0; i < n; i++) {
        float x = (float)pcm[i] - PRE_EMPHASIS * last;
        last = pcm[i];
        sum += x * x;
    }
    *previous = n ? pcm[n - 1] : *previous;
    return 10.0f * log10f((sum + 1.0f) / (float)(n ? n : 1));
}

static float threshold_db(const float *db, size_t frames)
{
    float *sorted = sahut_alloc(frames, sizeof(*sorted));
    memcpy(sorted, db, frames * sizeof(*sorted));
    sort_floats(sorted, frames);
    float quiet = sorted[frames / 10], loud = sorted[frames * 97 / 100];
    free(sorted);
    return quiet + fminf(ABOVE_DB, AT_MOST * (loud - quiet));
}

void level_speech(const int16_t *pcm, size_t n, size_t *begin, size_t *end)
{
    *begin = 0;
    *end = n;
    size_t frames = n / LEVEL_FRAME;
    if (frames == 0)
        return;
    float *db = sahut_alloc(frames, sizeof(*db));
    int16_t previous = 0;
    for (size_t i = 0; i < frames; i++)
        db[i] = level_frame_db(pcm + i * LEVEL_FRAME, LEVEL_FRAME, &previous);
    float threshold = threshold_db(db, frames);
    size_t first = frames, last = 0, run = 0;
    for (size_t i = 0; i < frames; i++) {
        run = db[i] > threshold ? run + 1 : 0;
        if (run < IN_A_ROW)
            continue;
        if (first == frames)
            first = i + 1 - IN_A_ROW;
        last = i;
    }
    free(db);
    if (first == frames)
        return;
    *begin = first > MARGIN ? (first - MARGIN) * LEVEL_FRAME : 0;
    size_t stop = (last + 1 + MARGIN) * LEVEL_FRAME;
    *end = stop < n ? stop : n;
}
