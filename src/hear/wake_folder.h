// SPDX-License-Identifier: GPL-3.0-or-later
/** The models in a folder. */
#ifndef HEAR_WAKE_FOLDER_H
#define HEAR_WAKE_FOLDER_H

#include "hear/wake_model.h"

/** What to do with a model: 0 free it and go on, 1 keep it (the callback's now) and end, 2 keep it
 * and go on. */
typedef int wake_folder_each(void *ctx, const char *file, struct wake_model *model);
/** Every MODELS/wake/NAME.wake by name. 0, or -EINVAL with `why` if one is broken; no folder is no
 * error. */
int wake_folder_read(const char *models, wake_folder_each *each, void *ctx, struct sahut_why *why);

#endif
