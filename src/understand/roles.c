// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/roles.h"

#include <string.h>

#include "understand/language.h"

const char *roles_slot_name(const struct sahut_sentences *s, int slot)
{
    return s->names.items[s->slots[slot].name];
}

size_t roles_free_slots(struct sahut_sentences *s, int intent, int out[2])
{
    const struct intent_uses *u = phrases_uses(s, intent);
    size_t n = 0;
    for (size_t i = 0; i < u->n && n < 2; i++)
        if (u->items[i].free_text && (n == 0 || out[0] != u->items[i].slot))
            out[n++] = u->items[i].slot;
    return n;
}

bool roles_is_thing(const char *name)
{
    return strcmp(name, "item") == 0 || strcmp(name, "title") == 0;
}

static bool is_time_type(enum sahut_slot_type type)
{
    return type == SAHUT_SLOT_TIME || type == SAHUT_SLOT_DURATION || type == SAHUT_SLOT_REPEAT;
}

int roles_time_slot(struct sahut_sentences *s, int intent, const char *tag)
{
    const struct intent_uses *u = phrases_uses(s, intent);
    for (size_t i = 0; i < u->n; i++)
        if (is_time_type(s->slots[u->items[i].slot].type) &&
            strcmp(roles_slot_name(s, u->items[i].slot), tag) == 0)
            return u->items[i].slot;
    return -1;
}

bool roles_is_direction(struct sahut_sentences *s, int intent, const struct phrase_hit *h)
{
    const struct intent_uses *u = phrases_uses(s, intent);
    for (size_t k = 0; k < u->n; k++)
        if (u->items[k].list == h->list &&
            strcmp(roles_slot_name(s, u->items[k].slot), "direction") == 0)
            return true;
    return false;
}

bool roles_direction(struct sahut_sentences *s, int intent, const struct reading *r,
                     const struct token *t)
{
    if (t->kind != TOKEN_TIME || !r->found[t->at].when.relative)
        return false;
    for (size_t i = 0; i < r->n_hits; i++)
        if (r->hits[i].first + r->hits[i].count == t->first + t->count &&
            roles_is_direction(s, intent, &r->hits[i]))
            return true;
    return false;
}

void roles_allowed(struct sahut_sentences *s, int intent, const struct model *m, unsigned *words,
                   unsigned *times)
{
    int slots[2];
    size_t n = roles_free_slots(s, intent, slots);
    *words =
        1u << TAG_NONE | (n > 0 ? 1u << TAG_FIRST_TEXT : 0) | (n > 1 ? 1u << TAG_SECOND_TEXT : 0);
    *times = *words;
    for (uint32_t t = TAG_TIMES; t < m->n_tags; t++)
        if (roles_time_slot(s, intent, m->tags[t]) >= 0)
            *times |= 1u << t;
}

/* Can the token be what a slot of this type holds? */
static bool suits(const struct reading *r, const struct token *t, enum sahut_slot_type type)
{
    if (type == SAHUT_SLOT_DURATION)
        return t->kind == TOKEN_DURATION ||
               (t->kind == TOKEN_TIME && r->found[t->at].when.relative);
    return type == SAHUT_SLOT_TIME && (t->kind == TOKEN_TIME || t->kind == TOKEN_RECURRENCE);
}

/* A time that the intent needs and that no token has the role of: the first that suits and has no
 * other role; a duration is taken out of a name, too ("timer for an hour and ten seconds"). */
static void tag_needed(struct sahut_sentences *s, int intent, const struct reading *r,
                       unsigned char *tags)
{
    for (size_t i = 0; i < s->n_blocks; i++) {
        const struct intent_block *b = &s->blocks[i];
        for (size_t k = 0; b->intent == intent && b->only < 0 && k < b->n_needs; k++) {
            const char *name = s->names.items[b->needs[k]];
            int slot = roles_time_slot(s, intent, name);
            uint32_t tag = TAG_TIMES;
            while (tag < s->model->n_tags && strcmp(s->model->tags[tag], name) != 0)
                tag++;
            if (slot < 0 || tag == s->model->n_tags || memchr(tags, (int)tag, r->n))
                continue;
            enum sahut_slot_type type = s->slots[slot].type;
            for (size_t at = 0; at < r->n; at++) {
                bool free =
                    tags[at] == TAG_NONE || (tags[at] < TAG_TIMES && type == SAHUT_SLOT_DURATION);
                if (free && suits(r, &r->tokens[at], type)) {
                    tags[at] = (unsigned char)tag;
                    break;
                }
            }
        }
    }
}

/* A sentence of an intent whose free text is looked for. */
struct search {
    struct sahut_sentences *s;
    const struct language_times *language; /* NULL: none that is known */
    int intent;
    const struct reading *r;
    unsigned char *tags;
};

static const char *word_of(const struct search *f, size_t at)
{
    return f->r->texts[f->r->tokens[at].first];
}

/* Can the word carry nothing? No sentence of the intent has it, and it has no role. */
static bool is_foreign(const struct search *f, size_t at)
{
    const struct token *t = &f->r->tokens[at];
    return f->tags[at] == TAG_NONE && t->kind == TOKEN_WORD &&
           !phrases_have(f->s, f->intent, f->r->texts[t->first]);
}

/* Free text goes on over such words: "send thank you | cards" this weekend. */
static void extend_text(const struct search *f)
{
    for (size_t i = 1; i < f->r->n; i++)
        if (f->tags[i - 1] == TAG_FIRST_TEXT && is_foreign(f, i))
            f->tags[i] = TAG_FIRST_TEXT;
    for (size_t i = f->r->n - 1; i-- > 0;)
        if (f->tags[i + 1] == TAG_FIRST_TEXT && is_foreign(f, i))
            f->tags[i] = TAG_FIRST_TEXT;
}

/* Text begins with the word that opens its clause: "remind me when I | get home to water the
 * ficus". At the beginning of an order it asks. */
static size_t open_text(const struct search *f, size_t from)
{
    enum { APART = 2 };
    const struct reading *r = f->r;
    for (size_t at = from; at > 1 && from - at <= APART && f->tags[at - 1] == TAG_NONE &&
                           r->tokens[at - 1].kind == TOKEN_WORD;
         at--)
        if (f->language->opens_clause(word_of(f, at - 1))) {
            memset(f->tags + at - 1, TAG_FIRST_TEXT, from - at + 1);
            return at - 1;
        }
    return from;
}

/* Text goes on where something has to follow: "call and | make an appointment", "mum's | birthday".
 * With an article at its end it was cut out of the order's own words: "set a | reminder". */
static void complete_text(const struct search *f, bool needed)
{
    const struct reading *r = f->r;
    const unsigned char *first = memchr(f->tags, TAG_FIRST_TEXT, r->n);
    if (!first)
        return;
    size_t from = (size_t)(first - f->tags), to = r->n;
    if (needed)
        from = open_text(f, from);
    while (f->tags[to - 1] != TAG_FIRST_TEXT)
        to--;
    const char *last = word_of(f, to - 1);
    if (r->tokens[to - 1].kind != TOKEN_WORD)
        return;
    if (f->language->is_article(last))
        while (to > from && f->tags[to - 1] == TAG_FIRST_TEXT &&
               phrases_have(f->s, f->intent, word_of(f, to - 1)))
            f->tags[--to] = TAG_NONE;
    else if (f->language->joins(last) || f->language->is_possessive(last))
        while (to < r->n && f->tags[to] == TAG_NONE && r->tokens[to].kind == TOKEN_WORD &&
               (f->language->joins(last) || !f->language->is_preposition(word_of(f, to))))
            f->tags[to++] = TAG_FIRST_TEXT;
}

/* "put dinner with sue | in my diary": where it is put is no part of it. */
static void cut_ledger(const struct search *f)
{
    const struct reading *r = f->r;
    for (size_t i = 3; i < r->n; i++)
        if (f->tags[i] == TAG_FIRST_TEXT && f->tags[i - 3] == TAG_FIRST_TEXT &&
            f->language->is_ledger(word_of(f, i)) && f->language->is_article(word_of(f, i - 1)) &&
            f->language->is_preposition(word_of(f, i - 2)) &&
            (i + 1 == r->n || f->tags[i + 1] != TAG_FIRST_TEXT))
            memset(f->tags + i - 2, TAG_NONE, 3);
}

/* "the eggs | take them | off the list" */
static void cut_reference(const struct search *f)
{
    const char *words[READING_WORDS];
    const struct reading *r = f->r;
    int slots[2];
    size_t first = 0, n = 0;
    if (!roles_free_slots(f->s, f->intent, slots) ||
        !roles_is_thing(roles_slot_name(f->s, slots[0])))
        return;
    while (first < r->n && f->tags[first] != TAG_FIRST_TEXT)
        first++;
    for (; first + n < r->n && f->tags[first + n] == TAG_FIRST_TEXT; n++)
        words[n] = word_of(f, first + n);
    size_t cut = n ? f->language->reference(words, n) : 0;
    memset(f->tags + first + n - cut, TAG_NONE, cut);
}

/* "an hour | before the | concert" */
static void cut_before(const struct search *f)
{
    const struct reading *r = f->r;
    for (size_t i = 1; i + 1 < r->n; i++) {
        if (r->tokens[i - 1].kind != TOKEN_DURATION || !f->language->is_before(word_of(f, i)))
            continue;
        f->tags[i] = TAG_NONE;
        if (i + 2 < r->n && f->language->is_article(word_of(f, i + 1)))
            f->tags[i + 1] = TAG_NONE;
    }
}

/* "forty minutes before the | play | to | leave": what it is before has the second text, where the
 * intent has one. */
static void split_purpose(const struct search *f)
{
    const struct reading *r = f->r;
    int slots[2];
    size_t from = 0, to;
    if (roles_free_slots(f->s, f->intent, slots) < 2 ||
        roles_time_slot(f->s, f->intent, "before") < 0 || memchr(f->tags, TAG_SECOND_TEXT, r->n))
        return;
    while (from < r->n && !f->language->is_before(word_of(f, from)))
        from++;
    if (from == 0 || from >= r->n || r->tokens[from - 1].kind != TOKEN_DURATION)
        return;
    for (to = from + 1; to + 1 < r->n; to++)
        if (to > from + 1 && f->tags[to] == TAG_FIRST_TEXT && f->tags[to + 1] == TAG_FIRST_TEXT &&
            f->language->is_towards(word_of(f, to))) {
            for (size_t i = from + 1; i < to; i++)
                f->tags[i] = f->tags[i] == TAG_FIRST_TEXT ? TAG_SECOND_TEXT : f->tags[i];
            f->tags[to] = TAG_NONE;
            return;
        }
}

static bool needs_text(struct sahut_sentences *s, int intent)
{
    int slots[2];
    size_t n = roles_free_slots(s, intent, slots);
    for (size_t i = 0; i < s->n_blocks; i++) {
        const struct intent_block *b = &s->blocks[i];
        for (size_t k = 0; n && b->intent == intent && b->only < 0 && k < b->n_needs; k++)
            if (b->needs[k] == s->slots[slots[0]].name)
                return true;
    }
    return false;
}

/* The longest stretch of words from one that no sentence has to another, where text is needed. */
static void tag_text(const struct search *f)
{
    const struct reading *r = f->r;
    size_t first = 0, count = 0;
    for (size_t i = 0; i < r->n; i++) {
        if (!is_foreign(f, i))
            continue;
        size_t end = i + 1;
        for (size_t k = i; k < r->n && f->tags[k] == TAG_NONE && r->tokens[k].kind == TOKEN_WORD;
             k++)
            if (is_foreign(f, k))
                end = k + 1;
        if (end - i > count) {
            first = i;
            count = end - i;
        }
        i = end - 1;
    }
    memset(f->tags + first, TAG_FIRST_TEXT, count);
}

/* Is the phrase of a list from which the intent's first free slot is filled, too ("meeting")? */
static bool names_text(struct sahut_sentences *s, int intent, const struct phrase_hit *h)
{
    const struct intent_uses *u = phrases_uses(s, intent);
    int slots[2];
    size_t n = roles_free_slots(s, intent, slots);
    for (size_t i = 0; i < u->n && n; i++)
        if (u->items[i].list == h->list && u->items[i].slot == slots[0])
            return true;
    return false;
}

static size_t token_at(const struct reading *r, size_t word)
{
    size_t i = 0;
    while (i < r->n && r->tokens[i].first < word)
        i++;
    return i;
}

/* The words behind "with" that belong to a name: an article and one more, and what goes on with
 * text or with words that no sentence of the intent has. */
static size_t company_end(const struct search *f, size_t at)
{
    const struct reading *r = f->r;
    bool named = false;
    for (; at < r->n && r->tokens[at].kind == TOKEN_WORD && f->tags[at] < TAG_TIMES; at++) {
        const char *word = word_of(f, at);
        if (f->tags[at] != TAG_NONE)
            continue;
        if (f->language->is_preposition(word) ||
            (named && !is_foreign(f, at) && !f->language->joins(word)))
            break;
        named = named || !f->language->is_article(word);
    }
    return at;
}

/* "a | meeting with the bank | tomorrow": who it is with belongs to its name. */
static void tag_company(const struct search *f)
{
    const struct reading *r = f->r;
    for (size_t i = 0; i < r->n_hits; i++) {
        const struct phrase_hit *h = &r->hits[i];
        size_t from = token_at(r, h->first), with = token_at(r, h->first + h->count);
        if (with + 1 >= r->n || r->tokens[with].kind != TOKEN_WORD ||
            !f->language->is_company(word_of(f, with)) || !names_text(f->s, f->intent, h))
            continue;
        size_t to = company_end(f, with + 1);
        if (to > with + 1)
            memset(f->tags + from, TAG_FIRST_TEXT, to - from);
        return;
    }
}

/* "an alarm called | gym | for six": up to the next preposition that sentences have, or a time. */
static void tag_name(const struct search *f)
{
    const struct reading *r = f->r;
    int slots[2];
    size_t n = roles_free_slots(f->s, f->intent, slots), at = 0;
    const char *slot = n ? roles_slot_name(f->s, slots[0]) : "";
    if (strcmp(slot, "name") != 0 && strcmp(slot, "title") != 0)
        return;
    while (at < r->n && !f->language->is_naming(word_of(f, at)))
        at++;
    for (at++; at < r->n && f->tags[at] == TAG_NONE && r->tokens[at].kind == TOKEN_WORD &&
               !f->language->is_preposition(word_of(f, at));
         at++)
        f->tags[at] = TAG_FIRST_TEXT;
}

/* "my", "of my": short words that sentences have are no text where none is needed. */
static void drop_text(const struct reading *r, unsigned char *tags)
{
    enum { SHORT = 3 };
    for (size_t i = 0; i < r->n; i++)
        if (tags[i] == TAG_FIRST_TEXT &&
            (!r->tokens[i].known || strlen(r->texts[r->tokens[i].first]) > SHORT))
            return;
    for (size_t i = 0; i < r->n; i++)
        if (tags[i] == TAG_FIRST_TEXT)
            tags[i] = TAG_NONE;
}

/* Where text begins and ends, by what the language says of the words around it. */
static void shape_text(const struct search *f, bool needed)
{
    complete_text(f, needed);
    cut_ledger(f);
    cut_before(f);
    cut_reference(f);
    split_purpose(f);
    if (!memchr(f->tags, TAG_FIRST_TEXT, f->r->n))
        tag_name(f);
}

void roles_find(struct sahut_sentences *s, int intent, size_t class, const struct reading *r,
                unsigned char tags[READING_WORDS])
{
    unsigned words, times;
    roles_allowed(s, intent, s->model, &words, &times);
    model_tag(s->model, r, class, words, times, tags);
    tag_needed(s, intent, r, tags);
    if (!(words & 1u << TAG_FIRST_TEXT))
        return;
    bool needed = needs_text(s, intent);
    if (!needed)
        drop_text(r, tags);
    const struct search search = {s, language_find(sahut_sentences_language(s)), intent, r, tags};
    if (search.language)
        tag_company(&search);
    extend_text(&search);
    if (search.language)
        shape_text(&search, needed);
    if (needed && !memchr(tags, TAG_FIRST_TEXT, r->n))
        tag_text(&search);
}
