// SPDX-License-Identifier: GPL-3.0-or-later
/** Where Sahut's files are, decided in one place for both ways of running it:
 *
 *                 system service                  user service
 *     settings    /etc/sahut/sahut.conf           $XDG_CONFIG_HOME/sahut/sahut.conf, over the other
 *     state       /var/lib/sahut                  $XDG_STATE_HOME/sahut
 *     calendars   /var/lib/sahut/calendars        $XDG_STATE_HOME/sahut/calendars
 *     control     /run/sahut/control              $XDG_RUNTIME_DIR/sahut/control
 *
 * It is the system's when that is asked for (--system) or for root. A service manager that hands
 * folders over decides ($CONFIGURATION_DIRECTORY, $STATE_DIRECTORY, $RUNTIME_DIRECTORY). Without
 * the XDG variables: ~/.config, ~/.local/state, /run/user/UID.
 */
#ifndef SAHUT_PATHS_H
#define SAHUT_PATHS_H

#include <stdbool.h>
#include <stddef.h>

#include "sahut/why.h"

#define SAHUT_PATH 256

struct sahut_paths {
    bool system;
    char system_config[SAHUT_PATH]; /**< read first; need not exist */
    char config[SAHUT_PATH];        /**< read over it; the same in a system service */
    char state[SAHUT_PATH];
    char calendars[SAHUT_PATH];
    char runtime[SAHUT_PATH]; /**< the folder of `control` */
    char control[SAHUT_PATH];
};

/** What the decision is made from. */
struct sahut_paths_facts {
    bool system;                          /**< asked for */
    unsigned uid;                         /**< effective */
    const char *(*get)(const char *name); /**< a variable of the environment; NULL: not set */
};

/** -ENOENT without $HOME where it is needed, -ENAMETOOLONG, with `why`. */
int sahut_paths_decide(const struct sahut_paths_facts *facts, struct sahut_paths *out,
                       struct sahut_why *why);
/** For this process. */
int sahut_paths_find(bool system, struct sahut_paths *out, struct sahut_why *why);

#endif
