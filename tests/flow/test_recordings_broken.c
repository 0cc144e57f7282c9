// SPDX-License-Identifier: GPL-3.0-or-later
/* Recordings that are missing, empty, broken or cut off are named, and the exit code is 1; the
 * others are heard. */
#include "support/program.h"

static void mistakes(void **state)
{
    struct scratch s;
    struct result r;
    scratch_init(&s);
    char *paths[] = {
        scratch_path(&s, "missing.wav"),
        scratch_write(&s, "empty.wav", ""),
        scratch_write(&s, "text.wav", "This is no sound, but it has a few bytes all the same.\n"),
        scratch_write(&s, "head.wav", "RIFF\x24\x01WAVEfmt "),
    };
    static const char *const commands[] = {"listen", "replay"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        for (size_t k = 0; k < 2; k++) {
            RUN(NULL, &r, commands[k], "--json", paths[i]);
            assert_code(&r, 1);
            assert_says(r.err, paths[i]);
            assert_string_equal(r.out, "");
            result_finish(&r);
        }
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        free(paths[i]);
    scratch_finish(&s);
}

/* What came before the cut is heard, and the cut is told. */
static void cut_off(void **state)
{
    struct scratch s;
    struct result r;
    const char *time = recording("time");
    if (!time)
        return;
    scratch_init(&s);
    size_t n;
    char *bytes = read_bytes(time, &n), *cut = scratch_path(&s, "cut.wav");
    FILE *f = fopen(cut, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n - 2000, f), n - 2000);
    fclose(f);
    RUN(NULL, &r, "listen", "--wake", "hey computer", "--json", cut, time);
    assert_code(&r, 1);
    assert_says(r.err, cut);
    assert_field(event_at(&r, "wake", events_of(&r, "wake") - 1), "file", time);
    assert_field(event_at(&r, "hypothesis", events_of(&r, "hypothesis") - 1), "intent",
                 "clock.time");
    result_finish(&r);
    free(bytes);
    free(cut);
    scratch_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes),
        cmocka_unit_test(cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
