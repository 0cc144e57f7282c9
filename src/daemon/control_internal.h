// SPDX-License-Identifier: GPL-3.0-or-later
/** What can be asked over the control socket: control.c has a function for every method,
 * control_lists.c makes the answers to questions. */
#ifndef DAEMON_CONTROL_INTERNAL_H
#define DAEMON_CONTROL_INTERNAL_H

#include "daemon/assistant_internal.h"
#include "daemon/daemon_internal.h"
#include "sahut/link.h"

struct control {
    struct sahut_daemon *daemon;
    struct sahut_link *link;
    json_t *order; /**< what an order that runs has given so far; NULL: none runs */
};

json_t *control_status(struct control *c);
json_t *control_reminders(struct sahut_assistant *a, int64_t now_ms);
json_t *control_timers(struct sahut_assistant *a, int64_t now_ms);
json_t *control_devices(struct sahut_assistant *a, int64_t now_ms);
/** NULL with `why`: these are no times, or too many events. */
json_t *control_agenda(struct sahut_assistant *a, const char *from, const char *to, int64_t now_ms,
                       struct sahut_why *why);

#endif
