// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sahut/text.h"

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return sahut_strdup(".");
    return slash == path ? sahut_strdup("/") : sahut_strndup(path, (size_t)(slash - path));
}

static int sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_RDONLY | O_CLOEXEC);
    int err = fd < 0 || fsync(fd) < 0 ? -errno : 0;
    if (fd >= 0)
        close(fd);
    return err;
}

static int sync_folder_of(const char *path)
{
    char *folder = folder_of(path);
    int err = sync_path(folder, O_DIRECTORY);
    free(folder);
    return err;
}

static int write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, bytes, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return -errno;
        bytes += done;
        n -= (size_t)done;
    }
    return fsync(fd) < 0 ? -errno : 0;
}

/* A new file gets what the umask leaves of 0666, as an editor would. */
static mode_t mode_for(const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0)
        return st.st_mode & 07777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static char *name_beside(const char *path)
{
    struct sahut_text t = {0};
    char *folder = folder_of(path);
    sahut_text_addf(&t, "%s/.sahut-XXXXXX", folder);
    free(folder);
    return sahut_text_take(&t);
}

int sahut_file_replace(const char *path, const void *bytes, size_t n, mode_t mode,
                       sahut_file_check *check, void *ctx)
{
    char *beside = name_beside(path);
    int fd = mkostemp(beside, O_CLOEXEC);
    int err = fd < 0 ? -errno : 0;
    if (!err && fchmod(fd, mode ? mode : mode_for(path)) < 0)
        err = -errno;
    if (!err)
        err = write_all(fd, bytes, n);
    if (fd >= 0 && close(fd) < 0 && !err)
        err = -errno;
    if (!err && check)
        err = check(ctx);
    if (!err && rename(beside, path) < 0)
        err = -errno;
    if (err && fd >= 0)
        unlink(beside);
    free(beside);
    return err ? err : sync_folder_of(path);
}

int sahut_file_rename(const char *from, const char *path)
{
    int err = sync_path(from, 0);
    if (!err && rename(from, path) < 0)
        err = -errno;
    return err ? err : sync_folder_of(path);
}

int sahut_file_delete(const char *path)
{
    return unlink(path) < 0 ? -errno : sync_folder_of(path);
}
