// SPDX-License-Identifier: GPL-3.0-or-later
/** What the files of the calendar object share: calendar.c makes it and answers, refresh.c brings
 * the index up to date, watch.c notices changes. */
#ifndef CALENDAR_PRIVATE_H
#define CALENDAR_PRIVATE_H

#include "calendar/index.h"
#include "calendar/pack.h"
#include "sahut/calendar.h"

struct cal_watch;

/** The last change of ours, to take it back. */
struct cal_undo {
    char *path; /**< NULL: there is none */
    char *text; /**< before; NULL: the file was not there */
    size_t len;
    bool is_there; /**< afterwards, with this stamp */
    struct cal_stamp stamp;
};

struct sahut_calendar {
    char **paths;
    char *index_path; /**< NULL: in memory */
    struct cal_index *index;
    struct sahut_zone *zone;
    struct cal_zones *zones;
    struct cal_pack_zones pack;
    sahut_calendar_complaint *complain;
    void *ctx;
    struct cal_watch *watch;
    size_t files_read, generation;
    struct cal_undo undo;
};

/** Compares folders and index. `all`: complaints of unchanged files are repeated. `*changed` tells
 * if anything was different. Errors are those of the index. */
int calendar_refresh(struct sahut_calendar *c, bool all, bool *changed);
/** The index was found damaged or cannot be written: makes another one. */
void calendar_renew(struct sahut_calendar *c, int err);
void calendar_complain(const struct sahut_calendar *c, const char *message);

void calendar_undo_forget(struct sahut_calendar *c);

void cal_watch_free(struct cal_watch *w);
/** Watches the folders as they are now. */
void calendar_watch_folders(struct sahut_calendar *c);

/** Events that the index gave, with their strings. */
struct cal_loaded {
    struct sahut_calendar *calendar;
    struct cal_event *list;
    size_t count;
};
/** A cal_index_each_event; ctx is a struct cal_loaded. */
int cal_loaded_take(void *ctx, int64_t series, int64_t file, const void *bytes, size_t len);
void cal_loaded_finish(struct cal_loaded *loaded);

#endif
