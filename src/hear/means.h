// SPDX-License-Identifier: GPL-3.0-or-later
/** Cepstral means, which are taken out of an utterance because they are the room's, the
 * microphone's and the speaker's. Of a word or two they are the word's more than that; there,
 * people's usual means count as so many frames. */
#ifndef HEAR_MEANS_H
#define HEAR_MEANS_H

#include "hear/front.h"

/** `usual`: frames that people's usual means count as; 0: they do not. The level's mean (the first
 * value) is always the utterance's own. */
void means_take_out(float (*cepstra)[FRONT_CEPSTRA], int n, float usual);

#endif
