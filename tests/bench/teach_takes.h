// SPDX-License-Identifier: GPL-3.0-or-later
/** The recordings of data/enrol, and which of them may be one person's: the corpus has no names. */
#ifndef BENCH_TEACH_TAKES_H
#define BENCH_TEACH_TAKES_H

#include "hear/mel.h"
#include "train/wake.h"

/** Of other people: further than this from all that were taught. */
#define TAKES_OTHER 0.20f

struct take {
    struct sound sound;
    int phrase, session;
    int voice;    /* of the session, by pitch; -1: of no group */
    float pitch;  /* Hz; 0: no voice was found */
    bool refused; /* the command would ask for it again: too short, too long or too noisy */
    float background[MEL_BANDS];
};

struct takes {
    struct take items[400];
    size_t n;
    int sessions, voices;
    bool whole;       /**< set before: a session is one voice, whatever its pitches */
    float middle[50]; /**< pitch of each voice */
};

/** By `phrase`. */
extern const char *const take_phrases[2];

/** Reads DATA/data/enrol; tells on stderr which recordings the command would not take. */
int takes_read(const char *data, struct takes *out, struct sahut_why *why);
/** How far apart two backgrounds are. */
float take_distance(const struct take *a, const struct take *b);
/** free() it. */
int16_t *take_pcm(const struct sound *s);

#endif
