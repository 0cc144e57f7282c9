// SPDX-License-Identifier: GPL-3.0-or-later
/* The rule at the end of a zone file: a POSIX TZ string with the extensions of RFC 8536 section
 * 3.3.1 (hours up to 167, negative too): "CET-1CEST,M3.5.0,M10.5.0/3". */
#ifndef BASE_TZ_RULE_H
#define BASE_TZ_RULE_H

#include <stdbool.h>
#include <stdint.h>

enum tz_day { TZ_DAY_MONTH_WEEK, TZ_DAY_JULIAN, TZ_DAY_OF_YEAR };

struct tz_change {
    enum tz_day kind;
    int month, week, weekday; /* TZ_DAY_MONTH_WEEK; week 5 is the last, weekday 0 is Sunday */
    int day;                  /* JULIAN: 1..365, 29 February never counted; OF_YEAR: 0..365 */
    int time_s;               /* on the clock that is in force before the change */
};

struct tz_rule {
    int standard_s, summer_s; /* offsets, east positive */
    bool has_summer;
    struct tz_change start, end; /* of summer time */
};

/* A time with one offset, half open, seconds since 1970. */
struct tz_span {
    int64_t from_s, until_s;
    int offset_s;
};

/* Reads all of `text`; -EINVAL if it is no such rule. */
int tz_rule_parse(const char *text, struct tz_rule *out);
/* The span around `at_s`; INT64_MIN and INT64_MAX stand for no end. */
struct tz_span tz_rule_span(const struct tz_rule *rule, int64_t at_s);

#endif
