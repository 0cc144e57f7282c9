// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/sink.h"

#include <errno.h>

int sink_check_rate(const char *name, unsigned rate, struct sahut_why *why)
{
    if (rate >= SINK_RATE_MIN && rate <= SINK_RATE_MAX)
        return 0;
    return sahut_why(why, -EINVAL, "%s: a rate of %u Hz is asked for; %d to %d Hz can be played",
                     name, rate, SINK_RATE_MIN, SINK_RATE_MAX);
}

void sahut_sink_free(struct sahut_sink *s)
{
    if (s)
        s->ops->close(s);
}

unsigned sahut_sink_rate(const struct sahut_sink *s)
{
    return s->rate;
}

int sahut_sink_write(struct sahut_sink *s, const int16_t *pcm, size_t n, struct sahut_why *why)
{
    return n > 0 ? s->ops->write(s, pcm, n, why) : 0;
}

void sahut_sink_drop(struct sahut_sink *s)
{
    if (s->ops->drop)
        s->ops->drop(s);
}
