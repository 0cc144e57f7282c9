// SPDX-License-Identifier: GPL-3.0-or-later
/* The day's appointments out of a folder of calendars. */
#include "support/program.h"

static void today(void **state)
{
    static const char *const days[][2] = {
        {"2026-05-05T08:55", "four appointments today"},
        {"2026-05-05T15:00", "six o'clock"},
        {"2031-08-02T08:00", "nothing"},
    };
    struct result r;
    const char *agenda = recording("agenda");
    if (!agenda)
        return;
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        RUN(NULL, &r, "replay", "--config", "dist/demo/sahut.conf", "--json", "--tz",
            "Europe/Berlin", "--now", days[i][0], agenda);
        assert_code(&r, 0);
        assert_field(event_at(&r, "hypothesis", 0), "intent", "agenda.query");
        assert_says(json_string_value(json_object_get(event_at(&r, "said", 0), "text")),
                    days[i][1]);
        assert_int_equal(events_of(&r, "complaint"), 0);
        result_finish(&r);
    }
}

/* An appointment is called by its title, which is in the calendar and in no list of sentences. */
static void by_title(void **state)
{
    struct result r;
    const char *review = recording("review");
    if (!review)
        return;
    RUN(NULL, &r, "replay", "--config", "dist/demo/sahut.conf", "--json", "--tz", "Europe/Berlin",
        "--now", "2026-05-05T08:55", review);
    assert_code(&r, 0);
    assert_field(event_at(&r, "hypothesis", 0), "text", "when is the design review");
    assert_says(json_string_value(json_object_get(event_at(&r, "said", 0), "text")),
                "Design review is today at two");
    result_finish(&r);
}

/* Nothing may be written here, and the answer says so: it was understood. */
static void moved(void **state)
{
    struct result r;
    const char *move = recording("move");
    if (!move)
        return;
    RUN(NULL, &r, "replay", "--config", "dist/demo/sahut.conf", "--json", "--tz", "Europe/Berlin",
        "--now", "2026-05-05T08:55", move);
    assert_code(&r, 0);
    assert_field(event_at(&r, "hypothesis", 0), "intent", "event.change");
    assert_says(json_string_value(json_object_get(event_at(&r, "said", 0), "text")),
                "I may not change any calendar");
    result_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(today), cmocka_unit_test(by_title),
                                       cmocka_unit_test(moved)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
