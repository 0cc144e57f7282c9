// SPDX-License-Identifier: GPL-3.0-or-later
/* Appointments that are added, moved and called off: from the calendar to the text of a file and
 * back into the index. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "calendar/calendar_private.h"
#include "calendar/edit.h"
#include "calendar/folder.h"

/** The one path that the setting means, without links; NULL with `why`. free(). */
static char *real_writable(const char *writable, struct sahut_why *why)
{
    if (!writable || !*writable) {
        sahut_why(why, -EPERM,
                  "no calendar may be written to; set agenda.default_calendar to a folder of .ics "
                  "files");
        return NULL;
    }
    char **paths = cal_paths_expand(writable, getenv("HOME"));
    char *real = realpath(paths[0], NULL);
    if (!real)
        sahut_why(why, -errno, "agenda.default_calendar = \"%s\": %s", writable, strerror(errno));
    cal_paths_free(paths);
    return real;
}

/** The file of an occurrence, if it lies where may be written. free(). */
static int allowed_file(const char *writable, const char *path, char **out, struct sahut_why *why)
{
    char *folder = real_writable(writable, why);
    if (!folder)
        return -EPERM;
    char *real = realpath(path, NULL);
    size_t n = strlen(folder);
    int err = 0;
    if (!real)
        err = sahut_why(why, -ENOENT, "%s: %s", path, strerror(errno));
    else if (strncmp(real, folder, n) != 0 || (real[n] != '/' && real[n] != '\0'))
        err = sahut_why(why, -EPERM,
                        "%s is not in the calendar that may be changed (%s, setting "
                        "agenda.default_calendar)",
                        path, folder);
    free(folder);
    if (err)
        free(real);
    else
        *out = real;
    return err;
}

/** A file with the stamp it had when it was read; `text` NULL: it is not there yet. */
struct opened {
    char *path, *text;
    size_t len;
    struct cal_stamp stamp;
};

static int open_file(struct opened *f, struct sahut_why *why)
{
    int err = cal_file_stamp(f->path, &f->stamp);
    if (err)
        return sahut_why(why, err, "%s: %s", f->path, strerror(-err));
    return cal_file_load(f->path, &f->text, &f->len, why);
}

static int open_allowed(const char *writable, const char *path, struct opened *f,
                        struct sahut_why *why)
{
    int err = allowed_file(writable, path, &f->path, why);
    return err ? err : open_file(f, why);
}

static void opened_finish(struct opened *f)
{
    free(f->path);
    free(f->text);
}

static struct cal_edit edit_of(const struct sahut_calendar *c, const struct opened *f,
                               const char *uid, int64_t now_ms)
{
    return (struct cal_edit){f->text ? f->text : "", f->len, uid, c->zone, now_ms};
}

/** Puts the new text, or nothing at all, in the place of a file, and keeps the old one for undo. */
static int commit(struct sahut_calendar *c, struct opened *f, const struct sahut_text *text,
                  struct sahut_why *why)
{
    const struct cal_stamp *stamp = f->text ? &f->stamp : NULL;
    int err = text ? cal_file_replace(f->path, sahut_text_get(text), text->len, stamp, why)
                   : cal_file_delete(f->path, stamp, why);
    if (err)
        return err;
    calendar_undo_forget(c);
    c->undo = (struct cal_undo){.path = f->path, .text = f->text, .len = f->len};
    c->undo.is_there = text && cal_file_stamp(f->path, &c->undo.stamp) == 0;
    f->path = f->text = NULL;
    sahut_calendar_refresh(c);
    return 0;
}

void calendar_undo_forget(struct sahut_calendar *c)
{
    free(c->undo.path);
    free(c->undo.text);
    c->undo = (struct cal_undo){0};
}

int sahut_calendar_undo(struct sahut_calendar *c, struct sahut_why *why)
{
    const struct cal_undo *u = &c->undo;
    const struct cal_stamp *stamp = u->is_there ? &u->stamp : NULL;
    if (!u->path)
        return -ENOENT;
    int err = u->text ? cal_file_replace(u->path, u->text, u->len, stamp, why)
                      : cal_file_delete(u->path, stamp, why);
    calendar_undo_forget(c);
    if (!err)
        sahut_calendar_refresh(c);
    return err;
}

int sahut_calendar_move(struct sahut_calendar *c, const char *writable,
                        const struct sahut_occurrence *o, bool series, int64_t start_ms,
                        int64_t end_ms, int64_t now_ms, struct sahut_why *why)
{
    struct opened f = {0};
    struct sahut_text out = {0};
    const struct cal_edit_which which = {series, o->original_ms};
    int err = open_allowed(writable, o->path, &f, why);
    if (!err) {
        const struct cal_edit edit = edit_of(c, &f, o->uid, now_ms);
        err = cal_edit_move(&edit, &which, start_ms, end_ms, &out, why);
    }
    if (!err)
        err = commit(c, &f, &out, why);
    sahut_text_finish(&out);
    opened_finish(&f);
    return err;
}

int sahut_calendar_cancel(struct sahut_calendar *c, const char *writable,
                          const struct sahut_occurrence *o, bool series, int64_t now_ms,
                          struct sahut_why *why)
{
    struct opened f = {0};
    struct sahut_text out = {0};
    bool empty = false;
    const struct cal_edit_which which = {series, o->original_ms};
    int err = open_allowed(writable, o->path, &f, why);
    if (!err) {
        const struct cal_edit edit = edit_of(c, &f, o->uid, now_ms);
        err = cal_edit_cancel(&edit, &which, &out, &empty, why);
    }
    if (!err)
        err = commit(c, &f, empty ? NULL : &out, why);
    sahut_text_finish(&out);
    opened_finish(&f);
    return err;
}

static int make_uid(char uid[64], struct sahut_why *why)
{
    unsigned char bytes[16];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return sahut_why(why, -EIO, "no random number for a new appointment");
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(uid + 2 * i, 3, "%02x", bytes[i]);
    return 0;
}

/** In a folder every appointment has a file of its own; a file gets one more. */
static int place_for(const char *writable, const char *uid, struct opened *f, struct sahut_why *why)
{
    struct stat st;
    f->path = real_writable(writable, why);
    if (!f->path)
        return -EPERM;
    if (stat(f->path, &st) < 0 || !S_ISDIR(st.st_mode))
        return open_file(f, why);
    struct sahut_text t = {0};
    sahut_text_addf(&t, "%s/%s.ics", f->path, uid);
    free(f->path);
    f->path = sahut_text_take(&t);
    return 0;
}

int sahut_calendar_add(struct sahut_calendar *c, const char *writable,
                       const struct sahut_event_draft *draft, int64_t now_ms, char uid[64],
                       struct sahut_why *why)
{
    struct opened f = {0};
    struct sahut_text out = {0};
    int err = make_uid(uid, why);
    if (!err)
        err = place_for(writable, uid, &f, why);
    if (!err) {
        const struct cal_edit edit = edit_of(c, &f, uid, now_ms);
        err = cal_edit_add(&edit, draft, &out, why);
    }
    if (!err)
        err = commit(c, &f, &out, why);
    sahut_text_finish(&out);
    opened_finish(&f);
    return err;
}
