// SPDX-License-Identifier: GPL-3.0-or-later
/* Days that come back: of the week, of the month and of the year. */
#include <stddef.h>

#include "understand/en.h"
#include "understand/en_repeat.h"

enum { WORKDAYS = 0x1F, WEEKEND = 0x60 }; /* as `weekdays` of struct moment_repeat */

/* ---- days of the week ---- */

EN_MAKER(make_weekday_set)
{
    unsigned one = 1U << en_int(part[0]->n), more = part[arg] ? part[arg]->repeat.weekdays : 0;
    return !(one & more) && en_set_weekdays(out, one | more);
}

/* "monday to friday". */
EN_MAKER(make_weekday_range)
{
    unsigned weekdays = 0;
    for (int d = en_int(part[arg]->n);; d = (d + 1) % 7) {
        weekdays |= 1U << d;
        if (d == en_int(part[arg + 2]->n))
            break;
    }
    return en_set_weekdays(out, weekdays);
}

/* "weeknights": the evenings of Mondays to Fridays. */
EN_MAKER(make_weeknights)
{
    en_comes_back(out);
    out->has |= MOMENT_PART;
    out->part = MOMENT_EVENING;
    return part[arg]->n == 1 && en_set_weekdays(out, WORKDAYS);
}

static bool set_every_weekdays(struct moment *out, unsigned weekdays, int interval)
{
    en_comes_back(out)->interval = interval;
    return en_set_weekdays(out, weekdays);
}

EN_MAKER(make_every_weekdays)
{
    return set_every_weekdays(out, part[arg]->repeat.weekdays, 0);
}

/* "on monday and friday", without "every": each once. */
EN_MAKER(make_these_weekdays)
{
    unsigned one = 1U << en_int(part[1]->n);
    unsigned more = arg == 4 ? 1U << en_int(part[4]->n) : part[arg]->repeat.weekdays;
    en_comes_back(out)->once_each = true;
    return !(one & more) && en_set_weekdays(out, one | more);
}

EN_MAKER(make_left_out_weekend)
{
    return en_set_weekdays(out, WEEKEND);
}

EN_MAKER(make_left_out_workdays)
{
    return en_set_weekdays(out, WORKDAYS);
}

/* "every other monday", "every second monday". */
EN_MAKER(make_every_other_weekdays)
{
    double n = part[arg - 1]->n ? part[arg - 1]->n : 2;
    if (n < 2 || n > 100 || !set_every_weekdays(out, part[arg]->repeat.weekdays, en_int(n)))
        return false;
    out->repeat.unit = SAHUT_GRAIN_WEEK;
    return true;
}

EN_MAKER(make_weekend_days)
{
    return set_every_weekdays(out, WEEKEND, 0);
}

/* "every other weekend" */
EN_MAKER(make_every_other_weekend)
{
    double n = part[arg]->n ? part[arg]->n : 2;
    if (n < 2 || n > 52 || !set_every_weekdays(out, WEEKEND, en_int(n)))
        return false;
    out->repeat.unit = SAHUT_GRAIN_WEEK;
    return true;
}

EN_MAKER(make_workdays)
{
    return part[arg]->n == 0 && set_every_weekdays(out, WORKDAYS, 0);
}

/* "from monday through friday" comes back only with "every" or a time; "through" is enough. */
EN_MAKER(make_through)
{
    return make_weekday_range(now, part, arg, out) && en_comes_back(out);
}

/* ---- days of the month and the year ---- */

static bool set_nth_weekday(struct moment *out, double nth, double weekday)
{
    en_comes_back(out)->nth = en_int(nth);
    return nth >= -1 && nth <= 53 && nth != 0 && en_set_weekdays(out, 1U << en_int(weekday));
}

/* "the first and third monday of every month". */
EN_MAKER(make_two_of_month)
{
    double too = part[3]->n;
    out->repeat.unit = SAHUT_GRAIN_MONTH;
    out->repeat.nth_too = en_int(too);
    return part[arg]->n == SAHUT_GRAIN_MONTH && too >= -1 && too <= 5 && too != 0 &&
           part[1]->n > 0 && too != part[1]->n && set_nth_weekday(out, part[1]->n, part[4]->n);
}

static bool is_unit(const struct moment *word, enum sahut_grain unit)
{
    return word->n == unit;
}

/* "every first monday of the month", "the first monday of every month". */
EN_MAKER(make_nth_of_month)
{
    if (!is_unit(part[5], SAHUT_GRAIN_MONTH) && !is_unit(part[5], SAHUT_GRAIN_YEAR))
        return false;
    out->repeat.unit = en_int(part[5]->n);
    return set_nth_weekday(out, part[1]->n, part[2]->n);
}

/* "every last friday": of the month. */
EN_MAKER(make_every_nth_of_month)
{
    double nth = part[1]->n;
    out->repeat.unit = SAHUT_GRAIN_MONTH;
    return (nth == 1 || nth == -1) && set_nth_weekday(out, nth, part[2]->n);
}

static bool set_mday(struct moment *out, double mday)
{
    en_comes_back(out)->mday = en_int(mday);
    return mday == -1 || (mday >= 1 && mday <= 31);
}

/* "the first and fifteenth". */
EN_MAKER(make_mday_pair)
{
    return set_mday(out, part[0]->n) && part[3]->n > part[0]->n && part[3]->n <= 31 &&
           (out->repeat.mday_too = en_int(part[3]->n)) > 0;
}

/* "the fifteenth and the last day". */
EN_MAKER(make_mday_and_last)
{
    return part[3]->n == -1 && set_mday(out, part[0]->n) && (out->repeat.mday_too = -1) != 0;
}

EN_MAKER(make_mday_one)
{
    return set_mday(out, part[0]->n);
}

EN_MAKER(make_mday_of_month)
{
    const struct moment *unit = part[arg];
    *out = *part[1];
    out->repeat.unit = SAHUT_GRAIN_MONTH;
    return is_unit(unit, SAHUT_GRAIN_MONTH);
}

/* "the last day of every month" */
EN_MAKER(make_rank_day_of_month)
{
    out->repeat.unit = SAHUT_GRAIN_MONTH;
    return is_unit(part[arg], SAHUT_GRAIN_MONTH) && set_mday(out, part[1]->n);
}

/* "every last day of the month" */
EN_MAKER(make_every_last_day)
{
    return part[1]->n == -1 && make_rank_day_of_month(now, part, arg, out);
}

/* "every fifteenth": not "every second". */
EN_MAKER(make_every_mday)
{
    enum { FIRST_THAT_IS_NO_INTERVAL = 4 };
    *out = *part[1];
    out->repeat.unit = SAHUT_GRAIN_MONTH;
    return out->repeat.mday >= FIRST_THAT_IS_NO_INTERVAL || out->repeat.mday_too;
}

/* "every march third", "every christmas". */
EN_MAKER(make_every_date)
{
    if (part[arg]->has & MOMENT_YEAR || part[arg]->impossible)
        return false;
    en_comes_back(out)->unit = SAHUT_GRAIN_YEAR;
    out->repeat.month = part[arg]->month;
    out->repeat.mday = part[arg]->mday;
    return true;
}

EN_MAKER(make_every_month)
{
    en_comes_back(out)->unit = SAHUT_GRAIN_YEAR;
    out->repeat.month = en_int(part[arg]->n);
    return true;
}

static const struct phrase_rule rules[] = {
    PHRASE_MAKE(EN_WEEKDAY_SET, make_weekday_set, 2, EN_WEEKDAY, -EN_AND, -EN_WEEKDAY_SET),
    PHRASE_MAKE(EN_WEEKDAY_SET, make_weekday_set, 2, EN_WEEKDAY, EN_OR, EN_WEEKDAY_SET),
    PHRASE_MAKE(EN_WEEKDAY_SET, make_weekday_set, 3, EN_WEEKDAY, -EN_AND, EN_EVERY, EN_WEEKDAY_SET),
    PHRASE_MAKE(EN_WEEKDAY_SET, make_weekday_range, 0, EN_WEEKDAY, EN_TO, EN_WEEKDAY),
    PHRASE_MAKE(EN_WEEKDAY_SET, make_weekday_range, 0, EN_WEEKDAY, EN_THROUGH, EN_WEEKDAY),
    PHRASE_MAKE(EN_WEEKDAY_SET, make_weekday_range, 0, EN_WEEKDAY, EN_UNTIL, EN_WEEKDAY),

    PHRASE_MAKE(EN_WEEKDAYS_SET, make_weekday_set, 2, EN_WEEKDAYS, -EN_AND, -EN_WEEKDAYS_SET),
    PHRASE_MAKE(EN_WEEKDAYS_SET, make_weekday_set, 2, EN_WEEKDAYS, EN_OR, EN_WEEKDAYS_SET),
    PHRASE_MAKE(EN_WEEKDAYS_SET, make_weekday_range, 0, EN_WEEKDAYS, EN_TO, EN_WEEKDAYS),
    PHRASE_MAKE(EN_WEEKDAYS_SET, make_weekday_range, 0, EN_WEEKDAYS, EN_THROUGH, EN_WEEKDAYS),

    PHRASE_MAKE(EN_DAY_RANGE, make_weekday_range, 0, EN_WEEKDAY, EN_TO, EN_WEEKDAY),

    PHRASE_PICK(EN_LEFT_OUT, 0, EN_WEEKDAY_SET),
    PHRASE_PICK(EN_LEFT_OUT, 0, EN_WEEKDAYS_SET),
    PHRASE_MAKE(EN_LEFT_OUT, make_left_out_weekend, 0, -EN_AT, -EN_THE, EN_WEEKEND),
    PHRASE_MAKE(EN_LEFT_OUT, make_left_out_weekend, 0, -EN_AT, EN_WEEKENDS),
    PHRASE_MAKE(EN_LEFT_OUT, make_left_out_workdays, 0, EN_WORKDAYS),

    PHRASE_MAKE(EN_MDAY_SET, make_mday_one, 0, EN_ORDINAL_NUMBER),
    PHRASE_MAKE(EN_MDAY_SET, make_mday_pair, 0, EN_ORDINAL_NUMBER, EN_AND, -EN_THE,
                EN_ORDINAL_NUMBER),
    PHRASE_MAKE(EN_MDAY_SET, make_mday_and_last, 0, EN_ORDINAL_NUMBER, EN_AND, -EN_THE, EN_ORDINAL,
                EN_DAY),

    PHRASE_MAKE(EN_REPEAT_DAY, make_every_weekdays, 3, -EN_ON, EN_EVERY, -EN_SINGLE,
                EN_WEEKDAY_SET),
    PHRASE_MAKE(EN_REPEAT_DAY, make_every_other_weekdays, 3, -EN_ON, EN_EVERY, EN_OTHER,
                EN_WEEKDAY_SET),
    PHRASE_MAKE(EN_REPEAT_DAY, make_every_other_weekdays, 3, -EN_ON, EN_EVERY, EN_ORDINAL,
                EN_WEEKDAY_SET),
    PHRASE_MAKE(EN_REPEAT_DAY, make_every_weekdays, 1, -EN_ON, EN_WEEKDAYS_SET),
    PHRASE_MAKE(EN_REPEAT_DAY, make_every_other_weekdays, 2, -EN_ON, EN_OTHER, EN_WEEKDAYS_SET),
    PHRASE_MAKE(EN_REPEAT_DAY, make_every_nth_of_month, 0, EN_EVERY, EN_ORDINAL, EN_WEEKDAY),
    PHRASE_DOUBT(EN_REPEAT_DAY, make_these_weekdays, 4, -EN_ON, EN_WEEKDAY, -EN_AND, EN_ON,
                 EN_WEEKDAY),
    PHRASE_DOUBT(EN_REPEAT_DAY, make_these_weekdays, 3, -EN_ON, EN_WEEKDAY, -EN_AND,
                 EN_WEEKDAY_SET),
    PHRASE_MAKE(EN_REPEAT_DAY, make_through, 1, -EN_ON, EN_WEEKDAY, EN_THROUGH, EN_WEEKDAY),
    PHRASE_MAKE(EN_REPEAT_DAY, make_through, 1, EN_FOR, EN_WEEKDAY, EN_THROUGH, EN_WEEKDAY),
    PHRASE_MAKE(EN_REPEAT_DAY, make_workdays, 3, -EN_ON, EN_EVERY, -EN_SINGLE, EN_WORKDAY),
    PHRASE_MAKE(EN_REPEAT_DAY, make_workdays, 2, -EN_ON, -EN_WHOLE, EN_WORKDAYS),
    PHRASE_DOUBT(EN_REPEAT_DAY, make_workdays, 0, EN_WORKDAY),
    PHRASE_MAKE(EN_REPEAT_DAY, make_weeknights, 1, -EN_ON, EN_WORKDAYS),
    PHRASE_MAKE(EN_REPEAT_DAY, make_weeknights, 2, EN_EVERY, -EN_SINGLE, EN_WORKDAY),
    PHRASE_MAKE(EN_REPEAT_DAY, make_weekend_days, 0, -EN_ON, EN_EVERY, EN_WEEKEND),
    PHRASE_MAKE(EN_REPEAT_DAY, make_weekend_days, 0, -EN_ON, EN_ANY, EN_WEEKEND),
    PHRASE_MAKE(EN_REPEAT_DAY, make_every_other_weekend, 1, EN_EVERY, EN_OTHER, EN_WEEKEND),
    PHRASE_MAKE(EN_REPEAT_DAY, make_every_other_weekend, 1, EN_EVERY, EN_ORDINAL, EN_WEEKEND),
    PHRASE_MAKE(EN_REPEAT_DAY, make_weekend_days, 0, -EN_ON, -EN_AT, EN_WEEKENDS),
    PHRASE_MAKE(EN_REPEAT_DAY, make_nth_of_month, 0, EN_EVERY, EN_ORDINAL, EN_WEEKDAY, EN_OF,
                -EN_THE, EN_UNIT),
    PHRASE_MAKE(EN_REPEAT_DAY, make_nth_of_month, 0, -EN_THE, EN_ORDINAL, EN_WEEKDAY, EN_OF,
                EN_EVERY, EN_UNIT),
    PHRASE_MAKE(EN_REPEAT_DAY, make_nth_of_month, 0, -EN_THE, EN_ORDINAL, EN_WEEKDAY, EN_IN,
                EN_EVERY, EN_UNIT),
    PHRASE_MAKE(EN_REPEAT_DAY, make_nth_of_month, 0, -EN_THE, EN_ORDINAL, EN_WEEKDAY, EN_EVERY,
                -EN_SINGLE, EN_UNIT),
    PHRASE_MAKE(EN_REPEAT_DAY, make_mday_of_month, 4, -EN_THE, EN_MDAY_SET, EN_OF, EN_EVERY,
                EN_UNIT),
    PHRASE_MAKE(EN_REPEAT_DAY, make_mday_of_month, 5, -EN_THE, EN_MDAY_SET, EN_DAY, EN_OF, EN_EVERY,
                EN_UNIT),
    PHRASE_MAKE(EN_REPEAT_DAY, make_rank_day_of_month, 5, -EN_THE, EN_ORDINAL, EN_DAY, EN_OF,
                EN_EVERY, EN_UNIT),
    PHRASE_MAKE(EN_REPEAT_DAY, make_every_last_day, 5, EN_EVERY, EN_ORDINAL, EN_DAY, EN_OF, EN_THE,
                EN_UNIT),
    PHRASE_MAKE(EN_REPEAT_DAY, make_every_mday, 1, EN_EVERY, EN_MDAY_SET),
    PHRASE_MAKE(EN_REPEAT_DAY, make_two_of_month, 7, EN_EVERY, EN_ORDINAL, EN_AND, EN_ORDINAL,
                EN_WEEKDAY, EN_OF, -EN_THE, EN_UNIT),
    PHRASE_MAKE(EN_REPEAT_DAY, make_two_of_month, 7, -EN_THE, EN_ORDINAL, EN_AND, EN_ORDINAL,
                EN_WEEKDAY, EN_OF, EN_EVERY, EN_UNIT),
    PHRASE_MAKE(EN_REPEAT_DAY, make_mday_of_month, 4, EN_EVERY, EN_MDAY_SET, EN_OF, EN_THE,
                EN_UNIT),
    PHRASE_MAKE(EN_REPEAT_DAY, make_mday_of_month, 5, EN_EVERY, EN_MDAY_SET, EN_DAY, EN_OF, EN_THE,
                EN_UNIT),
    PHRASE_MAKE(EN_REPEAT_DAY, make_every_date, 1, EN_EVERY, EN_MONTH_DAY),
    PHRASE_MAKE(EN_REPEAT_DAY, make_every_month, 1, EN_EVERY, EN_MONTH),
};
const struct phrase_table en_repeat_day_rules = {rules, sizeof rules / sizeof *rules};
