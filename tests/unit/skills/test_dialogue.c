// SPDX-License-Identifier: GPL-3.0-or-later
/* The clock, and orders about the talk itself. */
#include <stdbool.h>

#include "talk.h"

static void test_clock(void **state)
{
    static const struct step steps[] = {
        {"2026-03-29T01:59", "clock.time", "time_is time=2026-03-29T01:59"},
        {"2026-03-29T03:00", "clock.time", "time_is time=2026-03-29T03:00"},
        {"2026-03-29T03:00", "clock.date", "date_is date=2026-03-29T03:00"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

static void test_repeat(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "dialogue.repeat", "nothing_to_repeat"},
        {"2026-05-04T08:00", "dialogue.repeat", "nothing_to_repeat"},
        {"2026-05-04T08:00", "clock.time", "time_is time=2026-05-04T08:00"},
        {"2026-05-04T08:00", "dialogue.repeat", "(silent) repeat"},
        {"2026-05-04T08:00", "!restart", ""},
        {"2026-05-04T08:00", "dialogue.repeat", "nothing_to_repeat"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

static void test_nothing_open(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "dialogue.stop", "stopped stop"},
        {"2026-05-04T08:00", "dialogue.cancel", "nothing_ringing"},
        {"2026-05-04T08:00", "dialogue.no", "nothing_ringing"},
        {"2026-05-04T08:00", "dialogue.yes", "yes_to_what"},
        {"2026-05-04T08:00", "dialogue.thanks", "welcome"},
        {"2026-05-04T08:00", "dialogue.greet", "greeting"},
        {"2026-05-04T08:00", "", "not_understood"},
        {"2026-05-04T08:00", "weather.query", "not_able"},
        {"2026-05-04T08:00", "!due", "-"},
        {"2026-05-04T08:00", "!next", "never"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

/* The examples come from the sentences that can be said, one an intent. */
static void test_help(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "dialogue.help",
         "help examples=what time is it, …, turn on desk lamp"},
        {"2026-05-04T08:00", "reminder.set|text=x", "reminder_ask_when ask:when"},
        {"2026-05-04T08:00", "dialogue.help", "help examples=… ask:when"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

/* Of the order before: its words, and what they were taken for. */
static void test_why(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "dialogue.why", "why_nothing"},
        {"2026-05-04T08:00", "!heard tell me the time please", ""},
        {"2026-05-04T08:00", "clock.time", "time_is time=2026-05-04T08:00"},
        {"2026-05-04T08:00", "!heard why", ""},
        {"2026-05-04T08:00", "dialogue.why",
         "why_taken text=tell me the time please example=what time is it"},
        {"2026-05-04T08:00", "dialogue.why",
         "why_taken text=tell me the time please example=what time is it"},
        {"2026-05-04T08:00", "!unsure what tie is it", ""},
        {"2026-05-04T08:00", "", "not_understood"},
        {"2026-05-04T08:00", "dialogue.why", "why_unsure text=what tie is it"},
        {"2026-05-04T08:00", "!heard remind me to * at four", ""},
        {"2026-05-04T08:00", "", "not_understood"},
        {"2026-05-04T08:00", "dialogue.why", "why_nothing_of_mine text=remind me to ... at four"},
        {"2026-05-04T08:00", "!restart", ""},
        {"2026-05-04T08:00", "dialogue.why", "why_nothing"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

/* "Cancel it" right after something was set means that, once; not what was changed, not an hour
 * later. "No" does not. */
static void test_cancel_what_was_just_set(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "reminder.set|text=tea|when=2026-05-04T09:00", "reminder_set …"},
        {"2026-05-04T08:00", "dialogue.no", "nothing_ringing"},
        {"2026-05-04T08:00", "clock.time", "time_is …"},
        {"2026-05-04T08:01", "dialogue.cancel",
         "undone text=tea <undone: reminder 1 is cancelled>"},
        {"2026-05-04T08:01", "dialogue.cancel", "nothing_ringing"},
        {"2026-05-04T08:01", "!next", "never"},
        /* Too late. */
        {"2026-05-04T08:02", "timer.set|duration=600", "timer_set …"},
        {"2026-05-04T08:04", "dialogue.cancel", "nothing_ringing"},
        {"2026-05-04T08:04", "!next", "2026-05-04T08:12"},
        /* A change is not what was set. */
        {"2026-05-04T08:04", "timer.pause", "timer_paused …"},
        {"2026-05-04T08:04", "dialogue.cancel", "nothing_ringing"},
        {"2026-05-04T08:04", "!state 2", "paused rings=0 ''"},
        /* What rings and what is asked come first. */
        {"2026-05-04T08:05", "reminder.set|text=milk|when=2026-05-04T09:00", "reminder_set …"},
        {"2026-05-04T08:05", "alarm.set", "alarm_ask_when ask:when"},
        {"2026-05-04T08:05", "dialogue.cancel", "cancelled"},
        {"2026-05-04T08:05", "!state 3", "pending rings=0 'milk'"},
        {"2026-05-04T08:05", "dialogue.cancel", "undone text=milk <…>"},
        /* A device goes off again. */
        {"2026-05-04T08:06", "device.on|device=desk lamp", "…"},
        {"2026-05-04T08:06", "dialogue.cancel",
         "undone text=desk lamp <undone: desk lamp is as before>…"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

/* Several ring: one word is enough. */
static void test_stop_acknowledges_all(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "timer.set|duration=60",
         "timer_set duration=60s <timer 1 due Mon 2026-05-04 08:01, 60 s>"},
        {"2026-05-04T08:00", "reminder.set|text=tea|when=2026-05-04T08:01",
         "reminder_set when=2026-05-04T08:01 text=tea <reminder 2 due Mon 2026-05-04 08:01>"},
        {"2026-05-04T08:00", "timer.set|duration=600",
         "timer_set duration=600s <timer 3 due Mon 2026-05-04 08:10, 600 s>"},
        {"2026-05-04T08:01", "!due", "timer_due duration=60s <timer 1 rings, 1 of 8> ring"},
        {"2026-05-04T08:01", "!due", "reminder_due text=tea <reminder 2 rings, 1 of 5> ring"},
        {"2026-05-04T08:01", "dialogue.repeat", "(silent) repeat"},
        {"2026-05-04T08:01", "dialogue.cancel",
         "acknowledged <promises up to 2 acknowledged> stop"},
        {"2026-05-04T08:01", "!state 1", "acknowledged rings=1 ''"},
        {"2026-05-04T08:01", "!state 2", "acknowledged rings=1 'tea'"},
        {"2026-05-04T08:01", "!next", "2026-05-04T08:10"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clock),        cmocka_unit_test(test_repeat),
        cmocka_unit_test(test_nothing_open), cmocka_unit_test(test_help),
        cmocka_unit_test(test_why),          cmocka_unit_test(test_stop_acknowledges_all),
        cmocka_unit_test(test_cancel_what_was_just_set),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
