// SPDX-License-Identifier: GPL-3.0-or-later
/* Finding expressions inside sentences. The sentence is cut at the words that mean nothing here;
 * what is between is read from left to right: at each word the longest expression that starts there
 * and is one, or else the next word. No more than WINDOW words are looked at at a time, and each
 * window is read once, so that the cost is linear in the words. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/language.h"
#include "understand/repeat.h"

enum {
    WINDOW = 32,   /* tokens; the longest expressions people say have twenty */
    OVERLAP = 16,  /* a window is left this far before its end, if the sentence goes on */
    READINGS = 24, /* looked at from one word on */
    KINDS = 6,
    WORD_TOKENS = 12,
};

struct finder {
    const struct language_times *language;
    const struct phrase_grammar *grammar;
    const char *const *words;
    size_t n_words;
    unsigned kinds;
    struct moment_now now;
    struct phrase *phrase; /* NULL until something is to be read */
    /* The window: tokens and the words they came from. */
    struct phrase_token tokens[WINDOW];
    size_t word[WINDOW + 1];
    int n;
    struct sahut_found *found;
    size_t max, n_found;
};

struct reading {
    enum sahut_found_kind kind;
    struct phrase_result result;
};

/* The longest first; of equals the cheapest; of equals the kind that says more. */
static int by_length(const void *a, const void *b)
{
    const struct reading *x = a, *y = b;
    if (x->result.end != y->result.end)
        return y->result.end - x->result.end;
    if (x->result.cost != y->result.cost)
        return x->result.cost - y->result.cost;
    return (int)x->kind - (int)y->kind;
}

/* When it is over is exact, its seconds are nominal where it has months. */
static int set_duration(struct finder *f, const struct moment *m, struct sahut_found *out)
{
    struct sahut_when from = {.start_ms = f->now.ms, .end_ms = f->now.ms};
    out->seconds = m->length.nominal + m->length.days * 86400 + m->length.seconds;
    out->when = moment_shift(&from, &m->length, 1, &f->now);
    out->when.grain = m->length.finest;
    return out->seconds >= 0 ? 0 : -EINVAL;
}

static int set_number(const struct moment *m, struct sahut_found *out)
{
    out->number = m->n;
    out->ordinal = m->ordinal;
    return 0;
}

/* "when was september", "since friday": the last one. */
static int set_time(struct finder *f, const struct moment *m, const char *before,
                    struct sahut_found *out)
{
    struct moment last = *m;
    unsigned names = m->has & ~(unsigned)(MOMENT_CLOCK | MOMENT_PART);
    if (m->which != MOMENT_COMING || (names != MOMENT_WEEKDAY && names != MOMENT_MONTH) ||
        !f->language->is_past(before))
        return moment_resolve(m, &f->now, &out->when);
    last.which = MOMENT_LAST;
    return moment_resolve(&last, &f->now, &out->when);
}

static int resolve(struct finder *f, const struct reading *r, const char *before,
                   struct sahut_found *out)
{
    const struct moment *m = r->result.value;
    *out = (struct sahut_found){.kind = r->kind, .cost = r->result.cost};
    switch (r->kind) {
    case SAHUT_FOUND_TIME:
        return set_time(f, m, before, out);
    case SAHUT_FOUND_DURATION:
        return set_duration(f, m, out);
    case SAHUT_FOUND_NUMBER:
        return set_number(m, out);
    case SAHUT_FOUND_RECURRENCE:
        return repeat_resolve(m, &f->now, &out->recurrence);
    default:
        return -EINVAL;
    }
}

static bool is_chance(const struct finder *f, enum sahut_found_kind kind, int at, int end)
{
    size_t first = f->word[at], after = f->word[end - 1] + 1;
    return f->language->chance(f->kinds & kind, f->tokens + at, end - at, f->words + first,
                               after - first, first > 0 ? f->words[first - 1] : NULL,
                               after < f->n_words ? f->words[after] : NULL);
}

static int read_all(struct finder *f, int at, struct reading out[KINDS * READINGS])
{
    const struct language_times *l = f->language;
    const bool any_number = (f->kinds & SAHUT_FOUND_NUMBER) == SAHUT_FOUND_NUMBER;
    const struct {
        enum sahut_found_kind kind;
        bool asked;
        int category;
    } kinds[KINDS] = {
        {SAHUT_FOUND_TIME, f->kinds & SAHUT_FOUND_TIME, l->when},
        {SAHUT_FOUND_DURATION, f->kinds & SAHUT_FOUND_DURATION, l->duration},
        {SAHUT_FOUND_NUMBER, any_number || f->kinds & SAHUT_FOUND_COUNT,
         any_number ? l->number : l->count},
        {SAHUT_FOUND_NUMBER, !any_number && f->kinds & SAHUT_FOUND_SHARE, l->share},
        {SAHUT_FOUND_NUMBER, !any_number && f->kinds & SAHUT_FOUND_ORDINAL, l->ordinal},
        {SAHUT_FOUND_RECURRENCE, f->kinds & SAHUT_FOUND_RECURRENCE, l->recurrence},
    };
    int n = 0;
    for (int k = 0; k < KINDS; k++) {
        struct phrase_result results[READINGS];
        if (!kinds[k].asked)
            continue;
        int count = phrase_read_at(f->phrase, kinds[k].category, at, results, READINGS);
        for (int i = 0; i < count; i++)
            out[n++] = (struct reading){kinds[k].kind, results[i]};
    }
    qsort(out, (size_t)n, sizeof *out, by_length);
    return n;
}

/* Whether token `at` is the first of its word, and whether a word ends before token `end`. */
static bool starts_word(const struct finder *f, int at)
{
    return at == 0 || f->word[at] != f->word[at - 1];
}

static bool ends_word(const struct finder *f, int end)
{
    return end == f->n || f->word[end] != f->word[end - 1];
}

/* Takes what starts at token `at`; where it ends, or 0. */
static int take(struct finder *f, int at)
{
    struct reading readings[KINDS * READINGS];
    if (!starts_word(f, at))
        return 0;
    int n = read_all(f, at, readings);
    for (int i = 0; i < n; i++) {
        int end = readings[i].result.end;
        struct sahut_found found;
        if (!ends_word(f, end) || is_chance(f, readings[i].kind, at, end))
            continue;
        const char *before = f->word[at] > 0 ? f->words[f->word[at] - 1] : NULL;
        int err = resolve(f, &readings[i], before, &found);
        /* "february thirtieth" is understood, and nothing shorter is meant. */
        if (err == -ERANGE)
            return end;
        if (err)
            continue;
        found.first = f->word[at];
        found.count = f->word[end - 1] + 1 - found.first;
        if (f->n_found < f->max)
            f->found[f->n_found] = found;
        f->n_found++;
        return end;
    }
    return 0;
}

/* Words from `word` on up to the next that means nothing, as many as fit. Returns the word after
 * them. */
static size_t fill(struct finder *f, size_t word)
{
    f->n = 0;
    while (word < f->n_words) {
        struct phrase_token tokens[WORD_TOKENS];
        int count = f->language->tokens(f->words[word], tokens, WORD_TOKENS);
        bool known = true;
        for (int i = 0; i < count; i++)
            known = known && tokens[i].readings[0].symbol;
        if (!known)
            break;
        if (f->n + count > WINDOW)
            break;
        memcpy(f->tokens + f->n, tokens, (size_t)count * sizeof *tokens);
        for (int i = 0; i < count; i++)
            f->word[f->n++] = word;
        word++;
    }
    f->word[f->n] = word;
    return word;
}

/* Reads the window, and returns the word at which to go on. */
static size_t read_window(struct finder *f, size_t begin, size_t end)
{
    bool more = end < f->n_words && f->n > WINDOW - WORD_TOKENS;
    int last = f->n; /* behind the last word that says something */
    while (last > 0 && !phrase_says(f->grammar, &f->tokens[last - 1]))
        last--;
    if (f->n == 0)
        return end + 1;
    if (last == 0)
        return end > begin ? end : begin + 1;
    if (f->phrase)
        phrase_reset(f->phrase, f->tokens, f->n);
    else
        f->phrase = phrase_new(f->grammar, f->tokens, f->n, &f->now);
    for (int at = 0; at < last;) {
        if (more && at >= WINDOW - OVERLAP && f->word[at] > begin)
            return f->word[at];
        int next = take(f, at);
        at = next ? next : at + 1;
    }
    return end > begin ? end : begin + 1;
}

/* "one cup and a half": the number before one word and the fraction behind it are one number, the
 * sentence being over. */
static void join_fractions(struct finder *f, size_t n)
{
    if (n < 2)
        return;
    struct sahut_found *a = &f->found[n - 2], *b = &f->found[n - 1];
    size_t gap = a->first + a->count;
    if (a->kind != SAHUT_FOUND_NUMBER || b->kind != SAHUT_FOUND_NUMBER || b->number <= 0 ||
        b->number >= 1 || a->number < 1 || a->number != floor(a->number) || a->ordinal ||
        b->first != gap + 2 || b->first + b->count != f->n_words ||
        !f->language->joins(f->words[gap + 1]))
        return;
    a->number += b->number;
    f->n_found = n - 1;
}

size_t sahut_when_find(const char *language, const char *const *words, size_t n,
                       const struct sahut_when_context *context, unsigned kinds,
                       struct sahut_found *found, size_t max)
{
    struct finder f = {.language = language_find(language),
                       .words = words,
                       .n_words = n,
                       .kinds = kinds,
                       .found = found,
                       .max = max};
    if (!f.language)
        return 0;
    f.grammar = f.language->grammar();
    moment_now_init(&f.now, context);
    for (size_t word = 0; word < n;)
        word = read_window(&f, word, fill(&f, word));
    phrase_free(f.phrase);
    if (f.n_found <= max)
        join_fractions(&f, f.n_found);
    return f.n_found < max ? f.n_found : max;
}
