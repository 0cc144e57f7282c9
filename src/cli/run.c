// SPDX-License-Identifier: GPL-3.0-or-later
/* The assistant, always on. Without a terminal, --json and --once it prints nothing but its log:
 * what is said in a home does not belong into a journal. */
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/outlet.h"
#include "cli/timeline.h"
#include "sahut/daemon.h"
#include "sahut/log.h"
#include "sahut/text.h"

struct running {
    const struct cli *cli;
    struct sahut_paths paths;
    struct timeline timeline;
    bool prints;
    char models[400], program[512];
};

/* ---- the log ---- */

/* A journal takes the level from "<N>" (sd-daemon(3)) and adds time and name itself. */
static void to_journal(void *ctx, enum sahut_log_level level, const char *room, const char *text)
{
    static const int priorities[] = {
        [SAHUT_LOG_ERROR] = 3, [SAHUT_LOG_WARN] = 4, [SAHUT_LOG_INFO] = 6, [SAHUT_LOG_DEBUG] = 7};
    fprintf(stderr, "<%d>%s: %s\n", priorities[level], room, text);
}

static void set_up_log(const struct cli *cli)
{
    static const enum sahut_log_level levels[] = {SAHUT_LOG_WARN, SAHUT_LOG_INFO, SAHUT_LOG_DEBUG};
    int verbose = cli_count(cli, "verbose");
    if (getenv("JOURNAL_STREAM"))
        sahut_log_setup(levels[verbose > 2 ? 2 : verbose], to_journal, NULL);
}

/* ---- what the daemon asks for ---- */

static void keep_complaint(void *ctx, const char *message)
{
    sahut_text_addf(ctx, "%s\n", message);
}

static int read_if_there(struct sahut_settings *s, const char *path, struct sahut_text *complaints)
{
    if (!path[0] || access(path, F_OK) != 0)
        return 0;
    return sahut_settings_read(s, path, keep_complaint, complaints);
}

static int read_settings(void *ctx, struct sahut_settings **out, struct sahut_text *complaints)
{
    struct running *r = ctx;
    struct sahut_settings *s;
    int err = sahut_settings_new(&s);
    if (err)
        return err;
    int n = cli_count(r->cli, "config");
    for (int i = 0; i < n && !err; i++)
        err = sahut_settings_read(s, cli_value_at(r->cli, "config", i), keep_complaint, complaints);
    if (n == 0)
        err = read_if_there(s, r->paths.system_config, complaints);
    if (n == 0 && !err && strcmp(r->paths.config, r->paths.system_config) != 0)
        err = read_if_there(s, r->paths.config, complaints);
    char own[SAHUT_SETTINGS_PATH];
    snprintf(own, sizeof(own), "%s/%s", r->paths.state, SAHUT_SETTINGS_OWN);
    if (!err)
        err = read_if_there(s, own, complaints);
    if (err)
        sahut_settings_free(s);
    else
        *out = s;
    return err;
}

static void on_event(void *ctx, const struct sahut_event *event, struct sahut_zone *zone)
{
    struct running *r = ctx;
    r->timeline.zone = zone;
    if (r->prints)
        timeline_event(&r->timeline, event);
}

/* ---- */

static int find_paths(struct running *r)
{
    const char *state = cli_value(r->cli, "state"), *control = cli_value(r->cli, "socket");
    struct sahut_why why;
    int err = sahut_paths_find(cli_given(r->cli, "system"), &r->paths, &why);
    if (err && !(state && err == -ENOENT))
        return cli_fail(r->cli, CLI_FAILED, "%s", why.text);
    if ((state && strlen(state) >= sizeof(r->paths.state)) ||
        (control && strlen(control) >= sizeof(r->paths.control)))
        return cli_fail(r->cli, CLI_USAGE, "%s: is too long a path", state ? state : control);
    if (state && (size_t)snprintf(r->paths.calendars, sizeof(r->paths.calendars), "%s/calendars",
                                  state) >= sizeof(r->paths.calendars))
        return cli_fail(r->cli, CLI_USAGE, "%s: is too long a path", state);
    if (state)
        snprintf(r->paths.state, sizeof(r->paths.state), "%s", state);
    if (control)
        snprintf(r->paths.control, sizeof(r->paths.control), "%s", control);
    return CLI_OK;
}

static int run(struct running *r)
{
    ssize_t n = readlink("/proc/self/exe", r->program, sizeof(r->program) - 1);
    struct sahut_daemon_config config = {
        .settings = read_settings,
        .paths = r->paths,
        .models = cli_models(r->cli, r->models, sizeof(r->models)),
        .program = n > 0 ? r->program : NULL,
        .dry_run = cli_given(r->cli, "dry-run"),
        .no_wake = cli_given(r->cli, "no-wake"),
        .once = cli_given(r->cli, "once"),
        .event = on_event,
        .ctx = r,
    };
    struct sahut_daemon *daemon;
    struct sahut_why why;
    if (sahut_daemon_new(&config, &daemon, &why))
        return cli_fail(r->cli, CLI_FAILED, "%s", why.text);
    int err = sahut_daemon_run(daemon, &why);
    sahut_daemon_free(daemon);
    return err ? cli_fail(r->cli, CLI_FAILED, "%s", why.text) : CLI_OK;
}

int cli_run(const struct cli *cli)
{
    struct running r = {.cli = cli};
    /* One heap for all threads. glibc's heap of a second thread grows page by page, each with a call
     * of the kernel: 2,500 of them while hearing loads its models. */
    mallopt(M_ARENA_MAX, 1);
    set_up_log(cli);
    int code = find_paths(&r);
    if (code != CLI_OK)
        return code;
    timeline_init(&r.timeline, NULL, cli_given(cli, "json"), cli_given(cli, "timing"));
    r.timeline.file = NULL;
    r.prints = r.timeline.json || isatty(1) || cli_given(cli, "once");
    r.timeline.out = outlet_open();
    if (!r.timeline.out)
        return cli_fail(cli, CLI_FAILED, "no memory for the output");
    code = run(&r);
    fclose(r.timeline.out);
    return code;
}
