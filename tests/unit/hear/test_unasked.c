// SPDX-License-Identifier: GPL-3.0-or-later
/* When what nobody called for counts, and the words that it is compared with. Without a network a
 * voice is everywhere. */
#include "hear/unasked.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "hear/talk.h"

static const struct {
    const char *what;
    double margin, beyond_talk, noise_db;
    int longest;
    bool meant;
} heard[] = {
    {"clear speech in a quiet room", -2, 25, 1, 40, true},
    {"in noise", -25, 5, 20, 40, true},
    {"the same without noise", -25, 5, 2, 40, false},
    {"other words fit better", -12, -10, 4, 40, false},
    {"nothing fits", -45, -20, 25, 40, false},
    {"one sound held for long", -2, 25, 1, 130, false},
    {"noise can excuse so much", -60, -5, 60, 40, false},
};

static bool judge(struct recognised r, int64_t at, struct unasked_said *said)
{
    static const int16_t pcm[16000];
    r.confidence = 1;
    r.end = 8000;
    static const struct unasked_nets none = {0};
    unasked_judge(&none, pcm, 16000, 0, at, said, &r);
    return r.confidence >= 0.5;
}

static void only_what_fits_is_meant(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(heard) / sizeof(*heard); i++) {
        struct unasked_said said = {0};
        struct recognised r = {.text = "stop",
                               .margin = heard[i].margin,
                               .beyond_talk = heard[i].beyond_talk,
                               .noise_db = heard[i].noise_db,
                               .longest = heard[i].longest};
        if (judge(r, 0, &said) != heard[i].meant)
            fail_msg("%s: wrong", heard[i].what);
    }
}

/* One that fits badly was another word. */
static const struct {
    const char *text;
    double worst, noise_db;
    bool meant;
} fitting[] = {
    {"snooze ten minutes", -30, 1, true},
    {"snooze ten minutes", -40, 1, false},
    {"snooze ten minutes", -40, 20, true},
    {"stop", -40, 1, true},
};

static void every_word_has_to_fit(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(fitting) / sizeof(*fitting); i++) {
        struct unasked_said said = {0};
        struct recognised r = {.margin = -2,
                               .beyond_talk = 25,
                               .noise_db = fitting[i].noise_db,
                               .worst = fitting[i].worst,
                               .longest = 40};
        snprintf(r.text, sizeof(r.text), "%s", fitting[i].text);
        if (judge(r, 0, &said) != fitting[i].meant)
            fail_msg("row %zu: wrong", i);
    }
}

#define SECOND ((int64_t)16000)

/* What is said first is nearly enough (or not), `beyond_talk` then; the second time it is nearly
 * enough. */
static const struct {
    const char *what, *first, *second;
    double beyond_talk;
    int64_t after;
    bool meant;
} twice[] = {
    {"the same again", "stop", "stop", 5, 5 * SECOND, true},
    {"said in full", "snooze", "snooze ten minutes", 5, 20 * SECOND, true},
    {"something else", "snooze", "stop", 5, 5 * SECOND, false},
    {"a longer word", "snooze", "snoozer", 5, 5 * SECOND, false},
    {"not nearly enough at first", "stop", "stop", -15, 5 * SECOND, false},
    {"too long ago", "stop", "stop", 5, 61 * SECOND, false},
    {"positions began anew", "stop", "stop", 5, -5 * SECOND, false},
};

static void what_is_said_again_needs_less(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(twice) / sizeof(*twice); i++) {
        struct unasked_said said = {0};
        struct recognised r = {.margin = -25, .noise_db = 2, .longest = 40};
        int64_t at = 100 * SECOND;
        snprintf(r.text, sizeof(r.text), "%s", twice[i].first);
        r.beyond_talk = twice[i].beyond_talk;
        assert_false(judge(r, at, &said));
        snprintf(r.text, sizeof(r.text), "%s", twice[i].second);
        r.beyond_talk = 5;
        if (judge(r, at + twice[i].after, &said) != twice[i].meant)
            fail_msg("%s: wrong", twice[i].what);
    }
}

static void write_file(char path[40], const char *text)
{
    strcpy(path, "/tmp/sahut-talk-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static void words_become_a_loop(void **state)
{
    (void)state;
    struct sahut_why why;
    struct talk_words *t = NULL;
    struct network n;
    char path[40];
    write_file(path, "# what people say\nup  down\n\nfive # a number\n");
    assert_int_equal(talk_words_read(path, &t, &why), 0);
    talk_network(t, &n);
    assert_int_equal(n.n_words, 3);
    assert_string_equal(n.words[2], "five");
    assert_int_equal(n.n_arcs, 4);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(n.arcs[i].from, n.arcs[i].to);
    assert_null(n.arcs[3].word);
    assert_int_equal(n.arcs[3].to, n.final);
    network_finish(&n);
    talk_words_free(t);
    unlink(path);
}

static void files_without_words(void **state)
{
    (void)state;
    struct sahut_why why;
    struct talk_words *t = NULL;
    struct network n;
    char path[40];
    write_file(path, "# nothing\n\n");
    assert_int_equal(talk_words_read(path, &t, &why), -EINVAL);
    assert_non_null(strstr(why.text, path));
    unlink(path);
    assert_int_equal(talk_words_read(path, &t, &why), -ENOENT);
    assert_null(t);
    talk_network(NULL, &n);
    assert_int_equal(n.n_arcs, 0);
    network_finish(&n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_fits_is_meant),       cmocka_unit_test(every_word_has_to_fit),
        cmocka_unit_test(what_is_said_again_needs_less), cmocka_unit_test(words_become_a_loop),
        cmocka_unit_test(files_without_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
