// SPDX-License-Identifier: GPL-3.0-or-later
/* Opening: new, older, newer, damaged and foreign files. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "folder.h"

// The schema of version 1 as it was, word for word: a released step is never edited.
static const char version_1[] =
    "CREATE TABLE promise ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),"
    " state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),"
    " title TEXT NOT NULL, action TEXT NOT NULL, title_is_hint INTEGER NOT NULL,"
    " created_ms INTEGER NOT NULL, due_ms INTEGER NOT NULL, duration_s INTEGER NOT NULL,"
    " zone TEXT NOT NULL, next_ring_ms INTEGER NOT NULL, rings INTEGER NOT NULL);"
    "CREATE INDEX promise_state_due ON promise (state, due_ms);"
    "CREATE TABLE clip ("
    " promise INTEGER PRIMARY KEY REFERENCES promise (id) ON DELETE CASCADE,"
    " pcm BLOB NOT NULL);"
    "INSERT INTO promise VALUES (5, 0, 1, 'old tea', '', 1, 10, 20, 30, 'UTC', 40, 2);"
    "INSERT INTO clip VALUES (5, x'0100FEFF');"
    "PRAGMA application_id = 0x53616874;"
    "PRAGMA user_version = 1";

static mode_t mode_of(const char *path)
{
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return info.st_mode & 07777;
}

// Refused with the words, and the file is byte for byte what it was.
static void assert_refused(const struct folder *f, int err, const char *const words[])
{
    struct sahut_store *store = NULL;
    struct sahut_why why = {""};
    size_t before, after;
    char *was = file_read(f->db, &before);
    assert_int_equal(sahut_store_open(f->path, &store, &why), err);
    assert_null(store);
    assert_non_null(strstr(why.text, f->db));
    for (; *words; words++)
        if (!strstr(why.text, *words))
            fail_msg("'%s' does not say '%s'", why.text, *words);
    char *is = file_read(f->db, &after);
    assert_int_equal(after, before);
    assert_memory_equal(is, was, before);
    free(was);
    free(is);
}

static void folders_are_created_for_the_user_alone(void **state)
{
    const struct folder *f = *state;
    static const char *const below[] = {"", "/one", "/two/three", "/four//five/"};
    mode_t old = umask(0);
    for (size_t i = 0; i < 4; i++) {
        char dir[128], file[160];
        snprintf(dir, sizeof dir, "%s%s", f->path, below[i]);
        snprintf(file, sizeof file, "%s/sahut.db", dir);
        struct sahut_store *store = store_open(dir);
        assert_int_equal(mode_of(dir), 0700);
        assert_int_equal(mode_of(file), 0600);
        snprintf(file, sizeof file, "%s/sahut.db-wal", dir);
        assert_int_equal(mode_of(file), 0600);
        sahut_store_close(store);
    }
    umask(old);
    char parent[128];
    snprintf(parent, sizeof parent, "%s/two", f->path);
    assert_int_equal(mode_of(parent), 0700);
}

static void a_relative_folder(void **state)
{
    const struct folder *f = *state;
    char before[512], file[128];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(f->path), 0);
    struct sahut_store *store = store_open("s");
    sahut_store_close(store);
    assert_int_equal(chdir(before), 0);
    snprintf(file, sizeof file, "%s/s/sahut.db", f->path);
    assert_int_equal(mode_of(file), 0600);
}

static void an_open_file_is_closed_to_others(void **state)
{
    const struct folder *f = *state;
    sahut_store_close(store_open(f->path));
    assert_int_equal(chmod(f->db, 0644), 0);
    sahut_store_close(store_open(f->path));
    assert_int_equal(mode_of(f->db), 0600);
}

static void an_empty_file_is_a_new_database(void **state)
{
    const struct folder *f = *state;
    file_write(f->db, "", 0);
    struct sahut_store *store = store_open(f->path);
    assert_int_equal(count_promises(store, -1, -1), 0);
    sahut_store_close(store);
    char backup[128];
    snprintf(backup, sizeof backup, "%s.bak-0", f->db);
    assert_int_equal(access(backup, F_OK), -1);
}

static void the_file_says_whose_it_is(void **state)
{
    const struct folder *f = *state;
    sahut_store_close(store_open(f->path));
    assert_int_equal(sql_number(f->db, "PRAGMA user_version"), 3);
    assert_int_equal(sql_number(f->db, "PRAGMA application_id"), 0x53616874);
    assert_int_equal(sql_number(f->db, "SELECT count(*) FROM pragma_journal_mode "
                                       "WHERE journal_mode = 'wal'"),
                     1);
}

static void an_older_one_is_copied_and_upgraded(void **state)
{
    const struct folder *f = *state;
    char backup[128], unfinished[160];
    snprintf(backup, sizeof backup, "%s.bak-1", f->db);
    snprintf(unfinished, sizeof unfinished, "%s.new", backup);
    sql_run(f->db, version_1);
    // An upgrade that was interrupted while it copied.
    file_write(unfinished, "half a copy", 11);
    struct sahut_store *store = store_open(f->path);
    struct sahut_promise p;
    assert_int_equal(sahut_store_promise_get(store, 5, &p), 0);
    assert_string_equal(p.title, "old tea");
    assert_int_equal(p.state, SAHUT_PROMISE_RINGING);
    assert_int_equal(p.at_ms, 40);
    assert_string_equal(p.boot_id, "before");
    assert_true(p.sure);
    int16_t *pcm;
    size_t n;
    assert_int_equal(sahut_store_clip(store, 5, &pcm, &n), 0);
    assert_int_equal(n, 2);
    assert_int_equal(pcm[0], 1);
    assert_int_equal(pcm[1], -2);
    free(pcm);
    assert_int_equal(sahut_store_pronunciation_put(store, "en", "tea", "T IY"), 0);
    sahut_store_close(store);
    assert_int_equal(sql_number(f->db, "PRAGMA user_version"), 3);
    assert_int_equal(mode_of(backup), 0600);
    assert_int_equal(sql_number(backup, "PRAGMA user_version"), 1);
    assert_int_equal(sql_number(backup, "SELECT due_ms FROM promise WHERE id = 5"), 20);
    assert_int_equal(sql_number(backup, "SELECT length(pcm) FROM clip"), 4);
    assert_int_equal(access(unfinished, F_OK), -1);
}

static void without_a_backup_there_is_no_upgrade(void **state)
{
    const struct folder *f = *state;
    char unfinished[160];
    snprintf(unfinished, sizeof unfinished, "%s.bak-1.new", f->db);
    sql_run(f->db, version_1);
    assert_int_equal(mkdir(unfinished, 0700), 0);
    struct sahut_store *store = NULL;
    struct sahut_why why = {""};
    assert_true(sahut_store_open(f->path, &store, &why) < 0);
    assert_null(store);
    assert_non_null(strstr(why.text, unfinished));
    assert_non_null(strstr(why.text, "not upgraded"));
    assert_int_equal(sql_number(f->db, "PRAGMA user_version"), 1);
    assert_int_equal(rmdir(unfinished), 0);
    sahut_store_close(store_open(f->path));
    assert_int_equal(sql_number(f->db, "PRAGMA user_version"), 3);
}

static void a_newer_one_is_refused(void **state)
{
    const struct folder *f = *state;
    static const char *const words[] = {"newer sahut", "version 99", "knows 3", NULL};
    sahut_store_close(store_open(f->path));
    sql_run(f->db, "PRAGMA user_version = 99");
    assert_refused(f, -EPROTO, words);
}

// Not even what a crash left in the log may be written into a file that is refused.
static void the_log_of_a_refused_one_is_left_alone(void **state)
{
    const struct folder *f = *state;
    static const char *const words[] = {"version 99", NULL};
    char wal[128];
    size_t before, after;
    snprintf(wal, sizeof wal, "%s-wal", f->db);
    sahut_store_close(store_open(f->path));
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        sqlite3 *db = NULL;
        sqlite3_open(f->db, &db);
        sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL);
        raise(SIGKILL);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
    char *was = file_read(wal, &before);
    assert_true(was && before > 0);
    assert_refused(f, -EPROTO, words);
    char *is = file_read(wal, &after);
    assert_int_equal(after, before);
    assert_memory_equal(is, was, before);
    free(was);
    free(is);
}

static void a_foreign_one_is_refused(void **state)
{
    const struct folder *f = *state;
    static const char *const words[] = {"another program", NULL};
    static const char *const files[] = {
        "CREATE TABLE bookmarks (url TEXT)",
        "PRAGMA user_version = 1; CREATE TABLE bookmarks (url TEXT)",
        "PRAGMA application_id = 7; PRAGMA user_version = 2",
        // Ours by its mark, but no version that ever was.
        "CREATE TABLE promise (id); PRAGMA application_id = 0x53616874",
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        sql_run(f->db, files[i]);
        assert_refused(f, -EPROTO, words);
        assert_int_equal(unlink(f->db), 0);
    }
}

static void a_damaged_one_is_refused(void **state)
{
    const struct folder *f = *state;
    static const char *const alone[] = {"damaged", "there is no backup", NULL};
    static const char *const backed[] = {"damaged", "sahut.db.bak-10,", NULL};
    static const char text[] = "to do: water the plants, feed the cat, and so on for some bytes";
    struct sahut_store *store = store_open(f->path);
    for (int i = 0; i < 200; i++) {
        struct sahut_promise p = {.kind = SAHUT_PROMISE_REMINDER, .title = "a title"};
        assert_int_equal(sahut_store_promise_add(store, &p, NULL, NULL), 0);
    }
    sahut_store_close(store);
    size_t size;
    char *whole = file_read(f->db, &size);
    assert_true(size > 4096 * 4);

    file_write(f->db, text, sizeof text);
    assert_refused(f, -EIO, alone);
    file_write(f->db, text, 5);
    assert_refused(f, -EIO, alone);
    file_write(f->db, whole, size / 2 + 100);
    assert_refused(f, -EIO, alone);
    memset(whole + 4096, 0xA5, 4096);
    file_write(f->db, whole, size);
    assert_refused(f, -EIO, alone);

    // Numbers, not letters, decide which backup is the newest.
    static const char *const names[] = {"bak-2",   "bak-10", "bak-9",
                                        "bak-77x", "bak-",   "bak-88.new"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[160];
        snprintf(path, sizeof path, "%s.%s", f->db, names[i]);
        file_write(path, "", 0);
    }
    assert_refused(f, -EIO, backed);
    free(whole);
}

static void what_is_in_the_way(void **state)
{
    const struct folder *f = *state;
    static const struct {
        const char *dir;
        int err;
        const char *words;
    } rows[] = {
        {"file", -ENOTDIR, "cannot keep files in it: Not a directory"},
        {"file/below", -ENOTDIR, "cannot create this folder"},
        {"taken", -EISDIR, "cannot write this file"},
    };
    char path[128];
    snprintf(path, sizeof path, "%s/file", f->path);
    file_write(path, "x", 1);
    snprintf(path, sizeof path, "%s/taken", f->path);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/taken/sahut.db", f->path);
    assert_int_equal(mkdir(path, 0700), 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sahut_store *store = NULL;
        struct sahut_why why = {""};
        snprintf(path, sizeof path, "%s/%s", f->path, rows[i].dir);
        assert_int_equal(sahut_store_open(path, &store, &why), rows[i].err);
        assert_null(store);
        assert_non_null(strstr(why.text, rows[i].words));
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_setup, folder_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(folders_are_created_for_the_user_alone),
        IN_FOLDER(a_relative_folder),
        IN_FOLDER(an_open_file_is_closed_to_others),
        IN_FOLDER(an_empty_file_is_a_new_database),
        IN_FOLDER(the_file_says_whose_it_is),
        IN_FOLDER(an_older_one_is_copied_and_upgraded),
        IN_FOLDER(without_a_backup_there_is_no_upgrade),
        IN_FOLDER(a_newer_one_is_refused),
        IN_FOLDER(the_log_of_a_refused_one_is_left_alone),
        IN_FOLDER(a_foreign_one_is_refused),
        IN_FOLDER(a_damaged_one_is_refused),
        IN_FOLDER(what_is_in_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
