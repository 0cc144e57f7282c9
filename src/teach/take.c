// SPDX-License-Identifier: GPL-3.0-or-later
/* Is a recording of a phrase good enough to learn from? */
#include <math.h>
#include <stdlib.h>

#include "sahut/teach.h"
#include "sahut/text.h"
#include "train/wake.h"

#define STEP       320 /* 20 ms */
#define FULL       32700
#define CLIPPED    60 /* samples at full scale that are no accident */
#define QUIET_DB   (-45.0)
#define SILENT_DB  (-60.0)
#define CONTRAST   12.0
#define SHORTEST_S 0.25
#define LONGEST_S  1.5

const char *sahut_take_advice(enum sahut_take take)
{
    static const char *const advice[] = {
        [SAHUT_TAKE_FINE] = "fine",
        [SAHUT_TAKE_SILENT] = "nothing was heard; is it the right microphone, and is it on?",
        [SAHUT_TAKE_QUIET] = "it is too quiet; come nearer, or raise the microphone's level",
        [SAHUT_TAKE_CLIPPED] = "it is cut off at full scale; go away a little, or lower the "
                               "microphone's level",
        [SAHUT_TAKE_NOISY] = "the room is too loud; make it quieter, or come nearer",
        [SAHUT_TAKE_SHORT] = "it is too short; say the whole phrase",
        [SAHUT_TAKE_LONG] = "it is too long; say the phrase alone and without a pause (at most 1.5 "
                            "s)",
    };
    return advice[take];
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct levels {
    double loud, quiet; /* dB of full scale: the loudest 20 ms, and what a tenth is below of */
};

static struct levels levels_of(const int16_t *pcm, size_t n)
{
    size_t steps = n / STEP;
    double *db = sahut_alloc(steps, sizeof(*db));
    for (size_t i = 0; i < steps; i++) {
        double sum = 1e-3, mean = 0;
        for (size_t k = 0; k < STEP; k++)
            mean += (double)pcm[i * STEP + k] / STEP;
        for (size_t k = 0; k < STEP; k++)
            sum += pow((double)pcm[i * STEP + k] - mean, 2);
        db[i] = 10 * log10(sum / STEP / (32768.0 * 32768.0));
    }
    qsort(db, steps, sizeof(*db), by_value);
    struct levels l = {db[steps - 1], db[steps / 10]};
    free(db);
    return l;
}

static int clipped(const int16_t *pcm, size_t n)
{
    int count = 0;
    for (size_t i = 1; i < n; i++)
        count += abs(pcm[i]) >= FULL && abs(pcm[i - 1]) >= FULL;
    return count;
}

enum sahut_take sahut_take_check(const int16_t *pcm, size_t n)
{
    if (n < (size_t)(SHORTEST_S * WAKE_RATE))
        return SAHUT_TAKE_SHORT;
    struct levels l = levels_of(pcm, n);
    if (l.loud < SILENT_DB)
        return SAHUT_TAKE_SILENT;
    if (clipped(pcm, n) >= CLIPPED)
        return SAHUT_TAKE_CLIPPED;
    if (l.loud < QUIET_DB)
        return SAHUT_TAKE_QUIET;
    struct recording r = {.sound = {sahut_alloc(n, sizeof(float)), n}};
    for (size_t i = 0; i < n; i++)
        r.sound.x[i] = (float)pcm[i] / 32768;
    wake_locate(&r);
    sound_free(&r.sound);
    double seconds = (double)(r.end - r.begin) / WAKE_RATE;
    if (seconds < SHORTEST_S)
        return SAHUT_TAKE_SHORT;
    if (l.loud - l.quiet < CONTRAST)
        return SAHUT_TAKE_NOISY;
    if (seconds > LONGEST_S)
        return SAHUT_TAKE_LONG;
    return SAHUT_TAKE_FINE;
}
