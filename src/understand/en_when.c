// SPDX-License-Identifier: GPL-3.0-or-later
/* Days and everything bigger, and how pieces stand together. Clock times are in en_clock.c. */
#include <errno.h>
#include <stddef.h>

#include "understand/en.h"

EN_MAKER(make_day)
{
    out->has = MOMENT_DAY;
    out->day = now->day + (int64_t)part[arg]->n;
    return true;
}

/* "the day after tomorrow", "the day before yesterday". */
EN_MAKER(make_day_beyond)
{
    out->has = MOMENT_DAY;
    out->day = now->day + (int64_t)part[3]->n + arg;
    return true;
}

EN_MAKER(make_tonight)
{
    out->has = MOMENT_DAY | MOMENT_PART;
    out->day = now->day;
    out->part = MOMENT_TONIGHT;
    return true;
}

EN_MAKER(make_this_part)
{
    if (en_which_of(part[0]) != MOMENT_THIS)
        return false;
    out->has = MOMENT_DAY | MOMENT_PART;
    out->day = now->day;
    out->part = (enum moment_part)part[arg]->n;
    return true;
}

/* "later this afternoon". */
EN_MAKER(make_later_part)
{
    return make_this_part(now, part + 1, arg - 1, out);
}

EN_MAKER(make_last_night)
{
    if (en_which_of(part[0]) != MOMENT_LAST)
        return false;
    out->has = MOMENT_DAY | MOMENT_PART;
    out->day = now->day - 1;
    out->part = MOMENT_NIGHT;
    return true;
}

EN_MAKER(make_part)
{
    out->has = MOMENT_PART;
    out->part = (enum moment_part)part[arg]->n;
    return true;
}

EN_MAKER(make_night)
{
    out->has = MOMENT_PART;
    out->part = MOMENT_NIGHT;
    return true;
}

EN_MAKER(make_weekday)
{
    out->has = MOMENT_WEEKDAY;
    out->weekday = (int)part[arg]->n;
    out->which = en_which_of(part[arg - 1]);
    return true;
}

/* The day of a month; past 31 it is understood and does not exist, past 99 it is something else. */
static bool set_mday(struct moment *out, double mday)
{
    if (mday < 0 || mday >= 100)
        return false;
    out->has |= MOMENT_MDAY;
    out->mday = (int)mday;
    out->impossible = mday < 1 || mday > 31;
    return true;
}

static bool set_month_day(struct moment *out, double month, double mday)
{
    out->has = MOMENT_MONTH;
    out->month = (int)month;
    return set_mday(out, mday);
}

EN_MAKER(make_month_day)
{
    return set_month_day(out, part[arg]->n, part[arg + 2]->n);
}

EN_MAKER(make_day_month)
{
    return set_month_day(out, part[4]->n, part[1]->n);
}

EN_MAKER(make_mday)
{
    return part[arg]->n >= 1 && set_mday(out, part[arg]->n);
}

/* "twenty twenty seven", "nineteen oh five". */
EN_MAKER(make_year_of_pair)
{
    double century = part[0]->n, rest = part[1]->n;
    out->n = century * 100 + rest;
    return century >= 19 && century <= 21 && rest >= 10 && rest <= 99;
}

EN_MAKER(make_year_with_oh)
{
    double century = part[0]->n;
    out->n = century * 100 + part[2]->n;
    return century >= 19 && century <= 21 && part[1]->n == 0;
}

EN_MAKER(make_year)
{
    out->n = part[0]->n;
    return out->n >= 1900 && out->n < 2200;
}

EN_MAKER(make_with_year)
{
    *out = *part[0];
    out->has |= MOMENT_YEAR;
    out->year = (int)part[2]->n;
    return true;
}

EN_MAKER(make_year_alone)
{
    out->has = MOMENT_YEAR;
    out->year = (int)part[arg]->n;
    return true;
}

EN_MAKER(make_month)
{
    out->has = MOMENT_MONTH;
    out->month = (int)part[arg]->n;
    out->which = arg > 0 ? en_which_of(part[arg - 1]) : MOMENT_COMING;
    return true;
}

EN_MAKER(make_month_of_year)
{
    out->has = MOMENT_MONTH | MOMENT_YEAR;
    out->month = (int)part[0]->n;
    out->year = (int)part[2]->n;
    return true;
}

EN_MAKER(make_feast)
{
    out->has = MOMENT_MONTH | MOMENT_MDAY;
    out->month = (int)part[0]->n / 100;
    out->mday = (int)part[0]->n % 100 + arg;
    return true;
}

EN_MAKER(make_fixed_feast)
{
    out->has = MOMENT_MONTH | MOMENT_MDAY;
    out->month = arg / 100;
    out->mday = arg % 100;
    return true;
}

/* ---- feasts that move ---- */

/* The day of Easter Sunday: Meeus, Astronomical Algorithms, chapter 8 (the anonymous Gregorian
 * method). */
static int64_t easter_of(int year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    struct sahut_civil day = {
        .year = year, .month = (h + l - 7 * m + 114) / 31, .day = (h + l - 7 * m + 114) % 31 + 1};
    return sahut_civil_days(&day);
}

enum { EASTER_RULE = 2000 };

/* `rule`: EASTER_RULE plus days from Easter Sunday, or month × 100 + which × 10 + weekday, the
 * fifth being the last; `later`: days after that. */
static int64_t feast_of(int rule, int later, int year)
{
    if (rule >= EASTER_RULE - 50)
        return easter_of(year) + rule - EASTER_RULE + later;
    struct sahut_civil first = {.year = year, .month = rule / 100, .day = 1};
    int nth = rule / 10 % 10;
    if (nth == 5)
        first.day = sahut_civil_days_in_month(year, first.month) - 6;
    int64_t day = sahut_civil_days(&first);
    return day + (rule % 10 - sahut_civil_weekday(&first) + 7) % 7 +
           (nth == 5 ? 0 : (nth - 1) * 7) + later;
}

/* The feast of the year that was said, or the next or the last one from today. */
static bool set_feast(struct moment *out, const struct moment_now *now, int rule, int later)
{
    int year = now->civil.year;
    out->has = MOMENT_DAY;
    out->n = rule * 10 + later; /* for the year that may follow */
    out->day = feast_of(rule, later, year);
    if (out->day < now->day)
        out->day = feast_of(rule, later, year + 1);
    return true;
}

EN_MAKER(make_easter)
{
    return set_feast(out, now, EASTER_RULE + arg, 0);
}

EN_MAKER(make_moving_feast)
{
    return set_feast(out, now, (int)part[0]->n, 0);
}

EN_MAKER(make_known_feast)
{
    return set_feast(out, now, arg, 0);
}

/* The day after Thanksgiving. */
EN_MAKER(make_black_friday)
{
    return part[1]->n == 4 && set_feast(out, now, 1143, 1);
}

/* "good friday", "ash wednesday", "palm sunday": Easter Sunday's weekday is 6. */
EN_MAKER(make_holy_day)
{
    int days = (int)part[0]->n;
    return (6 + days + 70) % 7 == (int)part[1]->n && set_feast(out, now, EASTER_RULE + days, 0);
}

EN_MAKER(make_easter_weekday)
{
    int weekday = (int)part[1]->n;
    return (weekday == 6 || weekday == 0) &&
           set_feast(out, now, EASTER_RULE + (weekday == 0 ? 1 : 0), 0);
}

EN_MAKER(make_feast_of_year)
{
    int n = (int)part[0]->n;
    out->has = MOMENT_DAY;
    out->day = feast_of(n / 10, n % 10, (int)part[arg]->n);
    return true;
}

/* "last easter", "next thanksgiving". */
EN_MAKER(make_which_feast)
{
    int n = (int)part[arg]->n, year = now->civil.year;
    out->has = MOMENT_DAY;
    if (en_which_of(part[arg - 1]) == MOMENT_LAST) {
        out->day = feast_of(n / 10, n % 10, year);
        if (out->day >= now->day)
            out->day = feast_of(n / 10, n % 10, year - 1);
        return true;
    }
    out->day = part[arg]->day;
    if (out->day == now->day && en_which_of(part[arg - 1]) == MOMENT_NEXT)
        out->day = feast_of(n / 10, n % 10, year + 1);
    return true;
}

/* "next weekday", "last workday": from Monday to Friday. */
EN_MAKER(make_workday)
{
    int step = en_which_of(part[1]) == MOMENT_LAST ? -1 : 1;
    out->has = MOMENT_DAY;
    out->day = now->day;
    do {
        out->day += step;
        struct sahut_civil c = sahut_civil_from_days(out->day);
        out->n = sahut_civil_weekday(&c);
    } while (out->n > 4);
    return en_which_of(part[1]) != MOMENT_THIS;
}

/* "wednesday after next". */
EN_MAKER(make_weekday_after_next)
{
    int ahead = ((int)part[1]->n - sahut_civil_weekday(&now->civil) + 7) % 7;
    out->has = MOMENT_DAY;
    out->day = now->day + (ahead ? ahead : 7) + 7;
    return en_which_of(part[3]) == MOMENT_NEXT;
}

/* The fifteenth of four months of the Roman calendar, the thirteenth of the others. */
EN_MAKER(make_ides)
{
    int month = (int)part[arg]->n;
    bool late = month == 3 || month == 5 || month == 7 || month == 10;
    return set_month_day(out, month, late ? 15 : 13);
}

EN_MAKER(make_fools)
{
    return part[0]->n == 4 && set_month_day(out, 4, 1);
}

/* ---- numbers with a slash ---- */

/* "three slash five": by the setting which of them is the month; where one of them cannot be, the
 * other is. */
EN_MAKER(make_slashed)
{
    double month = part[0]->n, mday = part[2]->n;
    if ((!now->habits.month_first && mday <= 12) || month > 12) {
        month = part[2]->n;
        mday = part[0]->n;
    }
    if (month < 1 || month > 12 || mday > 31)
        return false;
    if (!set_month_day(out, month, mday))
        return false;
    if (part[arg]) {
        out->has |= MOMENT_YEAR;
        out->year = (int)part[arg]->n + (part[arg]->n < 100 ? 2000 : 0);
    }
    return out->year < 2200;
}

/* "two thousand twenty seven slash seven slash four", and the same with blanks. */
EN_MAKER(make_year_first)
{
    if (part[0]->n < 1900 || part[0]->n >= 2200 || part[arg]->n < 1 || part[arg]->n > 12 ||
        part[2 * arg]->n > 31)
        return false;
    out->has = MOMENT_YEAR;
    out->year = (int)part[0]->n;
    out->month = (int)part[arg]->n;
    out->has |= MOMENT_MONTH;
    return set_mday(out, part[2 * arg]->n);
}

/* "june one dash five", "the first to the fifth of june". */
static bool set_days_of_month(struct moment *out, const struct moment_now *now, double month,
                              double first, double last)
{
    struct moment from = {.has = 0}, to = {.has = 0};
    struct sahut_when a, b;
    if (first >= last || !set_month_day(&from, month, first) || !set_month_day(&to, month, last) ||
        moment_resolve(&from, now, &a))
        return false;
    struct moment_now then = moment_now_at(now, a.start_ms);
    return moment_resolve(&to, &then, &b) == 0 &&
           en_set_fixed(out, a.start_ms, b.end_ms, SAHUT_GRAIN_DAY);
}

EN_MAKER(make_month_days)
{
    return set_days_of_month(out, now, part[0]->n, part[1]->n, part[arg]->n);
}

/* "from july thirteen to fifteen", "between …". */
EN_MAKER(make_month_days_from)
{
    return set_days_of_month(out, now, part[1]->n, part[2]->n, part[arg]->n);
}

EN_MAKER(make_days_of_month_from)
{
    return set_days_of_month(out, now, part[arg]->n, part[2]->n, part[5]->n);
}

/* "ten to twenty two august twenty twenty seven". */
EN_MAKER(make_days_of_month)
{
    return set_days_of_month(out, now, part[6]->n, part[1]->n, part[4]->n);
}

/* "monday 21": a bare number is the hour up to twelve, and the day of the month past it. */
EN_MAKER(make_weekday_mday)
{
    out->has = MOMENT_WEEKDAY;
    out->weekday = (int)part[arg]->n;
    return part[arg + 1]->n > 12 && part[arg + 1]->n <= 31 && set_mday(out, part[arg + 1]->n);
}

/* "monday two weeks from now", "friday in three weeks": of the week of that day. */
static bool set_weekday_of_week(struct moment *out, const struct moment_now *now, int weekday,
                                const struct moment_length *length)
{
    struct sahut_when at = {.start_ms = now->ms, .end_ms = now->ms};
    if (length->seconds)
        return false;
    struct sahut_civil c = sahut_zone_local(now->zone, moment_shift(&at, length, 1, now).start_ms);
    out->has = MOMENT_DAY;
    out->day = sahut_civil_days(&c) - sahut_civil_weekday(&c) + weekday;
    return true;
}

EN_MAKER(make_weekday_from_now)
{
    return set_weekday_of_week(out, now, (int)part[1]->n, &part[arg]->length);
}

/* "in two weeks on tuesday" is the one of that week; "in three days on friday" the nearest. */
EN_MAKER(make_length_on_weekday)
{
    const struct moment_length *length = &part[1]->length;
    int weekday = (int)part[arg]->n;
    struct sahut_when at = {.start_ms = now->ms, .end_ms = now->ms};
    if (length->finest >= SAHUT_GRAIN_WEEK)
        return set_weekday_of_week(out, now, weekday, length);
    if (length->seconds || length->finest != SAHUT_GRAIN_DAY)
        return false;
    struct sahut_civil c = sahut_zone_local(now->zone, moment_shift(&at, length, 1, now).start_ms);
    int ahead = (weekday - sahut_civil_weekday(&c) + 7) % 7;
    out->has = MOMENT_DAY;
    out->day = sahut_civil_days(&c) + (ahead > 3 ? ahead - 7 : ahead);
    return true;
}

/* "in two weekends": when so many of them are over. */
EN_MAKER(make_weekends_ahead)
{
    int64_t n = (int64_t)part[1]->n;
    out->has = MOMENT_DAY;
    out->day = now->day - sahut_civil_weekday(&now->civil) + 7 * n;
    return n >= 1 && n < 1000;
}

/* "tuesday week": a week after the one that comes. */
EN_MAKER(make_weekday_week)
{
    int ahead = ((int)part[0]->n - sahut_civil_weekday(&now->civil) + 7) % 7;
    out->has = MOMENT_DAY;
    out->day = now->day + ahead + 7;
    return true;
}

/* "the day after christmas", "the week before easter": `arg` is the direction. */
EN_MAKER(make_day_beside)
{
    if (moment_resolve_day(part[3], now, &out->day))
        return false;
    out->has = MOMENT_DAY;
    out->day += arg;
    return true;
}

/* "the friday after thanksgiving". */
EN_MAKER(make_weekday_beside)
{
    int64_t day;
    if (moment_resolve_day(part[3], now, &day))
        return false;
    struct sahut_civil c = sahut_civil_from_days(day);
    int ahead = ((int)part[1]->n - sahut_civil_weekday(&c) + 7) % 7;
    out->has = MOMENT_DAY;
    out->day = arg > 0 ? day + (ahead ? ahead : 7) : day + ahead - 7;
    return true;
}

/* "this time tomorrow", "the same time next week". */
EN_MAKER(make_at_same_time)
{
    const struct moment *day = part[arg];
    out->has = MOMENT_DAY | MOMENT_CLOCK;
    out->clock = (struct moment_clock){now->civil.hour, now->civil.minute, MOMENT_AS_SAID, 0};
    if (day->has == MOMENT_PERIOD) {
        int64_t first = sahut_civil_days(&day->period.start);
        if (day->period.grain != SAHUT_GRAIN_WEEK)
            return false;
        struct sahut_civil c = sahut_civil_from_days(first);
        int ahead = (sahut_civil_weekday(&now->civil) - sahut_civil_weekday(&c) + 7) % 7;
        out->day = first + ahead;
        return true;
    }
    return moment_resolve_day(day, now, &out->day) == 0;
}

EN_MAKER(make_same_time)
{
    return en_which_of(part[1]) == MOMENT_THIS && make_at_same_time(now, part, arg, out);
}

/* "fifth of the month". */
EN_MAKER(make_mday_of_the_month)
{
    return part[4]->n == SAHUT_GRAIN_MONTH && part[1]->n >= 1 && set_mday(out, part[1]->n);
}

/* "first thing tomorrow". */
EN_MAKER(make_first_thing)
{
    out->has = MOMENT_PART;
    out->part = arg ? (enum moment_part)part[arg]->n : MOMENT_MORNING;
    return part[0]->n == 1;
}

/* "for an hour from three p m", "for three days starting on friday"; "for three days from today" is
 * a point. */
EN_MAKER(make_from_for)
{
    struct sahut_when when;
    bool starting = arg == 3 || part[2];
    if (part[1]->length.months || (!starting && !(part[arg]->has & MOMENT_CLOCK)) ||
        moment_resolve(part[arg], now, &when))
        return false;
    struct sahut_when end = moment_shift(&when, &part[1]->length, 1, now);
    return en_set_fixed(out, when.start_ms, end.start_ms, when.grain);
}

/* "at the minute", as the British say for now. */
EN_MAKER(make_at_the_minute)
{
    return part[2]->n == SAHUT_GRAIN_MINUTE &&
           en_set_fixed(out, now->ms, now->ms, SAHUT_GRAIN_SECOND);
}

/* "may of next year", "march in one year". */
EN_MAKER(make_month_of_period)
{
    struct sahut_civil c = part[2]->period.start;
    out->has = MOMENT_MONTH | MOMENT_YEAR;
    out->month = (int)part[0]->n;
    out->year = c.year;
    return part[2]->period.grain == SAHUT_GRAIN_YEAR;
}

EN_MAKER(make_month_in_years)
{
    const struct moment_length *length = &part[2]->length;
    out->has = MOMENT_MONTH | MOMENT_YEAR;
    out->month = (int)part[0]->n;
    out->year = now->civil.year + (int)(length->months / 12);
    return length->finest == SAHUT_GRAIN_YEAR && length->months > 0;
}

/* "the 20 of next month". */
EN_MAKER(make_mday_of_period)
{
    out->has = MOMENT_PERIOD;
    out->period = part[3]->period;
    return out->period.grain == SAHUT_GRAIN_MONTH && part[1]->n >= 1 && set_mday(out, part[1]->n);
}

/* "within the hour": one of them from now on. */
EN_MAKER(make_within_unit)
{
    enum sahut_grain unit = (enum sahut_grain)part[2]->n;
    out->has = MOMENT_LENGTH;
    out->length.finest = unit;
    return moment_length_add(&out->length, 1, unit);
}

/* "4pm minus three days". */
EN_MAKER(make_minus_length)
{
    struct sahut_when when;
    if (moment_resolve(part[0], now, &when))
        return false;
    when = moment_shift(&when, &part[2]->length, -1, now);
    return en_set_fixed(out, when.start_ms, when.end_ms, when.grain);
}

EN_MAKER(make_new_year)
{
    return set_month_day(out, arg / 100, arg % 100);
}

EN_MAKER(make_ago)
{
    *out = *part[arg];
    out->length.months = -out->length.months;
    out->length.days = -out->length.days;
    out->length.seconds = -out->length.seconds;
    return true;
}

/* "three fridays from now". */
EN_MAKER(make_weekdays_from_now)
{
    int ahead = ((int)part[1]->n - sahut_civil_weekday(&now->civil) + 7) % 7;
    int64_t weeks = (int64_t)part[0]->n;
    out->has = MOMENT_DAY;
    out->day = now->day + (ahead ? ahead : 7) + 7 * (weeks - 1);
    return weeks >= 1 && weeks < 1000;
}

EN_MAKER(make_weekdays_ago)
{
    int back = (sahut_civil_weekday(&now->civil) - (int)part[1]->n + 7) % 7;
    int64_t weeks = (int64_t)part[0]->n;
    out->has = MOMENT_DAY;
    out->day = now->day - (back ? back : 7) - 7 * (weeks - 1);
    return weeks >= 1 && weeks < 1000;
}

EN_MAKER(make_now)
{
    return en_set_fixed(out, now->ms, now->ms, SAHUT_GRAIN_SECOND);
}

/* "a week from tuesday", "two hours before noon". A shifted day is a day, so that a clock time can
 * join it. */
EN_MAKER(make_shifted)
{
    const struct moment_length *length = &part[0]->length;
    struct sahut_when when;
    if (moment_resolve(part[2], now, &when))
        return false;
    bool whole_day = when.grain == SAHUT_GRAIN_DAY;
    when = moment_shift(&when, length, arg, now);
    when.relative = false;
    if (!whole_day || length->seconds) {
        when.end_ms = when.start_ms;
        if (when.grain > SAHUT_GRAIN_MINUTE && length->seconds)
            when.grain = SAHUT_GRAIN_MINUTE;
        out->has = MOMENT_FIXED;
        out->fixed = when;
        return true;
    }
    struct sahut_civil c = sahut_zone_local(now->zone, when.start_ms);
    out->has = MOMENT_DAY;
    out->day = sahut_civil_days(&c);
    return true;
}

/* "from monday to wednesday", "from nine tomorrow to noon on friday". Two bare clock times are a
 * span of one day, which en_clock.c reads. */
EN_MAKER(make_span)
{
    enum { CLOCKS = MOMENT_CLOCK | MOMENT_PART | MOMENT_UNTIL };
    struct sahut_when from, to;
    const struct moment *first = part[arg], *last = part[arg + 2];
    if (((first->has | last->has) & ~CLOCKS) == 0 || moment_resolve(first, now, &from))
        return false;
    struct moment_now then = moment_now_at(now, from.start_ms);
    if (moment_resolve(last, &then, &to))
        return false;
    int64_t end = to.end_ms > to.start_ms ? to.end_ms : to.start_ms;
    enum sahut_grain grain = from.grain < to.grain ? from.grain : to.grain;
    return end > from.start_ms && en_set_fixed(out, from.start_ms, end, grain);
}

EN_MAKER(make_frame)
{
    *out = *part[arg];
    return !part[arg + 1] || moment_merge(out, part[arg + 1]);
}

static const struct phrase_rule rules[] = {
    PHRASE_MAKE(EN_PART_PIECE, make_part, 1, -EN_EARLY, EN_DAYPART),
    PHRASE_MAKE(EN_PART_PIECE, make_part, 3, EN_IN, EN_THE, -EN_EARLY, EN_DAYPART, -EN_OF),
    PHRASE_MAKE(EN_PART_PIECE, make_part, 3, EN_ON, EN_THE, -EN_EARLY, EN_DAYPART, -EN_OF),
    PHRASE_MAKE(EN_PART_PIECE, make_night, 0, EN_AT, EN_NIGHT),
    PHRASE_MAKE(EN_PART_PIECE, make_first_thing, 0, EN_ORDINAL, EN_THING),
    PHRASE_MAKE(EN_PART_PIECE, make_first_thing, 4, EN_ORDINAL, EN_THING, EN_IN, EN_THE,
                EN_DAYPART),

    PHRASE_MAKE(EN_NAMED_DAY, make_day, 0, EN_RELATIVE_DAY),
    PHRASE_MAKE(EN_NAMED_YEAR, make_year_alone, 0, EN_YEAR_NUMBER),

    PHRASE_MAKE(EN_YEAR_NUMBER, make_year_of_pair, 0, EN_CARDINAL, EN_CARDINAL),
    PHRASE_MAKE(EN_YEAR_NUMBER, make_year_with_oh, 0, EN_CARDINAL, EN_ONES, EN_ONES),
    PHRASE_MAKE(EN_YEAR_NUMBER, make_year, 0, EN_CARDINAL),

    PHRASE_MAKE(EN_FEAST_DAY, make_easter, 0, EN_EASTER),
    PHRASE_MAKE(EN_FEAST_DAY, make_easter_weekday, 0, EN_EASTER, EN_WEEKDAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_holy_day, 0, EN_HOLY, EN_WEEKDAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_moving_feast, 0, EN_MOVING_FEAST, -EN_DAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_moving_feast, 0, EN_PARENT, EN_DAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_known_feast, 130, EN_MARTIN, EN_LUTHER, EN_KING, EN_DAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_known_feast, 910, EN_LABOR, EN_DAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_known_feast, 550, EN_MEMORIAL, EN_DAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_black_friday, 0, EN_BLACK, EN_WEEKDAY),

    PHRASE_MAKE(EN_MONTH_DAY, make_month_day, 0, EN_MONTH, -EN_THE, EN_ORDINAL_NUMBER),
    PHRASE_MAKE(EN_MONTH_DAY, make_month_day, 0, EN_MONTH, -EN_THE, EN_CARDINAL),
    PHRASE_MAKE(EN_MONTH_DAY, make_day_month, 0, -EN_THE, EN_ORDINAL_NUMBER, -EN_DAY, -EN_OF,
                EN_MONTH),
    PHRASE_MAKE(EN_MONTH_DAY, make_day_month, 0, -EN_THE, EN_CARDINAL, -EN_DAY, -EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_MONTH_DAY, make_fixed_feast, 317, -EN_SAINT, EN_PATRICK, -EN_DAY),
    PHRASE_MAKE(EN_MONTH_DAY, make_feast, 0, EN_FEAST_OF, EN_DAY),
    PHRASE_MAKE(EN_MONTH_DAY, make_fools, 401, EN_MONTH, EN_FOOL, -EN_DAY),
    PHRASE_MAKE(EN_MONTH_DAY, make_ides, 2, EN_IDES, EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_MONTH_DAY, make_ides, 3, EN_THE, EN_IDES, EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_MONTH_DAY, make_feast, 0, EN_FEAST, -EN_DAY),
    PHRASE_MAKE(EN_MONTH_DAY, make_slashed, 4, EN_CARDINAL, EN_SLASH, EN_CARDINAL),
    PHRASE_MAKE(EN_MONTH_DAY, make_feast, -1, EN_FEAST, EN_EVE),
    PHRASE_MAKE(EN_MONTH_DAY, make_new_year, 101, EN_NEW, EN_YEAR, -EN_DAY),
    PHRASE_MAKE(EN_MONTH_DAY, make_new_year, 1231, EN_NEW, EN_YEAR, EN_EVE),

    PHRASE_PICK(EN_DATE, 0, EN_FEAST_DAY),
    PHRASE_MAKE(EN_DATE, make_feast_of_year, 2, EN_FEAST_DAY, -EN_OF, EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_DATE, make_which_feast, 2, -EN_THE, EN_WHICH, EN_FEAST_DAY),
    PHRASE_PICK(EN_DATE, 0, EN_MONTH_DAY),
    PHRASE_MAKE(EN_DATE, make_slashed, 4, EN_CARDINAL, EN_SLASH, EN_CARDINAL, EN_SLASH,
                EN_CARDINAL),
    PHRASE_MAKE(EN_DATE, make_year_first, 2, EN_CARDINAL, EN_SLASH, EN_CARDINAL, EN_SLASH,
                EN_CARDINAL),
    PHRASE_DOUBT(EN_DATE, make_year_first, 1, EN_CARDINAL, EN_CARDINAL, EN_CARDINAL),
    PHRASE_MAKE(EN_DATE, make_mday_of_the_month, 0, -EN_THE, EN_ORDINAL_NUMBER, EN_OF, EN_THE,
                EN_UNIT),
    PHRASE_MAKE(EN_DATE, make_weekday_mday, 1, -EN_ON, EN_WEEKDAY, EN_CARDINAL),
    PHRASE_MAKE(EN_DATE, make_mday_of_period, 0, -EN_THE, EN_CARDINAL, EN_OF, EN_PERIOD),
    PHRASE_MAKE(EN_DATE, make_with_year, 0, EN_MONTH_DAY, -EN_OF, EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_DATE, make_mday, 1, EN_THE, EN_ORDINAL_NUMBER),
    PHRASE_DOUBT(EN_DATE, make_mday, 0, EN_ORDINAL_NUMBER),
    PHRASE_DOUBT(EN_DATE, make_mday, 1, EN_THE, EN_CARDINAL),

    PHRASE_MAKE(EN_MONTH_PIECE, make_month, 0, EN_MONTH),
    PHRASE_MAKE(EN_MONTH_PIECE, make_month, 1, EN_WHICH, EN_MONTH),
    PHRASE_MAKE(EN_MONTH_PIECE, make_month_of_period, 0, EN_MONTH, -EN_OF, EN_PERIOD),
    PHRASE_MAKE(EN_MONTH_PIECE, make_month_in_years, 0, EN_MONTH, EN_IN, EN_LENGTH),
    PHRASE_MAKE(EN_MONTH_PIECE, make_month_of_year, 0, EN_MONTH, -EN_OF, EN_YEAR_NUMBER),

    PHRASE_PICK(EN_PERIOD_PIECE, 1, -EN_IN, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_HENCE, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_EARLY, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_FOR, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_OF, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_FROM, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_AT, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_ON, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, -EN_IN, EN_MONTH_PIECE),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_IN, EN_NAMED_YEAR),

    PHRASE_PICK(EN_DAY_PIECE, 0, EN_NAMED_DAY),
    PHRASE_PICK(EN_DAY_PIECE, 1, EN_HENCE, EN_NAMED_DAY),
    PHRASE_PICK(EN_DAY_PIECE, 1, EN_EARLY, EN_NAMED_DAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_tonight, 0, EN_HENCE, EN_TONIGHT),
    PHRASE_MAKE(EN_DAY_PIECE, make_tonight, 0, EN_EARLY, EN_TONIGHT),
    PHRASE_MAKE(EN_DAY_PIECE, make_later_part, 2, EN_HENCE, EN_WHICH, EN_DAYPART),
    PHRASE_MAKE(EN_DAY_PIECE, make_day_beyond, 1, -EN_THE, EN_DAY, EN_AFTER, EN_RELATIVE_DAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_day_beyond, -1, -EN_THE, EN_DAY, EN_BEFORE, EN_RELATIVE_DAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_tonight, 0, EN_TONIGHT),
    PHRASE_MAKE(EN_DAY_PIECE, make_this_part, 2, EN_WHICH, -EN_EARLY, EN_DAYPART),
    PHRASE_MAKE(EN_DAY_PIECE, make_last_night, 0, EN_WHICH, EN_NIGHT),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekday, 2, -EN_THE, -EN_WHICH, EN_WEEKDAY),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_DATE),
    PHRASE_PICK(EN_DAY_PIECE, 2, EN_IN, -EN_AROUND, EN_LENGTH, -EN_TIME),
    PHRASE_PICK(EN_DAY_PIECE, 2, EN_WITHIN, -EN_AROUND, EN_LENGTH),
    PHRASE_MAKE(EN_DAY_PIECE, make_workday, 0, -EN_THE, EN_WHICH, EN_WORKDAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekday_after_next, 0, -EN_THE, EN_WEEKDAY, EN_AFTER, EN_WHICH),
    PHRASE_MAKE(EN_DAY_PIECE, make_within_unit, 0, EN_WITHIN, EN_THE, EN_UNIT),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekday_from_now, 2, -EN_ON, EN_WEEKDAY, EN_LENGTH, EN_FROM,
                EN_NOW),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekday_from_now, 3, -EN_ON, EN_WEEKDAY, EN_IN, EN_LENGTH),
    PHRASE_MAKE(EN_DAY_PIECE, make_length_on_weekday, 3, EN_IN, EN_LENGTH, -EN_ON, EN_WEEKDAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekends_ahead, 0, EN_IN, EN_QUANTITY, EN_WEEKENDS),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekends_ahead, 0, EN_IN, EN_QUANTITY, EN_WEEKEND),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekday_week, 0, EN_WEEKDAY, EN_WEEK),
    PHRASE_MAKE(EN_DAY_PIECE, make_same_time, 3, -EN_AT, EN_WHICH, EN_TIME, EN_NAMED_DAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_same_time, 3, -EN_AT, EN_WHICH, EN_TIME, EN_PERIOD),
    PHRASE_MAKE(EN_DAY_PIECE, make_at_same_time, 4, -EN_AT, -EN_THE, EN_SAME, EN_TIME,
                EN_NAMED_DAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_at_same_time, 4, -EN_AT, -EN_THE, EN_SAME, EN_TIME, EN_PERIOD),
    PHRASE_MAKE(EN_DAY_PIECE, make_ago, 1, EN_DASH, EN_LENGTH),
    PHRASE_MAKE(EN_DAY_PIECE, make_ago, 1, EN_MINUS, EN_LENGTH),
    PHRASE_PICK(EN_DAY_PIECE, 1, EN_AFTER, EN_LENGTH),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_LENGTH, EN_OUT),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_LENGTH, EN_FROM, -EN_RIGHT, EN_NOW),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_LENGTH, EN_HENCE),
    PHRASE_MAKE(EN_DAY_PIECE, make_ago, 0, EN_LENGTH, EN_AGO),
    PHRASE_MAKE(EN_DAY_PIECE, make_ago, 0, EN_LENGTH, EN_BEFORE, EN_NOW),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekdays_from_now, 0, EN_CARDINAL, EN_WEEKDAY, EN_FROM, EN_NOW),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekdays_from_now, 0, EN_CARDINAL, EN_WEEKDAYS, EN_FROM, EN_NOW),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekdays_ago, 0, EN_QUANTITY, EN_WEEKDAYS, EN_AGO),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekdays_ago, 0, EN_QUANTITY, EN_WEEKDAY, EN_AGO),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_SHIFTED),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_EDGE_DAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_day_beside, 1, -EN_THE, EN_DAY, EN_AFTER, EN_DATE),
    PHRASE_MAKE(EN_DAY_PIECE, make_day_beside, -1, -EN_THE, EN_DAY, EN_BEFORE, EN_DATE),
    PHRASE_MAKE(EN_DAY_PIECE, make_day_beside, 7, -EN_THE, EN_WEEK, EN_AFTER, EN_DATE),
    PHRASE_MAKE(EN_DAY_PIECE, make_day_beside, -7, -EN_THE, EN_WEEK, EN_BEFORE, EN_DATE),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekday_beside, 1, -EN_THE, EN_WEEKDAY, EN_AFTER, EN_DATE),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekday_beside, -1, -EN_THE, EN_WEEKDAY, EN_BEFORE, EN_DATE),

    PHRASE_MAKE(EN_SHIFTED, make_shifted, 1, EN_LENGTH, EN_FROM, EN_FRAME),
    PHRASE_MAKE(EN_SHIFTED, make_shifted, 1, EN_LENGTH, EN_AFTER, EN_FRAME),
    PHRASE_MAKE(EN_SHIFTED, make_shifted, 1, EN_LENGTH, EN_ON, EN_FRAME),
    PHRASE_MAKE(EN_SHIFTED, make_shifted, -1, EN_LENGTH, EN_BEFORE, EN_FRAME),

    PHRASE_MAKE(EN_FRAME, make_frame, 0, EN_CLOCK_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 0, EN_CLOCK_SPAN, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 0, EN_PART_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 0, EN_PERIOD_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 0, EN_DAY_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 1, EN_ON, EN_DAY_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 1, EN_FOR, EN_DAY_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 1, EN_BY, EN_DAY_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 1, EN_BEFORE, EN_DAY_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 1, EN_UNTIL, EN_DAY_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 1, EN_AROUND, EN_DAY_PIECE, -EN_FRAME),

    PHRASE_MAKE(EN_DAY_SPAN, make_span, 1, EN_FROM, EN_FRAME, EN_TO, EN_FRAME),
    PHRASE_MAKE(EN_DAY_SPAN, make_span, 1, EN_FROM, EN_FRAME, EN_UNTIL, EN_FRAME),
    PHRASE_MAKE(EN_DAY_SPAN, make_span, 1, EN_FROM, EN_FRAME, EN_THROUGH, EN_FRAME),
    PHRASE_MAKE(EN_DAY_SPAN, make_span, 1, EN_BETWEEN, EN_FRAME, EN_AND, EN_FRAME),
    PHRASE_MAKE(EN_DAY_SPAN, make_month_days, 3, EN_MONTH, EN_CARDINAL, EN_THROUGH, EN_CARDINAL),
    PHRASE_MAKE(EN_DAY_SPAN, make_month_days, 3, EN_MONTH, EN_ORDINAL_NUMBER, EN_THROUGH,
                EN_ORDINAL_NUMBER),
    PHRASE_MAKE(EN_DAY_SPAN, make_month_days, 3, EN_MONTH, EN_ORDINAL_NUMBER, EN_TO,
                EN_ORDINAL_NUMBER),
    PHRASE_MAKE(EN_DAY_SPAN, make_days_of_month, 0, -EN_THE, EN_ORDINAL_NUMBER, EN_THROUGH, -EN_THE,
                EN_ORDINAL_NUMBER, -EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_DAY_SPAN, make_days_of_month, 0, -EN_THE, EN_ORDINAL_NUMBER, EN_TO, -EN_THE,
                EN_ORDINAL_NUMBER, -EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_DAY_SPAN, make_days_of_month, 0, -EN_THE, EN_CARDINAL, EN_THROUGH, -EN_THE,
                EN_CARDINAL, -EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_DAY_SPAN, make_days_of_month, 0, -EN_THE, EN_CARDINAL, EN_TO, -EN_THE,
                EN_CARDINAL, -EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_DAY_SPAN, make_month_days_from, 4, EN_FROM, EN_MONTH, EN_CARDINAL, EN_TO,
                EN_CARDINAL),
    PHRASE_MAKE(EN_DAY_SPAN, make_month_days_from, 4, EN_FROM, EN_MONTH, EN_CARDINAL, EN_THROUGH,
                EN_CARDINAL),
    PHRASE_MAKE(EN_DAY_SPAN, make_month_days_from, 4, EN_BETWEEN, EN_MONTH, EN_CARDINAL, EN_AND,
                EN_CARDINAL),
    PHRASE_MAKE(EN_DAY_SPAN, make_days_of_month_from, 7, EN_FROM, -EN_THE, EN_CARDINAL, EN_TO,
                -EN_THE, EN_CARDINAL, -EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_DAY_SPAN, make_days_of_month_from, 7, EN_FROM, -EN_THE, EN_ORDINAL_NUMBER, EN_TO,
                -EN_THE, EN_ORDINAL_NUMBER, -EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_DAY_SPAN, make_days_of_month_from, 7, EN_BETWEEN, -EN_THE, EN_ORDINAL_NUMBER,
                EN_AND, -EN_THE, EN_ORDINAL_NUMBER, -EN_OF, EN_MONTH),
    PHRASE_DOUBT(EN_DAY_SPAN, make_span, 0, EN_FRAME, EN_TO, EN_FRAME),
    PHRASE_DOUBT(EN_DAY_SPAN, make_span, 0, EN_FRAME, EN_UNTIL, EN_FRAME),
    PHRASE_DOUBT(EN_DAY_SPAN, make_span, 0, EN_FRAME, EN_THROUGH, EN_FRAME),

    PHRASE_PICK(EN_WHEN, 0, EN_FRAME),
    PHRASE_PICK(EN_WHEN, 0, EN_DAY_SPAN),
    PHRASE_PICK(EN_WHEN, 0, EN_REST_OF),
    PHRASE_MAKE(EN_WHEN, make_now, 0, -EN_RIGHT, EN_NOW),
    PHRASE_MAKE(EN_WHEN, make_now, 0, EN_RIGHT, EN_AWAY),
    PHRASE_MAKE(EN_WHEN, make_now, 0, EN_AT, -EN_THE, EN_MOMENT),
    PHRASE_MAKE(EN_WHEN, make_from_for, 4, EN_FOR, EN_LENGTH, -EN_STARTING, EN_FROM, EN_FRAME),
    PHRASE_MAKE(EN_WHEN, make_from_for, 3, EN_FOR, EN_LENGTH, EN_STARTING, EN_FRAME),
    PHRASE_MAKE(EN_WHEN, make_at_the_minute, 0, EN_AT, EN_THE, EN_UNIT),
    PHRASE_MAKE(EN_WHEN, make_minus_length, 0, EN_FRAME, EN_MINUS, EN_LENGTH),
    PHRASE_MAKE(EN_WHEN, make_minus_length, 0, EN_FRAME, EN_DASH, EN_LENGTH),
    PHRASE_DOUBT(EN_WHEN, NULL, 0, EN_NAMED_YEAR),
    PHRASE_DOUBT(EN_WHEN, NULL, 0, EN_LENGTH),
    PHRASE_PICK(EN_WHEN, 1, -EN_IN, EN_STRETCH),
    PHRASE_PICK(EN_WHEN, 1, EN_FOR, EN_STRETCH),
};
const struct phrase_table en_when_rules = {rules, sizeof rules / sizeof *rules};
