// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/attention.h"

void attention_init(struct attention *a, const struct voice_net *voice,
                    const struct wake_net *const *nets, int n_nets, int phrase)
{
    features_init(&a->features);
    voice_init(&a->voice, voice);
    wake_spot_init(&a->spot, nets, n_nets, phrase);
    a->has_voice = voice != NULL;
    a->on = false;
}

void attention_begin(struct attention *a, const int16_t *before, size_t n)
{
    features_begin(&a->features);
    wake_spot_begin(&a->spot);
    voice_init(&a->voice, a->voice.net);
    a->on = !a->has_voice;
    for (size_t at = 0; at < n;) {
        size_t k = n - at;
        features_feed(&a->features, before + at, &k);
        at += k;
    }
}

static void look(struct attention *a)
{
    if (a->has_voice)
        a->on = voice_look(&a->voice, &a->features);
    if (a->on && a->spot.n_nets > 0)
        wake_spot_look(&a->spot, &a->features, a->scores);
    else
        for (int k = 0; k < WAKE_NET_PHRASES; k++)
            a->scores[k] = WAKE_SPOT_LOWEST;
}

bool attention_feed(struct attention *a, const int16_t *pcm, size_t *n)
{
    size_t have = *n;
    for (size_t used = 0; used < have;) {
        size_t k = have - used;
        bool frame = features_feed(&a->features, pcm + used, &k);
        used += k;
        if (frame && a->features.frames % WAKE_SPOT_STEP == 0) {
            look(a);
            *n = used;
            return true;
        }
    }
    return false;
}
