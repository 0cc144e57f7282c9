// SPDX-License-Identifier: GPL-3.0-or-later
/** A second look at what a wake network took for its phrase: how well PocketSphinx finds the phrase
 * in the same sound, noise taken out. Network and Gaussians err over different sounds, and
 * PocketSphinx has heard hundreds of people where a taught network has heard six recordings
 * (docs/hearing.md).
 *
 *     network's score   ___/\_______                 candidate: the peak, once it is SETTLE looks
 * old looked at       [=========|==]                 BEFORE and AFTER the peak
 */
#ifndef HEAR_SECOND_LOOK_H
#define HEAR_SECOND_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hear/likeness.h"
#include "hear/wake.h"

/** Samples of the window around the peak. */
#define SECOND_LOOK_BEFORE (17 * 1600)
#define SECOND_LOOK_AFTER  (2 * 1600)
#define SECOND_LOOK_WINDOW (SECOND_LOOK_BEFORE + SECOND_LOOK_AFTER)
/** Looks (of 40 ms) after which a peak is one. */
#define SECOND_LOOK_SETTLE 5
/** Logit below which a peak is not looked at: some 100 looks an hour of other people's speech. */
#define SECOND_LOOK_ASK (-7.5f)

struct candidate {
    float best;
    int age; /* looks since */
};
void candidate_begin(struct candidate *c);
/** The next look's score. True when a peak has settled; it is in `peak` and c->age looks ago, and
 * the next one is waited for. */
bool candidate_look(struct candidate *c, float score, float *peak);
/** True if one is still waited for: the sound ends. */
bool candidate_end(struct candidate *c, float *peak);

struct second_look;

/** -EINVAL if a word of the phrase cannot be pronounced, -ENOENT without an acoustic model; `why`
 * says so. */
int second_look_new(const struct wake_config *config, struct second_look **out,
                    struct sahut_why *why);
void second_look_free(struct second_look *s);
/** The network's logit, what PocketSphinx says of the window (it may be shorter) and how little it
 * is like the recordings that were taught in one score, about as large as the logit. PocketSphinx
 * allocates. */
float second_look_score(struct second_look *s, const struct likeness *likeness, float logit,
                        const int16_t *pcm, size_t n);
/** The features of samples [begin, end) of a recording as a window's are made, at most `room`;
 * returns their number, 0 without an enhancer. */
int second_look_features(struct second_look *s, const int16_t *pcm, size_t n, size_t begin,
                         size_t end, senone_frame *out, int room);

#endif
