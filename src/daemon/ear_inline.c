// SPDX-License-Identifier: GPL-3.0-or-later
/* Hearing in the assistant's own thread. */
#include <stdlib.h>

#include "daemon/ear_private.h"
#include "sahut/text.h"

struct inline_ear {
    struct ear ear;
    struct sahut_hearing *hearing;
    struct sahut_grammar *grammar;
    struct ear_report *found; /* by the running step, oldest first */
    size_t n_found, cap_found, taken;
    int64_t began_ns; /* the running step */
};

static struct inline_ear *of(const struct ear *e)
{
    return (struct inline_ear *)e;
}

static void heard(void *ctx, const struct sahut_heard *h)
{
    struct inline_ear *e = ctx;
    if (e->taken == e->n_found)
        e->taken = e->n_found = 0;
    if (e->n_found == e->cap_found) {
        e->cap_found = e->cap_found ? 2 * e->cap_found : 8;
        e->found = sahut_realloc(e->found, e->cap_found, sizeof(*e->found));
    }
    e->found[e->n_found++] = ear_report_copy(h, e->began_ns);
}

static bool inline_next(struct ear *ear, struct ear_report *out)
{
    struct inline_ear *e = of(ear);
    if (e->taken == e->n_found)
        return false;
    *out = e->found[e->taken++];
    return true;
}

static void inline_free(struct ear *ear)
{
    struct inline_ear *e = of(ear);
    struct ear_report left;
    while (inline_next(ear, &left))
        ear_report_finish(&left);
    free(e->found);
    sahut_hearing_free(e->hearing);
    sahut_grammar_free(e->grammar);
    free(e);
}

static int inline_expect(struct ear *ear, struct sahut_grammar *grammar, struct sahut_why *why)
{
    struct inline_ear *e = of(ear);
    int err = sahut_hearing_expect(e->hearing, grammar, why);
    sahut_grammar_free(err ? grammar : e->grammar);
    if (!err)
        e->grammar = grammar;
    return err;
}

static void inline_open(struct ear *e, double seconds)
{
    sahut_hearing_open(of(e)->hearing, seconds);
}

static void inline_open_unasked(struct ear *e, double seconds)
{
    sahut_hearing_open_unasked(of(e)->hearing, seconds);
}

static void inline_own_sound(struct ear *e, enum sahut_own_sound sound)
{
}

static void inline_finish(struct ear *e)
{
    of(e)->began_ns = ear_clock_ns();
    sahut_hearing_finish(of(e)->hearing);
}

static void inline_forget(struct ear *e)
{
    sahut_hearing_skip(of(e)->hearing, 0);
}

static unsigned inline_progress(struct ear *e, bool *waiting)
{
    *waiting = true;
    return 0;
}

static const struct ear_ops inline_ops = {
    .free = inline_free,
    .expect = inline_expect,
    .open = inline_open,
    .open_unasked = inline_open_unasked,
    .own_sound = inline_own_sound,
    .finish = inline_finish,
    .forget = inline_forget,
    .next = inline_next,
    .progress = inline_progress,
};

int ear_inline_new(const struct sahut_hearing_config *config, struct sahut_grammar *grammar,
                   struct ear **out, struct sahut_why *why)
{
    struct inline_ear *e = sahut_alloc(1, sizeof(*e));
    *e = (struct inline_ear){.ear = {&inline_ops}, .grammar = grammar};
    int err = sahut_hearing_new(config, grammar, heard, e, &e->hearing, why);
    if (err) {
        inline_free(&e->ear);
        return err;
    }
    *out = &e->ear;
    return 0;
}

void ear_push(struct ear *e, const int16_t *pcm, size_t n)
{
    of(e)->began_ns = ear_clock_ns();
    sahut_hearing_push(of(e)->hearing, pcm, n);
}

void ear_skip(struct ear *e, size_t n)
{
    of(e)->began_ns = ear_clock_ns();
    sahut_hearing_skip(of(e)->hearing, n);
}

int64_t ear_position(const struct ear *e)
{
    return sahut_hearing_position(of(e)->hearing);
}
