// SPDX-License-Identifier: GPL-3.0-or-later
/** What can be asked of the daemon over its control socket, defined once: the server checks
 * requests by this table, src/daemon/control.c has a function for every row, and sahut-control(7)
 * is made from it. Pure data: the generator of the man page is linked with it alone. */
#ifndef SAHUT_METHODS_H
#define SAHUT_METHODS_H

#include <stdbool.h>

/** Who may call. */
enum sahut_method_level {
    SAHUT_METHOD_READ, /**< everybody who can connect */
    SAHUT_METHOD_ACT,  /**< the daemon's user, root, members of the socket's group */
};

enum sahut_method_type { SAHUT_METHOD_TEXT, SAHUT_METHOD_BOOL, SAHUT_METHOD_INT };

struct sahut_method_param {
    const char *name;
    enum sahut_method_type type;
    bool required;
    const char *help; /**< one sentence, no full stop */
};

struct sahut_method {
    const char *name;
    enum sahut_method_level level;
    const char *summary;                     /**< one sentence, no full stop */
    const char *result;                      /**< members of the result, as prose with _names_ */
    const struct sahut_method_param *params; /**< ends with a NULL name */
};

/** Ends with a NULL name. */
extern const struct sahut_method sahut_methods[];

/** A line, its newline included, that is longer is refused and the connection closed. */
#define SAHUT_LINK_LINE 65536
/** Connections at a time; and those of one user who may only read. */
#define SAHUT_LINK_CLIENTS        512
#define SAHUT_LINK_CLIENTS_OTHERS 64
/** A client that has left more than this unread is dropped when more would be sent. */
#define SAHUT_LINK_UNREAD (256 * 1024)
/** Requests of one client that are still to be answered; the next one waits. */
#define SAHUT_LINK_OPEN 16

#endif
