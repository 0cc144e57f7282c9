// SPDX-License-Identifier: GPL-3.0-or-later
/* Makes models/hear/enhancer.
 *
 *   train-enhancer DATA models/hear/enhancer [--steps 3000] [--judged 1500] [--batch 8] [--seed 0]
 *                  [--acoustic-model FOLDER] [--continue 1]
 *
 * DATA holds data/background and data/noise ($SAHUT_DATA). `steps` learn from the squared error,
 * then `judged` ones from what the Gaussians of PocketSphinx's acoustic model make of it. With
 * --continue the weights that are there go on learning. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sahut/text.h"
#include "train/enhance.h"

#define ACOUSTIC_MODEL "/usr/share/pocketsphinx/model/en-us/en-us"

struct options {
    const char *data, *path, *acoustic_model;
    int steps, judged, batch, seed;
    bool go_on;
};

static bool read_options(int argc, char **argv, struct options *o)
{
    *o = (struct options){
        .steps = 3000, .judged = 1500, .batch = 8, .acoustic_model = ACOUSTIC_MODEL};
    if (argc < 3)
        return false;
    o->data = argv[1];
    o->path = argv[2];
    int i = 3;
    for (; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--steps") == 0)
            o->steps = atoi(argv[i + 1]);
        else if (strcmp(argv[i], "--judged") == 0)
            o->judged = atoi(argv[i + 1]);
        else if (strcmp(argv[i], "--batch") == 0)
            o->batch = atoi(argv[i + 1]);
        else if (strcmp(argv[i], "--seed") == 0)
            o->seed = atoi(argv[i + 1]);
        else if (strcmp(argv[i], "--acoustic-model") == 0)
            o->acoustic_model = argv[i + 1];
        else if (strcmp(argv[i], "--continue") == 0)
            o->go_on = atoi(argv[i + 1]) != 0;
        else
            return false;
    }
    return i == argc && o->steps >= 0 && o->judged >= 0 && o->batch >= 1;
}

static double hours(const struct recordings *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        n += r->items[i].held_out ? 0 : r->items[i].sound.n;
    return (double)n / WAKE_RATE / 3600;
}

static void write_card(const struct wake_data *d, const struct options *o, struct enhancer_net *n)
{
    time_t now = time(NULL);
    char day[20];
    strftime(day, sizeof(day), "%Y-%m-%d", gmtime(&now));
    snprintf(n->card, sizeof(n->card),
             "%s: train-enhancer $SAHUT_DATA models/hear/enhancer --steps %d --judged %d --batch "
             "%d --seed %d\n"
             "Speech, %.1f h: LibriSpeech (CC BY 4.0), speechocean762 (free for any use), accents "
             "(MIT), Speech Commands (CC BY 4.0); speakers held out: CRC-32 divisible by 3.\n"
             "Noise, %.1f h: kitchen20 (Apache-2.0), ESC-10 (CC BY 3.0); held out: kinds of "
             "kitchen20 with a CRC-32 divisible by 4, music, the kitchen hum.\n"
             "Judge: Gaussians of pocketsphinx-en-us (BSD).\n"
             "Figures: docs/hearing.md, 'Orders in noise'.\n",
             day, o->steps, o->judged, o->batch, o->seed, hours(&d->speech), hours(&d->noise));
}

static int train(const struct options *o, const struct wake_data *d, struct sahut_why *why)
{
    struct enhancer_net *net = NULL;
    struct gaussians *gaussians = NULL;
    int err = o->go_on ? enhancer_net_read(o->path, &net, why) : 0;
    if (!err && o->judged)
        err = gaussians_read(o->acoustic_model, &gaussians, why);
    if (!err && !net) {
        net = sahut_alloc(1, sizeof(*net));
        enhance_start(net, (uint32_t)o->seed);
    }
    if (!err) {
        struct enhance_lesson squares = {.steps = o->steps,
                                         .batch = o->batch,
                                         .rate = 2e-3f,
                                         .squares = 1,
                                         .seed = (uint32_t)o->seed};
        struct enhance_lesson judged = {.steps = o->judged,
                                        .batch = o->batch,
                                        .rate = 7e-4f,
                                        .squares = 0.1f,
                                        .gaussians = gaussians,
                                        .seed = (uint32_t)o->seed + 1000};
        write_card(d, o, net);
        enhance_learn(&squares, d, net);
        err = enhancer_net_write(o->path, net, why); /* so that a stop loses only half */
        if (!err && o->judged) {
            enhance_learn(&judged, d, net);
            err = enhancer_net_write(o->path, net, why);
        }
    }
    gaussians_free(gaussians);
    free(net);
    return err;
}

int main(int argc, char **argv)
{
    struct sahut_why why = {.text = ""};
    struct options o;
    if (!read_options(argc, argv, &o)) {
        fprintf(stderr, "usage: train-enhancer DATA ENHANCER [--steps N] [--judged N] [--batch N] "
                        "[--seed N] [--acoustic-model FOLDER] [--continue 1]\n");
        return 2;
    }
    struct wake_data d = {0};
    int err = recordings_read(o.data, "background", &d.speech, &why);
    if (!err)
        err = recordings_read(o.data, "noise", &d.noise, &why);
    if (!err)
        err = train(&o, &d, &why);
    wake_data_free(&d);
    if (err)
        fprintf(stderr, "train-enhancer: %s\n", why.text);
    return err ? 1 : 0;
}
