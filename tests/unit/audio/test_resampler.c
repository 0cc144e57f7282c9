// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/audio.h"
#include "sound.h"

static const unsigned rates[] = {8000,  11025, 12000, 16000, 22050, 24000,
                                 32000, 44100, 48000, 96000, 192000};
#define RATES (sizeof(rates) / sizeof(rates[0]))

/* One second of `shape`, the delay skipped and flushed as the header says; `step` is how much goes
 * in at a time. Returns `to` samples. */
static int16_t *convert(unsigned from, unsigned to, sound_shape *shape, size_t step)
{
    struct sahut_resampler *r;
    assert_int_equal(sahut_resampler_new(from, to, &r), 0);
    size_t skip = sahut_resampler_delay(r), want = skip + to, got = 0, fed = 0;
    int16_t *out = calloc(want, sizeof(*out)), *in = calloc(step, sizeof(*in));
    while (got < want) {
        for (size_t i = 0; i < step; i++)
            in[i] = fed + i < from ? (int16_t)lrint(shape(fed + i, from) * 32767) : 0;
        size_t in_n = step, out_n = want - got;
        sahut_resampler_run(r, in, &in_n, out + got, &out_n);
        assert_true(in_n > 0 || out_n > 0);
        fed += in_n;
        got += out_n;
    }
    memmove(out, out + skip, to * sizeof(*out));
    sahut_resampler_free(r);
    free(in);
    return out;
}

static void test_tone_keeps_pitch_and_level(void **state)
{
    for (size_t i = 0; i < RATES * RATES; i++) {
        unsigned from = rates[i / RATES], to = rates[i % RATES];
        int16_t *out = convert(from, to, sound_tone, 777);
        struct sound_measure m = sound_measure(out, to, to);
        if (fabs(m.hz - 1000) > 0.05 || fabs(sound_db(m.amplitude / 0.5)) > 0.1)
            fail_msg("%u to %u Hz: %.3f Hz, amplitude %.4f", from, to, m.hz, m.amplitude);
        free(out);
    }
}

static void test_click_stays_in_its_place(void **state)
{
    for (size_t i = 0; i < RATES * RATES; i++) {
        unsigned from = rates[i / RATES], to = rates[i % RATES];
        int16_t *out = convert(from, to, sound_click, 1000);
        double expected = (double)(from / 2) / from * to;
        double at = (double)sound_loudest(out, to);
        if (fabs(at - expected) > 0.5 + 1e-6)
            fail_msg("%u to %u Hz: click at %.0f, not %.2f", from, to, at, expected);
        free(out);
    }
}

static void test_treble_does_not_fold_back(void **state)
{
    struct sahut_resampler *r;
    assert_int_equal(sahut_resampler_new(48000, 16000, &r), 0);
    static int16_t in[48000], out[16000];
    for (int i = 0; i < 48000; i++)
        in[i] = (int16_t)lrint(16000 * sin(2 * M_PI * 15000 * i / 48000)); /* would be 1 kHz */
    size_t in_n = 48000, out_n = 16000;
    sahut_resampler_run(r, in, &in_n, out, &out_n);
    assert_true(sound_measure(out, out_n, 16000).amplitude < 0.5 / 1000);
    sahut_resampler_free(r);
}

static void test_size_of_pieces_makes_no_difference(void **state)
{
    static const size_t steps[] = {1, 7, 160, 1023, 44100};
    int16_t *whole = convert(44100, 16000, sound_tone, 100000);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        int16_t *pieces = convert(44100, 16000, sound_tone, steps[i]);
        assert_memory_equal(whole, pieces, 16000 * sizeof(*whole));
        free(pieces);
    }
    free(whole);
}

static void test_full_scale_does_not_wrap(void **state)
{
    struct sahut_resampler *r;
    static int16_t in[4800], out[1600];
    assert_int_equal(sahut_resampler_new(48000, 16000, &r), 0);
    for (int i = 0; i < 4800; i++)
        in[i] = i / 2400 ? INT16_MIN : INT16_MAX;
    size_t in_n = 4800, out_n = 1600, delay = sahut_resampler_delay(r);
    sahut_resampler_run(r, in, &in_n, out, &out_n);
    for (size_t i = 2 * delay; i < 800 + delay - 20; i++)
        assert_true(out[i] > 30000);
    for (size_t i = 800 + delay + 20; i < out_n; i++)
        assert_true(out[i] < -30000);
    sahut_resampler_free(r);
}

static void test_same_rate_is_a_copy(void **state)
{
    struct sahut_resampler *r;
    assert_int_equal(sahut_resampler_new(16000, 16000, &r), 0);
    assert_int_equal(sahut_resampler_delay(r), 0);
    int16_t in[] = {1, INT16_MIN, INT16_MAX, 4}, out[3];
    size_t in_n = 4, out_n = 3;
    sahut_resampler_run(r, in, &in_n, out, &out_n);
    assert_int_equal(in_n, 3);
    assert_int_equal(out_n, 3);
    assert_memory_equal(in, out, sizeof(out));
    sahut_resampler_free(r);
}

static void test_rate_of_zero_is_refused(void **state)
{
    struct sahut_resampler *r = (struct sahut_resampler *)state;
    assert_int_equal(sahut_resampler_new(0, 16000, &r), -EINVAL);
    assert_int_equal(sahut_resampler_new(16000, 0, &r), -EINVAL);
    assert_ptr_equal(r, state);
    sahut_resampler_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tone_keeps_pitch_and_level),
        cmocka_unit_test(test_click_stays_in_its_place),
        cmocka_unit_test(test_treble_does_not_fold_back),
        cmocka_unit_test(test_size_of_pieces_makes_no_difference),
        cmocka_unit_test(test_full_scale_does_not_wrap),
        cmocka_unit_test(test_same_rate_is_a_copy),
        cmocka_unit_test(test_rate_of_zero_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
