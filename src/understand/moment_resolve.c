// SPDX-License-Identifier: GPL-3.0-or-later
/* Which time a moment means, seen from now. */
#include "understand/moment.h"
#include <errno.h>
#include <math.h>
#include <stddef.h>

int64_t moment_instant(const struct moment_now *now, int64_t day, int hour, int minute,
                       enum sahut_zone_fit *fit)
{
    struct sahut_civil c = sahut_civil_from_days(day + hour / 24);
    c.hour = hour % 24;
    c.minute = minute;
    return sahut_zone_instant(now->zone, &c, fit);
}

static void span_days(const struct moment_now *now, int64_t from, int64_t to,
                      enum sahut_grain grain, struct sahut_when *out)
{
    *out = (struct sahut_when){
        .start_ms = moment_instant(now, from, 0, 0, NULL),
        .end_ms = moment_instant(now, to, 0, 0, NULL),
        .grain = grain,
    };
}

static void span_period(const struct moment_now *now, const struct moment_period *p,
                        struct sahut_when *out)
{
    *out = (struct sahut_when){
        .start_ms = sahut_zone_instant(now->zone, &p->start, NULL),
        .end_ms = sahut_zone_instant(now->zone, &p->end, NULL),
        .grain = p->grain,
    };
}

/* The weekday as said on `now->day`. "next friday" is the first one that nobody would call today,
 * tomorrow or the day after tomorrow; "this friday" is in the week we are in, unless that is past.
 */
static int64_t weekday_from(const struct moment *m, const struct moment_now *now)
{
    int today = sahut_civil_weekday(&now->civil);
    int ahead = (m->weekday - today + 7) % 7;
    switch (m->which) {
    case MOMENT_THIS:
        return now->day + ahead;
    case MOMENT_NEXT:
        return now->day + (ahead <= 2 ? ahead + 7 : ahead);
    case MOMENT_LAST:
        return now->day + (ahead == 0 ? -7 : ahead - 7);
    case MOMENT_SOON:
        return now->day + (ahead == 0 ? 7 : ahead);
    case MOMENT_COMING:
        break;
    }
    return now->day + ahead;
}

static bool date_fits(const struct moment *m, int year, int month, int64_t *day)
{
    if (m->mday > sahut_civil_days_in_month(year, month))
        return false;
    struct sahut_civil c = {.year = year, .month = month, .day = m->mday};
    *day = sahut_civil_days(&c);
    return !(m->has & MOMENT_WEEKDAY) || sahut_civil_weekday(&c) == m->weekday;
}

/* The first date from today on with the day of the month, month, year and weekday that were named,
 * those of them that were; of "friday, may third" the weekday does not count if that is a Monday
 * when it comes. -ERANGE when there is none: "february thirtieth", "friday the third of may twenty
 * twenty seven". */
static int resolve_date(const struct moment *said, const struct moment_now *now, int64_t *day)
{
    struct moment date = *said;
    const struct moment *m = &date;
    if (m->has & MOMENT_MONTH && !(m->has & MOMENT_YEAR))
        date.has &= ~(unsigned)MOMENT_WEEKDAY;
    int first_year = m->has & MOMENT_YEAR ? m->year : now->civil.year;
    /* Weekdays of a date come back within 40 years, across a century without a leap year. */
    int last_year = m->has & MOMENT_YEAR ? m->year : now->civil.year + 40;
    for (int year = first_year; year <= last_year; year++)
        for (int month = 1; month <= 12; month++) {
            if (m->has & MOMENT_MONTH && month != m->month)
                continue;
            if (!date_fits(m, year, month, day))
                continue;
            if (m->has & MOMENT_YEAR || *day >= now->day)
                return 0;
        }
    return -ERANGE;
}

/* A month or year on its own. */
static struct moment_period month_period(const struct moment *m, const struct moment_now *now)
{
    struct sahut_civil c = {.year = now->civil.year, .month = m->month, .day = 1};
    if (m->has & MOMENT_YEAR)
        c.year = m->year;
    else if (m->which == MOMENT_LAST)
        c.year -= m->month >= now->civil.month;
    else if (m->which == MOMENT_NEXT)
        c.year += m->month <= now->civil.month;
    else if (m->which == MOMENT_COMING || m->which == MOMENT_SOON)
        c.year += m->month < now->civil.month;
    return moment_period_of(now, sahut_civil_days(&c), SAHUT_GRAIN_MONTH, 0, 1);
}

static int resolve_in_period(const struct moment *m, int64_t *day)
{
    struct sahut_civil start = m->period.start;
    int64_t first = sahut_civil_days(&start), end = sahut_civil_days(&m->period.end);
    if (m->has & MOMENT_WEEKDAY)
        *day = first + (m->weekday - sahut_civil_weekday(&start) + 7) % 7;
    else
        *day = first + m->mday - 1;
    return *day < end ? 0 : -ERANGE;
}

/* The day that was named. -EAGAIN when none was. */
static int named_day(const struct moment *m, const struct moment_now *now, int64_t *day)
{
    if (m->has & MOMENT_DAY) {
        *day = m->day;
        return 0;
    }
    if (m->has & MOMENT_PERIOD) {
        if (m->has & (MOMENT_WEEKDAY | MOMENT_MDAY))
            return resolve_in_period(m, day);
        *day = sahut_civil_days(&m->period.start);
        return m->period.grain == SAHUT_GRAIN_DAY ? 0 : -EINVAL;
    }
    if (m->has & MOMENT_MDAY)
        return resolve_date(m, now, day);
    if (m->has & (MOMENT_MONTH | MOMENT_YEAR))
        return -EINVAL;
    if (m->has & MOMENT_WEEKDAY) {
        *day = weekday_from(m, now);
        return 0;
    }
    if (m->has & MOMENT_LENGTH) {
        struct sahut_civil c = sahut_civil_add_months(now->civil, (int)m->length.months);
        *day = sahut_civil_days(&c) + m->length.days;
        return m->length.seconds ? -EINVAL : 0;
    }
    return -EAGAIN;
}

/* Hour on the 24-hour clock by the part of the day, or -1 if the part does not decide. May be 24
 * or more: the night of a day lasts into the next. */
static int hour_in_part(int hour, enum moment_part part)
{
    switch (part) {
    case MOMENT_MORNING:
        return hour % 12;
    case MOMENT_AFTERNOON:
        return hour % 12 + 12;
    case MOMENT_EVENING:
        return hour == 12 ? 24 : hour + 12;
    case MOMENT_NIGHT:
        return hour == 12 ? 24 : hour < 6 ? hour + 24 : hour + 12;
    case MOMENT_TONIGHT:
        return hour == 12 ? 24 : hour < 5 ? hour + 24 : hour + 12;
    }
    return -1;
}

int moment_decided_hour(const struct moment_clock *clock, int part)
{
    int hour = clock->hour;
    bool night = part >= (int)MOMENT_NIGHT;
    switch (clock->half) {
    case MOMENT_AS_SAID:
        /* "tonight at two" on a 24-hour clock is still after midnight. */
        return night && hour < 6 ? hour + 24 : hour;
    case MOMENT_AM:
        return hour % 12 + (night ? 24 : 0);
    case MOMENT_PM:
        return hour % 12 + 12;
    case MOMENT_EITHER:
        break;
    }
    return part >= 0 ? hour_in_part(hour, (enum moment_part)part) : -1;
}

static void settle_clock(struct moment_clock *clock)
{
    if (clock->half == MOMENT_EITHER)
        clock->half = MOMENT_AS_SAID;
}

void moment_settle_clocks(struct moment *m, const struct moment_now *now)
{
    if (!now->habits.hours_of_24 || m->has & MOMENT_PART)
        return;
    settle_clock(&m->clock);
    settle_clock(&m->until);
    settle_clock(&m->repeat.until);
    for (int i = 0; i < m->repeat.n_clocks; i++)
        settle_clock(&m->repeat.clocks[i]);
}

static int decided_hour(const struct moment *m)
{
    return moment_decided_hour(&m->clock, m->has & MOMENT_PART ? (int)m->part : -1);
}

/* Without a day: the next time the clock shows it. */
static int64_t next_clock(const struct moment *m, const struct moment_now *now,
                          enum sahut_zone_fit *fit)
{
    int hour = decided_hour(m);
    int step = hour < 0 ? 12 : 24, first = hour < 0 ? m->clock.hour % 12 : hour % 24;
    for (int h = first;; h += step) {
        int64_t at = moment_instant(now, now->day, h, m->clock.minute, fit);
        if (at > now->ms)
            return at;
    }
}

static int64_t clock_on(const struct moment *m, const struct moment_now *now, int64_t day,
                        enum sahut_zone_fit *fit)
{
    int hour = decided_hour(m);
    /* "five tonight" is in the afternoon, unless that is over */
    if (hour == 17 && m->clock.hour == 5 && (m->has & MOMENT_PART) && m->part == MOMENT_TONIGHT &&
        moment_instant(now, day, hour, m->clock.minute, fit) <= now->ms)
        hour += 12;
    if (hour >= 0)
        return moment_instant(now, day, hour, m->clock.minute, fit);
    hour = m->clock.hour % 12;
    if (day == now->day)
        for (int h = hour; h < 24; h += 12)
            if (moment_instant(now, day, h, m->clock.minute, fit) > now->ms)
                return moment_instant(now, day, h, m->clock.minute, fit);
    if (day == now->day || hour < 7)
        hour += 12;
    return moment_instant(now, day, hour, m->clock.minute, fit);
}

/* Where a span ends: the first time after its start that the second clock can mean. */
static int64_t span_end(const struct moment *m, const struct moment_now *now, int64_t start)
{
    struct moment end = {.has = MOMENT_CLOCK | (m->has & MOMENT_PART), .clock = m->until};
    struct moment_now from = moment_now_at(now, start);
    end.part = m->part;
    return next_clock(&end, &from, NULL);
}

void moment_share_half(struct moment *m)
{
    if (m->clock.half != MOMENT_EITHER || m->until.half == MOMENT_EITHER ||
        m->until.half == MOMENT_AS_SAID)
        return;
    int a = m->clock.hour % 12 * 60 + m->clock.minute;
    int b = m->until.hour % 12 * 60 + m->until.minute;
    bool same = a < b;
    m->clock.half = same == (m->until.half == MOMENT_PM) ? MOMENT_PM : MOMENT_AM;
}

static int resolve_clock(struct moment m, const struct moment_now *now, struct sahut_when *out)
{
    int64_t day;
    int err = named_day(&m, now, &day);
    if (err && err != -EAGAIN)
        return err;
    if (m.has & MOMENT_UNTIL)
        moment_share_half(&m);
    moment_settle_clocks(&m, now);
    enum sahut_zone_fit fit;
    int64_t start = err ? next_clock(&m, now, &fit) : clock_on(&m, now, day, &fit);
    /* "on tuesday at seven", said on a Tuesday at eight. */
    bool coming = m.has & MOMENT_WEEKDAY && !(m.has & MOMENT_DATE) && m.which == MOMENT_COMING;
    if (!err && coming && day == now->day && start <= now->ms)
        start = clock_on(&m, now, day + 7, &fit);
    enum sahut_grain grain = m.clock.second ? SAHUT_GRAIN_SECOND : SAHUT_GRAIN_MINUTE;
    start += m.clock.second * 1000;
    *out = (struct sahut_when){.start_ms = start, .end_ms = start, .grain = grain, .fit = fit};
    out->half_open = decided_hour(&m) < 0;
    if (m.has & MOMENT_UNTIL)
        out->end_ms = span_end(&m, now, start);
    return 0;
}

/* "in the evening": of the named day, or the next one that has not begun. */
static int resolve_part(const struct moment *m, const struct moment_now *now,
                        struct sahut_when *out)
{
    int64_t day;
    struct sahut_day_part hours = moment_part_hours(now, m->part);
    int err = named_day(m, now, &day);
    if (err == -EAGAIN) {
        day = now->day;
        if (moment_instant(now, day, hours.at, 0, NULL) <= now->ms)
            day++;
    } else if (err) {
        return err;
    }
    enum sahut_zone_fit fit;
    int64_t start = moment_instant(now, day, hours.at, 0, &fit);
    *out = (struct sahut_when){
        .start_ms = start,
        .fit = fit,
        .end_ms = moment_instant(now, day, hours.to, 0, NULL),
        .part_ms = moment_instant(now, day, hours.from, 0, NULL),
        .grain = SAHUT_GRAIN_PART,
    };
    return 0;
}

/* "in twenty minutes" runs on elapsed time; "in three days" keeps what the clock shows. */
static void resolve_length(const struct moment_length *length, const struct moment_now *now,
                           struct sahut_when *out)
{
    struct sahut_when at = {.start_ms = now->ms, .end_ms = now->ms, .grain = SAHUT_GRAIN_SECOND};
    *out = moment_shift(&at, length, 1, now);
    out->grain = length->finest == SAHUT_GRAIN_SECOND ? SAHUT_GRAIN_SECOND
                 : length->finest < SAHUT_GRAIN_PART  ? SAHUT_GRAIN_MINUTE
                                                      : SAHUT_GRAIN_DAY;
    if (length->months == 0 && length->days == 0) {
        out->relative = true;
        out->seconds = length->seconds;
    }
}

int moment_resolve(const struct moment *m, const struct moment_now *now, struct sahut_when *out)
{
    if (m->impossible)
        return -ERANGE;
    if (m->has & MOMENT_FIXED) {
        *out = m->fixed;
        return 0;
    }
    if (m->has & MOMENT_CLOCK)
        return resolve_clock(*m, now, out);
    if (m->has & MOMENT_PART)
        return resolve_part(m, now, out);
    if (m->has == MOMENT_LENGTH) {
        resolve_length(&m->length, now, out);
        return 0;
    }
    if (m->has == MOMENT_PERIOD) {
        span_period(now, &m->period, out);
        return 0;
    }
    if (m->has & (MOMENT_MONTH | MOMENT_YEAR) && !(m->has & (MOMENT_MDAY | MOMENT_WEEKDAY))) {
        struct sahut_civil january = {.year = m->year, .month = 1, .day = 1};
        struct moment_period p =
            m->has & MOMENT_MONTH
                ? month_period(m, now)
                : moment_period_of(now, sahut_civil_days(&january), SAHUT_GRAIN_YEAR, 0, 1);
        span_period(now, &p, out);
        return 0;
    }
    int64_t day;
    int err = named_day(m, now, &day);
    if (err)
        return err == -EAGAIN ? -EINVAL : err;
    span_days(now, day, day + 1, SAHUT_GRAIN_DAY, out);
    return 0;
}

static int64_t add_length(int64_t ms, const struct moment_length *length, int sign,
                          const struct moment_now *now)
{
    if (length->months || length->days) {
        struct sahut_civil c = sahut_zone_local(now->zone, ms);
        int64_t below = ms - sahut_zone_instant(now->zone, &c, NULL);
        c = sahut_civil_add_months(c, sign * (int)length->months);
        c = sahut_civil_add_days(c, sign * (int)length->days);
        /* In the second pass of an overlap the clock shows the first; only milliseconds count. */
        ms = sahut_zone_instant(now->zone, &c, NULL) + below % 1000;
    }
    return ms + sign * length->seconds * 1000;
}

struct sahut_when moment_shift(const struct sahut_when *when, const struct moment_length *length,
                               int sign, const struct moment_now *now)
{
    struct sahut_when out = *when;
    out.start_ms = add_length(when->start_ms, length, sign, now);
    out.end_ms = add_length(when->end_ms, length, sign, now);
    return out;
}

int moment_resolve_day(const struct moment *m, const struct moment_now *now, int64_t *out)
{
    struct sahut_when when;
    int err = moment_resolve(m, now, &when);
    if (err)
        return err;
    struct sahut_civil c = sahut_zone_local(now->zone, when.start_ms);
    *out = sahut_civil_days(&c);
    return 0;
}
