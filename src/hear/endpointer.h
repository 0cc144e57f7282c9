// SPDX-License-Identifier: GPL-3.0-or-later
/** Where speech begins and ends in a stream, by level against a tracked noise floor.
 *
 *     level      ______/‾‾‾\_/‾‾‾‾‾\______________
 *     speech           |----------------->|
 *     events        begin               end (0.7 s after the last loud frame)
 *
 * A single bang of less than 80 ms begins nothing. Steady noise that sets in is learned within the
 * 2 s window of the floor and then ends what it began. Allocates nothing; embedded in its owner.
 */
#ifndef HEAR_ENDPOINTER_H
#define HEAR_ENDPOINTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hear/level.h"

#define ENDPOINTER_WINDOW 100 /**< frames of the floor's window: 2 s */
#define ENDPOINTER_END    35  /**< frames of silence that end an utterance: 0.7 s */
/** Samples from before it was sure that belong to an utterance: its four loud frames and a soft
 * beginning. */
#define ENDPOINTER_PRE_ROLL 8000

struct endpointer {
    float recent[ENDPOINTER_WINDOW];
    size_t frames; /**< seen so far */
    int16_t previous;
    float floor_db, smooth_db;
    int loud_run, quiet_run;
    bool speech;
};

enum endpoint { ENDPOINT_NONE, ENDPOINT_BEGIN, ENDPOINT_END };

void endpointer_init(struct endpointer *e);
/** Takes one frame of LEVEL_FRAME samples. `end_silence_frames`: how much silence ends speech
 * (ENDPOINTER_END). */
enum endpoint endpointer_step(struct endpointer *e, const int16_t *pcm, int end_silence_frames);
/** The same for a level in dB, however it was got. */
enum endpoint endpointer_level(struct endpointer *e, float db, int end_silence_frames);
/** Frames since the last loud one. */
int endpointer_quiet(const struct endpointer *e);

#endif
