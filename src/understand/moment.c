// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/moment.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>

enum { MAX_YEARS = 1000 };

void moment_now_init(struct moment_now *now, const struct sahut_when_context *context)
{
    now->ms = context->now_ms;
    now->zone = context->zone;
    now->civil = sahut_zone_local(context->zone, context->now_ms);
    now->day = sahut_civil_days(&now->civil);
    now->habits = context->habits ? *context->habits : sahut_when_habits_default();
}

struct moment_now moment_now_at(const struct moment_now *now, int64_t ms)
{
    struct moment_now at = *now;
    at.ms = ms;
    at.civil = sahut_zone_local(now->zone, ms);
    at.day = sahut_civil_days(&at.civil);
    return at;
}

enum {
    DAY_WORDS = MOMENT_DAY | MOMENT_WEEKDAY | MOMENT_MDAY | MOMENT_MONTH | MOMENT_YEAR |
                MOMENT_PERIOD | MOMENT_LENGTH,
    DATE_WORDS = MOMENT_WEEKDAY | MOMENT_MDAY | MOMENT_MONTH | MOMENT_YEAR,
};

/* "tuesday" and "the third", "tuesday" and "next week", "the fifth" and "next month" are one day
 * together; "today" and "tuesday" are two, and "tuesday" and "may" are none. */
static bool days_agree(unsigned all)
{
    unsigned days = all & DAY_WORDS;
    if (days & MOMENT_WEEKDAY && days & (MOMENT_MONTH | MOMENT_YEAR) && !(days & MOMENT_MDAY))
        return false;
    if ((days & ~DATE_WORDS) == 0 || (days & (days - 1)) == 0)
        return true;
    return days == (MOMENT_PERIOD | MOMENT_WEEKDAY) || days == (MOMENT_PERIOD | MOMENT_MDAY);
}

bool moment_merge(struct moment *a, const struct moment *b)
{
    unsigned both = a->has & b->has;
    if (both == MOMENT_PART && a->part == b->part) /* "first thing tomorrow morning" */
        both = 0;
    if (both || !days_agree(a->has | b->has))
        return false;
    if ((a->has | b->has) & MOMENT_FIXED)
        return false;
    if (b->has & MOMENT_DAY)
        a->day = b->day;
    if (b->has & MOMENT_WEEKDAY)
        a->weekday = b->weekday;
    if (b->has & MOMENT_MDAY)
        a->mday = b->mday;
    if (b->has & MOMENT_MONTH)
        a->month = b->month;
    if (b->has & MOMENT_YEAR)
        a->year = b->year;
    if (b->has & MOMENT_PERIOD)
        a->period = b->period;
    if (b->has & MOMENT_CLOCK)
        a->clock = b->clock;
    if (b->has & MOMENT_UNTIL)
        a->until = b->until;
    if (b->has & MOMENT_PART)
        a->part = b->part;
    if (b->has & MOMENT_LENGTH)
        a->length = b->length;
    if (b->has & (MOMENT_WEEKDAY | MOMENT_MONTH) && b->which != MOMENT_COMING)
        a->which = b->which;
    a->has |= b->has;
    a->impossible |= b->impossible;
    return true;
}

bool moment_length_add(struct moment_length *length, double count, enum sahut_grain unit)
{
    static const double limit[] = {
        [SAHUT_GRAIN_SECOND] = MAX_YEARS * 31556952.0, [SAHUT_GRAIN_MINUTE] = MAX_YEARS * 525949.0,
        [SAHUT_GRAIN_HOUR] = MAX_YEARS * 8766.0,       [SAHUT_GRAIN_PART] = 0,
        [SAHUT_GRAIN_DAY] = MAX_YEARS * 365.0,         [SAHUT_GRAIN_WEEK] = MAX_YEARS * 52.0,
        [SAHUT_GRAIN_MONTH] = MAX_YEARS * 12.0,        [SAHUT_GRAIN_YEAR] = MAX_YEARS,
    };
    if (!(fabs(count) <= limit[unit]))
        return false;
    double months = unit == SAHUT_GRAIN_YEAR ? 12 : unit == SAHUT_GRAIN_MONTH ? 1 : 0;
    double days = unit == SAHUT_GRAIN_WEEK ? 7 : unit == SAHUT_GRAIN_DAY ? 1 : 0;
    double seconds = unit == SAHUT_GRAIN_HOUR     ? 3600
                     : unit == SAHUT_GRAIN_MINUTE ? 60
                     : unit == SAHUT_GRAIN_SECOND ? 1
                                                  : 0;
    months *= count;
    if (months != 0) {
        enum { MONTH = 30, YEAR = 365 };
        length->nominal += llround(count * 86400 * (unit == SAHUT_GRAIN_YEAR ? YEAR : MONTH));
        /* A part of a month is one of thirty days. */
        days = round((months - trunc(months)) * MONTH);
        length->months += (int64_t)trunc(months);
        length->nominal -= (int64_t)days * 86400;
    } else {
        days *= count;
    }
    length->days += (int64_t)trunc(days);
    /* Half a day is twelve hours of elapsed time. */
    length->seconds += llround((days - trunc(days)) * 86400 + seconds * count);
    if (unit < length->finest)
        length->finest = unit;
    return true;
}

int64_t moment_length_seconds(const struct moment_length *length)
{
    return length->months ? -1 : length->days * 86400 + length->seconds;
}

struct moment_period moment_period_of(const struct moment_now *now, int64_t day,
                                      enum sahut_grain grain, int offset, int count)
{
    struct sahut_civil c = sahut_civil_from_days(day);
    struct moment_period p = {.grain = grain};
    if (grain == SAHUT_GRAIN_YEAR)
        c.month = 1;
    if (grain == SAHUT_GRAIN_YEAR || grain == SAHUT_GRAIN_MONTH) {
        int months = grain == SAHUT_GRAIN_YEAR ? 12 : 1;
        c.day = 1;
        p.start = sahut_civil_add_months(c, months * offset);
        p.end = sahut_civil_add_months(c, months * (offset + count));
        return p;
    }
    if (grain == SAHUT_GRAIN_WEEK)
        day -= (sahut_civil_weekday(&c) - now->habits.first_weekday + 7) % 7;
    int days = grain == SAHUT_GRAIN_WEEK ? 7 : 1;
    p.start = sahut_civil_from_days(day + (int64_t)days * offset);
    p.end = sahut_civil_from_days(day + (int64_t)days * (offset + count));
    return p;
}

struct moment_period moment_weekend_of(const struct moment_now *now, int64_t day, int offset)
{
    struct sahut_civil c = sahut_civil_from_days(day);
    /* On a Sunday, the weekend is the one we are in, whatever day the week begins with. */
    int64_t monday = day - sahut_civil_weekday(&c);
    return (struct moment_period){
        .start = sahut_civil_from_days(monday + 5 + 7 * (int64_t)offset),
        .end = sahut_civil_from_days(monday + 7 + 7 * (int64_t)offset),
        .grain = SAHUT_GRAIN_DAY,
    };
}

struct sahut_day_part moment_part_hours(const struct moment_now *now, enum moment_part part)
{
    switch (part) {
    case MOMENT_MORNING:
        return now->habits.morning;
    case MOMENT_AFTERNOON:
        return now->habits.afternoon;
    case MOMENT_EVENING:
        return now->habits.evening;
    case MOMENT_NIGHT:
        return now->habits.night;
    case MOMENT_TONIGHT:
        return now->habits.tonight;
    }
    return now->habits.morning;
}
