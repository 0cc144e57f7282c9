// SPDX-License-Identifier: GPL-3.0-or-later
/** Features, the voice network, and the wake networks while there is a voice: what runs between two
 * end points. Allocates nothing; embedded in its owner.
 */
#ifndef HEAR_ATTENTION_H
#define HEAR_ATTENTION_H

#include "hear/sound_features.h"
#include "hear/voice.h"
#include "hear/wake_spot.h"

struct attention {
    struct features features;
    struct voice voice;
    struct wake_spot spot;
    bool has_voice; /**< false: everything counts as voice */
    bool on;        /**< there was a voice at the last look */
    float scores[WAKE_NET_PHRASES];
};

/** `voice` may be NULL; `n_nets` 0: no wake network, `scores` stay lowest.
 * `phrase`: the only one wanted, or -1. */
void attention_init(struct attention *a, const struct voice_net *voice,
                    const struct wake_net *const *nets, int n_nets, int phrase);
/** Begins a stretch with `n` samples from before it, FEATURES_CONTEXT of them if there are. */
void attention_begin(struct attention *a, const int16_t *before, size_t n);
/** Takes samples until the next look or until `*n` are used; `*n` becomes how many were taken. True
 * after a look; then `on` and `scores` are new. */
bool attention_feed(struct attention *a, const int16_t *pcm, size_t *n);

#endif
