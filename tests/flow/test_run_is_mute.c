// SPDX-License-Identifier: GPL-3.0-or-later
/* Muted, the microphone is really closed: an order that was begun is forgotten, typed ones work. */
#include "support/running.h"

static char *control;

static void run(struct result *r, const char *command, const char *word)
{
    RUN(NULL, r, command, "--socket", control, word);
    assert_code(r, 0);
    result_finish(r);
}

static void mute(void **state)
{
    struct running d;
    struct result r;
    const char *lamp = recording("lamp");
    if (!lamp)
        return;
    running_init(&d);
    running_settings(&d, lamp, NULL);
    control = scratch_path(&d.scratch, "control");
    START(&d);
    running_wait(&d, "wake", NULL);
    run(&r, "mute", "on");
    running_wait(&d, "status", "microphone closed");
    RUN(NULL, &r, "status", "--socket", control, "--json");
    assert_says(r.out, "muted");
    result_finish(&r);
    run(&r, "ask", "turn the fan on");
    running_wait(&d, "edge", "fan");
    assert_int_equal(running_count(&d, "edge", "desk lamp"), 1); /* at the start */
    running_finish(&d);
    free(control);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(mute)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
