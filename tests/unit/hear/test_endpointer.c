// SPDX-License-Identifier: GPL-3.0-or-later
/* Ends of speech in seconds against what was put there. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hear/endpointer.h"
#include "hear/level.h"

#define RATE 16000

/* A piece of a test signal: noise, or noise with a voice-like tone that waxes and wanes. */
struct piece {
    double seconds, noise_rms, tone_rms;
};

static int16_t *render(const struct piece *pieces, size_t *n)
{
    int16_t *pcm = NULL;
    uint32_t state = 3;
    *n = 0;
    for (const struct piece *p = pieces; p->seconds > 0; p++) {
        size_t count = (size_t)(p->seconds * RATE);
        pcm = realloc(pcm, (*n + count) * sizeof(*pcm));
        for (size_t i = 0; i < count; i++) {
            state = state * 1664525u + 1013904223u;
            double noise = ((double)(state >> 8) / (1 << 24) - 0.5) * 3.46 * p->noise_rms;
            double syllable = 0.5 - 0.5 * cos(2 * M_PI * 4 * (double)i / RATE);
            double tone = sin(2 * M_PI * 2000 * (double)i / RATE) * 1.41 * p->tone_rms * syllable;
            pcm[*n + i] = (int16_t)lrint(noise + tone);
        }
        *n += count;
    }
    return pcm;
}

struct row {
    const char *name;
    struct piece pieces[8];
    double begin_s, end_s; /* of the speech; 0: none is there */
};

static const struct row rows[] = {
    {"speech in a quiet room", {{2, 10, 0}, {1.5, 10, 2000}, {2, 10, 0}}, 2, 3.5},
    {"speech in noise 12 dB below", {{3, 300, 0}, {1.5, 300, 2000}, {2, 300, 0}}, 3, 4.5},
    {"speech in digital silence", {{1, 0, 0}, {1, 0, 1000}, {2, 0, 0}}, 1, 2},
    {"speech from the first sample", {{1.2, 10, 2000}, {2, 10, 0}}, 0.01, 1.2},
    {"faint speech", {{2, 3, 0}, {1, 3, 60}, {2, 3, 0}}, 2, 3},
    {"a pause of half a second stays inside",
     {{2, 10, 0}, {1, 10, 2000}, {0.5, 10, 0}, {1, 10, 2000}, {2, 10, 0}},
     2,
     4.5},
    {"a door slams", {{2, 10, 0}, {0.05, 8000, 0}, {2, 10, 0}}, 0, 0},
    {"only noise", {{5, 800, 0}}, 0, 0},
    {"only zeros", {{5, 0, 0}}, 0, 0},
    {"dither only", {{5, 1, 0}}, 0, 0},
};

/* Loud noise from the very first sample may be speech that had begun before, so it opens an
 * utterance, which must be over within 2 s and does not count. */
static void find(const int16_t *pcm, size_t n, double *begin_s, double *end_s, int *utterances,
                 bool warm_up)
{
    struct endpointer e;
    endpointer_init(&e);
    *begin_s = *end_s = 0;
    *utterances = 0;
    for (size_t i = 0; i + LEVEL_FRAME <= n; i += LEVEL_FRAME) {
        enum endpoint p = endpointer_step(&e, pcm + i, 35);
        double now = (double)(i + LEVEL_FRAME) / RATE;
        if (p == ENDPOINT_BEGIN && (*utterances)++ == 0)
            *begin_s = now;
        if (p == ENDPOINT_END)
            *end_s = now;
        if (p == ENDPOINT_END && *begin_s < 0.2 && now < 2 && warm_up)
            *utterances = 0;
    }
}

static void ends_are_where_speech_ends(void **state)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct row *r = &rows[i];
        size_t n;
        int16_t *pcm = render(r->pieces, &n);
        double begin, end;
        int utterances;
        find(pcm, n, &begin, &end, &utterances, r->pieces[0].noise_rms > 100);
        free(pcm);
        print_message("# %s: %.2f-%.2f s, %d\n", r->name, begin, end, utterances);
        assert_int_equal(utterances, r->end_s > 0);
        if (r->end_s == 0)
            continue;
        assert_true(begin > r->begin_s && begin < r->begin_s + 0.25);
        assert_true(end > r->end_s + 0.55 && end < r->end_s + 0.85);
    }
}

/* A vacuum cleaner is switched on and stays on: what it began ends within 4 s. */
static void steady_noise_does_not_keep_it_open(void **state)
{
    const struct piece pieces[] = {{3, 10, 0}, {8, 1500, 0}, {0, 0, 0}};
    size_t n;
    int16_t *pcm = render(pieces, &n);
    double begin, end;
    int utterances;
    find(pcm, n, &begin, &end, &utterances, false);
    free(pcm);
    assert_int_equal(utterances, 1);
    assert_true(end > begin && end < 7);
}

static void whole_recordings_are_cut_to_their_speech(void **state)
{
    const struct piece pieces[] = {{1, 20, 0}, {1, 20, 2000}, {1.5, 20, 0}, {0, 0, 0}};
    size_t n, begin, end;
    int16_t *pcm = render(pieces, &n);
    level_speech(pcm, n, &begin, &end);
    assert_true(begin >= (size_t)(0.6 * RATE) && begin <= (size_t)(0.85 * RATE));
    assert_true(end >= (size_t)(2.1 * RATE) && end <= (size_t)(2.4 * RATE));
    memset(pcm, 0, n * sizeof(*pcm));
    level_speech(pcm, n, &begin, &end);
    assert_int_equal(begin, 0);
    assert_int_equal(end, n);
    level_speech(pcm, 0, &begin, &end);
    assert_int_equal(end, 0);
    free(pcm);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_are_where_speech_ends),
        cmocka_unit_test(steady_noise_does_not_keep_it_open),
        cmocka_unit_test(whole_recordings_are_cut_to_their_speech),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
