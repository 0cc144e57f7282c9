// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>

#include "sahut/text.h"
#include "store/store_internal.h"

int sahut_store_pronunciation(struct sahut_store *s, const char *language, const char *word,
                              char **phones)
{
    sqlite3_stmt *get =
        store_kept(s, KEPT_PRONUNCIATION_GET,
                   "SELECT phones FROM pronunciation WHERE language = ?1 AND word = ?2");
    sqlite3_bind_text(get, 1, language, -1, SQLITE_STATIC);
    sqlite3_bind_text(get, 2, word, -1, SQLITE_STATIC);
    int row = store_step(s, get, NULL);
    if (row > 0)
        *phones = sahut_strdup((const char *)sqlite3_column_text(get, 0));
    store_release(get);
    return row > 0 ? 0 : row < 0 ? row : -ENOENT;
}

int sahut_store_pronunciation_put(struct sahut_store *s, const char *language, const char *word,
                                  const char *phones)
{
    sqlite3_stmt *put = store_kept(s, KEPT_PRONUNCIATION_PUT,
                                   "INSERT INTO pronunciation (language, word, phones)"
                                   " VALUES (?1, ?2, ?3)"
                                   " ON CONFLICT DO UPDATE SET phones = excluded.phones");
    sqlite3_bind_text(put, 1, language, -1, SQLITE_STATIC);
    sqlite3_bind_text(put, 2, word, -1, SQLITE_STATIC);
    sqlite3_bind_text(put, 3, phones, -1, SQLITE_STATIC);
    return store_run(s, put, NULL);
}
