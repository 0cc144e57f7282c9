// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/fault.h"

#include <errno.h>

#define PAUSE_MS     1000
#define PAUSE_MAX_MS 64000

static int meaning(int err)
{
    return err == -ENOENT || err == -ENXIO ? -ENODEV : err;
}

bool fault_is_news(struct fault *f, int err, int64_t now_ms)
{
    err = meaning(err);
    if (err != f->seen) {
        f->seen = err;
        f->since_ms = now_ms;
    }
    if (err == f->told || (f->told && now_ms - f->since_ms < FAULT_SETTLE_MS))
        return false;
    f->told = err;
    return true;
}

bool fault_is_over(struct fault *f)
{
    bool was = f->told != 0;
    *f = (struct fault){0};
    return was;
}

uint64_t burst_step(struct burst *b, uint64_t count, int64_t now_ms)
{
    if (b->pause_ms && !b->count && now_ms - b->last_ms >= PAUSE_MS)
        b->pause_ms = 0;
    if (count)
        b->last_ms = now_ms;
    b->count += count;
    if (!b->count || (b->pause_ms && now_ms - b->told_ms < b->pause_ms))
        return 0;
    uint64_t told = b->count;
    b->count = 0;
    b->told_ms = now_ms;
    b->pause_ms = b->pause_ms ? 2 * b->pause_ms : PAUSE_MS;
    if (b->pause_ms > PAUSE_MAX_MS)
        b->pause_ms = PAUSE_MAX_MS;
    return told;
}
