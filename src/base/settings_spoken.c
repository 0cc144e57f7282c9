// SPDX-License-Identifier: GPL-3.0-or-later
/* Names as they are compared with what was heard. ICU knows lower case beyond ASCII. */
#include <stdlib.h>
#include <string.h>
#include <unicode/ucasemap.h>

#include "sahut/text.h"
#include "settings_private.h"

static char *lower(const char *text)
{
    UErrorCode error = U_ZERO_ERROR;
    UCaseMap *map = ucasemap_open("", 0, &error);
    size_t capacity = 3 * strlen(text) + 1; /* no letter grows more than threefold in UTF-8 */
    char *out = sahut_alloc(capacity, 1);
    ucasemap_utf8ToLower(map, out, (int32_t)capacity, text, -1, &error);
    ucasemap_close(map);
    if (U_SUCCESS(error))
        return out;
    free(out);
    return sahut_strdup(text);
}

char *settings_spoken(const char *text)
{
    static const char blank[] = " \t\r\n";
    char *words = lower(text);
    struct sahut_text out = {0};
    for (const char *at = words + strspn(words, blank); *at;) {
        size_t len = strcspn(at, blank);
        if (out.len)
            sahut_text_add(&out, " ");
        sahut_text_add_n(&out, at, len);
        at += len;
        at += strspn(at, blank);
    }
    free(words);
    return sahut_text_take(&out);
}
