// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/client.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/paths.h"
#include "sahut/zone.h"

#define ANSWER_MS 20000

void client_sockets(const struct cli *cli, char first[256], char second[256])
{
    struct sahut_paths paths;
    const char *given = cli_value(cli, "socket");
    first[0] = second[0] = 0;
    if (given) {
        snprintf(first, 256, "%s", given);
        return;
    }
    if (sahut_paths_find(false, &paths, NULL) == 0)
        snprintf(first, 256, "%s", paths.control);
    if (sahut_paths_find(true, &paths, NULL) == 0 && strcmp(first, paths.control) != 0)
        snprintf(first[0] ? second : first, 256, "%s", paths.control);
}

static bool is_absent(int err)
{
    return err == -ENOENT || err == -ECONNREFUSED || err == -ENOTDIR;
}

int client_open(const struct cli *cli, bool quietly, struct sahut_call **out)
{
    char first[256], second[256];
    struct sahut_why why = {""};
    client_sockets(cli, first, second);
    int err = sahut_call_open(first, out, &why);
    if (is_absent(err) && second[0])
        err = sahut_call_open(second, out, &why);
    if (!err || (quietly && is_absent(err)))
        return err ? CLI_NO_DAEMON : CLI_OK;
    if (!is_absent(err))
        return cli_fail(cli, CLI_FAILED, "%s%s", why.text,
                        err == -EACCES ? "; the daemon's user lets only its own group in: add "
                                         "yourself to it (sudo adduser NAME sahut) and log in again"
                                       : "");
    return cli_fail(cli, CLI_NO_DAEMON,
                    "no daemon listens at %s%s%s; start it: sudo systemctl start sahut (for all), "
                    "systemctl --user start sahut (your own), or sahut run",
                    first, second[0] ? " or " : "", second);
}

int client_ask(const struct cli *cli, const char *method, json_t *params, json_t **result)
{
    struct sahut_call *call;
    struct sahut_why why;
    int code = client_open(cli, false, &call);
    if (code != CLI_OK) {
        json_decref(params);
        return code;
    }
    if (sahut_call(call, method, params, ANSWER_MS, result, &why))
        code = cli_fail(cli, CLI_FAILED, "%s", why.text);
    sahut_call_close(call);
    return code;
}

static bool read_civil(const char *text, struct sahut_civil *c)
{
    *c = (struct sahut_civil){0};
    return text && sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d", &c->year, &c->month, &c->day, &c->hour,
                          &c->minute, &c->second) >= 3;
}

const char *client_time(const char *at, const char *now, char out[CLIENT_TIME])
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct sahut_civil a, n;
    if (!read_civil(at, &a) || !read_civil(now, &n) || a.month < 1 || a.month > 12) {
        snprintf(out, CLIENT_TIME, "%s", at ? at : "?");
        return out;
    }
    int64_t away = sahut_civil_days(&a) - sahut_civil_days(&n);
    if (away >= -1 && away <= 1)
        snprintf(out, CLIENT_TIME, "%s %d:%02d",
                 away == 0  ? "today"
                 : away > 0 ? "tomorrow"
                            : "yesterday",
                 a.hour, a.minute);
    else if (a.year == n.year)
        snprintf(out, CLIENT_TIME, "%s %d %s %d:%02d", days[sahut_civil_weekday(&a)], a.day,
                 months[a.month - 1], a.hour, a.minute);
    else
        snprintf(out, CLIENT_TIME, "%s %d %s %d %d:%02d", days[sahut_civil_weekday(&a)], a.day,
                 months[a.month - 1], a.year, a.hour, a.minute);
    return out;
}

const char *client_span(json_int_t seconds, char out[CLIENT_TIME])
{
    static const struct {
        json_int_t seconds;
        const char *one, *many;
    } units[] = {{86400, "day", "days"}, {3600, "h", "h"}, {60, "min", "min"}, {1, "s", "s"}};
    size_t i = 0;
    while (i < 3 && seconds < units[i].seconds)
        i++;
    json_int_t n = seconds / units[i].seconds, rest = seconds % units[i].seconds;
    int used =
        snprintf(out, CLIENT_TIME, "%lld %s", (long long)n, n == 1 ? units[i].one : units[i].many);
    if (i < 3 && rest >= units[i + 1].seconds)
        snprintf(out + used, (size_t)(CLIENT_TIME - used), " %lld %s",
                 (long long)(rest / units[i + 1].seconds), units[i + 1].many);
    return out;
}

int client_width(const char *text)
{
    int n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}
