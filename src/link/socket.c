// SPDX-License-Identifier: GPL-3.0-or-later
#include "link/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sahut/text.h"

#define BACKLOG 128

int link_socket_address(const char *path, struct sockaddr_un *out, struct sahut_why *why)
{
    *out = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof(out->sun_path))
        return sahut_why(why, -ENAMETOOLONG,
                         "%s: the path of a socket may have %zu bytes; use a shorter one", path,
                         sizeof(out->sun_path) - 1);
    strcpy(out->sun_path, path);
    return 0;
}

static int already_served(const char *path, int lock, struct sahut_why *why)
{
    char pid[16] = "";
    ssize_t n = pread(lock, pid, sizeof(pid) - 1, 0);
    pid[n > 0 ? n : 0] = 0;
    pid[strspn(pid, "0123456789")] = 0;
    return sahut_why(why, -EADDRINUSE,
                     "%s: another sahut%s%s%s serves it already; stop that one, or choose another "
                     "socket with --socket",
                     path, pid[0] ? " (process " : "", pid, pid[0] ? ")" : "");
}

static int take_lock(const char *path, int *out, struct sahut_why *why)
{
    char name[sizeof(((struct sockaddr_un *)0)->sun_path) + 8];
    snprintf(name, sizeof(name), "%s.lock", path);
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        int err = errno;
        return sahut_why(why, -err, "%s: %s%s", name, strerror(err),
                         err == ENOENT ? "; make the folder first" : "");
    }
    if (flock(fd, LOCK_EX | LOCK_NB)) {
        int err = errno == EWOULDBLOCK ? already_served(path, fd, why)
                                       : sahut_why(why, -errno, "%s: %s", name, strerror(errno));
        close(fd);
        return err;
    }
    if (ftruncate(fd, 0) == 0)
        dprintf(fd, "%d\n", (int)getpid());
    *out = fd;
    return 0;
}

static int remove_stale(const char *path, struct sahut_why *why)
{
    struct stat st;
    if (lstat(path, &st))
        return 0;
    if (!S_ISSOCK(st.st_mode))
        return sahut_why(why, -EEXIST, "%s: there is something that is no socket; move it away",
                         path);
    if (unlink(path))
        return sahut_why(why, -errno, "%s: cannot be replaced: %s", path, strerror(errno));
    return 0;
}

static int listen_at(struct link_socket *s, bool others, struct sahut_why *why)
{
    struct sockaddr_un address;
    link_socket_address(s->path, &address, NULL);
    s->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s->fd < 0)
        return sahut_why(why, -errno, "no socket: %s", strerror(errno));
    /* The file is made with the descriptor's mode: nobody gets in before it is what it should be.
     */
    fchmod(s->fd, 0600);
    int err = bind(s->fd, (struct sockaddr *)&address, sizeof(address)) ? -errno : 0;
    struct stat st;
    if (!err &&
        (chmod(s->path, others ? 0666 : 0660) || lstat(s->path, &st) || listen(s->fd, BACKLOG)))
        err = -errno;
    if (err) {
        close(s->fd);
        s->fd = -1;
        return sahut_why(why, err, "%s: %s", s->path, strerror(-err));
    }
    s->group = st.st_gid;
    return 0;
}

int link_socket_open(const char *path, bool others, struct link_socket *out, struct sahut_why *why)
{
    struct sockaddr_un address;
    struct link_socket s = {.fd = -1, .lock = -1};
    int err = link_socket_address(path, &address, why);
    if (err)
        return err;
    strcpy(s.path, path);
    err = take_lock(path, &s.lock, why);
    if (err)
        return err;
    err = remove_stale(path, why);
    if (!err)
        err = listen_at(&s, others, why);
    if (err) {
        close(s.lock);
        return err;
    }
    *out = s;
    return 0;
}

/* PATH.lock stays: if it were removed, who has just opened it would lock a file without a name, and
 * the next one a new file, and both would serve. */
void link_socket_close(struct link_socket *s)
{
    unlink(s->path);
    close(s->lock);
    s->lock = -1;
}

static bool in_group(int fd, gid_t primary, gid_t wanted)
{
    if (primary == wanted)
        return true;
    socklen_t size = 0;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, NULL, &size) == 0 || errno != ERANGE)
        return false;
    gid_t *groups = sahut_alloc(size / sizeof(gid_t), sizeof(gid_t));
    bool found = false;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &size) == 0)
        for (size_t i = 0; i < size / sizeof(gid_t); i++)
            found = found || groups[i] == wanted;
    free(groups);
    return found;
}

struct link_peer link_socket_peer(int fd, gid_t group)
{
    struct ucred c = {.pid = 0, .uid = (uid_t)-1, .gid = (gid_t)-1};
    socklen_t size = sizeof(c);
    struct link_peer peer = {.uid = (uid_t)-1, .level = SAHUT_METHOD_READ};
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &c, &size))
        return peer;
    peer.pid = c.pid;
    peer.uid = c.uid;
    if (c.uid == 0 || c.uid == geteuid() || in_group(fd, c.gid, group))
        peer.level = SAHUT_METHOD_ACT;
    return peer;
}
