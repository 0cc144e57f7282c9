// SPDX-License-Identifier: GPL-3.0-or-later
/* manual 1|5|7: writes sahut(1), sahut.conf(5) or sahut-control(7) in scdoc's language, from the
 * tables of commands, settings and methods. Runs while building. */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "sahut/methods.h"
#include "sahut/settings.h"

static void put(const char *text)
{
    for (; *text; text++) {
        if (strchr("_*\\#", *text))
            putchar('\\');
        putchar(*text);
    }
}

static void options(const struct cli_option *o)
{
    for (; o->name; o++) {
        printf("*--%s*", o->name);
        if (o->argument)
            printf(" _%s_", o->argument);
        printf("\n\t");
        put(o->help);
        printf(".\n\n");
    }
}

static void commands_page(void)
{
    printf("sahut(1)\n\n# NAME\n\nsahut - an offline voice assistant for small Linux boards\n\n"
           "# SYNOPSIS\n\n*sahut* _COMMAND_ [options] ...\n\n# COMMANDS\n\n");
    for (const struct cli_command *c = cli_commands; c->name; c++) {
        if (c->hidden)
            continue;
        printf("## sahut %s ", c->name);
        put(c->operands);
        printf("\n\n%c", c->summary[0] - ('a' <= c->summary[0] && c->summary[0] <= 'z' ? 32 : 0));
        put(c->summary + 1);
        printf(". ");
        put(c->details);
        printf("\n\n");
        options(c->options);
    }
    printf("# COMMON OPTIONS\n\n");
    options(cli_common_options);
    printf(
        "# EVENTS\n\n"
        "With *--json* every line is an object with the member _event_. *listen* prints:\n\n"
        "*wake*\n\t_file_, _phrase_, _at\\_s_ (seconds from the beginning of the file), _score_ "
        "(log10 "
        "likelihood ratio of the phrase to any speech; near 0 is sure).\n\n"
        "*hypothesis*\n\t_file_, _start\\_s_, _end\\_s_, _text_ (free text is *\\**), _confidence_ "
        "(0 to "
        "1), _accepted_, _intent_ (null if nothing was understood), _score_, _slots_, "
        "_missing_.\n\n"
        "*replay* prints these and, each with _time_: *listening*, *nothing*, *due*, *done*, "
        "*edge* "
        "(_device_, _value_: the physical level), *earcon* and *said* (_text_, _seconds_), *hint*, "
        "*complaint*. "
        "A member _failed_ says that it was not done. *run* prints them too, without _file_, and "
        "*status* "
        "(_text_: loading, listening, muted, microphone closed, end of sound, reloaded, clock set "
        "..., time zone ..., ending) and *fault* (_text_: the part and what is wrong with it; "
        "_failed_ is missing when it works again). If nobody reads standard output for long, "
        "events are left "
        "out; the assistant does not wait.\n\n"
        "*understand* prints _text_, _intent_, _score_, _slots_, _missing_. A time is an object "
        "with "
        "_start_, _grain_ and, for a span, _end_ (exclusive); a duration has _seconds_.\n\n"
        "# SIGNALS\n\nOf *sahut run*:\n\n*SIGTERM*, *SIGINT*\n\tend, in any state, within about a "
        "second; what is being said is cut off, promises stay.\n\n"
        "*SIGHUP*\n\tread the settings and calendars again. What changed is applied; with a "
        "mistake "
        "in them the old ones stay.\n\n"
        "# EXIT STATUS\n\n0\n\tsuccess; *run*: it was told to end\n\n1\n\tit ran but failed: "
        "nothing "
        "was heard, an error in the input, another Sahut uses the state folder, models that cannot "
        "be loaded\n\n2\n\twrong usage\n\n3\n\tno daemon runs that could be asked\n\n"
        "# ENVIRONMENT\n\n*SAHUT_DATADIR*\n\tfolder that holds _models_, if not the installed "
        "one.\n\n"
        "*NO_COLOR*\n\tno colours in the time line.\n\n"
        "*XDG_CONFIG_HOME*, *XDG_STATE_HOME*, *XDG_RUNTIME_DIR*\n\tsee FILES.\n\n"
        "*CONFIGURATION_DIRECTORY*, *STATE_DIRECTORY*, *RUNTIME_DIRECTORY*\n\tset by *systemd*(1), "
        "instead of the folders in FILES.\n\n"
        "*NOTIFY_SOCKET*, *WATCHDOG_USEC*\n\tof *systemd*(1): *run* says when it is ready, "
        "reloading "
        "and stopping, and feeds the watchdog while every thread that has something to do gets on "
        "with it.\n\n"
        "*JOURNAL_STREAM*\n\tlog lines begin with their level, as the journal wants it.\n\n"
        "# FILES\n\nAs a system service (*--system*, or root):\n\n"
        "_/etc/sahut/sahut.conf_\n\tsettings, see *sahut.conf*(5)\n\n"
        "_/var/lib/sahut_\n\tthe database and the lock that keeps a second *sahut run* away\n\n"
        "_/var/lib/sahut/settings.conf_\n\tsettings that Sahut itself writes (*wake teach*, "
        "*calibrate*), read over the others; not with *--config* alone\n\n"
        "_/var/lib/sahut/wake_\n\tphrases that were taught\n\n"
        "_/var/lib/sahut/acoustic_\n\twhat was learnt from orders (*sahut adapt*)\n\n"
        "_/var/lib/sahut/orders_\n\trecordings of orders, with setting *hearing.keep_orders* "
        "alone\n\n"
        "_/var/lib/sahut/before_\n\tsettings.conf and wake as they were before the last change, "
        "for *wake undo*\n\n"
        "_/var/lib/sahut/calendars_\n\tread if *agenda.calendars* names none\n\n"
        "_/run/sahut/control_\n\tthe control socket, see *sahut-control*(7)\n\n"
        "As a user:\n\n"
        "_~/.config/sahut/sahut.conf_\n\tsettings, read over those of the system; "
        "*$XDG_CONFIG_HOME* stands for _~/.config_\n\n"
        "_~/.local/state/sahut_\n\tthe database; *$XDG_STATE_HOME* stands for _~/.local/state_. "
        "What is in _/var/lib/sahut_ of a system service is below it.\n\n"
        "_/run/user/UID/sahut/control_\n\tthe control socket; *$XDG_RUNTIME_DIR* stands for "
        "_/run/user/UID_\n\n"
        "# SEE ALSO\n\n*sahut.conf*(5), *sahut-sentences*(5), *sahut-replies*(5), "
        "*sahut-control*(7)\n");
}

static const char *type_name(enum sahut_setting_type type)
{
    switch (type) {
    case SAHUT_SETTING_BOOL:
        return "true or false";
    case SAHUT_SETTING_INT:
        return "whole number";
    case SAHUT_SETTING_REAL:
        return "number";
    case SAHUT_SETTING_STRING:
        return "text";
    case SAHUT_SETTING_STRINGS:
        return "list of texts";
    }
    return "";
}

static void settings_page(void)
{
    printf(
        "sahut.conf(5)\n\n# NAME\n\nsahut.conf - settings of sahut(1)\n\n# DESCRIPTION\n\n"
        "The files are in the language of libconfig: groups in braces, *\\@include*, comments with "
        "*\\#*. A setting named here as _wake.phrase_ is written\n\n"
        "```\nwake = { phrase = \"hey computer\"; };\n```\n\n"
        "_/etc/sahut/sahut.conf_ is read first, _~/.config/sahut/sahut.conf_ over it, and over "
        "both "
        "what Sahut wrote into _settings.conf_ in its state folder. "
        "*sahut config check* names every mistake; *sahut config sample* prints a file with all "
        "settings.\n\n# SETTINGS\n\n");
    size_t n;
    const struct sahut_setting *table = sahut_settings_table(&n);
    for (size_t i = 0; i < n; i++) {
        const struct sahut_setting *s = &table[i];
        printf("*");
        put(s->name);
        printf("* (%s", type_name(s->type));
        bool number = s->type == SAHUT_SETTING_INT || s->type == SAHUT_SETTING_REAL;
        if (number && s->min <= s->max)
            printf(", %g to %g", s->min, s->max);
        if (s->unit)
            printf(", %s", s->unit);
        printf("; default ");
        put(s->fallback[0] ? s->fallback : "none");
        printf(")\n\t");
        put(s->help);
        printf(".\n\n");
    }
    printf(
        "# DEVICES\n\n_devices_ is a list of groups, one for each thing that is switched or "
        "asked:\n\n"
        "```\ndevices = (\n    { name = \"desk lamp\"; aliases = [ \"lamp\" ]; "
        "pin = \"header:11\"; },\n"
        "    { name = \"heater\"; pin = \"GPIO27\"; active_low = true; max_on = 7200; },\n"
        "    { name = \"gate\"; chip = \"gpiochip0\"; line = 22; pulse = 500; },\n"
        "    { name = \"bed light\"; pwm = \"pwmchip0:0\"; },\n"
        "    { name = \"door\"; pin = \"GPIO23\"; input = true; words = [ \"closed\", "
        "\"open\" ]; }\n);\n```\n\n"
        "A pin is looked for in the profile of the board (*header:11*, *P9\\_12*, *GPIO17*), then "
        "taken as a chip's label with a number (*LABEL:17*), then as the kernel's name of the "
        "line. *sahut board* shows them. An order for a while, and _max\\_on_, are promises: they "
        "are stored before the device is switched.\n\n"
        "# BUTTONS\n\n_buttons_ is a list of groups, one for each push button:\n\n"
        "```\nbuttons = (\n    { does = \"talk\"; pin = \"header:13\"; },\n"
        "    { does = \"mute\"; pin = \"header:15\"; }\n);\n```\n\n"
        "# SEE ALSO\n\n*sahut*(1)\n");
}

static const char *param_type(enum sahut_method_type type)
{
    switch (type) {
    case SAHUT_METHOD_TEXT:
        return "a text";
    case SAHUT_METHOD_BOOL:
        return "true or false";
    case SAHUT_METHOD_INT:
        return "a whole number";
    }
    return "";
}

static void methods(void)
{
    for (const struct sahut_method *m = sahut_methods; m->name; m++) {
        printf("*%s*", m->name);
        printf(m->level == SAHUT_METHOD_READ ? " (everybody)\n\t" : "\n\t");
        put(m->summary);
        printf(".");
        for (const struct sahut_method_param *p = m->params; p->name; p++) {
            printf(" *%s* (%s%s): ", p->name, param_type(p->type), p->required ? "" : ", optional");
            put(p->help);
            printf(".");
        }
        printf(" Result: %s.\n\n", m->result);
    }
}

static void control_page(void)
{
    printf(
        "sahut-control(7)\n\n# NAME\n\nsahut-control - the control socket of sahut(1)\n\n"
        "# DESCRIPTION\n\n*sahut run* listens on a Unix socket: _/run/sahut/control_ as a system "
        "service, _$XDG_RUNTIME_DIR/sahut/control_ otherwise, or what *--socket* says. "
        "The commands *status*, *ask*, *say* and so on of *sahut*(1) use it; so can any program. "
        "Each line is one JSON object (RFC 8259) in UTF-8.\n\n"
        "```\n"
        "-> {\"id\": 1, \"method\": \"ask\", \"params\": {\"text\": \"what time is it\"}}\n"
        "<- {\"id\": 1, \"result\": {\"text\": \"what time is it\", ..., \"said\": \"It's "
        "noon.\"}}\n"
        "-> {\"id\": 2, \"method\": \"statsu\"}\n"
        "<- {\"id\": 2, \"error\": {\"code\": \"unknown_method\", \"message\": \"...\"}}\n"
        "```\n\n"
        "_id_ is a whole number or a text of at most 128 bytes and comes back in the answer; "
        "without one it is null. _params_ may be left out. Requests may be sent without waiting "
        "for answers. Times are as 2026-05-05T18:00:00+02:00, in the zone of the daemon.\n\n"
        "From a shell:\n\n```\n"
        "echo '{\"method\":\"status\"}' | nc -N -U /run/sahut/control\n```\n\n"
        "# METHODS\n\n");
    methods();
    printf(
        "# WHO MAY\n\nThe kernel tells who has connected. The user that the daemon runs as, root, "
        "and members of the socket's group (*sahut* as a system service) may call everything; "
        "other users only what says \"everybody\", and nothing where setting "
        "_control.others_ is false. A user's own daemon has its socket in a folder that "
        "nobody else may enter.\n\n"
        "# ERRORS\n\n"
        "*malformed*\n\tThe line is no JSON. The connection goes on.\n\n"
        "*bad\\_request*\n\tNo request: a member or a parameter is missing, unknown or of another "
        "type.\n\n"
        "*unknown\\_method*\n\tThere is no such method.\n\n"
        "*denied*\n\tThis user may not.\n\n"
        "*failed*\n\tIt was tried and did not work; the message says why.\n\n"
        "*too\\_long*\n\tThe line is too long. The connection is closed.\n\n"
        "*too\\_many*\n\tThere are too many connections. This one is closed.\n\n"
        "# LIMITS\n\n"
        "A line may have %d bytes. There may be %d connections, %d of each user who may only "
        "read. %d requests of a connection may be unanswered; what comes after them waits. Who "
        "leaves more than %d bytes unread is dropped. Being idle costs nothing and has no "
        "limit.\n\n"
        "# SEE ALSO\n\n*sahut*(1), *sahut.conf*(5)\n",
        SAHUT_LINK_LINE, SAHUT_LINK_CLIENTS, SAHUT_LINK_CLIENTS_OTHERS, SAHUT_LINK_OPEN,
        SAHUT_LINK_UNREAD);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "1") == 0)
        commands_page();
    else if (argc == 2 && strcmp(argv[1], "5") == 0)
        settings_page();
    else if (argc == 2 && strcmp(argv[1], "7") == 0)
        control_page();
    else
        return 2;
    return 0;
}
