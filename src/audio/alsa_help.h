// SPDX-License-Identifier: GPL-3.0-or-later
/** Telling the user what is wrong with a sound device, in words that help. */
#ifndef AUDIO_ALSA_HELP_H
#define AUDIO_ALSA_HELP_H

#include <alsa/asoundlib.h>

#include "sahut/why.h"

/** alsa-lib prints to stderr by itself; from now on that goes to the log at debug level. */
void alsa_help_quiet(void);
/** Turns alsa-lib's error code of opening the device `pcm` into -ENOENT (no such name), -ENODEV (no
 * such hardware), -EBUSY, -EACCES or the code itself, with `why`. */
int alsa_help_open(const char *pcm, snd_pcm_stream_t stream, int err, struct sahut_why *why);

#endif
