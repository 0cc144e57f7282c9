// SPDX-License-Identifier: GPL-3.0-or-later
/** The control socket: one JSON object a line each way, over a Unix socket (sahut-control(7)).
 *
 *     {"id": 1, "method": "ask", "params": {"text": "what time is it"}}
 *     {"id": 1, "result": {…}}   or   {"id": 1, "error": {"code": "denied", "message": "…"}}
 *
 * The server lives on the daemon's loop and never waits: what a client sends is read in bounded
 * pieces, requests are answered a few at a time, and who does not read is dropped. Other threads
 * must not call anything here.
 */
#ifndef SAHUT_LINK_H
#define SAHUT_LINK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "sahut/methods.h"
#include "sahut/why.h"

struct uv_loop_s;
struct sahut_link;

/** A request on its way: known method, parameters of the right types, a client who may. */
struct sahut_link_request;
/** Called on the loop. The request is answered with exactly one of sahut_link_reply,
 * sahut_link_refuse and sahut_link_subscribe, now or later; its client may be gone by then. */
typedef void sahut_link_serve(void *ctx, struct sahut_link_request *request);

struct sahut_link_config {
    const char *path; /**< of the socket; its folder must exist */
    bool others;      /**< users who may not act may connect and read */
    sahut_link_serve *serve;
    void *ctx;
};

/** Listens. A socket file that nobody serves any more is replaced. -EADDRINUSE (another daemon
 * serves it), -EEXIST (something that is no socket is there), -ENAMETOOLONG, -EACCES, -ENOENT (no
 * such folder) with `why`. Sets SIGPIPE to be ignored. */
int sahut_link_open(struct uv_loop_s *loop, const struct sahut_link_config *config,
                    struct sahut_link **out, struct sahut_why *why);
/** Stops serving and removes the socket file; requests that are still open may be answered, to
 * nobody. Memory is freed while the loop runs on; run it until it ends. NULL is allowed. */
void sahut_link_close(struct sahut_link *link);
/** How many are connected, and how many of them get events. */
size_t sahut_link_clients(const struct sahut_link *link);
size_t sahut_link_subscribers(const struct sahut_link *link);

const struct sahut_method *sahut_link_method(const struct sahut_link_request *request);
/** A parameter; NULL, `fallback`: not given. Texts live as long as the request. */
const char *sahut_link_text(const struct sahut_link_request *request, const char *name);
bool sahut_link_bool(const struct sahut_link_request *request, const char *name, bool fallback);
json_int_t sahut_link_int(const struct sahut_link_request *request, const char *name,
                          json_int_t fallback);

/** Answers, frees the request, takes `result` (an object). */
void sahut_link_reply(struct sahut_link_request *request, json_t *result);
/** Answers with an error, frees the request. `code` is one of sahut-control(7)'s. */
void sahut_link_refuse(struct sahut_link_request *request, const char *code, const char *format,
                       ...) __attribute__((format(printf, 3, 4)));
/** Answers, and sends the client every event from now on. Frees the request. */
void sahut_link_subscribe(struct sahut_link_request *request);
/** Sends an object to all subscribers; takes it. */
void sahut_link_publish(struct sahut_link *link, json_t *event);

/** The client's end; everything waits. */
struct sahut_call;
/** -ENOENT and -ECONNREFUSED: no daemon serves there; -EACCES; with `why`. */
int sahut_call_open(const char *path, struct sahut_call **out, struct sahut_why *why);
void sahut_call_close(struct sahut_call *call);
/** Asks and waits for the answer; takes `params` (NULL: none). 0 and `*result` (json_decref),
 * -EPERM (denied), -ETIMEDOUT, -ECONNRESET, -EPROTO (no answer in this protocol), -EBADMSG (the
 * daemon refused for another reason), with `why`. Events that come meanwhile are dropped. */
int sahut_call(struct sahut_call *call, const char *method, json_t *params, int timeout_ms,
               json_t **result, struct sahut_why *why);
/** The next object that comes, an event as a rule. `timeout_ms` -1: waits for ever. */
int sahut_call_next(struct sahut_call *call, int timeout_ms, json_t **object,
                    struct sahut_why *why);

#endif
