// SPDX-License-Identifier: GPL-3.0-or-later
/** What the commands share. A command gets its parsed arguments and returns the exit code: 0
 * success, 1 it ran but failed, 2 usage, 3 no daemon runs. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/commands.h"
#include "sahut/board.h"
#include "sahut/paths.h"
#include "sahut/settings.h"
#include "sahut/zone.h"

enum cli_exit { CLI_OK = 0, CLI_FAILED = 1, CLI_USAGE = 2, CLI_NO_DAEMON = 3 };

struct cli {
    const struct cli_command *command;
    char **operands; /**< NULL-terminated */
    int n_operands;
    struct cli_given *given;
    int n_given;
};

/** The value of an option, NULL if it was not given; "" for a switch. The last one counts. */
const char *cli_value(const struct cli *cli, const char *option);
bool cli_given(const struct cli *cli, const char *option);
/** How often an option was given, and its k-th value. */
int cli_count(const struct cli *cli, const char *option);
const char *cli_value_at(const struct cli *cli, const char *option, int k);

/** Parses and runs; what main() returns. */
int cli_main(int argc, char **argv);

/** "sahut COMMAND: message" on standard error; returns `code`. */
int cli_fail(const struct cli *cli, enum cli_exit code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** A bar on standard error, if that is a terminal: how much (0 … 1) of `what` is done. `*shown` is -1
 * at first. */
void cli_progress(const char *what, double done, int *shown);

/** Settings from --config or the usual files, and over the latter (or with --state) those that
 * Sahut wrote; mistakes are printed. 0 or an exit code. */
int cli_settings(const struct cli *cli, struct sahut_settings **out);
/** The state folder: --state, or the usual one (of a system service with --system, or for root).
 * False if there is none. */
bool cli_state(const struct cli *cli, char path[SAHUT_PATH]);
/** The file of settings that Sahut writes there; it need not exist. */
bool cli_own_settings(const struct cli *cli, char path[SAHUT_SETTINGS_PATH]);
/** Paths of the settings files in force; writes at most 2, returns how many exist. */
int cli_settings_files(char paths[2][512]);
/** The board's profile, as `name` or else setting board.profile says, with the hat of setting
 * board.hat, looked for below `root`. 0 or -errno with `why`. */
int cli_profile(const struct cli *cli, const struct sahut_settings *settings, const char *name,
                const char *root, struct sahut_profile **out, struct sahut_why *why);
/** The folder `models`: --models, $SAHUT_DATADIR/models, or as installed. */
const char *cli_models(const struct cli *cli, char *path, int size);
/** --tz, setting timezone, or the system's. 0 or an exit code. */
int cli_zone(const struct cli *cli, const struct sahut_settings *settings, struct sahut_zone **out);
/** --now, or the clock. 0 or an exit code. */
int cli_now(const struct cli *cli, struct sahut_zone *zone, int64_t *now_ms);

int cli_run(const struct cli *cli);
int cli_agenda(const struct cli *cli);
int cli_replay(const struct cli *cli);
int cli_listen(const struct cli *cli);
int cli_understand(const struct cli *cli);
int cli_say(const struct cli *cli);
int cli_config(const struct cli *cli);
int cli_doctor(const struct cli *cli);
int cli_status(const struct cli *cli);
int cli_ask(const struct cli *cli);
int cli_remind(const struct cli *cli);
int cli_reminders(const struct cli *cli);
int cli_timers(const struct cli *cli);
int cli_clock(const struct cli *cli);
int cli_devices(const struct cli *cli);
int cli_board(const struct cli *cli);
int cli_mute(const struct cli *cli);
int cli_stop(const struct cli *cli);
int cli_reload(const struct cli *cli);
int cli_events(const struct cli *cli);
int cli_help(const struct cli *cli);
int cli_calibrate(const struct cli *cli);
int cli_wake(const struct cli *cli);
int cli_privacy(const struct cli *cli);
int cli_adapt(const struct cli *cli);
int cli_hint(const struct cli *cli);

#endif
