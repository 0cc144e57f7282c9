// SPDX-License-Identifier: GPL-3.0-or-later
/* What comes back: "every weekday at seven", "twice a day at eight and eight". A recurrence is its
 * pieces in any order, at least one of which says that it comes back; repeat.c puts them together.
 */
#include <string.h>

#include "understand/en.h"
#include "understand/en_repeat.h"
#include "understand/repeat.h"

enum { MAX_INTERVAL = 10000 };

struct moment_repeat *en_comes_back(struct moment *out)
{
    out->has |= MOMENT_REPEAT;
    out->repeat.every = true;
    return &out->repeat;
}

static bool set_unit(struct moment *out, double unit, double interval)
{
    struct moment_repeat *r = en_comes_back(out);
    if (unit < SAHUT_GRAIN_MINUTE || interval < 1 || interval > MAX_INTERVAL ||
        interval != en_int(interval))
        return false;
    r->unit = en_int(unit);
    r->interval = en_int(interval);
    return true;
}

/* "every day" (arg: its unit), "every other day" (part 2 there, or 1 if it is a number). */
EN_MAKER(make_every_unit)
{
    return set_unit(out, part[arg]->n, 1);
}

EN_MAKER(make_every_other_unit)
{
    return set_unit(out, part[arg]->n, 2);
}

EN_MAKER(make_every_n_units)
{
    return set_unit(out, part[arg]->n, part[arg - 1]->n);
}

EN_MAKER(make_every_fortnight)
{
    return set_unit(out, SAHUT_GRAIN_WEEK, 2);
}

EN_MAKER(make_every_quarter)
{
    return set_unit(out, SAHUT_GRAIN_MONTH, 3);
}

EN_MAKER(make_half_hourly)
{
    return part[arg]->n == SAHUT_GRAIN_HOUR && set_unit(out, SAHUT_GRAIN_MINUTE, 30);
}

/* "every quarter of an hour": a part of one that is whole minutes. */
EN_MAKER(make_every_piece)
{
    return part[arg]->n == SAHUT_GRAIN_HOUR && part[1]->n < 1 &&
           set_unit(out, SAHUT_GRAIN_MINUTE, part[1]->n * 60);
}

EN_MAKER(make_periodic)
{
    int n = en_int(part[arg]->n);
    return set_unit(out, n / 100, n % 100);
}

/* "bi-monthly": every other month. */
EN_MAKER(make_bi_periodic)
{
    int n = en_int(part[arg]->n);
    return set_unit(out, n / 100, n % 100 * 2);
}

/* "twice a day", "three times a week"; "once a month" says no more than "every month". */
EN_MAKER(make_times_per_unit)
{
    double times = part[0] ? part[0]->n : part[1]->n;
    if (part[0] && part[1]->n != 0)
        return false;
    if (times < 1 || times > 24 || !set_unit(out, part[3]->n, 1))
        return false;
    out->repeat.per_unit = times > 1 ? en_int(times) : 0;
    return true;
}

/* "once every three weeks" */
EN_MAKER(make_once)
{
    *out = *part[1];
    return part[0]->n == 1;
}

/* "once a fortnight" */
EN_MAKER(make_once_a_fortnight)
{
    return part[0]->n == 1 && set_unit(out, SAHUT_GRAIN_WEEK, 2);
}

/* "twice daily", "three times weekly". */
EN_MAKER(make_times_periodic)
{
    int n = en_int(part[2]->n);
    const struct moment unit = {.n = n / 100};
    const struct moment *const parts[] = {part[0], part[1], NULL, &unit};
    return n % 100 == 1 && make_times_per_unit(now, parts, arg, out);
}

/* ---- days ---- */

bool en_set_weekdays(struct moment *out, unsigned weekdays)
{
    out->has |= MOMENT_REPEAT;
    out->repeat.weekdays = weekdays;
    return weekdays != 0;
}

/* "every month on the first friday": the unit comes with the other piece. */
EN_MAKER(make_on_nth)
{
    out->has = MOMENT_REPEAT;
    out->repeat.nth = en_int(part[arg]->n);
    return out->repeat.nth >= -1 && out->repeat.nth <= 53 && out->repeat.nth != 0 &&
           en_set_weekdays(out, 1U << en_int(part[arg + 1]->n));
}

EN_MAKER(make_last_day)
{
    out->has = MOMENT_REPEAT;
    out->repeat.mday = -1;
    return part[arg]->n == -1;
}

/* ---- times of the day ---- */

EN_MAKER(make_every_part)
{
    en_comes_back(out)->unit = SAHUT_GRAIN_DAY;
    out->has |= MOMENT_PART;
    out->part = (enum moment_part)part[arg]->n;
    return true;
}

/* "mornings" may come with "on mondays". */
EN_MAKER(make_parts)
{
    en_comes_back(out);
    out->has |= MOMENT_PART;
    out->part = (enum moment_part)part[arg]->n;
    return true;
}

/* "at eight and eight". */
EN_MAKER(make_clock_list)
{
    struct moment_repeat *r = &out->repeat;
    out->has = MOMENT_REPEAT;
    if (part[arg]->has & MOMENT_REPEAT) {
        *r = part[arg]->repeat;
        if (r->n_clocks == MOMENT_CLOCKS)
            return false;
        memmove(r->clocks + 1, r->clocks, (size_t)r->n_clocks * sizeof *r->clocks);
    } else {
        r->clocks[1] = part[arg]->clock;
        r->n_clocks = 1;
    }
    r->clocks[0] = part[1]->clock;
    r->n_clocks++;
    return true;
}

/* "every noon". */
EN_MAKER(make_every_hour_of_day)
{
    en_comes_back(out)->unit = SAHUT_GRAIN_DAY;
    out->has |= MOMENT_CLOCK;
    out->clock = (struct moment_clock){arg ? arg : en_int(part[1]->n), 0, MOMENT_AS_SAID, 0};
    return true;
}

/* "at seven and at nine", without "every": each once; of the day that is said, or the next. */
EN_MAKER(make_these_clocks)
{
    const struct moment *list = part[arg == 1], *day = arg ? part[arg - 1] : NULL;
    struct sahut_when when;
    *out = *list;
    en_comes_back(out)->once_each = true;
    if (!day)
        return true;
    if (day->has & (MOMENT_CLOCK | MOMENT_PART) || moment_resolve(day, now, &when) ||
        when.grain != SAHUT_GRAIN_DAY)
        return false;
    out->repeat.from_ms = when.start_ms;
    return true;
}

/* "monday to friday at seven": on each of them. */
EN_MAKER(make_range_and_clock)
{
    enum { DAYS_OF_A_SPAN = 2 };
    *out = *part[arg];
    en_comes_back(out);
    return __builtin_popcount(out->repeat.weekdays) > DAYS_OF_A_SPAN &&
           moment_merge(out, part[arg ? 0 : 1]);
}

/* "at seven and …", "for six and …": said to be clock times. */
EN_MAKER(make_said_clocks)
{
    struct moment first = {.has = MOMENT_CLOCK, .clock = part[1]->clock};
    const struct moment *const list[] = {NULL, &first, NULL, NULL, part[arg]};
    return make_clock_list(now, list, 4, out);
}

/* ---- begin and end ---- */

/* "every day next week", "every minute for next hour": only then. */
EN_MAKER(make_within)
{
    struct sahut_when when;
    if (moment_resolve(part[arg], now, &when) || when.end_ms <= now->ms)
        return false;
    out->has = MOMENT_REPEAT;
    out->repeat.from_ms =
        when.start_ms > now->ms && when.end_ms > when.start_ms ? when.start_ms : 0;
    out->repeat.until_ms = when.end_ms - 1000;
    return true;
}

/* "every two hours until six" */
EN_MAKER(make_until_clock)
{
    out->has = MOMENT_REPEAT;
    out->repeat.until_that_day = true;
    out->repeat.until = part[arg]->clock;
    return true;
}

/* "every morning until monday", said on a Monday: the next one. */
EN_MAKER(make_until)
{
    struct sahut_when when;
    struct moment end = *part[arg];
    if (end.has == MOMENT_WEEKDAY && end.which == MOMENT_COMING)
        end.which = MOMENT_SOON;
    if (moment_resolve(&end, now, &when))
        return false;
    out->has = MOMENT_REPEAT;
    out->repeat.until_ms = when.grain >= SAHUT_GRAIN_DAY && when.end_ms > when.start_ms
                               ? when.end_ms - 1000
                               : when.start_ms;
    return out->repeat.until_ms != 0;
}

EN_MAKER(make_from)
{
    struct sahut_when when;
    if (moment_resolve(part[arg], now, &when))
        return false;
    out->has = MOMENT_REPEAT;
    out->repeat.from_ms = when.start_ms;
    return when.start_ms != 0;
}

EN_MAKER(make_count)
{
    double n = part[1] ? part[1]->n : part[2]->n;
    if (!(n >= 1 && n <= MAX_INTERVAL) || (part[1] && part[2]->n != 0))
        return false;
    out->has = MOMENT_REPEAT;
    out->repeat.count = en_int(n);
    return true;
}

/* "except sundays", "but not on weekends" */
EN_MAKER(make_except)
{
    out->has = MOMENT_REPEAT;
    out->repeat.except = part[arg]->repeat.weekdays;
    return true;
}

EN_MAKER(make_lasts)
{
    out->has = MOMENT_REPEAT;
    out->repeat.lasts = part[arg]->length;
    return true;
}

EN_MAKER(make_repeat_frame)
{
    *out = *part[0];
    return !part[1] || repeat_merge(out, part[1]);
}

EN_MAKER(make_recurrence)
{
    *out = *part[0];
    return out->has & MOMENT_REPEAT && out->repeat.every;
}

static const struct phrase_rule rules[] = {
    PHRASE_MAKE(EN_CLOCK_LIST, make_clock_list, 4, -EN_AT, EN_CLOCK_TIME, -EN_AND, -EN_AT,
                EN_CLOCK_TIME),
    PHRASE_MAKE(EN_CLOCK_LIST, make_clock_list, 3, -EN_AT, EN_CLOCK_TIME, -EN_AND, EN_CLOCK_LIST),

    PHRASE_MAKE(EN_SAID_CLOCKS, make_said_clocks, 4, EN_AT, EN_CLOCK_TIME, EN_AND, -EN_AT,
                EN_CLOCK_TIME),
    PHRASE_MAKE(EN_SAID_CLOCKS, make_said_clocks, 4, EN_FOR, EN_CLOCK_TIME, EN_AND, -EN_FOR,
                EN_CLOCK_TIME),
    PHRASE_MAKE(EN_SAID_CLOCKS, make_said_clocks, 2, EN_AT, EN_CLOCK_TIME, EN_CLOCK_LIST),
    PHRASE_MAKE(EN_SAID_CLOCKS, make_said_clocks, 2, EN_FOR, EN_CLOCK_TIME, EN_CLOCK_LIST),

    PHRASE_MAKE(EN_HOW_OFTEN, make_every_unit, 3, -EN_ON, EN_EVERY, -EN_SINGLE, EN_UNIT),
    PHRASE_MAKE(EN_HOW_OFTEN, make_every_unit, 3, EN_ON, EN_A, EN_PERIODIC, EN_UNIT),
    PHRASE_MAKE(EN_HOW_OFTEN, make_every_other_unit, 3, -EN_ON, EN_EVERY, EN_OTHER, EN_UNIT),
    PHRASE_MAKE(EN_HOW_OFTEN, make_every_n_units, 3, -EN_ON, EN_EVERY, EN_ORDINAL, EN_UNIT),
    PHRASE_MAKE(EN_HOW_OFTEN, make_every_n_units, 2, EN_EVERY, EN_QUANTITY, EN_UNIT),
    PHRASE_MAKE(EN_HOW_OFTEN, make_every_fortnight, 0, EN_EVERY, EN_FORTNIGHT),
    PHRASE_MAKE(EN_HOW_OFTEN, make_every_quarter, 0, EN_EVERY, EN_QUARTER),
    PHRASE_MAKE(EN_HOW_OFTEN, make_half_hourly, 3, EN_EVERY, EN_HALF, -EN_A, EN_UNIT),
    PHRASE_MAKE(EN_HOW_OFTEN, make_every_piece, 4, EN_EVERY, EN_PIECE_OF_ONE, EN_OF, EN_A, EN_UNIT),
    PHRASE_MAKE(EN_HOW_OFTEN, make_periodic, 1, -EN_ON, EN_PERIODIC),
    PHRASE_MAKE(EN_HOW_OFTEN, make_bi_periodic, 1, EN_BI, EN_PERIODIC),
    PHRASE_MAKE(EN_HOW_OFTEN, make_times_per_unit, 0, -EN_CARDINAL, EN_TIMES, EN_A, EN_UNIT),
    PHRASE_MAKE(EN_HOW_OFTEN, make_times_per_unit, 0, -EN_CARDINAL, EN_TIMES, EN_EVERY, EN_UNIT),
    PHRASE_MAKE(EN_HOW_OFTEN, make_once, 0, EN_TIMES, EN_HOW_OFTEN),
    PHRASE_MAKE(EN_HOW_OFTEN, make_once_a_fortnight, 0, EN_TIMES, EN_A, EN_FORTNIGHT),
    PHRASE_MAKE(EN_HOW_OFTEN, make_times_periodic, 0, -EN_CARDINAL, EN_TIMES, EN_PERIODIC),

    PHRASE_PICK(EN_REPEAT_PIECE, 0, EN_HOW_OFTEN),
    PHRASE_PICK(EN_REPEAT_PIECE, 0, EN_REPEAT_DAY),
    PHRASE_PICK(EN_REPEAT_PIECE, 1, EN_ON, EN_REPEAT_DAY),
    PHRASE_MAKE(EN_REPEAT_PIECE, make_range_and_clock, 0, EN_DAY_RANGE, EN_CLOCK_PIECE),
    PHRASE_MAKE(EN_REPEAT_PIECE, make_range_and_clock, 2, EN_CLOCK_PIECE, -EN_FROM, EN_DAY_RANGE),
    PHRASE_MAKE(EN_REPEAT_PIECE, make_every_part, 3, -EN_ON, EN_EVERY, -EN_SINGLE, EN_DAYPART),
    PHRASE_MAKE(EN_REPEAT_PIECE, make_every_hour_of_day, 12, EN_EVERY, EN_NOON),
    PHRASE_MAKE(EN_REPEAT_PIECE, make_every_hour_of_day, 24, EN_EVERY, EN_MIDNIGHT),
    PHRASE_MAKE(EN_REPEAT_PIECE, make_every_hour_of_day, 0, EN_EVERY, EN_MEAL),
    PHRASE_MAKE(EN_REPEAT_PIECE, make_parts, 2, -EN_ON, -EN_THE, EN_DAYPARTS),
    PHRASE_MAKE(EN_REPEAT_PIECE, make_parts, 2, EN_IN, -EN_THE, EN_DAYPARTS),

    PHRASE_PICK(EN_REPEAT_DETAIL, 0, EN_CLOCK_PIECE),
    PHRASE_PICK(EN_REPEAT_DETAIL, 0, EN_CLOCK_LIST),
    PHRASE_PICK(EN_REPEAT_DETAIL, 0, EN_CLOCK_SPAN),
    PHRASE_PICK(EN_REPEAT_DETAIL, 0, EN_PART_PIECE),
    PHRASE_PICK(EN_REPEAT_DETAIL, 1, -EN_ON, EN_WEEKDAY_SET),
    PHRASE_PICK(EN_REPEAT_DETAIL, 1, EN_FROM, EN_WEEKDAY_SET),
    PHRASE_PICK(EN_REPEAT_DETAIL, 1, -EN_ON, EN_DATE),
    PHRASE_PICK(EN_REPEAT_DETAIL, 1, EN_IN, EN_MONTH_PIECE),
    PHRASE_MAKE(EN_REPEAT_DETAIL, make_on_nth, 2, -EN_ON, -EN_THE, EN_ORDINAL, EN_WEEKDAY),
    PHRASE_MAKE(EN_REPEAT_DETAIL, make_last_day, 2, -EN_ON, -EN_THE, EN_ORDINAL, EN_DAY),
    PHRASE_MAKE(EN_REPEAT_DETAIL, make_until_clock, 2, EN_UNTIL, -EN_AROUND, EN_CLOCK_TIME),
    PHRASE_MAKE(EN_REPEAT_DETAIL, make_until, 1, EN_UNTIL, EN_FRAME),
    PHRASE_MAKE(EN_REPEAT_DETAIL, make_until, 1, EN_THROUGH, EN_FRAME),
    PHRASE_MAKE(EN_REPEAT_DETAIL, make_until, 2, EN_UNTIL, -EN_THE, EN_ENCLOSURE),
    PHRASE_MAKE(EN_REPEAT_DETAIL, make_within, 0, EN_WHICH_PERIOD),
    PHRASE_MAKE(EN_REPEAT_DETAIL, make_within, 1, EN_FOR, EN_STRETCH),
    PHRASE_MAKE(EN_REPEAT_DETAIL, make_from, 2, EN_STARTING, -EN_FROM, EN_FRAME),
    PHRASE_MAKE(EN_REPEAT_DETAIL, make_from, 1, EN_FROM, EN_FRAME),
    PHRASE_MAKE(EN_REPEAT_DETAIL, make_count, 0, -EN_FOR, -EN_CARDINAL, EN_TIMES),
    PHRASE_MAKE(EN_REPEAT_DETAIL, make_lasts, 1, EN_FOR, EN_LENGTH),
    PHRASE_MAKE(EN_REPEAT_DETAIL, make_except, 4, EN_EXCEPT, -EN_EXCEPT, -EN_FOR, -EN_ON,
                EN_LEFT_OUT),

    PHRASE_MAKE(EN_REPEAT_FRAME, make_repeat_frame, 0, EN_REPEAT_PIECE, -EN_REPEAT_FRAME),
    PHRASE_MAKE(EN_REPEAT_FRAME, make_repeat_frame, 0, EN_REPEAT_DETAIL, -EN_REPEAT_FRAME),
    PHRASE_MAKE(EN_RECURRENCE, make_recurrence, 0, EN_REPEAT_FRAME),
    PHRASE_DOUBT(EN_RECURRENCE, make_these_clocks, 0, EN_SAID_CLOCKS),
    PHRASE_DOUBT(EN_RECURRENCE, make_these_clocks, 1, EN_DAY_PIECE, EN_SAID_CLOCKS),
    PHRASE_DOUBT(EN_RECURRENCE, make_these_clocks, 3, EN_SAID_CLOCKS, -EN_ON, EN_DAY_PIECE),
};
const struct phrase_table en_repeat_rules = {rules, sizeof rules / sizeof *rules};
