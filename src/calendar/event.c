// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdlib.h>

#include "calendar/event.h"

void cal_event_finish(struct cal_event *e)
{
    free(e->uid);
    free(e->summary);
    free(e->location);
    free(e->description);
    free(e->rules);
    free(e->not_rules);
    free(e->extras);
    free(e->excepts);
}

int64_t cal_moment_ms(const struct cal_moment *m)
{
    return cal_zone_instant(m->zone, &m->at);
}

struct cal_moment cal_moment_at(const struct cal_moment *like, int64_t s)
{
    struct cal_moment m = *like;
    m.at = recur_civil(s);
    if (m.date)
        m.at.hour = m.at.minute = m.at.second = 0;
    return m;
}

int64_t cal_end_ms(const struct cal_moment *start, const struct cal_length *length)
{
    struct sahut_civil end = start->at;
    if (length->days)
        end = sahut_civil_add_days(end, length->days);
    return cal_zone_instant(start->zone, &end) + length->ms;
}

#define MAX_COUNTED   200000
#define MAX_COUNTED_S (INT64_C(400) * 366 * 86400)

static bool has_parts(const struct recur_rule *r)
{
    return r->seconds || r->minutes || r->hours || r->months || r->monthdays || r->monthdays_back ||
           r->weeks || r->weeks_back || r->weekdays || r->any_nth || r->yeardays.any ||
           r->positions.any;
}

/** Seconds from one occurrence to the next if they are all alike; 0 if they are not. */
static int64_t even_step(const struct recur_rule *rule)
{
    static const int units[] = {[RECUR_WEEKLY] = 604800,
                                [RECUR_DAILY] = 86400,
                                [RECUR_HOURLY] = 3600,
                                [RECUR_MINUTELY] = 60,
                                [RECUR_SECONDLY] = 1};
    return has_parts(rule) || rule->freq < RECUR_WEEKLY
               ? 0
               : (int64_t)units[rule->freq] * rule->interval;
}

static void end_at(struct recur_rule *rule, int64_t last_s)
{
    rule->count = 0;
    if (rule->until_kind != RECUR_FOREVER && recur_seconds(&rule->until) <= last_s)
        return;
    rule->until_kind = RECUR_UNTIL_LOCAL;
    rule->until = recur_civil(last_s);
}

/** `first_s` is what the rule itself generates first. */
static int settle_count(struct recur_rule *rule, struct recur_walk *walk, int64_t first_s,
                        bool start_counts, struct sahut_why *why)
{
    struct sahut_civil last_day = {9999, 12, 31, 0, 0, 0};
    int64_t step = even_step(rule), last_s = first_s;
    if (step > 0) {
        last_s += (rule->count - 1) * step;
        end_at(rule, last_s < recur_seconds(&last_day) ? last_s : recur_seconds(&last_day));
        return 0;
    }
    int64_t left = rule->count - 1 - (start_counts && first_s != walk->start_s);
    if (left < 0)
        last_s = walk->start_s;
    if (left > MAX_COUNTED)
        return sahut_why(why, -EINVAL, "COUNT=%lld is more than %d repeats", (long long)rule->count,
                         MAX_COUNTED);
    recur_walk_until(walk, walk->start_s + MAX_COUNTED_S);
    for (; left > 0 && recur_walk_next(walk, &first_s) > 0; left--)
        last_s = first_s;
    /* Still going on then: its end is nobody's concern. */
    if (left > 0)
        last_s = recur_seconds(&last_day);
    end_at(rule, last_s);
    return 0;
}

int cal_rule_settle(struct recur_rule *rule, const struct sahut_civil *start, bool date_only,
                    bool start_counts, struct sahut_why *why)
{
    struct recur_walk walk;
    int64_t first_s;
    recur_walk_init(&walk, rule, start, date_only);
    int r = recur_walk_next(&walk, &first_s);
    if (r < 0)
        return sahut_why(why, -EINVAL, "the rule never matches a date or time");
    /* Programs end a series before it begins when its first repeat is split off. */
    if (r == 0)
        return rule->until_kind != RECUR_FOREVER
                   ? 0
                   : sahut_why(why, -EINVAL, "the rule matches nothing before the year 10000");
    return rule->count ? settle_count(rule, &walk, first_s, start_counts, why) : 0;
}
