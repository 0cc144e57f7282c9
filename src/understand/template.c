// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/template.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

int template_column(const struct template_source *t, const char *at)
{
    int column = 1;
    for (const char *p = t->start; p < at; p++)
        column += ((unsigned char)*p & 0xC0) != 0x80;
    return column;
}

int template_error(const struct template_source *t, const char *at, const char *format, ...)
{
    char text[400];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof(text), format, list);
    va_end(list);
    return sahut_why(t->why, -EINVAL, "%s:%d:%d: %s", t->s->file, t->line, template_column(t, at),
                     text);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

void template_blanks(struct template_source *t)
{
    while (t->at < t->end && is_blank(*t->at))
        t->at++;
}

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80 || strchr("._-", c);
}

int template_name(struct template_source *t, struct names *into)
{
    const char *from = t->at;
    while (t->at < t->end && is_name(*t->at))
        t->at++;
    return t->at == from ? -1 : names_add(into, from, (size_t)(t->at - from));
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80 || strchr("'.-\\", c);
}

static char peek(const struct template_source *t)
{
    return t->at < t->end ? *t->at : '\0';
}

static struct node node_at(const struct template_source *t, enum node_kind kind, const char *at)
{
    return (struct node){.kind = kind,
                         .first = -1,
                         .next = -1,
                         .name = -1,
                         .slot = -1,
                         .line = t->line,
                         .column = template_column(t, at)};
}

/* Children in the order in which they are added. */
struct children {
    int first, last;
    size_t count;
};

static void add_child(struct sahut_sentences *s, struct children *c, int node)
{
    if (c->count++ == 0)
        c->first = node;
    else
        s->nodes[c->last].next = node;
    c->last = node;
}

/* A node for the children; one child stands for itself. */
static int join(struct template_source *t, enum node_kind kind, const struct children *c,
                const char *at)
{
    if (c->count == 1)
        return c->first;
    struct node n = node_at(t, kind, at);
    n.first = c->first;
    return sentences_add_node(t->s, n);
}

static int wrap(struct template_source *t, enum node_kind kind, int child, int slot, const char *at)
{
    struct node n = node_at(t, kind, at);
    n.first = child;
    n.slot = slot;
    return sentences_add_node(t->s, n);
}

static int read_words(struct template_source *t, int *out)
{
    const char *from = t->at;
    struct sahut_text word = {0};
    while (t->at < t->end && is_word(*t->at)) {
        if (*t->at == '\\' && ++t->at == t->end)
            break;
        sahut_text_add_n(&word, t->at++, 1);
    }
    int err = 0;
    const char *text = sahut_text_get(&word);
    if (strpbrk(text, "0123456789")) {
        err = template_error(t, from, "\"%s\" has digits; numbers are written as words", text);
    } else {
        int *words;
        size_t n = sentences_words(t->s, text, &words);
        struct children c = {0};
        for (size_t i = 0; i < n; i++) {
            struct node w = node_at(t, NODE_WORD, from);
            w.name = words[i];
            if (n == 1)
                w.slot = names_add(&t->s->names, text, word.len);
            add_child(t->s, &c, sentences_add_node(t->s, w));
        }
        free(words);
        if (n == 0)
            err = template_error(t, from, "\"%s\" is no word; words are made of letters", text);
        else
            *out = join(t, NODE_SEQUENCE, &c, from);
    }
    sahut_text_finish(&word);
    return err;
}

static int expect(struct template_source *t, char c, const char *opened, const char *what)
{
    if (peek(t) == c) {
        t->at++;
        return 0;
    }
    return template_error(t, t->at, "expected '%c', which ends the %s of column %d", c, what,
                          template_column(t, opened));
}

static int read_rule(struct template_source *t, int *out)
{
    const char *from = t->at++;
    struct node n = node_at(t, NODE_RULE, from);
    n.name = template_name(t, &t->s->names);
    if (n.name < 0)
        return template_error(t, t->at, "expected the name of a rule after '<'");
    int err = expect(t, '>', from, "rule");
    if (!err)
        *out = sentences_add_node(t->s, n);
    return err;
}

static int read_list(struct template_source *t, int *out)
{
    const char *from = t->at++;
    struct node n = node_at(t, NODE_LIST, from);
    n.name = n.slot = template_name(t, &t->s->names);
    if (n.name < 0)
        return template_error(t, t->at, "expected the name of a list after '{'");
    if (peek(t) == ':') {
        t->at++;
        n.slot = template_name(t, &t->s->names);
        if (n.slot < 0)
            return template_error(t, t->at, "expected the name of a slot after ':'");
    }
    int err = expect(t, '}', from, "list");
    if (!err)
        *out = sentences_add_node(t->s, n);
    return err;
}

/* "{slot}" directly after what fills it. */
static int read_mark(struct template_source *t, const char *from, int *node)
{
    const char *brace = t->at;
    if (peek(t) != '{')
        return 0;
    t->at++;
    int name = template_name(t, &t->s->names);
    if (name < 0)
        return template_error(t, t->at, "expected the name of a slot after '{'");
    if (peek(t) == ':')
        return template_error(t, brace,
                              "a slot of the words before it is {NAME}; put a blank before a list");
    int err = expect(t, '}', brace, "slot");
    if (err)
        return err;
    if (t->s->nodes[*node].kind == NODE_LIST)
        return template_error(t, brace, "a list names its slot inside: {LIST:SLOT}");
    if (t->s->nodes[*node].kind != NODE_OPTIONAL) {
        *node = wrap(t, NODE_SLOT, *node, name, from);
        return 0;
    }
    /* The slot of something left out is no slot, so it belongs inside. */
    int inside = wrap(t, NODE_SLOT, t->s->nodes[*node].first, name, from);
    t->s->nodes[*node].first = inside;
    return 0;
}

static int read_choice(struct template_source *t, const char *ends, int *out);

static int read_group(struct template_source *t, int *out)
{
    const char *from = t->at++;
    bool optional = *from == '[';
    if (++t->depth > TEMPLATE_DEPTH)
        return template_error(t, from, "brackets are nested more than %d deep", TEMPLATE_DEPTH);
    int err = read_choice(t, optional ? "]" : ")", out);
    if (!err)
        err = expect(t, optional ? ']' : ')', from, "bracket");
    if (!err && optional)
        *out = wrap(t, NODE_OPTIONAL, *out, -1, from);
    t->depth--;
    return err;
}

static int read_piece(struct template_source *t, int *out)
{
    const char *from = t->at;
    switch (*from) {
    case '(':
    case '[':
        return read_group(t, out);
    case '<':
        return read_rule(t, out);
    case '{':
        return read_list(t, out);
    }
    if (is_word(*from))
        return read_words(t, out);
    if (strchr(")]>}", *from))
        return template_error(t, from, "'%c' without its opening bracket", *from);
    return template_error(t, from, "'%c' cannot be said; write words, or \\%c for the sign", *from,
                          *from);
}

/* Does the next piece belong to the word that ends here? */
static bool is_joined(const struct template_source *t, const char *from)
{
    return t->at < t->end && (is_word(*from) || strchr("([", *from)) &&
           (is_word(*t->at) || strchr("([", *t->at));
}

/* A piece, or a word that is written in several. */
static int read_joined(struct template_source *t, int *out)
{
    enum { MOST = 8 };
    const char *from = t->at;
    int pieces[MOST];
    size_t n = 0;
    do {
        if (n == MOST)
            return template_error(t, t->at, "a word in more than %d pieces", MOST);
        int err = read_piece(t, &pieces[n++]);
        if (err)
            return err;
    } while (is_joined(t, from));
    *out = pieces[0];
    return n == 1 ? 0 : template_join(t, from, pieces, n, out);
}

static int read_sequence(struct template_source *t, const char *ends, int *out)
{
    const char *from = t->at;
    struct children c = {0};
    for (;;) {
        template_blanks(t);
        if (t->at == t->end || strchr("|;", *t->at) || strchr(ends, *t->at))
            break;
        const char *start = t->at;
        int node = -1;
        int err = read_joined(t, &node);
        if (!err)
            err = read_mark(t, start, &node);
        if (err)
            return err;
        if (t->at < t->end && !is_blank(*t->at) && !strchr("|;)]:", *t->at) &&
            !strchr(ends, *t->at))
            return template_error(t, t->at, "expected a blank before '%c'", *t->at);
        add_child(t->s, &c, node);
    }
    if (c.count == 0)
        return template_error(t, t->at,
                              "expected words; [...] is how something that may be left out is "
                              "written");
    *out = join(t, NODE_SEQUENCE, &c, from);
    return 0;
}

static int read_choice(struct template_source *t, const char *ends, int *out)
{
    const char *from = t->at;
    char separator = '\0';
    struct children c = {0};
    for (;;) {
        int node = -1;
        int err = read_sequence(t, ends, &node);
        if (err)
            return err;
        add_child(t->s, &c, node);
        char next = peek(t);
        if (next != '|' && next != ';')
            break;
        if (separator && next != separator)
            return template_error(t, t->at, "'|' and ';' in one group; put brackets around one");
        if (next == ';' && !t->depth)
            return template_error(t, t->at, "';' stands in brackets: (first;second)");
        separator = next;
        t->at++;
    }
    if (separator == ';' && c.count > TEMPLATE_PERMUTATION)
        return template_error(t, from, "%zu things in any order; at most %d", c.count,
                              TEMPLATE_PERMUTATION);
    *out = join(t, separator == ';' ? NODE_PERMUTATION : NODE_CHOICE, &c, from);
    return 0;
}

int template_read(struct template_source *t, bool item, int *out)
{
    t->depth = 0;
    int err = item ? read_sequence(t, ":", out) : read_choice(t, "", out);
    if (err)
        return err;
    char next = peek(t);
    if (t->at < t->end && !(item && (next == ':' || next == '|')))
        return template_error(t, t->at, "'%c' without its opening bracket", next);
    return 0;
}

bool template_take(struct template_source *t, const char *word)
{
    size_t n = strlen(word);
    template_blanks(t);
    if ((size_t)(t->end - t->at) < n || strncmp(t->at, word, n) != 0)
        return false;
    if (t->at + n < t->end && t->at[n] != ' ' && t->at[n] != '\t')
        return false;
    t->at += n;
    template_blanks(t);
    return true;
}

int template_take_name(struct template_source *t, const char *what, size_t longest, int *out)
{
    template_blanks(t);
    const char *from = t->at;
    *out = template_name(t, &t->s->names);
    if (*out < 0)
        return template_error(t, t->at, "expected the name of %s", what);
    if ((size_t)(t->at - from) > longest)
        return template_error(t, from, "the name of %s has at most %zu bytes", what, longest);
    return 0;
}
