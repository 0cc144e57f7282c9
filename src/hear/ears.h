// SPDX-License-Identifier: GPL-3.0-or-later
/** Whether somebody speaks: by the level while nobody is expected to, by the listener while an
 * order is. Embedded in its owner. */
#ifndef HEAR_EARS_H
#define HEAR_EARS_H

#include "hear/listener.h"

struct ears {
    struct endpointer level;
    struct listener *listener; /* NULL: the level alone */
    bool expecting;            /* an order */
};

/** `net` NULL: by the level always. It must outlive the ears. */
void ears_init(struct ears *e, const struct enhancer_net *net);
void ears_finish(struct ears *e);
/** What was heard so far says nothing about what comes. */
void ears_reset(struct ears *e);
/** An order is expected from now on. The last LISTENER_CONTEXT samples should come once more
 * (ears_before), then whether somebody speaks already is to be set. */
void ears_expect(struct ears *e);
/** LEVEL_FRAME samples from before. */
void ears_before(struct ears *e, const int16_t *pcm);
/** None is any more. Speech that goes on begins anew. */
void ears_rest(struct ears *e);
/** Takes LEVEL_FRAME samples. Speech ends after ENDPOINTER_END frames without. */
enum endpoint ears_step(struct ears *e, const int16_t *pcm);
bool ears_speech(const struct ears *e);
void ears_set_speech(struct ears *e, bool speech);
/** Samples since the last that were speech, as far as is known. */
int64_t ears_quiet(const struct ears *e);
/** How old what is known is. */
int64_t ears_lag(const struct ears *e);

#endif
