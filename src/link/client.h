// SPDX-License-Identifier: GPL-3.0-or-later
/** What the server's files share: server.c accepts and takes turns, client.c is one connection. */
#ifndef LINK_CLIENT_H
#define LINK_CLIENT_H

#include <uv.h>

#include "link/socket.h"
#include "sahut/link.h"

struct link_client;

struct sahut_link {
    struct sahut_link_config config;
    struct link_socket socket;
    uv_pipe_t listener;
    uv_idle_t turns; /**< runs while a client has a line that waits */
    struct link_client *clients[SAHUT_LINK_CLIENTS];
    size_t n_clients;
    size_t next; /**< whose turn it is */
    bool closing;
    size_t handles; /**< not closed yet; the last one frees */
};

struct sahut_link_request {
    struct link_client *client; /**< NULL: gone */
    struct sahut_link_request *next;
    json_t *id, *root, *params;
    const struct sahut_method *method;
};

/* The life of a connection:
 *
 *   accepted ─► reading ◄─► a whole line waits (not reading) ─► its turn: one request
 *                  │
 *                  ├─ the client closes its side: what is whole is still answered, then closed
 *                  ├─ a line without an end, too long: one error, then closed
 *                  ├─ it does not read what it is sent: dropped
 *                  └─ the server closes
 */
struct link_client {
    struct sahut_link *link;
    size_t index; /**< in link->clients */
    uv_pipe_t pipe;
    struct link_peer peer;
    bool subscribed;
    bool reading;
    bool ended;   /**< nothing more will come from it */
    bool leaving; /**< what is being written is the last */
    bool closed;  /**< uv_close was called */
    char *in;     /**< what came and was not taken; grows up to a line */
    size_t in_len, in_cap;
    size_t writes; /**< under way */
    struct sahut_link_request *open;
    size_t n_open;
};

/** Takes the next connection of link->listener. */
void link_client_accept(struct sahut_link *link);
/** Serves one request if a whole line is there and may be answered. Returns whether it did. */
bool link_client_turn(struct link_client *c);
/** Is there anything for link_client_turn to do? */
bool link_client_waits(const struct link_client *c);
/** Sends one line; takes `object`. May drop the client. */
void link_client_send(struct link_client *c, json_t *object);
void link_client_drop(struct link_client *c);
/** Sees whether the connection is over; starts reading where it may. */
void link_client_settle(struct link_client *c);

/** server.c: starts taking turns. */
void link_wake(struct sahut_link *link);
/** server.c: one handle is closed. */
void link_handle_closed(struct sahut_link *link);

/** answer.c: refuses a line, or has its request served. */
void link_serve(struct link_client *c, const char *line, size_t n);
/** answer.c: the client goes; its open requests have nobody to be answered to. */
void link_forget(struct link_client *c);

#endif
