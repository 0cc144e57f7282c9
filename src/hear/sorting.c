// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/sorting.h"

#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

void sort_floats(float *values, size_t n)
{
    qsort(values, n, sizeof(*values), by_value);
}
