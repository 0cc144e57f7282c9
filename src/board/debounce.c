// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/debounce.h"

void debounce_start(struct debounce *d, bool level)
{
    *d = (struct debounce){level, level, INT64_MAX};
}

bool debounce_edge(struct debounce *d, bool raw, int64_t now_ms, int period_ms)
{
    d->raw = raw;
    d->settle_ms = now_ms + period_ms;
    return period_ms == 0 && debounce_due(d, now_ms);
}

bool debounce_due(struct debounce *d, int64_t now_ms)
{
    const bool changed = d->raw != d->level;

    if (now_ms < d->settle_ms)
        return false;
    d->settle_ms = INT64_MAX;
    d->level = d->raw;
    return changed;
}
