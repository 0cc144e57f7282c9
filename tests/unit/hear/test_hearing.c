// SPDX-License-Identifier: GPL-3.0-or-later
/* Hearing, on speech of flite's voices. Times are in seconds; where speech begins and ends is what
 * `flite -psdur` says of the same words. */
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

#include "sahut/hearing.h"
#include "sahut/text.h"
#include "support/speech.h"

#define RATE       16000
#define MODEL      "/usr/share/pocketsphinx/model/en-us/en-us"
#define DICTIONARY "/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict"
#define CLOSE      0.2
#define TIMEOUT    3.0
#define LEAD       0.5 /* before speech begins */

static const char sentences[] = "language en\n"
                                "slot text text\n"
                                "slot when time\n"
                                "intent lamp.on\n"
                                "    turn the (lamp | fan) on\n"
                                "    turn on the (lamp | fan)\n"
                                "intent clock.time\n"
                                "    what time is it\n"
                                "    what time is it in london\n"
                                "intent reminder.set\n"
                                "    remind me to {text} (tomorrow at (nine | ten)){when}\n"
                                "intent quiet unasked\n"
                                "    stop\n"
                                "    snooze ten minutes\n"
                                "intent answer only question\n"
                                "    (at nine | at ten){when}\n";

struct event {
    enum sahut_heard_kind kind;
    double start, end, at;
    char text[80];
    double confidence;
    bool accepted;
    size_t free_n;
    bool decided; /* it was told before that the order was being decoded */
};

struct ear {
    struct sahut_hearing *hearing;
    struct event events[16];
    size_t n;
    bool deciding;
};

static struct sahut_hearing_config config_of(const char *wake_phrase)
{
    return (struct sahut_hearing_config){
        .acoustic_model = MODEL,
        .dictionary = DICTIONARY,
        .wake_phrase = wake_phrase,
        .wake_threshold = 1e-30, /* what follows what is tested, not how surely it wakes */
        .wake_sensitivity = 50,
        .min_confidence = 0.5,
        .order_timeout_s = TIMEOUT,
        .max_order_s = 8,
    };
}

static struct sahut_grammar *grammar_of(const char *context)
{
    struct sahut_sentences *s;
    struct sahut_grammar *g;
    struct sahut_why why;
    assert_int_equal(sahut_sentences_parse(sentences, strlen(sentences), "test", &s, &why), 0);
    assert_int_equal(sahut_sentences_compile(s, context, &g, &why), 0);
    sahut_sentences_free(s);
    return g;
}

static void record(void *ctx, const struct sahut_heard *heard)
{
    struct ear *ear = ctx;
    if (heard->kind == SAHUT_HEARD_DECIDING) {
        assert_false(ear->deciding);
        ear->deciding = true;
        return;
    }
    assert_true(ear->n < sizeof(ear->events) / sizeof(ear->events[0]));
    struct event *e = &ear->events[ear->n++];
    *e = (struct event){
        .kind = heard->kind,
        .start = (double)heard->start / RATE,
        .end = (double)heard->end / RATE,
        .at = (double)heard->at / RATE,
        .confidence = heard->confidence,
        .accepted = heard->accepted,
        .free_n = heard->free_n,
    };
    e->decided = ear->deciding;
    ear->deciding = false;
    snprintf(e->text, sizeof(e->text), "%s", heard->text);
    assert_int_equal(heard->free_pcm != NULL, heard->free_n > 0);
}

static int ear_try(struct ear *ear, const struct sahut_hearing_config *config,
                   struct sahut_why *why)
{
    struct sahut_grammar *g = grammar_of(NULL);
    *ear = (struct ear){0};
    int err = sahut_hearing_new(config, g, record, ear, &ear->hearing, why);
    sahut_grammar_free(g);
    return err;
}

static void ear_open(struct ear *ear, const char *wake_phrase)
{
    struct sahut_hearing_config config = config_of(wake_phrase);
    struct sahut_why why = {.text = ""};
    if (ear_try(ear, &config, &why))
        fail_msg("%s", why.text);
}

/* Hears all of it from the beginning. */
static void hear(struct ear *ear, const struct speech *s, size_t step)
{
    ear->n = 0;
    sahut_hearing_reset(ear->hearing);
    for (size_t at = 0; at < s->n; at += step)
        sahut_hearing_push(ear->hearing, s->pcm + at, s->n - at < step ? s->n - at : step);
    sahut_hearing_finish(ear->hearing);
}

static void assert_near(const char *what, double got, double wanted, double by)
{
    if (!(fabs(got - wanted) <= by))
        fail_msg("%s: %.3f, not %.3f", what, got, wanted);
}

static void assert_kinds(const struct ear *ear, const char *wanted)
{
    static const char letters[] = {
        [SAHUT_HEARD_WAKE] = 'W',
        [SAHUT_HEARD_LISTENING] = 'L',
        [SAHUT_HEARD_HYPOTHESIS] = 'H',
        [SAHUT_HEARD_NOTHING] = 'N',
    };
    char kinds[20] = "";
    for (size_t i = 0; i < ear->n; i++)
        kinds[i] = letters[ear->events[i].kind];
    assert_string_equal(kinds, wanted);
    for (size_t i = 0; i < ear->n; i++) /* told before it is decoded, and only then */
        assert_int_equal(ear->events[i].decided, ear->events[i].kind == SAHUT_HEARD_HYPOTHESIS);
    for (size_t i = 1; i < ear->n; i++)
        assert_true(ear->events[i].at >= ear->events[i - 1].at);
}

static void assert_order(const struct event *e, const char *text)
{
    assert_int_equal(e->kind, SAHUT_HEARD_HYPOTHESIS);
    assert_string_equal(e->text, text);
    assert_true(e->accepted);
    assert_true(e->confidence >= 0.5 && e->confidence <= 1);
}

static void assert_same(const struct event *a, const struct event *b)
{
    assert_string_equal(a->text, b->text);
    assert_near("beginning", a->start, b->start, 0);
    assert_near("end", a->end, b->end, 0);
    assert_near("known", a->at, b->at, 0);
    assert_near("confidence", a->confidence, b->confidence, 0);
    assert_int_equal(a->accepted, b->accepted);
    assert_int_equal(a->free_n, b->free_n);
}

/* The order's beginning takes in what pause there is after the wake phrase. */
static void one_breath(void **state)
{
    static const struct {
        const char *voice, *said, *heard;
        double wake_start, wake_end, start, end, noise;
        double silence; /* until it is decided: less if the sentence cannot go on */
    } rows[] = {
        {"rms", "hey computer turn the lamp on", "turn the lamp on", 0.119, 0.957, 0.957, 2.167, 0,
         0.3},
        {"rms", "hey computer turn the lamp on", "turn the lamp on", 0.119, 0.957, 0.957, 2.167, 40,
         0.3},
        {"awb", "hey computer turn the lamp on", "turn the lamp on", 0.249, 0.996, 0.996, 2.062, 20,
         0.3},
        {"slt", "hey computer, what time is it", "what time is it", 0.164, 0.905, 1.0, 1.907, 20,
         0.7},
    };
    struct ear ear;
    ear_open(&ear, "hey computer");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct speech s = {0};
        print_message("# %s: %s\n", rows[i].voice, rows[i].said);
        speech_pause(&s, LEAD, 0);
        if (!speech_add(&s, rows[i].voice, rows[i].said))
            break;
        speech_pause(&s, 1.5, 0);
        speech_noise(&s, rows[i].noise);
        hear(&ear, &s, 320);
        assert_kinds(&ear, "WH");
        assert_string_equal(ear.events[0].text, "hey computer");
        assert_near("wake phrase begins", ear.events[0].start, LEAD + rows[i].wake_start, CLOSE);
        assert_near("wake phrase ends", ear.events[0].end, LEAD + rows[i].wake_end, CLOSE);
        assert_order(&ear.events[1], rows[i].heard);
        assert_near("order begins", ear.events[1].start, LEAD + rows[i].start, CLOSE);
        assert_near("order ends", ear.events[1].end, LEAD + rows[i].end, CLOSE);
        assert_near("order is known", ear.events[1].at, LEAD + rows[i].end + rows[i].silence,
                    CLOSE);
        speech_finish(&s);
    }
    sahut_hearing_free(ear.hearing);
}

/* In digital silence and in steady noise: the order is a breath of its own. */
static void a_pause_between(void **state)
{
    static const struct {
        const char *voice;
        double pause, noise;
    } rows[] = {
        {"rms", 1.2, 20},
        {"slt", 2, 0},
        {"awb", 2.5, 0},
        {"slt", 1.5, 60},
    };
    struct ear ear;
    ear_open(&ear, "hey computer");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct speech s = {0};
        print_message("# row %zu, %s\n", i, rows[i].voice);
        speech_pause(&s, LEAD, 0);
        if (!speech_add(&s, rows[i].voice, "hey computer"))
            break;
        speech_pause(&s, rows[i].pause, 0);
        double order = (double)s.n / RATE;
        speech_add(&s, rows[i].voice, "turn the lamp on");
        double end = (double)s.n / RATE;
        speech_pause(&s, 1.5, 0);
        speech_noise(&s, rows[i].noise);
        hear(&ear, &s, 320);
        assert_kinds(&ear, "WLH");
        assert_true(ear.events[1].at < order);
        assert_order(&ear.events[2], "turn the lamp on");
        assert_near("order begins", ear.events[2].start, order + 0.15, CLOSE);
        assert_near("order ends", ear.events[2].end, end - 0.15, CLOSE);
        speech_finish(&s);
    }
    sahut_hearing_free(ear.hearing);
}

static void no_order_follows(void **state)
{
    struct ear ear;
    struct speech s = {0};
    ear_open(&ear, "hey computer");
    if (speech_add(&s, "rms", "hey computer")) {
        speech_pause(&s, TIMEOUT + 2, 0);
        speech_add(&s, "rms", "turn the lamp on");
        speech_pause(&s, 1.5, 0);
        hear(&ear, &s, 320);
        assert_kinds(&ear, "WLN");
        assert_near("gives up", ear.events[2].at - ear.events[1].at, TIMEOUT, 0.05);
    }
    speech_finish(&s);
    sahut_hearing_free(ear.hearing);
}

static void talk_without_the_wake_phrase(void **state)
{
    static const char *const said[][2] = {
        {"slt", "the mountains were lovely in the snow"},
        {"rms", "turn the lamp on"},
        {"awb", "the baker is open on monday"},
        {"rms", "they asked me what time it was"},
    };
    struct ear ear;
    struct speech s = {0};
    ear_open(&ear, "hey computer");
    for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
        if (!speech_add(&s, said[i][0], said[i][1]))
            break;
        speech_pause(&s, 1, 0);
    }
    hear(&ear, &s, 320);
    assert_kinds(&ear, "");
    speech_finish(&s);
    sahut_hearing_free(ear.hearing);
}

static void any_size_of_push(void **state)
{
    static const size_t steps[] = {1, 160, 1000, SIZE_MAX};
    struct ear ear;
    struct speech s = {0};
    ear_open(&ear, "hey computer");
    if (speech_add(&s, "rms", "hey computer turn the lamp on")) {
        speech_pause(&s, 1, 0);
        speech_add(&s, "slt", "hey computer");
        speech_pause(&s, 1, 0);
        speech_add(&s, "slt", "what time is it");
        hear(&ear, &s, 320);
        assert_kinds(&ear, "WHWLH");
        for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
            struct ear other;
            ear_open(&other, "hey computer");
            hear(&other, &s, steps[i] < s.n ? steps[i] : s.n);
            assert_kinds(&other, "WHWLH");
            for (size_t k = 0; k < ear.n; k++)
                assert_same(&other.events[k], &ear.events[k]);
            sahut_hearing_free(other.hearing);
        }
    }
    speech_finish(&s);
    sahut_hearing_free(ear.hearing);
}

static void free_text(void **state)
{
    static const struct {
        const char *voice;
        double seconds; /* of "call the dentist" */
    } rows[] = {{"rms", 0.77}, {"awb", 1.17}};
    struct ear ear;
    ear_open(&ear, "hey computer");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct speech s = {0};
        if (!speech_add(&s, rows[i].voice,
                        "hey computer remind me to call the dentist tomorrow at nine"))
            break;
        speech_pause(&s, 1, 0);
        hear(&ear, &s, 320);
        assert_kinds(&ear, "WH");
        assert_order(&ear.events[1], "remind me to * tomorrow at nine");
        assert_near("length of the free text", (double)ear.events[1].free_n / RATE, rows[i].seconds,
                    0.35);
        speech_finish(&s);
    }
    sahut_hearing_free(ear.hearing);
}

static void an_order_is_cut(void **state)
{
    struct ear ear;
    struct speech s = {0};
    struct sahut_hearing_config config = config_of("hey computer");
    config.max_order_s = 3;
    assert_int_equal(ear_try(&ear, &config, NULL), 0);
    if (speech_add(&s, "rms",
                   "hey computer remind me to call the dentist and the baker and the man who came "
                   "to see the house tomorrow at nine")) {
        speech_pause(&s, 1, 0);
        hear(&ear, &s, 320);
        assert_kinds(&ear, "WH");
        assert_near("is cut", ear.events[1].at - ear.events[0].end, 3, 0.1);
    }
    speech_finish(&s);
    sahut_hearing_free(ear.hearing);
}

static void a_question_is_answered(void **state)
{
    struct ear ear;
    struct speech s = {0};
    struct sahut_grammar *g = grammar_of("question");
    ear_open(&ear, "hey computer");
    if (speech_add(&s, "slt", "at nine")) {
        speech_pause(&s, 1, 0);
        hear(&ear, &s, 320);
        assert_kinds(&ear, "");
        assert_int_equal(sahut_hearing_expect(ear.hearing, g, NULL), 0);
        sahut_hearing_open(ear.hearing, 0);
        sahut_hearing_push(ear.hearing, s.pcm, s.n);
        assert_kinds(&ear, "H");
        assert_order(&ear.events[0], "at nine");
        ear.n = 0;
        sahut_hearing_open(ear.hearing, 0);
        sahut_hearing_skip(ear.hearing, (size_t)((TIMEOUT + 1) * RATE));
        assert_kinds(&ear, "N");
        sahut_hearing_push(ear.hearing, s.pcm, s.n);
        assert_kinds(&ear, "N");
    }
    sahut_grammar_free(g);
    speech_finish(&s);
    sahut_hearing_free(ear.hearing);
}

/* A second of silence, then the words, then a second of silence. */
static bool say_words(struct speech *s, const char *voice, const char *words)
{
    speech_pause(s, 1, 0);
    bool said = speech_add(s, voice, words);
    speech_pause(s, 1, 0);
    return said;
}

static void our_own_voice(void **state)
{
    struct ear ear;
    struct speech answer = {0}, called = {0};
    struct sahut_grammar *g = grammar_of("question");
    ear_open(&ear, "hey computer");
    assert_int_equal(sahut_hearing_expect(ear.hearing, g, NULL), 0);
    if (say_words(&answer, "slt", "at nine") && say_words(&called, "slt", "hey computer at nine")) {
        sahut_hearing_open(ear.hearing, 0);
        sahut_hearing_own_sound(ear.hearing, SAHUT_OWN_SPEECH);
        sahut_hearing_push(ear.hearing, answer.pcm, answer.n);
        assert_kinds(&ear, "");
        sahut_hearing_push(ear.hearing, called.pcm, called.n);
        assert_kinds(&ear, "WH");
        sahut_hearing_own_sound(ear.hearing, SAHUT_OWN_SILENCE);
        sahut_hearing_push(ear.hearing, answer.pcm, answer.n);
        assert_kinds(&ear, "WH");
        sahut_hearing_open(ear.hearing, 0);
        sahut_hearing_push(ear.hearing, answer.pcm, answer.n);
        assert_kinds(&ear, "WHH");
        assert_order(&ear.events[2], "at nine");
    }
    sahut_grammar_free(g);
    speech_finish(&answer);
    speech_finish(&called);
    sahut_hearing_free(ear.hearing);
}

/* What may be said unasked, with a second of silence before and after. */
static void in_a_gap(void **state)
{
    static const struct {
        const char *said, *kinds, *order; /* NULL: none */
    } rows[] = {
        {"snooze ten minutes", "H", "snooze ten minutes"},
        {"stop", "H", "stop"},
        {"hey computer what time is it", "WH", "what time is it"},
        {"the mountains were lovely in the snow", "", NULL},
        {"turn the lamp on", "", NULL},
    };
    struct ear ear = {0};
    struct sahut_hearing_config config = config_of("hey computer");
    struct sahut_grammar *g = grammar_of(NULL), *unasked = grammar_of(SAHUT_CONTEXT_UNASKED);
    config.unasked = unasked;
    assert_int_equal(sahut_hearing_new(&config, g, record, &ear, &ear.hearing, NULL), 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct speech s = {0};
        if (say_words(&s, "rms", rows[i].said)) {
            ear.n = 0;
            sahut_hearing_open_unasked(ear.hearing, 6);
            sahut_hearing_push(ear.hearing, s.pcm, s.n);
            assert_kinds(&ear, rows[i].kinds);
            if (rows[i].order)
                assert_order(&ear.events[ear.n - 1], rows[i].order);
            sahut_hearing_skip(ear.hearing, 20 * RATE);
        }
        speech_finish(&s);
    }
    sahut_grammar_free(g);
    sahut_grammar_free(unasked);
    sahut_hearing_free(ear.hearing);
}

/* Who was speaking when the ear was opened does not speak to it. */
static void in_the_middle_of_talk(void **state)
{
    struct ear ear = {0};
    struct sahut_hearing_config config = config_of("hey computer");
    struct sahut_grammar *g = grammar_of(NULL), *unasked = grammar_of(SAHUT_CONTEXT_UNASKED);
    struct speech s = {0};
    const size_t begun = RATE * 14 / 10;
    config.unasked = unasked;
    assert_int_equal(sahut_hearing_new(&config, g, record, &ear, &ear.hearing, NULL), 0);
    if (say_words(&s, "rms", "snooze ten minutes")) {
        sahut_hearing_push(ear.hearing, s.pcm, begun);
        sahut_hearing_open_unasked(ear.hearing, 6);
        sahut_hearing_push(ear.hearing, s.pcm + begun, s.n - begun);
        assert_kinds(&ear, "");
        sahut_hearing_push(ear.hearing, s.pcm, s.n);
        assert_kinds(&ear, "H");
    }
    sahut_grammar_free(g);
    sahut_grammar_free(unasked);
    speech_finish(&s);
    sahut_hearing_free(ear.hearing);
}

/* Before it, after it, and once our own voice sounds again, it does not count. */
static void beside_a_gap(void **state)
{
    struct ear ear = {0};
    struct sahut_hearing_config config = config_of("hey computer");
    struct sahut_grammar *g = grammar_of(NULL), *unasked = grammar_of(SAHUT_CONTEXT_UNASKED);
    struct speech s = {0};
    config.unasked = unasked;
    assert_int_equal(sahut_hearing_new(&config, g, record, &ear, &ear.hearing, NULL), 0);
    if (say_words(&s, "rms", "snooze ten minutes")) {
        sahut_hearing_push(ear.hearing, s.pcm, s.n);
        assert_kinds(&ear, "");
        sahut_hearing_open_unasked(ear.hearing, 6);
        sahut_hearing_skip(ear.hearing, 7 * RATE);
        sahut_hearing_push(ear.hearing, s.pcm, s.n);
        assert_kinds(&ear, "");
        sahut_hearing_open_unasked(ear.hearing, 6);
        sahut_hearing_own_sound(ear.hearing, SAHUT_OWN_SPEECH);
        sahut_hearing_push(ear.hearing, s.pcm, s.n);
        assert_kinds(&ear, "");
        sahut_hearing_own_sound(ear.hearing, SAHUT_OWN_SILENCE);
        sahut_hearing_open_unasked(ear.hearing, 6);
        sahut_hearing_push(ear.hearing, s.pcm, s.n);
        assert_kinds(&ear, "H");
    }
    sahut_grammar_free(g);
    sahut_grammar_free(unasked);
    speech_finish(&s);
    sahut_hearing_free(ear.hearing);
}

/* Who speaks into the earcon is heard from the first word on. */
static void an_earcon_at_the_beginning(void **state)
{
    struct ear ear;
    struct speech s = {0};
    ear_open(&ear, "hey computer");
    if (say_words(&s, "slt", "turn on the fan")) {
        size_t covered = RATE + RATE / 5;
        sahut_hearing_open(ear.hearing, 0);
        sahut_hearing_own_sound(ear.hearing, SAHUT_OWN_EARCON);
        sahut_hearing_push(ear.hearing, s.pcm, covered);
        sahut_hearing_own_sound(ear.hearing, SAHUT_OWN_SILENCE);
        sahut_hearing_push(ear.hearing, s.pcm + covered, s.n - covered);
        assert_kinds(&ear, "H");
        assert_order(&ear.events[0], "turn on the fan");
    }
    speech_finish(&s);
    sahut_hearing_free(ear.hearing);
}

static void a_microphone_that_was_closed(void **state)
{
    struct ear ear;
    struct speech s = {0};
    ear_open(&ear, "hey computer");
    if (say_words(&s, "slt", "hey computer turn on the fan")) {
        for (size_t at = 0; at < s.n && ear.n == 0; at += 320)
            sahut_hearing_push(ear.hearing, s.pcm + at, s.n - at < 320 ? s.n - at : 320);
        assert_kinds(&ear, "W");
        sahut_hearing_forget(ear.hearing);
        sahut_hearing_push(ear.hearing, s.pcm + s.n - RATE, RATE);
        assert_kinds(&ear, "W");
    }
    speech_finish(&s);
    sahut_hearing_free(ear.hearing);
}

/* A drawer with cutlery in it, three times: noise and two tones, there at once, that die away. */
static void add_slams(struct speech *s, double loud)
{
    uint32_t dice = 1;
    for (int bang = 0; bang < 3; bang++) {
        speech_pause(s, 0.25, 0);
        double level = loud, smooth = 0;
        for (size_t i = 0; i < RATE / 4; i++, level *= 0.9994) {
            dice = dice * 1664525u + 1013904223u;
            smooth += 0.3 * ((double)(int32_t)dice / 2147483648.0 - smooth);
            double tones = 0.3 * sin(0.186 * (double)i) + 0.2 * sin(0.468 * (double)i);
            s->pcm[s->n - RATE / 4 + i] = (int16_t)(level * (smooth + tones));
        }
    }
    speech_pause(s, 1.2, 0);
}

/* With the networks a noise is no order, the ear stays open and hears what is said then; by the
 * level alone it is one. */
static void a_door_is_slammed(void **state)
{
    static const struct {
        const char *said; /* before the slams */
        bool models;
        const char *kinds;
    } rows[] = {
        {NULL, true, "H"},
        {NULL, false, "HH"},
        {"smart mirror", true, "WLH"},
    };
    char models[500];
    snprintf(models, sizeof(models), "%s/models", getenv("SAHUT_DATADIR"));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct speech s = {0};
        struct ear ear;
        struct sahut_hearing_config config = config_of(rows[i].said);
        config.models = rows[i].models ? models : NULL;
        struct sahut_why why = {.text = ""};
        print_message("# row %zu\n", i);
        if (ear_try(&ear, &config, &why))
            fail_msg("%s", why.text);
        speech_pause(&s, 1, 0);
        bool spoken = !rows[i].said || speech_add(&s, "rms", rows[i].said);
        add_slams(&s, 9000);
        spoken = spoken && speech_add(&s, "rms", "turn the lamp on");
        speech_pause(&s, 1.5, 0);
        speech_noise(&s, 20);
        if (spoken) {
            hear(&ear, &s, 320);
            assert_kinds(&ear, rows[i].kinds);
            assert_order(&ear.events[ear.n - 1], "turn the lamp on");
        }
        sahut_hearing_free(ear.hearing);
        speech_finish(&s);
    }
}

static void a_whole_recording(void **state)
{
    static const int16_t silence[RATE];
    struct ear ear;
    struct speech s = {0};
    ear_open(&ear, NULL);
    sahut_hearing_whole(ear.hearing, silence, RATE);
    assert_kinds(&ear, "H");
    assert_false(ear.events[0].accepted);
    ear.n = 0;
    if (speech_add(&s, "slt", "turn on the fan")) {
        sahut_hearing_whole(ear.hearing, s.pcm, s.n);
        assert_kinds(&ear, "H");
        assert_order(&ear.events[0], "turn on the fan");
        assert_true(ear.events[0].start >= 0 && ear.events[0].end <= (double)s.n / RATE);
    }
    speech_finish(&s);
    s = (struct speech){0};
    ear.n = 0;
    if (speech_add(&s, "slt", "the mountains were lovely in the snow")) {
        sahut_hearing_whole(ear.hearing, s.pcm, s.n);
        assert_kinds(&ear, "H");
        assert_false(ear.events[0].accepted);
    }
    speech_finish(&s);
    sahut_hearing_free(ear.hearing);
}

static int say_sahut(void *ctx, const char *word, char **out)
{
    int *asked = ctx;
    ++*asked;
    if (strcmp(word, "sahut") != 0)
        return -ENOENT;
    *out = sahut_strdup("s'ahVt");
    return 0;
}

static void a_wake_phrase_of_another_language(void **state)
{
    struct ear ear;
    struct speech s = {0};
    int asked = 0;
    struct sahut_hearing_config config = config_of("sahut please");
    config.phonemes = say_sahut;
    config.phonemes_ctx = &asked;
    struct sahut_why why = {.text = ""};
    if (ear_try(&ear, &config, &why))
        fail_msg("%s", why.text);
    assert_true(asked > 0);
    if (speech_add(&s, "awb", "sahut please turn the lamp on")) {
        speech_pause(&s, 1, 0);
        hear(&ear, &s, 320);
        assert_kinds(&ear, "WH");
        assert_near("wake phrase begins", ear.events[0].start, 0.253, CLOSE);
        assert_order(&ear.events[1], "turn the lamp on");
    }
    speech_finish(&s);
    sahut_hearing_free(ear.hearing);
}

static void what_cannot_be(void **state)
{
    int asked = 0;
    struct sahut_hearing_config unknown = config_of("hey zzyzxq"), asking = unknown,
                                empty = config_of(" "), model = config_of("hey computer"),
                                dictionary = model;
    asking.phonemes = say_sahut;
    asking.phonemes_ctx = &asked;
    model.acoustic_model = "/nowhere/model";
    dictionary.dictionary = "/nowhere/words.dict";
    const struct {
        const struct sahut_hearing_config *config;
        int err;
        const char *says[2];
    } rows[] = {
        {&unknown, -EINVAL, {"wake phrase 'hey zzyzxq' cannot be pronounced", "zzyzxq"}},
        {&asking, -EINVAL, {"wake phrase 'hey zzyzxq' cannot be pronounced", "zzyzxq"}},
        {&empty, -EINVAL, {"wake phrase", "empty"}},
        {&model, -ENOENT, {"/nowhere/model", "hearing.acoustic_model"}},
        {&dictionary, -ENOENT, {"/nowhere/words.dict", "No such file"}},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ear ear;
        struct sahut_why why = {.text = ""};
        int err = ear_try(&ear, rows[i].config, &why);
        print_message("# %s\n", why.text);
        assert_null(ear.hearing);
        for (size_t k = 0; k < 2; k++)
            if (!strstr(why.text, rows[i].says[k]))
                fail_msg("'%s' does not say '%s'", why.text, rows[i].says[k]);
        assert_int_equal(err, rows[i].err);
    }
    assert_int_equal(asked, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_breath),
        cmocka_unit_test(a_pause_between),
        cmocka_unit_test(no_order_follows),
        cmocka_unit_test(talk_without_the_wake_phrase),
        cmocka_unit_test(any_size_of_push),
        cmocka_unit_test(free_text),
        cmocka_unit_test(an_order_is_cut),
        cmocka_unit_test(a_question_is_answered),
        cmocka_unit_test(a_door_is_slammed),
        cmocka_unit_test(a_whole_recording),
        cmocka_unit_test(a_wake_phrase_of_another_language),
        cmocka_unit_test(what_cannot_be),
        cmocka_unit_test(our_own_voice),
        cmocka_unit_test(in_a_gap),
        cmocka_unit_test(in_the_middle_of_talk),
        cmocka_unit_test(beside_a_gap),
        cmocka_unit_test(an_earcon_at_the_beginning),
        cmocka_unit_test(a_microphone_that_was_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
