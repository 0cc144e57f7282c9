// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *   score below the threshold     not understood; `second` says what it nearly was
 *   the intent changes nothing    a low threshold: a wrong answer costs a second
 *   it changes something          a high one; below DOUBTFUL it is marked so, and is asked back, as
 * is one that names what nothing knows
 */
#include "understand/tolerant.h"

#include <stdio.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/language.h"
#include "understand/roles.h"

static const float DOUBTFUL = 0.75f;
enum { ANSWER_WORDS = 5 }; /* beside the time, in the answer to a question */

bool sahut_intent_changes(const char *intent)
{
    const char *dot = strrchr(intent, '.');
    if (!dot || strcmp(dot, ".query") == 0 || strncmp(intent, "clock.", 6) == 0)
        return false;
    return strncmp(intent, "dialogue.", 9) != 0;
}

static void copy(char *out, size_t size, const char *text, size_t n)
{
    if (n >= size) {
        n = size - 1;
        while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
            n--;
    }
    memcpy(out, text, n);
    out[n] = '\0';
}

static struct sahut_slot *find_slot(struct sahut_intent *out, const char *name)
{
    for (size_t i = 0; i < out->n_slots; i++)
        if (strcmp(out->slots[i].name, name) == 0)
            return &out->slots[i];
    return NULL;
}

static struct sahut_slot *new_slot(const struct sahut_sentences *s, int slot,
                                   struct sahut_intent *out)
{
    if (out->n_slots == SAHUT_MATCH_SLOTS)
        return NULL;
    struct sahut_slot *x = &out->slots[out->n_slots++];
    const char *name = roles_slot_name(s, slot);
    memset(x, 0, sizeof(*x));
    copy(x->name, sizeof(x->name), name, strlen(name));
    x->type = s->slots[slot].type;
    return x;
}

/* The text as it was typed of the words [first, first + count), behind what is in `x`. */
static void add_original(const struct reading *r, size_t first, size_t count, struct sahut_slot *x)
{
    const struct sahut_word *w = r->words->items;
    size_t begin = w[first].begin, end = w[first + count - 1].end, have = strlen(x->text);
    if (have && have + 1 < sizeof(x->text)) {
        x->text[have++] = ' ';
        x->text[have] = '\0';
    }
    if (end > begin)
        copy(x->text + have, sizeof(x->text) - have, r->words->original + begin, end - begin);
    if (x->count == 0)
        x->first = first;
    x->count = first + count - x->first;
}

/* The words tagged as text, from the first to the last, without what has another role. */
static void fill_text(const struct sahut_sentences *s, int slot, unsigned char tag,
                      const struct reading *r, const unsigned char *tags, struct sahut_intent *out)
{
    size_t from = 0, to = r->n;
    while (from < r->n && tags[from] != tag)
        from++;
    while (to > from && tags[to - 1] != tag)
        to--;
    struct sahut_slot *x = from < to ? new_slot(s, slot, out) : NULL;
    if (!x)
        return;
    for (size_t i = from; i < to;) {
        size_t k = i;
        while (k < to && (tags[k] == tag || tags[k] == TAG_NONE))
            k++;
        if (k > i)
            add_original(r, r->tokens[i].first,
                         r->tokens[k - 1].first + r->tokens[k - 1].count - r->tokens[i].first, x);
        i = k > i ? k : i + 1;
    }
}

static void set_relative(const struct sahut_when_context *when, int64_t seconds,
                         struct sahut_when *out)
{
    *out = (struct sahut_when){.start_ms = when->now_ms + seconds * 1000,
                               .grain = SAHUT_GRAIN_SECOND,
                               .relative = true,
                               .seconds = seconds};
    out->end_ms = out->part_ms = out->start_ms;
}

/* "tomorrow … at five", "every day … until friday": what was said in pieces, as if it had been said
 * in one. */
static void join_times(const struct sahut_sentences *s, const struct reading *r,
                       const struct token *token, const struct sahut_when_context *when,
                       struct sahut_slot *x, struct sahut_slot *repeat)
{
    const char *words[2 * READING_WORDS];
    size_t n = 0;
    struct sahut_when both;
    struct sahut_recurrence again;
    for (size_t i = 0; i < x->count; i++)
        words[n++] = r->texts[x->first + i];
    for (size_t i = 0; i < token->count; i++)
        words[n++] = r->texts[token->first + i];
    if (repeat && !sahut_recurrence_parse(s->language, words, n, when, &again)) {
        repeat->repeat = again;
        both = repeat->when = again.first;
    } else if (sahut_when_parse(s->language, words, n, when, &both)) {
        return;
    }
    x->when = both;
    size_t count = x->count, first = x->first;
    add_original(r, token->first, token->count, x);
    x->first = first;
    x->count = count;
}

static void fill_recurrence(struct sahut_sentences *s, int intent, const struct reading *r,
                            const struct token *t, struct sahut_intent *out)
{
    const struct sahut_found *f = &r->found[t->at];
    int repeat = roles_time_slot(s, intent, "repeat"), when = roles_time_slot(s, intent, "when");
    struct sahut_slot *x = NULL;
    if (repeat >= 0 && !find_slot(out, "repeat"))
        x = new_slot(s, repeat, out);
    if (x) {
        x->repeat = f->recurrence;
        x->when = f->recurrence.first;
        add_original(r, t->first, t->count, x);
    }
    if (when < 0 || find_slot(out, "when") || !(x = new_slot(s, when, out)))
        return;
    x->when = f->recurrence.first;
    add_original(r, t->first, t->count, x);
}

static int other_slot(struct sahut_sentences *s, int intent, const char *name,
                      const struct sahut_intent *out)
{
    return sahut_intent_slot(out, name) ? -1 : roles_time_slot(s, intent, name);
}

/* "by ten minutes" */
static bool is_measured(const struct language_times *language, const struct reading *r,
                        const struct token *t)
{
    return language && t->kind == TOKEN_DURATION &&
           (language->is_measure(r->texts[t->first]) ||
            (t->first > 0 && language->is_measure(r->texts[t->first - 1])));
}

/* "increase the ten minute timer by one minute": what stands behind "by" is by how much, and the
 * other length the timer's own. Where it is said which way, a length is not what it becomes. */
static const char *role_of_length(struct sahut_sentences *s, int intent, const struct reading *r,
                                  const struct token *t, const char *tag)
{
    const struct language_times *language = language_find(sahut_sentences_language(s));
    const bool is_new = strcmp(tag, "new") == 0;
    const size_t end = t->first + t->count;
    if (t->kind == TOKEN_DURATION && language && end < r->words->count &&
        language->is_before(r->texts[end]) && roles_time_slot(s, intent, "before") >= 0)
        return "before";
    if (t->kind != TOKEN_DURATION || roles_time_slot(s, intent, "amount") < 0)
        return tag;
    if (is_measured(language, r, t))
        return "amount";
    for (size_t i = 0; i < r->n && (is_new || strcmp(tag, "amount") == 0); i++)
        if (is_measured(language, r, &r->tokens[i]))
            return "duration";
    for (size_t i = 0; i < r->n_hits && is_new; i++)
        if (roles_is_direction(s, intent, &r->hits[i]))
            return "amount";
    return tag;
}

/* Which slot a time fills that has this tag. What only lasts is no time where the intent has a
 * place for it: "on for an hour", "push it back by half an hour"; nor is "half an hour later" where
 * something is changed. */
static int slot_of(struct sahut_sentences *s, int intent, const struct reading *r,
                   const struct token *t, const char *tag, const struct sahut_intent *out)
{
    tag = role_of_length(s, intent, r, t, tag);
    int slot = roles_time_slot(s, intent, tag), length = -1;
    if (slot < 0 || s->slots[slot].type != SAHUT_SLOT_TIME)
        return slot;
    if (t->kind == TOKEN_DURATION)
        length = other_slot(s, intent, "duration", out);
    if (length < 0 && (t->kind == TOKEN_DURATION || roles_direction(s, intent, r, t)))
        length = other_slot(s, intent, "amount", out);
    return length >= 0 ? length : slot;
}

static void fill_time(struct sahut_sentences *s, int intent, const struct reading *r,
                      const struct token *t, const char *tag, const struct sahut_when_context *when,
                      struct sahut_intent *out)
{
    const struct sahut_found *f = &r->found[t->at];
    int slot = slot_of(s, intent, r, t, tag, out);
    if (t->kind == TOKEN_RECURRENCE) {
        fill_recurrence(s, intent, r, t, out);
        return;
    }
    if (slot < 0)
        return;
    bool is_time = s->slots[slot].type == SAHUT_SLOT_TIME;
    if (!is_time && t->kind != TOKEN_DURATION && !(f->when.relative))
        return;
    struct sahut_slot *x = find_slot(out, roles_slot_name(s, slot));
    if (x) {
        if (is_time && t->kind == TOKEN_TIME && x->when.start_ms == when->now_ms) {
            x->when = f->when; /* "it is now at four" */
            x->text[0] = '\0';
            x->count = 0;
            add_original(r, t->first, t->count, x);
        } else if (is_time && t->kind == TOKEN_TIME)
            join_times(s, r, t, when, x, find_slot(out, "repeat"));
        return;
    }
    x = new_slot(s, slot, out);
    if (!x)
        return;
    if (is_time && t->kind == TOKEN_TIME)
        x->when = f->when;
    else if (is_time)
        set_relative(when, f->seconds, &x->when);
    else
        x->seconds = t->kind == TOKEN_DURATION ? f->seconds : f->when.seconds;
    add_original(r, t->first, t->count, x);
}

static bool overlaps_time(const struct reading *r, const struct phrase_hit *h)
{
    for (size_t i = 0; i < r->n_found; i++)
        if (h->first < r->found[i].first + r->found[i].count &&
            r->found[i].first < h->first + h->count)
            return true;
    return false;
}

/* What stands in the intent's lists, where no text was found for the slot. */
static void fill_lists(struct sahut_sentences *s, int intent, const struct reading *r,
                       const bool *in_text, struct sahut_intent *out)
{
    const struct intent_uses *u = phrases_uses(s, intent);
    for (size_t i = 0; i < r->n_hits; i++) {
        const struct phrase_hit *h = &r->hits[i];
        bool said_by_time = sahut_intent_slot(out, "amount") && roles_is_direction(s, intent, h);
        if ((in_text[h->first] || overlaps_time(r, h)) && !h->from_program && !said_by_time)
            continue;
        for (size_t k = 0; k < u->n; k++) {
            if (u->items[k].list != h->list)
                continue;
            struct sahut_slot *x = find_slot(out, roles_slot_name(s, u->items[k].slot));
            if (!x && (x = new_slot(s, u->items[k].slot, out))) {
                copy(x->text, sizeof(x->text), h->value, strlen(h->value));
                x->first = h->first;
                x->count = h->count;
            }
            break;
        }
    }
}

double tolerant_share(const char *slot, double number)
{
    bool percent = strcmp(slot, "level") == 0 || strcmp(slot, "percent") == 0;
    return percent && number > 0 && number < 1 ? 100 * number : number;
}

static int number_slot(struct sahut_sentences *s, int intent, const char *name)
{
    const struct intent_uses *u = phrases_uses(s, intent);
    for (size_t i = 0; i < u->n; i++)
        if (s->slots[u->items[i].slot].type == SAHUT_SLOT_NUMBER &&
            (!name || strcmp(roles_slot_name(s, u->items[i].slot), name) == 0))
            return u->items[i].slot;
    return -1;
}

/* The one number in the sentence: how much louder where a direction is said, how loud otherwise. */
static void fill_number(struct sahut_sentences *s, int intent, const struct reading *r,
                        const struct sahut_when_context *when, struct sahut_intent *out)
{
    struct sahut_found found[2];
    int slot = find_slot(out, "direction") ? number_slot(s, intent, "percent") : -1;
    if (slot < 0)
        slot = number_slot(s, intent, NULL);
    if (slot < 0 || find_slot(out, roles_slot_name(s, slot)) ||
        sahut_when_find(s->language, r->texts, r->words->count, when, SAHUT_FOUND_NUMBER, found,
                        2) != 1 ||
        found[0].ordinal)
        return;
    struct sahut_slot *x = new_slot(s, slot, out);
    if (!x)
        return;
    x->number = tolerant_share(x->name, found[0].number);
    add_original(r, found[0].first, found[0].count, x);
}

static void fill_missing(struct sahut_sentences *s, int intent, struct sahut_intent *out)
{
    for (size_t i = 0; i < s->n_blocks; i++) {
        const struct intent_block *b = &s->blocks[i];
        if (b->intent != intent || b->only >= 0 || b->n_needs == 0)
            continue;
        for (size_t k = 0; k < b->n_needs; k++) {
            const char *name = s->names.items[b->needs[k]];
            int slot = roles_time_slot(s, intent, name);
            bool time = slot >= 0 && s->slots[slot].type == SAHUT_SLOT_TIME;
            if (!find_slot(out, name) &&
                !(time && (find_slot(out, "repeat") || find_slot(out, "before"))))
                copy(out->missing[out->n_missing++], sizeof(out->missing[0]), name, strlen(name));
        }
        return;
    }
}

/* "change the three o'clock reminder to four": what is changed may move to a time that is one only
 * here. The other time is then what it was. */
static void read_text_as_time(struct sahut_sentences *s, int intent, int text,
                              const struct reading *r, const struct sahut_when_context *when,
                              struct sahut_intent *out)
{
    struct sahut_when w;
    struct sahut_slot *x = find_slot(out, roles_slot_name(s, text)), *was = find_slot(out, "when");
    if (!x || roles_time_slot(s, intent, "old") < 0 ||
        sahut_when_parse(s->language, r->texts + x->first, x->count, when, &w))
        return;
    if (was && !find_slot(out, "old"))
        snprintf(was->name, sizeof(was->name), "old");
    else if (was)
        return;
    snprintf(x->name, sizeof(x->name), "when");
    x->type = SAHUT_SLOT_TIME;
    x->when = w;
}

/* "from tuesday to friday" is a stretch elsewhere; where something moves, what it was and what it
 * becomes. */
static void split_move(struct sahut_sentences *s, int intent, const struct reading *r,
                       const struct sahut_when_context *when, struct sahut_intent *out)
{
    const struct language_times *language = language_find(sahut_sentences_language(s));
    struct sahut_slot *x = find_slot(out, "when");
    int old = roles_time_slot(s, intent, "old");
    struct sahut_when was, is;
    if (!language || !x || old < 0 || find_slot(out, "old") || x->count < 3 ||
        language->is_towards(r->texts[x->first]))
        return;
    size_t from = x->first + language->is_preposition(r->texts[x->first]);
    size_t end = x->first + x->count, to = from + 1;
    while (to + 1 < end && !language->is_towards(r->texts[to]))
        to++;
    if (to + 1 >= end || sahut_when_parse(s->language, r->texts + from, to - from, when, &was) ||
        sahut_when_parse(s->language, r->texts + to + 1, end - to - 1, when, &is))
        return;
    struct sahut_slot *y = new_slot(s, old, out);
    if (!y)
        return;
    y->when = was;
    add_original(r, from, to - from, y);
    x->when = is;
    x->text[0] = '\0';
    x->count = 0;
    add_original(r, to + 1, end - to - 1, x);
}

void tolerant_slots(struct sahut_sentences *s, int intent, size_t class, const struct reading *r,
                    const struct sahut_when_context *when, struct sahut_intent *out)
{
    unsigned char tags[READING_WORDS];
    bool in_text[READING_WORDS] = {false};
    int slots[2];
    size_t n = roles_free_slots(s, intent, slots);
    roles_find(s, intent, class, r, tags);
    out->n_slots = out->n_missing = 0;
    for (size_t i = 0; i < n; i++)
        fill_text(s, slots[i], (unsigned char)(TAG_FIRST_TEXT + i), r, tags, out);
    for (size_t i = 0; i < r->n; i++) {
        if (tags[i] >= TAG_TIMES)
            fill_time(s, intent, r, &r->tokens[i], s->model->tags[tags[i]], when, out);
        for (size_t k = 0; k < r->tokens[i].count && tags[i] != TAG_NONE; k++)
            in_text[r->tokens[i].first + k] = true;
    }
    if (n)
        read_text_as_time(s, intent, slots[0], r, when, out);
    split_move(s, intent, r, when, out);
    fill_lists(s, intent, r, in_text, out);
    fill_number(s, intent, r, when, out);
    fill_missing(s, intent, out);
}

/* May an intent be given in this context? -1 or its number. */
static int open_intent(const struct sahut_sentences *s, const char *context, const char *name)
{
    int intent = name[0] ? names_find(&s->intents, name, strlen(name)) : -1;
    for (size_t i = 0; i < s->n_blocks && intent >= 0; i++)
        if (s->blocks[i].intent == intent && sentences_block_open(s, &s->blocks[i], context) &&
            (s->blocks[i].only < 0))
            return intent;
    return -1;
}

/* "oh, make it tomorrow at nine then" to "when?": the one time in few words. */
static bool answer(struct sahut_sentences *s, const char *context, const struct reading *r,
                   const struct sahut_when_context *when, struct sahut_intent *out)
{
    int name = names_find(&s->names, context, strlen(context));
    const struct token *time = NULL;
    for (size_t i = 0; i < r->n; i++)
        if (r->tokens[i].kind != TOKEN_WORD && r->tokens[i].kind != TOKEN_LISTED) {
            if (time)
                return false;
            time = &r->tokens[i];
        }
    if (!time || r->n > ANSWER_WORDS + 1)
        return false;
    for (size_t i = 0; i < s->n_blocks; i++) {
        const struct intent_block *b = &s->blocks[i];
        if (b->only != name || roles_time_slot(s, b->intent, context) < 0)
            continue;
        fill_time(s, b->intent, r, time, context, when, out);
        if (out->n_slots != 1 || strcmp(out->slots[0].name, context) != 0)
            return false;
        copy(out->name, sizeof(out->name), s->intents.items[b->intent],
             strlen(s->intents.items[b->intent]));
        out->score = 1.0 - 0.05 * (double)(r->n - 1);
        return true;
    }
    return false;
}

/* "the lights in the cellar" where no cellar is known: not sure that all lights are meant. */
static bool has_unknown_name(struct sahut_sentences *s, int intent, const struct reading *r)
{
    int slots[2];
    bool unknown = false;
    for (size_t i = 0; i < r->n; i++) {
        if (r->tokens[i].kind == TOKEN_LISTED)
            return false;
        unknown = unknown || !r->tokens[i].known;
    }
    return unknown && roles_free_slots(s, intent, slots) == 0;
}

bool tolerant_understand(struct sahut_sentences *s, const char *context, const struct reading *r,
                         const struct sahut_when_context *when, struct sahut_intent *out)
{
    const struct model *m = s->model;
    float p[MODEL_CLASSES];
    size_t best = 0, second = 0;
    memset(out, 0, sizeof(*out));
    out->tolerant = true;
    if (context && *context && answer(s, context, r, when, out))
        return true;
    model_weigh(m, r, p);
    for (size_t c = 1; c < m->n_classes; c++)
        if (p[c] > p[best] || best == 0)
            best = c;
    for (size_t c = 0; c < m->n_classes; c++)
        if (c != best && p[c] > p[second])
            second = c;
    int intent = open_intent(s, context, m->classes[best]);
    bool changes = sahut_intent_changes(m->classes[best]);
    bool careful = changes || strncmp(m->classes[best], "dialogue.", 9) == 0;
    if (intent < 0 || p[best] < (careful ? m->threshold_change : m->threshold_harmless)) {
        copy(out->second, sizeof(out->second), m->classes[best], strlen(m->classes[best]));
        out->second_score = p[best];
        return false;
    }
    copy(out->name, sizeof(out->name), m->classes[best], strlen(m->classes[best]));
    copy(out->second, sizeof(out->second), m->classes[second], strlen(m->classes[second]));
    out->score = p[best];
    out->second_score = p[second];
    out->doubtful = changes && (p[best] < DOUBTFUL || has_unknown_name(s, intent, r));
    tolerant_slots(s, intent, best, r, when, out);
    return true;
}
