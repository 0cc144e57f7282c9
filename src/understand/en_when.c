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
    out->part = (enum moment_part)part[1]->n;
    return true;
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

EN_MAKER(make_new_year)
{
    return set_month_day(out, arg / 100, arg % 100);
}

EN_MAKER(make_ago)
{
    *out = *part[0];
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
    if (((part[1]->has | part[3]->has) & ~CLOCKS) == 0 || moment_resolve(part[1], now, &from))
        return false;
    struct moment_now then = moment_now_at(now, from.start_ms);
    if (moment_resolve(part[3], &then, &to))
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
    PHRASE_MAKE(EN_PART_PIECE, make_part, 0, EN_DAYPART),
    PHRASE_MAKE(EN_PART_PIECE, make_part, 2, EN_IN, EN_THE, EN_DAYPART, -EN_OF),
    PHRASE_MAKE(EN_PART_PIECE, make_part, 2, EN_ON, EN_THE, EN_DAYPART, -EN_OF),
    PHRASE_MAKE(EN_PART_PIECE, make_night, 0, EN_AT, EN_NIGHT),

    PHRASE_MAKE(EN_NAMED_DAY, make_day, 0, EN_RELATIVE_DAY),
    PHRASE_MAKE(EN_NAMED_YEAR, make_year_alone, 0, EN_YEAR_NUMBER),

    PHRASE_MAKE(EN_YEAR_NUMBER, make_year_of_pair, 0, EN_CARDINAL, EN_CARDINAL),
    PHRASE_MAKE(EN_YEAR_NUMBER, make_year_with_oh, 0, EN_CARDINAL, EN_ONES, EN_ONES),
    PHRASE_MAKE(EN_YEAR_NUMBER, make_year, 0, EN_CARDINAL),

    PHRASE_MAKE(EN_MONTH_DAY, make_month_day, 0, EN_MONTH, -EN_THE, EN_ORDINAL_NUMBER),
    PHRASE_MAKE(EN_MONTH_DAY, make_month_day, 0, EN_MONTH, -EN_THE, EN_CARDINAL),
    PHRASE_MAKE(EN_MONTH_DAY, make_day_month, 0, -EN_THE, EN_ORDINAL_NUMBER, -EN_DAY, -EN_OF,
                EN_MONTH),
    PHRASE_MAKE(EN_MONTH_DAY, make_day_month, 0, -EN_THE, EN_CARDINAL, -EN_DAY, -EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_MONTH_DAY, make_feast, 0, EN_FEAST, -EN_DAY),
    PHRASE_MAKE(EN_MONTH_DAY, make_feast, -1, EN_FEAST, EN_EVE),
    PHRASE_MAKE(EN_MONTH_DAY, make_new_year, 101, EN_NEW, EN_YEAR, -EN_DAY),
    PHRASE_MAKE(EN_MONTH_DAY, make_new_year, 1231, EN_NEW, EN_YEAR, EN_EVE),

    PHRASE_PICK(EN_DATE, 0, EN_MONTH_DAY),
    PHRASE_MAKE(EN_DATE, make_with_year, 0, EN_MONTH_DAY, -EN_OF, EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_DATE, make_mday, 1, EN_THE, EN_ORDINAL_NUMBER),
    PHRASE_DOUBT(EN_DATE, make_mday, 0, EN_ORDINAL_NUMBER),
    PHRASE_DOUBT(EN_DATE, make_mday, 1, EN_THE, EN_CARDINAL),

    PHRASE_MAKE(EN_MONTH_PIECE, make_month, 0, EN_MONTH),
    PHRASE_MAKE(EN_MONTH_PIECE, make_month, 1, EN_WHICH, EN_MONTH),
    PHRASE_MAKE(EN_MONTH_PIECE, make_month_of_year, 0, EN_MONTH, -EN_OF, EN_YEAR_NUMBER),

    PHRASE_PICK(EN_PERIOD_PIECE, 1, -EN_IN, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_FOR, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_OF, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_AT, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_ON, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, -EN_IN, EN_MONTH_PIECE),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_IN, EN_NAMED_YEAR),

    PHRASE_PICK(EN_DAY_PIECE, 0, EN_NAMED_DAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_day_beyond, 1, -EN_THE, EN_DAY, EN_AFTER, EN_RELATIVE_DAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_day_beyond, -1, -EN_THE, EN_DAY, EN_BEFORE, EN_RELATIVE_DAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_tonight, 0, EN_TONIGHT),
    PHRASE_MAKE(EN_DAY_PIECE, make_this_part, 0, EN_WHICH, EN_DAYPART),
    PHRASE_MAKE(EN_DAY_PIECE, make_last_night, 0, EN_WHICH, EN_NIGHT),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekday, 2, -EN_THE, -EN_WHICH, EN_WEEKDAY),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_DATE),
    PHRASE_PICK(EN_DAY_PIECE, 2, EN_IN, -EN_AROUND, EN_LENGTH, -EN_TIME),
    PHRASE_PICK(EN_DAY_PIECE, 2, EN_WITHIN, -EN_AROUND, EN_LENGTH),
    PHRASE_PICK(EN_DAY_PIECE, 1, EN_AFTER, EN_LENGTH),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_LENGTH, EN_FROM, -EN_RIGHT, EN_NOW),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_LENGTH, EN_HENCE),
    PHRASE_MAKE(EN_DAY_PIECE, make_ago, 0, EN_LENGTH, EN_AGO),
    PHRASE_MAKE(EN_DAY_PIECE, make_ago, 0, EN_LENGTH, EN_BEFORE, EN_NOW),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekdays_from_now, 0, EN_CARDINAL, EN_WEEKDAY, EN_FROM, EN_NOW),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_SHIFTED),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_EDGE_DAY),

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
    PHRASE_MAKE(EN_FRAME, make_frame, 1, EN_AROUND, EN_DAY_PIECE, -EN_FRAME),

    PHRASE_MAKE(EN_DAY_SPAN, make_span, 0, EN_FROM, EN_FRAME, EN_TO, EN_FRAME),
    PHRASE_MAKE(EN_DAY_SPAN, make_span, 0, EN_FROM, EN_FRAME, EN_UNTIL, EN_FRAME),
    PHRASE_MAKE(EN_DAY_SPAN, make_span, 0, EN_BETWEEN, EN_FRAME, EN_AND, EN_FRAME),

    PHRASE_PICK(EN_WHEN, 0, EN_FRAME),
    PHRASE_PICK(EN_WHEN, 0, EN_DAY_SPAN),
    PHRASE_PICK(EN_WHEN, 0, EN_REST_OF),
    PHRASE_MAKE(EN_WHEN, make_now, 0, -EN_RIGHT, EN_NOW),
    PHRASE_PICK(EN_WHEN, 1, -EN_IN, EN_STRETCH),
    PHRASE_PICK(EN_WHEN, 1, EN_FOR, EN_STRETCH),
};
const struct phrase_table en_when_rules = {rules, sizeof rules / sizeof *rules};
