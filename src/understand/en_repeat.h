// SPDX-License-Identifier: GPL-3.0-or-later
/** What the rules of what comes back share. */
#ifndef UNDERSTAND_EN_REPEAT_H
#define UNDERSTAND_EN_REPEAT_H

#include "understand/moment.h"

/** Marks `out` as coming back. */
struct moment_repeat *en_comes_back(struct moment *out);
/** Bit 0 of `weekdays` is Monday; false if there are none. */
bool en_set_weekdays(struct moment *out, unsigned weekdays);

#endif
