// SPDX-License-Identifier: GPL-3.0-or-later
/** What the parts of the benchmark intents share. */
#ifndef BENCH_INTENTS_H
#define BENCH_INTENTS_H

#include <jansson.h>

#include "sahut/intent.h"
#include "train/tsv.h"

struct figure {
    int right[2], total[2];
};
enum { PARTS = 8 }; /* by the CRC-32 of the text, as in train-intents */
struct bench {
    const char *suites;
    bool verbose;
    /* without devices; with those of ha_intents. Eight of each, if every part has its weights. */
    struct sahut_sentences *plain[PARTS], *home[PARTS];
    int parts;
    struct sahut_when_context when;
    json_t *labels;
    /* all rows with a label, by their words: intents_labels.c */
    struct labelled *rows;
    size_t n_rows;
};

/** 0 or 1 by the CRC-32 of the text. */
int half_of(const char *text);
void count(struct figure *f, const char *text, bool right);
void report(const char *suite, const char *what, const char *goal, const struct figure *f);
/** By the weights of the text's part, if every part has its own. */
void understand(struct bench *b, struct sahut_sentences **s, const char *text,
                struct sahut_intent *out);
/** A table of the suites; says if it is not there. */
bool open_table(const struct bench *b, const char *name, struct tsv *t);
/** Whether an intent is one of those that a label may be. */
bool is_answer(const struct bench *b, const char *label, const char *intent);
bool same_words(const char *a, const char *b);

void labels_read(struct bench *b);
void labels_free(struct bench *b);
/** Whether the label of a row that is wrong contradicts our sentences or another row's label. */
bool labels_contradict(struct bench *b, const char *text, const char *label,
                       const struct sahut_intent *intent);

/** ha_intents: devices, rooms, timers. */
void bench_home(struct bench *b);
void bench_fill_home(struct bench *b);

#endif
