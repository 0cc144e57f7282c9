// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *   at five no six tomorrow          ->  at six tomorrow
 *   the lamp sorry the fan on        ->  the fan on
 *   at four remind me no make that five to call  ->  at five remind me to call
 *
 * What was found before the words that take it back gives way to what stands behind them, if both
 * are of a kind: times, lengths, numbers, things of one list of the program.
 */
#include "understand/correct.h"

#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/language.h"
#include "understand/reading.h"

/* What can be said instead of something else. */
struct piece {
    size_t first, count;
    enum sahut_found_kind kind;
    int list; /* -1: `kind` counts */
};
struct repair {
    const struct language_times *language;
    const struct sahut_when_context *when;
    const char *texts[READING_WORDS];
    size_t n;
    struct piece pieces[2 * READING_WORDS];
    size_t n_pieces;
};

static void find_pieces(struct repair *r, struct sahut_sentences *s)
{
    struct sahut_found found[READING_WORDS];
    struct phrase_hit hits[READING_HITS];
    size_t n = sahut_when_find(r->language->code, r->texts, r->n, r->when, SAHUT_FOUND_ALL, found,
                               READING_WORDS);
    for (size_t i = 0; i < n; i++)
        r->pieces[r->n_pieces++] =
            (struct piece){found[i].first, found[i].count, found[i].kind, -1};
    n = phrases_find(s, r->texts, r->n, hits, READING_HITS);
    for (size_t i = 0; i < n; i++)
        if (hits[i].from_program)
            r->pieces[r->n_pieces++] =
                (struct piece){hits[i].first, hits[i].count, SAHUT_FOUND_ALL, hits[i].list};
}

/* "ten no fifteen minutes", "at five no six": the one may be said shorter than the other. */
static bool of_a_kind(const struct piece *a, const struct piece *b)
{
    if (a->list >= 0 || b->list >= 0)
        return a->list == b->list;
    return a->kind == b->kind || a->kind == SAHUT_FOUND_NUMBER || b->kind == SAHUT_FOUND_NUMBER ||
           (a->kind == SAHUT_FOUND_TIME && b->kind == SAHUT_FOUND_DURATION);
}

/* The words of `a` from `from` to `to`, and behind them `b`: one time or length? */
static bool is_one(const struct repair *r, const struct piece *a, size_t from, size_t to,
                   const struct piece *b)
{
    const char *words[2 * READING_WORDS];
    struct sahut_when when;
    struct sahut_recurrence again;
    int64_t seconds;
    size_t n = 0;
    for (size_t i = from; i < to; i++)
        words[n++] = r->texts[a->first + i];
    for (size_t i = 0; i < b->count; i++)
        words[n++] = r->texts[b->first + i];
    return !sahut_when_parse(r->language->code, words, n, r->when, &when) ||
           !sahut_duration_parse(r->language->code, words, n, &seconds) ||
           !sahut_recurrence_parse(r->language->code, words, n, r->when, &again);
}

/* Which words of `a` stay in front of `b`: "tomorrow at | five" before "six", "monday | at nine |"
 * before "tuesday", none before "in an hour". */
static void what_stays(const struct repair *r, const struct piece *a, const struct piece *b,
                       size_t *from, size_t *to)
{
    size_t last = a->count;
    *from = *to = 0;
    if (a->list >= 0 || r->language->is_preposition(r->texts[b->first]))
        return;
    while (last > 0 && !r->language->is_preposition(r->texts[a->first + last - 1]))
        last--;
    if (last == 0)
        return;
    if (is_one(r, a, 0, last, b)) {
        *to = last;
    } else if (is_one(r, a, last - 1, a->count, b)) {
        *from = last - 1;
        *to = a->count;
    }
}

/* The piece that begins at the word, or behind its article. */
static const struct piece *piece_at(const struct repair *r, size_t word)
{
    for (size_t i = 0; i < r->n_pieces; i++) {
        size_t first = r->pieces[i].first;
        if (first == word || (first == word + 1 && r->pieces[i].list >= 0 &&
                              r->language->is_article(r->texts[word])))
            return &r->pieces[i];
    }
    return NULL;
}

/* The last piece that ends before the word, or right there, and is of the same kind. */
static const struct piece *piece_before(const struct repair *r, size_t word, bool apart,
                                        const struct piece *b)
{
    const struct piece *best = NULL;
    for (size_t i = 0; i < r->n_pieces; i++) {
        const struct piece *a = &r->pieces[i];
        size_t end = a->first + a->count;
        if (end <= word && (apart || end == word) && of_a_kind(a, b) &&
            (!best || best->first < a->first))
            best = a;
    }
    return best;
}

static void take(const struct sahut_words *words, size_t from, size_t to, struct sahut_words *out)
{
    for (size_t i = from; i < to; i++)
        out->items[out->count++] = words->items[i];
}

/* The words with `b` in the place of `a`; [at, …) is what takes it back. */
static void rebuild(const struct repair *r, const struct sahut_words *words, const struct piece *a,
                    size_t at, const struct piece *b, struct sahut_words *out)
{
    size_t from, to;
    what_stays(r, a, b, &from, &to);
    take(words, 0, a->first, out);
    take(words, a->first + from, a->first + to, out);
    take(words, b->first, b->first + b->count, out);
    take(words, a->first + a->count, at, out);
    take(words, b->first + b->count, r->n, out);
}

bool correct_words(struct sahut_sentences *s, const struct sahut_words *words,
                   const struct sahut_when_context *when, struct sahut_words *out)
{
    struct repair r = {.language = language_find(sahut_sentences_language(s)), .when = when};
    bool apart;
    r.n = words->count;
    if (!r.language || r.n > READING_WORDS)
        return false;
    for (size_t i = 0; i < r.n; i++)
        r.texts[i] = words->items[i].text;
    for (size_t i = 1; i + 1 < r.n; i++) {
        size_t count = r.language->correction(r.texts + i, r.n - i, &apart);
        if (count == 0)
            continue;
        if (r.n_pieces == 0)
            find_pieces(&r, s);
        const struct piece *b = piece_at(&r, i + count);
        const struct piece *a = b ? piece_before(&r, i, apart, b) : NULL;
        if (!a) {
            i += count - 1;
            continue;
        }
        *out = (struct sahut_words){.items = sahut_alloc(r.n, sizeof(*out->items)),
                                    .original = words->original};
        rebuild(&r, words, a, i, b, out);
        return true;
    }
    return false;
}
