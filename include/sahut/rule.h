// SPDX-License-Identifier: GPL-3.0-or-later
/** What a recurrence rule generates, one occurrence at a time. The expansion is the calendar's own
 * (bounded; see docs/architecture.md). */
#ifndef SAHUT_RULE_H
#define SAHUT_RULE_H

#include "sahut/why.h"
#include "sahut/zone.h"

/** The first local time after `after` that `rule` (an RRULE's value) generates from `first` on;
 * `zone` is for an UNTIL in UTC. `*first` itself counts only if the rule generates it. 0, -ENOENT
 * when there is none any more, -EINVAL with `why` for what is no rule. */
int sahut_rule_next(const char *rule, const struct sahut_civil *first, struct sahut_zone *zone,
                    const struct sahut_civil *after, struct sahut_civil *out,
                    struct sahut_why *why);
/** Is it one, and does it generate anything? 0 or -EINVAL with `why`. */
int sahut_rule_check(const char *rule, const struct sahut_civil *first, struct sahut_zone *zone,
                     struct sahut_why *why);

#endif
