// SPDX-License-Identifier: GPL-3.0-or-later
/* The machine's clock: starts, settings, zones; what is trusted, and what is said where it is not.
 * "!clock BOOT trusted|unknown UPTIME" says what the machine says at the step's time. */
#include <stdbool.h>

#include "talk.h"

static void play(const char *settings, const struct step *steps, size_t count)
{
    struct world *w = world_new(settings, true);

    talk(w, steps, count);
    world_free(w);
}
#define PLAY(steps) play("", steps, sizeof(steps) / sizeof *(steps))

/* A timer runs through everything that the wall clock does. */
static void test_durations(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "!clock a trusted 100", ""},
        {"2026-05-04T08:00", "timer.set|duration=7200", "timer_set …"},
        {"2026-05-04T09:00", "!clock a trusted 3700", ""},
        /* An hour forward, then years back: still an hour. */
        {"2026-05-04T10:00", "!clock a trusted 3700", ""},
        {"2026-05-04T10:00", "timer.query", "timer_left left=3600s"},
        {"2020-01-01T00:00", "!clock a trusted 3700", ""},
        {"2020-01-01T00:00", "timer.query", "timer_left left=3600s"},
        {"2020-01-01T00:00", "!next", "2020-01-01T00:10"}, /* stores what is left */
        {"2020-01-01T01:00", "!due", "timer_due duration=7200s <timer 1 rings, 1 of 8> ring"},
    };
    PLAY(steps);
}

static void test_a_restart_by_the_wall_clock(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "!clock a trusted 100", ""},
        {"2026-05-04T08:00", "timer.set|duration=7200", "timer_set …"},
        {"2026-05-04T09:00", "!restart", ""},
        {"2026-05-04T09:00", "!clock b trusted 30", ""},
        {"2026-05-04T09:00", "timer.query", "timer_left left=3600s"},
        {"2026-05-04T10:00", "!clock b trusted 3630", ""},
        {"2026-05-04T10:00", "!due", "timer_due duration=7200s <timer 1 rings, 1 of 8> ring"},
    };
    PLAY(steps);
}

static void test_a_restart_without_a_clock(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "!clock a trusted 100", ""},
        {"2026-05-04T08:00", "timer.set|duration=7200", "timer_set …"},
        {"2026-05-04T09:00", "!clock a trusted 3700", ""},
        {"2026-05-04T09:00", "!rest", ""},
        /* Behind: the time at which the timer was made is the best there is. */
        {"1970-01-01T01:00", "!clock b unknown 30", ""},
        {"1970-01-01T01:00", "timer.query", "timer_left left=3600s"},
        {"1970-01-01T02:00", "!clock b unknown 3630", ""},
        {"1970-01-01T02:00", "!due",
         "timer_due duration=7200s <timer 1 rings, 1 of 8> also:\"guessed\" ring"},
    };
    PLAY(steps);
}

static void test_trust_comes_later(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "!clock a trusted 100", ""},
        {"2026-05-04T08:00", "timer.set|duration=7200", "timer_set …"},
        {"1970-01-01T01:00", "!clock b unknown 30", ""},
        {"2026-05-04T09:30", "!clock b trusted 90", ""},
        {"2026-05-04T09:30", "timer.query", "timer_left left=1800s"},
        {"2026-05-04T10:00", "!due", "timer_due duration=7200s <timer 1 rings, 1 of 8> ring"},
    };
    PLAY(steps);
}

/* 1970, three weeks behind, right but not synchronised: rings by the best known time, and says so.
 */
static void test_alarms_on_unknown_clocks(void **state)
{
    static const struct step behind[] = {
        {"2026-05-04T20:00", "!clock a trusted 100", ""},
        {"2026-05-04T20:00", "alarm.set|when=2026-05-05T07:00", "alarm_set …"},
        /* The power was off for a moment; the clock is three weeks behind. */
        {"2026-04-13T20:00", "!clock b unknown 5", ""},
        {"2026-04-13T20:00", "clock.time", "time_may_be time=2026-05-04T20:00"},
        {"2026-04-13T20:00", "!next", "2026-04-14T07:00"},
        {"2026-04-14T07:00", "!clock b unknown 39605", ""},
        {"2026-04-14T07:00", "!due",
         "alarm_due time=2026-05-05T07:00 <alarm 1 rings, 1 of 30> also:\"unsure\" ring"},
    };
    static const struct step epoch[] = {
        {"2026-05-04T20:00", "!clock a trusted 100", ""},
        {"2026-05-04T20:00", "alarm.set|when=2026-05-05T07:00", "alarm_set …"},
        {"1970-01-01T01:00", "!clock b unknown 5", ""},
        {"1970-01-01T12:00", "!clock b unknown 39605", ""},
        {"1970-01-01T12:00", "!due", "alarm_due time=2026-05-05T07:00 <…> also:\"unsure\" ring"},
    };
    static const struct step right[] = {
        {"2026-05-04T20:00", "!clock a unknown 100", ""},
        {"2026-05-04T20:00", "alarm.set|when=2026-05-05T07:00",
         "alarm_set when=2026-05-05T07:00 <alarm 1 due Tue 2026-05-05 07:00> "
         "also:\"unsure, …\""},
        {"2026-05-05T07:00", "!clock a unknown 39700", ""},
        {"2026-05-05T07:00", "!due", "alarm_due time=2026-05-05T07:00 <…> also:\"unsure\" ring"},
    };
    static const struct step confirmed[] = {
        {"2026-05-04T20:00", "!clock a unknown 100", ""},
        {"2026-05-04T20:00", "clock.confirm",
         "clock_confirmed time=2026-05-04T20:00 <the clock is confirmed>"},
        {"2026-05-04T20:00", "alarm.set|when=2026-05-05T07:00",
         "alarm_set when=2026-05-05T07:00 <alarm 1 due Tue 2026-05-05 07:00>"},
        {"2026-05-04T20:00", "!restart", ""}, /* the same start of the machine */
        {"2026-05-04T20:01", "clock.time", "time_is time=2026-05-04T20:01"},
        {"2026-05-05T07:00", "!due",
         "alarm_due time=2026-05-05T07:00 <alarm 1 rings, 1 of 30> ring"},
        {"2026-05-05T07:00", "dialogue.stop", "acknowledged …"},
        /* Until the clock is set, or the machine started again. */
        {"2026-05-05T09:00", "!clock a unknown 39700", ""},
        {"2026-05-05T09:00", "clock.time", "time_may_be time=2026-05-05T09:00"},
    };
    PLAY(behind);
    PLAY(epoch);
    PLAY(right);
    PLAY(confirmed);
}

/* "At seven" on a clock that was weeks behind is the next seven o'clock of the right one. */
static void test_promised_on_a_wrong_clock(void **state)
{
    static const struct step steps[] = {
        {"2026-04-13T06:50", "!clock a unknown 100", ""},
        {"2026-04-13T06:50", "alarm.set|when=2026-04-13T07:00", "alarm_set …"},
        {"2026-05-04T20:10", "!clock a trusted 160", ""},
        {"2026-05-04T20:10", "!due", "-"},
        {"2026-05-04T20:10", "!next", "2026-05-05T07:00"},
    };
    PLAY(steps);
}

static void test_steps(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T20:00", "!clock a trusted 0", ""},
        {"2026-05-04T20:00", "alarm.set|repeat=every day at seven", "alarm_set_again …"},
        {"2026-05-05T07:00", "!clock a trusted 39600", ""},
        {"2026-05-05T07:00", "!due", "alarm_due …<alarm 2 rings, 1 of 30> ring"},
        {"2026-05-05T07:00", "dialogue.stop", "acknowledged …"},
        /* An hour back: not again. */
        {"2026-05-05T06:10", "!clock a trusted 40200", ""},
        {"2026-05-05T06:10", "!next", "2026-05-06T07:00"},
        /* Forward past two of them: the last is late, the other missed. */
        {"2026-05-07T07:05", "!clock a trusted 40500", ""},
        {"2026-05-07T07:05", "!due", "(silent) <alarm 3 missed>"},
        {"2026-05-07T07:05", "!due",
         "alarm_due time=2026-05-07T07:05 late=300s <alarm 4 rings, 1 of 30> ring"},
    };
    PLAY(steps);
}

static void test_cut_while_ringing(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T20:00", "!clock a trusted 0", ""},
        {"2026-05-04T20:00", "reminder.set|text=tea|when=2026-05-04T20:30", "reminder_set …"},
        {"2026-05-04T20:00", "alarm.set|when=2026-05-04T20:30", "alarm_set …"},
        {"2026-05-04T20:30", "!due", "reminder_due …"},
        {"2026-05-04T20:30", "!due", "alarm_due …"},
        {"2026-05-04T20:31", "!restart", ""},
        {"2026-05-04T20:31", "!clock b trusted 20", ""},
        {"2026-05-04T20:31", "!due",
         "reminder_due text=tea <reminder 1 rings, 2 of 5> also:\"cut\" ring"},
        {"2026-05-04T20:31", "!due",
         "alarm_due time=2026-05-04T20:31 <alarm 2 rings, 2 of 30> also:\"cut\" ring"},
        {"2026-05-04T20:31", "dialogue.stop", "acknowledged <promises up to 2 acknowledged> stop"},
        {"2026-05-04T20:40", "!clock c trusted 20", ""},
        {"2026-05-04T20:40", "!due", "-"},
        {"2026-05-04T20:40", "!next", "never"},
    };
    PLAY(steps);
}

static void test_zones(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T20:00", "alarm.set|when=2026-05-05T07:00", "alarm_set …"},
        {"2026-05-04T20:00", "alarm.set|repeat=every day at six in the evening", "alarm_set_again …"},
        {"2026-05-04T20:00", "timer.set|duration=86400", "timer_set …"},
        {"2026-05-04T20:00", "!zone America/New_York", ""},
        /* It is 14:00 there. */
        {"2026-05-04T14:00", "alarm.query",
         "alarms_list count=2 items=tomorrow at seven in the morning, …"},
        {"2026-05-04T14:00", "!next", "2026-05-04T17:00"},
        {"2026-05-04T14:00", "timer.query", "timer_left left=86400s"},
    };
    PLAY(steps);
}

/* Berlin: 2026-03-29 has no 02:30, 2026-10-25 has two. */
static void test_gap_and_overlap(void **state)
{
    static const struct step steps[] = {
        {"2026-03-28T20:00", "alarm.set|repeat=every day at two thirty in the morning",
         "alarm_set_again …"},
        {"2026-03-29T03:30", "!due", "alarm_due time=2026-03-29T03:30 <…> ring"},
        {"2026-03-29T03:30", "dialogue.stop", "acknowledged …"},
        {"2026-03-29T03:30", "!next", "2026-03-30T02:30"},
    };
    static const struct step overlap[] = {
        {"2026-10-24T20:00", "alarm.set|when=2026-10-25T02:30", "alarm_set …"},
        {"2026-10-25T02:30:00+02:00", "!due", "alarm_due …"},
        {"2026-10-25T02:30:00+02:00", "dialogue.stop", "acknowledged …"},
        {"2026-10-25T02:30:00+01:00", "!due", "-"},
    };
    PLAY(steps);
    PLAY(overlap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_durations),
        cmocka_unit_test(test_a_restart_by_the_wall_clock),
        cmocka_unit_test(test_a_restart_without_a_clock),
        cmocka_unit_test(test_trust_comes_later),
        cmocka_unit_test(test_alarms_on_unknown_clocks),
        cmocka_unit_test(test_promised_on_a_wrong_clock),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_cut_while_ringing),
        cmocka_unit_test(test_zones),
        cmocka_unit_test(test_gap_and_overlap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
