// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/ears.h"

#include <string.h>

static bool by_listener(const struct ears *e)
{
    return e->listener && e->expecting;
}

static struct endpointer *deciding(const struct ears *e)
{
    return by_listener(e) ? listener_endpointer(e->listener) : (struct endpointer *)&e->level;
}

void ears_init(struct ears *e, const struct enhancer_net *net)
{
    memset(e, 0, sizeof(*e));
    endpointer_init(&e->level);
    e->listener = net ? listener_new(net) : NULL;
}

void ears_finish(struct ears *e)
{
    listener_free(e->listener);
}

void ears_reset(struct ears *e)
{
    endpointer_init(&e->level);
    if (e->listener)
        listener_begin(e->listener);
}

void ears_expect(struct ears *e)
{
    e->expecting = true;
    if (e->listener)
        listener_begin(e->listener);
}

void ears_before(struct ears *e, const int16_t *pcm)
{
    if (e->listener)
        listener_step(e->listener, pcm, ENDPOINTER_END);
}

void ears_rest(struct ears *e)
{
    if (by_listener(e))
        e->level.speech = false;
    e->expecting = false;
}

/* The level's floor is followed even while the listener decides. */
enum endpoint ears_step(struct ears *e, const int16_t *pcm)
{
    enum endpoint level = endpointer_step(&e->level, pcm, ENDPOINTER_END);
    if (!by_listener(e))
        return level;
    return listener_step(e->listener, pcm, ENDPOINTER_END - LISTENER_LAG / LEVEL_FRAME);
}

bool ears_speech(const struct ears *e)
{
    return deciding(e)->speech;
}

void ears_set_speech(struct ears *e, bool speech)
{
    deciding(e)->speech = speech;
}

int64_t ears_quiet(const struct ears *e)
{
    return ears_lag(e) + (int64_t)endpointer_quiet(deciding(e)) * LEVEL_FRAME;
}

int64_t ears_lag(const struct ears *e)
{
    return by_listener(e) ? LISTENER_LAG : 0;
}
