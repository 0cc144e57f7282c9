// SPDX-License-Identifier: GPL-3.0-or-later
/** What can be said: sentence templates, read from one file per language (sahut-sentences(5)), and
 * what they are compiled to: the recogniser's grammar and the text matcher. One source, two uses.
 */
#ifndef SAHUT_SENTENCES_H
#define SAHUT_SENTENCES_H

#include <stdbool.h>
#include <stddef.h>

#include "sahut/why.h"

struct sahut_sentences;

/** What a slot's words mean. Declared in the file with `slot NAME TYPE`. */
enum sahut_slot_type {
    SAHUT_SLOT_WORD,     /**< the words, or the list's value (default) */
    SAHUT_SLOT_TEXT,     /**< free text: any words */
    SAHUT_SLOT_TIME,     /**< a time expression, see sahut/when.h */
    SAHUT_SLOT_DURATION, /**< a duration */
    SAHUT_SLOT_NUMBER,   /**< a number */
    SAHUT_SLOT_REPEAT,   /**< a recurrence */
};

/** One value of a list that the program provides (device names, …). */
struct sahut_list_item {
    const char *words; /**< as spoken, e.g. "the big lamp" */
    const char *value; /**< slot value, e.g. "lamp" */
};

/** Reads and checks a file. Every mistake is "FILE:LINE:COLUMN: what is wrong, what is expected".
 * -ENOENT, -EINVAL with `why`. Free with sahut_sentences_free. */
int sahut_sentences_read(const char *path, struct sahut_sentences **out, struct sahut_why *why);
/** The same from memory; `name` stands for the file in messages. */
int sahut_sentences_parse(const char *text, size_t n, const char *name,
                          struct sahut_sentences **out, struct sahut_why *why);
void sahut_sentences_free(struct sahut_sentences *s);

/** Reads the weights of the tolerant understanding (models/LANG/intents): from then on
 * sahut_understand understands texts that deviate from the sentences. -ENOENT, -EINVAL with `why`;
 * then, as without, only the sentences themselves are understood. */
int sahut_sentences_learn(struct sahut_sentences *s, const char *path, struct sahut_why *why);

/** Fills a list that the file declares as `list NAME from program`; words are normalised as
 * sahut_words_new does. Copies the items; replaces earlier ones. Sentences that need an empty list
 * cannot be said. -ENOENT if the file declares no such list. */
int sahut_sentences_fill(struct sahut_sentences *s, const char *list,
                         const struct sahut_list_item *items, size_t count);

/** "en" from the file's `language` line; "" without one. */
const char *sahut_sentences_language(const struct sahut_sentences *s);

/** A word automaton: deterministic and minimal. States are 0…n_states-1, start is 0; several states
 * may be final. The word SAHUT_FREE_WORD stands for free text. */
#define SAHUT_FREE_WORD "*"
struct sahut_arc {
    int from, to;
    int word; /**< index into words */
    double p; /**< probability of this arc among what may follow `from` */
};
struct sahut_grammar {
    int n_states;
    bool *final;     /**< [n_states] */
    double *final_p; /**< [n_states] probability of ending here; 0 where not final */
    struct sahut_arc *arcs;
    size_t n_arcs;
    char **words; /**< distinct, lower case */
    size_t n_words;
};

/** The context of the gaps of what rings, in which nobody has called and nothing was asked: what is
 * marked `unasked` counts, and nothing else. */
#define SAHUT_CONTEXT_UNASKED "unasked"

/** Compiles the sentences that may be spoken (not those of blocks marked `typed`) in `context`
 * (NULL: no question is open; otherwise those of intents marked `only CONTEXT` and those marked
 * `always`; SAHUT_CONTEXT_UNASKED: those marked `unasked`). Free with sahut_grammar_free. -EINVAL
 * with `why` if nothing can be said, -E2BIG if it grows past 200,000 states before minimisation. */
int sahut_sentences_compile(struct sahut_sentences *s, const char *context,
                            struct sahut_grammar **out, struct sahut_why *why);
void sahut_grammar_free(struct sahut_grammar *g);
/** Does the grammar accept these words? For tests and for confidence. */
bool sahut_grammar_accepts(const struct sahut_grammar *g, const char *const *words, size_t n);

/** Words of a typed or recognised text, ready for matching: lower case, punctuation dropped,
 * contractions kept ("what's"), digits spelled out by the language ("5" → "five", "9:30" → "nine
 * thirty", "7pm" → "seven p m" as the sentences file spells it). Each word knows the bytes of the
 * original it came from. */
struct sahut_word {
    const char *text;  /**< normalised */
    size_t begin, end; /**< bytes in the original; words from one number share them */
};
struct sahut_words {
    struct sahut_word *items;
    size_t count;
    char *original; /**< a copy of the text */
    char *arena;    /**< holds the normalised words */
};
int sahut_words_new(const char *text, const char *language, struct sahut_words **out);
void sahut_words_free(struct sahut_words *w);

#define SAHUT_MATCH_SLOTS 12

/** Which sentence the words are. */
struct sahut_match {
    const char *intent; /**< NULL: none. Lives as long as the sentences. */
    double score;       /**< 1: every word is a grammar word; less, the more words are free text */
    size_t n_slots;
    struct sahut_match_slot {
        const char *name; /**< lives as long as the sentences */
        enum sahut_slot_type type;
        size_t first, count; /**< words [first, first+count) */
        const char *value;   /**< list value if the slot came from a list, else NULL */
    } slots[SAHUT_MATCH_SLOTS];
    const char *missing[SAHUT_MATCH_SLOTS]; /**< slots that the intent `needs` and the words lack */
    size_t n_missing;
    int line;   /**< of the sentence in the file */
    bool typed; /**< the sentence is not in the recogniser's grammar */
};
/** Finds the sentence that explains the words best: most grammar words first (least free text),
 * then the order in the file. A word equal to SAHUT_FREE_WORD matches free text only. `context` as
 * in sahut_sentences_compile. Linear in the number of words. Returns true if an intent was found.
 */
bool sahut_sentences_match(struct sahut_sentences *s, const char *context,
                           const struct sahut_word *words, size_t n, struct sahut_match *out);

/** Example sentences for help and tests: up to `limit` of the intent, the same every time,
 * with free text as "*". Returns the count; free each and the array. */
size_t sahut_sentences_examples(struct sahut_sentences *s, const char *intent, size_t limit,
                                char ***out);
/** Names of all intents in file order, NULL-terminated; live as long as `s`. */
const char *const *sahut_sentences_intents(const struct sahut_sentences *s);

#endif
