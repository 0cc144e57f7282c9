// SPDX-License-Identifier: GPL-3.0-or-later
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "calendar/folder.h"
#include "sahut/text.h"

struct finder {
    struct cal_files *out;
    sahut_calendar_complaint *complain;
    void *ctx;
};

static bool is_ics(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && strcasecmp(name + n - 4, ".ics") == 0;
}

/** The last part of a path, without slashes; the name of "." and "/" is the path itself. */
static char *last_part(const char *path)
{
    size_t end = strlen(path);
    while (end > 1 && path[end - 1] == '/')
        end--;
    size_t begin = end;
    while (begin > 0 && path[begin - 1] != '/')
        begin--;
    return begin == end ? sahut_strdup(path) : sahut_strndup(path + begin, end - begin);
}

static char *join(const char *folder, const char *name)
{
    struct sahut_text t = {0};
    size_t n = strlen(folder);
    sahut_text_addf(&t, "%s%s%s", folder, n > 0 && folder[n - 1] == '/' ? "" : "/", name);
    return sahut_text_take(&t);
}

static void add_file(struct finder *f, const char *path, const char *folder, bool part, bool alone)
{
    struct cal_files *out = f->out;
    if ((out->count & (out->count - 1)) == 0)
        out->list = sahut_realloc(out->list, out->count ? out->count * 2 : 1, sizeof *out->list);
    char *stem = last_part(path);
    if (is_ics(stem))
        stem[strlen(stem) - 4] = '\0';
    out->list[out->count++] = (struct cal_file){
        .path = sahut_strdup(path),
        .folder = last_part(folder),
        .stem = stem,
        .is_part = part,
        .alone = alone,
    };
}

/** One level below `path` is looked into; `part` says that this is that level. */
static int look_into(struct finder *f, const char *path, bool part)
{
    DIR *dir = opendir(path);
    if (!dir)
        return -errno;
    for (struct dirent *entry; (entry = readdir(dir));) {
        struct stat st;
        if (entry->d_name[0] == '.')
            continue;
        char *child = join(path, entry->d_name);
        int r = is_ics(entry->d_name) && (stat(child, &st) < 0 || !S_ISDIR(st.st_mode)) ? 1 : 0;
        if (r == 1)
            add_file(f, child, path, part, false);
        else if (!part && stat(child, &st) == 0 && S_ISDIR(st.st_mode))
            r = look_into(f, child, true);
        if (r < 0 && f->complain) {
            struct sahut_text message = {0};
            sahut_text_addf(&message, "%s: the folder cannot be read: %s", child, strerror(-r));
            f->complain(f->ctx, sahut_text_get(&message));
            sahut_text_finish(&message);
        }
        free(child);
    }
    closedir(dir);
    return 0;
}

static int by_path(const void *a, const void *b)
{
    const struct cal_file *x = a, *y = b;
    return strcmp(x->path, y->path);
}

int cal_files_find(const char *path, sahut_calendar_complaint *complain, void *ctx,
                   struct cal_files *out, struct sahut_why *why)
{
    struct cal_files files = {0};
    struct finder f = {.out = &files, .complain = complain, .ctx = ctx};
    struct stat st;
    int r = stat(path, &st) < 0 ? -errno : 0;
    if (r == 0 && S_ISDIR(st.st_mode))
        r = look_into(&f, path, false);
    else if (r == 0 && access(path, R_OK) < 0)
        r = -errno;
    else if (r == 0)
        add_file(&f, path, path, false, true);
    if (r < 0) {
        cal_files_finish(&files);
        return sahut_why(why, r,
                         "calendar \"%s\": %s; a folder of .ics files or one such file "
                         "would be right",
                         path, strerror(-r));
    }
    if (files.count > 0)
        qsort(files.list, files.count, sizeof *files.list, by_path);
    *out = files;
    return 0;
}

void cal_files_finish(struct cal_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        free(files->list[i].path);
        free(files->list[i].folder);
        free(files->list[i].stem);
    }
    free(files->list);
    *files = (struct cal_files){0};
}

static int read_all(int fd, char *text, size_t len, size_t *got)
{
    *got = 0;
    while (*got < len) {
        ssize_t n = read(fd, text + *got, len - *got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -errno;
        if (n == 0)
            break;
        *got += (size_t)n;
    }
    return 0;
}

int cal_file_load(const char *path, char **text, size_t *len, struct sahut_why *why)
{
    /* Not to wait for the other end of a pipe that someone named .ics. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) < 0) {
        int r = -errno;
        if (fd >= 0)
            close(fd);
        return sahut_why(why, r, "%s: cannot be read: %s", path, strerror(-r));
    }
    int r = 0;
    char *buffer = NULL;
    size_t got = 0;
    if (!S_ISREG(st.st_mode)) {
        r = sahut_why(why, -EINVAL, "%s: not a file", path);
    } else if (st.st_size > (off_t)CAL_MAX_FILE_BYTES) {
        r = sahut_why(why, -EFBIG, "%s: %lld bytes are more than the %u MiB a calendar may have",
                      path, (long long)st.st_size, CAL_MAX_FILE_BYTES >> 20);
    } else {
        buffer = sahut_alloc((size_t)st.st_size + 2, 1);
        r = read_all(fd, buffer, (size_t)st.st_size, &got);
        if (r < 0)
            sahut_why(why, r, "%s: cannot be read: %s", path, strerror(-r));
    }
    close(fd);
    if (r < 0) {
        free(buffer);
        return r;
    }
    *text = buffer;
    *len = got;
    return 0;
}
