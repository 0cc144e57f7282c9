// SPDX-License-Identifier: GPL-3.0-or-later
/* The chips that the lives of device_rules are lived on: their lines, seen from outside. */
#ifndef BENCH_RULES_CHIPS_H
#define BENCH_RULES_CHIPS_H

#include <stdbool.h>

#include "board/lines_private.h"

#define CHIPS 2
#define LINES 8

/* A line as the world sees it: who is connected to it sees `high`. */
struct rules_line {
    bool held, high, active_low;
};

struct rules_chips {
    const char *name;
    const struct lines_backend *backend;
    /* Once, before all others. `nodes`: the folder of the device nodes. 0 or -errno. */
    int (*begin)(char nodes[64]);
    /* The chip labelled 'a' + chip comes, its lines low; under which number, `random` may decide.
     */
    int (*come)(int chip, unsigned random);
    void (*go)(int chip);
    /* Before lines are looked at: as they are now. May be NULL. */
    void (*look_at_all)(void);
    /* False while the chip is not there. */
    bool (*look)(int chip, unsigned line, struct rules_line *out);
    /* Lines that nobody holds fall. */
    void (*fall)(void);
    void (*end)(void);
};

extern const struct rules_chips rules_chips_memory, rules_chips_gpio_sim;

#endif
