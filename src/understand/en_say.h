// SPDX-License-Identifier: GPL-3.0-or-later
/** English numbers as words, into a caller's buffer. */
#ifndef UNDERSTAND_EN_SAY_H
#define UNDERSTAND_EN_SAY_H

#include <stdbool.h>
#include <stddef.h>

/** Blank-separated words; `full` once they did not fit. */
struct en_words {
    char *out;
    size_t size, len;
    bool full;
};

void en_say(struct en_words *w, const char *word);
/** Its first `n` bytes. */
void en_say_n(struct en_words *w, const char *word, size_t n);
/** 0 to 999. */
void en_say_below_thousand(struct en_words *w, int n);
/** From 0 to below 10^15. */
void en_say_whole(struct en_words *w, long long n);
/** 0 to 999. */
void en_say_ordinal(struct en_words *w, int n);

#endif
