// SPDX-License-Identifier: GPL-3.0-or-later
/* Listens, and lets the clients take turns. A turn answers few requests, however many are waiting:
 * a client that sends thousands at once delays neither the sound nor the others. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "link/client.h"
#include "sahut/log.h"
#include "sahut/text.h"

#define REQUESTS_A_TURN 16

static void take_turns(uv_idle_t *idle)
{
    struct sahut_link *link = idle->data;
    int served = 0;
    /* once around, beginning where the last turn ended */
    for (size_t left = link->n_clients; left > 0 && served < REQUESTS_A_TURN && link->n_clients;
         left--) {
        link->next = link->next < link->n_clients ? link->next : 0;
        served += link_client_turn(link->clients[link->next++]);
    }
    if (served == 0)
        uv_idle_stop(idle);
}

void link_wake(struct sahut_link *link)
{
    if (!link->closing)
        uv_idle_start(&link->turns, take_turns);
}

static void came(uv_stream_t *listener, int status)
{
    struct sahut_link *link = listener->data;
    if (status < 0)
        sahut_log(SAHUT_LOG_WARN, "link", "%s: %s", link->socket.path, uv_strerror(status));
    else
        link_client_accept(link);
}

void link_handle_closed(struct sahut_link *link)
{
    if (--link->handles == 0)
        free(link);
}

static void handle_closed(uv_handle_t *h)
{
    link_handle_closed(h->data);
}

int sahut_link_open(struct uv_loop_s *loop, const struct sahut_link_config *config,
                    struct sahut_link **out, struct sahut_why *why)
{
    struct sahut_link *link = sahut_alloc(1, sizeof(*link));
    link->config = *config;
    int err = link_socket_open(config->path, config->others, &link->socket, why);
    if (err) {
        free(link);
        return err;
    }
    link->config.path = link->socket.path;
    signal(SIGPIPE, SIG_IGN); /* libuv writes with write(2) */
    uv_idle_init(loop, &link->turns);
    uv_pipe_init(loop, &link->listener, 0);
    link->turns.data = link->listener.data = link;
    link->handles = 2;
    err = uv_pipe_open(&link->listener, link->socket.fd);
    if (err)
        close(link->socket.fd);
    else
        err = uv_listen((uv_stream_t *)&link->listener, 128, came);
    if (err) {
        sahut_link_close(link);
        return sahut_why(why, err, "%s: %s", config->path, uv_strerror(err));
    }
    *out = link;
    return 0;
}

void sahut_link_close(struct sahut_link *link)
{
    if (!link)
        return;
    link->closing = true;
    link_socket_close(&link->socket);
    while (link->n_clients)
        link_client_drop(link->clients[0]);
    uv_close((uv_handle_t *)&link->turns, handle_closed);
    uv_close((uv_handle_t *)&link->listener, handle_closed);
}

size_t sahut_link_clients(const struct sahut_link *link)
{
    return link->n_clients;
}

size_t sahut_link_subscribers(const struct sahut_link *link)
{
    size_t n = 0;
    for (size_t i = 0; i < link->n_clients; i++)
        n += link->clients[i]->subscribed;
    return n;
}

void sahut_link_publish(struct sahut_link *link, json_t *event)
{
    for (size_t i = link->n_clients; i-- > 0;) /* one that is dropped makes room behind */
        if (link->clients[i]->subscribed && !link->clients[i]->leaving)
            link_client_send(link->clients[i], json_incref(event));
    json_decref(event);
}
