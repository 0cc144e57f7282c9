// SPDX-License-Identifier: GPL-3.0-or-later
/** endpoints MODELS SENTENCES NOISE SNR_DB|clean FILE…: when does an order begin and end?
 *
 * Each recording is pushed as a microphone would, with two seconds of the noise before it and four
 * behind it, to an ear that waits for an order (16 kHz mono; SNR as tests/bench/mix.c has it, over
 * all of the noise). A line for each: how long after the end of the speech the first accepted order
 * was decided (speech: where the recording without noise is loud, hear/level.h), how many were
 * begun, how many accepted, and the words. Then medians. Dishes begin orders, too, before and
 * behind the speech. With SNR "noise" the files are sounds in which nobody speaks, and what counts
 * is how many began an order, and how many were accepted. Goals: 0.7 s, 0.3 s if the sentence is
 * complete; no order from a slamming door; steady noise keeps none open.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hear/level.h"
#include "sahut/hearing.h"
#include "sahut/sentences.h"
#include "sahut/text.h"
#include "train/wake.h"

#define RATE   16000
#define BEFORE ((size_t)2 * RATE)
#define BEHIND ((size_t)4 * RATE)
#define MODEL  "/usr/share/pocketsphinx/model/en-us/"

struct orders {
    int pieces, accepted;
    int64_t at; /* of the first that was accepted; of the last if none was */
    char text[400];
};

static struct sound read_all(const char *path)
{
    struct sound s;
    struct sahut_why why;
    if (sound_read(path, &s, &why)) {
        fprintf(stderr, "endpoints: %s\n", why.text);
        exit(1);
    }
    return s;
}

/* free(). `seed` says where in the noise it begins. */
static int16_t *scene(const struct sound *speech, const struct sound *noise, const char *snr,
                      size_t seed, size_t *n)
{
    *n = BEFORE + speech->n + BEHIND;
    float *x = sahut_alloc(*n, sizeof(*x)), gain = 0, peak = 1;
    memcpy(x + BEFORE, speech->x, speech->n * sizeof(*x));
    size_t from = noise->n > *n ? seed * 7919 * 160 % (noise->n - *n) : 0;
    if (strcmp(snr, "clean") != 0 && strcmp(snr, "noise") != 0)
        gain = (float)sqrt(sound_loudest(speech->x, speech->n) / pow(10, atof(snr) / 10) /
                           sound_loudest(noise->x + from, *n < noise->n ? *n : noise->n));
    for (size_t i = 0; i < *n; i++) {
        x[i] += gain * noise->x[(from + i) % noise->n];
        peak = fmaxf(peak, fabsf(x[i]));
    }
    int16_t *pcm = sahut_alloc(*n, sizeof(*pcm));
    for (size_t i = 0; i < *n; i++)
        pcm[i] = (int16_t)lrintf(32000 * x[i] / peak);
    free(x);
    return pcm;
}

static void heard(void *ctx, const struct sahut_heard *h)
{
    struct orders *o = ctx;
    if (h->kind != SAHUT_HEARD_HYPOTHESIS)
        return;
    if (!o->accepted)
        o->at = h->at;
    o->pieces++;
    o->accepted += h->accepted;
    if (h->text[0] && strlen(o->text) + strlen(h->text) + 4 < sizeof(o->text)) {
        strcat(o->text, o->text[0] ? " | " : "");
        strcat(o->text, h->text);
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void summary(double *late, int n, int whole, const struct orders *all)
{
    qsort(late, (size_t)n, sizeof(*late), by_value);
    if (n > 0)
        printf("%d files: decided %.2f s after the speech (median; nine of ten before %.2f s); in "
               "one piece %.1f %%\n",
               n, late[n / 2], late[n * 9 / 10], 100.0 * whole / n);
    printf("%d orders begun, %d accepted\n", all->pieces, all->accepted);
}

static struct sahut_hearing *make_ear(const char *models, const char *sentences, struct orders *o)
{
    struct sahut_sentences *s;
    struct sahut_grammar *g;
    struct sahut_hearing *ear;
    struct sahut_why why;
    struct sahut_hearing_config config = {.acoustic_model = MODEL "en-us",
                                          .dictionary = MODEL "cmudict-en-us.dict",
                                          .models = models,
                                          .min_confidence = 0.5,
                                          .order_timeout_s = 5,
                                          .max_order_s = 12};
    if (sahut_sentences_read(sentences, &s, &why) || sahut_sentences_compile(s, NULL, &g, &why) ||
        sahut_hearing_new(&config, g, heard, o, &ear, &why)) {
        fprintf(stderr, "endpoints: %s\n", why.text);
        exit(1);
    }
    sahut_grammar_free(g);
    sahut_sentences_free(s);
    return ear;
}

static double speech_end(const struct sound *s)
{
    int16_t *pcm = sahut_alloc(s->n + 1, sizeof(*pcm));
    for (size_t i = 0; i < s->n; i++)
        pcm[i] = (int16_t)lrintf(32000 * s->x[i]);
    size_t begin, end;
    level_speech(pcm, s->n, &begin, &end);
    free(pcm);
    return (double)(BEFORE + end) / RATE - 0.3; /* level_speech adds a margin */
}

int main(int argc, char **argv)
{
    if (argc < 6) {
        fprintf(stderr, "usage: endpoints MODELS SENTENCES NOISE SNR_DB|clean|noise FILE...\n");
        return 2;
    }
    struct orders one, all = {0};
    struct sahut_hearing *ear = make_ear(argv[1], argv[2], &one);
    struct sound noise = read_all(argv[3]);
    double *late = sahut_alloc((size_t)argc, sizeof(*late));
    bool silent = strcmp(argv[4], "noise") == 0;
    int n = 0, whole = 0;
    for (int i = 5; i < argc; i++) {
        struct sound speech = read_all(argv[i]);
        size_t length;
        int16_t *pcm = scene(&speech, &noise, argv[4], (size_t)i, &length);
        double end = speech_end(&speech);
        memset(&one, 0, sizeof(one));
        sahut_hearing_reset(ear);
        for (size_t at = 0; at < length; at += 320)
            sahut_hearing_push(ear, pcm + at, length - at < 320 ? length - at : 320);
        double at = one.pieces ? (double)one.at / RATE : (double)length / RATE;
        printf("%s\t%.2f\t%d\t%d\t%s\n", argv[i], at - end, one.pieces, one.accepted, one.text);
        whole += one.pieces == 1;
        all.pieces += one.pieces;
        all.accepted += one.accepted;
        if (!silent)
            late[n++] = at - end;
        free(pcm);
        free(speech.x);
    }
    summary(late, n, whole, &all);
    free(late);
    free(noise.x);
    sahut_hearing_free(ear);
    return 0;
}
