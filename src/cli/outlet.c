// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/outlet.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sahut/log.h"

#define BEHIND (256 * 1024)
#define LINE   65536

struct outlet {
    int fd;
    bool own;
    size_t n; /* bytes that the reader has not taken */
    unsigned dropped;
    char behind[BEHIND];
};

/* As much as the reader takes now. A reader that is gone takes everything. */
static void push(struct outlet *o)
{
    size_t done = 0;
    while (done < o->n) {
        ssize_t k = write(o->fd, o->behind + done, o->n - done);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0 && errno == EAGAIN)
            break;
        done = k < 0 ? o->n : done + (size_t)k;
    }
    memmove(o->behind, o->behind + done, o->n - done);
    o->n -= done;
}

static ssize_t outlet_write(void *cookie, const char *bytes, size_t n)
{
    struct outlet *o = cookie;
    push(o);
    if (n > BEHIND - o->n) {
        if (o->dropped++ == 0)
            sahut_log(SAHUT_LOG_WARN, "cli", "nobody reads standard output: events are left out");
        return (ssize_t)n;
    }
    if (o->dropped)
        sahut_log(SAHUT_LOG_WARN, "cli", "%u events were left out of standard output", o->dropped);
    o->dropped = 0;
    memcpy(o->behind + o->n, bytes, n);
    o->n += n;
    push(o);
    return (ssize_t)n;
}

static int outlet_close(void *cookie)
{
    struct outlet *o = cookie;
    push(o);
    if (o->own)
        close(o->fd);
    free(o);
    return 0;
}

/* Opened again, so that whoever shares our standard output does not find it non-blocking. A socket
 * cannot be; a file never makes one wait for long, and would be written from its beginning. */
static void open_again(struct outlet *o)
{
    o->fd = 1;
    if (lseek(1, 0, SEEK_CUR) >= 0)
        return;
    int fd = open("/proc/self/fd/1", O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return;
    o->fd = fd;
    o->own = true;
}

FILE *outlet_open(void)
{
    struct outlet *o = calloc(1, sizeof(*o));
    if (!o)
        return NULL;
    open_again(o);
    cookie_io_functions_t functions = {.write = outlet_write, .close = outlet_close};
    FILE *f = fopencookie(o, "w", functions);
    if (!f)
        outlet_close(o);
    else
        setvbuf(f, NULL, _IOFBF, LINE);
    return f;
}
