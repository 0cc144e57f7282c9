// SPDX-License-Identifier: GPL-3.0-or-later
/* A contact that bounces, where the kernel does not see to it (libgpiod 1.6). A level counts when
 * the line has been quiet for the period:
 *
 *     edges   ┌┐┌┐┌───────────────────┐┌┐
 *          ───┘└┘└┘ <-period->        └┘└──────────
 *     counts                 ┌──────────────────┐
 *          ──────────────────┘        <-period->└──
 *
 * Time is in milliseconds of any clock that is not set. */
#ifndef BOARD_DEBOUNCE_H
#define BOARD_DEBOUNCE_H

#include <stdbool.h>
#include <stdint.h>

struct debounce {
    bool level, raw;
    int64_t settle_ms; /* INT64_MAX: quiet */
};

void debounce_start(struct debounce *d, bool level);
/* An edge to `raw`; with a period of 0 it counts at once. True if the level that counts changed. */
bool debounce_edge(struct debounce *d, bool raw, int64_t now_ms, int period_ms);
/* Time has passed. True if the level that counts changed. */
bool debounce_due(struct debounce *d, int64_t now_ms);

#endif
