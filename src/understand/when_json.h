// SPDX-License-Identifier: GPL-3.0-or-later
/** The shapes of times in JSON, once. */
#ifndef UNDERSTAND_WHEN_JSON_H
#define UNDERSTAND_WHEN_JSON_H

#include <jansson.h>

#include "sahut/when.h"

/** {"start", "grain", "end" of a span, "clock_change": "skipped" or "twice" where the zone's rules
 * decided}. A new reference. */
json_t *when_json(const struct sahut_when *when, struct sahut_zone *zone);
/** {"rrule", "start", "grain", "until", "count"}. */
json_t *recurrence_json(const struct sahut_recurrence *r, struct sahut_zone *zone);

#endif
