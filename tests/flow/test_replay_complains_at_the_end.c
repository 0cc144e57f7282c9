// SPDX-License-Identifier: GPL-3.0-or-later
/* What goes wrong in a replay's last step is told, too. */
#include "support/program.h"

#define SETTINGS                                                                                   \
    "audio = { input = \"null\"; output = \"null\"; };\n"                                          \
    "wake = { phrase = \"hey computer\"; };\n"                                                     \
    "reminders = { folder = \"/proc/self/nowhere\"; };\n"

static void last_complaint(void **state)
{
    struct scratch s;
    struct result r;
    const char *dentist = recording("dentist");
    if (!dentist)
        return;
    scratch_init(&s);
    char *settings = scratch_write(&s, "sahut.conf", SETTINGS);
    RUN(NULL, &r, "replay", "--config", settings, "--json", "--tz", "UTC", "--now",
        "2026-05-04T10:00", dentist);
    assert_code(&r, 0);
    assert_int_equal(events_of(&r, "done"), 1);
    assert_int_equal(events_of(&r, "complaint"), 1);
    assert_field(event_at(&r, "complaint", 0), "text",
                 "/proc/self/nowhere: cannot be made: No such file or directory");
    result_finish(&r);
    free(settings);
    scratch_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(last_complaint)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
