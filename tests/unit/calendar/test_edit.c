// SPDX-License-Identifier: GPL-3.0-or-later
/* What is written when an appointment is added, moved or called off: these lines and no others. */
#include "scratch.h"

#include <errno.h>
#include <unistd.h>

#include "calendar/edit.h"

#define HEAD   "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME;X-A=\"b:c\":Mine\r\n"
#define ALARM  "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nDTSTART:odd\r\nEND:VALARM\r\n"
#define BEGIN  "BEGIN:VEVENT\r\nUID:a\r\n"
#define END    "END:VEVENT\r\n"
#define FOLDED "X-ODD;X-P=\"q\":a long line th\r\n at is folded in its own way\r\n"
#define OTHER                                                                                      \
    "BEGIN:VEVENT\r\nUID:other\r\nSEQUENCE:7\r\nDTSTART:20260504T090000Z\r\nEND:VEVENT\r\n"
#define TAIL   "END:VCALENDAR\r\n"
#define NEW(n) "SEQUENCE:" n "\r\nDTSTAMP:20260501T080000Z\r\nLAST-MODIFIED:20260501T080000Z\r\n"
#define BERLIN "DTSTART;TZID=Europe/Berlin:"

static const struct {
    const char *name, *text;
    const char *original, *start, *end; /* start NULL: cancel */
    bool all;
    int err;
    const char *expected; /* NULL: nothing is left */
} rows[] = {
    {"a single one is moved",
     HEAD OTHER BEGIN "DTSTAMP:20200101T000000Z\r\n" BERLIN
                      "20260504T090000\r\nDTEND;TZID=Europe/Berlin:20260504T100000\r\n" FOLDED ALARM
                      "SUMMARY:x\r\n" END TAIL,
     "2026-05-04T09:00", "2026-05-05T11:00", "2026-05-05T12:00", false, 0,
     HEAD OTHER BEGIN BERLIN
     "20260505T110000\r\nDTEND;TZID=Europe/Berlin:20260505T120000\r\n" FOLDED ALARM
     "SUMMARY:x\r\n" NEW("1") END TAIL},
    {"UTC stays UTC, a duration becomes an end, the sequence counts on",
     HEAD BEGIN "SEQUENCE:4\r\nDTSTART:20260504T070000Z\r\nDURATION:PT1H\r\n" END TAIL,
     "2026-05-04T09:00", "2026-05-04T11:00", "2026-05-04T12:30", false, 0,
     HEAD BEGIN "DTSTART:20260504T090000Z\r\nDTEND:20260504T103000Z\r\n" NEW("5") END TAIL},
    {"all-day stays all-day", HEAD BEGIN "DTSTART;VALUE=DATE:20260504\r\n" END TAIL,
     "2026-05-04T00:00", "2026-05-06T00:00", "2026-05-07T00:00", false, 0,
     HEAD BEGIN "DTSTART;VALUE=DATE:20260506\r\nDTEND;VALUE=DATE:20260507\r\n" NEW("1") END TAIL},
    {"one of a series gets a text of its own",
     HEAD BEGIN BERLIN "20260504T090000\r\nRRULE:FREQ=DAILY\r\nEXDATE:20260510T070000Z\r\n"
                       "SUMMARY:x\r\n" ALARM END OTHER TAIL,
     "2026-05-05T09:00", "2026-05-05T10:00", "2026-05-05T10:15", false, 0,
     HEAD BEGIN BERLIN
     "20260504T090000\r\nRRULE:FREQ=DAILY\r\nEXDATE:20260510T070000Z\r\n"
     "SUMMARY:x\r\n" ALARM END BEGIN BERLIN
     "20260505T100000\r\nDTEND;TZID=Europe/Berlin:20260505T101500\r\n"
     "RECURRENCE-ID;TZID=Europe/Berlin:20260505T090000\r\nSUMMARY:x\r\n" ALARM NEW("1")
         END OTHER TAIL},
    {"and is moved once more where it is",
     HEAD BEGIN BERLIN "20260504T090000\r\nRRULE:FREQ=DAILY\r\n" END BEGIN BERLIN
                       "20260505T100000\r\nRECURRENCE-ID:20260505T070000Z\r\n" END TAIL,
     "2026-05-05T09:00", "2026-05-05T12:00", "2026-05-05T12:00", false, 0,
     HEAD BEGIN BERLIN "20260504T090000\r\nRRULE:FREQ=DAILY\r\n" END BEGIN BERLIN
                       "20260505T120000\r\nRECURRENCE-ID:20260505T070000Z\r\n" NEW("1") END TAIL},
    {"a series is moved with all that names its times",
     HEAD BEGIN BERLIN "20260504T090000\r\nRRULE:FREQ=DAILY;UNTIL=20260601T070000Z\r\n"
                       "EXDATE;TZID=Europe/Berlin:20260510T090000,20260511T090000\r\n" END BEGIN
                       "RECURRENCE-ID;TZID=Europe/Berlin:20260505T090000\r\n" BERLIN
                       "20260505T200000\r\n" END TAIL,
     "2026-05-06T09:00", "2026-05-06T10:30", "2026-05-06T11:00", true, 0,
     HEAD BEGIN BERLIN "20260504T103000\r\nDTEND;TZID=Europe/Berlin:20260504T110000\r\n"
                       "RRULE:FREQ=DAILY;UNTIL=20260601T083000Z\r\n"
                       "EXDATE;TZID=Europe/Berlin:20260510T103000,20260511T103000\r\n" NEW("1")
                           END BEGIN "RECURRENCE-ID;TZID=Europe/Berlin:20260505T103000\r\n" BERLIN
                                     "20260505T200000\r\n" NEW("1") END TAIL},
    {"a series is not moved to another day",
     HEAD BEGIN BERLIN "20260504T090000\r\nRRULE:FREQ=WEEKLY;BYDAY=MO\r\n" END TAIL,
     "2026-05-04T09:00", "2026-05-05T09:00", "2026-05-05T10:00", true, -ENOTSUP, ""},
    {"one of a series is called off",
     HEAD BEGIN BERLIN "20260504T090000\r\nRRULE:FREQ=DAILY\r\n" END BEGIN BERLIN
                       "20260505T100000\r\nRECURRENCE-ID:20260505T070000Z\r\n" END TAIL,
     "2026-05-05T09:00", NULL, NULL, false, 0,
     HEAD BEGIN BERLIN "20260504T090000\r\nEXDATE;TZID=Europe/Berlin:20260505T090000\r\n"
                       "RRULE:FREQ=DAILY\r\n" NEW("1") END TAIL},
    {"an override without its series",
     HEAD BEGIN BERLIN
     "20260505T100000\r\nSTATUS:CONFIRMED\r\nRECURRENCE-ID:20260505T070000Z\r\n" END TAIL,
     "2026-05-05T09:00", NULL, NULL, false, 0,
     HEAD BEGIN BERLIN "20260505T100000\r\nRECURRENCE-ID:20260505T070000Z\r\n"
                       "STATUS:CANCELLED\r\n" NEW("1") END TAIL},
    {"a single one is called off", HEAD OTHER BEGIN BERLIN "20260504T090000\r\n" END TAIL,
     "2026-05-04T09:00", NULL, NULL, false, 0, HEAD OTHER TAIL},
    {"the last one, and with it the file", HEAD BEGIN BERLIN "20260504T090000\r\n" END TAIL,
     "2026-05-04T09:00", NULL, NULL, false, 0, NULL},
    {"a series is called off with its parts",
     HEAD BEGIN BERLIN "20260504T090000\r\nRRULE:FREQ=DAILY\r\n" END OTHER BEGIN BERLIN
                       "20260505T100000\r\nRECURRENCE-ID:20260505T070000Z\r\n" END TAIL,
     "2026-05-05T09:00", NULL, NULL, true, 0, HEAD OTHER TAIL},
    {"line feeds alone",
     "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260504T090000\nEND:VEVENT\n"
     "END:VCALENDAR\n",
     "2026-05-04T09:00", "2026-05-05T10:00", "2026-05-05T10:00", false, 0,
     "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260505T100000\nSEQUENCE:1\n"
     "DTSTAMP:20260501T080000Z\nLAST-MODIFIED:20260501T080000Z\nEND:VEVENT\nEND:VCALENDAR\n"},
    {"it is not there", HEAD OTHER TAIL, "2026-05-04T09:00", NULL, NULL, false, -ENOENT, ""},
};

static int64_t at(const char *text, struct sahut_zone *zone)
{
    int64_t ms = 0;
    if (text)
        assert_int_equal(sahut_instant_parse(text, zone, &ms, NULL), 0);
    return ms;
}

static struct sahut_zone *berlin(void)
{
    struct sahut_zone *zone;
    assert_int_equal(sahut_zone_new("Europe/Berlin", &zone, NULL), 0);
    return zone;
}

static void texts(void **state)
{
    struct sahut_zone *zone = berlin();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sahut_text out = {0};
        struct sahut_why why = {.text = ""};
        bool empty = false;
        const struct cal_edit edit = {rows[i].text, strlen(rows[i].text), "a", zone,
                                      at("2026-05-01T08:00Z", zone)};
        const struct cal_edit_which which = {rows[i].all, at(rows[i].original, zone)};
        int err = rows[i].start ? cal_edit_move(&edit, &which, at(rows[i].start, zone),
                                                at(rows[i].end, zone), &out, &why)
                                : cal_edit_cancel(&edit, &which, &out, &empty, &why);
        if (err != rows[i].err)
            fail_msg("%s: %d %s", rows[i].name, err, why.text);
        if (empty != !rows[i].expected)
            fail_msg("%s: empty is %d", rows[i].name, empty);
        if (!err && rows[i].expected && strcmp(sahut_text_get(&out), rows[i].expected) != 0)
            fail_msg("%s:\n%s\nexpected:\n%s", rows[i].name, sahut_text_get(&out),
                     rows[i].expected);
        sahut_text_finish(&out);
    }
    sahut_zone_free(zone);
}

static void added(void **state)
{
    struct sahut_zone *zone = berlin();
    struct sahut_text out = {0};
    const struct cal_edit edit = {"", 0, "new", zone, at("2026-05-01T08:00Z", zone)};
    const struct sahut_event_draft draft = {
        "Lunch; with Ann, Bob\nand a very long title that does not fit into a line of it — ünïcode",
        "Café",
        "FREQ=WEEKLY",
        at("2026-05-04T12:00", zone),
        at("2026-05-04T13:00", zone),
        false};
    assert_int_equal(cal_edit_add(&edit, &draft, &out, NULL), 0);
    assert_string_equal(
        sahut_text_get(&out),
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Sahut//Sahut//EN\r\nBEGIN:VTIMEZONE\r\n"
        "TZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:20251026T030000\r\nTZOFFSETFROM:+0200\r\n"
        "TZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
        "BEGIN:VEVENT\r\nUID:new\r\nDTSTAMP:20260501T080000Z\r\nCREATED:20260501T080000Z\r\n"
        "LAST-MODIFIED:20260501T080000Z\r\nSEQUENCE:0\r\n"
        "SUMMARY:Lunch\\; with Ann\\, Bob\\nand a very long title that does not fit int\r\n"
        " o a line of it — ünïcode\r\n"
        "DTSTART;TZID=Europe/Berlin:20260504T120000\r\nDTEND;TZID=Europe/Berlin:20260504T130000\r\n"
        "RRULE:FREQ=WEEKLY\r\nLOCATION:Café\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    sahut_text_finish(&out);
    const struct sahut_event_draft bad = {"x", "", "FREQ=NEVER", 0, 0, false};
    assert_int_equal(cal_edit_add(&edit, &bad, &out, NULL), -EINVAL);
    sahut_text_finish(&out);
    sahut_zone_free(zone);
}

/* ---- in a real folder ---- */

static struct sahut_occurrence *all(struct sahut_calendar *c, size_t *count)
{
    struct sahut_occurrence *list;
    assert_int_equal(
        sahut_calendar_occurrences(c, INT64_C(1777000000000), INT64_C(1779000000000), &list, count),
        0);
    return list;
}

static size_t files_in(const char *path)
{
    char command[512];
    snprintf(command, sizeof command, "ls -A '%s' | wc -l", path);
    FILE *f = popen(command, "r");
    int n = -1;
    assert_int_equal(fscanf(f, "%d", &n), 1);
    pclose(f);
    return (size_t)n;
}

static void in_a_folder(void **state)
{
    struct scratch s;
    struct sahut_zone *zone = berlin();
    struct sahut_calendar *c;
    struct sahut_why why = {.text = ""};
    char mine[300], other[300], uid[64];
    size_t count;
    scratch_init(&s);
    snprintf(mine, sizeof mine, "%s/mine", s.path);
    snprintf(other, sizeof other, "%s/other", s.path);
    mkdir(mine, 0700);
    mkdir(other, 0700);
    int64_t now = at("2026-05-01T08:00", zone), start = at("2026-05-04T12:00", zone);
    const struct sahut_event_draft draft = {"Lunch",         "",   "FREQ=DAILY;COUNT=3", start,
                                            start + 3600000, false};
    assert_int_equal(sahut_calendar_read(s.path, zone, scratch_complain, &s, &c, NULL), 0);
    assert_int_equal(sahut_calendar_add(c, "", &draft, now, uid, &why), -EPERM);
    assert_non_null(strstr(why.text, "agenda.default_calendar"));
    assert_int_equal(sahut_calendar_add(c, mine, &draft, now, uid, &why), 0);
    struct sahut_occurrence *list = all(c, &count);
    assert_int_equal(count, 3);
    assert_string_equal(list[0].uid, uid);
    assert_int_equal(list[0].start_ms, start);
    /* Elsewhere nothing is changed. */
    assert_int_equal(sahut_calendar_cancel(c, other, &list[0], false, now, &why), -EPERM);
    assert_int_equal(sahut_calendar_move(c, mine, &list[1], false, list[1].start_ms + 7200000,
                                         list[1].end_ms + 7200000, now, &why),
                     0);
    free(list);
    list = all(c, &count);
    assert_int_equal(count, 3);
    assert_int_equal(list[1].start_ms, start + 86400000 + 7200000);
    assert_int_equal(list[1].original_ms, start + 86400000);
    assert_int_equal(sahut_calendar_cancel(c, mine, &list[1], false, now, &why), 0);
    free(list);
    list = all(c, &count);
    assert_int_equal(count, 2);
    assert_int_equal(files_in(mine), 1);
    /* What another program did meanwhile is not overwritten. */
    assert_int_equal(sahut_calendar_cancel(c, mine, &list[0], true, now, &why), 0);
    assert_int_equal(files_in(mine), 0);
    assert_int_equal(sahut_calendar_cancel(c, mine, &list[0], true, now, &why), -ENOENT);
    free(list);
    assert_string_equal(sahut_text_get(&s.complaints), "");
    sahut_calendar_free(c);
    sahut_zone_free(zone);
    scratch_finish(&s);
}

static void replaced_whole_or_not(void **state)
{
    struct scratch s;
    char path[300], text[8] = "";
    struct cal_stamp stamp;
    struct sahut_why why;
    scratch_init(&s);
    snprintf(path, sizeof path, "%s/a.ics", s.path);
    assert_int_equal(cal_file_replace(path, "one", 3, NULL, &why), 0);
    assert_int_equal(cal_file_replace(path, "two", 3, NULL, &why), -EEXIST);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(cal_file_stamp(path, &stamp), 0);
    assert_int_equal(cal_file_replace(path, "three", 5, &stamp, &why), 0);
    assert_int_equal(cal_file_replace(path, "four", 4, &stamp, &why), -EAGAIN);
    assert_int_equal(cal_file_delete(path, &stamp, &why), -EAGAIN);
    FILE *f = fopen(path, "r");
    assert_non_null(fgets(text, sizeof text, f));
    fclose(f);
    assert_string_equal(text, "three");
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
    assert_int_equal(files_in(s.path), 1);
    scratch_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts),
        cmocka_unit_test(added),
        cmocka_unit_test(in_a_folder),
        cmocka_unit_test(replaced_whole_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
