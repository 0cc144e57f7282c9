// SPDX-License-Identifier: GPL-3.0-or-later
/* sahut agenda add|move|cancel: what the voice does, on the terminal. Only the calendar of setting
 * agenda.default_calendar is written to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/agenda.h"

#define YEARS_MS (INT64_C(800) * 86400000)

static const char *writable(const struct agenda *a)
{
    return sahut_settings_string(a->settings, "agenda.default_calendar");
}

static int minutes(const struct agenda *a, int otherwise, int64_t *out_ms)
{
    const char *text = cli_value(a->cli, "for");
    char *end;
    long n = text ? strtol(text, &end, 10) : otherwise;
    if (text && (end == text || *end || n < 1 || n > 100000))
        return cli_fail(a->cli, CLI_USAGE, "--for %s: a number of minutes is wanted, as 45", text);
    *out_ms = n * INT64_C(60000);
    return CLI_OK;
}

static void print_done(const struct agenda *a, const char *what, const char *title, int64_t at_ms)
{
    char time[32];
    sahut_instant_format(at_ms, a->zone, time);
    printf("%s: %s, %.16s\n", what, title, time);
}

static int add(const struct agenda *a, const char *title)
{
    struct sahut_when when;
    struct sahut_why why;
    int64_t length_ms = 0;
    char uid[64];
    const char *at = cli_value(a->cli, "at"), *place = cli_value(a->cli, "location");
    if (!at)
        return cli_fail(a->cli, CLI_USAGE, "add: say when, as --at \"tomorrow at nine\"");
    int code = agenda_when(a, "at", at, &when);
    if (code == CLI_OK)
        code = minutes(a, sahut_settings_int(a->settings, "agenda.duration"), &length_ms);
    if (code != CLI_OK)
        return code;
    bool all_day = when.grain >= SAHUT_GRAIN_DAY && !cli_value(a->cli, "for");
    const struct sahut_event_draft draft = {title,
                                            place ? place : "",
                                            "",
                                            when.start_ms,
                                            all_day ? when.end_ms : when.start_ms + length_ms,
                                            all_day};
    if (sahut_calendar_add(a->calendar, writable(a), &draft, a->now_ms, uid, &why))
        return cli_fail(a->cli, CLI_FAILED, "%s", why.text);
    print_done(a, "added", title, when.start_ms);
    return CLI_OK;
}

/** The appointment of that title that comes next, or with --on the one of that day. */
static int find(const struct agenda *a, const char *title, struct sahut_occurrence **out)
{
    const char *on = cli_value(a->cli, "on");
    int64_t from = a->now_ms, to = a->now_ms + YEARS_MS;
    struct sahut_when when;
    size_t count = 0;
    if (on) {
        int code = agenda_when(a, "on", on, &when);
        if (code != CLI_OK)
            return code;
        from = sahut_when_from(&when);
        to = when.end_ms > from ? when.end_ms : from + 1;
    }
    *out = NULL;
    if (sahut_calendar_find(a->calendar, title, from, to, 1, out, &count) || count == 0)
        return cli_fail(a->cli, CLI_FAILED, "there is no appointment \"%s\" %s", title,
                        on ? "then" : "ahead");
    return CLI_OK;
}

static int move(const struct agenda *a, const struct sahut_occurrence *o)
{
    struct sahut_when when;
    struct sahut_why why;
    int64_t length_ms = o->end_ms - o->start_ms;
    const char *at = cli_value(a->cli, "at");
    if (!at)
        return cli_fail(a->cli, CLI_USAGE, "move: say where to, as --at \"friday at nine\"");
    int code = agenda_when(a, "at", at, &when);
    if (code == CLI_OK && cli_value(a->cli, "for"))
        code = minutes(a, 0, &length_ms);
    if (code != CLI_OK)
        return code;
    if (sahut_calendar_move(a->calendar, writable(a), o, cli_given(a->cli, "all"), when.start_ms,
                            when.start_ms + length_ms, a->now_ms, &why))
        return cli_fail(a->cli, CLI_FAILED, "%s", why.text);
    print_done(a, "moved", o->summary, when.start_ms);
    return CLI_OK;
}

static int cancel(const struct agenda *a, const struct sahut_occurrence *o)
{
    struct sahut_why why;
    if (sahut_calendar_cancel(a->calendar, writable(a), o, cli_given(a->cli, "all"), a->now_ms,
                              &why))
        return cli_fail(a->cli, CLI_FAILED, "%s", why.text);
    print_done(a, "cancelled", o->summary, o->start_ms);
    return CLI_OK;
}

int agenda_edit(const struct agenda *a)
{
    const char *what = a->cli->operands[0], *title = a->cli->operands[1];
    bool moves = strcmp(what, "move") == 0, cancels = strcmp(what, "cancel") == 0;
    struct sahut_occurrence *o = NULL;
    if (a->cli->n_operands != 2 || (!moves && !cancels && strcmp(what, "add") != 0))
        return cli_fail(a->cli, CLI_USAGE, "usage: sahut agenda [options] %s",
                        a->cli->command->operands);
    if (!moves && !cancels)
        return add(a, title);
    int code = find(a, title, &o);
    if (code == CLI_OK)
        code = moves ? move(a, o) : cancel(a, o);
    free(o);
    return code;
}
