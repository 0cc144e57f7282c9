// SPDX-License-Identifier: GPL-3.0-or-later
/* Files that are replaced only if they are as they were when they were read. Their hidden names
 * beside are passed over by vdirsyncer and khal. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "calendar/edit.h"
#include "calendar/index.h"
#include "sahut/file.h"

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

struct wanted {
    const char *path;
    const struct cal_stamp *stamp;
};

static int is_as_it_was(void *ctx)
{
    const struct wanted *w = ctx;
    return check(w->path, w->stamp);
}

int cal_file_replace(const char *path, const char *text, size_t len, const struct cal_stamp *stamp,
                     struct sahut_why *why)
{
    struct wanted wanted = {path, stamp};
    int err = sahut_file_replace(path, text, len, 0, is_as_it_was, &wanted);
    return err ? failed(path, err, why) : 0;
}

int cal_file_delete(const char *path, const struct cal_stamp *stamp, struct sahut_why *why)
{
    int err = check(path, stamp);
    if (!err)
        err = sahut_file_delete(path);
    return err ? failed(path, err, why) : 0;
}
