// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEAR_SORTING_H
#define HEAR_SORTING_H

#include <stddef.h>

/** In place, the least first. */
void sort_floats(float *values, size_t n);

#endif
