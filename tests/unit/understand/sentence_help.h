// SPDX-License-Identifier: GPL-3.0-or-later
/** What the tests of sentences share. */
#ifndef TESTS_SENTENCE_HELP_H
#define TESTS_SENTENCE_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/intent.h"
#include "sahut/sentences.h"

static inline struct sahut_sentences *sentences_of(const char *text)
{
    struct sahut_sentences *s = NULL;
    struct sahut_why why = {""};
    if (sahut_sentences_parse(text, strlen(text), "test", &s, &why))
        fail_msg("%s", why.text);
    return s;
}

static inline struct sahut_sentences *sentences_in(const char *file)
{
    char path[4096];
    const char *source = getenv("SAHUT_SOURCE");
    struct sahut_sentences *s = NULL;
    struct sahut_why why = {""};
    snprintf(path, sizeof(path), "%s/%s", source ? source : ".", file);
    if (sahut_sentences_read(path, &s, &why))
        fail_msg("%s", why.text);
    return s;
}

static inline struct sahut_grammar *grammar_of(struct sahut_sentences *s, const char *context)
{
    struct sahut_grammar *g = NULL;
    struct sahut_why why = {""};
    if (sahut_sentences_compile(s, context, &g, &why))
        fail_msg("%s", why.text);
    return g;
}

static inline struct sahut_words *words_of(const char *text)
{
    struct sahut_words *w = NULL;
    assert_int_equal(sahut_words_new(text, "en", &w), 0);
    return w;
}

static inline bool grammar_says(const struct sahut_grammar *g, const char *text)
{
    struct sahut_words *w = words_of(text);
    const char **words = calloc(w->count + 1, sizeof(*words));
    for (size_t i = 0; i < w->count; i++)
        words[i] = w->items[i].text;
    bool yes = sahut_grammar_accepts(g, words, w->count);
    free(words);
    sahut_words_free(w);
    return yes;
}

/* "intent slot=words slot=value? missing", as short as a table wants it. */
static inline void describe_match(struct sahut_sentences *s, const char *context, const char *text,
                                  char *out, size_t size)
{
    struct sahut_words *w = words_of(text);
    struct sahut_match m;
    size_t n = 0;
    out[0] = '\0';
    if (sahut_sentences_match(s, context, w->items, w->count, &m)) {
        n += (size_t)snprintf(out, size, "%s", m.intent);
        for (size_t i = 0; i < m.n_slots; i++) {
            n += (size_t)snprintf(out + n, size - n, " %s=", m.slots[i].name);
            if (m.slots[i].value)
                n += (size_t)snprintf(out + n, size - n, "<%s>", m.slots[i].value);
            else
                for (size_t k = 0; k < m.slots[i].count; k++)
                    n += (size_t)snprintf(out + n, size - n, "%s%s", k ? "_" : "",
                                          w->items[m.slots[i].first + k].text);
        }
        for (size_t i = 0; i < m.n_missing; i++)
            n += (size_t)snprintf(out + n, size - n, " -%s", m.missing[i]);
    }
    sahut_words_free(w);
}

/* The installed sentences on Monday, 4 May 2026, 10:00 in Berlin. */
struct home {
    struct sahut_sentences *s;
    struct sahut_zone *zone;
    struct sahut_when_context when;
};

static inline int home_set_up(void **state)
{
    static const struct sahut_list_item devices[] = {
        {"desk lamp", "lamp"}, {"fan", "fan"}, {"coffee machine", "coffee"}};
    struct home *h = calloc(1, sizeof(*h));
    struct sahut_why why;
    h->s = sentences_in("models/en/sentences");
    sahut_sentences_fill(h->s, "device", devices, 3);
    *state = h;
    if (sahut_zone_new("Europe/Berlin", &h->zone, &why))
        return -1;
    h->when.zone = h->zone;
    return sahut_instant_parse("2026-05-04T10:00", h->zone, &h->when.now_ms, &why);
}

static inline int home_tear_down(void **state)
{
    struct home *h = *state;
    sahut_sentences_free(h->s);
    sahut_zone_free(h->zone);
    free(h);
    return 0;
}

#endif
