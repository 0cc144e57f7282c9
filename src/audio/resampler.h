// SPDX-License-Identifier: GPL-3.0-or-later
/** What the sources and sinks need from the resampler beyond include/sahut/audio.h. */
#ifndef AUDIO_RESAMPLER_H
#define AUDIO_RESAMPLER_H

#include "sahut/audio.h"

/** Forgets all input. The next sample that comes out is that of the next one that goes in: there
 * is no delay to skip any more, only the one to flush at the end. */
void resampler_restart(struct sahut_resampler *r);

#endif
