// SPDX-License-Identifier: GPL-3.0-or-later
/** What happens again and again, as an RRULE. No language in here, and no expansion: the first
 * occurrence is found by looking at the days that come. */
#ifndef UNDERSTAND_REPEAT_H
#define UNDERSTAND_REPEAT_H

#include "understand/moment.h"

/** Adds what `b` says to `a`, as moment_merge does, with MOMENT_REPEAT. */
bool repeat_merge(struct moment *a, const struct moment *b);
/** Folds into the repetition what else the expression says ("on monday", "at seven", "until may").
 * 0, -EINVAL if the pieces make no recurrence, -ERANGE if it never happens. */
int repeat_resolve(const struct moment *said, const struct moment_now *now,
                   struct sahut_recurrence *out);

#endif
