// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sahut/log.h"
#include "sahut/text.h"
#include "sahut/why.h"

static void text_grows(void **state)
{
    struct sahut_text t = {0};
    assert_string_equal(sahut_text_get(&t), "");
    sahut_text_add(&t, "one");
    sahut_text_add_n(&t, " two three", 4);
    sahut_text_addf(&t, " %d%s", 3, "!");
    assert_string_equal(sahut_text_get(&t), "one two 3!");
    assert_int_equal(t.len, 10);
    sahut_text_clear(&t);
    assert_string_equal(sahut_text_get(&t), "");
    for (int i = 0; i < 1000; i++)
        sahut_text_addf(&t, "%03d", i);
    assert_int_equal(t.len, 3000);
    assert_memory_equal(sahut_text_get(&t) + 2997, "999", 4);
    sahut_text_finish(&t);
    assert_string_equal(sahut_text_get(&t), "");
}

static void text_is_given_away(void **state)
{
    struct sahut_text t = {0};
    char *empty = sahut_text_take(&t);
    assert_string_equal(empty, "");
    sahut_text_add(&t, "kept");
    char *kept = sahut_text_take(&t);
    assert_string_equal(kept, "kept");
    assert_null(t.s);
    free(empty);
    free(kept);
}

// Every length around the powers of two at which the buffer grows.
static void text_of_every_length(void **state)
{
    for (size_t n = 0; n < 300; n++) {
        struct sahut_text t = {0};
        for (size_t i = 0; i < n; i++)
            sahut_text_add_n(&t, "x", 1);
        assert_int_equal(strlen(sahut_text_get(&t)), n);
        sahut_text_finish(&t);
    }
}

static void distances(void **state)
{
    static const struct {
        const char *a, *b;
        size_t distance;
    } rows[] = {
        {"", "", 0},
        {"", "abc", 3},
        {"abc", "", 3},
        {"abc", "abc", 0},
        {"volume", "volum", 1},
        {"volume", "volumee", 1},
        {"volume", "valume", 1},
        {"volume", "voulme", 1},
        {"ab", "ba", 1},
        {"abcd", "badc", 2},
        {"ca", "abc", 3},
        {"kitten", "sitting", 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(sahut_text_distance(rows[i].a, rows[i].b), rows[i].distance);
        assert_int_equal(sahut_text_distance(rows[i].b, rows[i].a), rows[i].distance);
    }
}

static void nearest_word(void **state)
{
    static const char *const known[] = {"language", "volume", "wake_phrase", NULL};
    static const char *const none[] = {NULL};
    static const struct {
        const char *word, *nearest;
    } rows[] = {
        {"volum", "volume"},
        {"vloume", "volume"},
        {"wakephrase", "wake_phrase"},
        {"langage", "language"},
        {"volume", "volume"},
        {"xyz", NULL},
        {"v", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *got = sahut_text_nearest(rows[i].word, known);
        if (rows[i].nearest)
            assert_string_equal(got, rows[i].nearest);
        else
            assert_null(got);
        assert_null(sahut_text_nearest(rows[i].word, none));
    }
}

static void memory(void **state)
{
    int *numbers = sahut_alloc(4, sizeof *numbers);
    for (int i = 0; i < 4; i++)
        assert_int_equal(numbers[i], 0);
    numbers[3] = 7;
    numbers = sahut_realloc(numbers, 4000, sizeof *numbers);
    assert_int_equal(numbers[3], 7);
    free(numbers);
    void *nothing = sahut_alloc(0, 8);
    assert_non_null(nothing);
    nothing = sahut_realloc(nothing, 0, 8);
    assert_non_null(nothing);
    free(nothing);
    char *part = sahut_strndup("sentence", 4);
    char *whole = sahut_strdup(part);
    assert_string_equal(whole, "sent");
    free(part);
    free(whole);
}

static void why_says_and_returns(void **state)
{
    struct sahut_why why = {"untouched"};
    assert_int_equal(sahut_why(NULL, -EIO, "%s", "nobody asks"), -EIO);
    assert_int_equal(sahut_why(&why, -EINVAL, "%s:%d: bad", "file", 3), -EINVAL);
    assert_string_equal(why.text, "file:3: bad");
    assert_int_equal(sahut_why(&why, -ENOENT, "outer: %s", why.text), -ENOENT);
    assert_string_equal(why.text, "outer: file:3: bad");
}

// A cut must not leave half a character, at whatever byte the limit falls.
static void why_is_cut_between_characters(void **state)
{
    static const char *const characters[] = {"x", "ü", "…", "🎤"};
    struct sahut_why why;
    for (size_t c = 0; c < 4; c++) {
        size_t size = strlen(characters[c]);
        for (size_t lead = 0; lead < 4; lead++) {
            struct sahut_text t = {0};
            sahut_text_add_n(&t, "abcd", lead);
            while (t.len < 600)
                sahut_text_add(&t, characters[c]);
            sahut_why(&why, -EINVAL, "%s", sahut_text_get(&t));
            size_t len = strlen(why.text);
            assert_true(len < sizeof why.text && len + size >= sizeof why.text);
            assert_int_equal((len - lead) % size, 0);
            assert_memory_equal(why.text, sahut_text_get(&t), len);
            sahut_text_finish(&t);
        }
    }
}

struct heard {
    int lines;
    enum sahut_log_level level;
    char room[16];
    char text[2048];
};

static void hear(void *ctx, enum sahut_log_level level, const char *room, const char *text)
{
    struct heard *heard = ctx;
    heard->lines++;
    heard->level = level;
    snprintf(heard->room, sizeof heard->room, "%s", room);
    snprintf(heard->text, sizeof heard->text, "%s", text);
}

static void log_drops_what_is_too_fine(void **state)
{
    for (int limit = SAHUT_LOG_ERROR; limit <= SAHUT_LOG_DEBUG; limit++) {
        struct heard heard = {0};
        sahut_log_setup((enum sahut_log_level)limit, hear, &heard);
        for (int level = SAHUT_LOG_ERROR; level <= SAHUT_LOG_DEBUG; level++)
            sahut_log((enum sahut_log_level)level, "base", "level %d", level);
        assert_int_equal(heard.lines, limit + 1);
        assert_int_equal(heard.level, limit);
        assert_string_equal(heard.room, "base");
    }
    sahut_log_setup(SAHUT_LOG_WARN, NULL, NULL);
}

static void log_cuts_a_long_line(void **state)
{
    struct heard heard = {0};
    char *text = sahut_alloc(2000, 1);
    memset(text, 'y', 1999);
    sahut_log_setup(SAHUT_LOG_INFO, hear, &heard);
    sahut_log(SAHUT_LOG_INFO, "base", "%s", text);
    assert_int_equal(strlen(heard.text), 1023);
    sahut_log_setup(SAHUT_LOG_WARN, NULL, NULL);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_grows),
        cmocka_unit_test(text_is_given_away),
        cmocka_unit_test(text_of_every_length),
        cmocka_unit_test(distances),
        cmocka_unit_test(nearest_word),
        cmocka_unit_test(memory),
        cmocka_unit_test(why_says_and_returns),
        cmocka_unit_test(why_is_cut_between_characters),
        cmocka_unit_test(log_drops_what_is_too_fine),
        cmocka_unit_test(log_cuts_a_long_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
