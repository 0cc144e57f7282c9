// SPDX-License-Identifier: GPL-3.0-or-later
/* What the calendars say about a day, a part of it, a week. */
#include <stdbool.h>

#include "talk.h"

static const char ics[] =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\n"
    "BEGIN:VEVENT\r\nUID:early\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;TZID=Europe/Berlin:20260504T070000\r\nDTEND;TZID=Europe/Berlin:20260504T073000\r\n"
    "SUMMARY:Gym\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:day\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20260505\r\n"
    "SUMMARY:Birthday of Ann\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:daily\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;TZID=Europe/Berlin:20260505T100000\r\nDTEND;TZID=Europe/Berlin:20260505T101500\r\n"
    "RRULE:FREQ=DAILY;COUNT=3\r\nSUMMARY:Stand-up\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:nameless\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;TZID=Europe/Berlin:20260505T150000\r\nDTEND;TZID=Europe/Berlin:20260505T160000\r\n"
    "END:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:night\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;TZID=Europe/Berlin:20260509T220000\r\nDTEND;TZID=Europe/Berlin:20260510T060000\r\n"
    "SUMMARY:Night shift\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n";

static void test_not_configured(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "agenda.query", "agenda_not_configured"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

static void test_days(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T06:00", "agenda.query",
         "agenda_list count=1 items=Gym at seven o'clock day=2026-05-04T00:00"},
        /* What goes on counts, what is over does not; but "nothing" would be wrong. */
        {"2026-05-04T07:10", "agenda.query",
         "agenda_list count=1 items=Gym at seven o'clock day=2026-05-04T00:00"},
        {"2026-05-04T08:00", "agenda.query", "agenda_none_left day=2026-05-04T00:00"},
        {"2026-05-04T08:00", "agenda.query|when=2026-05-05T00:00..2026-05-06T00:00 day",
         "agenda_list count=3 items=Birthday of Ann all day, Stand-up at ten o'clock, "
         "untitled at three o'clock day=2026-05-05T00:00"},
        {"2026-05-05T12:00", "agenda.query",
         "agenda_list count=2 items=Birthday of Ann all day, untitled at three o'clock "
         "day=2026-05-05T00:00"},
        {"2026-05-04T08:00", "agenda.query|when=2026-05-08T00:00..2026-05-09T00:00 day",
         "agenda_none day=2026-05-08T00:00"},
        /* The past as a whole; a part of a day; a clock time is its hour. */
        {"2026-05-04T23:00", "agenda.query|when=2026-05-04T06:00..2026-05-04T12:00 part",
         "agenda_list count=1 items=Gym at seven o'clock day=2026-05-04T06:00"},
        {"2026-05-04T08:00", "agenda.query|when=2026-05-06T10:00",
         "agenda_list count=1 items=Stand-up at ten o'clock day=2026-05-06T10:00"},
        {"2026-05-04T08:00", "agenda.query|when=2026-05-06T10:15",
         "agenda_none day=2026-05-06T10:15"},
        /* What began yesterday has no time today. */
        {"2026-05-09T08:00", "agenda.query|when=2026-05-10T00:00..2026-05-11T00:00 day",
         "agenda_list count=1 items=Night shift all day day=2026-05-10T00:00"},
    };
    struct world *w = world_new("", false);

    world_calendar(w, ics);
    TALK(w, steps);
    world_free(w);
}

static void test_weeks(void **state)
{
    static const struct step steps[] = {
        {"2026-05-06T12:00", "agenda.query|when=2026-05-04T00:00..2026-05-11T00:00 week",
         "agenda_list_days count=2 items=Stand-up tomorrow at ten o'clock, "
         "Night shift on Saturday at ten o'clock"},
        {"2026-05-05T09:00", "agenda.query|when=2026-05-05T00:00..2026-05-07T00:00 week",
         "agenda_list_days count=4 items=Birthday of Ann today, Stand-up today at ten o'clock, "
         "untitled today at three o'clock, Stand-up tomorrow at ten o'clock"},
        {"2026-05-10T12:00", "agenda.query|when=2026-05-04T00:00..2026-05-11T00:00 week",
         "agenda_none_left"},
        {"2026-05-04T08:00", "agenda.query|when=2026-06-01T00:00..2026-06-08T00:00 week",
         "agenda_none_days"},
    };
    struct world *w = world_new("", false);

    world_calendar(w, ics);
    TALK(w, steps);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_not_configured),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_weeks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
