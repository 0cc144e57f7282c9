// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *checked(void *p)
{
    if (!p) {
        fputs("sahut: base: out of memory\n", stderr);
        abort();
    }
    return p;
}

void *sahut_alloc(size_t count, size_t size)
{
    return checked(count && size ? calloc(count, size) : calloc(1, 1));
}

void *sahut_realloc(void *p, size_t count, size_t size)
{
    return checked(count && size ? reallocarray(p, count, size) : realloc(p, 1));
}

char *sahut_strdup(const char *s)
{
    return checked(strdup(s));
}

char *sahut_strndup(const char *s, size_t n)
{
    return checked(strndup(s, n));
}

static void reserve(struct sahut_text *t, size_t more)
{
    size_t need;
    if (__builtin_add_overflow(t->len, more, &need) || need > SIZE_MAX / 2)
        checked(NULL);
    if (need < t->cap)
        return;
    size_t cap = t->cap ? t->cap : 64;
    while (cap <= need)
        cap *= 2;
    t->s = sahut_realloc(t->s, cap, 1);
    t->cap = cap;
}

void sahut_text_add_n(struct sahut_text *t, const char *s, size_t n)
{
    reserve(t, n);
    if (n)
        memcpy(t->s + t->len, s, n);
    t->len += n;
    t->s[t->len] = '\0';
}

void sahut_text_add(struct sahut_text *t, const char *s)
{
    sahut_text_add_n(t, s, strlen(s));
}

void sahut_text_addf(struct sahut_text *t, const char *format, ...)
{
    reserve(t, 0);
    size_t room = t->cap - t->len;
    va_list ap;
    va_start(ap, format);
    int n = vsnprintf(t->s + t->len, room, format, ap);
    va_end(ap);
    assert(n >= 0);
    if ((size_t)n >= room) {
        reserve(t, (size_t)n);
        va_start(ap, format);
        vsnprintf(t->s + t->len, (size_t)n + 1, format, ap);
        va_end(ap);
    }
    t->len += (size_t)n;
}

const char *sahut_text_get(const struct sahut_text *t)
{
    return t->s ? t->s : "";
}

char *sahut_text_take(struct sahut_text *t)
{
    char *s = t->s ? t->s : sahut_strdup("");
    *t = (struct sahut_text){0};
    return s;
}

void sahut_text_clear(struct sahut_text *t)
{
    t->len = 0;
    if (t->s)
        t->s[0] = '\0';
}

void sahut_text_finish(struct sahut_text *t)
{
    free(t->s);
    *t = (struct sahut_text){0};
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

// Three rolling rows of the edit matrix; a swap of neighbours looks two rows back (the "optimal
// string alignment" form: no byte is edited twice).
size_t sahut_text_distance(const char *a, const char *b)
{
    size_t na = strlen(a), nb = strlen(b), width = nb + 1;
    size_t *rows = sahut_alloc(3, width * sizeof *rows);
    size_t *two_up = rows, *up = rows + width, *row = rows + 2 * width;
    for (size_t j = 0; j <= nb; j++)
        row[j] = j;
    for (size_t i = 1; i <= na; i++) {
        size_t *oldest = two_up;
        two_up = up;
        up = row;
        row = oldest;
        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            size_t cost = least(up[j], row[j - 1]) + 1;
            cost = least(cost, up[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost = least(cost, two_up[j - 2] + 1);
            row[j] = cost;
        }
    }
    size_t distance = row[nb];
    free(rows);
    return distance;
}

const char *sahut_text_nearest(const char *word, const char *const *candidates)
{
    const char *nearest = NULL;
    size_t best = strlen(word) / 2 + 1;
    for (; *candidates; candidates++) {
        size_t distance = sahut_text_distance(word, *candidates);
        if (distance < best) {
            best = distance;
            nearest = *candidates;
        }
    }
    return nearest;
}
