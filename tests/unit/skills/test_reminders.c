// SPDX-License-Identifier: GPL-3.0-or-later
/* Reminders: set, asked back, listed, cancelled, due, rung, acknowledged, expired. */
#include <stdbool.h>
#include <stdio.h>

#include "skills/skills_internal.h"
#include "talk.h"

static void test_set(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "reminder.set|text=call mum|when=2026-05-05T18:30",
         "reminder_set when=2026-05-05T18:30 text=call mum <reminder 1 due Tue 2026-05-05 18:30>"},
        /* A day, a week: nine in the morning. A part of a day: its start. */
        {"2026-05-04T08:00", "reminder.set|text=pay|when=2026-05-05T00:00..2026-05-06T00:00 day",
         "reminder_set when=2026-05-05T08:00 text=pay <reminder 2 due Tue 2026-05-05 08:00>"},
        {"2026-05-04T08:00", "reminder.set|text=plan|when=2026-05-11T00:00..2026-05-18T00:00 week",
         "reminder_set when=2026-05-11T08:00 text=plan <reminder 3 due Mon 2026-05-11 08:00>"},
        {"2026-05-04T08:00", "reminder.set|text=walk|when=2026-05-04T18:00..2026-05-04T22:00 part",
         "reminder_set when=2026-05-04T18:00 text=walk <reminder 4 due Mon 2026-05-04 18:00>"},
        /* Elapsed time counts seconds, also over the end of summer time. */
        {"2026-10-25T01:30", "reminder.set|text=oven|when=+7200",
         "reminder_set_in after=7200s text=oven <reminder 5 due Sun 2026-10-25 02:30>"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

static void test_set_that_must_fail(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "reminder.set|text=a|when=2026-05-04T07:59",
         "past when=2026-05-04T07:59 failed"},
        {"2026-05-04T08:00", "reminder.set|text=a|when=2026-05-04T08:00",
         "past when=2026-05-04T08:00 failed"},
        {"2026-05-04T08:00", "reminder.set|text=a|when=2026-05-03T00:00..2026-05-04T00:00 day",
         "past when=2026-05-03T08:00 failed"},
        {"2026-05-04T08:00", "!next", "never"},
        {"2026-05-04T08:00", "reminder.query", "reminders_none"},
        {"2026-05-04T08:00", "reminder.cancel", "reminders_none"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

static void test_questions(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "reminder.set|text=call mum", "reminder_ask_when ask:when"},
        {"2026-05-04T08:01", "reminder.set|when=2026-05-05T09:00",
         "reminder_set when=2026-05-05T09:00 text=call mum <reminder 1 due Tue 2026-05-05 09:00>"},
        /* Both are missing: one after the other. */
        {"2026-05-04T08:02", "reminder.set", "reminder_ask_text ask:text"},
        {"2026-05-04T08:02", "reminder.set|text=buy milk", "reminder_ask_when ask:when"},
        {"2026-05-04T08:02", "reminder.set|when=+60",
         "reminder_set_in after=60s text=buy milk <reminder 2 due Mon 2026-05-04 08:03>"},
        /* "today" in the afternoon. */
        {"2026-05-04T15:00", "reminder.set|text=x|when=2026-05-04T00:00..2026-05-05T00:00 day",
         "reminder_ask_when ask:when"},
        {"2026-05-04T15:00", "reminder.set|when=2026-05-04T17:00",
         "reminder_set when=2026-05-04T17:00 text=x <reminder 3 due Mon 2026-05-04 17:00>"},
        /* Never mind. */
        {"2026-05-04T15:00", "reminder.set|text=y", "reminder_ask_when ask:when"},
        {"2026-05-04T15:00", "dialogue.cancel", "cancelled"},
        {"2026-05-04T15:00", "reminder.set|when=2026-05-06T09:00", "reminder_ask_text ask:text"},
        {"2026-05-04T15:00", "dialogue.no", "cancelled"},
        /* Another full order drops it. */
        {"2026-05-04T15:00", "reminder.set|text=z", "reminder_ask_when ask:when"},
        {"2026-05-04T15:00", "clock.time", "time_is time=2026-05-04T15:00"},
        {"2026-05-04T15:00", "reminder.set|when=2026-05-06T09:00", "reminder_ask_text ask:text"},
        {"2026-05-04T15:00", "reminder.set|text=full|when=2026-05-06T10:00",
         "reminder_set when=2026-05-06T10:00 text=full <reminder 4 due Wed 2026-05-06 10:00>"},
        {"2026-05-04T15:00", "reminder.set|when=2026-05-06T09:00", "reminder_ask_text ask:text"},
        /* Asked again once after a noise, then given up. */
        {"2026-05-04T15:00", "", "not_understood ask:text"},
        {"2026-05-04T15:00", "dialogue.repeat", "(silent) ask:text repeat"},
        {"2026-05-04T15:00", "", "not_understood"},
        {"2026-05-04T15:02", "dialogue.cancel", "nothing_ringing"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

static void test_spoken(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "~reminder.set|text=*|when=2026-05-05T09:00",
         "reminder_set when=2026-05-05T09:00 <reminder 1 due Tue 2026-05-05 09:00>"},
        {"2026-05-04T08:00", "!clip 1", "4000"},
        {"2026-05-04T08:00", "!state 1", "pending rings=0 '' clip"},
        {"2026-05-04T08:00", "reminder.query", "reminders_list count=1 items=a message"},
        {"2026-05-04T08:01", "!hint 1 buy two oranges", "0"},
        {"2026-05-04T08:01", "!state 1", "pending rings=0 'buy two oranges' hint clip"},
        {"2026-05-04T08:01", "reminder.query", "reminders_list count=1 items=buy two oranges"},
        {"2026-05-04T08:01", "!hint 7 nothing", "-2"},
        /* The question keeps the clip of the order. */
        {"2026-05-04T08:02", "~reminder.set|text=*", "reminder_ask_when ask:when"},
        {"2026-05-04T08:02", "reminder.set|when=2026-05-05T09:30",
         "reminder_set when=2026-05-05T09:30 <reminder 2 due Tue 2026-05-05 09:30>"},
        {"2026-05-04T08:02", "!clip 2", "4000"},
        /* And the answer may bring it. */
        {"2026-05-04T08:03", "reminder.set|when=2026-05-05T09:45", "reminder_ask_text ask:text"},
        {"2026-05-04T08:03", "~reminder.set|text=*",
         "reminder_set when=2026-05-05T09:45 <reminder 3 due Tue 2026-05-05 09:45>"},
        {"2026-05-04T08:03", "!clip 3", "4000"},
        /* A star that was typed: spoken, but without sound. A typed title is no hint. */
        {"2026-05-04T08:04", "reminder.set|text=*|when=2026-05-05T09:50",
         "reminder_set when=2026-05-05T09:50 <reminder 4 due Tue 2026-05-05 09:50>"},
        {"2026-05-04T08:04", "!clip 4", "0"},
        {"2026-05-04T08:04", "reminder.set|text=typed|when=2026-05-05T09:55",
         "reminder_set when=2026-05-05T09:55 text=typed <reminder 5 due Tue 2026-05-05 09:55>"},
        {"2026-05-04T08:04", "!hint 5 guessed", "-22"},
        /* When it is due its own sound is played, and deleted with it. */
        {"2026-05-05T09:00", "!due", "reminder_clip <reminder 1 rings, 1 of 5> ring clip"},
        {"2026-05-05T09:00", "dialogue.stop", "acknowledged <promise 1 acknowledged> stop"},
        {"2026-05-05T09:00", "!state 1", "acknowledged rings=1 'buy two oranges' hint"},
        {"2026-05-05T09:00", "!clip 1", "0"},
        {"2026-05-05T09:50", "!due",
         "reminder_clip late=1200s <reminder 2 rings, 1 of 5> ring clip"},
        {"2026-05-05T09:50", "!due",
         "reminder_clip late=300s <reminder 3 rings, 1 of 5> ring clip"},
        {"2026-05-05T09:50", "!due", "reminder_due <reminder 4 rings, 1 of 5> ring"},
        {"2026-05-05T09:50", "!due", "-"},
        {"2026-05-05T09:50", "dialogue.yes", "acknowledged <promises up to 4 acknowledged> stop"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

static void test_sound_is_not_kept_when_unwanted(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "~reminder.set|text=*|when=+60",
         "reminder_set_in after=60s <reminder 1 due Mon 2026-05-04 08:01>"},
        {"2026-05-04T08:00", "!clip 1", "0"},
        {"2026-05-04T08:00", "!hint 1 feed the cat", "0"},
        {"2026-05-04T08:01", "!due",
         "reminder_due text=feed the cat <reminder 1 rings, 1 of 5> ring"},
    };
    struct world *w = world_new("reminders = { keep_message_audio = false; };\n", false);

    TALK(w, steps);
    world_free(w);
}

static void test_rings_and_expires(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "reminder.set|text=tea|when=2026-05-04T09:00",
         "reminder_set when=2026-05-04T09:00 text=tea <reminder 1 due Mon 2026-05-04 09:00>"},
        {"2026-05-04T08:00", "!next", "2026-05-04T09:00"},
        {"2026-05-04T08:59", "!due", "-"},
        {"2026-05-04T09:00", "!due", "reminder_due text=tea <reminder 1 rings, 1 of 2> ring"},
        {"2026-05-04T09:00", "!due", "-"},
        {"2026-05-04T09:00", "!next", "2026-05-04T09:02"},
        {"2026-05-04T09:00", "reminder.query", "reminders_list count=1 items=tea"},
        {"2026-05-04T09:02", "!due", "reminder_due text=tea <reminder 1 rings, 2 of 2> ring"},
        {"2026-05-04T09:03", "!due", "-"},
        {"2026-05-04T09:05", "!due", "-"}, /* the waiting grows */
        {"2026-05-04T09:06", "!due", "(silent) <reminder 1 expired, nobody answered>"},
        {"2026-05-04T09:06", "!state 1", "expired rings=2 'tea'"},
        {"2026-05-04T09:06", "!next", "never"},
        {"2026-05-04T09:07", "dialogue.stop", "stopped stop"},
        {"2026-05-04T09:07", "reminder.query", "reminders_list count=1 items=tea (missed)"},
        /* Offered at the next use, once. */
        {"2026-05-04T09:08", "clock.time", "time_is time=2026-05-04T09:08 also:\"missed tea\""},
        {"2026-05-04T09:08", "clock.time", "time_is time=2026-05-04T09:08"},
        {"2026-05-04T09:08", "reminder.missed", "missed_list count=1 items=tea"},
        {"2026-05-05T09:05", "reminder.query", "reminders_none"},
    };
    struct world *w = world_new("reminders = { ring_every = 120; ring_times = 2; };\n", false);

    TALK(w, steps);
    world_free(w);
}

static void test_cancel(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "reminder.set|text=one|when=2026-05-04T09:00",
         "reminder_set when=2026-05-04T09:00 text=one <reminder 1 due Mon 2026-05-04 09:00>"},
        {"2026-05-04T08:00", "reminder.set|text=two|when=2026-05-04T09:30",
         "reminder_set when=2026-05-04T09:30 text=two <reminder 2 due Mon 2026-05-04 09:30>"},
        {"2026-05-04T08:00", "reminder.set|text=three|when=2026-05-05T09:00",
         "reminder_set when=2026-05-05T09:00 text=three <reminder 3 due Tue 2026-05-05 09:00>"},
        {"2026-05-04T08:00", "reminder.cancel", "reminder_which ask:which"},
        /* The answer is understood as a reminder's time. */
        {"2026-05-04T08:00", "reminder.set|when=2026-05-04T09:30",
         "reminder_cancelled text=two <reminder 2 cancelled>"},
        {"2026-05-04T08:00", "!state 2", "cancelled rings=0 'two'"},
        {"2026-05-04T08:00", "reminder.cancel|when=2026-05-05T00:00..2026-05-06T00:00 day",
         "reminder_cancelled text=three <reminder 3 cancelled>"},
        {"2026-05-04T08:00", "reminder.cancel|when=2026-05-04T09:01", "reminders_none"},
        {"2026-05-04T09:00", "!due", "reminder_due text=one <reminder 1 rings, 1 of 5> ring"},
        {"2026-05-04T09:00", "reminder.cancel",
         "reminder_cancelled text=one <reminder 1 cancelled>"},
        {"2026-05-04T09:00", "!state 1", "acknowledged rings=1 'one'"},
        {"2026-05-04T09:01", "!due", "-"},
        /* "This afternoon" is a time for what happens once, and all of the afternoon to ask for. */
        {"2026-05-04T09:01", "reminder.set|text=four|when=2026-05-04T13:00",
         "reminder_set when=2026-05-04T13:00 text=four <reminder 4 due Mon 2026-05-04 13:00>"},
        {"2026-05-04T09:01",
         "reminder.query|when=2026-05-04T15:00..2026-05-04T18:00 part from 2026-05-04T12:00",
         "reminders_list count=1 items=four"},
        {"2026-05-04T09:01",
         "reminder.cancel|when=2026-05-04T15:00..2026-05-04T18:00 part from 2026-05-04T12:00",
         "reminder_cancelled text=four <reminder 4 cancelled>"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

static void test_long_lists_are_cut(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "reminder.query",
         "reminders_list count=10 items=r0, r1, r2, r3, r4, r5, r6, r7 more=2"},
    };
    struct world *w = world_new("", false);

    for (int i = 0; i < 10; i++) {
        char order[64], expect[128];
        const struct step set = {"2026-05-04T08:00", order, expect};

        snprintf(order, sizeof order, "reminder.set|text=r%d|when=2026-05-04T09:00", i);
        snprintf(expect, sizeof expect,
                 "reminder_set when=2026-05-04T09:00 text=r%d <reminder %d due Mon 2026-05-04 "
                 "09:00>",
                 i, i + 1);
        talk(w, &set, 1);
    }
    TALK(w, steps);
    world_free(w);
}

/* Where time_t has 32 bits nothing is promised beyond its end, nor moved there. */
static void test_the_end_of_time(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "reminder.set|text=x|when=2038-01-19T04:00", "reminder_set…"},
        {"2026-05-04T08:00", "reminder.set|text=y|when=2038-01-19T05:00",
         "too_far when=2038-01-19T05:00 failed"},
        {"2026-05-04T08:00", "reminder.change|text=x|when=2040-01-19T04:00",
         "too_far when=2040-01-19T04:00 failed"},
        {"2026-05-04T08:00", "!state 1", "pending…"},
    };
    struct world *w = world_new("", false);
    const char *folder;

    world_skills(w, &folder)->time_bytes = 4;
    TALK(w, steps);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_set_that_must_fail),
        cmocka_unit_test(test_questions),
        cmocka_unit_test(test_spoken),
        cmocka_unit_test(test_sound_is_not_kept_when_unwanted),
        cmocka_unit_test(test_rings_and_expires),
        cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_long_lists_are_cut),
        cmocka_unit_test(test_the_end_of_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
