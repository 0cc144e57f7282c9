// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/wake_net.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Four numbers at once: GCC and Clang make NEON or SSE of it, or plain code where there is neither.
 * Machines that train with -march=native may have eight. */
#ifndef WAKE_NET_LANES
#define WAKE_NET_LANES 4
#endif
typedef float lanes __attribute__((vector_size(4 * WAKE_NET_LANES), aligned(4), may_alias));

#define NET_INPUTS (NET_T3 * NET_C) /* of a dense step, at most */

/* Which of the inputs are not zero: about half of them behind a ReLU. Told without a branch, which
 * no processor could foresee. */
static inline size_t find_used(const float *x, size_t n, uint16_t used[NET_INPUTS])
{
    size_t k = 0;
    for (size_t j = 0; j < n; j++) {
        used[k] = (uint16_t)j;
        k += x[j] != 0;
    }
    return k;
}

/* sum += x · w over the inputs that `used` names, or the first `n` if it is NULL. `groups` is known
 * where this is inlined, so that the sums stay in registers. */
static inline __attribute__((always_inline)) void add_rows(const float *x, const uint16_t *used,
                                                           size_t n, const float *w, lanes *sum,
                                                           const size_t groups)
{
    for (size_t i = 0; i < n; i++) {
        size_t j = used ? used[i] : i;
        const float *row = w + WAKE_NET_LANES * groups * j;
        lanes v = x[j] - (lanes){0};
#pragma GCC unroll 16
        for (size_t k = 0; k < groups; k++)
            sum[k] += v * *(const lanes *)(row + WAKE_NET_LANES * k);
    }
}

/* out = bias + x · w. `sparse`: many of the inputs are zero, and cost little. */
static inline __attribute__((always_inline)) void dense(const float *x, size_t n, const float *w,
                                                        const float *bias, float *out,
                                                        const size_t groups, const bool sparse)
{
    lanes sum[NET_H / WAKE_NET_LANES];
#pragma GCC unroll 16
    for (size_t k = 0; k < groups; k++)
        sum[k] = *(const lanes *)(bias + WAKE_NET_LANES * k);
    if (sparse) {
        uint16_t used[NET_INPUTS];
        add_rows(x, used, find_used(x, n, used), w, sum, groups);
    } else {
        add_rows(x, NULL, n, w, sum, groups);
    }
#pragma GCC unroll 16
    for (size_t k = 0; k < groups; k++)
        *(lanes *)(out + WAKE_NET_LANES * k) = sum[k];
}

static inline void rectify(float *x, size_t n)
{
    for (size_t k = 0; k < n; k++)
        x[k] = x[k] > 0 ? x[k] : 0;
}

void wake_net_column(const struct wake_net *n, const float *frames, float out[NET_C])
{
    dense(frames, (size_t)NET_K1 * MEL_BANDS, n->w1[0], n->b1, out, NET_C / WAKE_NET_LANES, false);
}

void wake_net_rest(const struct wake_net *n, struct wake_net_pass *p)
{
    for (size_t t = 0; t < NET_T2; t++) {
        dense(p->a1[2 * t], (size_t)NET_K2 * NET_C, n->w2[0], n->b2, p->a2[t],
              NET_C / WAKE_NET_LANES, true);
        rectify(p->a2[t], NET_C);
    }
    for (size_t t = 0; t < NET_T3; t++) {
        dense(p->a2[t], (size_t)NET_K3 * NET_C, n->w3[0], n->b3, p->a3[t], NET_C / WAKE_NET_LANES,
              true);
        rectify(p->a3[t], NET_C);
    }
    dense(p->a3[0], (size_t)NET_T3 * NET_C, n->w4[0], n->b4, p->a4, NET_H / WAKE_NET_LANES, true);
    rectify(p->a4, NET_H);
    dense(p->a4, NET_H, n->w5[0], n->b5, p->logits, WAKE_NET_PHRASES / WAKE_NET_LANES, true);
}

void wake_net_share(const struct wake_net *n, float share[MEL_BANDS][NET_C])
{
    memset(share, 0, sizeof(float[MEL_BANDS][NET_C]));
    for (int b = 0; b < MEL_BANDS; b++)
        for (int k = 0; k < NET_K1; k++)
            for (int c = 0; c < NET_C; c++)
                share[b][c] += n->w1[k * MEL_BANDS + b][c];
}

void wake_net_finish(const struct wake_net *n, const float share[MEL_BANDS][NET_C],
                     const float mean[MEL_BANDS], const float columns[NET_T1][NET_C], int first,
                     struct wake_net_pass *p)
{
    float minus[NET_C] = {0};
    for (int b = 0; b < MEL_BANDS; b++)
        for (int c = 0; c < NET_C; c++)
            minus[c] += mean[b] * share[b][c];
    for (int t = 0; t < NET_T1; t++) {
        const float *column = columns[(first + t) % NET_T1];
        for (int c = 0; c < NET_C; c++) {
            float x = column[c] - minus[c];
            p->a1[t][c] = x > 0 ? x : 0;
        }
    }
    wake_net_rest(n, p);
}

void wake_net_run(const struct wake_net *n, const float *window, struct wake_net_pass *p)
{
    for (size_t t = 0; t < NET_T1; t++) {
        wake_net_column(n, window + 2 * t * MEL_BANDS, p->a1[t]);
        rectify(p->a1[t], NET_C);
    }
    wake_net_rest(n, p);
}
