// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/reading.h"

#include <string.h>

#include "understand/language.h"

uint32_t reading_hash(const char *text, size_t n)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)text[i]) * 16777619u;
    return h;
}

static uint32_t mix(uint32_t a, uint32_t b)
{
    uint32_t h = (a ^ (b + 0x9E3779B9u + (a << 6) + (a >> 2))) * 0x85EBCA6Bu;
    return h ^ h >> 15;
}

/* Tokens outside the sentence. */
enum { BEFORE = 0x11111111, BEHIND = 0x22222222 };

static uint32_t hash_at(const struct reading *r, size_t at, int shift)
{
    if (shift < 0 && at < (size_t)-shift)
        return BEFORE;
    at += (size_t)shift;
    return at < r->n ? r->tokens[at].hash : BEHIND;
}

static void add_token(const struct sahut_sentences *s, struct reading *r, enum token_kind kind,
                      size_t first, size_t count, int at)
{
    static const char *const kinds[] = {"", "\1time", "\1duration", "\1recurrence", "\1listed"};
    uint32_t hash = kind == TOKEN_WORD ? reading_hash(r->texts[first], strlen(r->texts[first]))
                                       : reading_hash(kinds[kind], strlen(kinds[kind]));
    if (kind == TOKEN_LISTED)
        hash = mix(hash, (uint32_t)r->hits[at].list_hash);
    bool known =
        kind != TOKEN_WORD || names_find(&s->words, r->texts[first], strlen(r->texts[first])) >= 0;
    r->tokens[r->n++] = (struct token){kind, first, count, at, hash, known};
}

static enum token_kind kind_of(enum sahut_found_kind kind)
{
    return kind == SAHUT_FOUND_TIME       ? TOKEN_TIME
           : kind == SAHUT_FOUND_DURATION ? TOKEN_DURATION
                                          : TOKEN_RECURRENCE;
}

static void cut(const struct sahut_sentences *s, struct reading *r)
{
    size_t f = 0, h = 0, i = 0, n = r->words->count;
    while (i < n) {
        while (f < r->n_found && r->found[f].first < i)
            f++;
        while (h < r->n_hits && (r->hits[h].first < i || !r->hits[h].from_program))
            h++;
        if (h < r->n_hits && r->hits[h].first == i) {
            add_token(s, r, TOKEN_LISTED, i, r->hits[h].count, (int)h);
            i += r->hits[h].count;
        } else if (f < r->n_found && r->found[f].first == i && r->found[f].count > 0) {
            add_token(s, r, kind_of(r->found[f].kind), i, r->found[f].count, (int)f);
            i += r->found[f].count;
        } else {
            add_token(s, r, TOKEN_WORD, i, 1, -1);
            i++;
        }
    }
}

/* "move it to three", "snooze it till ten": an hour, since nothing is said behind it. */
static void find_last_hour(const struct sahut_sentences *s, const struct sahut_when_context *when,
                           struct reading *r)
{
    enum { HOURS = 12 };
    const struct language_times *language = language_find(sahut_sentences_language(s));
    const size_t last = r->words->count - 1;
    const struct sahut_found *f = r->n_found ? &r->found[r->n_found - 1] : NULL;
    struct sahut_found hour = {.kind = SAHUT_FOUND_TIME, .first = last, .count = 1};
    double n;
    if (!language || last == 0 || r->n_found == READING_WORDS ||
        (f && f->first + f->count > last) || !language->is_preposition(r->texts[last - 1]) ||
        sahut_number_parse(language->code, &r->texts[last], 1, NULL, &n) || n < 1 || n > HOURS ||
        sahut_when_parse(language->code, &r->texts[last], 1, when, &hour.when))
        return;
    r->found[r->n_found++] = hour;
}

bool reading_make(struct sahut_sentences *s, const struct sahut_words *words,
                  const struct sahut_when_context *when, struct reading *out)
{
    out->words = words;
    out->n = out->n_found = out->n_hits = 0;
    if (words->count == 0 || words->count > READING_WORDS)
        return false;
    for (size_t i = 0; i < words->count; i++)
        out->texts[i] = words->items[i].text;
    out->n_found = sahut_when_find(sahut_sentences_language(s), out->texts, words->count, when,
                                   SAHUT_FOUND_TIME | SAHUT_FOUND_DURATION | SAHUT_FOUND_RECURRENCE,
                                   out->found, READING_WORDS);
    if (out->n_found > READING_WORDS)
        out->n_found = READING_WORDS;
    find_last_hour(s, when, out);
    out->n_hits = phrases_find(s, out->texts, words->count, out->hits, READING_HITS);
    cut(s, out);
    return true;
}

/* Beginnings and four letters in a row, so that a misspelt word is still like itself. */
static void letters(const struct reading *r, size_t at, feature_seen *seen, void *ctx)
{
    const char *w = r->texts[r->tokens[at].first];
    size_t n = strlen(w);
    if (n > 4 && n < 24) {
        seen(ctx, mix(5, reading_hash(w, 4)), at, 1);
        for (size_t i = 0; i + 4 <= n; i++)
            seen(ctx, mix(6, reading_hash(w + i, 4)), at, 1);
    } else if (n >= 3) {
        seen(ctx, mix(5, reading_hash(w, 3)), at, 1);
    }
}

void reading_features(const struct reading *r, feature_seen *seen, void *ctx)
{
    seen(ctx, mix(7, r->n < 4 ? (uint32_t)r->n : r->n < 7 ? 5 : r->n < 12 ? 8 : 12), 0, 0);
    for (size_t i = 0; i < r->n; i++) {
        uint32_t a = hash_at(r, i, 0), b = hash_at(r, i, 1), c = hash_at(r, i, 2);
        seen(ctx, mix(1, a), i, 1);
        if (i == 0) {
            seen(ctx, mix(mix(2, BEFORE), a), i, 1);
            seen(ctx, mix(mix(mix(3, BEFORE), a), b), i, 2);
        }
        seen(ctx, mix(mix(2, a), b), i, 2);
        seen(ctx, mix(mix(mix(3, a), b), c), i, 3);
        if (i + 2 < r->n)
            seen(ctx, mix(mix(4, a), c), i, 3);
        if (i + 3 < r->n)
            seen(ctx, mix(mix(4, a), hash_at(r, i, 3)), i, 4);
        if (r->tokens[i].kind == TOKEN_WORD)
            letters(r, i, seen, ctx);
    }
}

size_t reading_token_features(const struct reading *r, size_t at, uint32_t intent,
                              uint32_t out[TAG_FEATURES])
{
    uint32_t a = hash_at(r, at, 0), l = hash_at(r, at, -1), ll = hash_at(r, at, -2);
    uint32_t n = hash_at(r, at, 1), nn = hash_at(r, at, 2);
    uint32_t kind = (uint32_t)r->tokens[at].kind;
    size_t k = 0;
    out[k++] = mix(20, a);
    out[k++] = mix(21, l);
    out[k++] = mix(22, n);
    out[k++] = mix(mix(23, a), l);
    out[k++] = mix(mix(24, a), n);
    out[k++] = mix(mix(25, intent), a);
    out[k++] = mix(mix(26, intent), l);
    out[k++] = mix(mix(27, intent), n);
    out[k++] = mix(mix(mix(28, intent), l), ll);
    out[k++] = mix(mix(mix(29, intent), n), nn);
    out[k++] = mix(mix(mix(30, intent), kind), at == 0);
    out[k++] = mix(mix(mix(31, intent), kind), at + 1 == r->n);
    out[k++] = mix(mix(mix(32, a), l), ll);
    out[k++] = mix(mix(mix(33, l), a), n);
    out[k++] = mix(mix(mix(34, intent), a), l);
    out[k++] = mix(mix(mix(35, intent), a), n);
    uint32_t known = (uint32_t)r->tokens[at].known;
    uint32_t next_known = at + 1 < r->n ? 1 + (uint32_t)r->tokens[at + 1].known : 0;
    out[k++] = mix(mix(mix(36, intent), known), n);
    out[k++] = mix(mix(mix(37, intent), known), next_known);
    out[k++] = mix(mix(mix(38, intent), known), l);
    return k;
}

size_t reading_link_features(const struct reading *r, size_t at, uint32_t intent, size_t before,
                             uint32_t out[TAG_LINKS])
{
    uint32_t b = mix(40, (uint32_t)before), a = hash_at(r, at, 0);
    out[0] = mix(b, 1);
    out[1] = mix(mix(b, 2), a);
    out[2] = mix(mix(b, 3), intent);
    out[3] = mix(mix(mix(b, 4), hash_at(r, at, -1)), a);
    out[4] = mix(mix(mix(b, 5), r->tokens[at].known), intent);
    out[5] = mix(mix(mix(b, 6), r->tokens[at].known), hash_at(r, at, 1));
    return 6;
}
