// SPDX-License-Identifier: GPL-3.0-or-later
/* Folders against index. A file is as it was if size, inode, mtime and ctime are; if they are not,
 * its bytes decide, so that a touched file is not taken apart again.
 *
 *   folder   a  b  c     e        both sorted by path, walked side by side
 *   index    a  b     d  e
 *            =  ≠  +  -  =
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "calendar/calendar_private.h"
#include "calendar/folder.h"
#include "calendar/ics.h"
#include "calendar/series.h"
#include "sahut/text.h"

/* A file whose last change is so recent may change once more within the same tick of the kernel's
 * clock: it is not believed to be unchanged next time. */
#define TICK_NS INT64_C(50000000)

/* A row that is not as its file is; `file` NULL: the file is gone. */
struct difference {
    struct cal_indexed row;
    bool is_row; /* else the file is new */
    const struct cal_file *file;
};

struct comparing {
    struct sahut_calendar *calendar;
    const struct cal_files *files;
    size_t at; /* files up to here are compared */
    bool all;
    struct difference *list;
    size_t count;
};

static void note(struct comparing *c, const struct cal_indexed *row, const struct cal_file *file)
{
    if ((c->count & (c->count - 1)) == 0)
        c->list = sahut_realloc(c->list, c->count ? c->count * 2 : 1, sizeof *c->list);
    struct difference *d = &c->list[c->count++];
    *d = (struct difference){.is_row = row != NULL, .file = file};
    if (!row)
        return;
    d->row = *row;
    d->row.path = sahut_strdup(row->path);
    d->row.calendar = sahut_strdup(row->calendar);
    d->row.color = sahut_strdup(row->color);
    d->row.complaints = sahut_strdup(row->complaints);
}

static void comparing_finish(struct comparing *c)
{
    for (size_t i = 0; i < c->count; i++) {
        free((char *)c->list[i].row.path);
        free((char *)c->list[i].row.calendar);
        free((char *)c->list[i].row.color);
        free((char *)c->list[i].row.complaints);
    }
    free(c->list);
}

static bool same_stamp(const struct cal_stamp *a, const struct cal_stamp *b)
{
    return a->size == b->size && a->inode == b->inode && a->mtime_ns == b->mtime_ns &&
           a->ctime_ns == b->ctime_ns;
}

static void report(const struct sahut_calendar *c, const char *lines);

/* What a row's calendar is called now. */
static const char *name_now(const struct cal_file *file, const struct cal_indexed *old)
{
    return old && old->own ? file->stem : file->name;
}

static bool same_names(const struct cal_file *file, const struct cal_indexed *old)
{
    return strcmp(name_now(file, old), old->calendar) == 0 && strcmp(file->color, old->color) == 0;
}

static int compare_row(void *ctx, const struct cal_indexed *row)
{
    struct comparing *c = ctx;
    int order = 1;
    for (; c->at < c->files->count; c->at++) {
        order = strcmp(c->files->list[c->at].path, row->path);
        if (order >= 0)
            break;
        note(c, NULL, &c->files->list[c->at]);
    }
    if (c->at == c->files->count || order > 0) {
        note(c, row, NULL);
        return 0;
    }
    const struct cal_file *file = &c->files->list[c->at++];
    if (!same_stamp(&file->stamp, &row->stamp) || !same_names(file, row))
        note(c, row, file);
    else if (c->all && row->complaints[0])
        report(c->calendar, row->complaints);
    return 0;
}

/* ---- one file ---- */

struct reading {
    struct sahut_calendar *calendar;
    struct cal_event *events;
    size_t count;
    struct sahut_text complaints;
};

static void take_event(void *ctx, const struct cal_event *event)
{
    struct reading *r = ctx;
    if ((r->count & (r->count - 1)) == 0)
        r->events = sahut_realloc(r->events, r->count ? r->count * 2 : 1, sizeof *r->events);
    r->events[r->count] = *event;
    r->events[r->count].order = r->count;
    r->count++;
}

static void note_complaint(void *ctx, const char *message)
{
    struct reading *r = ctx;
    char *line = sahut_strdup(message);
    for (char *s = line; (s = strchr(s, '\n'));)
        *s = ' ';
    sahut_text_addf(&r->complaints, "%s\n", line);
    free(line);
}

/** In a folder as vdirsyncer keeps it every file holds one event and the folder is the calendar;
 * a file with several is a calendar that was exported whole. */
static bool is_own(const struct cal_file *file, const struct reading *r)
{
    bool several = false;
    for (size_t i = 1; i < r->count && !several; i++)
        several = strcmp(r->events[i].uid, r->events[0].uid) != 0;
    return file->alone || (!file->is_part && several);
}

static int store_events(struct reading *r, const struct cal_file *file, struct cal_indexed *row)
{
    struct sahut_calendar *c = r->calendar;
    struct cal_bytes bytes = {0};
    row->own = is_own(file, r);
    row->calendar = row->own ? file->stem : file->name;
    row->complaints = sahut_text_get(&r->complaints);
    int err = cal_index_put_file(c->index, row);
    for (size_t i = 0; i < r->count && !err; i++) {
        bytes.len = 0;
        err = cal_pack(&r->events[i], &c->pack, &bytes);
        if (!err)
            err = cal_index_add_event(c->index, row->id, row->own ? file->path : file->parent,
                                      r->events[i].uid, r->events[i].summary, bytes.s, bytes.len);
    }
    free(bytes.s);
    return err;
}

static void report(const struct sahut_calendar *c, const char *lines)
{
    char *copy = sahut_strdup(lines), *save = NULL;
    for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
        calendar_complain(c, line);
    free(copy);
}

static void row_of(const struct cal_file *file, const struct cal_indexed *old,
                   struct cal_indexed *out)
{
    *out = (struct cal_indexed){
        .id = old ? old->id : 0,
        .path = file->path,
        .calendar = name_now(file, old),
        .color = file->color,
        .own = old && old->own,
        .stamp = file->stamp,
        .hash = old ? old->hash : 0,
        .complaints = old ? old->complaints : "",
    };
}

/** `old` NULL: a new one. */
static int read_file(struct sahut_calendar *c, const struct cal_file *file,
                     const struct cal_indexed *old, int64_t now_ns, bool *changed)
{
    struct reading r = {.calendar = c};
    struct cal_indexed row;
    struct sahut_why why;
    char *text = NULL;
    size_t len = 0;
    int err = 0;
    row_of(file, old, &row);
    c->files_read++;
    bool loaded = cal_file_load(file->path, &text, &len, &why) == 0;
    row.hash = loaded ? (int64_t)cal_checksum(text, len) : 0;
    if (!loaded)
        note_complaint(&r, why.text);
    if (now_ns - row.stamp.ctime_ns < TICK_NS)
        row.stamp.ctime_ns = -1;
    if (loaded && old && old->hash == row.hash) {
        *changed |= !same_names(file, old);
        err = cal_index_put_file(c->index, &row);
        free(text);
        return err;
    }
    struct ics_file ics = {
        .path = file->path, .zones = c->zones, .complain = note_complaint, .ctx = &r};
    if (loaded)
        ics_read(&ics, text, len, take_event, &r);
    if (old)
        err = cal_index_drop(c->index, old->id, false);
    if (!err)
        err = store_events(&r, file, &row);
    if (!err)
        report(c, row.complaints);
    *changed = true;
    for (size_t i = 0; i < r.count; i++)
        cal_event_finish(&r.events[i]);
    free(r.events);
    sahut_text_finish(&r.complaints);
    free(text);
    return err;
}

/* ---- all files ---- */

static int take_up(struct sahut_calendar *c, const struct difference *d, int64_t now_ns, bool all,
                   bool *changed)
{
    if (!d->file) {
        *changed = true;
        return cal_index_drop(c->index, d->row.id, true);
    }
    if (!d->is_row || !same_stamp(&d->file->stamp, &d->row.stamp))
        return read_file(c, d->file, d->is_row ? &d->row : NULL, now_ns, changed);
    struct cal_indexed row;
    row_of(d->file, &d->row, &row);
    *changed = true;
    if (all)
        report(c, row.complaints);
    return cal_index_put_file(c->index, &row);
}

static int compare(struct sahut_calendar *c, const struct cal_files *files, bool all, bool *changed)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    int64_t now_ns = t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
    struct comparing comparing = {.calendar = c, .files = files, .all = all};
    int err = cal_index_files(c->index, compare_row, &comparing);
    for (; !err && comparing.at < files->count; comparing.at++)
        note(&comparing, NULL, &files->list[comparing.at]);
    for (size_t i = 0; i < comparing.count && !err; i++)
        err = take_up(c, &comparing.list[i], now_ns, all, changed);
    comparing_finish(&comparing);
    return err;
}

static int settle_one(struct sahut_calendar *c, int64_t series)
{
    struct cal_loaded loaded = {.calendar = c};
    int64_t low = 0, high = INT64_MIN;
    int err = cal_index_series(c->index, series, cal_loaded_take, &loaded);
    if (!err && loaded.count == 0) {
        err = cal_index_drop_series(c->index, series);
    } else if (!err) {
        struct cal_series_set *set =
            cal_series_new(loaded.list, loaded.count, cal_zones_floating(c->zones));
        if (!cal_series_bounds(set, &low, &high))
            high = INT64_MIN;
        err = cal_index_set_series(c->index, series, low, high, (int64_t)cal_series_masters(set));
        cal_series_free(set);
    }
    cal_loaded_finish(&loaded);
    return err;
}

static int settle_touched(struct sahut_calendar *c)
{
    int64_t series;
    int err;
    while ((err = cal_index_touched(c->index, &series)) == 0 && series != 0)
        if ((err = settle_one(c, series)) != 0)
            break;
    return err;
}

int calendar_refresh(struct sahut_calendar *c, bool all, bool *changed)
{
    struct cal_files files;
    *changed = false;
    cal_files_find_all((const char *const *)c->paths, getenv("HOME"), all ? c->complain : NULL,
                       c->ctx, &files);
    int err = cal_index_begin(c->index);
    if (!err) {
        err = compare(c, &files, all, changed);
        if (!err && *changed)
            err = settle_touched(c);
        err = cal_index_end(c->index, err);
    }
    cal_files_finish(&files);
    return err;
}
