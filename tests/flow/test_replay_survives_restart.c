// SPDX-License-Identifier: GPL-3.0-or-later
/* What was promised before the program ended rings when it runs again. */

#include "support/program.h"

#define OFFICE "tests/flow/data/office.conf"

static void second_run_rings(void **state)
{
    struct scratch s;
    struct result r;
    const char *dentist = recording("dentist");
    if (!dentist)
        return;
    scratch_init(&s);
    char *folder = scratch_path(&s, "state");
    RUN(NULL, &r, "replay", "--config", OFFICE, "--json", "--tz", "UTC", "--now",
        "2026-05-04T10:00", "--state", folder, dentist);
    assert_code(&r, 0);
    assert_int_equal(events_of(&r, "due"), 0);
    result_finish(&r);
    RUN(NULL, &r, "replay", "--config", OFFICE, "--json", "--tz", "UTC", "--now",
        "2026-05-05T08:50", "--state", folder, recording("time"), "@2026-05-05T09:00:30",
        recording("time"));
    assert_code(&r, 0);
    assert_int_equal(events_of(&r, "due"), 1);
    assert_field(event_at(&r, "due", 0), "time", "2026-05-05T09:00:00+00:00");
    assert_field(event_at(&r, "due", 0), "text", "reminder 1 rings, 1 of 5");
    result_finish(&r);
    free(folder);
    scratch_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(second_run_rings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
