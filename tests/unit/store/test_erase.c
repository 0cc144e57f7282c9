// SPDX-License-Identifier: GPL-3.0-or-later
/* A clip that is deleted is gone: from the database, the log and the backups. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "folder.h"

static bool holds_any(const char *dir, const struct sahut_clip *clip)
{
    const char *bytes = (const char *)clip->pcm;
    const size_t size = clip->n * sizeof *clip->pcm;
    // Pieces from everywhere, short enough to lie within one page.
    for (size_t at = 0; at + MARK_SIZE <= size; at += size / 20)
        if (folder_holds(dir, bytes + at, MARK_SIZE))
            return true;
    return false;
}

static struct sahut_promise add(struct sahut_store *store, const char *title,
                                const struct sahut_clip *clip)
{
    struct sahut_promise p = {.kind = SAHUT_PROMISE_REMINDER, .due_ms = 1000};
    struct sahut_why why = {""};
    snprintf(p.title, sizeof p.title, "%s", title);
    assert_int_equal(sahut_store_promise_add(store, &p, clip, &why), 0);
    return p;
}

static void an_ended_promise_loses_its_clip(void **state)
{
    const struct folder *f = *state;
    static const enum sahut_promise_state ends[] = {SAHUT_PROMISE_ACKNOWLEDGED,
                                                    SAHUT_PROMISE_EXPIRED, SAHUT_PROMISE_CANCELLED};
    struct sahut_store *store = store_open(f->path);
    struct sahut_clip kept = clip_of(77);
    struct sahut_promise staying = add(store, "staying", &kept);
    char wal[128];
    snprintf(wal, sizeof wal, "%s-wal", f->db);
    for (uint32_t i = 0; i < 3; i++) {
        struct sahut_clip clip = clip_of(i + 1);
        struct sahut_promise p = add(store, "ending", &clip);
        struct sahut_why why;
        struct stat info;
        int16_t *pcm;
        size_t n;
        assert_true(holds_any(f->path, &clip));
        p.state = SAHUT_PROMISE_RINGING;
        assert_int_equal(sahut_store_promise_update(store, &p, &why), 0);
        assert_true(holds_any(f->path, &clip));
        p.state = ends[i];
        assert_int_equal(sahut_store_promise_update(store, &p, &why), 0);
        assert_false(holds_any(f->path, &clip));
        assert_int_equal(stat(wal, &info), 0);
        assert_int_equal(info.st_size, 0);
        assert_int_equal(sahut_store_clip(store, p.id, &pcm, &n), -ENOENT);
        clip_free(&clip);
    }
    assert_true(staying.has_clip && folder_holds(f->path, clip_mark(&kept), MARK_SIZE));
    sahut_store_close(store);
    clip_free(&kept);
}

static void retention_erases_the_words(void **state)
{
    const struct folder *f = *state;
    static const char words[] = "something rather private";
    struct sahut_store *store = store_open(f->path);
    struct sahut_promise p = add(store, words, NULL);
    struct sahut_why why;
    p.state = SAHUT_PROMISE_ACKNOWLEDGED;
    assert_int_equal(sahut_store_promise_update(store, &p, &why), 0);
    assert_int_equal(sahut_store_retain(store, 1000), 0);
    assert_true(folder_holds(f->path, words, strlen(words)));
    assert_int_equal(sahut_store_retain(store, 1001), 0);
    assert_false(folder_holds(f->path, words, strlen(words)));
    sahut_store_close(store);
}

// Killed at once after the change returned: nothing is left to a tidy end.
static void a_crash_does_not_bring_it_back(void **state)
{
    const struct folder *f = *state;
    struct sahut_clip clip = clip_of(5);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        struct sahut_store *store = store_open(f->path);
        struct sahut_promise p = add(store, "", &clip);
        p.state = SAHUT_PROMISE_ACKNOWLEDGED;
        sahut_store_promise_update(store, &p, NULL);
        raise(SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_false(holds_any(f->path, &clip));
    struct sahut_store *store = store_open(f->path);
    assert_int_equal(count_promises(store, -1, SAHUT_PROMISE_ACKNOWLEDGED), 1);
    assert_false(holds_any(f->path, &clip));
    sahut_store_close(store);
    clip_free(&clip);
}

// A reader that holds an old view keeps the log from being emptied; the next change does it.
static void a_reader_only_delays_it(void **state)
{
    const struct folder *f = *state;
    struct sahut_store *store = store_open(f->path);
    struct sahut_clip clip = clip_of(6);
    struct sahut_promise p = add(store, "", &clip), other = add(store, "", NULL);
    struct sahut_why why;
    sqlite3 *reader = NULL;
    assert_int_equal(sqlite3_open(f->db, &reader), SQLITE_OK);
    assert_int_equal(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM clip", NULL, NULL, NULL),
                     SQLITE_OK);
    p.state = SAHUT_PROMISE_CANCELLED;
    assert_int_equal(sahut_store_promise_update(store, &p, &why), 0);
    assert_true(holds_any(f->path, &clip));
    sqlite3_close(reader);
    assert_int_equal(sahut_store_promise_update(store, &other, &why), 0);
    assert_false(holds_any(f->path, &clip));
    sahut_store_close(store);
    clip_free(&clip);
}

static void backups_forget_it_too(void **state)
{
    const struct folder *f = *state;
    struct sahut_store *store = store_open(f->path);
    struct sahut_clip clip = clip_of(8), kept = clip_of(9);
    struct sahut_promise p = add(store, "", &clip);
    add(store, "", &kept);
    struct sahut_why why;
    sahut_store_close(store);
    // Back to the version before, so that opening upgrades it and leaves a backup.
    sql_run(f->db, "ALTER TABLE promise ADD COLUMN next_ring_ms INTEGER NOT NULL DEFAULT 0;"
                   "DROP TABLE note; PRAGMA user_version = 2");
    store = store_open(f->path);
    char backup[128];
    snprintf(backup, sizeof backup, "%s.bak-2", f->db);
    assert_int_equal(sql_number(backup, "SELECT count(*) FROM clip"), 2);
    p.state = SAHUT_PROMISE_ACKNOWLEDGED;
    assert_int_equal(sahut_store_promise_update(store, &p, &why), 0);
    assert_false(holds_any(f->path, &clip));
    assert_true(holds_any(f->path, &kept));
    assert_int_equal(sql_number(backup, "SELECT count(*) FROM clip"), 1);
    assert_int_equal(sql_number(backup, "SELECT count(*) FROM promise"), 2);
    assert_int_equal(sahut_store_retain(store, 2000), 0);
    assert_int_equal(sql_number(backup, "SELECT count(*) FROM promise"), 0);
    // Open promises are never too old, and keep their clips in the database itself.
    assert_int_equal(count_promises(store, -1, SAHUT_PROMISE_PENDING), 1);
    assert_true(holds_any(f->path, &kept));
    sahut_store_close(store);
    clip_free(&clip);
    clip_free(&kept);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_setup, folder_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(an_ended_promise_loses_its_clip), IN_FOLDER(retention_erases_the_words),
        IN_FOLDER(a_crash_does_not_bring_it_back),  IN_FOLDER(a_reader_only_delays_it),
        IN_FOLDER(backups_forget_it_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
