// SPDX-License-Identifier: GPL-3.0-or-later
/** What a wake model misses and what it takes for its phrase, through the gate and the spotter that
 * hearing uses. */
#ifndef TRAIN_WAKE_MEASURE_H
#define TRAIN_WAKE_MEASURE_H

#include "hear/second_look.h"
#include "hear/voice.h"
#include "hear/wake_model.h"
#include "train/wake.h"

/** How sound arrives. */
enum channel {
    CHANNEL_NONE,
    CHANNEL_NOISE,     /**< kitchen hum at 10 dB */
    CHANNEL_TELEPHONE, /**< 300 to 3,400 Hz */
    CHANNEL_ROOM,      /**< reverberation of 0.5 s, as strong as the direct sound */
    CHANNEL_CHEAP,     /**< a small microphone: no bass, a peak at 3 kHz, dull above 5 kHz */
    CHANNELS,
};
extern const char *const channel_names[CHANNELS];

struct peaks {
    float *scores[WAKE_NET_PHRASES];
    size_t n[WAKE_NET_PHRASES], cap;
    double hours;
};

struct measuring {
    const struct wake_model *model;
    struct sound noise;            /**< kitchen hum */
    const struct voice_net *voice; /**< NULL: the wake networks run whenever the gate is open */
    bool gate;
    struct second_look *second[WAKE_NET_PHRASES]; /**< of each phrase; NULL: the network alone */
    double gated_s, voice_s, total_s; /**< how long the gate was open, and a voice was heard */
};

/** The highest score of each phrase in one recording. */
void measure_recording(struct measuring *m, const struct sound *s, enum channel channel,
                       float best[WAKE_NET_PHRASES]);
/** Adds the recording's local maxima, a second apart, to `out`. */
void measure_false(struct measuring *m, const struct sound *s, enum channel channel,
                   struct peaks *out);
/** A recording as it arrives; free() it. */
int16_t *measure_arrival(const struct measuring *m, const struct sound *s, enum channel channel,
                         size_t *n);
/** As measure_false, of sound that has arrived. */
void measure_false_pcm(struct measuring *m, const int16_t *pcm, size_t n, struct peaks *out);
/** The threshold that `rate` false alarms per hour pass. */
float peaks_threshold(struct peaks *p, int phrase, double rate);
/** How many are above it, per hour. */
double peaks_rate(const struct peaks *p, int phrase, float threshold);
void peaks_free(struct peaks *p);

#endif
