// SPDX-License-Identifier: GPL-3.0-or-later
#include "speak/plain.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

// Longer rows of letters are no words, and eSpeak NG's word buffer is 160 bytes.
#define WORD_BYTES 80

#define NO_CHARACTER UINT32_MAX

// The character at `s` and its length; a byte that begins none is NO_CHARACTER of length 1.
static uint32_t decode(const unsigned char *s, size_t *len)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = s[0] < 0x80             ? 1
               : (s[0] & 0xE0) == 0xC0 ? 2
               : (s[0] & 0xF0) == 0xE0 ? 3
               : (s[0] & 0xF8) == 0xF0 ? 4
                                       : 0;
    *len = 1;
    if (n == 0)
        return NO_CHARACTER;
    uint32_t c = n == 1 ? s[0] : s[0] & (0x7F >> n);
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return NO_CHARACTER;
        c = c << 6 | (s[i] & 0x3F);
    }
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return NO_CHARACTER;
    *len = n;
    return c;
}

static bool is_blank(uint32_t c)
{
    return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || (c >= 0x2000 && c <= 0x200B) || c == 0x200E ||
           c == 0x200F || (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) ||
           c == 0x3000 || (c >= 0xE000 && c <= 0xF8FF) || c == 0xFEFF ||
           (c >= 0xFFF0 && c <= 0xFFFF) || c >= 0xE0000;
}

static void cut_at_word(struct sahut_text *t, size_t from)
{
    if (t->len - from <= PLAIN_BYTES)
        return;
    size_t end = from + PLAIN_BYTES;
    while (end > from && t->s[end] != ' ')
        end--;
    t->len = end;
    t->s[end] = '\0';
}

void plain_text(const char *text, struct sahut_text *out)
{
    size_t from = out->len, word = 0;
    bool gap = false;
    for (size_t len; *text && out->len - from <= PLAIN_BYTES; text += len) {
        uint32_t c = decode((const unsigned char *)text, &len);
        if (is_blank(c)) {
            gap = true;
            continue;
        }
        if (gap || word + len > WORD_BYTES) {
            if (out->len > from)
                sahut_text_add(out, " ");
            word = 0;
        }
        gap = false;
        sahut_text_add_n(out, text, len);
        word += len;
    }
    cut_at_word(out, from);
}

bool plain_has_letter(const char *text)
{
    for (size_t len; *text; text += len) {
        uint32_t c = decode((const unsigned char *)text, &len);
        if (c < 0x80 ? isalpha((int)c) != 0
                     : c >= 0xC0 && c != 0xD7 && c != 0xF7 && !is_blank(c) &&
                           !(c >= 0x2010 && c < 0x2C00) && !(c >= 0x3000 && c < 0x3040) &&
                           !(c >= 0x1F000 && c < 0x20000))
            return true;
    }
    return false;
}
