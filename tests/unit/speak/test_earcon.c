// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "speak/earcon.h"

static int peak(const int16_t *pcm, size_t n)
{
    int most = 0;
    for (size_t i = 0; i < n; i++)
        most = abs(pcm[i]) > most ? abs(pcm[i]) : most;
    return most;
}

static void tones_are_short_soft_and_without_clicks(void **state)
{
    static const struct {
        enum sahut_earcon earcon;
        int ms, peak;
    } rows[] = {{SAHUT_EARCON_LISTENING, 120, 8231},
                {SAHUT_EARCON_NOT_UNDERSTOOD, 210, 8231},
                {SAHUT_EARCON_DONE, 120, 4125}};
    for (size_t i = 0; i < 3; i++) {
        int16_t pcm[EARCON_MAX];
        size_t n = earcon_render(rows[i].earcon, 100, pcm);
        assert_in_range(n, SAHUT_VOICE_RATE * rows[i].ms / 1000 - 2,
                        SAHUT_VOICE_RATE * rows[i].ms / 1000 + 2);
        assert_in_range(peak(pcm, n), rows[i].peak * 99 / 100, rows[i].peak);
        assert_int_equal(pcm[0], 0);
        assert_int_equal(pcm[n - 1], 0);
        assert_true(peak(pcm, 20) < rows[i].peak / 50);
        assert_true(peak(pcm + n - 20, 20) < rows[i].peak / 50);
        double sum = 0;
        for (size_t k = 0; k < n; k++)
            sum += pcm[k];
        assert_true(fabs(sum / (double)n) < 3); // DC below -80 dBFS
        // The steepest slope of its highest note, 1175 Hz; a click is steeper.
        for (size_t k = 1; k < n; k++)
            assert_true(abs(pcm[k] - pcm[k - 1]) <= rows[i].peak * 0.34);
    }
}

// Crossings of zero per second, halved.
static double hz(const int16_t *pcm, size_t n)
{
    size_t crossings = 0;
    for (size_t i = 1; i < n; i++)
        crossings += (pcm[i] >= 0) != (pcm[i - 1] >= 0);
    return (double)crossings * SAHUT_VOICE_RATE / (double)n / 2;
}

static void listening_rises_and_not_understood_falls(void **state)
{
    int16_t pcm[EARCON_MAX];
    size_t n = earcon_render(SAHUT_EARCON_LISTENING, 100, pcm);
    assert_true(hz(pcm + n * 2 / 3, n / 4) > 1.2 * hz(pcm + n / 20, n / 4));
    n = earcon_render(SAHUT_EARCON_NOT_UNDERSTOOD, 100, pcm);
    assert_true(hz(pcm + n * 2 / 3, n / 4) < 0.8 * hz(pcm + n / 20, n / 4));
}

static void volume_is_linear(void **state)
{
    int16_t pcm[EARCON_MAX];
    int full = peak(pcm, earcon_render(SAHUT_EARCON_DONE, 100, pcm));
    int half = peak(pcm, earcon_render(SAHUT_EARCON_DONE, 50, pcm));
    assert_in_range(half * 2, full - 2, full + 2);
    assert_int_equal(peak(pcm, earcon_render(SAHUT_EARCON_DONE, 0, pcm)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tones_are_short_soft_and_without_clicks),
        cmocka_unit_test(listening_rises_and_not_understood_falls),
        cmocka_unit_test(volume_is_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
