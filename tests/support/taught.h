// SPDX-License-Identifier: GPL-3.0-or-later
/** A phrase said by a machine (flite), as recordings to teach it from. */
#ifndef SUPPORT_TAUGHT_H
#define SUPPORT_TAUGHT_H

#include "support/program.h"

#define PHRASE "hey kitchen"
#define TAUGHT 8

struct taught {
    struct scratch s;
    char *files[TAUGHT], *held_out; /**< said at different speeds */
    char *state;                    /**< a folder that is not there yet */
};

void write_wav(const char *path, const int16_t *pcm, size_t n);
/** False, with a line that says so, if flite is not there. */
bool taught_init(struct taught *t);
void taught_finish(struct taught *t);

#define TEACH(t, r, effort, ...)                                                                   \
    RUN(NULL, r, "wake", "teach", PHRASE, "--state", (t)->state, "--voices-only", "--effort",      \
        effort, "--json", __VA_ARGS__)
#define FILES(t)                                                                                   \
    "--from", (t)->files[0], (t)->files[1], (t)->files[2], (t)->files[3], (t)->files[4],           \
        (t)->files[5], (t)->files[6], (t)->files[7]

#endif
