// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "store/store_internal.h"

#define COLUMNS                                                                                    \
    "id, kind, state, severity, title, action, title_is_hint,"                                     \
    " EXISTS (SELECT 1 FROM clip WHERE clip.promise = promise.id OR"                               \
    " (promise.series > 0 AND clip.promise = promise.series)),"                                    \
    " created_ms, due_ms, duration_s, zone, local, series, rule, first, except_, at_ms, boot,"     \
    " left_ms, sure, guessed, cut, told, rings, ended_ms"

// When an ended one was over.
#define OVER "max(due_ms, ended_ms)"

const char *sahut_promise_kind_name(enum sahut_promise_kind kind)
{
    switch (kind) {
    case SAHUT_PROMISE_REMINDER:
        return "reminder";
    case SAHUT_PROMISE_TIMER:
        return "timer";
    case SAHUT_PROMISE_DEVICE:
        return "device";
    case SAHUT_PROMISE_ALARM:
        return "alarm";
    case SAHUT_PROMISE_STOPWATCH:
        return "stopwatch";
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
    case SAHUT_PROMISE_PAUSED:
        return "paused";
    }
    return "unknown";
}

const char *sahut_severity_name(enum sahut_severity severity)
{
    switch (severity) {
    case SAHUT_NORMAL:
        return "normal";
    case SAHUT_IMPORTANT:
        return "important";
    case SAHUT_URGENT:
        return "urgent";
    }
    return "unknown";
}

static bool ended(enum sahut_promise_state state)
{
    return state == SAHUT_PROMISE_ACKNOWLEDGED || state == SAHUT_PROMISE_EXPIRED ||
           state == SAHUT_PROMISE_CANCELLED;
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
        .severity = (enum sahut_severity)sqlite3_column_int(row, 3),
        .title_is_hint = sqlite3_column_int(row, 6) != 0,
        .has_clip = sqlite3_column_int(row, 7) != 0,
        .created_ms = sqlite3_column_int64(row, 8),
        .due_ms = sqlite3_column_int64(row, 9),
        .duration_s = sqlite3_column_int64(row, 10),
        .series = sqlite3_column_int64(row, 13),
        .at_ms = sqlite3_column_int64(row, 17),
        .left_ms = sqlite3_column_int64(row, 19),
        .sure = sqlite3_column_int(row, 20) != 0,
        .guessed = sqlite3_column_int(row, 21) != 0,
        .cut = sqlite3_column_int(row, 22) != 0,
        .told = sqlite3_column_int(row, 23) != 0,
        .rings = sqlite3_column_int(row, 24),
        .ended_ms = sqlite3_column_int64(row, 25),
    };
    column_text(row, 4, p->title, sizeof p->title);
    column_text(row, 5, p->action, sizeof p->action);
    column_text(row, 11, p->zone, sizeof p->zone);
    column_text(row, 12, p->local, sizeof p->local);
    column_text(row, 14, p->rule, sizeof p->rule);
    column_text(row, 15, p->first, sizeof p->first);
    column_text(row, 16, p->except, sizeof p->except);
    column_text(row, 18, p->boot_id, sizeof p->boot_id);
}

// What can change; ?20 and on are the others.
static void bind_changing(sqlite3_stmt *to, const struct sahut_promise *p)
{
    sqlite3_bind_int(to, 1, (int)p->state);
    sqlite3_bind_int(to, 2, (int)p->severity);
    sqlite3_bind_text(to, 3, p->title, -1, SQLITE_STATIC);
    sqlite3_bind_int(to, 4, p->title_is_hint);
    sqlite3_bind_int64(to, 5, p->due_ms);
    sqlite3_bind_int64(to, 6, p->duration_s);
    sqlite3_bind_text(to, 7, p->zone, -1, SQLITE_STATIC);
    sqlite3_bind_text(to, 8, p->local, -1, SQLITE_STATIC);
    sqlite3_bind_text(to, 9, p->rule, -1, SQLITE_STATIC);
    sqlite3_bind_text(to, 10, p->first, -1, SQLITE_STATIC);
    sqlite3_bind_text(to, 11, p->except, -1, SQLITE_STATIC);
    sqlite3_bind_int64(to, 12, p->at_ms);
    sqlite3_bind_text(to, 13, p->boot_id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(to, 14, p->left_ms);
    sqlite3_bind_int(to, 15, p->sure | p->guessed << 1 | p->cut << 2 | p->told << 3);
    sqlite3_bind_int(to, 16, p->rings);
    sqlite3_bind_int64(to, 17, p->ended_ms);
}

#define FLAGS "?15 & 1, (?15 >> 1) & 1, (?15 >> 2) & 1, (?15 >> 3) & 1"

static int insert(struct sahut_store *s, const struct sahut_promise *p, struct sahut_why *why)
{
    sqlite3_stmt *add = store_kept(
        s, KEPT_PROMISE_ADD,
        "INSERT INTO promise (state, severity, title, title_is_hint, due_ms, duration_s, zone,"
        " local, rule, first, except_, at_ms, boot, left_ms, sure, guessed, cut, told, rings,"
        " ended_ms, kind, action, created_ms, series)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, " FLAGS
        ", ?16, ?17, ?20, ?21, ?22, ?23)");
    bind_changing(add, p);
    sqlite3_bind_int(add, 20, (int)p->kind);
    sqlite3_bind_text(add, 21, p->action, -1, SQLITE_STATIC);
    sqlite3_bind_int64(add, 22, p->created_ms);
    sqlite3_bind_int64(add, 23, p->series);
    return store_run(s, add, why);
}

// By the wall clock a promise wants attention when it is due.
static void settle(struct sahut_promise *p)
{
    if (p->state == SAHUT_PROMISE_PENDING && !p->boot_id[0])
        p->at_ms = p->due_ms;
}

// Inside a transaction.
static int add(struct sahut_store *s, struct sahut_promise *p, const struct sahut_clip *clip,
               struct sahut_why *why)
{
    bool has_clip = clip && clip->n;
    settle(p);
    int err = insert(s, p, why);
    if (err)
        return err;
    p->id = sqlite3_last_insert_rowid(s->db);
    p->has_clip = has_clip || (p->series && p->has_clip);
    return has_clip ? clip_add(s, p->id, clip, why) : 0;
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
    sqlite3_stmt *update = store_kept(
        s, KEPT_PROMISE_UPDATE,
        "UPDATE promise SET (state, severity, title, title_is_hint, due_ms, duration_s, zone, "
        "local,"
        " rule, first, except_, at_ms, boot, left_ms, sure, guessed, cut, told, rings, ended_ms)"
        " = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, " FLAGS
        ", ?16, ?17) WHERE id = ?20");
    bind_changing(update, p);
    sqlite3_bind_int64(update, 20, p->id);
    return store_run(s, update, why);
}

static int update(struct sahut_store *s, struct sahut_promise *p, bool reopen, bool *clip_deleted,
                  struct sahut_why *why)
{
    struct sahut_promise before;
    int err = get(s, p->id, &before, why);
    if (!err && !reopen)
        err = check_change(s, &before, p, why);
    settle(p);
    if (!err)
        err = write_back(s, p, why);
    if (!err && ended(p->state))
        err = clip_delete(s, p->id, clip_deleted, why);
    return err;
}

static int remove_row(struct sahut_store *s, int64_t id, bool *clip_deleted, struct sahut_why *why)
{
    sqlite3_stmt *drop = store_kept(s, KEPT_PROMISE_REMOVE, "DELETE FROM promise WHERE id = ?1");
    int err = clip_delete(s, id, clip_deleted, why);
    if (err)
        return err;
    sqlite3_bind_int64(drop, 1, id);
    return store_run(s, drop, why);
}

static int change_one(struct sahut_store *s, const struct sahut_store_change *c, bool *clip_deleted,
                      struct sahut_why *why)
{
    int err;
    switch (c->verb) {
    case SAHUT_STORE_ADD:
        return add(s, c->promise, c->clip, why);
    case SAHUT_STORE_UPDATE:
        return update(s, c->promise, false, clip_deleted, why);
    case SAHUT_STORE_REOPEN:
        err = update(s, c->promise, true, clip_deleted, why);
        return err || !c->clip ? err : clip_add(s, c->promise->id, c->clip, why);
    case SAHUT_STORE_REMOVE:
        return remove_row(s, c->promise->id, clip_deleted, why);
    }
    return 0;
}

int sahut_store_apply(struct sahut_store *s, const struct sahut_store_change *changes, size_t n,
                      struct sahut_why *why)
{
    bool any_deleted = false;
    int err = store_begin(s, why);
    if (err)
        return err;
    for (size_t i = 0; !err && i < n; i++) {
        bool deleted = false;
        err = change_one(s, &changes[i], &deleted, why);
        any_deleted = any_deleted || deleted;
    }
    err = store_end(s, err, why);
    for (size_t i = 0; !err && any_deleted && i < n; i++)
        clip_erase(s, changes[i].promise->id);
    if (!err)
        store_empty_wal(s);
    return err;
}

int sahut_store_promise_add(struct sahut_store *s, struct sahut_promise *p,
                            const struct sahut_clip *clip, struct sahut_why *why)
{
    struct sahut_promise added = *p;
    const struct sahut_store_change change = {SAHUT_STORE_ADD, &added, clip};
    added.state = SAHUT_PROMISE_PENDING;
    added.has_clip = false;
    int err = sahut_store_apply(s, &change, 1, why);
    if (!err)
        *p = added;
    return err;
}

int sahut_store_promise_update(struct sahut_store *s, const struct sahut_promise *p,
                               struct sahut_why *why)
{
    struct sahut_promise changed = *p;
    const struct sahut_store_change change = {SAHUT_STORE_UPDATE, &changed, NULL};
    return sahut_store_apply(s, &change, 1, why);
}

int sahut_store_promise_next(struct sahut_store *s, const char *boot_id, struct sahut_promise *out)
{
    sqlite3_stmt *next = store_kept(s, KEPT_PROMISE_NEXT,
                                    "SELECT " COLUMNS " FROM promise"
                                    " WHERE state < 2 AND kind <> 4 AND boot = ?1"
                                    " ORDER BY at_ms, id LIMIT 1");
    sqlite3_bind_text(next, 1, boot_id, -1, SQLITE_STATIC);
    int row = store_step(s, next, NULL);
    if (row > 0)
        read_promise(next, out);
    store_release(next);
    return row > 0 ? 0 : row < 0 ? row : -ENOENT;
}

int sahut_store_promise_list(struct sahut_store *s, int kind, int state,
                             bool (*each)(void *ctx, const struct sahut_promise *p), void *ctx)
{
    // With the state the index gives the order, and what has another state is not read.
    sqlite3_stmt *list =
        state < 0 ? store_kept(s, KEPT_PROMISE_LIST,
                               "SELECT " COLUMNS " FROM promise WHERE (?1 < 0 OR kind = ?1)"
                               " AND ?2 < 0 ORDER BY due_ms, id")
                  : store_kept(s, KEPT_PROMISE_LIST_STATE,
                               "SELECT " COLUMNS " FROM promise WHERE (?1 < 0 OR kind = ?1)"
                               " AND state = ?2 ORDER BY due_ms, id");
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
    sqlite3_stmt *drop = store_kept(
        s, KEPT_PROMISE_RETAIN, "DELETE FROM promise WHERE state IN (2, 3, 4) AND " OVER " < ?1");
    sqlite3_bind_int64(drop, 1, before_ms);
    int err = store_run(s, drop, NULL);
    if (err)
        return err;
    if (sqlite3_changes(s->db) > 0)
        s->wal_stale = true;
    // There a promise stands as it was at the upgrade: open, though it is over by now. The columns
    // are those of every version.
    backup_delete(s, "DELETE FROM promise WHERE due_ms < ?1", before_ms);
    store_empty_wal(s);
    return 0;
}
