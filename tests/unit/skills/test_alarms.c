// SPDX-License-Identifier: GPL-3.0-or-later
/* Alarms, snoozing, changing, undoing, recurring. Monday is 2026-05-04. */
#include <stdbool.h>

#include "talk.h"

static void play(const char *settings, const struct step *steps, size_t count)
{
    struct world *w = world_new(settings, true);

    talk(w, steps, count);
    world_free(w);
}
#define PLAY(settings, steps) play(settings, steps, sizeof(steps) / sizeof *(steps))

/* Nobody is woken at half past six in the evening unless he says so. */
static void test_is_before_noon(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T20:00", "alarm.set|when=2026-05-05T18:30 open",
         "alarm_set when=2026-05-05T06:30 <…>"},
        {"2026-05-04T20:00", "alarm.set|when=2026-05-05T18:30",
         "alarm_set when=2026-05-05T18:30 <…>"},
        {"2026-05-04T20:00", "alarm.set|when=2026-05-05T14:00 open",
         "alarm_set when=2026-05-05T14:00 <…>"},
        {"2026-05-04T10:00", "alarm.set|when=2026-05-04T18:30 open",
         "alarm_set when=2026-05-04T18:30 <…>"},
        {"2026-05-04T10:00", "alarm.set|repeat=every day at six",
         "alarm_set_again when=2026-05-05T06:00 <…>"},
        {"2026-05-04T20:00", "reminder.set|text=tea|when=2026-05-05T18:30 open",
         "reminder_set when=2026-05-05T18:30 text=tea <…>"},
    };
    PLAY("", steps);
}

static void test_rings_until_told(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T20:00", "alarm.set|when=2026-05-05T07:00",
         "alarm_set when=2026-05-05T07:00 <alarm 1 due Tue 2026-05-05 07:00>"},
        {"2026-05-04T20:00", "alarm.query", "alarms_list count=1 items=tomorrow at seven…"},
        {"2026-05-05T07:00", "!due",
         "alarm_due time=2026-05-05T07:00 <alarm 1 rings, 1 of 30> ring"},
        {"2026-05-05T07:01", "!due",
         "alarm_due time=2026-05-05T07:01 <alarm 1 rings, 2 of 30> ring"},
        {"2026-05-05T07:01", "alarm.snooze|duration=600",
         "snoozed duration=600s <alarm 1 snoozed for 600 s> stop"},
        {"2026-05-05T07:01", "!next", "2026-05-05T07:11"},
        {"2026-05-05T07:11", "!due",
         "alarm_due time=2026-05-05T07:11 <alarm 1 rings, 1 of 30> ring"},
        {"2026-05-05T07:11", "alarm.snooze", "snoozed duration=600s <…> stop"},
        {"2026-05-05T07:21", "!due", "alarm_due …"},
        {"2026-05-05T07:21", "dialogue.stop", "acknowledged <promise 1 acknowledged> stop"},
        {"2026-05-05T07:21", "!next", "never"},
        {"2026-05-05T07:22", "alarm.snooze", "nothing_ringing"},
    };
    PLAY("", steps);
}

static void test_ends_after_a_set_time(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T20:00", "alarm.set|when=2026-05-05T07:00|name=work",
         "alarm_set when=2026-05-05T07:00 name=work <…>"},
        {"2026-05-05T07:00", "!due", "alarm_due time=2026-05-05T07:00 name=work <…1 of 2> ring"},
        {"2026-05-05T07:01", "!due", "alarm_due time=2026-05-05T07:01 name=work <…2 of 2> ring"},
        {"2026-05-05T07:02", "!due", "(silent) <alarm 1 expired, nobody answered>"},
        {"2026-05-05T09:00", "clock.time",
         "time_is time=2026-05-05T09:00 also:\"missed alarm work\""},
    };
    PLAY("alarms = { ring_for = 120; ring_every = 60; };\n", steps);
}

static void test_needs_a_time(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T20:00", "alarm.set", "alarm_ask_when ask:when"},
        {"2026-05-04T20:00", "reminder.set|when=2026-05-05T07:00",
         "alarm_set when=2026-05-05T07:00 <alarm 1 due Tue 2026-05-05 07:00>"},
        {"2026-05-04T20:00", "alarm.set|when=2026-05-05T00:00..2026-05-06T00:00 day",
         "alarm_ask_when ask:when"},
        {"2026-05-04T20:00", "dialogue.cancel", "cancelled"},
        {"2026-05-04T20:00", "alarm.set|when=2026-05-04T19:00",
         "past when=2026-05-04T19:00 failed"},
    };
    PLAY("", steps);
}

static void test_recurring(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T20:00", "alarm.set|repeat=every weekday at seven",
         "alarm_set_again when=2026-05-05T07:00 <alarm 1 due Tue 2026-05-05 07:00, FREQ=…>"},
        {"2026-05-05T07:00", "!due",
         "alarm_due time=2026-05-05T07:00 <alarm 2 rings, 1 of 30> ring"},
        {"2026-05-05T07:00", "dialogue.stop", "acknowledged <promise 2 acknowledged> stop"},
        {"2026-05-05T07:00", "!restart", ""},
        {"2026-05-05T07:00", "!next", "2026-05-06T07:00"},
        /* Only one of them, and then all. */
        {"2026-05-05T20:00", "alarm.cancel|scope=only|when=2026-05-06T00:00..2026-05-07T00:00 day",
         "alarm_left_out when=2026-05-07T07:00 <alarm 1 left out once, next Thu 2026-05-07 07:00>"},
        {"2026-05-05T20:00", "dialogue.undo", "undone text=alarm <undone: alarm 1 is pending>"},
        {"2026-05-05T20:00", "!next", "2026-05-06T07:00"},
        {"2026-05-05T20:00",
         "alarm.change|scope=only|old=2026-05-06T00:00..2026-05-07T00:00 day|when=2026-05-06T06:30",
         "alarm_changed when=2026-05-06T06:30 <alarm 3 changed to Wed 2026-05-06 06:30>"},
        {"2026-05-06T06:30", "!due", "alarm_due time=2026-05-06T06:30 <alarm 3 rings, …> ring"},
        {"2026-05-06T06:30", "dialogue.stop", "acknowledged …"},
        {"2026-05-06T06:30", "!next", "2026-05-07T07:00"},
        {"2026-05-06T20:00", "alarm.change|scope=all|when=2026-05-07T06:15",
         "alarm_changed when=2026-05-07T06:15 <alarm 1 changed to Thu 2026-05-07 06:15>"},
        {"2026-05-07T06:15", "!due", "alarm_due …"},
        {"2026-05-07T06:15", "dialogue.stop", "acknowledged …"},
        {"2026-05-07T06:15", "!next", "2026-05-08T06:15"},
        {"2026-05-07T06:15", "alarm.cancel|scope=all", "alarm_cancelled <alarm 1 cancelled>"},
        {"2026-05-07T06:15", "!next", "never"},
    };
    PLAY("", steps);
}

/* "On Monday and Friday", "at six and at seven": each once. */
static void test_each_once(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T20:00", "reminder.set|text=run|repeat=on wednesday and friday at seven",
         "reminder_set_times count=2 when=2026-05-06T07:00 text=run <…>"},
        {"2026-05-06T07:00", "!due", "reminder_due text=run <…> ring"},
        {"2026-05-06T07:00", "dialogue.stop", "acknowledged …"},
        {"2026-05-06T07:00", "!next", "2026-05-08T07:00"},
        {"2026-05-08T07:00", "!due", "reminder_due text=run <…> ring"},
        {"2026-05-08T07:00", "dialogue.stop", "acknowledged …"},
        {"2026-05-08T07:00", "!next", "never"},
        {"2026-05-08T08:00", "alarm.set|repeat=at nine and at half past ten",
         "alarm_set_times count=2 when=2026-05-08T09:00 <…>"},
        {"2026-05-08T09:00", "!due", "alarm_due …"},
        {"2026-05-08T09:00", "dialogue.stop", "acknowledged …"},
        {"2026-05-08T09:00", "!next", "2026-05-08T10:30"},
        {"2026-05-08T10:30", "!due", "alarm_due …"},
        {"2026-05-08T10:30", "dialogue.stop", "acknowledged …"},
        {"2026-05-08T10:30", "!next", "never"},
        /* Hours of every day. */
        {"2026-05-08T12:00", "reminder.set|text=drink|repeat=every two hours from nine to five",
         "reminder_set_again when=2026-05-08T13:00 text=drink <…>"},
        {"2026-05-08T13:00", "!due", "reminder_due text=drink <…> ring"},
        {"2026-05-08T13:00", "dialogue.stop", "acknowledged …"},
        {"2026-05-08T13:00", "!next", "2026-05-08T15:00"},
    };
    PLAY("", steps);
}

static void test_a_series_ends(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T20:00", "reminder.set|text=pill|repeat=every day at eight until wednesday",
         "reminder_set_again when=2026-05-0…"},
        {"2026-05-07T23:00", "reminder.query", "…"},
    };
    PLAY("", steps);
}

/* "Which alarm do you mean?": a number, a time, only tomorrow's, or all of them. */
static void test_which_alarm(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T20:00", "alarm.set|when=2026-05-04T22:00", "alarm_set …"},
        {"2026-05-04T20:00", "alarm.set|repeat=every weekday at seven", "alarm_set_again …"},
        {"2026-05-04T20:00", "alarm.cancel", "alarm_which ask:which"},
        {"2026-05-04T20:00", "reminder.set|scope=all", "alarms_cancelled count=2 <…>"},
        {"2026-05-04T20:00", "dialogue.undo", "undone …"},
        {"2026-05-04T20:00", "alarm.cancel", "alarm_which ask:which"},
        {"2026-05-04T20:00", "reminder.set|when=2026-05-05T00:00..2026-05-06T00:00 day",
         "alarm_left_out when=2026-05-06T07:00 <alarm 2 left out once, …>"},
        {"2026-05-04T20:00", "dialogue.undo", "undone …"},
        {"2026-05-04T20:00", "alarm.change|when=2026-05-05T08:00 open", "alarm_which ask:which"},
        {"2026-05-04T20:00", "reminder.set|which=2",
         "alarm_changed when=2026-05-05T08:00 <alarm 2 changed to Tue 2026-05-05 08:00>"},
        {"2026-05-04T20:00", "alarm.cancel", "alarm_which ask:which"},
        {"2026-05-04T20:00", "clock.time", "time_is …"},
        {"2026-05-04T20:00", "reminder.set|scope=all", "…ask:text"},
    };
    PLAY("", steps);
}

/* Of the two times that a clock shows so the nearest to the old one, on another day, too. */
static void test_changed_on_a_day(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T20:00", "alarm.set|when=2026-05-06T07:00", "alarm_set …"},
        {"2026-05-04T20:00", "alarm.change|when=2026-05-05T18:30 open",
         "alarm_changed when=2026-05-05T06:30 <…>"},
        {"2026-05-04T20:00", "alarm.change|when=2026-05-05T18:30",
         "alarm_changed when=2026-05-05T18:30 <…>"},
    };
    PLAY("", steps);
}

static void test_which_one(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "reminder.set|text=call the dentist|when=2026-05-05T09:00", "…"},
        {"2026-05-04T08:00", "reminder.set|text=buy milk|when=2026-05-05T10:00", "…"},
        {"2026-05-04T08:00", "reminder.cancel", "reminder_which ask:which"},
        {"2026-05-04T08:00", "reminder.set|when=2026-05-05T10:00",
         "reminder_cancelled text=buy milk <reminder 2 cancelled>"},
        {"2026-05-04T08:00", "dialogue.undo",
         "undone text=buy milk <undone: reminder 2 is pending>"},
        {"2026-05-04T08:00", "dialogue.undo", "nothing_to_undo"},
        {"2026-05-04T08:00", "reminder.cancel|text=dentist",
         "reminder_cancelled text=call the dentist <reminder 1 cancelled>"},
        {"2026-05-04T08:00", "reminder.change|text=milk|amount=3600|direction=later",
         "reminder_changed text=buy milk when=2026-05-05T11:00 "
         "<reminder 2 changed to Tue 2026-05-05 11:00>"},
        {"2026-05-04T08:00", "dialogue.undo",
         "undone text=buy milk <undone: reminder 2 is pending>"},
        {"2026-05-04T08:00", "!next", "2026-05-05T10:00"},
        {"2026-05-04T08:00", "reminder.cancel|which=3", "reminders_none"},
        {"2026-05-04T08:00", "reminder.set|text=x|when=2026-05-06T09:00", "reminder_set …"},
        {"2026-05-04T08:00", "dialogue.undo", "undone text=x <undone: reminder 3 is cancelled>"},
        {"2026-05-04T08:00", "reminder.cancel|scope=all", "reminder_cancelled …"},
        {"2026-05-04T08:00", "!next", "never"},
    };
    PLAY("", steps);
}

/* "Half past six" is the one near the time that is changed, whatever half of the day it is now. */
static void test_change_to_a_bare_time(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T14:00", "alarm.set|when=2026-05-05T07:00", "alarm_set …"},
        {"2026-05-04T14:00", "alarm.change|when=2026-05-04T18:30 minute at half past six",
         "alarm_changed when=2026-05-05T06:30 <alarm 1 changed to Tue 2026-05-05 06:30>"},
        {"2026-05-04T14:00", "alarm.change|when=2026-05-04T18:30 minute at six thirty p m",
         "alarm_changed when=2026-05-05T18:30 <alarm 1 changed to Tue 2026-05-05 18:30>"},
    };
    PLAY("", steps);
}

static void test_own_words_come_back(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "~reminder.set|text=*|when=2026-05-05T09:00", "reminder_set …"},
        {"2026-05-04T08:00", "reminder.cancel", "reminder_cancelled <reminder 1 cancelled>"},
        {"2026-05-04T08:00", "!clip 1", "0"},
        {"2026-05-04T08:00", "dialogue.undo", "undone …"},
        {"2026-05-04T08:00", "!clip 1", "4000"},
        {"2026-05-05T09:00", "!due", "reminder_clip <…> ring clip"},
    };
    PLAY("", steps);
}

static void test_quiet_hours(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T20:00", "reminder.set|text=tea|when=2026-05-04T23:00",
         "reminder_set when=2026-05-04T23:00 text=tea …"},
        {"2026-05-04T20:00", "reminder.set|text=oven|severity=urgent|when=2026-05-04T23:30",
         "reminder_set when=2026-05-04T23:30 text=oven <reminder 2 due Mon 2026-05-04 23:30>"},
        {"2026-05-04T20:00", "alarm.set|when=2026-05-05T05:00", "alarm_set …"},
        {"2026-05-04T23:00", "!due", "(silent) <reminder 1 waits for the end of the quiet hours>"},
        {"2026-05-04T23:30", "!due", "reminder_due text=oven <reminder 2 rings, 1 of 30> ring"},
        {"2026-05-04T23:30", "dialogue.stop", "acknowledged <promise 2 acknowledged> stop"},
        {"2026-05-05T05:00", "!due", "alarm_due …"},
        {"2026-05-05T05:00", "dialogue.stop", "acknowledged <promise 3 acknowledged> stop"},
        {"2026-05-05T06:59", "!due", "-"},
        {"2026-05-05T07:00", "!due",
         "reminder_due text=tea late=28800s <reminder 1 rings, 1 of 5> ring"},
    };
    PLAY("quiet = { from = \"22:00\"; to = \"07:00\"; };\n", steps);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_is_before_noon),
        cmocka_unit_test(test_rings_until_told),
        cmocka_unit_test(test_ends_after_a_set_time),
        cmocka_unit_test(test_needs_a_time),
        cmocka_unit_test(test_recurring),
        cmocka_unit_test(test_each_once),
        cmocka_unit_test(test_a_series_ends),
        cmocka_unit_test(test_which_alarm),
        cmocka_unit_test(test_changed_on_a_day),
        cmocka_unit_test(test_which_one),
        cmocka_unit_test(test_change_to_a_bare_time),
        cmocka_unit_test(test_own_words_come_back),
        cmocka_unit_test(test_quiet_hours),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
