// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/methods.h"

#include <stddef.h>

static const struct sahut_method_param none[] = {{0}};

static const struct sahut_method_param text_params[] = {
    {"text", SAHUT_METHOD_TEXT, true, "The words, as they would be said"},
    {0},
};

static const struct sahut_method_param say_params[] = {
    {"text", SAHUT_METHOD_TEXT, true, "What to say"},
    {0},
};

static const struct sahut_method_param remind_params[] = {
    {"text", SAHUT_METHOD_TEXT, true,
     "What would follow \"remind me to\": \"water the plants at six\""},
    {0},
};

static const struct sahut_method_param agenda_params[] = {
    {"from", SAHUT_METHOD_TEXT, false,
     "First instant, as 2026-05-05 or 2026-05-05T12:00; default: the beginning of today"},
    {"to", SAHUT_METHOD_TEXT, false, "End, exclusive; default: a day after the first"},
    {0},
};

static const struct sahut_method_param set_params[] = {
    {"name", SAHUT_METHOD_TEXT, true, "Name or alias of the device"},
    {"on", SAHUT_METHOD_BOOL, true, "Whether it should be on"},
    {0},
};

static const struct sahut_method_param mute_params[] = {
    {"on", SAHUT_METHOD_BOOL, true, "Whether the microphone should be ignored"},
    {0},
};

const struct sahut_method sahut_methods[] = {
    {"status", SAHUT_METHOD_READ, "How the daemon is",
     "_version_, _pid_, _uptime\\_s_; _state_ (\"listening\", \"muted\", \"speaking\", \"deaf\": "
     "no microphone); _wake\\_phrase_; _microphone_ and _loudspeaker_, each with _name_, _ok_ and, "
     "if not ok, _fault_; _volume_ (percent); _faults_, a text for each part that is broken; "
     "_clock_ with _time_, "
     "_zone_ and _trusted_; _next_, the next promise, or "
     "null; _counts_ of _reminders_, _timers_, _devices_, _events_, _clients_; _storage_ with "
     "_path_ (null: in memory) and _free\\_bytes_",
     none},
    {"ask", SAHUT_METHOD_ACT, "Carries an order out as if it had been spoken",
     "_text_, _intent_ (null if it was not understood), _slots_, _missing_, _score_; _done_, a "
     "list "
     "of what was done; _failed_; _said_, the answer, which is also spoken",
     text_params},
    {"say", SAHUT_METHOD_ACT, "Says something in Sahut's voice", "_said_", say_params},
    {"remind", SAHUT_METHOD_ACT, "Carries out \"remind me to\" with these words", "As *ask*",
     remind_params},
    {"reminders", SAHUT_METHOD_READ, "Reminders and alarms that wait or ring",
     "_reminders_, a list by due time, what rings first; each has _id_, _kind_, _state_, _title_, "
     "_due_, _rule_ (of one that recurs), _guessed_ (the title was guessed from a recording), "
     "_clip_ (it has a recording), "
     "_created_",
     none},
    {"timers", SAHUT_METHOD_READ, "Timers and stopwatches that run, are paused, or ring",
     "_timers_, a list by due time; each has _id_, _kind_, _state_, _name_, and a timer _due_, "
     "_left\\_s_, _duration\\_s_, a stopwatch _shown\\_s_",
     none},
    {"agenda", SAHUT_METHOD_READ, "What the calendars hold",
     "_events_, a list by start; each has _uid_, _summary_, _start_, _end_ (exclusive), "
     "_all\\_day_, "
     "_location_, _calendar_",
     agenda_params},
    {"devices", SAHUT_METHOD_READ, "The devices and their states",
     "_devices_, a list; each has _name_, _aliases_, _room_, _kind_, _input_, _on_, _state_ (in "
     "the device's own words), _level_ (percent of one that is dimmed, or null), _pin_, _chip_, "
     "_line_, _fault_ (why its line is not held, or null), _until_ (when it will be switched "
     "again, or null); _backend_",
     none},
    {"devices.set", SAHUT_METHOD_ACT, "Switches a device on or off", "As *ask*", set_params},
    {"clock.confirm", SAHUT_METHOD_ACT,
     "The time that the daemon has is right: it is trusted until it is set or the machine is "
     "started again",
     "As *ask*", none},
    {"mute", SAHUT_METHOD_ACT, "Ignores the microphone, or listens again", "_muted_", mute_params},
    {"stop", SAHUT_METHOD_ACT, "Stops what is being said and acknowledges what rings", "As *ask*",
     none},
    {"reload", SAHUT_METHOD_ACT, "Reads the settings and calendars again",
     "_reloaded_; _complaints_, a list of mistakes: while there are any, the old settings stay",
     none},
    {"subscribe", SAHUT_METHOD_ACT, "Streams what happens",
     "Empty. Then every event is a line of its own, an object with the member _event_ as *sahut "
     "replay --json* prints it",
     none},
    {0},
};
