// SPDX-License-Identifier: GPL-3.0-or-later
/** Changes of the text of an .ics file. Only the lines that a change is about are written anew; all
 * others, unknown ones too, stay byte for byte as they were, with their folding and line ends. */
#ifndef CALENDAR_EDIT_H
#define CALENDAR_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar/index.h"
#include "sahut/calendar.h"
#include "sahut/text.h"
#include "sahut/why.h"

struct cal_edit {
    const char *text; /**< of the file; "" for one that is made */
    size_t len;
    const char *uid;
    struct sahut_zone *zone; /**< of floating times */
    int64_t now_ms;
};

/** Which of a series: the one whose place in the series is `original_ms`, or all of it. */
struct cal_edit_which {
    bool all;
    int64_t original_ms;
};

/** Adds an event. An empty text becomes a calendar with it. */
int cal_edit_add(const struct cal_edit *edit, const struct sahut_event_draft *draft,
                 struct sahut_text *out, struct sahut_why *why);
/** Moves it to [start, end); an all-day event to the days of these. -ENOENT if it is not in the
 * text, -ENOTSUP with `why` for a series that cannot be moved as a whole. */
int cal_edit_move(const struct cal_edit *edit, const struct cal_edit_which *which, int64_t start_ms,
                  int64_t end_ms, struct sahut_text *out, struct sahut_why *why);
/** Calls it off. `*empty`: nothing is left that the file would be kept for. */
int cal_edit_cancel(const struct cal_edit *edit, const struct cal_edit_which *which,
                    struct sahut_text *out, bool *empty, struct sahut_why *why);

/** Appends a content line, escaped if it is a text and folded at 75 bytes (RFC 5545 section 3.1),
 * with `eol`. */
void cal_line_add(struct sahut_text *out, const char *name, const char *value, bool escape,
                  const char *eol);
/** Appends the VTIMEZONE of a zone as it is around that instant. */
void cal_vtimezone_add(struct sahut_text *out, struct sahut_zone *zone, int64_t at_ms,
                       const char *eol);

/** Puts `text` in the place of the file, all or nothing: written beside it, synced, renamed. A file
 * that has changed since `stamp` (NULL: it must not exist) is left alone: -EAGAIN. */
int cal_file_replace(const char *path, const char *text, size_t len, const struct cal_stamp *stamp,
                     struct sahut_why *why);
int cal_file_delete(const char *path, const struct cal_stamp *stamp, struct sahut_why *why);
int cal_file_stamp(const char *path, struct cal_stamp *out);

#endif
