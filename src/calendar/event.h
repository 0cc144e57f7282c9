// SPDX-License-Identifier: GPL-3.0-or-later
/** What a VEVENT becomes once libical is done with it. */
#ifndef CALENDAR_EVENT_H
#define CALENDAR_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar/recur.h"
#include "calendar/tz.h"

/** A DATE or DATE-TIME. A date is that of the calendar's own zone. */
struct cal_moment {
    struct sahut_civil at;
    struct cal_zone *zone; /**< never NULL */
    bool date;
};

/** Days move with the clock of the zone (nominal), milliseconds do not (exact): RFC 5545 section
 * 3.8.5.3. DTEND of a timed event is exact, of an all-day event days; DURATION may be both. */
struct cal_length {
    int days;
    int64_t ms;
};

/** An RDATE; `length` counts if it was a PERIOD. */
struct cal_extra {
    struct cal_moment start;
    bool has_length;
    struct cal_length length;
};

/** When a VALARM asks to be heard. */
struct cal_alarm {
    bool absolute; /**< `value_ms` is an instant; else it counts from start or end */
    bool from_end;
    int64_t value_ms;
};
#define CAL_ALARMS 4 /**< per event; more are not kept */

struct cal_event {
    char *uid, *summary, *location, *description; /**< "" if absent, never NULL */
    int64_t file;                                 /**< number of the file it is from */
    int64_t series; /**< the same for all that have the UID in one calendar; 0: by UID alone */
    struct cal_moment start;
    struct cal_length length;
    bool cancelled, transparent;
    bool is_override; /**< has RECURRENCE-ID */
    bool and_future;  /**< RANGE=THISANDFUTURE */
    struct cal_moment replaces;
    long sequence;
    int travel_s; /**< X-APPLE-TRAVEL-DURATION */
    struct cal_alarm alarms[CAL_ALARMS];
    int alarm_count;
    size_t line;  /**< of its BEGIN in the file, from 1 */
    size_t order; /**< in reading; a later one wins over its equal */

    struct recur_rule *rules, *not_rules; /**< RRULE, and EXRULE of RFC 2445 */
    size_t rule_count, not_rule_count;
    struct cal_extra *extras;
    size_t extra_count;
    struct cal_moment *excepts;
    size_t except_count;
};

void cal_event_finish(struct cal_event *e);

int64_t cal_moment_ms(const struct cal_moment *m);
/** The moment of the same zone at civil second `s` (recur_seconds). */
struct cal_moment cal_moment_at(const struct cal_moment *like, int64_t s);
/** When something that begins at `start` and lasts `length` is over. */
int64_t cal_end_ms(const struct cal_moment *start, const struct cal_length *length);

/** Makes a rule ready for quick jumps: COUNT becomes the UNTIL it amounts to. `start_counts`: in
 * COUNT, DTSTART is one even if the rule does not generate it (RFC 5545 section 3.3.10). -EINVAL
 * with `why` if the rule never matches or repeats beyond all sense. */
int cal_rule_settle(struct recur_rule *rule, const struct sahut_civil *start, bool date_only,
                    bool start_counts, struct sahut_why *why);

#endif
