// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "store/store_internal.h"

#define COLUMNS                                                                                    \
    "id, kind, state, title, action, title_is_hint,"                                               \
    " EXISTS (SELECT 1 FROM clip WHERE clip.promise = promise.id),"                                \
    " created_ms, due_ms, duration_s, zone, next_ring_ms, rings"

// The last moment at which it may have done anything; for an ended one that is when it was over.
#define OVER "max(due_ms, next_ring_ms)"

const char *sahut_promise_kind_name(enum sahut_promise_kind kind)
{
    switch (kind) {
    case SAHUT_PROMISE_REMINDER:
        return "reminder";
    case SAHUT_PROMISE_TIMER:
        return "timer";
    case SAHUT_PROMISE_DEVICE:
        return "device";
    }
    return "unknown";
}

const char *sahut_promise_state_name(enum sahut_promise_state state)
{
    switch (state) {
    case SAHUT_PROMISE_PENDING:
        return "pending";
    case SAHUT_PROMISE_RINGING:
        return "ringing";
    case SAHUT_PROMISE_ACKNOWLEDGED:
        return "acknowledged";
    case SAHUT_PROMISE_EXPIRED:
        return "expired";
    case SAHUT_PROMISE_CANCELLED:
        return "cancelled";
    }
    return "unknown";
}

static bool ended(enum sahut_promise_state state)
{
    return state != SAHUT_PROMISE_PENDING && state != SAHUT_PROMISE_RINGING;
}

static void column_text(sqlite3_stmt *row, int column, char *out, size_t size)
{
    const unsigned char *text = sqlite3_column_text(row, column);
    snprintf(out, size, "%s", text ? (const char *)text : "");
}

static void read_promise(sqlite3_stmt *row, struct sahut_promise *p)
{
    *p = (struct sahut_promise){
        .id = sqlite3_column_int64(row, 0),
        .kind = (enum sahut_promise_kind)sqlite3_column_int(row, 1),
        .state = (enum sahut_promise_state)sqlite3_column_int(row, 2),
        .title_is_hint = sqlite3_column_int(row, 5) != 0,
        .has_clip = sqlite3_column_int(row, 6) != 0,
        .created_ms = sqlite3_column_int64(row, 7),
        .due_ms = sqlite3_column_int64(row, 8),
        .duration_s = sqlite3_column_int64(row, 9),
        .next_ring_ms = sqlite3_column_int64(row, 11),
        .rings = sqlite3_column_int(row, 12),
    };
    column_text(row, 3, p->title, sizeof p->title);
    column_text(row, 4, p->action, sizeof p->action);
    column_text(row, 10, p->zone, sizeof p->zone);
}

static int insert(struct sahut_store *s, const struct sahut_promise *p, struct sahut_why *why)
{
    sqlite3_stmt *add = store_kept(
        s, KEPT_PROMISE_ADD,
        "INSERT INTO promise (kind, state, title, action, title_is_hint, created_ms, due_ms,"
        " duration_s, zone, next_ring_ms, rings)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    sqlite3_bind_int(add, 1, (int)p->kind);
    sqlite3_bind_int(add, 2, (int)p->state);
    sqlite3_bind_text(add, 3, p->title, -1, SQLITE_STATIC);
    sqlite3_bind_text(add, 4, p->action, -1, SQLITE_STATIC);
    sqlite3_bind_int(add, 5, p->title_is_hint);
    sqlite3_bind_int64(add, 6, p->created_ms);
    sqlite3_bind_int64(add, 7, p->due_ms);
    sqlite3_bind_int64(add, 8, p->duration_s);
    sqlite3_bind_text(add, 9, p->zone, -1, SQLITE_STATIC);
    sqlite3_bind_int64(add, 10, p->next_ring_ms);
    sqlite3_bind_int(add, 11, p->rings);
    return store_run(s, add, why);
}

int sahut_store_promise_add(struct sahut_store *s, struct sahut_promise *p,
                            const struct sahut_clip *clip, struct sahut_why *why)
{
    struct sahut_promise added = *p;
    added.state = SAHUT_PROMISE_PENDING;
    added.has_clip = clip && clip->n;
    int err = store_begin(s, why);
    if (err)
        return err;
    err = insert(s, &added, why);
    if (!err) {
        added.id = sqlite3_last_insert_rowid(s->db);
        err = added.has_clip ? clip_add(s, added.id, clip, why) : 0;
    }
    err = store_end(s, err, why);
    if (!err)
        *p = added;
    return err;
}

static int get(struct sahut_store *s, int64_t id, struct sahut_promise *out, struct sahut_why *why)
{
    sqlite3_stmt *find =
        store_kept(s, KEPT_PROMISE_GET, "SELECT " COLUMNS " FROM promise WHERE id = ?1");
    sqlite3_bind_int64(find, 1, id);
    int row = store_step(s, find, why);
    if (row > 0)
        read_promise(find, out);
    store_release(find);
    if (row)
        return row > 0 ? 0 : row;
    return sahut_why(why, -ENOENT, "%s: there is no promise %lld", s->path, (long long)id);
}

int sahut_store_promise_get(struct sahut_store *s, int64_t id, struct sahut_promise *out)
{
    return get(s, id, out, NULL);
}

// What has ended has lost its clip and stays ended. An open one may end without having been seen
// ringing here: that change may have met a full disk.
static int check_change(const struct sahut_store *s, const struct sahut_promise *from,
                        const struct sahut_promise *to, struct sahut_why *why)
{
    if (!ended(from->state) || from->state == to->state)
        return 0;
    return sahut_why(why, -EINVAL, "%s: %s %lld was %s already and cannot become %s", s->path,
                     sahut_promise_kind_name(from->kind), (long long)from->id,
                     sahut_promise_state_name(from->state), sahut_promise_state_name(to->state));
}

static int write_back(struct sahut_store *s, const struct sahut_promise *p, struct sahut_why *why)
{
    sqlite3_stmt *update =
        store_kept(s, KEPT_PROMISE_UPDATE,
                   "UPDATE promise SET state = ?2, title = ?3, title_is_hint = ?4, due_ms = ?5,"
                   " next_ring_ms = ?6, rings = ?7 WHERE id = ?1");
    sqlite3_bind_int64(update, 1, p->id);
    sqlite3_bind_int(update, 2, (int)p->state);
    sqlite3_bind_text(update, 3, p->title, -1, SQLITE_STATIC);
    sqlite3_bind_int(update, 4, p->title_is_hint);
    sqlite3_bind_int64(update, 5, p->due_ms);
    sqlite3_bind_int64(update, 6, p->next_ring_ms);
    sqlite3_bind_int(update, 7, p->rings);
    return store_run(s, update, why);
}

int sahut_store_promise_update(struct sahut_store *s, const struct sahut_promise *p,
                               struct sahut_why *why)
{
    struct sahut_promise before;
    bool clip_deleted = false;
    int err = store_begin(s, why);
    if (err)
        return err;
    err = get(s, p->id, &before, why);
    if (!err)
        err = check_change(s, &before, p, why);
    if (!err)
        err = write_back(s, p, why);
    if (!err && ended(p->state))
        err = clip_delete(s, p->id, &clip_deleted, why);
    err = store_end(s, err, why);
    if (!err && clip_deleted)
        clip_erase(s, p->id);
    if (!err)
        store_empty_wal(s);
    return err;
}

int sahut_store_promise_next(struct sahut_store *s, struct sahut_promise *out, int64_t *at_ms)
{
    sqlite3_stmt *next =
        store_kept(s, KEPT_PROMISE_NEXT,
                   "SELECT " COLUMNS ", CASE state WHEN 0 THEN due_ms ELSE next_ring_ms END AS at"
                   " FROM promise WHERE state IN (0, 1) ORDER BY at, id LIMIT 1");
    int row = store_step(s, next, NULL);
    if (row > 0) {
        read_promise(next, out);
        *at_ms = sqlite3_column_int64(next, 13);
    }
    store_release(next);
    return row > 0 ? 0 : row < 0 ? row : -ENOENT;
}

int sahut_store_promise_list(struct sahut_store *s, int kind, int state,
                             bool (*each)(void *ctx, const struct sahut_promise *p), void *ctx)
{
    sqlite3_stmt *list = store_kept(s, KEPT_PROMISE_LIST,
                                    "SELECT " COLUMNS " FROM promise WHERE (?1 < 0 OR kind = ?1)"
                                    " AND (?2 < 0 OR state = ?2) ORDER BY due_ms, id");
    sqlite3_bind_int(list, 1, kind);
    sqlite3_bind_int(list, 2, state);
    struct sahut_promise p;
    int row;
    while ((row = store_step(s, list, NULL)) > 0) {
        read_promise(list, &p);
        if (!each(ctx, &p))
            break;
    }
    store_release(list);
    return row < 0 ? row : 0;
}

int sahut_store_retain(struct sahut_store *s, int64_t before_ms)
{
    sqlite3_stmt *drop =
        store_kept(s, KEPT_PROMISE_RETAIN, "DELETE FROM promise WHERE state > 1 AND " OVER " < ?1");
    sqlite3_bind_int64(drop, 1, before_ms);
    int err = store_run(s, drop, NULL);
    if (err)
        return err;
    if (sqlite3_changes(s->db) > 0)
        s->wal_stale = true;
    // There a promise stands as it was at the upgrade: open, though it is over by now.
    backup_delete(s, "DELETE FROM promise WHERE " OVER " < ?1", before_ms);
    store_empty_wal(s);
    return 0;
}
