// SPDX-License-Identifier: GPL-3.0-or-later
/* What is left of an utterance's cepstra when the means are out. */
#include "hear/means.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define FRAMES 40
#define NEARLY 1e-4

static const struct {
    const char *what;
    int frames;
    float usual;
    double share; /* of the distance between an utterance and people that stays */
} cases[] = {
    {"its own means alone", 40, 0, 0},
    {"one frame", 1, 0, 0},
    {"as much of people as of it", 40, 40, 0.5},
    {"a word", 10, 30, 0.75},
};

/* Two utterances, each always the same: what stays of them is as far apart as the usual means let
 * it be; how loud they are never stays. */
static void short_words_keep_some(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        float one[FRAMES][FRONT_CEPSTRA], other[FRAMES][FRONT_CEPSTRA];
        for (int t = 0; t < FRAMES; t++)
            for (int d = 0; d < FRONT_CEPSTRA; d++) {
                one[t][d] = 3;
                other[t][d] = 3 + 8;
            }
        means_take_out(one, cases[i].frames, cases[i].usual);
        means_take_out(other, cases[i].frames, cases[i].usual);
        for (int d = 0; d < FRONT_CEPSTRA; d++) {
            double apart = (double)(other[0][d] - one[0][d]);
            double wanted = d == 0 ? 0 : 8 * cases[i].share;
            if (apart < wanted - NEARLY || apart > wanted + NEARLY)
                fail_msg("%s, value %d: %g apart, not %g", cases[i].what, d, apart, wanted);
        }
    }
}

static void what_changes_stays(void **state)
{
    (void)state;
    float c[2][FRONT_CEPSTRA] = {{0}, {0}};
    for (int d = 0; d < FRONT_CEPSTRA; d++)
        c[1][d] = 6;
    means_take_out(c, 2, 0);
    for (int d = 0; d < FRONT_CEPSTRA; d++) {
        assert_float_equal(c[0][d], -3, NEARLY);
        assert_float_equal(c[1][d], 3, NEARLY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_words_keep_some),
        cmocka_unit_test(what_changes_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
