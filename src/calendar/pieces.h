// SPDX-License-Identifier: GPL-3.0-or-later
/** Cuts the text of an .ics file into its events and zones, so that one broken component cannot
 * spoil the others and only one at a time has to be held by libical. */
#ifndef CALENDAR_PIECES_H
#define CALENDAR_PIECES_H

#include <stdbool.h>
#include <stddef.h>

/** One VEVENT or VTIMEZONE. Lines are unfolded and '\n' stands between them. */
struct cal_piece {
    char *text; /**< inside the buffer that was cut, `len` bytes, then a NUL */
    size_t len;
    size_t line; /**< of its BEGIN in the file, from 1 */
    bool zone;
    bool cut; /**< its END is missing */
};

struct cal_pieces {
    struct cal_piece *list;
    size_t count;
    bool is_calendar; /**< BEGIN:VCALENDAR was seen */
    bool is_ended;    /**< …and its END after it */
};

/** Unfolds and cuts `text` (`len` bytes, and two more that may be written) in place. Any of CRLF,
 * LF and CR ends a line, a byte order mark and NUL bytes are dropped. */
void cal_pieces_cut(char *text, size_t len, struct cal_pieces *out);
void cal_pieces_finish(struct cal_pieces *pieces);

#endif
