// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

/* FNV-1a. */
static uint32_t hash_of(const char *s, size_t length)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < length; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h;
}

static size_t slot_of(const struct names *n, const char *s, size_t length)
{
    size_t at = hash_of(s, length) & (n->n_slots - 1);
    while (n->slots[at] >= 0) {
        const char *item = n->items[n->slots[at]];
        if (strncmp(item, s, length) == 0 && item[length] == '\0')
            break;
        at = (at + 1) & (n->n_slots - 1);
    }
    return at;
}

static void grow(struct names *n)
{
    n->cap = n->cap ? n->cap * 2 : 64;
    n->items = sahut_realloc(n->items, n->cap + 1, sizeof(*n->items));
    n->n_slots = n->cap * 2;
    n->slots = sahut_realloc(n->slots, n->n_slots, sizeof(*n->slots));
    memset(n->slots, -1, n->n_slots * sizeof(*n->slots));
    for (size_t i = 0; i < n->count; i++)
        n->slots[slot_of(n, n->items[i], strlen(n->items[i]))] = (int)i;
}

int names_add(struct names *n, const char *s, size_t length)
{
    int known = names_find(n, s, length);
    if (known >= 0)
        return known;
    if (n->count == n->cap)
        grow(n);
    n->slots[slot_of(n, s, length)] = (int)n->count;
    n->items[n->count] = sahut_strndup(s, length);
    n->items[n->count + 1] = NULL;
    return (int)n->count++;
}

int names_find(const struct names *n, const char *s, size_t length)
{
    return n->n_slots ? n->slots[slot_of(n, s, length)] : -1;
}

void names_finish(struct names *n)
{
    for (size_t i = 0; i < n->count; i++)
        free(n->items[i]);
    free(n->items);
    free(n->slots);
    *n = (struct names){0};
}
