// SPDX-License-Identifier: GPL-3.0-or-later
/** Training of wake networks (docs/hearing.md): recordings, what is done to them so that a network
 * meets more rooms and microphones than it was given, learning, measuring. */
#ifndef TRAIN_WAKE_H
#define TRAIN_WAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hear/sound_features.h"
#include "hear/wake_net.h"
#include "sahut/why.h"

#define WAKE_RATE 16000

/** A generator of our own: the same seed gives the same training. */
struct dice {
    uint32_t state;
};
uint32_t dice_next(struct dice *d);
/** 0 … 1 */
float dice_real(struct dice *d);
/** low … high */
float dice_between(struct dice *d, float low, float high);
/** About normal, variance 1. */
float dice_normal(struct dice *d);

/** Mono sound, full scale 1. */
struct sound {
    float *x;
    size_t n;
};
int sound_read(const char *path, struct sound *out, struct sahut_why *why);
void sound_free(struct sound *s);
/** Energy of the loudest of the non-overlapping 2,048-sample frames. */
double sound_loudest(const float *x, size_t n);

struct recording {
    struct sound sound;
    int phrase;        /**< -1: none */
    size_t begin, end; /**< samples of the phrase */
    char file[96];     /**< below the data folder */
    bool held_out;
};

struct recordings {
    struct recording *items;
    size_t n, cap;
};
/** A new one at the end, of no phrase; valid until the next. */
struct recording *recordings_add(struct recordings *r);
void recordings_free(struct recordings *r);

/** The recordings of the data folder by what they are for. */
struct wake_data {
    struct recordings phrases; /**< of the six phrases */
    struct recordings speech;  /**< of others */
    struct recordings noise;
};
extern const char *const wake_phrases[];
#define WAKE_PHRASES 6
/** One folder of the data: "wake", "background" or "noise". Which are held out: recordings of a
 * phrase whose file name has a CRC-32 that is divisible by 4; speech of speakers whose name has one
 * that is divisible by 3; kinds of kitchen20 whose name has one that is divisible by 4, and all
 * music (only the enhancer keeps to that: wake networks are trained on all noise). kitchen-hum is
 * not read at all. */
int recordings_read(const char *data, const char *folder, struct recordings *out,
                    struct sahut_why *why);
int wake_data_read(const char *folder, struct wake_data *out, struct sahut_why *why);
/** Orders to a coffee machine: another corpus, never learnt from. */
int wake_data_commands(const char *folder, struct recordings *out, struct sahut_why *why);
void wake_data_free(struct wake_data *d);
/** Where the phrase is in its recording, by energy. */
void wake_locate(struct recording *r);

/** Adds three minutes of rumble, hum, hiss and clatter that nobody recorded. */
void noise_make(struct dice *dice, struct recordings *out);
/** Adds textures of 5 s: noise in eight bands whose levels come and go together and each for
 * itself, slowly as fans do or fast as dishes and voices do. */
void noise_make_textures(struct dice *dice, int pieces, struct recordings *out);

/** Features of one piece of sound. */
struct clip {
    float *frames; /**< n × MEL_BANDS, scaled as the network wants them */
    int n;
    int phrase;
    int first, last; /**< frames of the phrase */
};
struct clips {
    struct clip *items;
    size_t n, cap;
};
/** Adds the features of some sound (MEL_SPAN samples at least), of no phrase; valid until the next.
 */
struct clip *clips_add_pcm(struct clips *out, const struct mel *mel, const int16_t *pcm, size_t n);
void clips_free(struct clips *c);

/** How a recording is changed. */
struct change {
    bool room;               /**< equaliser and reverberation, each half the time */
    bool company;            /**< other speech before and behind the phrase, sometimes */
    float speed;             /**< at most this much faster or slower (0.13) */
    float snr_low, snr_high; /**< dB; noise is added if high > 0 */
    float level_db;          /**< at most this much softer */
};
/** Adds a changed recording's features to `out`. */
void wake_change(struct dice *dice, const struct recording *r, const struct change *change,
                 const struct wake_data *data, const struct mel *mel, struct clips *out);
/** A second-order filter in place. Audio EQ Cookbook (R. Bristow-Johnson). */
enum filter_kind {
    FILTER_PEAK,
    FILTER_LOW_SHELF,
    FILTER_HIGH_SHELF,
    FILTER_LOW_PASS,
    FILTER_HIGH_PASS
};
void wake_filter(float *x, size_t n, enum filter_kind kind, double hz, double gain_db, double q);
/** Exponentially decaying sparse reflections; `ratio`: their energy against the direct sound. */
void wake_reverberate(struct dice *dice, float *x, size_t n, float rt60_s, float ratio);

struct lesson {
    int phrases, epochs;
    int positives, negatives, mined; /**< windows an epoch */
    uint32_t seed;
    const struct wake_net *start; /**< weights to begin with, but for the last layer; NULL: none */
    int frozen;                   /**< so many layers keep the weights of `start` */
    bool (*progress)(void *ctx, int epoch, double loss); /**< false ends it; may be NULL */
    void *ctx;
};
/** The same lesson and clips give the same network on the same processor. False if it was ended. */
bool wake_learn(const struct lesson *lesson, const struct clips *phrases,
                const struct clips *others, struct wake_net *out);

#endif
