// SPDX-License-Identifier: GPL-3.0-or-later
/** What a kind of sink has to do. */
#ifndef AUDIO_SINK_H
#define AUDIO_SINK_H

#include "sahut/audio.h"

/** One thread at a time owns a sink and makes all calls; a kind needs no locks. To be able to drop
 * in time, that thread writes in short pieces. After a write has failed only close is called, or
 * write again, which may work if the reason has gone (disk full).
 */
struct sink_ops {
    /** Mandatory. Takes all `n` samples (at least one) of `sink->rate` Hz and may block as long as
     * they play. 0, or a negative errno with `why`; how many were taken is then unknown. What was
     * taken is played without another call, but for the few milliseconds inside a resampler. */
    int (*write)(struct sahut_sink *sink, const int16_t *pcm, size_t n, struct sahut_why *why);
    /** Optional (NULL: what was written is gone already). Silence as soon as possible; returns
     * without waiting for anything to be played. The next write starts anew. */
    void (*drop)(struct sahut_sink *sink);
    /** Mandatory. Called once, last: blocks until everything is played, then frees the sink.
     * Failures are logged. */
    void (*close)(struct sahut_sink *sink);
};

/** The first member of each kind's struct. */
struct sahut_sink {
    const struct sink_ops *ops;
    unsigned rate;
};

/** The rates a sink can be asked for, in Hz. */
#define SINK_RATE_MIN 4000
#define SINK_RATE_MAX 192000

/** 0, or -EINVAL with `why` when `rate` is none of them; `name` is for the message. */
int sink_check_rate(const char *name, unsigned rate, struct sahut_why *why);

#endif
