// SPDX-License-Identifier: GPL-3.0-or-later
/** Recurrence rules (RFC 5545 section 3.3.10, and SKIP of RFC 7529 for the Gregorian calendar):
 * reading one, and walking what it generates. Everything here is civil local time; zones are the
 * caller's. Nothing here allocates. */
#ifndef CALENDAR_RECUR_H
#define CALENDAR_RECUR_H

#include <stdbool.h>
#include <stdint.h>

#include "sahut/why.h"
#include "sahut/zone.h"

enum recur_freq {
    RECUR_YEARLY,
    RECUR_MONTHLY,
    RECUR_WEEKLY,
    RECUR_DAILY,
    RECUR_HOURLY,
    RECUR_MINUTELY,
    RECUR_SECONDLY
};

enum recur_until { RECUR_FOREVER, RECUR_UNTIL_DATE, RECUR_UNTIL_LOCAL, RECUR_UNTIL_UTC };

/** What becomes of a date that a month or a year does not have (RFC 7529 section 4.1). */
enum recur_skip { RECUR_OMIT, RECUR_BACKWARD, RECUR_FORWARD };

#define RECUR_YEAR_WORDS 6

/** Numbers 1..366 counted from the front (`pos`) and from the back (`neg`, bit n is -n). */
struct recur_numbers {
    uint64_t pos[RECUR_YEAR_WORDS], neg[RECUR_YEAR_WORDS];
    bool any;
};

/** A rule. Every BY part is a set of bits, so that order and repetition in the text cannot matter;
 * an empty set means that the part is absent. Bit n stands for the number n. */
struct recur_rule {
    enum recur_freq freq;
    enum recur_skip skip;
    int32_t interval; /**< >= 1 */
    int64_t count;    /**< 0: no COUNT */
    int week_start;   /**< 0 = Monday */
    enum recur_until until_kind;
    struct sahut_civil until;
    uint64_t seconds, minutes;
    uint32_t hours;
    uint32_t months;
    uint32_t monthdays, monthdays_back;
    uint64_t weeks, weeks_back;
    uint8_t weekdays;             /**< without a number; bit 0 = Monday */
    uint64_t nth[7], nth_back[7]; /**< by weekday: 2TU, -1FR */
    bool any_nth;
    struct recur_numbers yeardays, positions;
};

/** Reads the value of an RRULE. Letter case, blanks around parts and one ';' at the end are
 * forgiven; everything else follows the RFC, and -EINVAL's `why` names the part. */
int recur_parse(const char *text, struct recur_rule *out, struct sahut_why *why);

/** Days that one period (a year, a month, a week, a day) yields, as bits from `base` on. One day
 * before and after the period fit, which SKIP needs. */
struct recur_days {
    int64_t base;
    uint64_t bits[RECUR_YEAR_WORDS];
};

/** Completes the rule with what RFC 5545 takes from DTSTART when no BY part says it. */
void recur_imply(struct recur_rule *rule, const struct sahut_civil *start);
/** The days of the `index`-th period, where index is a year (of weeks if BYWEEKNO is there), a
 * month (year * 12 + month - 1), a week (days since 1970 of its first day / 7, rounded down) or a
 * day (since 1970), by freq. `rule` is completed; freq is DAILY or longer. */
void recur_fill_days(const struct recur_rule *rule, int64_t index, struct recur_days *out);
/** The index above for a day since 1970. */
int64_t recur_index_of_day(const struct recur_rule *rule, int64_t day);
/** Whether a day passes BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY and BYDAY. */
bool recur_day_passes(const struct recur_rule *rule, int64_t day);

#define RECUR_PERIOD_DAYS 384
#define RECUR_POSITIONS   732

/** A walk over what a rule generates, in order, each once. */
struct recur_walk {
    struct recur_rule rule;
    int64_t start_s, until_s; /**< civil seconds since 1970-01-01T00:00:00 */
    int64_t index, grid_s;    /**< next period, and the next grid point of HOURLY and shorter */
    uint8_t hours[24], minutes[60], seconds[60];
    int hour_count, minute_count, second_count;
    int64_t base_s; /**< of the loaded period */
    int16_t days[RECUR_PERIOD_DAYS];
    int16_t front[366], back[366]; /**< BYSETPOS, upwards, and downwards without the sign */
    int front_count, back_count;
    uint32_t picked[RECUR_POSITIONS]; /**< the items that they name */
    int64_t items, at;
    int64_t last_s, emitted;
    int fruitless;
    int64_t known_day; /**< whose recur_day_passes is `known_passes` */
    bool known_passes;
};

/** Begins at DTSTART. With `date_only` the time of day is 0 and time parts are ignored. UNTIL in
 * UTC is applied loosely (a day late at most): the caller, who knows the zone, cuts exactly or
 * calls recur_walk_until. DTSTART itself only comes if the rule generates it. */
void recur_walk_init(struct recur_walk *w, const struct recur_rule *rule,
                     const struct sahut_civil *start, bool date_only);
/** Nothing after this civil time (seconds as above). */
void recur_walk_until(struct recur_walk *w, int64_t until_s);
/** Jumps to `from_s` without walking there: nothing before it comes any more. Not for rules with
 * COUNT. */
void recur_walk_seek(struct recur_walk *w, int64_t from_s);
/** 1 and the next time (civil seconds since 1970), 0 at the end (COUNT, UNTIL, the year 9999),
 * -ELOOP if the rule can match no more. The last is certain for DAILY and longer: dates repeat
 * after 400 years, so as many periods without a match as those years hold prove it. Shorter ones
 * give up after 100,000 grid points in a row on days and times that match but for the interval. */
int recur_walk_next(struct recur_walk *w, int64_t *out_s);

/** Civil seconds since 1970-01-01T00:00:00, and back. */
int64_t recur_seconds(const struct sahut_civil *c);
struct sahut_civil recur_civil(int64_t s);

#endif
