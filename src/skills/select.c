// SPDX-License-Identifier: GPL-3.0-or-later
/* Which promises an order means: by name, by length, by time, by number, or all. */
#include "skills/skills_internal.h"

#include <stdlib.h>
#include <string.h>

static const char *slot_text(const struct turn *turn, const char *name)
{
    const struct sahut_slot *slot = sahut_intent_slot(turn->intent, name);

    return slot && strcmp(slot->text, SAHUT_FREE_WORD) != 0 ? slot->text : "";
}

static bool fits_name(const struct sahut_promise *p, const char *name)
{
    return !name[0] || strcasestr(p->title, name) != NULL ||
           (p->title[0] && strcasestr(name, p->title) != NULL);
}

/* Half a day apart is the same time on a clock's face. */
static bool same_clock(const struct turn *turn, int64_t a_ms, int64_t b_ms)
{
    const struct sahut_civil a = sahut_zone_local(turn->s->world.zone, a_ms);
    const struct sahut_civil b = sahut_zone_local(turn->s->world.zone, b_ms);

    return a.minute == b.minute && a.hour % 12 == b.hour % 12;
}

static bool fits_when(const struct turn *turn, const struct sahut_promise *p,
                      const struct sahut_when *when)
{
    char local[SAHUT_LOCAL_TIME];
    const bool span = when->end_ms > when->start_ms;
    const int64_t from_ms = sahut_when_from(when);
    const int64_t end_ms = span ? when->end_ms : from_ms + 60 * SECOND_MS;

    if (p->due_ms >= from_ms && p->due_ms < end_ms)
        return true;
    if (!span && p->local[0])
        return same_clock(turn, p->due_ms, when->start_ms);
    return p->rule[0] && series_on_day(turn->s, p, from_ms, end_ms, local);
}

static bool fits(const struct turn *turn, const struct sahut_promise *p, const char *when_slot)
{
    const struct sahut_slot *when = sahut_intent_slot(turn->intent, when_slot);
    const struct sahut_slot *length = sahut_intent_slot(turn->intent, "duration");

    if (!fits_name(p, slot_text(turn, "name")) || !fits_name(p, slot_text(turn, "text")))
        return false;
    if (p->kind == SAHUT_PROMISE_TIMER && length && length->seconds > 0 &&
        p->duration_s != length->seconds)
        return false;
    return !when || fits_when(turn, p, &when->when);
}

static int by_due(const void *a, const void *b)
{
    const struct sahut_promise *p = a, *q = b;

    return (p->due_ms > q->due_ms) - (p->due_ms < q->due_ms);
}

/* "It": the one last talked of; if that is none of these, any of them. */
static void pick_it(const struct turn *turn, struct selection *out)
{
    for (size_t i = 0; i < out->n; i++)
        if (out->items[i].id == turn->s->about) {
            out->items[0] = out->items[i];
            out->n = 1;
        }
}

/* "the second one", "my last alarm", "my next alarm". */
static void pick(const struct turn *turn, struct selection *out)
{
    const char *which = slot_text(turn, "which");
    const long number = strtol(which, NULL, 10);
    size_t chosen = 0;

    if (!which[0] || out->n == 0)
        return;
    if (strcmp(which, "it") == 0) {
        pick_it(turn, out);
        return;
    }
    if (number > 0 && (size_t)number > out->n) {
        out->n = 0;
        return;
    }
    if (number > 0)
        chosen = (size_t)number - 1;
    else if (strcmp(which, "last") == 0)
        for (size_t i = 1; i < out->n; i++)
            chosen = out->items[i].id > out->items[chosen].id ? i : chosen;
    out->items[0] = out->items[chosen];
    out->n = 1;
}

void select_promises(struct turn *turn, int kind, const char *when_slot, struct selection *out)
{
    size_t count, kept = 0;

    out->items = promise_open(turn->s, kind, &count);
    for (size_t i = 0; i < count; i++)
        if (fits(turn, &out->items[i], when_slot))
            out->items[kept++] = out->items[i];
    out->n = kept;
    out->all = strcmp(slot_text(turn, "scope"), "all") == 0;
    if (kept > 1)
        qsort(out->items, kept, sizeof *out->items, by_due);
    pick(turn, out);
}
