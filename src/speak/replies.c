// SPDX-License-Identifier: GPL-3.0-or-later
/* The file of replies: see docs/man/sahut-replies.5.scd. */
#include "sahut/replies.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/log.h"
#include "speak/reply_template.h"

struct reply {
    struct reply_template **variants;
    size_t count;
    int line;
};

struct sahut_replies {
    const struct language_spoken *language;
    struct reply *replies;
    char **ids; /* the same order, NULL-terminated once read */
    size_t count;
};

/* The line being read. */
struct place {
    const char *path;
    int line;
    struct sahut_why *why;
};

void sahut_replies_free(struct sahut_replies *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->count; i++) {
        for (size_t k = 0; k < r->replies[i].count; k++)
            reply_template_free(r->replies[i].variants[k]);
        free(r->replies[i].variants);
        free(r->ids[i]);
    }
    free(r->replies);
    free(r->ids);
    free(r);
}

const char *const *sahut_replies_ids(const struct sahut_replies *r)
{
    return (const char *const *)r->ids;
}

static struct reply *find_reply(const struct sahut_replies *r, const char *id)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->ids[i], id) == 0)
            return &r->replies[i];
    return NULL;
}

static int add_variant(struct sahut_replies *r, const char *text, const struct place *at)
{
    struct reply *reply = &r->replies[r->count - 1];
    struct reply_template *variant;
    struct sahut_text place = {0};
    sahut_text_addf(&place, "%s:%d", at->path, at->line);
    int err = reply_template_new(text, r->language, sahut_text_get(&place), &variant, at->why);
    sahut_text_finish(&place);
    if (err)
        return err;
    reply->variants =
        sahut_realloc(reply->variants, reply->count + 1, sizeof(struct reply_template *));
    reply->variants[reply->count++] = variant;
    return 0;
}

static int read_language(struct sahut_replies *r, const char *code, const struct place *at)
{
    r->language = language_spoken_find(code);
    if (r->language)
        return 0;
    struct sahut_text known = {0};
    for (const char *const *c = language_spoken_codes(); *c; c++)
        sahut_text_addf(&known, "%s\"%s\"", known.len ? ", " : "", *c);
    int err = sahut_why(at->why, -EINVAL, "%s:%d: language \"%s\" is not known, expected %s",
                        at->path, at->line, code, sahut_text_get(&known));
    sahut_text_finish(&known);
    return err;
}

/* `id = text`; `line` is cut in pieces. */
static int read_reply(struct sahut_replies *r, char *line, const struct place *at)
{
    size_t n = strspn(line, "abcdefghijklmnopqrstuvwxyz_0123456789");
    char *text = line + n + strspn(line + n, " \t");
    if (n == 0 || *text != '=')
        return sahut_why(at->why, -EINVAL,
                         "%s:%d: \"%.40s\": expected \"id = text\" with an id of small letters, "
                         "digits and \"_\"",
                         at->path, at->line, line);
    line[n] = '\0';
    const struct reply *before = find_reply(r, line);
    if (before)
        return sahut_why(at->why, -EINVAL,
                         "%s:%d: \"%s\" is there already, in line %d; further variants are "
                         "indented lines below it",
                         at->path, at->line, line, before->line);
    text += 1 + strspn(text + 1, " \t");
    if (*text == '\0')
        return sahut_why(at->why, -EINVAL, "%s:%d: \"%s\" has no text behind \"=\"", at->path,
                         at->line, line);
    r->replies = sahut_realloc(r->replies, r->count + 1, sizeof *r->replies);
    r->ids = sahut_realloc(r->ids, r->count + 2, sizeof *r->ids);
    r->replies[r->count] = (struct reply){.line = at->line};
    r->ids[r->count++] = sahut_strdup(line);
    r->ids[r->count] = NULL;
    return add_variant(r, text, at);
}

static int read_line(struct sahut_replies *r, char *line, const struct place *at)
{
    size_t n = strlen(line);
    while (n > 0 && strchr(" \t\r\n", line[n - 1]))
        line[--n] = '\0';
    size_t indent = strspn(line, " \t");
    if (line[indent] == '\0' || line[indent] == '#')
        return 0;
    if (indent && r->count == 0)
        return sahut_why(at->why, -EINVAL,
                         "%s:%d: an indented line is a further variant and needs \"id = text\" "
                         "above it",
                         at->path, at->line);
    if (indent)
        return add_variant(r, line + indent, at);
    if (strncmp(line, "language ", 9) == 0 && !r->language)
        return read_language(r, line + 9 + strspn(line + 9, " \t"), at);
    if (!r->language)
        return sahut_why(at->why, -EINVAL,
                         "%s:%d: expected \"language CODE\" before the first reply", at->path,
                         at->line);
    return read_reply(r, line, at);
}

int sahut_replies_read(const char *path, struct sahut_replies **out, struct sahut_why *why)
{
    FILE *f = fopen(path, "re");
    if (!f) {
        int err = errno;
        return sahut_why(why, -err, "%s: %s", path, strerror(err));
    }
    struct sahut_replies *r = sahut_alloc(1, sizeof *r);
    r->ids = sahut_alloc(1, sizeof *r->ids);
    struct place at = {.path = path, .why = why};
    char *line = NULL;
    size_t size = 0;
    int err = 0;
    while (!err && getline(&line, &size, f) >= 0) {
        at.line++;
        err = read_line(r, line, &at);
    }
    if (!err && ferror(f))
        err = sahut_why(why, -EIO, "%s: cannot be read", path);
    if (!err && r->count == 0)
        err = sahut_why(why, -EINVAL, "%s: no reply in it, expected \"id = text\"", path);
    free(line);
    fclose(f);
    if (err) {
        sahut_replies_free(r);
        return err;
    }
    *out = r;
    return 0;
}

int sahut_replies_render(const struct sahut_replies *r, const char *id,
                         const struct sahut_param *params, size_t n_params, unsigned turn,
                         int64_t now_ms, struct sahut_zone *zone, struct sahut_text *out)
{
    const struct reply *reply = find_reply(r, id);
    if (!reply) {
        sahut_log(SAHUT_LOG_ERROR, "speak", "the replies have no \"%s\"", id);
        return -ENOENT;
    }
    struct reply_values values = {r->language, params, n_params, now_ms, zone};
    struct sahut_text text = {0};
    const char *missing;
    int err = reply_template_render(reply->variants[turn % reply->count], &values, &text, &missing);
    if (err)
        sahut_log(SAHUT_LOG_ERROR, "speak", "reply \"%s\" needs {%s}, which it was not given", id,
                  missing);
    else
        sahut_text_add(out, sahut_text_get(&text));
    sahut_text_finish(&text);
    return err;
}
