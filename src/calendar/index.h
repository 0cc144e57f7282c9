// SPDX-License-Identifier: GPL-3.0-or-later
/** What the calendars' files said when they were last read, in SQLite: a cache that can be thrown
 * away at any time. It knows files, events as bytes (pack.h), and of each series the time between
 * which it takes place. SQLite's types stay in index.c. */
#ifndef CALENDAR_INDEX_H
#define CALENDAR_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/why.h"

struct cal_index;

/** The file is not what we wrote: throw it away and read the calendars again. */
#define CAL_INDEX_DAMAGED (-EILSEQ)

/** Opens or creates; NULL: in memory. A file of another format is emptied. */
int cal_index_open(const char *path, struct cal_index **out, struct sahut_why *why);
void cal_index_close(struct cal_index *x);
/** Removes the file and what SQLite keeps beside it. */
void cal_index_remove(const char *path);

/* All functions below: 0 or negative errno, CAL_INDEX_DAMAGED among them. */

int cal_index_begin(struct cal_index *x);
/** Commits, or undoes everything since begin if `err` is not 0; returns err or its own. */
int cal_index_end(struct cal_index *x, int err);

/** A file as it was when it was read. */
struct cal_stamp {
    int64_t size, inode, mtime_ns, ctime_ns;
};
struct cal_indexed {
    int64_t id;
    const char *path, *calendar, *color;
    bool own; /**< is a calendar of its own: named by the file, not by its folder */
    struct cal_stamp stamp;
    int64_t hash;           /**< of its bytes */
    const char *complaints; /**< lines */
};
/** Every file, by path; stops at a value that is not 0, which it returns. Texts live during the
 * call. */
typedef int cal_index_each_file(void *ctx, const struct cal_indexed *file);
int cal_index_files(struct cal_index *x, cal_index_each_file *each, void *ctx);
/** Adds (id 0, which is set) or replaces a row. */
int cal_index_put_file(struct cal_index *x, struct cal_indexed *file);
/** Forgets the file's events, and with `whole` the file. Their series are touched. */
int cal_index_drop(struct cal_index *x, int64_t file, bool whole);
/** One file by number; false in `*found` if it is none. */
int cal_index_file(struct cal_index *x, int64_t id, cal_index_each_file *each, void *ctx);

/** `group` tells calendars apart, so that a UID may be in two. "" is a series of its own. */
int cal_index_add_event(struct cal_index *x, int64_t file, const char *group, const char *uid,
                        const char *title, const void *bytes, size_t len);

/** Series with changes since the last call of cal_index_set_series for them; 0 at the end. */
int cal_index_touched(struct cal_index *x, int64_t *series);
/** What came of it. */
int cal_index_set_series(struct cal_index *x, int64_t series, int64_t low_ms, int64_t high_ms,
                         int64_t masters);
/** No event is left of it. */
int cal_index_drop_series(struct cal_index *x, int64_t series);

typedef int cal_index_each_event(void *ctx, int64_t series, int64_t file, const void *bytes,
                                 size_t len);
/** All events of the series that may have an occurrence there. */
int cal_index_between(struct cal_index *x, int64_t from_ms, int64_t to_ms,
                      cal_index_each_event *each, void *ctx);
int cal_index_series(struct cal_index *x, int64_t series, cal_index_each_event *each, void *ctx);
/** Titles of series that take place after `from_ms`. */
typedef int cal_index_each_title(void *ctx, int64_t series, const char *title);
int cal_index_titles(struct cal_index *x, int64_t from_ms, cal_index_each_title *each, void *ctx);
int cal_index_masters(struct cal_index *x, int64_t *count);

int cal_index_keep_zone(struct cal_index *x, int64_t number, const char *definition);
/** free(); NULL if there is none. */
char *cal_index_zone(struct cal_index *x, int64_t number);

#endif
