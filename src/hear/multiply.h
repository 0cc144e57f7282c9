// SPDX-License-Identifier: GPL-3.0-or-later
/** Products of matrices whose result has 64 columns: the layers of the enhancer, and their
 * gradients. */
#ifndef HEAR_MULTIPLY_H
#define HEAR_MULTIPLY_H

#include <stddef.h>

#define MULTIPLY_COLUMNS 64

/** The left factor: element (row, j) is x[row * row_step + j * step]. */
struct multiply_left {
    const float *x;
    size_t row_step, step;
    size_t rows, inner;
};

/** out[rows][64] += left · w[inner][64] */
void multiply_add(const struct multiply_left *left, const float *w, float *out);

#endif
