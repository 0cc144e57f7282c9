// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/tz_rule.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#include "sahut/zone.h"

#define DAY_S INT64_C(86400)

/* ---- reading: each takes what it knows from `*s` and says whether it was there ---- */

static bool take(const char **s, char c)
{
    if (**s != c)
        return false;
    (*s)++;
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool take_name(const char **s)
{
    const char *begin = *s;
    if (take(s, '<')) {
        while (is_letter(**s) || is_digit(**s) || **s == '+' || **s == '-')
            (*s)++;
        return take(s, '>');
    }
    while (is_letter(**s))
        (*s)++;
    return *s - begin >= 3;
}

static bool take_number(const char **s, int low, int high, int *out)
{
    int n = 0, digits = 0;
    for (; is_digit(**s) && digits < 4; digits++)
        n = n * 10 + (*(*s)++ - '0');
    *out = n;
    return digits > 0 && n >= low && n <= high;
}

/* [+-]h[h[h]][:mm[:ss]] */
static bool take_time(const char **s, int *out_s)
{
    int hours, minutes = 0, seconds = 0;
    bool minus = **s == '-';
    if (minus || **s == '+')
        (*s)++;
    if (!take_number(s, 0, 167, &hours))
        return false;
    if (take(s, ':') && !take_number(s, 0, 59, &minutes))
        return false;
    if (minutes >= 0 && take(s, ':') && !take_number(s, 0, 59, &seconds))
        return false;
    int all = hours * 3600 + minutes * 60 + seconds;
    *out_s = minus ? -all : all;
    return true;
}

/* POSIX counts west positive. */
static bool take_offset(const char **s, int *out_s)
{
    int west_s;
    if (!take_time(s, &west_s) || abs(west_s) > 25 * 3600)
        return false;
    *out_s = -west_s;
    return true;
}

static bool take_change(const char **s, struct tz_change *out)
{
    *out = (struct tz_change){.time_s = 2 * 3600};
    bool good;
    if (take(s, 'M')) {
        out->kind = TZ_DAY_MONTH_WEEK;
        good = take_number(s, 1, 12, &out->month) && take(s, '.') &&
               take_number(s, 1, 5, &out->week) && take(s, '.') &&
               take_number(s, 0, 6, &out->weekday);
    } else if (take(s, 'J')) {
        out->kind = TZ_DAY_JULIAN;
        good = take_number(s, 1, 365, &out->day);
    } else {
        out->kind = TZ_DAY_OF_YEAR;
        good = take_number(s, 0, 365, &out->day);
    }
    if (good && take(s, '/'))
        good = take_time(s, &out->time_s);
    return good;
}

int tz_rule_parse(const char *text, struct tz_rule *out)
{
    struct tz_rule rule = {0};
    const char *s = text;
    if (!take_name(&s) || !take_offset(&s, &rule.standard_s))
        return -EINVAL;
    if (*s) {
        rule.has_summer = true;
        rule.summer_s = rule.standard_s + 3600;
        if (!take_name(&s) || (*s != ',' && !take_offset(&s, &rule.summer_s)) || !take(&s, ',') ||
            !take_change(&s, &rule.start) || !take(&s, ',') || !take_change(&s, &rule.end))
            return -EINVAL;
    }
    if (*s)
        return -EINVAL;
    *out = rule;
    return 0;
}

/* ---- what it says ---- */

static int64_t day_of(const struct tz_change *change, int year)
{
    struct sahut_civil c = {.year = year, .month = 1, .day = 1};
    int64_t first = sahut_civil_days(&c);
    switch (change->kind) {
    case TZ_DAY_OF_YEAR:
        return first + change->day;
    case TZ_DAY_JULIAN:
        return first + change->day - 1 +
               (change->day > 59 && sahut_civil_days_in_month(year, 2) == 29);
    case TZ_DAY_MONTH_WEEK:
        break;
    }
    c.month = change->month;
    int sunday_first = (sahut_civil_weekday(&c) + 1) % 7; /* weekday of the 1st, 0 is Sunday */
    int day = 1 + (change->weekday - sunday_first + 7) % 7 + 7 * (change->week - 1);
    while (day > sahut_civil_days_in_month(year, change->month))
        day -= 7;
    c.day = day;
    return sahut_civil_days(&c);
}

struct edge {
    int64_t at_s;
    int offset_s; /* from then on */
    bool summer;
};

/* When one change ends at the very moment that the next begins, summer time for ever is meant: the
 * beginning is the last word. */
static int by_time(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->at_s != y->at_s)
        return x->at_s < y->at_s ? -1 : 1;
    return x->summer - y->summer;
}

struct tz_span tz_rule_span(const struct tz_rule *rule, int64_t at_s)
{
    struct tz_span span = {INT64_MIN, INT64_MAX, rule->standard_s};
    if (!rule->has_summer)
        return span;
    struct edge edges[8];
    int64_t day = at_s / DAY_S - (at_s % DAY_S < 0);
    int year = sahut_civil_from_days(day).year - 2, n = 0;
    for (; n < 8; n += 2, year++) {
        int64_t start = day_of(&rule->start, year) * DAY_S + rule->start.time_s;
        int64_t end = day_of(&rule->end, year) * DAY_S + rule->end.time_s;
        edges[n] = (struct edge){start - rule->standard_s, rule->summer_s, true};
        edges[n + 1] = (struct edge){end - rule->summer_s, rule->standard_s, false};
    }
    qsort(edges, 8, sizeof *edges, by_time);
    for (int i = 0; i < 8; i++) {
        if (edges[i].at_s > at_s) {
            span.until_s = edges[i].at_s;
            break;
        }
        span.from_s = edges[i].at_s;
        span.offset_s = edges[i].offset_s;
    }
    return span;
}
