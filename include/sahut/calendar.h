// SPDX-License-Identifier: GPL-3.0-or-later
/** The user's calendars: folders of .ics files and single files (libical reads them), and the
 * occurrences of what is in them. Recurrence is expanded by our own bounded code.
 *
 * What was read is kept in an index (SQLite, docs/agenda.md): a question is answered from it and
 * reads no file, and a file is read again only when it has changed. One thread at a time. */
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

struct sahut_calendar_config {
    /** Files, folders (with one level of sub-folders, as vdirsyncer keeps them) or globs of them;
     * '~' is $HOME. NULL-terminated; copied. */
    const char *const *paths;
    /** File of the index, created with its folder; NULL: in memory. It holds only what the files
     * say: one that is damaged, or of another version, is made anew. */
    const char *index;
    struct sahut_zone *zone; /**< of floating and all-day times; must outlive the calendar */
    sahut_calendar_complaint *complain; /**< may be NULL; called now and in refresh */
    void *ctx;
};

/** Opens the index and brings it up to date. A path that cannot be read is complained about and the
 * others are read. Never fails: without a usable index file it works in memory, and says so. */
struct sahut_calendar *sahut_calendar_open(const struct sahut_calendar_config *config);
void sahut_calendar_free(struct sahut_calendar *c);

/** One path, in memory. -ENOENT, -EACCES with `why` if the path itself cannot be read. */
int sahut_calendar_read(const char *path, struct sahut_zone *zone,
                        sahut_calendar_complaint *complain, void *ctx, struct sahut_calendar **out,
                        struct sahut_why *why);

/** Looks at all files and reads those that have changed. True if anything has. */
bool sahut_calendar_refresh(struct sahut_calendar *c);
/** A file descriptor (inotify) that becomes readable when something changed in the folders; it
 * belongs to the calendar. Then call sahut_calendar_changed. -errno if there is none: call
 * sahut_calendar_refresh from time to time. */
int sahut_calendar_watch(struct sahut_calendar *c);
/** Empties the descriptor; if it was about calendars refreshes and returns what that returns. */
bool sahut_calendar_changed(struct sahut_calendar *c);
/** Another number after every change, for who keeps an answer. */
size_t sahut_calendar_generation(const struct sahut_calendar *c);
/** How many files were opened and read so far: 0 after a start where nothing has changed. */
size_t sahut_calendar_files_read(const struct sahut_calendar *c);

#define SAHUT_OCCURRENCE_ALARMS 4

/** One time that an event takes place. */
struct sahut_occurrence {
    const char *uid, *summary, *location, *description; /**< "" if absent */
    const char *calendar;                               /**< displayname, folder or file name */
    const char *color;        /**< as in the file color; "" if there is none */
    const char *path;         /**< the .ics file */
    int64_t start_ms, end_ms; /**< end exclusive */
    int64_t original_ms;      /**< where its series has it: names it, also when it was moved */
    bool recurring;
    bool all_day;
    bool transparent;                           /**< TRANSP:TRANSPARENT: takes no time */
    int travel_s;                               /**< time to get there; 0: not said */
    int64_t alarms_ms[SAHUT_OCCURRENCE_ALARMS]; /**< when its VALARMs are due */
    int alarms;
};

/** Occurrences that intersect [from, to) (an event of no length at `from` does), all-day first
 * within a day, then by start. Cancelled ones are left out. `*out` is an array to free(), which
 * its strings are part of; 0, or -E2BIG past 100,000. */
int sahut_calendar_occurrences(struct sahut_calendar *c, int64_t from_ms, int64_t to_ms,
                               struct sahut_occurrence **out, size_t *count);
/** Those whose title fits `title` best (tolerant: case, accents, small misspellings, words left
 * out), by start, at most `max`. Within [from, to) as above. */
int sahut_calendar_find(struct sahut_calendar *c, const char *title, int64_t from_ms, int64_t to_ms,
                        size_t max, struct sahut_occurrence **out, size_t *count);
/** How well a title fits what somebody asks for, 0 to 1; below SAHUT_TITLE_FITS it does not. */
double sahut_title_score(const char *asked, const char *title);
#define SAHUT_TITLE_FITS 0.65
/** An appointment to be. */
struct sahut_event_draft {
    const char *title, *location; /**< location "": none */
    const char *rule;             /**< RRULE without its name; "": none */
    int64_t start_ms, end_ms;
    bool all_day;
};

/* Writing. `writable` is the folder (or the .ics file) that the user allowed to be changed, '~' as
 * above: what lies elsewhere is refused with -EPERM. Files are replaced as a whole or not at all,
 * and afterwards the calendar knows. Other errors: -ENOENT (not there any more), -EAGAIN (changed
 * meanwhile), -ENOTSUP, and those of the file system, with `why`. */

/** `uid` (at least 64 bytes) becomes the new event's. */
int sahut_calendar_add(struct sahut_calendar *c, const char *writable,
                       const struct sahut_event_draft *draft, int64_t now_ms, char uid[64],
                       struct sahut_why *why);
/** Moves one occurrence, or with `series` all by as much; of those only the time of day. */
int sahut_calendar_move(struct sahut_calendar *c, const char *writable,
                        const struct sahut_occurrence *o, bool series, int64_t start_ms,
                        int64_t end_ms, int64_t now_ms, struct sahut_why *why);
int sahut_calendar_cancel(struct sahut_calendar *c, const char *writable,
                          const struct sahut_occurrence *o, bool series, int64_t now_ms,
                          struct sahut_why *why);

/** Takes the last of these changes back: the file is as it was, byte for byte. Once, and not after
 * another program has changed it (-EAGAIN). -ENOENT: there is nothing to take back. */
int sahut_calendar_undo(struct sahut_calendar *c, struct sahut_why *why);

/** Number of events (masters) read. */
size_t sahut_calendar_events(struct sahut_calendar *c);

#endif
