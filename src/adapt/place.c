// SPDX-License-Identifier: GPL-3.0-or-later
/* The adapted model of a state folder, the one before it, and the one that is being made:
 *
 *     STATE/acoustic   STATE/acoustic.before   STATE/adapting/acoustic
 *
 * Before the first one there was none: then acoustic.before is an empty folder. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sahut/adapt.h"
#include "sahut/file.h"
#include "sahut/text.h"

#define PATH 512

struct places {
    char now[PATH], before[PATH], aside[PATH], made[PATH];
};

static struct places places_of(const char *state)
{
    struct places p;
    snprintf(p.now, PATH, "%s/" SAHUT_ADAPT_FOLDER, state);
    snprintf(p.before, PATH, "%s/" SAHUT_ADAPT_FOLDER ".before", state);
    snprintf(p.aside, PATH, "%s/adapting", state);
    snprintf(p.made, PATH, "%s/adapting/" SAHUT_ADAPT_FOLDER, state);
    return p;
}

static int fail(struct sahut_why *why, const char *path, int error)
{
    return sahut_why(why, -error, "%s: %s", path, strerror(error));
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

static void delete_model(const char *folder)
{
    static const char *const files[] = {"means", "sendump", "card"};
    char path[PATH + 16];
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
        unlink(path);
    }
    rmdir(folder);
}

static void sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

int sahut_adapt_aside(const char *state, char path[400], struct sahut_why *why)
{
    struct places p = places_of(state);
    delete_model(p.made); /* of one that was interrupted */
    if ((mkdir(state, 0700) && errno != EEXIST) || (mkdir(p.aside, 0700) && errno != EEXIST))
        return fail(why, p.aside, errno);
    snprintf(path, 400, "%.399s", p.aside);
    return 0;
}

void sahut_adapt_drop(const char *state)
{
    struct places p = places_of(state);
    delete_model(p.made);
    rmdir(p.aside);
}

/* If the power fails between the two, there is no model, and undo brings the one before back. */
static int exchange(const struct places *p, const char *from, struct sahut_why *why)
{
    if (rename(p->now, p->before) && errno != ENOENT)
        return fail(why, p->before, errno);
    if (!is_there(p->before) && mkdir(p->before, 0700))
        return fail(why, p->before, errno);
    return rename(from, p->now) ? fail(why, p->now, errno) : 0;
}

int sahut_adapt_put(const char *state, struct sahut_why *why)
{
    struct places p = places_of(state);
    if (!is_there(p.made))
        return fail(why, p.made, ENOENT);
    delete_model(p.before);
    int err = exchange(&p, p.made, why);
    rmdir(p.aside);
    sync_folder(state);
    return err;
}

int sahut_adapt_undo(const char *state, struct sahut_why *why)
{
    struct places p = places_of(state);
    char means[PATH + 16];
    if (!is_there(p.before))
        return sahut_why(why, -ENOENT, "there is no change that could be taken back");
    snprintf(means, sizeof(means), "%s/means", p.before);
    delete_model(p.now);
    if (is_there(means) ? rename(p.before, p.now) : rmdir(p.before))
        return fail(why, p.before, errno);
    sync_folder(state);
    return 0;
}

int sahut_adapt_forget(const char *state, struct sahut_why *why)
{
    struct places p = places_of(state);
    if (!is_there(p.now) && !is_there(p.before))
        return sahut_why(why, -ENOENT, "nothing was learnt from orders");
    delete_model(p.now);
    delete_model(p.before);
    sync_folder(state);
    return is_there(p.now) ? fail(why, p.now, EBUSY) : 0;
}

int sahut_adapt_note(const char *state, char **note, struct sahut_why *why)
{
    char path[PATH], line[300];
    struct sahut_text text = {0};
    snprintf(path, sizeof(path), "%s/" SAHUT_ADAPT_FOLDER "/card", state);
    FILE *f = fopen(path, "re");
    if (!f)
        return fail(why, path, errno);
    while (fgets(line, sizeof(line), f))
        sahut_text_add(&text, line);
    fclose(f);
    *note = sahut_text_take(&text);
    return 0;
}
