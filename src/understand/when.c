// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/when.h"

#include <errno.h>
#include <string.h>

#include "understand/language.h"
#include "understand/repeat.h"

static const struct language_times *const languages[] = {&en_times};

const struct language_times *language_find(const char *code)
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

int64_t sahut_when_from(const struct sahut_when *when)
{
    return when->part_ms ? when->part_ms : when->start_ms;
}

/* All of the words as one piece of `category`. */
static int parse(const struct language_times *l, const char *const *words, size_t n, int category,
                 const struct moment_now *now, struct moment *out)
{
    struct phrase_token tokens[PHRASE_WORDS];
    int count = 0;
    for (size_t i = 0; i < n; i++) {
        if (count == PHRASE_WORDS)
            return -EINVAL;
        int from = count;
        count += l->tokens(words[i], tokens + count, PHRASE_WORDS - count);
        for (int k = from; k < count; k++)
            if (!tokens[k].readings[0].symbol)
                return -EINVAL;
    }
    if (count == 0)
        return -EINVAL;
    struct phrase *p = phrase_new(l->grammar(), tokens, count, now);
    int err = phrase_read(p, category, out);
    phrase_free(p);
    return err;
}

int sahut_when_parse(const char *language, const char *const *words, size_t n,
                     const struct sahut_when_context *context, struct sahut_when *out)
{
    const struct language_times *l = language_find(language);
    struct moment_now now;
    struct moment m;
    if (!l)
        return -EINVAL;
    moment_now_init(&now, context);
    int err = parse(l, words, n, l->when, &now, &m);
    return err ? err : moment_resolve(&m, &now, out);
}

int sahut_recurrence_parse(const char *language, const char *const *words, size_t n,
                           const struct sahut_when_context *context, struct sahut_recurrence *out)
{
    const struct language_times *l = language_find(language);
    struct moment_now now;
    struct moment m;
    if (!l)
        return -EINVAL;
    moment_now_init(&now, context);
    int err = parse(l, words, n, l->recurrence, &now, &m);
    return err ? err : repeat_resolve(&m, &now, out);
}

int sahut_duration_parse(const char *language, const char *const *words, size_t n,
                         int64_t *out_seconds)
{
    const struct language_times *l = language_find(language);
    struct moment m;
    int err = l ? parse(l, words, n, l->duration, NULL, &m) : -EINVAL;
    if (err)
        return err;
    int64_t seconds = moment_length_seconds(&m.length);
    if (seconds < 0)
        return -EINVAL;
    *out_seconds = seconds;
    return 0;
}

int sahut_number_parse(const char *language, const char *const *words, size_t n,
                       const struct sahut_when_habits *habits, double *out)
{
    const struct language_times *l = language_find(language);
    struct moment_now now = {.habits = habits ? *habits : sahut_when_habits_default()};
    struct moment m;
    int err = l ? parse(l, words, n, l->number, &now, &m) : -EINVAL;
    if (!err)
        *out = m.n;
    return err;
}

int sahut_number_spell(const char *language, const char *token, char *out, size_t size)
{
    const struct language_times *l = language_find(language);
    return l ? l->spell(token, out, size) : -EINVAL;
}
