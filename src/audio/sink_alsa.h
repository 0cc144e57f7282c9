// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef AUDIO_SINK_ALSA_H
#define AUDIO_SINK_ALSA_H

#include "audio/sink.h"

enum sink_alsa_state { SINK_ALSA_PLAYING, SINK_ALSA_DRY, SINK_ALSA_GONE };

/** What the device of a sink from sahut_sink_alsa does now. */
enum sink_alsa_state sink_alsa_state(const struct sahut_sink *sink);

#endif
