// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/sentences.h"
#include "sahut/text.h"
#include "sahut/when.h"

enum { MOST = 8 };
#define NOW "2027-06-15T08:00" /* a Tuesday */

struct fixture {
    struct sahut_zone *berlin;
    struct sahut_when_context context;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct sahut_why why;
    *state = f;
    if (sahut_zone_new("Europe/Berlin", &f->berlin, &why))
        return -1;
    f->context.zone = f->berlin;
    return sahut_instant_parse(NOW, f->berlin, &f->context.now_ms, &why);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    sahut_zone_free(f->berlin);
    free(f);
    return 0;
}

static void say_minute(struct fixture *f, int64_t ms, struct sahut_text *out)
{
    char text[32];
    sahut_instant_format(ms, f->berlin, text);
    text[16] = '\0';
    sahut_text_add(out, text);
}

static void say_found(struct fixture *f, const struct sahut_found *found, struct sahut_text *out)
{
    switch (found->kind) {
    case SAHUT_FOUND_TIME:
        sahut_text_add(out, "time ");
        say_minute(f, found->when.start_ms, out);
        break;
    case SAHUT_FOUND_DURATION:
        sahut_text_addf(out, "%lld s", (long long)found->seconds);
        break;
    case SAHUT_FOUND_NUMBER:
        sahut_text_addf(out, "%g%s", found->number, found->ordinal ? "." : "");
        break;
    case SAHUT_FOUND_RECURRENCE:
        sahut_text_addf(out, "%s from ", found->recurrence.rule);
        say_minute(f, found->recurrence.first.start_ms, out);
        break;
    default:
        break;
    }
}

/* "seven thirty = time 2027-06-15T19:30; …" */
static char *find(struct fixture *f, const char *text, unsigned kinds)
{
    struct sahut_words *words;
    struct sahut_found found[MOST];
    struct sahut_text out = {0};
    assert_int_equal(sahut_words_new(text, "en", &words), 0);
    const char **list = calloc(words->count + 1, sizeof *list);
    for (size_t i = 0; i < words->count; i++)
        list[i] = words->items[i].text;
    size_t n = sahut_when_find("en", list, words->count, &f->context, kinds, found, MOST);
    for (size_t i = 0; i < n; i++) {
        if (i)
            sahut_text_add(&out, "; ");
        for (size_t k = 0; k < found[i].count; k++)
            sahut_text_addf(&out, "%s ", list[found[i].first + k]);
        sahut_text_add(&out, "= ");
        say_found(f, &found[i], &out);
    }
    free(list);
    sahut_words_free(words);
    return sahut_text_take(&out);
}

struct expectation {
    const char *text, *found;
};

static void expect(struct fixture *f, unsigned kinds, const struct expectation *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *found = find(f, table[i].text, kinds);
        if (strcmp(found ? found : "", table[i].found) != 0)
            fail_msg("in \"%s\":\n  found    %s\n  expected %s", table[i].text, found,
                     table[i].found);
        free(found);
    }
}
#define EXPECT(kinds, table) expect(*state, kinds, table, sizeof table / sizeof *table)

static void expressions_are_found_in_sentences(void **state)
{
    static const struct expectation table[] = {
        {"Set the ambush for half an hour", "for half an hour = 1800 s"},
        {"remind me to call mom at half past six tomorrow evening",
         "at half past six tomorrow evening = time 2027-06-16T18:30"},
        {"wake me at 7:30 please", "at seven thirty = time 2027-06-15T19:30"},
        {"wake me at ten to eight please", "at ten to eight = time 2027-06-15T19:50"},
        {"i have to leave at ten to", "at ten to = time 2027-06-15T08:50"},
        {"i leave at ten to see her", "at ten = time 2027-06-15T10:00"},
        {"remind me at 8 to call them", "at eight = time 2027-06-15T20:00"},
        {"set a ten minute timer", "ten minute = 600 s"},
        {"buy two bottles and three glasses", "two = 2; three = 3"},
        {"the third time", "third = 3."},
        {"set a second alarm for nine", "for nine = time 2027-06-15T09:00"},
        {"delete the first two", "first = 1.; two = 2"},
        {"open 24/7 all year", "twenty four = 24; seven = 7; all year = 31536000 s"},
        {"add one cup and a half", "one = 1.5"},
        {"one beer and a half pint", "one = 1; a half = 0.5"},
        {"a twenty first birthday", "twenty first = 21."},
        {"half a year off", "half a year = 15768000 s"},
        {"wait two decades", "two decades = 630720000 s"},
        {"say '5' to me", "five = 5"},
        {"a 5' timer", "five minutes = 300 s"},
        {"from two to four on friday i am away",
         "from two to four on friday = time 2027-06-18T14:00"},
        {"meet me tommorow at nine", "tommorow at nine = time 2027-06-16T09:00"},
        {"call them on wensday", "on wensday = time 2027-06-16T00:00"},
        {"take the pills every day at eight",
         "every day at eight = FREQ=DAILY from 2027-06-16T08:00"},
        {"may i ask this one thing", ""},
        {"the sun is out", ""},
        {"call april about it", ""},
        {"buy overnight oats", ""},
        {"every fifth house", "fifth = 5."},
        {"it is a quarter to me", "a quarter = 0.25"},
        {"the 5 am alarm", "five a m = time 2027-06-16T05:00"},
        {"tomorrow am i free", "tomorrow = time 2027-06-16T00:00"},
        {"call her right away", "right away = time 2027-06-15T08:00"},
        {"done by close of business", "by close of business = time 2027-06-15T17:00"},
        {"move it two weeks back", "two weeks = 1209600 s"},
        {"dinner for two", "two = 2"},
        {"read a bedtime story", ""},
        {"turn the night light on", ""},
        {"say good morning", ""},
        {"done by may", "may = time 2028-05-01T00:00"},
        {"march on until march", "march = time 2028-03-01T00:00"},
        {"choose one from five", "one = 1; five = 5"},
        {"two mondays", "two = 2; mondays = FREQ=WEEKLY;BYDAY=MO from 2027-06-21T00:00"},
        {"from june 21 - july 3",
         "from june twenty one through july three = time 2027-06-21T00:00"},
        {"21.6.27", "june twenty first two thousand twenty seven = time 2027-06-21T00:00"},
        {"june 20 2pm", "june twenty at two p m = time 2027-06-20T14:00"},
        {"on 20 june 2030 5:15 pm",
         "on twenty june two thousand thirty at five fifteen p m = time 2030-06-20T17:15"},
        {"one alarm for 3:30 pm and one for 8 pm",
         "one = 1; for three thirty p m = time 2027-06-15T15:30; one = 1; for eight p m = time "
         "2027-06-15T20:00"},
        {"2nite at eight", "tonight at eight = time 2027-06-15T20:00"},
        {"pay 12.50 on friday", "twelve point five zero = 12.5; on friday = time 2027-06-18T00:00"},
        {"", ""},
    };
    EXPECT(SAHUT_FOUND_ALL, table);
}

static void recurrences_are_rules(void **state)
{
    static const struct expectation table[] = {
        {"every weekday at seven", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR from 2027-06-16T07:00"},
        {"every other monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO from 2027-06-21T00:00"},
        {"on the first of every month", "FREQ=MONTHLY;BYMONTHDAY=1 from 2027-07-01T00:00"},
        {"every day until friday", "FREQ=DAILY;UNTIL=20270618T215959Z from 2027-06-16T00:00"},
        {"twice a day at eight and eight",
         "FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0 from 2027-06-15T20:00"},
        {"every two hours", "FREQ=HOURLY;INTERVAL=2 from 2027-06-15T10:00"},
        {"every year on march third", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3 from 2028-03-03T00:00"},
        {"on weekends", "FREQ=WEEKLY;BYDAY=SA,SU from 2027-06-19T00:00"},
        {"every morning", "FREQ=DAILY from 2027-06-16T08:00"},
        {"mondays and fridays at nine", "FREQ=WEEKLY;BYDAY=MO,FR from 2027-06-18T09:00"},
        {"every week on monday and wednesday", "FREQ=WEEKLY;BYDAY=MO,WE from 2027-06-16T00:00"},
        {"every day for three days", "FREQ=DAILY;UNTIL=20270618T215959Z from 2027-06-16T00:00"},
        {"every week for 20 times", "FREQ=WEEKLY;COUNT=20 from 2027-06-16T00:00"},
        {"the last friday of every month", "FREQ=MONTHLY;BYDAY=-1FR from 2027-06-25T00:00"},
        {"every year on the 1st friday", "FREQ=YEARLY;BYDAY=+1FR from 2028-01-07T00:00"},
        {"every day at half past eight and at nine",
         "FREQ=DAILY;BYHOUR=8,9;BYMINUTE=0,30;BYSETPOS=2,3 from 2027-06-15T08:30"},
        {"every monday at midnight", "FREQ=WEEKLY;BYDAY=TU from 2027-06-22T00:00"},
        {"every hour on fridays", "FREQ=HOURLY;BYDAY=FR from 2027-06-18T00:00"},
        {"any weekend", "FREQ=WEEKLY;BYDAY=SA,SU from 2027-06-19T00:00"},
        {"monday through friday at 6am", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR from 2027-06-16T06:00"},
        {"three times a week", "FREQ=WEEKLY;BYDAY=MO,WE,FR from 2027-06-16T00:00"},
        {"daily", "FREQ=DAILY from 2027-06-16T00:00"},
        {"twice daily", "FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0 from 2027-06-15T20:00"},
        {"every single evening", "FREQ=DAILY from 2027-06-15T19:00"},
        {"weeknights at nine", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR from 2027-06-15T21:00"},
        {"mondays to thursdays at five", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH from 2027-06-15T17:00"},
        {"every saturday or sunday", "FREQ=WEEKLY;BYDAY=SA,SU from 2027-06-19T00:00"},
        {"on the 1st and 15th of every month",
         "FREQ=MONTHLY;BYMONTHDAY=1,15 from 2027-07-01T00:00"},
        {"for mon - fri for 6:30 am", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR from 2027-06-16T06:30"},
        {"mon-fri at nine", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR from 2027-06-15T09:00"},
        {"every day except sundays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA from 2027-06-16T00:00"},
        {"every weekday except friday at six",
         "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH from 2027-06-15T18:00"},
        {"every last day of the month", "FREQ=MONTHLY;BYMONTHDAY=-1 from 2027-06-30T00:00"},
        {"every day but sunday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA from 2027-06-16T00:00"},
        {"every monday and every wednesday", "FREQ=WEEKLY;BYDAY=MO,WE from 2027-06-16T00:00"},
        {"on the 15th and the last day of each month",
         "FREQ=MONTHLY;BYMONTHDAY=15,-1 from 2027-06-30T00:00"},
        {"daily except on weekends", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR from 2027-06-16T00:00"},
        {"every noon", "FREQ=DAILY from 2027-06-15T12:00"},
        {"every lunchtime", "FREQ=DAILY from 2027-06-15T12:00"},
        {"on alternate mondays", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO from 2027-06-21T00:00"},
        {"once a fortnight", "FREQ=WEEKLY;INTERVAL=2 from 2027-06-16T00:00"},
        {"once every three weeks", "FREQ=WEEKLY;INTERVAL=3 from 2027-06-16T00:00"},
        {"every other weekend", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU from 2027-06-19T00:00"},
        {"every last friday", "FREQ=MONTHLY;BYDAY=-1FR from 2027-06-25T00:00"},
        {"every first monday at ten", "FREQ=MONTHLY;BYDAY=+1MO from 2027-07-05T10:00"},
        {"twice a month", "FREQ=MONTHLY;BYMONTHDAY=1,15 from 2027-07-01T00:00"},
        {"every quarter of an hour", "FREQ=MINUTELY;INTERVAL=15 from 2027-06-15T08:15"},
        {"every day next week", "FREQ=DAILY;UNTIL=20270627T215959Z from 2027-06-21T00:00"},
        {"every minute for the next hour", "FREQ=MINUTELY;UNTIL=20270615T065959Z from "
                                           "2027-06-15T08:01"},
        {"every minute for next hour", "FREQ=MINUTELY;UNTIL=20270615T065959Z from "
                                       "2027-06-15T08:01"},
        {"every 27th", "FREQ=MONTHLY;BYMONTHDAY=27 from 2027-06-27T00:00"},
        {"the first and third friday of each month",
         "FREQ=MONTHLY;BYDAY=+1FR,+3FR from 2027-06-18T00:00"},
        {"every morning until tuesday", "FREQ=DAILY;UNTIL=20270622T215959Z from 2027-06-16T08:00"},
        {"on monday and on friday at nine",
         "FREQ=WEEKLY;BYDAY=MO,FR;COUNT=2 from 2027-06-18T09:00"},
        {"on monday, wednesday and friday",
         "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=3 from 2027-06-16T00:00"},
        {"at seven pm and at nine pm",
         "FREQ=DAILY;BYHOUR=19,21;BYMINUTE=0;COUNT=2 from 2027-06-15T19:00"},
        {"tomorrow at seven and nine",
         "FREQ=DAILY;BYHOUR=7,9;BYMINUTE=0;COUNT=2 from 2027-06-16T07:00"},
        {"at six and at seven on friday",
         "FREQ=DAILY;BYHOUR=18,19;BYMINUTE=0;COUNT=2 from 2027-06-18T18:00"},
        {"every week on monday and wednesday", "FREQ=WEEKLY;BYDAY=MO,WE from 2027-06-16T00:00"},
        {"every two hours until six",
         "FREQ=HOURLY;INTERVAL=2;UNTIL=20270615T160000Z from 2027-06-15T10:00"},
        {"every two hours between nine and five on weekdays",
         "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9,11,13,15,17;BYMINUTE=0 from 2027-06-15T09:00"},
        {"every hour between five and seven a m",
         "FREQ=DAILY;BYHOUR=5,6,7;BYMINUTE=0 from 2027-06-16T05:00"},
        {"monday to friday at quarter to eight",
         "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR from 2027-06-16T07:45"},
        {"for seven a m from monday to thursday",
         "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH from 2027-06-16T07:00"},
        {"seven a m monday to friday except wednesday",
         "FREQ=WEEKLY;BYDAY=MO,TU,TH,FR from 2027-06-17T07:00"},
        {"monday to friday", "time 2027-06-21T00:00"},
        {"every half hour from nine until noon",
         "FREQ=DAILY;BYHOUR=9,10,11;BYMINUTE=0,30 from 2027-06-15T09:00"},
        {"every day until six", "FREQ=DAILY from 2027-06-15T18:00"},
        {"every day except sunday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA from 2027-06-16T00:00"},
        {"every morning at seven but not on weekends",
         "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR from 2027-06-16T07:00"},
        {"on weekdays except for wednesday and friday at nine",
         "FREQ=WEEKLY;BYDAY=MO,TU,TH from 2027-06-15T09:00"},
        {"every hour except on sundays",
         "FREQ=HOURLY;BYDAY=MO,TU,WE,TH,FR,SA from 2027-06-15T09:00"},
        {"at ten p m every night", "FREQ=DAILY from 2027-06-15T22:00"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char *found = find(f, table[i].text, SAHUT_FOUND_ALL);
        const char *rule = found ? strchr(found, '=') : NULL;
        if (!rule || strcmp(rule + 2, table[i].found) != 0)
            fail_msg("\"%s\":\n  found    %s\n  expected %s", table[i].text, found, table[i].found);
        free(found);
    }
}

static void only_what_is_asked_for_is_found(void **state)
{
    static const struct expectation numbers[] = {
        {"ten eleven twelve", "ten = 10; eleven = 11; twelve = 12"},
        {"at seven for two hours", "seven = 7; two = 2"},
    };
    static const struct expectation durations[] = {
        {"at seven for two hours", "for two hours = 7200 s"},
        {"set a second alarm for me", ""},
        {"a second later it rang", "a second = 1 s"},
    };
    EXPECT(SAHUT_FOUND_NUMBER, numbers);
    EXPECT(SAHUT_FOUND_DURATION, durations);
}

static void kinds_of_numbers_are_told_apart(void **state)
{
    static const struct expectation counts[] = {
        {"two cups and the third of a pint", "two = 2"},
        {"a third of a cup", ""},
        {"my second wish", ""},
        {"minus two point five", "minus two point five = -2.5"},
    };
    static const struct expectation shares[] = {
        {"two cups and a third of a pint", "a third = 0.333333"},
        {"half of them", "half = 0.5"},
        {"two hundredths", "two hundredths = 0.02"},
        {"a thousandth", "a thousandth = 0.001"},
    };
    static const struct expectation ordinals[] = {
        {"two of the third", "third = 3."},
        {"two hundredth", "two hundredth = 200."},
        {"one third", "third = 3."},
        {"a thousandth", ""},
    };
    static const struct expectation no_ordinals[] = {
        {"the third test", "third = 0.333333"},
        {"third one", "third = 0.333333; one = 1"},
        {"the first class", ""},
        {"one and a half", "one and a half = 1.5"},
    };
    static const struct expectation no_shares[] = {
        {"the third one", "third = 3."},
        {"two fifths", "two = 2"},
    };
    EXPECT(SAHUT_FOUND_COUNT, counts);
    EXPECT(SAHUT_FOUND_SHARE, shares);
    EXPECT(SAHUT_FOUND_ORDINAL, ordinals);
    EXPECT(SAHUT_FOUND_COUNT | SAHUT_FOUND_SHARE, no_ordinals);
    EXPECT(SAHUT_FOUND_COUNT | SAHUT_FOUND_ORDINAL, no_shares);
}

static void long_lines_are_read_to_the_end(void **state)
{
    struct fixture *f = *state;
    static const char *const fillers[] = {"word", "one", "in", "a", "seven"};
    for (size_t k = 0; k < sizeof fillers / sizeof *fillers; k++) {
        enum { WORDS = 10000 };
        const char **words = calloc(WORDS, sizeof *words);
        struct sahut_found *found = calloc(WORDS, sizeof *found);
        for (size_t i = 0; i < WORDS; i++)
            words[i] = fillers[k];
        words[WORDS - 2] = "on";
        words[WORDS - 1] = "friday";
        size_t n = sahut_when_find("en", words, WORDS, &f->context, SAHUT_FOUND_ALL, found, WORDS);
        assert_true(n > 0);
        assert_int_equal(found[n - 1].first + found[n - 1].count, WORDS);
        free(words);
        free(found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(expressions_are_found_in_sentences, set_up, tear_down),
        cmocka_unit_test_setup_teardown(recurrences_are_rules, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_what_is_asked_for_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(kinds_of_numbers_are_told_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_lines_are_read_to_the_end, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
