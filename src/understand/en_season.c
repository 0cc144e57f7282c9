// SPDX-License-Identifier: GPL-3.0-or-later
/* Weekends, quarters of a year and seasons: "the weekend before christmas", "q two next year",
 * "late next summer". */
#include <stddef.h>

#include "understand/en.h"

/* Quarters of a year, three months each. */
static bool set_quarter(struct moment *out, const struct moment_now *now, int year, int quarter)
{
    struct sahut_civil january = {.year = year, .month = 1, .day = 1};
    out->has = MOMENT_PERIOD;
    out->period =
        moment_period_of(now, sahut_civil_days(&january), SAHUT_GRAIN_MONTH, 3 * quarter, 3);
    return true;
}

EN_MAKER(make_quarter)
{
    int offset = part[arg] ? en_offset_of(en_which_of(part[arg])) : 0;
    return set_quarter(out, now, now->civil.year, (now->civil.month - 1) / 3 + offset);
}

/* "the fourth quarter", "q four": of this year. */
EN_MAKER(make_numbered_quarter)
{
    int n = en_int(part[arg]->n);
    return n >= 1 && n <= 4 && set_quarter(out, now, now->civil.year, n - 1);
}

EN_MAKER(make_quarter_of_year)
{
    int n = en_int(part[1]->n);
    return n >= 1 && n <= 4 && set_quarter(out, now, en_int(part[arg]->n), n - 1);
}

/* "q two next year". */
EN_MAKER(make_quarter_of_period)
{
    int n = en_int(part[1]->n);
    return n >= 1 && n <= 4 && part[arg]->period.grain == SAHUT_GRAIN_YEAR &&
           set_quarter(out, now, part[arg]->period.start.year, n - 1);
}

/* "last q four": the one that is over, or is to come. */
EN_MAKER(make_which_quarter)
{
    int n = en_int(part[2]->n), this = (now->civil.month + 2) / 3;
    enum moment_which which = en_which_of(part[0]);
    int years = which == MOMENT_LAST                           ? -(n >= this)
                : which == MOMENT_NEXT || which == MOMENT_SOON ? n <= this
                                                               : 0;
    return n >= 1 && n <= 4 && set_quarter(out, now, now->civil.year + years, n - 1);
}

EN_MAKER(make_quarter_beyond)
{
    int way = en_which_of(part[3]) == MOMENT_LAST ? -2 : 2;
    return (en_which_of(part[3]) == MOMENT_LAST || en_which_of(part[3]) == MOMENT_NEXT) &&
           (arg > 0) == (way > 0) &&
           set_quarter(out, now, now->civil.year, (now->civil.month - 1) / 3 + way);
}

/* Seasons of the northern half begin with the sun, on the twentieth to the twenty-third. */
static struct moment_period season_of(int season, int year)
{
    static const int month_days[] = {320, 621, 923, 1221};
    int next = (season + 1) % 4;
    return (struct moment_period){
        {.year = year, .month = month_days[season] / 100, .day = month_days[season] % 100},
        {.year = year + (season == 3),
         .month = month_days[next] / 100,
         .day = month_days[next] % 100},
        SAHUT_GRAIN_MONTH,
    };
}

/* "this summer", "next winter", "in the spring": the one we are in counts as this one. */
EN_MAKER(make_season)
{
    enum moment_which which = part[arg - 1] ? en_which_of(part[arg - 1]) : MOMENT_THIS;
    int year = now->civil.year - 1, season = en_int(part[arg]->n);
    struct moment_period p = season_of(season, year);
    while (sahut_civil_days(&p.end) <= now->day)
        p = season_of(season, ++year);
    bool begun = sahut_civil_days(&p.start) <= now->day;
    if (which == MOMENT_LAST)
        year--;
    if ((which == MOMENT_NEXT || which == MOMENT_SOON) && begun)
        year++;
    out->has = MOMENT_PERIOD;
    out->period = season_of(season, year);
    return true;
}

EN_MAKER(make_season_of_year)
{
    out->has = MOMENT_PERIOD;
    out->period = season_of(en_int(part[arg - 2]->n), en_int(part[arg]->n));
    return true;
}

/* "the weekend of the fifth", "memorial day weekend": the one that holds or touches it. */
EN_MAKER(make_weekend_at)
{
    int64_t day;
    if (moment_resolve_day(part[arg], now, &day))
        return false;
    struct sahut_civil c = sahut_civil_from_days(day);
    out->has = MOMENT_PERIOD;
    out->period = moment_weekend_of(now, day, sahut_civil_weekday(&c) < 2 ? -1 : 0);
    return true;
}

/* "the weekend before last". */
EN_MAKER(make_weekend_before_last)
{
    out->has = MOMENT_PERIOD;
    out->period = moment_weekend_of(now, now->day, -2);
    return en_which_of(part[3]) == MOMENT_LAST;
}

/* "the weekend before christmas": the one that is over by then, or begins after it. */
EN_MAKER(make_weekend_beside)
{
    int64_t day;
    if (moment_resolve_day(part[3], now, &day))
        return false;
    struct sahut_civil c = sahut_civil_from_days(day);
    int weekday = sahut_civil_weekday(&c);
    out->has = MOMENT_PERIOD;
    out->period = moment_weekend_of(now, day, arg < 0 ? -1 : weekday >= 5 ? 1 : 0);
    return true;
}

/* "two weekends ago". */
EN_MAKER(make_weekends_ago)
{
    int64_t n = (int64_t)part[0]->n;
    out->has = MOMENT_PERIOD;
    out->period = moment_weekend_of(now, now->day, n >= 1 && n < 1000 ? -(int)n : 0);
    return n >= 1 && n < 1000;
}

/* "the weekend after next". */
EN_MAKER(make_weekend_after_next)
{
    out->has = MOMENT_PERIOD;
    out->period = moment_weekend_of(now, now->day, 2);
    return en_which_of(part[3]) == MOMENT_NEXT;
}

EN_MAKER(make_weekend)
{
    enum moment_which which = part[1] ? en_which_of(part[1]) : MOMENT_THIS;
    if (which == MOMENT_SOON)
        which = MOMENT_COMING;
    out->has = MOMENT_PERIOD;
    out->period =
        moment_weekend_of(now, now->day, which == MOMENT_COMING ? 0 : en_offset_of(which));
    return true;
}

EN_MAKER(make_nth_weekend)
{
    struct sahut_when when;
    int64_t first, end, nth = (int64_t)part[1]->n;
    if (nth == 0 || nth < -60 || nth > 60 || !en_bounds(part[4], now, &when, &first, &end))
        return false;
    struct sahut_civil c = sahut_civil_from_days(nth < 0 ? end - 1 : first);
    int64_t saturday = nth < 0 ? end - 1 - (sahut_civil_weekday(&c) + 2) % 7
                               : first + (5 - sahut_civil_weekday(&c) + 7) % 7;
    out->has = MOMENT_PERIOD;
    out->period = moment_weekend_of(now, saturday, (int)(nth < 0 ? nth + 1 : nth - 1));
    return true;
}

EN_MAKER(make_nth_quarter)
{
    struct sahut_when when;
    int64_t first, end, nth = (int64_t)part[1]->n;
    if (nth < -4 || nth > 4 || nth == 0 || !en_bounds(part[4], now, &when, &first, &end) ||
        when.grain != SAHUT_GRAIN_YEAR)
        return false;
    return set_quarter(out, now, sahut_civil_from_days(first).year,
                       (int)(nth < 0 ? nth + 4 : nth - 1));
}

static const struct phrase_rule rules[] = {
    PHRASE_MAKE(EN_SEASON_PERIOD, make_quarter_of_period, 3, EN_LETTER_Q, EN_CARDINAL, -EN_OF,
                EN_WHICH_PERIOD),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_which_quarter, 0, EN_WHICH, EN_LETTER_Q, EN_CARDINAL),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_quarter_beyond, 1, -EN_THE, EN_QUARTER, EN_AFTER, EN_WHICH),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_quarter_beyond, -1, -EN_THE, EN_QUARTER, EN_BEFORE,
                EN_WHICH),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_weekend_before_last, 0, -EN_THE, EN_WEEKEND, EN_BEFORE,
                EN_WHICH),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_weekend_beside, 1, -EN_THE, EN_WEEKEND, EN_AFTER, EN_ANCHOR),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_weekend_beside, -1, -EN_THE, EN_WEEKEND, EN_BEFORE,
                EN_ANCHOR),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_season_of_year, 4, -EN_IN, EN_THE, EN_SEASON, EN_OF,
                EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_weekend_after_next, 0, -EN_THE, EN_WEEKEND, EN_AFTER,
                EN_WHICH),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_quarter, 1, -EN_THE, EN_WHICH, EN_QUARTER),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_weekends_ago, 0, EN_QUANTITY, EN_WEEKENDS, EN_AGO),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_weekends_ago, 0, EN_QUANTITY, EN_WEEKEND, EN_AGO),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_nth_weekend, 0, -EN_THE, EN_RANK, EN_WEEKEND, -EN_OF,
                EN_WHICH_PERIOD),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_nth_weekend, 0, -EN_THE, EN_RANK, EN_WEEKEND, EN_OF,
                EN_ENCLOSURE),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_nth_weekend, 0, -EN_THE, EN_RANK, EN_WEEKEND, EN_IN,
                EN_ENCLOSURE),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_nth_quarter, 0, -EN_THE, EN_RANK, EN_QUARTER, -EN_OF,
                EN_ENCLOSURE),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_quarter_of_year, 3, EN_LETTER_Q, EN_CARDINAL, -EN_OF,
                EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_numbered_quarter, 1, EN_LETTER_Q, EN_CARDINAL),
    PHRASE_DOUBT(EN_SEASON_PERIOD, make_numbered_quarter, 1, EN_THE, EN_RANK, EN_QUARTER),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_numbered_quarter, 1, EN_QUARTER, EN_CARDINAL),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_season, 2, -EN_THE, EN_WHICH, EN_SEASON),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_season, 3, EN_IN, EN_THE, -EN_WHICH, EN_SEASON),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_season_of_year, 2, EN_SEASON, -EN_OF, EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_weekend_at, 3, -EN_THE, EN_WEEKEND, EN_OF, EN_DATE),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_weekend_at, 0, EN_FEAST_DAY, EN_WEEKEND),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_weekend_at, 0, EN_MONTH_DAY, EN_WEEKEND),
    PHRASE_MAKE(EN_SEASON_PERIOD, make_weekend, 0, -EN_THE, -EN_WHICH, EN_WEEKEND),

    PHRASE_MAKE(EN_LOOSE_PERIOD, make_season, 1, -EN_THE, EN_SEASON),
    PHRASE_MAKE(EN_LOOSE_PERIOD, make_quarter, 1, EN_THE, -EN_WHICH, EN_QUARTER),
};
const struct phrase_table en_season_rules = {rules, sizeof rules / sizeof *rules};
