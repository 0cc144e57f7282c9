// SPDX-License-Identifier: GPL-3.0-or-later
/** An understood order: intent name and typed slots. */
#ifndef SAHUT_INTENT_H
#define SAHUT_INTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/sentences.h"
#include "sahut/when.h"

/** One slot with its value. */
struct sahut_slot {
    char name[32];
    enum sahut_slot_type type;
    char text[256];                 /**< the original words, or the list's value */
    struct sahut_when when;         /**< TIME */
    int64_t seconds;                /**< DURATION */
    double number;                  /**< NUMBER */
    struct sahut_recurrence repeat; /**< REPEAT; `when` is its first time */
    size_t first, count;            /**< words */
};

struct sahut_intent {
    char name[48]; /**< "" if nothing was understood */
    double score;  /**< 0…1 */
    struct sahut_slot slots[SAHUT_MATCH_SLOTS];
    size_t n_slots;
    char missing[4][32];
    size_t n_missing;
    /* How it was understood. */
    int line;            /**< of the sentence in the file; 0: none, see `tolerant` */
    bool tolerant;       /**< by the model; `score` is its probability */
    bool doubtful;       /**< changes something, and is not sure enough to be done unasked */
    char second[48];     /**< the next likely intent; "" for none of ours, or without a model */
    double second_score; /**< if nothing was understood: what it nearly was */
};

/** Matches and resolves: a sentence of the file as it is written wins (one of `context`, as in
 * sahut_sentences_compile, before another order where a question is open); otherwise, if weights
 * are there (sahut_sentences_learn) and the words are no more than 60, the likeliest intent. A slot
 * whose words do not resolve (a date that does not exist) makes the order not understood. Returns
 * true if an intent was found; `out` is always filled. */
bool sahut_understand(struct sahut_sentences *s, const char *context,
                      const struct sahut_words *words, const struct sahut_when_context *when,
                      struct sahut_intent *out);

/** Two orders in one text ("turn off the lamp and set a timer for ten minutes", "turn on the lamp
 * and the fan"): true, and their texts; free() both. The second may be two again. */
bool sahut_two_orders(struct sahut_sentences *s, const struct sahut_words *words,
                      const struct sahut_when_context *when, char *out[2]);

/** What the likeliest intent owes to which words, against the second: lines "WORDS: +1.2", the most
 * important first; "" without weights. free(). */
char *sahut_understand_reasons(struct sahut_sentences *s, const struct sahut_words *words,
                               const struct sahut_when_context *when);

/** NULL if there is no such slot. */
const struct sahut_slot *sahut_intent_slot(const struct sahut_intent *intent, const char *name);

/** Does the intent change something? By its name: a query and talk do not. */
bool sahut_intent_changes(const char *intent);

/** {"intent":…,"score":…,"slots":{…},"missing":[…][,"doubtful":true]} without the outer braces,
 * times in `zone`; free(). A WORD or TEXT slot is a string; TIME is {"start","grain"[,"end"]};
 * DURATION is {"seconds"}; NUMBER is a number. Several slots of one name become an array. */
char *sahut_intent_json(const struct sahut_intent *intent, struct sahut_zone *zone);

#endif
