// SPDX-License-Identifier: GPL-3.0-or-later
/** Numbers in model files. */
#ifndef HEAR_LITTLE_ENDIAN_H
#define HEAR_LITTLE_ENDIAN_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static inline void put_f32(FILE *f, float v)
{
    uint32_t bits;
    memcpy(&bits, &v, sizeof(bits));
    for (int k = 0; k < 4; k++)
        fputc((int)(bits >> 8 * k & 255), f);
}

/** False at the end of the file, and for what is no finite number. */
static inline bool get_f32(FILE *f, float *out)
{
    unsigned char b[4];
    if (fread(b, 1, 4, f) != 4)
        return false;
    uint32_t bits = b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
    memcpy(out, &bits, sizeof(*out));
    return isfinite(*out);
}

#endif
