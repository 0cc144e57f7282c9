// SPDX-License-Identifier: GPL-3.0-or-later
/* The client's end. It is the daemon that is not trusted to answer, so every wait has an end. */
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "link/socket.h"
#include "sahut/link.h"
#include "sahut/text.h"

#define ANSWER_MAX (64 * 1024 * 1024)

struct sahut_call {
    int fd;
    json_int_t id;
    struct sahut_text in; /* what came and was not taken */
    size_t taken;
};

int sahut_call_open(const char *path, struct sahut_call **out, struct sahut_why *why)
{
    struct sockaddr_un address;
    int err = link_socket_address(path, &address, why);
    if (err)
        return err;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return sahut_why(why, -errno, "no socket: %s", strerror(errno));
    if (connect(fd, (struct sockaddr *)&address, sizeof(address))) {
        err = errno;
        close(fd);
        if (err == ENOENT || err == ECONNREFUSED || err == ENOTDIR)
            return sahut_why(why, -err, "no daemon listens at %s", path);
        return sahut_why(why, -err, "%s: %s", path, strerror(err));
    }
    struct sahut_call *c = sahut_alloc(1, sizeof(*c));
    c->fd = fd;
    *out = c;
    return 0;
}

void sahut_call_close(struct sahut_call *c)
{
    if (!c)
        return;
    close(c->fd);
    sahut_text_finish(&c->in);
    free(c);
}

static int64_t clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

/* Until `end_ms` (-1: no end). 0, -ETIMEDOUT or -errno. */
static int wait_for(int fd, short what, int64_t end_ms)
{
    for (;;) {
        int64_t left = end_ms < 0 ? -1 : end_ms - clock_ms();
        if (end_ms >= 0 && left < 0)
            return -ETIMEDOUT;
        struct pollfd p = {.fd = fd, .events = what};
        int n = poll(&p, 1, left > 3600000 ? 3600000 : (int)left);
        if (n > 0)
            return 0;
        if (n < 0 && errno != EINTR)
            return -errno;
    }
}

static int lost(struct sahut_why *why, int err)
{
    if (err == -ETIMEDOUT)
        return sahut_why(why, err, "the daemon does not answer");
    return sahut_why(why, err, "the daemon has closed the connection");
}

static int send_all(struct sahut_call *c, const char *text, size_t n, int64_t end_ms,
                    struct sahut_why *why)
{
    while (n > 0) {
        int err = wait_for(c->fd, POLLOUT, end_ms);
        if (err)
            return lost(why, err);
        ssize_t sent = send(c->fd, text, n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        /* A daemon that sends us away says why before it closes: that is read next. */
        if (sent < 0)
            return errno == EPIPE || errno == ECONNRESET ? 0 : lost(why, -errno);
        text += sent;
        n -= (size_t)sent;
    }
    return 0;
}

/* A whole line in c->in from c->taken; its length without the newline, or -errno. */
static ssize_t receive_line(struct sahut_call *c, int64_t end_ms, struct sahut_why *why)
{
    for (size_t seen = c->taken;;) {
        const char *text = sahut_text_get(&c->in);
        const char *end = c->in.len > seen ? memchr(text + seen, '\n', c->in.len - seen) : NULL;
        if (end)
            return end - text - (ssize_t)c->taken;
        seen = c->in.len;
        if (c->in.len - c->taken > ANSWER_MAX)
            return sahut_why(why, -EPROTO, "the daemon's answer has no end");
        int err = wait_for(c->fd, POLLIN, end_ms);
        if (err)
            return lost(why, err);
        char buffer[16384];
        ssize_t n = recv(c->fd, buffer, sizeof(buffer), MSG_DONTWAIT);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (n <= 0)
            return lost(why, -ECONNRESET);
        sahut_text_add_n(&c->in, buffer, (size_t)n);
    }
}

static int next_object(struct sahut_call *c, int64_t end_ms, json_t **object, struct sahut_why *why)
{
    ssize_t n = receive_line(c, end_ms, why);
    if (n < 0)
        return (int)n;
    json_t *o = json_loadb(c->in.s + c->taken, (size_t)n, 0, NULL);
    c->taken += (size_t)n + 1;
    if (c->taken == c->in.len) {
        sahut_text_clear(&c->in);
        c->taken = 0;
    }
    if (!json_is_object(o)) {
        json_decref(o);
        return sahut_why(why, -EPROTO, "what the daemon sends is no JSON object");
    }
    *object = o;
    return 0;
}

int sahut_call_next(struct sahut_call *c, int timeout_ms, json_t **object, struct sahut_why *why)
{
    return next_object(c, timeout_ms < 0 ? -1 : clock_ms() + timeout_ms, object, why);
}

/* An answer's result, or its error. */
static int read_answer(json_t *answer, json_t **result, struct sahut_why *why)
{
    json_t *r = json_object_get(answer, "result");
    if (json_is_object(r)) {
        *result = json_incref(r);
        return 0;
    }
    const char *code = "", *message = "the daemon's answer has no result";
    if (json_unpack(answer, "{s:{s:s, s:s}}", "error", "code", &code, "message", &message))
        return sahut_why(why, -EPROTO, "%s", message);
    return sahut_why(why, strcmp(code, "denied") == 0 ? -EPERM : -EBADMSG, "%s", message);
}

static bool is_answer(const json_t *object, json_int_t id)
{
    const json_t *its = json_object_get(object, "id");
    return (json_is_integer(its) && json_integer_value(its) == id) ||
           (json_is_null(its) && json_object_get(object, "error"));
}

int sahut_call(struct sahut_call *c, const char *method, json_t *params, int timeout_ms,
               json_t **result, struct sahut_why *why)
{
    int64_t end_ms = clock_ms() + timeout_ms;
    json_t *request =
        json_pack("{s:I, s:s, s:o*}", "id", ++c->id, "method", method, "params", params);
    char *line = request ? json_dumps(request, JSON_COMPACT) : NULL;
    json_decref(request);
    if (!line)
        return sahut_why(why, -EINVAL, "the text is not UTF-8");
    size_t n = strlen(line);
    line[n] = '\n'; /* in the place of the final 0 */
    int err = send_all(c, line, n + 1, end_ms, why);
    free(line);
    json_t *object = NULL;
    while (!err) {
        err = next_object(c, end_ms, &object, why);
        if (!err && is_answer(object, c->id)) {
            err = read_answer(object, result, why);
            json_decref(object);
            break;
        }
        if (!err)
            json_decref(object);
    }
    return err;
}
