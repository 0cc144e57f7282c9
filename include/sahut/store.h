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

enum sahut_promise_kind {
    SAHUT_PROMISE_REMINDER,
    SAHUT_PROMISE_TIMER,
    SAHUT_PROMISE_DEVICE, /**< switch a device later; done silently */
};
/** PENDING → RINGING → ACKNOWLEDGED | EXPIRED; PENDING → CANCELLED; a DEVICE promise goes from
 * PENDING to ACKNOWLEDGED when it was carried out. */
enum sahut_promise_state {
    SAHUT_PROMISE_PENDING,
    SAHUT_PROMISE_RINGING,
    SAHUT_PROMISE_ACKNOWLEDGED,
    SAHUT_PROMISE_EXPIRED,
    SAHUT_PROMISE_CANCELLED,
};
const char *sahut_promise_kind_name(enum sahut_promise_kind kind);    /**< "reminder", … */
const char *sahut_promise_state_name(enum sahut_promise_state state); /**< "pending", … */

struct sahut_promise {
    int64_t id;
    enum sahut_promise_kind kind;
    enum sahut_promise_state state;
    char title[256];    /**< what to say; for DEVICE the device's name; "" if not known */
    char action[32];    /**< DEVICE: "on" or "off"; else "" */
    bool title_is_hint; /**< the title was guessed from the clip, not typed or recognised */
    bool has_clip;
    int64_t created_ms;
    int64_t due_ms;
    int64_t duration_s;   /**< TIMER, or the relative span of a reminder; 0: a wall-clock time */
    char zone[64];        /**< the zone in which a wall-clock time was said; "" for durations */
    int64_t next_ring_ms; /**< RINGING: when to ring again */
    int rings;            /**< how often it has rung */
};

/** The samples of a message in the user's own voice: 16 kHz mono. */
struct sahut_clip {
    const int16_t *pcm;
    size_t n;
};

/** Commits a new PENDING promise with its clip (NULL: none) in one transaction; sets `p->id`.
 * -ENOSPC, -EROFS, -EACCES, -EIO, -EBUSY (another program holds the file) with `why`: then nothing
 * was stored and `p` is as it was. */
int sahut_store_promise_add(struct sahut_store *store, struct sahut_promise *p,
                            const struct sahut_clip *clip, struct sahut_why *why);
/** -ENOENT if there is none. */
int sahut_store_promise_get(struct sahut_store *store, int64_t id, struct sahut_promise *out);
/** Writes state, title, title_is_hint, due_ms, next_ring_ms and rings back. Entering ACKNOWLEDGED,
 * EXPIRED or CANCELLED deletes the clip (overwritten on disk: secure_delete, and the WAL is
 * truncated; backups lose it, too). Errors as above; -ENOENT if there is none, -EINVAL for one that
 * has ended and should enter another state. */
int sahut_store_promise_update(struct sahut_store *store, const struct sahut_promise *p,
                               struct sahut_why *why);
/** The earliest of: due_ms of PENDING, next_ring_ms of RINGING. -ENOENT if there is none. */
int sahut_store_promise_next(struct sahut_store *store, struct sahut_promise *out, int64_t *at_ms);
/** Promises of a kind (or -1: any) and state (or -1: any), by due time; calls `each` until it
 * returns false. 0 or -EIO. `each` must not change the store. */
int sahut_store_promise_list(struct sahut_store *store, int kind, int state,
                             bool (*each)(void *ctx, const struct sahut_promise *p), void *ctx);
/** The clip of a promise; free(*pcm). -ENOENT if it has none. */
int sahut_store_clip(struct sahut_store *store, int64_t id, int16_t **pcm, size_t *n);
/** Deletes what ended before `before_ms`: it was over at due_ms or next_ring_ms, the later one. */
int sahut_store_retain(struct sahut_store *store, int64_t before_ms);

/** Cached pronunciation of a word: CMU phones, blank-separated. -ENOENT. Free(*phones). */
int sahut_store_pronunciation(struct sahut_store *store, const char *language, const char *word,
                              char **phones);
int sahut_store_pronunciation_put(struct sahut_store *store, const char *language, const char *word,
                                  const char *phones);

#endif
