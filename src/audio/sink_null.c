// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdlib.h>

#include "audio/sink.h"

static int null_write(struct sahut_sink *sink, const int16_t *pcm, size_t n, struct sahut_why *why)
{
    return 0;
}

static void null_close(struct sahut_sink *sink)
{
    free(sink);
}

static const struct sink_ops null_ops = {.write = null_write, .close = null_close};

int sahut_sink_null(unsigned rate, struct sahut_sink **out)
{
    int err = sink_check_rate("null", rate, NULL);
    if (err)
        return err;
    struct sahut_sink *s = calloc(1, sizeof(*s));
    if (!s)
        return -ENOMEM;
    s->ops = &null_ops;
    s->rate = rate;
    *out = s;
    return 0;
}
