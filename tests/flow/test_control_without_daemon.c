// SPDX-License-Identifier: GPL-3.0-or-later
/* Without a daemon every command that asks one says so, says how to start it, and ends with 3. */
#include "support/program.h"

static void exit_code_three(void **state)
{
    static const char *const commands[][2] = {
        {"status"},     {"ask", "x"}, {"remind", "x"}, {"reminders"}, {"timers"},   {"devices"},
        {"mute", "on"}, {"stop"},     {"reload"},      {"events"},    {"say", "x"},
    };
    struct scratch s;
    scratch_init(&s);
    char *control = scratch_path(&s, "control");
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        struct result r;
        program_run(
            NULL, (const char *const[]){commands[i][0], "--socket", control, commands[i][1], NULL},
            &r);
        assert_code(&r, 3);
        assert_string_equal(r.out, "");
        assert_says(r.err, control);
        assert_says(r.err, "systemctl --user start sahut");
        result_finish(&r);
    }
    free(control);
    scratch_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(exit_code_three)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
