// SPDX-License-Identifier: GPL-3.0-or-later
/* The same bytes give the same events, to the last byte of the output, of the voice and of the
 * database; and each recording is heard alike wherever it stands. */

#include "support/program.h"

static void same_every_time(void **state)
{
    struct scratch s[2];
    struct result r[2];
    char *said[2], *sound[2];
    size_t n[2];
    const char *dentist = recording("dentist");
    if (!dentist)
        return;
    for (int i = 0; i < 2; i++) {
        scratch_init(&s[i]);
        char *folder = scratch_path(&s[i], "state");
        said[i] = scratch_path(&s[i], "said.wav");
        RUN(NULL, &r[i], "replay", "--config", "tests/flow/data/office.conf", "--json", "--tz",
            "Europe/Berlin", "--now", "2026-05-04T10:00", "--until", "+24h", "--state", folder,
            "--say-to", said[i], dentist, recording("time"));
        assert_code(&r[i], 0);
        sound[i] = read_bytes(said[i], &n[i]);
        free(folder);
    }
    assert_string_equal(r[0].out, r[1].out);
    assert_true(strlen(r[0].out) > 1000);
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(sound[0], sound[1], n[0]);
    for (int i = 0; i < 2; i++) {
        free(sound[i]);
        free(said[i]);
        result_finish(&r[i]);
        scratch_finish(&s[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_every_time)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
