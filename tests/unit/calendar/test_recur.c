// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "calendar/event.h"
#include "calendar/recur.h"

static struct sahut_civil civil(const char *text)
{
    struct sahut_civil c = {0};
    assert_true(sscanf(text, "%4d%2d%2dT%2d%2d%2d", &c.year, &c.month, &c.day, &c.hour, &c.minute,
                       &c.second) >= 3);
    return c;
}

/** The first times, "19970902T0900" each, a blank between them; "…" if there are more than `max`,
 * "never" at the end if the rule says that nothing more can match. */
static void walk_text(struct recur_walk *w, int max, char *out, size_t size)
{
    int64_t s;
    int r = 0;
    size_t n = 0;
    out[0] = '\0';
    for (int i = 0; i < max && (r = recur_walk_next(w, &s)) > 0; i++) {
        struct sahut_civil c = recur_civil(s);
        n += (size_t)snprintf(out + n, size - n, "%s%04d%02d%02dT%02d%02d", n ? " " : "", c.year,
                              c.month, c.day, c.hour, c.minute);
        if (c.second)
            n += (size_t)snprintf(out + n, size - n, "%02d", c.second);
    }
    if (r == -ELOOP)
        snprintf(out + n, size - n, "%snever", n ? " " : "");
    else if (r > 0)
        snprintf(out + n, size - n, " …");
}

static const struct {
    const char *rule, *start, *expected;
} expansions[] = {
    {"FREQ=DAILY;COUNT=3", "19970902T090000", "19970902T0900 19970903T0900 19970904T0900"},
    {"FREQ=DAILY;UNTIL=19970903", "19970902T090000", "19970902T0900 19970903T0900"},
    {"FREQ=DAILY;UNTIL=19970903T085959", "19970902T090000", "19970902T0900"},
    {"FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "19970805T090000",
     "19970805T0900 19970810T0900 19970819T0900 19970824T0900"},
    {"FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "19970805T090000",
     "19970805T0900 19970817T0900 19970819T0900 19970831T0900"},
    {"FREQ=MONTHLY;COUNT=3", "20240131", "20240131T0000 20240331T0000 20240531T0000"},
    {"RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;COUNT=3", "20240131",
     "20240131T0000 20240229T0000 20240331T0000"},
    {"FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=FORWARD;COUNT=3", "20240131",
     "20240131T0000 20240301T0000 20240331T0000"},
    {"FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "20240126", "20240126T0000 20240223T0000"},
    {"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2", "19970902", "19980213T0000 19980313T0000"},
    {"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=2", "19970929",
     "19970929T0000 19971030T0000"},
    {"FREQ=YEARLY;COUNT=3", "20240229", "20240229T0000 20280229T0000 20320229T0000"},
    {"FREQ=YEARLY;BYDAY=20MO;COUNT=2", "19970519", "19970519T0000 19980518T0000"},
    {"FREQ=YEARLY;BYYEARDAY=-1,1;COUNT=3", "20231231", "20231231T0000 20240101T0000 20241231T0000"},
    {"FREQ=YEARLY;BYMONTHDAY=15;COUNT=2", "20200315", "20200315T0000 20210315T0000"},
    /* Week 53 exists in years of 53 weeks only; week 1 may begin in December. */
    {"FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;COUNT=2", "20201228", "20201228T0000 20261228T0000"},
    {"FREQ=YEARLY;BYWEEKNO=1;COUNT=3", "20131231", "20131231T0000 20141230T0000 20160105T0000"},
    {"FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU;COUNT=2", "20250101", "20251228T0000 20270103T0000"},
    {"FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000", "19970902T090000",
     "19970902T0900 19970902T1200 19970902T1500"},
    {"FREQ=HOURLY;BYHOUR=9,17;BYMINUTE=30;COUNT=3", "20240101T093000",
     "20240101T0930 20240101T1730 20240102T0930"},
    {"FREQ=MINUTELY;INTERVAL=90;COUNT=3", "19970902T090000",
     "19970902T0900 19970902T1030 19970902T1200"},
    {"FREQ=MINUTELY;INTERVAL=7;BYHOUR=23;BYDAY=MO;COUNT=2", "20240101T230000",
     "20240101T2300 20240101T2307"},
    {"FREQ=SECONDLY;BYSECOND=5,4;COUNT=3", "20240229T140104",
     "20240229T140104 20240229T140105 20240229T140204"},
    {"FREQ=SECONDLY;BYHOUR=1;BYMINUTE=59;BYSECOND=58;COUNT=2", "20240101T000000",
     "20240101T015958 20240102T015958"},
    {"FREQ=MINUTELY;BYSECOND=60;COUNT=1", "20240101T000059", "20240101T000059"},
    {"FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,30;BYSETPOS=1,-1;COUNT=3", "20240101T090000",
     "20240101T0900 20240101T1030 20240102T0900"},
    {" freq=daily ; count=1 ;", "20240101T120000", "20240101T1200"},
    {"FREQ=YEARLY;X-COMMENT=anything;COUNT=1", "20240101", "20240101T0000"},
    /* The calendar ends with the year 9999. */
    {"FREQ=YEARLY", "99981231T230000", "99981231T2300 99991231T2300"},
    {"FREQ=DAILY;INTERVAL=999999999", "20240101", "20240101T0000"},
    {"FREQ=SECONDLY;INTERVAL=999999999;COUNT=2", "20240101T000000",
     "20240101T0000 20550909T014639"},
};

static void expands(void **state)
{
    for (size_t i = 0; i < sizeof expansions / sizeof *expansions; i++) {
        struct recur_rule rule;
        struct recur_walk w;
        struct sahut_why why = {.text = ""};
        struct sahut_civil start = civil(expansions[i].start);
        char got[512];
        if (recur_parse(expansions[i].rule, &rule, &why) < 0)
            fail_msg("%s: %s", expansions[i].rule, why.text);
        recur_walk_init(&w, &rule, &start, !strchr(expansions[i].start, 'T'));
        walk_text(&w, 20, got, sizeof got);
        if (strcmp(got, expansions[i].expected) != 0)
            fail_msg("%s\n  expected %s\n  got      %s", expansions[i].rule, expansions[i].expected,
                     got);
    }
}

/** What can never match is noticed, for every FREQ, without walking to the end of time. */
static void gives_up(void **state)
{
    static const char *const rules[] = {
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30,31",
        "FREQ=WEEKLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=DAILY;BYMONTH=6;BYMONTHDAY=31",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;INTERVAL=2;BYHOUR=1,3,5",
        "FREQ=MINUTELY;INTERVAL=60;BYMINUTE=7",
        "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=SECONDLY;BYSETPOS=2",
        "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=2",
        "FREQ=YEARLY;BYWEEKNO=10;BYMONTH=12",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29;BYYEARDAY=61",
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct recur_rule rule;
        struct recur_walk w;
        struct sahut_civil start = civil("20240101T000000");
        int64_t s;
        assert_int_equal(recur_parse(rules[i], &rule, NULL), 0);
        recur_walk_init(&w, &rule, &start, false);
        int r = recur_walk_next(&w, &s);
        if (r > 0)
            fail_msg("%s matches", rules[i]);
        struct sahut_why why;
        assert_int_equal(cal_rule_settle(&rule, &start, false, true, &why), -EINVAL);
        assert_non_null(strstr(why.text, "match"));
    }
}

/** Seeking must not change what comes, only what it costs. */
static void seeks(void **state)
{
    static const char *const rules[] = {
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3;BYHOUR=8,20;BYMINUTE=5",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU",
        "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=-31,31",
        "FREQ=MONTHLY;BYMONTHDAY=-31,30;SKIP=BACKWARD",
        "FREQ=MONTHLY;BYMONTHDAY=31;SKIP=FORWARD",
        "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO,FR",
        "FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,366,-366",
        "FREQ=YEARLY;BYDAY=1MO,-1SU;BYMONTH=3,10;BYSETPOS=-1",
        "FREQ=HOURLY;INTERVAL=7;BYDAY=TU",
        "FREQ=MINUTELY;INTERVAL=1501",
        "FREQ=SECONDLY;INTERVAL=7201;BYHOUR=3,4",
    };
    static const char *const froms[] = {"19900101T000000", "20001231T235959", "20240229T120000",
                                        "20260101T000000"};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        for (size_t k = 0; k < sizeof froms / sizeof *froms; k++) {
            struct recur_rule rule;
            struct recur_walk slow, quick;
            struct sahut_civil start = civil("19991230T081500"), from_civil = civil(froms[k]);
            int64_t from = recur_seconds(&from_civil), a = 0, b = 0;
            assert_int_equal(recur_parse(rules[i], &rule, NULL), 0);
            recur_walk_init(&slow, &rule, &start, false);
            recur_walk_init(&quick, &rule, &start, false);
            recur_walk_seek(&quick, from);
            do
                assert_int_equal(recur_walk_next(&slow, &a), 1);
            while (a < from);
            for (int n = 0; n < 50; n++) {
                assert_int_equal(recur_walk_next(&quick, &b), 1);
                if (a != b)
                    fail_msg("%s from %s, number %d: %lld, not %lld", rules[i], froms[k], n,
                             (long long)b, (long long)a);
                assert_int_equal(recur_walk_next(&slow, &a), 1);
            }
        }
    }
}

static const struct {
    const char *rule, *names; /* a piece of the message */
} mistakes[] = {
    {"", "empty"},
    {"COUNT=3", "FREQ is missing"},
    {"FREQ=FORTNIGHTLY", "FORTNIGHTLY"},
    {"FREQ=WEEKLI", "WEEKLY"},
    {"FREQU=YEARLY", "perhaps FREQ"},
    {"YEARLY", "not a part"},
    {"FREQ=DAILY;;COUNT=1", "not a part"},
    {"FREQ=DAILY;FREQ=WEEKLY", "twice"},
    {"FREQ=DAILY;INTERVAL=0", "INTERVAL"},
    {"FREQ=DAILY;INTERVAL=-1", "INTERVAL"},
    {"FREQ=DAILY;COUNT=0", "COUNT"},
    {"FREQ=DAILY;COUNT=12345678901", "COUNT"},
    {"FREQ=DAILY;UNTIL=20241301", "UNTIL"},
    {"FREQ=DAILY;UNTIL=20230229", "UNTIL"},
    {"FREQ=DAILY;UNTIL=20240101T250000Z", "UNTIL"},
    {"FREQ=DAILY;UNTIL=20120924T215959ZZ", "UNTIL"},
    {"FREQ=DAILY;UNTIL=tomorrow", "UNTIL"},
    {"FREQ=WEEKLY;BYDAY=", "BYDAY"},
    {"FREQ=WEEKLY;BYDAY=1MO", "WEEKLY"},
    {"FREQ=MONTHLY;BYDAY=0TU", "0TU"},
    {"FREQ=MONTHLY;BYDAY=54TU", "54TU"},
    {"FREQ=MONTHLY;BYDAY=1UZ", "1UZ"},
    {"FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "BYWEEKNO"},
    {"FREQ=YEARLY;BYMONTH=13", "BYMONTH"},
    {"FREQ=YEARLY;BYMONTH=-1", "BYMONTH"},
    {"FREQ=YEARLY;BYMONTHDAY=0", "BYMONTHDAY"},
    {"FREQ=YEARLY;BYYEARDAY=390", "BYYEARDAY"},
    {"FREQ=YEARLY;BYSETPOS=367", "BYSETPOS"},
    {"FREQ=DAILY;BYHOUR=24", "BYHOUR"},
    {"FREQ=DAILY;BYSECOND=61", "BYSECOND"},
    {"FREQ=DAILY;BYMINUTE=1,,2", "BYMINUTE"},
    {"FREQ=DAILY;WKST=XX", "WKST"},
    {"RSCALE=HEBREW;FREQ=DAILY", "HEBREW"},
};

static void names_mistakes(void **state)
{
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct recur_rule rule = {.interval = 77};
        struct sahut_why why = {.text = ""};
        if (recur_parse(mistakes[i].rule, &rule, &why) != -EINVAL)
            fail_msg("%s was accepted", mistakes[i].rule);
        if (!strstr(why.text, mistakes[i].names))
            fail_msg("%s: \"%s\" does not name %s", mistakes[i].rule, why.text, mistakes[i].names);
        assert_int_equal(rule.interval, 77);
    }
}

static void long_rule(void **state)
{
    char text[8192] = "FREQ=DAILY;BYMINUTE=";
    for (int i = 0; i < 2000; i++)
        strcat(text, "5,");
    struct recur_rule rule;
    struct sahut_why why;
    assert_int_equal(recur_parse(text, &rule, &why), -EINVAL);
    assert_non_null(strstr(why.text, "too long"));
}

static const struct {
    const char *rule, *start;
    bool start_counts;
    const char *last; /* the UNTIL that COUNT became */
} counts[] = {
    {"FREQ=DAILY;COUNT=13000", "19900101T090000", true, "20250804T090000"},
    {"FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4", "19970902T090000", true, "19970911T090000"},
    {"FREQ=WEEKLY;BYDAY=WE;COUNT=3", "20240530T200000", true, "20240612T200000"},
    {"FREQ=WEEKLY;BYDAY=WE;COUNT=3", "20240530T200000", false, "20240619T200000"},
    {"FREQ=WEEKLY;BYDAY=WE;COUNT=1", "20240530T200000", true, "20240530T200000"},
    {"FREQ=DAILY;COUNT=10;UNTIL=20240103T000000", "20240101T000000", true, "20240103T000000"},
    {"FREQ=SECONDLY;COUNT=999999999", "20240101T000000", true, "20550909T014638"},
    {"FREQ=YEARLY;COUNT=100;BYMONTH=2;BYMONTHDAY=29;UNTIL=20300101", "20240229T000000", true,
     "20300101T000000"},
};

static void count_becomes_until(void **state)
{
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct recur_rule rule;
        struct sahut_civil start = civil(counts[i].start), last = civil(counts[i].last);
        struct sahut_why why = {.text = ""};
        assert_int_equal(recur_parse(counts[i].rule, &rule, NULL), 0);
        if (cal_rule_settle(&rule, &start, false, counts[i].start_counts, &why) < 0)
            fail_msg("%s: %s", counts[i].rule, why.text);
        assert_int_equal(rule.count, 0);
        assert_int_equal(recur_seconds(&rule.until), recur_seconds(&last));
    }
}

static void count_past_all_sense(void **state)
{
    struct recur_rule rule;
    struct sahut_why why;
    struct sahut_civil start = civil("20240101T000000");
    assert_int_equal(recur_parse("FREQ=SECONDLY;BYHOUR=1;COUNT=900000000", &rule, NULL), 0);
    assert_int_equal(cal_rule_settle(&rule, &start, false, true, &why), -EINVAL);
    assert_non_null(strstr(why.text, "900000000"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expands),
        cmocka_unit_test(gives_up),
        cmocka_unit_test(seeks),
        cmocka_unit_test(names_mistakes),
        cmocka_unit_test(long_rule),
        cmocka_unit_test(count_becomes_until),
        cmocka_unit_test(count_past_all_sense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
