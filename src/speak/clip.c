// SPDX-License-Identifier: GPL-3.0-or-later
#include "speak/clip.h"

#include <math.h>
#include <stdlib.h>

#include "sahut/voice.h"

#define FRAME        320 // 20 ms of 16 kHz
#define SILENCE_DB   (-60)
#define LOUD_DB      (-18.0)
#define MOST_GAIN_DB 24.0
#define FADE         160 // 10 ms

// The level that a tenth of the frames reach, in whole dBFS. Not the loudest frame: that may be a
// door.
static int loud_level(const int16_t *pcm, size_t n)
{
    size_t frames = 0, at_db[100] = {0};
    for (size_t i = 0; i < n; i += FRAME, frames++) {
        size_t len = n - i < FRAME ? n - i : FRAME;
        double sum = 0, squares = 0;
        for (size_t k = i; k < i + len; k++) {
            sum += pcm[k];
            squares += (double)pcm[k] * pcm[k];
        }
        double mean = sum / (double)len; // microphones have DC, which is not loud
        double power = (squares / (double)len - mean * mean) / (32768.0 * 32768.0);
        double db = power > 1e-10 ? 10.0 * log10(power) : -99.0;
        at_db[db >= 0 ? 0 : (size_t)-floor(db) > 99 ? 99 : (size_t)-floor(db)]++;
    }
    size_t seen = 0;
    int level = 0;
    while (level < 99 && (seen += at_db[level]) * 10 < frames)
        level++;
    return -level;
}

// What 999 samples of 1000 stay below.
static double usual_peak(const int16_t *pcm, size_t n)
{
    size_t at[129] = {0}, above = 0;
    for (size_t i = 0; i < n; i++)
        at[abs(pcm[i]) >> 8]++;
    int bin = 128;
    while (bin > 0 && (above += at[bin]) * 1000 < n)
        bin--;
    return (bin + 1) * 256.0;
}

double clip_gain(const int16_t *pcm, size_t n)
{
    int level = n ? loud_level(pcm, n) : -99;
    if (level <= SILENCE_DB)
        return 1.0;
    double db = fmax(-MOST_GAIN_DB, fmin(MOST_GAIN_DB, LOUD_DB - level));
    return fmin(pow(10.0, db / 20.0), 32767.0 / usual_peak(pcm, n));
}

static int16_t louder(int16_t sample, double gain)
{
    double x = round(sample * gain);
    return (int16_t)(x > 32767 ? 32767 : x < -32768 ? -32768 : x);
}

static double fade(size_t i, size_t n)
{
    size_t edge = i < n - 1 - i ? i : n - 1 - i;
    return edge >= FADE ? 1.0 : 0.5 - 0.5 * cos(M_PI * (double)edge / FADE);
}

void clip_play(struct sahut_resampler *r, const int16_t *pcm, size_t n, double gain,
               clip_sound *sound, void *ctx)
{
    size_t skip = sahut_resampler_delay(r);
    size_t left =
        (size_t)(((uint64_t)n * SAHUT_VOICE_RATE + SAHUT_HEAR_RATE / 2) / SAHUT_HEAR_RATE);
    for (size_t at = 0; left;) {
        int16_t in[FRAME], out[2 * FRAME];
        for (size_t i = 0; i < FRAME; i++) // zeros after the end push the last samples out
            in[i] = at + i < n ? louder(pcm[at + i], gain * fade(at + i, n)) : 0;
        size_t taken = FRAME, given = sizeof out / sizeof *out;
        sahut_resampler_run(r, in, &taken, out, &given);
        at += taken;
        size_t dropped = given < skip ? given : skip;
        skip -= dropped;
        size_t use = given - dropped < left ? given - dropped : left;
        left -= use;
        if (use && !sound(ctx, out + dropped, use))
            return;
    }
}
