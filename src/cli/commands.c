// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"

#include <stddef.h>

const struct cli_option cli_common_options[] = {
    {"config", "FILE",
     "read settings from FILE (may be given several times) instead of "
     "/etc/sahut/sahut.conf and the user's own"},
    {"models", "DIR", "folder of the language files and models"},
    {"verbose", NULL, "log more to standard error; twice: debug, which includes what was heard"},
    {"help", NULL, "show this help"},
    {0},
};

static const struct cli_option run_options[] = {
    {"system", NULL, "use the folders of a system service; the default for root"},
    {"state", "DIR", "keep everything in DIR; default: the state folder, see FILES"},
    {"socket", "PATH", "the control socket; default: see FILES"},
    {"dry-run", NULL, "only report what would be done with the lines"},
    {"no-wake", NULL, "no wake phrase: everything said is an order"},
    {"once", NULL,
     "with a recording for the microphone: end when it was answered; prints what happens"},
    {"json", NULL, "print one JSON object per event and line"},
    {"timing", NULL, "with --json: add how long things took"},
    {0},
};

static const struct cli_option replay_options[] = {
    {"now", "TIME",
     "the time at which the first recording begins, as 2026-03-29T01:59; default: "
     "the computer's clock"},
    {"tz", "ZONE", "time zone, as Europe/Berlin; default: setting timezone, or the computer's"},
    {"state", "DIR", "keep reminders and timers in DIR; default: in memory, gone afterwards"},
    {"until", "TIME",
     "after the recordings let the clock run on to TIME, so that what is due by "
     "then happens; '+90m' counts from the end"},
    {"gap", "SECONDS", "time between two recordings; default: 2"},
    {"wake", "PHRASE", "the wake phrase; default: setting wake.phrase"},
    {"no-wake", NULL, "no wake phrase: everything said is an order"},
    {"say-to", "FILE", "write what is said to FILE (WAV)"},
    {"aloud", NULL, "say it through the loudspeaker too (setting audio.output)"},
    {"gpio", NULL, "really switch the lines; default: only report the edges"},
    {"json", NULL, "one JSON object per event and line"},
    {"timing", NULL, "with --json: add how long things took (differs from run to run)"},
    {0},
};

static const struct cli_option listen_options[] = {
    {"state", "DIR", "the state folder, for taught phrases; default: see FILES"},
    {"wake", "PHRASE", "the wake phrase; default: setting wake.phrase"},
    {"no-wake", NULL, "each file is one order, whole"},
    {"sentences", "FILE", "use these sentences instead of the built-in ones (sahut-sentences(5))"},
    {"now", "TIME", "the time at which it is said; default: the computer's clock"},
    {"tz", "ZONE", "time zone; default: setting timezone, or the computer's"},
    {"json", NULL, "one JSON object per event and line"},
    {"timing", NULL, "with --json: add how long decoding took"},
    {0},
};

static const struct cli_option understand_options[] = {
    {"lang", "LANG", "language; default: setting language"},
    {"now", "TIME", "the time at which it is said; default: the computer's clock"},
    {"tz", "ZONE", "time zone; default: setting timezone, or the computer's"},
    {"sentences", "FILE", "use these sentences instead of the built-in ones (sahut-sentences(5))"},
    {"times", NULL,
     "list the times, durations, numbers and recurrences in the text, whatever it is"},
    {"explain", NULL, "say what matched, what came second, and which words decided"},
    {"json", NULL, "one JSON object per line of text"},
    {0},
};

/* What every command that asks the daemon takes. */
#define SOCKET                                                                                     \
    {                                                                                              \
        "socket", "PATH",                                                                          \
            "the daemon's control socket; default: your own daemon's, else the system's"           \
    }

static const struct cli_option ask_options[] = {
    SOCKET,
    {"json", NULL, "print the daemon's answer as one line of JSON"},
    {0},
};

static const struct cli_option doctor_options[] = {
    {"system", NULL, "look at the system service; the default for root"},
    {"quiet", NULL, "do not listen to the microphone"},
    {"root", "DIR", "look at /dev, /proc, /etc and so on below DIR"},
    SOCKET,
    {"json", NULL, "one JSON object per finding and line"},
    {0},
};

static const struct cli_option board_options[] = {
    {"json", NULL, "one line of JSON: every pin with header, number, name, chip, line, use"},
    {0},
};

static const struct cli_option events_options[] = {SOCKET, {0}};

static const struct cli_option say_options[] = {
    SOCKET,
    {"say-to", "FILE", "write to FILE (WAV) instead of the loudspeaker"},
    {"phonemes", NULL, "print eSpeak NG's phonemes and the CMU phones made of them; say nothing"},
    {0},
};

static const struct cli_option wake_options[] = {
    {"from", "FILE",
     "teach: learn from recordings, one phrase each, instead of the microphone; more may follow"},
    {"other", "FILE", "teach: other sound of the same microphone (may be given several times)"},
    {"speech", "DIR",
     "teach: a folder of other people's speech, to learn from and to measure false alarms with"},
    {"radio", "MINUTES",
     "teach: listen to a radio or television that talks, instead of or beside --speech"},
    {"voices-only", NULL,
     "teach: do without other people's speech; such a phrase wakes some thirty times an hour of "
     "talk"},
    {"noise", "DIR", "teach: a folder of noise"},
    {"person", "NAME", "teach, forget: whose voice it is, if several teach the same phrase"},
    {"times", "N", "teach: how often the phrase is recorded, 6 to 24; default: 8"},
    {"keep", "DIR", "teach: keep the recordings there; they are not written otherwise"},
    {"seed", "N", "teach: the same seed and recordings give the same model; default: 1"},
    {"effort", "E", "teach: 0.05 to 1, less learns faster and worse; default: 1"},
    {"state", "DIR", "the state folder; default: see FILES"},
    {"system", NULL, "use the folders of a system service; the default for root"},
    SOCKET,
    {"json", NULL, "list, teach: one JSON object per model and line"},
    {0},
};

static const struct cli_option adapt_options[] = {
    {"sentences", "FILE",
     "learn: use these sentences instead of the built-in ones (sahut-sentences(5))"},
    {"noise", "FILE",
     "learn: a recording of the noise in your rooms, to learn with beside noise that is made up "
     "(may be given several times)"},
    {"seed", "N", "learn: the same seed and orders give the same model; default: 1"},
    {"state", "DIR", "the state folder; default: see FILES"},
    {"system", NULL, "use the folders of a system service; the default for root"},
    SOCKET,
    {"json", NULL, "learn: print one JSON object"},
    {0},
};

static const struct cli_option calibrate_options[] = {
    {"minutes", "N", "how long to listen to the room; default: 5"},
    {"from", "FILE", "a recording of the room instead (may be given several times)"},
    {"said", "FILE", "a recording of the phrase, with --from (may be given several times)"},
    {"dry-run", NULL, "only show the table"},
    {"state", "DIR", "the state folder; default: see FILES"},
    {"system", NULL, "use the folders of a system service; the default for root"},
    SOCKET,
    {"json", NULL, "one JSON object per row and line"},
    {0},
};

static const struct cli_option privacy_options[] = {
    {"forget-orders", NULL, "delete the recordings of orders"},
    {"yes", NULL, "do not ask whether to"},
    {"state", "DIR", "the state folder; default: see FILES"},
    {"system", NULL, "use the folders of a system service; the default for root"},
    {"json", NULL, "one JSON object per kind and line"},
    {0},
};

static const struct cli_option config_options[] = {
    {"json", NULL, "check: one JSON object per finding and line"},
    {0},
};

static const struct cli_option agenda_options[] = {
    {"from", "D",
     "first day or time: 2026-05-04, 2026-05-04T09:00, or words (tomorrow, \"next week\"); "
     "default: today"},
    {"to", "D",
     "the day or time before which to stop; default: seven days, or the end of the "
     "span that --from names"},
    {"calendar", "PATH",
     "a folder of .ics files, one such file, or a pattern (may be given several times); default: "
     "setting agenda.calendars"},
    {"now", "TIME", "what is taken for now; default: the computer's clock"},
    {"tz", "ZONE", "time zone; default: setting timezone, or the computer's"},
    {"at", "TIME", "add, move: when; a day alone makes an all-day appointment of it"},
    {"for", "MINUTES", "add, move: how long; default: setting agenda.duration, or as it was"},
    {"location", "TEXT", "add: where"},
    {"on", "D", "move, cancel: the one of that day; default: the next"},
    {"all", NULL, "move, cancel: a whole series, not one time of it"},
    {"json", NULL,
     "one JSON object per occurrence and line: uid, summary, start, end, all_day, location, "
     "calendar"},
    {0},
};

static const struct cli_option help_options[] = {
    {"lang", "LANG", "language; default: setting language"},
    {"sentences", "FILE", "use these sentences instead of the built-in ones (sahut-sentences(5))"},
    {"json", NULL, "one JSON object per intent and line"},
    {0},
};

static const struct cli_option hint_options[] = {
    {"model", "DIR", "acoustic model"},
    {"dictionary", "FILE", "pronunciations"},
    {"language-model", "FILE", "n-gram language model"},
    {0},
};

const struct cli_command cli_commands[] = {
    {"run", "", 0, 0, "be the assistant, until told to end",
     "Listens to setting audio.input, answers through audio.output, and keeps its promises "
     "whatever "
     "is wrong with either. On a terminal it prints what happens. SIGTERM and SIGINT end it, "
     "SIGHUP "
     "lets it read its settings again; broken ones are reported with file and line, and the old "
     "ones stay.",
     run_options, false},
    {"replay", "[@TIME] FILE...", 1, -1,
     "feed recordings through the whole assistant on a virtual clock",
     "Time advances with the samples, so the same bytes give the same events every time. The "
     "recordings are heard one after the other; @TIME before one lets the clock run on to that "
     "time. With no sound card, no GPIO and --state left out, "
     "nothing on the computer is touched.",
     replay_options, false},
    {"listen", "FILE...", 1, -1, "print what is heard in recordings; nothing is done",
     "Prints an event for every wake phrase and every order. The score of a wake phrase is "
     "that of its network (sahut wake list); of a phrase without one the "
     "log10 likelihood ratio of the phrase to a loop of phones, at least the logarithm of setting "
     "wake.threshold. The higher the surer. The confidence of an order is 0 to 1; "
     "below setting hearing.min_confidence it is not accepted.",
     listen_options, false},
    {"understand", "TEXT|-", 1, -1, "print what a typed order means; nothing is done",
     "With - each line of standard input is one order.", understand_options, false},
    {"help", "[SUBJECT]", 0, 1, "print what can be said",
     "Examples from the sentences that are understood, with the devices of the settings. SUBJECT "
     "is "
     "one of those printed, as timer or alarm.snooze: then there are more of them. Words may be "
     "added, left out or misspelt; 'sahut understand --explain TEXT' shows what becomes of a "
     "sentence.",
     help_options, false},
    {"say", "TEXT...", 1, -1, "say something in Sahut's voice",
     "The daemon says it, if one runs and no option asks for something else.", say_options, false},
    {"wake", "list|teach PHRASE|forget PHRASE|undo|false-alarm", 1, -1,
     "the wake phrases that have a model, and teaching one",
     "'list' prints what each model misses and takes for its phrase, on which data, and how it was "
     "made. A phrase without a model works through keyphrase search, which misses far more. "
     "'teach' "
     "listens to the phrase some times, learns it on this machine in minutes, says what to expect "
     "and makes it the wake phrase; --speech or --radio gives it other people's speech, without "
     "which "
     "it cannot tell the phrase from talk. Who teaches a phrase is heard best: each person of a "
     "household teaches it, with --person. One that has a model is taught in the same way to know "
     "your voice, too. Nothing that was recorded is written to disk. 'forget' deletes what was "
     "taught "
     "of a phrase. 'false-alarm' lowers setting wake.sensitivity by 5, down to 20. 'undo' takes "
     "the "
     "last of these changes, or that of 'sahut calibrate', back.",
     wake_options, false},
    {"adapt", "[show | learn [FILE...] | undo | forget]", 0, -1,
     "learn your voice and your words from orders that you gave",
     "With setting hearing.keep_orders Sahut keeps recordings of the orders that it understood and "
     "carried out; 'learn' adapts the acoustic model to them, on this machine, in minutes. With "
     "FILEs it learns from these recordings instead, an order each, whose words are what is heard "
     "in them. A fifth of the orders is kept back at first: with noise added they tell what was "
     "heard right before and after, and if that is less, nothing is changed. Orders in noise gain "
     "most; half an hour of orders is a good measure. 'undo' takes the last change back, 'forget' "
     "deletes what was learnt, 'show' (the default) tells what there is. 'sahut privacy' tells "
     "what is kept and deletes it.",
     adapt_options, false},
    {"calibrate", "", 0, 0, "find how easily the wake phrase should wake in your room",
     "Listens to you saying the wake phrase, then to the room without it, and prints for every "
     "sensitivity what would have been missed and what would have woken it for nothing. Then it "
     "sets wake.sensitivity to the value that misses least with at most one false alarm in two "
     "hours. Longer is better: five minutes of a television tell more than an hour of silence. "
     "Nothing that was heard is written to disk.",
     calibrate_options, false},
    {"privacy", "", 0, 0, "what Sahut keeps of you, how much, where, and how to delete it",
     "Promises, recordings of spoken reminders, recordings of orders (setting "
     "hearing.keep_orders), pronunciations, what was taught and adapted. It reads the state folder "
     "itself, whether a daemon runs or not. --forget-orders deletes the recordings of orders; what "
     "was learnt from them is deleted with 'sahut adapt forget'.",
     privacy_options, false},
    {"agenda", "[add TITLE | move TITLE | cancel TITLE]", 0, 2,
     "print or change what is in the calendars; needs no daemon",
     "An appointment that reaches into the range counts. What was read is kept in an index in "
     "$XDG_CACHE_HOME/sahut, so that only files that changed are read again; it can be deleted at "
     "any time. 'add', 'move' and 'cancel' write to the calendar of setting "
     "agenda.default_calendar alone; "
     "TITLE is searched tolerantly.",
     agenda_options, false},
    {"config", "check [FILE...] | sample", 1, -1, "check the settings, or print a sample file",
     "'check' names every mistake with file, line, setting, value and what would be right; without "
     "FILE it checks the files that are in force. It also looks at what the settings point to: "
     "calendars, models, the wake phrase. 'sample' prints every setting with its meaning and "
     "default.",
     config_options, false},
    {"doctor", "", 0, 0, "look for what is wrong, and say what to do about it",
     "Settings, models, sound devices and who may use them, the level of the microphone over two "
     "seconds, GPIO chips, calendars, the clock, storage, the service. Each line is fine, a "
     "warning "
     "or an error; exit code 1 if there is an error.",
     doctor_options, false},
    {"status", "", 0, 0, "how the daemon is",
     "State, microphone and loudspeaker with their faults, the clock and whether it is trusted, "
     "the "
     "next promise, how many there are of each, storage.",
     ask_options, false},
    {"ask", "TEXT...", 1, -1, "give the daemon an order, as if it had been spoken",
     "Prints what was done and what is said. Exit code 1 if it was not understood or not done.",
     ask_options, false},
    {"remind", "TEXT...", 1, -1, "let the daemon remind you: sahut remind water the plants at six",
     "As 'sahut ask remind me to ...'.", ask_options, false},
    {"reminders", "", 0, 0, "the reminders and alarms that wait or ring", "", ask_options, false},
    {"timers", "", 0, 0, "the timers and stopwatches that run, are paused, or ring", "",
     ask_options, false},
    {"clock", "[confirm]", 0, 1, "the daemon's time and whether it is trusted; or say that it is",
     "'confirm' says that the daemon's time is right. It is trusted then, until it is set or the "
     "machine is started again: for a board without a clock chip and without network.",
     ask_options, false},
    {"devices", "[set NAME on|off]", 0, -1, "the devices and their states, or switch one",
     "A device is named as in the settings, or by an alias.", ask_options, false},
    {"board", "[PROFILE]", 0, 1, "which board this is, and what its pins are",
     "Draws the headers as they lie before you, with the names of the pins, the devices of your "
     "settings (= NAME) and who else holds a line ([hat: WHAT], [kernel: WHAT], [NAME]), and lists "
     "the lines that are free. A sound hat is found by its sound card, or setting board.hat. "
     "PROFILE is a file of the folder boards, or the path of one; without it the board is found "
     "out from the device tree, or setting board.profile. Needs no daemon.",
     board_options, false},
    {"mute", "[on|off]", 0, 1, "close the microphone, or open it again",
     "While it is closed promises are kept as always.", ask_options, false},
    {"stop", "", 0, 0, "silence: what is said ends, and what rings is answered", "", ask_options,
     false},
    {"reload", "", 0, 0, "let the daemon read its settings and calendars again",
     "Mistakes are printed with file and line; while there are any, the old settings stay.",
     ask_options, false},
    {"events", "", 0, 0, "print what happens in the daemon, until it ends",
     "One JSON object per event and line, as replay --json prints them. It holds what was heard.",
     events_options, false},
    {"hint", "", 0, 0, "text of a spoken message on standard input", "", hint_options, true},
    {0},
};
