// SPDX-License-Identifier: GPL-3.0-or-later
/** What the files of this room share. A store is used by one thread at a time. */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include <sqlite3.h>

#include "sahut/store.h"

/** Statements that are prepared at first use and kept until the store is closed. */
enum kept {
    KEPT_BEGIN,
    KEPT_COMMIT,
    KEPT_ROLLBACK,
    KEPT_PROMISE_ADD,
    KEPT_PROMISE_GET,
    KEPT_PROMISE_UPDATE,
    KEPT_PROMISE_NEXT,
    KEPT_PROMISE_LIST,
    KEPT_PROMISE_LIST_STATE,
    KEPT_PROMISE_RETAIN,
    KEPT_PROMISE_REMOVE,
    KEPT_RESTARTED,
    KEPT_CLOCK_SET,
    KEPT_SAVE_LEFT,
    KEPT_SURE,
    KEPT_ENDS_AFTER,
    KEPT_NOTE_GET,
    KEPT_NOTE_PUT,
    KEPT_CLIP_ADD,
    KEPT_CLIP_GET,
    KEPT_CLIP_DELETE,
    KEPT_PRONUNCIATION_GET,
    KEPT_PRONUNCIATION_PUT,
    KEPT_COUNT,
};

struct sahut_store {
    sqlite3 *db;
    char *dir;  /**< NULL: in memory */
    char *path; /**< of the database, also when in memory: for messages */
    sqlite3_stmt *kept[KEPT_COUNT];
    bool wal_stale;   /**< something was deleted that may still be in the write-ahead log */
    bool has_backups; /**< there are copies from before an upgrade, from which to delete, too */
    bool fails;       /**< the last change was not stored, */
    struct sahut_why fault; /**< for this reason, which is the disk's */
};

/* sql.c: SQLite's ways in ours. */

/** The errno and the words for what just failed on `s->db`. Call it before anything else touches
 * the connection. With `why` NULL the words go to the log. */
int store_failed(struct sahut_store *s, struct sahut_why *why);
/** NULL: call store_failed. The statement must be free, see store_release. */
sqlite3_stmt *store_kept(struct sahut_store *s, enum kept which, const char *sql);
/** 1: there is a row; 0: done; negative errno with `why`. `statement` NULL: it was not prepared. */
int store_step(struct sahut_store *s, sqlite3_stmt *statement, struct sahut_why *why);
void store_release(sqlite3_stmt *statement);
/** Runs a bound statement that gives no rows and releases it. */
int store_run(struct sahut_store *s, sqlite3_stmt *statement, struct sahut_why *why);
/** One or more statements without parameters. */
int store_exec(struct sahut_store *s, const char *sql, struct sahut_why *why);
/** The first column of the first row of `sql`. */
int store_number(struct sahut_store *s, const char *sql, int64_t *out, struct sahut_why *why);
/** Starts a transaction that writes. */
int store_begin(struct sahut_store *s, struct sahut_why *why);
/** Ends it: commits when `err` is 0, else undoes it and returns `err`. */
int store_end(struct sahut_store *s, int err, struct sahut_why *why);

/* folder.c: the folder and the file, before SQLite sees them. */

/** Creates what is missing; an existing file must be ours to write and look like a database. */
int folder_prepare(struct sahut_store *s, struct sahut_why *why);
/** Makes a created or renamed entry of the folder durable. */
int folder_sync(struct sahut_store *s, struct sahut_why *why);
/** The words for a damaged database, naming the newest backup. Returns -EIO. */
int folder_damaged(struct sahut_store *s, const char *detail, struct sahut_why *why);

/* schema.c: versions. */

/** Refuses what is damaged, newer or not ours, without changing it; creates or upgrades the rest.
 */
int schema_ready(struct sahut_store *s, struct sahut_why *why);

/* backup.c: copies from before an upgrade, `dir`/sahut.db.bak-VERSION. */

int backup_make(struct sahut_store *s, int version, struct sahut_why *why);
/** The highest VERSION of which there is a backup, -1 if there is none. */
int backup_newest(const char *dir);
/** Runs a deleting statement with one number on every backup, so that what was deleted does not
 * live on there. Failures are logged: the backup may be damaged, which is no reason to stop. */
void backup_delete(struct sahut_store *s, const char *sql, int64_t value);

/* check.c */

/** Looks at a database that is opened read-only; `path` is for messages. */
typedef int store_look_at(void *ctx, sqlite3 *db, const char *path, struct sahut_why *why);
/** -ENOENT: there is none in `dir`; -EACCES, -EIO, or what `look_at` returns; with `why`. */
int store_look(const char *dir, store_look_at *look_at, void *ctx, struct sahut_why *why);

/* clips.c */

int clip_add(struct sahut_store *s, int64_t promise, const struct sahut_clip *clip,
             struct sahut_why *why);
/** `*deleted` tells if there was one. Inside a transaction; call clip_erase after it. */
int clip_delete(struct sahut_store *s, int64_t promise, bool *deleted, struct sahut_why *why);
/** Removes a deleted clip from the backups and the write-ahead log. */
void clip_erase(struct sahut_store *s, int64_t promise);
/** Empties the write-ahead log if something deleted may be in it. */
void store_empty_wal(struct sahut_store *s);

#endif
