// SPDX-License-Identifier: GPL-3.0-or-later
/** What an ear knows (sahut/hearing.h). hearing.c says what may follow what, hearing_decide.c what
 * was said. */
#ifndef HEAR_HEARING_STATE_H
#define HEAR_HEARING_STATE_H

#include "hear/ears.h"
#include "hear/framer.h"
#include "hear/history.h"
#include "hear/recogniser.h"
#include "hear/unasked.h"
#include "hear/wake.h"
#include "sahut/audio.h"
#include "sahut/hearing.h"

/** A room goes on sounding when the loudspeaker is done, and the loudspeaker is done later than the
 * one who writes to it. */
#define HEARING_OWN_TAIL (3 * SAHUT_HEAR_RATE / 10)

enum state { ASLEEP, WOKEN, OPEN };

/** What was decoded: `pcm` is in `order`. */
struct decoded {
    bool valid; /**< `result` is what it says, and nothing was said since */
    int64_t from;
    int16_t *pcm;
    size_t n;
    double voice; /**< how much of a voice is in it behind the wake phrase (voice_amount) */
};

struct sahut_hearing {
    struct sahut_hearing_config config;
    char *phrase;
    char *adapted; /* NULL: there is no state */
    sahut_hearing_event *event;
    void *ctx;
    struct wake *wake;
    struct recogniser *recogniser;
    struct ears ears;

    enum state state;
    int64_t utterance;  /* where the running one begins, pre-roll included */
    int64_t last_ended; /* the pre-roll does not reach back into what was decided */
    int64_t wake_base;  /* position of the phrase search's sample 0 */
    int64_t wake_start, wake_end;
    int64_t deadline; /* OPEN: an order must begin before; -1: any time */
    enum sahut_own_sound own;
    int64_t own_until; /* no utterance begins before */
    /* ASLEEP: what is said between them may count without the phrase; 0: nothing may */
    int64_t unasked_from, unasked_until;
    struct unasked_said said;      /* of what was nearly meant */
    struct few_words *few;         /* NULL: no network knows what may be said unasked */
    const struct voice_net *voice; /* NULL: none tells voices from noises */
    struct voice_net *own_voice;   /* the same, if nobody else owns it */
    bool overlapped;               /* the running utterance began under our own speech */
    bool midway;                   /* it was going on when the ear was opened */

    struct framer framer;
    struct history heard; /* whole frames */
    int16_t *order;       /* a stretch of it in one piece */
    struct decoded decoded;
    struct recognised result;
};

void hearing_report(struct sahut_hearing *h, enum sahut_heard_kind kind);
/** Nothing is expected any more. */
void hearing_fall_asleep(struct sahut_hearing *h);

/** Decodes what was said since the order began, unless that was done and nothing was said since:
 * `h->result`. */
void hearing_decode(struct sahut_hearing *h);
bool hearing_is_accepted(const struct sahut_hearing *h);
/** Was nothing said that was understood, and is there no voice in it? */
bool hearing_was_noise(struct sahut_hearing *h);
/** Tells what was said, and falls asleep before. */
void hearing_decide_order(struct sahut_hearing *h);
/** The same of what was said though nobody had called; if it was not meant nothing happens. */
void hearing_decide_unasked(struct sahut_hearing *h);

#endif
