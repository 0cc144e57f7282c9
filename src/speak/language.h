// SPDX-License-Identifier: GPL-3.0-or-later
/** What a language module offers to spoken.c and to the reply templates. */
#ifndef SPEAK_LANGUAGE_H
#define SPEAK_LANGUAGE_H

#include "sahut/replies.h"

struct language_spoken {
    const char *code; /**< "en" */
    /** Appends the spoken form; see enum sahut_param_kind. */
    void (*spoken)(const struct sahut_param *param, int64_t now_ms, struct sahut_zone *zone,
                   struct sahut_text *out);
    /** Appends an instant as it is written in a title: "Tuesday 9:00". */
    void (*title)(int64_t instant_ms, struct sahut_zone *zone, struct sahut_text *out);
    /** How many plural forms the language has, and which one (from 0) a count takes. */
    int plurals;
    int (*plural)(int64_t count);
};

extern const struct language_spoken en_spoken;

/** NULL if there is no such language. */
const struct language_spoken *language_spoken_find(const char *code);
/** The codes of all languages, NULL-terminated. */
const char *const *language_spoken_codes(void);

#endif
