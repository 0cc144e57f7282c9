// SPDX-License-Identifier: GPL-3.0-or-later
/** A typed wake phrase: PocketSphinx keyphrase search for any phrase that can be pronounced. Misses
 * far more than a network that knows the phrase (docs/hearing.md). */
#ifndef HEAR_WAKE_SEARCH_H
#define HEAR_WAKE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hear/wake.h"
#include "sahut/why.h"

struct wake_search;
struct clean;

/** Piece by piece, with the configuration's threshold; or whole windows, where anything that is at
 * all likely has a score. */
enum wake_search_use { WAKE_SEARCH_STREAM, WAKE_SEARCH_WHOLE };

/** -EINVAL if a word of the phrase cannot be pronounced; `why` names it. */
int wake_search_new(const struct wake_config *config, enum wake_search_use use,
                    struct wake_search **out, struct sahut_why *why);
void wake_search_free(struct wake_search *w);
/** Speech begins: what is fed next is position 0. */
void wake_search_begin(struct wake_search *w);
/** True if the phrase was completed in this piece; then positions are samples since
 * wake_search_begin and `score` is the log10 likelihood ratio. Call wake_search_begin before
 * feeding more. */
bool wake_search_feed(struct wake_search *w, const int16_t *pcm, size_t n, size_t *start,
                      size_t *end, double *score);
void wake_search_end(struct wake_search *w);
/** The best log10 likelihood ratio in a whole window; -INFINITY if there is none. `clean` takes
 * noise and silence out; NULL: only silence is. `frames`: how many were searched. */
double wake_search_whole(struct wake_search *w, struct clean *clean, const int16_t *pcm, size_t n,
                         int *frames);
/** May `clean` be used with this acoustic model? */
bool wake_search_has_our_front(const struct wake_search *w);
/** Another recording comes: what was learned of the last one's sound is forgotten. */
void wake_search_forget(struct wake_search *w);

#endif
