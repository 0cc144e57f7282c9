// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>

#include "store/store_internal.h"

static int count(void *ctx, sqlite3 *db, const char *path, struct sahut_why *why)
{
    struct sahut_store_summary *out = ctx;
    int64_t *const to[] = {&out->promises, &out->ended,   &out->guessed,
                           &out->clips,    &out->samples, &out->pronunciations};
    static const char sql[] = "SELECT (SELECT count(*) FROM promise),"
                              " (SELECT count(*) FROM promise WHERE state IN (2, 3, 4)),"
                              " (SELECT count(*) FROM promise WHERE title_is_hint),"
                              " (SELECT count(*) FROM clip),"
                              " (SELECT coalesce(sum(length(pcm)), 0) / 2 FROM clip),"
                              " (SELECT count(*) FROM pronunciation)";
    sqlite3_stmt *q = NULL;
    int err = 0;
    if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK || sqlite3_step(q) != SQLITE_ROW)
        err = sahut_why(why, -EIO, "%s: %s", path, sqlite3_errmsg(db));
    for (int i = 0; !err && i < (int)(sizeof(to) / sizeof(*to)); i++)
        *to[i] = sqlite3_column_int64(q, i);
    sqlite3_finalize(q);
    return err;
}

int sahut_store_summary(const char *dir, struct sahut_store_summary *out, struct sahut_why *why)
{
    *out = (struct sahut_store_summary){0};
    return store_look(dir, count, out, why);
}
