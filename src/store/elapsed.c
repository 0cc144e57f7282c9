// SPDX-License-Identifier: GPL-3.0-or-later
/* What starts of the machine and settings of its clock do to promises that go by elapsed time. */
#include "store/store_internal.h"

int sahut_store_restarted(struct sahut_store *s, const char *boot_id, int64_t boot_ms,
                          int64_t boot_minus_wall_ms, bool trusted, struct sahut_why *why)
{
    sqlite3_stmt *take =
        store_kept(s, KEPT_RESTARTED,
                   "UPDATE promise SET"
                   " at_ms = CASE WHEN state = 1 THEN ?2 WHEN ?4 AND sure THEN due_ms + ?3"
                   " WHEN kind = 4 THEN ?2 - left_ms ELSE ?2 + left_ms END,"
                   " guessed = state = 0 AND NOT (?4 AND sure),"
                   " cut = cut OR (state = 1 AND rings > 0), boot = ?1"
                   " WHERE state < 2 AND boot <> '' AND boot <> ?1");
    sqlite3_bind_text(take, 1, boot_id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(take, 2, boot_ms);
    sqlite3_bind_int64(take, 3, boot_minus_wall_ms);
    sqlite3_bind_int(take, 4, trusted);
    return store_run(s, take, why);
}

int sahut_store_clock_set(struct sahut_store *s, const char *boot_id, int64_t boot_minus_wall_ms,
                          bool trusted, struct sahut_why *why)
{
    // The right-hand sides see the row as it was.
    sqlite3_stmt *follow =
        store_kept(s, KEPT_CLOCK_SET,
                   "UPDATE promise SET"
                   " at_ms = CASE WHEN guessed AND sure THEN due_ms + ?2 ELSE at_ms END,"
                   " due_ms = CASE WHEN guessed AND sure THEN due_ms ELSE at_ms - ?2 END,"
                   " guessed = guessed AND NOT sure,"
                   " sure = ?3"
                   " WHERE state = 0 AND boot = ?1 AND (?3 OR NOT (guessed AND sure))"
                   " AND (guessed OR sure <> ?3 OR abs(at_ms - ?2 - due_ms) > 999)");
    sqlite3_bind_text(follow, 1, boot_id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(follow, 2, boot_minus_wall_ms);
    sqlite3_bind_int(follow, 3, trusted);
    int err = store_run(s, follow, why);
    if (err || !trusted)
        return err;
    return store_run(s,
                     store_kept(s, KEPT_SURE,
                                "UPDATE promise SET sure = 1"
                                " WHERE state < 2 AND kind <> 4 AND boot = '' AND NOT sure"),
                     why);
}

int sahut_store_save_left(struct sahut_store *s, const char *boot_id, int64_t boot_ms,
                          struct sahut_why *why)
{
    sqlite3_stmt *save = store_kept(s, KEPT_SAVE_LEFT,
                                    "UPDATE promise SET left_ms ="
                                    " max(0, CASE kind WHEN 4 THEN ?2 - at_ms ELSE at_ms - ?2 END)"
                                    " WHERE state = 0 AND boot = ?1");
    sqlite3_bind_text(save, 1, boot_id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(save, 2, boot_ms);
    return store_run(s, save, why);
}

int64_t sahut_store_ends_after(struct sahut_store *s, const char *boot_id, int64_t boot_ms)
{
    int64_t at_ms = INT64_MAX;
    sqlite3_stmt *get = store_kept(s, KEPT_ENDS_AFTER,
                                   "SELECT at_ms FROM promise WHERE state < 2 AND kind <> 4"
                                   " AND boot = ?1 AND at_ms > ?2 ORDER BY at_ms LIMIT 1");
    sqlite3_bind_text(get, 1, boot_id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(get, 2, boot_ms);
    if (store_step(s, get, NULL) > 0)
        at_ms = sqlite3_column_int64(get, 0);
    store_release(get);
    return at_ms;
}

int64_t sahut_store_latest(struct sahut_store *s)
{
    int64_t ms = 0;
    // Of what was done by a trusted clock, or failing that by any.
    int err = store_number(s,
                           "SELECT coalesce((SELECT max(max(created_ms, ended_ms)) FROM promise"
                           " WHERE sure), (SELECT max(max(created_ms, ended_ms)) FROM promise), 0)",
                           &ms, NULL);
    return err ? 0 : ms;
}
