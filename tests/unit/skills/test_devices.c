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

/* ---- more devices than the world has by itself ---- */

static const char more[] =
    "devices = (\n"
    "  { name = \"desk lamp\"; room = \"office\"; kind = \"light\"; pin = \"c:1\"; },\n"
    "  { name = \"ceiling\"; room = \"office\"; kind = \"light\"; pin = \"c:2\"; at_start = "
    "\"keep\"; },\n"
    "  { name = \"heater\"; kind = \"heater\"; pin = \"c:3\"; max_on = 3600; at_start = \"keep\";\n"
    "    confirm = true; },\n"
    "  { name = \"blind up\"; pin = \"c:4\"; not_with = [ \"blind down\" ]; },\n"
    "  { name = \"blind down\"; pin = \"c:5\"; },\n"
    "  { name = \"gate\"; pin = \"c:6\"; pulse = 500; },\n"
    "  { name = \"door\"; pin = \"c:7\"; input = true; words = [ \"closed\", \"open\" ]; },\n"
    "  { name = \"bed lamp\"; kind = \"light\"; pwm = \"pwmchip0:0\"; }\n"
    ");\n";

static void test_kind_room_all(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "device.on|kind=light|room=office",
         "devices_on count=2 items=desk lamp, ceiling <2 devices on>"},
        {"2026-05-04T08:00", "device.query|kind=light|state=on",
         "devices_are_on count=2 items=desk lamp, ceiling"},
        {"2026-05-04T08:00", "device.off|scope=all",
         "devices_off count=5 items=desk lamp, ceiling, blind up, blind down, bed lamp "
         "<5 devices off>"},
        {"2026-05-04T08:00", "device.query|kind=light|state=on", "devices_none_on count=0 items="},
        {"2026-05-04T08:00", "device.on|kind=fan", "device_unknown failed"},
    };
    struct world *w = world_new(more, false);

    world_edges(w);
    TALK(w, steps);
    assert_string_equal(world_edges(w),
                        "desk lamp=1 ceiling=1 desk lamp=0 ceiling=0 blind up=0 blind down=0 "
                        "bed lamp=0 ");
    world_free(w);
}

static void test_confirm(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "device.on|device=heater|duration=60",
         "device_sure device=heater ask:confirm"},
        {"2026-05-04T08:00", "dialogue.no", "cancelled"},
        {"2026-05-04T08:00", "device.query|device=heater", "device_is_off device=heater"},
        {"2026-05-04T08:00", "device.on|device=heater|duration=60",
         "device_sure device=heater ask:confirm"},
        {"2026-05-04T08:00", "dialogue.yes",
         "device_on_for device=heater duration=60s "
         "<heater on, promise 1: off due Mon 2026-05-04 08:01>"},
        {"2026-05-04T08:00", "device.off|device=heater", "device_off device=heater <heater off>"},
    };
    struct world *w = world_new(more, false);

    TALK(w, steps);
    world_free(w);
}

/* What nobody may have meant is not done unasked, and after a yes as if it had been clear: what is
 * missing is asked for, and what wants its own yes asks again. */
static void test_doubtful(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "device.on?|device=desk lamp", "doubtful_sure example=… ask:confirm"},
        {"2026-05-04T08:00", "device.query|device=desk lamp", "device_is_off device=desk lamp"},
        {"2026-05-04T08:00", "dialogue.yes", "yes_to_what"},
        {"2026-05-04T08:00", "device.on?|device=desk lamp", "doubtful_sure example=… ask:confirm"},
        {"2026-05-04T08:00", "dialogue.no", "cancelled"},
        {"2026-05-04T08:00", "device.on?|device=desk lamp", "doubtful_sure example=… ask:confirm"},
        {"2026-05-04T08:00", "dialogue.yes", "device_on device=desk lamp <desk lamp on>"},
        {"2026-05-04T08:00", "reminder.set?|text=x", "doubtful_sure example=… ask:confirm"},
        {"2026-05-04T08:00", "dialogue.yes", "reminder_ask_when ask:when"},
        {"2026-05-04T08:00", "reminder.set|when=2026-05-04T09:00",
         "reminder_set when=2026-05-04T09:00 text=x <…"},
        {"2026-05-04T08:00", "device.on?|device=heater", "doubtful_sure example=… ask:confirm"},
        {"2026-05-04T08:00", "dialogue.yes", "device_sure device=heater ask:confirm"},
        {"2026-05-04T08:00", "dialogue.yes", "device_on… <heater on…"},
    };
    struct world *w = world_new(more, false);

    TALK(w, steps);
    world_free(w);
}

/* What was not heard well is read out before something is changed; a question is answered. */
static void test_heard_doubtfully(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "!half turn the desk lamp on", ""},
        {"2026-05-04T08:00", "device.on|device=desk lamp",
         "heard_sure text=turn the desk lamp on ask:confirm"},
        {"2026-05-04T08:00", "!half is the desk lamp on", ""},
        {"2026-05-04T08:00", "device.query|device=desk lamp", "device_is_off device=desk lamp"},
        {"2026-05-04T08:00", "dialogue.yes", "yes_to_what"},
        {"2026-05-04T08:00", "!half remind me to * at nine", ""},
        {"2026-05-04T08:00", "reminder.set|text=x|when=2026-05-04T09:00",
         "heard_sure text=remind me to ... at nine ask:confirm"},
        {"2026-05-04T08:00", "dialogue.no", "cancelled"},
        {"2026-05-04T08:00", "!half turn the desk lamp on", ""},
        {"2026-05-04T08:00", "device.on|device=desk lamp",
         "heard_sure text=turn the desk lamp on ask:confirm"},
        {"2026-05-04T08:00", "!half yes", ""},
        {"2026-05-04T08:00", "dialogue.yes", "device_on device=desk lamp <desk lamp on>"},
        {"2026-05-04T08:00", "!half louder", ""},
        {"2026-05-04T08:00", "volume.change|direction=up", "volume…"},
        {"2026-05-04T08:00", "!heard turn the desk lamp off", ""},
        {"2026-05-04T08:00", "device.off|device=desk lamp",
         "device_off device=desk lamp <desk lamp off>"},
        {"2026-05-04T08:00", "!half set a reminder", ""},
        {"2026-05-04T08:00", "reminder.set|text=x", "heard_sure text=set a reminder ask:confirm"},
        {"2026-05-04T08:00", "dialogue.yes", "reminder_ask_when ask:when"},
    };
    struct world *w = world_new(more, false);

    TALK(w, steps);
    world_free(w);
}

static void test_for_later(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "device.on|device=desk lamp|when=2026-05-04T10:00 minute|duration=120",
         "device_order_on when=2026-05-04T10:00 duration=120s count=1 items=desk lamp "
         "<promise 1: desk lamp on due Mon 2026-05-04 10:00>"},
        /* what is done meanwhile leaves it alone */
        {"2026-05-04T09:00", "device.on|device=desk lamp|duration=60",
         "device_on_for device=desk lamp duration=60s "
         "<desk lamp on, promise 2: off due Mon 2026-05-04 09:01>"},
        {"2026-05-04T09:01", "!due", "(silent) <desk lamp off>"},
        {"2026-05-04T09:30", "device.off|device=desk lamp",
         "device_off device=desk lamp <desk lamp off>"},
        {"2026-05-04T10:00", "!due", "(silent) <desk lamp on>"},
        {"2026-05-04T10:02", "!due", "(silent) <desk lamp off>"},
        {"2026-05-04T10:02", "!next", "never"},
        /* a heater's longest time counts then, too */
        {"2026-05-04T10:02", "device.on|device=ceiling|when=+60",
         "device_order_on when=2026-05-04T10:03 count=1 items=ceiling "
         "<promise 4: ceiling on due Mon 2026-05-04 10:03>"},
        {"2026-05-04T10:02", "dialogue.undo",
         "undone text=ceiling <undone: device 4 is cancelled>"},
        {"2026-05-04T10:02", "!next", "never"},
    };
    struct world *w = world_new(more, false);

    TALK(w, steps);
    world_free(w);
}

static void test_never_together(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "device.on|device=blind up|duration=30",
         "device_on_for device=blind up duration=30s "
         "<blind up on, promise 1: off due Mon 2026-05-04 08:00>"},
        {"2026-05-04T08:00", "device.on|device=blind down",
         "device_on device=blind down <blind down on>"},
        {"2026-05-04T08:00", "!state 1", "cancelled rings=0 'blind up'"},
        {"2026-05-04T08:00", "dialogue.undo",
         "undone text=blind up <undone: blind up is as before>"},
    };
    struct world *w = world_new(more, false);

    world_edges(w);
    TALK(w, steps);
    assert_string_equal(world_edges(w), "blind up=1 blind up=0 blind down=1 "
                                        "blind down=0 blind up=1 ");
    world_free(w);
}

static void test_undo_ends_what_was_begun(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "device.on|device=desk lamp|duration=600",
         "device_on_for device=desk lamp duration=600s "
         "<desk lamp on, promise 1: off due Mon 2026-05-04 08:10>"},
        {"2026-05-04T08:01", "dialogue.undo",
         "undone text=desk lamp <undone: desk lamp is as before>"},
        {"2026-05-04T08:01", "device.query|device=desk lamp", "device_is_off device=desk lamp"},
        {"2026-05-04T08:01", "!next", "never"},
    };
    struct world *w = world_new(more, false);

    TALK(w, steps);
    world_free(w);
}

static void test_treatments(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "device.on|device=gate", "device_pulse device=gate <gate on>"},
        {"2026-05-04T08:00", "device.on|device=door", "device_input device=door failed"},
        {"2026-05-04T08:00", "device.query|device=door|state=open",
         "device_state_no device=door state=closed"},
        {"2026-05-04T08:00", "device.query|device=door|state=closed",
         "device_state_yes device=door state=closed"},
        {"2026-05-04T08:00", "device.toggle|device=desk lamp",
         "device_on device=desk lamp <desk lamp on>"},
        {"2026-05-04T08:00", "device.toggle|device=desk lamp",
         "device_off device=desk lamp <desk lamp off>"},
        {"2026-05-04T08:00", "device.dim|device=bed lamp|level=40",
         "device_dimmed device=bed lamp level=40 <bed lamp 40 %>"},
        {"2026-05-04T08:00", "device.dim|device=bed lamp|level=0",
         "device_off device=bed lamp <bed lamp off>"},
        {"2026-05-04T08:00", "device.dim|device=desk lamp|level=40",
         "device_not_dimmed device=desk lamp failed"},
        {"2026-05-04T08:00", "device.flash|device=desk lamp|often=2",
         "device_flash device=desk lamp count=2 <desk lamp flashes 2 times>"},
        {"2026-05-04T08:00", "device.flash|device=gate", "device_failed device=gate failed"},
    };
    struct world *w = world_new(more, false);

    TALK(w, steps);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_on_off),
        cmocka_unit_test(test_for_a_while),
        cmocka_unit_test(test_longest_time_on),
        cmocka_unit_test(test_without_lines),
        cmocka_unit_test(test_kind_room_all),
        cmocka_unit_test(test_confirm),
        cmocka_unit_test(test_doubtful),
        cmocka_unit_test(test_for_later),
        cmocka_unit_test(test_heard_doubtfully),
        cmocka_unit_test(test_never_together),
        cmocka_unit_test(test_undo_ends_what_was_begun),
        cmocka_unit_test(test_treatments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
