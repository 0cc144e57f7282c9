// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/sets.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

static size_t hash_of(const int *members, size_t count)
{
    uint64_t h = 1469598103934665603u ^ count;
    for (size_t i = 0; i < count; i++) {
        h = (h ^ (uint32_t)members[i]) * 0x9E3779B97F4A7C15u;
        h ^= h >> 29;
    }
    return (size_t)h;
}

static size_t slot_of(const struct sets *s, const int *members, size_t count)
{
    size_t at = hash_of(members, count) & (s->n_slots - 1);
    for (; s->slots[at] >= 0; at = (at + 1) & (s->n_slots - 1)) {
        size_t from = s->begin[s->slots[at]];
        size_t n = s->begin[s->slots[at] + 1] - from;
        if (n == count && memcmp(s->members + from, members, count * sizeof(*members)) == 0)
            break;
    }
    return at;
}

static void grow(struct sets *s)
{
    s->cap = s->cap ? s->cap * 2 : 1024;
    s->begin = sahut_realloc(s->begin, s->cap + 1, sizeof(*s->begin));
    s->begin[0] = 0;
    s->n_slots = s->cap * 2;
    s->slots = sahut_realloc(s->slots, s->n_slots, sizeof(*s->slots));
    memset(s->slots, -1, s->n_slots * sizeof(*s->slots));
    for (size_t i = 0; i < s->n; i++) {
        size_t from = s->begin[i];
        s->slots[slot_of(s, s->members + from, s->begin[i + 1] - from)] = (int)i;
    }
}

int sets_add(struct sets *s, const int *members, size_t count)
{
    if (s->n == s->cap)
        grow(s);
    size_t at = slot_of(s, members, count);
    if (s->slots[at] >= 0)
        return s->slots[at];
    if (s->n_members + count > s->cap_members) {
        s->cap_members = (s->n_members + count) * 2;
        s->members = sahut_realloc(s->members, s->cap_members, sizeof(*s->members));
    }
    if (count)
        memcpy(s->members + s->n_members, members, count * sizeof(*members));
    s->n_members += count;
    s->slots[at] = (int)s->n;
    s->begin[s->n + 1] = s->n_members;
    return (int)s->n++;
}

void sets_finish(struct sets *s)
{
    free(s->members);
    free(s->begin);
    free(s->slots);
    *s = (struct sets){0};
}
