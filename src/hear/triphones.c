// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/triphones.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

#define MAGIC       0x46444d42 /* "BMDF" */
#define FORMAT      1
#define MOST_PHONES 255 /* contexts are bytes */
#define MOST        (1 << 24)

/* As in the file. */
struct entry {
    int32_t sequence, transitions;
    uint8_t place, context[3]; /* the phone, its left and right neighbour */
};
struct counts {
    int32_t phones, entries, states, phone_senones, senones, transitions, sequences, contexts, tree,
        silence;
};

struct triphones {
    struct counts n;
    char (*names)[8];
    struct entry *entries;                  /* the phones alone come first */
    uint16_t (*sequences)[TRIPHONE_STATES]; /* senones */
    int *phone_of, *alone;                  /* of each senone */
    int *first; /* entry of each phone's triphones, one more at the end; they are sorted by phone */
};

static bool read_items(FILE *f, void *out, size_t size, size_t n)
{
    return fread(out, size, n, f) == n;
}

/* Names end with 0 each and are filled up to a multiple of 4 bytes together. */
static bool read_names(FILE *f, struct triphones *t)
{
    long bytes = 0;
    for (int p = 0; p < t->n.phones; p++) {
        size_t n = 0;
        for (int c; (c = fgetc(f)) != 0; bytes++) {
            if (c == EOF || n + 1 >= sizeof(t->names[p]))
                return false;
            t->names[p][n++] = (char)c;
        }
        bytes++;
    }
    return fseek(f, (4 - bytes % 4) % 4, SEEK_CUR) == 0;
}

static bool is_sound(const struct triphones *t)
{
    for (int i = 0; i < t->n.entries; i++) {
        const struct entry *e = &t->entries[i];
        if (e->sequence < 0 || e->sequence >= t->n.sequences)
            return false;
        for (int k = 0; i >= t->n.phones && k < 3; k++)
            if (e->context[k] >= t->n.phones)
                return false;
    }
    for (int i = 0; i < t->n.sequences; i++)
        for (int k = 0; k < TRIPHONE_STATES; k++)
            if (t->sequences[i][k] >= t->n.senones)
                return false;
    return true;
}

static bool is_phone_alone(const struct triphones *t, int entry)
{
    return entry < t->n.phones;
}

static int phone_of_entry(const struct triphones *t, int entry)
{
    return is_phone_alone(t, entry) ? entry : t->entries[entry].context[0];
}

static bool index_phones(struct triphones *t)
{
    int at = t->n.phones;
    for (int p = 0; p <= t->n.phones; p++) {
        t->first[p] = at;
        while (at < t->n.entries && p < t->n.phones && t->entries[at].context[0] == p)
            at++;
    }
    for (int i = 0; i < t->n.entries; i++)
        for (int k = 0; k < TRIPHONE_STATES; k++) {
            int senone = t->sequences[t->entries[i].sequence][k], phone = phone_of_entry(t, i);
            t->phone_of[senone] = phone;
            t->alone[senone] = t->sequences[t->entries[phone].sequence][k];
        }
    return at == t->n.entries;
}

static bool counts_are_good(const struct counts *n)
{
    return n->phones > 0 && n->phones <= MOST_PHONES && n->entries >= n->phones &&
           n->entries < MOST && n->states == TRIPHONE_STATES && n->senones > 0 &&
           n->senones <= UINT16_MAX && n->sequences > 0 && n->sequences < MOST && n->tree >= 0 &&
           n->tree < MOST;
}

static bool read_file(FILE *f, struct triphones *t)
{
    int32_t head[3];
    if (!read_items(f, head, sizeof(*head), 3) || head[0] != MAGIC || head[1] != FORMAT ||
        head[2] < 0 || fseek(f, head[2], SEEK_CUR) || !read_items(f, &t->n, sizeof(t->n), 1) ||
        !counts_are_good(&t->n))
        return false;
    t->names = sahut_alloc((size_t)t->n.phones, sizeof(*t->names));
    t->entries = sahut_alloc((size_t)t->n.entries, sizeof(*t->entries));
    t->sequences = sahut_alloc((size_t)t->n.sequences, sizeof(*t->sequences));
    t->phone_of = sahut_alloc((size_t)t->n.senones, sizeof(*t->phone_of));
    t->alone = sahut_alloc((size_t)t->n.senones, sizeof(*t->alone));
    t->first = sahut_alloc((size_t)t->n.phones + 1, sizeof(*t->first));
    int32_t length;
    return read_names(f, t) && fseek(f, 8L * t->n.tree, SEEK_CUR) == 0 &&
           read_items(f, t->entries, sizeof(*t->entries), (size_t)t->n.entries) &&
           read_items(f, &length, sizeof(length), 1) &&
           read_items(f, t->sequences, sizeof(*t->sequences), (size_t)t->n.sequences) &&
           is_sound(t) && index_phones(t);
}

int triphones_read(const char *path, struct triphones **out, struct sahut_why *why)
{
    FILE *f = fopen(path, "rbe");
    if (!f)
        return sahut_why(why, -errno, "%s: %s", path, strerror(errno));
    struct triphones *t = sahut_alloc(1, sizeof(*t));
    bool good = read_file(f, t);
    fclose(f);
    if (!good) {
        triphones_free(t);
        return sahut_why(why, -EINVAL, "%s: not a binary model definition with 3 states a phone",
                         path);
    }
    *out = t;
    return 0;
}

void triphones_free(struct triphones *t)
{
    if (!t)
        return;
    free(t->names);
    free(t->entries);
    free(t->sequences);
    free(t->phone_of);
    free(t->alone);
    free(t->first);
    free(t);
}

int triphones_senones(const struct triphones *t)
{
    return t->n.senones;
}

int triphones_phones(const struct triphones *t)
{
    return t->n.phones;
}

int triphones_phone(const struct triphones *t, const char *name)
{
    for (int p = 0; p < t->n.phones; p++)
        if (strcmp(t->names[p], name) == 0)
            return p;
    return -1;
}

int triphones_phone_of(const struct triphones *t, int senone)
{
    return t->phone_of[senone];
}

int triphones_alone(const struct triphones *t, int senone)
{
    return t->alone[senone];
}

void triphones_find(const struct triphones *t, int phone, int left, int right,
                    enum triphone_place place, uint16_t senones[TRIPHONE_STATES])
{
    int found = phone; /* alone */
    for (int i = t->first[phone]; i < t->first[phone + 1]; i++) {
        const struct entry *e = &t->entries[i];
        if (e->context[1] != left || e->context[2] != right)
            continue;
        if (is_phone_alone(t, found) || e->place == place)
            found = i;
        if (e->place == place)
            break;
    }
    memcpy(senones, t->sequences[t->entries[found].sequence], sizeof(*t->sequences));
}
