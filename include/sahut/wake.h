// SPDX-License-Identifier: GPL-3.0-or-later
/** Wake models: networks that know a phrase, with what was measured of them. */
#ifndef SAHUT_WAKE_H
#define SAHUT_WAKE_H

#include <stddef.h>

#include "sahut/why.h"

/** One model. Everything lives until the callback returns. */
struct sahut_wake_model {
    const char *file; /**< its name in the folder */
    const char *const *phrases;
    size_t n_phrases;
    const char *card; /**< lines: data, licence, date, command, misses, false alarms */
};
typedef void sahut_wake_each(void *ctx, const struct sahut_wake_model *model);

/** Calls `each` for every model in MODELS/wake, by name. None there is no error. -EINVAL with `why`
 * if one is broken. */
int sahut_wake_list(const char *models, sahut_wake_each *each, void *ctx, struct sahut_why *why);

#endif
