// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdlib.h>

#include "sahut/log.h"
#include "sahut/text.h"
#include "store/store_internal.h"

enum { BUSY_TIMEOUT_MS = 2000 };

// Settings of the connection; none of them writes to the file. 256 KiB of pages are enough for the
// few rows there are; a clip that is longer passes through.
static const char connection_settings[] = "PRAGMA synchronous = FULL;"
                                          "PRAGMA secure_delete = ON;"
                                          "PRAGMA foreign_keys = ON;"
                                          "PRAGMA temp_store = MEMORY;"
                                          "PRAGMA journal_size_limit = 0;"
                                          "PRAGMA wal_autocheckpoint = 128;"
                                          "PRAGMA cache_size = -256";

static int connect_to_file(struct sahut_store *s, struct sahut_why *why)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (!s->dir)
        flags |= SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
    if (sqlite3_open_v2(s->dir ? s->path : ":memory:", &s->db, flags, NULL) != SQLITE_OK) {
        if (!s->db)
            return sahut_why(why, -ENOMEM, "%s: out of memory", s->path);
        return store_failed(s, why);
    }
    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_busy_timeout(s->db, BUSY_TIMEOUT_MS);
    // Saves 100 KiB per connection, and a few small allocations per second do not matter here.
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_LOOKASIDE, NULL, 0, 0);
    // Until it is known to be ours and whole, closing must not write the log into the file.
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return store_exec(s, connection_settings, why);
}

void store_empty_wal(struct sahut_store *s)
{
    if (!s->wal_stale)
        return;
    // Without waiting for a reader in another program: the user is waiting for an answer.
    sqlite3_busy_timeout(s->db, 0);
    int rc = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_busy_timeout(s->db, BUSY_TIMEOUT_MS);
    if (rc == SQLITE_OK)
        s->wal_stale = false;
    else
        sahut_log(SAHUT_LOG_WARN, "store",
                  "%s-wal: %s; it may hold what was deleted until the next change", s->path,
                  sqlite3_errmsg(s->db));
}

int sahut_store_open(const char *dir, struct sahut_store **out, struct sahut_why *why)
{
    struct sahut_store *s = sahut_alloc(1, sizeof *s);
    struct sahut_text path = {0};
    int err = 0;
    if (dir) {
        s->dir = sahut_strdup(dir);
        sahut_text_addf(&path, "%s/sahut.db", dir);
        s->path = sahut_text_take(&path);
        err = folder_prepare(s, why);
    } else {
        s->path = sahut_strdup("the database in memory");
    }
    if (!err)
        err = connect_to_file(s, why);
    if (!err)
        err = schema_ready(s, why);
    if (err) {
        sahut_store_close(s);
        return err;
    }
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    s->has_backups = dir && backup_newest(dir) >= 0;
    // What a crash left in the log may have been deleted just before it.
    s->wal_stale = true;
    store_empty_wal(s);
    *out = s;
    return 0;
}

void sahut_store_close(struct sahut_store *s)
{
    if (!s)
        return;
    if (s->db)
        store_empty_wal(s);
    for (int i = 0; i < KEPT_COUNT; i++)
        sqlite3_finalize(s->kept[i]);
    sqlite3_close(s->db);
    free(s->path);
    free(s->dir);
    free(s);
}
