// SPDX-License-Identifier: GPL-3.0-or-later
/** One variant of a reply, compiled: literal text, {values}, {plurals:one|many} and [options]. */
#ifndef SPEAK_REPLY_TEMPLATE_H
#define SPEAK_REPLY_TEMPLATE_H

#include "speak/language.h"

struct reply_template;

/** `place` is "FILE:LINE" for messages. -EINVAL with `why`. Free with reply_template_free. */
int reply_template_new(const char *text, const struct language_spoken *language, const char *place,
                       struct reply_template **out, struct sahut_why *why);
void reply_template_free(struct reply_template *t);

/** What a reply is rendered with. */
struct reply_values {
    const struct language_spoken *language;
    const struct sahut_param *params;
    size_t n_params;
    int64_t now_ms;
    struct sahut_zone *zone;
};
/** Appends to `out`. -ENOENT if a parameter outside of an option is missing; its name is then in
 * `*missing` and lives as long as `t`. */
int reply_template_render(const struct reply_template *t, const struct reply_values *values,
                          struct sahut_text *out, const char **missing);

#endif
