// SPDX-License-Identifier: GPL-3.0-or-later
/** Civil time and time zones (the system's zone files and ICU behind it).
 *
 * Instants are `int64_t` milliseconds since 1970-01-01T00:00:00Z. A local time that falls into a
 * DST gap uses the offset before the gap (02:30 becomes 03:30); in an overlap the first one counts
 * (RFC 5545 section 3.3.5).
 */
#ifndef SAHUT_ZONE_H
#define SAHUT_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "sahut/why.h"

/** Proleptic Gregorian. month 1..12, day 1..31, hour 0..23, minute 0..59, second 0..59. */
struct sahut_civil {
    int year, month, day, hour, minute, second;
};

struct sahut_zone;

/** `name`: a tzdata name ("Europe/Berlin"), a Windows zone name, "UTC", or NULL for the system's
 * zone. -ENOENT with `why` naming the nearest known zone. Free with sahut_zone_free. */
int sahut_zone_new(const char *name, struct sahut_zone **out, struct sahut_why *why);
void sahut_zone_free(struct sahut_zone *zone);
const char *sahut_zone_name(const struct sahut_zone *zone);

/** How a local time met the zone's rules. */
enum sahut_zone_fit { SAHUT_ZONE_EXACT, SAHUT_ZONE_GAP, SAHUT_ZONE_OVERLAP };

/** Local to instant; `fit` may be NULL. Not thread-safe per zone object. */
int64_t sahut_zone_instant(struct sahut_zone *zone, const struct sahut_civil *local,
                           enum sahut_zone_fit *fit);
struct sahut_civil sahut_zone_local(struct sahut_zone *zone, int64_t instant_ms);
/** Offset from UTC in seconds, east positive. */
int sahut_zone_offset_s(struct sahut_zone *zone, int64_t instant_ms);

/** Days since 1970-01-01 (may be negative), and back (time of day 0). */
int64_t sahut_civil_days(const struct sahut_civil *c);
struct sahut_civil sahut_civil_from_days(int64_t days);
/** 0 = Monday … 6 = Sunday (ISO 8601 order). */
int sahut_civil_weekday(const struct sahut_civil *c);
int sahut_civil_days_in_month(int year, int month);
/** Adds days / months / seconds; a day past the month's end becomes its last day. */
struct sahut_civil sahut_civil_add_days(struct sahut_civil c, int days);
struct sahut_civil sahut_civil_add_months(struct sahut_civil c, int months);
struct sahut_civil sahut_civil_add_seconds(struct sahut_civil c, int64_t seconds);
/** <0, 0, >0 like strcmp. */
int sahut_civil_compare(const struct sahut_civil *a, const struct sahut_civil *b);

/** "2026-03-29T01:59[:00]", optionally with "Z" or "+01:00"; without one it is local in `zone`.
 * A date alone means midnight; a blank may stand for the T. -EINVAL with `why`. */
int sahut_instant_parse(const char *text, struct sahut_zone *zone, int64_t *out_ms,
                        struct sahut_why *why);
/** "2026-03-29T03:30:00+02:00", seconds resolution. `out` holds at least 32 bytes. */
void sahut_instant_format(int64_t instant_ms, struct sahut_zone *zone, char out[32]);

#endif
