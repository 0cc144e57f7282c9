// SPDX-License-Identifier: GPL-3.0-or-later
/** Does something in it swing steadily, as vocal cords do? The networks know how loud bands are and
 * not what is periodic: a drawer that they take for a short word has seldom a pitch that stays.
 */
#ifndef HEAR_VOICING_H
#define HEAR_VOICING_H

#include <stddef.h>
#include <stdint.h>

/** The longest time, in frames of 10 ms, over which one pitch between 70 and 400 Hz is held or
 * moves slowly. 16 kHz mono. One short word: 10 to 50, 1 in 50 less than 6; three in four cutlery,
 * books and chopping less than 6 (docs/hearing.md). Allocates; for after an order, not for while it
 * is listened to. */
int voicing_longest(const int16_t *pcm, size_t n);

#endif
