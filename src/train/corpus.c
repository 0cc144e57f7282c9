// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "train/corpus.h"
#include "train/tsv.h"

/* REJECT, BESIDE: what is none of our business is more than half of all rows. */
static const float REJECT_WEIGHT = 0.4f, BESIDE_WEIGHT = 0.12f;

static uint32_t crc32_of(const char *text)
{
    uint32_t crc = 0xFFFFFFFFu;
    for (; *text; text++) {
        crc ^= (unsigned char)*text;
        for (int k = 0; k < 8; k++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    return ~crc;
}

bool corpus_held_out(const struct corpus *c, const char *text)
{
    return (c->without >> crc32_of(text) % CORPUS_PARTS & 1) != 0;
}

int corpus_class(const struct corpus *c, const char *name)
{
    for (uint32_t i = 0; i < c->labels.n_classes; i++)
        if (strcmp(c->labels.classes[i], name) == 0)
            return (int)i;
    return -1;
}

static void keep_feature(void *ctx, uint32_t feature, size_t first, size_t count)
{
    struct example *e = ctx;
    (void)first;
    (void)count;
    if ((e->n & 63) == 0)
        e->features = sahut_realloc(e->features, e->n + 64, sizeof(*e->features));
    e->features[e->n++] = feature;
}

struct example *corpus_add(struct corpus *c, const char *text)
{
    static struct reading *reading;
    struct sahut_words *words;
    if (!reading)
        reading = sahut_alloc(1, sizeof(*reading));
    if (sahut_words_new(text, sahut_sentences_language(c->sentences), &words))
        return NULL;
    if (!reading_make(c->sentences, words, &c->when, reading)) {
        sahut_words_free(words);
        return NULL;
    }
    if (c->n == c->cap) {
        c->cap = c->cap ? c->cap * 2 : 4096;
        c->items = sahut_realloc(c->items, c->cap, sizeof(*c->items));
    }
    struct example *e = &c->items[c->n++];
    *e = (struct example){.weight = 1, .words = words, .held_out = corpus_held_out(c, text)};
    reading_features(reading, keep_feature, e);
    e->reading = reading;
    return e;
}

void corpus_settle(struct example *e, bool roles)
{
    if (roles) {
        struct reading *copy = sahut_alloc(1, sizeof(*copy));
        memcpy(copy, e->reading, sizeof(*copy));
        e->reading = copy;
        return;
    }
    sahut_words_free(e->words);
    e->words = NULL;
    e->reading = NULL;
}

int corpus_time_tag(const struct corpus *c, const char *name)
{
    for (uint32_t t = TAG_TIMES; t < c->labels.n_tags; t++)
        if (strcmp(c->labels.tags[t], name) == 0)
            return (int)t;
    return TAG_NONE;
}

/* Marks the words of `value`, wherever they stand one after the other, with `mark`. */
static bool mark_value(const struct corpus *c, const struct sahut_words *words, const char *value,
                       unsigned char mark, unsigned char *marks)
{
    struct sahut_words *v;
    bool found = false;
    if (sahut_words_new(value, sahut_sentences_language(c->sentences), &v))
        return false;
    for (size_t i = 0; v->count && !found && i + v->count <= words->count; i++) {
        size_t k = 0;
        while (k < v->count && strcmp(words->items[i + k].text, v->items[k].text) == 0)
            k++;
        if (k < v->count)
            continue;
        memset(marks + i, mark, v->count);
        found = true;
    }
    sahut_words_free(v);
    return found;
}

enum { MARK_TIME = 100 };

/* From marks of words to tags of tokens. A time that is in no text is one of the order. */
static void tag_tokens(const struct corpus *c, struct example *e, const unsigned char *marks)
{
    bool snooze = strstr(c->labels.classes[e->class], "snooze") != NULL;
    for (size_t i = 0; i < e->reading->n; i++) {
        const struct token *t = &e->reading->tokens[i];
        unsigned char mark = marks[t->first];
        bool is_time = t->kind != TOKEN_WORD && t->kind != TOKEN_LISTED;
        if (mark == TAG_FIRST_TEXT || mark == TAG_SECOND_TEXT)
            e->tags[i] = mark;
        else if (is_time)
            e->tags[i] = (unsigned char)corpus_time_tag(
                c, snooze && t->kind == TOKEN_DURATION ? "duration" : "when");
    }
}

static void add_filler(struct source *s, const char *value)
{
    if (s->n_fillers < FILLERS && strlen(value) < 60 && !strchr(value, '*'))
        s->fillers[s->n_fillers++] = sahut_strdup(value);
}

static unsigned char text_mark(const char *class, const char *slot)
{
    bool event = strncmp(class, "event.", 6) == 0 || strncmp(class, "agenda.", 7) == 0;
    bool list = strncmp(class, "list.", 5) == 0, timer = strncmp(class, "timer.", 6) == 0;
    if (strncmp(class, "reminder.", 9) == 0 && strcmp(slot, "reminder/todo") == 0)
        return TAG_FIRST_TEXT;
    if (event && strcmp(slot, "event_name") == 0)
        return TAG_FIRST_TEXT;
    if (timer && strcmp(slot, "name") == 0)
        return TAG_FIRST_TEXT;
    if (list && strcmp(slot, "item") == 0)
        return TAG_FIRST_TEXT;
    if (list && (strcmp(slot, "list_name") == 0 || strcmp(slot, "name") == 0))
        return TAG_SECOND_TEXT;
    return 0;
}

static void mark_slot(struct source *s, const struct example *e, const char *slot, json_t *value,
                      unsigned char *marks, bool *any)
{
    const char *class = s->c->labels.classes[e->class];
    unsigned char mark = text_mark(class, slot);
    if (json_is_array(value))
        value = json_array_get(value, 0);
    const char *text = json_string_value(value);
    if (!text || !mark)
        return;
    *any |= mark_value(s->c, e->words, text, mark, marks);
    if (!e->held_out)
        add_filler(s, text);
}

/* Two shapes: [{"slot": …, "value": …}, …] and {"SLOT": VALUE, …}. */
static bool mark_slots(struct source *s, const struct example *e, const char *text,
                       unsigned char *marks)
{
    json_t *slots = json_loads(text, JSON_DECODE_ANY, NULL), *item;
    size_t i;
    const char *key;
    bool any = false;
    if (json_is_array(slots)) {
        json_array_foreach(slots, i, item)
        {
            const char *name = json_string_value(json_object_get(item, "slot"));
            if (name)
                mark_slot(s, e, name, json_object_get(item, "value"), marks, &any);
        }
    } else {
        json_object_foreach(slots, key, item) mark_slot(s, e, key, item, marks, &any);
    }
    json_decref(slots);
    return any;
}

/* Whether the suite says all about the roles: where it names none, there is none. */
static bool knows_roles(const char *suite, const char *class, bool any)
{
    if (strcmp(suite, "fb_multilingual_tod_en") == 0)
        return strcmp(class, "alarm.change") != 0;
    return any && strcmp(class, "event.change") != 0 && strcmp(class, "timer.change") != 0;
}

static int allow(struct source *s, const char *label, struct classes *out)
{
    json_t *names = json_object_get(s->map, label), *name;
    size_t i;
    int first = -1;
    if (strcmp(label, "reject") == 0) {
        out->may[0] = true;
        return 0;
    }
    json_array_foreach(names, i, name)
    {
        int class = corpus_class(s->c, json_string_value(name));
        if (class > 0) {
            out->may[class] = true;
            first = first < 0 ? class : first;
        }
    }
    return first;
}

static bool says(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strcasestr(text, *words))
            return true;
    return false;
}

/* Labels that mean an appointment or a reminder: which one is told by the words, if they say it. */
static int narrow(const struct corpus *c, const char *text, int first, struct classes *right)
{
    static const char *const reminders[] = {"remind", NULL};
    static const char *const events[] = {"calendar", "meeting",  "appointment",
                                         "event",    "schedule", NULL};
    bool reminds = says(text, reminders);
    int reminder = -1, event = -1;
    for (uint32_t k = 0; k < c->labels.n_classes; k++) {
        if (!right->may[k])
            continue;
        if (strncmp(c->labels.classes[k], "reminder.", 9) == 0)
            reminder = (int)k;
        if (strncmp(c->labels.classes[k], "event.", 6) == 0)
            event = (int)k;
    }
    if (reminder < 0 || event < 0 || (!reminds && !says(text, events)))
        return first;
    right->may[reminds ? event : reminder] = false;
    return reminds ? reminder : event;
}

/* A label that contradicts a sentence of ours as it is written teaches nothing. */
static bool is_other(const struct corpus *c, const char *text, const struct classes *right)
{
    struct sahut_words *w;
    struct sahut_match m;
    bool other = false;
    if (sahut_words_new(text, sahut_sentences_language(c->sentences), &w))
        return false;
    if (sahut_sentences_match(c->sentences, NULL, w->items, w->count, &m) && m.score == 1) {
        int class = corpus_class(c, m.intent);
        other = class >= 0 && !right->may[class];
    }
    sahut_words_free(w);
    return other;
}

/* The suite that has many rows for few intents, and few mistakes in its labels; and those with few
 * rows for many. */
static float suite_weight(const char *suite, bool ours)
{
    if (strcmp(suite, "fb_multilingual_tod_en") == 0)
        return 1.5f;
    if (ours && strcmp(suite, "slurp_en") == 0)
        return 2.5f;
    return ours && strcmp(suite, "hwu_nlu_eval_en") == 0 ? 1.5f : 1.0f;
}

static void add_row(struct source *s, struct tsv *t)
{
    struct classes right = {{false}};
    unsigned char marks[READING_WORDS] = {0};
    char *text = tsv_get(t, "text"), *slots = tsv_get(t, "slots_json");
    tsv_unescape(text);
    tsv_unescape(slots);
    int class =
        strcmp(tsv_get(t, "lang"), "en") == 0 ? allow(s, tsv_get(t, "proposed_label"), &right) : -1;
    struct example *e = class >= 0 ? corpus_add(s->c, text) : NULL;
    if (!e)
        return;
    class = narrow(s->c, text, class, &right);
    /* clinc150's "calendar_update" is adding and removing. */
    int cancel = corpus_class(s->c, "event.cancel");
    if (strcmp(tsv_get(t, "upstream_intent"), "calendar_update") == 0 && cancel > 0)
        right.may[cancel] = true;
    e->right = right;
    e->class = class;
    e->weight = suite_weight(tsv_get(t, "suite"), class > 0);
    if (class == 0)
        e->weight *= REJECT_WEIGHT;
    bool any = class > 0 && mark_slots(s, e, slots, marks);
    if (class > 0 && is_other(s->c, text, &right))
        e->weight = 0;
    bool roles = class > 0 && e->weight > 0 &&
                 knows_roles(tsv_get(t, "suite"), s->c->labels.classes[class], any);
    if (roles)
        tag_tokens(s->c, e, marks);
    corpus_settle(e, roles);
}

static int read_rows(struct source *s, const char *suites)
{
    char path[600];
    struct tsv t;
    snprintf(path, sizeof(path), "%s/_combined/intents_all.tsv", suites);
    if (!tsv_open(&t, path))
        return sahut_why(s->why, -ENOENT, "%s: cannot be read", path);
    while (tsv_next(&t))
        add_row(s, &t);
    snprintf(path, sizeof(path), "%s/_combined/must_not_act_en.tsv", suites);
    if (!tsv_open(&t, path))
        return sahut_why(s->why, -ENOENT, "%s: cannot be read", path);
    while (tsv_next(&t)) {
        char *text = tsv_get(&t, "text");
        tsv_unescape(text);
        struct example *e = corpus_add(s->c, text);
        if (!e)
            continue;
        e->right.may[0] = true;
        e->weight = BESIDE_WEIGHT; /* most are in the other table, too */
        corpus_settle(e, false);
    }
    return 0;
}

static void name_labels(struct corpus *c)
{
    static const char *const tags[] = {"",       "first text", "second text", "when",  "old",
                                       "amount", "duration",   "new",         "repeat"};
    struct labels *l = &c->labels;
    l->n_classes = 1;
    for (size_t i = 0; i < c->sentences->intents.count && l->n_classes < MODEL_CLASSES; i++)
        snprintf(l->classes[l->n_classes++], MODEL_NAME, "%s", c->sentences->intents.items[i]);
    l->n_tags = sizeof(tags) / sizeof(*tags);
    for (size_t i = 0; i < l->n_tags; i++)
        snprintf(l->tags[i], MODEL_NAME, "%s", tags[i]);
}

int corpus_read(struct corpus *c, const char *suites, struct sahut_why *why)
{
    struct source s = {.c = c, .why = why, .state = 1};
    char path[600];
    json_error_t error;
    name_labels(c);
    snprintf(path, sizeof(path), "%s/_combined/labels.json", suites);
    s.map = json_load_file(path, 0, &error);
    if (!s.map)
        return sahut_why(why, -EINVAL, "%s: %s", path, error.text);
    int err = read_rows(&s, suites);
    if (!err) {
        corpus_add_templates(&s);
        corpus_add_beside(&s);
    }
    json_decref(s.map);
    for (size_t i = 0; i < s.n_fillers; i++)
        free(s.fillers[i]);
    return err;
}

void corpus_free(struct corpus *c)
{
    for (size_t i = 0; i < c->n; i++) {
        free(c->items[i].features);
        free(c->items[i].reading);
        sahut_words_free(c->items[i].words);
    }
    free(c->items);
}
