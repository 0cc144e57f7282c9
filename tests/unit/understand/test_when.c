// SPDX-License-Identifier: GPL-3.0-or-later
#include "when_help.h"

static void clock_times_are_the_next_that_come(void **state)
{
    struct fixture *f = *state;
    static const struct expectation morning[] = {
        {"at seven", "2027-06-15T19:00", NULL, "minute"},
        {"at nine", "2027-06-15T09:00", NULL, "minute"},
        {"nine", "2027-06-15T09:00", NULL, "minute"},
        {"at eight", "2027-06-15T20:00", NULL, "minute"},
        {"at nine thirty", "2027-06-15T09:30", NULL, "minute"},
        {"at nine oh five", "2027-06-15T09:05", NULL, "minute"},
        {"at nine o'clock", "2027-06-15T09:00", NULL, "minute"},
        {"at nine o clock", "2027-06-15T09:00", NULL, "minute"},
        {"at half past six", "2027-06-15T18:30", NULL, "minute"},
        {"half nine", "2027-06-15T09:30", NULL, "minute"},
        {"quarter past nine", "2027-06-15T09:15", NULL, "minute"},
        {"at a quarter to ten", "2027-06-15T09:45", NULL, "minute"},
        {"ten to five", "2027-06-15T16:50", NULL, "minute"},
        {"ten minutes to five", "2027-06-15T16:50", NULL, "minute"},
        {"twenty five past three", "2027-06-15T15:25", NULL, "minute"},
        {"five to one", "2027-06-15T12:55", NULL, "minute"},
        {"twenty to seven", "2027-06-15T18:40", NULL, "minute"},
        {"at two to four", "2027-06-15T15:58", NULL, "minute"},
        {"two minutes to four", "2027-06-15T15:58", NULL, "minute"},
        {"at 5.30", "2027-06-15T17:30", NULL, "minute"},
        {"sevenish", "2027-06-15T19:00", NULL, "minute"},
        {"by close of business", "2027-06-15T17:00", NULL, "minute"},
        {"a minute past midnight", "2027-06-16T00:01", NULL, "minute"},
        {"next noon", "2027-06-15T12:00", NULL, "minute"},
        {"at seven p m", "2027-06-15T19:00", NULL, "minute"},
        {"seven pm", "2027-06-15T19:00", NULL, "minute"},
        {"seven a m", "2027-06-16T07:00", NULL, "minute"},
        {"twelve a m", "2027-06-16T00:00", NULL, "minute"},
        {"twelve p m", "2027-06-15T12:00", NULL, "minute"},
        {"half past three p m", "2027-06-15T15:30", NULL, "minute"},
        {"quarter to twelve p m", "2027-06-15T11:45", NULL, "minute"},
        {"at noon", "2027-06-15T12:00", NULL, "minute"},
        {"midday", "2027-06-15T12:00", NULL, "minute"},
        {"twelve noon", "2027-06-15T12:00", NULL, "minute"},
        {"at midnight", "2027-06-16T00:00", NULL, "minute"},
        {"ten past midnight", "2027-06-16T00:10", NULL, "minute"},
        {"ten to midnight", "2027-06-15T23:50", NULL, "minute"},
        {"at fifteen thirty", "2027-06-15T15:30", NULL, "minute"},
        {"at oh six thirty", "2027-06-16T06:30", NULL, "minute"},
        {"at nine hundred hours", "2027-06-15T09:00", NULL, "minute"},
        {"at 9:30", "2027-06-15T09:30", NULL, "minute"},
        {"at 19:05", "2027-06-15T19:05", NULL, "minute"},
        {"at 7pm", "2027-06-15T19:00", NULL, "minute"},
        {"at about nine", "2027-06-15T09:00", NULL, "minute"},
        {"at seven in the evening", "2027-06-15T19:00", NULL, "minute"},
        {"at seven in the morning", "2027-06-16T07:00", NULL, "minute"},
        {"eleven at night", "2027-06-15T23:00", NULL, "minute"},
        {"at three in the morning", "2027-06-16T03:00", NULL, "minute"},
    };
    static const struct expectation evening[] = {
        {"at seven", "2027-06-16T07:00", NULL, "minute"},
        {"at nine", "2027-06-15T21:00", NULL, "minute"},
        {"at half past eight", "2027-06-16T08:30", NULL, "minute"},
        {"at seven p m", "2027-06-16T19:00", NULL, "minute"},
        {"at noon", "2027-06-16T12:00", NULL, "minute"},
    };
    EXPECT("2027-06-15T08:00", morning);
    EXPECT("2027-06-15T20:30", evening);
}

static void an_open_half_of_the_day_is_told(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *text;
        bool open;
    } rows[] = {
        {"tomorrow at half past six", true},
        {"at six on friday", true},
        {"tomorrow at seven", true},
        {"tomorrow at six p m", false},
        {"tomorrow evening at six", false},
        {"at half past six", true},
        {"today at six", true},
        {"tomorrow at 18:30", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sahut_when when;
        assert_int_equal(parse(f, "2027-06-15T08:00", rows[i].text, &when), 0);
        if (when.half_open != rows[i].open)
            fail_msg("\"%s\"", rows[i].text);
    }
}

static void named_days_decide_the_half_of_the_day(void **state)
{
    struct fixture *f = *state;
    static const struct expectation table[] = {
        {"tomorrow at one", "2027-06-16T13:00", NULL, "minute"},
        {"tomorrow at six", "2027-06-16T18:00", NULL, "minute"},
        {"tomorrow at seven", "2027-06-16T07:00", NULL, "minute"},
        {"tomorrow at eleven", "2027-06-16T11:00", NULL, "minute"},
        {"tomorrow at twelve", "2027-06-16T12:00", NULL, "minute"},
        {"at half past nine tomorrow", "2027-06-16T09:30", NULL, "minute"},
        {"tomorrow evening at six", "2027-06-16T18:00", NULL, "minute"},
        {"at half past six tomorrow evening", "2027-06-16T18:30", NULL, "minute"},
        {"tomorrow morning at six", "2027-06-16T06:00", NULL, "minute"},
        {"six in the morning tomorrow", "2027-06-16T06:00", NULL, "minute"},
        {"nine tomorrow", "2027-06-16T09:00", NULL, "minute"},
        {"the day after tomorrow at noon", "2027-06-17T12:00", NULL, "minute"},
        {"tonight at eight", "2027-06-15T20:00", NULL, "minute"},
        {"tonight at two", "2027-06-16T02:00", NULL, "minute"},
        {"tonight at five", "2027-06-15T17:00", NULL, "minute"},
        {"five tonight", "2027-06-15T17:00", NULL, "minute"},
        {"this evening at seven o'clock", "2027-06-15T19:00", NULL, "minute"},
        {"tomorrow night at eleven", "2027-06-16T23:00", NULL, "minute"},
        {"tomorrow at midnight", "2027-06-17T00:00", NULL, "minute"},
        {"today at seven", "2027-06-15T19:00", NULL, "minute"},
        {"today at nine", "2027-06-15T09:00", NULL, "minute"},
        {"friday at three", "2027-06-18T15:00", NULL, "minute"},
        {"on friday at nine", "2027-06-18T09:00", NULL, "minute"},
        {"on tuesday at nine", "2027-06-15T09:00", NULL, "minute"},
        {"on tuesday at seven a m", "2027-06-22T07:00", NULL, "minute"},
        {"tuesday morning at seven", "2027-06-22T07:00", NULL, "minute"},
        {"at quarter to nine on friday morning", "2027-06-18T08:45", NULL, "minute"},
        {"on the third of july at ten", "2027-07-03T10:00", NULL, "minute"},
        {"at ten on the third of july", "2027-07-03T10:00", NULL, "minute"},
        {"on the morning of the third at ten", "2027-07-03T10:00", NULL, "minute"},
        {"in three days at five", "2027-06-18T17:00", NULL, "minute"},
        {"this morning at seven", "2027-06-15T07:00", NULL, "minute"},
        {"tomorrow at 15:00", "2027-06-16T15:00", NULL, "minute"},
    };
    EXPECT("2027-06-15T08:00", table); /* a Tuesday */
}

static void days_are_whole_days(void **state)
{
    struct fixture *f = *state;
    static const struct expectation table[] = {
        {"today", "2027-06-15T00:00", "2027-06-16T00:00", "day"},
        {"tomorrow", "2027-06-16T00:00", "2027-06-17T00:00", "day"},
        {"yesterday", "2027-06-14T00:00", "2027-06-15T00:00", "day"},
        {"the day after tomorrow", "2027-06-17T00:00", "2027-06-18T00:00", "day"},
        {"the day before yesterday", "2027-06-13T00:00", "2027-06-14T00:00", "day"},
        {"on tuesday", "2027-06-15T00:00", "2027-06-16T00:00", "day"},
        {"this tuesday", "2027-06-15T00:00", "2027-06-16T00:00", "day"},
        {"this friday", "2027-06-18T00:00", "2027-06-19T00:00", "day"},
        {"next friday", "2027-06-18T00:00", "2027-06-19T00:00", "day"},
        {"next wednesday", "2027-06-23T00:00", "2027-06-24T00:00", "day"},
        {"next thursday", "2027-06-24T00:00", "2027-06-25T00:00", "day"},
        {"last friday", "2027-06-11T00:00", "2027-06-12T00:00", "day"},
        {"friday next week", "2027-06-25T00:00", "2027-06-26T00:00", "day"},
        {"tuesday of this week", "2027-06-15T00:00", "2027-06-16T00:00", "day"},
        {"on the third of july", "2027-07-03T00:00", "2027-07-04T00:00", "day"},
        {"on the third of may", "2028-05-03T00:00", "2028-05-04T00:00", "day"},
        {"may third", "2028-05-03T00:00", "2028-05-04T00:00", "day"},
        {"may the third", "2028-05-03T00:00", "2028-05-04T00:00", "day"},
        {"may third twenty twenty seven", "2027-05-03T00:00", "2027-05-04T00:00", "day"},
        {"the second of march two thousand and thirty", "2030-03-02T00:00", "2030-03-03T00:00",
         "day"},
        {"on the third", "2027-07-03T00:00", "2027-07-04T00:00", "day"},
        {"on the 3rd", "2027-07-03T00:00", "2027-07-04T00:00", "day"},
        {"on the fifteenth", "2027-06-15T00:00", "2027-06-16T00:00", "day"},
        {"on the thirty first", "2027-07-31T00:00", "2027-08-01T00:00", "day"},
        {"friday the thirteenth", "2027-08-13T00:00", "2027-08-14T00:00", "day"},
        {"the twentieth of next month", "2027-07-20T00:00", "2027-07-21T00:00", "day"},
        {"february twenty ninth", "2028-02-29T00:00", "2028-03-01T00:00", "day"},
        {"a week from tuesday", "2027-06-22T00:00", "2027-06-23T00:00", "day"},
        {"a week from friday", "2027-06-25T00:00", "2027-06-26T00:00", "day"},
        {"two days after tomorrow", "2027-06-18T00:00", "2027-06-19T00:00", "day"},
        {"three days before friday", "2027-06-15T00:00", "2027-06-16T00:00", "day"},
        {"two weeks from next friday", "2027-07-02T00:00", "2027-07-03T00:00", "day"},
        {"the first monday of next month", "2027-07-05T00:00", "2027-07-06T00:00", "day"},
        {"the last friday of october", "2027-10-29T00:00", "2027-10-30T00:00", "day"},
        {"the end of the month", "2027-06-30T00:00", "2027-07-01T00:00", "day"},
        {"end of next month", "2027-07-31T00:00", "2027-08-01T00:00", "day"},
        {"christmas eve", "2027-12-24T00:00", "2027-12-25T00:00", "day"},
        {"new year's day", "2028-01-01T00:00", "2028-01-02T00:00", "day"},
        {"easter", "2028-04-16T00:00", "2028-04-17T00:00", "day"},
        {"easter monday", "2028-04-17T00:00", "2028-04-18T00:00", "day"},
        {"last easter", "2027-03-28T00:00", "2027-03-29T00:00", "day"},
        {"thanksgiving", "2027-11-25T00:00", "2027-11-26T00:00", "day"},
        {"hanukkah", "2027-12-25T00:00", "2027-12-26T00:00", "day"},
        {"last ramadan", "2027-02-08T00:00", "2027-02-09T00:00", "day"},
        {"eid al-fitr 2029", "2029-02-14T00:00", "2029-02-15T00:00", "day"},
        {"chinese new year's eve", "2028-01-25T00:00", "2028-01-26T00:00", "day"},
        {"yom kippur", "2027-10-11T00:00", "2027-10-12T00:00", "day"},
        {"nye", "2027-12-31T00:00", "2028-01-01T00:00", "day"},
        {"march fourteenth next year", "2028-03-14T00:00", "2028-03-15T00:00", "day"},
        {"fourteenth of april 29", "2029-04-14T00:00", "2029-04-15T00:00", "day"},
        {"8-15-2028", "2028-08-15T00:00", "2028-08-16T00:00", "day"},
        {"two weeks ago today", "2027-06-01T00:00", "2027-06-02T00:00", "day"},
        {"after the weekend", "2027-06-21T00:00", "2027-06-22T00:00", "day"},
        {"sunday three weeks after january fifteenth", "2028-02-06T00:00", "2028-02-07T00:00",
         "day"},
        {"black friday 2030", "2030-11-29T00:00", "2030-11-30T00:00", "day"},
        {"mother's day", "2028-05-14T00:00", "2028-05-15T00:00", "day"},
        {"monday two weeks from now", "2027-06-28T00:00", "2027-06-29T00:00", "day"},
        {"wednesday after next", "2027-06-23T00:00", "2027-06-24T00:00", "day"},
        {"the coming tuesday", "2027-06-22T00:00", "2027-06-23T00:00", "day"},
        {"next weekday", "2027-06-16T00:00", "2027-06-17T00:00", "day"},
        {"on 3/5", "2028-03-05T00:00", "2028-03-06T00:00", "day"},
        {"25/12", "2027-12-25T00:00", "2027-12-26T00:00", "day"},
        {"2027-07-03", "2027-07-03T00:00", "2027-07-04T00:00", "day"},
        {"jul 3rd", "2027-07-03T00:00", "2027-07-04T00:00", "day"},
        {"monday 21", "2027-06-21T00:00", "2027-06-22T00:00", "day"},
        {"the 20 of next month", "2027-07-20T00:00", "2027-07-21T00:00", "day"},
        {"tuesday january tenth", "2028-01-10T00:00", "2028-01-11T00:00", "day"},
        {"last monday in may", "2028-05-29T00:00", "2028-05-30T00:00", "day"},
        {"the twenty first day of next month", "2027-07-21T00:00", "2027-07-22T00:00", "day"},
        {"this coming tuesday", "2027-06-22T00:00", "2027-06-23T00:00", "day"},
        {"a week tomorrow", "2027-06-23T00:00", "2027-06-24T00:00", "day"},
        {"friday fortnight", "2027-07-02T00:00", "2027-07-03T00:00", "day"},
        {"in four working days", "2027-06-21T00:00", "2027-06-22T00:00", "day"},
        {"two business days from now", "2027-06-17T00:00", "2027-06-18T00:00", "day"},
        {"cyber monday", "2027-11-29T00:00", "2027-11-30T00:00", "day"},
        {"pancake day", "2028-02-29T00:00", "2028-03-01T00:00", "day"},
        {"may day", "2028-05-01T00:00", "2028-05-02T00:00", "day"},
        {"in three days", "2027-06-18T08:00", NULL, "day"},
        {"in a week", "2027-06-22T08:00", NULL, "day"},
        {"two weeks ago", "2027-06-01T08:00", NULL, "day"},
    };
    EXPECT("2027-06-15T08:00", table);
}

/* The afternoon's five o'clock is over. */
static void five_tonight_said_at_night(void **state)
{
    struct fixture *f = *state;
    static const struct expectation table[] = {
        {"tonight at five", "2027-06-16T05:00", NULL, "minute"},
        {"tonight at two", "2027-06-16T02:00", NULL, "minute"},
        {"tonight at eleven", "2027-06-15T23:00", NULL, "minute"},
    };
    EXPECT("2027-06-15T22:30", table);
}

static void parts_and_periods_are_spans(void **state)
{
    struct fixture *f = *state;
    static const struct expectation table[] = {
        {"this morning", "2027-06-15T08:00", "2027-06-15T12:00", "part"},
        {"this afternoon", "2027-06-15T15:00", "2027-06-15T18:00", "part"},
        {"this evening", "2027-06-15T19:00", "2027-06-15T22:00", "part"},
        {"tonight", "2027-06-15T22:00", "2027-06-16T00:00", "part"},
        {"tomorrow morning", "2027-06-16T08:00", "2027-06-16T12:00", "part"},
        {"tomorrow afternoon", "2027-06-16T15:00", "2027-06-16T18:00", "part"},
        {"friday night", "2027-06-18T22:00", "2027-06-19T06:00", "part"},
        {"last night", "2027-06-14T22:00", "2027-06-15T06:00", "part"},
        {"in the morning", "2027-06-16T08:00", "2027-06-16T12:00", "part"},
        {"in the evening", "2027-06-15T19:00", "2027-06-15T22:00", "part"},
        {"first thing tomorrow morning", "2027-06-16T08:00", "2027-06-16T12:00", "part"},
        {"the night of the third", "2027-07-03T22:00", "2027-07-04T06:00", "part"},
        {"by the end of the day tomorrow", "2027-06-16T22:00", "2027-06-17T00:00", "part"},
        {"the week before last", "2027-05-31T00:00", "2027-06-07T00:00", "week"},
        {"july 13 to 15", "2027-07-13T00:00", "2027-07-16T00:00", "day"},
        {"tomorrow in between one and two thirty p m", "2027-06-16T13:00", "2027-06-16T14:30",
         "minute"},
        {"thanksgiving weekend", "2027-11-27T00:00", "2027-11-29T00:00", "day"},
        {"the weekend of the fifth", "2027-07-03T00:00", "2027-07-05T00:00", "day"},
        {"this summer", "2027-06-21T00:00", "2027-09-23T00:00", "month"},
        {"last winter", "2026-12-21T00:00", "2027-03-20T00:00", "month"},
        {"next spring", "2028-03-20T00:00", "2028-06-21T00:00", "month"},
        {"autumn 2028", "2028-09-23T00:00", "2028-12-21T00:00", "month"},
        {"week 32", "2027-08-09T00:00", "2027-08-16T00:00", "week"},
        {"quarter three", "2027-07-01T00:00", "2027-10-01T00:00", "month"},
        {"the first half of june", "2027-06-01T00:00", "2027-06-16T00:00", "day"},
        {"the year 2030", "2030-01-01T00:00", "2031-01-01T00:00", "year"},
        {"the last decade", "2017-06-15T08:00", "2027-06-15T08:00", "year"},
        {"nine to five", "2027-06-15T09:00", "2027-06-15T17:00", "minute"},
        {"three to five p m tomorrow", "2027-06-16T15:00", "2027-06-16T17:00", "minute"},
        {"from now until midnight", "2027-06-15T08:00", "2027-06-16T00:00", "minute"},
        {"this week", "2027-06-14T00:00", "2027-06-21T00:00", "week"},
        {"next week", "2027-06-21T00:00", "2027-06-28T00:00", "week"},
        {"last week", "2027-06-08T00:00", "2027-06-14T00:00", "week"},
        {"last year", "2026-06-15T00:00", "2027-01-01T00:00", "year"},
        {"previous week", "2027-06-07T00:00", "2027-06-14T00:00", "week"},
        {"the beginning of last year", "2026-01-01T00:00", "2026-01-02T00:00", "day"},
        {"monday last week", "2027-06-07T00:00", "2027-06-08T00:00", "day"},
        {"the week after next", "2027-06-28T00:00", "2027-07-05T00:00", "week"},
        {"the weekend", "2027-06-19T00:00", "2027-06-21T00:00", "day"},
        {"at the weekend", "2027-06-19T00:00", "2027-06-21T00:00", "day"},
        {"next weekend", "2027-06-26T00:00", "2027-06-28T00:00", "day"},
        {"this month", "2027-06-01T00:00", "2027-07-01T00:00", "month"},
        {"next month", "2027-07-01T00:00", "2027-08-01T00:00", "month"},
        {"next year", "2028-01-01T00:00", "2029-01-01T00:00", "year"},
        {"in march", "2028-03-01T00:00", "2028-04-01T00:00", "month"},
        {"in june", "2027-06-01T00:00", "2027-07-01T00:00", "month"},
        {"next june", "2028-06-01T00:00", "2028-07-01T00:00", "month"},
        {"in october twenty thirty", "2030-10-01T00:00", "2030-11-01T00:00", "month"},
        {"the rest of the week", "2027-06-15T08:00", "2027-06-21T00:00", "week"},
        {"the rest of the day", "2027-06-15T08:00", "2027-06-16T00:00", "day"},
        {"the rest of today", "2027-06-15T08:00", "2027-06-16T00:00", "day"},
        {"in the next two hours", "2027-06-15T08:00", "2027-06-15T10:00", "hour"},
        {"the next three days", "2027-06-15T08:00", "2027-06-18T08:00", "day"},
        {"from two to four", "2027-06-15T14:00", "2027-06-15T16:00", "minute"},
        {"between two and four", "2027-06-15T14:00", "2027-06-15T16:00", "minute"},
        {"from nine to half past ten", "2027-06-15T09:00", "2027-06-15T10:30", "minute"},
        {"from nine to five", "2027-06-15T09:00", "2027-06-15T17:00", "minute"},
        {"from two to four tomorrow", "2027-06-16T14:00", "2027-06-16T16:00", "minute"},
        {"tomorrow from nine until noon", "2027-06-16T09:00", "2027-06-16T12:00", "minute"},
        {"from eleven to two p m", "2027-06-15T11:00", "2027-06-15T14:00", "minute"},
        {"from nine to eleven p m", "2027-06-15T21:00", "2027-06-15T23:00", "minute"},
        {"three p m to five p m", "2027-06-15T15:00", "2027-06-15T17:00", "minute"},
        {"from monday to wednesday", "2027-06-21T00:00", "2027-06-24T00:00", "day"},
        {"from ten p m to six a m", "2027-06-15T22:00", "2027-06-16T06:00", "minute"},
        {"17 august 2027 to 19 august 2027", "2027-08-17T00:00", "2027-08-20T00:00", "day"},
        {"tomorrow 7-9pm", "2027-06-16T19:00", "2027-06-16T21:00", "minute"},
        {"upcoming two weeks", "2027-06-28T00:00", "2027-07-05T00:00", "week"},
        {"the upcoming two weeks", "2027-06-15T08:00", "2027-06-29T08:00", "week"},
    };
    EXPECT("2027-06-15T08:00", table);
}

static void elapsed_time_is_relative(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *text;
        int64_t seconds; /* 0: not relative */
    } table[] = {
        {"in twenty minutes", 1200},
        {"in half an hour", 1800},
        {"in an hour and a half", 5400},
        {"in a quarter of an hour", 900},
        {"in seventy two hours", 259200},
        {"in ninety seconds", 90},
        {"twenty minutes from now", 1200},
        {"within the hour", 3600},
        {"next hour", 3600},
        {"1h30 from now", 5400},
        {"in 2.5 hours", 9000},
        {"in three days", 0},
        {"in an hour or two", 3600},
        {"at nine", 0},
        {"ten minutes ago", -600},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sahut_when when = {0};
        int64_t now;
        int err = parse(f, "2027-06-15T08:00:17", table[i].text, &when);
        assert_int_equal(err, 0);
        assert_int_equal(sahut_instant_parse("2027-06-15T08:00:17", f->berlin, &now, NULL), 0);
        assert_int_equal(when.relative, table[i].seconds != 0);
        if (table[i].seconds) {
            assert_int_equal(when.seconds, table[i].seconds);
            assert_int_equal(when.start_ms, now + table[i].seconds * 1000);
        }
    }
}

static void the_clock_change_moves_what_it_must(void **state)
{
    struct fixture *f = *state;
    /* Clocks go from 02:00 to 03:00 on 2026-03-29 and back from 03:00 to 02:00 on 2026-10-25. */
    static const struct expectation spring[] = {
        {"at half past two", "2026-03-29T03:30", NULL, "minute"},
        {"in two hours", "2026-03-29T04:59", NULL, "minute"},
        {"tomorrow at nine in the morning", "2026-03-30T09:00", NULL, "minute"},
        {"today", "2026-03-29T00:00", "2026-03-30T00:00", "day"},
    };
    static const struct expectation eve[] = {
        {"in a day", "2026-03-29T10:00", NULL, "day"},
        {"in twenty four hours", "2026-03-29T11:00", NULL, "minute"},
        {"tomorrow at 02:30", "2026-03-29T03:30", NULL, "minute"},
    };
    EXPECT("2026-03-29T01:59", spring);
    EXPECT("2026-03-28T10:00", eve);
    struct sahut_when when;
    int64_t first;
    assert_int_equal(parse(f, "2026-10-24T12:00", "tomorrow at half past two a m", &when), 0);
    assert_int_equal(sahut_instant_parse("2026-10-25T00:30Z", f->berlin, &first, NULL), 0);
    assert_int_equal(when.start_ms, first);
}

static void the_clock_change_is_told(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *now, *text;
        enum sahut_zone_fit fit;
    } table[] = {
        {"2026-03-28T12:00", "tomorrow at 02:30", SAHUT_ZONE_GAP},
        {"2026-03-28T12:00", "tomorrow at 03:30", SAHUT_ZONE_EXACT},
        {"2026-10-24T12:00", "tomorrow at 02:30", SAHUT_ZONE_OVERLAP},
        {"2026-10-24T12:00", "tomorrow", SAHUT_ZONE_EXACT},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sahut_when when;
        assert_int_equal(parse(f, table[i].now, table[i].text, &when), 0);
        assert_int_equal(when.fit, table[i].fit);
    }
}

static void habits_are_settings(void **state)
{
    struct fixture *f = *state;
    struct sahut_when_habits habits = sahut_when_habits_default();
    habits.morning = (struct sahut_day_part){7, 5, 11};
    habits.first_weekday = 6;
    habits.month_first = false;
    static const struct expectation table[] = {
        {"tomorrow morning", "2027-06-16T07:00", "2027-06-16T11:00", "part"},
        {"this week", "2027-06-13T00:00", "2027-06-20T00:00", "week"},
        {"the weekend", "2027-06-19T00:00", "2027-06-21T00:00", "day"},
        {"3/5", "2028-05-03T00:00", "2028-05-04T00:00", "day"},
    };
    static const struct expectation of_24[] = {
        {"at seven", "2027-06-16T07:00", NULL, "minute"},
        {"at nine", "2027-06-15T09:00", NULL, "minute"},
        {"tomorrow at three", "2027-06-16T03:00", NULL, "minute"},
        {"tomorrow at quarter past twelve", "2027-06-16T12:15", NULL, "minute"},
        {"at half past seven in the evening", "2027-06-15T19:30", NULL, "minute"},
        {"at seven p m", "2027-06-15T19:00", NULL, "minute"},
        {"at nineteen thirty", "2027-06-15T19:30", NULL, "minute"},
        {"from two to four p m", "2027-06-15T14:00", "2027-06-15T16:00", "minute"},
    };
    f->habits = &habits;
    EXPECT("2027-06-15T08:00", table);
    habits.hours_of_24 = true;
    EXPECT("2027-06-15T08:00", of_24);
    f->habits = NULL;
}

static void impossible_dates_are_out_of_range(void **state)
{
    struct fixture *f = *state;
    static const char *const table[] = {
        "february thirtieth",
        "on the thirty first of june",
        "the thirty second of may",
        "february twenty ninth twenty twenty seven",
        "april 31",
        "friday the third of may twenty twenty seven",
        "on the thirty second",
        "at fifteen a m",
        "february thirtieth at nine",
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sahut_when when;
        int err = parse(f, "2027-06-15T08:00", table[i], &when);
        if (err != -ERANGE)
            fail_msg("\"%s\" gives %d, expected -ERANGE", table[i], err);
    }
}

static void what_is_no_time_is_refused(void **state)
{
    struct fixture *f = *state;
    static const char *const table[] = {
        "",
        "at",
        "in",
        "the",
        "house",
        "tomorrow tomorrow",
        "today tuesday",
        "at nine at ten",
        "at twenty five",
        "at ninety",
        "at nine sixty",
        "the of may",
        "in minutes",
        "in two",
        "from nine",
        "between two",
        "next",
        "next week at nine",
        "the morning after",
        "nine nine nine nine",
        "tomorrow at the house",
        "2027-13-45",
        "at nine p m in twenty minutes",
        "and and and and and and and and and and and and and and and and and and and and and and "
        "and and and and and and and and and and and and and and and and and and and and and and "
        "and and and and and and and and and and and and and and and and and and and and and and",
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sahut_when when;
        int err = parse(f, "2027-06-15T08:00", table[i], &when);
        if (err != -EINVAL)
            fail_msg("\"%s\" gives %d, expected -EINVAL", table[i], err);
    }
}

static void a_stretch_is_asked_about_from_its_begin(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *text, *start, *from;
    } table[] = {
        {"this afternoon", "2027-06-15T15:00", "2027-06-15T12:00"},
        {"last week", "2027-06-08T00:00", "2027-06-07T00:00"},
        {"last year", "2026-06-15T00:00", "2026-01-01T00:00"},
        {"next week", "2027-06-21T00:00", "2027-06-21T00:00"},
        {"at nine", "2027-06-15T09:00", "2027-06-15T09:00"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sahut_when when;
        char start[32], from[32];
        assert_int_equal(parse(f, "2027-06-15T08:00", table[i].text, &when), 0);
        local_minute(f->berlin, when.start_ms, start);
        local_minute(f->berlin, sahut_when_from(&when), from);
        if (strcmp(start, table[i].start) != 0 || strcmp(from, table[i].from) != 0)
            fail_msg("\"%s\" is %s, from %s; expected %s, from %s", table[i].text, start, from,
                     table[i].start, table[i].from);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_stretch_is_asked_about_from_its_begin, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clock_times_are_the_next_that_come, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_open_half_of_the_day_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(named_days_decide_the_half_of_the_day, set_up, tear_down),
        cmocka_unit_test_setup_teardown(days_are_whole_days, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parts_and_periods_are_spans, set_up, tear_down),
        cmocka_unit_test_setup_teardown(five_tonight_said_at_night, set_up, tear_down),
        cmocka_unit_test_setup_teardown(elapsed_time_is_relative, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_clock_change_moves_what_it_must, set_up, tear_down),
        cmocka_unit_test_setup_teardown(impossible_dates_are_out_of_range, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_clock_change_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(habits_are_settings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_time_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
