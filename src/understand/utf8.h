// SPDX-License-Identifier: GPL-3.0-or-later
/** Characters of a UTF-8 text. */
#ifndef UNDERSTAND_UTF8_H
#define UNDERSTAND_UTF8_H

#include <stddef.h>
#include <stdint.h>

/** The character at `s` (n > 0 bytes are left) and its length; 0 for bytes that are not UTF-8. */
size_t utf8_read(const char *s, size_t n, uint32_t *out);
/** Its bytes; returns how many (at most 4). */
size_t utf8_write(uint32_t c, char out[4]);
/** Lower case of Latin, Greek and Cyrillic letters; everything else as it is. */
uint32_t utf8_lower(uint32_t c);

#endif
