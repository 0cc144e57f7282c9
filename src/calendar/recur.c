// SPDX-License-Identifier: GPL-3.0-or-later
/* The walk. A rule of DAILY or longer is a row of periods; each gives days (recur_days.c), each
 * day the same times. Shorter rules are a grid of points in time: points on days or at hours that
 * cannot match are jumped over, never stepped through.
 *
 *   period     |----- interval -----|----- interval -----|
 *   days          x x      x           x x      x            BYMONTH … BYDAY
 *   times         :: ::    ::          :: ::    ::           BYHOUR, BYMINUTE, BYSECOND
 *   items         01 23    45          01 23    45           what BYSETPOS counts
 */
#include <errno.h>
#include <string.h>

#include "calendar/recur.h"

#define DAY_S            INT64_C(86400)
#define LAST_YEAR        9999
#define CYCLE_DAYS       146097 /* 400 Gregorian years, and exactly 20871 weeks */
#define FRUITLESS_POINTS 100000

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t recur_seconds(const struct sahut_civil *c)
{
    return sahut_civil_days(c) * DAY_S + c->hour * 3600 + c->minute * 60 + c->second;
}

struct sahut_civil recur_civil(int64_t s)
{
    int64_t day = floor_div(s, DAY_S);
    int rest = (int)(s - day * DAY_S);
    struct sahut_civil c = sahut_civil_from_days(day);
    c.hour = rest / 3600;
    c.minute = rest / 60 % 60;
    c.second = rest % 60;
    return c;
}

static int64_t last_second(void)
{
    struct sahut_civil c = {LAST_YEAR, 12, 31, 23, 59, 59};
    return recur_seconds(&c);
}

/** Seconds between two grid points of HOURLY and shorter, before INTERVAL. */
static int unit_s(const struct recur_rule *rule)
{
    return rule->freq == RECUR_HOURLY ? 3600 : rule->freq == RECUR_MINUTELY ? 60 : 1;
}

static int list_bits(uint64_t bits, int max, int otherwise, uint8_t *out)
{
    int n = 0;
    if (!bits)
        out[n++] = (uint8_t)otherwise;
    for (int i = 0; bits && i <= max; i++)
        if (bits >> i & 1)
            out[n++] = (uint8_t)i;
    return n;
}

/** The times of day of each day (DAILY and longer), or of each grid point (the parts below it). */
static void list_times(struct recur_walk *w, const struct sahut_civil *start)
{
    const struct recur_rule *r = &w->rule;
    bool hours = r->freq < RECUR_HOURLY, minutes = r->freq < RECUR_MINUTELY;
    bool seconds = r->freq < RECUR_SECONDLY;
    w->hour_count = list_bits(hours ? r->hours : 0, 23, hours ? start->hour : 0, w->hours);
    w->minute_count =
        list_bits(minutes ? r->minutes : 0, 59, minutes ? start->minute : 0, w->minutes);
    w->second_count =
        list_bits(seconds ? r->seconds : 0, 59, seconds ? start->second : 0, w->seconds);
}

static void list_positions(struct recur_walk *w)
{
    const struct recur_numbers *p = &w->rule.positions;
    if (!p->any)
        return;
    for (int n = 1; n <= 366; n++)
        if (p->pos[n / 64] >> (n % 64) & 1)
            w->front[w->front_count++] = (int16_t)n;
    for (int n = 366; n >= 1; n--)
        if (p->neg[n / 64] >> (n % 64) & 1)
            w->back[w->back_count++] = (int16_t)n;
}

static int64_t loose_until(const struct recur_rule *rule, bool date_only)
{
    int64_t s = recur_seconds(&rule->until);
    switch (rule->until_kind) {
    case RECUR_FOREVER:
        break;
    case RECUR_UNTIL_DATE:
        return s + DAY_S - 1;
    case RECUR_UNTIL_LOCAL:
        return date_only ? floor_div(s, DAY_S) * DAY_S : s;
    case RECUR_UNTIL_UTC:
        return date_only ? floor_div(s, DAY_S) * DAY_S : s + DAY_S;
    }
    return last_second();
}

void recur_walk_init(struct recur_walk *w, const struct recur_rule *rule,
                     const struct sahut_civil *start, bool date_only)
{
    struct sahut_civil first = *start;
    memset(w, 0, sizeof *w);
    w->rule = *rule;
    if (date_only) {
        first.hour = first.minute = first.second = 0;
        if (rule->freq < RECUR_HOURLY)
            w->rule.seconds = w->rule.minutes = w->rule.hours = 0;
    }
    recur_imply(&w->rule, &first);
    w->start_s = recur_seconds(&first);
    w->last_s = w->start_s - 1;
    w->until_s = last_second();
    recur_walk_until(w, loose_until(rule, date_only));
    list_times(w, &first);
    list_positions(w);
    w->index = recur_index_of_day(&w->rule, sahut_civil_days(&first));
    w->grid_s = floor_div(w->start_s, unit_s(rule)) * unit_s(rule);
    w->known_day = INT64_MIN;
}

void recur_walk_until(struct recur_walk *w, int64_t until_s)
{
    if (until_s < w->until_s)
        w->until_s = until_s;
}

static int64_t next_on_grid(const struct recur_walk *w, int64_t s)
{
    int64_t step = (int64_t)w->rule.interval * unit_s(&w->rule);
    int64_t missing = s - w->grid_s;
    return missing <= 0 ? w->grid_s : w->grid_s + (missing + step - 1) / step * step;
}

void recur_walk_seek(struct recur_walk *w, int64_t from_s)
{
    if (from_s <= w->start_s)
        return;
    if (from_s - 1 > w->last_s)
        w->last_s = from_s - 1;
    if (w->rule.freq >= RECUR_HOURLY) {
        w->grid_s = next_on_grid(w, from_s - unit_s(&w->rule) + 1);
        return;
    }
    int64_t from = recur_index_of_day(&w->rule, floor_div(from_s, DAY_S));
    /* One period early: SKIP may have moved its last day to here. */
    int64_t periods = (from - w->index) / w->rule.interval - 1;
    if (periods > 0)
        w->index += periods * w->rule.interval;
}

static int64_t item_second(const struct recur_walk *w, int64_t item)
{
    int64_t second = item % w->second_count;
    item /= w->second_count;
    int64_t minute = item % w->minute_count;
    item /= w->minute_count;
    int64_t hour = item % w->hour_count;
    return w->base_s + w->days[item / w->hour_count] * DAY_S + w->hours[hour] * 3600 +
           w->minutes[minute] * 60 + w->seconds[second];
}

/** Keeps the items that BYSETPOS names: from the front they come in order, from the back too when
 * the numbers are taken downwards; the two rows are merged. */
static void pick_positions(struct recur_walk *w)
{
    int64_t total = w->items;
    int f = 0, b = 0, n = 0;
    while (b < w->back_count && w->back[b] > total)
        b++;
    while ((f < w->front_count && w->front[f] <= total) || b < w->back_count) {
        bool has_front = f < w->front_count && w->front[f] <= total;
        int64_t front = has_front ? w->front[f] - 1 : INT64_MAX;
        int64_t back = b < w->back_count ? total - w->back[b] : INT64_MAX;
        w->picked[n++] = (uint32_t)(front < back ? front : back);
        f += front <= back;
        b += back <= front;
    }
    w->items = n;
}

/** Makes the loaded days (or the grid point) into items, and passes over what is too early. */
static void load_items(struct recur_walk *w, int day_count)
{
    int64_t times = (int64_t)w->hour_count * w->minute_count * w->second_count;
    w->items = day_count * times;
    w->at = 0;
    if (w->rule.positions.any) {
        pick_positions(w);
        return;
    }
    for (int i = 0; i < day_count && w->base_s + (w->days[i] + 1) * DAY_S <= w->last_s; i++)
        w->at += times;
}

/** How many periods without a day prove that none will come: as many as 400 years hold, whatever
 * the interval, for the periods met repeat after at most that many. */
static int fruitless_limit(enum recur_freq freq)
{
    switch (freq) {
    case RECUR_YEARLY:
        return 400;
    case RECUR_MONTHLY:
        return 4800;
    case RECUR_WEEKLY:
        return CYCLE_DAYS / 7;
    case RECUR_DAILY:
        return CYCLE_DAYS;
    case RECUR_HOURLY:
    case RECUR_MINUTELY:
    case RECUR_SECONDLY:
        break;
    }
    return FRUITLESS_POINTS;
}

static int load_period(struct recur_walk *w)
{
    int64_t last = recur_index_of_day(&w->rule, floor_div(w->until_s, DAY_S));
    if (w->index > last + 1)
        return 0;
    if (w->fruitless++ > fruitless_limit(w->rule.freq))
        return -ELOOP;
    struct recur_days days;
    recur_fill_days(&w->rule, w->index, &days);
    w->index += w->rule.interval;
    w->base_s = days.base * DAY_S;
    int n = 0;
    for (int word = 0; word < RECUR_YEAR_WORDS; word++)
        for (uint64_t bits = days.bits[word]; bits; bits &= bits - 1)
            w->days[n++] = (int16_t)(word * 64 + __builtin_ctzll(bits));
    load_items(w, n);
    return 1;
}

static bool day_passes(struct recur_walk *w, int64_t day)
{
    if (day != w->known_day) {
        w->known_day = day;
        w->known_passes = recur_day_passes(&w->rule, day);
    }
    return w->known_passes;
}

/** The smallest set bit from `from` on; -1 if there is none. No bits at all: every one is set. */
static int next_bit(uint64_t bits, int from, int max)
{
    for (int i = from; i <= max; i++)
        if (!bits || bits >> i & 1)
            return i;
    return -1;
}

/** The first time from `s` on that BYHOUR and the parts above the grid's unit allow, or the
 * beginning of the next day. */
static int64_t next_time(const struct recur_rule *r, int64_t s)
{
    int64_t day = floor_div(s, DAY_S) * DAY_S;
    int rest = (int)(s - day), hour = rest / 3600, minute = rest / 60 % 60, second = rest % 60;
    uint64_t minutes = r->freq >= RECUR_MINUTELY ? r->minutes : 0;
    uint64_t seconds = r->freq >= RECUR_SECONDLY ? r->seconds : 0;
    int next = next_bit(seconds, second, 59);
    if (next < 0) {
        minute++;
        next = next_bit(seconds, 0, 59);
    }
    second = next;
    next = minute > 59 ? -1 : next_bit(minutes, minute, 59);
    if (next < 0)
        hour++;
    if (next != minute) {
        second = next_bit(seconds, 0, 59);
        minute = next < 0 ? next_bit(minutes, 0, 59) : next;
    }
    next = hour > 23 ? -1 : next_bit(r->hours, hour, 23);
    if (next < 0)
        return day + DAY_S;
    if (next != hour) {
        minute = next_bit(minutes, 0, 59);
        second = next_bit(seconds, 0, 59);
    }
    return day + next * 3600 + minute * 60 + second;
}

/** From a day that does not match to the next that does. */
static int next_day(struct recur_walk *w, int64_t day, int64_t *out)
{
    for (int i = 0; i < CYCLE_DAYS; i++)
        if (day_passes(w, ++day)) {
            *out = day;
            return 1;
        }
    return -ELOOP;
}

static int load_point(struct recur_walk *w)
{
    /* Points may match and still give nothing: BYSETPOS past their number. */
    if (w->fruitless++ > FRUITLESS_POINTS)
        return -ELOOP;
    for (int steps = 0; steps < FRUITLESS_POINTS; steps++) {
        if (w->grid_s > w->until_s)
            return 0;
        int64_t day = floor_div(w->grid_s, DAY_S), target = day * DAY_S;
        if (day_passes(w, day)) {
            target = next_time(&w->rule, w->grid_s);
        } else {
            if (next_day(w, day, &day) < 0)
                return -ELOOP;
            target = day * DAY_S;
        }
        if (target == w->grid_s) {
            w->base_s = w->grid_s;
            w->days[0] = 0;
            w->grid_s += (int64_t)w->rule.interval * unit_s(&w->rule);
            load_items(w, 1);
            return 1;
        }
        w->grid_s = next_on_grid(w, target);
    }
    return -ELOOP;
}

int recur_walk_next(struct recur_walk *w, int64_t *out_s)
{
    if (w->rule.count && w->emitted >= w->rule.count)
        return 0;
    for (;;) {
        while (w->at < w->items) {
            int64_t item = w->rule.positions.any ? w->picked[w->at] : w->at;
            int64_t s = item_second(w, item);
            w->at++;
            if (s > w->until_s)
                return 0;
            if (s <= w->last_s)
                continue;
            w->last_s = s;
            w->fruitless = 0;
            w->emitted++;
            *out_s = s;
            return 1;
        }
        int r = w->rule.freq >= RECUR_HOURLY ? load_point(w) : load_period(w);
        if (r <= 0)
            return r;
    }
}
