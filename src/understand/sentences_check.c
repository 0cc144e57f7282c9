// SPDX-License-Identifier: GPL-3.0-or-later
/* What can only be known when the whole file has been read. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/template.h"

struct check {
    struct sahut_sentences *s;
    struct sahut_why *why;
    int path[RULE_DEPTH + 1]; /* rules that are being looked into */
    int depth;
};

/* What saying a part of a sentence means. */
struct effect {
    bool empty; /* can be said without a word */
    int slots;  /* most slots it fills */
};

#define AT(node) c->s->file, (node)->line, (node)->column

static const char *nearest(const struct check *c, const char *name, bool rules)
{
    const struct sahut_sentences *s = c->s;
    const char **all = sahut_alloc(s->n_rules + s->n_lists + 1, sizeof(*all));
    size_t n = 0;
    if (rules)
        for (size_t i = 0; i < s->n_rules; i++)
            all[n++] = s->names.items[s->rules[i].name];
    else
        for (size_t i = 0; i < s->n_lists; i++)
            all[n++] = s->names.items[s->lists[i].name];
    const char *near = sahut_text_nearest(name, all);
    free(all);
    return near;
}

static int resolve_rule(struct check *c, struct node *n)
{
    const char *name = c->s->names.items[n->name];
    int rule = sentences_find_rule(c->s, n->name);
    if (rule >= 0) {
        n->name = rule;
        return 0;
    }
    const char *near = nearest(c, name, true);
    return sahut_why(
        c->why, -EINVAL, "%s:%d:%d: unknown rule <%s>%s%s%s; a rule is written <%s> = words", AT(n),
        name, near ? " (did you mean <" : "", near ? near : "", near ? ">?)" : "", name);
}

static int resolve_list(struct check *c, struct node *n)
{
    const char *name = c->s->names.items[n->name];
    bool own_slot = n->slot == n->name;
    int list = sentences_find_list(c->s, n->name);
    n->slot = sentences_slot(c->s, n->slot);
    if (list >= 0) {
        n->name = list;
        return 0;
    }
    if (own_slot && c->s->slots[n->slot].type == SAHUT_SLOT_TEXT) {
        n->kind = NODE_FREE;
        return 0;
    }
    const char *near = nearest(c, name, false);
    return sahut_why(c->why, -EINVAL,
                     "%s:%d:%d: unknown list {%s}%s%s%s; expected {%s} = words, or list %s from "
                     "program, or slot %s text",
                     AT(n), name, near ? " (did you mean {" : "", near ? near : "",
                     near ? "}?)" : "", name, name, name);
}

static int resolve_names(struct check *c)
{
    for (size_t i = 0; i < c->s->n_nodes; i++) {
        struct node *n = &c->s->nodes[i];
        int err = 0;
        if (n->kind == NODE_RULE)
            err = resolve_rule(c, n);
        else if (n->kind == NODE_LIST)
            err = resolve_list(c, n);
        else if (n->kind == NODE_SLOT)
            n->slot = sentences_slot(c->s, n->slot);
        if (err)
            return err;
    }
    return 0;
}

static int look(struct check *c, int node, struct effect *out);

/* "<a> → <b> → <a>": the way from the rule back to it. */
static int recursion(struct check *c, const struct node *n)
{
    struct sahut_text way = {0};
    int from = 0;
    while (c->path[from] != n->name)
        from++;
    for (int i = from; i < c->depth; i++)
        sahut_text_addf(&way, "<%s> → ", c->s->names.items[c->s->rules[c->path[i]].name]);
    sahut_text_addf(&way, "<%s>", c->s->names.items[c->s->rules[n->name].name]);
    int err =
        sahut_why(c->why, -EINVAL, "%s:%d:%d: a rule that contains itself would never end: %s",
                  AT(n), sahut_text_get(&way));
    sahut_text_finish(&way);
    return err;
}

static int look_at_rule(struct check *c, const struct node *n, struct effect *out)
{
    struct rule *rule = &c->s->rules[n->name];
    if (rule->being_checked)
        return recursion(c, n);
    if (!rule->checked) {
        if (c->depth == RULE_DEPTH)
            return sahut_why(c->why, -EINVAL, "%s:%d:%d: rules are nested more than %d deep", AT(n),
                             RULE_DEPTH);
        struct effect effect;
        c->path[c->depth++] = n->name;
        rule->being_checked = true;
        int err = look(c, rule->body, &effect);
        rule->being_checked = false;
        c->depth--;
        if (err)
            return err;
        rule->checked = true;
        rule->empty = effect.empty;
        rule->slots = effect.slots;
    }
    *out = (struct effect){rule->empty, rule->slots};
    return 0;
}

static int more_slots(int a, int b)
{
    return a + b > SAHUT_MATCH_SLOTS ? SAHUT_MATCH_SLOTS + 1 : a + b;
}

static int look_at_children(struct check *c, const struct node *n, struct effect *out)
{
    bool choice = n->kind == NODE_CHOICE;
    *out = (struct effect){.empty = !choice};
    for (int child = n->first; child >= 0; child = c->s->nodes[child].next) {
        struct effect e;
        int err = look(c, child, &e);
        if (err)
            return err;
        out->empty = choice ? out->empty || e.empty : out->empty && e.empty;
        if (!choice)
            out->slots = more_slots(out->slots, e.slots);
        else if (e.slots > out->slots)
            out->slots = e.slots;
    }
    return 0;
}

static int look_at_slot(struct check *c, const struct node *n, struct effect *out)
{
    const char *name = c->s->names.items[c->s->slots[n->slot].name];
    int err = look(c, n->first, out);
    if (err)
        return err;
    if (out->slots > 0)
        return sahut_why(c->why, -EINVAL,
                         "%s:%d:%d: slot {%s} of words that hold another slot or free text", AT(n),
                         name);
    if (out->empty)
        return sahut_why(c->why, -EINVAL,
                         "%s:%d:%d: slot {%s} of words that may all be left out; write "
                         "[(words){%s}]",
                         AT(n), name, name);
    out->slots = 1;
    return 0;
}

static int look(struct check *c, int node, struct effect *out)
{
    const struct node *n = &c->s->nodes[node];
    *out = (struct effect){0};
    switch (n->kind) {
    case NODE_WORD:
        return 0;
    case NODE_LIST:
    case NODE_FREE:
        out->slots = 1;
        return 0;
    case NODE_RULE:
        return look_at_rule(c, n, out);
    case NODE_SLOT:
        return look_at_slot(c, n, out);
    case NODE_SEQUENCE:
    case NODE_CHOICE:
    case NODE_PERMUTATION:
        return look_at_children(c, n, out);
    case NODE_OPTIONAL:
        break;
    }
    int err = look(c, n->first, out);
    out->empty = true;
    return err;
}

/* Rules that no sentence uses are checked too: their mistakes would show up later. */
static int check_rules(struct check *c)
{
    for (size_t i = 0; i < c->s->n_rules; i++) {
        const struct rule *r = &c->s->rules[i];
        struct node n = {.kind = NODE_RULE, .name = (int)i, .line = r->line, .column = r->column};
        struct effect effect;
        int err = look_at_rule(c, &n, &effect);
        if (err)
            return err;
    }
    return 0;
}

static int check_items(struct check *c)
{
    for (size_t i = 0; i < c->s->n_lists; i++) {
        const struct list *l = &c->s->lists[i];
        for (size_t k = 0; k < l->n_items; k++) {
            const struct node *n = &c->s->nodes[l->items[k].body];
            struct effect effect;
            int err = look(c, l->items[k].body, &effect);
            if (err)
                return err;
            if (effect.slots || effect.empty)
                return sahut_why(c->why, -EINVAL, "%s:%d:%d: an item of list {%s} is words, %s",
                                 AT(n), c->s->names.items[l->name],
                                 effect.slots ? "without slots" : "at least one");
        }
    }
    return 0;
}

static int check_sentences(struct check *c)
{
    for (size_t i = 0; i < c->s->n_sentences; i++) {
        const struct sentence *t = &c->s->sentences[i];
        struct effect effect;
        int err = look(c, t->body, &effect);
        if (err)
            return err;
        if (effect.empty)
            return sahut_why(c->why, -EINVAL,
                             "%s:%d:%d: every word of the sentence may be left out", AT(t));
        if (effect.slots > SAHUT_MATCH_SLOTS)
            return sahut_why(c->why, -EINVAL, "%s:%d:%d: a sentence has at most %d slots", AT(t),
                             SAHUT_MATCH_SLOTS);
    }
    return 0;
}

/* Does the node or a rule in it fill the slot? */
static bool fills(const struct sahut_sentences *s, int node, int slot, bool *seen)
{
    const struct node *n = &s->nodes[node];
    if (n->kind == NODE_LIST || n->kind == NODE_FREE || n->kind == NODE_SLOT)
        return n->slot == slot;
    if (n->kind == NODE_RULE) {
        if (seen[n->name])
            return false;
        seen[n->name] = true;
        return fills(s, s->rules[n->name].body, slot, seen);
    }
    for (int child = n->first; child >= 0; child = s->nodes[child].next)
        if (fills(s, child, slot, seen))
            return true;
    return false;
}

static bool block_fills(const struct sahut_sentences *s, int block, int slot)
{
    bool *seen = sahut_alloc(s->n_rules, sizeof(*seen));
    bool found = false;
    for (size_t i = 0; i < s->n_sentences && !found; i++)
        if (s->sentences[i].block == block)
            found = fills(s, s->sentences[i].body, slot, seen);
    free(seen);
    return found;
}

static int check_needs(struct check *c)
{
    for (size_t i = 0; i < c->s->n_blocks; i++) {
        const struct intent_block *b = &c->s->blocks[i];
        for (size_t k = 0; k < b->n_needs; k++) {
            if (block_fills(c->s, (int)i, sentences_slot(c->s, b->needs[k])))
                continue;
            return sahut_why(c->why, -EINVAL,
                             "%s:%d:%d: intent %s needs slot \"%s\", which none of its sentences "
                             "fills",
                             c->s->file, b->line, b->needs_column[k],
                             c->s->intents.items[b->intent], c->s->names.items[b->needs[k]]);
        }
    }
    return 0;
}

int sentences_check(struct sahut_sentences *s, struct sahut_why *why)
{
    struct check c = {.s = s, .why = why};
    int err = resolve_names(&c);
    if (!err)
        err = check_rules(&c);
    if (!err)
        err = check_items(&c);
    if (!err)
        err = check_sentences(&c);
    return err ? err : check_needs(&c);
}
