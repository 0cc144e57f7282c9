// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "calendar/folder.h"
#include "calendar/ics.h"
#include "calendar/series.h"
#include "sahut/text.h"

struct sahut_calendar {
    struct cal_zones *zones;
    char **names;
    size_t name_count;
    struct cal_event *events;
    size_t event_count;
    struct cal_series_set *series;
};

static void take_event(void *ctx, const struct cal_event *event)
{
    struct sahut_calendar *c = ctx;
    size_t n = c->event_count;
    if ((n & (n - 1)) == 0)
        c->events = sahut_realloc(c->events, n ? n * 2 : 1, sizeof *c->events);
    c->events[n] = *event;
    c->events[n].order = n;
    c->event_count++;
}

static const char *keep_name(struct sahut_calendar *c, const char *name)
{
    for (size_t i = 0; i < c->name_count; i++)
        if (strcmp(c->names[i], name) == 0)
            return c->names[i];
    c->names = sahut_realloc(c->names, c->name_count + 1, sizeof *c->names);
    return c->names[c->name_count++] = sahut_strdup(name);
}

/** In a folder as vdirsyncer keeps it every file holds one event and the folder is the calendar;
 * a file with several is a calendar that was exported whole. */
static const char *calendar_of(struct sahut_calendar *c, const struct cal_file *file, size_t first)
{
    bool several = false;
    for (size_t i = first + 1; i < c->event_count && !several; i++)
        several = strcmp(c->events[i].uid, c->events[first].uid) != 0;
    bool own = file->alone || (!file->is_part && several);
    return keep_name(c, own ? file->stem : file->folder);
}

static void read_file(struct sahut_calendar *c, const struct cal_file *file,
                      sahut_calendar_complaint *complain, void *ctx)
{
    struct sahut_why why;
    char *text;
    size_t len, first = c->event_count;
    if (cal_file_load(file->path, &text, &len, &why) < 0) {
        if (complain)
            complain(ctx, why.text);
        return;
    }
    struct ics_file ics = {
        .path = file->path, .calendar = "", .zones = c->zones, .complain = complain, .ctx = ctx};
    ics_read(&ics, text, len, take_event, c);
    free(text);
    const char *name = calendar_of(c, file, first);
    for (size_t i = first; i < c->event_count; i++)
        c->events[i].calendar = name;
}

static struct sahut_calendar *new_calendar(struct sahut_zone *zone)
{
    struct sahut_calendar *c = sahut_alloc(1, sizeof *c);
    c->zones = cal_zones_new(zone);
    return c;
}

static int read_path(struct sahut_calendar *c, const char *path, sahut_calendar_complaint *complain,
                     void *ctx, struct sahut_why *why)
{
    struct cal_files files;
    int r = cal_files_find(path, complain, ctx, &files, why);
    if (r < 0)
        return r;
    for (size_t i = 0; i < files.count; i++)
        read_file(c, &files.list[i], complain, ctx);
    cal_files_finish(&files);
    return 0;
}

static void make_series(struct sahut_calendar *c)
{
    c->series = cal_series_new(c->events, c->event_count, cal_zones_floating(c->zones));
}

int sahut_calendar_read(const char *path, struct sahut_zone *zone,
                        sahut_calendar_complaint *complain, void *ctx, struct sahut_calendar **out,
                        struct sahut_why *why)
{
    struct sahut_calendar *c = new_calendar(zone);
    int r = read_path(c, path, complain, ctx, why);
    make_series(c);
    if (r < 0)
        sahut_calendar_free(c);
    else
        *out = c;
    return r;
}

struct sahut_calendar *sahut_calendar_read_all(const char *const *paths, struct sahut_zone *zone,
                                               sahut_calendar_complaint *complain, void *ctx)
{
    struct sahut_calendar *c = new_calendar(zone);
    for (; *paths; paths++) {
        struct sahut_why why;
        if (read_path(c, *paths, complain, ctx, &why) < 0 && complain)
            complain(ctx, why.text);
    }
    make_series(c);
    return c;
}

void sahut_calendar_free(struct sahut_calendar *c)
{
    if (!c)
        return;
    cal_series_free(c->series);
    for (size_t i = 0; i < c->event_count; i++)
        cal_event_finish(&c->events[i]);
    free(c->events);
    for (size_t i = 0; i < c->name_count; i++)
        free(c->names[i]);
    free(c->names);
    cal_zones_free(c->zones);
    free(c);
}

int sahut_calendar_occurrences(struct sahut_calendar *c, int64_t from_ms, int64_t to_ms,
                               struct sahut_occurrence **out, size_t *count)
{
    return cal_series_occurrences(c->series, from_ms, to_ms, out, count);
}

size_t sahut_calendar_events(const struct sahut_calendar *c)
{
    return cal_series_masters(c->series);
}
