// SPDX-License-Identifier: GPL-3.0-or-later
/* Orders from the command line do what spoken ones do, and say what was done and said. */
#include "support/running.h"

static char *control;

#define SAHUT(r, command, ...) RUN(NULL, r, command, "--socket", control __VA_OPT__(, ) __VA_ARGS__)

static void orders(void **state)
{
    struct running d;
    struct result r;
    running_init(&d);
    running_settings(&d, NULL,
                     "timezone = \"Europe/Berlin\";"
                     "quiet = { from = \"00:00\"; to = \"23:59\"; };");
    control = scratch_path(&d.scratch, "control");
    START(&d);
    running_wait(&d, "status", "listening");

    SAHUT(&r, "ask", "turn", "the", "desk", "lamp", "on");
    assert_code(&r, 0);
    assert_says(r.out, "desk lamp on\n");
    assert_says(r.out, "\"");
    result_finish(&r);
    assert_int_equal(
        json_integer_value(json_object_get(running_wait(&d, "edge", "desk lamp"), "value")), 1);

    SAHUT(&r, "devices", "set", "lamp", "off");
    assert_code(&r, 0);
    assert_says(r.out, "desk lamp off\n");
    result_finish(&r);
    assert_int_equal(
        json_integer_value(json_object_get(running_wait(&d, "edge", "desk lamp"), "value")), 0);

    SAHUT(&r, "devices", "set", "piano", "on");
    assert_code(&r, 1);
    assert_says(r.err, "there is no device 'piano'; there are desk lamp, fan");
    result_finish(&r);

    SAHUT(&r, "ask", "--json", "set a timer for ten minutes");
    assert_code(&r, 0);
    json_t *answer = json_array_get(r.lines, 0);
    assert_field(answer, "text", "set a timer for ten minutes");
    assert_field(answer, "intent", "timer.set");
    assert_false(json_is_true(json_object_get(answer, "failed")));
    assert_int_equal(json_array_size(json_object_get(answer, "done")), 1);
    assert_says(json_string_value(json_object_get(answer, "said")), "ten minutes");
    result_finish(&r);

    /* What is remarked besides belongs to the answer. */
    SAHUT(&r, "clock", "confirm");
    assert_code(&r, 0);
    result_finish(&r);
    SAHUT(&r, "ask", "remind me tomorrow at nine to call mum");
    assert_code(&r, 0);
    assert_says(r.out, "call mum");
    assert_says(r.out, "quiet");
    result_finish(&r);
    SAHUT(&r, "ask", "what did you say");
    assert_says(r.out, "quiet");
    result_finish(&r);

    /* Two orders in one text; what is doubtful waits for a yes. */
    SAHUT(&r, "ask", "turn on the desk lamp and the fan");
    assert_code(&r, 0);
    assert_says(r.out, "desk lamp on\n");
    assert_says(r.out, "fan on\n");
    result_finish(&r);
    SAHUT(&r, "ask", "would you turn off the lights in my cellar");
    assert_says(r.out, "?\"");
    result_finish(&r);
    SAHUT(&r, "ask", "no");
    assert_code(&r, 0);
    result_finish(&r);

    SAHUT(&r, "ask", "the mountains were lovely");
    assert_code(&r, 1);
    result_finish(&r);

    SAHUT(&r, "say", "good", "morning");
    assert_code(&r, 0);
    result_finish(&r);
    running_wait(&d, "said", "good morning");

    SAHUT(&r, "mute");
    assert_code(&r, 0);
    result_finish(&r);
    SAHUT(&r, "status");
    assert_says(r.out, "is muted");
    result_finish(&r);
    SAHUT(&r, "mute", "off");
    assert_code(&r, 0);
    result_finish(&r);
    SAHUT(&r, "mute", "maybe");
    assert_code(&r, 2);
    result_finish(&r);
    SAHUT(&r, "stop");
    assert_code(&r, 0);
    result_finish(&r);

    running_settings(&d, NULL, "langauge = \"en\";");
    SAHUT(&r, "reload");
    assert_code(&r, 1);
    assert_says(r.err, "unknown setting 'langauge'");
    assert_says(r.out, "stay as they were");
    result_finish(&r);
    free(control);
    running_finish(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(orders)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
