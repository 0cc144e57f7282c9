// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/network.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

/* Names that no grammar word has: the sentence file allows neither character at a word's start. */
#define PHONE_MARK '*'
#define WAKE_MARK  '!'

/* Weights of one more phone of free text, and of its end. They are prices against the grammar words
 * around it, no probabilities: a share of 1/39 each makes phones so dear that words of the grammar
 * eat the text ("water the plants" became "july tenth"), 0.3 lets the text eat words. Chosen on one
 * flite voice, checked on two others (docs/hearing.md, synthetic speech). */
#define FREE_PHONE 0.3
#define FREE_ENDS  0.1

static const char *const phone_words[] = {
    "*AA", "*AE", "*AH", "*AO", "*AW", "*AY", "*B",  "*CH", "*D", "*DH", "*EH", "*ER", "*EY",
    "*F",  "*G",  "*HH", "*IH", "*IY", "*JH", "*K",  "*L",  "*M", "*N",  "*NG", "*OW", "*OY",
    "*P",  "*R",  "*S",  "*SH", "*T",  "*TH", "*UH", "*UW", "*V", "*W",  "*Y",  "*Z",  "*ZH",
};
#define PHONES (sizeof(phone_words) / sizeof(phone_words[0]))

bool network_is_phone(const char *word)
{
    return word[0] == PHONE_MARK;
}

bool network_is_wake(const char *word)
{
    return word[0] == WAKE_MARK;
}

static void add_arc(struct network *n, int from, int to, const char *word, double p)
{
    if (n->n_arcs == n->arcs_cap) {
        n->arcs_cap = n->arcs_cap ? n->arcs_cap * 2 : 256;
        n->arcs = sahut_realloc(n->arcs, n->arcs_cap, sizeof(*n->arcs));
    }
    n->arcs[n->n_arcs++] = (struct sphinx_arc){from, to, word, p};
}

/*   from --phone--> loop --(no sound)--> to      with loop --phone--> loop   */
static void add_free(struct network *n, const struct sahut_arc *a)
{
    int loop = n->n_states++;
    for (size_t i = 0; i < PHONES; i++) {
        add_arc(n, a->from, loop, phone_words[i], a->p * FREE_PHONE);
        add_arc(n, loop, loop, phone_words[i], FREE_PHONE);
    }
    add_arc(n, loop, a->to, NULL, FREE_ENDS);
}

/* Marked words ("!hey") keep the wake phrase apart from the same words in an order. */
static void add_wake(struct network *n, const char *phrase)
{
    n->start = n->n_states++;
    n->wake = sahut_alloc(2 * strlen(phrase) + 2, 1);
    char *copy = sahut_strdup(phrase), *save = NULL, *put = n->wake;
    int at = n->start;
    for (char *word = strtok_r(copy, " ", &save); word;) {
        char *next = strtok_r(NULL, " ", &save);
        int to = next ? n->n_states++ : 0;
        int length = sprintf(put, "%c%s", WAKE_MARK, word);
        add_arc(n, at, to, put, 1);
        n->words[n->n_words++] = put + 1;
        put += length + 1;
        at = to;
        word = next;
    }
    free(copy);
    add_arc(n, n->start, 0, NULL, 1);
}

void network_build(struct network *n, const struct sahut_grammar *grammar, const char *wake_phrase)
{
    memset(n, 0, sizeof(*n));
    n->n_states = grammar->n_states + 1;
    n->final = grammar->n_states;
    size_t wake_words = wake_phrase ? strlen(wake_phrase) : 0;
    n->words = sahut_alloc(grammar->n_words + wake_words + 1, sizeof(*n->words));
    for (size_t i = 0; i < grammar->n_words; i++)
        if (strcmp(grammar->words[i], SAHUT_FREE_WORD) != 0)
            n->words[n->n_words++] = grammar->words[i];
    for (size_t i = 0; i < grammar->n_arcs; i++) {
        const struct sahut_arc *a = &grammar->arcs[i];
        if (strcmp(grammar->words[a->word], SAHUT_FREE_WORD) == 0)
            add_free(n, a);
        else
            add_arc(n, a->from, a->to, grammar->words[a->word], a->p);
    }
    for (int i = 0; i < grammar->n_states; i++)
        if (grammar->final[i])
            add_arc(n, i, n->final, NULL, grammar->final_p[i]);
    if (wake_phrase)
        add_wake(n, wake_phrase);
}

void network_add_words(struct network *n, const struct network *other)
{
    n->words = sahut_realloc(n->words, n->n_words + other->n_words + 1, sizeof(*n->words));
    for (size_t i = 0; i < other->n_words; i++)
        n->words[n->n_words++] = other->words[i];
}

static void add_pronunciation(struct sahut_lexicon *l, const char *word, const char *phones)
{
    l->items = sahut_realloc(l->items, l->count + 1, sizeof(*l->items));
    l->items[l->count++] =
        (struct sahut_pronunciation){.word = sahut_strdup(word), .phones = sahut_strdup(phones)};
}

static int add_wake_word(struct sahut_lexicon *lexicon, const char *marked)
{
    size_t known = lexicon->count;
    for (size_t i = 0; i < known; i++) {
        if (strcmp(lexicon->items[i].word, marked) == 0)
            return 0;
        if (strcmp(lexicon->items[i].word, marked + 1) == 0)
            add_pronunciation(lexicon, marked, lexicon->items[i].phones);
    }
    return lexicon->count > known ? 0 : -ENOENT;
}

int network_add_phones(const struct network *n, struct sahut_lexicon *lexicon)
{
    for (size_t i = 0; i < PHONES; i++)
        add_pronunciation(lexicon, phone_words[i], phone_words[i] + 1);
    int err = 0;
    for (size_t i = 0; i < n->n_arcs && !err; i++)
        if (n->arcs[i].word && network_is_wake(n->arcs[i].word))
            err = add_wake_word(lexicon, n->arcs[i].word);
    return err;
}

void network_finish(struct network *n)
{
    free(n->arcs);
    free(n->words);
    free(n->wake);
}
