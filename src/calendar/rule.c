// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/rule.h"

#include <errno.h>
#include <stddef.h>

#include "calendar/recur.h"

static bool is_over(const struct recur_rule *rule, struct sahut_zone *zone,
                    const struct sahut_civil *local)
{
    return rule->until_kind == RECUR_UNTIL_UTC &&
           sahut_zone_instant(zone, local, NULL) > recur_seconds(&rule->until) * 1000;
}

int sahut_rule_next(const char *text, const struct sahut_civil *first, struct sahut_zone *zone,
                    const struct sahut_civil *after, struct sahut_civil *out, struct sahut_why *why)
{
    const int64_t after_s = recur_seconds(after);
    struct recur_rule rule;
    struct recur_walk walk;
    int64_t s;
    int err = recur_parse(text, &rule, why);
    if (err)
        return err;
    recur_walk_init(&walk, &rule, first, false);
    if (rule.count == 0 && after_s > recur_seconds(first))
        recur_walk_seek(&walk, after_s);
    while ((err = recur_walk_next(&walk, &s)) > 0) {
        if (s <= after_s)
            continue;
        *out = recur_civil(s);
        return is_over(&rule, zone, out) ? -ENOENT : 0;
    }
    return -ENOENT;
}

int sahut_rule_check(const char *rule, const struct sahut_civil *first, struct sahut_zone *zone,
                     struct sahut_why *why)
{
    struct sahut_civil before = sahut_civil_add_seconds(*first, -1), at;
    int err = sahut_rule_next(rule, first, zone, &before, &at, why);
    return err == -ENOENT ? sahut_why(why, -EINVAL, "rule '%s': it never happens", rule) : err;
}
