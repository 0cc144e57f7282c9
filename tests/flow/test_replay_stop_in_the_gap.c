// SPDX-License-Identifier: GPL-3.0-or-later
/* In the gaps of what rings "stop" needs no wake phrase and no other order is carried out; whoever uses
 * it may order anything there. */
#include "support/program.h"

#define GAP     "@2026-05-04T10:10:03" /* since 10:10:02, until it rings again */
#define REPLAY(r, at, what)                                                                        \
    RUN(NULL, r, "replay", "--config", "tests/flow/data/office.conf", "--json", "--tz", "UTC",     \
        "--now", "2026-05-04T10:00", "--until", "+14s", recording("timer"), at, recording(what))

static void stop(void **state)
{
    struct result r;
    if (!recording("timer"))
        return;
    REPLAY(&r, GAP, "hush");
    assert_code(&r, 0);
    assert_int_equal(events_of(&r, "due"), 1);
    assert_int_equal(events_of(&r, "wake"), 1);
    assert_field(event_at(&r, "hypothesis", 1), "intent", "dialogue.stop");
    assert_field(event_at(&r, "done", 1), "text", "promise 1 acknowledged");
    result_finish(&r);
}

/* Without it an order is none there, and the timer rings on. */
static void another_order(void **state)
{
    struct result r;
    if (!recording("order"))
        return;
    REPLAY(&r, GAP, "order");
    assert_code(&r, 0);
    assert_int_equal(events_of(&r, "edge"), 2); /* of the start */
    assert_int_equal(events_of(&r, "done"), 1);
    assert_int_equal(events_of(&r, "due"), 2);
    result_finish(&r);
}

static void called(void **state)
{
    struct result r;
    if (!recording("lamp"))
        return;
    REPLAY(&r, GAP, "lamp");
    assert_code(&r, 0);
    assert_field(event_at(&r, "edge", 2), "device", "desk lamp");
    result_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(stop), cmocka_unit_test(another_order),
                                       cmocka_unit_test(called)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
