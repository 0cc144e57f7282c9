// SPDX-License-Identifier: GPL-3.0-or-later
/* Days that are counted from others: "the day after christmas", "three fridays from now", "monday
 * two weeks ago", "the nearest sunday to the fifth". */
#include <stddef.h>

#include "understand/en.h"

/* "the friday before last". */
EN_MAKER(make_weekday_before_last)
{
    int back = (sahut_civil_weekday(&now->civil) - en_int(part[1]->n) + 7) % 7;
    out->has = MOMENT_DAY;
    out->day = now->day - (back ? back : 7) - 7;
    return en_which_of(part[3]) == MOMENT_LAST;
}

/* "the night before christmas", "the morning after easter". */
EN_MAKER(make_part_beside)
{
    if (moment_resolve_day(part[3], now, &out->day))
        return false;
    out->has = MOMENT_DAY | MOMENT_PART;
    out->day += arg;
    out->part = (enum moment_part)part[1]->n;
    return true;
}

/* "wednesday after next". */
EN_MAKER(make_weekday_after_next)
{
    int ahead = (en_int(part[1]->n) - sahut_civil_weekday(&now->civil) + 7) % 7;
    out->has = MOMENT_DAY;
    out->day = now->day + (ahead ? ahead : 7) + 7;
    return en_which_of(part[3]) == MOMENT_NEXT;
}

/* "monday two weeks from now", "friday in three weeks": of the week of that day. */
static bool set_weekday_of_week(struct moment *out, const struct moment_now *now, int weekday,
                                const struct moment_length *length)
{
    struct sahut_when at = {.start_ms = now->ms, .end_ms = now->ms};
    if (length->seconds)
        return false;
    struct sahut_civil c = sahut_zone_local(now->zone, moment_shift(&at, length, 1, now).start_ms);
    out->has = MOMENT_DAY;
    out->day = sahut_civil_days(&c) - sahut_civil_weekday(&c) + weekday;
    return true;
}

EN_MAKER(make_weekday_from_now)
{
    return set_weekday_of_week(out, now, en_int(part[1]->n), &part[arg]->length);
}

/* "in two weeks on tuesday" is the one of that week; "in three days on friday" the nearest. */
EN_MAKER(make_length_on_weekday)
{
    const struct moment_length *length = &part[1]->length;
    int weekday = en_int(part[arg]->n);
    struct sahut_when at = {.start_ms = now->ms, .end_ms = now->ms};
    if (length->finest >= SAHUT_GRAIN_WEEK)
        return set_weekday_of_week(out, now, weekday, length);
    if (length->seconds || length->finest != SAHUT_GRAIN_DAY)
        return false;
    struct sahut_civil c = sahut_zone_local(now->zone, moment_shift(&at, length, 1, now).start_ms);
    int ahead = (weekday - sahut_civil_weekday(&c) + 7) % 7;
    out->has = MOMENT_DAY;
    out->day = sahut_civil_days(&c) + (ahead > 3 ? ahead - 7 : ahead);
    return true;
}

/* "in two weekends": when so many of them are over. */
EN_MAKER(make_weekends_ahead)
{
    int64_t n = (int64_t)part[1]->n;
    out->has = MOMENT_DAY;
    out->day = now->day - sahut_civil_weekday(&now->civil) + 7 * n;
    return n >= 1 && n < 1000;
}

/* "tuesday week": a week after the one that comes. */
EN_MAKER(make_weekday_week)
{
    int ahead = (en_int(part[0]->n) - sahut_civil_weekday(&now->civil) + 7) % 7;
    out->has = MOMENT_DAY;
    out->day = now->day + ahead + 7;
    return true;
}

/* "the day after christmas", "the week before easter": `arg` is the direction. */
EN_MAKER(make_day_beside)
{
    if (moment_resolve_day(part[3], now, &out->day))
        return false;
    out->has = MOMENT_DAY;
    out->day += arg;
    return true;
}

/* "the friday after thanksgiving". */
EN_MAKER(make_weekday_beside)
{
    int64_t day;
    if (moment_resolve_day(part[3], now, &day))
        return false;
    struct sahut_civil c = sahut_civil_from_days(day);
    int ahead = (en_int(part[1]->n) - sahut_civil_weekday(&c) + 7) % 7;
    out->has = MOMENT_DAY;
    out->day = arg > 0 ? day + (ahead ? ahead : 7) : day + ahead - 7;
    return true;
}

/* "sunday three weeks after january fifteenth": of the week of that day. */
EN_MAKER(make_weekday_of_later_week)
{
    const struct moment_length *length = &part[2]->length;
    int64_t day;
    if (length->seconds || length->finest < SAHUT_GRAIN_WEEK ||
        moment_resolve_day(part[arg], now, &day))
        return false;
    struct sahut_civil c = sahut_civil_from_days(day);
    c = sahut_civil_add_months(c, (int)length->months);
    day = sahut_civil_days(&c) + length->days;
    c = sahut_civil_from_days(day);
    out->has = MOMENT_DAY;
    out->day = day - sahut_civil_weekday(&c) + en_int(part[1]->n);
    return true;
}

/* "a week tomorrow", "friday fortnight": `arg` is where the length is. */
EN_MAKER(make_day_and_length)
{
    const struct moment_length *length = &part[arg]->length;
    int64_t day;
    if (length->seconds || moment_resolve_day(part[1 - arg], now, &day))
        return false;
    struct sahut_civil c = sahut_civil_from_days(day);
    c = sahut_civil_add_months(c, (int)length->months);
    out->has = MOMENT_DAY;
    out->day = sahut_civil_days(&c) + length->days;
    return true;
}

static struct moment_length backwards(const struct moment_length *length)
{
    struct moment_length back = *length;
    back.months = -back.months;
    back.days = -back.days;
    back.seconds = -back.seconds;
    return back;
}

/* "two weeks ago today", "a year ago tomorrow". */
EN_MAKER(make_ago_from_day)
{
    struct moment length = {.length = backwards(&part[0]->length)};
    const struct moment *const parts[] = {&length, part[2]};
    return make_day_and_length(now, parts, 0, out);
}

EN_MAKER(make_weekday_fortnight)
{
    int ahead = (en_int(part[0]->n) - sahut_civil_weekday(&now->civil) + 7) % 7;
    out->has = MOMENT_DAY;
    out->day = now->day + ahead + 14;
    return true;
}

/* "three fridays from now". */
EN_MAKER(make_weekdays_from_now)
{
    int ahead = (en_int(part[1]->n) - sahut_civil_weekday(&now->civil) + 7) % 7;
    int64_t weeks = (int64_t)part[0]->n;
    out->has = MOMENT_DAY;
    out->day = now->day + (ahead ? ahead : 7) + 7 * (weeks - 1);
    return weeks >= 1 && weeks < 1000;
}

EN_MAKER(make_weekdays_ago)
{
    int back = (sahut_civil_weekday(&now->civil) - en_int(part[1]->n) + 7) % 7;
    int64_t weeks = (int64_t)part[0]->n;
    out->has = MOMENT_DAY;
    out->day = now->day - (back ? back : 7) - 7 * (weeks - 1);
    return weeks >= 1 && weeks < 1000;
}

/* "the nearest sunday to the fifth"; alone, to today. */
EN_MAKER(make_nearest_weekday)
{
    int64_t day = now->day;
    if (part[4] && moment_resolve_day(part[4], now, &day))
        return false;
    struct sahut_civil c = sahut_civil_from_days(day);
    int ahead = (en_int(part[2]->n) - sahut_civil_weekday(&c) + 7) % 7;
    out->has = MOMENT_DAY;
    out->day = day + (ahead > 3 ? ahead - 7 : ahead);
    return true;
}

/* "three sundays after easter", "the second friday before christmas": `direction` 1 or
 * -1. */
static bool set_counted_weekday(struct moment *out, const struct moment_now *now, int direction,
                                double count, double weekday, const struct moment *from)
{
    int64_t n = (int64_t)count, day;
    if (n < 1 || n > 1000 || moment_resolve_day(from, now, &day))
        return false;
    struct sahut_civil c = sahut_civil_from_days(day);
    int ahead = (en_int(weekday) - sahut_civil_weekday(&c) + 7) % 7;
    out->has = MOMENT_DAY;
    out->day = direction > 0 ? day + (ahead ? ahead : 7) + 7 * (n - 1) : day + ahead - 7 * n;
    return true;
}

EN_MAKER(make_counted_weekdays)
{
    return set_counted_weekday(out, now, arg, part[0]->n, part[1]->n, part[3]);
}

EN_MAKER(make_ranked_weekday)
{
    return set_counted_weekday(out, now, arg, part[1]->n, part[2]->n, part[4]);
}

/* "monday two weeks ago", "two weeks ago on monday": of that week; "two years ago this friday": as
 * long before the one that comes. */
static bool set_weekday_ago(struct moment *out, const struct moment_now *now,
                            const struct moment *ago, const struct moment *weekday,
                            enum moment_which which)
{
    struct moment length = {.length = backwards(&ago->length)};
    struct moment day = {.has = MOMENT_WEEKDAY, .weekday = en_int(weekday->n), .which = which};
    const struct moment *const parts[] = {&length, &day};
    if (ago->length.finest == SAHUT_GRAIN_WEEK && which == MOMENT_COMING)
        return set_weekday_of_week(out, now, day.weekday, &length.length);
    return ago->length.finest >= SAHUT_GRAIN_WEEK && make_day_and_length(now, parts, 0, out);
}

EN_MAKER(make_weekday_ago)
{
    return set_weekday_ago(out, now, part[1], part[0], MOMENT_COMING);
}

EN_MAKER(make_ago_on_weekday)
{
    return set_weekday_ago(out, now, part[0], part[arg], en_which_of(part[3]));
}

/* "tomorrow a year ago". */
EN_MAKER(make_day_ago)
{
    struct moment length = {.length = backwards(&part[1]->length)};
    const struct moment *const parts[] = {&length, part[0]};
    return make_day_and_length(now, parts, 0, out);
}

/* "the fifth of may two years ago": of that year. */
EN_MAKER(make_date_years_ago)
{
    const struct moment_length *length = &part[1]->length;
    *out = *part[0];
    out->has |= MOMENT_YEAR;
    out->year = now->civil.year - (int)(length->months / 12);
    return length->finest == SAHUT_GRAIN_YEAR && length->months > 0 && length->months % 12 == 0;
}

/* "today week", "tomorrow fortnight". */
EN_MAKER(make_day_week)
{
    out->has = MOMENT_DAY;
    out->day = now->day + (int64_t)part[0]->n + arg;
    return true;
}

/* "monday just gone". */
EN_MAKER(make_weekday_gone)
{
    out->has = MOMENT_WEEKDAY;
    out->weekday = en_int(part[0]->n);
    out->which = MOMENT_LAST;
    return part[2]->n == 0;
}

/* "sunday last", "on tuesday next". */
EN_MAKER(make_weekday_which)
{
    enum moment_which which = en_which_of(part[arg]);
    out->has = MOMENT_WEEKDAY;
    out->weekday = en_int(part[0]->n);
    out->which = which;
    return which == MOMENT_LAST || which == MOMENT_NEXT;
}

/* "the next two fridays": the first of them. */
EN_MAKER(make_next_weekdays)
{
    enum moment_which which = en_which_of(part[1]);
    double n = part[2]->n;
    if (which == MOMENT_LAST)
        return set_counted_weekday(out, now, -1, n, part[3]->n,
                                   &(struct moment){.has = MOMENT_DAY, .day = now->day});
    return which != MOMENT_THIS &&
           set_counted_weekday(out, now, 1, 1, part[3]->n,
                               &(struct moment){.has = MOMENT_DAY, .day = now->day});
}

/* "the same day next month". */
EN_MAKER(make_the_same_day)
{
    return en_day_in(out, now, part[arg]);
}

/* "this day last week". */
EN_MAKER(make_same_day)
{
    return en_which_of(part[0]) == MOMENT_THIS && en_day_in(out, now, part[arg]);
}

EN_MAKER(make_anchor_weekday)
{
    out->has = MOMENT_WEEKDAY;
    out->weekday = en_int(part[arg]->n);
    out->which = en_which_of(part[arg - 1]);
    return true;
}

static const struct phrase_rule rules[] = {
    PHRASE_PICK(EN_ANCHOR, 0, EN_DATE),
    PHRASE_PICK(EN_ANCHOR, 0, EN_NAMED_DAY),
    PHRASE_MAKE(EN_ANCHOR, make_anchor_weekday, 2, -EN_THE, -EN_WHICH, EN_WEEKDAY),

    PHRASE_MAKE(EN_BESIDE_DAY, make_day_and_length, 0, EN_LENGTH, EN_NAMED_DAY),
    PHRASE_MAKE(EN_BESIDE_DAY, make_ago_from_day, 0, EN_LENGTH, EN_AGO, EN_NAMED_DAY),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekday_fortnight, 0, EN_WEEKDAY, EN_FORTNIGHT),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekday_after_next, 0, -EN_THE, EN_WEEKDAY, EN_AFTER, EN_WHICH),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekday_from_now, 2, -EN_ON, EN_WEEKDAY, EN_LENGTH, EN_FROM,
                EN_NOW),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekday_from_now, 3, -EN_ON, EN_WEEKDAY, EN_IN, EN_LENGTH),
    PHRASE_MAKE(EN_BESIDE_DAY, make_length_on_weekday, 3, EN_IN, EN_LENGTH, -EN_ON, EN_WEEKDAY),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekends_ahead, 0, EN_IN, EN_QUANTITY, EN_WEEKENDS),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekends_ahead, 0, EN_IN, EN_QUANTITY, EN_WEEKEND),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekday_week, 0, EN_WEEKDAY, EN_WEEK),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekdays_from_now, 0, EN_CARDINAL, EN_WEEKDAY, EN_FROM, EN_NOW),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekdays_from_now, 0, EN_CARDINAL, EN_WEEKDAYS, EN_FROM,
                EN_NOW),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekdays_ago, 0, EN_QUANTITY, EN_WEEKDAYS, EN_AGO),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekdays_ago, 0, EN_QUANTITY, EN_WEEKDAY, EN_AGO),
    PHRASE_MAKE(EN_BESIDE_DAY, make_day_beside, 1, -EN_THE, EN_DAY, EN_AFTER, EN_ANCHOR),
    PHRASE_MAKE(EN_BESIDE_DAY, make_day_beside, -1, -EN_THE, EN_DAY, EN_BEFORE, EN_ANCHOR),
    PHRASE_MAKE(EN_BESIDE_DAY, make_day_beside, 7, -EN_THE, EN_WEEK, EN_AFTER, EN_ANCHOR),
    PHRASE_MAKE(EN_BESIDE_DAY, make_day_beside, -7, -EN_THE, EN_WEEK, EN_BEFORE, EN_ANCHOR),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekday_of_later_week, 4, -EN_ON, EN_WEEKDAY, EN_LENGTH,
                EN_AFTER, EN_DATE),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekday_of_later_week, 4, -EN_ON, EN_WEEKDAY, EN_LENGTH,
                EN_FROM, EN_DATE),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekday_beside, 1, -EN_THE, EN_WEEKDAY, EN_AFTER, EN_ANCHOR),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekday_beside, -1, -EN_THE, EN_WEEKDAY, EN_BEFORE, EN_ANCHOR),
    PHRASE_MAKE(EN_BESIDE_DAY, make_counted_weekdays, 1, EN_CARDINAL, EN_WEEKDAYS, EN_AFTER,
                EN_ANCHOR),
    PHRASE_MAKE(EN_BESIDE_DAY, make_counted_weekdays, 1, EN_CARDINAL, EN_WEEKDAYS, EN_FROM,
                EN_ANCHOR),
    PHRASE_MAKE(EN_BESIDE_DAY, make_counted_weekdays, -1, EN_CARDINAL, EN_WEEKDAYS, EN_BEFORE,
                EN_ANCHOR),
    PHRASE_MAKE(EN_BESIDE_DAY, make_ranked_weekday, 1, -EN_THE, EN_RANK, EN_WEEKDAY, EN_AFTER,
                EN_ANCHOR),
    PHRASE_MAKE(EN_BESIDE_DAY, make_ranked_weekday, -1, -EN_THE, EN_RANK, EN_WEEKDAY, EN_BEFORE,
                EN_ANCHOR),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekday_before_last, 0, -EN_THE, EN_WEEKDAY, EN_BEFORE,
                EN_WHICH),
    PHRASE_MAKE(EN_BESIDE_DAY, make_part_beside, 1, -EN_THE, EN_DAYPART, EN_AFTER, EN_ANCHOR),
    PHRASE_MAKE(EN_BESIDE_DAY, make_part_beside, -1, -EN_THE, EN_DAYPART, EN_BEFORE, EN_ANCHOR),
    PHRASE_MAKE(EN_BESIDE_DAY, make_nearest_weekday, 0, -EN_THE, EN_NEAREST, EN_WEEKDAY),
    PHRASE_MAKE(EN_BESIDE_DAY, make_nearest_weekday, 0, -EN_THE, EN_NEAREST, EN_WEEKDAY, EN_TO,
                EN_ANCHOR),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekday_ago, 0, EN_WEEKDAY, EN_LENGTH, EN_AGO),
    PHRASE_MAKE(EN_BESIDE_DAY, make_ago_on_weekday, 4, EN_LENGTH, EN_AGO, -EN_ON, -EN_WHICH,
                EN_WEEKDAY),
    PHRASE_MAKE(EN_BESIDE_DAY, make_day_ago, 0, EN_NAMED_DAY, EN_LENGTH, EN_AGO),
    PHRASE_MAKE(EN_BESIDE_DAY, make_date_years_ago, 0, EN_MONTH_DAY, EN_LENGTH, EN_AGO),
    PHRASE_MAKE(EN_BESIDE_DAY, make_day_week, 7, EN_RELATIVE_DAY, EN_WEEK),
    PHRASE_MAKE(EN_BESIDE_DAY, make_day_week, 14, EN_RELATIVE_DAY, EN_FORTNIGHT),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekday_which, 1, EN_WEEKDAY, EN_WHICH),
    PHRASE_MAKE(EN_BESIDE_DAY, make_weekday_gone, 0, EN_WEEKDAY, -EN_RIGHT, EN_GONE),
    PHRASE_MAKE(EN_BESIDE_DAY, make_same_day, 2, EN_WHICH, EN_DAY, EN_PERIOD),
    PHRASE_MAKE(EN_BESIDE_DAY, make_the_same_day, 3, -EN_THE, EN_SAME, EN_DAY, EN_PERIOD),
    PHRASE_MAKE(EN_BESIDE_DAY, make_next_weekdays, 0, -EN_THE, EN_WHICH, EN_CARDINAL, EN_WEEKDAYS),
};
const struct phrase_table en_beside_rules = {rules, sizeof rules / sizeof *rules};
