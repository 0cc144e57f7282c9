// SPDX-License-Identifier: GPL-3.0-or-later
/* The members of the events of `sahut listen --json`: other programs read them. */
#include <math.h>

#include "support/program.h"

#define HYPOTHESIS "event file start_s end_s text confidence accepted intent score slots missing"

static void assert_near(const json_t *object, const char *key, double wanted, double by)
{
    double is = json_number_value(json_object_get(object, key));
    if (!(fabs(is - wanted) <= by))
        fail_msg("\"%s\" is %.3f, not %.3f", key, is, wanted);
}

/* Of every file by itself, and the places count from its beginning. */
static void wake_and_order(void **state)
{
    struct result r;
    const char *time = recording("time"), *talk = recording("talk"), *timer = recording("timer");
    if (!time || !talk || !timer)
        return;
    RUN(NULL, &r, "listen", "--wake", "hey computer", "--json", "--tz", "UTC", "--now",
        "2026-05-04T10:00", time, talk, timer);
    assert_code(&r, 0);
    assert_int_equal(json_array_size(r.lines), 4);
    const char *const files[] = {time, timer};
    for (size_t i = 0; i < 2; i++) {
        json_t *wake = event_at(&r, "wake", i), *order = event_at(&r, "hypothesis", i);
        assert_keys(wake, "event file phrase at_s score");
        assert_field(wake, "file", files[i]);
        assert_field(wake, "phrase", "hey computer");
        assert_near(wake, "at_s", 0.2, 0.2);
        assert_keys(order, HYPOTHESIS);
        assert_field(order, "file", files[i]);
        assert_near(order, "start_s", 1.1, 0.25);
        assert_true(json_is_true(json_object_get(order, "accepted")));
        assert_near(order, "confidence", 0.75, 0.25);
    }
    assert_field(event_at(&r, "hypothesis", 0), "intent", "clock.time");
    assert_field(event_at(&r, "hypothesis", 1), "intent", "timer.set");
    result_finish(&r);
}

static void whole_files(void **state)
{
    struct result r;
    const char *order = recording("order"), *talk = recording("talk");
    if (!order || !talk)
        return;
    RUN(NULL, &r, "listen", "--config", "tests/flow/data/office.conf", "--no-wake", "--json", order,
        talk);
    assert_code(&r, 0);
    assert_int_equal(json_array_size(r.lines), 2);
    json_t *heard = event_at(&r, "hypothesis", 0);
    assert_keys(heard, HYPOTHESIS);
    assert_field(heard, "text", "turn the desk lamp on");
    assert_field(heard, "intent", "device.on");
    assert_field(json_object_get(heard, "slots"), "device", "desk lamp");
    json_t *other = event_at(&r, "hypothesis", 1);
    assert_keys(other, HYPOTHESIS);
    assert_true(json_is_false(json_object_get(other, "accepted")));
    assert_true(json_is_null(json_object_get(other, "intent")));
    result_finish(&r);
}

static void own_sentences(void **state)
{
    struct scratch s;
    struct result r;
    const char *order = recording("order");
    if (!order)
        return;
    scratch_init(&s);
    char *path = scratch_write(&s, "my.sentences",
                               "language en\nintent my.lamp\n    turn the {room} lamp on\n"
                               "{room} = desk | kitchen | garden\n");
    RUN(NULL, &r, "listen", "--no-wake", "--sentences", path, "--json", order);
    assert_code(&r, 0);
    assert_field(event_at(&r, "hypothesis", 0), "intent", "my.lamp");
    assert_field(json_object_get(event_at(&r, "hypothesis", 0), "slots"), "room", "desk");
    result_finish(&r);
    free(path);
    scratch_finish(&s);
}

static void nothing_heard(void **state)
{
    struct result r;
    const char *talk = recording("talk");
    if (!talk)
        return;
    RUN(NULL, &r, "listen", "--json", talk);
    assert_code(&r, 1);
    assert_string_equal(r.out, "");
    assert_says(r.err, "nothing was heard");
    result_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wake_and_order),
        cmocka_unit_test(whole_files),
        cmocka_unit_test(own_sentences),
        cmocka_unit_test(nothing_heard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
