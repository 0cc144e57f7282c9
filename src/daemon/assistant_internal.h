// SPDX-License-Identifier: GPL-3.0-or-later
/** What the files of the assistant share: graph.c builds it, assistant.c turns sound and time into
 * orders, answer.c speaks, hint.c listens to message clips once more. */
#ifndef DAEMON_ASSISTANT_INTERNAL_H
#define DAEMON_ASSISTANT_INTERNAL_H

#include "daemon/ear.h"
#include "sahut/assistant.h"
#include "sahut/board.h"
#include "sahut/calendar.h"
#include "sahut/hearing.h"
#include "sahut/lines.h"
#include "sahut/queue.h"
#include "sahut/replies.h"
#include "sahut/sentences.h"
#include "sahut/skills.h"
#include "sahut/store.h"
#include "sahut/text.h"
#include "sahut/voice.h"

/* More than the voice's queue takes. */
#define ASSISTANT_SAYING 64

/** Something given to the voice that has not been reported yet. */
struct saying {
    uint64_t id;
    bool earcon; /**< or a tone */
    bool alone;  /**< hides speech from the ear for a moment only: an earcon */
    char *text;
    int64_t asked_ns;
    double stored_ms;
};

struct hint_job;
struct staged;

struct sahut_assistant {
    struct sahut_assistant_config config;
    sahut_assistant_event *event;
    void *ctx;
    struct sahut_settings *settings;                     /**< those of `config`, kept */
    struct sahut_settings *line_settings, *ear_settings; /**< those their owners were made from */
    char talk[512];        /* path of the words that people say; the ear reads it in its thread */
    char gaps[512];        /* path of the network for what is said unasked */
    struct staged *staged; /**< a reload that waits for the ear */
    int64_t now_ms;
    int64_t heard_ms; /**< the time up to which hearing was brought */
    char *language;
    char *phrase; /**< normalised; NULL: none */

    struct sahut_store *store;
    struct sahut_sentences *sentences;
    struct sahut_replies *replies;
    struct sahut_calendar *calendar;
    struct sahut_profile *profile; /**< of the board; NULL while there are no lines */
    struct sahut_lines *lines;
    struct sahut_queue *spoken;
    struct sahut_voice *voice;
    struct sahut_skills *skills;
    struct ear *ear;               /**< NULL until it is listened */
    struct sahut_grammar *unasked; /**< the ear looks at it; NULL: nothing may be said so */
    struct sahut_assistant_live live;
    bool is_live, listening;
    bool ear_over;          /**< its thread has ended */
    int64_t taught_changed; /**< when the taught phrases that it listens for were changed */

    struct {
        char *all;       /**< a line each; NULL: the sentences have none */
        int64_t read_ms; /**< when */
        bool unheard;    /**< the ear does not know them yet */
    } titles;

    char context[32]; /**< of the question that is open; "" if none */
    struct {
        bool wanted;
        double seconds;
        bool quietly;         /**< what is not understood then is no order */
    } open;                   /**< the ear opens when all has been said */
    bool called;              /**< by the wake phrase, or typed */
    enum sahut_own_sound own; /**< as the ear knows it */
    struct hint_job *hints;   /**< live: that run or wait */
    char *kept;               /**< the last order, if it was kept: its file */
    unsigned ear_progress;    /**< when the watchdog last looked */
    uint64_t voice_progress;
    struct saying saying[ASSISTANT_SAYING];
    size_t n_saying;
    unsigned turn;                /**< counts answers, for variants */
    char *last_answer;            /**< for "repeat" */
    unsigned answers;             /**< counts what was put there */
    struct sahut_text complaints; /**< lines from before the first step */
};

/** Reports an event at the assistant's time. */
void assistant_report(struct sahut_assistant *a, struct sahut_event event);
/** Reports text for the user's eyes; before the first step it is kept. */
void assistant_complain(struct sahut_assistant *a, const char *text);
int64_t assistant_clock_ns(void);
double assistant_ms_since(int64_t ns);
/** It is that late now; what was complained about before is reported. */
void assistant_advance(struct sahut_assistant *a, int64_t now_ms);

/** Something that was said or typed, understood or not. */
struct assistant_order {
    const char *text;
    const struct sahut_clip *clip;  /* of its free text; NULL: none */
    const struct sahut_clip *sound; /* of all its words; NULL: not known, or not to be kept */
    double confidence;
    bool accepted;
    int64_t start, end;
    int64_t took_ns; /* to hear it */
};
void assistant_take_order(struct sahut_assistant *a, const struct assistant_order *o);
/** Which sentences may come next: those that answer `question`, or all orders ("" for none). */
void assistant_expect(struct sahut_assistant *a, const char *question);
/** Who asked a question, or rings, is listened to when all has been said. */
void assistant_settle(struct sahut_assistant *a, const struct sahut_outcome *outcome);
/** What others see of what was done: to-dos for the phone, the state of the storage. */
void assistant_bring_out(struct sahut_assistant *a);

/** Switches a device as an order does, with its promises, without words. */
void assistant_switch(struct sahut_assistant *a, const char *device, bool on, int64_t now_ms);

/** "The clock is right." */
void assistant_confirm_clock(struct sahut_assistant *a, int64_t now_ms);

/** When the taught phrases in the state folder were last changed; 0: never. */
int64_t assistant_taught_changed(const struct sahut_assistant *a);
/** Makes the ear for the sentences of the current context. */
int assistant_open_ear(struct sahut_assistant *a, struct sahut_why *why);

/** Of the graph, for a reload: each replaces what is there. */
int assistant_read_models(struct sahut_assistant *a, const struct sahut_settings *settings,
                          struct sahut_sentences **sentences, struct sahut_replies **replies,
                          struct sahut_why *why);
void assistant_read_calendars(struct sahut_assistant *a);
/** Titles of coming appointments become part of what can be said; forgotten when the sentences are
 * others. */
void assistant_read_titles(struct sahut_assistant *a);
bool assistant_titles_are_old(const struct sahut_assistant *a);
void assistant_forget_titles(struct sahut_assistant *a);
/** The ear hears what can be said now, if it does not yet and no question is open. */
void assistant_hear_titles(struct sahut_assistant *a);
int assistant_open_lines(struct sahut_assistant *a, struct sahut_why *why);
void assistant_close_lines(struct sahut_assistant *a);
int assistant_start_voice(struct sahut_assistant *a, struct sahut_why *why);
struct sahut_skills_world assistant_world(struct sahut_assistant *a);
void assistant_set_phrase(struct sahut_assistant *a, const char *typed);

/** The ear has ended: the reload that waited for it goes on. */
void assistant_reload_go_on(struct sahut_assistant *a);
void assistant_reload_drop(struct sahut_assistant *a);

/** Speaks what came of an order or of a promise. `asked_ns`: when the intent was known. */
void assistant_answer(struct sahut_assistant *a, const struct sahut_outcome *outcome,
                      int64_t asked_ns, double stored_ms);
void assistant_earcon(struct sahut_assistant *a, enum sahut_earcon earcon);
/** Reports what was said; replay waits for it. Opens the ear if that was wanted afterwards. */
void assistant_collect(struct sahut_assistant *a);

/** Is the sound of orders to be kept (setting hearing.keep_orders; a state folder)? */
bool assistant_keeps_orders(const struct sahut_assistant *a);
/** An order was understood: keeps its sound if that is to be kept and it is `good`: asked for, and
 * done without a question left. One that takes the last order back deletes that one's. */
void assistant_keep(struct sahut_assistant *a, const struct assistant_order *o,
                    const struct sahut_intent *intent, bool good);

/** Runs the text hint for a promise's message in a child process and stores what it finds. `clip`
 * NULL: the one that is stored with it, if there is one. Live: later. */
void assistant_hint(struct sahut_assistant *a, int64_t promise, const struct sahut_clip *clip);
/** Live: no more hints; what runs is ended. */
void assistant_hints_quit(struct sahut_assistant *a);

#endif
