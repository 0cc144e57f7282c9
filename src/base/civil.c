// SPDX-License-Identifier: GPL-3.0-or-later
/* Arithmetic on civil dates. Day counts follow the usual trick of letting the year begin on 1
 * March, so that the leap day is the last one and the month lengths repeat every five months (153
 * days). Years saturate at what an int holds; nothing here overflows for any input. */
#include "sahut/zone.h"

#define DAYS_PER_ERA    146097 /* 400 Gregorian years */
#define ERA_OFFSET_DAYS 719468 /* 0000-03-01 to 1970-01-01 */
#define DAY_S           86400
#define MAX_DAYS        (INT64_C(784000000000)) /* a little less than 2^31 years */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t clamp(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

int64_t sahut_civil_days(const struct sahut_civil *c)
{
    int64_t year = (int64_t)c->year - (c->month <= 2);
    int64_t era = floor_div(year, 400);
    int64_t year_of_era = year - era * 400;
    int64_t month_from_march = (c->month + 9) % 12;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + c->day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - ERA_OFFSET_DAYS;
}

struct sahut_civil sahut_civil_from_days(int64_t days)
{
    int64_t shifted = clamp(days, -MAX_DAYS, MAX_DAYS) + ERA_OFFSET_DAYS;
    int64_t era = floor_div(shifted, DAYS_PER_ERA);
    int64_t day_of_era = shifted - era * DAYS_PER_ERA;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (DAYS_PER_ERA - 1)) /
        365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    return (struct sahut_civil){
        .year = (int)(year_of_era + era * 400 + (month <= 2)),
        .month = month,
        .day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
    };
}

int sahut_civil_weekday(const struct sahut_civil *c)
{
    int64_t from_monday = sahut_civil_days(c) + 3; /* 1970-01-01 was a Thursday */
    return (int)(from_monday - floor_div(from_monday, 7) * 7);
}

int sahut_civil_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12)
        return 0;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

static struct sahut_civil with_time_of(struct sahut_civil date, const struct sahut_civil *time)
{
    date.hour = time->hour;
    date.minute = time->minute;
    date.second = time->second;
    return date;
}

struct sahut_civil sahut_civil_add_days(struct sahut_civil c, int days)
{
    return with_time_of(sahut_civil_from_days(sahut_civil_days(&c) + days), &c);
}

struct sahut_civil sahut_civil_add_months(struct sahut_civil c, int months)
{
    int64_t total = (int64_t)c.year * 12 + (c.month - 1) + months;
    int64_t year = floor_div(total, 12);
    c.month = (int)(total - year * 12) + 1;
    c.year = (int)clamp(year, INT32_MIN, INT32_MAX);
    int last = sahut_civil_days_in_month(c.year, c.month);
    if (c.day > last)
        c.day = last;
    return c;
}

struct sahut_civil sahut_civil_add_seconds(struct sahut_civil c, int64_t seconds)
{
    int64_t days = sahut_civil_days(&c) + seconds / DAY_S;
    int64_t of_day = c.hour * 3600 + c.minute * 60 + c.second + seconds % DAY_S;
    days += floor_div(of_day, DAY_S);
    of_day -= floor_div(of_day, DAY_S) * DAY_S;
    struct sahut_civil sum = sahut_civil_from_days(days);
    sum.hour = (int)(of_day / 3600);
    sum.minute = (int)(of_day / 60 % 60);
    sum.second = (int)(of_day % 60);
    return sum;
}

int sahut_civil_compare(const struct sahut_civil *a, const struct sahut_civil *b)
{
    const int left[] = {a->year, a->month, a->day, a->hour, a->minute, a->second};
    const int right[] = {b->year, b->month, b->day, b->hour, b->minute, b->second};
    for (int i = 0; i < 6; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}
