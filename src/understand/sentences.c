// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/model.h"
#include "understand/nfa.h"
#include "understand/phrases.h"
#include "understand/template.h"

int sentences_add_node(struct sahut_sentences *s, struct node node)
{
    if (s->n_nodes == s->cap_nodes) {
        s->cap_nodes = s->cap_nodes ? s->cap_nodes * 2 : 256;
        s->nodes = sahut_realloc(s->nodes, s->cap_nodes, sizeof(*s->nodes));
    }
    s->nodes[s->n_nodes] = node;
    return (int)s->n_nodes++;
}

int sentences_slot(struct sahut_sentences *s, int name)
{
    for (size_t i = 0; i < s->n_slots; i++)
        if (s->slots[i].name == name)
            return (int)i;
    s->slots = sahut_realloc(s->slots, s->n_slots + 1, sizeof(*s->slots));
    s->slots[s->n_slots] = (struct slot){.name = name, .type = SAHUT_SLOT_WORD};
    return (int)s->n_slots++;
}

int sentences_find_rule(const struct sahut_sentences *s, int name)
{
    for (size_t i = 0; i < s->n_rules; i++)
        if (s->rules[i].name == name)
            return (int)i;
    return -1;
}

int sentences_find_list(const struct sahut_sentences *s, int name)
{
    for (size_t i = 0; i < s->n_lists; i++)
        if (s->lists[i].name == name)
            return (int)i;
    return -1;
}

size_t sentences_words(struct sahut_sentences *s, const char *text, int **out)
{
    struct sahut_words *words;
    *out = NULL;
    if (sahut_words_new(text, s->language ? s->language : "", &words))
        return 0;
    size_t n = 0;
    *out = sahut_alloc(words->count, sizeof(**out));
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->items[i].text, SAHUT_FREE_WORD) != 0)
            (*out)[n++] = names_add(&s->words, words->items[i].text, strlen(words->items[i].text));
    sahut_words_free(words);
    return n;
}

int sahut_sentences_read(const char *path, struct sahut_sentences **out, struct sahut_why *why)
{
    FILE *f = fopen(path, "re");
    if (!f) {
        int err = -errno;
        return sahut_why(why, err, "%s: %s", path, strerror(-err));
    }
    struct sahut_text text = {0};
    char buffer[4096];
    size_t n;
    while ((n = fread(buffer, 1, sizeof(buffer), f)) > 0)
        sahut_text_add_n(&text, buffer, n);
    int err = ferror(f) ? sahut_why(why, -EIO, "%s: cannot be read", path)
                        : sahut_sentences_parse(sahut_text_get(&text), text.len, path, out, why);
    fclose(f);
    sahut_text_finish(&text);
    return err;
}

int sahut_sentences_learn(struct sahut_sentences *s, const char *path, struct sahut_why *why)
{
    struct model *model;
    int err = model_read(path, &model, why);
    if (err)
        return err;
    model_free(s->model);
    s->model = model;
    return 0;
}

bool sentences_block_open(const struct sahut_sentences *s, const struct intent_block *b,
                          const char *context)
{
    if (context && strcmp(context, SAHUT_CONTEXT_UNASKED) == 0)
        return b->unasked;
    if (b->always || b->unasked)
        return b->always;
    if (!context || !*context)
        return b->only < 0;
    return b->only >= 0 && strcmp(s->names.items[b->only], context) == 0;
}

static void free_items(struct list *list)
{
    for (size_t i = 0; i < list->n_items; i++) {
        free(list->items[i].words);
        free(list->items[i].value);
    }
    free(list->items);
    list->items = NULL;
    list->n_items = 0;
}

void sahut_sentences_free(struct sahut_sentences *s)
{
    if (!s)
        return;
    nfa_forget(s);
    phrases_forget(s);
    model_free(s->model);
    for (size_t i = 0; i < s->n_lists; i++)
        free_items(&s->lists[i]);
    names_finish(&s->words);
    names_finish(&s->names);
    names_finish(&s->intents);
    free(s->nodes);
    free(s->rules);
    free(s->lists);
    free(s->slots);
    free(s->blocks);
    free(s->sentences);
    free(s->language);
    free(s->file);
    free(s);
}

int sahut_sentences_fill(struct sahut_sentences *s, const char *list,
                         const struct sahut_list_item *items, size_t count)
{
    int at = sentences_find_list(s, names_find(&s->names, list, strlen(list)));
    if (at < 0 || !s->lists[at].from_program)
        return -ENOENT;
    struct list *l = &s->lists[at];
    nfa_forget(s);
    phrases_forget(s);
    free_items(l);
    l->items = sahut_alloc(count, sizeof(*l->items));
    for (size_t i = 0; i < count; i++) {
        struct list_item item = {.body = -1, .value = sahut_strdup(items[i].value)};
        item.n_words = sentences_words(s, items[i].words, &item.words);
        l->items[l->n_items++] = item;
    }
    return 0;
}

const char *sahut_sentences_language(const struct sahut_sentences *s)
{
    return s->language ? s->language : "";
}

const char *const *sahut_sentences_intents(const struct sahut_sentences *s)
{
    static const char *const none[] = {NULL};
    return s->intents.count ? (const char *const *)s->intents.items : none;
}
