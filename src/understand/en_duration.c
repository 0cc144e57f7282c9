// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>

#include "understand/en.h"

/* A length of one piece keeps its unit in `n`, so that "an hour and two days" can be told from
 * "two days and an hour". */
static bool make_length(double count, double unit, struct moment *out)
{
    enum sahut_grain grain = (enum sahut_grain)unit;
    out->has = MOMENT_LENGTH;
    out->n = unit;
    out->length.finest = grain;
    return moment_length_add(&out->length, count, grain);
}

static bool make_count_of_unit(const struct moment_now *now, const struct moment *const part[],
                               int arg, struct moment *out)
{
    return make_length(part[0]->n, part[arg]->n, out);
}

/* "half an hour", "a third of an hour", "quarter hour"; "fifth day" is none. */
EN_MAKER(make_piece_of_unit)
{
    bool plain = part[0]->n * 4 == (double)en_int(part[0]->n * 4);
    return (part[1] || part[2] || plain) && make_length(part[0]->n, part[arg]->n, out);
}

/* "ten whole minutes"; not "seven all year". */
EN_MAKER(make_count_of_whole)
{
    return part[1]->n == 0 && make_length(part[0]->n, part[arg]->n, out);
}

/* "four and twenty hours", "twenty and four hours". */
EN_MAKER(make_tens_and_ones)
{
    return make_length(part[0]->n + part[2]->n, part[arg]->n, out);
}

/* "another week", "another two minutes". */
static bool make_another(const struct moment_now *now, const struct moment *const part[], int arg,
                         struct moment *out)
{
    return make_length(part[1] ? part[1]->n : 1, part[arg]->n, out);
}

/* "two decades". */
EN_MAKER(make_spans)
{
    return make_length(part[0]->n * part[1]->n, SAHUT_GRAIN_YEAR, out);
}

/* "half a decade". */
EN_MAKER(make_piece_of_span)
{
    return make_length(part[0]->n * part[arg]->n, SAHUT_GRAIN_YEAR, out);
}

/* "three quarters": of a year, where nothing else is meant. */
EN_MAKER(make_quarters)
{
    return part[0]->n >= 1 && make_length(part[0]->n * 3, SAHUT_GRAIN_MONTH, out);
}

/* "two working days" last two days; "in two working days" is in en_when.c. */
EN_MAKER(make_working_days)
{
    return part[2]->n == SAHUT_GRAIN_DAY && make_length(part[0]->n, part[2]->n, out);
}

/* "two nights" are as many days; of mornings nobody counts a length. */
EN_MAKER(make_nights)
{
    return part[1]->n >= MOMENT_NIGHT && make_length(part[0]->n, SAHUT_GRAIN_DAY, out);
}

/* "an hour or two": the first, as in "two to three hours". */
EN_MAKER(make_or_more)
{
    return part[3]->n > part[0]->n && make_length(part[0]->n, part[1]->n, out);
}

static bool make_fortnights(const struct moment_now *now, const struct moment *const part[],
                            int arg, struct moment *out)
{
    return make_length(part[0]->n * 2, SAHUT_GRAIN_WEEK, out);
}

/* "an hour and a half": the fraction counts the same unit. */
static bool make_unit_and_fraction(const struct moment_now *now, const struct moment *const part[],
                                   int arg, struct moment *out)
{
    return make_length(part[0]->n + part[3]->n, part[1]->n, out);
}

/* "hour and a half" */
EN_MAKER(make_one_and_fraction)
{
    return make_length(1 + part[2]->n, part[0]->n, out);
}

/* "two to three hours": the first is what is safe to count on. */
EN_MAKER(make_from_to)
{
    return part[0]->n < part[2]->n && make_length(part[0]->n, part[arg]->n, out);
}

/* "two hours ten": the number counts the next smaller unit. */
static bool make_unit_and_rest(const struct moment_now *now, const struct moment *const part[],
                               int arg, struct moment *out)
{
    enum sahut_grain unit = (enum sahut_grain)part[1]->n;
    if ((unit != SAHUT_GRAIN_HOUR && unit != SAHUT_GRAIN_MINUTE) || part[3]->n >= 60)
        return false;
    enum sahut_grain below = unit == SAHUT_GRAIN_HOUR ? SAHUT_GRAIN_MINUTE : SAHUT_GRAIN_SECOND;
    if (!make_length(part[0]->n, unit, out))
        return false;
    return moment_length_add(&out->length, part[3]->n, below);
}

static void add_length(struct moment_length *a, const struct moment_length *b)
{
    a->months += b->months;
    a->nominal += b->nominal;
    a->days += b->days;
    a->seconds += b->seconds;
    a->finest = b->finest;
}

/* "hour and twenty minutes". */
EN_MAKER(make_one_and_rest)
{
    const struct moment *rest = part[2];
    if (rest->n >= part[0]->n || !make_length(1, part[0]->n, out))
        return false;
    add_length(&out->length, &rest->length);
    return true;
}

static bool make_joined(const struct moment_now *now, const struct moment *const part[], int arg,
                        struct moment *out)
{
    const struct moment *a = part[0], *b = part[2];
    if ((double)a->length.finest <= b->n)
        return false;
    *out = *a;
    add_length(&out->length, &b->length);
    return true;
}

/* "all day", "for the hour", "the whole week". */
static bool make_whole_unit(const struct moment_now *now, const struct moment *const part[],
                            int arg, struct moment *out)
{
    return part[arg]->n >= SAHUT_GRAIN_MINUTE && make_length(1, part[arg]->n, out);
}

EN_MAKER(make_whole_weekend)
{
    return make_length(2, SAHUT_GRAIN_DAY, out);
}

/* A weekend is two days. */
static bool make_weekends(const struct moment_now *now, const struct moment *const part[], int arg,
                          struct moment *out)
{
    return make_length(part[0]->n * 2, SAHUT_GRAIN_DAY, out);
}

static const struct phrase_rule rules[] = {
    PHRASE_MAKE(EN_LENGTH_PIECE, make_count_of_unit, 2, EN_QUANTITY, -EN_MORE, EN_UNIT),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_count_of_unit, 3, EN_QUANTITY, EN_OF, -EN_A, EN_UNIT),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_piece_of_unit, 3, EN_PIECE_OF_ONE, -EN_OF, -EN_A, EN_UNIT),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_count_of_whole, 2, EN_QUANTITY, EN_WHOLE, EN_UNIT),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_tens_and_ones, 3, EN_TENS, EN_AND, EN_ONES, EN_UNIT),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_tens_and_ones, 3, EN_ONES, EN_AND, EN_TENS, EN_UNIT),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_fortnights, 0, EN_QUANTITY, EN_FORTNIGHT),
    PHRASE_DOUBT(EN_LENGTH_PIECE, make_quarters, 0, EN_QUANTITY, EN_QUARTER),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_spans, 0, EN_QUANTITY, EN_SPAN),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_piece_of_span, 3, EN_PIECE_OF_ONE, -EN_OF, EN_A, EN_SPAN),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_working_days, 0, EN_QUANTITY, EN_WORKING, EN_UNIT),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_nights, 0, EN_QUANTITY, EN_DAYPARTS),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_or_more, 0, EN_QUANTITY, EN_UNIT, EN_OR, EN_CARDINAL),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_unit_and_fraction, 0, EN_QUANTITY, EN_UNIT, EN_AND,
                EN_PIECE_OF_ONE),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_one_and_fraction, 0, EN_UNIT, EN_AND, EN_PIECE_OF_ONE),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_from_to, 3, EN_QUANTITY, EN_TO, EN_QUANTITY, EN_UNIT),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_from_to, 3, EN_QUANTITY, EN_OR, EN_QUANTITY, EN_UNIT),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_from_to, 3, EN_QUANTITY, EN_THROUGH, EN_QUANTITY, EN_UNIT),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_unit_and_rest, 0, EN_QUANTITY, EN_UNIT, -EN_AND, EN_CARDINAL),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_another, 2, EN_ANOTHER, -EN_QUANTITY, EN_UNIT),
    PHRASE_MAKE(EN_LENGTH_PIECE, make_weekends, 0, EN_QUANTITY, EN_WEEKENDS),
    PHRASE_PICK(EN_LENGTH, 0, EN_LENGTH_PIECE),
    PHRASE_MAKE(EN_LENGTH, make_one_and_rest, 0, EN_UNIT, EN_AND, EN_LENGTH),
    PHRASE_MAKE(EN_LENGTH, make_joined, 0, EN_LENGTH_PIECE, -EN_AND, EN_LENGTH),
    PHRASE_PICK(EN_DURATION, 2, -EN_FOR, -EN_AROUND, EN_LENGTH),
    PHRASE_PICK(EN_DURATION, 1, EN_BY, EN_LENGTH),
    PHRASE_MAKE(EN_DURATION, make_whole_unit, 3, -EN_FOR, -EN_THE, EN_WHOLE, EN_UNIT),
    PHRASE_MAKE(EN_DURATION, make_whole_weekend, 0, -EN_FOR, -EN_THE, EN_WHOLE, EN_WEEKEND),
    PHRASE_MAKE(EN_DURATION, make_whole_weekend, 0, EN_FOR, EN_A, EN_WEEKEND),
    PHRASE_MAKE(EN_DURATION, make_whole_unit, 2, EN_FOR, EN_THE, EN_UNIT),
};
const struct phrase_table en_duration_rules = {rules, sizeof rules / sizeof *rules};
