// SPDX-License-Identifier: GPL-3.0-or-later
/** ±1 LSB of triangular noise: digital silence breaks front ends that take logarithms. Begin every
 * utterance with the state 1, so that the same bytes give the same result. */
#ifndef HEAR_DITHER_H
#define HEAR_DITHER_H

#include <stdint.h>

static inline int dither(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (int)(*state >> 31) + (int)(*state >> 30 & 1) - 1;
}

#endif
