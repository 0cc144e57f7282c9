// SPDX-License-Identifier: GPL-3.0-or-later
/* The models that were taught, the settings that Sahut wrote, and what both were before the last
 * change:
 *
 *     STATE/settings.conf            STATE/wake/hey-kitchen.wake, hey-kitchen@anna.wake
 *     STATE/before/…                 copies of them; the empty file "whole": models belong to it
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sahut/file.h"
#include "sahut/paths.h"
#include "sahut/settings.h"
#include "sahut/shelf.h"
#include "sahut/text.h"

#define PATH  (SAHUT_SETTINGS_PATH + 100)
#define WHOLE "whole"

struct sahut_shelf {
    char state[SAHUT_PATH], wake[PATH], before[PATH], settings[SAHUT_SETTINGS_PATH];
};

static int fail(struct sahut_why *why, const char *path)
{
    int err = errno;
    return sahut_why(why, -err, "%s: %s", path, strerror(err));
}

static int make_folder(const char *path, struct sahut_why *why)
{
    char part[PATH];
    snprintf(part, sizeof(part), "%s", path);
    for (char *at = part + 1;; at++) {
        char c = *at;
        if (c && c != '/')
            continue;
        *at = 0;
        if (mkdir(part, c ? 0755 : 0700) && errno != EEXIST)
            return fail(why, part);
        if (!c)
            return 0;
        *at = c;
    }
}

static int is_file(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static int is_model(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return n > 5 && strcmp(e->d_name + n - 5, ".wake") == 0;
}

/* Calls for every file; its name is below the folder. */
typedef int each(void *ctx, const char *folder, const char *name, struct sahut_why *why);
static int for_all(const char *folder, int (*which)(const struct dirent *), each *f, void *ctx,
                   struct sahut_why *why)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, which, alphasort), err = 0;
    for (int i = 0; i < n; i++) {
        if (!err)
            err = f(ctx, folder, entries[i]->d_name, why);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    return err;
}

static int delete (void *ctx, const char *folder, const char *name, struct sahut_why *why)
{
    char path[2 * PATH];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return unlink(path) ? fail(why, path) : 0;
}

static bool read_all(const char *path, struct sahut_text *out)
{
    char block[4096];
    ssize_t n;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    while ((n = read(fd, block, sizeof(block))) > 0)
        sahut_text_add_n(out, block, (size_t)n);
    int err = errno;
    close(fd);
    errno = err;
    return n == 0;
}

/* No file there is no error. */
static int copy(const char *from, const char *to, struct sahut_why *why)
{
    struct sahut_text bytes = {0};
    int err = 0;
    if (!read_all(from, &bytes))
        err = errno == ENOENT ? 0 : fail(why, from);
    else if ((errno = -sahut_file_replace(to, sahut_text_get(&bytes), bytes.len, 0600, NULL, NULL)))
        err = fail(why, to);
    sahut_text_finish(&bytes);
    return err;
}

static int copy_to(void *ctx, const char *folder, const char *name, struct sahut_why *why)
{
    char from[2 * PATH], to[2 * PATH];
    snprintf(from, sizeof(from), "%s/%s", folder, name);
    snprintf(to, sizeof(to), "%s/%s", (const char *)ctx, name);
    return copy(from, to, why);
}

static struct sahut_shelf *named(const char *state)
{
    struct sahut_shelf *s = sahut_alloc(1, sizeof(*s));
    snprintf(s->state, sizeof(s->state), "%s", state);
    snprintf(s->wake, sizeof(s->wake), "%s/wake", s->state);
    snprintf(s->before, sizeof(s->before), "%s/before", s->state);
    snprintf(s->settings, sizeof(s->settings), "%s/%s", s->state, SAHUT_SETTINGS_OWN);
    return s;
}

static int mark(const struct sahut_shelf *s, const char *name, struct sahut_why *why)
{
    char path[2 * PATH];
    snprintf(path, sizeof(path), "%s/%s", s->before, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail(why, path);
    close(fd);
    return 0;
}

int sahut_shelf_open(const char *state, bool whole, struct sahut_shelf **out, struct sahut_why *why)
{
    if (strlen(state) >= SAHUT_PATH)
        return sahut_why(why, -ENAMETOOLONG, "%s: is too long a path", state);
    struct sahut_shelf *s = named(state);
    int err = make_folder(s->state, why);
    if (!err)
        err = make_folder(s->wake, why);
    if (!err)
        err = make_folder(s->before, why);
    if (!err)
        err = for_all(s->before, is_file, delete, NULL, why);
    if (!err)
        err = copy_to(s->before, s->state, SAHUT_SETTINGS_OWN, why);
    if (!err && whole)
        err = for_all(s->wake, is_model, copy_to, s->before, why);
    if (!err)
        err = mark(s, whole ? WHOLE : "settings", why);
    if (err) {
        for_all(s->before, is_file, delete, NULL, NULL);
        free(s);
        return err;
    }
    *out = s;
    return 0;
}

/* Lower case and blanks only is what a phrase has; other signs of a person's name become '-'. */
static void add_name(struct sahut_text *t, const char *name)
{
    for (; *name; name++)
        sahut_text_addf(t, "%c",
                        *name == ' ' || *name == '/' || *name == '.' || *name == '@' ? '-' : *name);
}

static char *path_of(const struct sahut_shelf *s, const char *phrase, const char *person)
{
    struct sahut_text t = {0};
    sahut_text_addf(&t, "%s/", s->wake);
    add_name(&t, phrase);
    if (person[0])
        sahut_text_add(&t, "@");
    add_name(&t, person);
    sahut_text_add(&t, ".wake");
    return sahut_text_take(&t);
}

int sahut_shelf_put(struct sahut_shelf *s, const char *phrase, const char *person,
                    sahut_shelf_write *write, void *ctx, struct sahut_why *why)
{
    char *path = path_of(s, phrase, person);
    struct sahut_text beside = {0};
    sahut_text_addf(&beside, "%s.new", path);
    int err = write(ctx, beside.s, why);
    if (!err && (errno = -sahut_file_rename(beside.s, path)))
        err = fail(why, path);
    if (err)
        unlink(beside.s);
    sahut_text_finish(&beside);
    free(path);
    return err;
}

struct forgetting {
    struct sahut_text phrase;
    size_t n;
};

static int forget_one(void *ctx, const char *folder, const char *name, struct sahut_why *why)
{
    struct forgetting *f = ctx;
    size_t n = f->phrase.len;
    if (strncmp(name, f->phrase.s, n) != 0 || (name[n] != '@' && strcmp(name + n, ".wake") != 0))
        return 0;
    f->n++;
    return delete (NULL, folder, name, why);
}

int sahut_shelf_forget(struct sahut_shelf *s, const char *phrase, const char *person, size_t *n,
                       struct sahut_why *why)
{
    struct forgetting f = {0};
    int err = 0;
    if (person) {
        char *path = path_of(s, phrase, person);
        f.n = access(path, F_OK) == 0;
        err = f.n && unlink(path) ? fail(why, path) : 0;
        free(path);
    } else {
        add_name(&f.phrase, phrase);
        err = for_all(s->wake, is_model, forget_one, &f, why);
        sahut_text_finish(&f.phrase);
    }
    *n = f.n;
    return err;
}

const char *sahut_shelf_settings(const struct sahut_shelf *s)
{
    return s->settings;
}

static int put_back(const struct sahut_shelf *s, struct sahut_why *why)
{
    char path[2 * PATH];
    int err = 0;
    snprintf(path, sizeof(path), "%s/%s", s->before, WHOLE);
    if (access(path, F_OK) == 0) {
        err = for_all(s->wake, is_model, delete, NULL, why);
        if (!err)
            err = for_all(s->before, is_model, copy_to, (void *)s->wake, why);
    }
    snprintf(path, sizeof(path), "%s/%s", s->before, SAHUT_SETTINGS_OWN);
    if (!err && access(path, F_OK) == 0)
        err = copy(path, s->settings, why);
    else if (!err && unlink(s->settings) && errno != ENOENT)
        err = fail(why, s->settings);
    if (!err)
        err = for_all(s->before, is_file, delete, NULL, why);
    return err;
}

void sahut_shelf_close(struct sahut_shelf *s, bool failed)
{
    if (!s)
        return;
    if (failed)
        put_back(s, NULL);
    free(s);
}

int sahut_shelf_undo(const char *state, struct sahut_why *why)
{
    struct sahut_shelf *s = named(state);
    char whole[2 * PATH], settings[2 * PATH];
    snprintf(whole, sizeof(whole), "%s/%s", s->before, WHOLE);
    snprintf(settings, sizeof(settings), "%s/settings", s->before);
    int err = access(whole, F_OK) && access(settings, F_OK)
                  ? sahut_why(why, -ENOENT, "there is no change to take back")
                  : put_back(s, why);
    free(s);
    return err;
}

#define FALSE_ALARM 5.0
#define LEAST       20.0

int sahut_shelf_false_alarm(const char *state, double before, double *after, struct sahut_why *why)
{
    double now = before - FALSE_ALARM > LEAST ? before - FALSE_ALARM : LEAST;
    *after = before;
    if (!(now < before))
        return 0;
    struct sahut_shelf *s;
    int err = sahut_shelf_open(state, false, &s, why);
    if (err)
        return err;
    err = sahut_settings_put_real(s->settings, "wake.sensitivity", now, why);
    sahut_shelf_close(s, err != 0);
    if (!err)
        *after = now;
    return err;
}
