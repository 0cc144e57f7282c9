// SPDX-License-Identifier: GPL-3.0-or-later
/* The commands that ask the daemon. Each is a method, its parameters, and how its result is printed
 * for people; --json prints the result as it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/client.h"
#include "sahut/event_json.h"
#include "sahut/text.h"

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

static json_int_t number_of(const json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

static bool is_true(const json_t *object, const char *name)
{
    return json_is_true(json_object_get(object, name));
}

/* Left-aligned, counted in characters. */
static void cell(const char *text, int width)
{
    int pad = width - client_width(text);
    printf("%s%*s  ", text, pad > 0 ? pad : 0, "");
}

static int widest(const json_t *list, const char *name)
{
    int width = 0;
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        int n = client_width(text_of(item, name));
        width = n > width ? n : width;
    }
    return width;
}

static char *joined(const struct cli *cli)
{
    struct sahut_text text = {0};
    for (int i = 0; i < cli->n_operands; i++)
        sahut_text_addf(&text, "%s%s", i ? " " : "", cli->operands[i]);
    return sahut_text_take(&text);
}

static json_t *text_params(const struct cli *cli)
{
    char *text = joined(cli);
    json_t *params = json_pack("{s:o}", "text", sahut_json_string(text));
    free(text);
    return params;
}

/* Asks; prints JSON, or leaves `*result` to be printed (json_decref). */
static int ask(const struct cli *cli, const char *method, json_t *params, json_t **result)
{
    int code = client_ask(cli, method, params, result);
    if (code != CLI_OK || !cli_given(cli, "json"))
        return code;
    sahut_json_print(json_incref(*result));
    return CLI_OK;
}

static bool for_people(const struct cli *cli, int code)
{
    return code == CLI_OK && !cli_given(cli, "json");
}

/* ---- status ---- */

static void print_part(const char *what, const json_t *part)
{
    cell(what, 11);
    cell(text_of(part, "name"), 20);
    printf("%s%s\n", is_true(part, "ok") ? "works" : "fault: ", text_of(part, "fault"));
}

/* Those that have no line of their own. */
static void print_faults(const json_t *faults)
{
    const char *part;
    json_t *text;
    json_object_foreach((json_t *)faults, part, text)
    {
        if (strcmp(part, "microphone") == 0 || strcmp(part, "loudspeaker") == 0)
            continue;
        cell(part, 11);
        printf("fault: %s\n", json_string_value(text));
    }
}

static void print_clock(const json_t *clock)
{
    char buffer[CLIENT_TIME];
    const char *now = text_of(clock, "time");
    cell(client_time(now, now, buffer), 20);
    printf("%s, %s: %s\n", text_of(clock, "zone"),
           is_true(clock, "trusted") ? "trusted" : "not trusted", text_of(clock, "why"));
}

static const char *promise_title(const json_t *p)
{
    const char *title = text_of(p, "title");
    if (!title[0])
        title = text_of(p, "name");
    if (!title[0])
        title = strcmp(text_of(p, "kind"), "reminder") == 0 ? "(in your own words)" : "(no name)";
    return title;
}

static void print_counts(const json_t *counts)
{
    cell("counts", 11);
    const char *name;
    json_t *value;
    bool first = true;
    json_object_foreach((json_t *)counts, name, value)
    {
        long long n = json_integer_value(value);
        printf("%s%lld %.*s", first ? "" : ", ", n, (int)strlen(name) - (n == 1), name);
        first = false;
    }
    putchar('\n');
}

static void print_status(const json_t *s)
{
    char buffer[CLIENT_TIME];
    const json_t *clock = json_object_get(s, "clock"), *next = json_object_get(s, "next");
    const json_t *storage = json_object_get(s, "storage");
    const char *now = text_of(clock, "time"), *phrase = text_of(s, "wake_phrase");
    printf("sahut %s is %s, up %s\n", text_of(s, "version"), text_of(s, "state"),
           client_span(number_of(s, "uptime_s"), buffer));
    cell("wake phrase", 11);
    printf("%s\n", phrase[0] ? phrase : "none: everything is an order");
    print_part("microphone", json_object_get(s, "microphone"));
    print_part("loudspeaker", json_object_get(s, "loudspeaker"));
    print_faults(json_object_get(s, "faults"));
    cell("clock", 11);
    print_clock(clock);
    cell("next", 11);
    if (json_is_object(next)) {
        cell(client_time(text_of(next, "due"), now, buffer), 20);
        printf("%s: %s\n", text_of(next, "kind"), promise_title(next));
    } else {
        printf("nothing is promised\n");
    }
    print_counts(json_object_get(s, "counts"));
    cell("storage", 11);
    if (json_is_string(json_object_get(storage, "path")))
        printf("%s, %lld MB free\n", text_of(storage, "path"),
               (long long)(number_of(storage, "free_bytes") / 1000000));
    else
        printf("in memory\n");
}

int cli_status(const struct cli *cli)
{
    json_t *result = NULL;
    int code = ask(cli, "status", NULL, &result);
    if (for_people(cli, code))
        print_status(result);
    json_decref(result);
    return code;
}

/* ---- orders ---- */

static int order(const struct cli *cli, const char *method, json_t *params)
{
    json_t *result = NULL, *done;
    size_t i;
    int code = ask(cli, method, params, &result);
    if (for_people(cli, code)) {
        json_array_foreach(json_object_get(result, "done"), i, done)
            printf("%s\n", json_string_value(done));
        if (text_of(result, "said")[0])
            printf("\"%s\"\n", text_of(result, "said"));
    }
    if (code == CLI_OK &&
        (is_true(result, "failed") || json_is_null(json_object_get(result, "intent"))))
        code = CLI_FAILED;
    json_decref(result);
    return code;
}

int cli_ask(const struct cli *cli)
{
    return order(cli, "ask", text_params(cli));
}

int cli_remind(const struct cli *cli)
{
    return order(cli, "remind", text_params(cli));
}

int cli_stop(const struct cli *cli)
{
    return order(cli, "stop", NULL);
}

int cli_mute(const struct cli *cli)
{
    const char *what = cli->n_operands ? cli->operands[0] : "on";
    bool on = strcmp(what, "on") == 0;
    if (!on && strcmp(what, "off") != 0)
        return cli_fail(cli, CLI_USAGE, "'%s'? sahut mute, or sahut mute off", what);
    json_t *result = NULL;
    int code = ask(cli, "mute", json_pack("{s:b}", "on", on), &result);
    if (for_people(cli, code))
        printf(on ? "the microphone is closed\n" : "the microphone is open\n");
    json_decref(result);
    return code;
}

int cli_reload(const struct cli *cli)
{
    json_t *result = NULL, *complaint;
    size_t i;
    int code = ask(cli, "reload", NULL, &result);
    if (code == CLI_OK && !is_true(result, "reloaded"))
        code = CLI_FAILED;
    if (result && !cli_given(cli, "json")) {
        json_array_foreach(json_object_get(result, "complaints"), i, complaint)
            fprintf(stderr, "%s\n", json_string_value(complaint));
        printf(code == CLI_OK ? "the settings were read again\n"
                              : "the settings stay as they were\n");
    }
    json_decref(result);
    return code;
}

/* ---- lists ---- */

static void print_more(const json_t *result)
{
    if (is_true(result, "more"))
        printf("and more\n");
}

static void print_reminders(const json_t *result)
{
    const json_t *list = json_object_get(result, "reminders");
    const char *now = text_of(result, "now");
    char buffer[CLIENT_TIME];
    size_t i;
    json_t *p;
    if (json_array_size(list) == 0)
        printf("no reminders\n");
    json_array_foreach(list, i, p)
    {
        cell(client_time(text_of(p, "due"), now, buffer), 18);
        if (strcmp(text_of(p, "kind"), "reminder") != 0)
            printf("%s: ", text_of(p, "kind"));
        printf("%s%s%s%s\n", promise_title(p), is_true(p, "guessed") ? " (?)" : "",
               json_is_string(json_object_get(p, "rule")) ? ", again and again" : "",
               strcmp(text_of(p, "state"), "ringing") == 0 ? "  rings" : "");
    }
    print_more(result);
}

int cli_reminders(const struct cli *cli)
{
    json_t *result = NULL;
    int code = ask(cli, "reminders", NULL, &result);
    if (for_people(cli, code))
        print_reminders(result);
    json_decref(result);
    return code;
}

static void print_timers(const json_t *result)
{
    const json_t *list = json_object_get(result, "timers");
    const char *now = text_of(result, "now");
    char left[CLIENT_TIME], whole[CLIENT_TIME], at[CLIENT_TIME];
    int width = widest(list, "name");
    size_t i;
    json_t *p;
    if (json_array_size(list) == 0)
        printf("no timers\n");
    json_array_foreach(list, i, p)
    {
        bool rings = strcmp(text_of(p, "state"), "ringing") == 0;
        bool paused = strcmp(text_of(p, "state"), "paused") == 0;
        bool counts_up = strcmp(text_of(p, "kind"), "stopwatch") == 0;
        cell(rings ? "rings" : client_span(number_of(p, counts_up ? "shown_s" : "left_s"), left),
             14);
        if (width)
            cell(text_of(p, "name"), width);
        if (counts_up)
            printf("stopwatch%s\n", paused ? ", paused" : "");
        else
            printf("of %s, %s\n", client_span(number_of(p, "duration_s"), whole),
                   paused ? "paused" : client_time(text_of(p, "due"), now, at));
    }
    print_more(result);
}

int cli_timers(const struct cli *cli)
{
    json_t *result = NULL;
    int code = ask(cli, "timers", NULL, &result);
    if (for_people(cli, code))
        print_timers(result);
    json_decref(result);
    return code;
}

/* ---- clock ---- */

int cli_clock(const struct cli *cli)
{
    if (cli->n_operands && strcmp(cli->operands[0], "confirm") != 0)
        return cli_fail(cli, CLI_USAGE, "'%s' is not 'confirm'", cli->operands[0]);
    if (cli->n_operands)
        return order(cli, "clock.confirm", NULL);
    json_t *result = NULL;
    int code = client_ask(cli, "status", NULL, &result);
    json_t *clock = json_object_get(result, "clock");
    if (code == CLI_OK && cli_given(cli, "json"))
        sahut_json_print(json_incref(clock));
    else if (code == CLI_OK)
        print_clock(clock);
    json_decref(result);
    return code;
}

/* ---- devices ---- */

/* "keys:17", "header:11", "pwmchip0:1" or the line's name. */
static void print_line(const json_t *d)
{
    const json_t *line = json_object_get(d, "line");
    if (text_of(d, "pin")[0])
        printf("%s", text_of(d, "pin"));
    else if (json_is_integer(line))
        printf("%s:%lld", text_of(d, "chip"), (long long)json_integer_value(line));
    else
        printf("%s", text_of(d, "line"));
}

static void print_devices(const json_t *result)
{
    const json_t *list = json_object_get(result, "devices");
    const char *now = text_of(result, "now");
    char at[CLIENT_TIME];
    int name = widest(list, "name"), room = widest(list, "room"), state = widest(list, "state");
    size_t i;
    json_t *d;
    if (json_array_size(list) == 0)
        printf("no devices; name them in the settings, see sahut.conf(5)\n");
    json_array_foreach(list, i, d)
    {
        cell(text_of(d, "name"), name);
        cell(text_of(d, "state"), state < 3 ? 3 : state);
        if (room)
            cell(text_of(d, "room"), room);
        print_line(d);
        if (json_is_integer(json_object_get(d, "level")) && is_true(d, "on"))
            printf(", %lld %%", (long long)number_of(d, "level"));
        if (json_is_string(json_object_get(d, "until")))
            printf(", until %s", client_time(text_of(d, "until"), now, at));
        if (json_is_string(json_object_get(d, "fault")))
            printf("\n    %s", text_of(d, "fault"));
        putchar('\n');
    }
    if (strcmp(text_of(result, "backend"), "dry run") == 0)
        printf("a dry run: nothing is really switched\n");
}

static int set_device(const struct cli *cli)
{
    int n = cli->n_operands;
    const char *what = cli->operands[n - 1];
    bool on = strcmp(what, "on") == 0;
    if (n < 3 || strcmp(cli->operands[0], "set") != 0 || (!on && strcmp(what, "off") != 0))
        return cli_fail(cli, CLI_USAGE, "usage: sahut devices [set NAME on|off]");
    struct sahut_text name = {0};
    for (int i = 1; i < n - 1; i++)
        sahut_text_addf(&name, "%s%s", i > 1 ? " " : "", cli->operands[i]);
    json_t *params =
        json_pack("{s:o, s:b}", "name", sahut_json_string(sahut_text_get(&name)), "on", on);
    sahut_text_finish(&name);
    return order(cli, "devices.set", params);
}

int cli_devices(const struct cli *cli)
{
    if (cli->n_operands)
        return set_device(cli);
    json_t *result = NULL;
    int code = ask(cli, "devices", NULL, &result);
    if (for_people(cli, code))
        print_devices(result);
    json_decref(result);
    return code;
}

/* ---- events ---- */

int cli_events(const struct cli *cli)
{
    struct sahut_call *call;
    struct sahut_why why;
    json_t *result, *event;
    int code = client_open(cli, false, &call);
    if (code != CLI_OK)
        return code;
    int err = sahut_call(call, "subscribe", NULL, 20000, &result, &why);
    if (!err)
        json_decref(result);
    while (!err) {
        err = sahut_call_next(call, -1, &event, &why);
        if (!err)
            sahut_json_print(event);
    }
    sahut_call_close(call);
    return cli_fail(cli, CLI_FAILED, "%s", why.text);
}
