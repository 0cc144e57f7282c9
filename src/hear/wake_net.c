// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/wake_net.h"

#include <string.h>

/* Four numbers at once: GCC and Clang make NEON or SSE of it, or plain code where there is neither.
 * Machines that train with -march=native may have eight. */
#ifndef WAKE_NET_LANES
#define WAKE_NET_LANES 4
#endif
typedef float lanes __attribute__((vector_size(4 * WAKE_NET_LANES), aligned(4), may_alias));

/* out = bias + x · w over `n` inputs. `groups` is known where this is inlined, so that the sums
 * stay in registers. About half of the inputs are zero behind a ReLU, and cost nothing. */
static inline __attribute__((always_inline)) void dense(const float *x, size_t n, const float *w,
                                                        const float *bias, float *out,
                                                        const size_t groups)
{
    lanes sum[NET_H / WAKE_NET_LANES];
#pragma GCC unroll 16
    for (size_t k = 0; k < groups; k++)
        sum[k] = *(const lanes *)(bias + WAKE_NET_LANES * k);
    for (size_t j = 0; j < n; j++, w += WAKE_NET_LANES * groups) {
        if (x[j] == 0)
            continue;
        lanes v = x[j] - (lanes){0};
#pragma GCC unroll 16
        for (size_t k = 0; k < groups; k++)
            sum[k] += v * *(const lanes *)(w + WAKE_NET_LANES * k);
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
    dense(frames, (size_t)NET_K1 * MEL_BANDS, n->w1[0], n->b1, out, NET_C / WAKE_NET_LANES);
}

void wake_net_rest(const struct wake_net *n, struct wake_net_pass *p)
{
    for (size_t t = 0; t < NET_T2; t++) {
        dense(p->a1[2 * t], (size_t)NET_K2 * NET_C, n->w2[0], n->b2, p->a2[t],
              NET_C / WAKE_NET_LANES);
        rectify(p->a2[t], NET_C);
    }
    for (size_t t = 0; t < NET_T3; t++) {
        dense(p->a2[t], (size_t)NET_K3 * NET_C, n->w3[0], n->b3, p->a3[t], NET_C / WAKE_NET_LANES);
        rectify(p->a3[t], NET_C);
    }
    dense(p->a3[0], (size_t)NET_T3 * NET_C, n->w4[0], n->b4, p->a4, NET_H / WAKE_NET_LANES);
    rectify(p->a4, NET_H);
    dense(p->a4, NET_H, n->w5[0], n->b5, p->logits, WAKE_NET_PHRASES / WAKE_NET_LANES);
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
