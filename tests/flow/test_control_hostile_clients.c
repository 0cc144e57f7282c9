// SPDX-License-Identifier: GPL-3.0-or-later
/* Two hundred connections, lines without end, bytes that are no JSON, and one who subscribes and
 * never reads: meanwhile a spoken order is heard, carried out and answered. */
#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/running.h"

enum { CLIENTS = 220 };

static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    while (connect(fd, (struct sockaddr *)&address, sizeof(address)))
        assert_int_equal(errno, EAGAIN);
    return fd;
}

static void say_to(int fd, const char *text, size_t n)
{
    while (n > 0) {
        ssize_t k = send(fd, text, n, MSG_NOSIGNAL);
        if (k <= 0)
            return; /* sent away */
        text += k;
        n -= (size_t)k;
    }
}

static void pester(const char *control, int fds[CLIENTS])
{
    static const char status[] = "{\"id\":1,\"method\":\"status\"}\n",
                      subscribe[] = "{\"method\":\"subscribe\"}\n", broken[] = "{\"id\":}\n";
    static char endless[1 << 20];
    memset(endless, 'x', sizeof(endless));
    for (int i = 0; i < CLIENTS; i++) {
        fds[i] = connect_to(control);
        if (i % 4 == 0)
            say_to(fds[i], status, strlen(status));
        else if (i % 4 == 1)
            say_to(fds[i], subscribe, strlen(subscribe));
        else if (i % 4 == 2)
            say_to(fds[i], broken, strlen(broken));
        else if (i % 44 == 3)
            say_to(fds[i], endless, sizeof(endless));
        else
            say_to(fds[i], status, 5);
    }
}

static void heard_all_the_same(void **state)
{
    const char *lamp = recording("lamp");
    if (!lamp)
        return;
    struct running d;
    struct result r;
    int fds[CLIENTS];
    running_init(&d);
    running_settings(&d, NULL, NULL);
    char *control = scratch_path(&d.scratch, "control");
    START(&d);
    running_wait(&d, "status", "listening");
    pester(control, fds);
    running_settings(&d, lamp, NULL);
    RUN(NULL, &r, "reload", "--socket", control);
    assert_code(&r, 0);
    result_finish(&r);
    running_wait(&d, "wake", NULL);
    running_wait(&d, "edge", "desk lamp");
    running_wait(&d, "said", "desk lamp");
    RUN(NULL, &r, "status", "--json", "--socket", control);
    assert_code(&r, 0);
    result_finish(&r);
    char answer[200];
    for (int i = 0; i < CLIENTS; i += 4)
        assert_true(recv(fds[i], answer, sizeof(answer), 0) > 0);
    assert_int_equal(strncmp(answer, "{\"id\":1,\"result\":{", 18), 0);
    ssize_t n = recv(fds[3], answer, sizeof(answer) - 1, 0);
    assert_true(n > 0);
    answer[n] = 0;
    assert_says(answer, "too_long");
    for (int i = 0; i < CLIENTS; i++)
        close(fds[i]);
    free(control);
    running_finish(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(heard_all_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
