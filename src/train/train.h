// SPDX-License-Identifier: GPL-3.0-or-later
/** Training of the tolerant understanding (docs/intents.md): rows of other projects' suites
 * and sentences made from the templates, as examples with features. */
#ifndef TRAIN_H
#define TRAIN_H

#include "understand/tolerant.h"

struct labels {
    char classes[MODEL_CLASSES][MODEL_NAME];
    uint32_t n_classes;
    char tags[MODEL_TAGS][MODEL_NAME];
    uint32_t n_tags;
};

/** Bits of classes. */
struct classes {
    bool may[MODEL_CLASSES];
};

struct example {
    struct classes right;
    float weight;
    uint32_t *features; /**< with their order lost and repetitions kept */
    size_t n;
    bool held_out;
    /* roles of the tokens, if they are known */
    struct reading *reading; /**< NULL: not known */
    struct sahut_words *words;
    int class;
    unsigned char tags[READING_WORDS];
};

struct corpus {
    struct sahut_sentences *sentences, *beside; /**< of ours; of what is said to others */
    struct sahut_when_context when;
    struct labels labels;
    struct example *items;
    size_t n, cap;
    unsigned without; /**< bits of parts that are held out */
};
/** Rows are in parts by the CRC-32 of their text, so that the same text is in the same part. */
enum { CORPUS_PARTS = 8 };

/** Reads SUITES/_combined and SUITES/fb_multilingual_tod_en; adds template sentences. */
int corpus_read(struct corpus *c, const char *suites, struct sahut_why *why);
void corpus_free(struct corpus *c);
int corpus_class(const struct corpus *c, const char *name);
bool corpus_held_out(const struct corpus *c, const char *text);

/** Trained rows: a feature and a weight per column. */
struct weights {
    uint32_t columns, rows;
    uint32_t *keys;
    float *values;
};
void weights_finish(struct weights *w);
enum { TRAIN_NETWORKS = 5 };
struct network {
    float bias[MODEL_UNITS], class_bias[MODEL_CLASSES];
    float weights[MODEL_UNITS][MODEL_CLASSES];
};
struct networks {
    uint32_t n;
    struct weights seen; /**< columns: the units of all */
    struct network networks[TRAIN_NETWORKS];
};
void train_intents(const struct corpus *c, struct networks *out);
void train_roles(const struct corpus *c, struct weights *out);

/** Numbers for features. */
struct dictionary {
    uint32_t *keys, *slots, mask, n;
};
void dictionary_init(struct dictionary *d);
void dictionary_finish(struct dictionary *d);
/** The number of the key; a new one if `add`, otherwise UINT32_MAX if there is none. */
uint32_t dictionary_number(struct dictionary *d, uint32_t key, bool add);

#endif
