// SPDX-License-Identifier: GPL-3.0-or-later
/** An utterance's features as PocketSphinx wants them, with the noise taken out by the enhancer,
 * and without the frames in which nobody speaks. */
#ifndef HEAR_CLEAN_H
#define HEAR_CLEAN_H

#include <stddef.h>
#include <stdint.h>

#include "hear/enhancer.h"

struct clean;

/** As orders are heard: where noise is steady, half of either way of taking it out hears more than
 * each alone (docs/hearing.md). */
#define CLEAN_REMOVED_SHARE 0.5f

/** The net must outlive it. In noise that is steady (hear/steady.h) `removed_share` (0 … 1) of the
 * log-mels is what PocketSphinx's own noise removal makes of the same frames, and the rest is the
 * enhancer's: their mistakes differ. */
struct clean *clean_new(const struct enhancer_net *net, float removed_share);
void clean_free(struct clean *c);
/** Returns the number of frames that were kept. Grows to the longest utterance heard. */
int clean_run(struct clean *c, const int16_t *pcm, size_t n);
/** The kept frames' cepstra, valid until the next run. */
const float (*clean_cepstra(const struct clean *c))[FRONT_CEPSTRA];
/** How much each kept frame counts, 0 … 1: the less the more of it is noise. Valid until the next
 * run. */
const float *clean_shares(const struct clean *c);
/** By how much the noise made the kept frames louder, on average: about 0 in a quiet room, 5 to 15
 * in a loud one. */
float clean_noise_db(const struct clean *c);
/** Which frame of the utterance (FRONT_HOP samples each) kept frame `i` is. */
int clean_place(const struct clean *c, int i);

#endif
