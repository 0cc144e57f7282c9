// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "calendar/calendar_private.h"
#include "calendar/folder.h"
#include "calendar/ics.h"
#include "calendar/series.h"
#include "sahut/text.h"

#define SLACK_MS INT64_C(86400000) /* a floating time's bounds were made in another zone */

static int keep_zone(void *ctx, int64_t number, const char *definition)
{
    struct sahut_calendar *c = ctx;
    return cal_index_keep_zone(c->index, number, definition);
}

static char *kept_zone(void *ctx, int64_t number)
{
    struct sahut_calendar *c = ctx;
    return cal_index_zone(c->index, number);
}

void calendar_complain(const struct sahut_calendar *c, const char *message)
{
    if (c->complain)
        c->complain(c->ctx, message);
}

/* ---- the index ---- */

static void make_folder_of(const char *path)
{
    char *folder = sahut_strdup(path);
    for (char *s = strchr(folder + 1, '/'); s; s = strchr(s + 1, '/')) {
        *s = '\0';
        mkdir(folder, 0700);
        *s = '/';
    }
    free(folder);
}

static void open_in_memory(struct sahut_calendar *c)
{
    struct sahut_why why;
    free(c->index_path);
    c->index_path = NULL;
    if (cal_index_open(NULL, &c->index, &why))
        abort(); /* only without memory, where sahut_alloc would, too */
}

static void open_index(struct sahut_calendar *c)
{
    struct sahut_why why;
    if (!c->index_path) {
        open_in_memory(c);
        return;
    }
    make_folder_of(c->index_path);
    int err = cal_index_open(c->index_path, &c->index, &why);
    if (err == CAL_INDEX_DAMAGED) {
        cal_index_remove(c->index_path);
        err = cal_index_open(c->index_path, &c->index, &why);
    }
    if (!err)
        return;
    calendar_complain(c, why.text);
    open_in_memory(c);
}

void calendar_renew(struct sahut_calendar *c, int err)
{
    cal_index_close(c->index);
    c->index = NULL;
    if (err == CAL_INDEX_DAMAGED && c->index_path) {
        cal_index_remove(c->index_path);
        open_index(c);
    } else {
        open_in_memory(c);
    }
}

static bool refresh(struct sahut_calendar *c, bool all)
{
    bool changed = false;
    /* Once damaged, once not writable; what is in memory is neither. */
    for (int i = 0; i < 3; i++) {
        int err = calendar_refresh(c, all, &changed);
        if (!err)
            break;
        calendar_renew(c, err);
    }
    if (changed) {
        c->generation++;
        calendar_watch_folders(c);
    }
    return changed;
}

bool sahut_calendar_refresh(struct sahut_calendar *c)
{
    return refresh(c, false);
}

static char **copy_paths(const char *const *paths)
{
    size_t n = 0;
    while (paths[n])
        n++;
    char **copy = sahut_alloc(n + 1, sizeof *copy);
    for (size_t i = 0; i < n; i++)
        copy[i] = sahut_strdup(paths[i]);
    return copy;
}

struct sahut_calendar *sahut_calendar_open(const struct sahut_calendar_config *config)
{
    struct sahut_calendar *c = sahut_alloc(1, sizeof *c);
    c->paths = copy_paths(config->paths);
    c->index_path = config->index ? sahut_strdup(config->index) : NULL;
    c->zone = config->zone;
    c->zones = cal_zones_new(config->zone);
    c->pack = (struct cal_pack_zones){c->zones, keep_zone, kept_zone, c};
    c->complain = config->complain;
    c->ctx = config->ctx;
    open_index(c);
    refresh(c, true);
    return c;
}

int sahut_calendar_read(const char *path, struct sahut_zone *zone,
                        sahut_calendar_complaint *complain, void *ctx, struct sahut_calendar **out,
                        struct sahut_why *why)
{
    const char *const paths[] = {path, NULL};
    const struct sahut_calendar_config config = {paths, NULL, zone, complain, ctx};
    char **expanded = cal_paths_expand(path, getenv("HOME"));
    struct cal_files files;
    int err = cal_files_find(expanded[0], NULL, NULL, &files, why);
    cal_paths_free(expanded);
    if (err < 0)
        return err;
    cal_files_finish(&files);
    *out = sahut_calendar_open(&config);
    return 0;
}

void sahut_calendar_free(struct sahut_calendar *c)
{
    if (!c)
        return;
    cal_watch_free(c->watch);
    calendar_undo_forget(c);
    cal_index_close(c->index);
    cal_zones_free(c->zones);
    cal_paths_free(c->paths);
    free(c->index_path);
    free(c);
}

size_t sahut_calendar_files_read(const struct sahut_calendar *c)
{
    return c->files_read;
}

size_t sahut_calendar_generation(const struct sahut_calendar *c)
{
    return c->generation;
}

size_t sahut_calendar_events(struct sahut_calendar *c)
{
    int64_t count = 0;
    return cal_index_masters(c->index, &count) == 0 ? (size_t)count : 0;
}

/* ---- events from the index ---- */

int cal_loaded_take(void *ctx, int64_t series, int64_t file, const void *bytes, size_t len)
{
    struct cal_loaded *l = ctx;
    if ((l->count & (l->count - 1)) == 0)
        l->list = sahut_realloc(l->list, l->count ? l->count * 2 : 1, sizeof *l->list);
    struct cal_event *e = &l->list[l->count];
    if (!bytes || cal_unpack(bytes, len, &l->calendar->pack, e) < 0)
        return CAL_INDEX_DAMAGED;
    e->series = series;
    e->file = file;
    l->count++;
    return 0;
}

void cal_loaded_finish(struct cal_loaded *l)
{
    for (size_t i = 0; i < l->count; i++)
        cal_event_finish(&l->list[i]);
    free(l->list);
    l->list = NULL;
    l->count = 0;
}

/* ---- answers ---- */

/** An answer in one block: the occurrences, then their strings. */
struct answer {
    struct sahut_occurrence *list;
    char *strings;
    size_t used;
    int64_t file; /* whose names `path`, `calendar`, `color` are */
    const char *path, *calendar, *color;
};

static const char *keep(struct answer *a, const char *text)
{
    size_t n = strlen(text) + 1;
    char *copy = a->strings + a->used;
    memcpy(copy, text, n);
    a->used += n;
    return copy;
}

struct file_names {
    char *path, *calendar, *color;
};

static int note_names(void *ctx, const struct cal_indexed *f)
{
    struct file_names *n = ctx;
    n->path = sahut_strdup(f->path);
    n->calendar = sahut_strdup(f->calendar);
    n->color = sahut_strdup(f->color);
    return 0;
}

static void set_alarms(struct sahut_occurrence *o, const struct cal_event *e)
{
    for (int i = 0; i < e->alarm_count; i++) {
        const struct cal_alarm *a = &e->alarms[i];
        o->alarms_ms[o->alarms++] =
            a->absolute ? a->value_ms : (a->from_end ? o->end_ms : o->start_ms) + a->value_ms;
    }
}

static void add_hit(struct answer *a, size_t i, const struct cal_hit *hit,
                    const struct file_names *names)
{
    const struct cal_event *e = hit->event;
    a->list[i] = (struct sahut_occurrence){
        .uid = keep(a, e->uid),
        .summary = keep(a, e->summary),
        .location = keep(a, e->location),
        .description = keep(a, e->description),
        .calendar = keep(a, names->calendar ? names->calendar : ""),
        .color = keep(a, names->color ? names->color : ""),
        .path = keep(a, names->path ? names->path : ""),
        .start_ms = hit->start_ms,
        .end_ms = hit->end_ms,
        .original_ms = hit->original_ms,
        .recurring = hit->recurring,
        .all_day = e->start.date,
        .transparent = e->transparent,
        .travel_s = e->travel_s,
    };
    set_alarms(&a->list[i], e);
}

static size_t text_bytes(const char *text)
{
    return (text ? strlen(text) : 0) + 1;
}

/** Copies hits and what their files are called into one block. */
static int compose(struct sahut_calendar *c, const struct cal_hit *hits, size_t count,
                   struct sahut_occurrence **out)
{
    struct file_names *names = sahut_alloc(count + 1, sizeof *names);
    size_t bytes = 0;
    int err = 0;
    for (size_t i = 0; i < count && !err; i++) {
        const struct cal_event *e = hits[i].event;
        err = cal_index_file(c->index, e->file, note_names, &names[i]);
        bytes += text_bytes(e->uid) + text_bytes(e->summary) + text_bytes(e->location) +
                 text_bytes(e->description) + text_bytes(names[i].calendar) +
                 text_bytes(names[i].color) + text_bytes(names[i].path);
    }
    struct answer a = {.list = err ? NULL : sahut_alloc((count + 1) * sizeof *a.list + bytes, 1)};
    for (size_t i = 0; i < count; i++) {
        if (!err && i == 0)
            a.strings = (char *)(a.list + count + 1);
        if (!err)
            add_hit(&a, i, &hits[i], &names[i]);
        free(names[i].path);
        free(names[i].calendar);
        free(names[i].color);
    }
    free(names);
    if (!err)
        *out = a.list;
    return err;
}

static int64_t less(int64_t ms)
{
    return ms < INT64_MIN + SLACK_MS ? INT64_MIN : ms - SLACK_MS;
}

static int64_t more(int64_t ms)
{
    return ms > INT64_MAX - SLACK_MS ? INT64_MAX : ms + SLACK_MS;
}

/** What the loaded events have in [from, to). */
static int answer(struct sahut_calendar *c, struct cal_loaded *loaded, int64_t from_ms,
                  int64_t to_ms, struct sahut_occurrence **out, size_t *count)
{
    struct cal_series_set *set =
        cal_series_new(loaded->list, loaded->count, cal_zones_floating(c->zones));
    struct cal_hit *hits;
    int err = cal_series_occurrences(set, from_ms, to_ms, &hits, count);
    if (!err) {
        err = compose(c, hits, *count, out);
        free(hits);
    }
    cal_series_free(set);
    return err;
}

static int occurrences(struct sahut_calendar *c, int64_t from_ms, int64_t to_ms,
                       struct sahut_occurrence **out, size_t *count)
{
    struct cal_loaded loaded = {.calendar = c};
    int err = cal_index_between(c->index, less(from_ms), more(to_ms), cal_loaded_take, &loaded);
    if (!err)
        err = answer(c, &loaded, from_ms, to_ms, out, count);
    cal_loaded_finish(&loaded);
    return err;
}

int sahut_calendar_occurrences(struct sahut_calendar *c, int64_t from_ms, int64_t to_ms,
                               struct sahut_occurrence **out, size_t *count)
{
    int err = occurrences(c, from_ms, to_ms, out, count);
    if (err == CAL_INDEX_DAMAGED) {
        calendar_renew(c, err);
        refresh(c, false);
        err = occurrences(c, from_ms, to_ms, out, count);
    }
    return err;
}

/* ---- by title ---- */

struct titles {
    const char *asked;
    double best;
    int64_t *series;
    size_t count;
};

static int note_title(void *ctx, int64_t series, const char *title)
{
    struct titles *t = ctx;
    double score = sahut_title_score(t->asked, title);
    if (score < SAHUT_TITLE_FITS || score < t->best)
        return 0;
    if (score > t->best)
        t->count = 0;
    t->best = score;
    t->series = sahut_realloc(t->series, t->count + 1, sizeof *t->series);
    t->series[t->count++] = series;
    return 0;
}

static int load_titles(struct sahut_calendar *c, struct titles *t, struct cal_loaded *loaded)
{
    int err = 0;
    for (size_t i = 0; i < t->count && !err; i++) {
        bool again = false;
        for (size_t k = 0; k < i && !again; k++)
            again = t->series[k] == t->series[i];
        if (!again)
            err = cal_index_series(c->index, t->series[i], cal_loaded_take, loaded);
    }
    return err;
}

/** Of a series only some occurrences may have the title. */
static void keep_fitting(struct sahut_occurrence *list, size_t *count, const struct titles *t,
                         size_t max)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count && kept < max; i++)
        if (sahut_title_score(t->asked, list[i].summary) >= t->best)
            list[kept++] = list[i];
    *count = kept;
}

static int by_start(const void *a, const void *b)
{
    const struct sahut_occurrence *x = a, *y = b;
    return (x->start_ms > y->start_ms) - (x->start_ms < y->start_ms);
}

int sahut_calendar_find(struct sahut_calendar *c, const char *title, int64_t from_ms, int64_t to_ms,
                        size_t max, struct sahut_occurrence **out, size_t *count)
{
    struct titles t = {.asked = title};
    struct cal_loaded loaded = {.calendar = c};
    int err = cal_index_titles(c->index, less(from_ms), note_title, &t);
    if (!err)
        err = load_titles(c, &t, &loaded);
    if (!err)
        err = answer(c, &loaded, from_ms, to_ms, out, count);
    if (!err) {
        qsort(*out, *count, sizeof **out, by_start);
        keep_fitting(*out, count, &t, max);
    }
    cal_loaded_finish(&loaded);
    free(t.series);
    return err;
}
