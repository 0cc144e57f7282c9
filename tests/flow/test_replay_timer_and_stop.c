// SPDX-License-Identifier: GPL-3.0-or-later
/* A timer rings when it is over, and is quiet when told to stop. Places of what is heard are those
 * in the recording, whatever ran before it. */
#include <math.h>

#include "support/program.h"

static void a_timer(void **state)
{
    struct result r;
    const char *timer = recording("timer");
    if (!timer)
        return;
    RUN(NULL, &r, "replay", "--config", "tests/flow/data/office.conf", "--json", "--tz", "UTC",
        "--now", "2026-05-04T10:00", "--until", "+10m", timer, "@2026-05-04T10:10:10",
        recording("stop"));
    assert_code(&r, 0);
    json_t *slots = json_object_get(event_at(&r, "hypothesis", 0), "slots");
    json_t *seconds = json_object_get(json_object_get(slots, "duration"), "seconds");
    assert_int_equal(json_integer_value(seconds), 600);
    assert_int_equal(events_of(&r, "due"), 1);
    assert_field(event_at(&r, "due", 0), "time", "2026-05-04T10:10:02+00:00");
    assert_field(event_at(&r, "done", 1), "text", "promise 1 acknowledged");
    double at = json_real_value(json_object_get(event_at(&r, "wake", 1), "at_s"));
    assert_true(fabs(at - 0.12) < 0.2);
    result_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_timer)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
