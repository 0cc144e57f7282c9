// SPDX-License-Identifier: GPL-3.0-or-later
/** Sound level in 20 ms frames, and cutting a recording to its speech. */
#ifndef HEAR_LEVEL_H
#define HEAR_LEVEL_H

#include <stddef.h>
#include <stdint.h>

#define LEVEL_FRAME 320 /**< samples, 20 ms at 16 kHz */

/** Level of one frame in dB (of squared sample values) after pre-emphasis 0.95, which takes hum and
 * rumble away. `previous` is the sample before the frame; it is updated. */
float level_frame_db(const int16_t *pcm, size_t n, int16_t *previous);

/** First and end sample of the speech in a whole recording: frames that stand 9 dB (but at most 45
 * % of the way to the 97th percentile) above the 10th percentile, four in a row, with 0.3 s of
 * margin. All of it if nothing stands out. Same accuracy as PocketSphinx's own silence removal, and
 * keeps positions true (docs/hearing.md). */
void level_speech(const int16_t *pcm, size_t n, size_t *begin, size_t *end);

#endif
