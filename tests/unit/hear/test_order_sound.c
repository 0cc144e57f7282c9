// SPDX-License-Identifier: GPL-3.0-or-later
/* The samples of an order: its words and 0.3 s around them, nothing of the wake phrase. By numbers,
 * and on speech of flite's voices through hearing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hear/order_sound.h"
#include "sahut/hearing.h"
#include "support/speech.h"

#define RATE 16000
#define N(a) (sizeof(a) / sizeof(*(a)))

static void by_numbers(void **state)
{
    static const struct {
        const char *what, *text;
        double start, end, free_end, wake_end, n, from, to; /* s */
    } rows[] = {
        {"in the middle", "stop", 1, 1.5, 0, 0, 3, 0.7, 1.8},
        {"at both ends", "stop", 0.1, 0.6, 0, 0, 0.7, 0, 0.7},
        {"a pause after the phrase", "stop", 2, 2.5, 0, 1, 4, 1.7, 2.8},
        {"hardly a pause", "stop", 1.25, 1.75, 0, 1, 4, 1.125, 2.05},
        {"no pause", "stop", 1, 1.75, 0, 1, 4, 1, 2.05},
        {"the phrase is found too late", "stop", 1, 1.75, 0, 1.25, 4, 1, 2.05},
        {"the phrase was before", "stop", 0.25, 0.75, 0, -2, 4, 0, 1.05},
        {"free text", "remind me to *", 1, 3, 2, 0, 4, 0, 0},
        {"free text without a sound", "remind me to *", 1, 3, 0, 0, 4, 0, 0},
        {"no sound", "stop", 1, 1, 0, 0, 0.5, 0, 0},
    };
    for (size_t i = 0; i < N(rows); i++) {
        struct recognised r = {.start = (size_t)(rows[i].start * RATE),
                               .end = (size_t)(rows[i].end * RATE),
                               .free_end = (size_t)(rows[i].free_end * RATE)};
        snprintf(r.text, sizeof(r.text), "%s", rows[i].text);
        size_t begin = 0, n = order_sound(&r, (int64_t)(rows[i].wake_end * RATE),
                                          (size_t)(rows[i].n * RATE), &begin);
        if (begin != (size_t)(rows[i].from * RATE + 0.5) ||
            n != (size_t)((rows[i].to - rows[i].from) * RATE + 0.5))
            fail_msg("%s: %zu samples from %zu", rows[i].what, n, begin);
    }
}

struct ear {
    struct sahut_hearing *hearing;
    const struct speech *said;
    size_t orders, with_sound;
    int64_t wake_end, from, to; /* of the last order's sound, in the stream */
    int64_t start, end;         /* of its words */
};

/* Where in the stream these samples are. */
static int64_t place(const struct speech *s, const int16_t *pcm, size_t n)
{
    for (size_t at = 0; at + n <= s->n; at++)
        if (memcmp(s->pcm + at, pcm, n * sizeof(*pcm)) == 0)
            return (int64_t)at;
    fail_msg("these samples were not said");
    return -1;
}

static void heard(void *ctx, const struct sahut_heard *h)
{
    struct ear *ear = ctx;
    if (h->kind == SAHUT_HEARD_WAKE)
        ear->wake_end = h->end;
    assert_int_equal(h->order_pcm != NULL, h->order_n > 0);
    if (h->kind != SAHUT_HEARD_HYPOTHESIS) {
        assert_null(h->order_pcm);
        return;
    }
    ear->orders++;
    ear->start = h->start;
    ear->end = h->end;
    if (!h->order_pcm)
        return;
    assert_true(h->accepted);
    ear->with_sound++;
    ear->from = place(ear->said, h->order_pcm, h->order_n);
    ear->to = ear->from + (int64_t)h->order_n;
}

static void ear_open(struct ear *ear, bool order_sound)
{
    static const char text[] = "language en\n"
                               "slot text text\n"
                               "intent lamp.on\n"
                               "    turn the (lamp | fan) on\n"
                               "intent reminder.set\n"
                               "    remind me to {text}\n";
    static const char model[] = "/usr/share/pocketsphinx/model/en-us/";
    struct sahut_sentences *s;
    struct sahut_grammar *g;
    struct sahut_why why;
    char acoustic[100], dictionary[100];
    snprintf(acoustic, sizeof(acoustic), "%sen-us", model);
    snprintf(dictionary, sizeof(dictionary), "%scmudict-en-us.dict", model);
    struct sahut_hearing_config config = {
        .acoustic_model = acoustic,
        .dictionary = dictionary,
        .wake_phrase = "hey computer",
        .wake_threshold = 1e-30,
        .wake_sensitivity = 50,
        .min_confidence = 0.5,
        .order_timeout_s = 3,
        .max_order_s = 8,
        .order_sound = order_sound,
    };
    *ear = (struct ear){0};
    assert_int_equal(sahut_sentences_parse(text, strlen(text), "test", &s, &why), 0);
    assert_int_equal(sahut_sentences_compile(s, NULL, &g, &why), 0);
    if (sahut_hearing_new(&config, g, heard, ear, &ear->hearing, &why))
        fail_msg("%s", why.text);
    sahut_grammar_free(g);
    sahut_sentences_free(s);
}

static void on_speech(void **state)
{
    static const struct {
        const char *first, *then; /* NULL: all in one breath */
        bool wanted, given;
    } rows[] = {
        {"hey computer turn the lamp on", NULL, true, true},
        {"hey computer", "turn the lamp on", true, true},
        {"hey computer turn the lamp on", NULL, false, false},
        {"hey computer remind me to call the dentist", NULL, true, false},
    };
    for (size_t i = 0; i < N(rows); i++) {
        struct speech s = {0};
        struct ear ear;
        if (!speech_add(&s, "rms", rows[i].first))
            return;
        speech_pause(&s, 1, 0);
        if (rows[i].then)
            speech_add(&s, "rms", rows[i].then);
        speech_pause(&s, 1.5, 0);
        speech_noise(&s, 20);
        ear_open(&ear, rows[i].wanted);
        ear.said = &s;
        sahut_hearing_push(ear.hearing, s.pcm, s.n);
        sahut_hearing_finish(ear.hearing);
        print_message("# row %zu: words %lld to %lld, sound %lld to %lld\n", i,
                      (long long)ear.start, (long long)ear.end, (long long)ear.from,
                      (long long)ear.to);
        assert_int_equal(ear.orders, 1);
        assert_int_equal(ear.with_sound, rows[i].given);
        if (rows[i].given) {
            assert_true(ear.from <= ear.start && ear.from >= ear.start - ORDER_SOUND_MARGIN);
            assert_true(ear.from >= (ear.wake_end < ear.start ? ear.wake_end : ear.start));
            assert_true(ear.to <= ear.end + ORDER_SOUND_MARGIN && ear.to > ear.end);
        }
        sahut_hearing_free(ear.hearing);
        speech_finish(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_numbers),
        cmocka_unit_test(on_speech),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
