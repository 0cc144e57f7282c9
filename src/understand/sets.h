// SPDX-License-Identifier: GPL-3.0-or-later
/** Numbered sets of numbers. */
#ifndef UNDERSTAND_SETS_H
#define UNDERSTAND_SETS_H

#include <stddef.h>

/** Distinct sorted lists of numbers, numbered in the order in which they come. */
struct sets {
    int *members;
    size_t n_members, cap_members;
    size_t *begin; /**< [n + 1] */
    size_t n, cap;
    int *slots;
    size_t n_slots;
};

/** The number of the set; new sets get the next one. */
int sets_add(struct sets *s, const int *members, size_t count);
void sets_finish(struct sets *s);

#endif
