// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/ear_private.h"
#include "sahut/text.h"

int64_t ear_clock_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static int16_t *copy_samples(const int16_t *pcm, size_t n)
{
    if (!pcm)
        return NULL;
    int16_t *copy = sahut_alloc(n + 1, sizeof(*copy));
    memcpy(copy, pcm, n * sizeof(*copy));
    return copy;
}

struct ear_report ear_report_copy(const struct sahut_heard *heard, int64_t began_ns)
{
    struct ear_report report = {
        .kind = EAR_HEARD, .heard = *heard, .took_ns = ear_clock_ns() - began_ns};
    report.heard.text = sahut_strdup(heard->text);
    report.heard.free_pcm = copy_samples(heard->free_pcm, heard->free_n);
    report.heard.order_pcm = copy_samples(heard->order_pcm, heard->order_n);
    return report;
}

void ear_report_finish(struct ear_report *report)
{
    free((char *)report->heard.text);
    free((int16_t *)report->heard.free_pcm);
    free((int16_t *)report->heard.order_pcm);
    free(report->text);
    *report = (struct ear_report){0};
}

void ear_free(struct ear *e)
{
    if (e)
        e->ops->free(e);
}

void ear_quit(struct ear *e)
{
    if (e && e->ops->quit)
        e->ops->quit(e);
}

int ear_expect(struct ear *e, struct sahut_grammar *grammar, struct sahut_why *why)
{
    return e->ops->expect(e, grammar, why);
}

void ear_open(struct ear *e, double seconds)
{
    e->ops->open(e, seconds);
}

void ear_open_unasked(struct ear *e, double seconds)
{
    e->ops->open_unasked(e, seconds);
}

void ear_own_sound(struct ear *e, enum sahut_own_sound sound)
{
    e->ops->own_sound(e, sound);
}

void ear_finish(struct ear *e)
{
    e->ops->finish(e);
}

void ear_forget(struct ear *e)
{
    e->ops->forget(e);
}

bool ear_next(struct ear *e, struct ear_report *out)
{
    return e->ops->next(e, out);
}

unsigned ear_progress(struct ear *e, bool *waiting)
{
    return e->ops->progress(e, waiting);
}
