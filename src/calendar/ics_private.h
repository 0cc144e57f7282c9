// SPDX-License-Identifier: GPL-3.0-or-later
/** Shared by the files that know libical, and by no other. */
#ifndef CALENDAR_ICS_PRIVATE_H
#define CALENDAR_ICS_PRIVATE_H

#include <libical/ical.h>

#include "calendar/ics.h"

/** Recurrence rules go through libical as these, unread: we read and expand them ourselves. */
#define ICS_RRULE  "X-SAHUT-RRULE"
#define ICS_EXRULE "X-SAHUT-EXRULE"

/** Has libical read those lines of the piece that matter here; NULL if nothing came of it. */
icalcomponent *ics_component(const struct cal_piece *piece);
/** Value of the first line `name` in the piece, without parameters, for a glance without libical.
 * malloc()ed; NULL if there is none. */
char *ics_glance(const struct cal_piece *piece, const char *name);

/** The civil time in `t`; false if it is none (month 13, …). */
bool ics_civil(struct icaltimetype t, struct sahut_civil *out);
/** The zone that TZID means in this file. One that nobody knows is complained about and becomes
 * the calendar's own zone, so that the event is not lost. */
struct cal_zone *ics_zone_of(struct ics_file *file, const char *tzid, const char *uid);

/** Reads the value of a rule for something that starts at `start`, or complains and returns
 * false. */
bool ics_rule(const struct ics_file *file, const char *uid, const char *value,
              const struct cal_moment *start, bool start_counts, struct recur_rule *out);

/** Fills alarms and travel time from the lines of the piece; what cannot be read is no alarm. */
void ics_alarms(const struct cal_piece *piece, struct cal_event *out);

/** False, with a complaint, if the event has to be left out. */
bool ics_event(struct ics_file *file, const struct cal_piece *piece, struct cal_event *out);

#endif
