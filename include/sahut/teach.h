// SPDX-License-Identifier: GPL-3.0-or-later
/** Teaching a wake phrase: recordings of it in, a wake model out (docs/hearing.md).
 *
 * Sound is 16 kHz mono. Nothing is written but by sahut_teacher_write; what was recorded is in
 * memory and goes with the teacher. The same sound in the same order with the same seed gives the
 * same model on the same processor.
 */
#ifndef SAHUT_TEACH_H
#define SAHUT_TEACH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/lexicon.h"
#include "sahut/why.h"

/** Recordings that a phrase needs, and what is asked for. */
#define SAHUT_TEACH_LEAST 6
#define SAHUT_TEACH_MOST  24

struct sahut_teacher;

/** What is wrong with a recording of a phrase. */
enum sahut_take {
    SAHUT_TAKE_FINE,
    SAHUT_TAKE_SILENT,  /**< no sound that stands out */
    SAHUT_TAKE_QUIET,   /**< below -45 dB of full scale at its loudest */
    SAHUT_TAKE_CLIPPED, /**< cut off at full scale */
    SAHUT_TAKE_NOISY,   /**< less than 12 dB between the phrase and what is around it */
    SAHUT_TAKE_SHORT,   /**< less than 0.25 s */
    SAHUT_TAKE_LONG,    /**< more than the network sees: 1.5 s */
};
/** What is wrong and what to do about it, one sentence without a full stop. */
const char *sahut_take_advice(enum sahut_take take);
/** Looks at a recording; keeps nothing. */
enum sahut_take sahut_take_check(const int16_t *pcm, size_t n);

struct sahut_teach_config {
    const char *phrase; /**< as sahut_wake_phrase gives it */
    const char *models; /**< folder whose wake/ has the shipped networks; they are started from */
    uint32_t seed;
    double effort; /**< of the usual learning; 1: all of it, less for tests */
    const char *acoustic_model, *dictionary; /**< of PocketSphinx, for the second look; NULL: none */
    sahut_phonemes_of *phonemes;             /**< of words that the dictionary has not; may be NULL */
    void *phonemes_ctx;
};

/** -EINVAL: no phrase, one that cannot be pronounced, or a shipped model is broken, with `why`. */
int sahut_teacher_new(const struct sahut_teach_config *config, struct sahut_teacher **out,
                      struct sahut_why *why);
void sahut_teacher_free(struct sahut_teacher *t);

/** One recording of the phrase; kept if it is fine. */
enum sahut_take sahut_teacher_take(struct sahut_teacher *t, const int16_t *pcm, size_t n);
size_t sahut_teacher_takes(const struct sahut_teacher *t);
/** Noise, before the speech. */
void sahut_teacher_noise(struct sahut_teacher *t, const int16_t *pcm, size_t n);
/** What sound is that is not the phrase. */
enum sahut_other {
    SAHUT_OTHER_REAL,      /**< other people */
    SAHUT_OTHER_SYNTHETIC, /**< voices of a machine */
    SAHUT_OTHER_OWN,       /**< from the same microphone as the phrase, speech or not */
};
void sahut_teacher_other(struct sahut_teacher *t, enum sahut_other kind, const int16_t *pcm,
                         size_t n);

/** So many minutes of eSpeak NG's voices saying words of a dictionary (CMUdict format), many of
 * them like the phrase. No voice may exist in this process. As sahut_voice_render. */
int sahut_teacher_voices(struct sahut_teacher *t, const char *dictionary, double minutes,
                         struct sahut_why *why);
/** All recordings in a folder and those below it, in the order of their names; what is no sound is
 * left out and counted. `noise`: as noise, not as speech. -ENOENT, -ENODATA with `why`. */
int sahut_teacher_read(struct sahut_teacher *t, const char *folder, bool noise, size_t *left_out,
                       struct sahut_why *why);

struct sahut_teach_report {
    size_t takes;        /**< recordings of the phrase */
    size_t checked;      /**< of them, by networks that did not learn from them */
    size_t missed;       /**< of those, as recorded */
    size_t missed_10db;  /**< with noise at 10 dB */
    double hours;        /**< of speech that was not learnt from */
    bool synthetic;      /**< a machine's; people's gives more false alarms */
    double false_alarms; /**< per hour of it, at the threshold of sensitivity 50 */
    double cpu_s;
};
/** How much is done, 0 … 1; false ends it. */
typedef bool sahut_teach_progress(void *ctx, double done);

/** -EINVAL: fewer than SAHUT_TEACH_LEAST recordings or no other speech; -ECANCELED: the progress
 * said so; with `why`. */
int sahut_teacher_learn(struct sahut_teacher *t, sahut_teach_progress *progress, void *ctx,
                        struct sahut_teach_report *report, struct sahut_why *why);
/** Writes what was learnt; `note` is the first line of its card. -ENOSPC and the like with `why`.
 */
int sahut_teacher_write(struct sahut_teacher *t, const char *path, const char *note,
                        struct sahut_why *why);

#endif
