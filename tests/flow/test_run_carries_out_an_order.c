// SPDX-License-Identifier: GPL-3.0-or-later
/* The daemon hears an order with the wake phrase, carries it out, answers, and ends when told. */
#include "support/running.h"

static void an_order(void **state)
{
    struct running r;
    const char *lamp = recording("lamp");
    if (!lamp)
        return;
    running_init(&r);
    running_settings(&r, lamp, NULL);
    START(&r);
    running_wait(&r, "status", "listening");
    running_wait(&r, "wake", NULL);
    json_t *heard = running_wait(&r, "hypothesis", NULL);
    assert_field(heard, "text", "turn the desk lamp on for two minutes");
    assert_field(heard, "intent", "device.on");
    json_t *edge = running_wait(&r, "edge", "desk lamp");
    assert_int_equal(json_integer_value(json_object_get(edge, "value")), 1);
    running_wait(&r, "said", "desk lamp is on for two minutes");
    running_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(an_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
