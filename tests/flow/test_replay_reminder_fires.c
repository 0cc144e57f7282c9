// SPDX-License-Identifier: GPL-3.0-or-later
/* A reminder asked for today rings tomorrow: its words are played, until somebody says stop. */
#include "support/program.h"

#define OFFICE "tests/flow/data/office.conf"

static void rings_until_it_expires(void **state)
{
    static const char *const rings[] = {"2026-05-05T09:00:00+02:00", "2026-05-05T09:01:00+02:00",
                                        "2026-05-05T09:03:00+02:00", "2026-05-05T09:07:00+02:00",
                                        "2026-05-05T09:15:00+02:00", "2026-05-05T09:31:00+02:00"};
    struct result r;
    const char *dentist = recording("dentist");
    if (!dentist)
        return;
    RUN(NULL, &r, "replay", "--config", OFFICE, "--json", "--tz", "Europe/Berlin", "--now",
        "2026-05-04T10:00", "--until", "+24h", dentist);
    assert_code(&r, 0);
    json_t *heard = event_at(&r, "hypothesis", 0);
    assert_field(heard, "text", "remind me to * tomorrow at nine");
    assert_field(heard, "intent", "reminder.set");
    json_t *when = json_object_get(json_object_get(heard, "slots"), "when");
    assert_field(when, "start", "2026-05-05T09:00:00+02:00");
    assert_says(json_string_value(json_object_get(event_at(&r, "said", 0), "text")),
                "tomorrow at nine");
    assert_field(event_at(&r, "hint", 0), "text", "call the dentist");
    assert_int_equal(events_of(&r, "due"), 6);
    for (size_t i = 0; i < 6; i++)
        assert_field(event_at(&r, "due", i), "time", rings[i]);
    assert_field(event_at(&r, "due", 5), "text", "reminder 1 expired, nobody answered");
    assert_field(event_at(&r, "said", 2), "text", "<your own words>");
    result_finish(&r);
}

static void stop_ends_the_ringing(void **state)
{
    struct result r;
    const char *dentist = recording("dentist");
    if (!dentist)
        return;
    RUN(NULL, &r, "replay", "--config", OFFICE, "--json", "--tz", "Europe/Berlin", "--now",
        "2026-05-04T10:00", "--until", "+24h", dentist, "@2026-05-05T09:01:30", recording("stop"));
    assert_code(&r, 0);
    assert_int_equal(events_of(&r, "due"), 2);
    assert_field(event_at(&r, "hypothesis", 1), "intent", "dialogue.stop");
    assert_field(event_at(&r, "done", 1), "text", "promise 1 acknowledged");
    result_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rings_until_it_expires),
        cmocka_unit_test(stop_ends_the_ringing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
