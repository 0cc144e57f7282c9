// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sahut/text.h"
#include "store/store_internal.h"

static int refused(const char *path, const char *deed, int system, struct sahut_why *why)
{
    const char *remedy = "choose another folder for the state";
    if (system == ENOSPC || system == EDQUOT)
        remedy = "free some space on the disk";
    else if (system == EROFS)
        remedy = "mount the file system writable or choose another folder for the state";
    else if (system == EACCES || system == EPERM)
        remedy = "the folder and the file must belong to the user who runs sahut";
    else if (system == EIO)
        remedy = "is the disk all right?";
    return sahut_why(why,
                     system == EDQUOT  ? -ENOSPC
                     : system == EPERM ? -EACCES
                                       : -system,
                     "%s: cannot %s: %s; %s", path, deed, strerror(system), remedy);
}

static int make_folder(const char *dir, struct sahut_why *why)
{
    char *path = sahut_strdup(dir);
    int err = 0;
    for (char *end = path + strspn(path, "/"); !err && *end;) {
        end += strcspn(end, "/");
        const char after = *end;
        *end = '\0';
        if (mkdir(path, 0700) && errno != EEXIST)
            err = refused(path, "create this folder", errno, why);
        *end = after;
        end += strspn(end, "/");
    }
    free(path);
    if (err)
        return err;
    struct stat info;
    if (stat(dir, &info) == 0 && !S_ISDIR(info.st_mode))
        return refused(dir, "keep files in it", ENOTDIR, why);
    // SQLite creates files next to the database, so the folder itself must be writable, too.
    if (faccessat(AT_FDCWD, dir, W_OK | X_OK, AT_EACCESS))
        return refused(dir, "write in this folder", errno, why);
    return 0;
}

int folder_damaged(struct sahut_store *s, const char *detail, struct sahut_why *why)
{
    int version = s->dir ? backup_newest(s->dir) : -1;
    if (version < 0)
        return sahut_why(why, -EIO,
                         "%s: damaged (%s), nothing was stored; there is no backup, move the file "
                         "away to start with an empty one",
                         s->path, detail);
    return sahut_why(why, -EIO,
                     "%s: damaged (%s), nothing was stored; the newest backup is %s.bak-%d, put it "
                     "in the file's place or move the file away to start with an empty one",
                     s->path, detail, s->path, version);
}

static int check_file(struct sahut_store *s, int fd, struct sahut_why *why)
{
    static const char magic[16] = "SQLite format 3";
    char head[sizeof magic];
    struct stat info;
    if (fstat(fd, &info))
        return refused(s->path, "read this file", errno, why);
    if (!S_ISREG(info.st_mode))
        return sahut_why(why, -EINVAL, "%s: not a regular file; move it away", s->path);
    if (info.st_size) {
        ssize_t n = pread(fd, head, sizeof head, 0);
        if (n < 0)
            return refused(s->path, "read this file", errno, why);
        if (n != sizeof head || memcmp(head, magic, sizeof head) != 0)
            return folder_damaged(s, "not a database", why);
    }
    if ((info.st_mode & 077) && fchmod(fd, 0600))
        return refused(s->path, "take this file's permissions from others", errno, why);
    return 0;
}

int folder_sync(struct sahut_store *s, struct sahut_why *why)
{
    int fd = open(s->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int failed = fd < 0 || fsync(fd) ? errno : 0;
    if (fd >= 0)
        close(fd);
    return failed ? refused(s->dir, "write this folder to the disk", failed, why) : 0;
}

int folder_prepare(struct sahut_store *s, struct sahut_why *why)
{
    int err = make_folder(s->dir, why);
    if (err)
        return err;
    int fd = open(s->path, O_RDWR | O_CREAT | O_NOCTTY | O_NONBLOCK | O_CLOEXEC, 0600);
    if (fd < 0)
        return refused(s->path, "write this file", errno, why);
    err = check_file(s, fd, why);
    // SQLite is not open yet: closing this descriptor cannot drop its locks.
    close(fd);
    return err ? err : folder_sync(s, why);
}
