// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/paths.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SYSTEM_CONFIG "/etc/sahut/sahut.conf"

static const char *value(const struct sahut_paths_facts *facts, const char *name)
{
    const char *text = facts->get(name);
    return text && text[0] ? text : NULL;
}

/* DIR[/NAME]; false if it does not fit. */
static bool put(char out[SAHUT_PATH], const char *dir, const char *name)
{
    int n = snprintf(out, SAHUT_PATH, "%s%s%s", dir, name ? "/" : "", name ? name : "");
    return n < SAHUT_PATH;
}

/* A service manager may name several folders with colons between: the first is ours. */
static bool put_first(char out[SAHUT_PATH], const char *dirs)
{
    size_t n = strcspn(dirs, ":");
    if (n >= SAHUT_PATH)
        return false;
    memcpy(out, dirs, n);
    out[n] = 0;
    return true;
}

/* $VARIABLE/sahut, or what stands for it. -ENOENT if there is neither. */
static int put_xdg(const struct sahut_paths_facts *facts, const char *variable,
                   const char *below_home, char out[SAHUT_PATH], struct sahut_why *why)
{
    char base[SAHUT_PATH];
    const char *dir = value(facts, variable), *home = value(facts, "HOME");
    bool fits = true;
    if (dir && dir[0] == '/')
        fits = put(base, dir, NULL);
    else if (home)
        fits = put(base, home, below_home);
    else
        return sahut_why(why, -ENOENT,
                         "neither $%s nor $HOME is set; name the folder (--state, --config) or use "
                         "--system",
                         variable);
    if (!fits || !put(out, base, "sahut"))
        return sahut_why(why, -ENAMETOOLONG, "$%s: is too long a path", dir ? variable : "HOME");
    return 0;
}

static int users(const struct sahut_paths_facts *facts, struct sahut_paths *out,
                 struct sahut_why *why)
{
    char config[SAHUT_PATH], run[SAHUT_PATH];
    const char *runtime = value(facts, "XDG_RUNTIME_DIR");
    if (!value(facts, "STATE_DIRECTORY")) {
        int err = put_xdg(facts, "XDG_STATE_HOME", ".local/state", out->state, why);
        if (err)
            return err;
    }
    snprintf(run, sizeof(run), "/run/user/%u", facts->uid);
    if (!put(out->runtime, runtime ? runtime : run, "sahut"))
        return sahut_why(why, -ENAMETOOLONG, "$XDG_RUNTIME_DIR: is too long a path");
    out->config[0] = 0;
    int err = put_xdg(facts, "XDG_CONFIG_HOME", ".config", config, why);
    if (err == -ENOENT)
        return 0;
    if (err || !put(out->config, config, "sahut.conf"))
        return sahut_why(why, -ENAMETOOLONG, "$XDG_CONFIG_HOME: is too long a path");
    return 0;
}

static bool put_given(const struct sahut_paths_facts *facts, struct sahut_paths *out)
{
    const char *config = value(facts, "CONFIGURATION_DIRECTORY"),
               *state = value(facts, "STATE_DIRECTORY"),
               *runtime = value(facts, "RUNTIME_DIRECTORY");
    char dir[SAHUT_PATH];
    if (config && (!put_first(dir, config) || !put(out->config, dir, "sahut.conf")))
        return false;
    if (config && out->system)
        memcpy(out->system_config, out->config, sizeof(out->config));
    if (state && !put_first(out->state, state))
        return false;
    if (runtime && !put_first(out->runtime, runtime))
        return false;
    return put(out->calendars, out->state, "calendars") &&
           put(out->control, out->runtime, "control");
}

int sahut_paths_decide(const struct sahut_paths_facts *facts, struct sahut_paths *out,
                       struct sahut_why *why)
{
    *out = (struct sahut_paths){.system = facts->system || facts->uid == 0,
                                .system_config = SYSTEM_CONFIG};
    int err = 0;
    if (out->system) {
        strcpy(out->config, SYSTEM_CONFIG);
        strcpy(out->state, "/var/lib/sahut");
        strcpy(out->runtime, "/run/sahut");
    } else {
        err = users(facts, out, why);
    }
    if (!err && !put_given(facts, out))
        err = sahut_why(why, -ENAMETOOLONG,
                        "a folder of the service manager ($STATE_DIRECTORY, $RUNTIME_DIRECTORY, "
                        "$CONFIGURATION_DIRECTORY) has too long a path");
    return err;
}

static const char *get(const char *name)
{
    return getenv(name);
}

int sahut_paths_find(bool system, struct sahut_paths *out, struct sahut_why *why)
{
    return sahut_paths_decide(&(struct sahut_paths_facts){system, geteuid(), get}, out, why);
}
