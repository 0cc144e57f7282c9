// SPDX-License-Identifier: GPL-3.0-or-later
/** The whole assistant: sound and time in, deeds, answers and a time line out.
 *
 * One object graph, built here and torn down in reverse. It is a step machine: the caller tells the
 * time; nothing here asks a clock except to measure how long a step took. Two callers: replay
 * pushes recordings and waits for the voice after each step, so that events come in the same order
 * every time; the daemon (`live`) lets hearing and voice work in their threads and takes what they
 * report with sahut_assistant_collect. All else is the same code.
 */
#ifndef SAHUT_ASSISTANT_H
#define SAHUT_ASSISTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/audio.h"
#include "sahut/clock.h"
#include "sahut/hearing.h"
#include "sahut/intent.h"
#include "sahut/lines.h"
#include "sahut/ring.h"
#include "sahut/settings.h"
#include "sahut/voice.h"
#include "sahut/why.h"
#include "sahut/zone.h"

struct sahut_assistant;

/** What can be broken while the rest works. */
enum sahut_part {
    SAHUT_PART_MICROPHONE,
    SAHUT_PART_LOUDSPEAKER,
    SAHUT_PART_LINES,
    SAHUT_PART_STORAGE,
    SAHUT_PART_TODOS,
    SAHUT_PARTS
};
/** "microphone", … */
const char *sahut_part_name(enum sahut_part part);

struct uv_loop_s;

/** What a live assistant works with; nothing is owned. */
struct sahut_assistant_live {
    struct uv_loop_s *loop;  /**< of its thread, for child processes */
    struct sahut_ring *ring; /**< what the microphone hears; the hearing thread is its one reader */
    int sound;               /**< eventfd, counted up after samples were written into the ring */
    void (*wake)(void *ctx); /**< any thread: let sahut_assistant_collect be called */
    /** A part is broken in this way, or (`text` NULL) works; said as often as it is met. */
    void (*fault)(void *ctx, enum sahut_part part, const char *text);
    /** Poll this descriptor of the calendars and call sahut_assistant_calendar_changed when it is
     * readable, instead of the one before, which is about to be closed; -1: none. */
    void (*watch_calendar)(void *ctx, int fd);
    /** The same for sahut_lines_fd, with sahut_assistant_lines_work; NULL: nobody looks at lines.
     */
    void (*watch_lines)(void *ctx, int fd);
    void (*button)(void *ctx, enum sahut_button button, bool pressed); /**< may be NULL */
    void (*knob)(void *ctx, int notches);                              /**< may be NULL */
    /** The order is over and being decoded: SAHUT_EVENT_HYPOTHESIS follows. May be NULL. */
    void (*deciding)(void *ctx);
    void (*reload)(void *ctx); /**< read the settings again, later. May be NULL. */
    void *ctx;
};

struct sahut_assistant_config {
    const struct sahut_settings *settings; /**< kept as long as they are used */
    const char *models;                    /**< the folder `models` */
    const char *state; /**< folder of the database; NULL: in memory, gone afterwards */
    const char
        *calendars; /**< folder that is read if setting agenda.calendars is empty; NULL: none */
    const char *wake_phrase;         /**< NULL: every utterance is an order */
    struct sahut_sink *sink;         /**< SAHUT_VOICE_RATE; NULL: silent. Not owned. */
    struct sahut_zone *zone;         /**< not owned */
    const struct sahut_clock *clock; /**< at the start; NULL: a virtual one */
    bool dry_run;                    /**< GPIO edges are only reported */
    const char *program; /**< the sahut program (must outlive the assistant), for text hints; NULL:
                            no hints */
    const struct sahut_assistant_live *live; /**< copied; NULL: replay */
};

enum sahut_event_kind {
    SAHUT_EVENT_WAKE,       /**< text: the phrase */
    SAHUT_EVENT_LISTENING,  /**< woken, waiting for the order */
    SAHUT_EVENT_HYPOTHESIS, /**< text, confidence, accepted, intent */
    SAHUT_EVENT_NOTHING,    /**< no order came */
    SAHUT_EVENT_DUE,        /**< a promise is due; text: what was done about it */
    SAHUT_EVENT_DONE,       /**< text: what was done */
    SAHUT_EVENT_EDGE,       /**< text: device; value: physical level */
    SAHUT_EVENT_EARCON,     /**< text: "listening", "not understood", "done"; seconds */
    SAHUT_EVENT_SAID,       /**< text (a clip in <>), seconds of sound */
    SAHUT_EVENT_HINT,       /**< text found in a message clip */
    SAHUT_EVENT_COMPLAINT,  /**< text: what went wrong, for the user's eyes */
    SAHUT_EVENT_STATUS,     /**< text: "listening", "muted", …: the state of the program */
    SAHUT_EVENT_FAULT,      /**< text: what is broken; not failed: it works again */
};
/** "wake", "hypothesis", … as in JSON. */
const char *sahut_event_name(enum sahut_event_kind kind);

struct sahut_event {
    enum sahut_event_kind kind;
    int64_t at_ms;      /**< assistant's time */
    int64_t start, end; /**< samples, WAKE and HYPOTHESIS */
    const char *text;
    double confidence;
    bool accepted, failed;
    const struct sahut_intent *intent; /**< HYPOTHESIS; NULL if not understood */
    int value;
    double seconds;   /**< SAID: length of the sound */
    double took_ms;   /**< HYPOTHESIS: end point to intent; SAID: intent to first sample */
    double stored_ms; /**< SAID: the part of took_ms that the skill (with its commit) needed */
};
/** Called from within the functions below; the event lives until it returns. */
typedef void sahut_assistant_event(void *ctx, const struct sahut_event *event);

/** Builds everything. Problems that leave something useful (a broken calendar, a device whose chip
 * is absent is not one) are reported as COMPLAINT events at the first step. -errno with `why`. */
int sahut_assistant_new(const struct sahut_assistant_config *config, int64_t now_ms,
                        sahut_assistant_event *event, void *ctx, struct sahut_assistant **out,
                        struct sahut_why *why);
void sahut_assistant_free(struct sahut_assistant *a);

/** The clock from now on: once before the first step, then whenever the wall clock was set, after a
 * suspend, and before due steps. Without a call it is a virtual one. */
void sahut_assistant_set_clock(struct sahut_assistant *a, const struct sahut_clock *clock,
                               int64_t now_ms);

/** Makes the ear; before the first sound. -ENOENT (model), -EINVAL (a wake phrase that cannot be
 * pronounced) with `why`. Live: the models are loaded on the hearing thread meanwhile, and a STATUS
 * event says "listening", or a failed one why not. */
int sahut_assistant_listen(struct sahut_assistant *a, struct sahut_why *why);

/** The zone from now on (not owned): the calendars are read again. */
void sahut_assistant_set_zone(struct sahut_assistant *a, struct sahut_zone *zone, int64_t now_ms);
/** Live: something changed in the calendars' folders. */
void sahut_assistant_calendar_changed(struct sahut_assistant *a, int64_t now_ms);
/** How loud the voice is, in percent; it lasts until voice.* settings change. */
void sahut_assistant_set_volume(struct sahut_assistant *a, int percent);
int sahut_assistant_volume(const struct sahut_assistant *a);
/** Is a text or a clip being said, or about to be? */
bool sahut_assistant_is_speaking(const struct sahut_assistant *a);

/** Live: takes what hearing, voice and child processes reported. */
void sahut_assistant_collect(struct sahut_assistant *a, int64_t now_ms);
/** Live: the recording that stood for the microphone is over; when all of it has been heard a
 * STATUS event says "end of sound". */
void sahut_assistant_end_of_sound(struct sahut_assistant *a);
/** Live: the microphone was closed or lost samples: what is being said is forgotten. */
void sahut_assistant_forget(struct sahut_assistant *a);
/** Live: other settings from now on (not owned, kept as long as they are used). What changed is
 * made anew, once the hearing thread has ended if it is concerned; a STATUS event then says
 * "reloaded". -errno with `why`, and the old ones stay, if there are no such models. */
int sahut_assistant_reload(struct sahut_assistant *a, const struct sahut_settings *settings,
                           struct sahut_sink *sink, int64_t now_ms, struct sahut_why *why);
/** Live: the last reload is not done yet. */
bool sahut_assistant_reloading(const struct sahut_assistant *a);
/** Live: ends what runs besides: the hearing thread, child processes, what is spoken. The loop then
 * runs out of this assistant's handles, and sahut_assistant_free does not wait long. */
void sahut_assistant_quit(struct sahut_assistant *a);
/** Has everything moved that had something to do since the last call? For the watchdog. `*what`
 * names what has not. */
bool sahut_assistant_progressed(struct sahut_assistant *a, const char **what);

/** Replay's way of hearing: */
/** Sound that ends at `now_ms`. Afterwards what was said is waited for, so that events come in the
 * same order every time. */
void sahut_assistant_push(struct sahut_assistant *a, const int16_t *pcm, size_t n, int64_t now_ms);
/** A recording is over: what is open is decided now. */
void sahut_assistant_finish(struct sahut_assistant *a, int64_t now_ms);
/** Time without sound passes until `now_ms` (between recordings). */
void sahut_assistant_skip(struct sahut_assistant *a, int64_t now_ms);
/** The sample at which the next sound will be: where the places of events count from. */
int64_t sahut_assistant_position(const struct sahut_assistant *a);
/** What was said last; "" at first. Lives until the next answer. */
const char *sahut_assistant_answer(const struct sahut_assistant *a);
/** Says a text, as an answer. */
void sahut_assistant_say(struct sahut_assistant *a, const char *text, int64_t now_ms);
/** Interrupts what is said and drops what is queued; what rings goes on ringing. */
void sahut_assistant_hush(struct sahut_assistant *a);
/** An order as text, as if it had been heard. */
void sahut_assistant_ask(struct sahut_assistant *a, const char *text, int64_t now_ms);
/** An order by button: "snooze", as if it had been said. */
void sahut_assistant_snooze(struct sahut_assistant *a, int64_t now_ms);
/** Listens to an order, as after the wake phrase; what is said is interrupted. */
void sahut_assistant_talk(struct sahut_assistant *a, int64_t now_ms);
/** Live: what the lines want to be told, see sahut_lines_next and sahut_lines_work. `steady_ms` is
 * a clock that is not set, `now_ms` the wall clock. */
int64_t sahut_assistant_lines_next(const struct sahut_assistant *a);
void sahut_assistant_lines_work(struct sahut_assistant *a, int64_t steady_ms, int64_t now_ms);
void sahut_assistant_light(struct sahut_assistant *a, enum sahut_light light);
/** Does what is due at `now_ms`. */
void sahut_assistant_due(struct sahut_assistant *a, int64_t now_ms);
/** When sahut_assistant_due wants to be called next; INT64_MAX: never. */
int64_t sahut_assistant_next(struct sahut_assistant *a);
/** When the next promise is due; INT64_MAX: there is none. */
int64_t sahut_assistant_next_promise(struct sahut_assistant *a);
/** Live: brings promises and the folder of to-dos together, as is done after every order. `file`:
 * one that was changed there; NULL: look at all. */
void sahut_assistant_todo_changed(struct sahut_assistant *a, const char *file, int64_t now_ms);

/** The sentences of a language (NULL: setting language) from the folder `models`, or those in
 * `file` if it is not NULL, with the devices of the settings filled in. -errno with `why`. */
int sahut_vocabulary(const char *models, const char *file, const char *language,
                     const struct sahut_settings *settings, struct sahut_sentences **out,
                     struct sahut_why *why);

/** The voice and the ear as the settings want them; the ear's wake phrase and phonemes are the
 * caller's to fill in. The texts live as long as the settings. */
struct sahut_voice_config sahut_voice_settings(const struct sahut_settings *settings);
struct sahut_hearing_config sahut_hearing_settings(const struct sahut_settings *settings);

/** A typed wake phrase as words: lower case, no punctuation, numbers spelled out. free(). */
char *sahut_wake_phrase(const char *typed, const char *language);

#endif
