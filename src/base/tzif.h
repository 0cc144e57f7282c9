// SPDX-License-Identifier: GPL-3.0-or-later
/* The system's own zone files (RFC 8536), which the distribution keeps up to date; ICU's copy of
 * the same database is as old as ICU. */
#ifndef BASE_TZIF_H
#define BASE_TZIF_H

#include <stddef.h>

#include "base/tz_rule.h"

struct tzif;

/* Reads the zone `name` from $TZDIR or /usr/share/zoneinfo. -ENOENT if there is no such file or
 * the name cannot be a zone's, -EINVAL if the file is damaged. */
int tzif_load(const char *name, struct tzif **out);
int tzif_parse(const unsigned char *bytes, size_t size, struct tzif **out);
void tzif_free(struct tzif *zone);

/* The time around `at_s` with the same offset. */
struct tz_span tzif_span(const struct tzif *zone, int64_t at_s);

#endif
