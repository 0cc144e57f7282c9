// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdio.h>

#include "store/store_internal.h"

int sahut_store_note(struct sahut_store *s, const char *name, char *text, size_t size)
{
    sqlite3_stmt *get = store_kept(s, KEPT_NOTE_GET, "SELECT text FROM note WHERE name = ?1");
    sqlite3_bind_text(get, 1, name, -1, SQLITE_STATIC);
    int row = store_step(s, get, NULL);
    if (row > 0)
        snprintf(text, size, "%s", (const char *)sqlite3_column_text(get, 0));
    store_release(get);
    return row > 0 ? 0 : row < 0 ? row : -ENOENT;
}

int sahut_store_note_put(struct sahut_store *s, const char *name, const char *text,
                         struct sahut_why *why)
{
    sqlite3_stmt *put = store_kept(s, KEPT_NOTE_PUT,
                                   "INSERT INTO note VALUES (?1, ?2)"
                                   " ON CONFLICT (name) DO UPDATE SET text = ?2");
    sqlite3_bind_text(put, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text(put, 2, text, -1, SQLITE_STATIC);
    return store_run(s, put, why);
}
