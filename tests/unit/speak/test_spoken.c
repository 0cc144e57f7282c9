// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/replies.h"
#include "../../support/slow.h"

enum { MAX_WORDS = 40 };

struct fixture {
    struct sahut_zone *berlin;
    struct sahut_text text;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct sahut_why why;
    *state = f;
    return sahut_zone_new("Europe/Berlin", &f->berlin, &why);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    sahut_zone_free(f->berlin);
    sahut_text_finish(&f->text);
    free(f);
    return 0;
}

static int64_t instant(struct fixture *f, const char *text)
{
    int64_t ms;
    struct sahut_why why;
    if (sahut_instant_parse(text, f->berlin, &ms, &why))
        fail_msg("%s", why.text);
    return ms;
}

static const char *spoken(struct fixture *f, enum sahut_param_kind kind, int64_t value,
                          int64_t now_ms)
{
    struct sahut_param param = {.name = "x", .kind = kind, .value = value};
    sahut_text_clear(&f->text);
    sahut_spoken("en", &param, now_ms, f->berlin, &f->text);
    return sahut_text_get(&f->text);
}

/* Words of a spoken text as the parser takes them: small, without commas. */
static size_t words_of(const char *text, char **copy, const char *words[MAX_WORDS])
{
    size_t n = 0;
    *copy = strdup(text);
    for (char *c = *copy; *c; c++)
        *c = *c == ',' ? ' ' : (char)tolower((unsigned char)*c);
    for (char *w = strtok(*copy, " "); w && n < MAX_WORDS; w = strtok(NULL, " "))
        words[n++] = w;
    return n;
}

struct expectation {
    const char *instant, *text;
};

static void expect(struct fixture *f, enum sahut_param_kind kind, const char *now,
                   const struct expectation *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = spoken(f, kind, instant(f, table[i].instant), instant(f, now));
        if (strcmp(text, table[i].text) != 0)
            fail_msg("%s at %s is \"%s\", expected \"%s\"", table[i].instant, now, text,
                     table[i].text);
    }
}
#define EXPECT(kind, now, table) expect(f, kind, now, table, sizeof table / sizeof *table)

static void clock_times_are_spoken(void **state)
{
    struct fixture *f = *state;
    static const struct expectation table[] = {
        {"2027-06-15T09:00", "nine o'clock"},
        {"2027-06-15T21:00", "nine o'clock"},
        {"2027-06-15T12:00", "noon"},
        {"2027-06-15T00:00", "midnight"},
        {"2027-06-15T09:30", "half past nine"},
        {"2027-06-15T12:30", "half past twelve"},
        {"2027-06-15T00:30", "half past twelve"},
        {"2027-06-15T09:15", "quarter past nine"},
        {"2027-06-15T09:45", "quarter to ten"},
        {"2027-06-15T12:45", "quarter to one"},
        {"2027-06-15T23:50", "ten to twelve"},
        {"2027-06-15T09:20", "nine twenty"},
        {"2027-06-15T10:05", "five past ten"},
        {"2027-06-15T10:10", "ten past ten"},
        {"2027-06-15T10:55", "five to eleven"},
        {"2027-06-15T10:03", "ten oh three"},
        {"2027-06-15T10:59:59", "ten fifty nine"},
        {"2027-06-15T13:13", "one thirteen"},
    };
    EXPECT(SAHUT_PARAM_CLOCK, "2027-06-15T08:00", table);
}

static void dates_and_days_are_spoken(void **state)
{
    struct fixture *f = *state;
    static const struct expectation dates[] = {
        {"2027-06-15T09:00", "Tuesday the fifteenth of June"},
        {"2027-05-03T09:00", "Monday the third of May"},
        {"2028-01-01T09:00", "Saturday the first of January twenty twenty eight"},
        {"2005-12-31T09:00", "Saturday the thirty first of December two thousand and five"},
        {"1999-02-02T09:00", "Tuesday the second of February nineteen ninety nine"},
        {"1905-02-02T09:00", "Thursday the second of February nineteen oh five"},
        {"2100-02-02T09:00", "Tuesday the second of February twenty one hundred"},
    };
    static const struct expectation days[] = {
        {"2027-06-15T23:00", "today"},
        {"2027-06-16T00:00", "tomorrow"},
        {"2027-06-14T00:00", "yesterday"},
        {"2027-06-17T09:00", "on Thursday"},
        {"2027-06-21T09:00", "on Monday"},
        {"2027-06-22T09:00", "on the twenty second of June"},
        {"2027-06-11T09:00", "last Friday"},
        {"2027-06-08T09:00", "on the eighth of June"},
        {"2028-05-03T09:00", "on the third of May twenty twenty eight"},
    };
    EXPECT(SAHUT_PARAM_DATE, "2027-06-15T08:00", dates);
    EXPECT(SAHUT_PARAM_DAY, "2027-06-15T08:00", days);
}

static void moments_are_spoken(void **state)
{
    struct fixture *f = *state;
    static const struct expectation table[] = {
        {"2027-06-16T09:00", "tomorrow at nine in the morning"},
        {"2027-06-15T14:30", "today at half past two"},
        {"2027-06-15T09:00", "today at nine in the morning"},
        {"2027-06-15T21:00", "this evening at nine"},
        {"2027-06-15T22:30", "tonight at half past ten"},
        {"2027-06-15T17:00", "today at five in the afternoon"},
        {"2027-06-16T02:30", "tomorrow at half past two in the morning"},
        {"2027-06-16T12:30", "tomorrow at half past twelve"},
        {"2027-06-16T00:30", "tomorrow at half past twelve in the morning"},
        {"2027-06-16T12:00", "tomorrow at noon"},
        {"2027-06-16T00:00", "tonight at midnight"},
        {"2027-06-17T00:00", "tomorrow at midnight"},
        {"2027-06-18T09:00", "on Friday at nine in the morning"},
        {"2027-06-18T23:15", "on Friday at quarter past eleven at night"},
        {"2027-07-03T12:00", "on the third of July at noon"},
        {"2028-05-03T15:00", "on the third of May twenty twenty eight at three"},
        {"2027-06-14T15:00", "yesterday at three"},
        {"2027-06-15T00:00", "last night at midnight"},
    };
    static const struct expectation night[] = {
        {"2027-06-15T14:30", "today at half past two in the afternoon"},
        {"2027-06-15T02:30", "today at half past two in the morning"},
    };
    EXPECT(SAHUT_PARAM_WHEN, "2027-06-15T08:00", table);
    EXPECT(SAHUT_PARAM_WHEN, "2027-06-15T01:00", night);
}

static void durations_and_counts_are_spoken(void **state)
{
    struct fixture *f = *state;
    static const struct {
        enum sahut_param_kind kind;
        int64_t value;
        const char *text;
    } table[] = {
        {SAHUT_PARAM_DURATION, 0, "zero seconds"},
        {SAHUT_PARAM_DURATION, 1, "one second"},
        {SAHUT_PARAM_DURATION, 60, "one minute"},
        {SAHUT_PARAM_DURATION, 120, "two minutes"},
        {SAHUT_PARAM_DURATION, 90, "one minute and thirty seconds"},
        {SAHUT_PARAM_DURATION, 1800, "half an hour"},
        {SAHUT_PARAM_DURATION, 3600, "an hour"},
        {SAHUT_PARAM_DURATION, 4800, "an hour and twenty minutes"},
        {SAHUT_PARAM_DURATION, 5400, "an hour and a half"},
        {SAHUT_PARAM_DURATION, 9000, "two and a half hours"},
        {SAHUT_PARAM_DURATION, 3613, "an hour"},
        {SAHUT_PARAM_DURATION, 86400, "one day"},
        {SAHUT_PARAM_DURATION, 97200, "one day and three hours"},
        {SAHUT_PARAM_DURATION, 1209600, "two weeks"},
        {SAHUT_PARAM_DURATION, -120, "two minutes"},
        {SAHUT_PARAM_COUNT, 0, "zero"},
        {SAHUT_PARAM_COUNT, 21, "twenty one"},
        {SAHUT_PARAM_COUNT, 100, "one hundred"},
        {SAHUT_PARAM_COUNT, 250, "two hundred and fifty"},
        {SAHUT_PARAM_COUNT, 1000, "one thousand"},
        {SAHUT_PARAM_COUNT, 1005, "one thousand and five"},
        {SAHUT_PARAM_COUNT, 9999, "nine thousand nine hundred and ninety nine"},
        {SAHUT_PARAM_COUNT, 10000, "10000"},
        {SAHUT_PARAM_COUNT, -3, "minus three"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_string_equal(spoken(f, table[i].kind, table[i].value, 0), table[i].text);
}

static void moments_are_understood_as_they_are_spoken(void **state)
{
    struct fixture *f = *state;
    static const char *const nows[] = {"2027-06-15T00:00", "2027-06-15T01:20", "2027-06-15T08:00",
                                       "2027-06-15T12:00", "2027-06-15T15:31", "2027-06-15T23:59",
                                       "2027-12-31T18:00", "2028-02-28T09:15", "2026-10-24T20:10"};
    /* Every 7 minutes of eight days, then every 5 hours and 11 minutes of two years. */
    for (size_t i = 0; i < sizeof nows / sizeof *nows; i++) {
        int64_t now = instant(f, nows[i]);
        for (int64_t ahead = 1; ahead < 730 * 1440;
             ahead += (ahead < 8 * 1440 ? 7 : 311) * SLOWNESS) {
            int64_t at = now + ahead * 60000;
            if (sahut_zone_offset_s(f->berlin, at) > sahut_zone_offset_s(f->berlin, at + 3600000) ||
                sahut_zone_offset_s(f->berlin, at) < sahut_zone_offset_s(f->berlin, at - 3600000))
                continue; /* the hour that the clock shows twice cannot be told apart */
            const char *text = spoken(f, SAHUT_PARAM_WHEN, at, now);
            const char *words[MAX_WORDS];
            char *copy;
            size_t n = words_of(text, &copy, words);
            struct sahut_when_context context = {.now_ms = now, .zone = f->berlin};
            struct sahut_when when = {0};
            int err = sahut_when_parse("en", words, n, &context, &when);
            free(copy);
            if (err || when.start_ms != at) {
                char expected[32], got[32];
                sahut_instant_format(at, f->berlin, expected);
                sahut_instant_format(when.start_ms, f->berlin, got);
                fail_msg("said at %s: %s is \"%s\" and understood as %s (%d)", nows[i], expected,
                         text, got, err);
            }
        }
    }
}

static void durations_are_understood_as_they_are_spoken(void **state)
{
    struct fixture *f = *state;
    for (int64_t s = 1; s < 60 * 86400; s += s < 3600    ? 1
                                             : s < 86400 ? 60 - s % 60
                                                         : 3600 - s % 3600) {
        const char *text = spoken(f, SAHUT_PARAM_DURATION, s, 0);
        const char *words[MAX_WORDS];
        char *copy;
        size_t n = words_of(text, &copy, words);
        int64_t seconds = -1;
        int err = sahut_duration_parse("en", words, n, &seconds);
        free(copy);
        if (err || seconds != s)
            fail_msg("%lld s is \"%s\" and understood as %lld (%d)", (long long)s, text,
                     (long long)seconds, err);
    }
}

static void an_unknown_language_says_only_texts(void **state)
{
    struct fixture *f = *state;
    struct sahut_param count = {.kind = SAHUT_PARAM_COUNT, .value = 3};
    struct sahut_param text = {.kind = SAHUT_PARAM_TEXT, .text = "halo"};
    sahut_spoken("xx", &count, 0, f->berlin, &f->text);
    assert_string_equal(sahut_text_get(&f->text), "");
    sahut_spoken("xx", &text, 0, f->berlin, &f->text);
    assert_string_equal(sahut_text_get(&f->text), "halo");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(clock_times_are_spoken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dates_and_days_are_spoken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(moments_are_spoken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(durations_and_counts_are_spoken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(moments_are_understood_as_they_are_spoken, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(durations_are_understood_as_they_are_spoken, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_unknown_language_says_only_texts, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
