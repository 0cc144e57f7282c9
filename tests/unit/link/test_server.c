// SPDX-License-Identifier: GPL-3.0-or-later
/* The server against clients that behave and clients that do not. */
#include "serving.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sahut/text.h"

#define STATUS "{\"id\":7,\"method\":\"status\"}\n"

static int setup(void **state)
{
    struct serving *s = sahut_alloc(1, sizeof(*s));
    serving_init(s);
    *state = s;
    return 0;
}

static int teardown(void **state)
{
    serving_finish(*state);
    free(*state);
    return 0;
}

static size_t count(const char *text, const char *words)
{
    size_t n = 0;
    for (; (text = strstr(text, words)); text += strlen(words))
        n++;
    return n;
}

static void answers(void **state)
{
    struct serving *s = *state;
    int fd = serving_connect(s);
    serving_ask(s, fd, STATUS, "{\"id\":7,\"result\":{\"n\":1}}\n");
    serving_ask(s, fd, "{\"id\":\"x\",\"method\":\"say\",\"params\":{\"text\":\"h\\u00e9\"}}\n",
                "{\"id\":\"x\",\"result\":{\"said\":\"h\xc3\xa9\"}}\n");
    serving_ask(s, fd, "{\"method\":\"mute\",\"params\":{\"on\":true}}\n",
                "{\"id\":null,\"error\":{\"code\":\"failed\",\"message\":\"it cannot be muted\"}}");
    close(fd);
    serving_run(s);
    assert_int_equal(sahut_link_clients(s->link), 0);
}

/* A line that is no request is answered with an error, and the connection goes on. */
static void malformed(void **state)
{
    struct serving *s = *state;
    int fd = serving_connect(s);
    serving_ask(s, fd, "hello\n", "\"code\":\"malformed\"");
    serving_ask(s, fd, "\n", "\"code\":\"malformed\"");
    serving_ask(s, fd, "{\"id\":3,\"method\":\"reload\"", "");
    serving_ask(s, fd, ",,}\n", "\"code\":\"malformed\"");
    serving_ask(s, fd, "{\"id\":3}\n", "{\"id\":3,\"error\":{\"code\":\"bad_request\"");
    static const char zeros[8] = "\0\0\0\0\0\0\n";
    serving_send(s, fd, zeros, 7);
    char *answer = serving_take(s, fd, NULL);
    assert_non_null(strstr(answer, "malformed"));
    free(answer);
    serving_ask(s, fd, STATUS, "\"result\":{\"n\":1}");
    close(fd);
}

/* Byte by byte, and many lines in one piece. */
static void pieces(void **state)
{
    struct serving *s = *state;
    int fd = serving_connect(s);
    for (const char *c = STATUS; *c; c++)
        serving_send(s, fd, c, 1);
    char *answer = serving_take(s, fd, NULL);
    assert_string_equal(answer, "{\"id\":7,\"result\":{\"n\":1}}\n");
    free(answer);
    struct sahut_text many = {0};
    for (int i = 0; i < 3000; i++)
        sahut_text_add(&many, STATUS);
    serving_send(s, fd, many.s, many.len);
    answer = serving_take(s, fd, NULL);
    assert_int_equal(count(answer, "\"id\":7"), 3000);
    assert_int_equal(s->served, 3001);
    free(answer);
    sahut_text_finish(&many);
    close(fd);
}

/* One turn of the loop answers few of thousands of waiting requests, and others between them. */
static void a_flood_leaves_room(void **state)
{
    struct serving *s = *state;
    struct sahut_text many = {0};
    for (int i = 0; i < 2000; i++)
        sahut_text_add(&many, STATUS);
    int flood = serving_connect(s), other = serving_connect(s);
    assert_true(send(flood, many.s, many.len, 0) > 40000);
    assert_true(send(other, STATUS, strlen(STATUS), 0) > 0);
    char answer[64];
    int turns = 0;
    while (recv(other, answer, sizeof(answer), 0) <= 0) {
        int before = s->served;
        uv_run(&s->loop, UV_RUN_NOWAIT);
        assert_in_range(s->served - before, 0, 16);
        assert_in_range(turns++, 0, 10);
    }
    assert_in_range(s->served, 1, 100);
    sahut_text_finish(&many);
    close(flood);
    close(other);
}

static void a_line_that_just_fits(void **state)
{
    struct serving *s = *state;
    char *line = sahut_alloc(SAHUT_LINK_LINE + 2, 1);
    static const char begin[] = "{\"id\":1,\"method\":\"say\",\"params\":{\"text\":\"";
    static const char end[] = "\"}}\n";
    memset(line, 'x', SAHUT_LINK_LINE + 1);
    memcpy(line, begin, sizeof(begin) - 1);
    memcpy(line + SAHUT_LINK_LINE - strlen(end), end, strlen(end));
    int fd = serving_connect(s);
    serving_send(s, fd, line, SAHUT_LINK_LINE);
    char *answer = serving_take(s, fd, NULL);
    assert_non_null(strstr(answer, "\"said\":\"xxxx"));
    free(answer);
    serving_ask(s, fd, STATUS, "\"n\":2");
    close(fd);
    free(line);
}

static void a_line_that_is_too_long(void **state)
{
    struct serving *s = *state;
    static const size_t sizes[] = {SAHUT_LINK_LINE, SAHUT_LINK_LINE + 1, 10 * 1024 * 1024};
    char *line = sahut_alloc(sizes[2], 1);
    memset(line, 'x', sizes[2]);
    for (size_t i = 0; i < 3; i++) {
        int fd = serving_connect(s);
        bool closed;
        size_t sent = serving_send(s, fd, line, sizes[i]);
        assert_true(sent <= sizes[i]);
        char *answer = serving_take(s, fd, &closed);
        assert_non_null(strstr(answer, "\"code\":\"too_long\""));
        assert_int_equal(count(answer, "\n"), 1);
        assert_true(closed);
        free(answer);
        close(fd);
    }
    serving_run(s);
    assert_int_equal(sahut_link_clients(s->link), 0);
    assert_int_equal(s->served, 0);
    free(line);
}

/* Who asks and asks and never reads is dropped; the others do not notice. */
static void who_does_not_read_is_dropped(void **state)
{
    struct serving *s = *state;
    int deaf = serving_connect(s), other = serving_connect(s);
    static const char ask[] = "{\"id\":1,\"method\":\"reminders\"}\n";
    for (int i = 0; i < 50; i++) {
        serving_send(s, deaf, ask, strlen(ask));
        serving_ask(s, other, STATUS, "\"result\"");
    }
    assert_int_equal(sahut_link_clients(s->link), 1);
    bool closed;
    free(serving_take(s, deaf, &closed));
    assert_true(closed);
    close(deaf);
    close(other);
}

static void who_reads_late_is_not(void **state)
{
    struct serving *s = *state;
    int fd = serving_connect(s);
    static const char ask[] = "{\"id\":1,\"method\":\"reminders\"}\n";
    for (int i = 0; i < 3; i++)
        serving_send(s, fd, ask, strlen(ask));
    char *answer = serving_take(s, fd, NULL);
    assert_int_equal(count(answer, "\n"), 3);
    free(answer);
    serving_ask(s, fd, STATUS, "\"n\":4");
    close(fd);
}

static void two_hundred_clients(void **state)
{
    struct serving *s = *state;
    enum { N = 400 };
    int fds[N];
    for (int i = 0; i < N; i++)
        fds[i] = serving_connect(s), serving_run(s);
    assert_int_equal(sahut_link_clients(s->link), N);
    for (int i = 0; i < N; i++)
        assert_true(send(fds[i], STATUS, strlen(STATUS), 0) > 0);
    for (int i = 0; i < N; i++) {
        char *answer = serving_take(s, fds[i], NULL);
        assert_int_equal(count(answer, "\"result\""), 1);
        free(answer);
    }
    for (int i = 0; i < N; i++)
        close(fds[i]);
    serving_run(s);
    assert_int_equal(sahut_link_clients(s->link), 0);
}

static void too_many_are_sent_away(void **state)
{
    struct serving *s = *state;
    struct rlimit limit = {2 * SAHUT_LINK_CLIENTS + 100, 2 * SAHUT_LINK_CLIENTS + 100};
    if (setrlimit(RLIMIT_NOFILE, &limit)) {
        getrlimit(RLIMIT_NOFILE, &limit);
        if (limit.rlim_max < 2 * SAHUT_LINK_CLIENTS + 100) {
            print_message("# skipped: a process may have %d files only\n", (int)limit.rlim_max);
            return;
        }
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    static int fds[SAHUT_LINK_CLIENTS];
    for (int i = 0; i < SAHUT_LINK_CLIENTS; i++)
        fds[i] = serving_connect(s), serving_run(s);
    bool closed;
    int fd = serving_connect(s);
    char *answer = serving_take(s, fd, &closed);
    assert_non_null(strstr(answer, "too_many"));
    assert_true(closed);
    free(answer);
    close(fd);
    serving_ask(s, fds[100], STATUS, "\"result\"");
    close(fds[5]);
    serving_run(s);
    fd = serving_connect(s);
    serving_ask(s, fd, STATUS, "\"result\"");
    close(fd);
    for (int i = 0; i < SAHUT_LINK_CLIENTS; i++)
        if (i != 5)
            close(fds[i]);
}

/* The client says all it has to say, closes its side, and still gets its answers. */
static void half_closed(void **state)
{
    struct serving *s = *state;
    int fd = serving_connect(s);
    static const char two[] = STATUS "{\"id\":8,\"method\":\"status\"}"; /* no newline at the end */
    assert_true(send(fd, two, strlen(two), 0) > 0);
    shutdown(fd, SHUT_WR);
    bool closed;
    char *answer = serving_take(s, fd, &closed);
    assert_string_equal(answer,
                        "{\"id\":7,\"result\":{\"n\":1}}\n{\"id\":8,\"result\":{\"n\":2}}\n");
    assert_true(closed);
    free(answer);
    close(fd);
}

static void answered_later(void **state)
{
    struct serving *s = *state;
    static const char ask[] = "{\"id\":1,\"method\":\"ask\",\"params\":{\"text\":\"a\"}}\n";
    s->hold = true;
    int fd = serving_connect(s), gone = serving_connect(s);
    for (int i = 0; i < SAHUT_LINK_OPEN + 5; i++)
        serving_send(s, fd, ask, strlen(ask));
    serving_send(s, gone, ask, strlen(ask));
    assert_int_equal(s->n_held, SAHUT_LINK_OPEN + 1); /* the others wait in the socket */
    close(gone);
    serving_run(s);
    assert_int_equal(sahut_link_clients(s->link), 2); /* it may have closed one side only */
    for (size_t i = 0; i < s->n_held; i++)
        sahut_link_reply(s->held[i], json_pack("{s:s}", "said", "later"));
    s->n_held = 0;
    s->hold = false;
    char *answer = serving_take(s, fd, NULL);
    assert_int_equal(count(answer, "later"), SAHUT_LINK_OPEN);
    assert_int_equal(count(answer, "\"said\":\"a\""), 5);
    assert_int_equal(sahut_link_clients(s->link), 1);
    free(answer);
    close(fd);
}

/* Answered after the server has closed: to nobody, and nothing is lost or freed twice. */
static void answered_after_the_end(void **state)
{
    struct serving *s = *state;
    static const char ask[] = "{\"id\":1,\"method\":\"ask\",\"params\":{\"text\":\"a\"}}\n";
    s->hold = true;
    int fd = serving_connect(s);
    serving_send(s, fd, ask, strlen(ask));
    assert_int_equal(s->n_held, 1);
    sahut_link_close(s->link);
    s->link = NULL;
    sahut_link_reply(s->held[0], json_object());
    uv_run(&s->loop, UV_RUN_DEFAULT);
    close(fd);
}

static void subscribers(void **state)
{
    struct serving *s = *state;
    int fd = serving_connect(s), deaf = serving_connect(s), other = serving_connect(s);
    static const char subscribe[] = "{\"id\":1,\"method\":\"subscribe\"}\n";
    serving_ask(s, fd, subscribe, "{\"id\":1,\"result\":{}}\n");
    serving_ask(s, deaf, subscribe, "{\"id\":1,\"result\":{}}\n");
    assert_int_equal(sahut_link_subscribers(s->link), 2);
    sahut_link_publish(s->link, json_pack("{s:s}", "event", "wake"));
    char *events = serving_take(s, fd, NULL), *nothing = serving_take(s, other, NULL);
    assert_string_equal(events, "{\"event\":\"wake\"}\n");
    assert_string_equal(nothing, "");
    free(events);
    free(nothing);
    serving_ask(s, fd, STATUS, "\"result\"");
    char *text = sahut_alloc(10001, 1);
    memset(text, 'x', 10000);
    for (int i = 0; i < 100; i++) {
        sahut_link_publish(s->link, json_pack("{s:s, s:s}", "event", "said", "text", text));
        free(serving_take(s, fd, NULL));
    }
    assert_int_equal(sahut_link_subscribers(s->link), 1);
    assert_int_equal(sahut_link_clients(s->link), 2);
    free(text);
    close(fd);
    close(deaf);
    close(other);
}

#define ROW(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(answers),
        ROW(malformed),
        ROW(pieces),
        ROW(a_flood_leaves_room),
        ROW(a_line_that_just_fits),
        ROW(a_line_that_is_too_long),
        ROW(who_does_not_read_is_dropped),
        ROW(who_reads_late_is_not),
        ROW(two_hundred_clients),
        ROW(too_many_are_sent_away),
        ROW(half_closed),
        ROW(answered_later),
        ROW(answered_after_the_end),
        ROW(subscribers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
