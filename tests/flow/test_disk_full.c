// SPDX-License-Identifier: GPL-3.0-or-later
/* What could not be stored is not promised: the user hears so. Needs root, for a small disk of its
 * own. */
#include <unistd.h>

#include "support/program.h"

/* Runs `sahut` where $1 is a disk of $2 bytes with a copy of the file $3 on it, and options $4. */
static const char small_disk[] =
    "mount -t tmpfs -o \"size=$2\" sahut \"$1\" && cp \"$3\" \"$1\" && shift 3 && exec \"$@\"";
static const char read_only_disk[] =
    "mount -t tmpfs -o size=1m sahut \"$1\" && cp \"$3\" \"$1\" && mount -o remount,ro \"$1\" && "
    "shift 3 && exec \"$@\"";

static bool can_mount(const struct scratch *s)
{
    struct result r;
    struct program unshare = {.program = "/usr/bin/unshare"};
    RUN(&unshare, &r, "-m", "mount", "-t", "tmpfs", "-o", "size=1m", "sahut", s->path);
    bool can = r.code == 0;
    result_finish(&r);
    if (!can)
        print_message("# skipped: a disk of its own needs root and a mount namespace\n");
    return can;
}

/* An empty database. */
static void make_database(const char *folder)
{
    struct result r;
    RUN(NULL, &r, "replay", "--wake", "hey computer", "--json", "--state", folder,
        recording("time"));
    assert_code(&r, 0);
    result_finish(&r);
}

static void run_on_disk(const struct scratch *s, const char *script, const char *size,
                        struct result *r)
{
    struct program unshare = {.program = "/usr/bin/unshare"};
    char *folder = scratch_path(s, "state"), *database = scratch_path(s, "kept/sahut.db");
    RUN(&unshare, r, "-m", "sh", "-c", script, "sh", folder, size, database,
        getenv("SAHUT_PROGRAM"), "replay", "--wake", "hey computer", "--json", "--tz", "UTC",
        "--now", "2026-05-04T10:00", "--until", "+24h", "--state", folder, recording("dentist"));
    free(folder);
    free(database);
}

static void full(void **state)
{
    struct scratch s;
    struct result r;
    if (!recording("dentist"))
        return;
    scratch_init(&s);
    if (can_mount(&s)) {
        char *kept = scratch_path(&s, "kept"), *folder = scratch_path(&s, "state");
        make_database(kept);
        make_database(folder);
        run_on_disk(&s, small_disk, "96k", &r);
        assert_code(&r, 0);
        assert_field(event_at(&r, "hypothesis", 0), "intent", "reminder.set");
        assert_true(json_is_true(json_object_get(event_at(&r, "done", 0), "failed")));
        assert_says(json_string_value(json_object_get(event_at(&r, "said", 0), "text")), "not");
        assert_int_equal(events_of(&r, "due"), 0);
        result_finish(&r);
        run_on_disk(&s, small_disk, "1m", &r);
        assert_code(&r, 0);
        assert_int_equal(events_of(&r, "due"), 6);
        result_finish(&r);
        free(kept);
        free(folder);
    }
    scratch_finish(&s);
}

static void read_only(void **state)
{
    struct scratch s;
    struct result r;
    if (!recording("dentist"))
        return;
    scratch_init(&s);
    if (can_mount(&s)) {
        char *kept = scratch_path(&s, "kept"), *folder = scratch_path(&s, "state");
        make_database(kept);
        make_database(folder);
        run_on_disk(&s, read_only_disk, "1m", &r);
        assert_code(&r, 1);
        assert_says(r.err, folder);
        assert_says(r.err, "mount the file system writable");
        assert_int_equal(events_of(&r, "said"), 0);
        result_finish(&r);
        free(kept);
        free(folder);
    }
    scratch_finish(&s);
}

static void no_such_folder(void **state)
{
    struct result r;
    RUN(NULL, &r, "replay", "--state", "/proc/sahut", "--json", "tests/flow/data/office.conf");
    assert_code(&r, 1);
    assert_says(r.err, "/proc/sahut: cannot create this folder");
    result_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full),
        cmocka_unit_test(read_only),
        cmocka_unit_test(no_such_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
