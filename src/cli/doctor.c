// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/doctor.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/client.h"
#include "sahut/event_json.h"

static const char *const levels[] = {
    [DOCTOR_OK] = "ok", [DOCTOR_WARNING] = "warning", [DOCTOR_ERROR] = "error"};

static void print_line(enum doctor_level level, const char *check, const char *text,
                       const char *advice)
{
    static const char *const colours[] = {
        [DOCTOR_OK] = "\033[32m", [DOCTOR_WARNING] = "\033[33m", [DOCTOR_ERROR] = "\033[31m"};
    bool colour = isatty(1) && !getenv("NO_COLOR");
    printf("%s%-7s%s  %-11s  %s\n", colour ? colours[level] : "", levels[level],
           colour ? "\033[0m" : "", check, text);
    if (advice[0])
        printf("%22s→ %s\n", "", advice);
    fflush(stdout);
}

void doctor_say(struct doctor *d, enum doctor_level level, const char *check, const char *advice,
                const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    d->count[level]++;
    if (!d->json) {
        print_line(level, check, text, advice);
        return;
    }
    json_t *o = json_pack("{s:s, s:s}", "check", check, "level", levels[level]);
    json_object_set_new(o, "text", sahut_json_string(text));
    json_object_set_new(o, "advice", sahut_json_string(advice));
    sahut_json_print(o);
}

const char *doctor_path(const struct doctor *d, const char *path)
{
    static char buffers[4][512];
    static unsigned turn;
    char *out = buffers[turn++ % 4];
    snprintf(out, sizeof(buffers[0]), "%s%s", d->root, path);
    return out;
}

/* ---- the settings, and the daemon that may run ---- */

static void mistake(void *ctx, const char *message)
{
    doctor_say(ctx, DOCTOR_ERROR, "settings", "put it right; 'sahut config check' looks again",
               "%s", message);
}

static void read_file(struct doctor *d, const char *path)
{
    if (sahut_settings_read(d->settings, path, mistake, d) == 0)
        doctor_say(d, DOCTOR_OK, "settings", "", "%s", path);
}

static void read_settings(struct doctor *d)
{
    int n = cli_count(d->cli, "config"), read = n;
    for (int i = 0; i < n; i++)
        read_file(d, cli_value_at(d->cli, "config", i));
    const char *usual[] = {d->paths.system_config, d->paths.config};
    for (int i = 0; i < 2 && n == 0; i++) {
        if (!usual[i][0] || (i == 1 && strcmp(usual[0], usual[1]) == 0))
            continue;
        if (access(usual[i], F_OK) == 0)
            read_file(d, usual[i]), read++;
    }
    if (read == 0)
        doctor_say(d, DOCTOR_OK, "settings", "", "no file: everything is at its default");
}

static void ask_daemon(struct doctor *d)
{
    struct sahut_call *call;
    struct sahut_why why;
    if (client_open(d->cli, true, &call) != CLI_OK)
        return;
    if (sahut_call(call, "status", NULL, 5000, &d->status, &why))
        doctor_say(d, DOCTOR_ERROR, "service", "look into its log: journalctl -u sahut",
                   "a daemon runs, but %s", why.text);
    sahut_call_close(call);
}

static int finish(struct doctor *d)
{
    const int *n = d->count;
    if (!d->json)
        printf("%d fine, %d warning%s, %d error%s\n", n[DOCTOR_OK], n[DOCTOR_WARNING],
               n[DOCTOR_WARNING] == 1 ? "" : "s", n[DOCTOR_ERROR], n[DOCTOR_ERROR] == 1 ? "" : "s");
    json_decref(d->status);
    sahut_settings_free(d->settings);
    return n[DOCTOR_ERROR] ? CLI_FAILED : CLI_OK;
}

int cli_doctor(const struct cli *cli)
{
    struct doctor d = {.cli = cli, .json = cli_given(cli, "json")};
    struct sahut_why why;
    d.root = cli_given(cli, "root") ? cli_value(cli, "root") : "";
    if (sahut_settings_new(&d.settings))
        return cli_fail(cli, CLI_FAILED, "no memory for the settings");
    if (sahut_paths_find(cli_given(cli, "system"), &d.paths, &why))
        doctor_say(&d, DOCTOR_WARNING, "settings", "", "%s", why.text);
    read_settings(&d);
    ask_daemon(&d);
    doctor_models(&d);
    doctor_cards(&d);
    doctor_loudspeaker(&d);
    doctor_microphone(&d);
    doctor_devices(&d);
    doctor_calendars(&d);
    doctor_clock(&d);
    doctor_storage(&d);
    doctor_service(&d);
    return finish(&d);
}
