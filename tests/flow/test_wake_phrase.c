// SPDX-License-Identifier: GPL-3.0-or-later
/* A wake phrase of the user's own words; one that cannot be pronounced is refused by name. */
#include "support/program.h"

static void cannot_be_pronounced(void **state)
{
    static const char *const phrases[] = {"...", "   ", "你好", "hey 愛", "привет"};
    struct result r;
    const char *time = recording("time");
    if (!time)
        return;
    for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
        RUN(NULL, &r, "listen", "--wake", phrases[i], time);
        assert_code(&r, 1);
        assert_says(r.err, "wake phrase");
        assert_string_equal(r.out, "");
        result_finish(&r);
        RUN(NULL, &r, "replay", "--wake", phrases[i], time);
        assert_code(&r, 1);
        assert_says(r.err, "wake phrase");
        result_finish(&r);
    }
}

static void config_check_says_so(void **state)
{
    struct scratch s;
    struct result r;
    scratch_init(&s);
    char *conf = scratch_write(&s, "sahut.conf", "wake = { phrase = \"...\"; };\n");
    RUN(NULL, &r, "config", "check", conf);
    assert_code(&r, 1);
    assert_says(r.err, "setting 'wake.phrase': '...' cannot be pronounced");
    result_finish(&r);
    free(conf);
    scratch_finish(&s);
}

static void any_words(void **state)
{
    struct result r;
    const char *time = recording("time");
    if (!time)
        return;
    RUN(NULL, &r, "listen", "--wake", "Sahut please", "--json", time);
    assert_code(&r, 1);
    assert_says(r.err, "nothing was heard");
    result_finish(&r);
    RUN(NULL, &r, "listen", "--wake", "Hey, Computer!", "--json", time);
    assert_code(&r, 0);
    assert_int_equal(events_of(&r, "wake"), 1);
    assert_field(event_at(&r, "hypothesis", 0), "intent", "clock.time");
    result_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cannot_be_pronounced),
        cmocka_unit_test(config_check_says_so),
        cmocka_unit_test(any_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
