// SPDX-License-Identifier: GPL-3.0-or-later
/** What a service tells its manager (sd_notify(3)): a datagram of VARIABLE=VALUE lines to the Unix
 * socket that $NOTIFY_SOCKET names. Without one, nothing happens. */
#ifndef SAHUT_NOTIFY_H
#define SAHUT_NOTIFY_H

#include <stdint.h>

struct sahut_notify;

/** Reads $NOTIFY_SOCKET and $WATCHDOG_USEC, $WATCHDOG_PID, and takes them out of the environment:
 * they are not for child processes. -errno; a manager that is not there is no error. */
int sahut_notify_new(struct sahut_notify **out);
void sahut_notify_free(struct sahut_notify *n);
/** Never waits: a manager that does not read loses the message. 0 or -errno. */
int sahut_notify_say(struct sahut_notify *n, const char *lines);
/** How often the manager wants to hear WATCHDOG=1, at the latest; 0: never. */
int64_t sahut_notify_watchdog_ms(const struct sahut_notify *n);

#endif
