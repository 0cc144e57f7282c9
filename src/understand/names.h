// SPDX-License-Identifier: GPL-3.0-or-later
/** Numbered strings: every distinct string gets the next number, from 0. */
#ifndef UNDERSTAND_NAMES_H
#define UNDERSTAND_NAMES_H

#include <stddef.h>

struct names {
    char **items; /**< [count], and a NULL behind the last once there is one */
    size_t count, cap;
    int *slots; /**< open addressing, -1 is free */
    size_t n_slots;
};

/** The number of `s`, new or not. */
int names_add(struct names *n, const char *s, size_t length);
/** -1 if it is not there. */
int names_find(const struct names *n, const char *s, size_t length);
void names_finish(struct names *n);

#endif
