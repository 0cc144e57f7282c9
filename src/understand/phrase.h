// SPDX-License-Identifier: GPL-3.0-or-later
/** A small grammar engine: words have readings (terminal symbols), rules combine them into typed
 * pieces (struct moment), and every way to read a stretch of words is kept, so that the rules can
 * be written side by side without knowing each other. No language in here.
 *
 * Parsing is top-down with a table of results per (category, position): the cost grows with the
 * number of words times the number of rules, never exponentially, and left recursion simply finds
 * nothing (write `LIST → ITEM LIST`). A rule is tried only where a word can begin it and the next
 * one can go on.
 */
#ifndef UNDERSTAND_PHRASE_H
#define UNDERSTAND_PHRASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "understand/moment.h"

enum {
    PHRASE_WORDS = 64,     /**< longest expression */
    PHRASE_PARTS = 8,      /**< most symbols on the right of a rule */
    PHRASE_READINGS = 3,   /**< most readings of one word */
    PHRASE_CATEGORY = 128, /**< first symbol that is a category; below are terminals, from 1 */
    PHRASE_CATEGORIES = 96,
    PHRASE_RULES = 640,
    PHRASE_BEGINS = 8192,
};

/** A set of terminals. */
struct phrase_set {
    uint64_t bits[2];
};

struct phrase_reading {
    int symbol; /**< 0 ends the list */
    double value;
};
struct phrase_token {
    struct phrase_reading readings[PHRASE_READINGS];
    struct phrase_set symbols; /**< those of the readings: phrase_token_index sets it */
};
void phrase_token_index(struct phrase_token *token);
/** The value with which the word at `at` reads as `symbol`, or NULL if it does not. */
const double *phrase_token_read(const struct phrase_token *token, int symbol);

struct phrase;
/** A rule `left → right…`. A negative symbol on the right is optional; `part[k]` is NULL when it
 * was left out. `make` fills `out` (zeroed) and returns false to refuse the reading; without it
 * `out` becomes a copy of part[arg]. A rule with `leaf` has no right side: the function reads the
 * words itself and calls phrase_emit for each way to read from `at`. */
struct phrase_rule {
    int left;
    int right[PHRASE_PARTS];
    bool (*make)(const struct moment_now *now, const struct moment *const part[], int arg,
                 struct moment *out);
    int arg;
    void (*leaf)(struct phrase *p, int at);
    int doubt; /**< added to the cost: 8 is a reading to take only if there is no other */
};
/** `left` from the symbols that follow, as the part `k` of them, or as `function(…, argument, …)`
 * makes it of them. */
#define PHRASE_PICK(category, k, ...)                                                              \
    {                                                                                              \
        .left = category, .right = {__VA_ARGS__}, .arg = k                                         \
    }
/** The same at no cost: `other` has a table of its own only for the size of the file. */
#define PHRASE_SAME(category, other)                                                               \
    {                                                                                              \
        .left = category, .right = {other}, .arg = 0, .doubt = -1                                  \
    }
#define PHRASE_MAKE(category, function, argument, ...)                                             \
    {                                                                                              \
        .left = category, .right = {__VA_ARGS__}, .make = function, .arg = argument                \
    }
#define PHRASE_DOUBT(category, function, argument, ...)                                            \
    {                                                                                              \
        .left = category, .right = {__VA_ARGS__}, .make = function, .arg = argument, .doubt = 8    \
    }
struct phrase_table {
    const struct phrase_rule *rules; /**< rules of one category stand together */
    size_t count;
};

/** What can stand behind the first word of a category or rule, by that word; in a set the symbol 0,
 * which no word has, is the end of the words. */
struct phrase_begin {
    struct phrase_set seconds;
    unsigned short rule; /**< of its category */
};

/** Tables made ready for parsing: where the rules of a category are, and what can begin them. */
struct phrase_grammar {
    struct phrase_category {
        const struct phrase_rule *rules;
        struct phrase_set *begins;  /**< of each rule */
        struct phrase_set *seconds; /**< of each rule, behind any first word */
        size_t count;
        struct phrase_set begin;  /**< of any */
        struct phrase_set single; /**< words that can be all of it */
        /** By the first word, what can follow it: inside of the category, and once all is ready
         * everything if the word can be all of it. */
        struct phrase_set second[PHRASE_CATEGORY];
        /** For every terminal the rules it can begin: from `at[t]` to `at[t + 1]` in `by_word`. */
        unsigned short at[PHRASE_CATEGORY + 1];
    } category[PHRASE_CATEGORIES];
    struct phrase_set begins[PHRASE_RULES], seconds[PHRASE_RULES];
    struct phrase_set weak;
    struct phrase_begin by_word[PHRASE_BEGINS];
};
/** A leaf rule can begin with any terminal of `leaves` and goes on with those of `inner`; of `weak`
 * alone nothing is made. */
void phrase_grammar_init(struct phrase_grammar *g, const struct phrase_table *const tables[],
                         size_t n_tables, const struct phrase_set *leaves,
                         const struct phrase_set *inner, const struct phrase_set *weak);
/** Whether the word can be more than what stands between others. */
bool phrase_says(const struct phrase_grammar *g, const struct phrase_token *token);

const struct phrase_token *phrase_tokens(const struct phrase *p, int *n);
/** As given to phrase_new; may be NULL. */
const struct moment_now *phrase_now(const struct phrase *p);
/** Records that the leaf's words end before `end` and mean `value`. */
void phrase_emit(struct phrase *p, int end, const struct moment *value);

/** A parser over `tokens`, all of which stay the caller's; `now` may be NULL if no rule needs it.
 * phrase_free takes NULL. */
struct phrase *phrase_new(const struct phrase_grammar *grammar, const struct phrase_token *tokens,
                          int n, const struct moment_now *now);
void phrase_free(struct phrase *p);
/** The words are these now; what was read is forgotten. n <= PHRASE_WORDS. */
void phrase_reset(struct phrase *p, const struct phrase_token *tokens, int n);

/** A way to read words as a category. */
struct phrase_result {
    const struct moment *value; /**< valid until phrase_reset or phrase_free */
    int end, cost;
};
/** Reads from word `at` on. Of each end the reading with the fewest rules and least doubt, then the
 * first found; `out` is sorted by end, longest first. Returns how many, at most `max`. */
int phrase_read_at(struct phrase *p, int category, int at, struct phrase_result *out, int max);
/** Reads all of the words. 0, -EINVAL when there is no way. */
int phrase_read(struct phrase *p, int category, struct moment *out);

#endif
