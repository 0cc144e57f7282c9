// SPDX-License-Identifier: GPL-3.0-or-later
/* Sentences made from the templates, as examples. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "train/corpus.h"

/* Of an intent; ROLES: so many of them are one that teaches roles, too, since people's own rows are
 * fewer, and the perceptron does not weigh its examples. */
enum { TEMPLATES = 800, ROLES = 8, BESIDE = 2500 };
static const float TEMPLATE_WEIGHT = 0.4f, UNLISTED_WEIGHT = 0.25f, BESIDE_WEIGHT = 0.15f;

static size_t draw(struct source *s, size_t below)
{
    s->state = s->state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(s->state >> 33) % below;
}

/* The tag of a slot of a sentence of this intent. */
static unsigned char tag_of(const struct corpus *c, int intent, const struct sahut_match_slot *slot)
{
    const struct intent_uses *u = phrases_uses(c->sentences, intent);
    const char *first = NULL;
    for (size_t i = 0; i < u->n; i++) {
        if (!u->items[i].free_text)
            continue;
        const char *name = c->sentences->names.items[c->sentences->slots[u->items[i].slot].name];
        if (strcmp(name, slot->name) == 0)
            return !first || strcmp(first, name) == 0 ? TAG_FIRST_TEXT : TAG_SECOND_TEXT;
        if (!first)
            first = name;
    }
    return (unsigned char)(slot->type == SAHUT_SLOT_TIME || slot->type == SAHUT_SLOT_DURATION ||
                                   slot->type == SAHUT_SLOT_REPEAT
                               ? corpus_time_tag(c, slot->name)
                               : TAG_NONE);
}

struct said {
    struct sahut_text text;
    unsigned char marks[256];
    size_t n;
};

static void say(struct said *said, const char *word, unsigned char mark)
{
    if (said->n == sizeof(said->marks))
        return;
    sahut_text_addf(&said->text, "%s%s", said->n ? " " : "", word);
    said->marks[said->n++] = mark;
}

static void say_filler(struct source *s, struct said *said, unsigned char mark)
{
    struct sahut_words *w;
    const char *text = s->n_fillers ? s->fillers[draw(s, s->n_fillers)] : "the laundry";
    if (sahut_words_new(text, sahut_sentences_language(s->c->sentences), &w))
        return;
    for (size_t i = 0; i < w->count; i++)
        say(said, w->items[i].text, mark);
    sahut_words_free(w);
}

/* One sentence of the templates, its free text filled with what people said elsewhere. */
static void add_template(struct source *s, int intent, const char *text)
{
    struct corpus *c = s->c;
    struct sahut_match m;
    struct sahut_words *w;
    struct said said = {.n = 0};
    const char *name = c->sentences->intents.items[intent];
    if (sahut_words_new(text, sahut_sentences_language(c->sentences), &w))
        return;
    bool ours = sahut_sentences_match(c->sentences, NULL, w->items, w->count, &m) &&
                strcmp(m.intent, name) == 0;
    for (size_t i = 0; i < w->count && ours; i++) {
        unsigned char mark = TAG_NONE;
        for (size_t k = 0; k < m.n_slots; k++)
            if (i >= m.slots[k].first && i < m.slots[k].first + m.slots[k].count)
                mark = tag_of(c, intent, &m.slots[k]);
        if (strcmp(w->items[i].text, SAHUT_FREE_WORD) == 0)
            say_filler(s, &said, mark);
        else
            say(&said, w->items[i].text, mark);
    }
    sahut_words_free(w);
    struct example *e = ours ? corpus_add(c, sahut_text_get(&said.text)) : NULL;
    if (e && strncmp(name, "device.", 7) == 0 && s->n_unlisted < UNLISTED) {
        s->unlisted[s->n_unlisted].text = sahut_strdup(sahut_text_get(&said.text));
        s->unlisted[s->n_unlisted++].class = corpus_class(c, name);
    }
    sahut_text_finish(&said.text);
    if (!e)
        return;
    e->held_out = false;
    e->weight = TEMPLATE_WEIGHT;
    e->class = corpus_class(c, name);
    e->right.may[e->class] = true;
    bool same = e->words->count == said.n;
    for (size_t i = 0; i < e->reading->n && same; i++) {
        const struct token *t = &e->reading->tokens[i];
        bool is_time = t->kind != TOKEN_WORD && t->kind != TOKEN_LISTED;
        unsigned char mark = said.marks[t->first];
        e->tags[i] = mark >= TAG_TIMES && !is_time ? TAG_NONE : mark;
        if (is_time && mark == TAG_NONE) /* "next week's reminders" */
            e->tags[i] = (unsigned char)corpus_time_tag(c, "when");
    }
    corpus_settle(e, same && s->n_templates++ % ROLES == 0);
}

static void add_templates(struct source *s)
{
    static const struct sahut_list_item devices[] = {
        {"lamp", "lamp"},
        {"desk lamp", "desk lamp"},
        {"fan", "fan"},
        {"heater", "heater"},
        {"radio", "radio"},
        {"ceiling fan", "ceiling fan"},
        {"coffee machine", "coffee"},
        {"printer", "printer"},
        {"garage light", "garage light"},
    };
    static const struct sahut_list_item rooms[] = {
        {"kitchen", "kitchen"}, {"living room", "living room"}, {"bedroom", "bedroom"},
        {"garage", "garage"},   {"office", "office"},           {"first floor", "first floor"},
    };
    struct corpus *c = s->c;
    for (int pass = 0; pass < 2; pass++) {
        sahut_sentences_fill(c->sentences, "device", devices, sizeof(devices) / sizeof(*devices));
        sahut_sentences_fill(c->sentences, "room", rooms, sizeof(rooms) / sizeof(*rooms));
        for (size_t i = 0; i < c->sentences->intents.count; i++) {
            const char *name = c->sentences->intents.items[i];
            char **texts;
            size_t n = corpus_class(c, name) > 0
                           ? sahut_sentences_examples(c->sentences, name, TEMPLATES, &texts)
                           : 0;
            for (size_t k = 0; k < n; k++) {
                add_template(s, (int)i, texts[k]);
                free(texts[k]);
            }
            if (n)
                free(texts);
        }
    }
}

static void add_unlisted(struct source *s)
{
    struct corpus *c = s->c;
    sahut_sentences_fill(c->sentences, "device", NULL, 0);
    sahut_sentences_fill(c->sentences, "room", NULL, 0);
    for (size_t i = 0; i < s->n_unlisted; i++) {
        struct example *e = corpus_add(c, s->unlisted[i].text);
        free(s->unlisted[i].text);
        if (!e)
            continue;
        e->held_out = false;
        e->weight = UNLISTED_WEIGHT;
        e->class = s->unlisted[i].class;
        e->right.may[e->class] = true;
        corpus_settle(e, false);
    }
}

void corpus_add_templates(struct source *s)
{
    add_templates(s);
    add_unlisted(s);
}

/* A sentence that is ours as well, word for word, is no example of what is not. */
static bool is_ours(const struct corpus *c, const char *text)
{
    struct sahut_words *w;
    struct sahut_match m;
    if (sahut_words_new(text, sahut_sentences_language(c->sentences), &w))
        return false;
    bool ours = sahut_sentences_match(c->sentences, NULL, w->items, w->count, &m) && m.score == 1;
    sahut_words_free(w);
    return ours;
}

static void add_beside(struct source *s, const char *text)
{
    struct sahut_words *w;
    struct said said = {.n = 0};
    if (sahut_words_new(text, sahut_sentences_language(s->c->sentences), &w))
        return;
    for (size_t i = 0; i < w->count; i++) {
        if (strcmp(w->items[i].text, SAHUT_FREE_WORD) == 0)
            say_filler(s, &said, TAG_NONE);
        else
            say(&said, w->items[i].text, TAG_NONE);
    }
    sahut_words_free(w);
    struct example *e = is_ours(s->c, sahut_text_get(&said.text))
                            ? NULL
                            : corpus_add(s->c, sahut_text_get(&said.text));
    sahut_text_finish(&said.text);
    if (!e)
        return;
    e->held_out = false;
    e->weight = BESIDE_WEIGHT;
    e->right.may[0] = true;
    corpus_settle(e, false);
}

void corpus_add_beside(struct source *s)
{
    for (const char *const *name = sahut_sentences_intents(s->c->beside); *name; name++) {
        char **texts;
        size_t n = sahut_sentences_examples(s->c->beside, *name, BESIDE, &texts);
        for (size_t k = 0; k < n; k++) {
            add_beside(s, texts[k]);
            free(texts[k]);
        }
        free(n ? texts : NULL);
    }
}
