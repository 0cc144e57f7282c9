// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/intent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/correct.h"
#include "understand/language.h"
#include "understand/match.h"
#include "understand/roles.h"
#include "understand/tolerant.h"

/* How many sentences are tried until the slots of one make sense. */
enum { CANDIDATES = 4 };
/* How sure the model must be of another intent than that of a sentence with free text. */
static const double OVERRULES = 0.8;

struct resolver {
    const char *language;
    const struct sahut_words *words;
    const char **texts; /* of the words */
    const struct sahut_when_context *when;
};

/* Copies `n` bytes, or fewer so that no character is cut. */
static void copy(char *out, size_t size, const char *s, size_t n)
{
    if (n >= size) {
        n = size - 1;
        while (n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80)
            n--;
    }
    memcpy(out, s, n);
    out[n] = '\0';
}

/* The text as it was typed, from the first to the last of the words. */
static void copy_original(const struct resolver *r, const struct sahut_match_slot *m,
                          struct sahut_slot *out)
{
    size_t begin = r->words->items[m->first].begin;
    size_t end = r->words->items[m->first + m->count - 1].end;
    if (end > begin) /* not behind what was taken back */
        copy(out->text, sizeof(out->text), r->words->original + begin, end - begin);
}

static void copy_words(const struct resolver *r, const struct sahut_match_slot *m,
                       struct sahut_slot *out)
{
    struct sahut_text t = {0};
    for (size_t i = 0; i < m->count; i++) {
        if (i)
            sahut_text_add(&t, " ");
        sahut_text_add(&t, r->texts[m->first + i]);
    }
    copy(out->text, sizeof(out->text), sahut_text_get(&t), t.len);
    sahut_text_finish(&t);
}

static bool resolve_slot(const struct resolver *r, const struct sahut_match_slot *m,
                         struct sahut_slot *out)
{
    const char *const *words = r->texts + m->first;
    copy(out->name, sizeof(out->name), m->name, strlen(m->name));
    out->type = m->type;
    out->first = m->first;
    out->count = m->count;
    if (m->value)
        copy(out->text, sizeof(out->text), m->value, strlen(m->value));
    else if (m->type == SAHUT_SLOT_WORD)
        copy_words(r, m, out);
    else
        copy_original(r, m, out);
    switch (m->type) {
    case SAHUT_SLOT_WORD:
    case SAHUT_SLOT_TEXT:
        return true;
    case SAHUT_SLOT_TIME:
        return sahut_when_parse(r->language, words, m->count, r->when, &out->when) == 0;
    case SAHUT_SLOT_DURATION:
        return sahut_duration_parse(r->language, words, m->count, &out->seconds) == 0;
    case SAHUT_SLOT_NUMBER:
        if (sahut_number_parse(r->language, words, m->count, r->when->habits, &out->number))
            return false;
        out->number = tolerant_share(out->name, out->number);
        return true;
    case SAHUT_SLOT_REPEAT:
        if (sahut_recurrence_parse(r->language, words, m->count, r->when, &out->repeat))
            return false;
        out->when = out->repeat.first;
        return true;
    }
    return false;
}

/* Free text that is only "the", or goes on with "…, put it": no sentence means that. */
static bool is_no_text(const struct resolver *r, const struct sahut_match_slot *slot)
{
    const struct language_times *language = language_find(r->language);
    const char *const *words = r->texts + slot->first;
    return language && slot->type == SAHUT_SLOT_TEXT &&
           ((slot->count == 1 && language->is_article(words[0])) ||
            (roles_is_thing(slot->name) && language->reference(words, slot->count)));
}

static bool resolve(const struct resolver *r, const struct sahut_match *m, struct sahut_intent *out)
{
    memset(out, 0, sizeof(*out));
    for (size_t i = 0; i < m->n_slots; i++)
        if (is_no_text(r, &m->slots[i]) || !resolve_slot(r, &m->slots[i], &out->slots[i])) {
            memset(out, 0, sizeof(*out));
            return false;
        }
    out->n_slots = m->n_slots;
    out->score = m->score;
    out->line = m->line;
    out->n_missing = m->n_missing;
    copy(out->name, sizeof(out->name), m->intent, strlen(m->intent));
    for (size_t i = 0; i < m->n_missing; i++)
        copy(out->missing[i], sizeof(out->missing[i]), m->missing[i], strlen(m->missing[i]));
    return true;
}

static bool has_free_word(const struct sahut_words *words)
{
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->items[i].text, SAHUT_FREE_WORD) == 0)
            return true;
    return false;
}

static bool in_text(const struct sahut_intent *intent, size_t word)
{
    for (size_t i = 0; i < intent->n_slots; i++)
        if (intent->slots[i].type == SAHUT_SLOT_TEXT && word >= intent->slots[i].first &&
            word < intent->slots[i].first + intent->slots[i].count)
            return true;
    return false;
}

static bool in_slot(const struct sahut_intent *intent, size_t word)
{
    for (size_t i = 0; i < intent->n_slots; i++)
        if (word >= intent->slots[i].first &&
            word < intent->slots[i].first + intent->slots[i].count)
            return true;
    return false;
}

/* Is the word in a slot that makes one expression with this? "from | tuesday | to | friday", "half
 * an hour | later". */
static bool shares(const struct sahut_intent *intent, const struct sahut_slot *with, size_t word)
{
    enum sahut_slot_type type =
        with->type == SAHUT_SLOT_DURATION ? SAHUT_SLOT_WORD : SAHUT_SLOT_TIME;
    for (size_t i = 0; i < intent->n_slots && with->type != SAHUT_SLOT_REPEAT; i++)
        if (intent->slots[i].type == type && word >= intent->slots[i].first &&
            word < intent->slots[i].first + intent->slots[i].count)
            return true;
    return false;
}

enum times { TIMES_HIDDEN, TIMES_KNOWN, TIMES_MISREAD };

/* How a time that was found fits a slot. What is found may begin a word earlier: "for five
 * minutes" where the slot has "five minutes"; not if free text took that word. Of what goes on
 * farther than the slot on words that are the sentence's own, the sentence knows better: "the
 * dentist | one to | ten"; of what slots share, too. */
static enum times fit_slot(const struct sahut_found *f, const struct sahut_slot *s,
                           const struct sahut_intent *intent)
{
    const size_t f_end = f->first + f->count, s_end = s->first + s->count;

    if (s->type != SAHUT_SLOT_TIME && s->type != SAHUT_SLOT_DURATION &&
        s->type != SAHUT_SLOT_REPEAT)
        return TIMES_HIDDEN;
    if (s->first <= f->first + 1 && s_end >= f_end &&
        (s->first <= f->first || !in_text(intent, f->first)))
        return TIMES_KNOWN;
    if (s_end <= f->first || s->first >= f_end)
        return TIMES_HIDDEN;
    bool shared = false;
    for (size_t w = f->first; w < f_end; w++) {
        bool outside = w < s->first || w >= s_end;
        if (outside && in_slot(intent, w) && !shares(intent, s, w))
            return TIMES_HIDDEN;
        shared = shared || (outside && shares(intent, s, w));
    }
    return shared ? TIMES_KNOWN : TIMES_MISREAD;
}

/* Is every time that is in the text a slot's? */
static enum times times_of(const struct reading *r, const struct sahut_intent *intent)
{
    enum times all = TIMES_KNOWN;
    for (size_t i = 0; i < r->n_found; i++) {
        enum times best = TIMES_HIDDEN;
        for (size_t k = 0; k < intent->n_slots && best != TIMES_KNOWN; k++) {
            enum times fit = fit_slot(&r->found[i], &intent->slots[k], intent);
            best = fit == TIMES_HIDDEN ? best : fit;
        }
        if (best == TIMES_HIDDEN)
            return TIMES_HIDDEN;
        all = best == TIMES_MISREAD ? best : all;
    }
    return all;
}

/* A sentence with free text matches much that it does not mean ("when is my alarm for tomorrow" is
 * no title), and may hide a time that the sentences do not know how to say. If the model is sure of
 * another intent, that counts, unless it read a time into the sentence's own words; if it means the
 * same one, its slots do where a time was hidden. Without a match its intent counts. */
static bool deviate(struct sahut_sentences *s, const char *context, const struct resolver *r,
                    bool found, struct sahut_intent *out)
{
    struct reading reading;
    struct sahut_intent *other;
    if (!s->model || (found && out->score >= 1) || has_free_word(r->words) ||
        !reading_make(s, r->words, r->when, &reading))
        return found;
    bool asked = context && *context;
    enum times times = found ? times_of(&reading, out) : TIMES_HIDDEN;
    if (times == TIMES_MISREAD || (asked && times == TIMES_KNOWN))
        return true;
    other = sahut_realloc(NULL, 1, sizeof(*other)); /* filled below */
    bool understood = tolerant_understand(s, context, &reading, r->when, other);
    bool same = understood && strcmp(other->name, out->name) == 0;
    if (!found || (same && times == TIMES_HIDDEN) ||
        (understood && !same && !asked && other->score >= OVERRULES))
        *out = *other;
    free(other);
    return found || understood;
}

/* What the sentences mean, word for word. */
static bool exact(struct sahut_sentences *s, const char *context, const struct resolver *r,
                  struct sahut_intent *out)
{
    struct sahut_match matches[CANDIDATES];
    size_t n = match_sentences(s, context, r->words->items, r->words->count, matches, CANDIDATES);
    bool found = false;
    for (size_t i = 0; i < n && !found; i++)
        found = resolve(r, &matches[i], out);
    return found;
}

/* "the party | planning": is it what the text is about? */
static bool goes_on(const struct language_times *language, const struct resolver *r,
                    const struct sahut_intent *out, size_t word)
{
    return word < r->words->count && in_text(out, word) && !language->is_company(r->texts[word]) &&
           !language->is_preposition(r->texts[word]);
}

/* "dinner with sue on saturday at eight": of the halves of a day that nobody said, the one in which
 * such things are. */
static void settle_half(const struct resolver *r, struct sahut_intent *out)
{
    enum { FROM = 5, NOON = 12 };
    static const int64_t half_ms = INT64_C(12) * 3600 * 1000;
    const struct language_times *language = language_find(r->language);
    const bool is_one =
        strcmp(out->name, "event.add") == 0 || strcmp(out->name, "reminder.set") == 0;
    bool evening = false;
    for (size_t i = 0; i < r->words->count && language && is_one; i++)
        evening = evening || (in_text(out, i) && language->is_evening(r->texts[i]) &&
                              !goes_on(language, r, out, i + 1));
    for (size_t i = 0; i < out->n_slots && evening; i++) {
        struct sahut_slot *s = &out->slots[i];
        int hour = sahut_zone_local(r->when->zone, s->when.start_ms).hour;
        if (s->type != SAHUT_SLOT_TIME || strcmp(s->name, "when") != 0 || !s->when.half_open ||
            hour < FROM || hour >= NOON)
            continue;
        s->when.start_ms += half_ms;
        s->when.end_ms += half_ms;
    }
}

static bool understand(struct sahut_sentences *s, const char *context,
                       const struct sahut_words *words, const struct sahut_when_context *when,
                       struct sahut_intent *out)
{
    struct resolver r = {.language = sahut_sentences_language(s), .words = words, .when = when};
    memset(out, 0, sizeof(*out));
    r.texts = sahut_alloc(words->count, sizeof(*r.texts));
    for (size_t i = 0; i < words->count; i++)
        r.texts[i] = words->items[i].text;
    bool found = exact(s, context, &r, out);
    /* Who is asked "when is it?" may give another order instead. It is not picked for a time. */
    bool asked = context && *context && strcmp(context, SAHUT_CONTEXT_UNASKED) != 0;
    bool instead = !found && asked && exact(s, NULL, &r, out);
    found = instead || deviate(s, context, &r, found, out);
    if (!found && asked) {
        found = deviate(s, NULL, &r, false, out) && out->score >= OVERRULES;
        if (!found)
            memset(out, 0, sizeof(*out));
    }
    if (found)
        settle_half(&r, out);
    free(r.texts);
    return found;
}

/* Slots begin at words of what is left. */
static void trim(const struct sahut_sentences *s, struct sahut_words *words)
{
    const struct language_times *language = language_find(sahut_sentences_language(s));
    const char *texts[READING_WORDS];
    size_t from, to;
    if (!language || words->count == 0 || words->count > READING_WORDS)
        return;
    for (size_t i = 0; i < words->count; i++)
        texts[i] = words->items[i].text;
    language->trim(texts, words->count, &from, &to);
    words->items += from;
    words->count = to - from;
}

bool sahut_understand(struct sahut_sentences *s, const char *context,
                      const struct sahut_words *words, const struct sahut_when_context *when,
                      struct sahut_intent *out)
{
    struct sahut_words meant;
    bool corrected = correct_words(s, words, when, &meant);
    struct sahut_words order = corrected ? meant : *words;
    trim(s, &order);
    bool found = understand(s, context, &order, when, out);
    if (corrected)
        free(meant.items);
    return found;
}

const struct sahut_slot *sahut_intent_slot(const struct sahut_intent *intent, const char *name)
{
    for (size_t i = 0; i < intent->n_slots; i++)
        if (strcmp(intent->slots[i].name, name) == 0)
            return &intent->slots[i];
    return NULL;
}
