// SPDX-License-Identifier: GPL-3.0-or-later
#include "link/client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "link/request.h"
#include "sahut/log.h"
#include "sahut/text.h"

#define FIRST_BUFFER 1024

struct writing {
    uv_write_t request;
    struct link_client *client;
    char *line;
};

static void closed(uv_handle_t *h)
{
    struct link_client *c = h->data;
    struct sahut_link *link = c->link;
    free(c->in);
    free(c);
    link_handle_closed(link);
}

void link_client_drop(struct link_client *c)
{
    if (c->closed)
        return;
    struct sahut_link *link = c->link;
    c->closed = true;
    link_forget(c);
    link->clients[c->index] = link->clients[--link->n_clients];
    link->clients[c->index]->index = c->index;
    uv_close((uv_handle_t *)&c->pipe, closed);
}

/* ---- writing ---- */

static void written(uv_write_t *request, int status)
{
    struct writing *w = (struct writing *)request;
    struct link_client *c = w->client;
    free(w->line);
    free(w);
    c->writes--;
    if (status < 0)
        link_client_drop(c);
    else
        link_client_settle(c);
}

void link_client_send(struct link_client *c, json_t *object)
{
    char *line = c->closed ? NULL : json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(10));
    json_decref(object);
    if (!line)
        return;
    size_t unread = uv_stream_get_write_queue_size((uv_stream_t *)&c->pipe);
    if (unread > SAHUT_LINK_UNREAD) {
        sahut_log(SAHUT_LOG_WARN, "link", "process %d does not read its answers: dropped",
                  (int)c->peer.pid);
        free(line);
        link_client_drop(c);
        return;
    }
    size_t n = strlen(line);
    line[n] = '\n'; /* in the place of the final 0 */
    struct writing *w = sahut_alloc(1, sizeof(*w));
    w->client = c;
    w->line = line;
    uv_buf_t buf = uv_buf_init(line, (unsigned)n + 1);
    c->writes++;
    if (uv_write(&w->request, (uv_stream_t *)&c->pipe, &buf, 1, written)) {
        c->writes--;
        free(line);
        free(w);
        link_client_drop(c);
    }
}

/* ---- reading ---- */

static void give_buffer(uv_handle_t *h, size_t size, uv_buf_t *buf)
{
    struct link_client *c = h->data;
    if (c->in_len == c->in_cap) {
        c->in_cap = c->in_cap ? c->in_cap * 2 : FIRST_BUFFER;
        c->in = sahut_realloc(c->in, c->in_cap, 1);
    }
    *buf = uv_buf_init(c->in + c->in_len, (unsigned)(c->in_cap - c->in_len));
}

static const char *line_end(const struct link_client *c)
{
    return c->in_len ? memchr(c->in, '\n', c->in_len) : NULL;
}

static void too_long(struct link_client *c)
{
    struct sahut_why why;
    sahut_why(&why, 0, "a line may have %d bytes", SAHUT_LINK_LINE);
    c->in_len = 0;
    c->leaving = true;
    link_client_send(c, link_error(json_null(), "too_long", why.text));
}

static void got(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct link_client *c = stream->data;
    if (n == 0)
        return; /* nothing there after all */
    if (n < 0) {
        c->ended = true;
        if (n != UV_EOF)
            link_client_drop(c);
    } else {
        c->in_len += (size_t)n;
        if (c->in_len >= SAHUT_LINK_LINE && !line_end(c))
            too_long(c);
    }
    link_client_settle(c);
}

bool link_client_waits(const struct link_client *c)
{
    if (c->closed || c->leaving || c->n_open >= SAHUT_LINK_OPEN)
        return false;
    return line_end(c) || (c->ended && c->in_len > 0);
}

void link_client_settle(struct link_client *c)
{
    if (c->closed)
        return;
    bool waits = link_client_waits(c);
    bool over = c->leaving || (c->ended && c->in_len == 0 && c->n_open == 0);
    if (over && c->writes == 0) {
        link_client_drop(c);
        return;
    }
    if (waits)
        link_wake(c->link);
    bool want = !waits && !c->ended && !c->leaving && c->n_open < SAHUT_LINK_OPEN;
    if (want && !c->reading)
        uv_read_start((uv_stream_t *)&c->pipe, give_buffer, got);
    else if (!want && c->reading)
        uv_read_stop((uv_stream_t *)&c->pipe);
    c->reading = want;
}

bool link_client_turn(struct link_client *c)
{
    if (!link_client_waits(c))
        return false;
    const char *end = line_end(c);
    size_t n = end ? (size_t)(end - c->in) : c->in_len;
    size_t taken = n + (end != NULL);
    char *line = sahut_strndup(c->in, n);
    c->in_len -= taken;
    memmove(c->in, c->in + taken, c->in_len);
    if (c->in_len == 0) { /* a long line's buffer is not kept by who is idle */
        free(c->in);
        c->in = NULL;
        c->in_cap = 0;
    }
    link_serve(c, line, n);
    free(line);
    link_client_settle(c);
    return true;
}

/* ---- coming ---- */

static bool too_many(const struct sahut_link *link, const struct link_client *c)
{
    size_t same = 0;
    for (size_t i = 0; i < link->n_clients; i++)
        same += link->clients[i]->peer.uid == c->peer.uid;
    return c->peer.level == SAHUT_METHOD_READ && same >= SAHUT_LINK_CLIENTS_OTHERS;
}

/* Without a place among the clients: nothing is kept of it but an error on its way. */
static void turn_away(struct link_client *c)
{
    static const char line[] = "{\"id\":null,\"error\":{\"code\":\"too_many\",\"message\":"
                               "\"too many connections; close some and try again\"}}\n";
    uv_buf_t buf = uv_buf_init((char *)line, sizeof(line) - 1);
    uv_try_write((uv_stream_t *)&c->pipe, &buf, 1);
    c->closed = true;
    uv_close((uv_handle_t *)&c->pipe, closed);
}

void link_client_accept(struct sahut_link *link)
{
    struct link_client *c = sahut_alloc(1, sizeof(*c));
    uv_os_fd_t fd;
    c->link = link;
    c->pipe.data = c;
    if (uv_pipe_init(link->listener.loop, &c->pipe, 0)) {
        free(c);
        return;
    }
    c->pipe.data = c;
    link->handles++;
    if (uv_accept((uv_stream_t *)&link->listener, (uv_stream_t *)&c->pipe) ||
        uv_fileno((uv_handle_t *)&c->pipe, &fd)) {
        c->closed = true;
        uv_close((uv_handle_t *)&c->pipe, closed);
        return;
    }
    c->peer = link_socket_peer(fd, link->socket.group);
    if (link->n_clients == SAHUT_LINK_CLIENTS || too_many(link, c)) {
        turn_away(c);
        return;
    }
    c->index = link->n_clients;
    link->clients[link->n_clients++] = c;
    link_client_settle(c);
}
