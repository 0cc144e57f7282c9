// SPDX-License-Identifier: GPL-3.0-or-later
/** Which samples are an order's own. */
#ifndef HEAR_ORDER_SOUND_H
#define HEAR_ORDER_SOUND_H

#include "hear/recogniser.h"

/** Samples before and after an order's words that belong to its sound: 0.3 s. */
#define ORDER_SOUND_MARGIN 4800

/** Of `n` samples in which `r` was recognised and the wake phrase ended at sample `wake_end` (below
 * 1: it is not in them) the order's begin at `*begin`. Returns how many; 0 if the order holds free
 * text. Of what lies between wake phrase and order half is the order's: where the phrase ends is
 * not known to the sample. */
size_t order_sound(const struct recognised *r, int64_t wake_end, size_t n, size_t *begin);

#endif
