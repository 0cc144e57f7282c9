// SPDX-License-Identifier: GPL-3.0-or-later
/** Events and what replaces their single occurrences, put together by UID, and expanded. */
#ifndef CALENDAR_SERIES_H
#define CALENDAR_SERIES_H

#include <stddef.h>
#include <stdint.h>

#include "calendar/event.h"
#include "sahut/calendar.h"

struct cal_series_set;

/** Past this many an answer is refused (-E2BIG). */
#define CAL_MAX_OCCURRENCES 100000

/** Sorts `events` and keeps pointers into it: it must outlive the set, unmoved. */
struct cal_series_set *cal_series_new(struct cal_event *events, size_t count,
                                      struct cal_zone *floating);
void cal_series_free(struct cal_series_set *set);
/** Events that stand for themselves: neither replaced by a later version nor an override of one
 * that is there. */
size_t cal_series_masters(const struct cal_series_set *set);

/** As sahut_calendar_occurrences. */
int cal_series_occurrences(struct cal_series_set *set, int64_t from_ms, int64_t to_ms,
                           struct sahut_occurrence **out, size_t *count);

#endif
