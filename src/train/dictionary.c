// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>

#include "sahut/text.h"
#include "train/train.h"

void dictionary_init(struct dictionary *d)
{
    *d = (struct dictionary){.mask = 0xFFFF};
    d->slots = sahut_alloc(d->mask + 1u, sizeof(*d->slots));
    d->keys = sahut_alloc(d->mask + 1u, sizeof(*d->keys));
}

void dictionary_finish(struct dictionary *d)
{
    free(d->slots);
    free(d->keys);
    *d = (struct dictionary){0};
}

static uint32_t place(const struct dictionary *d, uint32_t key)
{
    uint32_t i = key & d->mask;
    while (d->slots[i] && d->keys[d->slots[i] - 1] != key)
        i = (i + 1) & d->mask;
    return i;
}

static void grow(struct dictionary *d)
{
    d->mask = d->mask * 2 + 1;
    free(d->slots);
    d->slots = sahut_alloc(d->mask + 1u, sizeof(*d->slots));
    d->keys = sahut_realloc(d->keys, d->mask + 1u, sizeof(*d->keys));
    for (uint32_t k = 0; k < d->n; k++)
        d->slots[place(d, d->keys[k])] = k + 1;
}

uint32_t dictionary_number(struct dictionary *d, uint32_t key, bool add)
{
    uint32_t i = place(d, key);
    if (d->slots[i])
        return d->slots[i] - 1;
    if (!add)
        return UINT32_MAX;
    if (d->n * 2 > d->mask) {
        grow(d);
        i = place(d, key);
    }
    d->keys[d->n++] = key;
    d->slots[i] = d->n;
    return d->n - 1;
}
