// SPDX-License-Identifier: GPL-3.0-or-later
/* Samples are stored in little-endian order, so that the file can move between boards. */
#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "store/store_internal.h"

int clip_add(struct sahut_store *s, int64_t promise, const struct sahut_clip *clip,
             struct sahut_why *why)
{
    sqlite3_stmt *add =
        store_kept(s, KEPT_CLIP_ADD, "INSERT INTO clip (promise, pcm) VALUES (?1, ?2)");
    if (!add)
        return store_failed(s, why);
    uint16_t *bytes = sahut_alloc(clip->n, sizeof *bytes);
    for (size_t i = 0; i < clip->n; i++)
        bytes[i] = htole16((uint16_t)clip->pcm[i]);
    sqlite3_bind_int64(add, 1, promise);
    sqlite3_bind_blob64(add, 2, bytes, clip->n * sizeof *bytes, SQLITE_STATIC);
    int err = store_run(s, add, why);
    free(bytes);
    return err;
}

int sahut_store_clip(struct sahut_store *s, int64_t id, int16_t **pcm, size_t *n)
{
    sqlite3_stmt *get = store_kept(s, KEPT_CLIP_GET,
                                   "SELECT pcm FROM clip WHERE promise = ?1 OR promise ="
                                   " (SELECT series FROM promise WHERE id = ?1)");
    sqlite3_bind_int64(get, 1, id);
    int row = store_step(s, get, NULL);
    if (row > 0) {
        const void *bytes = sqlite3_column_blob(get, 0);
        size_t count = (size_t)sqlite3_column_bytes(get, 0) / sizeof **pcm;
        int16_t *samples = sahut_alloc(count, sizeof *samples);
        if (count)
            memcpy(samples, bytes, count * sizeof *samples);
        for (size_t i = 0; i < count; i++)
            samples[i] = (int16_t)le16toh((uint16_t)samples[i]);
        *pcm = samples;
        *n = count;
    }
    store_release(get);
    return row > 0 ? 0 : row < 0 ? row : -ENOENT;
}

int clip_delete(struct sahut_store *s, int64_t promise, bool *deleted, struct sahut_why *why)
{
    sqlite3_stmt *drop = store_kept(s, KEPT_CLIP_DELETE, "DELETE FROM clip WHERE promise = ?1");
    sqlite3_bind_int64(drop, 1, promise);
    int err = store_run(s, drop, why);
    *deleted = !err && sqlite3_changes(s->db) > 0;
    return err;
}

void clip_erase(struct sahut_store *s, int64_t promise)
{
    backup_delete(s, "DELETE FROM clip WHERE promise = ?1", promise);
    s->wal_stale = true;
}
