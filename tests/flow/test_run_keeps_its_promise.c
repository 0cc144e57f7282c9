// SPDX-License-Identifier: GPL-3.0-or-later
/* A timer rings when it is over, by the machine's clock; "stop" silences it for good; one that is
 * set before the daemon is killed rings in the next. */
#include <signal.h>
#include <sys/wait.h>

#include "support/running.h"

static char *control;

static void ask(const char *words)
{
    struct result r;
    RUN(NULL, &r, "ask", "--socket", control, words);
    assert_code(&r, 0);
    result_finish(&r);
}

static void promises(void **state)
{
    struct running r;
    running_init(&r);
    running_settings(&r, NULL, NULL);
    control = scratch_path(&r.scratch, "control");
    START(&r);
    running_wait(&r, "status", "listening");
    ask("set a timer for one second");
    running_wait(&r, "due", "timer 1 rings");
    running_wait(&r, "said", NULL);
    ask("stop");
    running_wait(&r, "done", "promise 1 acknowledged");

    ask("set a timer for one second");
    running_wait(&r, "done", "timer 2");
    running_kill(&r, SIGKILL);
    assert_int_equal(waitpid(r.pid, NULL, 0), r.pid);
    START(&r);
    running_wait(&r, "due", "timer 2 rings");
    running_finish(&r);
    free(control);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(promises)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
