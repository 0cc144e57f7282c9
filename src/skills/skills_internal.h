// SPDX-License-Identifier: GPL-3.0-or-later
/* Private to the skills: what a skill gets, and what all of them share. */
#ifndef SKILLS_INTERNAL_H
#define SKILLS_INTERNAL_H

#include "sahut/skills.h"
#include "sahut/text.h"

#define SECOND_MS INT64_C(1000)
#define DAY_S     INT64_C(86400)
/* A span that nobody means: more is taken for a slip of the ear. */
#define SPAN_MAX_S (3660 * DAY_S)

/* An order that waits for the answer to a question. */
struct question {
    char ask[32]; /* the slot that is asked for; "" if no question is open */
    struct sahut_intent intent;
    int16_t *pcm; /* a copy of the order's clip; NULL if it had none */
    size_t n;
    int misses; /* answers that were not understood */
};

struct sahut_skills {
    struct sahut_skills_world world;
    struct question question;
    /* Promises whose newest state could not be stored: what is here counts instead of what is
     * there, so that a full disk neither repeats a ring for ever nor keeps it from being stopped.
     */
    struct sahut_promise *unsaved;
    size_t n_unsaved;
    /* The earliest promise; valid while nothing changes. */
    bool next_known;
    int64_t next_ms;
    bool answered; /* something was said that can be repeated */
    struct sahut_clock clock;
    int volume, volume_before; /* percent; before it was muted */
    bool confirmed; /* by the user, while the clock was as `clock` is */
};

/* One order on its way through a skill. */
struct turn {
    struct sahut_skills *s;
    const struct sahut_intent *intent;
    const struct sahut_clip *clip; /* NULL: typed */
    int64_t now_ms;
    struct sahut_outcome *out;
};
/* A skill fills turn->out, which is empty when it is called. */
typedef void skill_run(struct turn *turn);

skill_run reminder_set, reminder_query, reminder_cancel;
skill_run timer_set, timer_query, timer_cancel;
skill_run agenda_query;
skill_run device_on, device_off, device_query;
skill_run clock_time, clock_date;
skill_run volume_change;
skill_run dialogue_stop, dialogue_help, dialogue_repeat, dialogue_cancel, dialogue_yes;

/* ---- outcome.c: filling an outcome ---- */

void outcome_clear(struct sahut_outcome *out);
void outcome_reply(struct sahut_outcome *out, const char *id);
void outcome_done(struct sahut_outcome *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void outcome_text(struct sahut_outcome *out, const char *name, const char *text);
/* An empty text is left out: for the parameters that a template may lack. */
void outcome_optional(struct sahut_outcome *out, const char *name, const char *text);
void outcome_value(struct sahut_outcome *out, const char *name, enum sahut_param_kind kind,
                   int64_t value);
/* "That was not stored", with the reason in the user's language where we know it. */
void outcome_not_stored(struct turn *turn, int err, const struct sahut_why *why);

struct sahut_param param_text(const char *name, const char *text);
struct sahut_param param_value(const char *name, enum sahut_param_kind kind, int64_t value);
/* A reply as a part of another; empties `out` first. */
void render(const struct sahut_skills *s, const char *id, const struct sahut_param *params,
            size_t n, int64_t now_ms, struct sahut_text *out);
/* Copies as much as fits, never half a character. */
void copy_text(char *to, size_t size, const char *from);
/* "Tue 2026-05-05 09:00" for the time line. */
void local_minutes(const struct sahut_skills *s, int64_t at_ms, char out[32]);

/* Rendered items of a list, joined by commas. At most eight, and no more than fit a parameter: a
 * voice that reads longer lists is not listened to. */
struct items {
    struct sahut_text text;
    size_t total, shown;
    size_t last; /* where the last item's separator begins */
};
void items_add(struct items *items, const struct sahut_skills *s, const char *id,
               const struct sahut_param *params, size_t n, int64_t now_ms);
/* Sets the parameters count, items and, if some were left out, more. */
void items_finish(struct items *items, const struct turn *turn);

/* ---- promises.c: the store, as far as it can be trusted ---- */

typedef bool promise_each(void *ctx, const struct sahut_promise *p);

int promise_add(struct sahut_skills *s, struct sahut_promise *p, const struct sahut_clip *clip,
                struct sahut_why *why);
/* Stores the new state; on failure nothing has changed. */
int promise_change(struct sahut_skills *s, const struct sahut_promise *p, struct sahut_why *why);
/* Stores the new state; on failure it counts until the end of the process all the same. */
int promise_impose(struct sahut_skills *s, const struct sahut_promise *p, struct sahut_why *why);
/* Tries again to store what could not be stored. */
void promise_retry(struct sahut_skills *s);
/* As sahut_store_promise_next and sahut_store_promise_list, unsaved states included. */
int promise_next(struct sahut_skills *s, struct sahut_promise *out, int64_t *at_ms);
int promise_list(struct sahut_skills *s, int kind, int state, promise_each *each, void *ctx);
/* A copy of the promises of a kind that are PENDING or RINGING; free(). */
struct sahut_promise *promise_open(struct sahut_skills *s, int kind, size_t *count);
/* PENDING to CANCELLED, RINGING to ACKNOWLEDGED. */
void promise_end(struct sahut_promise *p);
/* Seconds as people say them: whole minutes from ten minutes on, whole hours from two days on. */
int64_t coarse_seconds(int64_t seconds);
/* How a promise is called in a list or when it was missed; never "". */
void promise_title(const struct sahut_skills *s, const struct sahut_promise *p, int64_t now_ms,
                   struct sahut_text *out);

/* ---- question.c ---- */

/* Asks for slot `ask` with reply `id`, and keeps the order. */
void question_ask(struct turn *turn, const char *id, const char *ask);
/* Is this the answer to the open question? */
bool question_is_answer(const struct question *q, const struct sahut_intent *intent);
/* Closes the question and gives the order that waited, with the answer's slots added. `*clip`, on
 * entry the answer's, becomes the waiting order's if there is none; then it is `kept`, whose
 * samples the caller frees (free(NULL) otherwise). */
void question_merge(struct question *q, const struct sahut_intent *answer,
                    struct sahut_intent *merged, const struct sahut_clip **clip,
                    struct sahut_clip *kept);
void question_drop(struct question *q);

/* ---- devices.c ---- */

enum switched {
    SWITCHED,
    SWITCH_NOT_STORED, /* and therefore not switched */
    SWITCH_FAILED,     /* and nothing is promised */
};
struct switching {
    size_t index;
    bool on;
    int64_t seconds; /* in: the opposite after so long, 0 for never; out: what was promised */
    int64_t keep;    /* a promise that is not replaced, 0 for none */
    int64_t promise; /* out: id of the opposite's promise, 0 if none */
};
/* Stores the promise of the opposite, then switches, then cancels older promises of the device. The
 * device's max_on counts. On failure `*err` and `why` say what. */
enum switched device_switch(struct sahut_skills *s, struct switching *w, int64_t now_ms, int *err,
                            struct sahut_why *why);
/* -1 if there is none. */
int device_index(const struct sahut_skills *s, const char *name);

/* ---- due.c ---- */

/* Acknowledges all that rings. Returns how many; `*err` is that of the store. */
size_t due_acknowledge(struct sahut_skills *s, int64_t *last, int *err, struct sahut_why *why);

#endif
