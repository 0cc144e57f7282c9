// SPDX-License-Identifier: GPL-3.0-or-later
/* The wake phrase as hearing looks for it, with every sensitivity at once: the search begins half a
 * second before the endpointer was sure, with what was before as context. */
#include <math.h>
#include <stdlib.h>

#include "hear/endpointer.h"
#include "hear/framer.h"
#include "hear/history.h"
#include "hear/wake.h"
#include "sahut/audio.h"
#include "sahut/hearing.h"
#include "sahut/text.h"
#include "sahut/wake.h"

#define RATE    SAHUT_HEAR_RATE
#define APART   50 /* frames of 20 ms: what comes within a second is one false alarm */
#define HISTORY ((size_t)RATE * 4)

struct sahut_wake_meter {
    struct wake *wake;
    struct endpointer gate;
    struct history heard;
    int16_t ring[HISTORY], straight[HISTORY];
    struct framer framer;
    bool open;
    double best; /* the lowest sensitivity of what is going on */
    int age;     /* frames since */
    double *found;
    size_t n_found;
    double room_s;
};

int sahut_wake_meter_new(const struct sahut_hearing_config *c, struct sahut_wake_meter **out,
                         struct sahut_why *why)
{
    struct wake_config config = wake_config_of(c);
    config.sensitivity = 100;
    struct sahut_wake_meter *m = sahut_alloc(1, sizeof(*m));
    int err = wake_new(&config, &m->wake, why);
    if (err) {
        free(m);
        return err;
    }
    m->heard = (struct history){.ring = m->ring, .room = HISTORY};
    endpointer_init(&m->gate);
    m->best = WAKE_NEVER;
    *out = m;
    return 0;
}

void sahut_wake_meter_free(struct sahut_wake_meter *m)
{
    if (!m)
        return;
    wake_free(m->wake);
    free(m->found);
    free(m);
}

static void end_event(struct sahut_wake_meter *m)
{
    if (m->best <= 100) {
        m->found = sahut_realloc(m->found, m->n_found + 1, sizeof(*m->found));
        m->found[m->n_found++] = m->best;
    }
    m->best = WAKE_NEVER;
    m->age = 0;
}

/* A search that found something must begin anew. */
static void feed(struct sahut_wake_meter *m, const int16_t *pcm, size_t n)
{
    size_t start, end;
    double score;
    bool hit = wake_feed(m->wake, pcm, n, &start, &end, &score);
    double lowest = wake_lowest(m->wake);
    m->age++;
    if (lowest < m->best) {
        m->best = lowest;
        m->age = 0;
    }
    if (hit && wake_searches(m->wake))
        wake_begin(m->wake, NULL, 0);
}

static void begin(struct sahut_wake_meter *m)
{
    int64_t from = m->heard.position - ENDPOINTER_PRE_ROLL;
    from = from > 0 ? from : 0;
    int64_t context = from - (int64_t)wake_context(m->wake);
    size_t n = history_copy(&m->heard, &context, m->heard.position, m->straight);
    size_t before = (size_t)(from - context);
    wake_begin(m->wake, m->straight, before);
    feed(m, m->straight + before, n - before);
}

static void step(void *ctx, const int16_t *pcm)
{
    struct sahut_wake_meter *m = ctx;
    history_add(&m->heard, pcm, LEVEL_FRAME);
    enum endpoint e = endpointer_step(&m->gate, pcm, ENDPOINTER_END);
    if (m->open)
        feed(m, pcm, LEVEL_FRAME);
    if (e == ENDPOINT_BEGIN) {
        m->open = true;
        begin(m);
    }
    if (e == ENDPOINT_END && m->open) {
        m->open = false;
        wake_end(m->wake);
    }
    if (m->age > APART || !m->open)
        end_event(m);
}

static void restart(struct sahut_wake_meter *m)
{
    if (m->open)
        wake_end(m->wake);
    end_event(m);
    endpointer_init(&m->gate);
    m->open = false;
    m->framer.n = 0;
    m->heard.position = 0;
}

double sahut_wake_meter_phrase(struct sahut_wake_meter *m, const int16_t *pcm, size_t n)
{
    static const int16_t silence[RATE / 4];
    restart(m);
    size_t before = m->n_found;
    framer_push(&m->framer, pcm, n, step, m);
    framer_push(&m->framer, silence, RATE / 4, step, m);
    restart(m);
    double lowest = SAHUT_WAKE_NEVER;
    for (size_t i = before; i < m->n_found; i++)
        lowest = fmin(lowest, m->found[i]);
    m->n_found = before;
    return lowest;
}

void sahut_wake_meter_room(struct sahut_wake_meter *m, const int16_t *pcm, size_t n)
{
    framer_push(&m->framer, pcm, n, step, m);
    m->room_s += (double)n / RATE;
}

size_t sahut_wake_meter_false(const struct sahut_wake_meter *m, double sensitivity)
{
    size_t n = m->open && m->best <= sensitivity;
    for (size_t i = 0; i < m->n_found; i++)
        n += m->found[i] <= sensitivity;
    return n;
}

double sahut_wake_meter_hours(const struct sahut_wake_meter *m)
{
    return m->room_s / 3600;
}
