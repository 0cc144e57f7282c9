// SPDX-License-Identifier: GPL-3.0-or-later
/** The user's calendars: folders of .ics files and single files (libical reads them), and the
 * occurrences of what is in them. Recurrence is expanded by our own bounded code. */
#ifndef SAHUT_CALENDAR_H
#define SAHUT_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/why.h"
#include "sahut/zone.h"

struct sahut_calendar;

/** Called once for each file or component that had to be left out, and for each part of an event
 * that had to be ignored (a rule that can never match, an unknown zone), with "FILE[:UID]: reason".
 */
typedef void sahut_calendar_complaint(void *ctx, const char *message);

/** Reads every *.ics below `path` (a folder, one level of sub-folders as vdirsyncer keeps them, or
 * one file). A broken file is named through `complain` (may be NULL) and the others are read.
 * Floating and all-day times are those of `zone`, which must outlive the calendar. -ENOENT,
 * -EACCES with `why` if the path itself cannot be read. */
int sahut_calendar_read(const char *path, struct sahut_zone *zone,
                        sahut_calendar_complaint *complain, void *ctx, struct sahut_calendar **out,
                        struct sahut_why *why);
/** Several of them as one, NULL-terminated. A path that cannot be read is complained about like a
 * broken file, and the others are read. Never NULL. */
struct sahut_calendar *sahut_calendar_read_all(const char *const *paths, struct sahut_zone *zone,
                                               sahut_calendar_complaint *complain, void *ctx);
void sahut_calendar_free(struct sahut_calendar *c);

/** One time that an event takes place. Strings live as long as the calendar. */
struct sahut_occurrence {
    const char *uid, *summary, *location, *description; /**< "" if absent */
    const char *calendar;                               /**< folder or file name */
    int64_t start_ms, end_ms;                           /**< end exclusive */
    bool all_day;
    bool transparent; /**< TRANSP:TRANSPARENT: takes no time */
};

/** Occurrences that intersect [from, to) (an event of no length at `from` does), all-day first
 * within a day, then by start. Cancelled ones are left out. `*out` is an array to free(); 0, or
 * -E2BIG past 100,000. */
int sahut_calendar_occurrences(struct sahut_calendar *c, int64_t from_ms, int64_t to_ms,
                               struct sahut_occurrence **out, size_t *count);
/** Number of events (masters) read. */
size_t sahut_calendar_events(const struct sahut_calendar *c);

#endif
