// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/when.h"

enum { MAX_WORDS = 80 };

/* Cuts a copy at blanks; free(copy) frees the words too. */
static size_t split(const char *text, char **copy, const char *words[MAX_WORDS])
{
    size_t n = 0;
    *copy = strdup(text);
    for (char *w = strtok(*copy, " "); w && n < MAX_WORDS; w = strtok(NULL, " "))
        words[n++] = w;
    return n;
}

static int parse_number(const char *text, double *out)
{
    const char *words[MAX_WORDS];
    char *copy;
    size_t n = split(text, &copy, words);
    int err = sahut_number_parse("en", words, n, NULL, out);
    free(copy);
    return err;
}

static int parse_duration(const char *text, int64_t *out)
{
    const char *words[MAX_WORDS];
    char *copy;
    size_t n = split(text, &copy, words);
    int err = sahut_duration_parse("en", words, n, out);
    free(copy);
    return err;
}

static void numbers_mean_what_they_say(void **state)
{
    static const struct {
        const char *text;
        double value;
    } table[] = {
        {"zero", 0},
        {"nought", 0},
        {"seven", 7},
        {"nineteen", 19},
        {"twenty", 20},
        {"twenty-five", 25},
        {"ninety nine", 99},
        {"a hundred", 100},
        {"two hundred and fifty", 250},
        {"two hundred fifty", 250},
        {"nine hundred ninety nine", 999},
        {"nineteen hundred ninety three", 1993},
        {"one thousand and twelve", 1012},
        {"a thousand", 1000},
        {"three thousand four hundred and five", 3405},
        {"seven hundred twenty one thousand and twelve", 721012},
        {"two million five hundred thousand", 2500000},
        {"six trillion", 6e12},
        {"two dozen", 24},
        {"a dozen", 12},
        {"a couple of", 2},
        {"a few", 3},
        {"minus three", -3},
        {"negative seventy", -70},
        {"two point five", 2.5},
        {"three dot fourteen", 3.14},
        {"zero point zero seven", 0.07},
        {"half", 0.5},
        {"a quarter", 0.25},
        {"three quarters", 0.75},
        {"two thirds", 2.0 / 3},
        {"two and a half", 2.5},
        {"one and three quarters", 1.75},
        {"third", 3},
        {"twenty fifth", 25},
        {"thirtieth", 30},
        {"one hundred and first", 101},
        {"twelve thousandth", 12000},
        {"two hundred dozen", 2400},
        {"three hundred and two dozen", 324},
        {"a dozen and a half", 18},
        {"two million and a half", 2500000},
        {"a thousand and a half", 1000.5},
        {"a few hundred", 300},
        {"a couple of thousand", 2000},
        {"half a billion", 5e8},
        {"three lakh crore", 3e12},
        {"six quadrillion", 6e15},
        {"five hundredths", 0.05},
        {"seven thousandths", 0.007},
        {"three twentieths", 0.15},
        {"one twentieth", 0.05},
        {"three twenty fifths", 0.12},
        {"two hundred and fifty four hundredths", 200.54},
        {"two hundred fifty four hundredths", 2.54},
        {"three one thousandths", 0.003},
        {"one thirty second", 1.0 / 32},
        {"a twenty first", 1.0 / 21},
        {"twenty three fifths", 4.6},
        {"one hundred and three and two thirds", 103 + 2.0 / 3},
        {"two hundredth", 200},
        {"five over six", 5.0 / 6},
        {"one out of five", 0.2},
        {"250", 250},
        {"1,500", 1500},
        {"1.2M", 1200000},
        {"2.5", 2.5},
        {"-4", -4},
        {"3rd", 3},
        {"1/2", 0.5},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        double value = NAN;
        if (parse_number(table[i].text, &value) || fabs(value - table[i].value) > 1e-9)
            fail_msg("\"%s\" is %g, expected %g", table[i].text, value, table[i].value);
    }
}

static void what_is_no_number_is_refused(void **state)
{
    static const char *const table[] = {
        "",
        "and",
        "a",
        "hundred and",
        "twenty twelve",
        "five six",
        "one hundred hundred",
        "two thousand million million",
        "point",
        "two point",
        "minus",
        "house",
        "five minutes",
        "fifth five",
        "12:30",
        "one two three four five six seven eight nine ten",
        "a a",
        "two firsts",
        "ninety nine hundred thousand thousand",
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        double value = 77;
        int err = parse_number(table[i], &value);
        if (err != -EINVAL || value != 77)
            fail_msg("\"%s\" gives %d and %g, expected -EINVAL", table[i], err, value);
    }
}

static void durations_add_up(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds;
    } table[] = {
        {"one second", 1},
        {"thirty seconds", 30},
        {"two minutes", 120},
        {"a minute and a half", 90},
        {"one minute and thirty seconds", 90},
        {"five and a half minutes", 330},
        {"two point five minutes", 150},
        {"half an hour", 1800},
        {"a half hour", 1800},
        {"a quarter of an hour", 900},
        {"three quarters of an hour", 2700},
        {"an hour", 3600},
        {"an hour and a half", 5400},
        {"four and twenty hours", 86400},
        {"quarter hour", 900},
        {"one and a half hours", 5400},
        {"one hour and half", 5400},
        {"two hours ten", 7800},
        {"one hour and thirty", 5400},
        {"an hour and twenty minutes", 4800},
        {"one hour five minutes and thirty seconds", 3930},
        {"two and a quarter hours", 8100},
        {"a couple of minutes", 120},
        {"a few minutes", 180},
        {"two more minutes", 120},
        {"twenty four hours", 86400},
        {"three days", 259200},
        {"half a day", 43200},
        {"one day and two hours", 93600},
        {"two weeks", 1209600},
        {"a fortnight", 1209600},
        {"for ten minutes", 600},
        {"10 minutes", 600},
        {"10-seconds", 10},
        {"90s", 90},
        {"1h30", 5400},
        {"1h30m", 5400},
        {"1.5 hours", 5400},
        {"1/2 hour", 1800},
        {"zero minutes", 0},
        {"about ten minutes", 600},
        {"about two and a half hours", 9000},
        {"hour and twenty minutes", 4800},
        {"an hour or two", 3600},
        {"a day or two", 86400},
        {"ten whole minutes", 600},
        {"two solid hours", 7200},
        {"three working days", 259200},
        {"two nights", 172800},
        {"for a weekend", 172800},
        {"the whole weekend", 172800},
        {"half a month", 15 * 86400},
        {"half a dozen hours", 21600},
        {"two and three quarter hours", 9900},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        int64_t seconds = -1;
        if (parse_duration(table[i].text, &seconds) || seconds != table[i].seconds)
            fail_msg("\"%s\" is %lld s, expected %lld", table[i].text, (long long)seconds,
                     (long long)table[i].seconds);
    }
}

static void what_has_no_fixed_length_is_refused(void **state)
{
    static const char *const table[] = {
        "",
        "minutes",
        "two",
        "two months",
        "a year",
        "in days",
        "an hour and",
        "twenty five o'clock",
        "ten minutes two hours",
        "a minute a minute",
        "half",
        "at nine",
        "nine hundred trillion years",
        "one hour sixty",
        "two hours and three months",
        "a decade",
        "three quarters",
        "two mornings",
        "hour and twenty days",
        "three working hours",
        "an hour or half",
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        int64_t seconds = 77;
        int err = parse_duration(table[i], &seconds);
        if (err != -EINVAL || seconds != 77)
            fail_msg("\"%s\" gives %d and %lld, expected -EINVAL", table[i], err,
                     (long long)seconds);
    }
}

static void typed_numbers_are_spelled(void **state)
{
    static const struct {
        const char *token, *words;
    } table[] = {
        {"0", "zero"},
        {"5", "five"},
        {"42", "forty two"},
        {"100", "one hundred"},
        {"250", "two hundred fifty"},
        {"2027", "two thousand twenty seven"},
        {"1,000,000", "one million"},
        {"-4", "minus four"},
        {"2.5", "two point five"},
        {"2½", "two and a half"},
        {"10¾", "ten and three quarters"},
        {"2 1/2", "two and half"},
        {"103 2/3", "one hundred three and two thirds"},
        {"20 3/8", "twenty and three eighths"},
        {"3M", "three million"},
        {"3m", "three minutes"},
        {"5'", "five minutes"},
        {"30\"", "thirty seconds"},
        {".75", "point seven five"},
        {"9:30", "nine thirty"},
        {"9:05", "nine oh five"},
        {"9:00", "nine o'clock"},
        {"12:30", "twelve thirty"},
        {"09:30", "nine thirty a m"},
        {"19:00", "seven p m"},
        {"15:45", "three forty five p m"},
        {"00:15", "twelve fifteen a m"},
        {"0:00", "midnight"},
        {"24:00", "midnight"},
        {"7pm", "seven p m"},
        {"7PM", "seven p m"},
        {"10a.m.", "ten a m"},
        {"9:30am", "nine thirty a m"},
        {"2.30pm", "two thirty p m"},
        {"3rd", "third"},
        {"21st", "twenty first"},
        {"30th", "thirtieth"},
        {"112th", "one hundred twelfth"},
        {"06", "oh six"},
        {"30min", "thirty min"},
        {"10-seconds", "ten seconds"},
        {"2h", "two hours"},
        {"1m", "one minute"},
        {"1h30", "one hour thirty minutes"},
        {"5%", "five percent"},
        {"1/2", "half"},
        {"3/4", "three quarters"},
        {"1/4", "a quarter"},
        {"3/5", "three slash five"},
        {"12/24/2027", "twelve slash twenty four slash two thousand twenty seven"},
        {"2027-03-05", "march fifth two thousand twenty seven"},
        {"05.03.2027", "march fifth two thousand twenty seven"},
        {"2027-03-05T07:30", "march fifth two thousand twenty seven seven thirty a m"},
        {"7-9pm", "seven through nine p m"},
        {"9:30-11:00", "nine thirty through eleven o'clock"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char words[128] = "";
        int err = sahut_number_spell("en", table[i].token, words, sizeof words);
        if (err || strcmp(words, table[i].words) != 0)
            fail_msg("\"%s\" is \"%s\" (%d), expected \"%s\"", table[i].token, words, err,
                     table[i].words);
    }
}

static void what_cannot_be_spelled_is_refused(void **state)
{
    static const char *const table[] = {
        "",           "five",        "x5",         "25:00",     "9:75",  "24:30",
        "13pm",       "0am",         "1/",         "5$",        "1.2.3", "1234567890123456",
        "1000000000", "-2000000000", "9:30:00:00", "5 minutes", "12:3",  "2 3/2",
        "2 1/11",     "2 1",
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char words[128];
        if (sahut_number_spell("en", table[i], words, sizeof words) != -EINVAL)
            fail_msg("\"%s\" is spelled \"%s\", expected -EINVAL", table[i], words);
    }
    char small[6];
    assert_int_equal(sahut_number_spell("en", "7", small, sizeof small), 0);
    assert_int_equal(sahut_number_spell("en", "17", small, sizeof small), -EINVAL);
}

static void spelled_numbers_are_read_back(void **state)
{
    for (long n = 0; n < 2000000; n += n < 2500 ? 1 : 9973) {
        char token[32], words[160];
        double value = -1;
        snprintf(token, sizeof token, "%ld", n);
        assert_int_equal(sahut_number_spell("en", token, words, sizeof words), 0);
        if (parse_number(words, &value) || value != (double)n)
            fail_msg("%ld is spelled \"%s\" and read as %g", n, words, value);
    }
}

static void the_long_scale_is_a_habit(void **state)
{
    static const struct {
        const char *words;
        double is_short, is_long;
    } table[] = {
        {"two thousand", 2e3, 2e3},
        {"six million", 6e6, 6e6},
        {"six thousand million", 6e9, 6e9},
        {"one billion", 1e9, 1e12},
        {"half a billion", 5e8, 5e11},
        {"two point five billion", 2.5e9, 2.5e12},
        {"one billion two million", 1.002e9, 1.000002e12},
        {"a few trillion", 3e12, 3e18},
        {"a billion and a half", 1.5e9, 1.5e12},
        {"a billionth", 1e-9, 1e-12},
        {"billionth", 1e9, 1e12},
        {"6000000000", 6e9, 6e9},
        {"-6,000,000,000", -6e9, -6e9},
    };
    struct sahut_when_habits habits = sahut_when_habits_default();
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (int scale = 0; scale < 2; scale++) {
            const char *words[MAX_WORDS];
            char *copy;
            double value = 0, expected = scale ? table[i].is_long : table[i].is_short;
            size_t n = split(table[i].words, &copy, words);
            habits.long_scale = scale;
            int err = sahut_number_parse("en", words, n, &habits, &value);
            free(copy);
            if (err || fabs(value - expected) > 1e-9 * fabs(expected))
                fail_msg("\"%s\" is %g (%d), expected %g", table[i].words, value, err, expected);
        }
}

static void other_languages_are_refused(void **state)
{
    const char *const words[] = {"lima"};
    double value;
    char out[32];
    assert_int_equal(sahut_number_parse("xx", words, 1, NULL, &value), -EINVAL);
    assert_int_equal(sahut_number_parse(NULL, words, 1, NULL, &value), -EINVAL);
    assert_int_equal(sahut_number_spell("xx", "5", out, sizeof out), -EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_mean_what_they_say),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(durations_add_up),
        cmocka_unit_test(what_has_no_fixed_length_is_refused),
        cmocka_unit_test(typed_numbers_are_spelled),
        cmocka_unit_test(what_cannot_be_spelled_is_refused),
        cmocka_unit_test(spelled_numbers_are_read_back),
        cmocka_unit_test(the_long_scale_is_a_habit),
        cmocka_unit_test(other_languages_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
