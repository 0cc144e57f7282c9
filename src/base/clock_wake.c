// SPDX-License-Identifier: GPL-3.0-or-later
/* The alarm of a clock chip, through /sys (kernel: Documentation/ABI/testing/sysfs-class-rtc). The
 * time is told as seconds from now, which is right whatever time the chip has and in whatever zone.
 */
#include "sahut/clock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sahut/text.h"

static bool is_one(const char *path)
{
    char text[8] = "";
    FILE *f = fopen(path, "re");
    bool one = f && fgets(text, sizeof text, f) && text[0] == '1';
    if (f)
        fclose(f);
    return one;
}

/* "…/wakealarm" of the chip to use; false if there is none. */
static bool find(const char *folder, struct sahut_text *out)
{
    struct sahut_text started = {0};
    DIR *d = opendir(folder);
    bool found = false, first = false;
    for (struct dirent *entry; d && !first && (entry = readdir(d));) {
        struct sahut_text path = {0};
        sahut_text_addf(&path, "%s/%s/wakealarm", folder, entry->d_name);
        if (entry->d_name[0] != '.' && access(sahut_text_get(&path), F_OK) == 0) {
            sahut_text_clear(&started);
            sahut_text_addf(&started, "%s/%s/hctosys", folder, entry->d_name);
            first = is_one(sahut_text_get(&started));
            if (!found || first) {
                sahut_text_clear(out);
                sahut_text_add(out, sahut_text_get(&path));
            }
            found = true;
        }
        sahut_text_finish(&path);
    }
    if (d)
        closedir(d);
    sahut_text_finish(&started);
    return found;
}

static int put(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    int err = fd < 0 || write(fd, text, strlen(text)) < 0 ? -errno : 0;
    if (fd >= 0)
        close(fd);
    return err;
}

int sahut_clock_wake(const char *root, int64_t in_s, struct sahut_why *why)
{
    struct sahut_text folder = {0}, path = {0};
    char text[32];
    int err = 0;
    sahut_text_addf(&folder, "%s/sys/class/rtc", root ? root : "");
    if (!find(sahut_text_get(&folder), &path)) {
        err = sahut_why(why, -ENOENT, "%s: no clock chip that could wake this board",
                        sahut_text_get(&folder));
    } else {
        err = put(sahut_text_get(&path), "0"); /* one that is armed takes no other time */
        snprintf(text, sizeof text, "+%lld", (long long)in_s);
        if (!err && in_s > 0)
            err = put(sahut_text_get(&path), text);
        if (err)
            sahut_why(why, err, "%s: the board cannot be told to wake: %s", sahut_text_get(&path),
                      strerror(-err));
    }
    sahut_text_finish(&folder);
    sahut_text_finish(&path);
    return err;
}
