// SPDX-License-Identifier: GPL-3.0-or-later
/* What a service manager hears over $NOTIFY_SOCKET: ready when it listens, alive while it does,
 * reloading with a time, stopping. */
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/running.h"

static int manager;

/* Reads on until a datagram has that line. */
static void wait_for(const char *line, char *out, size_t size)
{
    ssize_t n;
    while ((n = recv(manager, out, size - 1, 0)) >= 0) {
        out[n] = 0;
        if (strstr(out, line))
            return;
    }
    fail_msg("no %s", line);
}

static void tells(void **state)
{
    struct running r;
    char text[2048];
    running_init(&r);
    running_settings(&r, "null", NULL);
    char *path = scratch_path(&r.scratch, "notify");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
    manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(manager, (struct sockaddr *)&to, sizeof(to)), 0);
    setenv("NOTIFY_SOCKET", path, 1);
    setenv("WATCHDOG_USEC", "400000", 1);
    unsetenv("WATCHDOG_PID");
    START(&r);
    wait_for("READY=1", text, sizeof(text));
    wait_for("STATUS=listening", text, sizeof(text));
    wait_for("WATCHDOG=1", text, sizeof(text));
    running_kill(&r, SIGHUP);
    wait_for("RELOADING=1\nMONOTONIC_USEC=", text, sizeof(text));
    wait_for("READY=1", text, sizeof(text));
    running_kill(&r, SIGTERM);
    wait_for("STOPPING=1", text, sizeof(text));
    running_ended(&r, 0);
    running_finish(&r);
    close(manager);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tells)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
