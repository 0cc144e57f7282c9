// SPDX-License-Identifier: GPL-3.0-or-later
/* A mistake in a sentence file is named with file, line, column and what is expected. */
#include "support/program.h"

static void mistakes(void **state)
{
    static const struct {
        const char *text, *place, *says;
    } rows[] = {
        {"language en\nintent a\n    turn (on | off\n", ":3:", "expected ')'"},
        {"language en\nintent a\n    turn <switch>\n", ":3:", "switch"},
        {"language en\n    turn it on\n", ":2:5: ", "none above"},
        {"language en\nintent a\n    turn on]\n", ":3:", "']'"},
    };
    struct scratch s;
    scratch_init(&s);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct result r;
        char *path = scratch_write(&s, "my.sentences", rows[i].text), place[100];
        snprintf(place, sizeof(place), "%s%s", path, rows[i].place);
        RUN(NULL, &r, "understand", "--sentences", path, "turn it on");
        assert_code(&r, 1);
        assert_says(r.err, place);
        assert_says(r.err, rows[i].says);
        assert_string_equal(r.out, "");
        result_finish(&r);
        free(path);
    }
    scratch_finish(&s);
}

static void no_such_file(void **state)
{
    struct result r;
    RUN(NULL, &r, "understand", "--sentences", "/nowhere/my.sentences", "turn it on");
    assert_code(&r, 1);
    assert_says(r.err, "/nowhere/my.sentences: No such file");
    result_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes),
        cmocka_unit_test(no_such_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
