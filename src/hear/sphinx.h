// SPDX-License-Identifier: GPL-3.0-or-later
/** PocketSphinx 5prealpha behind our own types; sphinx.c and sphinx_open.c are the files that know
 * the library.
 *
 * One object is one decoder with its dictionary and several searches, of which one runs at a time.
 * Whole utterances (sphinx_hear, sphinx_decode) and streams (sphinx_begin …) want an object each.
 * Frames are 10 ms (160 samples); frame i begins at sample 160·i of what was fed, because the
 * library's own silence removal is off (the callers trim, see level.h, clean.h) and no frame is
 * dropped here.
 * Sound is dithered by ±1 LSB on the way in: digital silence breaks the front end, and the
 * library's own dither is a process-wide generator.
 */
#ifndef HEAR_SPHINX_H
#define HEAR_SPHINX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hear/front.h"
#include "sahut/lexicon.h"
#include "sahut/why.h"

#define SPHINX_FRAME 160 /**< samples */

struct sphinx;

/** One arc of a word network. `word` NULL: takes no sound. */
struct sphinx_arc {
    int from, to;
    const char *word;
    double p;
};

/** A stretch of the best path. Fillers and silence have names in <>, [] or ++. */
struct sphinx_segment {
    char word[48];
    int first, last; /**< frames, inclusive */
    int score;       /**< acoustic, summed over the frames */
};

enum sphinx_use { SPHINX_STREAM, SPHINX_WHOLE };

struct sphinx_model {
    const char *acoustic_model; /**< folder */
    const char *adapted;        /**< folder whose means and sendump take the place of the model's;
                                     NULL: none. Left out, with a message, if they do not fit. */
};

/** Beams wide as measured (docs/hearing.md). `lexicon` NULL: the whole dictionary file
 * `dictionary` (only for the language model). -ENOENT, -EINVAL with `why`. */
int sphinx_new(enum sphinx_use use, const struct sphinx_model *model,
               const struct sahut_lexicon *lexicon, const char *dictionary, struct sphinx **out,
               struct sahut_why *why);
void sphinx_free(struct sphinx *s);
/** Call when all searches are set: gives memory back that only building them needed. */
void sphinx_settle(struct sphinx *s);

/** Adds or replaces a search. Every word must be in the lexicon. */
int sphinx_set_network(struct sphinx *s, const char *search, int n_states, int start, int final,
                       const struct sphinx_arc *arcs, size_t n_arcs, struct sahut_why *why);
/** A loop over all context-independent phones, as the background of the confidence. */
int sphinx_set_phone_loop(struct sphinx *s, const char *search, struct sahut_why *why);
/** Spots any of the phrases (words as in the lexicon, alternatives as "word(2)"). */
int sphinx_set_phrases(struct sphinx *s, const char *search, const char *const *phrases, size_t n,
                       double threshold, struct sahut_why *why);
/** An n-gram language model (binary or ARPA). */
int sphinx_set_language_model(struct sphinx *s, const char *search, const char *path,
                              struct sahut_why *why);

/** Takes a whole utterance in: its features, with the cepstral means taken over all of it (6 points
 * better at 6 dB than running means). Returns the number of frames; valid until the next call. */
int sphinx_hear(struct sphinx *s, const int16_t *pcm, size_t n);
/** Are the model's features those of hear/front.h? */
bool sphinx_has_our_front(const struct sphinx *s);
/** Takes an utterance's features in that were made elsewhere (hear/clean.h). The means are taken
 * out here; `usual` as in hear/means.h. Returns `n`. */
int sphinx_take(struct sphinx *s, const float (*cepstra)[FRONT_CEPSTRA], int n, float usual);
/** Lets the frames of the utterance that was taken in count by their `shares` (hear/senones.h) when
 * it is decoded, until another is taken in. False: the acoustic model is of another kind, they
 * count alike, and PocketSphinx scores them. */
bool sphinx_weigh(struct sphinx *s, const float *shares);
/** Decodes frames [first, end) of it. Segments of the best path go to `segments`, at most `cap`,
 * their frames counted from the utterance's beginning; returns their number, 0 if nothing was
 * found, or -EIO. */
int sphinx_decode(struct sphinx *s, const char *search, int first, int end,
                  struct sphinx_segment *segments, size_t cap);

/** The best score (see sphinx_spotted) of a phrase anywhere in the utterance; -INFINITY if none is
 * likely at all. */
double sphinx_best_phrase(struct sphinx *s, const char *search);

/** Piece by piece, with running means, for phrases. */
void sphinx_begin(struct sphinx *s, const char *search);
void sphinx_feed(struct sphinx *s, const int16_t *pcm, size_t n);
/** A phrase was spotted since sphinx_begin. `score` is the log10 likelihood ratio of the phrase to
 * the phone loop. The caller then ends and begins again. */
bool sphinx_spotted(struct sphinx *s, int *first, int *last, double *score);
void sphinx_end(struct sphinx *s);
/** Forgets the running means, which otherwise go on from utterance to utterance. */
void sphinx_forget(struct sphinx *s);

#endif
