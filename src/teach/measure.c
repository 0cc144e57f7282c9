// SPDX-License-Identifier: GPL-3.0-or-later
/* What a taught phrase will be like: thresholds from speech that was not learnt from, misses from
 * recordings that one of the networks did not learn from. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "teach/teacher.h"

#define TAIL   8 /* of the highest peaks the rest is guessed from */
#define MARGIN 1.5f
/* After a second look scores of all phrases are alike: half a false alarm an hour wanted 3 in the
 * middle of ten teachings (tests/bench/teach). Little speech has few peaks, and may ask for far
 * less. */
#define LEAST 1.0f

static int downwards(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x < y) - (x > y);
}

/* The highest peaks fall off like an exponential: how high is one that comes `count` times? An hour
 * or two of speech has too few of them to count. What little speech there is must not ask for more
 * than MARGIN above everything in it: a network's score has an end, an exponential has none. */
static float from_tail(struct peaks *p, double count)
{
    size_t n = p->n[0] < TAIL ? p->n[0] : TAIL;
    if (n < 2)
        return 0;
    qsort(p->scores[0], p->n[0], sizeof(float), downwards);
    float last = p->scores[0][n - 1], mean = 0;
    for (size_t i = 0; i < n; i++)
        mean += p->scores[0][i] / (float)n;
    float guess = last + (mean - last) * logf((float)n / (float)count);
    return fminf(guess, p->scores[0][0] + MARGIN);
}

static float threshold_at(const struct sahut_teacher *t, struct peaks *p, double rate)
{
    float tail = from_tail(p, rate * p->hours);
    return t->second ? fmaxf(tail, LEAST - logf((float)rate / 0.5f)) : tail;
}

static void find_peaks(const struct sahut_teacher *t, struct peaks *out)
{
    struct measuring m = {
        .model = &t->model, .voice = t->voice, .gate = true, .second = {t->second}};
    for (size_t i = 0; i < t->held.n; i++)
        measure_false_pcm(&m, t->held.items[i].pcm, t->held.items[i].n, out);
}

static void count_misses(struct sahut_teacher *t, struct wake_model *one, int network,
                         float threshold)
{
    struct measuring m = {.model = one, .voice = t->voice, .gate = true, .second = {t->second}};
    const struct recordings *noise = &t->around.noise;
    m.noise = noise->items[(size_t)network % noise->n].sound;
    for (size_t i = 0; i < t->takes.n; i++) {
        float best[WAKE_NET_PHRASES];
        if (!teach_leaves_out(&t->recipe, network, i))
            continue;
        t->report.checked++;
        one->likeness = t->model.likeness;
        likeness_leave_out(&one->likeness, (int)i);
        measure_recording(&m, &t->takes.items[i].sound, CHANNEL_NONE, best);
        t->report.missed += best[0] < threshold;
        measure_recording(&m, &t->takes.items[i].sound, CHANNEL_NOISE, best);
        t->report.missed_10db += best[0] < threshold;
    }
}

/* Each network alone hears the recordings that it did not learn from, with the threshold of all
 * together: what one misses is mostly, but not always, missed by all. */
static void cross_check(struct sahut_teacher *t)
{
    struct wake_model *one = sahut_alloc(1, sizeof(*one));
    *one = (struct wake_model){.n_nets = 1, .n_phrases = 1};
    float threshold = wake_model_threshold(t->model.phrases, 50, 1);
    for (int i = 0; i < t->recipe.networks; i++) {
        one->nets[0] = t->model.nets[i];
        count_misses(t, one, i, threshold);
    }
    free(one);
}

void teach_measure(struct sahut_teacher *t)
{
    struct peaks all = {0};
    t->report = (struct sahut_teach_report){.takes = t->takes.n,
                                            .synthetic = t->held_hours[SAHUT_OTHER_REAL] == 0};
    find_peaks(t, &all);
    for (int i = 0; i < WAKE_MODEL_POINTS; i++)
        t->model.phrases[0].thresholds[i] = threshold_at(t, &all, wake_model_rates[i]);
    t->report.hours = all.hours;
    t->report.false_alarms = peaks_rate(&all, 0, wake_model_threshold(t->model.phrases, 50, 1));
    cross_check(t);
    peaks_free(&all);
}
