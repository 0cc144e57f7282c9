// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/multiply.h"

/* As many numbers at once as the processor that is compiled for has in a register: 4 with NEON and
 * SSE. A tile of 4 rows by 2 registers leaves room for its factors in 16 registers. */
#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX__)
#define LANES 8
#else
#define LANES 4
#endif
typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

#define ROWS 4
#define WIDE (2 * LANES)

static inline __attribute__((always_inline)) void tile(const struct multiply_left *l, size_t row,
                                                       const float *w, float *out,
                                                       const size_t rows)
{
    lanes sum[ROWS][2];
    const float *x[ROWS];
    for (size_t r = 0; r < rows; r++) {
        sum[r][0] = *(const lanes *)(out + r * MULTIPLY_COLUMNS);
        sum[r][1] = *(const lanes *)(out + r * MULTIPLY_COLUMNS + LANES);
        x[r] = l->x + (row + r) * l->row_step;
    }
    for (size_t j = 0; j < l->inner; j++, w += MULTIPLY_COLUMNS) {
        lanes a = *(const lanes *)w, b = *(const lanes *)(w + LANES);
        for (size_t r = 0; r < rows; r++) {
            float v = x[r][j * l->step];
            sum[r][0] += v * a;
            sum[r][1] += v * b;
        }
    }
    for (size_t r = 0; r < rows; r++) {
        *(lanes *)(out + r * MULTIPLY_COLUMNS) = sum[r][0];
        *(lanes *)(out + r * MULTIPLY_COLUMNS + LANES) = sum[r][1];
    }
}

void multiply_add(const struct multiply_left *l, const float *w, float *out)
{
    for (size_t c = 0; c < MULTIPLY_COLUMNS; c += WIDE) {
        size_t row = 0;
        for (; row + ROWS <= l->rows; row += ROWS)
            tile(l, row, w + c, out + row * MULTIPLY_COLUMNS + c, ROWS);
        for (; row < l->rows; row++)
            tile(l, row, w + c, out + row * MULTIPLY_COLUMNS + c, 1);
    }
}
