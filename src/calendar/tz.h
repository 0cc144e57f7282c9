// SPDX-License-Identifier: GPL-3.0-or-later
/** The zones that a calendar's files speak of: tzdata and Windows names through sahut/zone.h, and
 * those that only the VTIMEZONE in the file defines, from its own rules. */
#ifndef CALENDAR_TZ_H
#define CALENDAR_TZ_H

#include <stddef.h>
#include <stdint.h>

#include "calendar/recur.h"
#include "sahut/zone.h"

struct cal_zone;
struct cal_zones;

/** One STANDARD or DAYLIGHT of a VTIMEZONE. */
struct cal_observance {
    struct sahut_civil start;
    int from_s, to_s; /**< TZOFFSETFROM, TZOFFSETTO: seconds, east positive */
    bool has_rule;
    struct recur_rule rule;
    struct sahut_civil *dates; /**< RDATE, without zone */
    size_t date_count;
};

/** `floating` is the zone of times without one; it must outlive the set. */
struct cal_zones *cal_zones_new(struct sahut_zone *floating);
void cal_zones_free(struct cal_zones *zones);

/** All live as long as the set. */
struct cal_zone *cal_zones_floating(struct cal_zones *zones);
struct cal_zone *cal_zones_utc(struct cal_zones *zones);
/** By a TZID as programs write them: a tzdata name, with a prefix such as
 * "/mozilla.org/20070129_1/" or not, or a Windows name. NULL if it is neither. */
struct cal_zone *cal_zones_named(struct cal_zones *zones, const char *tzid);
/** The zone that `definition` (the text of a VTIMEZONE) gave before; NULL if it is new. Files of
 * one program all carry the same one. */
struct cal_zone *cal_zones_known(struct cal_zones *zones, const char *definition);
/** Makes a zone of its observances, at least one. */
struct cal_zone *cal_zones_define(struct cal_zones *zones, const char *definition,
                                  const struct cal_observance *observances, size_t count);

enum cal_zone_kind { CAL_ZONE_FLOATING, CAL_ZONE_UTC, CAL_ZONE_NAMED, CAL_ZONE_DEFINED };
/** What a zone was made from: its name or its definition, "" for the first two; lives as long. */
enum cal_zone_kind cal_zone_source(const struct cal_zones *zones, const struct cal_zone *zone,
                                   const char **text);

/** A local time in a gap takes the offset before it, in an overlap the first one counts. */
int64_t cal_zone_instant(struct cal_zone *zone, const struct sahut_civil *local);
struct sahut_civil cal_zone_local(struct cal_zone *zone, int64_t instant_ms);

#endif
