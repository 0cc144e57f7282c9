// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "sahut/text.h"

struct sahut_notify {
    int fd; /* -1: nobody to tell */
    struct sockaddr_un to;
    socklen_t to_len;
    int64_t watchdog_ms;
};

static int64_t read_watchdog(void)
{
    const char *usec = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");
    if (!usec || (pid && pid[0] && strtol(pid, NULL, 10) != getpid()))
        return 0;
    return strtoll(usec, NULL, 10) / 1000;
}

/* "/run/…", or "@name" in the abstract name space. */
static int connect_to(struct sahut_notify *n, const char *path)
{
    size_t len = strlen(path);
    if ((path[0] != '/' && path[0] != '@') || len >= sizeof(n->to.sun_path))
        return -EINVAL;
    n->to.sun_family = AF_UNIX;
    memcpy(n->to.sun_path, path, len);
    n->to_len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
    if (path[0] == '@')
        n->to.sun_path[0] = 0;
    else
        n->to_len++;
    n->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return n->fd < 0 ? -errno : 0;
}

int sahut_notify_new(struct sahut_notify **out)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sahut_notify *n = sahut_alloc(1, sizeof(*n));
    n->fd = -1;
    n->watchdog_ms = read_watchdog();
    int err = path && path[0] ? connect_to(n, path) : 0;
    if (err) {
        free(n);
        return err;
    }
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
    *out = n;
    return 0;
}

void sahut_notify_free(struct sahut_notify *n)
{
    if (!n)
        return;
    if (n->fd >= 0)
        close(n->fd);
    free(n);
}

int sahut_notify_say(struct sahut_notify *n, const char *lines)
{
    if (n->fd < 0)
        return 0;
    ssize_t sent = sendto(n->fd, lines, strlen(lines), MSG_NOSIGNAL,
                          (const struct sockaddr *)&n->to, n->to_len);
    return sent < 0 ? -errno : 0;
}

int64_t sahut_notify_watchdog_ms(const struct sahut_notify *n)
{
    return n->watchdog_ms;
}
