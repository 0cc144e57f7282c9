// SPDX-License-Identifier: GPL-3.0-or-later
/* Ends of orders by what the enhancer leaves over, with nets made by hand: one that changes
 * nothing, and one that takes everything for noise. Times in seconds, against what is put in. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hear/listener.h"
#include "sahut/text.h"

#define RATE    16000
#define LENGTH  6 /* seconds */
#define SILENCE 30
#define CLOSE   0.1

static int16_t pcm[LENGTH * RATE];

static void add_tone(double from, double to)
{
    for (int i = (int)(from * RATE); i < (int)(to * RATE); i++)
        pcm[i] = (int16_t)(pcm[i] + 6000 * sin(i * 0.3));
}

static struct enhancer_net *net_of(float gain)
{
    struct enhancer_net *n = sahut_alloc(1, sizeof(*n));
    float *bias = n->values + enhancer_layers[ENHANCER_LAYERS - 1].bias;
    for (int b = 0; b < FRONT_BANDS; b++)
        bias[b] = gain;
    return n;
}

static void orders_begin_and_end(void **ctx)
{
    static const struct {
        const char *what;
        float gain;
        double tones[2][2]; /* from, to; 0: none */
        double begin, end;  /* when it is known; 0: never */
    } rows[] = {
        {"a word", 0, {{2, 3}, {0, 0}}, 2.19, 3.71},
        {"a pause of 0.4 s", 0, {{2, 2.5}, {2.9, 3.5}}, 2.19, 4.21},
        {"a click of 40 ms", 0, {{2, 2.04}, {0, 0}}, 0, 0},
        {"silence", 0, {{0, 0}, {0, 0}}, 0, 0},
        {"noise that is as loud", -4, {{2, 3}, {0, 0}}, 0, 0},
        {"noise as loud as the word", -0.8f, {{2, 3}, {0, 0}}, 2.19, 3.71},
    };
    for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
        print_message("# %s\n", rows[r].what);
        memset(pcm, 0, sizeof(pcm));
        for (int k = 0; k < 2; k++)
            add_tone(rows[r].tones[k][0], rows[r].tones[k][1]);
        struct enhancer_net *n = net_of(rows[r].gain);
        struct listener *l = listener_new(n);
        double begin = 0, end = 0;
        for (int at = 0; at + LEVEL_FRAME <= LENGTH * RATE; at += LEVEL_FRAME) {
            enum endpoint e = listener_step(l, pcm + at, SILENCE);
            if (e == ENDPOINT_BEGIN)
                begin = (double)(at + LEVEL_FRAME) / RATE;
            else if (e == ENDPOINT_END)
                end = (double)(at + LEVEL_FRAME) / RATE;
        }
        assert_true(fabs(begin - rows[r].begin) < CLOSE);
        assert_true(fabs(end - rows[r].end) < CLOSE);
        listener_free(l);
        free(n);
    }
}

/* Begun in the middle of speech, it knows what was before. */
static void what_was_before_counts(void **ctx)
{
    memset(pcm, 0, sizeof(pcm));
    add_tone(1, 2);
    struct enhancer_net *n = net_of(0);
    struct listener *l = listener_new(n);
    int at = 2 * RATE + RATE / 2;
    listener_begin(l);
    for (int b = at - LISTENER_CONTEXT; b < at; b += LEVEL_FRAME)
        listener_step(l, pcm + b, SILENCE);
    assert_true(listener_endpointer(l)->speech);
    assert_in_range(endpointer_quiet(listener_endpointer(l)), 15, 25);
    double end = 0;
    for (; at + LEVEL_FRAME <= LENGTH * RATE && end == 0; at += LEVEL_FRAME)
        if (listener_step(l, pcm + at, SILENCE) == ENDPOINT_END)
            end = (double)(at + LEVEL_FRAME) / RATE;
    assert_true(fabs(end - 2.71) < CLOSE);
    listener_free(l);
    free(n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(orders_begin_and_end),
                                       cmocka_unit_test(what_was_before_counts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
