// SPDX-License-Identifier: GPL-3.0-or-later
/* Is the database whole? Looks, and changes nothing. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "sahut/text.h"
#include "store/store_internal.h"

static int check(void *ctx, sqlite3 *db, const char *path, struct sahut_why *why)
{
    sqlite3_stmt *q = NULL;
    int err = 0;
    if (sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &q, NULL) != SQLITE_OK ||
        sqlite3_step(q) != SQLITE_ROW)
        err = sahut_why(why, -EIO, "%s: %s", path, sqlite3_errmsg(db));
    else if (strcmp((const char *)sqlite3_column_text(q, 0), "ok") != 0)
        err = sahut_why(why, -EUCLEAN, "%s: %s", path, sqlite3_column_text(q, 0));
    sqlite3_finalize(q);
    return err;
}

int store_look(const char *dir, store_look_at *look_at, void *ctx, struct sahut_why *why)
{
    struct sahut_text path = {0};
    sqlite3 *db = NULL;
    sahut_text_addf(&path, "%s/sahut.db", dir);
    int err;
    if (access(path.s, F_OK))
        err = sahut_why(why, -errno, "%s: %s", path.s, strerror(errno));
    else if (sqlite3_open_v2(path.s, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) !=
             SQLITE_OK)
        err = sahut_why(why, -EIO, "%s: %s", path.s, db ? sqlite3_errmsg(db) : "no memory");
    else {
        sqlite3_busy_timeout(db, 2000);
        err = look_at(ctx, db, path.s, why);
    }
    sqlite3_close(db);
    sahut_text_finish(&path);
    return err;
}

int sahut_store_check(const char *dir, struct sahut_why *why)
{
    return store_look(dir, check, NULL, why);
}
