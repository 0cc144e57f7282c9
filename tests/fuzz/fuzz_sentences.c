// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a sentence file: read, filled, compiled, matched. What the grammar accepts must be
 * explained by the matcher. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/intent.h"
#include "sahut/sentences.h"

enum { LONGEST = 1 << 16, LONGEST_TEXT = 500, EXAMPLES = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is taken back, and two orders in one. */
static void check_orders(struct sahut_sentences *s, const struct sahut_words *w)
{
    static struct sahut_when_context when;
    struct sahut_intent intent;
    char *two[2];
    if (!when.zone && sahut_zone_new("UTC", &when.zone, NULL))
        abort();
    sahut_understand(s, NULL, w, &when, &intent);
    if (!sahut_two_orders(s, w, &when, two))
        return;
    free(two[0]);
    free(two[1]);
}

static void check(struct sahut_sentences *s, const struct sahut_grammar *g, const char *text)
{
    struct sahut_words *w;
    struct sahut_match m;
    if (sahut_words_new(text, sahut_sentences_language(s), &w))
        return;
    const char **words = calloc(w->count + 1, sizeof(*words));
    for (size_t i = 0; i < w->count; i++)
        words[i] = w->items[i].text;
    bool found = sahut_sentences_match(s, NULL, w->items, w->count, &m);
    if (g && sahut_grammar_accepts(g, words, w->count) && !found)
        abort();
    for (size_t i = 0; found && i < m.n_slots; i++)
        if (m.slots[i].count == 0 || m.slots[i].first + m.slots[i].count > w->count)
            abort();
    free(words);
    check_orders(s, w);
    sahut_words_free(w);
}

static void check_examples(struct sahut_sentences *s, const struct sahut_grammar *g)
{
    for (const char *const *intent = sahut_sentences_intents(s); *intent; intent++) {
        char **examples;
        size_t n = sahut_sentences_examples(s, *intent, EXAMPLES, &examples);
        for (size_t i = 0; i < n; i++) {
            check(s, g, examples[i]);
            free(examples[i]);
        }
        free(examples);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct sahut_list_item items[] = {{"desk lamp", "1"}, {"", "2"}, {"lamp 7", "3"}};
    struct sahut_sentences *s;
    struct sahut_grammar *g = NULL;
    struct sahut_why why;
    if (size > LONGEST || sahut_sentences_parse((const char *)data, size, "fuzz", &s, &why))
        return 0;
    sahut_sentences_fill(s, "device", items, 3);
    sahut_sentences_compile(s, NULL, &g, &why);
    check_examples(s, g);
    size_t n = size < LONGEST_TEXT ? size : LONGEST_TEXT;
    char *text = calloc(n + 1, 1);
    memcpy(text, data + size - n, n);
    check(s, g, text);
    free(text);
    sahut_grammar_free(g);
    sahut_sentences_free(s);
    return 0;
}
