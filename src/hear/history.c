// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/history.h"

void history_add(struct history *h, const int16_t *pcm, size_t n)
{
    for (size_t i = 0; i < n; i++)
        h->ring[(size_t)(h->position + (int64_t)i) % h->room] = pcm[i];
    h->position += (int64_t)n;
}

size_t history_copy(const struct history *h, int64_t *from, int64_t to, int16_t *out)
{
    int64_t oldest = h->position - (int64_t)h->room;
    *from = *from > oldest ? *from : oldest;
    *from = *from > 0 ? *from : 0;
    size_t n = to > *from ? (size_t)(to - *from) : 0;
    for (size_t i = 0; i < n; i++)
        out[i] = h->ring[(size_t)(*from + (int64_t)i) % h->room];
    return n;
}
