// SPDX-License-Identifier: GPL-3.0-or-later
/** Training of the enhancer (docs/hearing.md): speech with noise made of recordings, learning from
 * the difference to what the same speech would have been without. */
#ifndef TRAIN_ENHANCE_H
#define TRAIN_ENHANCE_H

#include "hear/enhancer.h"
#include "train/wake.h"

#define ENHANCE_FRAMES 300 /**< of an example: 3 s */

/** Natural logarithms of the front end's bands. */
struct enhance_example {
    float noisy[ENHANCE_FRAMES][FRONT_BANDS];
    float clean[ENHANCE_FRAMES][FRONT_BANDS];
    float decoded[ENHANCE_FRAMES][FRONT_BANDS]; /**< clean, after the front end's noise removal */
};

struct enhance_maker;
/** Keeps `data`; speech and noise that are held out are not used. free(). */
struct enhance_maker *enhance_maker_new(const struct wake_data *data, uint32_t seed);
void enhance_maker_free(struct enhance_maker *m);
void enhance_make(struct enhance_maker *m, struct enhance_example *out);

/** Activations and gradients of the whole example at once. */
struct enhance_pass;
struct enhance_pass *enhance_pass_new(void);
void enhance_pass_free(struct enhance_pass *p);
/** Outputs of every frame. */
const float (*enhance_forward(struct enhance_pass *p, const struct enhancer_net *n,
                              const float (*noisy)[FRONT_BANDS]))[ENHANCER_CHANNELS];
/** Adds the gradients of the last pass, given those of its outputs, which are overwritten. */
void enhance_backward(struct enhance_pass *p, const struct enhancer_net *n,
                      float (*outputs)[ENHANCER_CHANNELS], float *gradient);

/** PocketSphinx's Gaussians as a judge of what it would hear. */
struct gaussians;
int gaussians_read(const char *model, struct gaussians **out, struct sahut_why *why);
void gaussians_free(struct gaussians *g);
/** Adds `weight` × the gradient, in `heard`, of the divergence of the phones that are heard in
 * `heard` from those in `meant` (frames of log-mels), over the frames of speech. Returns the
 * divergence per frame. */
double gaussians_judge(struct gaussians *g, const float (*meant)[FRONT_BANDS],
                       const float (*heard)[FRONT_BANDS], const float (*clean)[FRONT_BANDS],
                       uint32_t turn, float weight, float (*gradient)[FRONT_BANDS]);

struct enhance_lesson {
    int steps, batch;
    float rate;                  /**< the highest */
    float squares;               /**< weight of the squared error */
    struct gaussians *gaussians; /**< NULL: squared error alone */
    uint32_t seed;
};
/** Learns on from what is in `net`. */
void enhance_learn(const struct enhance_lesson *lesson, const struct wake_data *data,
                   struct enhancer_net *net);
/** Random weights. */
void enhance_start(struct enhancer_net *net, uint32_t seed);

#endif
