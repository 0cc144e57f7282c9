// SPDX-License-Identifier: GPL-3.0-or-later
/* Which clocks are trusted: a table of facts, and the facts read from a folder of /sys's shape. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sahut/clock.h"

#define NOW   INT64_C(1780000000000) /* 2026-05-28 */
#define WEEKS INT64_C(1814400000)

static const struct row {
    const char *what;
    struct sahut_clock_facts facts;
    bool trusted;
    const char *why; /* a part of it */
} rows[] = {
    {"NTP", {.wall_ms = NOW, .synchronised = true}, true, "network"},
    {"NTP, whatever the chip says",
     {.wall_ms = NOW, .synchronised = true, .has_rtc = true, .rtc_readable = true, .rtc_ms = 0},
     true,
     "network"},
    {"1970, nothing", {.wall_ms = 5000}, false, "no clock chip"},
    {"three weeks behind, restored from a file", {.wall_ms = NOW - WEEKS}, false, "no clock chip"},
    {"right, but nobody knows", {.wall_ms = NOW}, false, "no clock chip"},
    {"started from the chip",
     {.wall_ms = NOW,
      .has_rtc = true,
      .rtc_started = true,
      .rtc_readable = true,
      .rtc_ms = NOW + 900},
     true,
     "started from"},
    {"flat battery: unreadable",
     {.wall_ms = NOW, .has_rtc = true, .rtc_started = true},
     false,
     "battery"},
    {"flat battery: 2000-01-01",
     {.wall_ms = 946684900000,
      .has_rtc = true,
      .rtc_started = true,
      .rtc_readable = true,
      .rtc_ms = 946684900000},
     false,
     "battery"},
    {"chip present, clock not started from it",
     {.wall_ms = NOW, .has_rtc = true, .rtc_readable = true, .rtc_ms = NOW},
     false,
     "not started"},
    {"set by hand since",
     {.wall_ms = NOW + 3600000,
      .has_rtc = true,
      .rtc_started = true,
      .rtc_readable = true,
      .rtc_ms = NOW},
     false,
     "another time"},
};

static void trust(void **state)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sahut_clock clock;
        struct sahut_clock_facts facts = rows[i].facts;
        facts.boot_ms = 7000;
        snprintf(facts.boot_id, sizeof facts.boot_id, "b");
        sahut_clock_judge(&facts, &clock);
        if (clock.trusted != rows[i].trusted || !strstr(clock.why, rows[i].why))
            fail_msg("%s: trusted %d, \"%s\"", rows[i].what, clock.trusted, clock.why);
        assert_string_equal(clock.boot_id, "b");
        assert_true(clock.boot_minus_wall_ms + facts.wall_ms == 7000);
    }
}

static void put(const char *root, const char *path, const char *text)
{
    char full[256], command[512];
    snprintf(full, sizeof full, "%s%s", root, path);
    snprintf(command, sizeof command, "mkdir -p \"$(dirname '%s')\"", full);
    assert_int_equal(system(command), 0);
    FILE *f = fopen(full, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static void folder(void **state)
{
    char root[] = "/tmp/sahut-clock-XXXXXX", command[64];
    struct sahut_clock_facts facts;
    assert_non_null(mkdtemp(root));
    sahut_clock_look(root, &facts);
    assert_memory_equal(facts.boot_id, "start-", 6); /* of this program, always the same */
    struct sahut_clock_facts again;
    sahut_clock_look(root, &again);
    assert_string_equal(again.boot_id, facts.boot_id);
    assert_false(facts.has_rtc);
    put(root, "/proc/sys/kernel/random/boot_id", "5f2e0000-1111-2222-3333-444455556666\n");
    put(root, "/sys/class/rtc/rtc0/hctosys", "0\n");
    put(root, "/sys/class/rtc/rtc0/since_epoch", "12\n");
    sahut_clock_look(root, &facts);
    assert_string_equal(facts.boot_id, "5f2e0000-1111-2222-3333-444455556666");
    assert_true(facts.has_rtc && !facts.rtc_started && facts.rtc_readable);
    assert_int_equal(facts.rtc_ms, 12000);
    /* Of two chips the one counts that the clock was started from. */
    put(root, "/sys/class/rtc/rtc1/hctosys", "1\n");
    put(root, "/sys/class/rtc/rtc1/since_epoch", "1780000000\n");
    sahut_clock_look(root, &facts);
    assert_true(facts.rtc_started);
    assert_true(facts.rtc_ms == NOW);
    snprintf(command, sizeof command, "rm -rf '%s'", root);
    assert_int_equal(system(command), 0);
}

static char *get(const char *root, const char *path)
{
    static char text[64];
    char full[300];
    snprintf(full, sizeof full, "%s%s", root, path);
    FILE *f = fopen(full, "r");
    assert_non_null(f);
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    return text;
}

/* The chip that wakes the board, in a folder of /sys's shape. */
static void wake(void **state)
{
    char root[] = "/tmp/sahut-wake-XXXXXX", command[128];
    struct sahut_why why;
    assert_non_null(mkdtemp(root));
    assert_int_equal(sahut_clock_wake(root, 60, &why), -ENOENT);
    put(root, "/sys/class/rtc/rtc0/hctosys", "0\n");
    assert_int_equal(sahut_clock_wake(root, 60, &why), -ENOENT); /* it has no alarm */
    put(root, "/sys/class/rtc/rtc0/wakealarm", "\n");
    assert_int_equal(sahut_clock_wake(root, 28800, &why), 0);
    assert_string_equal(get(root, "/sys/class/rtc/rtc0/wakealarm"), "+28800");
    assert_int_equal(sahut_clock_wake(root, 0, &why), 0);
    assert_string_equal(get(root, "/sys/class/rtc/rtc0/wakealarm"), "0");
    /* Of two the one that the clock was started from. */
    put(root, "/sys/class/rtc/rtc1/hctosys", "1\n");
    put(root, "/sys/class/rtc/rtc1/wakealarm", "\n");
    assert_int_equal(sahut_clock_wake(root, 60, &why), 0);
    assert_string_equal(get(root, "/sys/class/rtc/rtc1/wakealarm"), "+60");
    assert_string_equal(get(root, "/sys/class/rtc/rtc0/wakealarm"), "0");
    /* Nothing that can be written. */
    snprintf(command, sizeof command, "rm -rf '%s/sys/class/rtc/rtc0'", root);
    assert_int_equal(system(command), 0);
    snprintf(command, sizeof command, "cd %s/sys/class/rtc/rtc1 && rm w* && mkdir wakealarm", root);
    assert_int_equal(system(command), 0);
    assert_int_equal(sahut_clock_wake(root, 60, &why), -EISDIR);
    assert_non_null(strstr(why.text, "rtc1/wakealarm: the board cannot be told to wake"));
    snprintf(command, sizeof command, "rm -rf '%s'", root);
    assert_int_equal(system(command), 0);
}

static void real(void **state)
{
    struct sahut_clock clock;
    sahut_clock_read(&clock);
    assert_true(clock.boot_id[0] != '\0' && clock.why[0] != '\0');
    assert_true(clock.boot_minus_wall_ms < 0); /* the machine was not started before 1970 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trust),
        cmocka_unit_test(folder),
        cmocka_unit_test(wake),
        cmocka_unit_test(real),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
