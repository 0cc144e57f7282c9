// SPDX-License-Identifier: GPL-3.0-or-later
/** Is that a voice? A network of three dense layers over VOICE_WINDOW log-mel frames (0.4 s),
 * behind the endpointer, which only knows loud from quiet: dishes, fans and doors cost no search
 * for the wake phrase.
 *
 * Voice is on from VOICE_ON, until it has been below VOICE_OFF for VOICE_HANG looks. Weights come
 * from models/wake/voice, made by train-wake --voice.
 */
#ifndef HEAR_VOICE_H
#define HEAR_VOICE_H

#include <stdbool.h>

#include "hear/sound_features.h"
#include "sahut/why.h"

#define VOICE_WINDOW 20
#define VOICE_H1     32
#define VOICE_H2     16
#define VOICE_ON     0.0f /**< logit, mean of two looks */
#define VOICE_OFF    (-1.5f)
#define VOICE_HANG   15 /**< looks of 40 ms */

struct voice_net {
    float w1[VOICE_WINDOW * MEL_BANDS][VOICE_H1], b1[VOICE_H1];
    float w2[VOICE_H1][VOICE_H2], b2[VOICE_H2];
    float w3[VOICE_H2], b3;
};

struct voice {
    const struct voice_net *net;
    float last;
    int quiet; /**< looks since the last voice */
    int found; /**< looks with a voice, since `on` */
    bool on;
};

/** A window of VOICE_WINDOW frames, mean taken out: the logit of a voice being in it. The layers'
 * outputs go to `h1` and `h2` (training needs them). */
float voice_net_run(const struct voice_net *n, const float *window, float h1[VOICE_H1],
                    float h2[VOICE_H2]);
/** -ENOENT, -EINVAL with `why`. free(*out). */
int voice_net_read(const char *path, struct voice_net **out, struct sahut_why *why);
/** MODELS/wake/voice. `*out` is NULL if `models` is, or if there is no such file. */
int voice_net_of(const char *models, struct voice_net **out, struct sahut_why *why);
int voice_net_write(const char *path, const struct voice_net *n, const char *note,
                    struct sahut_why *why);

void voice_init(struct voice *v, const struct voice_net *net);
/** Call every two frames; true while there is a voice. */
bool voice_look(struct voice *v, const struct features *f);

/** One look at a stretch of sound: `logit`, of a window whose middle is `place` samples behind the
 * point of interest (before it: negative). `features` are as they were then, `at` is how many
 * samples they saw. */
typedef void voice_seen(void *ctx, float logit, double place, const struct features *features,
                        size_t at);
/** Looks at `n` samples, of which the first `before` are from before the point of interest
 * (FEATURES_CONTEXT are enough). */
void voice_along(const struct voice_net *net, const int16_t *pcm, size_t n, size_t before,
                 voice_seen *seen, void *ctx);
/** How much of a voice there is from sample `from` of these on: the sum of all positive logits, 25
 * looks a second. One short word in quiet has 10 to 50, in noise of 10 dB 1 to 30; an order of
 * three words and more in noise of 6 dB 5 to 270, in quiet 110 to 740; a drawer or a dish that
 * falls 0 to 7, seldom more (docs/hearing.md). */
double voice_amount(const struct voice_net *net, const int16_t *pcm, size_t n, size_t before,
                    size_t from);

#endif
