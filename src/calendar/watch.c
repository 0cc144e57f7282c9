// SPDX-License-Identifier: GPL-3.0-or-later
/* Changes in the folders, through inotify. What changed is found by the refresh, which compares
 * everything; here it is only noticed that something did. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "calendar/calendar_private.h"
#include "calendar/folder.h"
#include "sahut/text.h"

#define CHANGES                                                                                    \
    (IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_CREATE | IN_DELETE_SELF |       \
     IN_MOVE_SELF | IN_ATTRIB)

struct cal_watch {
    int fd;
};

void cal_watch_free(struct cal_watch *w)
{
    if (!w)
        return;
    close(w->fd);
    free(w);
}

/** Adding a folder twice is one watch. */
static void add_folder(const struct cal_watch *w, const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        inotify_add_watch(w->fd, path, CHANGES);
}

/** Sub-folders, also those that are empty as yet. */
static void add_parts(const struct cal_watch *w, const char *path)
{
    DIR *dir = opendir(path);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.' || entry->d_type == DT_REG)
            continue;
        struct sahut_text t = {0};
        sahut_text_addf(&t, "%s/%s", path, entry->d_name);
        add_folder(w, sahut_text_get(&t));
        sahut_text_finish(&t);
    }
    if (dir)
        closedir(dir);
}

/** The folder that something is in, or would be: where it appears when it comes. */
static void add_parent(const struct cal_watch *w, const char *path)
{
    char *copy = sahut_strdup(path);
    size_t n = strlen(copy);
    while (n > 1 && copy[n - 1] == '/')
        copy[--n] = '\0';
    char *slash = strrchr(copy, '/');
    if (!slash)
        add_folder(w, ".");
    else {
        slash[slash == copy] = '\0';
        add_folder(w, copy);
    }
    free(copy);
}

void calendar_watch_folders(struct sahut_calendar *c)
{
    if (!c->watch)
        return;
    const char *home = getenv("HOME");
    for (char **pattern = c->paths; *pattern; pattern++) {
        char **paths = cal_paths_expand(*pattern, home);
        for (char **path = paths; *path; path++) {
            add_folder(c->watch, *path);
            add_parts(c->watch, *path);
            add_parent(c->watch, *path);
        }
        cal_paths_free(paths);
    }
}

int sahut_calendar_watch(struct sahut_calendar *c)
{
    if (!c->watch) {
        int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
        if (fd < 0)
            return -errno;
        c->watch = sahut_alloc(1, sizeof *c->watch);
        c->watch->fd = fd;
        calendar_watch_folders(c);
    }
    return c->watch->fd;
}

static bool ends_in_ics(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && strcasecmp(name + n - 4, ".ics") == 0;
}

/** Programs write under another name first; that is not looked at. A file that was only made is
 * not written yet. */
static bool matters(const struct inotify_event *e)
{
    if (e->mask & (IN_Q_OVERFLOW | IN_DELETE_SELF | IN_MOVE_SELF))
        return true;
    const char *name = e->len ? e->name : "";
    if (e->mask & IN_ISDIR)
        return name[0] != '.' && !(e->mask & IN_ATTRIB);
    if (e->mask & IN_CREATE)
        return false;
    return name[0] != '.' &&
           (ends_in_ics(name) || strcmp(name, "displayname") == 0 || strcmp(name, "color") == 0);
}

bool sahut_calendar_changed(struct sahut_calendar *c)
{
    _Alignas(struct inotify_event) char buffer[8192];
    bool any = false, folders = false;
    ssize_t n;
    if (!c->watch)
        return false;
    while ((n = read(c->watch->fd, buffer, sizeof buffer)) > 0) {
        for (char *s = buffer; s < buffer + n;) {
            const struct inotify_event *e = (const struct inotify_event *)s;
            any |= matters(e);
            folders |= (e->mask & IN_ISDIR) != 0;
            s += sizeof *e + e->len;
        }
    }
    /* A new folder may be empty and is filled later. */
    if (folders)
        calendar_watch_folders(c);
    return any && sahut_calendar_refresh(c);
}
