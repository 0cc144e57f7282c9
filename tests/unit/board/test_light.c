// SPDX-License-Identifier: GPL-3.0-or-later
/* The status light: what it shows is told apart by how it blinks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "board/lines_private.h"
#include "sahut/lines.h"

#include <stdio.h>
#include <string.h>

#define LENGTH(a) (sizeof(a) / sizeof *(a))

static bool level;

static int note_level(struct lines_line *line, bool on)
{
    level = on;
    return 0;
}

static struct sahut_lines *open_light(bool active_low)
{
    static struct lines_backend noting;
    const struct lines_board board = {&noting, "/nowhere", NULL};
    const struct sahut_lines_config config = {
        .light = {"GPIO17", "", -1, "", active_low, SAHUT_BIAS_AS_IS, "the light", "settings"},
        .dry_run = true,
    };
    struct sahut_lines *lines = NULL;

    noting = lines_dry;
    noting.set = note_level;
    level = false;
    assert_int_equal(lines_open_on(&board, &config, &lines, NULL), 0);
    return lines;
}

/* What is seen from `from_ms` on for so long: "+" at each beginning of light, "-" at each end, with
 * the time since the beginning. */
static void watch(struct sahut_lines *lines, int64_t from_ms, int64_t for_ms, char out[400])
{
    bool was = false;
    int64_t now_ms = from_ms;

    out[0] = '\0';
    while (now_ms < from_ms + for_ms) {
        const size_t at = strlen(out);

        sahut_lines_work(lines, now_ms);
        if (level != was)
            snprintf(out + at, 400 - at, "%c%d ", level ? '+' : '-', (int)(now_ms - from_ms));
        was = level;
        now_ms = sahut_lines_next(lines);
    }
}

static void test_patterns(void **state)
{
    static const struct {
        enum sahut_light light;
        int64_t for_ms;
        const char *seen;
    } cases[] = {
        {SAHUT_LIGHT_LISTENING, 10000, "+0 "},
        {SAHUT_LIGHT_THINKING, 500, "+0 -100 +200 -300 +400 "},
        {SAHUT_LIGHT_SPEAKING, 1001, "+0 -250 +500 -750 +1000 "},
        {SAHUT_LIGHT_MUTED, 4061, "+0 -60 +4000 -4060 "},
        {SAHUT_LIGHT_FAULT, 4061, "+0 -60 +260 -320 +4000 -4060 "},
        {SAHUT_LIGHT_OFF, 10000, ""},
    };
    struct sahut_lines *lines = open_light(false);
    char seen[400];

    for (size_t i = 0; i < LENGTH(cases); i++) {
        sahut_lines_light(lines, cases[i].light);
        watch(lines, 1000000 * (int64_t)(i + 1), cases[i].for_ms, seen);
        if (strcmp(seen, cases[i].seen) != 0)
            fail_msg("light %d: '%s', not '%s'", cases[i].light, seen, cases[i].seen);
    }
    sahut_lines_close(lines);
}

/* The same again changes nothing: it would begin its course anew each time and never blink. */
static void test_again(void **state)
{
    struct sahut_lines *lines = open_light(true);

    sahut_lines_light(lines, SAHUT_LIGHT_THINKING);
    sahut_lines_work(lines, 0);
    assert_true(level);
    sahut_lines_light(lines, SAHUT_LIGHT_THINKING);
    sahut_lines_work(lines, 100);
    assert_false(level);
    sahut_lines_light(lines, SAHUT_LIGHT_OFF);
    assert_false(level);
    assert_int_equal(sahut_lines_next(lines), INT64_MAX);
    sahut_lines_close(lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_patterns),
        cmocka_unit_test(test_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
