// SPDX-License-Identifier: GPL-3.0-or-later
/** How little a sound is like the recordings of a phrase that somebody taught: dynamic time warping
 * (H. Sakoe, S. Chiba, IEEE Trans. ASSP 26, 1978) of each recording into any part of the sound, the
 * noise taken out of both. Whoever says the phrase again is nearer to his recordings than anybody
 * who says something else (docs/hearing.md). */
#ifndef HEAR_LIKENESS_H
#define HEAR_LIKENESS_H

#include <stdint.h>
#include <stdio.h>

#include "hear/senones.h"

#define LIKENESS_TAKES  24
#define LIKENESS_FRAMES 160 /**< of a recording: 1.6 s */
#define LIKENESS_WINDOW 256 /**< frames of what is compared with them, at most */
#define LIKENESS_VALUES (GAUSSIAN_STREAMS * FRONT_CEPSTRA)

/** Features in steps of 1/16 of their standard deviation over all recordings. */
struct likeness {
    int n;                          /**< recordings; 0: none are known */
    float step[LIKENESS_VALUES];    /**< what a step is */
    float typical;                  /**< distance of the middle recording to the others */
    int16_t frames[LIKENESS_TAKES]; /**< 0: too short to compare with */
    int8_t values[LIKENESS_TAKES][LIKENESS_FRAMES][LIKENESS_VALUES];
};

/** What a recording of the phrase is made of; the frames are the caller's. */
struct likeness_take {
    const senone_frame *frames;
    int n;
};
/** Of recordings that are longer, the beginning counts; of more than LIKENESS_TAKES, the first. */
void likeness_learn(struct likeness *l, const struct likeness_take *takes, int n);
/** As if a recording had not been taught, for a fair test of it; `typical` stays. */
void likeness_leave_out(struct likeness *l, int take);
/** How much further than `typical` the sound is from the recordings, on average over the nearer
 * half of them: about 0 for the same person's phrase, up to 1 in noise, 1 to 3 for other speech. 0
 * without recordings, and LIKENESS_FAR for sounds of less than a tenth of a second. */
float likeness_distance(const struct likeness *l, const senone_frame *frames, int n);
#define LIKENESS_FAR 3.0f

/** As lines of text and bytes in a model's file (hear/wake_model.h). */
void likeness_write(const struct likeness *l, FILE *f);
/** False if it is cut short or out of range. `n` recordings. */
bool likeness_read(struct likeness *l, int n, FILE *f);

#endif
