// SPDX-License-Identifier: GPL-3.0-or-later
/* The index: nothing is read twice, changes are found, damage is repaired, folders have names. */
#include "scratch.h"

#include <fcntl.h>
#include <unistd.h>

#include "calendar/index.h"
#include "sahut/calendar.h"

#define EVENT(uid, lines) "BEGIN:VEVENT\nUID:" uid "\nSUMMARY:" uid "\n" lines "END:VEVENT\n"
#define ICS(components)   "BEGIN:VCALENDAR\n" components "END:VCALENDAR\n"
#define DAILY             "DTSTART:20240101T090000Z\nRRULE:FREQ=DAILY\n"
#define SHIP                                                                                       \
    "BEGIN:VTIMEZONE\nTZID:Our Ship\nBEGIN:STANDARD\nDTSTART:19961027T040000\n"                    \
    "TZOFFSETFROM:+0300\nTZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE\n"

struct world {
    struct scratch scratch;
    char index[320], pattern[320];
    struct sahut_zone *zone;
    struct sahut_calendar *calendar;
    struct sahut_text told;
};

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    char path[320];
    scratch_init(&w->scratch);
    snprintf(w->index, sizeof w->index, "%s/state/deep/calendar.db", w->scratch.path);
    snprintf(w->pattern, sizeof w->pattern, "%s/cal*", w->scratch.path);
    snprintf(path, sizeof path, "%s/cal-a", w->scratch.path);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(sahut_zone_new("UTC", &w->zone, NULL), 0);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    sahut_calendar_free(w->calendar);
    sahut_zone_free(w->zone);
    sahut_text_finish(&w->told);
    scratch_finish(&w->scratch);
    free(w);
    return 0;
}

static void put(struct world *w, const char *name, const char *text)
{
    scratch_write(&w->scratch, name, text, strlen(text));
}

static void start(struct world *w)
{
    const char *const paths[] = {w->pattern, NULL};
    const struct sahut_calendar_config config = {paths, w->index, w->zone, scratch_complain,
                                                 &w->scratch};
    sahut_calendar_free(w->calendar);
    sahut_text_clear(&w->scratch.complaints);
    w->calendar = sahut_calendar_open(&config);
}

/* "uid@calendar/color " of 5 January 2024. */
static const char *day(struct world *w)
{
    struct sahut_occurrence *list;
    size_t count;
    int64_t from;
    assert_int_equal(sahut_instant_parse("2024-01-05", w->zone, &from, NULL), 0);
    sahut_text_clear(&w->told);
    assert_int_equal(sahut_calendar_occurrences(w->calendar, from, from + 86400000, &list, &count),
                     0);
    for (size_t i = 0; i < count; i++)
        sahut_text_addf(&w->told, "%s@%s%s%s ", list[i].uid, list[i].calendar,
                        list[i].color[0] ? "/" : "", list[i].color);
    free(list);
    return sahut_text_get(&w->told);
}

#define BROKEN EVENT("bad", "DTSTART:20240101\nRRULE:FREQ=DAYLY\n")

static void nothing_is_read_twice(void **state)
{
    struct world *w = *state;
    put(w, "cal-a/1.ics", ICS(EVENT("a", DAILY)));
    put(w, "cal-a/2.ics", ICS(BROKEN));
    put(w, "cal-a/3.ics", ICS(SHIP EVENT("s", "DTSTART;TZID=Our Ship:20240105T100000\n")));
    usleep(60000); /* files older than the tick of the kernel's clock, as they are at a start */
    start(w);
    assert_int_equal(sahut_calendar_files_read(w->calendar), 3);
    assert_string_equal(day(w), "s@cal-a a@cal-a ");
    char *complaints = strdup(sahut_text_get(&w->scratch.complaints));
    assert_non_null(strstr(complaints, "2.ics:bad: RRULE is left out"));
    start(w);
    assert_int_equal(sahut_calendar_files_read(w->calendar), 0);
    assert_string_equal(day(w), "s@cal-a a@cal-a ");
    assert_int_equal(sahut_calendar_events(w->calendar), 3);
    assert_string_equal(sahut_text_get(&w->scratch.complaints), complaints);
    free(complaints);
    assert_false(sahut_calendar_refresh(w->calendar));
    assert_int_equal(sahut_calendar_files_read(w->calendar), 0);
}

static void changes(void **state)
{
    struct world *w = *state;
    char path[320], other[320];
    put(w, "cal-a/1.ics", ICS(EVENT("a", DAILY)));
    put(w, "cal-a/2.ics", ICS(EVENT("b", DAILY)));
    start(w);
    assert_string_equal(day(w), "a@cal-a b@cal-a ");
    /* Another version, a new one, one that is gone. */
    put(w, "cal-a/1.ics", ICS(EVENT("c", DAILY)));
    put(w, "cal-a/3.ics", ICS(EVENT("d", DAILY)));
    snprintf(path, sizeof path, "%s/cal-a/2.ics", w->scratch.path);
    assert_int_equal(unlink(path), 0);
    assert_true(sahut_calendar_refresh(w->calendar));
    assert_string_equal(day(w), "c@cal-a d@cal-a ");
    /* An override in a file of its own belongs to its series, and goes with its file. */
    put(w, "cal-a/4.ics",
        ICS(EVENT("c", "RECURRENCE-ID:20240105T090000Z\nDTSTART:20240106T090000Z\n")));
    assert_true(sahut_calendar_refresh(w->calendar));
    assert_string_equal(day(w), "d@cal-a ");
    snprintf(path, sizeof path, "%s/cal-a/4.ics", w->scratch.path);
    assert_int_equal(unlink(path), 0);
    assert_true(sahut_calendar_refresh(w->calendar));
    assert_string_equal(day(w), "c@cal-a d@cal-a ");
    /* The names of the calendar. */
    put(w, "cal-a/displayname", "Work\n");
    put(w, "cal-a/color", "#ff0000\n");
    assert_true(sahut_calendar_refresh(w->calendar));
    assert_string_equal(day(w), "c@Work/#ff0000 d@Work/#ff0000 ");
    /* A calendar moves to another folder, a new one comes. */
    snprintf(path, sizeof path, "%s/cal-a", w->scratch.path);
    snprintf(other, sizeof other, "%s/cal-b", w->scratch.path);
    assert_int_equal(rename(path, other), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    put(w, "cal-a/5.ics", ICS(EVENT("c", DAILY)));
    assert_true(sahut_calendar_refresh(w->calendar));
    assert_string_equal(day(w), "c@cal-a c@Work/#ff0000 d@Work/#ff0000 ");
    assert_int_equal(sahut_calendar_events(w->calendar), 3);
}

static void touched_but_the_same(void **state)
{
    struct world *w = *state;
    put(w, "cal-a/1.ics", ICS(EVENT("a", DAILY)));
    start(w);
    size_t before = sahut_calendar_files_read(w->calendar);
    put(w, "cal-a/1.ics", ICS(EVENT("a", DAILY)));
    assert_false(sahut_calendar_refresh(w->calendar));
    assert_int_equal(sahut_calendar_files_read(w->calendar), before + 1);
    assert_string_equal(day(w), "a@cal-a ");
}

static void damage(struct world *w, off_t from, size_t n)
{
    int fd = open(w->index, O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(pwrite(fd, "\xa5", 1, from + (off_t)i), 1);
    close(fd);
}

/* Overwritten anywhere, emptied, cut, of another program, of another version. */
static void damaged(void **state)
{
    struct world *w = *state;
    struct sahut_text many = {0};
    for (int i = 0; i < 40; i++)
        sahut_text_addf(&many, EVENT("x%d", "DTSTART:20240105T100000Z\nDESCRIPTION:%0400d\n"), i, i,
                        0);
    put(w, "cal-a/1.ics", ICS(EVENT("a", DAILY)));
    char *text = sahut_text_take(&many);
    sahut_text_addf(&many, "BEGIN:VCALENDAR\n%sEND:VCALENDAR\n", text);
    free(text);
    put(w, "cal-a/2.ics", sahut_text_get(&many));
    sahut_text_finish(&many);
    start(w);
    char *good = strdup(day(w));
    sahut_calendar_free(w->calendar);
    w->calendar = NULL;
    struct stat st;
    assert_int_equal(stat(w->index, &st), 0);
    for (off_t at = 0; at < st.st_size; at += 1500) {
        damage(w, at, 700);
        start(w);
        assert_string_equal(day(w), good);
        sahut_calendar_free(w->calendar);
        w->calendar = NULL;
    }
    assert_int_equal(truncate(w->index, 5000), 0);
    start(w);
    assert_string_equal(day(w), good);
    sahut_calendar_free(w->calendar);
    w->calendar = NULL;
    assert_int_equal(truncate(w->index, 0), 0);
    start(w);
    assert_string_equal(day(w), good);
    free(good);
}

/* An index that cannot be made is complained about, and the question is answered all the same. */
static void not_writable(void **state)
{
    struct world *w = *state;
    put(w, "cal-a/1.ics", ICS(EVENT("a", DAILY)));
    put(w, "state", "a file where a folder should be");
    start(w);
    assert_string_equal(day(w), "a@cal-a ");
    assert_non_null(strstr(sahut_text_get(&w->scratch.complaints), "index cannot be used"));
}

static void patterns(void **state)
{
    struct world *w = *state;
    char path[320];
    snprintf(path, sizeof path, "%s/cal-b", w->scratch.path);
    assert_int_equal(mkdir(path, 0700), 0);
    put(w, "cal-a/1.ics", ICS(EVENT("a", DAILY)));
    put(w, "cal-b/1.ics", ICS(EVENT("b", DAILY)));
    put(w, "cal.txt", "no calendar");
    put(w, "cal-c.ics", ICS(EVENT("c", DAILY)));
    setenv("HOME", w->scratch.path, 1);
    const struct {
        const char *pattern, *day, *complaint;
    } rows[] = {
        {"~/cal*", "a@cal-a b@cal-b c@cal-c ", ""},
        {"~/cal-[ab]", "a@cal-a b@cal-b ", ""},
        {"~/cal-b/", "b@cal-b ", ""},
        {"~/cal-c.ics", "c@cal-c ", ""},
        {"~", "a@cal-a b@cal-b c@", NULL},
        {"~/dog*", "", "calendar \""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(w->pattern, sizeof w->pattern, "%s", rows[i].pattern);
        start(w);
        assert_memory_equal(day(w), rows[i].day, strlen(rows[i].day));
        if (rows[i].complaint)
            assert_int_equal(sahut_text_get(&w->scratch.complaints)[0] != 0,
                             rows[i].complaint[0] != 0);
    }
}

static void watched(void **state)
{
    struct world *w = *state;
    char path[320];
    put(w, "cal-a/1.ics", ICS(EVENT("a", DAILY)));
    start(w);
    assert_true(sahut_calendar_watch(w->calendar) >= 0);
    assert_false(sahut_calendar_changed(w->calendar));
    put(w, "cal-a/2.ics", ICS(EVENT("b", DAILY)));
    assert_true(sahut_calendar_changed(w->calendar));
    assert_string_equal(day(w), "a@cal-a b@cal-a ");
    put(w, "cal-a/.hidden.tmp", "half a file");
    assert_false(sahut_calendar_changed(w->calendar));
    /* A new calendar that the glob matches, filled later. */
    snprintf(path, sizeof path, "%s/cal-b", w->scratch.path);
    assert_int_equal(mkdir(path, 0700), 0);
    sahut_calendar_changed(w->calendar);
    put(w, "cal-b/1.ics", ICS(EVENT("c", DAILY)));
    assert_true(sahut_calendar_changed(w->calendar));
    assert_string_equal(day(w), "a@cal-a b@cal-a c@cal-b ");
    snprintf(path, sizeof path, "%s/cal-a/1.ics", w->scratch.path);
    assert_int_equal(unlink(path), 0);
    assert_true(sahut_calendar_changed(w->calendar));
    assert_string_equal(day(w), "b@cal-a c@cal-b ");
}

static void alarms(void **state)
{
    struct world *w = *state;
    struct sahut_occurrence *list;
    size_t count;
#define ALARM(lines) "BEGIN:VALARM\n" lines "END:VALARM\n"
    put(w, "cal-a/1.ics",
        ICS(EVENT("a", "DTSTART:20240105T100000Z\nDURATION:PT1H\nX-APPLE-TRAVEL-DURATION;"
                       "VALUE=DURATION:PT20M\n" ALARM("ACTION:DISPLAY\nTRIGGER:-PT15M\n")
                           ALARM("TRIGGER;RELATED=END:PT5M\n") ALARM("ACTION:EMAIL\nTRIGGER:-P1D\n")
                               ALARM("TRIGGER;VALUE=DATE-TIME:20240104T180000Z\n")
                                   ALARM("TRIGGER:soon\n") ALARM("ACTION:AUDIO\n"))));
    start(w);
    assert_int_equal(sahut_calendar_occurrences(w->calendar, 0, INT64_MAX, &list, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].travel_s, 1200);
    assert_int_equal(list[0].alarms, 3);
    assert_int_equal(list[0].start_ms - list[0].alarms_ms[0], 15 * 60000);
    assert_int_equal(list[0].alarms_ms[1] - list[0].end_ms, 5 * 60000);
    assert_int_equal(list[0].start_ms - list[0].alarms_ms[2], 16 * 3600000);
    free(list);
}

static void titles(void **state)
{
    static const struct {
        const char *asked, *title;
        int fits;
    } rows[] = {
        {"dentist", "Dentist", 1},
        {"dentist", "Dentist Dr. Miller", 1},
        {"dentist", "Zahnarzt", 0},
        {"the dentist appointment", "Dentist", 0},
        {"dentis", "Dentist", 1},
        {"dentits", "Dentist", 1},
        {"team meeting", "Weekly team meeting", 1},
        {"team meeting", "Meeting", 0},
        {"cafe with jose", "Café with José", 1},
        {"mums birthday", "Mum's birthday", 1},
        {"gym", "Gin", 0},
        {"", "Gym", 0},
        {"gym", "", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if ((sahut_title_score(rows[i].asked, rows[i].title) >= SAHUT_TITLE_FITS) != rows[i].fits)
            fail_msg("'%s' in '%s'", rows[i].asked, rows[i].title);
    assert_true(sahut_title_score("dentist", "Dentist") >
                sahut_title_score("dentist", "Dentist Dr. Miller"));
}

static void found(void **state)
{
    struct world *w = *state;
    struct sahut_occurrence *list;
    size_t count;
    int64_t from;
    put(w, "cal-a/1.ics", ICS(EVENT("Dentist", DAILY)));
    put(w, "cal-a/2.ics", ICS(EVENT("Dentist with Ann", "DTSTART:20240105T080000Z\n")));
    put(w, "cal-a/3.ics", ICS(EVENT("Gym", "DTSTART:20240105T080000Z\n")));
    start(w);
    sahut_instant_parse("2024-01-05", w->zone, &from, NULL);
    assert_int_equal(sahut_calendar_find(w->calendar, "ann", from, INT64_MAX, 2, &list, &count), 0);
    assert_int_equal(count, 1);
    free(list);
    assert_int_equal(
        sahut_calendar_find(w->calendar, "dentist", from, from + 864000000, 2, &list, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].start_ms - from, 9 * 3600000);
    free(list);
    assert_int_equal(sahut_calendar_find(w->calendar, "plumber", from, INT64_MAX, 2, &list, &count),
                     0);
    assert_int_equal(count, 0);
    free(list);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_read_twice),
        TEST(changes),
        TEST(touched_but_the_same),
        TEST(damaged),
        TEST(not_writable),
        TEST(patterns),
        TEST(watched),
        TEST(alarms),
        TEST(titles),
        TEST(found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
