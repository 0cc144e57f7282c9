// SPDX-License-Identifier: GPL-3.0-or-later
/** The wake network: a small convolutional network over WAKE_NET_WINDOW log-mel frames (1.27 s),
 * one logit per phrase.
 *
 *     63 × 24 mels ─ conv 5, stride 2 ─► 30 × 48 ─ conv 5, stride 2 ─► 13 × 48 ─ conv 3 ─► 11 × 48
 *                  ─ dense ─► 64 ─ dense ─► one logit per phrase        (ReLU between)
 *
 * A weight's place is [input][output], so that the inner loops run over outputs and vectorise
 * without reordering sums. The mean of each band over the last 3 s is taken out of
 * a window: a channel's colour cancels. The first layer is linear in the input, so its columns are
 * computed once, without the mean, and the mean's share is subtracted from the sum (wake_spot.c).
 */
#ifndef HEAR_WAKE_NET_H
#define HEAR_WAKE_NET_H

#include <stddef.h>

#include "hear/mel.h"

#define WAKE_NET_WINDOW  63 /**< frames */
#define WAKE_NET_PHRASES 8  /**< at most */

#define NET_C  48 /* channels of the convolutions */
#define NET_H  64 /* of the dense layer */
#define NET_K1 5
#define NET_K2 5
#define NET_K3 3
#define NET_T1 ((WAKE_NET_WINDOW - NET_K1) / 2 + 1)
#define NET_T2 ((NET_T1 - NET_K2) / 2 + 1)
#define NET_T3 (NET_T2 - NET_K3 + 1)

/** All parameters; phrases a model does not have stay zero. */
struct wake_net {
    float w1[NET_K1 * MEL_BANDS][NET_C], b1[NET_C];
    float w2[NET_K2 * NET_C][NET_C], b2[NET_C];
    float w3[NET_K3 * NET_C][NET_C], b3[NET_C];
    float w4[NET_T3 * NET_C][NET_H], b4[NET_H];
    float w5[NET_H][WAKE_NET_PHRASES], b5[WAKE_NET_PHRASES];
};

/** What a window goes through; kept for the backward pass of training. */
struct wake_net_pass {
    float a1[NET_T1][NET_C], a2[NET_T2][NET_C], a3[NET_T3][NET_C], a4[NET_H];
    float logits[WAKE_NET_PHRASES];
};

/** One column of the first layer over NET_K1 frames, bias in, before the ReLU. */
void wake_net_column(const struct wake_net *n, const float *frames, float out[NET_C]);
/** Everything behind the first layer; `p->a1` is set, after the ReLU. */
void wake_net_rest(const struct wake_net *n, struct wake_net_pass *p);
/** What 1 in a band adds to every column: it is linear in its frames. */
void wake_net_share(const struct wake_net *n, float share[MEL_BANDS][NET_C]);
/** Columns of frames that `mean` was not taken out of, the window's first at `columns[first]` of a
 * ring: takes it out of them, and everything behind them. */
void wake_net_finish(const struct wake_net *n, const float share[MEL_BANDS][NET_C],
                     const float mean[MEL_BANDS], const float columns[NET_T1][NET_C], int first,
                     struct wake_net_pass *p);
/** A whole window of WAKE_NET_WINDOW × MEL_BANDS values, mean taken out and scaled. */
void wake_net_run(const struct wake_net *n, const float *window, struct wake_net_pass *p);

#endif
