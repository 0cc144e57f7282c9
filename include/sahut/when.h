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
};

/** Where an expression is resolved. */
struct sahut_when_context {
    int64_t now_ms;
    struct sahut_zone *zone;
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
/** "two hundred and fifty", "minus three", "two point five", "half". */
int sahut_number_parse(const char *language, const char *const *words, size_t n, double *out);

/** Spells a typed token out as the words the language's sentences use: "5" → "five", "9:30" →
 * "nine thirty", "7pm" → "seven p m", "3rd" → "third", "2.5" → "two point five". -EINVAL if the
 * token has no digit or is nothing the language spells. `out` is blank-separated. */
int sahut_number_spell(const char *language, const char *token, char *out, size_t size);

#endif
