// SPDX-License-Identifier: GPL-3.0-or-later
/** What a piece of a time expression means, and what pieces together mean as an instant.
 * No language in here: a language's rules build moments, this resolves them. The conventions are
 * written down in docs/times.md. */
#ifndef UNDERSTAND_MOMENT_H
#define UNDERSTAND_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "sahut/when.h"

/** Now, as rules and resolution need it. */
struct moment_now {
    int64_t ms;
    struct sahut_zone *zone;
    struct sahut_civil civil;
    int64_t day; /**< days since 1970-01-01 of `civil` */
};
struct moment_now moment_now(const struct sahut_when_context *context);

/** What a moment says. Several together are one expression ("tuesday" + "at nine"). */
enum moment_has {
    MOMENT_DAY = 1 << 0,     /**< `day` */
    MOMENT_WEEKDAY = 1 << 1, /**< `weekday`, `which` */
    MOMENT_MDAY = 1 << 2,    /**< `mday` */
    MOMENT_MONTH = 1 << 3,   /**< `month`, `which` */
    MOMENT_YEAR = 1 << 4,    /**< `year` */
    MOMENT_PERIOD = 1 << 5,  /**< `period` */
    MOMENT_CLOCK = 1 << 6,   /**< `clock` */
    MOMENT_UNTIL = 1 << 7,   /**< `until`: with `clock`, a span */
    MOMENT_PART = 1 << 8,    /**< `part` */
    MOMENT_LENGTH = 1 << 9,  /**< `length` from now on */
    MOMENT_FIXED = 1 << 10,  /**< `fixed`: resolved already */
};

/** Which of the things with that name. */
enum moment_which { MOMENT_COMING, MOMENT_THIS, MOMENT_NEXT, MOMENT_LAST };

enum moment_part { MOMENT_MORNING, MOMENT_AFTERNOON, MOMENT_EVENING, MOMENT_NIGHT, MOMENT_TONIGHT };

enum moment_half {
    MOMENT_EITHER, /**< "nine": of the morning or of the evening */
    MOMENT_AM,
    MOMENT_PM,
    MOMENT_AS_SAID, /**< on the 24-hour clock; 24:00 is the end of the day */
};

struct moment_clock {
    int hour, minute;
    enum moment_half half;
};

/** Civil length: each unit is added on its own, the seconds as elapsed time. */
struct moment_length {
    int64_t months, days, seconds;
    enum sahut_grain finest;
};

/** A stretch of local time, `end` exclusive. */
struct moment_period {
    struct sahut_civil start, end;
    enum sahut_grain grain;
};

struct moment {
    unsigned has;
    double n;        /**< a number, ordinal, unit or word value on its way into a bigger piece */
    bool impossible; /**< understood, and there is no such time: -ERANGE */
    int64_t day;
    int weekday; /**< 0 = Monday */
    enum moment_which which;
    int year, month, mday;
    struct moment_clock clock, until;
    enum moment_part part;
    struct moment_length length;
    struct moment_period period;
    struct sahut_when fixed;
};

/** Adds what `b` says to `a`; false if they cannot be one expression (two clock times, …). */
bool moment_merge(struct moment *a, const struct moment *b);

/** Adds `count` of a unit. False if the part of a month is no whole number of months, or the
 * result is beyond 1000 years. */
bool moment_length_add(struct moment_length *length, double count, enum sahut_grain unit);
/** Seconds, or -1 if it has months (no fixed length). */
int64_t moment_length_seconds(const struct moment_length *length);

/** The period of `grain` (WEEK, MONTH, YEAR, DAY) that holds day `day`, moved by `offset` periods
 * and `count` periods long. */
struct moment_period moment_period_of(int64_t day, enum sahut_grain grain, int offset, int count);
/** The Saturday and Sunday of the week of `day`, moved by `offset` weeks. */
struct moment_period moment_weekend_of(int64_t day, int offset);

/** 0, -EINVAL if the pieces make no time, -ERANGE if there is no such time. */
int moment_resolve(const struct moment *m, const struct moment_now *now, struct sahut_when *out);
/** The resolved time moved by `sign` × `length`. */
struct sahut_when moment_shift(const struct sahut_when *when, const struct moment_length *length,
                               int sign, const struct moment_now *now);
/** The resolved day of `m` (days since 1970-01-01), for "the friday after …". */
int moment_resolve_day(const struct moment *m, const struct moment_now *now, int64_t *out);

#endif
