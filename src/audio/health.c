// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/health.h"

#define STILL_S      5
#define STILL_STEPS  2
#define FULL_SCALE   32766
#define HOT_SECONDS  2
#define CALM_SECONDS 10

void health_init(struct health *h, unsigned rate)
{
    *h = (struct health){.rate = rate};
}

static void start_block(struct health *h)
{
    h->block_n = 0;
    h->block_min = INT16_MAX;
    h->block_max = INT16_MIN;
}

static bool is_still(int min, int max)
{
    return max - min <= STILL_STEPS && (min > STILL_STEPS || max < -STILL_STEPS || min == max);
}

/* What the still blocks in a row look like together. */
static enum health_state still_state(const struct health *h)
{
    if (h->still_n < (size_t)STILL_S * h->rate)
        return HEALTH_GOOD;
    return h->still_min == 0 && h->still_max == 0 ? HEALTH_ZEROS : HEALTH_CONSTANT;
}

static void end_block(struct health *h)
{
    int min = h->still_n && h->still_min < h->block_min ? h->still_min : h->block_min;
    int max = h->still_n && h->still_max > h->block_max ? h->still_max : h->block_max;
    if (is_still(min, max)) {
        h->still_min = (int16_t)min;
        h->still_max = (int16_t)max;
        h->still_n += h->block_n;
    } else if (is_still(h->block_min, h->block_max)) { /* still, but elsewhere */
        h->still_min = h->block_min;
        h->still_max = h->block_max;
        h->still_n = h->block_n;
    } else {
        h->still_n = 0;
    }
    h->alive_n = h->still_n ? 0 : h->alive_n + h->block_n;
    start_block(h);
}

static void end_second(struct health *h)
{
    const bool hot = h->full_n * 100 >= h->second_n, calm = h->full_n * 1000 < h->second_n;
    h->hot_seconds = hot ? h->hot_seconds + 1 : 0;
    h->calm_seconds = calm ? h->calm_seconds + 1 : 0;
    h->second_n = h->full_n = 0;
}

static void take(struct health *h, int16_t x)
{
    if (h->block_n == 0)
        start_block(h);
    h->block_min = x < h->block_min ? x : h->block_min;
    h->block_max = x > h->block_max ? x : h->block_max;
    h->full_n += x >= FULL_SCALE || x <= -FULL_SCALE;
    if (++h->block_n >= h->rate / 50)
        end_block(h);
    if (++h->second_n >= h->rate)
        end_second(h);
}

static enum health_state next_state(const struct health *h)
{
    enum health_state still = still_state(h);
    if (still != HEALTH_GOOD)
        return still;
    switch (h->state) {
    case HEALTH_ZEROS:
    case HEALTH_CONSTANT:
        return h->alive_n >= h->rate / 5 ? HEALTH_GOOD : h->state;
    case HEALTH_CLIPPING:
        return h->calm_seconds >= CALM_SECONDS ? HEALTH_GOOD : h->state;
    case HEALTH_GOOD:
        return h->hot_seconds >= HOT_SECONDS ? HEALTH_CLIPPING : h->state;
    }
    return h->state;
}

bool health_step(struct health *h, const int16_t *pcm, size_t n)
{
    for (size_t i = 0; i < n; i++)
        take(h, pcm[i]);
    enum health_state next = next_state(h);
    bool changed = next != h->state;
    h->state = next;
    return changed;
}
