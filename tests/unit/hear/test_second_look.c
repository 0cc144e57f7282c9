// SPDX-License-Identifier: GPL-3.0-or-later
/* The second look: which peaks get one, and whether it tells the phrase from others, on speech of
 * flite's voices (synthetic). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hear/second_look.h"
#include "support/speech.h"

#define RATE       16000
#define MODEL      "/usr/share/pocketsphinx/model/en-us/en-us"
#define DICTIONARY "/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict"
#define MOST       24

struct peaks_case {
    const char *what;
    float scores[MOST]; /* 0 ends them */
    int n;              /* of the peaks that settle */
    float peaks[3];
    int at[3];  /* the look at which each does */
    float last; /* what is still waited for at the end; 0: nothing */
};

static const struct peaks_case peaks_cases[] = {
    {"nothing above what is asked", {-8, -7.9f, -7.6f, -7.5f, -8, -8, -8, -8, -8, -8}, 0, {0}, {0}, 0},
    {"one, five looks after its highest", {-8, 1, 4, 2, 1, -8, -8, -8, -8}, 1, {4}, {7}, 0},
    {"still rising at the end", {-8, -2, 1, 2, 3}, 0, {0}, {0}, 3},
    {"a higher one in time takes its place", {2, 1, 1, 1, 3, 1, 1, 1, 1, 1}, 1, {3}, {9}, 0},
    {"two", {2, -8, -8, -8, -8, -8, 1, -8, -8, -8, -8, -8}, 2, {2, 1}, {5, 11}, 0},
    {"a slope is one for each five looks",
     {5, 4, 3, 2, 1, 0.5f, 0.25f, -8, -8, -8, -8, -8},
     2,
     {5, 0.25f},
     {5, 11},
     0},
};

static void peaks_settle(void **state)
{
    for (size_t i = 0; i < sizeof(peaks_cases) / sizeof(peaks_cases[0]); i++) {
        const struct peaks_case *c = &peaks_cases[i];
        struct candidate candidate;
        float peak;
        int found = 0;
        print_message("# %s\n", c->what);
        candidate_begin(&candidate);
        for (int k = 0; k < MOST && c->scores[k] != 0; k++)
            if (candidate_look(&candidate, c->scores[k], &peak)) {
                assert_true(found < c->n);
                assert_true(peak == c->peaks[found]);
                assert_int_equal(k, c->at[found]);
                assert_int_equal(candidate.age, SECOND_LOOK_SETTLE);
                found++;
            }
        assert_int_equal(found, c->n);
        assert_int_equal(candidate_end(&candidate, &peak), c->last != 0);
        if (c->last != 0)
            assert_true(peak == c->last);
    }
}

static struct wake_config config_of(const char *phrase)
{
    static char models[500];
    snprintf(models, sizeof(models), "%s/models", getenv("SAHUT_DATADIR"));
    return (struct wake_config){
        .acoustic_model = MODEL, .dictionary = DICTIONARY, .phrase = phrase, .models = models};
}

static const struct likeness nobody; /* no recordings */

static float score_of(struct second_look *s, const char *voice, const char *text, double noise)
{
    struct speech speech = {0};
    speech_pause(&speech, 0.6, 3);
    assert_true(speech_add(&speech, voice, text));
    speech_pause(&speech, 0.2, 3);
    if (noise > 0)
        speech_noise(&speech, noise);
    size_t n = speech.n < SECOND_LOOK_WINDOW ? speech.n : SECOND_LOOK_WINDOW;
    float score = second_look_score(s, &nobody, 0, speech.pcm + speech.n - n, n);
    speech_finish(&speech);
    return score;
}

static void phrase_scores_above_what_is_like_it(void **state)
{
    static const char *const others[] = {"hey chicken", "what is the weather", "okay kids then"};
    static const char *const voices[] = {"slt", "rms"};
    struct second_look *s;
    struct wake_config config = config_of("hey kitchen");
    struct sahut_why why;
    int16_t *pcm;
    size_t n;
    if (!speech_say("slt", "hey", &pcm, &n))
        skip();
    free(pcm);
    assert_int_equal(second_look_new(&config, &s, &why), 0);
    for (size_t v = 0; v < 2; v++)
        for (int noisy = 0; noisy < 2; noisy++) {
            double noise = noisy ? 300 : 0;
            float right = score_of(s, voices[v], "hey kitchen", noise);
            for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
                float wrong = score_of(s, voices[v], others[i], noise);
                print_message("# %s: %.1f, '%s' %.1f\n", voices[v], (double)right, others[i],
                              (double)wrong);
                assert_true(right > wrong + 1);
            }
        }
    second_look_free(s);
}

static void what_is_no_speech_has_a_score(void **state)
{
    static int16_t zeros[SECOND_LOOK_WINDOW];
    struct second_look *s;
    struct wake_config config = config_of("hey kitchen");
    struct sahut_why why;
    assert_int_equal(second_look_new(&config, &s, &why), 0);
    static const size_t lengths[] = {0, 1, 160, 2000, SECOND_LOOK_WINDOW};
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        float score = second_look_score(s, &nobody, 2, zeros, lengths[i]);
        assert_true(isfinite(score));
        assert_true(score <= 2);
    }
    second_look_free(s);
}

static void unpronounceable_phrase_is_refused(void **state)
{
    struct second_look *s = NULL;
    struct wake_config config = config_of("hey xqzzt");
    struct sahut_why why = {.text = ""};
    assert_int_equal(second_look_new(&config, &s, &why), -EINVAL);
    assert_non_null(strstr(why.text, "xqzzt"));
    assert_null(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(peaks_settle),
        cmocka_unit_test(phrase_scores_above_what_is_like_it),
        cmocka_unit_test(what_is_no_speech_has_a_score),
        cmocka_unit_test(unpronounceable_phrase_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
