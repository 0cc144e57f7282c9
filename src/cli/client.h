// SPDX-License-Identifier: GPL-3.0-or-later
/** The commands' way to the daemon, and times as people write them. */
#ifndef CLI_CLIENT_H
#define CLI_CLIENT_H

#include <jansson.h>

#include "cli/cli.h"
#include "sahut/link.h"

/** The daemon at --socket; else the user's own, else the system's. Without one CLI_NO_DAEMON and,
 * unless `quietly`, a message that says how to start it. */
int client_open(const struct cli *cli, bool quietly, struct sahut_call **out);
/** Opens, asks, closes. Takes `params`. 0 or an exit code. */
int client_ask(const struct cli *cli, const char *method, json_t *params, json_t **result);

/** The socket that a client would use first, for messages. */
void client_sockets(const struct cli *cli, char first[256], char second[256]);

#define CLIENT_TIME 40
/** "today 18:00", "tomorrow 9:00", "Fri 8 May 14:30", with the year where it is another one. Both
 * times are as in replies, of one zone; what cannot be read comes back as it is. */
const char *client_time(const char *at, const char *now, char out[CLIENT_TIME]);
/** "45 s", "4 min 10 s", "2 h 5 min", "3 days 4 h". */
const char *client_span(json_int_t seconds, char out[CLIENT_TIME]);
/** How many columns a text takes: characters, not bytes. */
int client_width(const char *text);

#endif
