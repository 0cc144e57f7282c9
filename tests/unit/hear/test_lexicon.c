// SPDX-License-Identifier: GPL-3.0-or-later
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

#include "sahut/lexicon.h"

static const char words[] = ";;; a comment\n"
                            "'bout B AW T\n"
                            "a AH\n"
                            "a(2) EY\n"
                            "hello HH AH0 L OW1\n"
                            "hello(2)  HH EH0 L OW1 # the same again\n"
                            "hello(3) HH AH2 L OW0\n"
                            "smile(y) S M AY\n"
                            "read\tR EH D\r\n"
                            "read(12) R IY D\n"
                            "empty\n"
                            "last L AE S T";

static char *a_dictionary(const char *text)
{
    char path[] = "/tmp/sahut-lexicon-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    return strdup(path);
}

static int set_up(void **state)
{
    *state = a_dictionary(words);
    return 0;
}

static int tear_down(void **state)
{
    unlink(*state);
    free(*state);
    return 0;
}

// Speaks "sahut" and says "x$" for "mumble"; knows nothing else.
static int ask(void *ctx, const char *word, char **out)
{
    int *asked = ctx;
    ++*asked;
    if (strcmp(word, "sahut") == 0)
        *out = strdup("s'ahVt");
    else if (strcmp(word, "mumble") == 0)
        *out = strdup("x$");
    else
        return -EINVAL;
    return 0;
}

static void words_come_in_order_with_alternatives(void **state)
{
    static const char *const asked[] = {"last", "hello", "sahut", "a", "hello", "read", "'bout"};
    static const char *const expected[][2] = {
        {"last", "L AE S T"},
        {"hello", "HH AH L OW"},
        {"hello", "HH EH L OW"},
        {"sahut", "S AE HH AH T"},
        {"a", "AH"},
        {"a", "EY"},
        {"read", "R EH D"},
        {"read", "R IY D"},
        {"'bout", "B AW T"},
    };
    struct sahut_lexicon *l = NULL;
    struct sahut_why why = {{0}};
    int calls = 0;
    assert_int_equal(sahut_lexicon_build(*state, asked, 7, ask, &calls, &l, &why), 0);
    assert_int_equal(calls, 1);
    assert_int_equal(l->count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < l->count; i++) {
        assert_string_equal(l->items[i].word, expected[i][0]);
        assert_string_equal(l->items[i].phones, expected[i][1]);
    }
    sahut_lexicon_free(l);
}

static void a_word_nobody_knows_is_named(void **state)
{
    static const struct {
        const char *word;
        sahut_phonemes_of *ask;
        const char *says;
    } rows[] = {
        {"sahut", NULL, "sahut"}, {"hello(2)", NULL, "hello(2)"}, {"Hello", NULL, "Hello"},
        {"empty", NULL, "empty"}, {"smile", NULL, "smile"},       {"bonjour", ask, "bonjour"},
        {"mumble", ask, "x$"},    {"", ask, "empty word"},        {";;;", NULL, ";;;"},

    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sahut_lexicon *l = NULL;
        struct sahut_why why = {{0}};
        int calls = 0;
        const char *asked[] = {"a", rows[i].word};
        int err = sahut_lexicon_build(*state, asked, 2, rows[i].ask, &calls, &l, &why);
        assert_int_equal(err, -ENOENT);
        assert_null(l);
        assert_non_null(strstr(why.text, rows[i].says));
    }
}

static void a_dictionary_that_cannot_be_read_is_named(void **state)
{
    static const char *const asked[] = {"a"};
    static const struct {
        const char *path;
        int err;
    } rows[] = {{"/nonexistent/words.dict", -ENOENT}, {"/tmp", -EINVAL}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sahut_lexicon *l = NULL;
        struct sahut_why why = {{0}};
        assert_int_equal(sahut_lexicon_build(rows[i].path, asked, 1, NULL, NULL, &l, &why),
                         rows[i].err);
        assert_null(l);
        assert_non_null(strstr(why.text, rows[i].path));
    }
}

static void nothing_asked_and_an_empty_file_are_fine(void **state)
{
    struct sahut_lexicon *l = NULL;
    assert_int_equal(sahut_lexicon_build(*state, NULL, 0, NULL, NULL, &l, NULL), 0);
    assert_int_equal(l->count, 0);
    sahut_lexicon_free(l);
    char *path = a_dictionary("");
    int calls = 0;
    assert_int_equal(sahut_lexicon_build(path, (const char *[]){"sahut"}, 1, ask, &calls, &l, NULL),
                     0);
    assert_int_equal(l->count, 1);
    sahut_lexicon_free(l);
    unlink(path);
    free(path);
    sahut_lexicon_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_come_in_order_with_alternatives, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_word_nobody_knows_is_named, set_up, tear_down),
        cmocka_unit_test(a_dictionary_that_cannot_be_read_is_named),
        cmocka_unit_test_setup_teardown(nothing_asked_and_an_empty_file_are_fine, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
