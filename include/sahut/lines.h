// SPDX-License-Identifier: GPL-3.0-or-later
/** GPIO output lines. libgpiod 1.6 or 2.x behind it (one is built), or a dry run. */
#ifndef SAHUT_LINES_H
#define SAHUT_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/settings.h"
#include "sahut/why.h"

struct sahut_lines;

/** An edge that was made (or, in a dry run, would have been). `value` is the physical level. */
typedef void sahut_lines_edge(void *ctx, const struct sahut_device_setting *device, int value,
                              bool dry_run);

/** Requests the line of every device and holds it; levels start as `on_at_start` says. `dry_run`
 * touches no chip. `edge` (may be NULL) is called for every level that is set, also at start.
 * `devices` must outlive the result. Errors name the device and say what to do (-EACCES: "add
 * yourself to group gpio"), -ENOENT: which chips there are, -EBUSY: who holds the line). */
int sahut_lines_open(const struct sahut_device_setting *devices, size_t count, bool dry_run,
                     sahut_lines_edge *edge, void *ctx, struct sahut_lines **out,
                     struct sahut_why *why);
/** Releases all lines. */
void sahut_lines_close(struct sahut_lines *lines);
/** Switches device number `index` of `devices`. 0 or -errno with `why`. */
int sahut_lines_set(struct sahut_lines *lines, size_t index, bool on, struct sahut_why *why);
bool sahut_lines_is_on(const struct sahut_lines *lines, size_t index);
/** "libgpiod 1.6.3", "dry run". */
const char *sahut_lines_backend(const struct sahut_lines *lines);

#endif
