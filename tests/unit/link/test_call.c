// SPDX-License-Identifier: GPL-3.0-or-later
/* The client's end, against the server on a thread, and against daemons that misbehave. */
#include "serving.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "sahut/text.h"

static void stop(uv_async_t *async)
{
    struct serving *s = async->data;
    sahut_link_close(s->link);
    s->link = NULL;
    uv_close((uv_handle_t *)async, NULL);
}

static void *serve_loop(void *ctx)
{
    struct serving *s = ctx;
    uv_run(&s->loop, UV_RUN_DEFAULT);
    return NULL;
}

static void asks_and_waits(void **state)
{
    struct serving s;
    uv_async_t async = {.data = &s};
    pthread_t thread;
    serving_init(&s);
    uv_async_init(&s.loop, &async, stop);
    assert_int_equal(pthread_create(&thread, NULL, serve_loop, &s), 0);
    struct sahut_call *c;
    struct sahut_why why;
    json_t *result;
    assert_int_equal(sahut_call_open(s.path, &c, &why), 0);
    assert_int_equal(sahut_call(c, "status", NULL, 5000, &result, &why), 0);
    json_decref(result);
    assert_int_equal(sahut_call(c, "say", json_pack("{s:s}", "text", "hello"), 5000, &result, &why),
                     0);
    assert_string_equal(json_string_value(json_object_get(result, "said")), "hello");
    json_decref(result);
    assert_int_equal(sahut_call(c, "reminders", NULL, 5000, &result, &why), 0);
    assert_int_equal(json_array_size(json_object_get(result, "reminders")), 1000);
    json_decref(result);
    assert_int_equal(sahut_call(c, "statsu", NULL, 5000, &result, &why), -EBADMSG);
    assert_non_null(strstr(why.text, "did you mean 'status'"));
    assert_int_equal(
        sahut_call(c, "say", json_pack("{s:s%}", "text", "\xff", 1), 5000, &result, &why),
        -EBADMSG);
    char *text = sahut_alloc(100001, 1);
    memset(text, 'x', 100000);
    assert_int_equal(sahut_call(c, "say", json_pack("{s:s}", "text", text), 5000, &result, &why),
                     -EBADMSG);
    assert_non_null(strstr(why.text, "a line may have 65536 bytes"));
    free(text);
    assert_int_equal(sahut_call(c, "status", NULL, 5000, &result, &why), -ECONNRESET);
    sahut_call_close(c);
    uv_async_send(&async);
    pthread_join(thread, NULL);
    serving_finish(&s);
}

static void no_daemon(void **state)
{
    struct sahut_call *c;
    struct sahut_why why;
    char path[200];
    assert_int_equal(sahut_call_open("/nowhere/control", &c, &why), -ENOENT);
    assert_non_null(strstr(why.text, "no daemon listens at /nowhere/control"));
    assert_int_equal(sahut_call_open("/dev/null", &c, &why), -ECONNREFUSED);
    memset(path, 'a', 199);
    path[199] = 0;
    assert_int_equal(sahut_call_open(path, &c, &why), -ENAMETOOLONG);
    sahut_call_close(NULL);
}

/* A daemon that says this, once it is connected, and no more. */
static int answered_with(const char *answer, size_t n, int timeout_ms)
{
    char path[40] = "/tmp/sahut-link-XXXXXX";
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct sahut_call *c;
    json_t *result = NULL;
    assert_non_null(mkdtemp(path));
    snprintf(address.sun_path, sizeof(address.sun_path), "%s/s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(fd, 1), 0);
    assert_int_equal(sahut_call_open(address.sun_path, &c, NULL), 0);
    int end = accept(fd, NULL, NULL);
    assert_true(end >= 0);
    if (answer) {
        assert_int_equal(send(end, answer, n, 0), n);
        shutdown(end, SHUT_WR);
    }
    int err = sahut_call(c, "status", NULL, timeout_ms, &result, NULL);
    json_decref(result);
    sahut_call_close(c);
    close(end);
    close(fd);
    unlink(address.sun_path);
    rmdir(path);
    return err;
}

static void strange_daemons(void **state)
{
    static const struct {
        const char *answer;
        int err;
    } rows[] = {
        {"", -ECONNRESET},
        {"{\"id\":1,\"result\":{}}\n", 0},
        {"{\"event\":\"wake\"}\n{\"id\":9,\"result\":{}}\n{\"id\":1,\"result\":{}}\n", 0},
        {"{\"id\":1,\"result\":{}}", -ECONNRESET},
        {"{\"id\":1}\n", -EPROTO},
        {"{\"id\":1,\"result\":3}\n", -EPROTO},
        {"{\"id\":1,\"error\":{}}\n", -EPROTO},
        {"{\"id\":1,\"error\":{\"code\":\"denied\",\"message\":\"no\"}}\n", -EPERM},
        {"{\"id\":null,\"error\":{\"code\":\"too_many\",\"message\":\"no\"}}\n", -EBADMSG},
        {"HTTP/1.1 400 Bad Request\r\n", -EPROTO},
        {"[1]\n", -EPROTO},
        {"\n", -EPROTO},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(answered_with(rows[i].answer, strlen(rows[i].answer), 5000), rows[i].err);
    assert_int_equal(answered_with(NULL, 0, 1), -ETIMEDOUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asks_and_waits),
        cmocka_unit_test(no_daemon),
        cmocka_unit_test(strange_daemons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
