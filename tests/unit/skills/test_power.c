// SPDX-License-Identifier: GPL-3.0-or-later
/* Power cuts and storage that fails: nothing is promised that is not on disk, nothing on disk is
 * forgotten, and a full disk does not ring for ever. */
#include <stdbool.h>

#include "talk.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static void test_restart_in_the_middle(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "~reminder.set|text=*|when=2026-05-04T09:00",
         "reminder_set when=2026-05-04T09:00 <reminder 1 due Mon 2026-05-04 09:00>"},
        {"2026-05-04T08:00", "timer.set|duration=3600",
         "timer_set duration=3600s <timer 2 due Mon 2026-05-04 09:00, 3600 s>"},
        {"2026-05-04T08:30", "!restart", ""},
        {"2026-05-04T08:30", "!next", "2026-05-04T09:00"},
        {"2026-05-04T09:00", "!due", "reminder_clip <reminder 1 rings, 1 of 5> ring clip"},
        {"2026-05-04T09:00", "!restart", ""},
        {"2026-05-04T09:00", "!due", "timer_due duration=3600s <timer 2 rings, 1 of 8> ring"},
        /* What was ringing rings again. */
        {"2026-05-04T09:01", "!due", "timer_due duration=3600s <timer 2 rings, 2 of 8> ring"},
        {"2026-05-04T09:01", "!due", "reminder_clip <reminder 1 rings, 2 of 5> ring clip"},
        {"2026-05-04T09:01", "!restart", ""},
        {"2026-05-04T09:01", "dialogue.stop", "acknowledged <promises up to 2 acknowledged> stop"},
        {"2026-05-04T09:01", "!restart", ""},
        {"2026-05-04T09:02", "!due", "-"},
        {"2026-05-04T09:02", "!next", "never"},
    };
    struct world *w = world_new("", true);

    TALK(w, steps);
    world_free(w);
}

static void test_power_was_off(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "reminder.set|text=tea|when=2026-05-04T09:00",
         "reminder_set when=2026-05-04T09:00 text=tea <reminder 1 due Mon 2026-05-04 09:00>"},
        {"2026-05-04T08:00", "timer.set|duration=3600|name=egg",
         "timer_set duration=3600s name=egg <timer 2 due Mon 2026-05-04 09:00, 3600 s>"},
        {"2026-05-04T08:00", "timer.set|duration=7200",
         "timer_set duration=7200s <timer 3 due Mon 2026-05-04 10:00, 7200 s>"},
        {"2026-05-04T08:00", "~reminder.set|text=*|when=2026-05-04T12:00",
         "reminder_set when=2026-05-04T12:00 <reminder 4 due Mon 2026-05-04 12:00>"},
        {"2026-05-04T08:00", "device.on|device=desk lamp|duration=60",
         "device_on_for device=desk lamp duration=60s "
         "<desk lamp on, promise 5: off due Mon 2026-05-04 08:01>"},
        {"2026-05-04T08:00", "!restart", ""},
        {"2026-05-04T09:20", "!due", "(silent) <desk lamp off>"},
        {"2026-05-04T09:20", "!due",
         "reminder_due text=tea late=1200s <reminder 1 rings, 1 of 5> ring"},
        {"2026-05-04T09:20", "!restart", ""},
        {"2026-05-04T13:30", "!due",
         "promise_missed time=2026-05-04T09:00 text=timer egg of an hour age=16200s "
         "<timer 2 missed, and told>"},
        {"2026-05-04T13:30", "!due",
         "promise_missed time=2026-05-04T09:00 text=tea age=16200s "
         "<reminder 1 rings, 2 of 5> ring"},
        {"2026-05-04T13:30", "!due",
         "promise_missed time=2026-05-04T10:00 text=timer of two hours age=12600s "
         "<timer 3 missed, and told>"},
        {"2026-05-04T13:30", "!due",
         "promise_missed time=2026-05-04T12:00 text=spoken today at noon age=5400s "
         "<reminder 4 rings, 1 of 5> ring clip"},
        {"2026-05-04T13:30", "!due", "-"},
        /* The rings after it are ordinary ones, counted from now. */
        {"2026-05-04T13:31", "!due", "reminder_clip <reminder 4 rings, 2 of 5> ring clip"},
    };
    struct world *w = world_new("", true);

    TALK(w, steps);
    world_free(w);
}

/* Outcomes of a broken disk carry SQLite's own words; only their beginning is ours. */
static void test_nothing_is_promised_that_is_not_stored(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "!break", ""},
        {"2026-05-04T08:00", "reminder.set|text=tea|when=2026-05-04T09:00",
         "not_stored <not stored: …> failed"},
        {"2026-05-04T08:00", "~reminder.set|text=*|when=2026-05-04T09:00",
         "not_stored <not stored: …> failed"},
        {"2026-05-04T08:00", "timer.set|duration=60", "not_stored <not stored: …> failed"},
        {"2026-05-04T08:00", "device.on|device=desk lamp|duration=60",
         "not_stored <not stored: …> failed"},
        {"2026-05-04T08:00", "device.on|device=heater", "not_stored <not stored: …> failed"},
        {"2026-05-04T08:00", "device.query|device=heater", "device_is_off device=heater"},
        /* Without a promise a device needs no storage. */
        {"2026-05-04T08:00", "device.on|device=fan", "device_on device=fan <fan on>"},
        {"2026-05-04T08:00", "!mend", ""},
        {"2026-05-04T08:00", "!restart", ""},
        {"2026-05-04T08:00", "!next", "never"},
        {"2026-05-04T08:00", "reminder.query", "reminders_none"},
        {"2026-05-04T08:00", "timer.set|duration=60",
         "timer_set duration=60s <timer 1 due Mon 2026-05-04 08:01, 60 s>"},
        {"2026-05-04T08:00", "!break", ""},
        {"2026-05-04T08:00", "timer.cancel", "not_stored <not stored: …> failed"},
        {"2026-05-04T08:00", "timer.query", "timer_left left=60s"},
    };
    struct world *w = world_new("", true);

    world_edges(w);
    TALK(w, steps);
    assert_string_equal(world_edges(w), "fan=0 desk lamp=0 heater=0 fan=1 ");
    world_free(w);
}

static void test_rings_although_the_disk_is_broken(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "timer.set|duration=60",
         "timer_set duration=60s <timer 1 due Mon 2026-05-04 08:01, 60 s>"},
        {"2026-05-04T08:00", "reminder.set|text=tea|when=2026-05-04T08:05",
         "reminder_set when=2026-05-04T08:05 text=tea <reminder 2 due Mon 2026-05-04 08:05>"},
        {"2026-05-04T08:00", "device.on|device=desk lamp|duration=60",
         "device_on_for device=desk lamp duration=60s "
         "<desk lamp on, promise 3: off due Mon 2026-05-04 08:01>"},
        {"2026-05-04T08:00", "!break", ""},
        {"2026-05-04T08:01", "!due",
         "timer_due duration=60s <timer 1 rings, 1 of 2; not stored: …> ring"},
        {"2026-05-04T08:01", "!due", "(silent) <desk lamp off>"},
        {"2026-05-04T08:01", "!due", "-"},
        {"2026-05-04T08:01", "!next", "2026-05-04T08:02"},
        {"2026-05-04T08:02", "!due",
         "timer_due duration=60s <timer 1 rings, 2 of 2; not stored: …> ring"},
        {"2026-05-04T08:03", "!due", "(silent) <timer 1 expired, nobody answered>"},
        {"2026-05-04T08:03", "!due", "-"},
        {"2026-05-04T08:05", "!due",
         "reminder_due text=tea <reminder 2 rings, 1 of 5; not stored: …> ring"},
        /* It can be silenced; but the user is told that the disk does not know. */
        {"2026-05-04T08:05", "dialogue.stop", "not_stored <not stored: …> failed stop"},
        {"2026-05-04T08:06", "!due", "-"},
        {"2026-05-04T08:06", "!next", "never"},
        {"2026-05-04T08:06", "!state 2", "pending rings=0 'tea'"},
        /* As soon as it can be stored it is. */
        {"2026-05-04T08:07", "!mend", ""},
        {"2026-05-04T08:07", "clock.time", "time_is time=2026-05-04T08:07"},
        {"2026-05-04T08:07", "!state 1", "expired rings=2 ''"},
        {"2026-05-04T08:07", "!state 2", "acknowledged rings=1 'tea'"},
        {"2026-05-04T08:07", "!state 3", "acknowledged rings=0 'desk lamp'"},
        {"2026-05-04T08:07", "!restart", ""},
        {"2026-05-04T08:07", "!next", "never"},
    };
    struct world *w = world_new("timers = { ring_every = 60; ring_times = 2; };\n", true);

    TALK(w, steps);
    world_free(w);
}

/* A disk of its own, small enough to be filled. Needs root; false if it cannot be had. */
static bool mount_small_disk(char *folder)
{
    strcpy(folder, "/tmp/sahut-disk-XXXXXX");
    assert_non_null(mkdtemp(folder));
    if (geteuid() == 0 && unshare(CLONE_NEWNS) == 0 &&
        mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
        mount("sahut", folder, "tmpfs", 0, "size=512k") == 0)
        return true;
    rmdir(folder);
    return false;
}

static void fill_disk(const char *path)
{
    static const char zeros[4096];
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    while (write(fd, zeros, sizeof zeros) > 0)
        ;
    close(fd);
}

static void test_full_disk(void **state)
{
    static const struct step full[] = {
        {"2026-05-04T08:00", "~reminder.set|text=*|when=2026-05-04T09:00",
         "not_stored reason=full <not stored: …> failed"},
        {"2026-05-04T08:00", "!next", "never"},
    };
    static const struct step freed[] = {
        {"2026-05-04T08:00", "~reminder.set|text=*|when=2026-05-04T09:00",
         "reminder_set when=2026-05-04T09:00 <reminder 1 due Mon 2026-05-04 09:00>"},
        {"2026-05-04T08:00", "!restart", ""},
        {"2026-05-04T09:00", "!due", "reminder_clip <reminder 1 rings, 1 of 5> ring clip"},
    };
    char folder[64], filler[96];
    struct world *w;

    if (!mount_small_disk(folder)) {
        print_message("# skipped: a full disk needs root and a mount namespace\n");
        return;
    }
    w = world_new("", false);
    world_store(w, folder);
    snprintf(filler, sizeof filler, "%s/filler", folder);
    fill_disk(filler);
    TALK(w, full);
    assert_int_equal(unlink(filler), 0);
    TALK(w, freed);
    world_free(w);
    assert_int_equal(umount(folder), 0);
    assert_int_equal(rmdir(folder), 0);
}

/* Bytes and time of the last change of what is on disk. */
static void look(const char *folder, char out[200])
{
    static const char *const names[] = {"sahut.db", "sahut.db-wal"};
    struct stat st;
    char path[200];

    out[0] = '\0';
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        assert_int_equal(stat(path, &st), 0);
        snprintf(out + strlen(out), 200 - strlen(out), "%lld %lld.%09ld ", (long long)st.st_size,
                 (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
    }
}

/* A day on which nothing is due: the clock is looked at every minute, questions are answered, and
 * nothing is written. */
static void test_writes_nothing_while_idle(void **state)
{
    static const struct step set[] = {
        {"2026-05-04T08:00", "!clock one trusted 100", ""},
        {"2026-05-04T08:00", "reminder.set|text=x|when=2026-05-06T09:00", "reminder_set…"},
        {"2026-05-04T08:00", "alarm.set|when=2026-05-06T07:00", "alarm_set…"},
    };
    static const struct step asked[] = {
        {"2026-05-05T08:00", "reminder.query", "reminders_list…"},
        {"2026-05-05T08:00", "alarm.query", "alarms_list…"},
        {"2026-05-05T08:00", "timer.query", "timers_none"},
        {"2026-05-05T08:00", "clock.time", "time_is…"},
        {"2026-05-05T08:00", "!due", "-"},
    };
    struct world *w = world_new("", true);
    char before[200], after[200], at[20], clock[60];
    const char *folder;

    TALK(w, set);
    world_database(w, &folder);
    look(folder, before);
    for (int minute = 1; minute < 24 * 60; minute++) {
        const struct step idle[] = {{at, clock, ""}, {at, "!due", "-"}};

        snprintf(at, sizeof at, "2026-05-0%dT%02d:%02d", 4 + (480 + minute) / 1440,
                 (480 + minute) / 60 % 24, minute % 60);
        snprintf(clock, sizeof clock, "!clock one trusted %d", 100 + 60 * minute);
        TALK(w, idle);
    }
    TALK(w, asked);
    look(folder, after);
    assert_string_equal(before, after);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_restart_in_the_middle),
        cmocka_unit_test(test_power_was_off),
        cmocka_unit_test(test_nothing_is_promised_that_is_not_stored),
        cmocka_unit_test(test_rings_although_the_disk_is_broken),
        cmocka_unit_test(test_full_disk),
        cmocka_unit_test(test_writes_nothing_while_idle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
