// SPDX-License-Identifier: GPL-3.0-or-later
/* A second daemon on the same state folder is refused, and says who has it; when the first has
 * gone, even by SIGKILL, the next may come. */
#include <signal.h>
#include <sys/wait.h>

#include "support/running.h"

static void alone(void **state)
{
    struct running r;
    struct result second;
    char pid[32];
    running_init(&r);
    running_settings(&r, "null", NULL);
    START(&r);
    running_wait(&r, "status", "listening");
    char *config = scratch_path(&r.scratch, "sahut.conf"), *dir = scratch_path(&r.scratch, "state");
    RUN(NULL, &second, "run", "--config", config, "--state", dir, "--dry-run");
    assert_code(&second, 1);
    assert_says(second.err, dir);
    snprintf(pid, sizeof(pid), "(process %d)", (int)r.pid);
    assert_says(second.err, pid);
    result_finish(&second);
    running_kill(&r, SIGKILL);
    assert_int_equal(waitpid(r.pid, NULL, 0), r.pid);
    START(&r);
    running_wait(&r, "status", "listening");
    running_finish(&r);
    free(config);
    free(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
