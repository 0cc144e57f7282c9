// SPDX-License-Identifier: GPL-3.0-or-later
/** Where a text may be cut. Private to this room. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>

/** The longest length <= `len` that does not end inside a UTF-8 sequence. Bytes that are not UTF-8
 * are left alone. */
static inline size_t utf8_whole(const char *s, size_t len)
{
    for (size_t back = 1; back <= 4 && back <= len; back++) {
        unsigned char c = (unsigned char)s[len - back];
        if ((c & 0xC0) == 0x80)
            continue;
        size_t need = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
        return need > back ? len - back : len;
    }
    return len;
}

#endif
