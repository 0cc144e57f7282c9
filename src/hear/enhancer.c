// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/enhancer.h"

#include <assert.h>
#include <string.h>

#define C ENHANCER_CHANNELS
/* weights and biases of the first n blocks */
#define AT(n) ((ENHANCER_INPUTS * 5 + 1 + (n) * (3 * C + 1)) * C)

const struct enhancer_layer enhancer_layers[ENHANCER_LAYERS] = {
    {ENHANCER_INPUTS, 5, 1, 2, 0, ENHANCER_INPUTS * 5 * C},
    {C, 3, 1, 1, AT(0), AT(0) + 3 * C *C},
    {C, 3, 2, 1, AT(1), AT(1) + 3 * C *C},
    {C, 3, 4, 1, AT(2), AT(2) + 3 * C *C},
    {C, 3, 8, 0, AT(3), AT(3) + 3 * C *C},
    {C, 3, 16, 0, AT(4), AT(4) + 3 * C *C},
    {C, 3, 32, 0, AT(5), AT(5) + 3 * C *C},
    {C, 1, 1, 0, AT(6), AT(6) + C *C},
};
_Static_assert(AT(6) + C * C + C == ENHANCER_VALUES, "the layers fill the net");

/* Brings a logarithm of a power to about -1 … 3. */
#define MIDDLE 12.0f
#define SCALE  0.25f

void enhancer_inputs(struct enhancer_floor *f, const float log_mels[FRONT_BANDS],
                     float out[ENHANCER_INPUTS])
{
    for (int b = 0; b < FRONT_BANDS; b++) {
        float x = log_mels[b];
        if (!f->begun)
            f->power[b] = f->noise[b] = x;
        f->power[b] += 0.3f * (x - f->power[b]);
        float up = f->power[b] - f->noise[b];
        f->noise[b] += (up > 0 ? 0.01f : 0.5f) * up;
        out[b] = (x - MIDDLE) * SCALE;
        out[FRONT_BANDS + b] = (x - f->noise[b]) * SCALE;
    }
    f->begun = true;
}

void enhancer_begin(struct enhancer *e, const struct enhancer_net *net)
{
    e->net = net;
    memset(&e->floor, 0, sizeof(e->floor));
    memset(e->rows, 0, sizeof(e->rows));
    for (int i = 0; i < ENHANCER_LAYERS; i++) {
        const struct enhancer_layer *l = &enhancer_layers[i];
        e->held[i] = (l->taps - 1 - l->ahead) * l->dilation;
    }
}

/* The layer's results for `n` frames, the first of which its rows begin with, into `out`. */
static void run_layer(const struct enhancer *e, int i, int n, float (*out)[C])
{
    const struct enhancer_layer *l = &enhancer_layers[i];
    const float *w = e->net->values + l->weights;
    for (int t = 0; t < n; t++)
        memcpy(out[t], e->net->values + l->bias, sizeof(*out));
    for (int k = 0; k < l->taps; k++, w += l->inputs * C) {
        struct multiply_left left = {e->rows[i][k * l->dilation], C, 1, (size_t)n,
                                     (size_t)l->inputs};
        multiply_add(&left, w, out[0]);
    }
    if (i == ENHANCER_LAYERS - 1)
        return;
    int same = (l->taps - 1 - l->ahead) * l->dilation;
    for (int t = 0; t < n; t++)
        for (int c = 0; c < C; c++) {
            float x = out[t][c] > 0 ? out[t][c] : 0;
            out[t][c] = i == 0 ? x : x + e->rows[i][same + t][c];
        }
}

/* `n` new rows are in layer 0; what comes of them goes through all layers. At the end each layer is
 * given the silence that it looks ahead to. */
static int advance(struct enhancer *e, int n, bool end)
{
    for (int i = 0; i < ENHANCER_LAYERS; i++) {
        const struct enhancer_layer *l = &enhancer_layers[i];
        int reach = (l->taps - 1) * l->dilation, silence = end ? l->ahead * l->dilation : 0;
        e->held[i] += n;
        assert(e->held[i] + silence <= ENHANCER_ROWS);
        memset(e->rows[i][e->held[i]], 0, (size_t)silence * sizeof(e->rows[i][0]));
        e->held[i] += silence;
        n = e->held[i] > reach ? e->held[i] - reach : 0;
        bool last = i == ENHANCER_LAYERS - 1;
        run_layer(e, i, n, last ? e->out : e->rows[i + 1] + e->held[i + 1]);
        e->held[i] -= n;
        memmove(e->rows[i][0], e->rows[i][n], (size_t)e->held[i] * sizeof(e->rows[i][0]));
    }
    return n;
}

int enhancer_feed(struct enhancer *e, const float (*log_mels)[FRONT_BANDS], int n)
{
    assert(n <= ENHANCER_CHUNK);
    for (int t = 0; t < n; t++)
        enhancer_inputs(&e->floor, log_mels[t], e->rows[0][e->held[0] + t]);
    return advance(e, n, false);
}

int enhancer_end(struct enhancer *e)
{
    return advance(e, 0, true);
}
