// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/knob.h"

/* The place in the cycle of states: 00, 10, 11, 01. */
static int phase(const struct knob *k)
{
    return k->contact[0] ? (k->contact[1] ? 2 : 1) : (k->contact[1] ? 3 : 0);
}

int knob_edge(struct knob *k, int contact, bool level, int edges_per_notch)
{
    const int before = phase(k);
    int step;

    k->contact[contact] = level;
    step = (phase(k) - before + 4) % 4;
    if (step == 1)
        k->edges++;
    else if (step == 3)
        k->edges--;
    if (k->edges >= edges_per_notch || k->edges <= -edges_per_notch) {
        step = k->edges > 0 ? 1 : -1;
        k->edges = 0;
        return step;
    }
    return 0;
}
