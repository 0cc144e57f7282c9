// SPDX-License-Identifier: GPL-3.0-or-later
/* A request from its line to its answer. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "link/client.h"
#include "link/request.h"
#include "sahut/text.h"

static void deny(struct link_client *c, struct link_words *words)
{
    struct sahut_why why;
    sahut_why(&why, 0,
              "'%s' is for the user sahut runs as, root, and members of the socket's group: add "
              "yourself to it (sudo adduser NAME sahut) and log in again",
              words->method->name);
    link_client_send(c, link_error(json_incref(words->id), "denied", why.text));
    link_words_finish(words);
}

void link_serve(struct link_client *c, const char *line, size_t n)
{
    struct link_words words;
    if (link_words_read(line, n, &words)) {
        link_client_send(c, link_error(json_incref(words.id), words.code, words.why.text));
        link_words_finish(&words);
        return;
    }
    if (words.method->level > c->peer.level) {
        deny(c, &words);
        return;
    }
    struct sahut_link_request *r = sahut_alloc(1, sizeof(*r));
    *r = (struct sahut_link_request){.client = c,
                                     .next = c->open,
                                     .id = words.id,
                                     .root = words.root,
                                     .params = words.params,
                                     .method = words.method};
    c->open = r;
    c->n_open++;
    c->link->config.serve(c->link->config.ctx, r);
}

void link_forget(struct link_client *c)
{
    for (struct sahut_link_request *r = c->open; r; r = r->next)
        r->client = NULL;
    c->open = NULL;
    c->n_open = 0;
}

/* Sends (takes) the answer and frees the request. */
static void finish(struct sahut_link_request *r, json_t *answer)
{
    struct link_client *c = r->client;
    if (c) {
        struct sahut_link_request **at = &c->open;
        while (*at != r)
            at = &(*at)->next;
        *at = r->next;
        c->n_open--;
        link_client_send(c, answer);
        link_client_settle(c);
    } else {
        json_decref(answer);
    }
    json_decref(r->id);
    json_decref(r->root);
    free(r);
}

void sahut_link_reply(struct sahut_link_request *r, json_t *result)
{
    finish(r, json_pack("{s:O, s:o}", "id", r->id, "result", result));
}

void sahut_link_refuse(struct sahut_link_request *r, const char *code, const char *format, ...)
{
    struct sahut_why why;
    va_list args;
    va_start(args, format);
    vsnprintf(why.text, sizeof(why.text), format, args);
    va_end(args);
    finish(r, link_error(json_incref(r->id), code, why.text));
}

void sahut_link_subscribe(struct sahut_link_request *r)
{
    if (r->client)
        r->client->subscribed = true;
    sahut_link_reply(r, json_object());
}

const struct sahut_method *sahut_link_method(const struct sahut_link_request *r)
{
    return r->method;
}

const char *sahut_link_text(const struct sahut_link_request *r, const char *name)
{
    return json_string_value(json_object_get(r->params, name));
}

bool sahut_link_bool(const struct sahut_link_request *r, const char *name, bool fallback)
{
    const json_t *value = json_object_get(r->params, name);
    return value ? json_is_true(value) : fallback;
}

json_int_t sahut_link_int(const struct sahut_link_request *r, const char *name, json_int_t fallback)
{
    const json_t *value = json_object_get(r->params, name);
    return value ? json_integer_value(value) : fallback;
}
