// SPDX-License-Identifier: GPL-3.0-or-later
/** Where an order begins and ends, by the level of the speech that the enhancer leaves over: steady
 * noise keeps none open (what has no voice in it is left out later, hearing_decide.c). For the time
 * when an order is expected; it costs about 10 M multiplications per second of sound. Allocates
 * nothing while it runs.
 *
 * A frame counts by its clean level, less what noise is above it: where speech is no more than 6 dB
 * below the noise it counts in full, where little of it is speech it counts for nothing. The
 * endpointer does the rest (floor, runs of loud and quiet frames).
 */
#ifndef HEAR_LISTENER_H
#define HEAR_LISTENER_H

#include <stddef.h>
#include <stdint.h>

#include "hear/endpointer.h"
#include "hear/enhancer.h"

/** What is known is about this many samples old: the network looks ahead, and runs every 40 ms. */
#define LISTENER_LAG ((ENHANCER_AHEAD + 2) * FRONT_HOP)
/** Samples from before that should be heard first, so that the floor is known. */
#define LISTENER_CONTEXT (ENDPOINTER_WINDOW * LEVEL_FRAME)

struct listener;

/** The net must outlive it. */
struct listener *listener_new(const struct enhancer_net *net);
void listener_free(struct listener *l);
/** Begins anew. */
void listener_begin(struct listener *l);
/** Takes LEVEL_FRAME samples; see endpointer_step. */
enum endpoint listener_step(struct listener *l, const int16_t *pcm, int end_silence_frames);
/** Its state: speech or not, quiet frames. The owner may end speech. */
struct endpointer *listener_endpointer(struct listener *l);

#endif
