// SPDX-License-Identifier: GPL-3.0-or-later
/** A sentence as the tolerant understanding sees it: its words, where every time, duration and
 * recurrence, and everything of the program's lists, is one token of a kind. */
#ifndef UNDERSTAND_READING_H
#define UNDERSTAND_READING_H

#include <stdint.h>

#include "sahut/when.h"
#include "understand/phrases.h"

enum {
    READING_WORDS = 60, /**< longer texts are no orders */
    READING_HITS = 48,
};

enum token_kind {
    TOKEN_WORD,
    TOKEN_TIME,
    TOKEN_DURATION,
    TOKEN_RECURRENCE,
    TOKEN_LISTED, /**< of a list that the program fills */
};

struct token {
    enum token_kind kind;
    size_t first, count; /**< words */
    int at;              /**< of `found` or `hits` */
    uint32_t hash;       /**< of the word, or of the kind */
    bool known;          /**< the sentences have the word */
};

struct reading {
    const struct sahut_words *words;
    const char *texts[READING_WORDS];
    struct token tokens[READING_WORDS];
    size_t n;
    struct sahut_found found[READING_WORDS];
    size_t n_found;
    struct phrase_hit hits[READING_HITS]; /**< from left to right, the longest first */
    size_t n_hits;
};

/** False if there are no words or too many. `words` must live as long as `out`. */
bool reading_make(struct sahut_sentences *s, const struct sahut_words *words,
                  const struct sahut_when_context *when, struct reading *out);

/** What may count for an intent: called with a number for everything seen in the sentence, and the
 * tokens it was seen in. */
typedef void feature_seen(void *ctx, uint32_t feature, size_t first, size_t count);
void reading_features(const struct reading *r, feature_seen *seen, void *ctx);

enum { TAG_FEATURES = 22, TAG_LINKS = 6 };
/** What may count for the role of token `at`; returns how many of TAG_FEATURES. */
size_t reading_token_features(const struct reading *r, size_t at, uint32_t intent,
                              uint32_t out[TAG_FEATURES]);
/** The same together with the role of the token before. */
size_t reading_link_features(const struct reading *r, size_t at, uint32_t intent, size_t before,
                             uint32_t out[TAG_LINKS]);

/** FNV-1a. */
uint32_t reading_hash(const char *text, size_t n);

#endif
