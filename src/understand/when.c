// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/when.h"

#include <errno.h>
#include <string.h>

#include "understand/language.h"

static const struct language_times *const languages[] = {&en_times};

static const struct language_times *find_language(const char *code)
{
    for (size_t i = 0; code && i < sizeof languages / sizeof *languages; i++)
        if (strcmp(languages[i]->code, code) == 0)
            return languages[i];
    return NULL;
}

const char *sahut_grain_name(enum sahut_grain grain)
{
    switch (grain) {
    case SAHUT_GRAIN_SECOND:
        return "second";
    case SAHUT_GRAIN_MINUTE:
        return "minute";
    case SAHUT_GRAIN_HOUR:
        return "hour";
    case SAHUT_GRAIN_PART:
        return "part";
    case SAHUT_GRAIN_DAY:
        return "day";
    case SAHUT_GRAIN_WEEK:
        return "week";
    case SAHUT_GRAIN_MONTH:
        return "month";
    case SAHUT_GRAIN_YEAR:
        return "year";
    }
    return "minute";
}

int sahut_when_parse(const char *language, const char *const *words, size_t n,
                     const struct sahut_when_context *context, struct sahut_when *out)
{
    const struct language_times *l = find_language(language);
    return l ? l->when(words, n, context, out) : -EINVAL;
}

int sahut_duration_parse(const char *language, const char *const *words, size_t n,
                         int64_t *out_seconds)
{
    const struct language_times *l = find_language(language);
    return l ? l->duration(words, n, out_seconds) : -EINVAL;
}

int sahut_number_parse(const char *language, const char *const *words, size_t n, double *out)
{
    const struct language_times *l = find_language(language);
    return l ? l->number(words, n, out) : -EINVAL;
}

int sahut_number_spell(const char *language, const char *token, char *out, size_t size)
{
    const struct language_times *l = find_language(language);
    return l ? l->spell(token, out, size) : -EINVAL;
}
