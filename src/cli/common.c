// SPDX-License-Identifier: GPL-3.0-or-later
/* Where the settings, the models, the zone and the time come from. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"

#ifndef SAHUT_DATADIR
#define SAHUT_DATADIR "/usr/share/sahut"
#endif

static void print_mistake(void *ctx, const char *message)
{
    fprintf(stderr, "sahut %s: %s\n", ((const struct cli *)ctx)->command->name, message);
}

int cli_settings_files(char paths[2][512])
{
    int n = 0;
    const char *home = getenv("HOME"), *xdg = getenv("XDG_CONFIG_HOME");
    snprintf(paths[n], 512, "/etc/sahut/sahut.conf");
    n += access(paths[n], F_OK) == 0;
    if (xdg && xdg[0])
        snprintf(paths[n], 512, "%s/sahut/sahut.conf", xdg);
    else
        snprintf(paths[n], 512, "%s/.config/sahut/sahut.conf", home ? home : "");
    n += access(paths[n], F_OK) == 0;
    return n;
}

bool cli_state(const struct cli *cli, char path[SAHUT_PATH])
{
    struct sahut_paths paths;
    const char *given = cli_value(cli, "state");
    if (!given && sahut_paths_find(cli_given(cli, "system"), &paths, NULL))
        return false;
    return (size_t)snprintf(path, SAHUT_PATH, "%s", given ? given : paths.state) < SAHUT_PATH;
}

bool cli_own_settings(const struct cli *cli, char path[SAHUT_SETTINGS_PATH])
{
    char state[SAHUT_PATH];
    if (!cli_state(cli, state))
        return false;
    snprintf(path, SAHUT_SETTINGS_PATH, "%s/%s", state, SAHUT_SETTINGS_OWN);
    return true;
}

int cli_settings(const struct cli *cli, struct sahut_settings **out)
{
    struct sahut_settings *s;
    if (sahut_settings_new(&s))
        return cli_fail(cli, CLI_FAILED, "no memory for the settings");
    int err = 0, n = cli_count(cli, "config");
    for (int i = 0; i < n && !err; i++)
        err = sahut_settings_read(s, cli_value_at(cli, "config", i), print_mistake, (void *)cli);
    char paths[2][512], own[SAHUT_SETTINGS_PATH];
    int files = n ? 0 : cli_settings_files(paths);
    for (int i = 0; i < files && !err; i++)
        err = sahut_settings_read(s, paths[i], print_mistake, (void *)cli);
    /* --config alone means those settings and no others */
    if (!err && (n == 0 || cli_given(cli, "state")) && cli_own_settings(cli, own) &&
        access(own, F_OK) == 0)
        err = sahut_settings_read(s, own, print_mistake, (void *)cli);
    if (err) {
        sahut_settings_free(s);
        return CLI_FAILED;
    }
    *out = s;
    return CLI_OK;
}

const char *cli_models(const struct cli *cli, char *path, int size)
{
    const char *given = cli_value(cli, "models"), *data = getenv("SAHUT_DATADIR");
    if (given)
        snprintf(path, (size_t)size, "%s", given);
    else
        snprintf(path, (size_t)size, "%s/models", data && data[0] ? data : SAHUT_DATADIR);
    return path;
}

int cli_profile(const struct cli *cli, const struct sahut_settings *settings, const char *name,
                const char *root, struct sahut_profile **out, struct sahut_why *why)
{
    char models[400], folder[440];
    struct sahut_profile *p = NULL;
    snprintf(folder, sizeof(folder), "%s/../boards", cli_models(cli, models, sizeof(models)));
    int err = sahut_profile_open(
        folder, name ? name : sahut_settings_string(settings, "board.profile"), root, &p, why);
    if (!err)
        err =
            sahut_profile_equip(p, folder, sahut_settings_string(settings, "board.hat"), root, why);
    if (err)
        sahut_profile_free(p);
    else
        *out = p;
    return err;
}

int cli_zone(const struct cli *cli, const struct sahut_settings *settings, struct sahut_zone **out)
{
    const char *name = cli_value(cli, "tz");
    if (!name)
        name = sahut_settings_string(settings, "timezone");
    struct sahut_why why;
    if (sahut_zone_new(name[0] ? name : NULL, out, &why))
        return cli_fail(cli, CLI_USAGE, "%s", why.text);
    return CLI_OK;
}

int cli_now(const struct cli *cli, struct sahut_zone *zone, int64_t *now_ms)
{
    const char *text = cli_value(cli, "now");
    struct sahut_why why;
    if (text && sahut_instant_parse(text, zone, now_ms, &why))
        return cli_fail(cli, CLI_USAGE, "--now: %s", why.text);
    if (!text) {
        struct timespec t;
        clock_gettime(CLOCK_REALTIME, &t);
        *now_ms = t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
    }
    return CLI_OK;
}

void cli_progress(const char *what, double done, int *shown)
{
    int percent = (int)(100 * done);
    if (!isatty(STDERR_FILENO) || percent == *shown)
        return;
    *shown = percent;
    fprintf(stderr, "\r%s [%-40.*s] %3d %%%s", what, percent * 40 / 100,
            "########################################", percent, percent == 100 ? "\n" : "");
}
