// SPDX-License-Identifier: GPL-3.0-or-later
/* Files that are replaced as a whole. The new text is written under a hidden name in the same
 * folder (vdirsyncer and khal look past such names), synced, and takes the old one's place. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "calendar/edit.h"
#include "calendar/index.h"

static int64_t ns(const struct timespec *t)
{
    return t->tv_sec * INT64_C(1000000000) + t->tv_nsec;
}

int cal_file_stamp(const char *path, struct cal_stamp *out)
{
    struct stat st;
    if (stat(path, &st) < 0)
        return -errno;
    *out = (struct cal_stamp){st.st_size, (int64_t)st.st_ino, ns(&st.st_mtim), ns(&st.st_ctim)};
    return 0;
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return sahut_strdup(".");
    return slash == path ? sahut_strdup("/") : sahut_strndup(path, (size_t)(slash - path));
}

static int sync_folder(const char *path)
{
    char *folder = folder_of(path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int err = fd < 0 || fsync(fd) < 0 ? -errno : 0;
    if (fd >= 0)
        close(fd);
    free(folder);
    return err;
}

static int write_all(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, text, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        text += n;
        len -= (size_t)n;
    }
    return fsync(fd) < 0 ? -errno : 0;
}

/** Whether the file is as it was when it was read. */
static int check(const char *path, const struct cal_stamp *stamp)
{
    struct cal_stamp now;
    int err = cal_file_stamp(path, &now);
    if (!stamp)
        return err == -ENOENT ? 0 : err ? err : -EEXIST;
    if (err)
        return err;
    return now.size == stamp->size && now.inode == stamp->inode && now.mtime_ns == stamp->mtime_ns
               ? 0
               : -EAGAIN;
}

static int failed(const char *path, int err, struct sahut_why *why)
{
    if (err == -EAGAIN)
        return sahut_why(why, err, "%s: another program has just changed it; try again", path);
    return sahut_why(why, err, "%s: cannot be written: %s", path, strerror(-err));
}

/** A new file gets what the umask leaves of 0666, as an editor would. */
static mode_t mode_for(const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0)
        return st.st_mode & 07777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

int cal_file_replace(const char *path, const char *text, size_t len, const struct cal_stamp *stamp,
                     struct sahut_why *why)
{
    struct sahut_text t = {0};
    char *folder = folder_of(path);
    sahut_text_addf(&t, "%s/.sahut-XXXXXX", folder);
    free(folder);
    char *temporary = sahut_text_take(&t);
    int fd = mkostemp(temporary, O_CLOEXEC);
    int err = fd < 0 ? -errno : 0;
    if (!err && fchmod(fd, mode_for(path)) < 0)
        err = -errno;
    if (!err)
        err = write_all(fd, text, len);
    if (fd >= 0)
        close(fd);
    if (!err)
        err = check(path, stamp);
    if (!err && rename(temporary, path) < 0)
        err = -errno;
    if (err && fd >= 0)
        unlink(temporary);
    free(temporary);
    if (!err)
        err = sync_folder(path);
    return err ? failed(path, err, why) : 0;
}

int cal_file_delete(const char *path, const struct cal_stamp *stamp, struct sahut_why *why)
{
    int err = check(path, stamp);
    if (!err && unlink(path) < 0)
        err = -errno;
    if (!err)
        err = sync_folder(path);
    return err ? failed(path, err, why) : 0;
}
