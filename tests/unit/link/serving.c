// SPDX-License-Identifier: GPL-3.0-or-later
#include "serving.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "sahut/log.h"
#include "sahut/text.h"

static json_t *long_list(void)
{
    json_t *list = json_array();
    for (int i = 0; i < 1000; i++)
        json_array_append_new(list, json_sprintf("%0100d", i));
    return json_pack("{s:o}", "reminders", list);
}

static void serve(void *ctx, struct sahut_link_request *r)
{
    struct serving *s = ctx;
    const char *method = sahut_link_method(r)->name;
    s->served++;
    if (strcmp(method, "ask") == 0 && s->hold) {
        assert_true(s->n_held < 64);
        s->held[s->n_held++] = r;
    } else if (strcmp(method, "ask") == 0 || strcmp(method, "say") == 0) {
        sahut_link_reply(r, json_pack("{s:s}", "said", sahut_link_text(r, "text")));
    } else if (strcmp(method, "mute") == 0) {
        sahut_link_refuse(r, "failed", "it cannot be %s",
                          sahut_link_bool(r, "on", false) ? "muted" : "heard");
    } else if (strcmp(method, "reminders") == 0) {
        sahut_link_reply(r, long_list());
    } else if (strcmp(method, "subscribe") == 0) {
        sahut_link_subscribe(r);
    } else {
        sahut_link_reply(r, json_pack("{s:i}", "n", s->served));
    }
}

void serving_init(struct serving *s)
{
    struct sahut_why why = {""};
    *s = (struct serving){0};
    sahut_log_setup(SAHUT_LOG_ERROR, NULL, NULL);
    strcpy(s->folder, "/tmp/sahut-link-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->path, sizeof(s->path), "%s/control", s->folder);
    assert_int_equal(uv_loop_init(&s->loop), 0);
    struct sahut_link_config config = {s->path, true, serve, s};
    if (sahut_link_open(&s->loop, &config, &s->link, &why))
        fail_msg("%s", why.text);
}

void serving_finish(struct serving *s)
{
    char lock[80];
    snprintf(lock, sizeof(lock), "%s.lock", s->path);
    sahut_link_close(s->link);
    uv_run(&s->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&s->loop), 0);
    assert_int_equal(access(s->path, F_OK), -1);
    unlink(lock);
    assert_int_equal(rmdir(s->folder), 0);
}

void serving_run(struct serving *s)
{
    /* Quiet for some turns: an accept, a read, a request and a write are one each. */
    for (int quiet = 0, before = s->served; quiet < 6; before = s->served) {
        uv_run(&s->loop, UV_RUN_NOWAIT);
        quiet = s->served == before ? quiet + 1 : 0;
    }
}

int serving_connect(const struct serving *s)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, s->path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

size_t serving_send(struct serving *s, int fd, const char *bytes, size_t n)
{
    size_t sent = 0;
    for (int full = 0; sent < n && full < 3;) {
        ssize_t k = send(fd, bytes + sent, n - sent, MSG_NOSIGNAL);
        if (k < 0 && errno != EAGAIN)
            break;
        full = k < 0 ? full + 1 : 0;
        sent += k > 0 ? (size_t)k : 0;
        serving_run(s);
    }
    return sent;
}

char *serving_take(struct serving *s, int fd, bool *closed)
{
    struct sahut_text text = {0};
    char buffer[8192];
    ssize_t n;
    serving_run(s);
    while ((n = recv(fd, buffer, sizeof(buffer), 0)) > 0) {
        sahut_text_add_n(&text, buffer, (size_t)n);
        serving_run(s);
    }
    if (closed)
        *closed = n == 0 || errno == ECONNRESET;
    return sahut_text_take(&text);
}

void serving_ask(struct serving *s, int fd, const char *line, const char *words)
{
    serving_send(s, fd, line, strlen(line));
    char *answer = serving_take(s, fd, NULL);
    if (!strstr(answer, words))
        fail_msg("%.200s: '%.400s' does not say '%s'", line, answer, words);
    free(answer);
}
