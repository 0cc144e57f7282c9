// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *   set a timer for ten minutes | and also | remind me to call mum at five
 *   turn on the lamp | and | the fan         the second order begins as the first does
 *
 * Behind the word that joins them, a whole order must follow, word for word; or a thing of the
 * program's list that the first order names one of. Free text goes on over a weak "and".
 */
#include <stdlib.h>
#include <string.h>

#include "sahut/intent.h"
#include "sahut/text.h"
#include "understand/language.h"
#include "understand/reading.h"
#include "understand/tolerant.h"

/* How sure the first order must be. */
static const double SURE = 0.75;

struct cut {
    struct sahut_sentences *s;
    const struct sahut_words *words;
    const struct sahut_when_context *when;
    size_t at, count; /* the words that join */
    bool apart;
};

static char *part(const struct cut *c, size_t from, size_t to)
{
    size_t begin = c->words->items[from].begin, end = c->words->items[to - 1].end;
    return sahut_strndup(c->words->original + begin, end - begin);
}

static bool understood(const struct cut *c, const char *text, struct sahut_intent *out)
{
    struct sahut_words *words;
    if (sahut_words_new(text, sahut_sentences_language(c->s), &words))
        return false;
    bool found = sahut_understand(c->s, NULL, words, c->when, out);
    sahut_words_free(words);
    return found;
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return m > 0 && m <= n && strcmp(text + n - m, end) == 0;
}

/* `text`: of the first order, over whose end free text may go on; NULL for the second. */
static bool is_order(const struct cut *c, const struct sahut_intent *intent, const char *text)
{
    if (intent->doubtful || intent->n_missing || intent->score < SURE ||
        strncmp(intent->name, "dialogue.", 9) == 0)
        return false;
    for (size_t i = 0; i < intent->n_slots && text && !c->apart; i++)
        if (intent->slots[i].type == SAHUT_SLOT_TEXT && ends_with(text, intent->slots[i].text))
            return false;
    return true;
}

static void forget(char *texts[2])
{
    for (int i = 0; i < 2; i++) {
        free(texts[i]);
        texts[i] = NULL;
    }
}

/* The words behind those that join are one of the sentences. */
static bool is_sentence(const struct cut *c)
{
    struct sahut_match m;
    const size_t from = c->at + c->count;
    return sahut_sentences_match(c->s, NULL, c->words->items + from, c->words->count - from, &m) &&
           m.n_missing == 0;
}

static bool two_sentences(const struct cut *c, char *out[2])
{
    struct sahut_intent first, second;
    if (c->at + c->count == c->words->count || !is_sentence(c))
        return false;
    out[0] = part(c, 0, c->at);
    out[1] = part(c, c->at + c->count, c->words->count);
    bool two = understood(c, out[1], &second) && is_order(c, &second, NULL) &&
               understood(c, out[0], &first) && is_order(c, &first, out[0]);
    if (!two)
        forget(out);
    return two;
}

/* Where a thing of the program's list ends before word `at` or begins there, or behind an article
 * there. */
static const struct phrase_hit *listed(const struct language_times *language, const struct cut *c,
                                       const struct phrase_hit *hits, size_t n, size_t at,
                                       bool ends)
{
    for (size_t i = 0; i < n; i++) {
        size_t first = hits[i].first, end = first + hits[i].count;
        bool article = first == at + 1 && language->is_article(c->words->items[at].text);
        if (hits[i].from_program && (ends ? end == at : first == at || article))
            return &hits[i];
    }
    return NULL;
}

/* "turn on the lamp and the fan please": both with all that is around them. */
static bool two_things(const struct language_times *language, const struct cut *c, char *out[2])
{
    const char *texts[READING_WORDS];
    struct phrase_hit hits[READING_HITS];
    struct sahut_intent intents[2];
    for (size_t i = 0; i < c->words->count; i++)
        texts[i] = c->words->items[i].text;
    size_t n = phrases_find(c->s, texts, c->words->count, hits, READING_HITS);
    const struct phrase_hit *a = listed(language, c, hits, n, c->at, true);
    const struct phrase_hit *b = listed(language, c, hits, n, c->at + c->count, false);
    if (!a || !b || a->list != b->list || a->first == 0)
        return false;
    const size_t end = b->first + b->count;
    char *rest = end < c->words->count ? part(c, end, c->words->count) : sahut_strdup("");
    char *head = part(c, 0, a->first), *one = part(c, a->first, c->at),
         *two = part(c, b->first, end);
    for (int i = 0; i < 2; i++) {
        struct sahut_text text = {0};
        sahut_text_addf(&text, "%s %s%s%s", head, i ? two : one, rest[0] ? " " : "", rest);
        out[i] = sahut_text_take(&text);
    }
    free(rest);
    free(head);
    free(one);
    free(two);
    bool both =
        understood(c, out[0], &intents[0]) && understood(c, out[1], &intents[1]) &&
        strcmp(intents[0].name, intents[1].name) == 0 && is_order(c, &intents[0], NULL) &&
        is_order(c, &intents[1], NULL) &&
        (sahut_intent_slot(&intents[0], "device") || sahut_intent_slot(&intents[0], "room"));
    if (!both)
        forget(out);
    return both;
}

bool sahut_two_orders(struct sahut_sentences *s, const struct sahut_words *words,
                      const struct sahut_when_context *when, char *out[2])
{
    const struct language_times *language = language_find(sahut_sentences_language(s));
    const char *texts[READING_WORDS];
    struct sahut_match whole;
    struct cut c = {.s = s, .words = words, .when = when};
    bool looked = false;
    out[0] = out[1] = NULL;
    if (!language || words->count > READING_WORDS)
        return false;
    for (size_t i = 0; i < words->count; i++)
        texts[i] = words->items[i].text;
    for (c.at = 1; c.at + 1 < words->count; c.at += c.count ? c.count : 1) {
        c.count = language->joiner(texts + c.at, words->count - c.at, &c.apart);
        if (!c.count || c.at + c.count >= words->count)
            continue;
        if (!looked && sahut_sentences_match(s, NULL, words->items, words->count, &whole) &&
            whole.score >= 1)
            return false;
        looked = true;
        if (two_things(language, &c, out) || two_sentences(&c, out))
            return true;
    }
    return false;
}
