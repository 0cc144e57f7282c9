// SPDX-License-Identifier: GPL-3.0-or-later
/* Lives of devices: device_rules.c lives and judges them, rules_orders.c says what is ordered. */
#ifndef BENCH_RULES_LIFE_H
#define BENCH_RULES_LIFE_H

#include <stdbool.h>
#include <stdint.h>

#include "rules_chips.h"
#include "sahut/skills.h"

#define MAX_ON  3600
#define SLACK   2000 /* ms: due times are whole seconds, steps go from one moment to the next */
#define DEVICES 6

enum { LAMP, HEATER, UP, DOWN, GATE, FAN };

struct life {
    uint64_t seed, random;
    struct sahut_settings *settings;
    struct sahut_zone *zone;
    struct sahut_sentences *sentences;
    struct sahut_replies *replies;
    struct sahut_store *store;
    struct sahut_lines *lines;
    struct sahut_skills *skills;
    int64_t boot_ms, wall_ms; /* the machine's clocks */
    int boots;
    bool trusted;
    const struct rules_chips *chips;
    const char *nodes; /* the folder of their nodes */
    bool present[CHIPS];
    struct rules_line lines_seen[DEVICES]; /* as they were at the last look */
    int64_t on_since[DEVICES]; /* on and held since; 0: not. Elapsed time, over all starts */
    int64_t elapsed_ms;
    int64_t flashes_ms[DEVICES]; /* until then, elapsed */
    int64_t until_ms[DEVICES];   /* ordered for so long, elapsed; 0: no end that we know */
    bool verbose, broken;
};

extern const char *const life_names[DEVICES];
extern const bool life_limited[DEVICES];

/* A number below `below`, of this life's own. */
uint64_t life_draw(struct life *l, uint64_t below);
void life_tell(struct life *l, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Something is said about any of the devices. */
void life_switch(struct life *l);
void life_flash(struct life *l);
/* An order without a device; `scope` may be NULL. */
void life_order(struct life *l, const char *name, const char *scope);
/* What was `done`: who says "on" once more means from now on. */
void life_note_on(struct life *l, const char *done);

#endif
