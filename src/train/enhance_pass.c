// SPDX-License-Identifier: GPL-3.0-or-later
/* The enhancer's network over a whole example, forwards and backwards. */
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "train/enhance.h"

#define C      ENHANCER_CHANNELS
#define T      ENHANCE_FRAMES
#define BEFORE 64 /* rows of silence around each layer's input */
#define BEHIND 8
#define LAST   (ENHANCER_LAYERS - 1)

struct enhance_pass {
    float inputs[ENHANCER_LAYERS + 1][BEFORE + T + BEHIND][C]; /* the last: outputs */
    float active[ENHANCER_LAYERS][T][C];                       /* behind the ReLU */
    float back[BEFORE + T + BEHIND][C], error[T][C], turned[C][C];
};

struct enhance_pass *enhance_pass_new(void)
{
    return sahut_alloc(1, sizeof(struct enhance_pass));
}

void enhance_pass_free(struct enhance_pass *p)
{
    free(p);
}

/* The row that tap `k` of frame 0 looks at. */
static int row_of(const struct enhancer_layer *l, int k)
{
    return BEFORE + (k - l->taps + 1 + l->ahead) * l->dilation;
}

static void forward_layer(struct enhance_pass *p, const struct enhancer_net *n, int i)
{
    const struct enhancer_layer *l = &enhancer_layers[i];
    float(*out)[C] = p->active[i];
    for (int t = 0; t < T; t++)
        memcpy(out[t], n->values + l->bias, sizeof(*out));
    for (int k = 0; k < l->taps; k++) {
        struct multiply_left left = {p->inputs[i][row_of(l, k)], C, 1, T, (size_t)l->inputs};
        multiply_add(&left, n->values + l->weights + k * l->inputs * C, out[0]);
    }
    float *a = out[0], *to = p->inputs[i + 1][BEFORE];
    const float *from = p->inputs[i][BEFORE];
    if (i == LAST) {
        memcpy(to, a, sizeof(p->active[i]));
        return;
    }
    for (int j = 0; j < T * C; j++) {
        a[j] = a[j] > 0 ? a[j] : 0;
        to[j] = i == 0 ? a[j] : a[j] + from[j];
    }
}

const float (*enhance_forward(struct enhance_pass *p, const struct enhancer_net *n,
                              const float (*noisy)[FRONT_BANDS]))[ENHANCER_CHANNELS]
{
    struct enhancer_floor floor = {0};
    for (int t = 0; t < T; t++)
        enhancer_inputs(&floor, noisy[t], p->inputs[0][BEFORE + t]);
    for (int i = 0; i < ENHANCER_LAYERS; i++)
        forward_layer(p, n, i);
    return (const float(*)[C])(p->inputs[ENHANCER_LAYERS] + BEFORE);
}

static void turn(const float *w, int inputs, float turned[C][C])
{
    for (int j = 0; j < inputs; j++)
        for (int c = 0; c < C; c++)
            turned[c][j] = w[j * C + c];
}

static void add_weights(struct enhance_pass *p, int i, float *gradient)
{
    const struct enhancer_layer *l = &enhancer_layers[i];
    float *bias = gradient + l->bias;
    for (int t = 0; t < T; t++)
        for (int c = 0; c < C; c++)
            bias[c] += p->error[t][c];
    for (int k = 0; k < l->taps; k++) {
        struct multiply_left left = {p->inputs[i][row_of(l, k)], 1, C, (size_t)l->inputs, T};
        multiply_add(&left, p->error[0], gradient + l->weights + k * l->inputs * C);
    }
}

/* From p->error to p->back; what a block's input adds to its output is there already. */
static void add_inputs(struct enhance_pass *p, const struct enhancer_net *n, int i)
{
    const struct enhancer_layer *l = &enhancer_layers[i];
    for (int k = 0; k < l->taps; k++) {
        turn(n->values + l->weights + k * l->inputs * C, l->inputs, p->turned);
        struct multiply_left left = {p->error[0], C, 1, T, C};
        multiply_add(&left, p->turned[0], p->back[row_of(l, k)]);
    }
    memset(p->back, 0, BEFORE * sizeof(*p->back));
    memset(p->back + BEFORE + T, 0, BEHIND * sizeof(*p->back));
}

void enhance_backward(struct enhance_pass *p, const struct enhancer_net *n,
                      float (*outputs)[ENHANCER_CHANNELS], float *gradient)
{
    memcpy(p->error, outputs, sizeof(p->error));
    memset(p->back, 0, sizeof(p->back));
    for (int i = LAST; i >= 0; i--) {
        for (int t = 0; t < T && i < LAST; t++)
            for (int c = 0; c < C; c++)
                p->error[t][c] = p->active[i][t][c] > 0 ? p->back[BEFORE + t][c] : 0;
        add_weights(p, i, gradient);
        if (i > 0)
            add_inputs(p, n, i);
    }
}
