// SPDX-License-Identifier: GPL-3.0-or-later
/* Half past two does not exist in the night the clocks go forward: the offset before counts, so it
 * rings at half past three. */
#include "support/program.h"

static void the_hour_that_is_missing(void **state)
{
    struct result r;
    const char *bed = recording("bed");
    if (!bed)
        return;
    RUN(NULL, &r, "replay", "--config", "tests/flow/data/office.conf", "--json", "--tz",
        "Europe/Berlin", "--now", "2026-03-29T01:59", "--until", "2026-03-29T03:30", bed);
    assert_code(&r, 0);
    json_t *heard = event_at(&r, "hypothesis", 0);
    assert_field(heard, "text", "remind me to * at half past two");
    assert_field(json_object_get(json_object_get(heard, "slots"), "when"), "start",
                 "2026-03-29T03:30:00+02:00");
    assert_int_equal(events_of(&r, "due"), 1);
    assert_field(event_at(&r, "due", 0), "time", "2026-03-29T03:30:00+02:00");
    result_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_hour_that_is_missing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
