// SPDX-License-Identifier: GPL-3.0-or-later
/* One daemon a state folder: two would ring everything twice. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/daemon_internal.h"
#include "sahut/log.h"

int make_folder(const char *path, struct sahut_why *why)
{
    char part[SAHUT_PATH * 2];
    for (const char *at = path; *at; at++) {
        size_t n = (size_t)(at - path) + 1;
        if ((at[1] != '/' && at[1]) || n >= sizeof(part))
            continue;
        memcpy(part, path, n);
        part[n] = 0;
        if (mkdir(part, at[1] ? 0755 : 0700) && errno != EEXIST) {
            int err = errno;
            return sahut_why(why, -err, "%s: cannot be made: %s", part, strerror(err));
        }
    }
    return 0;
}

static int refused(int fd, const char *state, struct sahut_why *why)
{
    char pid[32] = "";
    ssize_t n = pread(fd, pid, sizeof(pid) - 1, 0);
    pid[n > 0 ? n : 0] = 0;
    pid[strcspn(pid, "\n")] = 0;
    return sahut_why(
        why, -EALREADY,
        "%s: another Sahut%s%s%s works with this folder; end it, or name another folder "
        "with --state",
        state, pid[0] ? " (process " : "", pid, pid[0] ? ")" : "");
}

int state_lock(const char *state, int *lock, struct sahut_why *why)
{
    int err = make_folder(state, why);
    if (err)
        return err;
    char path[SAHUT_PATH * 2], pid[32];
    snprintf(path, sizeof(path), "%s/lock", state);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        err = -errno;
        return sahut_why(why, err, "%s: cannot be opened: %s", path, strerror(-err));
    }
    if (flock(fd, LOCK_EX | LOCK_NB)) {
        err = errno == EWOULDBLOCK
                  ? refused(fd, state, why)
                  : sahut_why(why, -errno, "%s: cannot be locked: %s", path, strerror(errno));
        close(fd);
        return err;
    }
    int n = snprintf(pid, sizeof(pid), "%d\n", (int)getpid());
    /* a full disk loses only the name of who has it */
    if (ftruncate(fd, 0) || pwrite(fd, pid, (size_t)n, 0) != n)
        sahut_log(SAHUT_LOG_INFO, "daemon", "%s: cannot be written: %s", path, strerror(errno));
    *lock = fd;
    return 0;
}
