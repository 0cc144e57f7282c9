// SPDX-License-Identifier: GPL-3.0-or-later
#include <assert.h>
#include <errno.h>
#include <string.h>

#include "sahut/log.h"
#include "store/store_internal.h"

static int full(const struct sahut_store *s, struct sahut_why *why)
{
    return sahut_why(
        why, -ENOSPC,
        "%s: the disk is full, nothing was stored; free some space on it and try again", s->path);
}

static int read_only(const struct sahut_store *s, struct sahut_why *why)
{
    return sahut_why(why, -EROFS,
                     "%s: the file system is read-only, nothing was stored; mount it writable (a "
                     "failing SD card turns read-only by itself)",
                     s->path);
}

static int forbidden(const struct sahut_store *s, struct sahut_why *why)
{
    return sahut_why(why, -EACCES,
                     "%s: writing is not permitted, nothing was stored; the folder and the file "
                     "must belong to the user who runs sahut",
                     s->path);
}

static int by_system_error(struct sahut_store *s, int system, struct sahut_why *why)
{
    switch (system) {
    case ENOSPC:
    case EDQUOT:
        return full(s, why);
    case EROFS:
        return read_only(s, why);
    case EACCES:
    case EPERM:
        return forbidden(s, why);
    }
    return sahut_why(why, -EIO, "%s: %s%s%s, nothing was stored; is the disk all right?", s->path,
                     sqlite3_errmsg(s->db), system ? ": " : "", system ? strerror(system) : "");
}

static int explain(struct sahut_store *s, struct sahut_why *why)
{
    switch (sqlite3_errcode(s->db) & 0xFF) {
    case SQLITE_FULL:
        return full(s, why);
    case SQLITE_READONLY:
        return read_only(s, why);
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return forbidden(s, why);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return sahut_why(why, -EBUSY,
                         "%s: another program holds it, nothing was stored; is a second sahut "
                         "running on this folder?",
                         s->path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return folder_damaged(s, sqlite3_errmsg(s->db), why);
    case SQLITE_CONSTRAINT:
        return sahut_why(why, -EINVAL, "%s: %s, nothing was stored", s->path,
                         sqlite3_errmsg(s->db));
    case SQLITE_NOMEM:
        return sahut_why(why, -ENOMEM, "%s: out of memory, nothing was stored", s->path);
    }
    return by_system_error(s, sqlite3_system_errno(s->db), why);
}

int store_failed(struct sahut_store *s, struct sahut_why *why)
{
    struct sahut_why words;
    int err = explain(s, &words);
    if (!why)
        sahut_log(SAHUT_LOG_ERROR, "store", "%s", words.text);
    else
        *why = words;
    if (err != -EINVAL && err != -ENOMEM) {
        s->fails = true;
        s->fault = words;
    }
    return err;
}

const char *sahut_store_fault(const struct sahut_store *s)
{
    return s->fails ? s->fault.text : NULL;
}

static bool was_a_change(struct sahut_store *s, sqlite3_stmt *done)
{
    return done == s->kept[KEPT_COMMIT] ||
           (sqlite3_get_autocommit(s->db) && !sqlite3_stmt_readonly(done) &&
            done != s->kept[KEPT_ROLLBACK]);
}

sqlite3_stmt *store_kept(struct sahut_store *s, enum kept which, const char *sql)
{
    if (!s->kept[which])
        sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s->kept[which], NULL);
    assert(!s->kept[which] || !sqlite3_stmt_busy(s->kept[which]));
    return s->kept[which];
}

int store_step(struct sahut_store *s, sqlite3_stmt *statement, struct sahut_why *why)
{
    if (!statement)
        return store_failed(s, why);
    switch (sqlite3_step(statement)) {
    case SQLITE_ROW:
        return 1;
    case SQLITE_DONE:
        return 0;
    }
    return store_failed(s, why);
}

void store_release(sqlite3_stmt *statement)
{
    if (!statement)
        return;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

int store_run(struct sahut_store *s, sqlite3_stmt *statement, struct sahut_why *why)
{
    int err = store_step(s, statement, why);
    assert(err <= 0);
    if (!err && was_a_change(s, statement))
        s->fails = false;
    store_release(statement);
    return err;
}

int store_exec(struct sahut_store *s, const char *sql, struct sahut_why *why)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : store_failed(s, why);
}

int store_number(struct sahut_store *s, const char *sql, int64_t *out, struct sahut_why *why)
{
    sqlite3_stmt *statement = NULL;
    sqlite3_prepare_v2(s->db, sql, -1, &statement, NULL);
    int row = store_step(s, statement, why);
    if (row > 0)
        *out = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return row < 0 ? row : 0;
}

int store_begin(struct sahut_store *s, struct sahut_why *why)
{
    return store_run(s, store_kept(s, KEPT_BEGIN, "BEGIN IMMEDIATE"), why);
}

int store_end(struct sahut_store *s, int err, struct sahut_why *why)
{
    if (!err)
        err = store_run(s, store_kept(s, KEPT_COMMIT, "COMMIT"), why);
    // After some errors (a full disk) SQLite has ended the transaction itself.
    if (err && !sqlite3_get_autocommit(s->db))
        store_run(s, store_kept(s, KEPT_ROLLBACK, "ROLLBACK"), NULL);
    return err;
}
