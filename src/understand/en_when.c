// SPDX-License-Identifier: GPL-3.0-or-later
/* Days by name and by distance, and how pieces stand together. Clock times are in en_clock.c, dates
 * in en_date.c, what is longer in en_period.c. */
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
    out->part = (enum moment_part)part[arg]->n;
    return true;
}

/* "later this afternoon". */
EN_MAKER(make_later_part)
{
    return make_this_part(now, part + 1, arg - 1, out);
}

/* "last night", "the previous evening", "the next morning": of yesterday, of tomorrow; "the coming
 * evening" is the one that comes. */
EN_MAKER(make_beside_part)
{
    enum moment_which which = en_which_of(part[1]);
    out->has = which == MOMENT_SOON ? MOMENT_PART : MOMENT_DAY | MOMENT_PART;
    out->day = now->day + (which == MOMENT_LAST ? -1 : 1);
    out->part = (enum moment_part)part[arg]->n;
    return which == MOMENT_LAST || which == MOMENT_NEXT || which == MOMENT_SOON;
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
    out->weekday = en_int(part[arg]->n);
    out->which = en_which_of(part[arg - 1]);
    return true;
}

/* "next weekday", "last workday": from Monday to Friday. */
EN_MAKER(make_workday)
{
    int step = en_which_of(part[1]) == MOMENT_LAST ? -1 : 1;
    out->has = MOMENT_DAY;
    out->day = now->day;
    do {
        out->day += step;
        struct sahut_civil c = sahut_civil_from_days(out->day);
        out->n = sahut_civil_weekday(&c);
    } while (out->n > 4);
    return en_which_of(part[1]) != MOMENT_THIS;
}

/* "in three working days": Mondays to Fridays are counted, from the next day on. */
EN_MAKER(make_working_days_ahead)
{
    int64_t left = (int64_t)part[arg]->n;
    if (left < 1 || left > 1000 || part[arg]->n != (double)left ||
        part[arg + 2]->n != SAHUT_GRAIN_DAY)
        return false;
    out->has = MOMENT_DAY;
    for (out->day = now->day; left > 0;) {
        struct sahut_civil c = sahut_civil_from_days(++out->day);
        left -= sahut_civil_weekday(&c) < 5;
    }
    return true;
}

/* "in ten": minutes, where a clock would say them. Not "cut it in two", "in ninety". */
EN_MAKER(make_minutes_ahead)
{
    int64_t n = (int64_t)part[1]->n;
    out->has = MOMENT_LENGTH;
    out->n = SAHUT_GRAIN_MINUTE;
    out->length.finest = SAHUT_GRAIN_MINUTE;
    return n >= 5 && n < 60 && (double)n == part[1]->n && n % 5 == 0 &&
           moment_length_add(&out->length, part[1]->n, SAHUT_GRAIN_MINUTE);
}

/* "this coming monday". */
EN_MAKER(make_this_coming)
{
    out->has = MOMENT_WEEKDAY;
    out->weekday = en_int(part[2]->n);
    out->which = MOMENT_SOON;
    return en_which_of(part[0]) == MOMENT_THIS && en_which_of(part[1]) == MOMENT_SOON;
}

/* The day of a period that today is of its own: the same weekday of another week, the same day of
 * another month or year. */
bool en_day_in(struct moment *out, const struct moment_now *now, const struct moment *period)
{
    struct sahut_civil start = period->period.start;
    enum sahut_grain grain = period->period.grain;
    out->has |= MOMENT_DAY;
    if (period->has != MOMENT_PERIOD)
        return false;
    if (grain == SAHUT_GRAIN_MONTH || grain == SAHUT_GRAIN_YEAR) {
        int months = (start.year - now->civil.year) * 12;
        if (grain == SAHUT_GRAIN_MONTH)
            months += start.month - now->civil.month;
        start = sahut_civil_add_months(now->civil, months);
        out->day = sahut_civil_days(&start);
        return true;
    }
    int ahead = (sahut_civil_weekday(&now->civil) - sahut_civil_weekday(&start) + 7) % 7;
    out->day = sahut_civil_days(&start) + ahead;
    return grain == SAHUT_GRAIN_WEEK;
}

/* "this time tomorrow", "the same time next week". */
EN_MAKER(make_at_same_time)
{
    const struct moment *day = part[arg];
    out->has = MOMENT_DAY | MOMENT_CLOCK;
    out->clock = (struct moment_clock){now->civil.hour, now->civil.minute, MOMENT_AS_SAID, 0};
    if (day->has == MOMENT_PERIOD)
        return en_day_in(out, now, day);
    return moment_resolve_day(day, now, &out->day) == 0;
}

/* "tomorrow at the same time". */
EN_MAKER(make_this_clock)
{
    out->has = MOMENT_CLOCK;
    out->clock = (struct moment_clock){now->civil.hour, now->civil.minute, MOMENT_AS_SAID, 0};
    return true;
}

EN_MAKER(make_same_time)
{
    return en_which_of(part[1]) == MOMENT_THIS && make_at_same_time(now, part, arg, out);
}

/* "first thing tomorrow". */
EN_MAKER(make_first_thing)
{
    out->has = MOMENT_PART;
    out->part = arg ? (enum moment_part)part[arg]->n : MOMENT_MORNING;
    return part[0]->n == 1;
}

/* "within the hour": one of them from now on. */
EN_MAKER(make_within_unit)
{
    enum sahut_grain unit = (enum sahut_grain)part[2]->n;
    out->has = MOMENT_LENGTH;
    out->length.finest = unit;
    return moment_length_add(&out->length, 1, unit);
}

EN_MAKER(make_ago)
{
    *out = *part[arg];
    out->length.months = -out->length.months;
    out->length.days = -out->length.days;
    out->length.seconds = -out->length.seconds;
    return true;
}

/* "a week from tuesday", "two hours before noon". A shifted day is a day, so that a clock time can
 * join it. */
static bool set_shifted(struct moment *out, const struct moment_now *now,
                        const struct moment_length *length, int sign, const struct moment *from)
{
    struct sahut_when when;
    if (moment_resolve(from, now, &when))
        return false;
    bool whole_day = when.grain == SAHUT_GRAIN_DAY;
    when = moment_shift(&when, length, sign, now);
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

EN_MAKER(make_shifted)
{
    return set_shifted(out, now, &part[0]->length, arg, part[2]);
}

/* "two weeks prior to easter". */
EN_MAKER(make_shifted_prior)
{
    return set_shifted(out, now, &part[0]->length, arg, part[3]);
}

/* "the last friday of this month" is none that is "last friday" and in this month. */
static bool says_which_day_of(const struct moment *a, const struct moment *b)
{
    return a->has & MOMENT_WEEKDAY && b->has & MOMENT_PERIOD &&
           (a->which == MOMENT_LAST || a->which == MOMENT_NEXT);
}

EN_MAKER(make_frame)
{
    *out = *part[arg];
    if (!part[arg + 1])
        return true;
    if (says_which_day_of(out, part[arg + 1]) || says_which_day_of(part[arg + 1], out))
        return false;
    return moment_merge(out, part[arg + 1]);
}

/* "friday from five": alone "from five" is no time. */
EN_MAKER(make_day_and_clock)
{
    *out = *part[0];
    return moment_merge(out, part[arg]);
}

/* "the same time on friday", "on friday at the same time". */
EN_MAKER(make_clock_and_day)
{
    *out = *part[arg];
    return moment_merge(out, part[arg == 1 ? 2 : 0]);
}

/* "friday 9.30", "9.30 tomorrow evening": behind a day, or before a part of one, a number with a
 * point is a time; not in "pay 12.50 on friday". */
EN_MAKER(make_dotted_frame)
{
    *out = *part[0];
    return moment_merge(out, part[1]) && (!part[2] || moment_merge(out, part[2])) &&
           (arg || out->has & MOMENT_PART);
}

/* "friday pm", "tomorrow a m at nine": a part of the day. */
EN_MAKER(make_half_of_day)
{
    struct moment part_of_day = {.has = MOMENT_PART};
    part_of_day.part = part[1]->n == MOMENT_AM ? MOMENT_MORNING : MOMENT_AFTERNOON;
    *out = *part[0];
    if (out->has != MOMENT_WEEKDAY && out->has != MOMENT_DAY) /* "the five a m alarm" */
        return false;
    return moment_merge(out, &part_of_day) && (!part[2] || moment_merge(out, part[2]));
}

/* "friday eve" */
EN_MAKER(make_day_eve)
{
    struct moment evening = {.has = MOMENT_PART, .part = MOMENT_EVENING};
    *out = *part[0];
    if (!(out->has & MOMENT_DAY)) {
        out->has = MOMENT_WEEKDAY;
        out->weekday = en_int(part[0]->n);
    }
    return moment_merge(out, &evening);
}

/* "one evening next week": nobody says which. */
EN_MAKER(make_some_part_of)
{
    *out = *part[arg];
    return part[0]->n == 1;
}

/* "two weeks back", where it is all that is said (en_chance.c). */
EN_MAKER(make_back)
{
    return part[1]->n == 1 && make_ago(now, part, arg, out);
}

/* "the night before last". */
EN_MAKER(make_night_before_last)
{
    out->has = MOMENT_DAY | MOMENT_PART;
    out->day = now->day - 2;
    out->part = MOMENT_NIGHT;
    return en_which_of(part[3]) == MOMENT_LAST;
}

/* "end of the day on friday", "by end of day": when the evening is. */
EN_MAKER(make_end_of_day)
{
    out->has = MOMENT_PART;
    out->part = MOMENT_TONIGHT;
    return true;
}

static const struct phrase_rule rules[] = {
    PHRASE_MAKE(EN_PART_PIECE, make_part, 1, -EN_EARLY, EN_DAYPART),
    PHRASE_MAKE(EN_PART_PIECE, make_part, 3, EN_IN, -EN_THE, -EN_EARLY, EN_DAYPART, -EN_OF),
    PHRASE_MAKE(EN_PART_PIECE, make_part, 3, EN_EARLY, EN_IN, EN_THE, EN_DAYPART),
    PHRASE_MAKE(EN_PART_PIECE, make_part, 3, EN_ON, EN_THE, -EN_EARLY, EN_DAYPART, -EN_OF),
    PHRASE_MAKE(EN_PART_PIECE, make_part, 1, -EN_THE, EN_DAYPART, EN_OF),
    PHRASE_MAKE(EN_PART_PIECE, make_night, 0, EN_AT, EN_NIGHT),
    PHRASE_MAKE(EN_PART_PIECE, make_first_thing, 0, EN_ORDINAL, EN_THING),
    PHRASE_MAKE(EN_PART_PIECE, make_first_thing, 4, EN_ORDINAL, EN_THING, EN_IN, EN_THE,
                EN_DAYPART),

    PHRASE_MAKE(EN_PART_PIECE, make_end_of_day, 0, -EN_BY, EN_END, EN_OF, -EN_THE, EN_DAY),
    PHRASE_MAKE(EN_PART_PIECE, make_end_of_day, 0, -EN_BY, EN_THE, EN_END, EN_OF, EN_THE, EN_DAY),
    PHRASE_MAKE(EN_PART_PIECE, make_end_of_day, 0, EN_AT, EN_THE, EN_END, EN_OF, EN_THE, EN_DAY),

    PHRASE_MAKE(EN_SAME_TIME, make_this_clock, 0, -EN_AT, -EN_THE, EN_SAME, EN_TIME),
    PHRASE_MAKE(EN_SAME_TIME, make_this_clock, 0, EN_FOR, -EN_THE, EN_SAME, EN_TIME),

    PHRASE_MAKE(EN_NAMED_DAY, make_day, 0, EN_RELATIVE_DAY),

    PHRASE_PICK(EN_PERIOD_PIECE, 1, -EN_IN, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_HENCE, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 2, EN_HENCE, EN_IN, EN_ENCLOSURE),
    PHRASE_DOUBT(EN_PERIOD_PIECE, NULL, 1, EN_EARLY, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_FOR, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_OF, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_FROM, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_AT, EN_PERIOD),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_ON, EN_PERIOD),
    PHRASE_MAKE(EN_PERIOD_PIECE, make_some_part_of, 2, EN_ONES, EN_DAYPART, EN_PERIOD_PIECE),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, -EN_IN, EN_MONTH_PIECE),
    PHRASE_PICK(EN_PERIOD_PIECE, 1, EN_IN, EN_NAMED_YEAR),

    PHRASE_PICK(EN_DAY_PIECE, 0, EN_NAMED_DAY),
    PHRASE_PICK(EN_DAY_PIECE, 1, EN_HENCE, EN_NAMED_DAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_tonight, 0, EN_HENCE, EN_TONIGHT),
    PHRASE_MAKE(EN_DAY_PIECE, make_later_part, 2, EN_HENCE, EN_WHICH, EN_DAYPART),
    PHRASE_MAKE(EN_DAY_PIECE, make_day_beyond, 1, -EN_THE, EN_DAY, EN_AFTER, EN_RELATIVE_DAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_day_beyond, -1, -EN_THE, EN_DAY, EN_BEFORE, EN_RELATIVE_DAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_tonight, 0, EN_TONIGHT),
    PHRASE_MAKE(EN_DAY_PIECE, make_this_part, 2, EN_WHICH, -EN_EARLY, EN_DAYPART),
    PHRASE_MAKE(EN_DAY_PIECE, make_beside_part, 2, -EN_THE, EN_WHICH, EN_DAYPART),
    PHRASE_MAKE(EN_DAY_PIECE, make_day_eve, 0, EN_WEEKDAY, EN_EVE),
    PHRASE_MAKE(EN_DAY_PIECE, make_day_eve, 0, EN_NAMED_DAY, EN_EVE),
    PHRASE_MAKE(EN_DAY_PIECE, make_night_before_last, 0, -EN_THE, EN_NIGHT, EN_BEFORE, EN_WHICH),
    PHRASE_MAKE(EN_DAY_PIECE, make_this_coming, 0, EN_WHICH, EN_WHICH, EN_WEEKDAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_working_days_ahead, 1, EN_IN, EN_CARDINAL, EN_WORKING, EN_UNIT),
    PHRASE_MAKE(EN_DAY_PIECE, make_working_days_ahead, 0, EN_CARDINAL, EN_WORKING, EN_UNIT, EN_FROM,
                EN_NOW),
    PHRASE_MAKE(EN_DAY_PIECE, make_weekday, 2, -EN_THE, -EN_WHICH, EN_WEEKDAY),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_DATE),
    PHRASE_PICK(EN_DAY_PIECE, 2, EN_IN, -EN_AROUND, EN_LENGTH, -EN_TIME),
    PHRASE_MAKE(EN_DAY_PIECE, make_minutes_ahead, 0, EN_IN, EN_CARDINAL),
    PHRASE_PICK(EN_DAY_PIECE, 2, EN_WITHIN, -EN_AROUND, EN_LENGTH),
    PHRASE_PICK(EN_DAY_PIECE, 1, EN_WITHIN, EN_SHIFTED),
    PHRASE_MAKE(EN_DAY_PIECE, make_workday, 0, -EN_THE, EN_WHICH, EN_WORKDAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_within_unit, 0, EN_WITHIN, EN_THE, EN_UNIT),
    PHRASE_MAKE(EN_DAY_PIECE, make_same_time, 3, -EN_AT, EN_WHICH, EN_TIME, EN_NAMED_DAY),
    PHRASE_MAKE(EN_DAY_PIECE, make_same_time, 3, -EN_AT, EN_WHICH, EN_TIME, EN_PERIOD),
    PHRASE_MAKE(EN_DAY_PIECE, make_same_time, 4, -EN_AT, EN_WHICH, EN_TIME, EN_ON, EN_DAY_PIECE),
    PHRASE_MAKE(EN_DAY_PIECE, make_at_same_time, 4, -EN_AT, -EN_THE, EN_SAME, EN_TIME, EN_PERIOD),
    PHRASE_MAKE(EN_DAY_PIECE, make_ago, 1, EN_DASH, EN_LENGTH),
    PHRASE_MAKE(EN_DAY_PIECE, make_ago, 1, EN_MINUS, EN_LENGTH),
    PHRASE_PICK(EN_DAY_PIECE, 1, EN_AFTER, EN_LENGTH),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_LENGTH, EN_OUT),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_LENGTH, EN_FROM, -EN_RIGHT, EN_NOW),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_LENGTH, EN_HENCE),
    PHRASE_MAKE(EN_DAY_PIECE, make_back, 0, EN_LENGTH, EN_GONE),
    PHRASE_MAKE(EN_DAY_PIECE, make_ago, 0, EN_LENGTH, EN_AGO),
    PHRASE_MAKE(EN_DAY_PIECE, make_ago, 0, EN_LENGTH, EN_BEFORE, EN_NOW),
    PHRASE_PICK(EN_DAY_PIECE, 1, EN_IN, EN_LENGTH, EN_FROM, -EN_RIGHT, EN_NOW),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_SHIFTED),
    PHRASE_PICK(EN_DAY_PIECE, 1, EN_IN, EN_SHIFTED),
    PHRASE_SAME(EN_DAY_PIECE, EN_BESIDE_DAY),
    PHRASE_PICK(EN_DAY_PIECE, 0, EN_EDGE_DAY),

    PHRASE_MAKE(EN_SHIFTED, make_shifted, 1, EN_LENGTH, EN_FROM, EN_FRAME),
    PHRASE_MAKE(EN_SHIFTED, make_shifted, 1, EN_LENGTH, EN_AFTER, EN_FRAME),
    PHRASE_MAKE(EN_SHIFTED, make_shifted, 1, EN_LENGTH, EN_ON, EN_FRAME),
    PHRASE_MAKE(EN_SHIFTED, make_shifted, -1, EN_LENGTH, EN_BEFORE, EN_FRAME),
    PHRASE_MAKE(EN_SHIFTED, make_shifted_prior, -1, EN_LENGTH, EN_BEFORE, EN_TO, EN_FRAME),

    PHRASE_MAKE(EN_FRAME, make_day_and_clock, 1, EN_DAY_PIECE, EN_SAME_TIME),
    PHRASE_MAKE(EN_FRAME, make_clock_and_day, 2, EN_SAME_TIME, -EN_ON, EN_DAY_PIECE),
    PHRASE_MAKE(EN_FRAME, make_day_and_clock, 2, EN_DAY_PIECE, EN_FROM, EN_CLOCK_TIME),
    PHRASE_MAKE(EN_FRAME, make_frame, 0, EN_CLOCK_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 0, EN_CLOCK_SPAN, -EN_FRAME),
    PHRASE_DOUBT(EN_FRAME, make_half_of_day, 0, EN_DAY_PIECE, EN_MERIDIEM, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_dotted_frame, 1, EN_DAY_PIECE, EN_CLOCK_DOTTED, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_dotted_frame, 0, EN_CLOCK_DOTTED, EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 0, EN_PART_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 0, EN_PERIOD_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 0, EN_DAY_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 1, EN_ON, EN_DAY_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 1, EN_EARLY, EN_DAY_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 2, EN_EARLY, EN_ON, EN_DAY_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 1, EN_FOR, EN_DAY_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 1, EN_BY, EN_DAY_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 1, EN_BEFORE, EN_DAY_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 1, EN_UNTIL, EN_DAY_PIECE, -EN_FRAME),
    PHRASE_MAKE(EN_FRAME, make_frame, 1, EN_AROUND, EN_DAY_PIECE, -EN_FRAME),
};
const struct phrase_table en_when_rules = {rules, sizeof rules / sizeof *rules};
