// SPDX-License-Identifier: GPL-3.0-or-later
/* What the calendars say about a day, a part of it, a week. */
#include <stdbool.h>

#include "talk.h"

static const char ics[] =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\n"
    "BEGIN:VEVENT\r\nUID:early\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;TZID=Europe/Berlin:20260504T070000\r\nDTEND;TZID=Europe/Berlin:20260504T073000\r\n"
    "SUMMARY:Gym\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:day\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20260505\r\n"
    "SUMMARY:Birthday of Ann\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:daily\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;TZID=Europe/Berlin:20260505T100000\r\nDTEND;TZID=Europe/Berlin:20260505T101500\r\n"
    "RRULE:FREQ=DAILY;COUNT=3\r\nSUMMARY:Stand-up\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:nameless\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;TZID=Europe/Berlin:20260505T150000\r\nDTEND;TZID=Europe/Berlin:20260505T160000\r\n"
    "END:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:night\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;TZID=Europe/Berlin:20260509T220000\r\nDTEND;TZID=Europe/Berlin:20260510T060000\r\n"
    "SUMMARY:Night shift\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n";

/* "An hour before the stand-up": of the next one that is so far ahead. */
static void test_reminded_before(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "reminder.set|text=stand up|before=3600",
         "reminder_set when=2026-05-05T09:00 text=Stand-up <…>"},
        {"2026-05-05T09:30", "reminder.set|text=stand up|before=3600",
         "reminder_set when=2026-05-06T09:00 text=Stand-up <…>"},
        {"2026-05-04T08:00", "reminder.set|text=pack|title=night shift|before=86400",
         "reminder_set when=2026-05-08T22:00 text=pack <…>"},
        {"2026-05-07T12:00", "reminder.set|text=stand up|before=600",
         "event_unknown title=stand up failed"},
        {"2026-05-09T21:55", "reminder.set|text=night shift|before=600",
         "past when=2026-05-09T21:50 failed"},
    };
    struct world *w = world_new("", false);

    world_calendar(w, ics);
    TALK(w, steps);
    world_free(w);
}

static void test_not_configured(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "reminder.set|text=stand up|before=3600",
         "agenda_not_configured failed"},
        {"2026-05-04T08:00", "agenda.query", "agenda_not_configured"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

static void test_days(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T06:00", "agenda.query",
         "agenda_list count=1 items=Gym at seven o'clock day=2026-05-04T00:00"},
        /* What goes on counts, what is over does not; but "nothing" would be wrong. */
        {"2026-05-04T07:10", "agenda.query",
         "agenda_list count=1 items=Gym at seven o'clock day=2026-05-04T00:00"},
        {"2026-05-04T08:00", "agenda.query", "agenda_none_left day=2026-05-04T00:00"},
        {"2026-05-04T08:00", "agenda.query|when=2026-05-05T00:00..2026-05-06T00:00 day",
         "agenda_list count=3 items=Birthday of Ann all day, Stand-up at ten o'clock, "
         "untitled at three o'clock day=2026-05-05T00:00"},
        {"2026-05-05T12:00", "agenda.query",
         "agenda_list count=2 items=Birthday of Ann all day, untitled at three o'clock "
         "day=2026-05-05T00:00"},
        {"2026-05-04T08:00", "agenda.query|when=2026-05-08T00:00..2026-05-09T00:00 day",
         "agenda_none day=2026-05-08T00:00"},
        /* The past as a whole; a part of a day; a clock time is its hour. */
        {"2026-05-04T23:00", "agenda.query|when=2026-05-04T06:00..2026-05-04T12:00 part",
         "agenda_list count=1 items=Gym at seven o'clock day=2026-05-04T06:00"},
        {"2026-05-04T08:00", "agenda.query|when=2026-05-06T10:00",
         "agenda_list count=1 items=Stand-up at ten o'clock day=2026-05-06T10:00"},
        {"2026-05-04T08:00", "agenda.query|when=2026-05-06T10:15",
         "agenda_none day=2026-05-06T10:15"},
        /* What began yesterday has no time today. */
        {"2026-05-09T08:00", "agenda.query|when=2026-05-10T00:00..2026-05-11T00:00 day",
         "agenda_list count=1 items=Night shift all day day=2026-05-10T00:00"},
    };
    struct world *w = world_new("", false);

    world_calendar(w, ics);
    TALK(w, steps);
    world_free(w);
}

static void test_weeks(void **state)
{
    static const struct step steps[] = {
        {"2026-05-06T12:00", "agenda.query|when=2026-05-04T00:00..2026-05-11T00:00 week",
         "agenda_list_days count=2 items=Stand-up tomorrow at ten o'clock, "
         "Night shift on Saturday at ten o'clock"},
        {"2026-05-05T09:00", "agenda.query|when=2026-05-05T00:00..2026-05-07T00:00 week",
         "agenda_list_days count=4 items=Birthday of Ann today, Stand-up today at ten o'clock, "
         "untitled today at three o'clock, Stand-up tomorrow at ten o'clock"},
        {"2026-05-10T12:00", "agenda.query|when=2026-05-04T00:00..2026-05-11T00:00 week",
         "agenda_none_left"},
        {"2026-05-04T08:00", "agenda.query|when=2026-06-01T00:00..2026-06-08T00:00 week",
         "agenda_none_days"},
    };
    struct world *w = world_new("", false);

    world_calendar(w, ics);
    TALK(w, steps);
    world_free(w);
}

#define AT(uid, start, end, more)                                                                  \
    "BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTART;TZID=Europe/Berlin:" start                             \
    "\r\nDTEND;TZID=Europe/Berlin:" end "\r\n" more "END:VEVENT\r\n"

static const char secretary[] = "BEGIN:VCALENDAR\r\n" /* a conflict, a place, a description */
    AT("dentist", "20260505T100000", "20260505T110000",
       "SUMMARY:Dentist\r\nLOCATION:Main Street 5\r\nDESCRIPTION:Bring the card\r\n")
        AT("call", "20260505T103000", "20260505T113000",
           "SUMMARY:Call with Ann\r\n") AT("lunch", "20260505T123000", "20260505T133000",
                                           "SUMMARY:Lunch\r\nTRANSP:TRANSPARENT\r\n")
            AT("choir", "20260505T190000", "20260505T210000",
               "SUMMARY:Choir\r\nRRULE:FREQ=WEEKLY\r\n") "BEGIN:VEVENT\r\nUID:trip\r\nDTSTART;"
                                                         "VALUE=DATE:20260508\r\nDTEND;VALUE=DATE:"
                                                         "20260510\r\n"
                                                         "SUMMARY:Trip to "
                                                         "Rome\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/* A part of the day from where it begins, not from when something ordered for it happens. */
static void test_parts(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00",
         "agenda.query|want=free|when=2026-05-05T15:00..2026-05-05T18:00 part from "
         "2026-05-05T12:00",
         "free_yes…"},
        {"2026-05-04T08:00",
         "agenda.query|when=2026-05-05T15:00..2026-05-05T18:00 part from 2026-05-05T12:00",
         "agenda_list…Lunch at half past twelve…"},
        {"2026-05-04T08:00",
         "agenda.query|want=free|when=2026-05-05T22:00..2026-05-06T00:00 part from "
         "2026-05-05T18:00",
         "free_no…Choir…"},
        {"2026-05-04T08:00",
         "agenda.query|want=free|when=2026-05-05T22:00..2026-05-06T06:00 part from "
         "2026-05-05T22:00",
         "free_no…Choir…"},
    };
    struct world *w = world_new("", false);

    world_calendar(w, secretary);
    TALK(w, steps);
    world_free(w);
}

static void test_one(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "agenda.query|which=next",
         "agenda_next summary=Dentist when=2026-05-05T10:00 location=Main Street 5"},
        {"2026-05-05T10:00", "agenda.query|which=next",
         "agenda_next summary=Dentist when=2026-05-05T10:00 location=Main Street 5"},
        {"2026-05-05T10:01", "agenda.query|which=next",
         "agenda_next summary=Call with Ann when=2026-05-05T10:30"},
        {"2026-05-04T08:00", "agenda.query|which=next|want=about",
         "event_about summary=Dentist text=Bring the card"},
        {"2026-05-04T08:00", "agenda.query|title=dentits",
         "event_when summary=Dentist when=2026-05-05T10:00 location=Main Street 5"},
        {"2026-05-06T08:00", "agenda.query|title=choir",
         "event_when summary=Choir when=2026-05-12T19:00"},
        {"2026-05-04T08:00", "agenda.query|title=rome",
         "event_when_day summary=Trip to Rome day=2026-05-08T00:00"},
        {"2026-05-04T08:00", "agenda.query|title=dentist|want=where",
         "event_where summary=Dentist location=Main Street 5"},
        {"2026-05-04T08:00", "agenda.query|title=choir|want=where", "event_nowhere summary=Choir"},
        {"2026-05-04T08:00", "agenda.query|title=choir|want=how_long",
         "event_lasts summary=Choir duration=7200s"},
        {"2026-05-04T08:00", "agenda.query|title=choir|want=about",
         "event_about_nothing summary=Choir"},
        {"2026-05-06T08:00", "agenda.query|title=dentist", "event_unknown title=dentist"},
        {"2026-05-04T08:00", "agenda.query|which=1|when=2026-05-05T00:00..2026-05-06T00:00 day",
         "event_when summary=Dentist…"},
        {"2026-05-05T18:00", "agenda.query|which=1|when=2026-05-05T00:00..2026-05-06T00:00 day",
         "event_when summary=Dentist…"},
        {"2026-05-04T08:00",
         "agenda.query|which=last|want=where|when=2026-05-05T00:00..2026-05-06T00:00 day",
         "event_nowhere summary=Choir"},
        {"2026-05-04T08:00", "agenda.query|which=last|when=2026-05-08T00:00..2026-05-09T00:00 day",
         "agenda_none day=2026-05-08T00:00"},
        {"2026-05-04T08:00", "agenda.query|title=dentist|want=leave",
         "event_leave summary=Dentist when=2026-05-05T10:00 leave=2026-05-05T09:35"},
        {"2026-05-04T08:00", "agenda.query|title=choir|want=leave",
         "event_leave_unknown summary=Choir when=2026-05-05T19:00"},
        {"2026-05-04T08:00", "agenda.query|title=rome|want=leave",
         "event_leave_unknown summary=Trip to Rome day=2026-05-08T00:00"},
    };
    struct world *w = world_new("agenda: { travel = 25; };\n", false);

    world_calendar(w, secretary);
    TALK(w, steps);
    world_free(w);
}

static void test_free_time(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "agenda.query|want=free|when=2026-05-05T10:15",
         "free_no count=2 items=Dentist at ten o'clock, Call with Ann at half past ten "
         "when=2026-05-05T10:15"},
        {"2026-05-04T08:00", "agenda.query|want=free|when=2026-05-05T12:45",
         "free_yes when=2026-05-05T12:45"},
        /* A trip of days is no appointment. */
        {"2026-05-04T08:00", "agenda.query|want=free|when=2026-05-08T00:00..2026-05-09T00:00 day",
         "free_yes day=2026-05-08T00:00"},
        {"2026-05-04T08:00",
         "agenda.query|want=when_free|when=2026-05-05T00:00..2026-05-06T00:00 day",
         "free_times count=2 items=eight o'clock-ten o'clock, half past eleven-seven o'clock "
         "day=2026-05-05T00:00"},
        {"2026-05-05T11:45", "agenda.query|want=when_free",
         "free_times count=1 items=quarter to twelve-seven o'clock day=2026-05-05T11:45"},
        {"2026-05-05T19:30", "agenda.query|want=when_free", "free_times_none day=2026-05-05T19:30"},
        {"2026-05-06T08:00", "agenda.query|want=when_free", "free_all_day day=2026-05-06T08:00"},
        {"2026-05-04T08:00", "agenda.query|want=count|when=2026-05-05T00:00..2026-05-06T00:00 day",
         "agenda_count count=4 day=2026-05-05T00:00"},
        {"2026-05-04T08:00", "agenda.query|when=2026-05-05T06:00..2026-05-05T12:00 part",
         "agenda_list count=2 items=Dentist at ten o'clock, Call with Ann at half past ten "
         "day=2026-05-05T06:00 conflict=Dentist and Call with Ann"},
    };
    struct world *w = world_new("", false);

    world_calendar(w, secretary);
    TALK(w, steps);
    world_free(w);
}

static void test_long_day(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T06:00", "agenda.query",
         "agenda_long count=9 day=2026-05-04T00:00 part=morning ask:confirm"},
        {"2026-05-04T06:00", "dialogue.yes",
         "agenda_part_more count=4 items=x at eight o'clock, x at nine o'clock, x at ten o'clock, "
         "x at eleven o'clock part=afternoon ask:confirm"},
        {"2026-05-04T06:00", "dialogue.yes",
         "agenda_part_read count=5 items=x at noon, x at one o'clock, x at two o'clock, x at three "
         "o'clock, x at four o'clock"},
        {"2026-05-04T06:00", "dialogue.yes", "yes_to_what"},
        {"2026-05-04T06:00", "agenda.query", "agenda_long… ask:confirm"},
        {"2026-05-04T06:00", "dialogue.no", "cancelled"},
        /* What is left of it is short. */
        {"2026-05-04T11:45", "agenda.query", "agenda_list count=6 items=…"},
    };
    struct world *w = world_new("", false);

    world_calendar(w, "BEGIN:VCALENDAR\r\n" AT(
                          "x", "20260504T080000", "20260504T090000",
                          "SUMMARY:x\r\nRRULE:FREQ=HOURLY;COUNT=9\r\n") "END:VCALENDAR\r\n");
    TALK(w, steps);
    world_free(w);
}

static void test_notices(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "agenda.query|which=next", "…"}, /* the clock starts */
        {"2026-05-04T08:00", "!next", "2026-05-04T08:45"},
        {"2026-05-04T08:44", "!due", "-"},
        {"2026-05-04T08:45", "!due",
         "notice_leave summary=Doctor left=1500s location=Clinic <notice: Doctor>"},
        {"2026-05-04T08:45", "!next", "2026-05-04T09:50"},
        {"2026-05-04T09:50", "!due", "notice_in summary=Talk left=600s <notice: Talk>"},
        {"2026-05-04T09:50:02", "!due", "notice_in summary=Walk left=600s <notice: Walk>"},
        {"2026-05-04T09:50:04", "!due", "-"},
        /* Its own alarms instead of the setting's. */
        {"2026-05-04T09:50:04", "!next", "2026-05-05T18:00"},
        {"2026-05-05T18:00", "!due", "notice_in summary=Flight left=46800s <notice: Flight>"},
        {"2026-05-06T06:58", "!due", "-"},
        /* The machine slept over it. */
        {"2026-05-06T09:00", "!due", "-"},
        {"2026-05-06T09:00", "!next", "2026-05-13T08:58"},
    };
    struct world *w = world_new("", false);

    world_calendar(
        w, "BEGIN:VCALENDAR\r\n" AT(
               "doctor", "20260504T091000", "20260504T093000",
               "SUMMARY:Doctor\r\nLOCATION:Clinic\r\nX-APPLE-TRAVEL-DURATION:PT15M\r\n")
               AT("talk", "20260504T100000", "20260504T103000", "SUMMARY:Talk\r\n")
                   AT("walk", "20260504T100000", "20260504T110000", "SUMMARY:Walk\r\n")
                       AT("silent", "20260504T150000", "20260504T160000", "TRANSP:TRANSPARENT\r\n")
                           AT("flight", "20260506T070000", "20260506T090000",
                              "SUMMARY:Flight\r\nBEGIN:VALARM\r\nACTION:"
                              "DISPLAY\r\nTRIGGER:-PT13H\r\nEND:VALARM\r\n"
                              "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:PT0S\r\nEND:"
                              "VALARM\r\n") "END:VCALENDAR\r\n");
    TALK(w, steps);
    world_free(w);
}

static void test_changes(void **state)
{
    static const struct step forbidden[] = {
        {"2026-05-04T08:00", "event.add|title=Lunch|when=2026-05-06T12:00", "event_not_writable"},
    };
    static const struct step steps[] = {
        {"2026-05-04T08:00", "event.add|title=Lunch|when=2026-05-06T12:00",
         "event_added title=Lunch when=2026-05-06T12:00 <event … added: Lunch>"},
        {"2026-05-04T08:00", "event.add|title=Coffee|when=2026-05-06T12:30|duration=900",
         "event_added title=Coffee when=2026-05-06T12:30 other=Lunch <event …>"},
        {"2026-05-04T08:00", "event.add|title=Trip|when=2026-05-07T00:00..2026-05-08T00:00 day",
         "event_added_day title=Trip day=2026-05-07T00:00 <event …>"},
        {"2026-05-04T08:00", "event.add|title=Tea", "event_ask_when ask:when"},
        {"2026-05-04T08:00", "reminder.set|when=2026-05-06T17:00",
         "event_added title=Tea when=2026-05-06T17:00 <event …>"},
        {"2026-05-04T08:00", "agenda.query|when=2026-05-06T00:00..2026-05-08T00:00 week",
         "agenda_list_days count=4 items=Lunch on Wednesday at noon, Coffee on Wednesday at half "
         "past twelve, Tea on Wednesday at five o'clock, Trip on Thursday conflict=Lunch and "
         "Coffee"},
        {"2026-05-04T08:00", "event.change|title=coffee|when=2026-05-06T15:00",
         "event_moved summary=Coffee when=2026-05-06T15:00 <event …>"},
        {"2026-05-04T08:00", "event.change|title=tea|when=2026-05-08T00:00..2026-05-09T00:00 day",
         "event_moved summary=Tea when=2026-05-08T17:00 <event …>"},
        {"2026-05-04T08:00", "event.change|title=tea|amount=1800|direction=earlier",
         "event_moved summary=Tea when=2026-05-08T16:30 <event …>"},
        {"2026-05-04T08:00", "event.change|title=trip|when=2026-05-09T00:00..2026-05-10T00:00 day",
         "event_moved_day summary=Trip day=2026-05-09T00:00 <event …>"},
        {"2026-05-04T08:00", "event.cancel|title=coffee",
         "event_cancel_sure summary=Coffee when=2026-05-06T15:00 ask:confirm"},
        {"2026-05-04T08:00", "dialogue.no", "cancelled"},
        {"2026-05-04T08:00", "event.cancel|title=coffee", "event_cancel_sure… ask:confirm"},
        {"2026-05-04T08:00", "dialogue.yes",
         "event_cancelled summary=Coffee when=2026-05-06T15:00 <event …>"},
        {"2026-05-04T08:00", "event.cancel|title=coffee", "event_unknown title=coffee"},
        {"2026-05-04T08:00", "dialogue.undo", "undone text=Coffee <undone: Coffee is as before>"},
        {"2026-05-04T08:00", "dialogue.undo", "nothing_to_undo"},
        {"2026-05-04T08:00", "agenda.query|title=coffee",
         "event_when summary=Coffee when=2026-05-06T15:00"},
        /* A time alone is on the appointment's day. */
        {"2026-05-04T08:00", "event.change|title=coffee|when=2026-05-04T16:00 minute at four",
         "event_moved summary=Coffee when=2026-05-06T16:00 <event …>"},
        {"2026-05-04T08:00", "dialogue.undo", "undone text=Coffee <…>"},
        {"2026-05-04T08:00", "agenda.query|title=coffee",
         "event_when summary=Coffee when=2026-05-06T15:00"},
        {"2026-05-04T08:00", "event.add|title=Nap|when=2026-05-06T14:00",
         "event_added title=Nap when=2026-05-06T14:00 <event …>"},
        {"2026-05-04T08:00", "dialogue.undo", "undone text=Nap <…>"},
        {"2026-05-04T08:00", "agenda.query|title=nap", "event_unknown title=nap"},
        /* What was ordered since is what "undo" means. */
        {"2026-05-04T08:00", "event.add|title=Nap|when=2026-05-06T14:00", "event_added… <event …>"},
        {"2026-05-04T08:00", "reminder.set|text=x|when=2026-05-06T17:00", "reminder_set…"},
        {"2026-05-04T08:00", "dialogue.undo", "undone text=x <…>"},
        {"2026-05-04T08:00", "agenda.query|title=nap",
         "event_when summary=Nap when=2026-05-06T14:00"},
        {"2026-05-04T08:00", "event.cancel|when=2026-05-06T12:00",
         "event_cancel_sure summary=Lunch when=2026-05-06T12:00 ask:confirm"},
        {"2026-05-04T08:00", "event.cancel|when=2026-05-06T20:00", "event_none_then"},
        {"2026-05-04T08:00", "event.cancel", "event_which ask:title"},
        {"2026-05-04T08:00", "event.cancel|title=gym",
         "event_cancel_sure summary=Gym when=2026-05-05T07:00 ask:confirm"},
        {"2026-05-04T08:00", "event.cancel|title=gym|scope=all",
         "event_cancel_sure_all summary=Gym ask:confirm"},
        {"2026-05-04T08:00", "dialogue.yes", "event_cancelled_all summary=Gym <event …>"},
        {"2026-05-04T08:00", "event.cancel|title=gym", "event_unknown title=gym"},
        /* "The dentist one" may be either. */
        {"2026-05-04T08:00", "reminder.set|text=see the dentist|when=2026-05-05T09:00",
         "reminder_set…"},
        {"2026-05-04T08:00", "event.change|title=dentist|when=2026-05-05T10:00",
         "reminder_changed text=see the dentist when=2026-05-05T10:00 <…>"},
        {"2026-05-04T08:00", "event.cancel|title=dentist",
         "reminder_cancelled text=see the dentist <…>"},
        {"2026-05-04T08:00", "event.cancel|title=dentist", "event_unknown title=dentist"},
        {"2026-05-04T08:00", "reminder.change|text=tea|when=2026-05-08T15:00",
         "event_moved summary=Tea when=2026-05-08T15:00 <event …>"},
        {"2026-05-04T08:00", "reminder.cancel|text=tea",
         "event_cancel_sure summary=Tea when=2026-05-08T15:00 ask:confirm"},
        {"2026-05-04T08:00", "dialogue.yes", "event_cancelled summary=Tea… <event …>"},
        {"2026-05-04T08:00", "reminder.cancel|text=tea", "reminders_none"},
    };
    struct world *w = world_new("", false);

    world_calendar(w, ics);
    TALK(w, forbidden);
    world_free(w);
    w = world_new("agenda: { default_calendar = \"@/cal\"; };\n", false);
    world_calendar(
        w, "BEGIN:VCALENDAR\r\n" AT("gym", "20260505T070000", "20260505T080000",
                                    "SUMMARY:Gym\r\nRRULE:FREQ=DAILY\r\nEXDATE;"
                                    "TZID=Europe/Berlin:20260506T070000,20260507T070000,"
                                    "20260508T070000,20260509T070000\r\n") "END:VCALENDAR\r\n");
    TALK(w, steps);
    world_free(w);
}

/* The whole file is one of holidays: told beside the appointments, which there are none of. */
static void test_holidays(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "agenda.query|when=2026-05-05T00:00..2026-05-05T09:00 part",
         "agenda_none holiday=Birthday of Ann tomorrow day=2026-05-05T00:00"},
        {"2026-05-04T08:00", "agenda.query|want=free|when=2026-05-05T10:05",
         "free_yes when=2026-05-05T10:05"},
        {"2026-05-04T08:00", "agenda.query|want=holiday", "agenda_holidays holiday=Gym today"},
        {"2026-05-04T08:00",
         "agenda.query|want=holiday|when=2026-05-05T00:00..2026-05-05T09:00 part",
         "agenda_holidays holiday=Birthday of Ann tomorrow"},
        {"2026-05-04T08:00",
         "agenda.query|want=holiday|when=2026-05-08T00:00..2026-05-09T00:00 day",
         "agenda_no_holiday day=2026-05-08T00:00"},
        {"2026-06-04T08:00", "agenda.query|want=holiday", "agenda_no_holiday_ahead"},
    };
    struct world *w = world_new("agenda: { holidays = \"~/a.ics\"; };\n", false);

    world_calendar(w, ics);
    TALK(w, steps);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reminded_before),
        cmocka_unit_test(test_not_configured),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_weeks),
        cmocka_unit_test(test_one),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_free_time),
        cmocka_unit_test(test_long_day),
        cmocka_unit_test(test_notices),
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_holidays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
