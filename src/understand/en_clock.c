// SPDX-License-Identifier: GPL-3.0-or-later
/* Times as a clock shows them: "nine thirty", "ten to five p m", "from two to four". */
#include <math.h>
#include <stddef.h>

#include "understand/en.h"

static bool set_clock(struct moment *out, double hour, double minute, enum moment_half half)
{
    if (hour < 0 || hour > 24 || minute < 0 || minute >= 60)
        return false;
    out->has = MOMENT_CLOCK;
    out->clock = (struct moment_clock){en_int(hour), en_int(minute), half, 0};
    return true;
}

static enum moment_half half_of_hour(double hour)
{
    return hour >= 1 && hour <= 12 ? MOMENT_EITHER : MOMENT_AS_SAID;
}

EN_MAKER(make_number)
{
    out->n = arg;
    return true;
}

EN_MAKER(make_hour)
{
    return set_clock(out, part[0]->n, 0, half_of_hour(part[0]->n));
}

/* "oh six thirty", "zero six": nobody says the zero of an afternoon. */
EN_MAKER(make_hour_with_oh)
{
    return part[0]->n == 0 && set_clock(out, part[1]->n, 0, MOMENT_AS_SAID);
}

/* "fifteen hundred", "nine hundred hours". */
EN_MAKER(make_hundred_hours)
{
    double hour = part[0]->n / 100;
    if (part[1] && part[1]->n != SAHUT_GRAIN_HOUR)
        return false;
    return hour >= 1 && hour == floor(hour) && set_clock(out, hour, 0, MOMENT_AS_SAID);
}

/* "seven fifty six and thirty seconds", as a typed 7:56:30 is read. */
EN_MAKER(make_with_seconds)
{
    double second = part[3]->n;
    if (part[4]->n != SAHUT_GRAIN_SECOND || second >= 60)
        return false;
    if (!set_clock(out, part[0]->clock.hour, part[1]->n, part[0]->clock.half))
        return false;
    out->clock.second = en_int(second);
    return true;
}

/* "at 1530", "at 0630": as the military says it. */
EN_MAKER(make_military)
{
    int n = part[arg]->n < 2400 ? en_int(part[arg]->n) : 9999;
    if (n != part[arg]->n || n < 100 || n % 100 > 59)
        return false;
    if (part[arg + 1] && part[arg + 1]->n != SAHUT_GRAIN_HOUR)
        return false;
    return set_clock(out, n / 100, n % 100, MOMENT_AS_SAID);
}

EN_MAKER(make_minutes)
{
    out->n = part[0]->n;
    return out->n >= 10 && out->n < 60;
}

EN_MAKER(make_minutes_with_oh)
{
    out->n = part[1]->n;
    return part[0]->n == 0;
}

/* "a minute past midnight". */
EN_MAKER(make_one_minute)
{
    out->n = 1;
    out->ordinal = true;
    return part[1]->n == SAHUT_GRAIN_MINUTE;
}

EN_MAKER(make_hour_minutes)
{
    enum moment_half half = part[0]->clock.half;
    if (part[2] && part[2]->n != SAHUT_GRAIN_HOUR)
        return false;
    return set_clock(out, part[0]->clock.hour, part[1]->n, part[2] ? MOMENT_AS_SAID : half);
}

EN_MAKER(make_minutes_around)
{
    if (part[1] && part[1]->n != SAHUT_GRAIN_MINUTE)
        return false;
    out->n = part[0]->n;
    out->ordinal = part[1]; /* "minutes" was said */
    return out->n >= 1 && out->n < 60;
}

/* Minutes past (arg 1) or to (arg -1) an hour. A half of the day that was said with the hour is
 * that of the hour: "quarter to twelve p m" is in the morning. */
EN_MAKER(make_around)
{
    const struct moment_clock *hour = &part[2]->clock;
    bool either = hour->half == MOMENT_EITHER;
    int h = hour->half == MOMENT_AM   ? hour->hour % 12
            : hour->half == MOMENT_PM ? hour->hour % 12 + 12
                                      : hour->hour;
    int minutes = h * 60 + hour->minute + arg * en_int(part[0]->n);
    /* "nine to five" is a span: without the word, minutes to an hour are fives. */
    if (arg < 0 && !part[0]->ordinal && en_int(part[0]->n) % 5)
        return false;
    /* "thirteen to nineteen" is no time: on the 24-hour clock nobody counts back from an hour. */
    if (hour->minute != 0 || (hour->half == MOMENT_AS_SAID && hour->hour % 12))
        return false;
    if (either) {
        minutes = (minutes + 11 * 60) % (12 * 60) + 60; /* 1:00 … 12:59 */
        return set_clock(out, minutes / 60, minutes % 60, MOMENT_EITHER);
    }
    if (minutes < 0) /* "ten to midnight" said as "ten to zero hours" */
        minutes += 24 * 60;
    return set_clock(out, minutes / 60, minutes % 60, MOMENT_AS_SAID);
}

/* "at quarter to", "at half past": of the next hour for which that is still to come. */
static bool set_minute(const struct moment_now *now, int minute, struct moment *out)
{
    int64_t at = moment_instant(now, now->day, now->civil.hour, (minute + 60) % 60, NULL);
    if (at <= now->ms)
        at = moment_instant(now, now->day, now->civil.hour + 1, (minute + 60) % 60, NULL);
    return en_set_fixed(out, at, at, SAHUT_GRAIN_MINUTE);
}

EN_MAKER(make_open_around)
{
    return set_minute(now, arg * en_int(part[1]->n), out);
}

/* "ten past the hour", "quarter to the hour". */
EN_MAKER(make_around_the_hour)
{
    return part[3]->n == SAHUT_GRAIN_HOUR && set_minute(now, arg * en_int(part[0]->n), out);
}

/* "on the hour", "at the top of the hour", "at the bottom of the hour". */
EN_MAKER(make_the_hour)
{
    int minute = arg ? en_int(part[arg]->n) : 0;
    return part[arg ? 5 : 2]->n == SAHUT_GRAIN_HOUR && set_minute(now, minute, out);
}

/* "oh six hundred". */
EN_MAKER(make_oh_hundred)
{
    if (part[3] && part[3]->n != SAHUT_GRAIN_HOUR)
        return false;
    return part[0]->n == 0 && set_clock(out, part[1]->n, 0, MOMENT_AS_SAID);
}

/* "1900 hours": so many are no duration. */
EN_MAKER(make_typed_military)
{
    return part[0]->n >= 1000 && make_military(now, part, 0, out);
}

/* "twenty past", "quarter to". */
EN_MAKER(make_bare_around)
{
    return set_minute(now, arg * en_int(part[0]->n), out);
}

EN_MAKER(make_bare_quarter_to)
{
    return set_minute(now, -15, out);
}

EN_MAKER(make_open_half_past)
{
    return set_minute(now, 30, out);
}

EN_MAKER(make_half_past)
{
    return part[arg]->clock.minute == 0 &&
           set_clock(out, part[arg]->clock.hour, 30, part[arg]->clock.half);
}

EN_MAKER(make_with_half)
{
    *out = *part[0];
    enum moment_half half = (enum moment_half)part[arg]->n;
    if (out->clock.half != MOMENT_EITHER) {
        out->impossible |= (half == MOMENT_PM) != (out->clock.hour >= 12);
        return true;
    }
    out->clock.half = half;
    return true;
}

EN_MAKER(make_noon)
{
    return (!part[1] || part[1]->n == 12) && set_clock(out, arg, 0, MOMENT_AS_SAID);
}

/* "next noon": the one that comes; "this noon" is today's. */
EN_MAKER(make_which_noon)
{
    enum moment_which which = en_which_of(part[0]);
    if (which == MOMENT_THIS && arg == 12) {
        out->has = MOMENT_DAY;
        out->day = now->day;
    }
    struct moment clock = {.has = 0};
    if ((which != MOMENT_NEXT && which != MOMENT_THIS) ||
        !set_clock(&clock, arg, 0, MOMENT_AS_SAID))
        return false;
    return moment_merge(out, &clock);
}

EN_MAKER(make_meal)
{
    return set_clock(out, part[arg]->n, 0, MOMENT_AS_SAID);
}

/* "close of business". */
EN_MAKER(make_fixed_hour)
{
    return set_clock(out, arg, 0, MOMENT_AS_SAID);
}

EN_MAKER(make_clock_span)
{
    *out = *part[arg];
    out->has |= MOMENT_UNTIL;
    out->until = part[arg + 2]->clock;
    out->impossible |= part[arg + 2]->impossible;
    return true;
}

/* "three p m to five p m", "nine to five", "fifteen to eighteen"; but "five to nine" and "twenty to
 * seven" are minutes to an hour. */
EN_MAKER(make_open_span)
{
    const struct moment_clock *from = &part[0]->clock, *to = &part[2]->clock;
    bool noon = to->half == MOMENT_AS_SAID && to->hour % 12 == 0;
    if ((to->half == MOMENT_EITHER || noon) && from->half != MOMENT_AM && from->half != MOMENT_PM &&
        from->minute == 0 && from->hour % 5 == 0 && to->minute == 0)
        return false;
    return make_clock_span(now, part, arg, out);
}

/* "at two to four": with "at" it is a point. */
EN_MAKER(make_at_minutes_to)
{
    struct moment minutes = *part[1];
    const struct moment *const parts[] = {&minutes, part[2], part[3]};
    minutes.ordinal = true;
    return minutes.n >= 1 && minutes.n < 30 && make_around(now, parts, -1, out);
}

/* "5.30": only where something else says that it is a time. */
EN_MAKER(make_dotted)
{
    return set_clock(out, part[0]->n, part[2]->n * 10 + part[3]->n, half_of_hour(part[0]->n));
}

/* "five and twenty past four". */
EN_MAKER(make_ones_and_tens)
{
    out->n = part[0]->n + part[2]->n;
    return out->n > 20 && out->n < 60;
}

static const struct phrase_rule rules[] = {
    PHRASE_MAKE(EN_MERIDIEM, make_number, MOMENT_AM, EN_AM),
    PHRASE_MAKE(EN_MERIDIEM, make_number, MOMENT_PM, EN_PM),
    PHRASE_MAKE(EN_MERIDIEM, make_number, MOMENT_AM, EN_A, EN_LETTER_M),
    PHRASE_MAKE(EN_MERIDIEM, make_number, MOMENT_PM, EN_LETTER_P, EN_LETTER_M),

    PHRASE_MAKE(EN_HOUR, make_hour, 0, EN_CARDINAL),
    PHRASE_MAKE(EN_HOUR, make_hour_with_oh, 0, EN_ONES, EN_ONES),
    PHRASE_MAKE(EN_MINUTES, make_minutes, 0, EN_CARDINAL),
    PHRASE_MAKE(EN_MINUTES, make_minutes_with_oh, 0, EN_ONES, EN_ONES),

    PHRASE_MAKE(EN_MINUTES_AROUND, make_minutes_around, 0, EN_CARDINAL, -EN_UNIT),
    PHRASE_MAKE(EN_MINUTES_AROUND, make_one_minute, 0, EN_A, EN_UNIT),
    PHRASE_MAKE(EN_MINUTES_AROUND, make_number, 15, -EN_A, EN_QUARTER),
    PHRASE_MAKE(EN_MINUTES_AROUND, make_ones_and_tens, 0, EN_ONES, EN_AND, EN_TENS),
    PHRASE_PICK(EN_HOUR_AROUND, 0, EN_HOUR, -EN_OCLOCK),
    PHRASE_MAKE(EN_HOUR_AROUND, make_with_half, 2, EN_HOUR, -EN_OCLOCK, EN_MERIDIEM),
    PHRASE_MAKE(EN_HOUR_AROUND, make_noon, 12, EN_NOON),
    PHRASE_MAKE(EN_HOUR_AROUND, make_noon, 24, EN_MIDNIGHT),

    PHRASE_PICK(EN_CLOCK_FACE, 0, EN_HOUR, -EN_OCLOCK),
    PHRASE_PICK(EN_CLOCK_FACE, 0, EN_HOUR, EN_LETTER_O, EN_CLOCK),
    PHRASE_MAKE(EN_CLOCK_FACE, make_hour_minutes, 0, EN_HOUR, EN_MINUTES, -EN_UNIT),
    PHRASE_MAKE(EN_CLOCK_FACE, make_with_seconds, 0, EN_HOUR, EN_MINUTES, EN_AND, EN_CARDINAL,
                EN_UNIT),
    PHRASE_MAKE(EN_CLOCK_FACE, make_hundred_hours, 0, EN_CARDINAL, -EN_UNIT),
    PHRASE_MAKE(EN_CLOCK_FACE, make_oh_hundred, 0, EN_ONES, EN_ONES, EN_HUNDRED, -EN_UNIT),
    PHRASE_MAKE(EN_CLOCK_FACE, make_half_past, 2, EN_HALF, EN_PAST, EN_HOUR_AROUND),
    PHRASE_MAKE(EN_CLOCK_FACE, make_half_past, 2, EN_HALF, EN_AFTER, EN_HOUR_AROUND),
    PHRASE_MAKE(EN_CLOCK_FACE, make_half_past, 1, EN_HALF, EN_HOUR),
    PHRASE_MAKE(EN_CLOCK_FACE, make_around, 1, EN_MINUTES_AROUND, EN_PAST, EN_HOUR_AROUND),
    PHRASE_MAKE(EN_CLOCK_FACE, make_around, 1, EN_MINUTES_AROUND, EN_AFTER, EN_HOUR_AROUND),
    PHRASE_MAKE(EN_CLOCK_FACE, make_around, -1, EN_MINUTES_AROUND, EN_TO, EN_HOUR_AROUND),
    PHRASE_MAKE(EN_CLOCK_FACE, make_around, -1, EN_MINUTES_AROUND, EN_BEFORE, EN_HOUR_AROUND),
    PHRASE_MAKE(EN_CLOCK_FACE, make_around, -1, EN_MINUTES_AROUND, EN_UNTIL, EN_HOUR_AROUND),
    PHRASE_MAKE(EN_CLOCK_FACE, make_around, -1, EN_MINUTES_AROUND, EN_OF, EN_HOUR_AROUND),

    PHRASE_PICK(EN_CLOCK_TIME, 0, EN_CLOCK_FACE),
    PHRASE_MAKE(EN_CLOCK_TIME, make_with_half, 1, EN_CLOCK_FACE, EN_MERIDIEM),
    PHRASE_MAKE(EN_CLOCK_TIME, make_noon, 12, -EN_THE, -EN_CARDINAL, EN_NOON),
    PHRASE_MAKE(EN_CLOCK_TIME, make_noon, 24, -EN_THE, -EN_CARDINAL, EN_MIDNIGHT),
    PHRASE_MAKE(EN_CLOCK_TIME, make_which_noon, 12, EN_WHICH, EN_NOON),
    PHRASE_MAKE(EN_CLOCK_TIME, make_which_noon, 24, EN_WHICH, EN_MIDNIGHT),

    PHRASE_MAKE(EN_CLOCK_DOTTED, make_dotted, 0, EN_CARDINAL, EN_POINT, EN_ONES, EN_ONES),

    PHRASE_MAKE(EN_CLOCK_PIECE, make_meal, 2, EN_AT, -EN_AROUND, EN_MEAL),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_meal, 1, EN_BY, EN_MEAL),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_meal, 1, EN_AFTER, EN_MEAL),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_meal, 1, EN_BEFORE, EN_MEAL),
    PHRASE_DOUBT(EN_CLOCK_PIECE, make_meal, 0, EN_MEAL),
    PHRASE_PICK(EN_CLOCK_PIECE, 2, EN_AT, -EN_AROUND, EN_CLOCK_TIME, -EN_EXACTLY),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_military, 1, EN_AT, EN_CARDINAL, -EN_UNIT),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_at_minutes_to, 0, EN_AT, EN_CARDINAL, EN_TO, EN_HOUR_AROUND),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_typed_military, 0, EN_CARDINAL, EN_UNIT),
    PHRASE_PICK(EN_CLOCK_PIECE, 1, EN_AT, EN_CLOCK_DOTTED),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_with_half, 1, EN_CLOCK_DOTTED, EN_MERIDIEM),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_fixed_hour, 17, -EN_BY, -EN_THE, EN_CLOSE, EN_OF, EN_WORKING),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_fixed_hour, 17, EN_AT, -EN_THE, EN_CLOSE, EN_OF, EN_WORKING),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_fixed_hour, 17, -EN_BY, -EN_THE, EN_END, EN_OF, EN_WORKING),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_fixed_hour, 17, EN_AT, -EN_THE, EN_END, EN_OF, EN_WORKING),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_around_the_hour, 1, EN_MINUTES_AROUND, EN_PAST, EN_THE,
                EN_UNIT),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_around_the_hour, 1, EN_MINUTES_AROUND, EN_AFTER, EN_THE,
                EN_UNIT),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_around_the_hour, -1, EN_MINUTES_AROUND, EN_TO, EN_THE,
                EN_UNIT),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_around_the_hour, -1, EN_MINUTES_AROUND, EN_BEFORE, EN_THE,
                EN_UNIT),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_the_hour, 0, EN_ON, EN_THE, EN_UNIT),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_the_hour, 2, -EN_AT, -EN_THE, EN_TOP, EN_OF, -EN_THE, EN_UNIT),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_open_around, 1, EN_AT, EN_MINUTES_AROUND, EN_PAST),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_open_around, -1, EN_AT, EN_MINUTES_AROUND, EN_TO),
    PHRASE_MAKE(EN_CLOCK_PIECE, make_open_half_past, 0, EN_AT, EN_HALF, EN_PAST),
    PHRASE_DOUBT(EN_CLOCK_PIECE, make_bare_around, 1, EN_MINUTES_AROUND, EN_PAST),
    PHRASE_DOUBT(EN_CLOCK_PIECE, make_bare_quarter_to, 0, -EN_A, EN_QUARTER, EN_TO),
    PHRASE_DOUBT(EN_CLOCK_PIECE, make_open_half_past, 0, EN_HALF, EN_PAST),
    PHRASE_PICK(EN_CLOCK_PIECE, 2, EN_AFTER, -EN_AROUND, EN_CLOCK_TIME),
    PHRASE_PICK(EN_CLOCK_PIECE, 2, EN_BEFORE, -EN_AROUND, EN_CLOCK_TIME),
    PHRASE_PICK(EN_CLOCK_PIECE, 2, EN_UNTIL, -EN_AROUND, EN_CLOCK_TIME),
    PHRASE_DOUBT(EN_CLOCK_PIECE, NULL, 1, -EN_AROUND, EN_CLOCK_TIME, -EN_EXACTLY),
    PHRASE_PICK(EN_CLOCK_PIECE, 2, -EN_AT, EN_EXACTLY, EN_CLOCK_TIME),
    PHRASE_PICK(EN_CLOCK_PIECE, 0, EN_CLOCK_TIME, EN_ON, EN_THE, EN_POINT),
    PHRASE_PICK(EN_CLOCK_PIECE, 1, EN_AT, EN_CLOCK_TIME, EN_ON, EN_THE, EN_POINT),
    PHRASE_PICK(EN_CLOCK_PIECE, 1, EN_BY, EN_CLOCK_TIME),
    PHRASE_PICK(EN_CLOCK_PIECE, 2, EN_FOR, -EN_AROUND, EN_CLOCK_TIME),

    PHRASE_MAKE(EN_CLOCK_SPAN, make_clock_span, 1, EN_FROM, EN_CLOCK_TIME, EN_TO, EN_CLOCK_TIME),
    PHRASE_MAKE(EN_CLOCK_SPAN, make_clock_span, 1, EN_FROM, EN_CLOCK_TIME, EN_UNTIL, EN_CLOCK_TIME),
    PHRASE_MAKE(EN_CLOCK_SPAN, make_clock_span, 1, EN_BETWEEN, EN_CLOCK_TIME, EN_AND,
                EN_CLOCK_TIME),
    PHRASE_MAKE(EN_CLOCK_SPAN, make_clock_span, 2, EN_IN, EN_BETWEEN, EN_CLOCK_TIME, EN_AND,
                EN_CLOCK_TIME),
    PHRASE_MAKE(EN_CLOCK_SPAN, make_clock_span, 2, EN_IN, EN_BETWEEN, EN_CLOCK_TIME, EN_THROUGH,
                EN_CLOCK_TIME),
    PHRASE_MAKE(EN_CLOCK_SPAN, make_clock_span, 0, EN_CLOCK_TIME, EN_UNTIL, EN_CLOCK_TIME),
    PHRASE_MAKE(EN_CLOCK_SPAN, make_clock_span, 0, EN_CLOCK_TIME, EN_THROUGH, EN_CLOCK_TIME),
    PHRASE_MAKE(EN_CLOCK_SPAN, make_clock_span, 1, EN_FROM, EN_CLOCK_TIME, EN_THROUGH,
                EN_CLOCK_TIME),
    PHRASE_MAKE(EN_CLOCK_SPAN, make_open_span, 0, EN_CLOCK_TIME, EN_TO, EN_CLOCK_TIME),
};
const struct phrase_table en_clock_rules = {rules, sizeof rules / sizeof *rules};
