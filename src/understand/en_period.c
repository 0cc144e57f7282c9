// SPDX-License-Identifier: GPL-3.0-or-later
/* Weeks, months and years, their ends and what is left of them: "next week", "the first monday of
 * may", "the rest of the day", "the next two hours". */
#include <stddef.h>

#include "understand/en.h"

enum moment_which en_which_of(const struct moment *word)
{
    return word ? (enum moment_which)word->n : MOMENT_COMING;
}

static int offset_of(enum moment_which which)
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
    return set_period(out, now, part[2]->n, offset_of(en_which_of(part[1])));
}

EN_MAKER(make_the_period)
{
    return set_period(out, now, part[1]->n, 0);
}

/* "upcoming two weeks": without "the", the one that far ahead. */
EN_MAKER(make_upcoming)
{
    double n = part[arg]->n;
    return n >= 1 && n < 1000 && set_period(out, now, part[2]->n, (int)n);
}

/* "the week after next". */
EN_MAKER(make_period_after_next)
{
    return en_which_of(part[3]) == MOMENT_NEXT && set_period(out, now, part[1]->n, 2);
}

EN_MAKER(make_weekend)
{
    enum moment_which which = part[1] ? en_which_of(part[1]) : MOMENT_THIS;
    if (which == MOMENT_SOON)
        which = MOMENT_COMING;
    out->has = MOMENT_PERIOD;
    out->period = moment_weekend_of(now, now->day, which == MOMENT_COMING ? 0 : offset_of(which));
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

/* The first day of what has an end, and the day after its last. */
static bool bounds(const struct moment *m, const struct moment_now *now, struct sahut_when *when,
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

/* "the end of the month" is its last day; of a day, its evening and what is left of it. */
EN_MAKER(make_end)
{
    struct sahut_when when;
    int64_t first, end;
    if (!bounds(part[arg], now, &when, &first, &end))
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
    if (!bounds(part[arg], now, &when, &first, &end) || when.grain == SAHUT_GRAIN_DAY)
        return false;
    out->has = MOMENT_DAY;
    out->day = first;
    return true;
}

EN_MAKER(make_middle)
{
    struct sahut_when when;
    int64_t first, end;
    if (!bounds(part[arg], now, &when, &first, &end) || when.grain == SAHUT_GRAIN_DAY)
        return false;
    out->has = MOMENT_DAY;
    out->day = (first + end) / 2;
    return true;
}

EN_MAKER(make_rest)
{
    struct sahut_when when;
    int64_t first, end;
    if (!bounds(part[arg], now, &when, &first, &end) || when.end_ms <= now->ms)
        return false;
    return en_set_fixed(out, when.start_ms > now->ms ? when.start_ms : now->ms, when.end_ms,
                        when.grain);
}

/* "the third day of october"; the ordinal -1 is "last". */
EN_MAKER(make_nth_day)
{
    struct sahut_when when;
    int64_t first, end, nth = (int64_t)part[1]->n;
    if (!bounds(part[4], now, &when, &first, &end))
        return false;
    out->has = MOMENT_DAY;
    out->day = nth < 0 ? end + nth : first + nth - 1;
    out->impossible = out->day >= end;
    return nth != 0;
}

/* "the first monday of may", "the last friday of next month". */
EN_MAKER(make_nth_weekday)
{
    struct sahut_when when;
    int64_t first, end, nth = (int64_t)part[1]->n;
    if (!bounds(part[4], now, &when, &first, &end))
        return false;
    int64_t base = nth < 0 ? end - 7 : first;
    struct sahut_civil c = sahut_civil_from_days(base);
    int64_t day = base + ((int)part[2]->n - sahut_civil_weekday(&c) + 7) % 7;
    out->has = MOMENT_DAY;
    out->day = nth < 0 ? day : day + (nth - 1) * 7;
    out->impossible = out->day >= end;
    return nth != 0;
}

static const struct phrase_rule rules[] = {
    PHRASE_MAKE(EN_PERIOD, make_period, 0, -EN_THE, EN_WHICH, EN_UNIT),
    PHRASE_MAKE(EN_PERIOD, make_upcoming, 1, EN_UPCOMING, EN_CARDINAL, EN_UNIT),
    PHRASE_MAKE(EN_PERIOD, make_upcoming, 0, EN_CARDINAL, EN_UPCOMING, EN_UNIT),
    PHRASE_MAKE(EN_PERIOD, make_period_after_next, 0, -EN_THE, EN_UNIT, EN_AFTER, EN_WHICH),
    PHRASE_MAKE(EN_PERIOD, make_weekend, 0, -EN_THE, -EN_WHICH, EN_WEEKEND),

    PHRASE_MAKE(EN_STRETCH, make_stretch, 0, -EN_THE, EN_WHICH, EN_LENGTH),
    PHRASE_MAKE(EN_STRETCH, make_stretch_of_one, 0, -EN_THE, EN_WHICH, EN_UNIT),

    PHRASE_PICK(EN_ENCLOSURE, 0, EN_PERIOD),
    PHRASE_PICK(EN_ENCLOSURE, 0, EN_MONTH_PIECE),
    PHRASE_MAKE(EN_ENCLOSURE, make_the_period, 0, -EN_THE, EN_UNIT),
    PHRASE_PICK(EN_ENCLOSURE, 0, EN_NAMED_DAY),
    PHRASE_PICK(EN_ENCLOSURE, 0, EN_NAMED_YEAR),

    PHRASE_MAKE(EN_EDGE_DAY, make_end, 4, -EN_AT, -EN_THE, EN_END, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_end, 4, EN_BY, -EN_THE, EN_END, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_end, 4, EN_ON, -EN_THE, EN_END, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_beginning, 4, -EN_AT, -EN_THE, EN_BEGINNING, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_middle, 4, -EN_IN, -EN_THE, EN_MIDDLE, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_nth_day, 0, -EN_THE, EN_ORDINAL, EN_DAY, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_nth_day, 0, -EN_THE, EN_ORDINAL, EN_DAY, EN_IN, EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_nth_weekday, 0, -EN_THE, EN_ORDINAL, EN_WEEKDAY, EN_OF,
                EN_ENCLOSURE),
    PHRASE_MAKE(EN_EDGE_DAY, make_nth_weekday, 0, -EN_THE, EN_ORDINAL, EN_WEEKDAY, EN_IN,
                EN_ENCLOSURE),

    PHRASE_MAKE(EN_REST_OF, make_rest, 4, -EN_IN, -EN_THE, EN_REST, EN_OF, EN_ENCLOSURE),
    PHRASE_MAKE(EN_REST_OF, make_rest, 4, EN_FOR, -EN_THE, EN_REST, EN_OF, EN_ENCLOSURE),
};
const struct phrase_table en_period_rules = {rules, sizeof rules / sizeof *rules};
