// SPDX-License-Identifier: GPL-3.0-or-later
#include "speak/reply_template.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PLURALS = 4 };
enum piece_kind { PIECE_TEXT, PIECE_VALUE, PIECE_TITLE, PIECE_PLURAL };

struct piece {
    enum piece_kind kind;
    int option; /* the [option] it belongs to, from 1; 0 is always said */
    char *text; /* literal, or the parameter's name */
    char *forms[MAX_PLURALS];
};

struct reply_template {
    struct piece *pieces;
    size_t count;
};

/* Where the reading of a template stands. */
struct reading {
    const char *s;
    const char *place;
    const struct language_spoken *language;
    struct reply_template *t;
    struct sahut_why *why;
    int option, options; /* the open option, and how many there were */
};

void reply_template_free(struct reply_template *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < t->count; i++) {
        free(t->pieces[i].text);
        for (int k = 0; k < MAX_PLURALS; k++)
            free(t->pieces[i].forms[k]);
    }
    free(t->pieces);
    free(t);
}

static struct piece *add_piece(struct reading *r, enum piece_kind kind, char *text)
{
    struct reply_template *t = r->t;
    t->pieces = sahut_realloc(t->pieces, t->count + 1, sizeof *t->pieces);
    struct piece *p = &t->pieces[t->count++];
    *p = (struct piece){.kind = kind, .option = r->option, .text = text};
    return p;
}

/* Copies up to one of the `ends`, a backslash taking the next byte as it is. */
static char *take_until(struct reading *r, const char *ends)
{
    struct sahut_text text = {0};
    while (*r->s && !strchr(ends, *r->s)) {
        if (*r->s == '\\' && r->s[1])
            r->s++;
        sahut_text_add_n(&text, r->s++, 1);
    }
    return sahut_text_take(&text);
}

static bool is_name(const char *s)
{
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz_0123456789");
    return n > 0 && s[n] == '\0' && n < sizeof((struct sahut_param *)0)->name;
}

static int read_plurals(struct reading *r, struct piece *p)
{
    int count = 0;
    do {
        r->s++;
        char *form = take_until(r, "|}{[]");
        if (count < MAX_PLURALS)
            p->forms[count] = form;
        else
            free(form);
        count++;
    } while (*r->s == '|');
    if (count == r->language->plurals)
        return 0;
    return sahut_why(r->why, -EINVAL,
                     "%s: {%s:…} has %d forms separated by \"|\", the language \"%s\" needs %d",
                     r->place, p->text, count, r->language->code, r->language->plurals);
}

static int read_value(struct reading *r)
{
    r->s++;
    struct piece *p = add_piece(r, PIECE_VALUE, take_until(r, ":/}{[]"));
    if (!is_name(p->text))
        return sahut_why(r->why, -EINVAL,
                         "%s: \"{%s\": expected a parameter name of letters, digits and \"_\"",
                         r->place, p->text);
    int err = 0;
    if (*r->s == ':') {
        p->kind = PIECE_PLURAL;
        err = read_plurals(r, p);
    } else if (strncmp(r->s, "/title}", 7) == 0) {
        p->kind = PIECE_TITLE;
        r->s += 6;
    } else if (*r->s == '/') {
        err = sahut_why(r->why, -EINVAL, "%s: {%s%.10s…: the only form is {%s/title}", r->place,
                        p->text, r->s, p->text);
    }
    if (err)
        return err;
    if (*r->s != '}')
        return sahut_why(r->why, -EINVAL, "%s: \"{%s\" is not closed, expected \"}\"", r->place,
                         p->text);
    r->s++;
    return 0;
}

static int open_option(struct reading *r)
{
    if (r->option)
        return sahut_why(r->why, -EINVAL, "%s: \"[\" inside of \"[…]\": options do not nest",
                         r->place);
    r->option = ++r->options;
    r->s++;
    return 0;
}

static int close_option(struct reading *r)
{
    if (!r->option)
        return sahut_why(r->why, -EINVAL, "%s: \"]\" without \"[\"; write \"\\]\" for the sign",
                         r->place);
    bool has_value = false;
    for (size_t i = 0; i < r->t->count; i++)
        has_value |= r->t->pieces[i].option == r->option && r->t->pieces[i].kind != PIECE_TEXT;
    if (!has_value)
        return sahut_why(
            r->why, -EINVAL,
            "%s: \"[…]\" without a {parameter} would always be said: drop the brackets", r->place);
    r->option = 0;
    r->s++;
    return 0;
}

static int read_pieces(struct reading *r)
{
    int err = 0;
    while (*r->s && !err) {
        if (*r->s == '{')
            err = read_value(r);
        else if (*r->s == '[')
            err = open_option(r);
        else if (*r->s == ']')
            err = close_option(r);
        else if (*r->s == '}')
            err = sahut_why(r->why, -EINVAL, "%s: \"}\" without \"{\"; write \"\\}\" for the sign",
                            r->place);
        else
            add_piece(r, PIECE_TEXT, take_until(r, "{}[]"));
    }
    if (!err && r->option)
        err = sahut_why(r->why, -EINVAL, "%s: \"[\" is not closed, expected \"]\"", r->place);
    return err;
}

int reply_template_new(const char *text, const struct language_spoken *language, const char *place,
                       struct reply_template **out, struct sahut_why *why)
{
    struct reading r = {.s = text, .place = place, .language = language, .why = why};
    r.t = sahut_alloc(1, sizeof *r.t);
    int err = read_pieces(&r);
    if (err) {
        reply_template_free(r.t);
        return err;
    }
    *out = r.t;
    return 0;
}

static const struct sahut_param *find_param(const struct reply_values *v, const char *name)
{
    for (size_t i = 0; i < v->n_params; i++)
        if (strcmp(v->params[i].name, name) == 0)
            return &v->params[i];
    return NULL;
}

/* Nothing to say: an empty text, no duration, a count of none. */
static bool is_empty(const struct sahut_param *p)
{
    if (!p)
        return true;
    if (p->kind == SAHUT_PARAM_TEXT)
        return p->text[0] == '\0';
    return (p->kind == SAHUT_PARAM_DURATION || p->kind == SAHUT_PARAM_COUNT) && p->value == 0;
}

static bool option_is_said(const struct reply_template *t, int option,
                           const struct reply_values *values)
{
    for (size_t i = 0; i < t->count; i++) {
        const struct piece *p = &t->pieces[i];
        if (p->option == option && p->kind != PIECE_TEXT && is_empty(find_param(values, p->text)))
            return false;
    }
    return true;
}

static void render_value(const struct piece *p, const struct sahut_param *param,
                         const struct reply_values *v, struct sahut_text *out)
{
    if (p->kind == PIECE_PLURAL)
        sahut_text_add(out, p->forms[v->language->plural(param->value)]);
    else if (p->kind == PIECE_TITLE && param->kind != SAHUT_PARAM_TEXT)
        v->language->title(param->value, v->zone, out);
    else
        sahut_spoken(v->language->code, param, v->now_ms, v->zone, out);
}

int reply_template_render(const struct reply_template *t, const struct reply_values *values,
                          struct sahut_text *out, const char **missing)
{
    for (size_t i = 0; i < t->count; i++) {
        const struct piece *p = &t->pieces[i];
        if (p->option && !option_is_said(t, p->option, values))
            continue;
        if (p->kind == PIECE_TEXT) {
            sahut_text_add(out, p->text);
            continue;
        }
        const struct sahut_param *param = find_param(values, p->text);
        if (!param) {
            *missing = p->text;
            return -ENOENT;
        }
        render_value(p, param, values, out);
    }
    return 0;
}
