// SPDX-License-Identifier: GPL-3.0-or-later
/* What lies outside the process and follows the promises: the clock chip's alarm, the folder of
 * to-dos. */
#include <stdlib.h>
#include <string.h>

#include "daemon/daemon_internal.h"
#include "sahut/log.h"
#include "sahut/todo.h"

/* ---- the clock chip ---- */

/* It stays armed when the program ends: a board that is switched off is to wake, too. */
void wake_board(struct sahut_daemon *d)
{
    struct outside *o = &d->outside;
    const int64_t before_ms = sahut_settings_int(d->settings, "alarms.wake_board") * INT64_C(1000);
    const int64_t next_ms = before_ms ? sahut_assistant_next_promise(d->assistant) : INT64_MAX;
    struct sahut_why why;
    if (next_ms == o->wake_ms || (next_ms == INT64_MAX && o->wake_ms == 0))
        return;
    o->wake_ms = next_ms == INT64_MAX ? 0 : next_ms;
    int64_t in_s = o->wake_ms ? (next_ms - before_ms - clock_wall_ms()) / 1000 : 0;
    if (!sahut_clock_wake(NULL, in_s > 0 ? in_s : 0, &why))
        return;
    if (!o->wake_failed) {
        sahut_log(SAHUT_LOG_WARN, "daemon", "%s", why.text);
        daemon_event(d, SAHUT_EVENT_COMPLAINT, why.text, false);
    }
    o->wake_failed = true;
}

void wake_board_again(struct sahut_daemon *d)
{
    if (d->outside.wake_ms)
        d->outside.wake_ms = 1; /* no promise is due then */
}

/* ---- to-dos ---- */

static void on_todo(uv_fs_event_t *handle, const char *name, int events, int status)
{
    struct sahut_daemon *d = handle->data;
    if (status == 0 && name && name[0] == '.')
        return; /* somebody is writing */
    sahut_assistant_todo_changed(d->assistant, status == 0 ? name : NULL, clock_wall_ms());
}

void todos_watch(struct sahut_daemon *d)
{
    struct outside *o = &d->outside;
    const char *setting = sahut_settings_string(d->settings, "reminders.folder");
    if (!o->began) {
        uv_fs_event_init(&d->loop, &o->todos);
        o->todos.data = d;
        o->began = true;
    }
    uv_fs_event_stop(&o->todos);
    if (!setting[0])
        return;
    char *folder;
    struct sahut_why why;
    if (sahut_todo_folder(setting, &folder, &why)) {
        daemon_fault(d, SAHUT_PART_TODOS, why.text);
        return;
    }
    int err = uv_fs_event_start(&o->todos, on_todo, folder, 0);
    if (err)
        sahut_log(SAHUT_LOG_WARN, "daemon", "%s: what is completed there is not noticed: %s",
                  folder, uv_strerror(err));
    free(folder);
    sahut_assistant_todo_changed(d->assistant, NULL, clock_wall_ms());
}

void todos_stop(struct sahut_daemon *d)
{
    if (d->outside.began)
        uv_close((uv_handle_t *)&d->outside.todos, NULL);
    d->outside.began = false;
}
