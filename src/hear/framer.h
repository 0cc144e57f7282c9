// SPDX-License-Identifier: GPL-3.0-or-later
/** Frames of LEVEL_FRAME samples out of pieces of any size. Embedded in its owner. */
#ifndef HEAR_FRAMER_H
#define HEAR_FRAMER_H

#include <string.h>

#include "hear/level.h"

struct framer {
    int16_t frame[LEVEL_FRAME];
    size_t n; /**< samples that wait for the rest of their frame */
};

/** Calls `step` for every frame that is complete. */
static inline void framer_push(struct framer *f, const int16_t *pcm, size_t n,
                               void (*step)(void *ctx, const int16_t *frame), void *ctx)
{
    while (n > 0) {
        size_t k = LEVEL_FRAME - f->n;
        k = k < n ? k : n;
        memcpy(f->frame + f->n, pcm, k * sizeof(*pcm));
        f->n += k;
        pcm += k;
        n -= k;
        if (f->n == LEVEL_FRAME) {
            f->n = 0;
            step(ctx, f->frame);
        }
    }
}

#endif
