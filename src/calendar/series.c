// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/series_private.h"
#include "sahut/text.h"

struct cal_series_set {
    struct cal_series *list;
    size_t count;
    struct cal_zone *floating;
};

int cal_mark_order(const void *a, const void *b)
{
    const struct cal_mark *x = a, *y = b;
    if (x->day != y->day)
        return x->day - y->day;
    return (x->value > y->value) - (x->value < y->value);
}

void cal_marks_of(const struct cal_moment *start, int64_t start_ms, struct cal_mark out[2])
{
    out[0] = (struct cal_mark){.day = true, .value = sahut_civil_days(&start->at)};
    out[1] = (struct cal_mark){.day = false, .value = start_ms};
}

bool cal_mark_in(const struct cal_mark *list, size_t count, const struct cal_mark mark[2])
{
    return count > 0 && (bsearch(&mark[0], list, count, sizeof *list, cal_mark_order) ||
                         bsearch(&mark[1], list, count, sizeof *list, cal_mark_order));
}

/** The mark that EXDATE or RECURRENCE-ID `m` puts on occurrences of `master`. */
static struct cal_mark mark_for(const struct cal_moment *m, const struct cal_event *master)
{
    if (m->date || (master && master->start.date))
        return (struct cal_mark){.day = true, .value = sahut_civil_days(&m->at)};
    return (struct cal_mark){.day = false, .value = cal_moment_ms(m)};
}

/** By calendar and UID; of one UID masters first, then by what they replace; the version that
 * wins comes last. */
static int by_series(const void *a, const void *b)
{
    const struct cal_event *x = a, *y = b;
    int r = (x->series > y->series) - (x->series < y->series);
    if (r == 0)
        r = strcmp(x->uid, y->uid);
    if (r == 0 && x->is_override != y->is_override)
        return x->is_override ? 1 : -1;
    if (r == 0 && *x->uid)
        r = (x->sequence > y->sequence) - (x->sequence < y->sequence);
    return r != 0 ? r : (x->order > y->order) - (x->order < y->order);
}

static bool same_series(const struct cal_event *a, const struct cal_event *b)
{
    return *a->uid && a->series == b->series && strcmp(a->uid, b->uid) == 0;
}

static int64_t length_ms(const struct cal_length *l)
{
    return l->days * INT64_C(86400000) + l->ms;
}

static bool ends_before(const struct recur_rule *rule, const struct cal_moment *start)
{
    struct sahut_civil until = rule->until;
    if (rule->until_kind == RECUR_FOREVER)
        return false;
    if (rule->until_kind == RECUR_UNTIL_UTC && !start->date)
        return recur_seconds(&until) * 1000 < cal_moment_ms(start);
    if (rule->until_kind == RECUR_UNTIL_DATE || start->date)
        return sahut_civil_days(&until) < sahut_civil_days(&start->at);
    return recur_seconds(&until) < recur_seconds(&start->at);
}

static void note_last(struct cal_master *m, int64_t ms)
{
    if (ms > m->last_ms)
        m->last_ms = ms;
}

/** A day of slack: a civil time read as UTC is at most 14 hours off. */
static int64_t loose_ms(const struct sahut_civil *c)
{
    return (recur_seconds(c) + 2 * 86400) * 1000;
}

static struct cal_master make_master(const struct cal_event *e)
{
    struct cal_master m = {.event = e, .reach_ms = length_ms(&e->length)};
    bool over = e->rule_count > 0;
    m.last_ms = cal_moment_ms(&e->start);
    for (size_t i = 0; i < e->rule_count; i++) {
        const struct recur_rule *rule = &e->rules[i];
        note_last(&m, rule->until_kind == RECUR_FOREVER ? INT64_MAX : loose_ms(&rule->until));
        over = over && ends_before(rule, &e->start);
    }
    m.start_counts = !over;
    for (size_t i = 0; i < e->extra_count; i++) {
        int64_t reach = length_ms(&e->extras[i].length);
        note_last(&m, loose_ms(&e->extras[i].start.at));
        m.reach_ms = reach > m.reach_ms ? reach : m.reach_ms;
    }
    m.excepts = e->except_count ? sahut_alloc(e->except_count, sizeof *m.excepts) : NULL;
    m.except_count = e->except_count;
    for (size_t i = 0; i < e->except_count; i++)
        m.excepts[i] = mark_for(&e->excepts[i], e);
    if (m.except_count)
        qsort(m.excepts, m.except_count, sizeof *m.excepts, cal_mark_order);
    return m;
}

/** Whether a later version of the same event is there too: UIDs are unique (RFC 5545 section
 * 3.8.4.7), but of two that are alike and only start at different times, both are kept rather
 * than one lost. */
static bool outdated(const struct cal_event *e, const struct cal_event *end)
{
    for (const struct cal_event *later = e + 1; *e->uid && later < end; later++)
        if (!later->is_override && (later->sequence > e->sequence ||
                                    (sahut_civil_compare(&later->start.at, &e->start.at) == 0 &&
                                     later->start.zone == e->start.zone)))
            return true;
    return false;
}

static bool excepted(const struct cal_series *s, const struct cal_override *o)
{
    for (size_t i = 0; i < s->master_count; i++) {
        const struct cal_master *m = &s->masters[i];
        struct cal_moment start = m->event->start;
        struct cal_mark marks[2];
        start.at = start.date ? o->event->replaces.at : cal_zone_local(start.zone, o->replaces_ms);
        cal_marks_of(&start, o->replaces_ms, marks);
        if (cal_mark_in(m->excepts, m->except_count, marks))
            return true;
    }
    return false;
}

static void add_override(struct cal_series *s, const struct cal_event *e)
{
    struct cal_override o = {
        .event = e,
        .mark = mark_for(&e->replaces, s->master_count ? s->masters[0].event : NULL),
        .replaces_ms = cal_moment_ms(&e->replaces),
        .start_ms = cal_moment_ms(&e->start),
        .end_ms = cal_end_ms(&e->start, &e->length),
    };
    if (excepted(s, &o))
        return;
    if (e->and_future) {
        int64_t shift = llabs(o.start_ms - o.replaces_ms);
        s->has_future = true;
        s->shift_ms = shift > s->shift_ms ? shift : s->shift_ms;
    }
    if (length_ms(&e->length) > s->reach_ms)
        s->reach_ms = length_ms(&e->length);
    /* In order of sequence: a later one takes the place of its equal. */
    for (size_t i = 0; i < s->override_count; i++)
        if (cal_mark_order(&s->overrides[i].mark, &o.mark) == 0) {
            s->overrides[i] = o;
            return;
        }
    s->overrides = sahut_realloc(s->overrides, s->override_count + 1, sizeof o);
    s->overrides[s->override_count++] = o;
}

static struct cal_series make_series(const struct cal_event *first, const struct cal_event *end)
{
    struct cal_series s = {0};
    bool cancelled = false;
    const struct cal_event *e = first;
    for (; e < end && !e->is_override; e++) {
        if (outdated(e, end))
            continue;
        cancelled = e->cancelled;
        if (cancelled)
            continue;
        s.masters = sahut_realloc(s.masters, s.master_count + 1, sizeof *s.masters);
        s.masters[s.master_count] = make_master(e);
        int64_t reach = s.masters[s.master_count++].reach_ms;
        s.reach_ms = reach > s.reach_ms ? reach : s.reach_ms;
    }
    /* What is left of a series that was called off are its remains, not events. */
    for (; e < end && (s.master_count > 0 || !cancelled); e++)
        add_override(&s, e);
    return s;
}

struct cal_series_set *cal_series_new(struct cal_event *events, size_t count,
                                      struct cal_zone *floating)
{
    struct cal_series_set *set = sahut_alloc(1, sizeof *set);
    *set = (struct cal_series_set){.floating = floating};
    if (count > 0) {
        qsort(events, count, sizeof *events, by_series);
        set->list = sahut_alloc(count, sizeof *set->list);
    }
    for (size_t first = 0, end; first < count; first = end) {
        end = first + 1;
        while (end < count && same_series(&events[first], &events[end]))
            end++;
        set->list[set->count++] = make_series(&events[first], &events[end]);
    }
    return set;
}

void cal_series_free(struct cal_series_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->count; i++) {
        for (size_t k = 0; k < set->list[i].master_count; k++)
            free(set->list[i].masters[k].excepts);
        free(set->list[i].masters);
        free(set->list[i].overrides);
    }
    free(set->list);
    free(set);
}

size_t cal_series_masters(const struct cal_series_set *set)
{
    size_t n = 0;
    for (size_t i = 0; i < set->count; i++)
        n +=
            set->list[i].master_count ? set->list[i].master_count : set->list[i].override_count > 0;
    return n;
}

int cal_found_add(struct cal_found *found, const struct cal_hit *hit)
{
    int64_t start_ms = hit->start_ms, end_ms = hit->end_ms;
    if (start_ms >= found->to_ms || (end_ms <= found->from_ms && start_ms != found->from_ms) ||
        (end_ms <= start_ms && start_ms < found->from_ms))
        return 0;
    if (found->count == CAL_MAX_OCCURRENCES)
        return -E2BIG;
    if (found->count == found->cap) {
        found->cap = found->cap ? found->cap * 2 : 16;
        found->list = sahut_realloc(found->list, found->cap, sizeof *found->list);
    }
    found->list[found->count++] = *hit;
    return 0;
}

/** An occurrence, and the day that it is told on: its first in the window. */
struct told {
    struct cal_hit hit;
    int64_t day;
};

static int by_telling(const void *a, const void *b)
{
    const struct told *x = a, *y = b;
    const struct cal_hit *p = &x->hit, *q = &y->hit;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (p->event->start.date != q->event->start.date)
        return p->event->start.date ? -1 : 1;
    if (p->start_ms != q->start_ms)
        return p->start_ms < q->start_ms ? -1 : 1;
    if (p->end_ms != q->end_ms)
        return p->end_ms < q->end_ms ? -1 : 1;
    int r = strcmp(p->event->summary, q->event->summary);
    if (r == 0)
        r = strcmp(p->event->uid, q->event->uid);
    return r != 0 ? r : (p->event->file > q->event->file) - (p->event->file < q->event->file);
}

static void sort_found(struct cal_series_set *set, struct cal_found *found)
{
    struct told *told = sahut_alloc(found->count ? found->count : 1, sizeof *told);
    for (size_t i = 0; i < found->count; i++) {
        int64_t start = found->list[i].start_ms;
        struct sahut_civil local =
            cal_zone_local(set->floating, start > found->from_ms ? start : found->from_ms);
        told[i] = (struct told){found->list[i], sahut_civil_days(&local)};
    }
    qsort(told, found->count, sizeof *told, by_telling);
    for (size_t i = 0; i < found->count; i++)
        found->list[i] = told[i].hit;
    free(told);
}

static void widen(int64_t low_ms, int64_t high_ms, int64_t *low, int64_t *high)
{
    *low = low_ms < *low ? low_ms : *low;
    *high = high_ms > *high ? high_ms : *high;
}

static void series_bounds(const struct cal_series *s, int64_t *low, int64_t *high)
{
    const int64_t slack = s->shift_ms + CAL_DAY_MS;
    for (size_t i = 0; i < s->master_count; i++) {
        const struct cal_master *m = &s->masters[i];
        int64_t first = cal_moment_ms(&m->event->start), last = m->last_ms;
        for (size_t k = 0; k < m->event->extra_count; k++) {
            int64_t extra = cal_moment_ms(&m->event->extras[k].start);
            first = extra < first ? extra : first;
        }
        if (last != CAL_FOR_EVER)
            last += s->reach_ms + slack;
        widen(first - slack, last, low, high);
    }
    for (size_t i = 0; i < s->override_count; i++)
        widen(s->overrides[i].start_ms - CAL_DAY_MS, s->overrides[i].end_ms + CAL_DAY_MS, low,
              high);
}

bool cal_series_bounds(const struct cal_series_set *set, int64_t *low_ms, int64_t *high_ms)
{
    *low_ms = INT64_MAX;
    *high_ms = INT64_MIN;
    for (size_t i = 0; i < set->count; i++)
        series_bounds(&set->list[i], low_ms, high_ms);
    return *low_ms <= *high_ms;
}

int cal_series_occurrences(struct cal_series_set *set, int64_t from_ms, int64_t to_ms,
                           struct cal_hit **out, size_t *count)
{
    static const int64_t year_1_ms = INT64_C(-62135596800000);
    static const int64_t year_10000_ms = INT64_C(253402300800000);
    struct cal_found found = {
        .from_ms = from_ms < year_1_ms ? year_1_ms : from_ms,
        .to_ms = to_ms > year_10000_ms ? year_10000_ms : to_ms,
    };
    int r = 0;
    for (size_t i = 0; i < set->count && r == 0; i++)
        r = cal_series_expand(&set->list[i], &found);
    if (r < 0) {
        free(found.list);
        return r;
    }
    sort_found(set, &found);
    *out = found.list ? found.list : sahut_alloc(1, sizeof *found.list);
    *count = found.count;
    return 0;
}
