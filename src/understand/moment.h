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
    struct sahut_when_habits habits;
};
void moment_now_init(struct moment_now *now, const struct sahut_when_context *context);
/** The same at another time. */
struct moment_now moment_now_at(const struct moment_now *now, int64_t ms);

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
    MOMENT_REPEAT = 1 << 11, /**< `repeat`: again and again */
    /** a date, without the weekday */
    MOMENT_DATE = MOMENT_MDAY | MOMENT_MONTH | MOMENT_YEAR | MOMENT_PERIOD,
};

/** Which of the things with that name. */
/** SOON is "the coming friday": not today. */
enum moment_which { MOMENT_COMING, MOMENT_THIS, MOMENT_NEXT, MOMENT_LAST, MOMENT_SOON };

enum moment_part { MOMENT_MORNING, MOMENT_AFTERNOON, MOMENT_EVENING, MOMENT_NIGHT, MOMENT_TONIGHT };

enum moment_half {
    MOMENT_EITHER, /**< "nine": of the morning or of the evening */
    MOMENT_AM,
    MOMENT_PM,
    MOMENT_AS_SAID, /**< on the 24-hour clock; 24:00 is the end of the day */
};

enum { MOMENT_CLOCKS = 4 };

struct moment_clock {
    int hour, minute;
    enum moment_half half;
    int second; /**< 0 if none was said */
};

/** Civil length: each unit is added on its own, the seconds as elapsed time. */
struct moment_length {
    int64_t months, days, seconds;
    int64_t nominal; /**< seconds that the months count: of 30 days each, a year of 365 */
    enum sahut_grain finest;
};

/** A stretch of local time, `end` exclusive. */
struct moment_period {
    struct sahut_civil start, end;
    enum sahut_grain grain;
};

/** How something comes back; what was not said is 0. */
struct moment_repeat {
    bool every;        /**< said to come back: "every", "on mondays"; not "on monday" */
    int unit;          /**< enum sahut_grain from MINUTE on */
    int interval;      /**< every so many of these */
    unsigned weekdays; /**< bit 0 = Monday */
    unsigned except;   /**< not on these */
    int nth;           /**< which of these weekdays in the month or year, -1 the last */
    int nth_too;       /**< and which else */
    int mday;          /**< -1: the last day of the month */
    int mday_too;      /**< and on which else */
    int month;
    int count;    /**< how often */
    int per_unit; /**< "twice a day": 2 */
    int n_clocks; /**< in `clocks`, when there are several */
    struct moment_clock clocks[MOMENT_CLOCKS];
    bool once_each;      /**< "on monday and friday": of all days and clocks, each once */
    bool until_that_day; /**< `until` was said, with "until" alone: "every hour until six" */
    struct moment_clock until;
    int64_t from_ms, until_ms;
    struct moment_length lasts; /**< "for three weeks" */
};

struct moment {
    unsigned has;
    double n;        /**< a number, ordinal, unit or word value on its way into a bigger piece */
    bool ordinal;    /**< `n` is one */
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
    struct moment_repeat repeat;
};

/** Adds what `b` says to `a`; false if they cannot be one expression (two clock times, …). */
bool moment_merge(struct moment *a, const struct moment *b);

/** Adds `count` of a unit. A part of a month is one of thirty days. False if
 * the result is beyond 1000 years. */
bool moment_length_add(struct moment_length *length, double count, enum sahut_grain unit);
/** Seconds, or -1 if it has months (no fixed length). */
int64_t moment_length_seconds(const struct moment_length *length);

/** The hours of a part. */
struct sahut_day_part moment_part_hours(const struct moment_now *now, enum moment_part part);
/** `hour` may be past 24: the next day's. `fit` may be NULL. */
int64_t moment_instant(const struct moment_now *now, int64_t day, int hour, int minute,
                       enum sahut_zone_fit *fit);
/** Clock times of which nobody said the half of the day are what they say, where that is the habit.
 */
void moment_settle_clocks(struct moment *m, const struct moment_now *now);
/** The hour on the 24-hour clock (24 and more: the next day's) if nothing is left to decide in
 * `clock` as part of `part` (< 0: of none), or -1. */
int moment_decided_hour(const struct moment_clock *clock, int part);
/** "from two to four p m": the half of the day counts for both, unless the span would then end
 * before it begins ("from eleven to two p m"). */
void moment_share_half(struct moment *m);

/** The period of `grain` (WEEK, MONTH, YEAR, DAY) that holds day `day`, moved by `offset` periods
 * and `count` periods long. */
struct moment_period moment_period_of(const struct moment_now *now, int64_t day,
                                      enum sahut_grain grain, int offset, int count);
/** The Saturday and Sunday of the week of `day`, moved by `offset` weeks. */
struct moment_period moment_weekend_of(const struct moment_now *now, int64_t day, int offset);

/** 0, -EINVAL if the pieces make no time, -ERANGE if there is no such time. */
int moment_resolve(const struct moment *m, const struct moment_now *now, struct sahut_when *out);
/** The resolved time moved by `sign` × `length`. */
struct sahut_when moment_shift(const struct sahut_when *when, const struct moment_length *length,
                               int sign, const struct moment_now *now);
/** The resolved day of `m` (days since 1970-01-01), for "the friday after …". */
int moment_resolve_day(const struct moment *m, const struct moment_now *now, int64_t *out);

#endif
