// SPDX-License-Identifier: GPL-3.0-or-later
/* Disks that are full, read-only or somebody else's. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "folder.h"

enum { NOBODY = 65534 };

// A disk of 512 KiB on the test's folder, seen by this process alone; needs root.
static bool mount_disk(const struct folder *f)
{
    if (geteuid() == 0 && unshare(CLONE_NEWNS) == 0 &&
        mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
        mount("sahut", f->path, "tmpfs", 0, "size=512k,mode=0700") == 0)
        return true;
    print_message("# skipped: a disk of its own needs root and a mount namespace\n");
    return false;
}

static int unmount_teardown(void **state)
{
    const struct folder *f = *state;
    umount2(f->path, MNT_DETACH);
    return folder_teardown(state);
}

static void filler_path(const struct folder *f, char path[128])
{
    snprintf(path, 128, "%s/filler", f->path);
}

static void fill_disk(const struct folder *f)
{
    static const char zeros[512];
    char path[128];
    filler_path(f, path);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    assert_true(fd >= 0);
    while (write(fd, zeros, sizeof zeros) > 0)
        ;
    close(fd);
}

static void free_disk(const struct folder *f)
{
    char path[128];
    filler_path(f, path);
    assert_int_equal(unlink(path), 0);
}

static void assert_says(const struct sahut_why *why, const char *path, const char *words)
{
    if (!strstr(why->text, path) || !strstr(why->text, words))
        fail_msg("'%s' does not say '%s' and '%s'", why->text, path, words);
}

static void a_full_disk_stores_nothing(void **state)
{
    const struct folder *f = *state;
    if (!mount_disk(f))
        return;
    struct sahut_store *store = store_open(f->path);
    struct sahut_clip clip = clip_of(4);
    struct sahut_promise old = {.kind = SAHUT_PROMISE_REMINDER, .title = "old"};
    struct sahut_promise new = {.kind = SAHUT_PROMISE_REMINDER, .title = "new"};
    struct sahut_why why = {""};
    assert_int_equal(sahut_store_promise_add(store, &old, &clip, &why), 0);
    assert_null(sahut_store_fault(store));
    fill_disk(f);
    assert_int_equal(sahut_store_promise_add(store, &new, &clip, &why), -ENOSPC);
    assert_says(&why, f->db, "disk is full, nothing was stored");
    assert_string_equal(sahut_store_fault(store), why.text);
    assert_int_equal(new.id, 0);
    assert_int_equal(count_promises(store, -1, -1), 1);
    struct sahut_promise read;
    old.state = SAHUT_PROMISE_ACKNOWLEDGED;
    assert_int_equal(sahut_store_promise_update(store, &old, &why), -ENOSPC);
    assert_int_equal(sahut_store_promise_get(store, old.id, &read), 0);
    assert_int_equal(read.state, SAHUT_PROMISE_PENDING);
    assert_true(read.has_clip);
    assert_non_null(sahut_store_fault(store)); /* reading says nothing */
    free_disk(f);
    assert_int_equal(sahut_store_promise_add(store, &new, &clip, &why), 0);
    assert_null(sahut_store_fault(store));
    assert_int_equal(sahut_store_promise_update(store, &old, &why), 0);
    new.state = SAHUT_PROMISE_CANCELLED;
    assert_int_equal(sahut_store_promise_update(store, &new, &why), 0);
    assert_false(folder_holds(f->path, clip_mark(&clip), MARK_SIZE));
    sahut_store_close(store);
    store = store_open(f->path);
    assert_int_equal(count_promises(store, -1, -1), 2);
    sahut_store_close(store);
    clip_free(&clip);
}

static void a_full_disk_is_not_opened(void **state)
{
    const struct folder *f = *state;
    if (!mount_disk(f))
        return;
    struct sahut_store *store = NULL;
    struct sahut_why why = {""};
    fill_disk(f);
    assert_int_equal(sahut_store_open(f->path, &store, &why), -ENOSPC);
    assert_null(store);
    assert_says(&why, f->path, "free some space");
    free_disk(f);
    sahut_store_close(store_open(f->path));
}

// Without root: no file may grow, which SQLite sees as a failing disk.
static void a_failing_disk_stores_nothing(void **state)
{
    const struct folder *f = *state;
    struct sahut_store *store = store_open(f->path);
    struct sahut_promise p = {.kind = SAHUT_PROMISE_TIMER, .due_ms = 9};
    struct sahut_why why = {""};
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = 0;
    setrlimit(RLIMIT_FSIZE, &limit);
    int err = sahut_store_promise_add(store, &p, NULL, &why);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
    assert_int_equal(err, -EIO);
    assert_says(&why, f->db, "nothing was stored");
    assert_int_equal(count_promises(store, -1, -1), 0);
    assert_int_equal(sahut_store_promise_add(store, &p, NULL, &why), 0);
    assert_int_equal(count_promises(store, -1, -1), 1);
    sahut_store_close(store);
}

static void a_read_only_disk(void **state)
{
    const struct folder *f = *state;
    if (!mount_disk(f))
        return;
    char inner[96], missing[96];
    snprintf(inner, sizeof inner, "%s/inner", f->path);
    snprintf(missing, sizeof missing, "%s/missing", f->path);
    sahut_store_close(store_open(inner));
    assert_int_equal(mount("sahut", f->path, NULL, MS_REMOUNT | MS_RDONLY, NULL), 0);
    const char *const dirs[] = {inner, f->path, missing};
    for (size_t i = 0; i < 3; i++) {
        struct sahut_store *store = NULL;
        struct sahut_why why = {""};
        assert_int_equal(sahut_store_open(dirs[i], &store, &why), -EROFS);
        assert_null(store);
        assert_says(&why, dirs[i], "mount the file system writable");
    }
}

struct outcome {
    int err;
    struct sahut_why why;
};

// As a user without rights of root: in a child, since there is no way back.
static struct outcome open_as_nobody(const char *dir)
{
    struct outcome o = {.err = 1};
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        struct sahut_store *store = NULL;
        if (geteuid() != 0 || (setgid(NOBODY) == 0 && setuid(NOBODY) == 0))
            o.err = sahut_store_open(dir, &store, &o.why);
        ssize_t n = write(ends[1], &o, sizeof o);
        sahut_store_close(store);
        _exit(n == sizeof o ? 0 : 1);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &o, sizeof o), sizeof o);
    close(ends[0]);
    assert_int_equal(waitpid(child, NULL, 0), child);
    return o;
}

static void give_to_nobody(const char *path)
{
    if (geteuid() == 0)
        assert_int_equal(chown(path, NOBODY, NOBODY), 0);
}

static void rights_that_are_missing(void **state)
{
    const struct folder *f = *state;
    static const struct {
        mode_t folder, file;
        int err;
    } rows[] = {
        {0700, 0600, 0},       {0700, 0400, -EACCES}, {0700, 0000, -EACCES},
        {0500, 0600, -EACCES}, {0000, 0600, -EACCES},
    };
    sahut_store_close(store_open(f->path));
    give_to_nobody(f->path);
    give_to_nobody(f->db);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        chmod(f->db, rows[i].file);
        chmod(f->path, rows[i].folder);
        struct outcome o = open_as_nobody(f->path);
        chmod(f->path, 0700);
        chmod(f->db, 0600);
        if (o.err > 0) {
            print_message("# skipped: cannot become another user here\n");
            return;
        }
        assert_int_equal(o.err, rows[i].err);
        if (o.err)
            assert_says(&o.why, f->path, "must belong to the user who runs sahut");
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_setup, folder_teardown)
#define ON_DISK(test)   cmocka_unit_test_setup_teardown(test, folder_setup, unmount_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_DISK(a_full_disk_stores_nothing),      ON_DISK(a_full_disk_is_not_opened),
        IN_FOLDER(a_failing_disk_stores_nothing), ON_DISK(a_read_only_disk),
        IN_FOLDER(rights_that_are_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
