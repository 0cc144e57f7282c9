// SPDX-License-Identifier: GPL-3.0-or-later
/* Feasts, those with a date and those that move. */
#include <stddef.h>

#include "understand/en.h"
#include "understand/moon.h"

EN_MAKER(make_feast)
{
    out->has = MOMENT_MONTH | MOMENT_MDAY;
    out->month = en_int(part[0]->n) / 100;
    out->mday = en_int(part[0]->n) % 100 + arg;
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

enum { EASTER_RULE = 2000, MOON_RULE = 3000 };

/* `rule`: MOON_RULE plus an enum moon_feast, EASTER_RULE plus days from Easter Sunday, or month ×
 * 100
 * + which × 10 + weekday, the fifth being the last; `later`: days after that. */
static int64_t feast_of(int rule, int later, int year)
{
    if (rule >= MOON_RULE)
        return moon_feast_day((enum moon_feast)(rule - MOON_RULE), year) + later;
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
    return set_feast(out, now, en_int(part[0]->n), 0);
}

EN_MAKER(make_known_feast)
{
    return set_feast(out, now, arg, 0);
}

EN_MAKER(make_martin_luther_king)
{
    return part[0]->n == 1 && part[1]->n == 2 && part[2]->n == 3 && set_feast(out, now, arg, 0);
}

/* The day after Thanksgiving. */
EN_MAKER(make_black_friday)
{
    return part[1]->n == 4 && set_feast(out, now, 1143, 1);
}

/* The Monday after Thanksgiving. */
EN_MAKER(make_cyber_monday)
{
    return part[1]->n == 0 && set_feast(out, now, 1143, 4);
}

/* "all saints' day". */
EN_MAKER(make_all_saints)
{
    return en_set_month_day(out, 11, 1);
}

/* "may day". */
EN_MAKER(make_may_day)
{
    return part[0]->n == 5 && en_set_month_day(out, 5, 1);
}

/* "good friday", "ash wednesday", "palm sunday": Easter Sunday's weekday is 6. */
EN_MAKER(make_holy_day)
{
    int days = en_int(part[0]->n);
    return (6 + days + 70) % 7 == en_int(part[1]->n) && set_feast(out, now, EASTER_RULE + days, 0);
}

EN_MAKER(make_easter_weekday)
{
    int weekday = en_int(part[1]->n);
    return (weekday == 6 || weekday == 0) &&
           set_feast(out, now, EASTER_RULE + (weekday == 0 ? 1 : 0), 0);
}

EN_MAKER(make_feast_of_year)
{
    int n = en_int(part[0]->n);
    out->has = MOMENT_DAY;
    out->day = feast_of(n / 10, n % 10, en_int(part[arg]->n));
    return true;
}

/* "mother's day next year". */
EN_MAKER(make_feast_of_period)
{
    int n = en_int(part[0]->n);
    out->has = MOMENT_DAY;
    out->day = feast_of(n / 10, n % 10, part[arg]->period.start.year);
    return part[arg]->period.grain == SAHUT_GRAIN_YEAR;
}

/* "last easter", "next thanksgiving". */
EN_MAKER(make_which_feast)
{
    int n = en_int(part[arg]->n), year = now->civil.year;
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

/* The day of the feast in that year; of one with a date too. */
static int64_t day_in_year(const struct moment *feast, int year)
{
    if (feast->has & MOMENT_DAY)
        return feast_of(en_int(feast->n) / 10, en_int(feast->n) % 10, year);
    struct sahut_civil c = {.year = year, .month = feast->month, .day = feast->mday};
    return sahut_civil_days(&c);
}

/* "two christmases ago": one was the last. */
EN_MAKER(make_feasts_ago)
{
    int year = now->civil.year;
    if (part[0]->n < 1 || part[0]->n > 100)
        return false;
    out->has = MOMENT_DAY;
    year += (day_in_year(part[arg], year) < now->day) - en_int(part[0]->n);
    out->day = day_in_year(part[arg], year);
    return true;
}

/* "the nearest christmas", "the third nearest easter": those behind and ahead, as far as they are
 * away. */
EN_MAKER(make_nearest_feast)
{
    int64_t left = part[1] ? (int64_t)part[1]->n : 1;
    int back = now->civil.year, ahead = back;
    if (left < 1 || left > 100)
        return false;
    if (day_in_year(part[arg], back) >= now->day)
        back--;
    else
        ahead++;
    out->has = MOMENT_DAY;
    for (; left > 0; left--) {
        int64_t before = day_in_year(part[arg], back), after = day_in_year(part[arg], ahead);
        bool passed = now->day - before < after - now->day;
        out->day = passed ? before : after;
        if (passed)
            back--;
        else
            ahead++;
    }
    return true;
}

EN_MAKER(make_moon)
{
    return set_feast(out, now, MOON_RULE + en_int(part[0]->n), 0);
}

/* "eid al fitr", "yom kippur": both words know it, or one of them does. */
EN_MAKER(make_moon_of_two)
{
    int a = en_int(part[0]->n), b = en_int(part[2]->n);
    return (a == MOON_ANY || b == MOON_ANY || a == b) && a + b > 0 &&
           set_feast(out, now, MOON_RULE + (a ? a : b), 0);
}

/* "chinese new year", and its eve. */
EN_MAKER(make_moon_new_year)
{
    static const int new_years = 1 << MOON_CHINESE_NEW_YEAR | 1 << MOON_ISLAMIC_NEW_YEAR |
                                 1 << MOON_ROSH_HASHANAH | 1 << MOON_NOWRUZ |
                                 1 << MOON_PARSI_NEW_YEAR;
    int feast = en_int(part[0]->n);
    if (!(new_years >> feast & 1) || !set_feast(out, now, MOON_RULE + feast, 0))
        return false;
    out->day += arg;
    return true;
}

/* The fifteenth of four months of the Roman calendar, the thirteenth of the others. */
EN_MAKER(make_ides)
{
    int month = en_int(part[arg]->n);
    bool late = month == 3 || month == 5 || month == 7 || month == 10;
    return en_set_month_day(out, month, late ? 15 : 13);
}

EN_MAKER(make_fools)
{
    return part[0]->n == 4 && en_set_month_day(out, 4, 1);
}

EN_MAKER(make_new_year)
{
    return en_set_month_day(out, arg / 100, arg % 100);
}

static const struct phrase_rule rules[] = {
    PHRASE_MAKE(EN_FEAST_DAY, make_easter, 0, EN_EASTER),
    PHRASE_MAKE(EN_FEAST_DAY, make_easter_weekday, 0, EN_EASTER, EN_WEEKDAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_holy_day, 0, EN_HOLY, EN_WEEKDAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_moving_feast, 0, EN_MOVING_FEAST, -EN_DAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_moving_feast, 0, EN_PARENT, EN_DAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_martin_luther_king, 130, EN_MLK, EN_MLK, EN_MLK, EN_DAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_known_feast, 910, EN_LABOR, EN_DAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_known_feast, 550, EN_MEMORIAL, EN_DAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_black_friday, 0, EN_BLACK, EN_WEEKDAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_cyber_monday, 0, EN_CYBER, EN_WEEKDAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_moon, 0, EN_MOON, -EN_DAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_moon_of_two, 0, EN_MOON_HEAD, -EN_MOON_ARTICLE, EN_MOON_TAIL),
    PHRASE_MAKE(EN_FEAST_DAY, make_moon_new_year, 0, EN_MOON_HEAD, EN_NEW, EN_YEAR, -EN_DAY),
    PHRASE_MAKE(EN_FEAST_DAY, make_moon_new_year, -1, EN_MOON_HEAD, EN_NEW, EN_YEAR, EN_EVE),

    PHRASE_PICK(EN_FEAST_DATE, 0, EN_FEAST_DAY),
    PHRASE_MAKE(EN_FEAST_DATE, make_feast_of_year, 2, EN_FEAST_DAY, -EN_OF, EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_FEAST_DATE, make_feast_of_period, 2, EN_FEAST_DAY, -EN_OF, EN_WHICH_PERIOD),
    PHRASE_MAKE(EN_FEAST_DATE, make_which_feast, 2, -EN_THE, EN_WHICH, EN_FEAST_DAY),
    PHRASE_MAKE(EN_FEAST_DATE, make_which_feast, 2, EN_WHICH, EN_WHICH, EN_FEAST_DAY),
    PHRASE_MAKE(EN_FEAST_DATE, make_nearest_feast, 3, -EN_THE, -EN_RANK, EN_NEAREST, EN_FEAST_DAY,
                -EN_TO, -EN_RELATIVE_DAY),
    PHRASE_MAKE(EN_FEAST_DATE, make_nearest_feast, 3, -EN_THE, -EN_RANK, EN_NEAREST, EN_FIXED_FEAST,
                -EN_TO, -EN_RELATIVE_DAY),

    PHRASE_MAKE(EN_FEAST_DATE, make_feasts_ago, 1, EN_CARDINAL, EN_FEAST_DAY, EN_AGO),
    PHRASE_MAKE(EN_FEAST_DATE, make_feasts_ago, 1, EN_CARDINAL, EN_FIXED_FEAST, EN_AGO),

    PHRASE_MAKE(EN_FIXED_FEAST, make_fixed_feast, 317, -EN_SAINT, EN_PATRICK, -EN_DAY),
    PHRASE_MAKE(EN_FIXED_FEAST, make_feast, 0, EN_FEAST_OF, EN_DAY),
    PHRASE_MAKE(EN_FIXED_FEAST, make_all_saints, 0, EN_WHOLE, EN_SAINT, EN_DAY),
    PHRASE_MAKE(EN_FIXED_FEAST, make_may_day, 0, EN_MONTH, EN_DAY),
    PHRASE_MAKE(EN_FIXED_FEAST, make_fools, 401, EN_MONTH, EN_FOOL, -EN_DAY),
    PHRASE_MAKE(EN_FIXED_FEAST, make_ides, 2, EN_IDES, EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_FIXED_FEAST, make_ides, 3, EN_THE, EN_IDES, EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_FIXED_FEAST, make_feast, 0, EN_FEAST, -EN_DAY),
    PHRASE_MAKE(EN_FIXED_FEAST, make_feast, -1, EN_FEAST, EN_EVE),
    PHRASE_MAKE(EN_FIXED_FEAST, make_new_year, 101, EN_NEW, EN_YEAR, -EN_DAY),
    PHRASE_MAKE(EN_FIXED_FEAST, make_new_year, 1231, EN_NEW, EN_YEAR, EN_EVE),
};
const struct phrase_table en_feast_rules = {rules, sizeof rules / sizeof *rules};
