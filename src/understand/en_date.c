// SPDX-License-Identifier: GPL-3.0-or-later
/* Dates by numbers, months and years: "the third of may", "3/5", "june 2028". */
#include <stddef.h>

#include "understand/en.h"

/* The day of a month; past 31 it is understood and does not exist, past 99 it is something else. */
static bool set_mday(struct moment *out, double mday)
{
    if (mday < 0 || mday >= 100)
        return false;
    out->has |= MOMENT_MDAY;
    out->mday = en_int(mday);
    out->impossible = mday < 1 || mday > 31;
    return true;
}

bool en_set_month_day(struct moment *out, double month, double mday)
{
    out->has = MOMENT_MONTH;
    out->month = en_int(month);
    return set_mday(out, mday);
}

EN_MAKER(make_month_day)
{
    return en_set_month_day(out, part[arg]->n, part[arg + 2]->n);
}

EN_MAKER(make_day_month)
{
    return en_set_month_day(out, part[4]->n, part[1]->n);
}

/* "03 february", "february 03": the zero of a typed number is said. */
EN_MAKER(make_month_oh_day)
{
    return part[arg]->n == 0 && en_set_month_day(out, part[arg ? 0 : 2]->n, part[arg + 1]->n);
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
    out->year = en_int(part[2]->n);
    return true;
}

/* "2010 october 28". */
EN_MAKER(make_year_and_date)
{
    *out = *part[1];
    out->has |= MOMENT_YEAR;
    out->year = en_int(part[0]->n);
    return true;
}

/* "last july fourth", "next december third": by the day, where a month alone goes by the month. */
EN_MAKER(make_which_date)
{
    struct sahut_civil c = {.year = now->civil.year, .month = part[2]->month, .day = part[2]->mday};
    bool last = en_which_of(part[1]) == MOMENT_LAST;
    int64_t day = sahut_civil_days(&c);
    *out = *part[2];
    out->has |= MOMENT_YEAR;
    out->year = now->civil.year + (last ? -(day >= now->day) : day < now->day);
    if (en_which_of(part[1]) == MOMENT_NEXT && day == now->day)
        out->year++;
    return true;
}

/* "march fourteenth next year", "the third of may of this year". */
EN_MAKER(make_date_of_period)
{
    *out = *part[0];
    out->has |= MOMENT_YEAR;
    out->year = part[2]->period.start.year;
    return part[2]->period.grain == SAHUT_GRAIN_YEAR;
}

/* "fourteenth of april 29": this year or one of the next; "may 27 79": one of the last century. */
enum { SOON_YEARS = 10, OLD_FROM = 70 };
EN_MAKER(make_with_short_year)
{
    int this = now->civil.year % 100, n = en_int(part[1]->n);
    bool old = n >= OLD_FROM && n > this + SOON_YEARS;
    *out = *part[0];
    out->has |= MOMENT_YEAR;
    out->year = now->civil.year - this + n - (old ? 100 : 0);
    return n > 12 && n < 100 && (old || (n >= this && n <= this + SOON_YEARS));
}

/* "the first of october in the year 89". */
EN_MAKER(make_short_year)
{
    int this = now->civil.year % 100, n = en_int(part[arg]->n);
    out->has = MOMENT_YEAR;
    out->year = now->civil.year - this + n - (n > this + SOON_YEARS ? 100 : 0);
    return n >= 10 && n < 100;
}

EN_MAKER(make_date_in_year)
{
    *out = *part[0];
    return moment_merge(out, part[arg]);
}

EN_MAKER(make_year_alone)
{
    out->has = MOMENT_YEAR;
    out->year = en_int(part[arg]->n);
    return true;
}

EN_MAKER(make_month)
{
    out->has = MOMENT_MONTH;
    out->month = en_int(part[arg]->n);
    out->which = arg > 0 ? en_which_of(part[arg - 1]) : MOMENT_COMING;
    return true;
}

/* "this coming june", "this past march". */
EN_MAKER(make_this_month)
{
    return en_which_of(part[0]) == MOMENT_THIS && make_month(now, part, arg, out);
}

EN_MAKER(make_month_of_year)
{
    out->has = MOMENT_MONTH | MOMENT_YEAR;
    out->month = en_int(part[0]->n);
    out->year = en_int(part[2]->n);
    return true;
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
    if (!en_set_month_day(out, month, mday))
        return false;
    if (part[arg]) {
        out->has |= MOMENT_YEAR;
        out->year = en_int(part[arg]->n) + (part[arg]->n < 100 ? 2000 : 0);
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
    out->year = en_int(part[0]->n);
    out->month = en_int(part[arg]->n);
    out->has |= MOMENT_MONTH;
    return set_mday(out, part[2 * arg]->n);
}

/* "monday 21": a bare number is the hour up to twelve, and the day of the month past it. */
EN_MAKER(make_weekday_mday)
{
    out->has = MOMENT_WEEKDAY;
    out->weekday = en_int(part[arg]->n);
    return part[arg + 1]->n > 12 && part[arg + 1]->n <= 31 && set_mday(out, part[arg + 1]->n);
}

/* "fifth of the month". */
EN_MAKER(make_mday_of_the_month)
{
    return part[4]->n == SAHUT_GRAIN_MONTH && part[1]->n >= 1 && set_mday(out, part[1]->n);
}

/* "may of next year", "march in one year". */
EN_MAKER(make_month_of_period)
{
    struct sahut_civil c = part[2]->period.start;
    out->has = MOMENT_MONTH | MOMENT_YEAR;
    out->month = en_int(part[0]->n);
    out->year = c.year;
    return part[2]->period.grain == SAHUT_GRAIN_YEAR;
}

/* "next year in april". */
EN_MAKER(make_month_in_period)
{
    out->has = MOMENT_MONTH | MOMENT_YEAR;
    out->month = en_int(part[arg]->n);
    out->year = part[0]->period.start.year;
    return part[0]->period.grain == SAHUT_GRAIN_YEAR;
}

/* "september two years ago". */
EN_MAKER(make_month_years_ago)
{
    const struct moment_length *length = &part[1]->length;
    out->has = MOMENT_MONTH | MOMENT_YEAR;
    out->month = en_int(part[0]->n);
    out->year = now->civil.year - (int)(length->months / 12);
    return length->finest == SAHUT_GRAIN_YEAR && length->months > 0;
}

EN_MAKER(make_month_in_years)
{
    const struct moment_length *length = &part[2]->length;
    out->has = MOMENT_MONTH | MOMENT_YEAR;
    out->month = en_int(part[0]->n);
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

static const struct phrase_rule rules[] = {
    PHRASE_MAKE(EN_NAMED_YEAR, make_year_alone, 0, EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_NAMED_YEAR, make_year_alone, 2, -EN_THE, EN_YEAR, EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_NAMED_YEAR, make_short_year, 2, EN_THE, EN_YEAR, EN_CARDINAL),

    PHRASE_MAKE(EN_YEAR_NUMBER, make_year_of_pair, 0, EN_CARDINAL, EN_CARDINAL),
    PHRASE_MAKE(EN_YEAR_NUMBER, make_year_with_oh, 0, EN_CARDINAL, EN_ONES, EN_ONES),
    PHRASE_MAKE(EN_YEAR_NUMBER, make_year, 0, EN_CARDINAL),

    PHRASE_MAKE(EN_MONTH_DAY, make_month_day, 0, EN_MONTH, -EN_THE, EN_ORDINAL_NUMBER),
    PHRASE_MAKE(EN_MONTH_DAY, make_month_day, 0, EN_MONTH, -EN_THE, EN_CARDINAL),
    PHRASE_MAKE(EN_MONTH_DAY, make_day_month, 0, -EN_THE, EN_ORDINAL_NUMBER, -EN_DAY, -EN_OF,
                EN_MONTH),
    PHRASE_MAKE(EN_MONTH_DAY, make_day_month, 0, -EN_THE, EN_CARDINAL, -EN_DAY, -EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_MONTH_DAY, make_month_oh_day, 0, EN_ONES, EN_ONES, EN_MONTH),
    PHRASE_MAKE(EN_MONTH_DAY, make_month_oh_day, 1, EN_MONTH, EN_ONES, EN_ONES),
    PHRASE_PICK(EN_MONTH_DAY, 0, EN_FIXED_FEAST),
    PHRASE_MAKE(EN_MONTH_DAY, make_slashed, 4, EN_CARDINAL, EN_SLASH, EN_CARDINAL),

    PHRASE_PICK(EN_DATE, 0, EN_FEAST_DATE),
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
    PHRASE_MAKE(EN_DATE, make_date_of_period, 0, EN_MONTH_DAY, -EN_OF, EN_WHICH_PERIOD),
    PHRASE_MAKE(EN_DATE, make_with_short_year, 0, EN_MONTH_DAY, EN_CARDINAL),
    PHRASE_MAKE(EN_DATE, make_date_in_year, 2, EN_MONTH_DAY, -EN_IN, EN_NAMED_YEAR),
    PHRASE_MAKE(EN_DATE, make_year_and_date, 0, EN_YEAR_NUMBER, EN_MONTH_DAY),
    PHRASE_MAKE(EN_DATE, make_which_date, 0, -EN_THE, EN_WHICH, EN_MONTH_DAY),
    PHRASE_MAKE(EN_DATE, make_which_date, 0, EN_WHICH, EN_WHICH, EN_MONTH_DAY),
    PHRASE_MAKE(EN_DATE, make_mday, 1, EN_THE, EN_ORDINAL_NUMBER),
    PHRASE_DOUBT(EN_DATE, make_mday, 0, EN_ORDINAL_NUMBER),
    PHRASE_DOUBT(EN_DATE, make_mday, 1, EN_THE, EN_CARDINAL),

    PHRASE_MAKE(EN_MONTH_PIECE, make_month, 0, EN_MONTH),
    PHRASE_MAKE(EN_MONTH_PIECE, make_month, 1, EN_WHICH, EN_MONTH),
    PHRASE_MAKE(EN_MONTH_PIECE, make_this_month, 2, EN_WHICH, EN_WHICH, EN_MONTH),
    PHRASE_MAKE(EN_MONTH_PIECE, make_month_of_period, 0, EN_MONTH, -EN_OF, EN_PERIOD),
    PHRASE_MAKE(EN_MONTH_PIECE, make_month_in_period, 2, EN_WHICH_PERIOD, -EN_IN, EN_MONTH),
    PHRASE_MAKE(EN_MONTH_PIECE, make_month_in_years, 0, EN_MONTH, EN_IN, EN_LENGTH),
    PHRASE_MAKE(EN_MONTH_PIECE, make_month_years_ago, 0, EN_MONTH, EN_LENGTH, EN_AGO),
    PHRASE_MAKE(EN_MONTH_PIECE, make_month_of_year, 0, EN_MONTH, -EN_OF, EN_YEAR_NUMBER),
};
const struct phrase_table en_date_rules = {rules, sizeof rules / sizeof *rules};
