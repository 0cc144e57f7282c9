// SPDX-License-Identifier: GPL-3.0-or-later
#include "link/request.h"

#include <errno.h>
#include <string.h>

#include "sahut/text.h"

#define MAX_NAMES 32
#define MAX_ID    128

static int refuse(struct link_words *w, const char *code)
{
    w->code = code;
    w->method = NULL;
    return -EINVAL;
}

static const char *type_name(enum sahut_method_type type)
{
    switch (type) {
    case SAHUT_METHOD_TEXT:
        return "a text";
    case SAHUT_METHOD_BOOL:
        return "true or false";
    case SAHUT_METHOD_INT:
        return "a whole number";
    }
    return "";
}

static bool has_type(const json_t *value, enum sahut_method_type type)
{
    switch (type) {
    case SAHUT_METHOD_TEXT:
        return json_is_string(value);
    case SAHUT_METHOD_BOOL:
        return json_is_boolean(value);
    case SAHUT_METHOD_INT:
        return json_is_integer(value);
    }
    return false;
}

/* A name that a client sent, as far as a message should show it; never half a character. */
static char *shown(const char *name)
{
    size_t n = strnlen(name, 60);
    while (name[n] && n > 0 && ((unsigned char)name[n] & 0xc0) == 0x80)
        n--;
    return sahut_strndup(name, n);
}

static int unknown_name(struct link_words *w, const char *code, const char *what, const char *name,
                        const char *const *names)
{
    char *start = shown(name);
    const char *nearest = sahut_text_nearest(start, names);
    struct sahut_text all = {0};
    for (size_t i = 0; names[i]; i++)
        sahut_text_addf(&all, "%s%s", i ? ", " : "", names[i]);
    if (nearest)
        sahut_why(&w->why, 0, "unknown %s '%s'; did you mean '%s'?", what, start, nearest);
    else
        sahut_why(&w->why, 0, "unknown %s '%s'; there are: %s", what, start,
                  all.len ? sahut_text_get(&all) : "none");
    sahut_text_finish(&all);
    free(start);
    return refuse(w, code);
}

static int find_method(struct link_words *w, const char *name)
{
    const char *names[MAX_NAMES + 1] = {0};
    size_t n = 0;
    for (const struct sahut_method *m = sahut_methods; m->name; m++) {
        if (strcmp(m->name, name) == 0) {
            w->method = m;
            return 0;
        }
        if (n < MAX_NAMES)
            names[n++] = m->name;
    }
    return unknown_name(w, "unknown_method", "method", name, names);
}

static const struct sahut_method_param *find_param(const struct sahut_method *m, const char *name)
{
    for (const struct sahut_method_param *p = m->params; p->name; p++)
        if (strcmp(p->name, name) == 0)
            return p;
    return NULL;
}

static int check_given(struct link_words *w, const char *name, const json_t *value)
{
    const struct sahut_method *m = w->method;
    const struct sahut_method_param *param = find_param(m, name);
    const char *names[MAX_NAMES + 1] = {0};
    size_t n = 0;
    if (!param) {
        for (const struct sahut_method_param *p = m->params; p->name && n < MAX_NAMES; p++)
            names[n++] = p->name;
        return unknown_name(w, "bad_request", "parameter", name, names);
    }
    if (has_type(value, param->type))
        return 0;
    sahut_why(&w->why, 0, "parameter '%s' of '%s' must be %s", name, m->name,
              type_name(param->type));
    return refuse(w, "bad_request");
}

static int check_params(struct link_words *w)
{
    const char *name;
    json_t *value;
    json_object_foreach(w->params, name, value)
    {
        int err = check_given(w, name, value);
        if (err)
            return err;
    }
    for (const struct sahut_method_param *p = w->method->params; p->name; p++) {
        if (!p->required || json_object_get(w->params, p->name))
            continue;
        sahut_why(&w->why, 0, "parameter '%s' of '%s' is missing", p->name, w->method->name);
        return refuse(w, "bad_request");
    }
    return 0;
}

static int read_id(struct link_words *w)
{
    json_t *id = json_object_get(w->root, "id");
    if (!id || json_is_null(id))
        return 0;
    if (!json_is_integer(id) && !(json_is_string(id) && json_string_length(id) <= MAX_ID)) {
        sahut_why(&w->why, 0, "'id' must be a whole number or a text of at most %d bytes", MAX_ID);
        return refuse(w, "bad_request");
    }
    json_decref(w->id);
    w->id = json_incref(id);
    return 0;
}

static int read_members(struct link_words *w)
{
    int err = read_id(w);
    if (err)
        return err;
    const char *name;
    json_t *value;
    json_object_foreach(w->root, name, value)
    {
        static const char *const members[] = {"id", "method", "params", NULL};
        if (strcmp(name, "id") != 0 && strcmp(name, "method") != 0 && strcmp(name, "params") != 0)
            return unknown_name(w, "bad_request", "member", name, members);
    }
    const json_t *method = json_object_get(w->root, "method");
    if (!json_is_string(method)) {
        sahut_why(&w->why, 0, "a request needs \"method\", a text");
        return refuse(w, "bad_request");
    }
    w->params = json_object_get(w->root, "params");
    if (w->params && !json_is_object(w->params)) {
        sahut_why(&w->why, 0, "'params' must be an object");
        return refuse(w, "bad_request");
    }
    return find_method(w, json_string_value(method));
}

int link_words_read(const char *line, size_t n, struct link_words *out)
{
    *out = (struct link_words){.id = json_null()};
    json_error_t error;
    out->root = json_loadb(line, n, JSON_REJECT_DUPLICATES, &error);
    if (!out->root) {
        sahut_why(&out->why, 0, "no JSON: %s at byte %d", error.text, error.position);
        return refuse(out, "malformed");
    }
    if (!json_is_object(out->root)) {
        sahut_why(&out->why, 0, "a request is an object: {\"id\": 1, \"method\": \"status\"}");
        return refuse(out, "bad_request");
    }
    int err = read_members(out);
    return err ? err : check_params(out);
}

void link_words_finish(struct link_words *words)
{
    json_decref(words->id);
    json_decref(words->root);
    *words = (struct link_words){0};
}

json_t *link_error(json_t *id, const char *code, const char *message)
{
    json_t *text = json_string(message);
    if (!text)
        text = json_string("(a message that is not UTF-8)");
    return json_pack("{s:o, s:{s:s, s:o}}", "id", id, "error", "code", code, "message", text);
}
