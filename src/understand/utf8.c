// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/utf8.h"

#include <stdbool.h>

size_t utf8_read(const char *s, size_t n, uint32_t *out)
{
    const unsigned char *b = (const unsigned char *)s;
    size_t length = b[0] < 0x80 ? 1 : b[0] < 0xC2 ? 0 : b[0] < 0xE0 ? 2 : b[0] < 0xF0 ? 3 : 4;
    if (length == 0 || length > n || b[0] > 0xF4)
        return 0;
    uint32_t c = length == 1 ? b[0] : b[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((b[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (b[i] & 0x3F);
    }
    bool overlong = (length == 3 && c < 0x800) || (length == 4 && c < 0x10000);
    if (overlong || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return 0;
    *out = c;
    return length;
}

size_t utf8_write(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t length = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = length; i-- > 1; c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00 >> length & 0xFF) | c);
    return length;
}

/* Unicode 15, UnicodeData.txt: blocks whose capitals are a fixed distance from their letters, or
 * one before them (even or odd). */
static const struct {
    uint32_t first, last;
    int distance; /* 0: pairs, the capital is the one with the parity of `first` */
} blocks[] = {
    {'A', 'Z', 32},     {0xC0, 0xD6, 32},    {0xD8, 0xDE, 32},    {0x100, 0x12F, 0},
    {0x132, 0x137, 0},  {0x139, 0x148, 0},   {0x14A, 0x177, 0},   {0x178, 0x178, -121},
    {0x179, 0x17E, 0},  {0x218, 0x21B, 0},   {0x386, 0x386, 38},  {0x388, 0x38A, 37},
    {0x38C, 0x38C, 64}, {0x38E, 0x38F, 63},  {0x391, 0x3A1, 32},  {0x3A3, 0x3AB, 32},
    {0x400, 0x40F, 80}, {0x410, 0x42F, 32},  {0x460, 0x481, 0},   {0x48A, 0x4BF, 0},
    {0x4D0, 0x52F, 0},  {0x1E00, 0x1E95, 0}, {0x1EA0, 0x1EFF, 0},
};

uint32_t utf8_lower(uint32_t c)
{
    for (size_t i = 0; i < sizeof(blocks) / sizeof(*blocks) && c >= blocks[i].first; i++) {
        if (c > blocks[i].last)
            continue;
        if (blocks[i].distance)
            return (uint32_t)((int64_t)c + blocks[i].distance);
        return (c - blocks[i].first) % 2 ? c : c + 1;
    }
    return c;
}
