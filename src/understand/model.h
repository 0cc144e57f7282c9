// SPDX-License-Identifier: GPL-3.0-or-later
/** The weights of the tolerant understanding, over what is seen in a sentence: small networks side
 * by side weigh the intents, a linear model the role of every token. Made by train-intents
 * (docs/intents.md).
 *
 * A network has one hidden layer. A unit is the sum of its weights of all that is seen, times two
 * by the root of how much is seen, known or not, plus its bias, as x / (1 + |x|); the sum of an
 * intent is that of the units by its weights, plus its bias. Sums become probabilities (softmax),
 * and the mean of all networks counts.
 *
 * The file, all numbers little endian:
 *   "sahut intents 3\n", u32 FNV-1a of the sentence file and of the file of sentences for nobody
 * that it was made from (a test compares them with what is in the repository); u32 classes, u32
 * tags, u32 networks, f32 threshold for what changes something, f32 for what does not; the classes'
 * names (the first is "", nothing for us) and the tags' names, each with "\n"; u32 rows, f32 scale,
 * and per row u32 feature, i8 weight for every unit of the first network, the second …; per network
 * f32 biases of the units, f32 weights of the first unit for every class, of the second …, f32
 * biases of the classes; then the roles: u32 rows, and per row u32 feature, f32 scale, i8 weight
 * for every tag.
 */
#ifndef UNDERSTAND_MODEL_H
#define UNDERSTAND_MODEL_H

#include <stdint.h>

#include "understand/reading.h"

enum { MODEL_CLASSES = 80, MODEL_TAGS = 16, MODEL_NAME = 48 };
enum { MODEL_UNITS = 64, MODEL_NETWORKS = 5, MODEL_COLUMNS = MODEL_UNITS * MODEL_NETWORKS };
enum { MODEL_STEPS = 4095 }; /* a sum of MODEL_UNITS products of such fits into 32 bits */

/** Tags that every model has, in this order. */
enum { TAG_NONE, TAG_FIRST_TEXT, TAG_SECOND_TEXT, TAG_TIMES /* from here on: names of slots */ };

struct model_table {
    uint32_t rows, columns; /**< columns in memory, zeros behind those of the file */
    uint32_t *slots;        /**< open addressing: row + 1 */
    uint32_t mask;
    uint32_t *keys;
    float scale, *scales; /**< of all rows, or (if not NULL) of each */
    int8_t *weights;
};
/** From the units of a network to the classes, in MODEL_STEPS to the largest weight. */
struct model_network {
    float bias[MODEL_UNITS], class_bias[MODEL_CLASSES], scale;
    int16_t weights[MODEL_CLASSES][MODEL_UNITS];
};
/** What a model is made from and the repository has: models/LANG/sentences, beside.sentences. */
enum { MODEL_SOURCES = 2 };
struct model {
    uint32_t sources[MODEL_SOURCES]; /**< model_source of each */
    uint32_t n_classes, n_tags, n_networks;
    float threshold_change, threshold_harmless;
    char classes[MODEL_CLASSES][MODEL_NAME], tags[MODEL_TAGS][MODEL_NAME];
    uint32_t class_hashes[MODEL_CLASSES];
    struct model_table seen, roles;
    struct model_network *networks;
};

/** -ENOENT, -EINVAL with `why`. */
int model_read(const char *path, struct model **out, struct sahut_why *why);
int model_parse(const unsigned char *bytes, size_t n, const char *name, struct model **out,
                struct sahut_why *why);
void model_free(struct model *m);
/** What a model keeps of a file that it is made from. -errno with `why`. */
int model_source(const char *path, uint32_t *out, struct sahut_why *why);

/** -1 if the feature was never seen in training. */
long model_row(const struct model_table *t, uint32_t feature);

/** Probabilities of the classes. */
void model_weigh(const struct model *m, const struct reading *r, float out[MODEL_CLASSES]);
/** How much more likely each column of a row of `seen` makes one class than another (in the sums,
 * the mean of the networks), if the units moved by little: what is seen counts as much as its row
 * times this. */
void model_influence(const struct model *m, const struct reading *r, size_t class, size_t other,
                     float out[MODEL_COLUMNS]);
/** The likeliest roles of the tokens of a sentence of this class. `allowed`: bits of tags for
 * words, and for times. */
void model_tag(const struct model *m, const struct reading *r, size_t class, unsigned words,
               unsigned times, unsigned char out[READING_WORDS]);

/** The same with the weights from anywhere: training has its own. */
struct tagger {
    uint32_t n_tags, intent;
    unsigned words, times;
    void (*add)(void *ctx, uint32_t feature, float *out); /**< adds the feature's weights */
    void *ctx;
};
void tag_reading(const struct reading *r, const struct tagger *t, unsigned char out[READING_WORDS]);

#endif
