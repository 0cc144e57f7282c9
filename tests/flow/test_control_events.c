// SPDX-License-Identifier: GPL-3.0-or-later
/* 'sahut events' prints what 'run --json' prints, from when it was asked on, until the daemon ends.
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/running.h"

static void events(void **state)
{
    struct running d;
    struct result r;
    int pipes[2];
    char line[600];
    running_init(&d);
    running_settings(&d, NULL, NULL);
    char *control = scratch_path(&d.scratch, "control");
    START(&d);
    running_wait(&d, "status", "listening");
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(pipes[1], 1);
        close(pipes[0]);
        execl(getenv("SAHUT_PROGRAM"), "sahut", "events", "--socket", control, NULL);
        _exit(127);
    }
    close(pipes[1]);
    FILE *f = fdopen(pipes[0], "r");
    /* It has subscribed when the daemon has two clients more than before: itself and who asks. */
    json_int_t clients = 0;
    while (clients < 2) {
        RUN(NULL, &r, "status", "--json", "--socket", control);
        const json_t *counts = json_object_get(json_array_get(r.lines, 0), "counts");
        clients = json_integer_value(json_object_get(counts, "clients"));
        result_finish(&r);
    }
    RUN(NULL, &r, "ask", "--socket", control, "turn the fan on");
    assert_code(&r, 0);
    result_finish(&r);
    running_finish(&d);
    int status;
    bool ended = false;
    while (fgets(line, sizeof(line), f)) {
        json_t *event = json_loads(line, 0, NULL);
        assert_non_null(event);
        assert_non_null(json_object_get(event, "event"));
        assert_non_null(json_object_get(event, "time"));
        json_decref(event);
        ended = strstr(line, "\"text\":\"ending\"") != NULL;
    }
    assert_true(ended);
    waitpid(child, &status, 0);
    assert_int_equal(WEXITSTATUS(status), 1);
    fclose(f);
    free(control);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(events)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
