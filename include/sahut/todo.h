// SPDX-License-Identifier: GPL-3.0-or-later
/** A folder of to-dos, one iCalendar file each (RFC 5545 VTODO with a VALARM), as vdirsyncer brings
 * it to a phone and back. */
#ifndef SAHUT_TODO_H
#define SAHUT_TODO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/why.h"

#define SAHUT_TODO_NAME 96 /* of a to-do, and its NUL */

struct sahut_todo {
    char name[SAHUT_TODO_NAME]; /**< UID, and the file's name without ".ics"; no '/' */
    char summary[256];
    int64_t due_ms;  /**< whole seconds count */
    int64_t done_ms; /**< when it was done here; 0: it is not */
    int priority;    /**< RFC 5545 section 3.8.1.9: 1 is the highest, 0 says nothing */
};

/** The folder that a setting means ('~' is the home folder), made if only it is missing.
 * free(*out). Errors as below. */
int sahut_todo_folder(const char *setting, char **out, struct sahut_why *why);

/** Makes the file say this: hidden name, fsync, rename, fsync of the folder, which is made if only
 * it is missing. What others added to the file stays byte for byte. Nothing is written if it says
 * so already. -EAGAIN: another program has just changed it; -EINVAL: the file is no to-do and is
 * left alone; -EACCES, -EROFS, -ENOSPC, -EIO, with `why`. */
int sahut_todo_put(const char *folder, const struct sahut_todo *todo, int64_t now_ms,
                   struct sahut_why *why);

/** What the file says. */
struct sahut_todo_seen {
    bool done;      /**< completed or cancelled by somebody else */
    int64_t due_ms; /**< 0: not said */
};
/** -ENOENT: there is no such file; -EINVAL: it is no to-do; others as above. */
int sahut_todo_get(const char *folder, const char *name, struct sahut_todo_seen *out,
                   struct sahut_why *why);
/** 0 also if there was none. */
int sahut_todo_remove(const char *folder, const char *name, struct sahut_why *why);
/** The names of all to-dos whose name begins so; calls `each` until it returns false. 0, or -errno;
 * -ENOENT if there is no such folder. */
int sahut_todo_each(const char *folder, const char *begin, bool (*each)(void *, const char *name),
                    void *ctx);

#endif
