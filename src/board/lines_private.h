// SPDX-License-Identifier: GPL-3.0-or-later
/* Private to the lines. lines.c: what is ordered and what is told; lines_hold.c: taking lines,
 * losing them, taking them back; lines_events.c: what comes from outside and what goes on by
 * itself; lines_find.c: which line is meant, and the words for what goes wrong; lines_check.c: are
 * they right? */
#ifndef BOARD_LINES_PRIVATE_H
#define BOARD_LINES_PRIVATE_H

#include "board/course.h"
#include "board/debounce.h"
#include "board/knob.h"
#include "board/lines_backend.h"
#include "board/pwm.h"
#include "sahut/lines.h"

/* A way to reach lines, the folder of its device nodes ("/dev"), and the tree of dimmers. */
struct lines_board {
    const struct lines_backend *backend;
    const char *nodes;
    const char *pwm; /* NULL: /sys/class/pwm */
};

/* Where a line is. */
struct lines_place {
    char node[512]; /* "/dev/gpiochip0" */
    struct lines_chip_info chip;
    unsigned offset;
};

enum held_kind { HELD_OUTPUT, HELD_DIMMED, HELD_INPUT, HELD_BUTTON, HELD_KNOB, HELD_LIGHT };

/* A line that is ours, or should be. */
struct held {
    enum held_kind kind;
    size_t index; /* of the device or button; of the knob's contact */
    const struct sahut_line_setting *at;
    struct lines_chip *chip; /* NULL in a dry run */
    struct lines_line *line; /* NULL: not held */
    struct lines_place place;
    struct pwm pwm;
    bool dimmer_held;
    struct sahut_why fault; /* why it is not held */
    bool mistaken;          /* its setting is wrong: it never will be */
    bool on;                /* an output: what was ordered */
    int level;              /* dimmed: percent when it is on */
    struct debounce bounce; /* an input: what counts */
    int debounce_ms;        /* ours; 0 where the kernel does it */
    struct course course;
};

struct sahut_lines {
    struct lines_board board;
    struct sahut_lines_config config;
    struct held *held; /* the devices first, in their order */
    size_t count;
    struct knob knob;
    enum sahut_light light;
    int epoll, nodes_watch; /* -1 in a dry run */
    int64_t retry_ms;       /* when to try once more, and to say what is wrong then; INT64_MAX */
    char *told;             /* the fault that was told; NULL: none */
    char name[32];
};

/* ---- lines.c ---- */

/* sahut_lines_open on any board. */
int lines_open_on(const struct lines_board *board, const struct sahut_lines_config *config,
                  struct sahut_lines **out, struct sahut_why *why);
/* The level of an output as it is now: what was ordered, or what a course makes of it. */
int lines_put(struct sahut_lines *lines, struct held *h, bool on);
/* Tells the listener about the level of an output. */
void lines_announce(const struct sahut_lines *lines, const struct held *h, bool on);
/* Tells the listener what is wrong, if that is new. */
void lines_tell(struct sahut_lines *lines);

/* Every line of the settings, none of them taken; free `held`. */
void lines_list(struct sahut_lines *lines);
/* -EINVAL: it does not say where it is. */
int lines_check_address(const struct held *h, struct sahut_why *why);
int lines_why_shared(const struct held *first, const struct held *second, struct sahut_why *why);

/* ---- lines_check.c ---- */

/* sahut_lines_check on any board. */
size_t lines_check_on(const struct lines_board *board, const struct sahut_lines_config *config,
                      bool look, sahut_lines_finding *found, void *ctx);

/* ---- lines_hold.c ---- */

bool lines_is_held(const struct held *h);
bool lines_is_input(const struct held *h);
/* Takes a line; on failure `why` is in h->fault. */
int lines_take(struct sahut_lines *lines, struct held *h);
void lines_release(struct sahut_lines *lines, struct held *h);
/* Its chip has gone. */
void lines_lose(struct sahut_lines *lines, struct held *h);
/* Begins to watch chips that come and go. */
void lines_watch_nodes(struct sahut_lines *lines);
void lines_read_nodes(struct sahut_lines *lines, int64_t now_ms);
/* Tries to take what is not held. */
void lines_retry(struct sahut_lines *lines, bool tell);

/* ---- lines_find.c ---- */

/* Finds the chip by path, kernel name or label (of several alike the first in numeric order), and
 * the line by number or kernel name. -ENOENT, -EACCES, -ENOTTY, -ERANGE, -ENOTUNIQ with `why`. */
int lines_find(const struct lines_board *board, const struct sahut_line_setting *at,
               struct lines_place *out, struct sahut_why *why);
/* Can a line be meant by this kernel name? Many lines are called "-", "NC" or "[emmc]". */
bool lines_name_is_unique(const char *name);
int lines_why_name(const struct sahut_line_setting *at, struct sahut_why *why);
/* Says why `node` could not be opened and what to do; returns `err`. */
int lines_why_node(const struct sahut_line_setting *at, const char *node, int err,
                   struct sahut_why *why);
/* Says why the line at `place` could not be taken; `holder` as from the backend. Returns `err`. */
int lines_why_line(const struct sahut_line_setting *at, const struct lines_place *place,
                   const char *holder, int err, struct sahut_why *why);

/* ---- pins.c ---- */

/* What `at->pin` stands for, as chip and line or line_name; without a pin a copy of `at`. The texts
 * are `at`'s, the profile's, or in `room`. -EINVAL with `why`; -EBUSY: the board's hat or the
 * kernel uses that pin for something that an `input`, or an output, would break. */
#define PIN_ROOM 64
int pins_resolve(const struct sahut_profile *profile, const struct sahut_line_setting *at,
                 bool input, char room[PIN_ROOM], struct sahut_line_setting *out,
                 struct sahut_why *why);

#endif
