// SPDX-License-Identifier: GPL-3.0-or-later
/** A wake model file: what it knows and how well, then the weights.
 *
 *     sahut wake 1
 *     networks 2
 *     second look                                       only if the thresholds are of scores after
 * one phrase 0.71 6.2 4.8 3.9 2.7 1.1 smart mirror      seconds of the phrase, WAKE_MODEL_POINTS
 *                                                       thresholds, name
 *     recordings 6                                      only if they are there to compare with
 *     note Data: …                                      the card, line by line
 *     weights
 *
 * Then for each network and layer: a scale (32-bit float, little endian) and a bias for each
 * output, and 8-bit weights [input][output]. Then, if there are recordings, the distance
 * of the middle one to the others and the steps of the values (32-bit floats), and for each its
 * number of frames (a byte) and 8-bit values [frame][value].
 */
#ifndef HEAR_WAKE_MODEL_H
#define HEAR_WAKE_MODEL_H

#include "hear/likeness.h"
#include "hear/wake_spot.h"
#include "sahut/why.h"

#define WAKE_MODEL_POINTS 5
/** The false alarms per hour of other people's speech that the thresholds stand for. */
extern const double wake_model_rates[WAKE_MODEL_POINTS];

struct wake_model_phrase {
    char name[48];
    double seconds; /**< nine of ten are shorter */
    float thresholds[WAKE_MODEL_POINTS];
};

struct wake_model {
    int n_nets, n_phrases;
    bool second_look; /**< the thresholds are of scores after a second look (second_look.h) */
    struct likeness likeness; /**< to the recordings it was taught with; a second look wants it */
    struct wake_net nets[WAKE_SPOT_NETS];
    struct wake_model_phrase phrases[WAKE_NET_PHRASES];
    char card[4096];
};

/** Weights are rounded to 8 bits, in `m` as well: what is measured is what is read. */
void wake_model_round(struct wake_model *m);
int wake_model_write(const char *path, const struct wake_model *m, struct sahut_why *why);
/** free(*out). -ENOENT, -EINVAL (no such model, cut short) with `why`. */
int wake_model_read(const char *path, struct wake_model **out, struct sahut_why *why);
/** Its number in the model, -1 if there is none of that name. */
int wake_model_find(const struct wake_model *m, const char *phrase);
/** The score from which the phrase counts. `sensitivity` 0 … 100; 50 stands for half a false alarm
 * per hour of other people's speech, which `models` that listen for the phrase share. */
float wake_model_threshold(const struct wake_model_phrase *p, double sensitivity, int models);
/** From which sensitivity on a score counts; WAKE_NEVER if it does not at 100. */
double wake_model_sensitivity(const struct wake_model_phrase *p, float score, int models);
#define WAKE_NEVER 1000.0
/** The false alarms per hour that a sensitivity stands for. */
double wake_model_rate(double sensitivity);

#endif
