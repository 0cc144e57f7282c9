// SPDX-License-Identifier: GPL-3.0-or-later
/* What a way to reach GPIO lines must offer.
 *
 * lines.c owns order, names, wording and levels at start; a backend only touches hardware. Nothing
 * here is called from two threads. Calls come in this order:
 *
 *     probe* ─ open ─ find? ─ request ─ set* ─ release ─ close        (once per device)
 *                              └ holder after -EBUSY
 *
 * A backend that makes lines out of nothing (the dry run) leaves probe to holder NULL: then
 * `request` gets no chip. All the others are mandatory. Levels are logical: the backend turns them
 * round for an active-low line. Errors are negative errno values as the kernel gave them; -ENOTTY
 * for a path that is no GPIO chip.
 */
#ifndef BOARD_LINES_BACKEND_H
#define BOARD_LINES_BACKEND_H

#include <stdbool.h>
#include <stddef.h>

#define LINES_CONSUMER "sahut"

struct lines_chip;
struct lines_line;

/* What the kernel says about a chip; its strings are at most 31 bytes long. */
struct lines_chip_info {
    char name[32];  /* "gpiochip0" */
    char label[32]; /* "pinctrl-bcm2835" */
    unsigned n_lines;
};

struct lines_backend {
    /* "libgpiod 1.6.3", "dry run". */
    void (*name)(char out[32]);
    /* Looks at the chip behind a device node. */
    int (*probe)(const char *node, struct lines_chip_info *out);
    int (*open)(const char *node, struct lines_chip **out);
    void (*close)(struct lines_chip *chip);
    /* The offset of the line that the kernel calls `line_name`, -ENOENT if the chip has none. */
    int (*find)(struct lines_chip *chip, const char *line_name);
    /* Who holds a line: "" if nobody, "kernel" if it is nameless. */
    void (*holder)(struct lines_chip *chip, unsigned offset, char out[32]);
    /* Takes the line as an output with this level, for LINES_CONSUMER. `chip` stays open until the
     * line is released. */
    int (*request)(struct lines_chip *chip, unsigned offset, bool active_low, bool on,
                   struct lines_line **out);
    int (*set)(struct lines_line *line, bool on);
    void (*release)(struct lines_line *line);
};

/* libgpiod as Meson found it: lines_gpiod1.c or lines_gpiod2.c. */
extern const struct lines_backend lines_gpiod;
/* lines_dry.c */
extern const struct lines_backend lines_dry;

#endif
