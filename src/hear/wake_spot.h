// SPDX-License-Identifier: GPL-3.0-or-later
/** Spotting phrases in a stream of features with one or more wake networks whose logits are
 * averaged.
 *
 * The first network looks at the last 1.27 s; the others are asked only when it sees something, so
 * they cost next to nothing in a room without the phrase. The score is the mean of the last three
 * looks. Looks that follow one another by two frames share the columns of the first layer.
 * Allocates nothing.
 */
#ifndef HEAR_WAKE_SPOT_H
#define HEAR_WAKE_SPOT_H

#include <stdbool.h>

#include "hear/sound_features.h"
#include "hear/wake_net.h"

#define WAKE_SPOT_NETS   4
#define WAKE_SPOT_STEP   2 /**< frames between looks: 40 ms */
#define WAKE_SPOT_LOOKS  3
#define WAKE_SPOT_LOWEST (-8.0f) /**< a score that means: nothing alike was heard */

/** Below this the others would not lift the mean to where it counts. */
#define WAKE_SPOT_ASK_OTHERS (-2.0f)

struct wake_spot {
    const struct wake_net *nets[WAKE_SPOT_NETS];
    int n_nets, phrase;
    float ask_others; /**< logit of the first network above which the others are asked */
    float share[WAKE_SPOT_NETS][MEL_BANDS][NET_C]; /* what 1 in a band adds to a column */
    float columns[NET_T1][NET_C];                  /* ring of the first network's first layer */
    long n_columns, last_frame;                    /* last_frame: at the last look */
    float looks[WAKE_SPOT_LOOKS][WAKE_NET_PHRASES];
    int n_looks;
    struct wake_net_pass pass;
};

/** `nets` stay the caller's and outlive the spotter. Only `phrase` is wanted; -1: all are. */
void wake_spot_init(struct wake_spot *s, const struct wake_net *const *nets, int n_nets,
                    int phrase);
/** A new stretch of sound begins. */
void wake_spot_begin(struct wake_spot *s);
/** Looks at the last frames of `f`; call after every WAKE_SPOT_STEP frames. Sets one score per
 * phrase; WAKE_SPOT_LOWEST until three looks followed one another. */
void wake_spot_look(struct wake_spot *s, const struct features *f, float scores[WAKE_NET_PHRASES]);

#endif
