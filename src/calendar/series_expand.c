// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdlib.h>

#include "calendar/series_private.h"
#include "sahut/text.h"

/** No zone is farther from UTC. */
#define FARTHEST_ZONE_S (15 * 3600)

/** One time that a master takes place, before EXDATE and overrides. */
struct candidate {
    int64_t ms;
    struct cal_moment start;
    const struct cal_length *length; /* its own, of an RDATE with a period; else NULL */
};

struct candidates {
    struct candidate *list;
    size_t count, cap;
    int64_t low_ms, high_ms; /* starts that can matter */
};

static int add(struct candidates *c, const struct cal_moment *start,
               const struct cal_length *length)
{
    int64_t ms = cal_moment_ms(start);
    if (ms < c->low_ms || ms > c->high_ms)
        return 0;
    if (c->count == 2 * CAL_MAX_OCCURRENCES)
        return -E2BIG;
    if (c->count == c->cap) {
        c->cap = c->cap ? c->cap * 2 : 8;
        c->list = sahut_realloc(c->list, c->cap, sizeof *c->list);
    }
    c->list[c->count++] = (struct candidate){.ms = ms, .start = *start, .length = length};
    return 0;
}

static int add_rule(struct candidates *c, const struct cal_event *e, const struct recur_rule *rule)
{
    struct recur_walk walk;
    int64_t s, until_ms = INT64_MAX;
    int r = 0;
    if (rule->until_kind == RECUR_UNTIL_UTC && !e->start.date)
        until_ms = recur_seconds(&rule->until) * 1000;
    recur_walk_init(&walk, rule, &e->start.at, e->start.date);
    recur_walk_seek(&walk, c->low_ms / 1000 - FARTHEST_ZONE_S);
    recur_walk_until(&walk, c->high_ms / 1000 + FARTHEST_ZONE_S);
    while (r == 0 && recur_walk_next(&walk, &s) > 0) {
        struct cal_moment m = cal_moment_at(&e->start, s);
        if (until_ms != INT64_MAX && cal_moment_ms(&m) > until_ms)
            break;
        r = add(c, &m, NULL);
    }
    return r;
}

/** RDATE as the master's own kind: a date of a timed event has that event's time. */
static struct cal_moment like_master(const struct cal_moment *extra, const struct cal_moment *start)
{
    if (extra->date == start->date)
        return *extra;
    struct cal_moment m = *start;
    m.at.year = extra->at.year;
    m.at.month = extra->at.month;
    m.at.day = extra->at.day;
    return m;
}

static int by_start(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->ms != y->ms)
        return x->ms < y->ms ? -1 : 1;
    return (x->length == NULL) - (y->length == NULL);
}

static void sort_candidates(struct candidates *c)
{
    if (c->count > 0)
        qsort(c->list, c->count, sizeof *c->list, by_start);
}

static int gather(const struct cal_event *e, bool start_counts, struct candidates *out)
{
    int r = start_counts ? add(out, &e->start, NULL) : 0;
    for (size_t i = 0; i < e->rule_count && r == 0; i++)
        r = add_rule(out, e, &e->rules[i]);
    for (size_t i = 0; i < e->extra_count && r == 0; i++) {
        const struct cal_extra *x = &e->extras[i];
        struct cal_moment m = like_master(&x->start, &e->start);
        r = add(out, &m, x->has_length ? &x->length : NULL);
    }
    sort_candidates(out);
    return r;
}

static int gather_not(const struct cal_event *e, struct candidates *out)
{
    int r = 0;
    for (size_t i = 0; i < e->not_rule_count && r == 0; i++)
        r = add_rule(out, e, &e->not_rules[i]);
    sort_candidates(out);
    return r;
}

static bool contains(const struct candidates *c, int64_t ms)
{
    size_t low = 0, high = c->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c->list[middle].ms < ms)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->count && c->list[low].ms == ms;
}

static bool overridden(const struct cal_series *s, const struct cal_mark marks[2])
{
    for (size_t i = 0; i < s->override_count; i++)
        if (cal_mark_order(&s->overrides[i].mark, &marks[0]) == 0 ||
            cal_mark_order(&s->overrides[i].mark, &marks[1]) == 0)
            return true;
    return false;
}

/** The THISANDFUTURE override that speaks for an occurrence at `ms`: the last that began. */
static const struct cal_override *future_of(const struct cal_series *s, int64_t ms)
{
    const struct cal_override *best = NULL;
    for (size_t i = 0; i < s->override_count; i++) {
        const struct cal_override *o = &s->overrides[i];
        if (o->event->and_future && o->replaces_ms <= ms &&
            (!best || o->replaces_ms > best->replaces_ms))
            best = o;
    }
    return best;
}

/** `c` as the override wants it: moved on the local clock by as much as the override itself was. */
static struct cal_moment moved(const struct candidate *c, const struct cal_event *override)
{
    struct sahut_civil was =
        override->replaces.zone == override->start.zone
            ? override->replaces.at
            : cal_zone_local(override->start.zone, cal_moment_ms(&override->replaces));
    struct sahut_civil now = override->start.zone == c->start.zone
                                 ? c->start.at
                                 : cal_zone_local(override->start.zone, c->ms);
    int64_t by_s = recur_seconds(&override->start.at) - recur_seconds(&was);
    return cal_moment_at(&override->start, recur_seconds(&now) + by_s);
}

static int emit(const struct cal_series *s, const struct cal_event *e, const struct candidate *c,
                struct cal_found *found)
{
    const struct cal_override *future = s->has_future ? future_of(s, c->ms) : NULL;
    struct cal_hit hit = {.event = e, .start_ms = c->ms, .original_ms = c->ms};
    hit.recurring = e->rule_count > 0 || e->extra_count > 0;
    if (!future) {
        hit.end_ms = cal_end_ms(&c->start, c->length ? c->length : &e->length);
        return cal_found_add(found, &hit);
    }
    hit.event = future->event;
    if (hit.event->cancelled)
        return 0;
    struct cal_moment start = moved(c, hit.event);
    hit.start_ms = cal_moment_ms(&start);
    hit.end_ms = cal_end_ms(&start, &hit.event->length);
    return cal_found_add(found, &hit);
}

static int expand_master(const struct cal_series *s, const struct cal_master *m,
                         struct cal_found *found)
{
    struct candidates all = {
        .low_ms = found->from_ms - s->reach_ms - s->shift_ms - CAL_DAY_MS,
        .high_ms = found->to_ms + s->shift_ms + CAL_DAY_MS,
    };
    if (m->last_ms < all.low_ms)
        return 0;
    struct candidates not = {.low_ms = all.low_ms, .high_ms = all.high_ms};
    int r = gather(m->event, m->start_counts, &all);
    if (r == 0)
        r = gather_not(m->event, &not );
    for (size_t i = 0; i < all.count && r == 0; i++) {
        const struct candidate *c = &all.list[i];
        struct cal_mark marks[2];
        cal_marks_of(&c->start, c->ms, marks);
        if ((i > 0 && all.list[i - 1].ms == c->ms) ||
            cal_mark_in(m->excepts, m->except_count, marks) || overridden(s, marks) ||
            contains(&not, c->ms))
            continue;
        r = emit(s, m->event, c, found);
    }
    free(all.list);
    free(not .list);
    return r;
}

int cal_series_expand(const struct cal_series *s, struct cal_found *found)
{
    int r = 0;
    for (size_t i = 0; i < s->master_count && r == 0; i++)
        r = expand_master(s, &s->masters[i], found);
    for (size_t i = 0; i < s->override_count && r == 0; i++) {
        const struct cal_override *o = &s->overrides[i];
        struct cal_hit hit = {o->event, o->start_ms, o->end_ms, o->replaces_ms, true};
        if (!o->event->cancelled)
            r = cal_found_add(found, &hit);
    }
    return r;
}
