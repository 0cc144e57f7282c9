// SPDX-License-Identifier: GPL-3.0-or-later
/* The line that opens an intent: "intent NAME [needs SLOT…] [only QUESTION | always] [unasked]
 * [typed]". */
#include "sahut/text.h"
#include "understand/template.h"

#define GROW(array, count) ((array) = sahut_realloc((array), (count) + 1, sizeof(*(array))))

/* What may stand behind an intent and its slots. */
static bool at_mark(struct template_source *t)
{
    static const char *const marks[] = {"only", "always", "unasked", "typed"};
    const char *from = t->at;
    bool found = false;
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]) && !found; i++)
        found = template_take(t, marks[i]);
    t->at = from;
    return found;
}

static int read_needs(struct template_source *t, struct intent_block *b)
{
    template_blanks(t);
    while (t->at < t->end && !at_mark(t)) {
        const char *from = t->at;
        if (b->n_needs == sizeof(b->needs) / sizeof(b->needs[0]))
            return template_error(t, from, "an intent needs at most %zu slots", b->n_needs);
        b->needs_column[b->n_needs] = template_column(t, from);
        int err = template_take_name(t, "a slot", 31, &b->needs[b->n_needs]);
        if (err)
            return err;
        b->n_needs++;
        template_blanks(t);
    }
    return b->n_needs ? 0 : template_error(t, t->at, "expected the names of slots after \"needs\"");
}

int sentences_read_intent(struct template_source *t)
{
    struct sahut_sentences *s = t->s;
    const char *from = t->at;
    struct intent_block b = {.only = -1, .line = t->line, .column = template_column(t, from)};
    b.intent = template_name(t, &s->intents);
    if (b.intent < 0)
        return template_error(t, t->at, "expected the name of an intent");
    if (t->at - from > 47)
        return template_error(t, from, "the name of an intent has at most 47 bytes");
    int err = template_take(t, "needs") ? read_needs(t, &b) : 0;
    if (!err && template_take(t, "only"))
        err = template_take_name(t, "a question after \"only\"", 31, &b.only);
    else if (!err)
        b.always = template_take(t, "always");
    if (!err && b.only < 0)
        b.unasked = template_take(t, "unasked");
    if (!err)
        b.typed = template_take(t, "typed");
    template_blanks(t);
    if (!err && t->at < t->end)
        err = template_error(t, t->at,
                             "expected \"needs SLOT…\", \"only QUESTION\", \"always\", \"unasked\" "
                             "or \"typed\"");
    for (size_t i = 0; i < s->n_blocks && !err; i++) {
        const struct intent_block *o = &s->blocks[i];
        if (o->intent == b.intent && o->only == b.only && o->always == b.always &&
            o->unasked == b.unasked && o->typed == b.typed)
            err = template_error(t, from, "intent %s is there already, in line %d",
                                 s->intents.items[b.intent], o->line);
    }
    if (err)
        return err;
    GROW(s->blocks, s->n_blocks);
    s->blocks[s->n_blocks++] = b;
    return 0;
}
