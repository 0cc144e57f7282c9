// SPDX-License-Identifier: GPL-3.0-or-later
/* Every setting, once. Pure data: the generator of sahut.conf(5) links this file alone. */
#include "sahut/settings.h"

#define ANY      1, 0 /* no range */
#define NONEMPTY 1, 1 /* of a string */

#define MODELS "/usr/share/pocketsphinx/model/en-us/"

static const struct sahut_setting table[] = {
    {"language", SAHUT_SETTING_STRING, "\"en\"", NONEMPTY, NULL,
     "Language that is heard and spoken: the name of a folder in models/"},
    {"timezone", SAHUT_SETTING_STRING, "\"\"", ANY, NULL,
     "Time zone like Europe/Berlin, or empty for the system's"},

    {"times.morning", SAHUT_SETTING_INT, "8", 3, 13, "o'clock",
     "When something happens that was ordered for the morning"},
    {"times.afternoon", SAHUT_SETTING_INT, "15", 11, 19, "o'clock",
     "When something happens that was ordered for the afternoon"},
    {"times.evening", SAHUT_SETTING_INT, "19", 15, 23, "o'clock",
     "When something happens that was ordered for the evening"},
    {"times.night", SAHUT_SETTING_INT, "22", 19, 23, "o'clock",
     "When something happens that was ordered for tonight or the night"},
    {"times.morning_begins", SAHUT_SETTING_INT, "6", 3, 10, "o'clock",
     "From when on it is called morning"},
    {"times.afternoon_begins", SAHUT_SETTING_INT, "12", 11, 14, "o'clock",
     "From when on it is called afternoon"},
    {"times.evening_begins", SAHUT_SETTING_INT, "18", 15, 20, "o'clock",
     "From when on it is called evening"},
    {"times.night_begins", SAHUT_SETTING_INT, "22", 21, 23, "o'clock",
     "From when on it is called night"},
    {"times.week_begins_on_sunday", SAHUT_SETTING_BOOL, "false", ANY, NULL,
     "Weeks begin on Sunday, not on Monday"},
    {"times.day_before_month", SAHUT_SETTING_BOOL, "false", ANY, NULL,
     "A typed 3/5 is the third of May, not the fifth of March"},
    {"times.hours_of_24", SAHUT_SETTING_BOOL, "false", ANY, NULL,
     "An hour is one of the 24-hour clock unless more is said: at seven is seven in the morning"},
    {"times.long_scale", SAHUT_SETTING_BOOL, "false", ANY, NULL,
     "A billion is a million millions (the long scale), not a thousand"},

    {"wake.phrase", SAHUT_SETTING_STRING, "\"smart mirror\"", NONEMPTY, NULL,
     "Words that wake the assistant; the best are those with a model (sahut wake list), others "
     "should have three to five syllables"},
    {"wake.threshold", SAHUT_SETTING_REAL, "1e-20", 1e-60, 1, NULL,
     "How sure a typed wake phrase must be at sensitivity 50: the likelihood ratio of the phrase "
     "to "
     "any sounds; smaller wakes more easily"},
    {"wake.sensitivity", SAHUT_SETTING_REAL, "50", 0, 100, NULL,
     "How easily the wake phrase wakes. With a model (sahut wake list) 25 stands for one false "
     "alarm "
     "in five hours of other people's talk, 50 for one in two, 65 for one an hour, 80 for two, 100 "
     "for five; of a typed phrase each step divides wake.threshold by 2.5. 'sahut calibrate' finds "
     "the value for your room"},

    {"hearing.min_confidence", SAHUT_SETTING_REAL, "0.5", 0, 1, NULL,
     "An order heard with less confidence than this is not carried out"},
    {"hearing.ask_below", SAHUT_SETTING_REAL, "0.85", 0, 1, NULL,
     "An order heard with less confidence than this that would change something is asked back "
     "first; 0: never"},
    {"hearing.order_timeout", SAHUT_SETTING_REAL, "6.0", 1, 30, "s",
     "How long to wait for an order after the wake phrase"},
    {"hearing.max_order", SAHUT_SETTING_REAL, "15.0", 3, 60, "s",
     "An order longer than this is cut off"},
    {"hearing.keep_orders", SAHUT_SETTING_BOOL, "false", ANY, NULL,
     "Keep the recordings of orders that were understood and carried out, without those that hold "
     "free text, an hour of them in all, for the acoustic model to adapt to you. 'sahut privacy' "
     "says what is kept"},
    {"hearing.acoustic_model", SAHUT_SETTING_STRING, "\"" MODELS "en-us\"", NONEMPTY, NULL,
     "Folder of the PocketSphinx acoustic model"},
    {"hearing.dictionary", SAHUT_SETTING_STRING, "\"" MODELS "cmudict-en-us.dict\"", NONEMPTY, NULL,
     "Pronunciation dictionary that goes with the acoustic model"},
    {"hearing.language_model", SAHUT_SETTING_STRING, "\"" MODELS "en-us.lm.bin\"", NONEMPTY, NULL,
     "Language model for the text hints of spoken messages"},

    {"reminders.keep_message_audio", SAHUT_SETTING_BOOL, "true", ANY, NULL,
     "Keep a spoken reminder's own sound until it is done, to play it back when it is due"},
    {"reminders.text_hint", SAHUT_SETTING_BOOL, "true", ANY, NULL,
     "Guess the words of a spoken reminder, for lists"},
    {"reminders.ring_every", SAHUT_SETTING_INT, "60", 10, 3600, "s",
     "Time to the second ring of a reminder that nobody answers; then it is twice as long each "
     "time"},
    {"reminders.ring_times", SAHUT_SETTING_INT, "5", 1, 100, "times",
     "A reminder that nobody answers rings this often and is then listed as missed"},

    {"reminders.folder", SAHUT_SETTING_STRING, "\"\"", ANY, NULL,
     "A folder in which reminders and alarms are to-dos, too, one file each, for vdirsyncer and "
     "your "
     "phone; what is completed there is done. Empty: none"},

    {"timers.ring_every", SAHUT_SETTING_INT, "15", 5, 3600, "s",
     "Time between two rings of a timer"},
    {"timers.ring_times", SAHUT_SETTING_INT, "8", 1, 100, "times",
     "A timer that nobody stops rings this often"},

    {"alarms.ring_every", SAHUT_SETTING_INT, "20", 12, 300, "s",
     "An alarm sounds once in this time; the rest is silence in which it can be told to stop"},
    {"alarms.ring_for", SAHUT_SETTING_INT, "600", 20, 7200, "s",
     "An alarm that nobody stops ends after this time and is then listed as missed"},
    {"alarms.start_volume", SAHUT_SETTING_INT, "30", 1, 100, "%",
     "Loudness of an alarm's first ring"},
    {"alarms.rise", SAHUT_SETTING_INT, "90", 0, 3600, "s",
     "Time in which an alarm rises to its full loudness"},
    {"alarms.late", SAHUT_SETTING_INT, "900", 0, 86400, "s",
     "An alarm that was missed, because the power was off, rings up to so much later; after that "
     "it is only told"},
    {"alarms.snooze", SAHUT_SETTING_INT, "600", 60, 7200, "s",
     "How long 'snooze' lasts when no time is said"},

    {"alarms.wake_board", SAHUT_SETTING_INT, "0", 0, 3600, "s",
     "Let the clock chip wake a sleeping board so long before the next promise is due; 0 for "
     "never. "
     "Needs a chip that can, and the right to: docs/promises.md"},

    {"quiet.from", SAHUT_SETTING_STRING, "\"\"", ANY, NULL,
     "Begin of the quiet hours, as 22:00; empty for none"},
    {"quiet.to", SAHUT_SETTING_STRING, "\"\"", ANY, NULL, "End of the quiet hours, as 07:00"},
    {"quiet.severity", SAHUT_SETTING_STRING, "\"important\"", NONEMPTY, NULL,
     "Reminders that are at least this severe are heard in the quiet hours: normal, important, "
     "urgent"},

    {"voice.name", SAHUT_SETTING_STRING, "\"en-gb\"", NONEMPTY, NULL,
     "eSpeak NG voice, as listed by espeak-ng --voices"},
    {"voice.rate", SAHUT_SETTING_INT, "165", 80, 450, "words per minute", "Speed of speech"},
    {"voice.pitch", SAHUT_SETTING_INT, "50", 0, 99, NULL, "Pitch of the voice"},
    {"voice.volume", SAHUT_SETTING_INT, "90", 0, 100, "%", "Loudness of the voice"},
    {"voice.earcons", SAHUT_SETTING_BOOL, "true", ANY, NULL,
     "Short sounds for listening, done and not understood"},

    {"audio.input", SAHUT_SETTING_STRING, "\"default\"", NONEMPTY, NULL,
     "Microphone: an ALSA device as listed by arecord -L, file:PATH for a recording, or null"},
    {"audio.output", SAHUT_SETTING_STRING, "\"default\"", NONEMPTY, NULL,
     "ALSA device for answers, as listed by aplay -L, or null for silence"},

    {"control.others", SAHUT_SETTING_BOOL, "true", ANY, NULL,
     "Let users who may not give orders ask for status and lists over the control socket; counts "
     "from the next start"},

    {"agenda.calendars", SAHUT_SETTING_STRINGS, "[ ]", ANY, NULL,
     "Calendars to read: .ics files, folders of them, or patterns like ~/.calendars/*"},
    {"agenda.default_calendar", SAHUT_SETTING_STRING, "\"\"", ANY, NULL,
     "The calendar (a folder, or a .ics file) that may be changed and gets new appointments; "
     "empty: "
     "none is ever written to"},
    {"agenda.holidays", SAHUT_SETTING_STRING, "\"\"", ANY, NULL,
     "An .ics file of public holidays: they are told, and take nobody's time"},
    {"agenda.notice", SAHUT_SETTING_INT, "10", 0, 1440, "min",
     "Announce an appointment this long before; 0 for never. One with alarms of its own is "
     "announced "
     "at those"},
    {"agenda.travel", SAHUT_SETTING_INT, "0", 0, 1440, "min",
     "Time to get to an appointment that has a place but says no travel time"},
    {"agenda.duration", SAHUT_SETTING_INT, "60", 5, 1440, "min",
     "Length of a new appointment when none was said"},
    {"agenda.day_begins", SAHUT_SETTING_INT, "8", 0, 23, "h",
     "Free time is looked for from this hour on"},
    {"agenda.day_ends", SAHUT_SETTING_INT, "20", 1, 24, "h",
     "Free time is looked for until this hour"},

    {"storage.keep_days", SAHUT_SETTING_INT, "30", 0, 3650, "days",
     "How long ended reminders and timers are kept"},

    {"board.profile", SAHUT_SETTING_STRING, "\"\"", ANY, NULL,
     "Which board this is: a file of the folder boards, or the path of one; empty to find out from "
     "the device tree"},
    {"board.hat", SAHUT_SETTING_STRING, "\"\"", ANY, NULL,
     "What sits on it: a file of the folder boards/hats, or the path of one; none; empty to find "
     "out "
     "by its sound card"},

    {"devices.name", SAHUT_SETTING_STRING, "\"\"", NONEMPTY, NULL,
     "Name of the device as spoken; every device needs one"},
    {"devices.aliases", SAHUT_SETTING_STRINGS, "[ ]", ANY, NULL, "Other spoken names"},
    {"devices.room", SAHUT_SETTING_STRING, "\"\"", ANY, NULL, "Room the device is in"},
    {"devices.kind", SAHUT_SETTING_STRING, "\"\"", ANY, NULL,
     "What it is, for 'all lights': light, fan, heater or socket"},
    {"devices.pin", SAHUT_SETTING_STRING, "\"\"", ANY, NULL,
     "The line, by meaning: GPIO17, header:11, P9_12, PC7, LABEL:17 or the kernel's name; 'sahut "
     "board' shows what there is"},
    {"devices.chip", SAHUT_SETTING_STRING, "\"\"", ANY, NULL,
     "Instead of pin, with line or line_name: the GPIO chip's label, name or path"},
    {"devices.line", SAHUT_SETTING_INT, "-1", -1, 65535, NULL,
     "Number of the line on the chip; -1 when something else says it"},
    {"devices.line_name", SAHUT_SETTING_STRING, "\"\"", ANY, NULL,
     "Name of the line as the kernel knows it, instead of its number"},
    {"devices.active_low", SAHUT_SETTING_BOOL, "false", ANY, NULL,
     "The device is on while the line is low"},
    {"devices.at_start", SAHUT_SETTING_STRING, "\"off\"", NONEMPTY, NULL,
     "What the device is when the assistant starts: off, on, or keep: as it was. A device with "
     "max_on is off unless its remaining time is known"},
    {"devices.at_end", SAHUT_SETTING_STRING, "\"off\"", NONEMPTY, NULL,
     "What is done with the device when the assistant ends: off, on, or keep: nothing"},
    {"devices.max_on", SAHUT_SETTING_INT, "0", 0, 604800, "s",
     "Switch the device off by itself after this time; 0 for never"},
    {"devices.pulse", SAHUT_SETTING_INT, "0", 0, 60000, "ms",
     "Switched on, the device goes off by itself after this time, as a gate opener wants it; 0 for "
     "never"},
    {"devices.not_with", SAHUT_SETTING_STRINGS, "[ ]", ANY, NULL,
     "Names of devices that are never on at the same time: they are switched off before"},
    {"devices.confirm", SAHUT_SETTING_BOOL, "false", ANY, NULL,
     "Ask back before the device is switched on"},
    {"devices.pwm", SAHUT_SETTING_STRING, "\"\"", ANY, NULL,
     "Instead of a line, for a device that is dimmed: the channel below /sys/class/pwm, as "
     "pwmchip0:1"},
    {"devices.pwm_hz", SAHUT_SETTING_INT, "1000", 1, 1000000, "Hz", "Frequency of the dimming"},
    {"devices.input", SAHUT_SETTING_BOOL, "false", ANY, NULL,
     "The line is an input: the device can be asked ('is the door open?') and not switched"},
    {"devices.words", SAHUT_SETTING_STRINGS, "[ ]", ANY, NULL,
     "Of an input: what it is when inactive and when active; on and off if left out"},
    {"devices.bias", SAHUT_SETTING_STRING, "\"as-is\"", NONEMPTY, NULL,
     "Of an input: pull-up, pull-down, none or as-is"},

    {"buttons.does", SAHUT_SETTING_STRING, "\"\"", NONEMPTY, NULL,
     "What the button is for: talk (instead of the wake phrase), mute (the microphone), stop, "
     "snooze, louder, quieter"},
    {"buttons.pin", SAHUT_SETTING_STRING, "\"\"", NONEMPTY, NULL, "Its line, as devices.pin"},
    {"buttons.active_low", SAHUT_SETTING_BOOL, "true", ANY, NULL,
     "The line is low while the button is pressed: it switches to ground"},
    {"buttons.bias", SAHUT_SETTING_STRING, "\"pull-up\"", NONEMPTY, NULL,
     "pull-up, pull-down, none or as-is"},
    {"buttons.debounce", SAHUT_SETTING_INT, "20", 0, 1000, "ms",
     "A press counts when the line has been quiet for so long"},

    {"knob.a", SAHUT_SETTING_STRING, "\"\"", ANY, NULL,
     "A rotary encoder for the volume: the line of its contact A, as devices.pin; empty for none"},
    {"knob.b", SAHUT_SETTING_STRING, "\"\"", ANY, NULL, "The line of its contact B"},
    {"knob.bias", SAHUT_SETTING_STRING, "\"pull-up\"", NONEMPTY, NULL,
     "pull-up, pull-down, none or as-is"},
    {"knob.step", SAHUT_SETTING_INT, "5", 1, 50, "%", "Change of the volume by one notch"},
    {"knob.edges", SAHUT_SETTING_INT, "4", 1, 4, NULL,
     "Edges of both contacts from notch to notch: 4, 2 or 1"},

    {"light.pin", SAHUT_SETTING_STRING, "\"\"", ANY, NULL,
     "A light that shows what the assistant does, as devices.pin; empty for none. On: it listens "
     "to an order; blinking fast: it thinks; blinking: it speaks; a flash every four seconds: "
     "muted; two: something is "
     "broken"},
    {"light.active_low", SAHUT_SETTING_BOOL, "false", ANY, NULL, "It is on while the line is low"},
};

const struct sahut_setting *sahut_settings_table(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
