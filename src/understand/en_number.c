// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <math.h>
#include <stddef.h>

#include "understand/en.h"

/* A whole number while its words come in: the groups already closed by "thousand" or "million",
 * and the group below them. */
struct count {
    double total, group;
    double scale;     /* the last scale said; the next must be smaller */
    int room;         /* what the group can still take: 3 all, 2 below hundred, 1 ones, 0 nothing */
    bool hundred;     /* said in this group */
    bool may_say_and; /* just after "hundred" or a scale */
    const struct moment_now *now;
};

/* What a name of a power of ten is worth: by the long scale a billion is a million millions (and an
 * n-illion the n-th power of a million, so twice as many zeros beyond a million). */
static double worth(const struct moment_now *now, double scale)
{
    return now && now->habits.long_scale && scale >= 1e9 ? scale * scale / 1e6 : scale;
}

static bool add_below_hundred(struct count *c, double value, int room_needed, int room_left)
{
    if (c->room < room_needed || (value == 0 && c->total + c->group > 0))
        return false;
    c->group += value;
    c->room = room_left;
    c->may_say_and = false;
    return true;
}

static bool multiply(struct count *c, double name, bool first)
{
    double scale = worth(c->now, name);
    double group = first ? 1 : c->group;
    bool hundred = scale == 100;
    /* "six hundred thousand million": all that was said so far, so often */
    if (!hundred && group == 0 && c->may_say_and && c->total < scale && scale > c->scale) {
        c->total *= scale;
        c->scale = scale;
        return true;
    }
    if (group < 1 || (hundred && (c->hundred || group > 99)) || (!hundred && scale >= c->scale))
        return false;
    c->may_say_and = true;
    if (hundred) {
        c->group = group * 100;
        c->hundred = true;
        c->room = 2;
        return true;
    }
    c->total += group * scale;
    c->group = 0;
    c->scale = scale;
    c->hundred = false;
    c->room = 3;
    return true;
}

/* "three hundred and two dozen" are 324. */
static bool add_dozens(struct count *c, double dozen, bool first)
{
    double below = fmod(c->group, 100);
    if (c->hundred && below > 0) {
        c->group += below * (dozen - 1);
        c->room = 0;
        return true;
    }
    return multiply(c, dozen, first);
}

/* Adds one word; false if it does not continue the number. */
static bool add_word(struct count *c, const struct phrase_token *t, bool first)
{
    const double *v;
    if ((v = phrase_token_read(t, EN_ONES)))
        return add_below_hundred(c, *v, 1, 0);
    if ((v = phrase_token_read(t, EN_TEENS)))
        return add_below_hundred(c, *v, 2, 0);
    if ((v = phrase_token_read(t, EN_TENS)))
        return add_below_hundred(c, *v, 2, 1);
    if ((v = phrase_token_read(t, EN_HUNDRED)) || (v = phrase_token_read(t, EN_SCALE)))
        return multiply(c, *v, first);
    if ((v = phrase_token_read(t, EN_DOZEN)))
        return add_dozens(c, *v, first);
    return false;
}

/* The ordinal (or with EN_FRACTION, the name of a fraction) that ends the number at this word, or
 * 0.
 */
static double ordinal_with(const struct count *c, const struct phrase_token *t, int symbol,
                           bool first)
{
    const double *v = phrase_token_read(t, symbol);
    if (symbol == EN_FRACTION && (!v || *v >= 100))
        v = phrase_token_read(t, EN_FRACTIONS);
    if (!v || *v < 0)
        return 0;
    struct count end = *c;
    if (*v >= 100)
        return multiply(&end, *v, first) ? end.total + end.group : 0;
    int room = *v < 10 ? 1 : 2;
    return add_below_hundred(&end, *v, room, 0) ? end.total + end.group : 0;
}

static void emit_number(struct phrase *p, int end, double value, bool ordinal)
{
    struct moment m = {.n = value, .ordinal = ordinal};
    phrase_emit(p, end, &m);
}

/* Reads as far as a number goes and emits every number on the way: "twenty", "twenty three"; or
 * with EN_ORDINAL or EN_FRACTION those that end with one. */
static void read_number(struct phrase *p, int at, int ordinal)
{
    int n;
    const struct phrase_token *tokens = phrase_tokens(p, &n);
    struct count c = {.scale = INFINITY, .room = 3, .now = phrase_now(p)};
    bool first = true;
    if (phrase_token_read(&tokens[at], EN_A) && at + 1 < n &&
        (phrase_token_read(&tokens[at + 1], EN_HUNDRED) ||
         phrase_token_read(&tokens[at + 1], EN_SCALE) ||
         phrase_token_read(&tokens[at + 1], EN_DOZEN)))
        at++;
    for (int i = at; i < n; i++) {
        if (c.may_say_and && phrase_token_read(&tokens[i], EN_AND) && i + 1 < n) {
            c.may_say_and = false;
            if (c.room > 2)
                c.room = 2;
            continue;
        }
        double value = ordinal ? ordinal_with(&c, &tokens[i], ordinal, first) : 0;
        if (value > 0)
            emit_number(p, i + 1, value, ordinal == EN_ORDINAL);
        if (!add_word(&c, &tokens[i], first))
            return;
        first = false;
        if (!ordinal)
            emit_number(p, i + 1, c.total + c.group, false);
    }
}

static void read_cardinal(struct phrase *p, int at)
{
    read_number(p, at, 0);
}

static void read_ordinal(struct phrase *p, int at)
{
    read_number(p, at, EN_ORDINAL);
}

/* Both as "one hundred and fifth" and as "one hundred fifths". */
static void read_denominator(struct phrase *p, int at)
{
    read_number(p, at, EN_ORDINAL);
    read_number(p, at, EN_FRACTION);
}

/* What follows "point": "one four", "fourteen", "oh five". */
static void read_digits(struct phrase *p, int at)
{
    int n;
    const struct phrase_token *tokens = phrase_tokens(p, &n);
    double value = 0, place = 1;
    for (int i = at; i < n && place > 1e-15; i++) {
        const double *ones = phrase_token_read(&tokens[i], EN_ONES);
        const double *teens = phrase_token_read(&tokens[i], EN_TEENS);
        const double *tens = phrase_token_read(&tokens[i], EN_TENS);
        const double *after = tens && i + 1 < n ? phrase_token_read(&tokens[i + 1], EN_ONES) : NULL;
        if (ones) {
            place /= 10;
            value += *ones * place;
        } else if (teens || tens) {
            place /= 100;
            value += (teens ? *teens : *tens + (after ? *after : 0)) * place;
            i += after != NULL;
        } else {
            return;
        }
        emit_number(p, i + 1, value, false);
    }
}

/* The sum of the numbers among the parts; "two" + "a half". */
static bool make_sum(const struct moment_now *now, const struct moment *const part[], int arg,
                     struct moment *out)
{
    out->n = part[0]->n + part[arg]->n;
    return true;
}

static bool make_one(const struct moment_now *now, const struct moment *const part[], int arg,
                     struct moment *out)
{
    out->n = arg;
    return true;
}

static bool make_half(const struct moment_now *now, const struct moment *const part[], int arg,
                      struct moment *out)
{
    out->n = part[arg] && part[arg]->n > 1 ? part[arg]->n / 2 : 0.5;
    return true;
}

/* "two hundred and three quarters": the fraction is less than one. */
EN_MAKER(make_whole_and_fraction)
{
    out->n = part[0]->n + part[2]->n;
    return part[0]->n < 100 || part[2]->n < 1;
}

/* "a quarter", "two thirds", "one thousandth". Two of a large one have their plural: "two
 * hundredth" comes after the hundred and ninety-ninth. */
static bool make_fraction(const struct moment_now *now, const struct moment *const part[], int arg,
                          struct moment *out)
{
    double count = arg > 0 ? part[0]->n : 1, of = part[arg > 0 ? arg : -arg]->n;
    out->n = count / worth(now, of);
    return of > 1 && count < 100 && (of < 100 || count <= 1);
}

EN_MAKER(make_fractions)
{
    out->n = part[0]->n / worth(now, part[arg]->n);
    return part[0]->n < 100;
}

/* "two hundred fifty hundredths": only where no "and" makes a whole and a fraction of it. */
EN_MAKER(make_large_fraction)
{
    out->n = part[0]->n / part[1]->n;
    return part[0]->n >= 100;
}

/* "one one hundred and fifth", "three one thousandths". */
EN_MAKER(make_named_fraction)
{
    out->n = part[0]->n / part[1]->n;
    return part[0]->n >= 1 && part[1]->n >= 100 && (part[0]->n <= 1 || !part[1]->ordinal);
}

/* "half a million", "quarter million". */
static bool make_product(const struct moment_now *now, const struct moment *const part[], int arg,
                         struct moment *out)
{
    out->n = part[0]->n * worth(now, part[arg]->n);
    return part[0]->n < 1;
}

/* "two point five million", "one and a half million". */
EN_MAKER(make_scaled)
{
    out->n = (part[0]->n + (arg > 1 ? part[2]->n : 0)) * worth(now, part[arg]->n);
    return true;
}

/* "two million and a half", "a dozen and a half": the fraction counts the same. Of hundreds and
 * thousands it is a fraction of one. */
EN_MAKER(make_scale_and_fraction)
{
    double count = part[0] ? part[0]->n : 1, scale = worth(now, part[1]->n);
    out->n = (count < 1 ? 1 : count) * scale + part[3]->n * scale;
    return scale == 12 || scale >= 1e6;
}

/* "a few hundred", "a couple of thousand". */
EN_MAKER(make_some_scaled)
{
    out->n = part[1]->n * worth(now, part[arg]->n);
    return true;
}

/* "three twenty-fifths", "one twenty-first"; one of them is named like an ordinal: `arg`. */
EN_MAKER(make_compound_fraction)
{
    double count = part[0]->n > 0 ? part[0]->n : 1; /* "a" counts one */
    out->n = count / (part[1]->n + part[2]->n);
    return part[2]->n < 10 && part[2]->n > 0 && (!arg || count == 1);
}

/* "one out of three". */
static bool make_ratio(const struct moment_now *now, const struct moment *const part[], int arg,
                       struct moment *out)
{
    out->n = part[0]->n / part[arg]->n;
    return part[arg]->n > 0;
}

static bool make_minus(const struct moment_now *now, const struct moment *const part[], int arg,
                       struct moment *out)
{
    out->n = -part[1]->n;
    return true;
}

/* Counted from the end if negative: "last", "third last", "second to last". */
EN_MAKER(make_rank)
{
    out->n = part[0]->n;
    if (part[arg] && (part[arg]->n >= 0 || part[0]->n < 1))
        return false;
    if (part[arg])
        out->n = -part[0]->n;
    return true;
}

static const struct phrase_rule rules[] = {
    {.left = EN_CARDINAL, .leaf = read_cardinal},
    {.left = EN_ORDINAL_NUMBER, .leaf = read_ordinal},
    {.left = EN_DENOMINATOR, .leaf = read_denominator},
    {.left = EN_DIGITS, .leaf = read_digits},
    PHRASE_PICK(EN_RANK, 0, EN_ORDINAL),
    PHRASE_PICK(EN_RANK, 0, EN_ORDINAL_NUMBER),
    PHRASE_MAKE(EN_RANK, make_rank, 2, EN_ORDINAL, -EN_TO, EN_ORDINAL),
    PHRASE_MAKE(EN_DECIMAL, make_sum, 2, EN_CARDINAL, EN_POINT, EN_DIGITS),
    PHRASE_PICK(EN_DECIMAL, 1, EN_POINT, EN_DIGITS),
    PHRASE_MAKE(EN_PIECE_OF_ONE, make_half, 0, -EN_A, EN_HALF),
    PHRASE_MAKE(EN_PIECE_OF_ONE, make_half, 0, EN_CARDINAL, EN_HALF),
    PHRASE_MAKE(EN_PIECE_OF_ONE, make_fraction, -1, -EN_A, EN_FRACTION),
    PHRASE_MAKE(EN_PIECE_OF_ONE, make_fraction, 1, EN_CARDINAL, EN_FRACTION),
    PHRASE_MAKE(EN_PIECE_OF_ONE, make_fractions, 1, EN_CARDINAL, EN_FRACTIONS),
    PHRASE_DOUBT(EN_PIECE_OF_ONE, make_large_fraction, 0, EN_CARDINAL, EN_FRACTION),
    PHRASE_DOUBT(EN_PIECE_OF_ONE, make_large_fraction, 0, EN_CARDINAL, EN_FRACTIONS),
    PHRASE_DOUBT(EN_PIECE_OF_ONE, make_named_fraction, 0, EN_CARDINAL, EN_DENOMINATOR),
    PHRASE_DOUBT(EN_PIECE_OF_ONE, make_compound_fraction, 0, EN_CARDINAL, EN_TENS, EN_FRACTION),
    PHRASE_DOUBT(EN_PIECE_OF_ONE, make_compound_fraction, 1, EN_CARDINAL, EN_TENS, EN_ORDINAL),
    PHRASE_DOUBT(EN_PIECE_OF_ONE, make_compound_fraction, 1, EN_A, EN_TENS, EN_ORDINAL),
    PHRASE_PICK(EN_QUANTITY, 0, EN_CARDINAL),
    PHRASE_PICK(EN_QUANTITY, 0, EN_DECIMAL),
    PHRASE_MAKE(EN_QUANTITY, make_scale_and_fraction, 0, -EN_CARDINAL, EN_SCALE, EN_AND,
                EN_PIECE_OF_ONE),
    PHRASE_MAKE(EN_QUANTITY, make_scale_and_fraction, 0, -EN_A, EN_DOZEN, EN_AND, EN_PIECE_OF_ONE),
    PHRASE_MAKE(EN_QUANTITY, make_some_scaled, 3, -EN_A, EN_SOME, -EN_OF, EN_HUNDRED),
    PHRASE_MAKE(EN_QUANTITY, make_some_scaled, 3, -EN_A, EN_SOME, -EN_OF, EN_SCALE),
    PHRASE_MAKE(EN_QUANTITY, make_whole_and_fraction, 0, EN_CARDINAL, EN_AND, EN_PIECE_OF_ONE),
    PHRASE_MAKE(EN_QUANTITY, make_sum, 2, EN_CARDINAL, EN_A, EN_PIECE_OF_ONE),
    PHRASE_MAKE(EN_QUANTITY, make_product, 2, EN_PIECE_OF_ONE, -EN_A, EN_SCALE),
    PHRASE_MAKE(EN_QUANTITY, make_product, 2, EN_PIECE_OF_ONE, -EN_A, EN_DOZEN),
    PHRASE_MAKE(EN_QUANTITY, make_scaled, 1, EN_DECIMAL, EN_SCALE),
    PHRASE_PICK(EN_QUANTITY, 1, -EN_A, EN_SOME, -EN_OF),
    PHRASE_MAKE(EN_QUANTITY, make_one, 1, EN_A),
    PHRASE_PICK(EN_COUNT, 0, EN_CARDINAL),
    PHRASE_PICK(EN_COUNT, 0, EN_DECIMAL),
    PHRASE_PICK(EN_COUNT, 0, EN_LITERAL),
    PHRASE_MAKE(EN_COUNT, make_some_scaled, 3, -EN_A, EN_SOME, -EN_OF, EN_HUNDRED),
    PHRASE_MAKE(EN_COUNT, make_some_scaled, 3, -EN_A, EN_SOME, -EN_OF, EN_SCALE),
    PHRASE_MAKE(EN_COUNT, make_scaled, 1, EN_DECIMAL, EN_SCALE),
    PHRASE_PICK(EN_COUNT, 1, -EN_A, EN_SOME, -EN_OF),
    PHRASE_MAKE(EN_COUNT, make_minus, 0, EN_MINUS, EN_COUNT),
    PHRASE_PICK(EN_SHARE, 0, EN_PIECE_OF_ONE),
    PHRASE_MAKE(EN_SHARE, make_scale_and_fraction, 0, -EN_CARDINAL, EN_SCALE, EN_AND,
                EN_PIECE_OF_ONE),
    PHRASE_MAKE(EN_SHARE, make_scale_and_fraction, 0, -EN_A, EN_SCALE, EN_AND, EN_PIECE_OF_ONE),
    PHRASE_MAKE(EN_SHARE, make_scale_and_fraction, 0, -EN_A, EN_DOZEN, EN_AND, EN_PIECE_OF_ONE),
    PHRASE_MAKE(EN_SHARE, make_scale_and_fraction, 0, EN_CARDINAL, EN_DOZEN, EN_AND,
                EN_PIECE_OF_ONE),
    PHRASE_MAKE(EN_SHARE, make_whole_and_fraction, 0, EN_CARDINAL, EN_AND, EN_PIECE_OF_ONE),
    PHRASE_MAKE(EN_SHARE, make_product, 2, EN_PIECE_OF_ONE, -EN_A, EN_SCALE),
    PHRASE_MAKE(EN_SHARE, make_product, 3, EN_PIECE_OF_ONE, EN_OF, EN_A, EN_SCALE),
    PHRASE_MAKE(EN_SHARE, make_product, 2, EN_PIECE_OF_ONE, -EN_A, EN_DOZEN),
    PHRASE_MAKE(EN_SHARE, make_scaled, 3, EN_CARDINAL, EN_AND, EN_PIECE_OF_ONE, EN_SCALE),
    PHRASE_MAKE(EN_SHARE, make_ratio, 2, EN_CARDINAL, EN_OVER, EN_CARDINAL),
    PHRASE_MAKE(EN_SHARE, make_ratio, 3, EN_CARDINAL, EN_OUT, EN_OF, EN_CARDINAL),
    PHRASE_MAKE(EN_SHARE, make_minus, 0, EN_MINUS, EN_SHARE),
    PHRASE_PICK(EN_NUMBER, 0, EN_COUNT),
    PHRASE_PICK(EN_NUMBER, 0, EN_SHARE),
    PHRASE_PICK(EN_NUMBER, 0, EN_ORDINAL_NUMBER),
};
const struct phrase_table en_number_rules = {rules, sizeof rules / sizeof *rules};
