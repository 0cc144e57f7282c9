// SPDX-License-Identifier: GPL-3.0-or-later
/* "That was a false alarm": the daemon is less sensitive from then on, and listens with that;
 * undone by a command, it listens as before. */
#include "support/running.h"

static void less_sensitive(void **state)
{
    struct running r;
    struct result done;
    running_init(&r);
    running_settings(&r, "null", NULL);
    START(&r);
    running_wait(&r, "status", "listening");
    char *control = scratch_path(&r.scratch, "control"),
         *folder = scratch_path(&r.scratch, "state");
    for (int now = 45; now >= 40; now -= 5) {
        char text[60];
        snprintf(text, sizeof(text), "wake.sensitivity is %d, it was %d", now, now + 5);
        RUN(NULL, &done, "ask", "--socket", control, "that was a false alarm");
        assert_code(&done, 0);
        assert_says(done.out, text);
        result_finish(&done);
        running_wait(&r, "status", "reloaded");
        running_wait(&r, "status", "listening");
    }
    RUN(NULL, &done, "wake", "undo", "--state", folder, "--socket", control);
    assert_code(&done, 0);
    result_finish(&done);
    running_wait(&r, "status", "reloaded");
    running_wait(&r, "status", "listening");
    RUN(NULL, &done, "ask", "--socket", control, "that was a false alarm");
    assert_says(done.out, "wake.sensitivity is 40, it was 45");
    result_finish(&done);
    free(control);
    free(folder);
    running_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(less_sensitive)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
