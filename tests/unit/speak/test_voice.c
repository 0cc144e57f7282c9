// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sndfile.h>

#include "sahut/voice.h"

#define MAX_SPOKEN 128
static const struct sahut_voice_config english = {"en", 165, 50, 90};

// A voice that speaks into a file, and the reports about it.
struct studio {
    char path[40];
    struct sahut_sink *sink;
    struct sahut_voice *voice;
    struct sahut_spoken spoken[MAX_SPOKEN]; // complete once sahut_voice_wait has returned
    size_t n;
    sem_t held, go_on; // the report of request `hold` waits until go_on
    uint64_t hold;
};

static void on_done(void *ctx, const struct sahut_spoken *spoken)
{
    struct studio *s = ctx;
    if (s->n < MAX_SPOKEN)
        s->spoken[s->n++] = *spoken;
    if (spoken->id == s->hold) {
        sem_post(&s->held);
        sem_wait(&s->go_on);
    }
}

static struct studio *open_studio(void)
{
    struct studio *s = calloc(1, sizeof *s);
    strcpy(s->path, "/tmp/sahut-voice-XXXXXX");
    close(mkstemp(s->path));
    sem_init(&s->held, 0, 0);
    sem_init(&s->go_on, 0, 0);
    struct sahut_why why = {{0}};
    assert_int_equal(sahut_sink_wav(s->path, SAHUT_VOICE_RATE, &s->sink, &why), 0);
    assert_int_equal(sahut_voice_new(&english, s->sink, on_done, s, &s->voice, &why), 0);
    return s;
}

// Keeps the thread busy in the report of an earcon, so that what follows is queued together.
static void hold(struct studio *s)
{
    s->hold = 1;
    assert_int_equal(sahut_voice_earcon(s->voice, SAHUT_VOICE_ANSWER, SAHUT_EARCON_DONE), 1);
    sem_wait(&s->held);
}

static int16_t *recorded(struct studio *s, size_t *n)
{
    SF_INFO info = {0};
    SNDFILE *f = sf_open(s->path, SFM_READ, &info);
    assert_non_null(f);
    assert_int_equal(info.samplerate, SAHUT_VOICE_RATE);
    int16_t *pcm = calloc((size_t)info.frames + 1, sizeof *pcm);
    *n = (size_t)sf_read_short(f, pcm, info.frames);
    sf_close(f);
    return pcm;
}

static void close_studio(struct studio *s)
{
    sahut_voice_free(s->voice);
    sahut_sink_free(s->sink);
    unlink(s->path);
    sem_destroy(&s->held);
    sem_destroy(&s->go_on);
    free(s);
}

static char *long_text(size_t bytes)
{
    char *text = malloc(bytes + 1);
    for (size_t i = 0; i < bytes; i++)
        text[i] = "every good boy deserves fudge. "[i % 31];
    text[bytes] = '\0';
    return text;
}

// Until so much has been played: there is no event for that, the file grows.
static void until_played(const struct studio *s, off_t bytes)
{
    struct stat st;
    while (stat(s->path, &st) == 0 && st.st_size < bytes)
        sched_yield();
}

static void urgent_first_then_in_order(void **state)
{
    struct studio *s = open_studio();
    hold(s);
    assert_int_equal(sahut_voice_say(s->voice, SAHUT_VOICE_NOTICE, "two"), 2);
    assert_int_equal(sahut_voice_say(s->voice, SAHUT_VOICE_ANSWER, "three"), 3);
    assert_int_equal(sahut_voice_earcon(s->voice, SAHUT_VOICE_ALARM, SAHUT_EARCON_DONE), 4);
    assert_int_equal(sahut_voice_say(s->voice, SAHUT_VOICE_ANSWER, "five"), 5);
    assert_int_equal(sahut_voice_say(s->voice, SAHUT_VOICE_ALARM, "six"), 6);
    assert_int_equal(sahut_voice_say(s->voice, SAHUT_VOICE_NOTICE, "seven"), 7);
    sem_post(&s->go_on);
    sahut_voice_wait(s->voice);
    static const uint64_t order[] = {1, 4, 6, 3, 5, 2, 7};
    assert_int_equal(s->n, 7);
    size_t samples = 0;
    int64_t last = 0;
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(s->spoken[i].id, order[i]);
        assert_false(s->spoken[i].interrupted);
        assert_true(s->spoken[i].samples > SAHUT_VOICE_RATE / 10);
        assert_true(s->spoken[i].first_sample_ns > last);
        last = s->spoken[i].first_sample_ns;
        samples += s->spoken[i].samples;
    }
    size_t n;
    free(recorded(s, &n));
    assert_int_equal(n, samples);
    close_studio(s);
}

static void a_full_queue_refuses(void **state)
{
    struct studio *s = open_studio();
    hold(s);
    for (int i = 0; i < 32; i++)
        assert_int_equal(sahut_voice_say(s->voice, SAHUT_VOICE_NOTICE, "x"), i + 2);
    assert_int_equal(sahut_voice_say(s->voice, SAHUT_VOICE_ALARM, "x"), 0);
    assert_int_equal(sahut_voice_earcon(s->voice, SAHUT_VOICE_ALARM, SAHUT_EARCON_DONE), 0);
    assert_int_equal(sahut_voice_play(s->voice, SAHUT_VOICE_ALARM, (int16_t[]){1}, 1), 0);
    // What is dropped makes room at once.
    sahut_voice_stop(s->voice, SAHUT_VOICE_NOTICE);
    assert_int_equal(sahut_voice_say(s->voice, SAHUT_VOICE_ALARM, "x"), 34);
    sem_post(&s->go_on);
    sahut_voice_wait(s->voice);
    assert_int_equal(s->n, 34);
    for (size_t i = 1; i < 33; i++)
        assert_true(s->spoken[i].interrupted && s->spoken[i].samples == 0);
    assert_false(s->spoken[33].interrupted);
    close_studio(s);
}

static void stop_drops_that_priority_and_less(void **state)
{
    static const struct {
        enum sahut_voice_priority lowest;
        bool interrupted[3]; // alarm, answer, notice
    } rows[] = {{SAHUT_VOICE_ALARM, {true, true, true}},
                {SAHUT_VOICE_ANSWER, {false, true, true}},
                {SAHUT_VOICE_NOTICE, {false, false, true}}};
    for (size_t i = 0; i < 3; i++) {
        struct studio *s = open_studio();
        hold(s);
        for (int p = SAHUT_VOICE_ALARM; p <= SAHUT_VOICE_NOTICE; p++)
            sahut_voice_say(s->voice, (enum sahut_voice_priority)p, "hello");
        sahut_voice_stop(s->voice, rows[i].lowest);
        sem_post(&s->go_on);
        sahut_voice_wait(s->voice);
        assert_int_equal(s->n, 4);
        for (size_t k = 1; k < 4; k++) {
            bool interrupted = rows[i].interrupted[s->spoken[k].id - 2];
            assert_int_equal(s->spoken[k].interrupted, interrupted);
            assert_int_equal(s->spoken[k].samples == 0, interrupted);
        }
        close_studio(s);
    }
}

// Queues a text often, stops in the midst of it and waits. Returns how many were cut short.
static size_t stop_in_the_middle(struct studio *s, const char *text, size_t whole)
{
    size_t first = s->n, cut = 0;
    struct stat st;
    for (int i = 0; i < 20; i++)
        sahut_voice_say(s->voice, SAHUT_VOICE_ANSWER, text);
    assert_int_equal(stat(s->path, &st), 0);
    until_played(s, st.st_size + (off_t)whole);
    sahut_voice_stop(s->voice, SAHUT_VOICE_NOTICE); // not for it
    sahut_voice_stop(s->voice, SAHUT_VOICE_ANSWER);
    sahut_voice_wait(s->voice);
    assert_int_equal(s->n, first + 20);
    assert_true(s->spoken[s->n - 1].interrupted);
    for (size_t i = first; i < s->n; i++) {
        assert_int_equal(s->spoken[i].interrupted, s->spoken[i].samples < whole);
        cut += s->spoken[i].samples > 0 && s->spoken[i].samples < whole;
    }
    return cut;
}

static void speech_stops_in_the_middle(void **state)
{
    struct studio *s = open_studio();
    char *text = long_text(900);
    sahut_voice_say(s->voice, SAHUT_VOICE_ANSWER, text);
    sahut_voice_wait(s->voice);
    size_t whole = s->spoken[0].samples, cut = 0;
    assert_true(whole > 20 * SAHUT_VOICE_RATE);
    // It may come before the first sample of one, but not every time.
    for (int i = 0; i < 5 && !cut; i++)
        cut = stop_in_the_middle(s, text, whole);
    assert_int_equal(cut, 1);
    // And goes on as if nothing had happened.
    sahut_voice_say(s->voice, SAHUT_VOICE_ANSWER, text);
    sahut_voice_wait(s->voice);
    assert_false(s->spoken[s->n - 1].interrupted);
    assert_int_equal(s->spoken[s->n - 1].samples, whole);
    free(text);
    close_studio(s);
}

static void an_alarm_interrupts_a_notice_only(void **state)
{
    static const struct {
        enum sahut_voice_priority priority;
        bool interrupted;
    } rows[] = {{SAHUT_VOICE_NOTICE, true}, {SAHUT_VOICE_ANSWER, false}};
    char *text = long_text(900);
    for (size_t i = 0; i < 2; i++) {
        struct studio *s = open_studio();
        for (int k = 0; k < 8; k++)
            sahut_voice_say(s->voice, rows[i].priority, text);
        until_played(s, 100000);
        uint64_t alarm = sahut_voice_say(s->voice, SAHUT_VOICE_ALARM, "wake up");
        sahut_voice_wait(s->voice);
        assert_int_equal(s->n, 9);
        size_t at = 0;
        while (s->spoken[at].id != alarm)
            at++;
        assert_true(at > 0 && at < 8); // it did not wait for all
        for (size_t k = 0; k < 9; k++)
            assert_int_equal(s->spoken[k].interrupted, rows[i].interrupted && k == at - 1);
        close_studio(s);
    }
    free(text);
}

static void free_while_speaking_reports_everything(void **state)
{
    struct studio *s = open_studio();
    char *text = long_text(900);
    for (int i = 0; i < 32; i++)
        sahut_voice_say(s->voice, SAHUT_VOICE_ALARM, text);
    until_played(s, 100000);
    sahut_voice_free(s->voice);
    s->voice = NULL;
    assert_int_equal(s->n, 32);
    assert_true(s->spoken[31].interrupted);
    free(text);
    close_studio(s);
    sahut_voice_free(NULL);
}

static void the_same_text_gives_the_same_samples(void **state)
{
    static const char text[] = "Your timer for half past nine is done.";
    struct studio *s = open_studio();
    char *other = long_text(900);
    // After itself, after others, after an interruption, after phonemes, in a new voice.
    for (int i = 0; i < 5; i++) {
        if (i == 2)
            sahut_voice_say(s->voice, SAHUT_VOICE_ANSWER, "One. Two, three! It is noon.");
        if (i == 3) {
            sahut_voice_say(s->voice, SAHUT_VOICE_NOTICE, other);
            until_played(s, 1000000);
            sahut_voice_stop(s->voice, SAHUT_VOICE_NOTICE);
        }
        if (i == 4) {
            char *phonemes = NULL;
            assert_int_equal(sahut_voice_phonemes(s->voice, "bananas", &phonemes), 0);
            free(phonemes);
        }
        sahut_voice_say(s->voice, SAHUT_VOICE_ANSWER, text);
        sahut_voice_wait(s->voice);
    }
    size_t n, at = 0, first = 0, length = s->spoken[0].samples, compared = 0;
    int16_t *pcm = recorded(s, &n);
    assert_int_equal(s->n, 7);
    for (size_t i = 0; i < s->n; at += s->spoken[i++].samples) {
        if (s->spoken[i].id == 3 || s->spoken[i].id == 5)
            continue;
        assert_int_equal(s->spoken[i].samples, length);
        assert_memory_equal(pcm + at, pcm + first, length * sizeof *pcm);
        compared++;
    }
    assert_int_equal(compared, 5);
    close_studio(s);
    s = open_studio();
    sahut_voice_say(s->voice, SAHUT_VOICE_ANSWER, text);
    sahut_voice_wait(s->voice);
    int16_t *again = recorded(s, &n);
    assert_int_equal(n, length);
    assert_memory_equal(again, pcm, n * sizeof *pcm);
    free(again);
    free(pcm);
    free(other);
    close_studio(s);
}

static void odd_texts_are_spoken_plainly(void **state)
{
    struct studio *s = open_studio();
    char *text = long_text(5000);
    static const struct {
        const char *text;
        size_t least, most; // hundredths of a second
    } rows[] = {
        {"", 0, 0},
        {" \n\t ", 0, 0},
        {"\xff\xfe", 0, 0},
        {"hello", 50, 120},
        {"[[h@l'oU]]", 125, 1000}, // spelled out, not the word hello
        {"\x01"
         "80S hello",
         50, 250},
        {"hello", 50, 120}, // and no command has stayed in force
        {"<break time=\"9s\"/>a", 50, 600},
    };
    size_t n = sizeof rows / sizeof *rows;
    for (size_t i = 0; i < n; i++)
        sahut_voice_say(s->voice, SAHUT_VOICE_ANSWER, rows[i].text);
    sahut_voice_say(s->voice, SAHUT_VOICE_ANSWER, text);
    text[3999] = '\0'; // the 4,000th byte ends a word
    sahut_voice_say(s->voice, SAHUT_VOICE_ANSWER, text);
    sahut_voice_wait(s->voice);
    for (size_t i = 0; i < n; i++) {
        size_t hundredths = s->spoken[i].samples * 100 / SAHUT_VOICE_RATE;
        assert_false(s->spoken[i].interrupted);
        if (hundredths < rows[i].least || hundredths > rows[i].most)
            print_error("\"%s\" takes %zu/100 s\n", rows[i].text, hundredths);
        assert_true(hundredths >= rows[i].least && hundredths <= rows[i].most);
        assert_int_equal(s->spoken[i].first_sample_ns != 0, s->spoken[i].samples != 0);
    }
    assert_int_equal(s->spoken[3].samples, s->spoken[6].samples);
    assert_true(s->spoken[n].samples > 100 * SAHUT_VOICE_RATE);
    assert_true(s->spoken[n].samples >= s->spoken[n + 1].samples);
    assert_true(s->spoken[n].samples < s->spoken[n + 1].samples + SAHUT_VOICE_RATE);
    free(text);
    close_studio(s);
}

static void clips_keep_their_length(void **state)
{
    struct studio *s = open_studio();
    static int16_t pcm[SAHUT_HEAR_RATE];
    for (size_t i = 0; i < SAHUT_HEAR_RATE; i++)
        pcm[i] = i / 20 % 2 ? 400 : -400;
    sahut_voice_play(s->voice, SAHUT_VOICE_ANSWER, pcm, SAHUT_HEAR_RATE);
    sahut_voice_play(s->voice, SAHUT_VOICE_ANSWER, NULL, 0);
    memset(pcm, 0, sizeof pcm); // was copied
    sahut_voice_wait(s->voice);
    assert_int_equal(s->spoken[0].samples, SAHUT_VOICE_RATE);
    assert_int_equal(s->spoken[1].samples, 0);
    size_t n;
    int16_t *heard = recorded(s, &n);
    int most = 0;
    for (size_t i = 0; i < n; i++)
        most = abs(heard[i]) > most ? abs(heard[i]) : most;
    assert_true(most > 3000); // and is heard
    free(heard);
    close_studio(s);
}

static void phonemes_are_those_of_the_voice(void **state)
{
    static const struct {
        const char *text, *phonemes;
    } rows[] = {
        {"hello", "h@l'oU"}, {"Hello", "h@l'oU"},
        {"sahut", "s'ahVt"}, {"hello, world", "h@l'oU w'3:ld"},
        {"", NULL},          {"42", NULL},
        {"+-*", NULL},       {"\xf0\x9f\x98\x80", NULL},
        {"\x01", NULL},
    };
    struct sahut_voice *v = NULL;
    assert_int_equal(sahut_voice_new(&english, NULL, NULL, NULL, &v, NULL), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *phonemes = NULL;
        int err = sahut_voice_phonemes(v, rows[i].text, &phonemes);
        assert_int_equal(err, rows[i].phonemes ? 0 : -EINVAL);
        if (!err)
            assert_string_equal(phonemes, rows[i].phonemes);
        else
            assert_null(phonemes);
        free(phonemes);
    }
    sahut_voice_free(v);
}

static void *ask_often(void *ctx)
{
    struct sahut_voice *v = ctx;
    size_t right = 0;
    for (int i = 0; i < 50; i++) {
        char *phonemes = NULL;
        if (sahut_voice_phonemes(v, "hello", &phonemes) == 0)
            right += strcmp(phonemes, "h@l'oU") == 0;
        free(phonemes);
        if (i % 10 == 0)
            sahut_voice_say(v, SAHUT_VOICE_NOTICE, "asking");
        if (i % 25 == 24)
            sahut_voice_stop(v, SAHUT_VOICE_NOTICE);
    }
    sahut_voice_wait(v);
    return right == 50 ? ctx : NULL;
}

static void many_threads_may_ask(void **state)
{
    struct studio *s = open_studio();
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_often, s->voice), 0);
    for (size_t i = 0; i < 4; i++) {
        void *right = NULL;
        pthread_join(threads[i], &right);
        assert_non_null(right);
    }
    sahut_voice_wait(s->voice);
    assert_int_equal(s->n, 20);
    close_studio(s);
}

static void without_a_sink_nothing_is_rendered(void **state)
{
    struct studio s = {0};
    struct sahut_voice *v = NULL;
    assert_int_equal(sahut_voice_new(&english, NULL, on_done, &s, &v, NULL), 0);
    sahut_voice_say(v, SAHUT_VOICE_ANSWER, "hello");
    sahut_voice_earcon(v, SAHUT_VOICE_ANSWER, SAHUT_EARCON_DONE);
    sahut_voice_wait(v);
    sahut_voice_stop(v, SAHUT_VOICE_ALARM);
    sahut_voice_wait(v);
    assert_int_equal(s.n, 2);
    for (size_t i = 0; i < 2; i++)
        assert_true(!s.spoken[i].interrupted && s.spoken[i].samples == 0);
    sahut_voice_free(v);
}

static void voices_that_cannot_be(void **state)
{
    static const char *const names[] = {
        "", "xx", "en-zz", "../en", "/etc/passwd", "Englisk", "mb/mb-nobody", "en/../../../../etc"};
    struct sahut_voice *v = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct sahut_why why = {{0}};
        struct sahut_voice_config config = english;
        config.language = names[i];
        assert_int_equal(sahut_voice_new(&config, NULL, NULL, NULL, &v, &why), -ENOENT);
        assert_null(v);
        assert_non_null(strstr(why.text, names[i]));
    }
    struct sahut_why why = {{0}};
    struct sahut_sink *sink = NULL;
    assert_int_equal(sahut_sink_null(16000, &sink), 0);
    assert_int_equal(sahut_voice_new(&english, sink, NULL, NULL, &v, &why), -EINVAL);
    assert_non_null(strstr(why.text, "16000"));
    sahut_sink_free(sink);
    // One at a time, but any number after each other; failures above have left nothing behind.
    assert_int_equal(sahut_voice_new(&english, NULL, NULL, NULL, &v, &why), 0);
    struct sahut_voice *second = NULL;
    assert_int_equal(sahut_voice_new(&english, NULL, NULL, NULL, &second, &why), -EBUSY);
    assert_null(second);
    sahut_voice_free(v);
    struct sahut_voice_config indonesian = {"id", 165, 50, 90};
    assert_int_equal(sahut_voice_new(&indonesian, NULL, NULL, NULL, &v, &why), 0);
    char *phonemes = NULL;
    assert_int_equal(sahut_voice_phonemes(v, "sahut", &phonemes), 0);
    assert_string_equal(phonemes, "s'ahut");
    free(phonemes);
    sahut_voice_free(v);
}

static int loudest(const int16_t *pcm, size_t n)
{
    int most = 0;
    for (size_t i = 0; i < n; i++)
        most = abs(pcm[i]) > most ? abs(pcm[i]) : most;
    return most;
}

static void volume_and_loudness_scale_what_is_played(void **state)
{
    static const struct {
        int volume, loudness;
        double gain; // to volume 90
    } rows[] = {{90, 100, 1}, {45, 100, 0.5}, {90, 20, 0.2}, {45, 50, 0.25}, {0, 100, 0}};
    double whole = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct studio *s = open_studio();
        sahut_voice_set_volume(s->voice, rows[i].volume);
        assert_int_equal(sahut_voice_get_volume(s->voice), rows[i].volume);
        sahut_voice_set_loudness(s->voice, rows[i].loudness);
        sahut_voice_say(s->voice, SAHUT_VOICE_ANSWER, "hello");
        sahut_voice_wait(s->voice);
        size_t n;
        int16_t *pcm = recorded(s, &n);
        if (i == 0)
            whole = loudest(pcm, n);
        assert_true(whole > 1000);
        assert_true(abs((int)(whole * rows[i].gain) - loudest(pcm, n)) <= 1);
        free(pcm);
        close_studio(s);
    }
}

static void a_tone_is_as_long_as_wanted(void **state)
{
    struct studio *s = open_studio();
    size_t n;
    sahut_voice_tone(s->voice, SAHUT_VOICE_ALARM, 1.5);
    sahut_voice_wait(s->voice);
    int16_t *pcm = recorded(s, &n);
    assert_int_equal(n, SAHUT_VOICE_RATE * 3 / 2);
    assert_true(loudest(pcm, n) > 5000);
    assert_int_equal(loudest(pcm + SAHUT_VOICE_RATE * 7 / 10, SAHUT_VOICE_RATE / 5), 0);
    free(pcm);
    close_studio(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(urgent_first_then_in_order),
        cmocka_unit_test(a_full_queue_refuses),
        cmocka_unit_test(stop_drops_that_priority_and_less),
        cmocka_unit_test(speech_stops_in_the_middle),
        cmocka_unit_test(an_alarm_interrupts_a_notice_only),
        cmocka_unit_test(free_while_speaking_reports_everything),
        cmocka_unit_test(the_same_text_gives_the_same_samples),
        cmocka_unit_test(odd_texts_are_spoken_plainly),
        cmocka_unit_test(clips_keep_their_length),
        cmocka_unit_test(phonemes_are_those_of_the_voice),
        cmocka_unit_test(many_threads_may_ask),
        cmocka_unit_test(volume_and_loudness_scale_what_is_played),
        cmocka_unit_test(a_tone_is_as_long_as_wanted),
        cmocka_unit_test(without_a_sink_nothing_is_rendered),
        cmocka_unit_test(voices_that_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
