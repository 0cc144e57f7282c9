// SPDX-License-Identifier: GPL-3.0-or-later
/** Wake models: networks that know a phrase, with what was measured of them. */
#ifndef SAHUT_WAKE_H
#define SAHUT_WAKE_H

#include <stddef.h>
#include <stdint.h>

#include "sahut/hearing.h"
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

/** Calibration: from which sensitivity (setting wake.sensitivity, 0 … 100) on sound would wake, for
 * all sensitivities in one go. Through end points, voice network and models as in hearing. */
struct sahut_wake_meter;
/** A sensitivity that says: at none. */
#define SAHUT_WAKE_NEVER 1000.0

/** Of the configuration everything counts that is about the wake phrase. Errors as
 * sahut_hearing_new. */
int sahut_wake_meter_new(const struct sahut_hearing_config *config, struct sahut_wake_meter **out,
                         struct sahut_why *why);
void sahut_wake_meter_free(struct sahut_wake_meter *m);
/** A recording of the phrase: the sensitivity it needs. */
double sahut_wake_meter_phrase(struct sahut_wake_meter *m, const int16_t *pcm, size_t n);
/** Sound without the phrase, piece by piece. */
void sahut_wake_meter_room(struct sahut_wake_meter *m, const int16_t *pcm, size_t n);
/** What the room would have woken so far, and how long it was. */
size_t sahut_wake_meter_false(const struct sahut_wake_meter *m, double sensitivity);
double sahut_wake_meter_hours(const struct sahut_wake_meter *m);

#endif
