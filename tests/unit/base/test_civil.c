// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sahut/zone.h"

#define LENGTH(a) (sizeof(a) / sizeof *(a))

static void assert_civil(struct sahut_civil got, struct sahut_civil want)
{
    assert_int_equal(got.year, want.year);
    assert_int_equal(got.month, want.month);
    assert_int_equal(got.day, want.day);
    assert_int_equal(got.hour, want.hour);
    assert_int_equal(got.minute, want.minute);
    assert_int_equal(got.second, want.second);
}

static void days_of_known_dates(void **state)
{
    static const struct {
        struct sahut_civil date;
        int64_t days;
        int weekday;
    } rows[] = {
        {{1970, 1, 1, 0, 0, 0}, 0, 3},         {{1969, 12, 31, 0, 0, 0}, -1, 2},
        {{2000, 2, 29, 0, 0, 0}, 11016, 1},    {{2000, 3, 1, 0, 0, 0}, 11017, 2},
        {{2026, 3, 29, 0, 0, 0}, 20541, 6},    {{1900, 3, 1, 0, 0, 0}, -25508, 3},
        {{1582, 10, 14, 0, 0, 0}, -141428, 3}, /* the Gregorian calendar goes on before 1582 */
        {{1, 1, 1, 0, 0, 0}, -719162, 0},      {{0, 3, 1, 0, 0, 0}, -719468, 2},
        {{-1, 12, 31, 0, 0, 0}, -719529, 4},   {{9999, 12, 31, 0, 0, 0}, 2932896, 4},
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        assert_int_equal(sahut_civil_days(&rows[i].date), rows[i].days);
        assert_int_equal(sahut_civil_weekday(&rows[i].date), rows[i].weekday);
        assert_civil(sahut_civil_from_days(rows[i].days), rows[i].date);
    }
}

/* Every day of 1200 years follows the one before, counted without the formula. */
static void days_run_on(void **state)
{
    struct sahut_civil day = {1500, 1, 1, 0, 0, 0};
    int64_t days = sahut_civil_days(&day);
    for (int weekday = sahut_civil_weekday(&day); day.year < 2700; days++) {
        assert_int_equal(sahut_civil_days(&day), days);
        assert_int_equal(sahut_civil_weekday(&day), weekday);
        assert_civil(sahut_civil_from_days(days), day);
        weekday = weekday == 6 ? 0 : weekday + 1;
        if (++day.day > sahut_civil_days_in_month(day.year, day.month)) {
            day.day = 1;
            if (++day.month > 12) {
                day.month = 1;
                day.year++;
            }
        }
    }
}

static void month_lengths(void **state)
{
    static const struct {
        int year, month, days;
    } rows[] = {
        {2026, 2, 28}, {2024, 2, 29}, {1900, 2, 28}, {2000, 2, 29}, {2026, 4, 30},
        {2026, 1, 31}, {2026, 0, 0},  {2026, 13, 0}, {2026, -1, 0}, {-4, 2, 29},
    };
    for (size_t i = 0; i < LENGTH(rows); i++)
        assert_int_equal(sahut_civil_days_in_month(rows[i].year, rows[i].month), rows[i].days);
}

static void adding(void **state)
{
    static const struct {
        struct sahut_civil from;
        char unit;
        int64_t count;
        struct sahut_civil to;
    } rows[] = {
        {{2024, 2, 28, 9, 5, 7}, 'd', 1, {2024, 2, 29, 9, 5, 7}},
        {{2023, 2, 28, 9, 5, 7}, 'd', 1, {2023, 3, 1, 9, 5, 7}},
        {{2026, 1, 1, 0, 0, 0}, 'd', -1, {2025, 12, 31, 0, 0, 0}},
        {{2026, 1, 31, 8, 0, 0}, 'm', 1, {2026, 2, 28, 8, 0, 0}},
        {{2024, 2, 29, 8, 0, 0}, 'm', 12, {2025, 2, 28, 8, 0, 0}},
        {{2026, 3, 31, 8, 0, 0}, 'm', -1, {2026, 2, 28, 8, 0, 0}},
        {{2026, 1, 15, 8, 0, 0}, 'm', -1, {2025, 12, 15, 8, 0, 0}},
        {{2026, 12, 15, 8, 0, 0}, 'm', 1, {2027, 1, 15, 8, 0, 0}},
        {{2026, 1, 15, 8, 0, 0}, 'm', -25, {2023, 12, 15, 8, 0, 0}},
        {{2026, 3, 28, 23, 59, 59}, 's', 1, {2026, 3, 29, 0, 0, 0}},
        {{2026, 3, 1, 0, 0, 0}, 's', -1, {2026, 2, 28, 23, 59, 59}},
        {{2026, 3, 1, 1, 30, 0}, 's', 86400, {2026, 3, 2, 1, 30, 0}},
        {{2026, 3, 1, 1, 30, 0}, 's', -90000, {2026, 2, 28, 0, 30, 0}},
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct sahut_civil got =
            rows[i].unit == 'd'   ? sahut_civil_add_days(rows[i].from, (int)rows[i].count)
            : rows[i].unit == 'm' ? sahut_civil_add_months(rows[i].from, (int)rows[i].count)
                                  : sahut_civil_add_seconds(rows[i].from, rows[i].count);
        assert_civil(got, rows[i].to);
    }
}

/* Nonsense must not overflow (the sanitizer watches) and keeps its sign. */
static void the_far_ends(void **state)
{
    struct sahut_civil now = {2026, 3, 29, 12, 0, 0};
    assert_true(sahut_civil_add_seconds(now, INT64_MAX).year > 1000000000);
    assert_true(sahut_civil_add_seconds(now, INT64_MIN).year < -1000000000);
    assert_true(sahut_civil_from_days(INT64_MAX).year > 1000000000);
    assert_true(sahut_civil_from_days(INT64_MIN).year < -1000000000);
    assert_true(sahut_civil_add_days(now, INT_MAX).year > 5000000);
    assert_true(sahut_civil_add_months(now, INT_MIN).year < -100000000);
    struct sahut_civil last = {INT_MAX, 12, 31, 23, 59, 59};
    assert_int_equal(sahut_civil_add_months(last, INT_MAX).year, INT_MAX);
    assert_true(sahut_civil_days(&last) > 0);
}

static void comparing(void **state)
{
    static const struct {
        struct sahut_civil a, b;
        int sign;
    } rows[] = {
        {{2026, 3, 29, 1, 2, 3}, {2026, 3, 29, 1, 2, 3}, 0},
        {{2026, 3, 29, 1, 2, 3}, {2026, 3, 29, 1, 2, 4}, -1},
        {{2026, 3, 29, 1, 2, 3}, {2026, 3, 29, 1, 1, 59}, 1},
        {{2026, 3, 29, 1, 2, 3}, {2026, 3, 29, 2, 0, 0}, -1},
        {{2026, 3, 29, 1, 2, 3}, {2026, 4, 1, 0, 0, 0}, -1},
        {{2026, 3, 29, 1, 2, 3}, {2025, 12, 31, 23, 0, 0}, 1},
        {{INT_MIN, 1, 1, 0, 0, 0}, {INT_MAX, 1, 1, 0, 0, 0}, -1},
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        int got = sahut_civil_compare(&rows[i].a, &rows[i].b);
        assert_int_equal((got > 0) - (got < 0), rows[i].sign);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_of_known_dates), cmocka_unit_test(days_run_on),
        cmocka_unit_test(month_lengths),       cmocka_unit_test(adding),
        cmocka_unit_test(the_far_ends),        cmocka_unit_test(comparing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
