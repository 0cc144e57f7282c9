// SPDX-License-Identifier: GPL-3.0-or-later
/* What a way to reach GPIO lines must offer.
 *
 * The lines own order, names, wording and levels at start; a backend only touches hardware. Nothing
 * here is called from two threads. Calls come in this order:
 *
 *     probe* ─ open ─ info* ─ request ─ (set | get | edges)* ─ release ─ close     (once per line)
 *                              └ info after -EBUSY
 *
 * A backend that makes lines out of nothing (the dry run) leaves probe to info NULL: then
 * `request` gets no chip. All the others are mandatory. Levels are logical: the backend turns them
 * round for an active-low line. Errors are negative errno values as the kernel gave them; -ENOTTY
 * for a path that is no GPIO chip.
 */
#ifndef BOARD_LINES_BACKEND_H
#define BOARD_LINES_BACKEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/settings.h"

#define LINES_CONSUMER "sahut"

struct lines_chip;
struct lines_line;

/* What the kernel says about a chip; its strings are at most 31 bytes long. */
struct lines_chip_info {
    char name[32];  /* "gpiochip0" */
    char label[32]; /* "pinctrl-bcm2835" */
    unsigned n_lines;
};

/* What the kernel says about a line. */
struct lines_info {
    char name[32];   /* "" if it has none */
    char holder[32]; /* "" if nobody, "kernel" if the holder is nameless */
};

/* A line as it is wanted. */
struct lines_want {
    unsigned offset;
    bool input; /* with both edges */
    bool active_low;
    bool on;              /* of an output: its first level */
    enum sahut_bias bias; /* of an input */
    int debounce_ms;      /* of an input; only a backend that debounces looks at it */
};

struct lines_edge {
    int64_t at_ns; /* of one clock for all lines */
    bool active;
};

struct lines_backend {
    /* "libgpiod 1.6.3", "dry run". */
    void (*name)(char out[32]);
    /* The kernel debounces as `debounce_ms` says. */
    bool debounces;
    /* Looks at the chip behind a device node. */
    int (*probe)(const char *node, struct lines_chip_info *out);
    int (*open)(const char *node, struct lines_chip **out);
    void (*close)(struct lines_chip *chip);
    int (*info)(struct lines_chip *chip, unsigned offset, struct lines_info *out);
    /* Takes the line for LINES_CONSUMER. `chip` stays open until the line is released. */
    int (*request)(struct lines_chip *chip, const struct lines_want *want, struct lines_line **out);
    int (*set)(struct lines_line *line, bool on);
    /* 0, 1 or -errno. */
    int (*get)(struct lines_line *line);
    /* Readable when edges wait; -1 if there will never be any. */
    int (*fd)(struct lines_line *line);
    /* Takes at most `max` of the edges that wait; blocks if none does. Their number or -errno. */
    int (*edges)(struct lines_line *line, struct lines_edge *out, int max);
    void (*release)(struct lines_line *line);
};

#define LINES_EDGES 16

/* libgpiod as Meson found it: lines_gpiod1.c or lines_gpiod2.c. */
extern const struct lines_backend lines_gpiod;
/* lines_dry.c */
extern const struct lines_backend lines_dry;

#endif
