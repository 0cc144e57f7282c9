// SPDX-License-Identifier: GPL-3.0-or-later
/** From the text of an .ics file to events, by way of libical, whose types stay in ics_*.c.
 *
 * libical keeps its error state in globals (per thread as Debian builds it): one thread at a time
 * may read calendars. */
#ifndef CALENDAR_ICS_H
#define CALENDAR_ICS_H

#include <stddef.h>

#include "calendar/event.h"
#include "calendar/pieces.h"
#include "sahut/calendar.h"

/** A VTIMEZONE of the file. */
struct ics_zone {
    char *tzid;
    const struct cal_piece *piece;
    struct cal_zone *zone; /**< NULL until someone asked */
    bool asked;
};

struct ics_file {
    const char *path; /**< for complaints */
    struct cal_zones *zones;
    sahut_calendar_complaint *complain; /**< may be NULL */
    void *ctx;

    struct cal_pieces pieces;
    struct ics_zone *own_zones;
    size_t own_zone_count;
    size_t seen; /**< VEVENTs met, read or not */
};

/** The zone of a VTIMEZONE's text, without a file around it; NULL if it makes none. */
struct cal_zone *ics_zone_defined(struct cal_zones *zones, const char *definition);

/** Takes an event over: its strings and lists are then the taker's. */
typedef void ics_take_event(void *ctx, const struct cal_event *event);

/** Reads all events of `text` (`len` bytes and two more; it is changed). The first four fields of
 * `file` are the caller's, the rest is set here. */
void ics_read(struct ics_file *file, char *text, size_t len, ics_take_event *take, void *ctx);

/** "FILE[:UID]: …" */
void ics_complain(const struct ics_file *file, const char *uid, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
