// SPDX-License-Identifier: GPL-3.0-or-later
/** What is known about the machine's clock: how elapsed time goes with wall time, and whether the
 * wall time can be trusted. A value: it is read here, at the edge, and handed inwards
 * (sahut_assistant_set_clock); nothing inside asks a clock. */
#ifndef SAHUT_CLOCK_H
#define SAHUT_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "sahut/why.h"

#define SAHUT_BOOT_ID 37 /* "0b7b9f3e-…" and its NUL */

struct sahut_clock {
    char boot_id[SAHUT_BOOT_ID]; /**< which start of the machine (of the program, if the kernel
                                    does not tell); never "" */
    /** CLOCK_BOOTTIME minus CLOCK_REALTIME: added to a wall instant it gives elapsed time since the
     * start, suspend included. It jumps when the wall clock is set and at no other time. */
    int64_t boot_minus_wall_ms;
    /** Synchronised over the network, or started from a valid clock chip. What the user confirms is
     * remembered by the skills, see sahut_skills_confirm_clock. */
    bool trusted;
    char why[128]; /**< for people: "synchronised over the network", … */
};

/** What the judgement is made from. */
struct sahut_clock_facts {
    char boot_id[SAHUT_BOOT_ID];
    int64_t wall_ms, boot_ms;
    bool synchronised; /**< the kernel's STA_UNSYNC is clear */
    bool has_rtc;      /**< there is a clock chip */
    bool rtc_started;  /**< the kernel set the wall clock from it at the start */
    bool rtc_readable; /**< it has a time: its battery did not fail */
    int64_t rtc_ms;    /**< that time */
};

/** Reads them: from /proc and /sys below `root` (NULL or "": the real ones), and from the kernel's
 * clocks. Never fails: what cannot be read is not there, and the boot id is then "unknown". */
void sahut_clock_look(const char *root, struct sahut_clock_facts *out);
/** Judges them. */
void sahut_clock_judge(const struct sahut_clock_facts *facts, struct sahut_clock *out);
/** Both: the clock of this machine, now. */
void sahut_clock_read(struct sahut_clock *out);
/** A virtual clock that is always right and never steps. */
struct sahut_clock sahut_clock_virtual(void);

/** Arms a clock chip below `root` (as above) so that it wakes a sleeping board in `in_s` seconds;
 * 0: no more. The chip that the clock was started from, else the first that can. -ENOENT: none can;
 * -EACCES, -EIO; with `why`. */
int sahut_clock_wake(const char *root, int64_t in_s, struct sahut_why *why);

#endif
