// SPDX-License-Identifier: GPL-3.0-or-later
/* Private to the lines: finding a device's chip, and the words for what goes wrong. */
#ifndef BOARD_LINES_PRIVATE_H
#define BOARD_LINES_PRIVATE_H

#include "board/lines_backend.h"
#include "sahut/lines.h"

/* A way to reach lines and the folder of its device nodes ("/dev"). */
struct lines_board {
    const struct lines_backend *backend;
    const char *nodes;
};

/* Where a device's line is. */
struct lines_place {
    char node[512]; /* "/dev/gpiochip0" */
    struct lines_chip_info chip;
    unsigned offset;
};

/* sahut_lines_open on any board. */
int lines_open_on(const struct lines_board *board, const struct sahut_device_setting *devices,
                  size_t count, bool dry_run, sahut_lines_edge *edge, void *ctx,
                  struct sahut_lines **out, struct sahut_why *why);

/* Finds the chip by path, kernel name or label (of several alike the first in numeric order), and
 * the line by number or kernel name. -ENOENT, -EACCES, -ENOTTY, -ERANGE with `why`. */
int lines_find(const struct lines_board *board, const struct sahut_device_setting *device,
               struct lines_place *out, struct sahut_why *why);

/* Says why `node` could not be opened and what to do; returns `err`. */
int lines_why_node(const struct sahut_device_setting *device, const char *node, int err,
                   struct sahut_why *why);
/* Says why the line at `place` could not be taken; `holder` as from the backend. Returns `err`. */
int lines_why_line(const struct sahut_device_setting *device, const struct lines_place *place,
                   const char *holder, int err, struct sahut_why *why);

#endif
