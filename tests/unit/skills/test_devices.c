// SPDX-License-Identifier: GPL-3.0-or-later
/* Devices on dry-run lines: on, off, for a while, with a limit, after a restart. */
#include <stdbool.h>

#include "talk.h"

static void test_on_off(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "device.query|device=desk lamp", "device_is_off device=desk lamp"},
        {"2026-05-04T08:00", "device.on|device=desk lamp",
         "device_on device=desk lamp <desk lamp on>"},
        {"2026-05-04T08:00", "device.query|device=desk lamp", "device_is_on device=desk lamp"},
        {"2026-05-04T08:00", "device.on|device=fan", "device_on device=fan <fan on>"},
        {"2026-05-04T08:00", "device.off|device=desk lamp",
         "device_off device=desk lamp <desk lamp off>"},
        {"2026-05-04T08:00", "!next", "never"},
        {"2026-05-04T08:00", "device.on|device=toaster", "device_unknown failed"},
        {"2026-05-04T08:00", "device.query", "device_unknown failed"},
        {"2026-05-04T08:00", "device.on|device=fan|duration=-5", "not_understood"},
    };
    struct world *w = world_new("", false);

    assert_string_equal(world_edges(w), "desk lamp=0 heater=0 fan=1 ");
    TALK(w, steps);
    assert_string_equal(world_edges(w), "desk lamp=1 fan=0 desk lamp=0 ");
    world_free(w);
}

static void test_for_a_while(void **state)
{
    static const struct step on[] = {
        {"2026-05-04T08:00", "device.on|device=desk lamp|duration=120",
         "device_on_for device=desk lamp duration=120s "
         "<desk lamp on, promise 1: off due Mon 2026-05-04 08:02>"},
        {"2026-05-04T08:01", "!due", "-"},
    };
    static const struct step off[] = {
        {"2026-05-04T08:02", "!due", "(silent) <desk lamp off>"},
        {"2026-05-04T08:02", "!state 1", "acknowledged rings=0 'desk lamp'"},
        {"2026-05-04T08:02", "!due", "-"},
    };
    static const struct step replaced[] = {
        {"2026-05-04T08:10", "device.on|device=desk lamp|duration=600",
         "device_on_for device=desk lamp duration=600s "
         "<desk lamp on, promise 2: off due Mon 2026-05-04 08:20>"},
        {"2026-05-04T08:10", "device.on|device=fan|duration=600",
         "device_on_for device=fan duration=600s <fan on, promise 3: off due Mon 2026-05-04 "
         "08:20>"},
        {"2026-05-04T08:11", "device.off|device=desk lamp|duration=60",
         "device_off_for device=desk lamp duration=60s "
         "<desk lamp off, promise 4: on due Mon 2026-05-04 08:12>"},
        {"2026-05-04T08:11", "!state 2", "cancelled rings=0 'desk lamp'"},
        {"2026-05-04T08:11", "!state 3", "pending rings=0 'fan'"},
        {"2026-05-04T08:12", "!due", "(silent) <desk lamp on>"},
        {"2026-05-04T08:12", "device.off|device=fan", "device_off device=fan <fan off>"},
        {"2026-05-04T08:12", "!state 3", "cancelled rings=0 'fan'"},
        {"2026-05-04T08:12", "!next", "never"},
    };
    struct world *w = world_new("", false);

    world_edges(w);
    TALK(w, on);
    assert_string_equal(world_edges(w), "desk lamp=1 ");
    TALK(w, off);
    assert_string_equal(world_edges(w), "desk lamp=0 ");
    TALK(w, replaced);
    assert_string_equal(world_edges(w), "desk lamp=1 fan=0 desk lamp=0 desk lamp=1 fan=1 ");
    world_free(w);
}

static void test_longest_time_on(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "device.on|device=heater",
         "device_on_for device=heater duration=3600s "
         "<heater on, promise 1: off due Mon 2026-05-04 09:00>"},
        {"2026-05-04T08:00", "device.on|device=heater|duration=7200",
         "device_on_for device=heater duration=3600s "
         "<heater on, promise 2: off due Mon 2026-05-04 09:00>"},
        {"2026-05-04T08:00", "!state 1", "cancelled rings=0 'heater'"},
        {"2026-05-04T08:00", "device.on|device=heater|duration=60",
         "device_on_for device=heater duration=60s "
         "<heater on, promise 3: off due Mon 2026-05-04 08:01>"},
        /* Off for a while: when it comes on again, the limit counts again. */
        {"2026-05-04T08:00", "device.off|device=heater|duration=60",
         "device_off_for device=heater duration=60s "
         "<heater off, promise 4: on due Mon 2026-05-04 08:01>"},
        {"2026-05-04T08:01", "!due", "(silent) <heater on>"},
        {"2026-05-04T08:01", "!state 4", "acknowledged rings=0 'heater'"},
        {"2026-05-04T08:01", "!next", "2026-05-04T09:01"},
        {"2026-05-04T09:01", "!due", "(silent) <heater off>"},
        {"2026-05-04T09:01", "!next", "never"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

static void test_without_lines(void **state)
{
    static const struct step on[] = {
        {"2026-05-04T08:00", "device.on|device=fan|duration=60",
         "device_on_for device=fan duration=60s <fan on, promise 1: off due Mon 2026-05-04 08:01>"},
    };
    static const struct step gone[] = {
        {"2026-05-04T08:00", "device.on|device=fan", "device_unknown failed"},
        {"2026-05-04T08:01", "!due", "(silent) <there is no device 'fan' any more>"},
        {"2026-05-04T08:01", "!state 1", "expired rings=0 'fan'"},
    };
    struct world *w = world_new("", false);

    TALK(w, on);
    world_without_lines(w);
    TALK(w, gone);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_on_off),
        cmocka_unit_test(test_for_a_while),
        cmocka_unit_test(test_longest_time_on),
        cmocka_unit_test(test_without_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
