// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sahut/voice.h"
#include "speak/clip.h"

#define SECOND 16000

// 440 Hz of peak `amplitude` on a pedestal of `dc`, silent in the second half.
static void make_tone(int16_t *pcm, size_t n, double amplitude, double dc)
{
    for (size_t i = 0; i < n; i++) {
        double sine = i < n / 2 ? sin(2 * M_PI * 440 * (double)i / SECOND) : 0;
        pcm[i] = (int16_t)lrint(fmax(-32768, fmin(32767, dc + amplitude * sine)));
    }
}

static void quiet_speech_is_raised_within_limits(void **state)
{
    static const struct {
        double amplitude, dc, least_db, most_db;
    } rows[] = {
        {0, 0, 0, 0},                               // silence stays
        {0, 3000, 0, 0},                            // DC is no sound
        {10, 0, 0, 0},                              // hiss below -60 dBFS
        {100, 0, 23.9, 24.1},                       // -53 dBFS: limited
        {1000, 0, 14, 17},                          // -33 dBFS
        {1000, 2000, 14, 17}, {30000, 0, -18, -14}, // loud is lowered
    };
    static int16_t pcm[SECOND];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        make_tone(pcm, SECOND, rows[i].amplitude, rows[i].dc);
        double db = 20 * log10(clip_gain(pcm, SECOND));
        if (db < rows[i].least_db - 1e-9 || db > rows[i].most_db + 1e-9)
            print_error("row %zu: %.2f dB\n", i, db);
        assert_true(db >= rows[i].least_db - 1e-9 && db <= rows[i].most_db + 1e-9);
    }
    assert_true(clip_gain(pcm, 0) == 1.0);
}

static void peaks_hold_the_gain_down_but_single_clicks_do_not(void **state)
{
    static int16_t pcm[SECOND];
    make_tone(pcm, SECOND, 500, 0);
    double gain = clip_gain(pcm, SECOND);
    pcm[100] = 32767;
    assert_true(clip_gain(pcm, SECOND) > 0.99 * gain);
    for (size_t i = 0; i < SECOND; i += 200)
        pcm[i] = 32767;
    assert_true(clip_gain(pcm, SECOND) <= 1.0);
}

struct heard {
    size_t n, most;
    int16_t pcm[3 * SAHUT_VOICE_RATE];
};

static bool hear(void *ctx, const int16_t *pcm, size_t n)
{
    struct heard *h = ctx;
    assert_true(h->n + n <= sizeof h->pcm / sizeof *h->pcm);
    for (size_t i = 0; i < n; i++)
        h->pcm[h->n++] = pcm[i];
    return h->n < h->most;
}

static void play(const int16_t *pcm, size_t n, double gain, struct heard *h)
{
    struct sahut_resampler *r = NULL;
    assert_int_equal(sahut_resampler_new(SAHUT_HEAR_RATE, SAHUT_VOICE_RATE, &r), 0);
    clip_play(r, pcm, n, gain, hear, h);
    sahut_resampler_free(r);
}

static void a_clip_keeps_its_length_place_and_level(void **state)
{
    static const size_t lengths[] = {0, 1, 2, 319, 320, 321, 1000, SECOND, SECOND + 7, 2 * SECOND};
    static int16_t pcm[2 * SECOND];
    static struct heard h;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        h = (struct heard){.most = SIZE_MAX};
        play(pcm, lengths[i], 1, &h);
        assert_int_equal(h.n, (lengths[i] * SAHUT_VOICE_RATE + 8000) / 16000);
    }
    // A tone in the middle second half: there and nowhere else, at its level.
    for (size_t i = SECOND / 2; i < SECOND; i++)
        pcm[i] = (int16_t)lrint(4000 * sin(2 * M_PI * 440 * (double)i / SECOND));
    h = (struct heard){.most = SIZE_MAX};
    play(pcm, SECOND + SECOND / 2, 2, &h);
    double inside = 0, outside = 0;
    for (size_t i = 0; i < h.n; i++) {
        double at = (double)i / SAHUT_VOICE_RATE, square = (double)h.pcm[i] * h.pcm[i];
        if (at > 0.505 && at < 0.995)
            inside += square;
        else if (at < 0.495 || at > 1.005)
            outside += square;
    }
    assert_true(fabs(sqrt(inside / (0.49 * SAHUT_VOICE_RATE)) - 8000 / sqrt(2)) < 60);
    assert_true(outside < inside * 1e-4);
}

static void ends_are_faded_and_too_loud_is_limited(void **state)
{
    static int16_t pcm[SECOND];
    static struct heard h;
    for (size_t i = 0; i < SECOND; i++)
        pcm[i] = 10000;
    h = (struct heard){.most = SIZE_MAX};
    play(pcm, SECOND, 1, &h);
    assert_true(abs(h.pcm[0]) < 100 && abs(h.pcm[h.n - 1]) < 100);
    for (size_t i = 1; i < h.n; i++)
        assert_true(abs(h.pcm[i] - h.pcm[i - 1]) < 300);
    h = (struct heard){.most = SIZE_MAX};
    play(pcm, SECOND, 16, &h);
    assert_true(h.pcm[h.n / 2] > 32000);
}

static void a_listener_can_stop_it(void **state)
{
    static int16_t pcm[SECOND];
    static struct heard h;
    h = (struct heard){.most = 2000};
    play(pcm, SECOND, 1, &h);
    assert_in_range(h.n, 2000, 2000 + 640);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quiet_speech_is_raised_within_limits),
        cmocka_unit_test(peaks_hold_the_gain_down_but_single_clicks_do_not),
        cmocka_unit_test(a_clip_keeps_its_length_place_and_level),
        cmocka_unit_test(ends_are_faded_and_too_loud_is_limited),
        cmocka_unit_test(a_listener_can_stop_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
