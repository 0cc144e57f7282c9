// SPDX-License-Identifier: GPL-3.0-or-later
/** Which of the few words that may be said unasked are in some sound, by a small network that
 * learnt them from eSpeak NG's voices (models/LANG/gaps, made by train-gaps). It looks at the sound
 * itself, as the wake networks do, so it errs where PocketSphinx does not. */
#ifndef HEAR_FEW_WORDS_H
#define HEAR_FEW_WORDS_H

#include "hear/sound_features.h"
#include "sahut/why.h"

struct few_words;
/** -ENOENT, -EINVAL with `why`. */
int few_words_read(const char *path, struct few_words **out, struct sahut_why *why);
void few_words_free(struct few_words *w);

/** A new utterance. */
void few_words_begin(struct few_words *w);
/** Looks at the last 1.3 s; call every two frames. */
void few_words_look(struct few_words *w, const struct features *f);
/** The highest logit since few_words_begin of what `text` begins with ("stop") or ends in
 * ("minutes"); FEW_WORDS_NONE if the network knows nothing of it. */
float few_words_score(const struct few_words *w, const char *text);
#define FEW_WORDS_NONE (-8.0f)

#endif
