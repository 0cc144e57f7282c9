// SPDX-License-Identifier: GPL-3.0-or-later
/* An order that lacks something is asked for it, and the answer needs no wake phrase. */

#include "support/program.h"

static void asked_when(void **state)
{
    struct result r;
    const char *plants = recording("plants");
    if (!plants)
        return;
    RUN(NULL, &r, "replay", "--config", "tests/flow/data/office.conf", "--json", "--tz", "UTC",
        "--now", "2026-05-04T10:00", plants, recording("evening"));
    assert_code(&r, 0);
    json_t *missing = json_object_get(event_at(&r, "hypothesis", 0), "missing");
    assert_int_equal(json_array_size(missing), 1);
    assert_string_equal(json_string_value(json_array_get(missing, 0)), "when");
    assert_int_equal(events_of(&r, "wake"), 1);
    assert_field(event_at(&r, "hypothesis", 1), "intent", "reminder.set");
    assert_field(event_at(&r, "done", 0), "text", "reminder 1 due Mon 2026-05-04 18:00");
    result_finish(&r);
}

/* Nobody answers: what is said after the time limit is no order. */
static void too_late(void **state)
{
    struct result r;
    const char *plants = recording("plants");
    if (!plants)
        return;
    RUN(NULL, &r, "replay", "--config", "tests/flow/data/office.conf", "--json", "--tz", "UTC",
        "--now", "2026-05-04T10:00", "--gap", "20", plants, recording("evening"));
    assert_code(&r, 0);
    assert_int_equal(events_of(&r, "hypothesis"), 1);
    assert_int_equal(events_of(&r, "done"), 0);
    result_finish(&r);
}

/* Whatever is not certain: it is read out first, and done after a yes. */
static void asked_whether(void **state)
{
    struct result r;
    struct scratch s;
    const char *timer = recording("timer");
    if (!timer)
        return;
    scratch_init(&s);
    char *conf = scratch_write(&s, "sahut.conf",
                               "wake = { phrase = \"hey computer\"; };\n"
                               "hearing = { ask_below = 1.0; };\n");
    RUN(NULL, &r, "replay", "--config", conf, "--json", "--tz", "UTC", "--now", "2026-05-04T10:00",
        timer, recording("yes"));
    assert_code(&r, 0);
    assert_int_equal(events_of(&r, "wake"), 1);
    assert_int_equal(events_of(&r, "done"), 1);
    result_finish(&r);
    RUN(NULL, &r, "replay", "--config", conf, "--json", "--tz", "UTC", "--now", "2026-05-04T10:00",
        timer);
    assert_code(&r, 0);
    assert_int_equal(events_of(&r, "done"), 0);
    result_finish(&r);
    free(conf);
    scratch_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asked_when),
        cmocka_unit_test(too_late),
        cmocka_unit_test(asked_whether),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
