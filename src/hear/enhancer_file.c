// SPDX-License-Identifier: GPL-3.0-or-later
/* An enhancer's file:
 *
 *     sahut enhancer 1
 *     note …                      the card, line by line
 *     weights
 *
 * Then for each layer and output a scale (32-bit float, little endian), the biases as 32-bit
 * floats, and 8-bit weights [tap][input][output]. */
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hear/enhancer.h"
#include "hear/little_endian.h"
#include "sahut/text.h"

#define FIRST_LINE "sahut enhancer 1\n"
#define NOTE       "note "
#define C          ENHANCER_CHANNELS

/* 8 bits for each output's weights. */
static void put_layer(FILE *f, struct enhancer_net *n, const struct enhancer_layer *l)
{
    float *w = n->values + l->weights, scale[C];
    int rows = l->taps * l->inputs;
    for (int c = 0; c < C; c++) {
        float most = 1e-9f;
        for (int j = 0; j < rows; j++)
            most = fmaxf(most, fabsf(w[j * C + c]));
        scale[c] = most / 127;
        put_f32(f, scale[c]);
    }
    for (int c = 0; c < C; c++)
        put_f32(f, n->values[l->bias + c]);
    for (int j = 0; j < rows * C; j++) {
        long step = lrintf(w[j] / scale[j % C]);
        fputc((int)step & 255, f);
        w[j] = (float)step * scale[j % C];
    }
}

static bool get_layer(FILE *f, struct enhancer_net *n, const struct enhancer_layer *l)
{
    float scale[C];
    bool good = true;
    for (int c = 0; c < C && good; c++)
        good = get_f32(f, &scale[c]);
    for (int c = 0; c < C && good; c++)
        good = get_f32(f, &n->values[l->bias + c]);
    for (int j = 0; j < l->taps * l->inputs * C && good; j++) {
        int step = fgetc(f);
        good = step != EOF;
        n->values[l->weights + j] = (float)(int8_t)step * scale[j % C];
    }
    return good;
}

static void put_card(FILE *f, const char *card)
{
    while (*card) {
        int n = (int)strcspn(card, "\n");
        fprintf(f, NOTE "%.*s\n", n, card);
        card += n + (card[n] == '\n');
    }
}

int enhancer_net_write(const char *path, struct enhancer_net *n, struct sahut_why *why)
{
    FILE *f = fopen(path, "wbe");
    if (!f)
        return sahut_why(why, -errno, "%s: %s", path, strerror(errno));
    fputs(FIRST_LINE, f);
    put_card(f, n->card);
    fputs("weights\n", f);
    for (int i = 0; i < ENHANCER_LAYERS; i++)
        put_layer(f, n, &enhancer_layers[i]);
    bool bad = ferror(f);
    if (fclose(f) || bad)
        return sahut_why(why, -EIO, "%s: cannot be written", path);
    return 0;
}

static bool get_head(FILE *f, struct enhancer_net *n)
{
    char line[1000];
    if (!fgets(line, sizeof(line), f) || strcmp(line, FIRST_LINE) != 0)
        return false;
    while (fgets(line, sizeof(line), f) && strcmp(line, "weights\n") != 0) {
        size_t have = strlen(n->card);
        if (strncmp(line, NOTE, strlen(NOTE)) != 0)
            return false;
        snprintf(n->card + have, sizeof(n->card) - have, "%s", line + strlen(NOTE));
    }
    return !feof(f);
}

int enhancer_net_read(const char *path, struct enhancer_net **out, struct sahut_why *why)
{
    FILE *f = fopen(path, "rbe");
    if (!f)
        return sahut_why(why, -errno, "enhancer %s: %s", path, strerror(errno));
    struct enhancer_net *n = sahut_alloc(1, sizeof(*n));
    bool good = get_head(f, n);
    for (int i = 0; i < ENHANCER_LAYERS && good; i++)
        good = get_layer(f, n, &enhancer_layers[i]);
    good = good && fgetc(f) == EOF;
    fclose(f);
    if (!good) {
        free(n);
        return sahut_why(why, -EINVAL, "enhancer %s: not one of this version, or cut short", path);
    }
    *out = n;
    return 0;
}
