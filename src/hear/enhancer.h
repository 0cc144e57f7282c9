// SPDX-License-Identifier: GPL-3.0-or-later
/** Takes noise out of the mel spectrum before PocketSphinx sees it: a causal convolutional network
 * that looks 9 frames (90 ms) ahead, on the bands of hear/front.h.
 *
 *     50 inputs ─ conv 64×5 ─ 6 × (conv 64×3, dilation 1 … 32, added to its input) ─ 2 × 25 gains
 *
 * Inputs of a frame: each band's logarithm, and how far it stands above its tracked floor. Outputs:
 * logarithms of the gains to the clean spectrum (which tells speech from noise) and to the clean
 * spectrum after the front end's noise removal (which is decoded). Weights are made by
 * train-enhancer (docs/hearing.md). Allocates nothing while it runs.
 */
#ifndef HEAR_ENHANCER_H
#define HEAR_ENHANCER_H

#include <stdbool.h>

#include "hear/front.h"
#include "hear/multiply.h"
#include "sahut/why.h"

#define ENHANCER_INPUTS   (2 * FRONT_BANDS)
#define ENHANCER_CHANNELS MULTIPLY_COLUMNS
#define ENHANCER_BLOCKS   6
#define ENHANCER_LAYERS   (ENHANCER_BLOCKS + 2)
#define ENHANCER_AHEAD    9  /**< frames */
#define ENHANCER_FLOOR    20 /**< added to a band's power before its logarithm is taken */
/** The second head's place in the outputs. */
#define ENHANCER_DECODED 32

/** One layer's shape. Output t comes from inputs t + (tap − taps + 1 + ahead) · dilation. */
struct enhancer_layer {
    int inputs, taps, dilation, ahead;
    int weights, bias; /* where they begin in the net's values */
};
extern const struct enhancer_layer enhancer_layers[ENHANCER_LAYERS];

#define ENHANCER_VALUES                                                                            \
    ((ENHANCER_INPUTS * 5 + ENHANCER_BLOCKS * ENHANCER_CHANNELS * 3 + ENHANCER_CHANNELS +          \
      ENHANCER_LAYERS) *                                                                           \
     ENHANCER_CHANNELS)

/** Weights [tap][input][64] and 64 biases of each layer. */
struct enhancer_net {
    float values[ENHANCER_VALUES];
    char card[2048]; /**< what it was made from and how well it does */
};

/** free(*out). -ENOENT, -EINVAL (not one, cut short) with `why`. */
int enhancer_net_read(const char *path, struct enhancer_net **out, struct sahut_why *why);
/** Rounds to 8 bits, in `n` as well: what is measured is what is read. */
int enhancer_net_write(const char *path, struct enhancer_net *n, struct sahut_why *why);

/** Tracks the floor of each band. Begin with zeros. */
struct enhancer_floor {
    bool begun;
    float power[FRONT_BANDS], noise[FRONT_BANDS];
};
void enhancer_inputs(struct enhancer_floor *f, const float log_mels[FRONT_BANDS],
                     float out[ENHANCER_INPUTS]);

#define ENHANCER_CHUNK 16 /**< frames that are taken at once */
/** Rows a layer keeps: its reach, a chunk, and what the layers before it hand on at the end. */
#define ENHANCER_ROWS (2 * 32 + ENHANCER_CHUNK + ENHANCER_AHEAD)

/** A stream of frames; 0.2 MB. */
struct enhancer {
    const struct enhancer_net *net;
    struct enhancer_floor floor;
    float rows[ENHANCER_LAYERS][ENHANCER_ROWS][ENHANCER_CHANNELS];
    int held[ENHANCER_LAYERS];
    float out[ENHANCER_CHUNK + ENHANCER_AHEAD][ENHANCER_CHANNELS]; /**< the results of a call */
};

void enhancer_begin(struct enhancer *e, const struct enhancer_net *net);
/** Takes at most ENHANCER_CHUNK frames; returns how many results there are in e->out, for the
 * frames in their order: ENHANCER_AHEAD fewer in all than were taken. */
int enhancer_feed(struct enhancer *e, const float (*log_mels)[FRONT_BANDS], int n);
/** The results that were still to come. */
int enhancer_end(struct enhancer *e);

#endif
