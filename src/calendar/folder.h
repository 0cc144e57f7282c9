// SPDX-License-Identifier: GPL-3.0-or-later
/** Finds and reads the files of a calendar. */
#ifndef CALENDAR_FOLDER_H
#define CALENDAR_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "calendar/index.h"
#include "sahut/calendar.h"

#define CAL_MAX_FILE_BYTES (64u << 20)

struct cal_file {
    char *path;
    char *folder;           /**< name of the folder it is in, that of the calendar in a vdir */
    char *stem;             /**< its own name, without ".ics" */
    bool is_part;           /**< of a sub-folder, which is the calendar */
    bool alone;             /**< the user named this file, not a folder */
    char *name;             /**< of the folder's calendar: its file displayname, or `folder` */
    char *color;            /**< from its file color, "" if there is none */
    char *parent;           /**< path of the folder it is in */
    struct cal_stamp stamp; /**< all 0 if it cannot be read */
};

struct cal_files {
    struct cal_file *list;
    size_t count;
};

/** All *.ics below `path`, sorted by path; sub-folders that cannot be read are complained about.
 * Errors as sahut_calendar_read. */
int cal_files_find(const char *path, sahut_calendar_complaint *complain, void *ctx,
                   struct cal_files *out, struct sahut_why *why);
/** The same for several settings: '~' is the home folder, and * ? [ ] match names as in a shell.
 * What cannot be read, and a pattern that matches nothing, is complained about. A file that two of
 * them name comes once. `home` NULL: '~' stands for itself. */
void cal_files_find_all(const char *const *patterns, const char *home,
                        sahut_calendar_complaint *complain, void *ctx, struct cal_files *out);
/** The paths that one setting stands for, NULL-terminated; free each and the list. The pattern
 * itself if it matches nothing. */
char **cal_paths_expand(const char *pattern, const char *home);
void cal_paths_free(char **paths);
void cal_files_finish(struct cal_files *files);

/** Reads a whole file into `*text`, malloc()ed with two bytes to spare after `*len`. -EFBIG past
 * CAL_MAX_FILE_BYTES, -EINVAL if it is no plain file. */
int cal_file_load(const char *path, char **text, size_t *len, struct sahut_why *why);

#endif
