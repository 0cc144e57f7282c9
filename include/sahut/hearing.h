// SPDX-License-Identifier: GPL-3.0-or-later
/** Hearing: sound in, events out. A step machine: no threads, no clock; positions are samples since
 * the first one pushed (16 kHz). */
#ifndef SAHUT_HEARING_H
#define SAHUT_HEARING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/lexicon.h"
#include "sahut/sentences.h"
#include "sahut/why.h"

struct sahut_hearing;

struct sahut_hearing_config {
    const char *acoustic_model; /**< folder of PocketSphinx's model */
    const char *dictionary;     /**< CMUdict format */
    const char *wake_phrase;    /**< NULL: every utterance is an order */
    const char *models;         /**< folder whose wake/ has networks for wake phrases; NULL: none */
    const char *taught;    /**< folder (of the state) whose wake/ has taught phrases, and whose
                                acoustic/ an adapted model (sahut/adapt.h); NULL: none */
    double wake_threshold; /**< 1e-50 … 1: smaller wakes more easily; for typed phrases */
    double wake_sensitivity; /**< 0 … 100: larger wakes more easily; for phrases with a network */
    double min_confidence;   /**< orders below are not accepted */
    double order_timeout_s;  /**< how long an order may begin after the wake phrase */
    double max_order_s;      /**< an order is cut here */
    bool order_sound;        /**< events of orders have their samples */
    /** What may be said where nobody called (SAHUT_CONTEXT_UNASKED), see
     * sahut_hearing_open_unasked; must outlive the hearing. NULL: the grammar as it is. */
    const struct sahut_grammar *unasked;
    /** File of words that people say to each other: what is unasked has to fit better. NULL or not
     * there: it is not compared. */
    const char *talk;
    /** File of a network that knows what may be said unasked (train-gaps). NULL or not there: what
     * PocketSphinx says has to do. */
    const char *gaps;
    sahut_phonemes_of *phonemes; /**< for words the dictionary lacks; may be NULL */
    void *phonemes_ctx;
};

enum sahut_heard_kind {
    SAHUT_HEARD_WAKE,      /**< the wake phrase; the order may follow in the same breath */
    SAHUT_HEARD_LISTENING, /**< woken, nothing followed yet: an order may begin now */
    SAHUT_HEARD_DECIDING, /**< the order is over; its hypothesis follows as soon as it is decoded */
    SAHUT_HEARD_HYPOTHESIS, /**< an order, accepted or not */
    SAHUT_HEARD_NOTHING,    /**< woken, but no order came in time */
};

/** What was heard. Everything lives until the callback returns. */
struct sahut_heard {
    enum sahut_heard_kind kind;
    int64_t start, end; /**< samples: of the wake phrase or of the order's words */
    int64_t at;         /**< samples pushed when it was known (end point) */
    const char *text;   /**< words, free text as "*"; the wake phrase itself for WAKE; may be "" */
    double confidence;  /**< HYPOTHESIS: 0…1; WAKE: the network's logit, or for a typed phrase the
                             log10 likelihood ratio of the phrase to a loop of phones */
    bool accepted;
    const int16_t *free_pcm; /**< the samples of the free text, NULL if none */
    size_t free_n;
    /** With `order_sound`, of an accepted order without free text: the samples of its words and 0.3
     * s before and after them, but nothing of the wake phrase. NULL otherwise. */
    const int16_t *order_pcm;
    size_t order_n;
};
typedef void sahut_hearing_event(void *ctx, const struct sahut_heard *heard);

/** -ENOENT (model), -EINVAL (a wake phrase that cannot be pronounced; `why` names the word). */
int sahut_hearing_new(const struct sahut_hearing_config *config,
                      const struct sahut_grammar *grammar, sahut_hearing_event *event, void *ctx,
                      struct sahut_hearing **out, struct sahut_why *why);
void sahut_hearing_free(struct sahut_hearing *h);
/** Which sentences may come next. Not from inside an event. */
int sahut_hearing_expect(struct sahut_hearing *h, const struct sahut_grammar *grammar,
                         struct sahut_why *why);
/** Takes the next utterance as an order without the wake phrase (a question was asked), if it
 * begins within `seconds`; 0: the order timeout. An order that is being said after the wake phrase
 * goes on as it is. */
void sahut_hearing_open(struct sahut_hearing *h, double seconds);
/** For so many seconds, or until our own loudspeaker speaks, what may be said unasked counts
 * without the wake phrase, if a voice says it and nothing else; of all else no event tells. The
 * wake phrase is heard as ever. Nothing happens if there is none, or while an order is expected. */
void sahut_hearing_open_unasked(struct sahut_hearing *h, double seconds);

/** What our own loudspeaker does. While it speaks, and a moment after, only the wake phrase counts:
 * what an open ear was waiting for is over. While an earcon sounds no utterance begins, but one
 * that goes on behind it is heard from its beginning. */
enum sahut_own_sound { SAHUT_OWN_SILENCE, SAHUT_OWN_EARCON, SAHUT_OWN_SPEECH };
void sahut_hearing_own_sound(struct sahut_hearing *h, enum sahut_own_sound sound);
/** Forgets what is being said, and that it was woken; positions go on. */
void sahut_hearing_forget(struct sahut_hearing *h);
/** Feeds sound, any amount; events are called from here. */
void sahut_hearing_push(struct sahut_hearing *h, const int16_t *pcm, size_t n);
/** The sound ends: what is open is decided now. */
void sahut_hearing_finish(struct sahut_hearing *h);
/** `n` samples' time passes of which there is no sound (between two recordings). */
void sahut_hearing_skip(struct sahut_hearing *h, size_t n);
/** Where the next sample pushed will be. */
int64_t sahut_hearing_position(const struct sahut_hearing *h);
/** Forgets everything heard; positions count from 0 again. */
void sahut_hearing_reset(struct sahut_hearing *h);
/** Decodes `pcm` as one order, whatever the state (no end points, no wake phrase). */
void sahut_hearing_whole(struct sahut_hearing *h, const int16_t *pcm, size_t n);

/** Free text with the n-gram language model, in one go: about 100 MB and 0.4 s to load, a quarter
 * of the words wrong (docs/hearing.md), so it belongs into a process of its own and its result is a
 * hint. free(*text). -ENOENT with `why`. */
int sahut_hearing_hint(const char *acoustic_model, const char *dictionary,
                       const char *language_model, const int16_t *pcm, size_t n, char **text,
                       struct sahut_why *why);

#endif
