// SPDX-License-Identifier: GPL-3.0-or-later
/** What is answered: reply templates, one file per language (models/LANG/replies), with variants;
 * and how times, dates, durations and numbers are spoken. */
#ifndef SAHUT_REPLIES_H
#define SAHUT_REPLIES_H

#include <stddef.h>
#include <stdint.h>

#include "sahut/text.h"
#include "sahut/when.h"
#include "sahut/why.h"
#include "sahut/zone.h"

struct sahut_replies;

/** A value for a template's {name}. */
enum sahut_param_kind {
    SAHUT_PARAM_TEXT,  /**< as it is */
    SAHUT_PARAM_CLOCK, /**< instant → "half past nine" or "9:30" in the language's way */
    SAHUT_PARAM_DATE,  /**< instant → "Tuesday the third of May" */
    SAHUT_PARAM_WHEN, /**< instant, relative to now → "tomorrow at nine", "in twenty minutes" never
                       */
    SAHUT_PARAM_DAY,  /**< instant → "today", "tomorrow", "on Tuesday", "on the third of May" */
    SAHUT_PARAM_DURATION, /**< seconds → "an hour and twenty minutes" */
    SAHUT_PARAM_COUNT, /**< number → "three"; selects the plural with {name:one thing|many things}
                        */
};
struct sahut_param {
    char name[24];
    enum sahut_param_kind kind;
    char text[512];
    int64_t value; /**< instant in ms, seconds, or count */
};

/** -ENOENT, -EINVAL with "FILE:LINE: …". Free with sahut_replies_free. */
int sahut_replies_read(const char *path, struct sahut_replies **out, struct sahut_why *why);
void sahut_replies_free(struct sahut_replies *r);

/** Renders reply `id`; variant = `turn` modulo the number of variants, so that the same turn gives
 * the same words. A missing id or parameter is an error in our own files (-ENOENT, logged). */
int sahut_replies_render(const struct sahut_replies *r, const char *id,
                         const struct sahut_param *params, size_t n_params, unsigned turn,
                         int64_t now_ms, struct sahut_zone *zone, struct sahut_text *out);
/** Ids in file order, NULL-terminated; live as long as `r`. */
const char *const *sahut_replies_ids(const struct sahut_replies *r);

/** The same spoken forms alone. `language` as in the file ("en"). */
void sahut_spoken(const char *language, const struct sahut_param *param, int64_t now_ms,
                  struct sahut_zone *zone, struct sahut_text *out);

#endif
