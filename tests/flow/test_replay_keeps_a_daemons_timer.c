// SPDX-License-Identifier: GPL-3.0-or-later
/* What runs by the time since the machine was started goes on in a replay on the same state: there
 * it is another start. */
#include <signal.h>

#include "support/running.h"

static void timer_rings(void **state)
{
    struct running r;
    struct result result;
    const char *talk = recording("talk");
    if (!talk)
        return;
    running_init(&r);
    running_settings(&r, NULL, NULL);
    char *control = scratch_path(&r.scratch, "control"),
         *folder = scratch_path(&r.scratch, "state");
    START(&r);
    running_wait(&r, "status", "listening");
    RUN(NULL, &result, "ask", "--socket", control, "set a timer for one hour");
    assert_code(&result, 0);
    result_finish(&result);
    running_kill(&r, SIGTERM);
    running_ended(&r, 0);
    RUN(NULL, &result, "replay", "--config", "tests/flow/data/office.conf", "--json", "--tz", "UTC",
        "--state", folder, "--until", "+70m", talk);
    assert_code(&result, 0);
    assert_true(events_of(&result, "due") > 0);
    assert_field(event_at(&result, "due", 0), "text", "timer 1 rings, 1 of 8");
    result_finish(&result);
    running_finish(&r);
    free(folder);
    free(control);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(timer_rings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
