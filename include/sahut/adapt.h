// SPDX-License-Identifier: GPL-3.0-or-later
/** Adapting the acoustic model to the user's own accepted orders (docs/hearing.md, "Adaptation").
 *
 * Orders with their words in, means and mixture weights out: every order is aligned with the states
 * of its words as it is and learnt from as it is and with noise of our own at 0 to 24 dB, by MAP
 * (J.-L. Gauvain, C.-H. Lee, "Maximum a posteriori estimation for multivariate Gaussian mixture
 * observations of Markov chains", IEEE Trans. Speech and Audio Processing 2(2), 1994). The features
 * are those that the recogniser decodes, behind the enhancer.
 *
 * Sound is 16 kHz mono. Nothing is written but by sahut_adapter_write. The same orders in the same
 * order with the same seed give the same model.
 */
#ifndef SAHUT_ADAPT_H
#define SAHUT_ADAPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/lexicon.h"
#include "sahut/why.h"

/** Orders that are needed before it is worth it (measured: tests/bench/adapt). */
#define SAHUT_ADAPT_LEAST 20

/** In this folder of the state an adapted model is kept. */
#define SAHUT_ADAPT_FOLDER "acoustic"

struct sahut_adapter;

struct sahut_adapt_config {
    const char *acoustic_model, *dictionary; /**< of PocketSphinx; phonetically tied, as en-us is */
    const char *models;          /**< folder whose hear/enhancer takes noise out, as when hearing */
    sahut_phonemes_of *phonemes; /**< of words that the dictionary has not; may be NULL */
    void *phonemes_ctx;
    uint32_t seed;
};

/** -ENOENT, -EINVAL (another kind of model) with `why`. The strings of `config` must outlive it. */
int sahut_adapter_new(const struct sahut_adapt_config *config, struct sahut_adapter **out,
                      struct sahut_why *why);
void sahut_adapter_free(struct sahut_adapter *a);

/** Takes an order; both are copied. -EINVAL with `why`: it has free text ("*") in it, or no word,
 * or is longer than SAHUT_ADAPT_LONGEST_S. */
int sahut_adapter_add(struct sahut_adapter *a, const int16_t *pcm, size_t n, const char *text,
                      struct sahut_why *why);
#define SAHUT_ADAPT_LONGEST_S 30
/** Noise of the user's own to learn with, beside what is made. */
void sahut_adapter_noise(struct sahut_adapter *a, const int16_t *pcm, size_t n);
size_t sahut_adapter_orders(const struct sahut_adapter *a);

/** How much is done, 0 … 1; false ends it. */
typedef bool sahut_adapt_progress(void *ctx, double done);

struct sahut_adapt_report {
    size_t learnt;   /**< orders */
    size_t left_out; /**< could not be aligned with their words */
    double speech_s; /**< of them, as they are */
    double cpu_s;
};
/** Learns anew from the model as it was given, from all orders but every `of`-th from the
 * `without`-th on (`of` 0: from all). -ENODATA: none is left; -ENOENT: a word cannot be pronounced;
 * -ECANCELED: the progress said so; with `why`. */
int sahut_adapter_learn(struct sahut_adapter *a, size_t without, size_t of,
                        sahut_adapt_progress *progress, void *ctx,
                        struct sahut_adapt_report *report, struct sahut_why *why);
/** Writes what was learnt into the folder SAHUT_ADAPT_FOLDER of `state`, both of which are made:
 * means and sendump as PocketSphinx reads them, and `note` as the file card. -ENOSPC and the like
 * with `why`. */
int sahut_adapter_write(struct sahut_adapter *a, const char *state, const char *note,
                        struct sahut_why *why);
/** Order `i` with noise that was not learnt from at so many dB (of the loudest 128 ms); `out` has
 * room for its `n` samples. */
void sahut_adapter_noisy(struct sahut_adapter *a, size_t i, double snr_db, int16_t *out);
const char *sahut_adapter_text(const struct sahut_adapter *a, size_t i);
const int16_t *sahut_adapter_pcm(const struct sahut_adapter *a, size_t i, size_t *n);

/** A model is made aside, and put in place when it is complete. The one before it is kept for one
 * undo. All of them return 0 or -errno with `why`.
 *
 *     sahut_adapt_aside ─► sahut_adapter_write ─► sahut_adapt_put, or sahut_adapt_drop
 */
/** Folder for sahut_adapter_write. */
int sahut_adapt_aside(const char *state, char path[400], struct sahut_why *why);
int sahut_adapt_put(const char *state, struct sahut_why *why);
void sahut_adapt_drop(const char *state);
/** The model before the last change, or none if there was none. -ENOENT: nothing was changed. */
int sahut_adapt_undo(const char *state, struct sahut_why *why);
/** Deletes the model and the one before it. -ENOENT: there is none. */
int sahut_adapt_forget(const char *state, struct sahut_why *why);
/** The note of the model in use; free(*note). -ENOENT: there is none. */
int sahut_adapt_note(const char *state, char **note, struct sahut_why *why);

#endif
