// SPDX-License-Identifier: GPL-3.0-or-later
/** Time expressions, durations and numbers as people say them, one module per language behind it.
 * The words are normalised as by sahut_words_new (lower case, numbers spelled out). */
#ifndef SAHUT_WHEN_H
#define SAHUT_WHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/why.h"
#include "sahut/zone.h"

enum sahut_grain {
    SAHUT_GRAIN_SECOND,
    SAHUT_GRAIN_MINUTE,
    SAHUT_GRAIN_HOUR,
    SAHUT_GRAIN_PART, /* of a day */
    SAHUT_GRAIN_DAY,
    SAHUT_GRAIN_WEEK,
    SAHUT_GRAIN_MONTH,
    SAHUT_GRAIN_YEAR,
};
/** "second", "minute", "hour", "part", "day", … as in JSON. */
const char *sahut_grain_name(enum sahut_grain grain);

/** A resolved time. `end` is exclusive; equal to `start` when the expression names no span (a day,
 * a week, "this afternoon" do; "at nine" does not). */
struct sahut_when {
    int64_t start_ms, end_ms;
    enum sahut_grain grain;
    bool relative;   /**< "in twenty minutes": runs on elapsed time, not on the wall clock */
    int64_t seconds; /**< the elapsed time when relative */
    /** When a stretch begins that has a time of its own for what happens once, `start_ms`: a part
     * of the day ("this afternoon": 15:00, and it is asked about from 12:00 on), last week and last
     * year (the day a week or a year ago). Otherwise 0. See sahut_when_from. */
    int64_t part_ms;
    /** "tomorrow at six": nobody said which half of the day, convention did. */
    bool half_open;
    /** How the local time of `start_ms` met the zone's rules: one that the clock skips was moved
     * (02:30 is 03:30), of one that it shows twice the first was taken. */
    enum sahut_zone_fit fit;
};

/** Where the stretch begins in which something is looked for: `part_ms` or `start_ms`. */
int64_t sahut_when_from(const struct sahut_when *when);

/** A part of the day, in hours: when something "in the morning" happens, and from when to when one
 * may call it so. An hour past 24 is the next day's. */
struct sahut_day_part {
    int at, from, to;
};
/** What people differ in. */
struct sahut_when_habits {
    struct sahut_day_part morning, afternoon, evening, night, tonight;
    int first_weekday; /**< of a week, 0 = Monday */
    bool month_first;  /**< "3/5" is the fifth of March, not the third of May */
    bool hours_of_24;  /**< a bare hour is one of the 24-hour clock: "at seven" is in the morning */
    bool long_scale;   /**< a billion is a million millions, not a thousand */
};
/** Morning 8 (6 to 12), afternoon 15 (12 to 18), evening 19 (18 to 22), night 22 (22 to 6), tonight
 * 22 (18 to 24); Monday; the month first. */
struct sahut_when_habits sahut_when_habits_default(void);
struct sahut_settings;
/** As the settings times.… say. */
struct sahut_when_habits sahut_when_habits_read(const struct sahut_settings *settings);

/** Where an expression is resolved. */
struct sahut_when_context {
    int64_t now_ms;
    struct sahut_zone *zone;
    const struct sahut_when_habits *habits; /**< NULL: the default */
};

/** The whole of `words` is one time expression in `language` ("en").
 * 0, -EINVAL if it is none, -ERANGE for one that cannot exist ("february thirtieth"). Bare clock
 * times are the next that comes ("at seven" said at 08:00 is 19:00 the same day). */
int sahut_when_parse(const char *language, const char *const *words, size_t n,
                     const struct sahut_when_context *context, struct sahut_when *out);
/** "an hour and a half" → 5400. Months and years are refused (-EINVAL): they have no fixed length.
 */
int sahut_duration_parse(const char *language, const char *const *words, size_t n,
                         int64_t *out_seconds);
/** "two hundred and fifty", "minus three", "two point five", "half". `habits` NULL: the default. */
int sahut_number_parse(const char *language, const char *const *words, size_t n,
                       const struct sahut_when_habits *habits, double *out);

enum { SAHUT_RULE_BYTES = 128 };

/** "every other monday at seven until may": what happens again and again. */
struct sahut_recurrence {
    /** An RRULE's value (RFC 5545 section 3.3.10), always to be expanded from `first` on:
     * "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=19;BYMINUTE=0;UNTIL=20270430T215959Z". BYHOUR only
     * for several times of a day; otherwise the time is that of `first`. */
    char rule[SAHUT_RULE_BYTES];
    /** The first time that comes. Its grain is DAY (and start_ms midnight) if no time of the day
     * was said, PART for "every morning", otherwise MINUTE; "every two hours" begins in two hours.
     */
    struct sahut_when first;
    int64_t until_ms; /**< no occurrence after this; 0: no end. In `rule`, too */
    int count;        /**< how often; 0: no end. In `rule`, too */
};
/** The whole of `words` is one recurrence. 0, -EINVAL, -ERANGE as for sahut_when_parse. */
int sahut_recurrence_parse(const char *language, const char *const *words, size_t n,
                           const struct sahut_when_context *context, struct sahut_recurrence *out);

/** What can be found in a sentence; bits of a set. */
enum sahut_found_kind {
    SAHUT_FOUND_TIME = 1 << 0,
    SAHUT_FOUND_DURATION = 1 << 1,
    SAHUT_FOUND_RECURRENCE = 1 << 2,
    /** "two", "forty two", "two point five" */
    SAHUT_FOUND_COUNT = 1 << 3,
    /** Numbers with a part of one that has a name: "half", "two thirds", "one and a half". Where
     * ordinals are not asked for, "third" is 1/3. */
    SAHUT_FOUND_SHARE = 1 << 4,
    /** "third", "forty second" */
    SAHUT_FOUND_ORDINAL = 1 << 5,
    /** Any of these three; what is found is of this kind. */
    SAHUT_FOUND_NUMBER = SAHUT_FOUND_COUNT | SAHUT_FOUND_SHARE | SAHUT_FOUND_ORDINAL,
    SAHUT_FOUND_ALL = (1 << 6) - 1,
};
/** Words `first` … `first + count - 1` of the sentence and what they mean. */
struct sahut_found {
    enum sahut_found_kind kind;
    size_t first, count;
    struct sahut_when when; /**< of a TIME; of a DURATION, when it is over if it begins now */
    int64_t seconds;        /**< of a DURATION; a month counts 30 days, a year 365 */
    double number;          /**< of a NUMBER */
    bool ordinal;           /**< of a NUMBER: "third" */
    struct sahut_recurrence recurrence;
    int cost; /**< the cheaper of two readings is the more likely one */
};
/** Finds times, durations, numbers and recurrences anywhere in a sentence: the longest expressions
 * of the kinds in `kinds`, from left to right, which do not overlap. Words that mean a time only by
 * chance ("may i", "in a second") are left alone where that can be told. Misspelt names of days and
 * months and the like are understood. Takes any number of words in linear time.
 * Returns how many were found; at most `max` are stored. */
size_t sahut_when_find(const char *language, const char *const *words, size_t n,
                       const struct sahut_when_context *context, unsigned kinds,
                       struct sahut_found *found, size_t max);

/** As members of a JSON object, without its braces: `"slots":{"time":…,"duration":…,"number":…,
 * "recurrence":…},"found":[{"kind","first","count"}, …]`; several of a kind are an array. A
 * duration has, besides its seconds, the time at which it is over when it begins now. free() it. */
char *sahut_found_json(const struct sahut_found *found, size_t n,
                       const struct sahut_when_context *context);

/** Spells a typed token out as the words the language's sentences use: "5" → "five", "9:30" →
 * "nine thirty", "7pm" → "seven p m", "3rd" → "third", "2.5" → "two point five". -EINVAL if the
 * token has no digit or is nothing the language spells. `out` is blank-separated. */
int sahut_number_spell(const char *language, const char *token, char *out, size_t size);

#endif
