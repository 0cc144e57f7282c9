// SPDX-License-Identifier: GPL-3.0-or-later
/** What a language module offers to when.c. A new language is one such table and its modules. */
#ifndef UNDERSTAND_LANGUAGE_H
#define UNDERSTAND_LANGUAGE_H

#include "sahut/when.h"

struct language_times {
    const char *code; /**< "en" */
    /** Contracts as of the sahut_ functions of the same names in sahut/when.h. */
    int (*when)(const char *const *words, size_t n, const struct sahut_when_context *context,
                struct sahut_when *out);
    int (*duration)(const char *const *words, size_t n, int64_t *out_seconds);
    int (*number)(const char *const *words, size_t n, double *out);
    int (*spell)(const char *token, char *out, size_t size);
};

extern const struct language_times en_times;

#endif
