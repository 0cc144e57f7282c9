// SPDX-License-Identifier: GPL-3.0-or-later
/* steps[v] makes version v + 1 out of version v. A step that was released is never edited. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "store/store_internal.h"

// Tells our file from another program's: "Saht".
#define APPLICATION_ID 0x53616874

// kind, state and severity are the numbers of the enums in sahut/store.h. AUTOINCREMENT: an id that
// was spoken or logged never comes back as another promise.
static const char promises_and_clips[] =
    "CREATE TABLE promise ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),"
    " state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),"
    " title TEXT NOT NULL,"
    " action TEXT NOT NULL,"
    " title_is_hint INTEGER NOT NULL,"
    " created_ms INTEGER NOT NULL,"
    " due_ms INTEGER NOT NULL,"
    " duration_s INTEGER NOT NULL,"
    " zone TEXT NOT NULL,"
    " next_ring_ms INTEGER NOT NULL,"
    " rings INTEGER NOT NULL);"
    "CREATE INDEX promise_state_due ON promise (state, due_ms);"
    "CREATE TABLE clip ("
    " promise INTEGER PRIMARY KEY REFERENCES promise (id) ON DELETE CASCADE,"
    " pcm BLOB NOT NULL);";

static const char pronunciations[] = "CREATE TABLE pronunciation ("
                                     " language TEXT NOT NULL,"
                                     " word TEXT NOT NULL,"
                                     " phones TEXT NOT NULL,"
                                     " PRIMARY KEY (language, word)) WITHOUT ROWID;";

// Alarms, series, elapsed time, what was missed. A CHECK cannot be changed, so the table is made
// anew, and the clips' with it, since dropping a table empties those that refer to it. What goes by
// elapsed time is given a boot id that no machine has: it is taken over at the next start.
static const char alarms_and_series[] =
    "CREATE TABLE promise_3 ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 4),"
    " state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),"
    " severity INTEGER NOT NULL DEFAULT 0 CHECK (severity BETWEEN 0 AND 2),"
    " title TEXT NOT NULL,"
    " action TEXT NOT NULL,"
    " title_is_hint INTEGER NOT NULL,"
    " created_ms INTEGER NOT NULL,"
    " due_ms INTEGER NOT NULL,"
    " duration_s INTEGER NOT NULL,"
    " zone TEXT NOT NULL,"
    " local TEXT NOT NULL DEFAULT '',"
    " series INTEGER NOT NULL DEFAULT 0,"
    " rule TEXT NOT NULL DEFAULT '',"
    " first TEXT NOT NULL DEFAULT '',"
    " except_ TEXT NOT NULL DEFAULT '',"
    " at_ms INTEGER NOT NULL,"
    " boot TEXT NOT NULL DEFAULT '',"
    " left_ms INTEGER NOT NULL DEFAULT 0,"
    " sure INTEGER NOT NULL DEFAULT 1,"
    " guessed INTEGER NOT NULL DEFAULT 0,"
    " cut INTEGER NOT NULL DEFAULT 0,"
    " told INTEGER NOT NULL DEFAULT 0,"
    " rings INTEGER NOT NULL,"
    " ended_ms INTEGER NOT NULL DEFAULT 0);"
    "INSERT INTO promise_3 (id, kind, state, title, action, title_is_hint, created_ms, due_ms,"
    " duration_s, zone, at_ms, boot, left_ms, told, rings, ended_ms)"
    " SELECT id, kind, state, title, action, title_is_hint, created_ms, due_ms, duration_s, zone,"
    " CASE state WHEN 0 THEN due_ms ELSE next_ring_ms END,"
    " CASE WHEN state = 1 OR (state = 0 AND duration_s > 0) THEN 'before' ELSE '' END,"
    " duration_s * 1000, state > 1, rings,"
    " CASE WHEN state > 1 THEN max(due_ms, next_ring_ms) ELSE 0 END FROM promise;"
    "DELETE FROM sqlite_sequence WHERE name = 'promise_3';"
    "INSERT INTO sqlite_sequence SELECT 'promise_3', seq FROM sqlite_sequence"
    " WHERE name = 'promise';"
    "CREATE TABLE clip_3 ("
    " promise INTEGER PRIMARY KEY REFERENCES promise_3 (id) ON DELETE CASCADE,"
    " pcm BLOB NOT NULL);"
    "INSERT INTO clip_3 SELECT promise, pcm FROM clip;"
    "DROP TABLE clip;"
    "DROP TABLE promise;"
    "ALTER TABLE promise_3 RENAME TO promise;"
    "ALTER TABLE clip_3 RENAME TO clip;"
    "CREATE INDEX promise_state_due ON promise (state, due_ms);"
    "CREATE INDEX promise_next ON promise (boot, at_ms, id) WHERE state < 2 AND kind <> 4;"
    "CREATE INDEX promise_series ON promise (series) WHERE series > 0;"
    "CREATE TABLE note (name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;";

static const char *const steps[] = {promises_and_clips, pronunciations, alarms_and_series};

enum { VERSION = sizeof steps / sizeof steps[0] };

// quick_check reads every page in use; the file holds few clips at a time, so it is small.
static int check_pages(struct sahut_store *s, struct sahut_why *why)
{
    sqlite3_stmt *check = NULL;
    sqlite3_prepare_v2(s->db, "PRAGMA quick_check(1)", -1, &check, NULL);
    int err = store_step(s, check, why);
    if (err > 0) {
        const char *verdict = (const char *)sqlite3_column_text(check, 0);
        err = verdict && strcmp(verdict, "ok") == 0
                  ? 0
                  : folder_damaged(s, verdict ? verdict : "unreadable", why);
    }
    sqlite3_finalize(check);
    return err;
}

// `*version` is 0 for an empty file.
static int check_owner(struct sahut_store *s, int64_t *version, struct sahut_why *why)
{
    int64_t owner = 0, tables = 0;
    int err = store_number(s, "PRAGMA user_version", version, why);
    if (!err)
        err = store_number(s, "PRAGMA application_id", &owner, why);
    if (!err)
        err = store_number(s, "SELECT count(*) FROM sqlite_schema", &tables, why);
    if (err)
        return err;
    if (tables == 0 && *version == 0)
        return 0;
    if (owner != APPLICATION_ID || *version <= 0)
        return sahut_why(why, -EPROTO,
                         "%s: a database of another program; move it away or choose another folder "
                         "for the state",
                         s->path);
    if (*version > VERSION)
        return sahut_why(why, -EPROTO,
                         "%s: written by a newer sahut (version %lld of the file, this one knows "
                         "%d); install that sahut again, or move the file away",
                         s->path, (long long)*version, VERSION);
    return 0;
}

static int use_wal(struct sahut_store *s, struct sahut_why *why)
{
    sqlite3_stmt *set = NULL;
    sqlite3_prepare_v2(s->db, "PRAGMA journal_mode = WAL", -1, &set, NULL);
    int err = store_step(s, set, why);
    if (err > 0) {
        const char *mode = (const char *)sqlite3_column_text(set, 0);
        err = !s->dir || (mode && strcmp(mode, "wal") == 0)
                  ? 0
                  : sahut_why(why, -EIO,
                              "%s: this file system cannot keep a write-ahead log (a network "
                              "share?); choose a folder on a local disk for the state",
                              s->path);
    }
    sqlite3_finalize(set);
    return err;
}

static int upgrade(struct sahut_store *s, struct sahut_why *why)
{
    int64_t version = 0;
    char stamp[96];
    snprintf(stamp, sizeof stamp, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             APPLICATION_ID, VERSION);
    int err = store_begin(s, why);
    if (err)
        return err;
    // Read again: another sahut that was started at the same time may have been here first.
    err = store_number(s, "PRAGMA user_version", &version, why);
    for (; !err && version < VERSION; version++)
        err = store_exec(s, steps[version], why);
    if (!err)
        err = store_exec(s, stamp, why);
    return store_end(s, err, why);
}

int schema_ready(struct sahut_store *s, struct sahut_why *why)
{
    int64_t version = 0;
    int err = check_pages(s, why);
    if (!err)
        err = check_owner(s, &version, why);
    // Only now is it known to be ours: nothing before this line may write.
    if (!err)
        err = use_wal(s, why);
    // The rollback journal of that change must not come back after a power cut: it would be played
    // over what was stored since.
    if (!err && s->dir)
        err = folder_sync(s, why);
    if (!err && version > 0 && version < VERSION && s->dir)
        err = backup_make(s, (int)version, why);
    if (!err && version < VERSION)
        err = upgrade(s, why);
    return err;
}
