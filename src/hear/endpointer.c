// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/endpointer.h"

#include <string.h>

#define BEGIN_ABOVE_DB 7.0f
#define STAY_ABOVE_DB  5.0f
#define BEGIN_FRAMES   4
/* A level below this (RMS 2.5 of 32768) is no speech in any room; it keeps dither and a digitally
 * silent source from counting. */
#define LOWEST_DB 8.0f
/* Before a second has been heard the floor is not believed above this: a recording may begin in the
 * middle of a word. */
#define EARLY_DB     30.0f
#define EARLY_FRAMES 50

void endpointer_init(struct endpointer *e)
{
    memset(e, 0, sizeof(*e));
}

/* The floor is the lowest smoothed level of the last 2 s: speech has gaps, steady noise has none.
 */
static void track_floor(struct endpointer *e, float db)
{
    e->smooth_db = e->frames == 0 ? db : e->smooth_db + 0.3f * (db - e->smooth_db);
    e->recent[e->frames % ENDPOINTER_WINDOW] = e->smooth_db;
    e->frames++;
    size_t n = e->frames < ENDPOINTER_WINDOW ? e->frames : ENDPOINTER_WINDOW;
    float lowest = e->recent[0];
    for (size_t i = 1; i < n; i++)
        lowest = e->recent[i] < lowest ? e->recent[i] : lowest;
    e->floor_db = e->frames < EARLY_FRAMES && lowest > EARLY_DB ? EARLY_DB : lowest;
}

enum endpoint endpointer_step(struct endpointer *e, const int16_t *pcm, int end_silence_frames)
{
    return endpointer_level(e, level_frame_db(pcm, LEVEL_FRAME, &e->previous), end_silence_frames);
}

enum endpoint endpointer_level(struct endpointer *e, float db, int end_silence_frames)
{
    track_floor(e, db);
    float above = db - (e->floor_db > LOWEST_DB ? e->floor_db : LOWEST_DB);
    bool loud = above > (e->speech ? STAY_ABOVE_DB : BEGIN_ABOVE_DB);
    e->loud_run = loud ? e->loud_run + 1 : 0;
    /* one loud frame alone (a click) does not prolong speech */
    e->quiet_run = e->loud_run >= 2 ? 0 : e->quiet_run + 1;
    if (!e->speech && e->loud_run >= BEGIN_FRAMES) {
        e->speech = true;
        return ENDPOINT_BEGIN;
    }
    if (e->speech && e->quiet_run >= end_silence_frames) {
        e->speech = false;
        return ENDPOINT_END;
    }
    return ENDPOINT_NONE;
}

int endpointer_quiet(const struct endpointer *e)
{
    return e->quiet_run;
}
