// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef CALENDAR_SERIES_PRIVATE_H
#define CALENDAR_SERIES_PRIVATE_H

#include "calendar/series.h"

#define CAL_DAY_MS INT64_C(86400000)

/** What names one occurrence of a series, in EXDATE and RECURRENCE-ID: the day in the master's
 * zone if it was given as a date, else the instant. */
struct cal_mark {
    bool day;
    int64_t value;
};

/** A master, and what can be known of it before a window is asked for. */
struct cal_master {
    const struct cal_event *event;
    struct cal_mark *excepts; /**< sorted by cal_mark_order */
    size_t except_count;
    bool start_counts; /**< DTSTART is an occurrence */
    int64_t last_ms;   /**< no occurrence begins after it; INT64_MAX if there is no end */
    int64_t reach_ms;  /**< the longest occurrence */
};

struct cal_override {
    const struct cal_event *event;
    struct cal_mark mark;
    int64_t replaces_ms;
    int64_t start_ms, end_ms;
};

struct cal_series {
    struct cal_master *masters;
    size_t master_count;
    struct cal_override *overrides;
    size_t override_count;
    int64_t shift_ms; /**< the farthest that a THISANDFUTURE override moves occurrences */
    int64_t reach_ms; /**< and the longest that they last */
    bool has_future;
};

int cal_mark_order(const void *a, const void *b);
/** The two marks that an occurrence of `master` at `start` can be named by. */
void cal_marks_of(const struct cal_moment *start, int64_t start_ms, struct cal_mark out[2]);
bool cal_mark_in(const struct cal_mark *list, size_t count, const struct cal_mark mark[2]);

/** A growing row of occurrences. */
struct cal_found {
    struct cal_hit *list;
    size_t count, cap;
    int64_t from_ms, to_ms;
};

/** -E2BIG past CAL_MAX_OCCURRENCES. Keeps it only if it meets the window. */
int cal_found_add(struct cal_found *found, const struct cal_hit *hit);
/** Adds what the series has in found's window. */
int cal_series_expand(const struct cal_series *series, struct cal_found *found);

#endif
