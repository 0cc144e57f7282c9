// SPDX-License-Identifier: GPL-3.0-or-later
/* A rotary encoder: two contacts that open and close one after the other.
 *
 *     A  ──┐  ┌──┐  ┌──      clockwise: A goes first
 *          └──┘  └──┘
 *     B  ───┐  ┌──┐  ┌─
 *           └──┘  └──┘
 *
 * A contact that bounces goes back and forth between two neighbouring states, which cancels out; a
 * jump over a state (an edge was lost) counts nothing. */
#ifndef BOARD_KNOB_H
#define BOARD_KNOB_H

#include <stdbool.h>

struct knob {
    bool contact[2];
    int edges; /* since the last notch; clockwise is more than 0 */
};

/* Contact 0 (A) or 1 (B) has this level now. Returns the notches turned: -1, 0 or 1. */
int knob_edge(struct knob *k, int contact, bool level, int edges_per_notch);

#endif
