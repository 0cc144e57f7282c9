// SPDX-License-Identifier: GPL-3.0-or-later
/* The power is cut at every write and sync of a scripted day.
 *
 * SQLite writes through a layer that notes every write, truncation, deletion and sync. For each
 * point of that log the disk is made anew as a cut might leave it: what was synced is there; of
 * what was not, nothing, all, the first half of the last write, or a random part in random order.
 * From each such disk the database must open, and
 *   what was promised before the cut is there, and still open unless it was just being ended;
 *   what was acknowledged, cancelled or expired before the cut stays so.
 */
#include <stdbool.h>

#include "talk.h"

#include "../../support/slow.h"
#include "sahut/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEED 20260504u

/* ---- the layer ---- */

enum op_kind { OP_WRITE, OP_TRUNCATE, OP_DELETE, OP_SYNC };
struct op {
    enum op_kind kind;
    int file; /* into names */
    int64_t offset;
    size_t n;
    unsigned char *bytes;
};
static struct op *ops;
static size_t n_ops, ops_cap;
static char names[8][160];
static int n_names;
static bool noting;

struct noted_file {
    sqlite3_file base;
    int name; /* -1: not noted */
    sqlite3_file *real;
};
static sqlite3_vfs layer, *under;
static sqlite3_io_methods methods;

static int name_of(const char *path)
{
    const char *base = path ? strrchr(path, '/') : NULL;

    if (!base || strncmp(base, "/sahut.db", 9) != 0 || strstr(base, "-shm"))
        return -1;
    for (int i = 0; i < n_names; i++)
        if (strcmp(names[i], base) == 0)
            return i;
    assert_true(n_names < 8);
    snprintf(names[n_names], sizeof names[0], "%s", base);
    return n_names++;
}

static void note(enum op_kind kind, int file, int64_t offset, const void *bytes, size_t n)
{
    if (file < 0 || !noting)
        return;
    if (n_ops == ops_cap)
        ops = realloc(ops, (ops_cap = ops_cap ? 2 * ops_cap : 1024) * sizeof *ops);
    ops[n_ops] = (struct op){kind, file, offset, n, NULL};
    if (n > 0) {
        ops[n_ops].bytes = malloc(n);
        memcpy(ops[n_ops].bytes, bytes, n);
    }
    n_ops++;
}

#define REAL(f) (((struct noted_file *)(f))->real)
#define NAME(f) (((struct noted_file *)(f))->name)

static int x_close(sqlite3_file *f)
{
    return REAL(f)->pMethods ? REAL(f)->pMethods->xClose(REAL(f)) : SQLITE_OK;
}
static int x_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return REAL(f)->pMethods->xRead(REAL(f), to, n, at);
}
static int x_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    note(OP_WRITE, NAME(f), at, from, (size_t)n);
    return REAL(f)->pMethods->xWrite(REAL(f), from, n, at);
}
static int x_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    note(OP_TRUNCATE, NAME(f), size, NULL, 0);
    return REAL(f)->pMethods->xTruncate(REAL(f), size);
}
static int x_sync(sqlite3_file *f, int flags)
{
    note(OP_SYNC, NAME(f), 0, NULL, 0);
    return SQLITE_OK; /* the real one would only cost time */
}
static int x_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return REAL(f)->pMethods->xFileSize(REAL(f), size);
}
static int x_lock(sqlite3_file *f, int how)
{
    return REAL(f)->pMethods->xLock(REAL(f), how);
}
static int x_unlock(sqlite3_file *f, int how)
{
    return REAL(f)->pMethods->xUnlock(REAL(f), how);
}
static int x_reserved(sqlite3_file *f, int *out)
{
    return REAL(f)->pMethods->xCheckReservedLock(REAL(f), out);
}
static int x_control(sqlite3_file *f, int op, void *arg)
{
    return REAL(f)->pMethods->xFileControl(REAL(f), op, arg);
}
static int x_sector(sqlite3_file *f)
{
    return 512;
}
static int x_device(sqlite3_file *f)
{
    return 0; /* promises nothing: no atomic writes, no order */
}
static int x_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return REAL(f)->pMethods->xShmMap(REAL(f), page, size, extend, out);
}
static int x_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
    return REAL(f)->pMethods->xShmLock(REAL(f), offset, n, flags);
}
static void x_shm_barrier(sqlite3_file *f)
{
    REAL(f)->pMethods->xShmBarrier(REAL(f));
}
static int x_shm_unmap(sqlite3_file *f, int remove)
{
    return REAL(f)->pMethods->xShmUnmap(REAL(f), remove);
}

static int x_open(sqlite3_vfs *v, const char *path, sqlite3_file *f, int flags, int *out)
{
    struct noted_file *mine = (struct noted_file *)f;
    int rc;

    mine->name = name_of(path);
    mine->real = (sqlite3_file *)(mine + 1);
    rc = under->xOpen(under, path, mine->real, flags, out);
    mine->base.pMethods = rc == SQLITE_OK ? &methods : NULL;
    return rc;
}

static int x_delete(sqlite3_vfs *v, const char *path, int sync)
{
    note(OP_DELETE, name_of(path), 0, NULL, 0);
    return under->xDelete(under, path, sync);
}

static void layer_on(void)
{
    under = sqlite3_vfs_find(NULL);
    layer = *under;
    layer.zName = "noted";
    layer.szOsFile = (int)sizeof(struct noted_file) + under->szOsFile;
    layer.xOpen = x_open;
    layer.xDelete = x_delete;
    methods = (sqlite3_io_methods){
        2,          x_close,       x_read,      x_write,   x_truncate, x_sync,   x_size,
        x_lock,     x_unlock,      x_reserved,  x_control, x_sector,   x_device, x_shm_map,
        x_shm_lock, x_shm_barrier, x_shm_unmap, NULL,      NULL};
    assert_int_equal(sqlite3_vfs_register(&layer, 1), SQLITE_OK);
    noting = true;
}

static void layer_off(void)
{
    noting = false;
    sqlite3_vfs_register(under, 1);
    sqlite3_vfs_unregister(&layer);
}

/* ---- the day ---- */

#define MOST_IDS 64
struct snapshot {
    size_t op; /* complete when so many ops were done */
    signed char state[MOST_IDS];
};

static const struct step day[] = {
    {"2026-05-04T06:00", "!clock a trusted 100", ""},
    {"2026-05-04T06:00", "reminder.set|text=tea|when=2026-05-04T07:00", "reminder_set …"},
    {"2026-05-04T06:01", "~reminder.set|text=*|when=2026-05-04T08:00", "reminder_set …"},
    {"2026-05-04T06:02", "timer.set|duration=600|name=egg", "timer_set …"},
    {"2026-05-04T06:03", "alarm.set|repeat=every day at seven", "alarm_set_again …"},
    {"2026-05-04T06:04", "timer.pause|name=egg", "timer_paused …"},
    {"2026-05-04T06:06", "timer.resume|name=egg", "timer_resumed …"},
    {"2026-05-04T06:14", "!due", "timer_due …"},
    {"2026-05-04T06:14", "dialogue.stop", "acknowledged …"},
    {"2026-05-04T07:00", "!due", "reminder_due …"},
    {"2026-05-04T07:00", "!due", "alarm_due …"},
    {"2026-05-04T07:00", "alarm.snooze|duration=300", "snoozed …"},
    {"2026-05-04T07:05", "!due", "…"},
    {"2026-05-04T07:05", "!due", "…"},
    {"2026-05-04T07:05", "dialogue.stop", "acknowledged …"},
    {"2026-05-04T08:00", "!due", "reminder_clip …"},
    {"2026-05-04T08:00", "dialogue.stop", "acknowledged …"},
    {"2026-05-04T09:00", "reminder.set|text=x|when=2026-05-05T09:00", "reminder_set …"},
    {"2026-05-04T09:01", "reminder.cancel|text=x", "reminder_cancelled …"},
    {"2026-05-04T09:02", "dialogue.undo", "undone …"},
    {"2026-05-04T09:03", "reminder.change|text=x|amount=3600|direction=later", "…"},
    {"2026-05-04T09:04", "device.on|device=heater|duration=1200", "device_on_for …"},
    {"2026-05-04T09:24", "!due", "(silent) <heater off>"},
    {"2026-05-04T10:00",
     "alarm.change|scope=only|old=2026-05-05T00:00..2026-05-06T00:00 day|when=2026-05-05T06:30",
     "alarm_changed …"},
    {"2026-05-04T11:00", "!clock a trusted 14500", ""}, /* an hour was lost */
    {"2026-05-04T11:00", "stopwatch.start", "stopwatch_started …"},
    {"2026-05-04T11:10", "stopwatch.cancel", "stopwatch_gone …"},
    {"2026-05-04T12:00", "!restart", ""},
    {"2026-05-04T12:00", "!clock b trusted 20", ""},
    {"2026-05-04T12:00", "alarm.cancel|scope=all", "alarms_cancelled …"},
    {"2026-05-05T10:00", "!due", "…"},
    {"2026-05-05T10:00", "dialogue.stop", "acknowledged …"},
};
#define STEPS (sizeof day / sizeof *day)

static bool snap_each(void *ctx, const struct sahut_promise *p)
{
    struct snapshot *snap = ctx;

    assert_true(p->id > 0 && p->id < MOST_IDS);
    snap->state[p->id] = (signed char)p->state;
    return true;
}

static void take(struct sahut_store *store, struct snapshot *snap)
{
    memset(snap->state, -1, sizeof snap->state);
    snap->op = n_ops;
    assert_int_equal(sahut_store_promise_list(store, -1, -1, snap_each, snap), 0);
}

/* ---- the disk after a cut ---- */

struct content {
    unsigned char *bytes;
    size_t n;
    bool exists;
};

static void apply(struct content *disk, const struct op *op, size_t n)
{
    struct content *c = &disk[op->file];

    switch (op->kind) {
    case OP_WRITE:
        c->exists = true;
        if (op->offset + (int64_t)n > (int64_t)c->n) {
            c->bytes = realloc(c->bytes, (size_t)op->offset + n);
            memset(c->bytes + c->n, 0, (size_t)op->offset + n - c->n);
            c->n = (size_t)op->offset + n;
        }
        memcpy(c->bytes + op->offset, op->bytes, n);
        return;
    case OP_TRUNCATE:
        c->n = (size_t)op->offset < c->n ? (size_t)op->offset : c->n;
        return;
    case OP_DELETE:
        c->exists = false;
        c->n = 0;
        return;
    case OP_SYNC:
        return;
    }
}

enum left { LEFT_NOTHING, LEFT_ALL, LEFT_TORN, LEFT_RANDOM, LEFT_KINDS = LEFT_RANDOM + 3 };

static unsigned dice;
static unsigned roll(unsigned sides)
{
    dice = dice * 1664525u + 1013904223u;
    return (dice >> 8) % sides;
}

/* Of the unsynced ops `late` what a cut leaves. A file's truncations and deletions keep their order
 * with its other ops: journals of file systems do that much. */
static void leave(struct content *disk, const struct op **late, size_t n, int left)
{
    for (size_t i = 0; left >= LEFT_RANDOM && i + 1 < n; i++) {
        const size_t j = i + roll((unsigned)(n - i));
        const struct op *other = late[j];

        if (late[i]->kind == OP_WRITE && other->kind == OP_WRITE) {
            late[j] = late[i];
            late[i] = other;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (left == LEFT_NOTHING || (left >= LEFT_RANDOM && roll(2)))
            continue;
        if (late[i]->kind == OP_WRITE && left != LEFT_ALL && (i + 1 == n || left >= LEFT_RANDOM))
            apply(disk, late[i], late[i]->n > 512 ? late[i]->n / 2 / 512 * 512 : late[i]->n);
        else
            apply(disk, late[i], late[i]->n);
    }
}

static void make_disk(struct content disk[8], size_t cut, int left)
{
    const struct op **late = calloc(cut + 1, sizeof *late);
    size_t n = 0, synced[8] = {0}, last_sync = 0;

    for (size_t i = 0; i < cut; i++)
        if (ops[i].kind == OP_SYNC)
            synced[ops[i].file] = last_sync = i;
    memset(disk, 0, 8 * sizeof *disk);
    disk[0].exists = true; /* created and its folder synced before SQLite sees it */
    for (size_t i = 0; i < cut; i++) {
        if (i < synced[ops[i].file] || (ops[i].kind == OP_DELETE && i < last_sync))
            apply(disk, &ops[i], ops[i].n);
        else if (ops[i].kind != OP_SYNC)
            late[n++] = &ops[i];
    }
    leave(disk, late, n, left);
    free(late);
}

static void write_disk(const char *folder, const struct content disk[8])
{
    char path[256];

    snprintf(path, sizeof path, "%s/sahut.db-shm", folder);
    unlink(path);
    for (int i = 0; i < n_names; i++) {
        FILE *f;

        assert_in_range(snprintf(path, sizeof path, "%s%s", folder, names[i]), 1, sizeof path - 1);
        unlink(path);
        if (!disk[i].exists)
            continue;
        f = fopen(path, "wb");
        assert_non_null(f);
        assert_int_equal(disk[i].n ? fwrite(disk[i].bytes, 1, disk[i].n, f) : 0, disk[i].n);
        fclose(f);
    }
}

static bool is_open(int promise_state)
{
    return promise_state == SAHUT_PROMISE_PENDING || promise_state == SAHUT_PROMISE_RINGING ||
           promise_state == SAHUT_PROMISE_PAUSED;
}

static void check(const char *folder, const struct snapshot *before, const struct snapshot *after,
                  size_t cut, int left)
{
    struct sahut_store *store;
    struct sahut_why why;
    struct snapshot is;

    if (sahut_store_open(folder, &store, &why))
        fail_msg("cut after %zu of %zu, variant %d: %s", cut, n_ops, left, why.text);
    take(store, &is);
    sahut_store_close(store);
    for (int id = 0; id < MOST_IDS; id++) {
        const bool lost =
            is_open(before->state[id]) && is_open(after->state[id]) && !is_open(is.state[id]);
        const bool again = before->state[id] >= 0 && !is_open(before->state[id]) &&
                           !is_open(after->state[id]) && is_open(is.state[id]);

        if (lost || again || (before->state[id] >= 0 && is.state[id] < 0))
            fail_msg("cut after %zu of %zu, variant %d: promise %d was %d, would be %d, is %d", cut,
                     n_ops, left, id, before->state[id], after->state[id], is.state[id]);
    }
}

static void every_cut(void **state)
{
    struct snapshot *snaps = calloc(STEPS + 1, sizeof *snaps);
    /* Thousands of disks: in memory where there is a place for it. */
    char folder[64], command[96];
    const char *in;
    struct world *w;
    size_t step = 0, images = 0;

    dice = SEED;
    layer_on();
    w = world_new("", true);
    take(world_database(w, &in), &snaps[0]);
    for (size_t i = 0; i < STEPS; i++) {
        talk(w, &day[i], 1);
        take(world_database(w, &in), &snaps[i + 1]);
    }
    world_free(w);
    layer_off();
    snprintf(folder, sizeof folder, "%s/sahut-cuts-XXXXXX",
             access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
    assert_non_null(mkdtemp(folder));
    for (size_t cut = 0; cut <= n_ops; cut += SLOWNESS) {
        while (step < STEPS && snaps[step + 1].op <= cut)
            step++;
        for (int left = 0; left < LEFT_KINDS; left++) {
            struct content disk[8];

            make_disk(disk, cut, left);
            write_disk(folder, disk);
            for (int i = 0; i < 8; i++)
                free(disk[i].bytes);
            if (cut >= snaps[0].op)
                check(folder, &snaps[step], &snaps[step < STEPS ? step + 1 : step], cut, left);
            images++;
        }
    }
    print_message("# seed %u: %zu cuts, %zu disks, every promise kept\n", SEED,
                  n_ops / SLOWNESS + 1, images);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
    for (size_t i = 0; i < n_ops; i++)
        free(ops[i].bytes);
    free(ops);
    free(snaps);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_cut)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
