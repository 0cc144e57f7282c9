// SPDX-License-Identifier: GPL-3.0-or-later
/** Pronunciations: CMUdict for what it knows, eSpeak NG's phonemes mapped to CMU phones for the
 * rest (39 phones, no stress). */
#ifndef SAHUT_LEXICON_H
#define SAHUT_LEXICON_H

#include <stddef.h>

#include "sahut/why.h"

/** Asks somebody (the voice) for eSpeak NG phonemes of a word; free(*out). 0 or -errno. */
typedef int sahut_phonemes_of(void *ctx, const char *word, char **out);

/** Maps eSpeak NG mnemonics ("h@l'oU") to blank-separated CMU phones ("HH AH L OW"). -EINVAL if
 * a phoneme has no mapping or nothing remains; free(*out). Mapping: src/hear/phones.c. */
int sahut_phones_from_espeak(const char *phonemes, char **out);

struct sahut_pronunciation {
    char *word;   /**< as asked; alternatives share the word */
    char *phones; /**< "HH AH L OW" */
};
struct sahut_lexicon {
    struct sahut_pronunciation *items; /**< in the order asked, alternatives adjacent */
    size_t count;
};
/** Pronunciations of all `words`; one pass over the dictionary file (CMUdict format,
 * "word(2) P H ..."). `ask` may be NULL. A word without any is -ENOENT, and `why` names it. */
int sahut_lexicon_build(const char *dictionary, const char *const *words, size_t n,
                        sahut_phonemes_of *ask, void *ctx, struct sahut_lexicon **out,
                        struct sahut_why *why);
void sahut_lexicon_free(struct sahut_lexicon *l);

#endif
