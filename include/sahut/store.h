// SPDX-License-Identifier: GPL-3.0-or-later
/** What must not be lost: promises, the user's message clips, cached pronunciations. SQLite in WAL
 * mode, synchronous=FULL: a function that changes something has it on disk when it returns 0. */
#ifndef SAHUT_STORE_H
#define SAHUT_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/why.h"

struct sahut_store;

/** Opens or creates `dir`/sahut.db, creating the directory (mode 0700, file 0600). `dir` NULL: in
 * memory. A database of a newer version is refused (-EPROTO), an older one is copied to
 * sahut.db.bak-VERSION and upgraded. -EACCES, -EROFS, -ENOSPC, -EIO, -EPROTO with `why`; what is
 * refused is not changed. A store belongs to one thread at a time. */
int sahut_store_open(const char *dir, struct sahut_store **out, struct sahut_why *why);
void sahut_store_close(struct sahut_store *store);
/** Why the last change was not stored, if that was the disk's fault (full, read-only, forbidden,
 * held, broken); NULL if it was, or there was none yet. Valid until the next call. */
const char *sahut_store_fault(const struct sahut_store *store);
/** Looks whether the database in `dir` is whole, and changes nothing. -ENOENT: there is none yet;
 * -EUCLEAN: damaged; -EACCES, -EIO; with `why`. */
int sahut_store_check(const char *dir, struct sahut_why *why);

/** How much is in the database of `dir`; read-only, also while a store is open elsewhere. -ENOENT:
 * there is none yet; -EACCES, -EIO, with `why`; `out` is zeros then. */
struct sahut_store_summary {
    int64_t promises, ended; /**< all; of which have ended */
    int64_t guessed;         /**< titles that were guessed from a clip */
    int64_t clips, samples;  /**< of all clips, at 16 kHz */
    int64_t pronunciations;
};
int sahut_store_summary(const char *dir, struct sahut_store_summary *out, struct sahut_why *why);

enum sahut_promise_kind {
    SAHUT_PROMISE_REMINDER,
    SAHUT_PROMISE_TIMER,
    SAHUT_PROMISE_DEVICE, /**< switch a device later; done silently */
    SAHUT_PROMISE_ALARM,
    /** Is never due; runs while PENDING. at_ms is then when it would have started had it not been
     * stopped in between, left_ms what it shows while PAUSED. */
    SAHUT_PROMISE_STOPWATCH,
};
/** PENDING → RINGING → ACKNOWLEDGED | EXPIRED; PENDING ⇄ PAUSED; PENDING, PAUSED → CANCELLED; a
 * DEVICE promise goes from PENDING to ACKNOWLEDGED when it was carried out. EXPIRED: it rang and
 * nobody answered, or it was missed. */
enum sahut_promise_state {
    SAHUT_PROMISE_PENDING,
    SAHUT_PROMISE_RINGING,
    SAHUT_PROMISE_ACKNOWLEDGED,
    SAHUT_PROMISE_EXPIRED,
    SAHUT_PROMISE_CANCELLED,
    SAHUT_PROMISE_PAUSED,
};
enum sahut_severity { SAHUT_NORMAL, SAHUT_IMPORTANT, SAHUT_URGENT };

const char *sahut_promise_kind_name(enum sahut_promise_kind kind);    /**< "reminder", … */
const char *sahut_promise_state_name(enum sahut_promise_state state); /**< "pending", … */
const char *sahut_severity_name(enum sahut_severity severity);        /**< "normal", … */

#define SAHUT_LOCAL_TIME 20 /* "2026-05-05T07:00:00" and its NUL */

/** A promise. A recurring one is a *series*: it stays PENDING, `due_ms` is its next occurrence, and
 * each occurrence that comes due is a promise of its own that names the series. */
struct sahut_promise {
    int64_t id;
    enum sahut_promise_kind kind;
    enum sahut_promise_state state;
    enum sahut_severity severity;
    char title[256];    /**< what to say; for DEVICE the device's name; "" if not known */
    char action[32];    /**< DEVICE: "on" or "off"; else "" */
    bool title_is_hint; /**< the title was guessed from the clip, not typed or recognised */
    bool has_clip;      /**< its own, or its series' */
    int64_t created_ms;
    int64_t due_ms;     /**< by the wall clock */
    int64_t duration_s; /**< TIMER, or the relative span of a reminder; 0: a wall-clock time */
    char zone[64];      /**< the zone in which a wall-clock time was said; "" for durations */
    /** What a promise at a wall-clock time stands for, whatever becomes of zones:
     * "2026-05-05T07:00" with seconds, in `zone`. "" for durations. */
    char local[SAHUT_LOCAL_TIME];
    int64_t series; /**< the recurring promise of which this is an occurrence; 0: none */
    char rule[160]; /**< of a series: the RRULE; else "" */
    char first[SAHUT_LOCAL_TIME]; /**< of a series: where the rule begins, in local time */
    char except[320]; /**< of a series: local times that are left out, blank-separated */

    /** When it wants attention: to ring, or to ring again. In CLOCK_BOOTTIME of the start `boot_id`
     * of the machine or, when that is "", by the wall clock (a PENDING one's is then `due_ms`). */
    int64_t at_ms;
    char boot_id[37];
    int64_t left_ms;  /**< of a duration: what was left when that was last stored */
    bool sure;        /**< due_ms comes from a clock that was trusted */
    bool guessed;     /**< at_ms was made from left_ms, for want of a trusted clock */
    bool cut;         /**< the power was cut while it rang */
    bool told;        /**< EXPIRED: the user knows it */
    int rings;        /**< how often it has rung */
    int64_t ended_ms; /**< when it reached its last state; 0 before */
};

/** The samples of a message in the user's own voice: 16 kHz mono. */
struct sahut_clip {
    const int16_t *pcm;
    size_t n;
};

/** One of several changes that are committed together. */
struct sahut_store_change {
    enum sahut_store_verb {
        SAHUT_STORE_ADD,    /**< a new promise, in the state it says; its id is set */
        SAHUT_STORE_UPDATE, /**< see sahut_store_promise_update */
        SAHUT_STORE_REOPEN, /**< as UPDATE, also from a state in which it has ended */
        SAHUT_STORE_REMOVE, /**< the row and the clip */
    } verb;
    struct sahut_promise *promise;
    const struct sahut_clip *clip; /**< ADD and REOPEN: NULL for none */
};
/** All of them or none. Errors as below. */
int sahut_store_apply(struct sahut_store *store, const struct sahut_store_change *changes, size_t n,
                      struct sahut_why *why);

/** Commits a new PENDING promise with its clip (NULL: none) in one transaction; sets `p->id`, and
 * `p->at_ms` of one that goes by the wall clock. -ENOSPC, -EROFS, -EACCES, -EIO, -EBUSY (another
 * program holds the file) with `why`: then nothing was stored and `p` is as it was. */
int sahut_store_promise_add(struct sahut_store *store, struct sahut_promise *p,
                            const struct sahut_clip *clip, struct sahut_why *why);
/** -ENOENT if there is none. */
int sahut_store_promise_get(struct sahut_store *store, int64_t id, struct sahut_promise *out);
/** Writes everything but kind, action, created_ms and series back. Entering ACKNOWLEDGED, EXPIRED
 * or CANCELLED deletes the clip (overwritten on disk: secure_delete, and the WAL is truncated;
 * backups lose it, too). Errors as above; -ENOENT if there is none, -EINVAL for one that has ended
 * and should enter another state. */
int sahut_store_promise_update(struct sahut_store *store, const struct sahut_promise *p,
                               struct sahut_why *why);
/** The PENDING or RINGING promise with the earliest at_ms among those that go by this boot's
 * elapsed time, or with "" by the wall clock. -ENOENT if there is none. */
int sahut_store_promise_next(struct sahut_store *store, const char *boot_id,
                             struct sahut_promise *out);
/** Promises of a kind (or -1: any) and state (or -1: any), by due time; calls `each` until it
 * returns false. 0 or -EIO. `each` must not change the store. */
int sahut_store_promise_list(struct sahut_store *store, int kind, int state,
                             bool (*each)(void *ctx, const struct sahut_promise *p), void *ctx);
/** What the machine's clock did to promises that go by elapsed time. All values in ms; the
 * statements touch no row, and write nothing, when there is nothing to do. */

/** The machine was started (again): open promises that went by another start's elapsed time go by
 * `boot_id`'s, now `boot_ms` after it. With `trusted` those with a sure due time get it, at
 * `due_ms + boot_minus_wall_ms`; the others get the remainder that was stored. What was RINGING
 * rings now, and is marked `cut`. 0 or -errno. */
int sahut_store_restarted(struct sahut_store *store, const char *boot_id, int64_t boot_ms,
                          int64_t boot_minus_wall_ms, bool trusted, struct sahut_why *why);
/** The wall clock was set: due_ms follows for what goes by the elapsed time of `boot_id`; when it
 * is trusted now, remainders that were guessed give way to due times that are sure. */
int sahut_store_clock_set(struct sahut_store *store, const char *boot_id,
                          int64_t boot_minus_wall_ms, bool trusted, struct sahut_why *why);
/** Stores what is left of running durations, `boot_ms` after the start. */
int sahut_store_save_left(struct sahut_store *store, const char *boot_id, int64_t boot_ms,
                          struct sahut_why *why);
/** When the first of what runs on the elapsed time of `boot_id` beyond `boot_ms` ends; INT64_MAX.
 */
int64_t sahut_store_ends_after(struct sahut_store *store, const char *boot_id, int64_t boot_ms);
/** The latest wall time that is known to have been: of promises made or ended. 0 if none. */
int64_t sahut_store_latest(struct sahut_store *store);

/** A note that outlives the process: NAME → TEXT. -ENOENT. */
int sahut_store_note(struct sahut_store *store, const char *name, char *text, size_t size);
int sahut_store_note_put(struct sahut_store *store, const char *name, const char *text,
                         struct sahut_why *why);

/** The clip of a promise, or of its series; free(*pcm). -ENOENT if it has none. */
int sahut_store_clip(struct sahut_store *store, int64_t id, int16_t **pcm, size_t *n);
/** Deletes what ended before `before_ms`: at ended_ms or due_ms, the later one. */
int sahut_store_retain(struct sahut_store *store, int64_t before_ms);

/** Cached pronunciation of a word: CMU phones, blank-separated. -ENOENT. Free(*phones). */
int sahut_store_pronunciation(struct sahut_store *store, const char *language, const char *word,
                              char **phones);
int sahut_store_pronunciation_put(struct sahut_store *store, const char *language, const char *word,
                                  const char *phones);

#endif
