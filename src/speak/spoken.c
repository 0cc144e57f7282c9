// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "speak/language.h"

static const struct language_spoken *const languages[] = {&en_spoken};
static const char *const codes[] = {"en", NULL};

const struct language_spoken *language_spoken_find(const char *code)
{
    for (size_t i = 0; code && i < sizeof languages / sizeof *languages; i++)
        if (strcmp(languages[i]->code, code) == 0)
            return languages[i];
    return NULL;
}

const char *const *language_spoken_codes(void)
{
    return codes;
}

void sahut_spoken(const char *language, const struct sahut_param *param, int64_t now_ms,
                  struct sahut_zone *zone, struct sahut_text *out)
{
    const struct language_spoken *l = language_spoken_find(language);
    if (param->kind == SAHUT_PARAM_TEXT)
        sahut_text_add(out, param->text);
    else if (l)
        l->spoken(param, now_ms, zone, out);
}
