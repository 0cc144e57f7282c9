// SPDX-License-Identifier: GPL-3.0-or-later
/** The ear: hearing as the assistant sees it, in two kinds.
 *
 *   inline   hearing runs where sound is pushed (replay): the same events at the same samples
 *            every time. It hears recordings and never our own loudspeaker.
 *   thread   hearing runs on a thread of its own, which takes sound from a ring. Orders to it and
 *            reports from it cross in bounded queues, and what crosses is a value: texts, clips and
 *            grammars change their owner, nobody shares them.
 */
#ifndef DAEMON_EAR_H
#define DAEMON_EAR_H

#include "sahut/hearing.h"
#include "sahut/ring.h"
#include "sahut/sentences.h"

struct ear;

enum ear_report_kind {
    EAR_READY,        /**< thread: loaded, listens from now on */
    EAR_FAILED,       /**< thread: cannot listen; text says why */
    EAR_HEARD,        /**< `heard` */
    EAR_DEAF_TO,      /**< thread: a grammar was refused, the one before stays; text says why */
    EAR_END_OF_SOUND, /**< thread: ear_finish has been done */
    EAR_ENDED         /**< thread: after ear_quit or EAR_FAILED; ear_free does not wait */
};

struct ear_report {
    enum ear_report_kind kind;
    struct sahut_heard heard; /**< its text and samples belong to the report */
    int64_t took_ns;          /**< what the step that found it needed */
    char *text;
};
/** Frees what the report owns. */
void ear_report_finish(struct ear_report *report);

/** Takes the grammar over in any case. -ENOENT (model), -EINVAL (wake phrase) with `why`. */
int ear_inline_new(const struct sahut_hearing_config *config, struct sahut_grammar *grammar,
                   struct ear **out, struct sahut_why *why);

struct ear_thread_config {
    struct sahut_hearing_config hearing; /**< texts are copied; `phonemes` runs on the thread */
    struct sahut_ring *ring;             /**< the thread is its one reader; not owned */
    int sound;                           /**< eventfd, counted up after samples were written into
                                            the ring; also written by the ear; not owned */
    void (*wake)(void *ctx);             /**< on the thread: ear_next has something */
    void *ctx;
};
/** Starts the thread; whether it can listen is reported: EAR_READY or EAR_FAILED. Takes the grammar
 * over in any case. -errno of the thread with `why`. */
int ear_thread_new(const struct ear_thread_config *config, struct sahut_grammar *grammar,
                   struct ear **out, struct sahut_why *why);

/** Ends the thread after the step it is in. */
void ear_free(struct ear *e);
/** The thread is to end after the step it is in, and reports EAR_ENDED. */
void ear_quit(struct ear *e);

/** Takes the grammar over in any case. On failure the one before stays. */
int ear_expect(struct ear *e, struct sahut_grammar *grammar, struct sahut_why *why);
/** As sahut_hearing_open. */
void ear_open(struct ear *e, double seconds);
/** As sahut_hearing_open_unasked. */
void ear_open_unasked(struct ear *e, double seconds);
/** As sahut_hearing_own_sound. */
void ear_own_sound(struct ear *e, enum sahut_own_sound sound);
/** The sound is over (a recording): what is open is decided now. */
void ear_finish(struct ear *e);
/** Forgets what is being said: the microphone was closed, or lost samples. */
void ear_forget(struct ear *e);
/** The next report; false if there is none now. */
bool ear_next(struct ear *e, struct ear_report *out);

/** Thread: how far it got, a number that moves while it works; `*waiting`: it has nothing to do. */
unsigned ear_progress(struct ear *e, bool *waiting);

/** Inline only, as their namesakes of hearing. */
void ear_push(struct ear *e, const int16_t *pcm, size_t n);
void ear_skip(struct ear *e, size_t n);
int64_t ear_position(const struct ear *e);

#endif
