// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/repeat.h"
#include "understand/repeat_plan.h"

#include <errno.h>
#include <string.h>

enum {
    DAYS_AHEAD = 366 * 9, /* a 29 February comes back within eight years */
    NOON_FROM = 7,        /* "at one" to "at six" of a day are after noon, as for one day */
};

static bool merge_number(int *a, int b)
{
    if (*a && b)
        return false;
    if (b)
        *a = b;
    return true;
}

static bool merge_instant(int64_t *a, int64_t b)
{
    if (*a && b)
        return false;
    if (b)
        *a = b;
    return true;
}

static bool merge_repeat(struct moment_repeat *a, const struct moment_repeat *b)
{
    bool lasts = b->lasts.months || b->lasts.days || b->lasts.seconds;
    if ((a->weekdays && b->weekdays) || (a->except && b->except) || (a->n_clocks && b->n_clocks) ||
        (lasts && (a->lasts.months || a->lasts.days || a->lasts.seconds)))
        return false;
    a->weekdays |= b->weekdays;
    a->except |= b->except;
    if (b->n_clocks) {
        a->n_clocks = b->n_clocks;
        memcpy(a->clocks, b->clocks, sizeof a->clocks);
    }
    if (lasts)
        a->lasts = b->lasts;
    a->every |= b->every;
    a->once_each |= b->once_each;
    if (b->until_that_day) {
        if (a->until_that_day)
            return false;
        a->until_that_day = true;
        a->until = b->until;
    }
    /* "every day every monday" */
    return merge_number(&a->unit, b->unit) && merge_number(&a->interval, b->interval) &&
           merge_number(&a->nth, b->nth) && merge_number(&a->nth_too, b->nth_too) &&
           merge_number(&a->mday, b->mday) && merge_number(&a->mday_too, b->mday_too) &&
           merge_number(&a->month, b->month) && merge_number(&a->count, b->count) &&
           merge_number(&a->per_unit, b->per_unit) && merge_instant(&a->from_ms, b->from_ms) &&
           merge_instant(&a->until_ms, b->until_ms);
}

bool repeat_merge(struct moment *a, const struct moment *b)
{
    struct moment plain = *b;
    unsigned repeats = (a->has | b->has) & MOMENT_REPEAT;
    plain.has &= ~(unsigned)MOMENT_REPEAT;
    a->has &= ~(unsigned)MOMENT_REPEAT;
    if (!moment_merge(a, &plain))
        return false;
    if (b->has & MOMENT_REPEAT && !merge_repeat(&a->repeat, &b->repeat))
        return false;
    a->has |= repeats;
    return true;
}

/* ---- what is meant ---- */

static bool below_day(const struct repeat_plan *p)
{
    return p->r.unit == SAHUT_GRAIN_MINUTE || p->r.unit == SAHUT_GRAIN_HOUR;
}

/* The days that were said besides "every". */
static int fold_days(const struct moment *m, struct moment_repeat *r)
{
    enum { DAYS = MOMENT_WEEKDAY | MOMENT_MDAY | MOMENT_MONTH };
    enum { OTHER = MOMENT_REPEAT | MOMENT_CLOCK | MOMENT_UNTIL | MOMENT_PART };
    if (m->has & ~(unsigned)(DAYS | OTHER) || !r->every)
        return -EINVAL;
    if (m->impossible)
        return -ERANGE;
    if (m->has & MOMENT_WEEKDAY) {
        if (r->weekdays || m->which != MOMENT_COMING)
            return -EINVAL;
        r->weekdays = 1U << m->weekday;
    }
    if (r->except) { /* "every day except sunday": on all others */
        enum { ALL = 0x7F };
        bool days = r->unit <= SAHUT_GRAIN_DAY || (r->unit == SAHUT_GRAIN_WEEK && r->weekdays);
        if (!days || r->nth || m->has & (MOMENT_MDAY | MOMENT_MONTH) || r->mday || r->month)
            return -EINVAL;
        r->weekdays = (r->weekdays ? r->weekdays : ALL) & ~r->except;
        if (!r->weekdays)
            return -ERANGE;
    }
    if (m->has & MOMENT_MDAY && !merge_number(&r->mday, m->mday))
        return -EINVAL;
    if (m->has & MOMENT_MONTH && !merge_number(&r->month, m->month))
        return -EINVAL;
    return 0;
}

/* What the rule is counted in, where the days decide. */
static int settle_unit(struct moment_repeat *r)
{
    if (!r->unit)
        r->unit = r->month            ? SAHUT_GRAIN_YEAR
                  : r->mday || r->nth ? SAHUT_GRAIN_MONTH
                  : r->weekdays       ? SAHUT_GRAIN_WEEK
                                      : SAHUT_GRAIN_DAY;
    if (!r->interval)
        r->interval = 1;
    /* "every day on monday and tuesday" */
    if (r->unit == SAHUT_GRAIN_DAY && r->weekdays && r->interval == 1)
        r->unit = SAHUT_GRAIN_WEEK;
    if (r->unit < SAHUT_GRAIN_MONTH && (r->mday || r->month || r->nth))
        return -EINVAL;
    if (r->unit == SAHUT_GRAIN_MONTH && (r->month || (r->weekdays && !r->nth)))
        return -EINVAL;
    if (r->unit == SAHUT_GRAIN_YEAR && (r->mday || r->nth) && !r->month && r->mday)
        return -EINVAL;
    return r->nth && !r->weekdays ? -EINVAL : 0;
}

static int hour_of_day(const struct moment_clock *clock, int part, int after)
{
    int hour = moment_decided_hour(clock, part);
    if (hour >= 0)
        return hour;
    hour = clock->hour % 12;
    if (hour < NOON_FROM)
        hour += 12;
    /* "at eight and eight", "at nine and three": the later ones come later. */
    for (int h = clock->hour % 12; h < 24 && after >= 0; h += 12)
        if (h * 60 + clock->minute > after)
            return h;
    return hour;
}

static void add_time(struct repeat_plan *p, int hour, int minute)
{
    p->hours[p->n_times] = hour;
    p->minutes[p->n_times++] = minute;
}

/* "twice a day" alone: spread from eight to eight. */
static void spread(struct repeat_plan *p)
{
    int n = p->r.per_unit < MOMENT_CLOCKS ? p->r.per_unit : MOMENT_CLOCKS;
    for (int i = 0; i < n; i++)
        add_time(p, 8 + 12 * i / (n - 1), 0);
}

/* Midnight ends its day, and so do the small hours of its night: "every monday at midnight" is on
 * Tuesdays at zero. Where the days are not those of the week, it is zero of the day itself. */
static void settle_midnight(struct repeat_plan *p)
{
    enum { DAY = 24, WEEK = 7, ALL = 0x7F };
    int past = 0;
    for (int i = 0; i < p->n_times; i++)
        past += p->hours[i] >= DAY;
    if (past == 0)
        return;
    if (past == p->n_times && p->r.weekdays && !p->r.nth)
        p->r.weekdays = (p->r.weekdays << 1 | p->r.weekdays >> (WEEK - 1)) & ALL;
    for (int i = 0; i < p->n_times; i++)
        p->hours[i] %= DAY;
}

static int settle_times(const struct moment *m, const struct moment_now *now, struct repeat_plan *p)
{
    int part = m->has & MOMENT_PART ? (int)m->part : -1;
    int after = -1;
    if (m->has & MOMENT_CLOCK && p->r.n_clocks)
        return -EINVAL;
    if (m->has & MOMENT_CLOCK) {
        add_time(p, hour_of_day(&m->clock, part, -1), m->clock.minute);
        p->half_open = moment_decided_hour(&m->clock, part) < 0;
    } else if (p->r.n_clocks) {
        for (int i = 0; i < p->r.n_clocks; i++) {
            add_time(p, hour_of_day(&p->r.clocks[i], part, after), p->r.clocks[i].minute);
            after = p->hours[i] * 60 + p->minutes[i];
        }
    } else if (part >= 0) {
        add_time(p, moment_part_hours(now, m->part).at, 0);
        p->part = true;
    } else if (p->r.per_unit > 1 && p->r.unit == SAHUT_GRAIN_DAY) {
        spread(p);
    }
    return p->r.per_unit > 1 && p->r.per_unit != p->n_times ? -EINVAL : 0;
}

/* "twice a week", "twice a month": on days far from each other. */
static int spread_days(struct moment_repeat *r)
{
    static const unsigned char weekdays[] = {[2] = 0x09, [3] = 0x15}; /* Mo Th, Mo We Fr */
    if (r->per_unit <= 1 || r->unit <= SAHUT_GRAIN_DAY)
        return 0;
    if (r->unit == SAHUT_GRAIN_MONTH && r->per_unit == 2 && !r->mday && !r->nth) {
        r->mday = 1;
        r->mday_too = 15;
        r->per_unit = 0;
        return 0;
    }
    if (r->unit != SAHUT_GRAIN_WEEK || r->per_unit > 3)
        return -EINVAL;
    if (!r->weekdays)
        r->weekdays = weekdays[r->per_unit];
    else if (__builtin_popcount(r->weekdays) != r->per_unit)
        return -EINVAL;
    r->per_unit = 0;
    return 0;
}

/* "every hour from nine to five": of every day, at these hours. 1 if there is nothing of the kind.
 */
static int settle_window(const struct moment *said, struct repeat_plan *p)
{
    struct moment shared = *said, *m = &shared;
    enum { HOUR = 60, DAY = 24 * HOUR };
    int part = m->has & MOMENT_PART ? (int)m->part : -1;
    const bool span = m->has & MOMENT_CLOCK && m->has & MOMENT_UNTIL;
    const struct moment_clock *to = span ? &m->until : &p->r.until;
    if (!below_day(p) || !(m->has & MOMENT_CLOCK) || !(span || p->r.until_that_day))
        return 1;
    if (span)
        moment_share_half(m);
    int step = p->r.interval * (p->r.unit == SAHUT_GRAIN_HOUR ? HOUR : 1);
    int from = hour_of_day(&m->clock, part, -1) * HOUR + m->clock.minute;
    int end = hour_of_day(to, part, from) * HOUR + to->minute;
    bool fits = step % HOUR == 0 || HOUR % step == 0;
    if (end <= from || from >= DAY || !fits || p->r.nth)
        return -EINVAL;
    end += step % HOUR == 0; /* on the hour the last one counts, too */
    for (int at = from; at < end; at += step) {
        if (p->n_times == REPEAT_TIMES)
            return -EINVAL;
        add_time(p, at / HOUR, at % HOUR);
    }
    p->r.unit = SAHUT_GRAIN_DAY;
    p->r.interval = 1;
    return 0;
}

/* "every two hours until six": today's, or the next six o'clock. */
static int64_t until_clock(const struct moment_repeat *r, const struct moment_now *now)
{
    int minute = now->civil.hour * 60 + now->civil.minute;
    int hour = hour_of_day(&r->until, -1, minute);
    int64_t at = moment_instant(now, now->day, hour, r->until.minute, NULL);
    return at > now->ms ? at : moment_instant(now, now->day + 1, hour, r->until.minute, NULL);
}

/* ---- the first time ---- */

static bool nth_fits(const struct sahut_civil *c, int nth, bool of_year)
{
    int64_t day = sahut_civil_days(c);
    struct sahut_civil first = {c->year, of_year ? 1 : c->month, 1, 0, 0, 0};
    struct sahut_civil next = sahut_civil_add_months(first, of_year ? 12 : 1);
    int64_t back = (sahut_civil_days(&next) - 1 - day) / 7;
    return nth > 0 ? (day - sahut_civil_days(&first)) / 7 + 1 == nth : back == -nth - 1;
}

static bool day_fits(const struct moment_repeat *r, int64_t day)
{
    struct sahut_civil c = sahut_civil_from_days(day);
    if (r->month && c.month != r->month)
        return false;
    bool last = c.day == sahut_civil_days_in_month(c.year, c.month);
    if (r->mday > 0 && c.day != r->mday && c.day != r->mday_too && !(r->mday_too < 0 && last))
        return false;
    if (r->mday < 0 && !last)
        return false;
    if (r->weekdays && !(r->weekdays >> sahut_civil_weekday(&c) & 1))
        return false;
    /* "every january": from the first on */
    if (r->month && !r->mday && !r->nth && c.day != 1)
        return false;
    bool of_year = r->unit == SAHUT_GRAIN_YEAR && !r->month;
    return !r->nth || nth_fits(&c, r->nth, of_year) ||
           (r->nth_too && nth_fits(&c, r->nth_too, of_year));
}

/* The first day that fits, and its first time that is still to come; a day without a time must not
 * have begun. */
static int first_on_day(const struct repeat_plan *p, const struct moment_now *now, int64_t earliest,
                        struct sahut_when *out)
{
    struct moment_now from = moment_now_at(now, earliest);
    bool whole = p->n_times == 0;
    for (int64_t day = from.day; day < from.day + DAYS_AHEAD; day++) {
        if (!day_fits(&p->r, day))
            continue;
        for (int i = 0; i < (whole ? 1 : p->n_times); i++) {
            enum sahut_zone_fit fit;
            int64_t at = whole ? moment_instant(now, day, 0, 0, &fit)
                               : moment_instant(now, day, p->hours[i], p->minutes[i], &fit);
            if (at <= now->ms || at < earliest)
                continue;
            *out = (struct sahut_when){
                .start_ms = at,
                .end_ms = whole ? moment_instant(now, day + 1, 0, 0, NULL) : at,
                .grain = whole     ? SAHUT_GRAIN_DAY
                         : p->part ? SAHUT_GRAIN_PART
                                   : SAHUT_GRAIN_MINUTE,
                .fit = fit,
                .half_open = p->half_open,
            };
            return 0;
        }
    }
    return -ERANGE;
}

/* `at`, or the beginning of the first day after it that fits: "every hour on tuesdays". */
static int64_t on_fitting_day(const struct repeat_plan *p, const struct moment_now *now, int64_t at)
{
    int64_t first = moment_now_at(now, at).day;
    for (int64_t day = first; day < first + DAYS_AHEAD; day++)
        if (day_fits(&p->r, day))
            return day == first ? at : moment_instant(now, day, 0, 0, NULL);
    return at;
}

static int first_below_day(const struct repeat_plan *p, const struct moment_now *now,
                           struct sahut_when *out)
{
    int64_t step = (p->r.unit == SAHUT_GRAIN_HOUR ? 3600 : 60) * (int64_t)p->r.interval;
    *out = (struct sahut_when){.grain = SAHUT_GRAIN_MINUTE};
    if (p->n_times > 1)
        return -EINVAL;
    if (p->n_times == 1)
        return first_on_day(p, now, p->r.from_ms > now->ms ? p->r.from_ms : now->ms, out);
    int64_t at = p->r.from_ms > now->ms ? p->r.from_ms : now->ms + step * 1000;
    out->start_ms = out->end_ms = on_fitting_day(p, now, at);
    return 0;
}

static int64_t end_of(const struct repeat_plan *p, const struct moment_now *now,
                      const struct sahut_when *first)
{
    if (!p->r.lasts.months && !p->r.lasts.days && !p->r.lasts.seconds)
        return p->r.until_ms;
    return moment_shift(first, &p->r.lasts, 1, now).start_ms - 1000;
}

int repeat_resolve(const struct moment *said, const struct moment_now *now,
                   struct sahut_recurrence *out)
{
    struct moment meant = *said;
    const struct moment *m = &meant;
    moment_settle_clocks(&meant, now);
    struct repeat_plan p = {.r = m->repeat};
    struct sahut_recurrence made = {.count = m->repeat.count};
    if (p.r.until_that_day && !below_day(&p) && !(m->has & MOMENT_CLOCK)) {
        meant.has |= MOMENT_CLOCK; /* "every day until six" is at six */
        meant.clock = p.r.until;
    }
    int err = fold_days(m, &p.r);
    if (!err)
        err = settle_unit(&p.r);
    if (!err)
        err = spread_days(&p.r);
    int window = err ? err : settle_window(m, &p);
    if (window != 1)
        err = window;
    else if (p.r.until_that_day && below_day(&p) &&
             !merge_instant(&p.r.until_ms, until_clock(&p.r, now)))
        err = -EINVAL;
    else
        err = settle_times(m, now, &p);
    settle_midnight(&p);
    if (!err)
        err = below_day(&p) ? first_below_day(&p, now, &made.first)
                            : first_on_day(&p, now, p.r.from_ms > now->ms ? p.r.from_ms : now->ms,
                                           &made.first);
    if (err)
        return err;
    if (p.r.once_each && !m->repeat.unit && !made.count && !p.r.until_ms)
        made.count =
            (p.r.weekdays ? __builtin_popcount(p.r.weekdays) : 1) * (p.n_times > 1 ? p.n_times : 1);
    made.until_ms = made.count ? 0 : end_of(&p, now, &made.first);
    if (made.until_ms && made.until_ms < made.first.start_ms)
        return -ERANGE;
    err = repeat_say(&p, now, &made);
    if (!err)
        *out = made;
    return err;
}
