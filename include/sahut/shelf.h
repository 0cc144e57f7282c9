// SPDX-License-Identifier: GPL-3.0-or-later
/** What Sahut itself changes in a state folder: models of taught phrases in STATE/wake, and its own
 * settings. The last change can be taken back:
 *
 *     sahut_shelf_open ─► put, forget, settings … ─► sahut_shelf_close
 */
#ifndef SAHUT_SHELF_H
#define SAHUT_SHELF_H

#include <stdbool.h>
#include <stddef.h>

#include "sahut/why.h"

struct sahut_shelf;

/** Makes the folders, and puts what is there aside. `whole`: models, too, not only the settings.
 * -errno with `why`; nothing has been changed then. */
int sahut_shelf_open(const char *state, bool whole, struct sahut_shelf **out,
                     struct sahut_why *why);
/** Writes a file; 0 or -errno with `why`. */
typedef int sahut_shelf_write(void *ctx, const char *path, struct sahut_why *why);
/** Puts what `write` writes into the place of that person's model of that phrase; `person` may be
 * "". */
int sahut_shelf_put(struct sahut_shelf *s, const char *phrase, const char *person,
                    sahut_shelf_write *write, void *ctx, struct sahut_why *why);
/** Deletes models of a phrase: that person's, or with NULL everyone's; `*n`: how many. */
int sahut_shelf_forget(struct sahut_shelf *s, const char *phrase, const char *person, size_t *n,
                       struct sahut_why *why);
/** Path of its own settings, for sahut_settings_put_… */
const char *sahut_shelf_settings(const struct sahut_shelf *s);
/** Ends a change; if `failed`, everything is as before it. */
void sahut_shelf_close(struct sahut_shelf *s, bool failed);
/** Takes the last change back. -ENOENT with `why`: there is none. */
int sahut_shelf_undo(const char *state, struct sahut_why *why);

/** "That was a false alarm": setting wake.sensitivity is 5 less than `before`, but not below 20.
 * `*after` is what it is now; the same if it goes no lower, and then nothing is written. */
int sahut_shelf_false_alarm(const char *state, double before, double *after, struct sahut_why *why);

#endif
