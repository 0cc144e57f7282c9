// SPDX-License-Identifier: GPL-3.0-or-later
/* A lamp goes on, and off again two minutes later; lines begin switched off, an active-low one
 * high. */
#include "support/program.h"

static void assert_edge(const struct result *r, size_t k, const char *time, const char *device,
                        int value)
{
    json_t *edge = event_at(r, "edge", k);
    assert_field(edge, "time", time);
    assert_field(edge, "device", device);
    assert_int_equal(json_integer_value(json_object_get(edge, "value")), value);
}

static void on_and_off(void **state)
{
    struct result r;
    const char *lamp = recording("lamp");
    if (!lamp)
        return;
    RUN(NULL, &r, "replay", "--config", "tests/flow/data/office.conf", "--json", "--tz", "UTC",
        "--now", "2026-05-04T10:00", "--until", "+5m", lamp);
    assert_code(&r, 0);
    assert_int_equal(events_of(&r, "edge"), 4);
    assert_edge(&r, 0, "2026-05-04T10:00:00+00:00", "desk lamp", 0);
    assert_edge(&r, 1, "2026-05-04T10:00:00+00:00", "fan", 1);
    assert_edge(&r, 2, "2026-05-04T10:00:03+00:00", "desk lamp", 1);
    assert_edge(&r, 3, "2026-05-04T10:02:03+00:00", "desk lamp", 0);
    assert_says(json_string_value(json_object_get(event_at(&r, "said", 0), "text")), "two minutes");
    result_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(on_and_off)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
