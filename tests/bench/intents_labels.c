// SPDX-License-Identifier: GPL-3.0-or-later
/* Labels that contradict others. A row that is wrong contradicts if
 *
 *   it is a sentence of our file word for word, of another intent than its label may be; or
 *   another row of any suite, for us or for nobody, has the same words, times, lengths and
 *   recurrences replaced by their kind, and no intent that both labels may be.
 *
 * The rule is only about words and labels; what was understood has no part in it. */
#include <stdlib.h>
#include <string.h>

#include "intents.h"
#include "sahut/text.h"
#include "understand/reading.h"

struct labelled {
    uint64_t words;
    char *label;
};

/* Of the words with what is found in them replaced; 0: no words. */
static uint64_t hash_words(struct bench *b, const char *text)
{
    static struct reading r;
    struct sahut_words *w;
    uint64_t h = 0;
    if (sahut_words_new(text, "en", &w))
        return 0;
    if (reading_make(b->plain[0], w, &b->when, &r))
        for (size_t i = 0; i < r.n; i++)
            h = (h ^ r.tokens[i].hash) * UINT64_C(1099511628211) + 1;
    sahut_words_free(w);
    return h;
}

static int by_words(const void *a, const void *b)
{
    uint64_t x = ((const struct labelled *)a)->words, y = ((const struct labelled *)b)->words;
    return x < y ? -1 : x > y;
}

static void add(struct bench *b, const char *text, const char *label)
{
    if ((b->n_rows & (b->n_rows + 1)) == 0)
        b->rows = sahut_realloc(b->rows, (b->n_rows + 1) * 2, sizeof(*b->rows));
    b->rows[b->n_rows++] = (struct labelled){hash_words(b, text), sahut_strdup(label)};
}

void labels_read(struct bench *b)
{
    struct tsv t;
    if (!open_table(b, "_combined/intents_all.tsv", &t))
        return;
    while (tsv_next(&t)) {
        char *text = tsv_get(&t, "text");
        const char *label = tsv_get(&t, "proposed_label");
        if (strcmp(tsv_get(&t, "lang"), "en") != 0 ||
            (!json_object_get(b->labels, label) && strcmp(label, "reject") != 0))
            continue;
        tsv_unescape(text);
        add(b, text, label);
    }
    qsort(b->rows, b->n_rows, sizeof(*b->rows), by_words);
}

void labels_free(struct bench *b)
{
    for (size_t i = 0; i < b->n_rows; i++)
        free(b->rows[i].label);
    free(b->rows);
}

/* Whether one intent may be both. */
static bool agree(const struct bench *b, const char *one, const char *other)
{
    json_t *names = json_object_get(b->labels, one), *name;
    size_t i;
    if (strcmp(one, other) == 0)
        return true;
    json_array_foreach(names, i, name)
    {
        if (is_answer(b, other, json_string_value(name)))
            return true;
    }
    return false;
}

bool labels_contradict(struct bench *b, const char *text, const char *label,
                       const struct sahut_intent *intent)
{
    struct labelled key = {hash_words(b, text), NULL};
    const struct labelled *found = bsearch(&key, b->rows, b->n_rows, sizeof(key), by_words);
    if (!intent->tolerant && intent->score == 1 && !is_answer(b, label, intent->name))
        return true;
    if (!found || key.words == 0)
        return false;
    while (found > b->rows && found[-1].words == key.words)
        found--;
    for (; found < b->rows + b->n_rows && found->words == key.words; found++)
        if (!agree(b, label, found->label))
            return true;
    return false;
}
