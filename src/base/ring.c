// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/ring.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// Two counters that only grow (and wrap with size_t, which a power of two survives): each is stored
// by one side with release and loaded by the other with acquire, so the samples between them belong
// to exactly one side at a time.
struct sahut_ring {
    size_t capacity;
    atomic_size_t written; // stored by the writer only
    atomic_size_t taken;   // stored by the reader only
    _Atomic uint64_t overrun;
    int16_t pcm[];
};

int sahut_ring_new(size_t samples, struct sahut_ring **out)
{
    size_t capacity = 1;
    while (capacity < samples) {
        if (capacity > SIZE_MAX / 4 / sizeof(int16_t))
            return -ENOMEM;
        capacity *= 2;
    }
    struct sahut_ring *r = malloc(sizeof *r + capacity * sizeof r->pcm[0]);
    if (!r)
        return -ENOMEM;
    r->capacity = capacity;
    atomic_init(&r->written, 0);
    atomic_init(&r->taken, 0);
    atomic_init(&r->overrun, 0);
    *out = r;
    return 0;
}

void sahut_ring_free(struct sahut_ring *r)
{
    free(r);
}

// The part of `n` samples from counter value `at` that lies before the end of the memory.
static size_t before_wrap(const struct sahut_ring *r, size_t at, size_t n)
{
    size_t left = r->capacity - (at & (r->capacity - 1));
    return n < left ? n : left;
}

size_t sahut_ring_write(struct sahut_ring *r, const int16_t *pcm, size_t n)
{
    size_t written = atomic_load_explicit(&r->written, memory_order_relaxed);
    size_t taken = atomic_load_explicit(&r->taken, memory_order_acquire);
    size_t room = r->capacity - (written - taken);
    size_t take = n < room ? n : room;
    if (take) {
        size_t first = before_wrap(r, written, take);
        memcpy(r->pcm + (written & (r->capacity - 1)), pcm, first * sizeof *pcm);
        memcpy(r->pcm, pcm + first, (take - first) * sizeof *pcm);
        atomic_store_explicit(&r->written, written + take, memory_order_release);
    }
    if (take < n)
        atomic_fetch_add_explicit(&r->overrun, n - take, memory_order_relaxed);
    return take;
}

size_t sahut_ring_read(struct sahut_ring *r, int16_t *pcm, size_t n)
{
    size_t taken = atomic_load_explicit(&r->taken, memory_order_relaxed);
    size_t written = atomic_load_explicit(&r->written, memory_order_acquire);
    size_t take = n < written - taken ? n : written - taken;
    if (take) {
        size_t first = before_wrap(r, taken, take);
        memcpy(pcm, r->pcm + (taken & (r->capacity - 1)), first * sizeof *pcm);
        memcpy(pcm + first, r->pcm, (take - first) * sizeof *pcm);
        atomic_store_explicit(&r->taken, taken + take, memory_order_release);
    }
    return take;
}

size_t sahut_ring_filled(const struct sahut_ring *r)
{
    // `taken` first: it can only lag, so the difference is never negative.
    size_t taken = atomic_load_explicit(&r->taken, memory_order_acquire);
    size_t filled = atomic_load_explicit(&r->written, memory_order_acquire) - taken;
    return filled < r->capacity ? filled : r->capacity;
}

uint64_t sahut_ring_overrun(const struct sahut_ring *r)
{
    return atomic_load_explicit(&r->overrun, memory_order_relaxed);
}
