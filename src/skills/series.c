// SPDX-License-Identifier: GPL-3.0-or-later
/* Recurring promises. A series is one row that is always PENDING and due at its next occurrence; an
 * occurrence that comes due becomes a row of its own in the same transaction that moves the series
 * on, so that neither a power cut nor a clock set back makes it happen twice.
 *
 *   series      due Mon 07:00 ─► due Tue 07:00 ─► due Wed 07:00 … ACKNOWLEDGED when the rule ends
 *   occurrence              └─ RINGING ─► …   └─ RINGING ─► …
 */
#include "skills/skills_internal.h"

#include "sahut/rule.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void local_write(const struct sahut_civil *c, char out[SAHUT_LOCAL_TIME])
{
    char text[80];

    snprintf(text, sizeof text, LOCAL_FORMAT, c->year, c->month, c->day, c->hour, c->minute,
             c->second);
    copy_text(out, SAHUT_LOCAL_TIME, text);
}

bool local_read(const char *text, struct sahut_civil *out)
{
    return sscanf(text, "%d-%d-%dT%d:%d:%d", &out->year, &out->month, &out->day, &out->hour,
                  &out->minute, &out->second) == 6;
}

/* The first occurrence after a local time that is not left out. */
static int next_after(const struct sahut_skills *s, const struct sahut_promise *p,
                      struct sahut_civil after, struct sahut_civil *out, struct sahut_why *why)
{
    struct sahut_civil first;
    char local[SAHUT_LOCAL_TIME];
    int err;

    if (!local_read(p->first, &first))
        return -EINVAL;
    while (!(err = sahut_rule_next(p->rule, &first, s->world.zone, &after, out, why))) {
        local_write(out, local);
        if (!strstr(p->except, local))
            return 0;
        after = *out;
    }
    return err;
}

int series_begin(const struct sahut_skills *s, struct sahut_promise *p, const char *rule,
                 const struct sahut_civil *first, int64_t now_ms, struct sahut_why *why)
{
    struct sahut_civil next, before = sahut_civil_add_seconds(*first, -1);
    const struct sahut_civil now = sahut_zone_local(s->world.zone, now_ms);
    int err;

    copy_text(p->rule, sizeof p->rule, rule);
    local_write(first, p->first);
    if (sahut_civil_compare(&before, &now) < 0)
        before = now;
    err = next_after(s, p, before, &next, why);
    if (!err)
        promise_at_local(s, p, &next);
    return err;
}

void series_advance(const struct sahut_skills *s, struct sahut_promise *p, int64_t now_ms)
{
    struct sahut_civil local, next;

    if (local_read(p->local, &local) && next_after(s, p, local, &next, NULL) == 0) {
        promise_at_local(s, p, &next);
        return;
    }
    p->state = SAHUT_PROMISE_ACKNOWLEDGED;
    p->ended_ms = now_ms;
    p->told = true;
}

void series_reply(struct sahut_outcome *out, const struct sahut_promise *p, const char *once,
                  const char *again, const char *times)
{
    const char *count = strstr(p->rule, "COUNT=");

    outcome_reply(out, count ? times : p->rule[0] ? again : once);
    if (count)
        outcome_value(out, "count", SAHUT_PARAM_COUNT, atoi(count + strlen("COUNT=")));
}

struct sahut_promise series_occurrence(const struct sahut_promise *p)
{
    struct sahut_promise one = *p;

    one.id = 0;
    one.series = p->id;
    one.rule[0] = one.first[0] = one.except[0] = '\0';
    return one;
}

bool series_except(const struct sahut_skills *s, struct sahut_promise *p,
                   const char local[SAHUT_LOCAL_TIME], int64_t now_ms)
{
    const size_t n = strlen(p->except);

    if (n + SAHUT_LOCAL_TIME + 1 > sizeof p->except) {
        /* The oldest is over by now, or long before the newest in any case. */
        memmove(p->except, p->except + SAHUT_LOCAL_TIME, n - SAHUT_LOCAL_TIME + 1);
    }
    snprintf(p->except + strlen(p->except), sizeof p->except - strlen(p->except), "%s%s",
             p->except[0] ? " " : "", local);
    if (strcmp(p->local, local) == 0)
        series_advance(s, p, now_ms);
    return p->state == SAHUT_PROMISE_PENDING;
}

bool series_on_day(const struct sahut_skills *s, const struct sahut_promise *p, int64_t from_ms,
                   int64_t to_ms, char local[SAHUT_LOCAL_TIME])
{
    const int64_t start_ms = from_ms > p->due_ms ? from_ms : p->due_ms;
    struct sahut_civil after = sahut_zone_local(s->world.zone, start_ms), at;

    if (start_ms >= to_ms)
        return false;
    after = sahut_civil_add_seconds(after, -1);
    if (next_after(s, p, after, &at, NULL) || sahut_zone_instant(s->world.zone, &at, NULL) >= to_ms)
        return false;
    local_write(&at, local);
    return true;
}
