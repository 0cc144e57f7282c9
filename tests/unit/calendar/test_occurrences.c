// SPDX-License-Identifier: GPL-3.0-or-later
#include "scratch.h"

#include <errno.h>

#include "sahut/calendar.h"

#define BERLIN "TZID=Europe/Berlin:"

/** A zone that no one else knows: rules of the European Union, two hours east in winter. */
#define OWN_ZONE                                                                                   \
    "BEGIN:VTIMEZONE\nTZID:Our Ship\n"                                                             \
    "BEGIN:STANDARD\nDTSTART:19961027T040000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0200\n"              \
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\n"                                      \
    "BEGIN:DAYLIGHT\nDTSTART:19960331T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0300\n"              \
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\n"                                       \
    "END:VTIMEZONE\n"

#define EVENT(lines) "BEGIN:VEVENT\nUID:a\n" lines "END:VEVENT\n"

struct expectation {
    const char *name, *zone, *components, *from, *to;
    /** "SUMMARY START END" lines in the zone; the offsets are cut off, a "*" marks all-day. */
    const char *expected;
};

static const struct expectation cases[] = {
    {"one event", "UTC", EVENT("SUMMARY:x\nDTSTART:20240105T100000Z\nDTEND:20240105T110000Z\n"),
     "2024-01-05", "2024-01-06", "x 2024-01-05T10:00:00 2024-01-05T11:00:00\n"},
    {"touching the window's ends", "UTC",
     EVENT("SUMMARY:x\nDTSTART:20240105T100000Z\nDTEND:20240105T110000Z\n"), "2024-01-05T11:00",
     "2024-01-05T12:00", ""},
    {"no length, at the window's begin", "UTC", EVENT("SUMMARY:x\nDTSTART:20240105T100000Z\n"),
     "2024-01-05T10:00", "2024-01-05T12:00", "x 2024-01-05T10:00:00 2024-01-05T10:00:00\n"},
    {"no length, at the window's end", "UTC", EVENT("SUMMARY:x\nDTSTART:20240105T100000Z\n"),
     "2024-01-05T09:00", "2024-01-05T10:00", ""},
    {"floating is local", "Asia/Jakarta", EVENT("SUMMARY:x\nDTSTART:20240105T100000\n"),
     "2024-01-05", "2024-01-06", "x 2024-01-05T10:00:00 2024-01-05T10:00:00\n"},
    {"Windows zone name", "UTC",
     EVENT("SUMMARY:x\nDTSTART;TZID=W. Europe Standard Time:20240105T100000\n"), "2024-01-05",
     "2024-01-06", "x 2024-01-05T09:00:00 2024-01-05T09:00:00\n"},
    {"zone name with a program's prefix", "UTC",
     EVENT("SUMMARY:x\nDTSTART;TZID=/mozilla.org/20070129_1/Europe/Berlin:20240105T100000\n"),
     "2024-01-05", "2024-01-06", "x 2024-01-05T09:00:00 2024-01-05T09:00:00\n"},
    {"zone of the file's own, winter and summer", "UTC",
     OWN_ZONE EVENT("SUMMARY:x\nDTSTART;TZID=Our Ship:20240330T120000\nRRULE:FREQ=DAILY;COUNT=3\n"),
     "2024-03-30", "2024-04-02",
     "x 2024-03-30T10:00:00 2024-03-30T10:00:00\nx 2024-03-31T09:00:00 2024-03-31T09:00:00\n"
     "x 2024-04-01T09:00:00 2024-04-01T09:00:00\n"},
    {"zone of the file's own, gap and overlap", "UTC",
     OWN_ZONE EVENT("SUMMARY:x\nDTSTART;TZID=Our Ship:20240331T033000\n"
                    "RDATE;TZID=Our Ship:20241027T033000\n"),
     "2024-01-01", "2025-01-01",
     "x 2024-03-31T01:30:00 2024-03-31T01:30:00\nx 2024-10-27T00:30:00 2024-10-27T00:30:00\n"},
    {"the clock stays when summer time begins", "Europe/Berlin",
     EVENT("SUMMARY:x\nDTSTART;" BERLIN "20240330T090000\nDTEND;" BERLIN "20240330T100000\n"
           "RRULE:FREQ=DAILY;COUNT=2\n"),
     "2024-03-30", "2024-04-01",
     "x 2024-03-30T09:00:00 2024-03-30T10:00:00\nx 2024-03-31T09:00:00 2024-03-31T10:00:00\n"},
    {"a time in the gap moves on", "Europe/Berlin",
     EVENT("SUMMARY:x\nDTSTART;" BERLIN "20240330T023000\nRRULE:FREQ=DAILY;COUNT=3\n"),
     "2024-03-30", "2024-04-02",
     "x 2024-03-30T02:30:00 2024-03-30T02:30:00\nx 2024-03-31T03:30:00 2024-03-31T03:30:00\n"
     "x 2024-04-01T02:30:00 2024-04-01T02:30:00\n"},
    {"DTEND is an exact length, DURATION of a day is not", "Europe/Berlin",
     EVENT("SUMMARY:x\nDTSTART;" BERLIN "20240330T120000\nDURATION:P1D\n"), "2024-03-30",
     "2024-04-02", "x 2024-03-30T12:00:00 2024-03-31T12:00:00\n"},
    {"all-day, one day", "Europe/Berlin", EVENT("SUMMARY:x\nDTSTART;VALUE=DATE:20240331\n"),
     "2024-03-31", "2024-04-01", "x* 2024-03-31T00:00:00 2024-04-01T00:00:00\n"},
    {"all-day, DTEND like DTSTART", "UTC",
     EVENT("SUMMARY:x\nDTSTART;VALUE=DATE:20240331\nDTEND;VALUE=DATE:20240331\n"), "2024-03-31",
     "2024-04-02", "x* 2024-03-31T00:00:00 2024-04-01T00:00:00\n"},
    {"all-day, several days, met in the middle", "America/New_York",
     EVENT("SUMMARY:x\nDTSTART;VALUE=DATE:20240301\nDTEND;VALUE=DATE:20240401\n"), "2024-03-15",
     "2024-03-16", "x* 2024-03-01T00:00:00 2024-04-01T00:00:00\n"},
    {"all-day every year", "UTC",
     EVENT("SUMMARY:x\nDTSTART;VALUE=DATE:19720229\nRRULE:FREQ=YEARLY\n"), "2023-02-01",
     "2024-04-01", "x* 2024-02-29T00:00:00 2024-03-01T00:00:00\n"},
    {"EXDATE in UTC takes a zoned one away", "UTC",
     EVENT("SUMMARY:x\nDTSTART;" BERLIN "20240701T100000\nRRULE:FREQ=DAILY;COUNT=3\n"
           "EXDATE:20240702T080000Z\n"),
     "2024-07-01", "2024-07-10",
     "x 2024-07-01T08:00:00 2024-07-01T08:00:00\nx 2024-07-03T08:00:00 2024-07-03T08:00:00\n"},
    {"EXDATE as a date, and as a list", "UTC",
     EVENT("SUMMARY:x\nDTSTART:20240701T100000Z\nRRULE:FREQ=DAILY;COUNT=4\n"
           "EXDATE;VALUE=DATE:20240702,20240703\n"),
     "2024-07-01", "2024-07-10",
     "x 2024-07-01T10:00:00 2024-07-01T10:00:00\nx 2024-07-04T10:00:00 2024-07-04T10:00:00\n"},
    {"EXDATE with a time on an all-day event", "UTC",
     EVENT("SUMMARY:x\nDTSTART;VALUE=DATE:20240701\nRRULE:FREQ=DAILY;COUNT=2\n"
           "EXDATE:20240702T000000\n"),
     "2024-07-01", "2024-07-10", "x* 2024-07-01T00:00:00 2024-07-02T00:00:00\n"},
    {"RDATE with a period, and one that the rule has too", "UTC",
     EVENT("SUMMARY:x\nDTSTART:20240701T100000Z\nRRULE:FREQ=DAILY;COUNT=2\nRDATE:20240702T100000Z\n"
           "RDATE;VALUE=PERIOD:20240705T100000Z/PT30M,20240706T100000Z/20240706T120000Z\n"),
     "2024-07-01", "2024-07-10",
     "x 2024-07-01T10:00:00 2024-07-01T10:00:00\nx 2024-07-02T10:00:00 2024-07-02T10:00:00\n"
     "x 2024-07-05T10:00:00 2024-07-05T10:30:00\nx 2024-07-06T10:00:00 2024-07-06T12:00:00\n"},
    {"EXRULE of old takes away", "UTC",
     EVENT("SUMMARY:x\nDTSTART:20240701T100000Z\nRRULE:FREQ=DAILY;COUNT=4\n"
           "EXRULE:FREQ=DAILY;INTERVAL=2\n"),
     "2024-07-01", "2024-07-10",
     "x 2024-07-02T10:00:00 2024-07-02T10:00:00\nx 2024-07-04T10:00:00 2024-07-04T10:00:00\n"},
    {"DTSTART that does not match its rule is still the first", "UTC",
     EVENT("SUMMARY:x\nDTSTART:20240530T200000Z\nRRULE:FREQ=WEEKLY;COUNT=3;BYDAY=WE\n"),
     "2024-05-01", "2024-07-01",
     "x 2024-05-30T20:00:00 2024-05-30T20:00:00\nx 2024-06-05T20:00:00 2024-06-05T20:00:00\n"
     "x 2024-06-12T20:00:00 2024-06-12T20:00:00\n"},
    {"UNTIL before DTSTART: nothing is left of it", "UTC",
     EVENT("SUMMARY:x\nDTSTART;VALUE=DATE:20231002\nRRULE:FREQ=WEEKLY;UNTIL=20231001\n"),
     "2023-01-01", "2025-01-01", ""},
    {"UNTIL in UTC cuts to the second", "Europe/Berlin",
     EVENT("SUMMARY:x\nDTSTART;" BERLIN "20240701T010000\nRRULE:FREQ=DAILY;"
           "UNTIL=20240702T225959Z\n"),
     "2024-07-01", "2024-07-10",
     "x 2024-07-01T01:00:00 2024-07-01T01:00:00\nx 2024-07-02T01:00:00 2024-07-02T01:00:00\n"},
    {"an override replaces, one moved into the window is found", "UTC",
     EVENT("SUMMARY:x\nDTSTART:20240701T100000Z\nDTEND:20240701T110000Z\nRRULE:FREQ=WEEKLY\n")
         EVENT("SUMMARY:moved\nRECURRENCE-ID:20240715T100000Z\nDTSTART:20240709T080000Z\n"
               "DTEND:20240709T090000Z\n"),
     "2024-07-08", "2024-07-16",
     "x 2024-07-08T10:00:00 2024-07-08T11:00:00\nmoved 2024-07-09T08:00:00 2024-07-09T09:00:00\n"},
    {"an override that moved out of the window is gone", "UTC",
     EVENT("SUMMARY:x\nDTSTART:20240701T100000Z\nRRULE:FREQ=WEEKLY\n")
         EVENT("SUMMARY:moved\nRECURRENCE-ID:20240715T100000Z\nDTSTART:20250709T080000Z\n"),
     "2024-07-15", "2024-07-16", ""},
    {"a cancelled override takes its occurrence away", "UTC",
     EVENT("SUMMARY:x\nDTSTART:20240701T100000Z\nRRULE:FREQ=WEEKLY;COUNT=2\n")
         EVENT("SUMMARY:x\nSTATUS:CANCELLED\nRECURRENCE-ID:20240708T100000Z\n"
               "DTSTART:20240708T100000Z\n"),
     "2024-07-01", "2024-08-01", "x 2024-07-01T10:00:00 2024-07-01T10:00:00\n"},
    {"RECURRENCE-ID in another zone, and as a date", "UTC",
     EVENT("SUMMARY:x\nDTSTART:20240701T100000Z\nRRULE:FREQ=DAILY;COUNT=3\n")
         EVENT("SUMMARY:y\nRECURRENCE-ID;" BERLIN "20240702T120000\nDTSTART:20240702T150000Z\n")
             EVENT("SUMMARY:z\nRECURRENCE-ID;VALUE=DATE:20240703\nDTSTART:20240703T160000Z\n"),
     "2024-07-01", "2024-08-01",
     "x 2024-07-01T10:00:00 2024-07-01T10:00:00\ny 2024-07-02T15:00:00 2024-07-02T15:00:00\n"
     "z 2024-07-03T16:00:00 2024-07-03T16:00:00\n"},
    {"of two overrides the one with the higher SEQUENCE wins", "UTC",
     EVENT("SUMMARY:x\nDTSTART:20240701T100000Z\nRRULE:FREQ=DAILY;COUNT=1\n") EVENT(
         "SUMMARY:new\nSEQUENCE:2\nRECURRENCE-ID:20240701T100000Z\nDTSTART:20240701T120000Z\n")
         EVENT("SUMMARY:old\nSEQUENCE:1\nRECURRENCE-ID:20240701T100000Z\n"
               "DTSTART:20240701T110000Z\n"),
     "2024-07-01", "2024-08-01", "new 2024-07-01T12:00:00 2024-07-01T12:00:00\n"},
    {"EXDATE also takes an override away", "UTC",
     EVENT("SUMMARY:x\nDTSTART:20240701T100000Z\nRRULE:FREQ=DAILY;COUNT=1\nRDATE:20240702T100000Z\n"
           "EXDATE:20240701T100000Z\n")
         EVENT("SUMMARY:y\nRECURRENCE-ID:20240701T100000Z\nDTSTART:20240701T120000Z\n"),
     "2024-07-01", "2024-08-01", "x 2024-07-02T10:00:00 2024-07-02T10:00:00\n"},
    {"THISANDFUTURE changes all that follow, until the next, but no override", "UTC",
     EVENT("SUMMARY:x\nDTSTART:20240701T100000Z\nDTEND:20240701T110000Z\n"
           "RRULE:FREQ=DAILY;COUNT=6\n")
         EVENT("SUMMARY:late\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240702T100000Z\n"
               "DTSTART:20240702T140000Z\nDTEND:20240702T143000Z\n")
             EVENT("SUMMARY:once\nRECURRENCE-ID:20240704T100000Z\nDTSTART:20240704T080000Z\n")
                 EVENT("STATUS:CANCELLED\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240705T100000Z\n"
                       "DTSTART:20240705T100000Z\n"),
     "2024-07-01", "2024-08-01",
     "x 2024-07-01T10:00:00 2024-07-01T11:00:00\nlate 2024-07-02T14:00:00 2024-07-02T14:30:00\n"
     "late 2024-07-03T14:00:00 2024-07-03T14:30:00\n"
     "once 2024-07-04T08:00:00 2024-07-04T08:00:00\n"},
    {"THISANDFUTURE moved by days reaches into the window", "UTC",
     EVENT("SUMMARY:x\nDTSTART:20240701T100000Z\nRRULE:FREQ=MONTHLY;COUNT=3\n")
         EVENT("SUMMARY:late\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240801T100000Z\n"
               "DTSTART:20240811T100000Z\n"),
     "2024-09-05", "2024-09-30", "late 2024-09-11T10:00:00 2024-09-11T10:00:00\n"},
    {"a cancelled event", "UTC",
     EVENT("SUMMARY:x\nDTSTART:20240701T100000Z\nSTATUS:CANCELLED\nRRULE:FREQ=DAILY\n")
         EVENT("SUMMARY:y\nRECURRENCE-ID:20240702T100000Z\nDTSTART:20240702T120000Z\n"),
     "2024-07-01", "2024-07-03", ""},
    {"an override without its event", "UTC",
     EVENT("SUMMARY:x\nRECURRENCE-ID:20240701T100000Z\nDTSTART:20240701T120000Z\n"), "2024-07-01",
     "2024-08-01", "x 2024-07-01T12:00:00 2024-07-01T12:00:00\n"},
    {"of two versions the later SEQUENCE counts", "UTC",
     EVENT("SUMMARY:new\nSEQUENCE:2\nDTSTART:20240702T100000Z\n")
         EVENT("SUMMARY:old\nSEQUENCE:1\nDTSTART:20240701T100000Z\n"),
     "2024-07-01", "2024-08-01", "new 2024-07-02T10:00:00 2024-07-02T10:00:00\n"},
    {"all-day first within a day, then by start; what goes on since before counts as today", "UTC",
     EVENT("SUMMARY:noon\nDTSTART:20240702T120000Z\n") "BEGIN:VEVENT\nUID:b\nSUMMARY:night\n"
                                                       "DTSTART:20240701T230000Z\nDTEND:"
                                                       "20240702T010000Z\nEND:VEVENT\n"
                                                       "BEGIN:VEVENT\nUID:c\nSUMMARY:day\nDTSTART;"
                                                       "VALUE=DATE:20240702\nEND:VEVENT\n"
                                                       "BEGIN:VEVENT\nUID:d\nSUMMARY:next\nDTSTART;"
                                                       "VALUE=DATE:20240703\nEND:VEVENT\n",
     "2024-07-02", "2024-07-04",
     "day* 2024-07-02T00:00:00 2024-07-03T00:00:00\n"
     "night 2024-07-01T23:00:00 2024-07-02T01:00:00\n"
     "noon 2024-07-02T12:00:00 2024-07-02T12:00:00\n"
     "next* 2024-07-03T00:00:00 2024-07-04T00:00:00\n"},
    {"far from its beginning", "UTC",
     EVENT("SUMMARY:x\nDTSTART:19000101T100000Z\nRRULE:FREQ=MINUTELY;INTERVAL=1440\n"),
     "2524-07-01", "2524-07-02", "x 2524-07-01T10:00:00 2524-07-01T10:00:00\n"},
    {"an alarm's lines are not the event's", "UTC",
     EVENT("DTSTART:20240702T100000Z\nBEGIN:VALARM\nSUMMARY:wrong\nDURATION:PT5H\nEND:VALARM\n"
           "SUMMARY:x\n"),
     "2024-07-02", "2024-07-03", "x 2024-07-02T10:00:00 2024-07-02T10:00:00\n"},
};

static int64_t at(const char *text, struct sahut_zone *zone)
{
    int64_t ms = 0;
    assert_int_equal(sahut_instant_parse(text, zone, &ms, NULL), 0);
    return ms;
}

static struct sahut_calendar *read_text(struct scratch *s, const char *components,
                                        struct sahut_zone *zone)
{
    struct sahut_text t = {0};
    struct sahut_calendar *c = NULL;
    sahut_text_addf(&t, "BEGIN:VCALENDAR\nVERSION:2.0\n%sEND:VCALENDAR\n", components);
    scratch_write(s, "test.ics", sahut_text_get(&t), t.len);
    sahut_text_finish(&t);
    assert_int_equal(sahut_calendar_read(s->path, zone, scratch_complain, s, &c, NULL), 0);
    return c;
}

static void occurrences(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct expectation *e = &cases[i];
        struct scratch s;
        struct sahut_zone *zone;
        struct sahut_occurrence *list;
        size_t count;
        struct sahut_text got = {0};
        scratch_init(&s);
        assert_int_equal(sahut_zone_new(e->zone, &zone, NULL), 0);
        struct sahut_calendar *c = read_text(&s, e->components, zone);
        assert_int_equal(
            sahut_calendar_occurrences(c, at(e->from, zone), at(e->to, zone), &list, &count), 0);
        for (size_t k = 0; k < count; k++) {
            char start[32], end[32];
            sahut_instant_format(list[k].start_ms, zone, start);
            sahut_instant_format(list[k].end_ms, zone, end);
            sahut_text_addf(&got, "%s%s %.19s %.19s\n", list[k].summary, list[k].all_day ? "*" : "",
                            start, end);
        }
        if (strcmp(sahut_text_get(&got), e->expected) != 0)
            fail_msg("%s:\n expected\n%s got\n%s complaints\n%s", e->name, e->expected,
                     sahut_text_get(&got), sahut_text_get(&s.complaints));
        if (s.complaints.len > 0)
            fail_msg("%s: %s", e->name, sahut_text_get(&s.complaints));
        free(list);
        sahut_calendar_free(c);
        sahut_zone_free(zone);
        sahut_text_finish(&got);
        scratch_finish(&s);
    }
}

static void fields(void **state)
{
    struct scratch s;
    struct sahut_zone *zone;
    struct sahut_occurrence *list;
    size_t count;
    scratch_init(&s);
    assert_int_equal(sahut_zone_new("UTC", &zone, NULL), 0);
    struct sahut_calendar *c =
        read_text(&s,
                  EVENT("SUMMARY:Caf\xe9\\, then\\nwalk\nLOCATION;LANGUAGE=de:K\xc3\xb6ln:Dom\n"
                        "DESCRIPTION:\nTRANSP:TRANSPARENT\nDTSTART:20240101T000000Z\n"),
                  zone);
    assert_int_equal(sahut_calendar_events(c), 1);
    assert_int_equal(sahut_calendar_occurrences(c, INT64_MIN, INT64_MAX, &list, &count), 0);
    assert_int_equal(count, 1);
    assert_string_equal(list[0].uid, "a");
    assert_string_equal(list[0].summary, "Caf\xc3\xa9, then\nwalk");
    assert_string_equal(list[0].location, "K\xc3\xb6ln:Dom");
    assert_string_equal(list[0].description, "");
    assert_true(list[0].transparent);
    assert_string_equal(sahut_text_get(&s.complaints), "");
    free(list);
    sahut_calendar_free(c);
    sahut_zone_free(zone);
    scratch_finish(&s);
}

static void too_many(void **state)
{
    struct scratch s;
    struct sahut_zone *zone;
    struct sahut_occurrence *list = NULL;
    size_t count;
    scratch_init(&s);
    assert_int_equal(sahut_zone_new("UTC", &zone, NULL), 0);
    struct sahut_calendar *c =
        read_text(&s, EVENT("DTSTART:20240101T000000Z\nRRULE:FREQ=SECONDLY\n"), zone);
    assert_int_equal(sahut_calendar_occurrences(c, INT64_MIN, INT64_MAX, &list, &count), -E2BIG);
    assert_int_equal(sahut_calendar_occurrences(c, at("2030-01-01", zone),
                                                at("2030-01-01T01:00", zone), &list, &count),
                     0);
    assert_int_equal(count, 3600);
    free(list);
    sahut_calendar_free(c);
    sahut_zone_free(zone);
    scratch_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(occurrences),
        cmocka_unit_test(fields),
        cmocka_unit_test(too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
