// SPDX-License-Identifier: GPL-3.0-or-later
/** A growing text. Initialise with `struct sahut_text t = {0}`, release with sahut_text_finish.
 * An allocation that fails aborts the process: a text is small and there is nothing to save. */
#ifndef SAHUT_TEXT_H
#define SAHUT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct sahut_text {
    char *s; /**< NUL-terminated once anything was added, else NULL; see sahut_text_get */
    size_t len, cap;
};

void sahut_text_add(struct sahut_text *t, const char *s);
void sahut_text_add_n(struct sahut_text *t, const char *s, size_t n);
void sahut_text_addf(struct sahut_text *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/** The text, "" when nothing was added. Valid until the next change. */
const char *sahut_text_get(const struct sahut_text *t);
/** Gives the buffer away (never NULL; free it with free()) and leaves `t` empty. */
char *sahut_text_take(struct sahut_text *t);
void sahut_text_clear(struct sahut_text *t);
void sahut_text_finish(struct sahut_text *t);

/** Damerau-Levenshtein distance over bytes, for "did you mean". */
size_t sahut_text_distance(const char *a, const char *b);
/** The candidate nearest to `word`, or NULL if none is within half its length.
 * `candidates` ends with NULL. */
const char *sahut_text_nearest(const char *word, const char *const *candidates);

/** malloc and strdup that abort instead of failing (same reason as above). */
void *sahut_alloc(size_t count, size_t size);
char *sahut_strdup(const char *s);
char *sahut_strndup(const char *s, size_t n);
/** realloc for `count` elements; aborts instead of failing. */
void *sahut_realloc(void *p, size_t count, size_t size);

#endif
