// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "calendar/index.h"
#include "calendar/pack.h"
#include "sahut/text.h"

#define INDEX_VERSION 1

static const char schema[] =
    "CREATE TABLE file (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, calendar TEXT NOT NULL,"
    " color TEXT NOT NULL, own INTEGER NOT NULL, size INTEGER NOT NULL, inode INTEGER NOT NULL,"
    " mtime INTEGER NOT NULL, ctime INTEGER NOT NULL, hash INTEGER NOT NULL,"
    " complaints TEXT NOT NULL);"
    "CREATE TABLE series (id INTEGER PRIMARY KEY, part TEXT NOT NULL, uid TEXT NOT NULL,"
    " low INTEGER NOT NULL DEFAULT 0, high INTEGER NOT NULL DEFAULT 0,"
    " masters INTEGER NOT NULL DEFAULT 0, touched INTEGER NOT NULL DEFAULT 1);"
    "CREATE INDEX series_name ON series (uid, part);"
    "CREATE INDEX series_touched ON series (touched) WHERE touched;"
    "CREATE INDEX series_span ON series (high, low);"
    "CREATE TABLE event (id INTEGER PRIMARY KEY, series INTEGER NOT NULL, file INTEGER NOT NULL,"
    " title TEXT NOT NULL, data BLOB NOT NULL);"
    "CREATE INDEX event_series ON event (series);"
    "CREATE INDEX event_file ON event (file);"
    "CREATE TABLE zone (number INTEGER PRIMARY KEY, definition TEXT NOT NULL);";

/* A power cut may cost the last changes, never the file's sense: what is missing is read again. */
/* The cache takes no more than the index is large; a question then reads no page twice. */
static const char settings[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                               "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192;";

#define FILE_COLUMNS "id, path, calendar, color, own, size, inode, mtime, ctime, hash, complaints"

enum statement {
    FILES,
    FILE_BY_ID,
    PUT_FILE,
    TOUCH_BY_FILE,
    DROP_EVENTS,
    DROP_FILE,
    FIND_SERIES,
    ADD_SERIES,
    TOUCH_SERIES,
    ADD_EVENT,
    TOUCHED,
    SET_SERIES,
    DROP_SERIES,
    BETWEEN,
    OF_SERIES,
    TITLES,
    MASTERS,
    KEEP_ZONE,
    ZONE,
    STATEMENTS
};

static const char *const sql[] = {
    [FILES] = "SELECT " FILE_COLUMNS " FROM file ORDER BY path",
    [FILE_BY_ID] = "SELECT " FILE_COLUMNS " FROM file WHERE id = ?1",
    [PUT_FILE] = "INSERT OR REPLACE INTO file (" FILE_COLUMNS ") VALUES "
                 "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [TOUCH_BY_FILE] = "UPDATE series SET touched = 1 WHERE id IN "
                      "(SELECT series FROM event WHERE file = ?1)",
    [DROP_EVENTS] = "DELETE FROM event WHERE file = ?1",
    [DROP_FILE] = "DELETE FROM file WHERE id = ?1",
    [FIND_SERIES] = "SELECT id FROM series WHERE uid = ?1 AND part = ?2",
    [ADD_SERIES] = "INSERT INTO series (uid, part) VALUES (?1, ?2)",
    [TOUCH_SERIES] = "UPDATE series SET touched = 1 WHERE id = ?1",
    [ADD_EVENT] = "INSERT INTO event (series, file, title, data) VALUES (?1, ?2, ?3, ?4)",
    [TOUCHED] = "SELECT id FROM series WHERE touched LIMIT 1",
    [SET_SERIES] = "UPDATE series SET low = ?2, high = ?3, masters = ?4, touched = 0 WHERE id = ?1",
    [DROP_SERIES] = "DELETE FROM series WHERE id = ?1",
    [BETWEEN] = "SELECT s.id, e.file, e.data FROM series s JOIN event e ON e.series = s.id "
                "WHERE s.high >= ?1 AND s.low <= ?2",
    [OF_SERIES] = "SELECT series, file, data FROM event WHERE series = ?1",
    [TITLES] = "SELECT e.series, e.title FROM series s JOIN event e ON e.series = s.id "
               "WHERE s.high >= ?1",
    [MASTERS] = "SELECT coalesce(sum(masters), 0) FROM series",
    [KEEP_ZONE] = "INSERT OR IGNORE INTO zone (number, definition) VALUES (?1, ?2)",
    [ZONE] = "SELECT definition FROM zone WHERE number = ?1",
};

struct cal_index {
    sqlite3 *db;
    sqlite3_stmt *kept[STATEMENTS];
};

static int failed(const struct cal_index *x)
{
    switch (sqlite3_errcode(x->db) & 0xff) {
    case SQLITE_FULL:
        return -ENOSPC;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return -EACCES;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return -EBUSY;
    case SQLITE_IOERR:
        return -EIO;
    case SQLITE_NOMEM:
        return -ENOMEM;
    default: /* CORRUPT, NOTADB, a table that is not there: not what we wrote */
        return CAL_INDEX_DAMAGED;
    }
}

static int64_t pragma(struct cal_index *x, const char *text)
{
    sqlite3_stmt *st = NULL;
    int64_t value = -1;
    if (sqlite3_prepare_v2(x->db, text, -1, &st, NULL) == SQLITE_OK &&
        sqlite3_step(st) == SQLITE_ROW)
        value = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return value;
}

/** One number for everything that the bytes in it depend on. */
static int64_t format_number(void)
{
    return INDEX_VERSION * 1000000 + CAL_PACK_FORMAT * 10000 +
           (int64_t)(sizeof(struct recur_rule) % 10000);
}

static int prepare(struct cal_index *x)
{
    char stamp[64];
    sqlite3_busy_timeout(x->db, 2000);
    if (sqlite3_exec(x->db, settings, NULL, NULL, NULL) != SQLITE_OK)
        return failed(x);
    int64_t version = pragma(x, "PRAGMA user_version");
    if (version < 0)
        return failed(x);
    if (version == format_number())
        return 0;
    if (version != 0)
        return CAL_INDEX_DAMAGED;
    snprintf(stamp, sizeof stamp, "PRAGMA user_version = %lld; COMMIT", (long long)format_number());
    if (sqlite3_exec(x->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
        return failed(x);
    /* Another sahut may have been here between. */
    if (pragma(x, "PRAGMA user_version") != 0)
        return sqlite3_exec(x->db, "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK ? 0 : failed(x);
    return sqlite3_exec(x->db, schema, NULL, NULL, NULL) == SQLITE_OK &&
                   sqlite3_exec(x->db, stamp, NULL, NULL, NULL) == SQLITE_OK
               ? 0
               : failed(x);
}

int cal_index_open(const char *path, struct cal_index **out, struct sahut_why *why)
{
    struct cal_index *x = sahut_alloc(1, sizeof *x);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int err = 0;
    if (sqlite3_open_v2(path ? path : ":memory:", &x->db, flags, NULL) != SQLITE_OK)
        err = x->db ? failed(x) : -ENOMEM;
    if (!err)
        err = prepare(x);
    if (err) {
        sahut_why(why, err, "%s: the calendars' index cannot be used: %s",
                  path ? path : "in memory", x->db ? sqlite3_errmsg(x->db) : "no memory");
        cal_index_close(x);
        return err;
    }
    *out = x;
    return 0;
}

void cal_index_close(struct cal_index *x)
{
    if (!x)
        return;
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(x->kept[i]);
    sqlite3_close(x->db);
    free(x);
}

void cal_index_remove(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct sahut_text t = {0};
        sahut_text_addf(&t, "%s%s", path, ends[i]);
        unlink(sahut_text_get(&t));
        sahut_text_finish(&t);
    }
}

int cal_index_begin(struct cal_index *x)
{
    return sqlite3_exec(x->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK ? 0 : failed(x);
}

int cal_index_end(struct cal_index *x, int err)
{
    if (!err && sqlite3_exec(x->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        err = failed(x);
    if (err && !sqlite3_get_autocommit(x->db))
        sqlite3_exec(x->db, "ROLLBACK", NULL, NULL, NULL);
    return err;
}

/* ---- statements ---- */

static sqlite3_stmt *ready(struct cal_index *x, enum statement which)
{
    if (!x->kept[which])
        sqlite3_prepare_v3(x->db, sql[which], -1, SQLITE_PREPARE_PERSISTENT, &x->kept[which], NULL);
    return x->kept[which];
}

static void bind_text(sqlite3_stmt *st, int at, const char *text)
{
    sqlite3_bind_text(st, at, text, -1, SQLITE_STATIC);
}

/** 1: a row; 0: done; negative errno. The caller releases. */
static int step(struct cal_index *x, sqlite3_stmt *st)
{
    int rc = st ? sqlite3_step(st) : SQLITE_ERROR;
    return rc == SQLITE_ROW ? 1 : rc == SQLITE_DONE ? 0 : failed(x);
}

static void release(sqlite3_stmt *st)
{
    if (!st)
        return;
    sqlite3_reset(st);
    sqlite3_clear_bindings(st);
}

static int run(struct cal_index *x, sqlite3_stmt *st)
{
    int r = step(x, st);
    release(st);
    return r > 0 ? CAL_INDEX_DAMAGED : r;
}

static int run_id(struct cal_index *x, enum statement which, int64_t id)
{
    sqlite3_stmt *st = ready(x, which);
    sqlite3_bind_int64(st, 1, id);
    return run(x, st);
}

/** NULL only where a column is not what we wrote. */
static const char *text_at(sqlite3_stmt *st, int column)
{
    return (const char *)sqlite3_column_text(st, column);
}

/* ---- files ---- */

static int each_file(struct cal_index *x, sqlite3_stmt *st, cal_index_each_file *each, void *ctx)
{
    int r;
    while ((r = step(x, st)) > 0) {
        struct cal_indexed f = {
            .id = sqlite3_column_int64(st, 0),
            .path = text_at(st, 1),
            .calendar = text_at(st, 2),
            .color = text_at(st, 3),
            .own = sqlite3_column_int(st, 4) != 0,
            .stamp = {sqlite3_column_int64(st, 5), sqlite3_column_int64(st, 6),
                      sqlite3_column_int64(st, 7), sqlite3_column_int64(st, 8)},
            .hash = sqlite3_column_int64(st, 9),
            .complaints = text_at(st, 10),
        };
        r = f.path && f.calendar && f.color && f.complaints ? each(ctx, &f) : CAL_INDEX_DAMAGED;
        if (r != 0)
            break;
    }
    release(st);
    return r;
}

int cal_index_files(struct cal_index *x, cal_index_each_file *each, void *ctx)
{
    return each_file(x, ready(x, FILES), each, ctx);
}

int cal_index_file(struct cal_index *x, int64_t id, cal_index_each_file *each, void *ctx)
{
    sqlite3_stmt *st = ready(x, FILE_BY_ID);
    sqlite3_bind_int64(st, 1, id);
    return each_file(x, st, each, ctx);
}

int cal_index_put_file(struct cal_index *x, struct cal_indexed *f)
{
    sqlite3_stmt *st = ready(x, PUT_FILE);
    if (f->id)
        sqlite3_bind_int64(st, 1, f->id);
    bind_text(st, 2, f->path);
    bind_text(st, 3, f->calendar);
    bind_text(st, 4, f->color);
    sqlite3_bind_int(st, 5, f->own);
    sqlite3_bind_int64(st, 6, f->stamp.size);
    sqlite3_bind_int64(st, 7, f->stamp.inode);
    sqlite3_bind_int64(st, 8, f->stamp.mtime_ns);
    sqlite3_bind_int64(st, 9, f->stamp.ctime_ns);
    sqlite3_bind_int64(st, 10, f->hash);
    bind_text(st, 11, f->complaints);
    int r = run(x, st);
    if (r == 0 && !f->id)
        f->id = sqlite3_last_insert_rowid(x->db);
    return r;
}

int cal_index_drop(struct cal_index *x, int64_t file, bool whole)
{
    int r = run_id(x, TOUCH_BY_FILE, file);
    if (r == 0)
        r = run_id(x, DROP_EVENTS, file);
    return r == 0 && whole ? run_id(x, DROP_FILE, file) : r;
}

/* ---- series and events ---- */

static int series_of(struct cal_index *x, const char *part, const char *uid, int64_t *out)
{
    int r = 0;
    if (*uid) {
        sqlite3_stmt *st = ready(x, FIND_SERIES);
        bind_text(st, 1, uid);
        bind_text(st, 2, part);
        r = step(x, st);
        *out = r > 0 ? sqlite3_column_int64(st, 0) : 0;
        release(st);
        if (r < 0)
            return r;
    }
    if (r > 0)
        return run_id(x, TOUCH_SERIES, *out);
    sqlite3_stmt *st = ready(x, ADD_SERIES);
    bind_text(st, 1, uid);
    bind_text(st, 2, part);
    r = run(x, st);
    *out = sqlite3_last_insert_rowid(x->db);
    return r;
}

int cal_index_add_event(struct cal_index *x, int64_t file, const char *group, const char *uid,
                        const char *title, const void *bytes, size_t len)
{
    int64_t series;
    int r = series_of(x, group, uid, &series);
    if (r < 0)
        return r;
    sqlite3_stmt *st = ready(x, ADD_EVENT);
    sqlite3_bind_int64(st, 1, series);
    sqlite3_bind_int64(st, 2, file);
    bind_text(st, 3, title);
    sqlite3_bind_blob64(st, 4, bytes, len, SQLITE_STATIC);
    return run(x, st);
}

int cal_index_touched(struct cal_index *x, int64_t *series)
{
    sqlite3_stmt *st = ready(x, TOUCHED);
    int r = step(x, st);
    *series = r > 0 ? sqlite3_column_int64(st, 0) : 0;
    release(st);
    return r > 0 ? 0 : r;
}

int cal_index_set_series(struct cal_index *x, int64_t series, int64_t low_ms, int64_t high_ms,
                         int64_t masters)
{
    sqlite3_stmt *st = ready(x, SET_SERIES);
    sqlite3_bind_int64(st, 1, series);
    sqlite3_bind_int64(st, 2, low_ms);
    sqlite3_bind_int64(st, 3, high_ms);
    sqlite3_bind_int64(st, 4, masters);
    return run(x, st);
}

int cal_index_drop_series(struct cal_index *x, int64_t series)
{
    return run_id(x, DROP_SERIES, series);
}

static int each_event(struct cal_index *x, sqlite3_stmt *st, cal_index_each_event *each, void *ctx)
{
    int r;
    while ((r = step(x, st)) > 0) {
        const void *bytes = sqlite3_column_blob(st, 2);
        r = each(ctx, sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1), bytes,
                 (size_t)sqlite3_column_bytes(st, 2));
        if (r != 0)
            break;
    }
    release(st);
    return r;
}

int cal_index_between(struct cal_index *x, int64_t from_ms, int64_t to_ms,
                      cal_index_each_event *each, void *ctx)
{
    sqlite3_stmt *st = ready(x, BETWEEN);
    sqlite3_bind_int64(st, 1, from_ms);
    sqlite3_bind_int64(st, 2, to_ms);
    return each_event(x, st, each, ctx);
}

int cal_index_series(struct cal_index *x, int64_t series, cal_index_each_event *each, void *ctx)
{
    sqlite3_stmt *st = ready(x, OF_SERIES);
    sqlite3_bind_int64(st, 1, series);
    return each_event(x, st, each, ctx);
}

int cal_index_titles(struct cal_index *x, int64_t from_ms, cal_index_each_title *each, void *ctx)
{
    sqlite3_stmt *st = ready(x, TITLES);
    int r;
    sqlite3_bind_int64(st, 1, from_ms);
    while ((r = step(x, st)) > 0) {
        const char *title = text_at(st, 1);
        r = title ? each(ctx, sqlite3_column_int64(st, 0), title) : CAL_INDEX_DAMAGED;
        if (r != 0)
            break;
    }
    release(st);
    return r;
}

int cal_index_masters(struct cal_index *x, int64_t *count)
{
    sqlite3_stmt *st = ready(x, MASTERS);
    int r = step(x, st);
    *count = r > 0 ? sqlite3_column_int64(st, 0) : 0;
    release(st);
    return r > 0 ? 0 : r < 0 ? r : CAL_INDEX_DAMAGED;
}

int cal_index_keep_zone(struct cal_index *x, int64_t number, const char *definition)
{
    sqlite3_stmt *st = ready(x, KEEP_ZONE);
    sqlite3_bind_int64(st, 1, number);
    bind_text(st, 2, definition);
    return run(x, st);
}

char *cal_index_zone(struct cal_index *x, int64_t number)
{
    sqlite3_stmt *st = ready(x, ZONE);
    sqlite3_bind_int64(st, 1, number);
    const char *text = step(x, st) > 0 ? text_at(st, 0) : NULL;
    char *copy = text ? sahut_strdup(text) : NULL;
    release(st);
    return copy;
}
