// SPDX-License-Identifier: GPL-3.0-or-later
/** The socket's file, its lock, and who is at the other end. */
#ifndef LINK_SOCKET_H
#define LINK_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <sys/un.h>

#include "sahut/methods.h"
#include "sahut/why.h"

struct link_socket {
    int fd;   /**< listening, non-blocking; -1: none. The caller's to close */
    int lock; /**< holds PATH.lock, which tells that this path is served */
    gid_t group;
    char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
};

/** The lock is taken first, so that a socket file that is still there is nobody's: it is replaced.
 * Mode 0666 with `others`, else 0660. Errors as sahut_link_open. */
int link_socket_open(const char *path, bool others, struct link_socket *out, struct sahut_why *why);
/** Removes the file, then lets go of the lock. `fd` stays open. */
void link_socket_close(struct link_socket *s);
int link_socket_address(const char *path, struct sockaddr_un *out, struct sahut_why *why);

struct link_peer {
    pid_t pid;
    uid_t uid;
    enum sahut_method_level level;
};
/** Who is connected at `fd`, and what he may do: the daemon's user, root and members of `group`
 * (as the kernel kept it at connect) may act. */
struct link_peer link_socket_peer(int fd, gid_t group);

#endif
