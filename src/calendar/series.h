// SPDX-License-Identifier: GPL-3.0-or-later
/** Events and what replaces their single occurrences, put together by UID, and expanded. */
#ifndef CALENDAR_SERIES_H
#define CALENDAR_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar/event.h"

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

/** An occurrence. */
struct cal_hit {
    const struct cal_event *event; /**< an override's, if there is one */
    int64_t start_ms, end_ms;
    int64_t original_ms; /**< where the series itself has it: what RECURRENCE-ID names */
    bool recurring;
};

/** As sahut_calendar_occurrences, told in the same order. */
int cal_series_occurrences(struct cal_series_set *set, int64_t from_ms, int64_t to_ms,
                           struct cal_hit **out, size_t *count);

/** Between what all occurrences lie, loosely: a day may be too much, and CAL_FOR_EVER stands for no
 * end. False if there are none. */
bool cal_series_bounds(const struct cal_series_set *set, int64_t *low_ms, int64_t *high_ms);
#define CAL_FOR_EVER INT64_MAX

#endif
