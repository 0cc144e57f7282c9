// SPDX-License-Identifier: GPL-3.0-or-later
/* From one time to another, and whole expressions. */
#include <stddef.h>

#include "understand/en.h"

/* "june one dash five", "the first to the fifth of june": of the year, if one is said. */
static bool set_days_of_month(struct moment *out, const struct moment_now *now, double month,
                              double first, double last, const struct moment *year)
{
    struct moment from = {.has = 0}, to = {.has = 0};
    struct sahut_when a, b;
    if (first >= last || !en_set_month_day(&from, month, first) ||
        !en_set_month_day(&to, month, last))
        return false;
    if (year) {
        from.has |= MOMENT_YEAR;
        to.has |= MOMENT_YEAR;
        from.year = to.year = en_int(year->n);
    }
    if (moment_resolve(&from, now, &a))
        return false;
    struct moment_now then = moment_now_at(now, a.start_ms);
    return moment_resolve(&to, &then, &b) == 0 &&
           en_set_fixed(out, a.start_ms, b.end_ms, SAHUT_GRAIN_DAY);
}

EN_MAKER(make_month_days)
{
    return set_days_of_month(out, now, part[0]->n, part[1]->n, part[arg]->n, part[arg + 1]);
}

/* "from july thirteen to fifteen", "between …". */
EN_MAKER(make_month_days_from)
{
    return set_days_of_month(out, now, part[1]->n, part[2]->n, part[arg]->n, part[arg + 1]);
}

EN_MAKER(make_days_of_month_from)
{
    return set_days_of_month(out, now, part[arg]->n, part[2]->n, part[5]->n, NULL);
}

/* "ten to twenty two august twenty twenty seven". */
EN_MAKER(make_days_of_month)
{
    return set_days_of_month(out, now, part[6]->n, part[1]->n, part[4]->n, part[7]);
}

/* "from monday to wednesday", "from nine tomorrow to noon on friday". Two bare clock times are a
 * span of one day, which en_clock.c reads. */
EN_MAKER(make_span)
{
    enum { CLOCKS = MOMENT_CLOCK | MOMENT_UNTIL };
    struct sahut_when from, to;
    const struct moment *first = part[arg], *last = part[arg + 2];
    struct moment in_year = *first;
    if (((first->has | last->has) & ~CLOCKS) == 0)
        return false;
    if (first->has & last->has & MOMENT_MONTH && last->has & ~first->has & MOMENT_YEAR) {
        in_year.has |= MOMENT_YEAR; /* "january first to february fifteenth 2030" */
        in_year.year = last->year - (first->month > last->month);
    }
    if (moment_resolve(&in_year, now, &from))
        return false;
    struct moment_now then = moment_now_at(now, from.start_ms);
    if (moment_resolve(last, &then, &to))
        return false;
    int64_t end = to.end_ms > to.start_ms ? to.end_ms : to.start_ms;
    enum sahut_grain grain = from.grain < to.grain ? from.grain : to.grain;
    return end > from.start_ms && en_set_fixed(out, from.start_ms, end, grain);
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

/* "4pm minus three days". */
EN_MAKER(make_minus_length)
{
    struct sahut_when when;
    if (moment_resolve(part[0], now, &when))
        return false;
    when = moment_shift(&when, &part[2]->length, -1, now);
    return en_set_fixed(out, when.start_ms, when.end_ms, when.grain);
}

/* "from now until midnight". */
EN_MAKER(make_from_now)
{
    struct sahut_when to;
    if (moment_resolve(part[arg], now, &to))
        return false;
    int64_t end = to.grain == SAHUT_GRAIN_DAY ? to.end_ms : to.start_ms;
    return end > now->ms && en_set_fixed(out, now->ms, end, to.grain);
}

EN_MAKER(make_now)
{
    return en_set_fixed(out, now->ms, now->ms, SAHUT_GRAIN_SECOND);
}

/* "last week", "last year": what happened once in it, a week or a year ago; and all of it. */
EN_MAKER(make_last_period)
{
    enum sahut_grain unit = (enum sahut_grain)part[1]->n;
    if (part[0]->n != -1 || (unit != SAHUT_GRAIN_WEEK && unit != SAHUT_GRAIN_YEAR))
        return false;
    struct moment_period all = moment_period_of(now, now->day, unit, -1, 1);
    struct moment_length one = {.finest = unit};
    struct sahut_civil today = sahut_civil_from_days(now->day);
    struct sahut_when then = {.start_ms = sahut_zone_instant(now->zone, &today, NULL)};
    moment_length_add(&one, 1, unit);
    then = moment_shift(&then, &one, -1, now);
    en_set_fixed(out, then.start_ms, sahut_zone_instant(now->zone, &all.end, NULL), unit);
    out->fixed.part_ms = sahut_zone_instant(now->zone, &all.start, NULL);
    return true;
}

static const struct phrase_rule rules[] = {
    PHRASE_MAKE(EN_DAY_SPAN, make_span, 1, EN_FROM, EN_FRAME, EN_TO, EN_FRAME),
    PHRASE_MAKE(EN_DAY_SPAN, make_span, 1, EN_FROM, EN_FRAME, EN_UNTIL, EN_FRAME),
    PHRASE_MAKE(EN_DAY_SPAN, make_span, 1, EN_FROM, EN_FRAME, EN_THROUGH, EN_FRAME),
    PHRASE_MAKE(EN_DAY_SPAN, make_span, 1, EN_BETWEEN, EN_FRAME, EN_AND, EN_FRAME),
    PHRASE_MAKE(EN_DAY_SPAN, make_month_days, 3, EN_MONTH, EN_CARDINAL, EN_THROUGH, EN_CARDINAL,
                -EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_DAY_SPAN, make_month_days, 3, EN_MONTH, EN_ORDINAL_NUMBER, EN_THROUGH,
                EN_ORDINAL_NUMBER, -EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_DAY_SPAN, make_month_days, 3, EN_MONTH, EN_ORDINAL_NUMBER, EN_TO,
                EN_ORDINAL_NUMBER, -EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_DAY_SPAN, make_month_days, 3, EN_MONTH, EN_CARDINAL, EN_TO, EN_CARDINAL,
                -EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_DAY_SPAN, make_days_of_month, 0, -EN_THE, EN_ORDINAL_NUMBER, EN_THROUGH, -EN_THE,
                EN_ORDINAL_NUMBER, -EN_OF, EN_MONTH, -EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_DAY_SPAN, make_days_of_month, 0, -EN_THE, EN_ORDINAL_NUMBER, EN_TO, -EN_THE,
                EN_ORDINAL_NUMBER, -EN_OF, EN_MONTH, -EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_DAY_SPAN, make_days_of_month, 0, -EN_THE, EN_CARDINAL, EN_THROUGH, -EN_THE,
                EN_CARDINAL, -EN_OF, EN_MONTH, -EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_DAY_SPAN, make_days_of_month, 0, -EN_THE, EN_CARDINAL, EN_TO, -EN_THE,
                EN_CARDINAL, -EN_OF, EN_MONTH, -EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_DAY_SPAN, make_month_days_from, 4, EN_FROM, EN_MONTH, EN_CARDINAL, EN_TO,
                EN_CARDINAL, -EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_DAY_SPAN, make_month_days_from, 4, EN_FROM, EN_MONTH, EN_CARDINAL, EN_THROUGH,
                EN_CARDINAL, -EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_DAY_SPAN, make_month_days_from, 4, EN_BETWEEN, EN_MONTH, EN_CARDINAL, EN_AND,
                EN_CARDINAL, -EN_YEAR_NUMBER),
    PHRASE_MAKE(EN_DAY_SPAN, make_days_of_month_from, 7, EN_FROM, -EN_THE, EN_CARDINAL, EN_TO,
                -EN_THE, EN_CARDINAL, -EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_DAY_SPAN, make_days_of_month_from, 7, EN_FROM, -EN_THE, EN_ORDINAL_NUMBER, EN_TO,
                -EN_THE, EN_ORDINAL_NUMBER, -EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_DAY_SPAN, make_days_of_month_from, 7, EN_BETWEEN, -EN_THE, EN_CARDINAL, EN_AND,
                -EN_THE, EN_CARDINAL, -EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_DAY_SPAN, make_days_of_month_from, 7, EN_BETWEEN, -EN_THE, EN_ORDINAL_NUMBER,
                EN_AND, -EN_THE, EN_ORDINAL_NUMBER, -EN_OF, EN_MONTH),
    PHRASE_MAKE(EN_DAY_SPAN, make_from_now, 3, EN_BETWEEN, EN_NOW, EN_AND, EN_FRAME),
    PHRASE_MAKE(EN_DAY_SPAN, make_from_now, 3, -EN_FROM, EN_NOW, EN_UNTIL, EN_FRAME),
    PHRASE_MAKE(EN_DAY_SPAN, make_from_now, 3, -EN_FROM, EN_NOW, EN_TO, EN_FRAME),
    PHRASE_MAKE(EN_DAY_SPAN, make_from_now, 3, -EN_FROM, EN_NOW, EN_THROUGH, EN_FRAME),
    PHRASE_DOUBT(EN_DAY_SPAN, make_span, 0, EN_FRAME, EN_TO, EN_FRAME),
    PHRASE_DOUBT(EN_DAY_SPAN, make_span, 0, EN_FRAME, EN_UNTIL, EN_FRAME),
    PHRASE_DOUBT(EN_DAY_SPAN, make_span, 0, EN_FRAME, EN_THROUGH, EN_FRAME),

    PHRASE_MAKE(EN_WHEN, make_last_period, 0, EN_ORDINAL, EN_UNIT),
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
const struct phrase_table en_span_rules = {rules, sizeof rules / sizeof *rules};
