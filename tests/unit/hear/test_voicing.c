// SPDX-License-Identifier: GPL-3.0-or-later
/* What has a pitch that stays, and what has none. */
#include "hear/voicing.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { RATE = 16000, SECOND = RATE };

struct swing {
    const char *what;
    double hz, end_hz; /* the pitch at the beginning and at the end; 0: none */
    double noise;      /* of full scale */
    double decay_s;    /* 0: it goes on */
    int least, most;   /* frames */
};

static const struct swing swings[] = {
    {"silence", 0, 0, 0, 0, 0, 0},
    {"hiss", 0, 0, 0.2, 0, 0, 3},
    {"a bang", 0, 0, 0.5, 0.05, 0, 3},
    {"a man", 110, 110, 0.01, 0, 90, 100},
    {"a woman's rising tone", 180, 240, 0.01, 0, 90, 100},
    {"a child in noise", 300, 290, 0.05, 0, 20, 100},
    {"a short vowel", 140, 130, 0.001, 0.03, 10, 100},
};

static void fill(const struct swing *s, int16_t *pcm)
{
    double phase = 0;
    srand(7);
    for (int i = 0; i < SECOND; i++) {
        double t = (double)i / RATE, hz = s->hz + (s->end_hz - s->hz) * t,
               loud = s->decay_s > 0 ? exp(-t / s->decay_s) : 1,
               hiss = s->noise * (2.0 * rand() / RAND_MAX - 1), sum = 0;
        phase += 2 * M_PI * hz / RATE;
        for (int h = 1; h <= 8 && s->hz > 0; h++)
            sum += sin(h * phase) / h;
        pcm[i] = (int16_t)lrint(32000 * fmax(-1, fmin(1, loud * (0.2 * sum + hiss))));
    }
}

static void a_pitch_is_held(void **state)
{
    int16_t pcm[SECOND];
    for (size_t i = 0; i < sizeof(swings) / sizeof(swings[0]); i++) {
        fill(&swings[i], pcm);
        int held = voicing_longest(pcm, SECOND);
        if (held < swings[i].least || held > swings[i].most)
            fail_msg("%s: held for %d frames", swings[i].what, held);
    }
}

static void a_moment_tells_nothing(void **state)
{
    const int16_t pcm[700] = {0};
    for (size_t n = 0; n <= 700; n += 50)
        assert_int_equal(voicing_longest(pcm, n), 0);
}

static void one_that_jumps_is_not(void **state)
{
    int16_t pcm[SECOND];
    for (int i = 0; i < SECOND; i++) {
        int hz = i / (RATE / 25) % 2 ? 100 : 240; /* 40 ms each */
        pcm[i] = i * hz / RATE * RATE / hz == i || i % (RATE / hz) < 20 ? 12000 : -1000;
    }
    assert_in_range(voicing_longest(pcm, SECOND), 0, 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pitch_is_held),
        cmocka_unit_test(a_moment_tells_nothing),
        cmocka_unit_test(one_that_jumps_is_not),
    };
    return cmocka_run_group_tests_name("voicing", tests, NULL, NULL);
}
