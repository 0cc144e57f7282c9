// SPDX-License-Identifier: GPL-3.0-or-later
/** What a language module offers to when.c. A new language is one such table and its modules. */
#ifndef UNDERSTAND_LANGUAGE_H
#define UNDERSTAND_LANGUAGE_H

#include "sahut/when.h"
#include "understand/phrase.h"

struct language_times {
    const char *code; /**< "en" */
    const struct phrase_grammar *(*grammar)(void);
    /** The categories of the grammar that are looked for. What they make: a time, a MOMENT_LENGTH,
     * `n` and `ordinal`, a time with MOMENT_REPEAT. A number is a count, a share or an ordinal
     * (enum sahut_found_kind). */
    int when, duration, number, count, share, ordinal, recurrence;
    /** A word as tokens, at most `max` (hyphens, digits: several). One that means nothing here is
     * one token without a reading. Returns how many. */
    int (*tokens)(const char *word, struct phrase_token *out, int max);
    /** Whether these words alone, with `before` and `after` around them (NULL at the ends), are
     * more likely something else than this kind of thing: "may", "this one". Of numbers, `kinds`
     * are those that were asked for. */
    bool (*chance)(unsigned kinds, const struct phrase_token *tokens, int n,
                   const char *const *words, size_t n_words, const char *before, const char *after);
    /** Whether what follows this word (may be NULL) is behind us: "when was september". */
    bool (*is_past)(const char *before);
    /** Whether this word adds what follows to what stands before: "one cup and a half". */
    bool (*joins)(const char *word);
    /** Whether the token may be a half of the day behind a number: "pm", "A.M." A cheap test. */
    bool (*half_day)(const char *token);
    /** How a word is written that people type without its apostrophe ("dont"); NULL for most. */
    const char *(*apostrophe)(const char *word);
    /** The word that a hyphen between these two stands for ("mon-fri"); NULL if for none. */
    const char *(*range)(const char *first, const char *last);
    /** The word before a time of the clock that keeps it off a number: "june twenty at two". */
    const char *at;
    /** How many words from the first on take back what was said before them ("no wait make that");
     * 0: none. `apart`: clear enough that other words may stand between. */
    size_t (*correction)(const char *const *words, size_t n, bool *apart);
    /** How many words from the first on join another order to one ("and also"); 0: none. `apart`:
     * free text does not go on over them. */
    size_t (*joiner)(const char *const *words, size_t n, bool *apart);
    /** "at", "to"; "the", "my"; "with", behind which a name has more words. */
    bool (*is_preposition)(const char *word);
    bool (*is_article)(const char *word);
    bool (*is_company)(const char *word);
    /** "by", behind which stands by how much. */
    bool (*is_measure)(const char *word);
    /** "before", between a length and what is so far ahead. */
    bool (*is_before)(const char *word);
    /** "to", behind which stands what something becomes. */
    bool (*is_towards)(const char *word);
    /** How many words at the end only speak of what was said before: "milk | put it on there". */
    size_t (*reference)(const char *const *words, size_t n);
    /** "diary": where appointments are put. */
    bool (*is_ledger)(const char *word);
    /** "mum's": something has to follow. */
    bool (*is_possessive)(const char *word);
    /** "dinner": what is in the evening, if nobody says otherwise. */
    bool (*is_evening)(const char *word);
    /** "called", behind which a name stands. */
    bool (*is_naming)(const char *word);
    /** "when", "if": what a clause begins with. */
    bool (*opens_clause)(const char *word);
    /** The order without what is polite or a pause around it: words [*from, *to), at least one. */
    void (*trim)(const char *const *words, size_t n, size_t *from, size_t *to);
    /** Contract as of sahut_number_spell. */
    int (*spell)(const char *token, char *out, size_t size);
};

extern const struct language_times en_times;
/** NULL if there is none. */
const struct language_times *language_find(const char *code);

#endif
