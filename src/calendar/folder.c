// SPDX-License-Identifier: GPL-3.0-or-later
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
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
    char *name, *color; /* of the folder that is looked into */
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

static int64_t ns(const struct timespec *t)
{
    return t->tv_sec * INT64_C(1000000000) + t->tv_nsec;
}

static void add_file(struct finder *f, const char *path, const char *folder, const struct stat *st,
                     bool part, bool alone)
{
    struct cal_files *out = f->out;
    if ((out->count & (out->count - 1)) == 0)
        out->list = sahut_realloc(out->list, out->count ? out->count * 2 : 1, sizeof *out->list);
    char *stem = last_part(path);
    if (is_ics(stem))
        stem[strlen(stem) - 4] = '\0';
    struct cal_file *file = &out->list[out->count++];
    *file = (struct cal_file){
        .path = sahut_strdup(path),
        .folder = last_part(folder),
        .stem = stem,
        .is_part = part,
        .alone = alone,
        .name = f->name ? sahut_strdup(f->name) : last_part(folder),
        .color = sahut_strdup(f->color ? f->color : ""),
        .parent = sahut_strdup(folder),
    };
    if (st)
        file->stamp = (struct cal_stamp){st->st_size, (int64_t)st->st_ino, ns(&st->st_mtim),
                                         ns(&st->st_ctim)};
}

/** The first line of a small file in the folder, as vdirsyncer and khal keep what a calendar is
 * called; NULL if there is none. */
static char *first_line(const char *folder, const char *name)
{
    char line[200];
    char *path = join(folder, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    free(path);
    ssize_t n = fd < 0 ? 0 : read(fd, line, sizeof line - 1);
    if (fd >= 0)
        close(fd);
    line[n > 0 ? n : 0] = '\0';
    line[strcspn(line, "\r\n")] = '\0';
    return line[0] ? sahut_strdup(line) : NULL;
}

static void complain_folder(const struct finder *f, const char *path, int err)
{
    if (!f->complain)
        return;
    struct sahut_text message = {0};
    sahut_text_addf(&message, "%s: the folder cannot be read: %s", path, strerror(-err));
    f->complain(f->ctx, sahut_text_get(&message));
    sahut_text_finish(&message);
}

static int look_into(struct finder *f, const char *path, bool part);

/** A part is a calendar of its own, with its own name. */
static void look_into_part(struct finder *f, const char *path)
{
    struct finder inner = *f;
    int r = look_into(&inner, path, true);
    if (r < 0)
        complain_folder(f, path, r);
}

/** One level below `path` is looked into; `part` says that this is that level. */
static int look_into(struct finder *f, const char *path, bool part)
{
    DIR *dir = opendir(path);
    if (!dir)
        return -errno;
    f->name = first_line(path, "displayname");
    f->color = first_line(path, "color");
    for (struct dirent *entry; (entry = readdir(dir));) {
        struct stat st;
        bool ics = is_ics(entry->d_name), folder = !part && entry->d_type != DT_REG;
        if (entry->d_name[0] == '.' || (!ics && !folder))
            continue;
        bool there = fstatat(dirfd(dir), entry->d_name, &st, 0) == 0;
        char *child = join(path, entry->d_name);
        if (ics && !(there && S_ISDIR(st.st_mode)))
            add_file(f, child, path, there ? &st : NULL, part, false);
        else if (there && S_ISDIR(st.st_mode) && !part)
            look_into_part(f, child);
        free(child);
    }
    closedir(dir);
    free(f->name);
    free(f->color);
    f->name = f->color = NULL;
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
        add_file(&f, path, path, &st, false, true);
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

char **cal_paths_expand(const char *pattern, const char *home)
{
    struct sahut_text t = {0};
    glob_t found = {0};
    bool tilde = home && pattern[0] == '~' && (pattern[1] == '/' || !pattern[1]);
    sahut_text_addf(&t, "%s%s", tilde ? home : "", pattern + tilde);
    const char *path = sahut_text_get(&t);
    /* A path that is there as it is written is meant, whatever is in its name. */
    struct stat st;
    bool plain = stat(path, &st) == 0;
    if (!plain && glob(path, 0, NULL, &found) != 0)
        found.gl_pathc = 0;
    size_t n = found.gl_pathc > 0 ? found.gl_pathc : 1;
    char **paths = sahut_alloc(n + 1, sizeof *paths);
    for (size_t i = 0; i < n; i++)
        paths[i] = sahut_strdup(found.gl_pathc > 0 ? found.gl_pathv[i] : path);
    globfree(&found);
    sahut_text_finish(&t);
    return paths;
}

void cal_paths_free(char **paths)
{
    for (size_t i = 0; paths && paths[i]; i++)
        free(paths[i]);
    free(paths);
}

static void append(struct cal_files *to, struct cal_files *from)
{
    if (from->count > 0) {
        to->list = sahut_realloc(to->list, to->count + from->count, sizeof *to->list);
        memcpy(to->list + to->count, from->list, from->count * sizeof *to->list);
        to->count += from->count;
    }
    free(from->list);
    *from = (struct cal_files){0};
}

static void finish_file(struct cal_file *f)
{
    free(f->path);
    free(f->folder);
    free(f->stem);
    free(f->name);
    free(f->color);
    free(f->parent);
}

static void drop_twins(struct cal_files *files)
{
    size_t kept = 0;
    if (files->count > 0)
        qsort(files->list, files->count, sizeof *files->list, by_path);
    for (size_t i = 0; i < files->count; i++) {
        if (kept > 0 && strcmp(files->list[kept - 1].path, files->list[i].path) == 0)
            finish_file(&files->list[i]);
        else
            files->list[kept++] = files->list[i];
    }
    files->count = kept;
}

void cal_files_find_all(const char *const *patterns, const char *home,
                        sahut_calendar_complaint *complain, void *ctx, struct cal_files *out)
{
    *out = (struct cal_files){0};
    for (; *patterns; patterns++) {
        char **paths = cal_paths_expand(*patterns, home);
        bool several = paths[1] != NULL;
        for (char **path = paths; *path; path++) {
            struct cal_files files;
            struct sahut_why why;
            struct stat st;
            /* A glob over a folder also finds what is no calendar. */
            if (several && stat(*path, &st) == 0 && !S_ISDIR(st.st_mode) && !is_ics(*path))
                continue;
            if (cal_files_find(*path, complain, ctx, &files, &why) == 0)
                append(out, &files);
            else if (complain)
                complain(ctx, why.text);
        }
        cal_paths_free(paths);
    }
    drop_twins(out);
}

void cal_files_finish(struct cal_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        finish_file(&files->list[i]);
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
