// SPDX-License-Identifier: GPL-3.0-or-later
/* Weeks, months and years, their ends and what is left of them: "next week", "the first monday of
 * may", "the rest of the day", "the next two hours". */
#include <stddef.h>

#include "understand/en.h"

enum moment_which en_which_of(const struct moment *word)
{
    return word ? (enum moment_which)word->n : MOMENT_COMING;
}

int en_offset_of(enum moment_which which)
{
    return which == MOMENT_THIS ? 0 : which == MOMENT_LAST ? -1 : 1;
}

static bool set_period(struct moment *out, const struct moment_now *now, double unit, int offset)
{
    enum sahut_grain grain = (enum sahut_grain)unit;
    out->has = MOMENT_PERIOD;
    out->period = moment_period_of(now, now->day, grain, offset, 1);
    return grain >= SAHUT_GRAIN_DAY;
}

EN_MAKER(make_period)
{
    return set_period(out, now, part[2]->n, en_offset_of(en_which_of(part[1])));
}

EN_MAKER(make_the_period)
{
    return set_period(out, now, part[1]->n, 0);
}

/* "upcoming two weeks": without "the", the one that far ahead. */
EN_MAKER(make_upcoming)
{
    double n = part[arg]->n;
    return n >= 1 && n < 1000 && set_period(out, now, part[2]->n, en_int(n));
}

/* "the week before last", "the week after next". */
EN_MAKER(make_period_before_last)
{
    return en_which_of(part[3]) == MOMENT_LAST && set_period(out, now, part[1]->n, -2);
}

EN_MAKER(make_period_after_next)
{
    return en_which_of(part[3]) == MOMENT_NEXT && set_period(out, now, part[1]->n, 2);
}

/* The first day of what has an end, and the day after its last. */
bool en_bounds(const struct moment *m, const struct moment_now *now, struct sahut_when *when,
               int64_t *first, int64_t *end)
{
    if (moment_resolve(m, now, when) || when->end_ms <= when->start_ms)
        return false;
    struct sahut_civil a = sahut_zone_local(now->zone, when->start_ms);
    struct sahut_civil b = sahut_zone_local(now->zone, when->end_ms);
    *first = sahut_civil_days(&a);
    *end = sahut_civil_days(&b);
    return true;
}

/* Where a third begins: of a week on Monday, Wednesday and Thursday, of a month after ten days, of
 * longer ones after so many months. */
static struct sahut_civil third_of(const struct sahut_civil *first, enum sahut_grain grain,
                                   int months, int third)
{
    static const int days_of_week[] = {0, 2, 3};
    struct sahut_civil c = *first;
    if (grain == SAHUT_GRAIN_WEEK)
        return sahut_civil_add_days(c, days_of_week[third]);
    if (months > 1)
        return sahut_civil_add_months(c, third * months / 3);
    c.day += 10 * third;
    return c;
}

/* "early june", "mid october", "late next month", "late in the year", "mid week". */
EN_MAKER(make_third)
{
    struct sahut_when when;
    int64_t begin, over;
    int third = en_int(part[1]->n);
    if (!en_bounds(part[arg], now, &when, &begin, &over) || when.grain < SAHUT_GRAIN_WEEK)
        return false;
    struct sahut_civil first = sahut_civil_from_days(begin), end = sahut_civil_from_days(over);
    int months = (end.year - first.year) * 12 + end.month - first.month;
    bool week = when.grain == SAHUT_GRAIN_WEEK;
    if (!week && (months < 1 || (months > 1 && months % 3)))
        return false;
    out->has = MOMENT_PERIOD;
    out->period.grain = SAHUT_GRAIN_DAY;
    out->period.start = third_of(&first, when.grain, months, third);
    out->period.end = third == 2           ? end
                      : week && third == 1 ? sahut_civil_add_days(out->period.start, 1)
                                           : third_of(&first, when.grain, months, third + 1);
    return true;
}

/* "this coming week", "this past month": what the second word says. */
EN_MAKER(make_this_and_period)
{
    *out = *part[1];
    return en_which_of(part[0]) == MOMENT_THIS;
}

/* "week 32 of next year". */
EN_MAKER(make_week_of_year)
{
    struct sahut_when when;
    int64_t first, end;
    double n = part[1]->n;
    if (n < 1 || n > 53 || !en_bounds(part[arg], now, &when, &first, &end) ||
        when.grain != SAHUT_GRAIN_YEAR)
        return false;
    out->has = MOMENT_PERIOD;
    out->period = moment_period_of(now, first + 3, SAHUT_GRAIN_WEEK, en_int(n) - 1, 1);
    return true;
}

/* "the first half of june": of whole days, the middle one in the second. */
EN_MAKER(make_half_of)
{
    struct sahut_when when;
    int64_t first, end;
    double which = part[1]->n;
    if ((which != 1 && which != 2 && which != -1) ||
        !en_bounds(part[4], now, &when, &first, &end) || when.grain <= SAHUT_GRAIN_DAY)
        return false;
    int64_t middle = first + (end - first) / 2;
    out->has = MOMENT_PERIOD;
    out->period = (struct moment_period){
        sahut_civil_from_days(which == 1 ? first : middle),
        sahut_civil_from_days(which == 1 ? middle : end),
        SAHUT_GRAIN_DAY,
    };
    return true;
}

/* "week 32": of this year, as ISO 8601 counts: the first is that of January 4th. */
EN_MAKER(make_week_number)
{
    struct sahut_civil fourth = {.year = now->civil.year, .month = 1, .day = 4};
    double n = part[arg]->n;
    if (n < 1 || n > 53)
        return false;
    out->has = MOMENT_PERIOD;
    out->period =
        moment_period_of(now, sahut_civil_days(&fourth), SAHUT_GRAIN_WEEK, en_int(n) - 1, 1);
    return true;
}

/* "the week of june seventh". */
EN_MAKER(make_unit_of_date)
{
    enum sahut_grain grain = (enum sahut_grain)part[1]->n;
    int64_t day;
    if (grain != SAHUT_GRAIN_WEEK || moment_resolve_day(part[arg], now, &day))
        return false;
    out->has = MOMENT_PERIOD;
    out->period = moment_period_of(now, day, grain, 0, 1);
    return true;
}

bool en_set_fixed(struct moment *out, int64_t start_ms, int64_t end_ms, enum sahut_grain grain)
{
    out->has = MOMENT_FIXED;
    out->fixed = (struct sahut_when){.start_ms = start_ms, .end_ms = end_ms, .grain = grain};
    return true;
}

static bool set_stretch(struct moment *out, const struct moment_now *now, enum moment_which which,
                        const struct moment_length *length)
{
    struct sahut_when at = {.start_ms = now->ms, .end_ms = now->ms};
    int64_t other = moment_shift(&at, length, which == MOMENT_LAST ? -1 : 1, now).start_ms;
    if (which == MOMENT_LAST)
        return en_set_fixed(out, other, now->ms, length->finest);
    return which != MOMENT_THIS && en_set_fixed(out, now->ms, other, length->finest);
}

/* "the next two hours", "the last three days": a stretch that begins or ends now. */
EN_MAKER(make_stretch)
{
    return set_stretch(out, now, en_which_of(part[1]), &part[2]->length);
}

/* "the last decade". */
EN_MAKER(make_stretch_of_years)
{
    struct moment_length length = {.finest = SAHUT_GRAIN_YEAR};
    return moment_length_add(&length, part[2]->n, SAHUT_GRAIN_YEAR) &&
           set_stretch(out, now, en_which_of(part[1]), &length);
}

/* "the next hour" is a stretch, "next hour" the one after this: a point an hour from now. */
EN_MAKER(make_stretch_of_one)
{
    enum sahut_grain unit = (enum sahut_grain)part[2]->n;
    struct moment_length length = {.finest = unit};
    if (unit >= SAHUT_GRAIN_DAY || !moment_length_add(&length, 1, unit))
        return false;
    if (part[0] || en_which_of(part[1]) != MOMENT_NEXT)
        return set_stretch(out, now, en_which_of(part[1]), &length);
    out->has = MOMENT_LENGTH;
    out->length = length;
    return true;
}

/* "the end of the month" is its last day; of a day, its evening and what is left of it. */
EN_MAKER(make_end)
{
    struct sahut_when when;
    int64_t first, end;
    if (!en_bounds(part[arg], now, &when, &first, &end))
        return false;
    out->has = MOMENT_DAY;
    out->day = end - 1;
    if (when.grain == SAHUT_GRAIN_DAY) {
        out->has |= MOMENT_PART;
        out->part = MOMENT_TONIGHT;
    }
    return true;
}

EN_MAKER(make_beginning)
{
    struct sahut_when when;
    int64_t first, end;
    if (!en_bounds(part[arg], now, &when, &first, &end) || when.grain == SAHUT_GRAIN_DAY)
        return false;
    out->has = MOMENT_DAY;
    out->day = first;
    return true;
}

EN_MAKER(make_middle)
{
    struct sahut_when when;
    int64_t first, end;
    if (!en_bounds(part[arg], now, &when, &first, &end) || when.grain == SAHUT_GRAIN_DAY)
        return false;
    out->has = MOMENT_DAY;
    out->day = when.grain == SAHUT_GRAIN_WEEK ? first + 2 : (first + end) / 2; /* a Wednesday */
    return true;
}

/* "after this year", "after the weekend": the day behind it. */
EN_MAKER(make_after_period)
{
    const struct moment_period *p = &part[arg]->period;
    out->has = MOMENT_DAY;
    out->day = sahut_civil_days(&p->end);
    return part[arg]->has == MOMENT_PERIOD;
}

EN_MAKER(make_rest)
{
    struct sahut_when when;
    int64_t first, end;
    if (!en_bounds(part[arg], now, &when, &first, &end) || when.end_ms <= now->ms)
        return false;
    return en_set_fixed(out, when.start_ms > now->ms ? when.start_ms : now->ms, when.end_ms,
                        when.grain);
}

/* "eom", "boy": `part[1]` is a unit, negative at its beginning. */
EN_MAKER(make_short_edge)
{
    int unit = en_int(part[arg]->n);
    enum sahut_grain grain = (enum sahut_grain)(unit < 0 ? -unit : unit);
    struct moment_period p = moment_period_of(now, now->day, grain, 0, 1);
    out->has = MOMENT_DAY;
    out->day = unit < 0 ? sahut_civil_days(&p.start) : sahut_civil_days(&p.end) - 1;
    return true;
}

/* "the third day of october"; the ordinal -1 is "last". */
EN_MAKER(make_nth_day)
{
    struct sahut_when when;
    int64_t first, end, nth = (int64_t)part[1]->n;
    if (!en_bounds(part[4], now, &when, &first, &end))
        return false;
    out->has = MOMENT_DAY;
    out->day = nth < 0 ? end + nth : first + nth - 1;
    out->impossible = out->day >= end;
    return nth != 0;
}

/* "the first three days of june", "the last two weeks of the year". */
EN_MAKER(make_first_of)
{
    struct sahut_when when;
    int64_t first, end;
    const struct moment_length *length = &part[2]->length;
    bool last = part[1]->n == -1;
    if ((part[1]->n != 1 && !last) || length->seconds ||
        !en_bounds(part[4], now, &when, &first, &end))
        return false;
    int sign = last ? -1 : 1;
    struct sahut_civil c = sahut_civil_add_months(sahut_civil_from_days(last ? end : first),
                                                  sign * (int)length->months);
    c = sahut_civil_add_days(c, sign * (int)length->days);
    out->has = MOMENT_PERIOD;
    out->period = (struct moment_period){last ? c : sahut_civil_from_days(first),
                                         last ? sahut_civil_from_days(end) : c, SAHUT_GRAIN_DAY};
    return sahut_civil_days(&out->period.start) >= first &&
           sahut_civil_days(&out->period.end) <= end;
}

/* "the last working day of the month", "the first weekday of may". */
EN_MAKER(make_nth_workday)
{
    struct sahut_when when;
    int64_t first, end, nth = (int64_t)part[1]->n;
    if (nth == 0 || nth < -60 || nth > 60 || !en_bounds(part[arg], now, &when, &first, &end))
        return false;
    int step = nth < 0 ? -1 : 1;
    int64_t left = nth * step, day = nth < 0 ? end : first - 1;
    while (left > 0) {
        day += step;
        struct sahut_civil c = sahut_civil_from_days(day);
        left -= sahut_civil_weekday(&c) < 5;
    }
    out->has = MOMENT_DAY;
    out->day = day;
    out->impossible = day < first || day >= end;
    return true;
}

/* "the first monday of may", "the last friday of next month". */
EN_MAKER(make_nth_weekday)
{
    struct sahut_when when;
    int64_t first, end, nth = (int64_t)part[1]->n;
    if (!en_bounds(part[4], now, &when, &first, &end))
        return false;
    int64_t base = nth < 0 ? end - 7 : first;
    struct sahut_civil c = sahut_civil_from_days(base);
    int64_t day = base + (en_int(part[2]->n) - sahut_civil_weekday(&c) + 7) % 7;
    out->has = MOMENT_DAY;
    out->day = day + (nth < 0 ? nth + 1 : nth - 1) * 7;
    out->impossible = out->day >= end;
    return nth != 0;
}

/* "next month on the first monday". */
EN_MAKER(make_period_nth_weekday)
{
    const struct moment *const parts[] = {NULL, part[3], part[4], NULL, part[0]};
    return make_nth_weekday(now, parts, arg, out);
}

/* "the last week of october": of weeks those that lie in it whole. */
EN_MAKER(make_nth_unit)
{
    struct sahut_when when;
    int64_t first, end, nth = (int64_t)part[1]->n;
    enum sahut_grain grain = (enum sahut_grain)part[2]->n;
    if (nth == 0 || grain < SAHUT_GRAIN_WEEK || !en_bounds(part[4], now, &when, &first, &end) ||
        when.grain <= grain)
        return false;
    int64_t from = nth < 0 ? end - 1 : first;
    out->has = MOMENT_PERIOD;
    out->period = moment_period_of(now, from, grain, 0, 1);
    int offset = (int)(nth < 0 ? nth + 1 : nth - 1);
    if (nth < 0 && sahut_civil_days(&out->period.end) > end)
        offset--;
    if (nth > 0 && sahut_civil_days(&out->period.start) < first)
        offset++;
    out->period = moment_period_of(now, from, grain, offset, 1);
    return nth > -60 && nth < 60;
}

static const struct phrase_rule rules[] = {
    PHRASE_MAKE(EN_WHICH_PERIOD, make_period, 0, -EN_THE, EN_WHICH, EN_UNIT),
    PHRASE_MAKE(EN_PERIOD, make_period, 0, -EN_THE, EN_WHICH, EN_UNIT),
    PHRASE_SAME(EN_PERIOD, EN_SEASON_PERIOD),
    PHRASE_MAKE(EN_PERIOD, make_upcoming, 1, EN_UPCOMING, EN_CARDINAL, EN_UNIT),
    PHRASE_MAKE(EN_PERIOD, make_upcoming, 0, EN_CARDINAL, EN_UPCOMING, EN_UNIT),
    PHRASE_MAKE(EN_PERIOD, make_period_after_next, 0, -EN_THE, EN_UNIT, EN_AFTER, EN_WHICH),
    PHRASE_MAKE(EN_PERIOD, make_period_before_last, 0, -EN_THE, EN_UNIT, EN_BEFORE, EN_WHICH),
    PHRASE_MAKE(EN_PERIOD, make_nth_unit, 0, -EN_THE, EN_RANK, EN_UNIT, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_PERIOD, make_nth_unit, 0, -EN_THE, EN_RANK, EN_UNIT, EN_IN, EN_ENCLOSURE),
    PHRASE_MAKE(EN_PERIOD, make_nth_unit, 0, -EN_THE, EN_RANK, EN_UNIT, -EN_OF, EN_WHICH_PERIOD),
    PHRASE_MAKE(EN_PERIOD, make_unit_of_date, 3, -EN_THE, EN_UNIT, EN_OF, EN_DATE),
    PHRASE_MAKE(EN_PERIOD, make_half_of, 0, -EN_THE, EN_RANK, EN_HALF, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_PERIOD, make_first_of, 0, -EN_THE, EN_RANK, EN_LENGTH, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_PERIOD, make_first_of, 0, -EN_THE, EN_RANK, EN_LENGTH, EN_IN, EN_ENCLOSURE),
    PHRASE_MAKE(EN_PERIOD, make_third, 3, -EN_IN, EN_EARLY, -EN_IN, EN_ENCLOSURE),
    PHRASE_MAKE(EN_PERIOD, make_third, 3, -EN_IN, EN_EARLY, -EN_IN, EN_LOOSE_PERIOD),
    PHRASE_MAKE(EN_PERIOD, make_this_and_period, 0, EN_WHICH, EN_PERIOD),
    PHRASE_MAKE(EN_PERIOD, make_week_number, 1, EN_WEEK, EN_CARDINAL),
    PHRASE_MAKE(EN_PERIOD, make_week_of_year, 3, EN_WEEK, EN_CARDINAL, -EN_OF, EN_WHICH_PERIOD),
    PHRASE_MAKE(EN_PERIOD, make_week_of_year, 3, EN_WEEK, EN_CARDINAL, -EN_OF, EN_NAMED_YEAR),

    PHRASE_MAKE(EN_STRETCH, make_stretch, 0, -EN_THE, EN_WHICH, EN_LENGTH),
    PHRASE_MAKE(EN_STRETCH, make_stretch_of_years, 0, -EN_THE, EN_WHICH, EN_SPAN),
    PHRASE_MAKE(EN_STRETCH, make_stretch_of_one, 0, -EN_THE, EN_WHICH, EN_UNIT),

    PHRASE_PICK(EN_ENCLOSURE, 0, EN_PERIOD),
    PHRASE_PICK(EN_ENCLOSURE, 0, EN_MONTH_PIECE),
    PHRASE_MAKE(EN_ENCLOSURE, make_the_period, 0, -EN_THE, EN_UNIT),
    PHRASE_PICK(EN_ENCLOSURE, 0, EN_LOOSE_PERIOD),
    PHRASE_PICK(EN_ENCLOSURE, 0, EN_NAMED_DAY),
    PHRASE_PICK(EN_ENCLOSURE, 0, EN_NAMED_YEAR),

    PHRASE_MAKE(EN_EDGE_DAY, make_end, 4, -EN_AT, -EN_THE, EN_END, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_end, 4, EN_BY, -EN_THE, EN_END, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_end, 4, EN_ON, -EN_THE, EN_END, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_end, 6, -EN_AT, -EN_THE, EN_END, EN_OF, -EN_THE, EN_DAY,
                EN_NAMED_DAY),
    PHRASE_MAKE(EN_EDGE_DAY, make_end, 6, EN_BY, -EN_THE, EN_END, EN_OF, -EN_THE, EN_DAY,
                EN_NAMED_DAY),
    PHRASE_MAKE(EN_EDGE_DAY, make_short_edge, 2, -EN_AT, -EN_THE, EN_EDGE),
    PHRASE_MAKE(EN_EDGE_DAY, make_short_edge, 2, EN_BY, -EN_THE, EN_EDGE),
    PHRASE_MAKE(EN_EDGE_DAY, make_beginning, 4, -EN_AT, -EN_THE, EN_BEGINNING, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_middle, 4, -EN_IN, -EN_THE, EN_MIDDLE, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_after_period, 1, EN_AFTER, EN_PERIOD),
    PHRASE_MAKE(EN_EDGE_DAY, make_nth_workday, 5, -EN_THE, EN_RANK, EN_WORKING, EN_DAY, EN_OF,
                EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_nth_workday, 4, -EN_THE, EN_RANK, EN_WORKDAY, EN_OF,
                EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_nth_day, 0, -EN_THE, EN_RANK, EN_DAY, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_nth_day, 0, -EN_THE, EN_RANK, EN_DAY, EN_IN, EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_nth_weekday, 0, -EN_THE, EN_RANK, EN_WEEKDAY, EN_OF,
                EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_nth_weekday, 0, -EN_THE, EN_RANK, EN_WEEKDAY, EN_IN,
                EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_nth_weekday, 0, -EN_THE, EN_RANK, EN_WEEKDAY, -EN_OF,
                EN_WHICH_PERIOD),
    PHRASE_MAKE(EN_EDGE_DAY, make_nth_weekday, 0, -EN_THE, EN_RANK, EN_WEEKDAY, -EN_OF,
                EN_MONTH_PIECE),
    PHRASE_MAKE(EN_EDGE_DAY, make_nth_day, 0, -EN_THE, EN_RANK, EN_DAY, -EN_OF, EN_WHICH_PERIOD),
    PHRASE_MAKE(EN_EDGE_DAY, make_period_nth_weekday, 0, EN_WHICH_PERIOD, EN_ON, -EN_THE, EN_RANK,
                EN_WEEKDAY),

    PHRASE_MAKE(EN_REST_OF, make_rest, 4, -EN_IN, -EN_THE, EN_REST, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_REST_OF, make_rest, 4, EN_FOR, -EN_THE, EN_REST, EN_OF, EN_ENCLOSURE),
};
const struct phrase_table en_period_rules = {rules, sizeof rules / sizeof *rules};
