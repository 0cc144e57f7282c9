// SPDX-License-Identifier: GPL-3.0-or-later
/* Timers: set, asked, left, cancelled, rung, expired. */
#include <stdbool.h>

#include "talk.h"

static void test_timers(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "timer.query", "timers_none"},
        {"2026-05-04T08:00", "timer.cancel", "timers_none"},
        {"2026-05-04T08:00", "timer.set|duration=300",
         "timer_set duration=300s <timer 1 due Mon 2026-05-04 08:05, 300 s>"},
        {"2026-05-04T08:01", "timer.query", "timer_left left=240s"},
        {"2026-05-04T08:01", "timer.set|duration=5400|name=pizza",
         "timer_set duration=5400s name=pizza <timer 2 due Mon 2026-05-04 09:31, 5400 s>"},
        {"2026-05-04T08:01", "timer.query",
         "timers_list count=2 items=four minutes, pizza an hour and a half"},
        {"2026-05-04T08:01", "timer.query|name=pizza", "timer_left left=5400s name=pizza"},
        {"2026-05-04T08:01", "timer.query|name=egg", "timers_none"},
        {"2026-05-04T08:05", "!due", "timer_due duration=300s <timer 1 rings, 1 of 3> ring"},
        {"2026-05-04T08:05", "!due", "-"},
        {"2026-05-04T08:05", "!next", "2026-05-04T08:06"},
        {"2026-05-04T08:06", "!due", "timer_due duration=300s <timer 1 rings, 2 of 3> ring"},
        {"2026-05-04T08:06", "dialogue.stop", "acknowledged <promise 1 acknowledged> stop"},
        {"2026-05-04T08:07", "!due", "-"},
        {"2026-05-04T08:07", "timer.cancel", "timer_cancelled name=pizza <timer 2 cancelled>"},
        {"2026-05-04T08:07", "!state 2", "cancelled rings=0 'pizza'"},
        {"2026-05-04T08:07", "!next", "never"},
    };
    struct world *w = world_new("timers = { ring_every = 60; ring_times = 3; };\n", false);

    TALK(w, steps);
    world_free(w);
}

/* "The second ten minute timer"; a stopwatch that is stopped twice goes on showing the same. */
static void test_which(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "timer.set|duration=60|name=egg", "timer_set …"},
        {"2026-05-04T08:00", "timer.set|duration=600", "timer_set …"},
        {"2026-05-04T08:01", "timer.set|duration=600|name=tea", "timer_set …"},
        {"2026-05-04T08:02", "timer.query|which=2|duration=600", "timer_left left=540s name=tea"},
        {"2026-05-04T08:02", "timer.cancel|which=2|duration=600",
         "timer_cancelled name=tea <timer 3 cancelled>"},
        {"2026-05-04T08:02", "stopwatch.start", "stopwatch_started …"},
        {"2026-05-04T08:05", "stopwatch.pause",
         "stopwatch_shows shown=180s <stopwatch 4 paused at 180 s>"},
        {"2026-05-04T08:09", "stopwatch.pause", "stopwatch_shows shown=180s"},
        {"2026-05-04T08:09", "stopwatch.resume", "stopwatch_started …"},
        {"2026-05-04T08:10", "stopwatch.query", "stopwatch_shows shown=240s"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

/* "Pause it": the one last talked of, by whoever did. */
static void test_it(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "timer.pause|which=it", "timers_none"},
        {"2026-05-04T08:00", "timer.set|duration=300|name=tea", "timer_set …"},
        {"2026-05-04T08:00", "timer.set|duration=600|name=egg", "timer_set …"},
        {"2026-05-04T08:00", "timer.pause", "timer_which"},
        {"2026-05-04T08:00", "timer.pause|which=it",
         "timer_paused left=600s name=egg <timer 2 paused, 600 s left>"},
        {"2026-05-04T08:01", "timer.resume|which=it",
         "timer_resumed left=600s name=egg <timer 2 resumed, 600 s left>"},
        {"2026-05-04T08:01", "timer.query|name=tea", "timer_left left=240s name=tea"},
        {"2026-05-04T08:01", "timer.pause|which=it", "timer_paused left=240s name=tea …"},
        {"2026-05-04T08:01", "stopwatch.start", "stopwatch_started …"},
        {"2026-05-04T08:02", "timer.pause|which=it",
         "stopwatch_shows shown=60s <stopwatch 3 paused at 60 s>"},
        {"2026-05-04T08:03", "timer.resume|which=it", "stopwatch_started shown=60s …"},
        {"2026-05-04T08:03", "alarm.set|when=2026-05-04T12:00", "alarm_set …"},
        {"2026-05-04T08:03", "timer.pause|which=it", "timer_paused left=480s name=egg …"},
        {"2026-05-04T08:03", "timer.change|which=it|amount=60|direction=more",
         "timer_changed left=540s name=egg …"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

static void test_question(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "timer.set|name=egg", "timer_ask_duration ask:duration"},
        {"2026-05-04T08:00", "timer.set|duration=240",
         "timer_set duration=240s name=egg <timer 1 due Mon 2026-05-04 08:04, 240 s>"},
        {"2026-05-04T08:00", "timer.set|duration=0", "timer_ask_duration ask:duration"},
        {"2026-05-04T08:00", "dialogue.yes", "yes_to_what ask:duration"},
        {"2026-05-04T08:00", "timer.set|duration=99999999999", "timer_ask_duration ask:duration"},
        {"2026-05-04T08:00", "timer.set|duration=60|name=tea",
         "timer_set duration=60s name=tea <timer 2 due Mon 2026-05-04 08:01, 60 s>"},
        {"2026-05-04T08:00", "timer.cancel|name=egg",
         "timer_cancelled name=egg <timer 1 cancelled>"},
        {"2026-05-04T08:00", "timer.set|duration=60",
         "timer_set duration=60s <timer 3 due Mon 2026-05-04 08:01, 60 s>"},
        {"2026-05-04T08:00", "timer.cancel", "timers_cancelled count=2 <2 timers cancelled>"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

static void test_expires(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "timer.set|duration=60|name=tea",
         "timer_set duration=60s name=tea <timer 1 due Mon 2026-05-04 08:01, 60 s>"},
        {"2026-05-04T08:01", "!due",
         "timer_due duration=60s name=tea <timer 1 rings, 1 of 1> ring"},
        {"2026-05-04T08:02", "!due", "(silent) <timer 1 expired, nobody answered>"},
        {"2026-05-04T08:02", "!due", "-"},
        {"2026-05-04T08:02", "!state 1", "expired rings=1 'tea'"},
        {"2026-05-04T08:02", "timer.query", "timers_none"},
        {"2026-05-04T08:02", "dialogue.no", "nothing_ringing"},
    };
    struct world *w = world_new("timers = { ring_times = 1; };\n", false);

    TALK(w, steps);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_timers),
        cmocka_unit_test(test_which),
        cmocka_unit_test(test_it),
        cmocka_unit_test(test_question),
        cmocka_unit_test(test_expires),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
