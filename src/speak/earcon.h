// SPDX-License-Identifier: GPL-3.0-or-later
/** Earcons: short tones that answer before words do. */
#ifndef SPEAK_EARCON_H
#define SPEAK_EARCON_H

#include <stddef.h>
#include <stdint.h>

#include "sahut/voice.h"

/** No earcon is longer, in samples of SAHUT_VOICE_RATE. */
#define EARCON_MAX (SAHUT_VOICE_RATE / 4)

/** Writes the tones to `out` and returns their length. `volume` is 0…100, linear; 100 peaks at
 * -12 dBFS. */
size_t earcon_render(enum sahut_earcon earcon, int volume, int16_t out[EARCON_MAX]);
/** The samples [from, from + n) of an alarm's tone, which goes on for ever. 100 peaks at -9 dBFS.
 */
void earcon_alarm(size_t from, int volume, int16_t *out, size_t n);

#endif
