// SPDX-License-Identifier: GPL-3.0-or-later
/* The lines of a sentence file. A line that is not indented opens a block, indented lines continue
 * it. sahut-sentences(5) describes the format. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "understand/template.h"
#include "understand/utf8.h"

enum block { BLOCK_NONE, BLOCK_RULE, BLOCK_LIST, BLOCK_INTENT };

struct reader {
    struct sahut_sentences *s;
    struct template_source source;
    enum block block; /* what indented lines continue */
    const char *block_name;
};

#define GROW(array, count) ((array) = sahut_realloc((array), (count) + 1, sizeof(*(array))))

static const char *name_text(const struct reader *r, int name)
{
    return r->s->names.items[name];
}

static int expect_end(struct template_source *t, const char *what)
{
    template_blanks(t);
    if (t->at == t->end)
        return 0;
    return template_error(t, t->at, "expected the end of the line after %s", what);
}

static int read_language(struct reader *r)
{
    struct template_source *t = &r->source;
    const char *from = t->at;
    int name;
    if (r->s->language)
        return template_error(t, t->start, "a second language; the first is \"%s\"",
                              r->s->language);
    int err = template_take_name(t, "a language, such as en", 15, &name);
    if (err)
        return err;
    r->s->language = sahut_strndup(from, (size_t)(t->at - from));
    return expect_end(t, "the language");
}

static int read_slot(struct reader *r)
{
    static const char *const types[] = {"word",   "text",   "time", "duration",
                                        "number", "repeat", NULL};
    struct template_source *t = &r->source;
    const char *from = t->at;
    int name;
    int err = template_take_name(t, "a slot", 31, &name);
    if (err)
        return err;
    int number = sentences_slot(r->s, name);
    struct slot *slot = &r->s->slots[number];
    if (slot->declared)
        return template_error(t, from, "slot \"%s\" is declared twice", name_text(r, name));
    template_blanks(t);
    for (size_t i = 0; types[i]; i++) {
        if (template_take(t, types[i])) {
            slot->type = (enum sahut_slot_type)i;
            slot->declared = true;
            return expect_end(t, "the type");
        }
    }
    char *word = sahut_strndup(t->at, (size_t)(t->end - t->at));
    const char *near = sahut_text_nearest(word, types);
    err = template_error(
        t, t->at,
        "unknown type \"%.40s\"%s%s%s; a type is word, text, time, duration, number or repeat",
        word, near ? " (did you mean \"" : "", near ? near : "", near ? "\"?)" : "");
    free(word);
    return err;
}

static int add_list(struct reader *r, int name, const char *at)
{
    struct sahut_sentences *s = r->s;
    int known = sentences_find_list(s, name);
    if (known >= 0)
        return template_error(&r->source, at, "list {%s} is there already, in line %d",
                              name_text(r, name), s->lists[known].line);
    GROW(s->lists, s->n_lists);
    s->lists[s->n_lists++] = (struct list){
        .name = name, .line = r->source.line, .column = template_column(&r->source, at)};
    return 0;
}

static int read_program_list(struct reader *r)
{
    struct template_source *t = &r->source;
    const char *from = t->at;
    int name;
    int err = template_take_name(t, "a list", 31, &name);
    if (!err && !(template_take(t, "from") && template_take(t, "program")))
        err = template_error(t, t->at,
                             "expected \"from program\"; a list of the file is written "
                             "{NAME} = words | words");
    bool verbatim = !err && template_take(t, "verbatim");
    if (!err)
        err = expect_end(t, "\"from program\" or \"from program verbatim\"");
    if (!err)
        err = add_list(r, name, from);
    if (!err) {
        r->s->lists[r->s->n_lists - 1].from_program = true;
        r->s->lists[r->s->n_lists - 1].verbatim = verbatim;
    }
    return err;
}

/* The text with escapes resolved, without blanks at its ends and with one between words. */
static char *plain_text(const char *from, const char *end)
{
    struct sahut_text t = {0};
    bool blank = false;
    for (; from < end; from++) {
        if (*from == ' ' || *from == '\t') {
            blank = true;
            continue;
        }
        if (blank && t.len)
            sahut_text_add_n(&t, " ", 1);
        blank = false;
        if (*from == '\\' && from + 1 < end)
            from++;
        sahut_text_add_n(&t, from, 1);
    }
    return sahut_text_take(&t);
}

static int read_value(struct template_source *t, char **out)
{
    const char *from = t->at;
    while (t->at < t->end && *t->at != '|')
        t->at += *t->at == '\\' && t->at + 1 < t->end ? 2 : 1;
    *out = plain_text(from, t->at);
    if (**out)
        return 0;
    free(*out);
    return template_error(t, from, "expected a value after ':'");
}

static int read_item(struct reader *r, struct list *list)
{
    struct template_source *t = &r->source;
    template_blanks(t);
    const char *from = t->at;
    int body;
    char *value = NULL;
    int err = template_read(t, true, &body);
    if (err)
        return err;
    if (t->at < t->end && *t->at == ':') {
        t->at++;
        if ((err = read_value(t, &value)))
            return err;
    } else {
        value = plain_text(from, t->at);
        if (strpbrk(value, "([<{")) {
            free(value);
            return template_error(t, from,
                                  "an item with brackets needs a value: words[words]:VALUE");
        }
    }
    GROW(list->items, list->n_items);
    list->items[list->n_items++] = (struct list_item){.body = body, .value = value};
    return 0;
}

static int read_items(struct reader *r)
{
    struct template_source *t = &r->source;
    for (;;) {
        int err = read_item(r, &r->s->lists[r->s->n_lists - 1]);
        if (err || t->at == t->end)
            return err;
        t->at++; /* '|' */
    }
}

/* One more alternative of the rule that is being read. */
static int read_rule_line(struct reader *r)
{
    struct sahut_sentences *s = r->s;
    struct rule *rule = &s->rules[s->n_rules - 1];
    int body;
    int err = template_read(&r->source, false, &body);
    if (err)
        return err;
    if (rule->body < 0) {
        rule->body =
            sentences_add_node(s, (struct node){NODE_CHOICE, body, -1, -1, -1, rule->line, 1});
        return 0;
    }
    int last = s->nodes[rule->body].first;
    while (s->nodes[last].next >= 0)
        last = s->nodes[last].next;
    s->nodes[last].next = body;
    return 0;
}

static int read_sentence(struct reader *r)
{
    struct sahut_sentences *s = r->s;
    struct sentence sentence = {.block = (int)s->n_blocks - 1,
                                .line = r->source.line,
                                .column = template_column(&r->source, r->source.at)};
    int err = template_read(&r->source, false, &sentence.body);
    if (err)
        return err;
    GROW(s->sentences, s->n_sentences);
    s->sentences[s->n_sentences++] = sentence;
    return 0;
}

/* "<name> =" or "{name} =". */
static int read_definition(struct reader *r)
{
    struct sahut_sentences *s = r->s;
    struct template_source *t = &r->source;
    const char *from = t->at++;
    bool is_rule = *from == '<';
    int name = template_name(t, &s->names);
    char ends = is_rule ? '>' : '}';
    if (name < 0 || t->at == t->end || *t->at != ends)
        return template_error(t, t->at, "expected a name and '%c'", ends);
    if (t->at - from > 32)
        return template_error(t, from, "the name has at most 31 bytes");
    t->at++;
    template_blanks(t);
    if (t->at == t->end || *t->at != '=')
        return template_error(t, t->at, "expected '='");
    t->at++;
    r->block = is_rule ? BLOCK_RULE : BLOCK_LIST;
    if (!is_rule)
        return add_list(r, name, from);
    int known = sentences_find_rule(s, name);
    if (known >= 0)
        return template_error(t, from, "rule <%s> is there already, in line %d", name_text(r, name),
                              s->rules[known].line);
    GROW(s->rules, s->n_rules);
    s->rules[s->n_rules++] = (struct rule){
        .name = name, .body = -1, .line = t->line, .column = template_column(t, from)};
    return 0;
}

static int continue_block(struct reader *r)
{
    struct template_source *t = &r->source;
    template_blanks(t);
    if (t->at == t->end)
        return 0;
    switch (r->block) {
    case BLOCK_RULE:
        return read_rule_line(r);
    case BLOCK_LIST:
        return read_items(r);
    case BLOCK_INTENT:
        return read_sentence(r);
    case BLOCK_NONE:
        break;
    }
    return template_error(t, t->at,
                          "an indented line continues a rule, a list or an intent; "
                          "there is none above");
}

/* A rule or list without anything, an intent without sentences. */
static int close_block(struct reader *r)
{
    struct sahut_sentences *s = r->s;
    switch (r->block) {
    case BLOCK_RULE:
        if (s->rules[s->n_rules - 1].body < 0)
            return template_error(&r->source, r->source.at,
                                  "rule <%s> is empty; expected words after '='",
                                  name_text(r, s->rules[s->n_rules - 1].name));
        break;
    case BLOCK_LIST:
        if (s->lists[s->n_lists - 1].n_items == 0)
            return template_error(&r->source, r->source.at,
                                  "list {%s} is empty; expected words after '='",
                                  name_text(r, s->lists[s->n_lists - 1].name));
        break;
    case BLOCK_INTENT:
        if (!s->n_sentences || s->sentences[s->n_sentences - 1].block != (int)s->n_blocks - 1)
            return template_error(&r->source, r->source.at,
                                  "intent %s has no sentences; expected indented lines",
                                  s->intents.items[s->blocks[s->n_blocks - 1].intent]);
        break;
    case BLOCK_NONE:
        break;
    }
    r->block = BLOCK_NONE;
    return 0;
}

static int unknown_line(struct template_source *t)
{
    static const char *const known[] = {"language", "slot", "list", "intent", NULL};
    const char *end = t->at;
    while (end < t->end && *end != ' ' && *end != '\t')
        end++;
    char *word = sahut_strndup(t->at, (size_t)(end - t->at));
    const char *near = sahut_text_nearest(word, known);
    int err =
        template_error(t, t->at,
                       "unknown line \"%.40s\"%s%s%s; a line is language, slot, list, intent,"
                       " <rule> = …, {list} = …, or indented below one of them",
                       word, near ? " (did you mean \"" : "", near ? near : "", near ? "\"?)" : "");
    free(word);
    return err;
}

static int open_block(struct reader *r)
{
    struct template_source *t = &r->source;
    int err = close_block(r);
    if (err)
        return err;
    if (*t->at == '<' || *t->at == '{') {
        err = read_definition(r);
        return err ? err : continue_block(r);
    }
    if (template_take(t, "language"))
        return read_language(r);
    if (template_take(t, "slot"))
        return read_slot(r);
    if (template_take(t, "list"))
        return read_program_list(r);
    if (!template_take(t, "intent"))
        return unknown_line(t);
    err = sentences_read_intent(&r->source);
    if (!err)
        r->block = BLOCK_INTENT;
    return err;
}

/* Where the comment of a line begins: at a '#' behind a blank. */
static const char *without_comment(const char *from, const char *end)
{
    for (const char *p = from; p < end; p++)
        if (*p == '#' && (p == from || p[-1] == ' ' || p[-1] == '\t'))
            return p;
    return end;
}

static int check_utf8(struct template_source *t)
{
    uint32_t c;
    for (const char *p = t->start; p < t->end;) {
        size_t n = utf8_read(p, (size_t)(t->end - p), &c);
        if (n == 0)
            return template_error(t, p, "byte 0x%02x is not UTF-8", (unsigned char)*p);
        if (c < ' ' && c != '\t')
            return template_error(t, p, "control character 0x%02x in a text file", c);
        p += n;
    }
    return 0;
}

static int read_line(struct reader *r, const char *from, const char *end)
{
    struct template_source *t = &r->source;
    if (end > from && end[-1] == '\r')
        end--;
    t->line++;
    t->start = t->at = from;
    t->end = end;
    int err = check_utf8(t);
    if (err)
        return err;
    t->end = without_comment(from, end);
    while (t->end > from && (t->end[-1] == ' ' || t->end[-1] == '\t'))
        t->end--;
    if (t->at == t->end)
        return 0;
    return *t->at == ' ' || *t->at == '\t' ? continue_block(r) : open_block(r);
}

static int read_lines(struct reader *r, const char *text, size_t n)
{
    const char *end = text + n;
    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        int err = read_line(r, text, stop ? stop : end);
        if (err)
            return err;
        text = stop ? stop + 1 : end;
    }
    r->source.line += r->source.line == 0;
    r->source.start = r->source.at = r->source.end = end;
    return close_block(r);
}

int sahut_sentences_parse(const char *text, size_t n, const char *name,
                          struct sahut_sentences **out, struct sahut_why *why)
{
    struct sahut_sentences *s = sahut_alloc(1, sizeof(*s));
    s->file = sahut_strdup(name);
    struct reader r = {.s = s, .source = {.s = s, .why = why}};
    int err = read_lines(&r, text, n);
    if (!err)
        err = sentences_check(s, why);
    if (err) {
        sahut_sentences_free(s);
        return err;
    }
    *out = s;
    return 0;
}
