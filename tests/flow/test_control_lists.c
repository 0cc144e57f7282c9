// SPDX-License-Identifier: GPL-3.0-or-later
/* What was promised is listed, for people and as JSON. */
#include "support/running.h"

static char *control;

#define SAHUT(r, command, ...) RUN(NULL, r, command, "--socket", control __VA_OPT__(, ) __VA_ARGS__)

static void lists(void **state)
{
    struct running d;
    struct result r;
    running_init(&d);
    running_settings(&d, NULL, "timezone = \"Europe/Berlin\";");
    control = scratch_path(&d.scratch, "control");
    START(&d);
    running_wait(&d, "status", "listening");

    SAHUT(&r, "reminders");
    assert_string_equal(r.out, "no reminders\n");
    result_finish(&r);
    SAHUT(&r, "timers");
    assert_string_equal(r.out, "no timers\n");
    result_finish(&r);
    SAHUT(&r, "remind", "to", "water the plants tomorrow at six in the evening");
    assert_code(&r, 0);
    result_finish(&r);
    SAHUT(&r, "ask", "set a pizza timer for two hours");
    assert_code(&r, 0);
    result_finish(&r);
    SAHUT(&r, "ask", "turn the lamp on for three hours");
    assert_code(&r, 0);
    result_finish(&r);

    SAHUT(&r, "reminders");
    assert_string_equal(r.out, "tomorrow 18:00      water the plants\n");
    result_finish(&r);
    SAHUT(&r, "reminders", "--json");
    assert_code(&r, 0);
    const json_t *list = json_object_get(json_array_get(r.lines, 0), "reminders");
    assert_int_equal(json_array_size(list), 1);
    assert_keys(json_array_get(list, 0), "id kind state title due rule guessed clip created");
    assert_field(json_array_get(list, 0), "title", "water the plants");
    result_finish(&r);

    SAHUT(&r, "timers");
    assert_says(r.out, "pizza  of 2 h, to");
    result_finish(&r);
    SAHUT(&r, "ask", "pause the pizza timer");
    assert_code(&r, 0);
    result_finish(&r);
    SAHUT(&r, "timers");
    assert_says(r.out, "pizza  of 2 h, paused\n");
    result_finish(&r);
    SAHUT(&r, "ask", "resume the pizza timer");
    assert_code(&r, 0);
    result_finish(&r);
    SAHUT(&r, "ask", "start a stopwatch");
    assert_code(&r, 0);
    result_finish(&r);
    SAHUT(&r, "timers");
    assert_says(r.out, "       stopwatch\n");
    result_finish(&r);
    SAHUT(&r, "ask", "pause the stopwatch");
    assert_code(&r, 0);
    result_finish(&r);
    SAHUT(&r, "timers");
    assert_says(r.out, "       stopwatch, paused\n");
    result_finish(&r);
    SAHUT(&r, "clock");
    assert_says(r.out, "Europe/Berlin");
    result_finish(&r);
    SAHUT(&r, "clock", "confirm");
    assert_code(&r, 0);
    assert_says(r.out, "the clock is confirmed\n");
    result_finish(&r);
    SAHUT(&r, "clock", "--json");
    assert_true(json_is_true(json_object_get(json_array_get(r.lines, 0), "trusted")));
    result_finish(&r);
    SAHUT(&r, "clock", "wind");
    assert_code(&r, 2);
    result_finish(&r);
    SAHUT(&r, "devices");
    assert_says(r.out, "desk lamp  on   gpiochip0:17, until to");
    assert_says(r.out, "fan        off  gpiochip0:27\n");
    result_finish(&r);
    SAHUT(&r, "devices", "--json");
    assert_field(json_array_get(r.lines, 0), "backend", "dry run");
    result_finish(&r);

    SAHUT(&r, "status");
    assert_code(&r, 0);
    assert_says(r.out, "is listening, up ");
    assert_says(r.out, "wake phrase  hey computer\n");
    assert_says(r.out, "microphone   null                  works\n");
    assert_says(r.out, "Europe/Berlin");
    assert_says(r.out, "timer: pizza\n");
    assert_says(r.out, "1 reminder, 1 timer, 2 devices, 0 events, 1 client\n");
    assert_says(r.out, "/state, ");
    result_finish(&r);
    free(control);
    running_finish(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lists)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
