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

/* The clock as the skills go by it, see trust.c. */
struct skills_clock {
    struct sahut_clock machine;
    bool begun;           /* the machine's clock was given */
    int64_t shift_ms;     /* best known time minus the machine's wall time */
    int64_t noted_ms;     /* boot_minus_wall_ms that due times were brought to */
    bool confirmed;       /* by the user, or trusted before: as long as nobody sets it */
    int64_t confirmed_ms; /* boot_minus_wall_ms of that */
    int64_t save_ms;      /* best known time at which remainders are stored next; INT64_MAX */
    bool save_known;
};

#define UNDO_CHANGES 16
/* What the last order changed, to take it back. */
struct undo {
    struct undo_one {
        bool added; /* it was made: taking back cancels it */
        struct sahut_promise before;
        int16_t *pcm; /* its clip, if that was deleted with it */
        size_t n_pcm;
    } items[UNDO_CHANGES];
    size_t n;
    struct undo_device {
        size_t index;
        bool was_on;
        int was_level;
    } devices[UNDO_CHANGES];
    size_t n_devices;
    char event[256]; /* of the calendar's last change; "" if it was not this order's */
    bool event_added;
    int64_t at_ms;
    bool recording, fresh;
};

/* An order as it was heard and taken: "why?" */
struct taken {
    char text[256];
    enum sahut_certainty how;
    char intent[48]; /* "" if it was not understood */
};

#define NOTICES 4 /* at the same minute */

/* An appointment to be announced. */
struct notice_text {
    char summary[256], location[256];
    int64_t start_ms;
    bool all_day, leave;
};

/* What is announced next (notice.c). */
struct notice {
    bool started, known;
    size_t generation; /* of the calendar that it was found in */
    int64_t from_ms;   /* up to here all has been said */
    int64_t at_ms;     /* when to say `list`, or to look again if it is empty */
    struct notice_text list[NOTICES];
    size_t count, said;
};

/* What has to be brought into the folder of to-dos (export.c). */
struct mirror {
    bool all;
    int64_t *ids;
    size_t n;
};

struct sahut_skills {
    struct sahut_skills_world world;
    struct question question;
    /* Promises whose newest state could not be stored: what is here counts instead of what is
     * there, so that a full disk neither repeats a ring for ever nor keeps it from being stopped.
     * An id below 0: it is not stored at all yet. */
    struct sahut_promise *unsaved;
    size_t n_unsaved;
    int64_t unsaved_id;
    struct skills_clock clock;
    int64_t now_ms; /* best known time of the step that runs */
    struct undo *undo;
    struct mirror mirror;
    /* The earliest promise; valid while nothing changes. */
    struct notice notice;
    bool next_known;
    int64_t next_ms;
    struct taken coming, last; /* the order that runs, and the one before */
    size_t time_bytes;         /* of this machine's time_t */
    int64_t about;             /* the promise last talked of: "it"; 0 for none */
    bool answered;             /* something was said that can be repeated */
    int volume, volume_before; /* percent; before it was muted */
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

skill_run reminder_set, reminder_query, reminder_cancel, reminder_change, promise_snooze;
skill_run alarm_set, alarm_query, alarm_cancel, alarm_change;
skill_run timer_set, timer_query, timer_cancel, timer_pause, timer_resume, timer_change;
skill_run stopwatch_set, stopwatch_query, stopwatch_pause, stopwatch_resume, stopwatch_cancel;
skill_run missed_query, clock_confirm, dialogue_undo;
skill_run agenda_query, event_add, event_cancel, event_change;
skill_run device_on, device_off, device_toggle, device_dim, device_flash, device_query;
skill_run clock_time, clock_date;
skill_run volume_change, wake_false_alarm;
skill_run dialogue_stop, dialogue_help, dialogue_repeat, dialogue_cancel, dialogue_yes,
    dialogue_why, dialogue_thanks, dialogue_greet;

/* ---- skills.c ---- */

/* "It" is this promise from now on; none if it is 0. */
void talked_of(struct sahut_skills *s, int64_t promise);

/* ---- outcome.c: filling an outcome ---- */

void outcome_clear(struct sahut_outcome *out);
void outcome_reply(struct sahut_outcome *out, const char *id);
void outcome_done(struct sahut_outcome *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void outcome_text(struct sahut_outcome *out, const char *name, const char *text);
/* An empty text is left out: for the parameters that a template may lack. */
/* Parameter `example`: the intent's first sentence, if it has one. */
void dialogue_example(struct turn *turn, const char *intent);
void dialogue_said(struct turn *turn, const struct taken *order);
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

/* Sets at_ms and its clock, if that is not done, and `sure`. */
int promise_add(struct sahut_skills *s, struct sahut_promise *p, const struct sahut_clip *clip,
                struct sahut_why *why);
/* Stores the new state; on failure nothing has changed. */
int promise_change(struct sahut_skills *s, const struct sahut_promise *p, struct sahut_why *why);
/* Stores the new state; on failure it counts until the end of the process all the same. */
int promise_impose(struct sahut_skills *s, const struct sahut_promise *p, struct sahut_why *why);
/* Several at once; `impose` as above. Ids of what is added are set, below 0 if not stored. */
int promise_apply(struct sahut_skills *s, const struct sahut_store_change *changes, size_t n,
                  bool impose, struct sahut_why *why);
/* Tries again to store what could not be stored. */
void promise_retry(struct sahut_skills *s);
/* The one that wants attention first, unsaved states included, and when: best known time. */
int promise_next(struct sahut_skills *s, struct sahut_promise *out, int64_t *at_ms);
int promise_list(struct sahut_skills *s, int kind, int state, promise_each *each, void *ctx);
int promise_get(struct sahut_skills *s, int64_t id, struct sahut_promise *out);
/* A copy of the promises of a kind that are PENDING, RINGING or PAUSED, by due time, the first
 * PROMISES_AT_HAND of them; free(). */
#define PROMISES_AT_HAND 500
struct sahut_promise *promise_open(struct sahut_skills *s, int kind, size_t *count);
/* PENDING and PAUSED to CANCELLED, RINGING to ACKNOWLEDGED. */
void promise_end(struct sahut_promise *p);
/* Seconds as people say them: whole minutes from ten minutes on, whole hours from two days on. */
int64_t coarse_seconds(int64_t seconds);
/* How a promise is called in a list or when it was missed; never "". */
void promise_title(const struct sahut_skills *s, const struct sahut_promise *p, int64_t now_ms,
                   struct sahut_text *out);
/* Due again in so long, by elapsed time. */
void promise_run(const struct sahut_skills *s, struct sahut_promise *p, int64_t now_ms,
                 int64_t left_ms);
/* Due at a wall-clock time. */
void promise_at_local(const struct sahut_skills *s, struct sahut_promise *p,
                      const struct sahut_civil *local);
void promise_at_instant(const struct sahut_skills *s, struct sahut_promise *p, int64_t due_ms);

/* ---- trust.c: the clock. Everything in the skills is in best known time. ---- */

bool clock_trusted(const struct sahut_skills *s);
/* Elapsed time of this start at a best known time, and back. */
int64_t clock_boot(const struct sahut_skills *s, int64_t best_ms);
int64_t clock_best(const struct sahut_skills *s, int64_t boot_ms);
/* When a promise wants attention. */
int64_t clock_at(const struct sahut_skills *s, const struct sahut_promise *p);
/* Stores remainders when it is time to. */
void clock_save(struct sahut_skills *s, int64_t now_ms);
int64_t clock_save_at(struct sahut_skills *s);

/* ---- series.c: recurring promises ---- */

#define LOCAL_FORMAT "%04d-%02d-%02dT%02d:%02d:%02d"
void local_write(const struct sahut_civil *c, char out[SAHUT_LOCAL_TIME]);
bool local_read(const char *text, struct sahut_civil *out);
/* Makes `p` a series that begins with the first occurrence after `now_ms`. -ENOENT if there is
 * none, -EINVAL with `why`. */
int series_begin(const struct sahut_skills *s, struct sahut_promise *p, const char *rule,
                 const struct sahut_civil *first, int64_t now_ms, struct sahut_why *why);
/* Moves a series to its next occurrence; when there is none it has ended (ACKNOWLEDGED). */
void series_advance(const struct sahut_skills *s, struct sahut_promise *p, int64_t now_ms);
/* Replies with `once`, `again`, or if it was said how often in all, `times` with that count. */
void series_reply(struct sahut_outcome *out, const struct sahut_promise *p, const char *once,
                  const char *again, const char *times);
/* The occurrence that is due, as a promise of its own. */
struct sahut_promise series_occurrence(const struct sahut_promise *p);
/* Leaves the occurrence at `local` out. */
bool series_except(const struct sahut_skills *s, struct sahut_promise *p,
                   const char local[SAHUT_LOCAL_TIME], int64_t now_ms);
/* Does it happen on the day of `at_ms`, and when? */
bool series_on_day(const struct sahut_skills *s, const struct sahut_promise *p, int64_t from_ms,
                   int64_t to_ms, char local[SAHUT_LOCAL_TIME]);

/* ---- policy.c: what becomes of a promise that is due ---- */

enum verdict {
    RINGS,
    RINGS_LATE,  /* and says how late */
    TELLS,       /* as missed, and goes on as a ring */
    TELLS_ONCE,  /* as missed, and that was it */
    IS_MISSED,   /* silently; offered at the next use */
    WAITS,       /* for the end of the quiet hours */
    CARRIES_OUT, /* a device */
};
struct situation {
    enum sahut_promise_kind kind;
    enum sahut_severity severity;
    bool turns_on;   /* of a device */
    int64_t late_ms; /* after it should have rung */
    int64_t age_ms;  /* after it was due */
    bool rang;       /* it has rung before */
    bool superseded; /* a later occurrence of its series is due, too */
    bool quiet;      /* these are quiet hours */
};
struct policy_limits {
    int64_t alarm_late_ms;          /* an alarm later than this does not ring */
    enum sahut_severity quiet_from; /* what is less severe waits in quiet hours */
};
enum verdict policy(const struct situation *now, const struct policy_limits *limits);
struct policy_limits policy_limits_of(const struct sahut_skills *s);
/* Is it in the quiet hours, and when do they end? */
bool policy_quiet(const struct sahut_skills *s, int64_t now_ms, int64_t *end_ms);

/* ---- ring.c: the course of ringing ---- */

struct ring_course {
    int times;       /* it rings this often and has then expired */
    int64_t next_ms; /* from this ring to the next */
    int tone_s, loudness, open_ear_s;
};
/* Of the ring number `rings`, counted from 1. */
struct ring_course ring_course(const struct sahut_skills *s, const struct sahut_promise *p,
                               int rings);

/* ---- moment.c: when a promise is due ---- */

enum moment { MOMENT_OK, MOMENT_ASK, MOMENT_REFUSED /* and said so */ };
/* From the slots when and repeat. */
enum moment moment_of(struct turn *turn, struct sahut_promise *p);
bool moment_repeat(const struct turn *turn, struct sahut_recurrence *out);
/* A time that a clock of that size cannot show. */
bool moment_beyond_clock(int64_t due_ms, size_t time_t_bytes);
/* A new time that has passed or that the clock cannot show is refused aloud. */
bool moment_refused(struct turn *turn, int64_t due_ms);
/* What "half past six" means for something that is due at `from`. */
struct sahut_civil moment_moved(const struct turn *turn, const struct sahut_slot *slot,
                                const struct sahut_civil *from);
/* Fills out->also: the clock is not sure, or these are quiet hours. */
void moment_remark(struct turn *turn, const struct sahut_promise *p);

/* ---- change.c ---- */

void change_cancel(struct turn *turn, int kind);
void change_moment(struct turn *turn, int kind);

/* ---- select.c: which promise is meant ---- */

struct selection {
    struct sahut_promise *items; /* by due time; free() */
    size_t n;
    bool all; /* "all my alarms" */
};
/* Open promises of a kind that fit the order's slots (name or text, duration, when, old, which,
 * scope). */
void select_promises(struct turn *turn, int kind, const char *when_slot, struct selection *out);

/* ---- elsewhere.c: a reminder's order that means an appointment, and the other way round ---- */

/* Carries the order out there if no reminder, but an appointment has that name. */
bool elsewhere_event(struct turn *turn);
bool elsewhere_reminder(struct turn *turn);

/* ---- missed.c ---- */

/* Adds "by the way, …" to an answer, and notes that it was told. */
void missed_offer(struct turn *turn);

/* ---- undo.c ---- */

void undo_begin(struct sahut_skills *s);
void undo_end(struct sahut_skills *s);
void undo_note(struct sahut_skills *s, const struct sahut_store_change *changes, size_t n);
/* A device was switched. */
void undo_device(struct sahut_skills *s, size_t index, bool was_on, int was_level);
/* The calendar was changed, and can take that back itself. */
void undo_event(struct sahut_skills *s, const char *title, bool added);
/* They have other numbers now. */
void undo_forget_devices(struct sahut_skills *s);
/* The next one that was added has this id. */
void undo_added(struct sahut_skills *s, int64_t id);
/* Did the last order that changed something set it, and nothing else, within the last minute? Then
 * "cancel it" means that. */
bool undo_just_set(const struct turn *turn);
void undo_free(struct undo *u);

/* ---- export.c ---- */

/* This promise has changed; all may have. */
void export_note(struct sahut_skills *s, int64_t id);
void export_all(struct sahut_skills *s);
void export_finish(struct sahut_skills *s);

/* ---- volume.c ---- */

/* The volume of the last time, or the setting. */
void volume_recall(struct sahut_skills *s);

/* ---- question.c ---- */

/* Asks for slot `ask` with reply `id`, and keeps the order. */
void question_ask(struct turn *turn, const char *id, const char *ask);
/* The sentences that answer it, as in the sentence file; "" if none is open. */
const char *question_context(const struct question *q);
/* Is this the answer to the open question? */
bool question_is_answer(const struct question *q, const struct sahut_intent *intent);
/* Closes the question and gives the order that waited, with the answer's slots added. `*clip`, on
 * entry the answer's, becomes the waiting order's if there is none; then it is `kept`, whose
 * samples the caller frees (free(NULL) otherwise). */
void question_merge(struct question *q, const struct sahut_intent *answer,
                    struct sahut_intent *merged, const struct sahut_clip **clip,
                    struct sahut_clip *kept);
void question_drop(struct question *q);
/* Carries out the order that waits for a yes, with slot `confirm`; false if none does. */
bool question_confirmed(struct turn *turn);

/* ---- notice.c ---- */

/* Nothing before this is announced. Counts at the first call, and when the clock was set back. */
void notice_start(struct sahut_skills *s, int64_t now_ms);
/* Settings or zone have changed. */
void notice_forget(struct sahut_skills *s);
int64_t notice_next(struct sahut_skills *s);
/* Announces one appointment; false if none is due. */
bool notice_due(struct turn *turn);

/* ---- devices.c ---- */

enum switched {
    SWITCHED,
    SWITCH_NOT_STORED, /* and therefore not switched */
    SWITCH_FAILED,     /* and nothing is promised */
};
struct switching {
    size_t index;
    bool on;
    int percent;     /* brightness, 0: as it was */
    int64_t seconds; /* in: the opposite after so long, 0 for never; out: what was promised */
    int64_t keep;    /* a promise that is not replaced, 0 for none */
    int64_t promise; /* out: id of the opposite's promise, 0 if none */
};
/* Stores the promise of the opposite, then switches, then cancels older promises of the device. The
 * device's max_on counts. On failure `*err` and `why` say what. */
enum switched device_switch(struct sahut_skills *s, struct switching *w, int64_t now_ms, int *err,
                            struct sahut_why *why);
const struct sahut_device_setting *device_setting(const struct sahut_skills *s, size_t index);
/* What a promise of kind DEVICE does. */
struct device_action {
    bool order; /* given for later; otherwise the end of what goes on */
    bool on;
    int64_t seconds; /* of an order: for so long, 0: until the next */
};
struct device_action device_action(const struct sahut_promise *p);
void device_action_write(struct sahut_promise *p, const struct device_action *a);
/* -1 if there is none. */
int device_index(const struct sahut_skills *s, const char *name);

/* ---- due.c ---- */

/* Acknowledges all that rings. Returns how many; `*err` is that of the store. */
size_t due_acknowledge(struct sahut_skills *s, int64_t *last, int *err, struct sahut_why *why);

#endif
