// SPDX-License-Identifier: GPL-3.0-or-later
/** Kept orders: what is in the folder after keeping and forgetting, the hour, damage, full disks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sahut/audio.h"
#include "sahut/orders.h"
#include "sound.h"

#define NOON INT64_C(1795953660123) /* 2026-11-29T12:01:00.123Z */
#define LAST INT64_C(253402300799999)
#define RATE SAHUT_HEAR_RATE
#define N(a) (sizeof(a) / sizeof(*(a)))

static int16_t noise[4 * RATE];

static char *keep(int64_t at_ms, const char *text, const int16_t *pcm, size_t n)
{
    struct sahut_why why = {{0}};
    char *path = NULL;
    if (sahut_orders_keep(sound_dir(), text, at_ms, pcm, n, &path, &why))
        fail_msg("%s", why.text);
    assert_non_null(path);
    return path;
}

static void keep_one(int64_t at_ms)
{
    free(keep(at_ms, "stop", noise, RATE));
}

static struct sahut_orders read_all(size_t n, size_t broken)
{
    struct sahut_orders all;
    struct sahut_why why = {{0}};
    if (sahut_orders_read(sound_dir(), &all, &why))
        fail_msg("%s", why.text);
    assert_int_equal(all.n, n);
    assert_int_equal(all.broken, broken);
    return all;
}

static void expect_kept(size_t n, size_t broken)
{
    struct sahut_orders all = read_all(n, broken);
    sahut_orders_free(&all);
}

/* In the folder, the hidden ones, too. */
static size_t files(void)
{
    size_t n = 0;
    DIR *d = opendir(sound_path("orders"));
    for (struct dirent *e; d && (e = readdir(d));)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    if (d)
        closedir(d);
    return n;
}

static void expect_mode(const char *path, mode_t mode)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, mode);
}

static void no_folder_is_empty(void **state)
{
    expect_kept(0, 0);
    assert_int_equal(sahut_orders_forget(sound_dir(), NULL, NULL), 0);
    assert_int_equal(access(sound_path("orders"), F_OK), -1);
}

static void what_is_kept_is_read(void **state)
{
    static const struct {
        int64_t at_ms;
        const char *text, *file;
        size_t n, place; /* place: among those that are read */
    } rows[] = {
        {NOON, "turn the lamp on", "20261129T120100.123Z-1000ms.flac", RATE, 2},
        {NOON - 1, "stop", "20261129T120100.122Z-1ms.flac", 1, 1},
        {0, "what's the time in caf\u00e9", "19700101T000000.000Z-2001ms.flac", 2 * RATE + 1, 0},
        {NOON, "turn it off", "20261129T120100.124Z-1500ms.flac", 3 * RATE / 2, 3},
        {LAST, "at nine", "99991231T235959.999Z-100ms.flac", RATE / 10, 4},
    };
    for (size_t i = 0; i < N(rows); i++) {
        char *path = keep(rows[i].at_ms, rows[i].text, noise + 1000 * i, rows[i].n);
        assert_string_equal(strrchr(path, '/') + 1, rows[i].file);
        expect_mode(path, 0600);
        free(path);
    }
    expect_mode(sound_path("orders"), 0700);
    struct sahut_orders all = read_all(N(rows), 0);
    for (size_t i = 0; i < N(rows); i++) {
        const struct sahut_kept_order *o = &all.orders[rows[i].place];
        int16_t *pcm = NULL;
        assert_string_equal(strrchr(o->path, '/') + 1, rows[i].file);
        assert_string_equal(o->text, rows[i].text);
        assert_int_equal(o->n, rows[i].n);
        assert_int_equal(sahut_orders_sound(o, &pcm, NULL), 0);
        assert_memory_equal(pcm, noise + 1000 * i, o->n * sizeof(*pcm));
        free(pcm);
    }
    sahut_orders_free(&all);
}

static void times_that_no_name_can_say(void **state)
{
    static const int64_t times[] = {-1, LAST + 1, INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < N(times); i++) {
        struct sahut_why why = {{0}};
        assert_int_equal(sahut_orders_keep(sound_dir(), "stop", times[i], noise, RATE, NULL, &why),
                         -ERANGE);
        assert_non_null(strstr(why.text, "1970"));
    }
    assert_int_equal(files(), 0);
}

static void one_is_forgotten(void **state)
{
    keep_one(NOON);
    char *path = keep(NOON + 5, "stop", noise, RATE);
    assert_int_equal(sahut_orders_forget(sound_dir(), path, NULL), 0);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(sahut_orders_forget(sound_dir(), path, NULL), 0);
    free(path);
    struct sahut_orders all = read_all(1, 0);
    assert_int_equal(all.orders[0].at_ms, NOON);
    sahut_orders_free(&all);
}

static void all_are_forgotten_but_strangers(void **state)
{
    keep_one(NOON);
    keep_one(NOON + 1);
    sound_write_bytes("orders/.sahut-Ab12cD", "half", 4);
    sound_write_bytes("orders/20261129T120100.999Z-10ms.flac", "broken", 6);
    assert_int_equal(sahut_orders_forget(sound_dir(), NULL, NULL), 0);
    assert_int_equal(access(sound_path("orders"), F_OK), -1);
    keep_one(NOON);
    sound_write_bytes("orders/mine.txt", "mine", 4);
    assert_int_equal(sahut_orders_forget(sound_dir(), NULL, NULL), 0);
    assert_int_equal(files(), 1);
}

/* Twelve of 300 s are an hour. Silence, since it is the lengths that count. */
static void an_hour_and_no_more(void **state)
{
    static int16_t silence[300 * RATE];
    for (int i = 0; i < 13; i++)
        free(keep(NOON + i, "stop", silence, N(silence)));
    struct sahut_orders all = read_all(12, 0);
    assert_int_equal(all.orders[0].at_ms, NOON + 1);
    sahut_orders_free(&all);
    free(keep(NOON + 20, "stop", silence, 1)); /* one ms too much */
    all = read_all(12, 0);
    assert_int_equal(all.orders[0].at_ms, NOON + 2);
    assert_int_equal(all.orders[11].at_ms, NOON + 20);
    sahut_orders_free(&all);
    keep_one(NOON - 1); /* the clock was set back: the new one is kept all the same */
    all = read_all(13, 0);
    assert_int_equal(all.orders[0].at_ms, NOON - 1);
    sahut_orders_free(&all);
}

static void expect_sound(const struct sahut_kept_order *o, int err, const char *words)
{
    struct sahut_why why = {{0}};
    int16_t *pcm = NULL;
    int got = sahut_orders_sound(o, &pcm, &why);
    free(pcm);
    if (got != err || !strstr(why.text, words))
        fail_msg("%s: %d \"%s\"", o->path, got, why.text);
}

static void broken_files_are_left_out(void **state)
{
    struct sound_file no_words = {0x170002, RATE, 1, RATE, sound_tone}; /* FLAC, 16 bit */
    keep_one(NOON);
    sound_write_bytes("orders/20261129T120100.500Z-1000ms.flac", "no sound", 8);
    sound_write_bytes("orders/20261129T120100.501Z-1000ms.flac", "", 0);
    sound_write("orders/20261129T120100.502Z-1000ms.flac", &no_words);
    sound_write_bytes("orders/other.flac", "no order", 8);
    sound_write_bytes("orders/20261329T120100.500Z-1000ms.flac", "no month", 8);
    /* a good one under a name of another length */
    char *path = keep(NOON + 10, "stop", noise, RATE);
    assert_int_equal(rename(path, sound_path("orders/20261129T120100.503Z-900ms.flac")), 0);
    free(path);
    expect_kept(1, 6);
}

static void a_sound_that_is_cut_off(void **state)
{
    size_t n;
    char *path = keep(NOON, "stop", noise, 2 * RATE);
    void *bytes = sound_read_bytes(path, &n);
    assert_int_equal(truncate(path, (off_t)n / 2), 0);
    struct sahut_orders all = read_all(1, 0); /* the beginning says nothing about the end */
    expect_sound(&all.orders[0], -EIO, "cut off");
    assert_int_equal(unlink(path), 0);
    expect_sound(&all.orders[0], -ENOENT, "cannot be opened");
    sahut_orders_free(&all);
    free(bytes);
    free(path);
}

/* The power failed while an order was written: the next one clears it away. */
static void what_a_power_cut_left(void **state)
{
    keep_one(NOON);
    sound_write_bytes("orders/.sahut-Ab12cD", "half of it", 10);
    expect_kept(1, 0);
    assert_int_equal(files(), 2);
    keep_one(NOON + 1);
    expect_kept(2, 0);
    assert_int_equal(files(), 2);
}

/* A disk of 64 KiB, seen by this process alone. */
static bool mount_disk(void)
{
    if (geteuid() == 0 && unshare(CLONE_NEWNS) == 0 &&
        mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
        mount("sahut", sound_dir(), "tmpfs", 0, "size=64k,mode=0700") == 0)
        return true;
    print_message("# skipped: a disk of its own needs root and a mount namespace\n");
    return false;
}

/* Noise hardly packs: a second needs some 30 kB. When there is room again the next one is kept. */
static void a_full_disk(void **state)
{
    struct sahut_why why = {{0}};
    if (!mount_disk())
        return;
    keep_one(NOON);
    int err = sahut_orders_keep(sound_dir(), "stop", NOON + 1, noise, 2 * RATE, NULL, &why);
    assert_int_equal(err, -ENOSPC);
    assert_non_null(strstr(why.text, "free some space"));
    assert_int_equal(files(), 1);
    expect_kept(1, 0);
    assert_int_equal(sahut_orders_forget(sound_dir(), NULL, NULL), 0);
    keep_one(NOON + 1);
    expect_kept(1, 0);
    assert_int_equal(umount2(sound_dir(), MNT_DETACH), 0);
}

/* The limit on the size of files stands for one that fills up in the middle of a file. */
static void a_file_that_cannot_grow(void **state)
{
    struct rlimit before, small;
    struct sahut_why why = {{0}};
    char *path = (char *)noise;
    keep_one(NOON);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    small = before;
    small.rlim_cur = 5000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    int err = sahut_orders_keep(sound_dir(), "stop", NOON + 1, noise, RATE, &path, &why);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(err, -EFBIG);
    assert_non_null(strstr(why.text, sound_path("orders/20261129T120100.124Z")));
    assert_ptr_equal(path, noise);
    assert_int_equal(files(), 1);
    expect_kept(1, 0);
}

static void no_state_folder(void **state)
{
    struct sahut_why why = {{0}};
    int err = sahut_orders_keep(sound_path("missing"), "stop", NOON, noise, RATE, NULL, &why);
    assert_int_equal(err, -ENOENT);
    assert_non_null(strstr(why.text, "missing/orders"));
    sound_write_bytes("file", "x", 1);
    struct sahut_orders all;
    assert_int_equal(sahut_orders_read(sound_path("file"), &all, &why), -ENOTDIR);
    assert_non_null(strstr(why.text, "file/orders"));
    sahut_orders_free(&all);
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    return remove(path);
}

static int clear(void **state)
{
    nftw(sound_path("orders"), remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return 0;
}

static int setup(void **state)
{
    unsigned seed = 1;
    for (size_t i = 0; i < N(noise); i++) {
        seed = seed * 1664525 + 1013904223;
        noise[i] = (int16_t)(seed >> 18);
    }
    return 0;
}

static int teardown(void **state)
{
    sound_dir_remove();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(no_folder_is_empty, clear),
        cmocka_unit_test_teardown(what_is_kept_is_read, clear),
        cmocka_unit_test_teardown(times_that_no_name_can_say, clear),
        cmocka_unit_test_teardown(one_is_forgotten, clear),
        cmocka_unit_test_teardown(all_are_forgotten_but_strangers, clear),
        cmocka_unit_test_teardown(an_hour_and_no_more, clear),
        cmocka_unit_test_teardown(broken_files_are_left_out, clear),
        cmocka_unit_test_teardown(a_sound_that_is_cut_off, clear),
        cmocka_unit_test_teardown(what_a_power_cut_left, clear),
        cmocka_unit_test_teardown(a_full_disk, clear),
        cmocka_unit_test_teardown(a_file_that_cannot_grow, clear),
        cmocka_unit_test_teardown(no_state_folder, clear),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
