// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdlib.h>

#include "audio/sink.h"

struct both {
    struct sahut_sink sink;
    struct sahut_sink *first, *second;
};

static int both_write(struct sahut_sink *sink, const int16_t *pcm, size_t n, struct sahut_why *why)
{
    struct both *b = (struct both *)sink;
    int first = sahut_sink_write(b->first, pcm, n, why);
    int second = sahut_sink_write(b->second, pcm, n, first ? NULL : why);
    return first ? first : second;
}

static void both_drop(struct sahut_sink *sink)
{
    struct both *b = (struct both *)sink;
    sahut_sink_drop(b->first);
    sahut_sink_drop(b->second);
}

static void both_close(struct sahut_sink *sink)
{
    free(sink);
}

static const struct sink_ops both_ops = {both_write, both_drop, both_close};

int sahut_sink_both(struct sahut_sink *first, struct sahut_sink *second, struct sahut_sink **out)
{
    if (sahut_sink_rate(first) != sahut_sink_rate(second))
        return -EINVAL;
    struct both *b = calloc(1, sizeof(*b));
    if (!b)
        return -ENOMEM;
    *b = (struct both){{&both_ops, sahut_sink_rate(first)}, first, second};
    *out = &b->sink;
    return 0;
}
