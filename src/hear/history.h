// SPDX-License-Identifier: GPL-3.0-or-later
/** The last samples of a stream, as a ring. Embedded in its owner, who gives it the room. */
#ifndef HEAR_HISTORY_H
#define HEAR_HISTORY_H

#include <stddef.h>
#include <stdint.h>

struct history {
    int16_t *ring;
    size_t room;      /**< samples in it */
    int64_t position; /**< samples that came so far; the owner may move it: what it did not bring is
                         not known then */
};

void history_add(struct history *h, const int16_t *pcm, size_t n);
/** Copies samples [*from, to) to `out`; `*from` is moved up to what is still there. Returns how
 * many. */
size_t history_copy(const struct history *h, int64_t *from, int64_t to, int16_t *out);

#endif
