// SPDX-License-Identifier: GPL-3.0-or-later
#include "speak/earcon.h"

#include <math.h>
#include <stdbool.h>

#define NOTES 2

struct note {
    double hz;
    int ms;    // 0: no note
    double db; // re full scale
};

// Rising says "go on", falling says "no"; intervals of a fourth, between the formants of speech.
static const struct note tunes[][NOTES] = {
    [SAHUT_EARCON_LISTENING] = {{880.0, 60, -12}, {1174.7, 60, -12}},
    [SAHUT_EARCON_NOT_UNDERSTOOD] = {{587.3, 90, -12}, {440.0, 120, -12}},
    [SAHUT_EARCON_DONE] = {{784.0, 120, -18}},
};

#define FADE_MS 12

// Raised cosine: no step and no kink, so no click.
static double fade(size_t i, size_t n)
{
    size_t edge = i < n - 1 - i ? i : n - 1 - i;
    size_t whole = SAHUT_VOICE_RATE * FADE_MS / 1000;
    return edge >= whole ? 1.0 : 0.5 - 0.5 * cos(M_PI * (double)edge / (double)whole);
}

size_t earcon_render(enum sahut_earcon earcon, int volume, int16_t out[EARCON_MAX])
{
    size_t at = 0;
    for (const struct note *note = tunes[earcon]; note < tunes[earcon] + NOTES; note++) {
        double peak = 32767.0 * pow(10.0, note->db / 20.0) * volume / 100.0;
        size_t n = (size_t)(SAHUT_VOICE_RATE * note->ms / 1000);
        for (size_t i = 0; i < n; i++) {
            double phase = 2.0 * M_PI * note->hz * (double)i / SAHUT_VOICE_RATE;
            out[at++] = (int16_t)lrint(peak * fade(i, n) * sin(phase));
        }
    }
    return at;
}

// Three rising notes a second, and a pause in which one can be heard.
void earcon_alarm(size_t from, int volume, int16_t *out, size_t n)
{
    static const double hz[] = {1046.5, 1318.5, 1568.0};
    const size_t second = SAHUT_VOICE_RATE, step = second / 5, length = step * 3 / 4;
    double peak = 32767.0 * pow(10.0, -9 / 20.0) * volume / 100.0;
    for (size_t i = 0; i < n; i++) {
        size_t at = (from + i) % second, note = at / step, in = at % step;
        bool sounds = note < 3 && in < length;
        double phase = sounds ? 2.0 * M_PI * hz[note] * (double)in / SAHUT_VOICE_RATE : 0;
        out[i] = (int16_t)(sounds ? lrint(peak * fade(in, length) * sin(phase)) : 0);
    }
}
