// SPDX-License-Identifier: GPL-3.0-or-later
/** Where examples come from, while they are read. */
#ifndef TRAIN_CORPUS_H
#define TRAIN_CORPUS_H

#include <jansson.h>

#include "train/train.h"

enum { FILLERS = 3000, UNLISTED = 4000 };

struct source {
    struct corpus *c;
    struct sahut_why *why;
    json_t *map; /* of labels to lists of intents */
    char *fillers[FILLERS];
    size_t n_fillers;
    uint64_t state;
    size_t n_templates; /* sentences from the templates so far */
    /* Sentences of devices, to be learnt as those of a house that has none of that name. */
    struct {
        char *text;
        int class;
    } unlisted[UNLISTED];
    size_t n_unlisted;
};

/** An example without its class; NULL if the text is too long. Its reading stays until the next. */
struct example *corpus_add(struct corpus *c, const char *text);
/** Keeps the reading for the roles, or forgets it. */
void corpus_settle(struct example *e, bool roles);
/** The tag of that name of a time, or TAG_NONE. */
int corpus_time_tag(const struct corpus *c, const char *name);
/** Sentences from the templates; those of devices also as in a house that has none of the name. */
void corpus_add_templates(struct source *s);
/** Sentences from the templates of c->beside, which are for nobody. */
void corpus_add_beside(struct source *s);

#endif
