// SPDX-License-Identifier: GPL-3.0-or-later
/* steps[v] makes version v + 1 out of version v. A step that was released is never edited. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "store/store_internal.h"

// Tells our file from another program's: "Saht".
#define APPLICATION_ID 0x53616874

// kind and state are the numbers of the enums in sahut/store.h. AUTOINCREMENT: an id that was
// spoken or logged never comes back as another promise.
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

static const char *const steps[] = {promises_and_clips, pronunciations};

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
    if (!err && version > 0 && version < VERSION && s->dir)
        err = backup_make(s, (int)version, why);
    if (!err && version < VERSION)
        err = upgrade(s, why);
    return err;
}
