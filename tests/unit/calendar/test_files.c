// SPDX-License-Identifier: GPL-3.0-or-later
#include "scratch.h"

#include <errno.h>
#include <unistd.h>

#include "calendar/folder.h"
#include "sahut/calendar.h"

enum { NOBODY = 65534 };

#define EVENT(uid, lines)    "BEGIN:VEVENT\r\nUID:" uid "\r\n" lines "END:VEVENT\r\n"
#define GOOD(uid)            EVENT(uid, "SUMMARY:" uid "\r\nDTSTART:20240101T000000Z\r\n")
#define CALENDAR(components) "BEGIN:VCALENDAR\r\n" components "END:VCALENDAR\r\n"

struct world {
    struct scratch scratch;
    struct sahut_zone *zone;
    struct sahut_calendar *calendar;
    struct sahut_occurrence *list;
    size_t count;
};

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    scratch_init(&w->scratch);
    assert_int_equal(sahut_zone_new("UTC", &w->zone, NULL), 0);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    free(w->list);
    sahut_calendar_free(w->calendar);
    sahut_zone_free(w->zone);
    scratch_finish(&w->scratch);
    free(w);
    return 0;
}

static void put(struct world *w, const char *name, const char *text)
{
    scratch_write(&w->scratch, name, text, strlen(text));
}

/** Reads the scratch folder (or the file `name` in it) and everything that is in it. */
static void read_all(struct world *w, const char *name)
{
    char path[512];
    struct sahut_why why = {.text = ""};
    free(w->list);
    w->list = NULL;
    sahut_calendar_free(w->calendar);
    w->calendar = NULL;
    sahut_text_clear(&w->scratch.complaints);
    snprintf(path, sizeof path, "%s%s%s", w->scratch.path, *name ? "/" : "", name);
    if (sahut_calendar_read(path, w->zone, scratch_complain, &w->scratch, &w->calendar, &why) < 0)
        fail_msg("%s", why.text);
    assert_int_equal(
        sahut_calendar_occurrences(w->calendar, INT64_MIN, INT64_MAX, &w->list, &w->count), 0);
}

static const char *complaints(struct world *w)
{
    return sahut_text_get(&w->scratch.complaints);
}

static void finds_files(void **state)
{
    struct world *w = *state;
    char path[512];
    for (int i = 0; i < 3; i++) {
        static const char *const folders[] = {"work", "work/deeper", ".hidden"};
        snprintf(path, sizeof path, "%s/%s", w->scratch.path, folders[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    put(w, "one.ics", CALENDAR(GOOD("1")));
    put(w, "TWO.ICS", CALENDAR(GOOD("2") GOOD("2b")));
    put(w, "notes.txt", "no calendar");
    put(w, ".hidden.ics", CALENDAR(GOOD("3")));
    put(w, "work/a.ics", CALENDAR(GOOD("4")));
    put(w, "work/b.ics", CALENDAR(GOOD("5") GOOD("5b")));
    put(w, "work/deeper/c.ics", CALENDAR(GOOD("6")));
    put(w, ".hidden/d.ics", CALENDAR(GOOD("7")));
    read_all(w, "");
    assert_string_equal(complaints(w), "");
    assert_int_equal(sahut_calendar_events(w->calendar), 6);
    const char *folder = strrchr(w->scratch.path, '/') + 1;
    const char *const expected[][2] = {{"1", folder}, {"2", "TWO"},  {"2b", "TWO"},
                                       {"4", "work"}, {"5", "work"}, {"5b", "work"}};
    assert_int_equal(w->count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(w->list[i].uid, expected[i][0]);
        assert_string_equal(w->list[i].calendar, expected[i][1]);
    }
    read_all(w, "one.ics");
    assert_int_equal(w->count, 1);
    assert_string_equal(w->list[0].calendar, "one");
}

static void same_uid_in_two_calendars(void **state)
{
    struct world *w = *state;
    put(w, "a.ics", CALENDAR(GOOD("1") GOOD("2")));
    put(w, "b.ics", CALENDAR(GOOD("1") GOOD("2")));
    read_all(w, "");
    assert_int_equal(sahut_calendar_events(w->calendar), 4);
    assert_int_equal(w->count, 4);
}

static void empty_folder(void **state)
{
    struct world *w = *state;
    read_all(w, "");
    assert_int_equal(w->count, 0);
    assert_int_equal(sahut_calendar_events(w->calendar), 0);
    assert_string_equal(complaints(w), "");
}

static void missing_path(void **state)
{
    struct world *w = *state;
    char path[512];
    struct sahut_why why = {.text = ""};
    snprintf(path, sizeof path, "%s/nowhere", w->scratch.path);
    assert_int_equal(sahut_calendar_read(path, w->zone, NULL, NULL, &w->calendar, &why), -ENOENT);
    assert_null(w->calendar);
    assert_non_null(strstr(why.text, path));
}

static void unreadable_path(void **state)
{
    struct world *w = *state;
    struct sahut_why why = {.text = ""};
    bool root = geteuid() == 0;
    if (root && seteuid(NOBODY) != 0) {
        print_message("# skipped: cannot become another user here\n");
        return;
    }
    if (!root)
        assert_int_equal(chmod(w->scratch.path, 0), 0);
    int r = sahut_calendar_read(w->scratch.path, w->zone, NULL, NULL, &w->calendar, &why);
    if (root)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(w->scratch.path, 0700), 0);
    assert_int_equal(r, -EACCES);
}

static void odd_files(void **state)
{
    struct world *w = *state;
    char path[512];
    put(w, "a-good.ics", CALENDAR(GOOD("1")));
    put(w, "b-empty.ics", "");
    put(w, "c-picture.ics", "\x89PNG\r\n\x1a\nBEGIN");
    snprintf(path, sizeof path, "%s/d-huge.ics", w->scratch.path);
    put(w, "d-huge.ics", "");
    assert_int_equal(truncate(path, (off_t)CAL_MAX_FILE_BYTES + 1), 0);
    snprintf(path, sizeof path, "%s/e-pipe.ics", w->scratch.path);
    assert_int_equal(mkfifo(path, 0600), 0);
    snprintf(path, sizeof path, "%s/f-gone.ics", w->scratch.path);
    assert_int_equal(symlink("nowhere", path), 0);
    read_all(w, "");
    assert_int_equal(w->count, 1);
    assert_string_equal(complaints(w),
                        "b-empty.ics: not an iCalendar file, BEGIN:VCALENDAR is missing\n"
                        "c-picture.ics: not an iCalendar file, BEGIN:VCALENDAR is missing\n"
                        "d-huge.ics: 67108865 bytes are more than the 64 MiB a calendar may have\n"
                        "e-pipe.ics: not a file\n"
                        "f-gone.ics: cannot be read: No such file or directory\n");
}

static const struct {
    const char *name, *text;
    size_t kept;
    const char *complaint; /* a piece of it; NULL: none */
} texts[] = {
    {"byte order mark", "\xef\xbb\xbf" CALENDAR(GOOD("1")), 1, NULL},
    {"only LF",
     "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20240101T000000Z\nEND:VEVENT\n"
     "END:VCALENDAR\n",
     1, NULL},
    {"only CR",
     "BEGIN:VCALENDAR\rBEGIN:VEVENT\rUID:1\rDTSTART:20240101T000000Z\rEND:VEVENT\r"
     "END:VCALENDAR\r",
     1, NULL},
    {"no line break at the end",
     "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n"
     "DTSTART:20240101T000000Z\nEND:VEVENT\nEND:VCALENDAR",
     1, NULL},
    {"the end of the file is gone",
     "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n"
     "DTSTART:20240101T000000Z\nEND:VEVENT\n",
     1, "END:VCALENDAR is missing"},
    {"small letters",
     "begin:vcalendar\nbegin:vevent\nuid:1\ndtstart:20240101T000000Z\n"
     "end:vevent\nend:vcalendar\n",
     1, NULL},
    {"folded in the middle of everything",
     "BEGIN:VCAL\n ENDAR\nBEGIN:VEV\r\n ENT\nUI\n\tD:1\n"
     "DTSTART:2024\n 0101T000000Z\nEND:VEVENT\nEND:VCALENDAR\n",
     1, NULL},
    {"two calendars in one file", CALENDAR(GOOD("1")) CALENDAR(GOOD("2")), 2, NULL},
    {"no wrapper", GOOD("1"), 1, NULL},
    {"no UID, twice",
     CALENDAR("BEGIN:VEVENT\nDTSTART:20240101\nEND:VEVENT\n"
              "BEGIN:VEVENT\nDTSTART:20240101\nEND:VEVENT\n"),
     2, NULL},
    {"other components",
     CALENDAR("BEGIN:VTODO\nUID:t\nEND:VTODO\n" GOOD("1") "BEGIN:VJOURNAL\nUID:j\nEND:VJOURNAL\n"),
     1, NULL},
    {"no DTSTART", CALENDAR(EVENT("bad", "SUMMARY:x\r\n") GOOD("1")), 1,
     "test.ics:bad: the VEVENT that begins in line 2 has no DTSTART"},
    {"broken DTSTART", CALENDAR(EVENT("bad", "DTSTART:yesterday\r\n") GOOD("1")), 1,
     "test.ics:bad: "},
    {"a day that is none", CALENDAR(EVENT("bad", "DTSTART:20240230T000000Z\r\n") GOOD("1")), 1,
     "test.ics:bad: "},
    {"no END", CALENDAR("BEGIN:VEVENT\r\nUID:bad\r\nDTSTART:20240101\r\n" GOOD("1")), 1,
     "test.ics:bad: the VEVENT that begins in line 2 has no END"},
    {"cut off", "BEGIN:VCALENDAR\n" GOOD("1") "BEGIN:VEVENT\nUID:bad\nDTSTART:2024", 1,
     "test.ics:bad: the VEVENT that begins in line 7 has no END"},
    {"a rule with a mistake", CALENDAR(EVENT("bad", "DTSTART:20240101\r\nRRULE:FREQ=DAYLY\r\n")), 1,
     "test.ics:bad: RRULE is left out, the event takes place once: FREQ: \"DAYLY\" is unknown, "
     "DAILY would be right"},
    {"a rule that never matches",
     CALENDAR(EVENT("bad", "DTSTART:20240101\r\nRRULE:FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30\r\n")),
     1, "never matches"},
    {"a zone that nobody knows",
     CALENDAR(EVENT("bad", "DTSTART;TZID=Middle-earth/Shire:20240101T000000\r\n")), 1,
     "test.ics:bad: the time zone \"Middle-earth/Shire\" is unknown"},
    {"a zone without offsets",
     CALENDAR(
         "BEGIN:VTIMEZONE\r\nTZID:Z\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
         "END:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT("bad", "DTSTART;TZID=Z:20240101T000000\r\n")),
     1, "the time zone \"Z\" is unknown"},
    {"ends before it begins",
     CALENDAR(EVENT("bad", "DTSTART:20240102T000000Z\r\nDTEND:20240101T000000Z\r\n")), 1,
     "test.ics:bad: DTEND is before the event starts"},
    {"lasts less than nothing",
     CALENDAR(EVENT("bad", "DTSTART:20240102T000000Z\r\nDURATION:-PT1H\r\n")), 1,
     "DURATION ends before the event starts"},
    {"broken EXDATE", CALENDAR(EVENT("bad", "DTSTART:20240102T000000Z\r\nEXDATE:nonsense\r\n")), 1,
     "test.ics:bad: a line is left out"},
    {"empty properties",
     CALENDAR(EVENT("1", "DTSTART:20240102T000000Z\r\nLOCATION:\r\nEXDATE:\r\n"
                         "RRULE:\r\nDTEND: \r\n")),
     1, NULL},
    {"lines without sense",
     CALENDAR("BEGIN:VEVENT\r\n:\r\n;;;\r\nUID\r\n\r\nUID:1\r\n"
              "DTSTART:20240101\r\nEND:VALARM\r\nEND:VEVENT\r\n"),
     1, NULL},
};

static void broken_texts(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put(w, "test.ics", texts[i].text);
        read_all(w, "");
        if (w->count != texts[i].kept)
            fail_msg("%s: %zu kept, not %zu; %s", texts[i].name, w->count, texts[i].kept,
                     complaints(w));
        if (texts[i].complaint ? !strstr(complaints(w), texts[i].complaint) : *complaints(w))
            fail_msg("%s: complaints are \"%s\"", texts[i].name, complaints(w));
    }
}

static void nul_bytes(void **state)
{
    struct world *w = *state;
    static const char text[] = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUM\0MARY:a\0b\n"
                               "DTSTART:20240101T000000Z\nEND:VEVENT\nEND:VCALENDAR\n";
    scratch_write(&w->scratch, "test.ics", text, sizeof text - 1);
    read_all(w, "");
    assert_int_equal(w->count, 1);
    assert_string_equal(w->list[0].summary, "ab");
}

static void long_line(void **state)
{
    struct world *w = *state;
    struct sahut_text t = {0};
    sahut_text_add(&t, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20240101T000000Z\nDESCRIPTION:");
    for (int i = 0; i < 100000; i++)
        sahut_text_add(&t, i % 70 == 69 ? "x\n " : "x");
    sahut_text_add(&t, "\nEND:VEVENT\nEND:VCALENDAR\n");
    put(w, "test.ics", sahut_text_get(&t));
    sahut_text_finish(&t);
    read_all(w, "");
    assert_int_equal(w->count, 1);
    assert_int_equal(strlen(w->list[0].description), 100000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_files),     TEST(same_uid_in_two_calendars),
        TEST(empty_folder),    TEST(missing_path),
        TEST(unreadable_path), TEST(odd_files),
        TEST(broken_texts),    TEST(nul_bytes),
        TEST(long_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
