// SPDX-License-Identifier: GPL-3.0-or-later
/* Days that are counted from others, hours that are not said, and dates as they are typed. */
#include "when_help.h"

#define DAY(text, day, next)                                                                       \
    {                                                                                              \
        text, day "T00:00", next "T00:00", "day"                                                   \
    }
#define MINUTE(text, minute)                                                                       \
    {                                                                                              \
        text, minute, NULL, "minute"                                                               \
    }

static void days_are_counted_from_others(void **state)
{
    struct fixture *f = *state;
    static const struct expectation table[] = {
        DAY("two mondays after christmas", "2028-01-03", "2028-01-04"),
        DAY("three fridays from tomorrow", "2027-07-02", "2027-07-03"),
        DAY("the second sunday after easter", "2028-04-30", "2028-05-01"),
        DAY("the second sunday before easter", "2028-04-02", "2028-04-03"),
        DAY("the day after friday", "2027-06-19", "2027-06-20"),
        DAY("the day before next monday", "2027-06-20", "2027-06-21"),
        DAY("the sunday after next friday", "2027-06-20", "2027-06-21"),
        DAY("the nearest sunday", "2027-06-13", "2027-06-14"),
        DAY("the nearest sunday to the first of july", "2027-07-04", "2027-07-05"),
        DAY("the nearest christmas", "2026-12-25", "2026-12-26"),
        DAY("the second nearest easter", "2028-04-16", "2028-04-17"),
        DAY("friday two weeks ago", "2027-06-04", "2027-06-05"),
        DAY("two weeks ago on friday", "2027-06-04", "2027-06-05"),
        DAY("a year ago this friday", "2026-06-18", "2026-06-19"),
        DAY("tomorrow a year ago", "2026-06-16", "2026-06-17"),
        DAY("the fourth of july two years ago", "2025-07-04", "2025-07-05"),
        DAY("today week", "2027-06-22", "2027-06-23"),
        DAY("tomorrow fortnight", "2027-06-30", "2027-07-01"),
        DAY("friday last", "2027-06-11", "2027-06-12"),
        DAY("friday next", "2027-06-18", "2027-06-19"),
        DAY("saturday just gone", "2027-06-12", "2027-06-13"),
        DAY("this day last week", "2027-06-08", "2027-06-09"),
        DAY("this day next year", "2028-06-15", "2028-06-16"),
        DAY("the last friday of this month", "2027-06-25", "2027-06-26"),
        DAY("third thursday next month", "2027-07-15", "2027-07-16"),
        DAY("second friday this september", "2027-09-10", "2027-09-11"),
        DAY("fourth day last week", "2027-06-10", "2027-06-11"),
        DAY("the final sunday of may", "2028-05-28", "2028-05-29"),
        DAY("midweek", "2027-06-16", "2027-06-17"),
        DAY("two christmases ago", "2025-12-25", "2025-12-26"),
        DAY("three easters ago", "2025-04-20", "2025-04-21"),
        DAY("the friday before christmas", "2027-12-24", "2027-12-25"),
        {"two weekends ago", "2027-06-05T00:00", "2027-06-07T00:00", "day"},
        {"the last weekend next month", "2027-07-31T00:00", "2027-08-02T00:00", "day"},
        {"two weeks back", "2027-06-01T08:00", NULL, "day"},
        {"in two days from now", "2027-06-17T08:00", NULL, "day"},
        {"the weekend of the fourth of july", "2027-07-03T00:00", "2027-07-05T00:00", "day"},
        {"july 4th weekend", "2027-07-03T00:00", "2027-07-05T00:00", "day"},
        {"second month next year", "2028-02-01T00:00", "2028-03-01T00:00", "month"},
        {"october two years ago", "2025-10-01T00:00", "2025-11-01T00:00", "month"},
        {"the night before last", "2027-06-13T22:00", "2027-06-14T06:00", "part"},
        {"end of the day on friday", "2027-06-18T22:00", "2027-06-19T00:00", "part"},
        MINUTE("in three days from now at six", "2027-06-18T18:00"),
        MINUTE("the sunday after next friday at ten", "2027-06-20T10:00"),
    };
    EXPECT("2027-06-15T08:00", table); /* a Tuesday */
}

static void parts_of_periods_are_days_of_them(void **state)
{
    struct fixture *f = *state;
    static const struct expectation table[] = {
        {"early next week", "2027-06-21T00:00", "2027-06-23T00:00", "day"},
        {"mid week", "2027-06-16T00:00", "2027-06-17T00:00", "day"},
        {"late in the week", "2027-06-17T00:00", "2027-06-21T00:00", "day"},
        DAY("the middle of next week", "2027-06-23", "2027-06-24"),
        {"next year in april", "2028-04-01T00:00", "2028-05-01T00:00", "month"},
        {"mid-month", "2027-06-11T00:00", "2027-06-21T00:00", "day"},
        {"late next month", "2027-07-21T00:00", "2027-08-01T00:00", "day"},
        {"early 2028", "2028-01-01T00:00", "2028-05-01T00:00", "day"},
        {"late this year", "2027-09-01T00:00", "2028-01-01T00:00", "day"},
        {"early summer", "2027-06-21T00:00", "2027-07-21T00:00", "day"},
        DAY("towards the end of summer", "2027-09-22", "2027-09-23"),
        {"this coming weekend", "2027-06-19T00:00", "2027-06-21T00:00", "day"},
        {"this past month", "2027-05-01T00:00", "2027-06-01T00:00", "month"},
        {"this coming march", "2028-03-01T00:00", "2028-04-01T00:00", "month"},
        {"the weekend before last", "2027-06-05T00:00", "2027-06-07T00:00", "day"},
        {"the weekend before christmas", "2027-12-18T00:00", "2027-12-20T00:00", "day"},
        {"the weekend after thanksgiving", "2027-11-27T00:00", "2027-11-29T00:00", "day"},
        {"week 32 of next year", "2028-08-07T00:00", "2028-08-14T00:00", "week"},
        {"q two next year", "2028-04-01T00:00", "2028-07-01T00:00", "month"},
        {"last q four", "2026-10-01T00:00", "2027-01-01T00:00", "month"},
        {"the quarter after next", "2027-10-01T00:00", "2028-01-01T00:00", "month"},
        {"in the summer of 2028", "2028-06-21T00:00", "2028-09-23T00:00", "month"},
        DAY("mother's day next year", "2028-05-14", "2028-05-15"),
        DAY("the friday before last", "2027-06-04", "2027-06-05"),
        {"the night before christmas", "2027-12-24T22:00", "2027-12-25T06:00", "part"},
        {"the morning after easter", "2028-04-17T08:00", "2028-04-17T12:00", "part"},
        {"late on friday", "2027-06-18T00:00", "2027-06-19T00:00", "day"},
        {"early in the evening", "2027-06-15T19:00", "2027-06-15T22:00", "part"},
        DAY("two weeks prior to christmas", "2027-12-11", "2027-12-12"),
        {"between 5 and 9 july", "2027-07-05T00:00", "2027-07-10T00:00", "day"},
        {"the first three days of august", "2027-08-01T00:00", "2027-08-04T00:00", "day"},
        {"the last two weeks of july", "2027-07-18T00:00", "2027-08-01T00:00", "day"},
        {"one evening next week", "2027-06-21T00:00", "2027-06-28T00:00", "week"},
        {"later in the week", "2027-06-14T00:00", "2027-06-21T00:00", "week"},
        DAY("the last working day of the month", "2027-06-30", "2027-07-01"),
        DAY("next month on the first monday", "2027-07-05", "2027-07-06"),
        DAY("the same day next month", "2027-07-15", "2027-07-16"),
        DAY("the next two fridays", "2027-06-18", "2027-06-19"),
        {"the previous evening", "2027-06-14T19:00", "2027-06-14T22:00", "part"},
        {"the next morning", "2027-06-16T08:00", "2027-06-16T12:00", "part"},
        {"friday eve", "2027-06-18T19:00", "2027-06-18T22:00", "part"},
        {"saturday a m", "2027-06-19T08:00", "2027-06-19T12:00", "part"},
        MINUTE("tomorrow at the same time", "2027-06-16T08:00"),
        MINUTE("the same time on saturday", "2027-06-19T08:00"),
        MINUTE("this time on saturday", "2027-06-19T08:00"),
        MINUTE("for the same time next tuesday", "2027-06-22T08:00"),
        MINUTE("saturday from five", "2027-06-19T17:00"),
        {"the coming evening", "2027-06-15T19:00", "2027-06-15T22:00", "part"},
        {"half a decade ago", "2022-06-15T08:00", NULL, "day"},
        {"21 through 23 june 2028", "2028-06-21T00:00", "2028-06-24T00:00", "day"},
        {"june 21 to july 3 2028", "2028-06-21T00:00", "2028-07-04T00:00", "day"},
        {"december 30 to january 3 2029", "2028-12-30T00:00", "2029-01-04T00:00", "day"},
        {"between now and friday", "2027-06-15T08:00", "2027-06-19T00:00", "day"},
        {"from eight in the morning till six in the evening", "2027-06-16T08:00",
         "2027-06-16T18:00", "minute"},
    };
    EXPECT("2027-06-15T08:00", table);
}

static void the_hour_need_not_be_said(void **state)
{
    struct fixture *f = *state;
    static const struct expectation table[] = {
        MINUTE("half past", "2027-06-15T08:30"),
        MINUTE("twenty past", "2027-06-15T08:20"),
        MINUTE("a quarter to", "2027-06-15T08:45"),
        MINUTE("ten past the hour", "2027-06-15T08:10"),
        MINUTE("five minutes before the hour", "2027-06-15T08:55"),
        MINUTE("on the hour", "2027-06-15T09:00"),
        MINUTE("at the top of the hour", "2027-06-15T09:00"),
        MINUTE("at the bottom of the hour", "2027-06-15T08:30"),
        MINUTE("five and twenty past three", "2027-06-15T15:25"),
        MINUTE("1900 hours", "2027-06-15T19:00"),
        MINUTE("seven on the dot", "2027-06-15T19:00"),
        MINUTE("19h30", "2027-06-15T19:30"),
        MINUTE("this noon", "2027-06-15T12:00"),
        MINUTE("by end of play", "2027-06-15T17:00"),
        MINUTE("close of business friday", "2027-06-18T17:00"),
        MINUTE("friday 9.30", "2027-06-18T09:30"),
        MINUTE("7.45 this evening", "2027-06-15T19:45"),
        MINUTE("6:30p", "2027-06-15T18:30"),
        MINUTE("tomorrow 12:15a", "2027-06-16T00:15"),
    };
    EXPECT("2027-06-15T08:00", table);
}

static void dates_are_typed_in_many_ways(void **state)
{
    struct fixture *f = *state;
    static const struct expectation table[] = {
        DAY("15-Oct-2020", "2020-10-15", "2020-10-16"),
        DAY("15-oct", "2027-10-15", "2027-10-16"),
        DAY("oct-15", "2027-10-15", "2027-10-16"),
        DAY("03 february 2013", "2013-02-03", "2013-02-04"),
        DAY("mar 07", "2028-03-07", "2028-03-08"),
        DAY("2030 october 28", "2030-10-28", "2030-10-29"),
        DAY("may 27 79", "1979-05-27", "1979-05-28"),
        DAY("1st of october in the year 89", "1989-10-01", "1989-10-02"),
        DAY("1/2/95", "1995-01-02", "1995-01-03"),
        DAY("1/2/31", "2031-01-02", "2031-01-03"),
        DAY("5.3.95", "1995-03-05", "1995-03-06"),
        {"7/17-7/18", "2027-07-17T00:00", "2027-07-19T00:00", "day"},
        {"7/2018", "2018-07-01T00:00", "2018-08-01T00:00", "month"},
        DAY("last july 4th", "2026-07-04", "2026-07-05"),
        DAY("next december 3rd", "2027-12-03", "2027-12-04"),
        DAY("last 3/5", "2027-03-05", "2027-03-06"),
        DAY("jamshedi navroz", "2027-08-15", "2027-08-16"),
    };
    EXPECT("2027-06-15T08:00", table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(days_are_counted_from_others, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parts_of_periods_are_days_of_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_hour_need_not_be_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dates_are_typed_in_many_ways, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
