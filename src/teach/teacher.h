// SPDX-License-Identifier: GPL-3.0-or-later
/** What the files of the teacher share. */
#ifndef TEACH_TEACHER_H
#define TEACH_TEACHER_H

#include "hear/wake_model.h"
#include "sahut/teach.h"
#include "train/wake_measure.h"

/** How it learns; every number was chosen by tests/bench/teach. */
struct recipe {
    int networks, epochs;
    int copies;                      /**< changed ones of all recordings of the phrase together */
    int positives, negatives, mined; /**< windows an epoch */
    bool start;                      /**< from the shipped networks */
    int frozen;                      /**< layers that keep the shipped weights */
    int leave_out; /**< network i does not learn from every n-th recording + i; 0: from all */
};
extern const struct recipe teach_recipe;

/** Sound as it came, 2 bytes a sample: an hour is 115 MB. */
struct pieces {
    struct piece {
        int16_t *pcm;
        size_t n;
    } * items;
    size_t n, cap;
};

struct sahut_teacher {
    char phrase[48];
    uint32_t seed;
    struct recipe recipe;
    struct wake_model *shipped; /**< NULL: none */
    struct voice_net *voice;    /**< NULL: none */
    struct mel mel;
    struct dice dice;
    struct recordings takes;
    bool has_noise;             /**< of our own */
    struct wake_data around;    /**< noise, and some speech to stand beside the phrase */
    struct clips others;        /**< learnt from */
    struct pieces held;         /**< not learnt from: thresholds */
    struct second_look *second; /**< NULL: none */
    double held_hours[SAHUT_OTHER_OWN + 1], learnt_hours[SAHUT_OTHER_OWN + 1];
    size_t n_others, n_plain;
    struct wake_model model;
    struct sahut_teach_report report;
};

/** Does this network not learn from that recording? */
bool teach_leaves_out(const struct recipe *r, int network, size_t take);
/** More of that kind would be left out. */
bool teach_has_enough(const struct sahut_teacher *t, bool noise);
/** Sets the model's thresholds and the report. */
void teach_measure(struct sahut_teacher *t);

#endif
