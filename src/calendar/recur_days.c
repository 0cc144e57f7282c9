// SPDX-License-Identifier: GPL-3.0-or-later
/* Which days a rule picks. RFC 5545's table says of every BY part whether it expands or limits;
 * for days the two are the same thing once the parts that are missing are filled in from DTSTART:
 * a day of the period counts if every part that is there agrees. What differs by FREQ is only the
 * period, and what the number before a weekday counts in (the month, or the year). */
#include <string.h>

#include "calendar/recur.h"

struct day {
    int64_t number; /* since 1970 */
    int year, month, mday, yday;
    int month_length, year_length;
    int weekday;
};

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int64_t day_number(int year, int month, int mday)
{
    struct sahut_civil c = {.year = year, .month = month, .day = mday};
    return sahut_civil_days(&c);
}

static int weekday_of(int64_t day)
{
    return (int)(((day + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
}

static struct day day_of(int64_t number)
{
    struct sahut_civil c = sahut_civil_from_days(number);
    return (struct day){
        .number = number,
        .year = c.year,
        .month = c.month,
        .mday = c.day,
        .yday = (int)(number - day_number(c.year, 1, 1)) + 1,
        .month_length = sahut_civil_days_in_month(c.year, c.month),
        .year_length = is_leap(c.year) ? 366 : 365,
        .weekday = weekday_of(number),
    };
}

static struct day day_after(struct day d)
{
    d.number++;
    d.yday++;
    d.weekday = (d.weekday + 1) % 7;
    if (++d.mday <= d.month_length)
        return d;
    return day_of(d.number);
}

static int64_t week_begin(const struct recur_rule *rule, int64_t day)
{
    return day - (weekday_of(day) - rule->week_start + 7) % 7;
}

/** First day of week 1, the first week with four days or more in the year. */
static int64_t year_of_weeks_begin(const struct recur_rule *rule, int64_t year)
{
    return week_begin(rule, day_number((int)year, 1, 4));
}

/** The year of weeks and the week in it, from 1. */
static int week_of(const struct recur_rule *rule, int64_t day, int64_t *year)
{
    int64_t middle = week_begin(rule, day) + 3;
    struct sahut_civil c = sahut_civil_from_days(middle);
    *year = c.year;
    return (int)(middle - day_number(c.year, 1, 1)) / 7 + 1;
}

static bool has_weeks(const struct recur_rule *rule)
{
    return rule->weeks || rule->weeks_back;
}

static bool week_passes(const struct recur_rule *rule, int64_t day)
{
    int64_t year;
    int week = week_of(rule, day, &year);
    int weeks = (int)(year_of_weeks_begin(rule, year + 1) - year_of_weeks_begin(rule, year)) / 7;
    return rule->weeks >> week & 1 || rule->weeks_back >> (weeks + 1 - week) & 1;
}

static bool in_numbers(const uint64_t *bits, int n)
{
    return n >= 0 && n < 64 * RECUR_YEAR_WORDS && bits[n / 64] >> (n % 64) & 1;
}

static bool weekday_passes(const struct recur_rule *rule, const struct day *d)
{
    if (rule->weekdays >> d->weekday & 1)
        return true;
    if (!rule->any_nth)
        return false;
    bool in_month = rule->freq == RECUR_MONTHLY || rule->months;
    int at = in_month ? d->mday : d->yday, length = in_month ? d->month_length : d->year_length;
    return rule->nth[d->weekday] >> ((at - 1) / 7 + 1) & 1 ||
           rule->nth_back[d->weekday] >> ((length - at) / 7 + 1) & 1;
}

static bool passes(const struct recur_rule *rule, const struct day *d)
{
    if (rule->months && !(rule->months >> d->month & 1))
        return false;
    if ((rule->monthdays || rule->monthdays_back) && !(rule->monthdays >> d->mday & 1) &&
        !(rule->monthdays_back >> (d->month_length + 1 - d->mday) & 1))
        return false;
    if ((rule->weekdays || rule->any_nth) && !weekday_passes(rule, d))
        return false;
    if (rule->yeardays.any && !in_numbers(rule->yeardays.pos, d->yday) &&
        !in_numbers(rule->yeardays.neg, d->year_length + 1 - d->yday))
        return false;
    return !has_weeks(rule) || week_passes(rule, d->number);
}

bool recur_day_passes(const struct recur_rule *rule, int64_t day)
{
    struct day d = day_of(day);
    return passes(rule, &d);
}

void recur_imply(struct recur_rule *rule, const struct sahut_civil *start)
{
    bool monthday = rule->monthdays || rule->monthdays_back;
    bool weekday = rule->weekdays || rule->any_nth;
    /* FREQ=YEARLY;BYMONTHDAY=15: libical, ical.js and lib-recur take the month from DTSTART,
     * dateutil takes all twelve. Whoever writes YEARLY means once a year. */
    if (rule->freq == RECUR_YEARLY && monthday && !weekday && !rule->yeardays.any &&
        !has_weeks(rule) && !rule->months)
        rule->months = UINT32_C(1) << start->month;
    if (monthday || weekday || rule->yeardays.any || rule->freq >= RECUR_DAILY)
        return;
    if (rule->freq == RECUR_WEEKLY || has_weeks(rule)) {
        rule->weekdays = (uint8_t)(1u << sahut_civil_weekday(start));
        return;
    }
    rule->monthdays = UINT32_C(1) << start->day;
    if (rule->freq == RECUR_YEARLY && !rule->months)
        rule->months = UINT32_C(1) << start->month;
}

static void add_day(struct recur_days *out, int64_t day)
{
    int64_t n = day - out->base;
    if (n >= 0 && n < 64 * RECUR_YEAR_WORDS)
        out->bits[n / 64] |= UINT64_C(1) << (n % 64);
}

static void fill_run(const struct recur_rule *rule, int64_t first, int count,
                     struct recur_days *out)
{
    struct day d = day_of(first);
    for (int i = 0; i < count; i++, d = day_after(d))
        if (passes(rule, &d))
            add_day(out, d.number);
}

/** A date that SKIP moved still has to be one of the weekdays asked for: BYDAY comes later in the
 * order of RFC 7529 section 4.1. */
static void add_moved(const struct recur_rule *rule, struct recur_days *out, int64_t day)
{
    if (!rule->weekdays || rule->weekdays >> weekday_of(day) & 1)
        add_day(out, day);
}

static void add_skipped_monthdays(const struct recur_rule *rule, int year, int month,
                                  struct recur_days *out)
{
    int length = sahut_civil_days_in_month(year, month);
    int64_t first = day_number(year, month, 1);
    bool back = rule->skip == RECUR_BACKWARD;
    for (int n = length + 1; n <= 31; n++) {
        if (rule->monthdays >> n & 1)
            add_moved(rule, out, first + length - (back ? 1 : 0));
        if (rule->monthdays_back >> n & 1)
            add_moved(rule, out, first - (back ? 1 : 0));
    }
}

static void add_skipped_yeardays(const struct recur_rule *rule, int year, struct recur_days *out)
{
    if (!rule->yeardays.any || is_leap(year))
        return;
    int64_t first = day_number(year, 1, 1);
    bool back = rule->skip == RECUR_BACKWARD;
    if (in_numbers(rule->yeardays.pos, 366))
        add_moved(rule, out, first + 365 - (back ? 1 : 0));
    if (in_numbers(rule->yeardays.neg, 366))
        add_moved(rule, out, first - (back ? 1 : 0));
}

static void fill_month(const struct recur_rule *rule, int year, int month, struct recur_days *out)
{
    if (rule->months && !(rule->months >> month & 1))
        return;
    fill_run(rule, day_number(year, month, 1), sahut_civil_days_in_month(year, month), out);
    if (rule->skip != RECUR_OMIT)
        add_skipped_monthdays(rule, year, month, out);
}

static void fill_year_of_weeks(const struct recur_rule *rule, int64_t year, struct recur_days *out)
{
    int64_t begin = year_of_weeks_begin(rule, year);
    int weeks = (int)(year_of_weeks_begin(rule, year + 1) - begin) / 7;
    for (int week = 1; week <= weeks; week++)
        if (rule->weeks >> week & 1 || rule->weeks_back >> (weeks + 1 - week) & 1)
            fill_run(rule, begin + (week - 1) * 7, 7, out);
}

static void fill_year(const struct recur_rule *rule, int year, struct recur_days *out)
{
    for (int month = 1; month <= 12; month++)
        fill_month(rule, year, month, out);
    if (rule->skip != RECUR_OMIT)
        add_skipped_yeardays(rule, year, out);
}

void recur_fill_days(const struct recur_rule *rule, int64_t index, struct recur_days *out)
{
    memset(out->bits, 0, sizeof out->bits);
    switch (rule->freq) {
    case RECUR_YEARLY:
        if (has_weeks(rule)) {
            out->base = year_of_weeks_begin(rule, index);
            fill_year_of_weeks(rule, index, out);
        } else {
            out->base = day_number((int)index, 1, 1) - 1;
            fill_year(rule, (int)index, out);
        }
        return;
    case RECUR_MONTHLY:
        out->base = day_number((int)(index / 12), (int)(index % 12) + 1, 1) - 1;
        fill_month(rule, (int)(index / 12), (int)(index % 12) + 1, out);
        return;
    case RECUR_WEEKLY:
        /* Week 0 holds 1970-01-01; its first day is at or before that day. */
        out->base = week_begin(rule, 0) + index * 7;
        fill_run(rule, out->base, 7, out);
        return;
    case RECUR_DAILY:
    case RECUR_HOURLY:
    case RECUR_MINUTELY:
    case RECUR_SECONDLY:
        out->base = index;
        fill_run(rule, index, 1, out);
        return;
    }
}

int64_t recur_index_of_day(const struct recur_rule *rule, int64_t day)
{
    int64_t year;
    struct sahut_civil c = sahut_civil_from_days(day);
    switch (rule->freq) {
    case RECUR_YEARLY:
        if (!has_weeks(rule))
            return c.year;
        week_of(rule, day, &year);
        return year;
    case RECUR_MONTHLY:
        return (int64_t)c.year * 12 + c.month - 1;
    case RECUR_WEEKLY:
        return (week_begin(rule, day) - week_begin(rule, 0)) / 7;
    case RECUR_DAILY:
    case RECUR_HOURLY:
    case RECUR_MINUTELY:
    case RECUR_SECONDLY:
        break;
    }
    return day;
}
