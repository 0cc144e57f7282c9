// SPDX-License-Identifier: GPL-3.0-or-later
/* No microphone: nothing comes, and nothing is spent on it. For a Sahut that is only written to. */
#include "audio/capture_device.h"

static int null_open(const char *name, struct capture_device **out, struct sahut_why *why)
{
    static struct capture_device null = {&capture_null, 16000};
    *out = &null;
    return 0;
}

static unsigned null_fds(struct capture_device *d, struct pollfd *fds)
{
    return 0;
}

static ssize_t null_read(struct capture_device *d, struct pollfd *fds, unsigned n_fds,
                         int16_t *mono, struct sahut_why *why)
{
    return 0;
}

static void null_close(struct capture_device *d)
{
}

const struct capture_kind capture_null = {
    .open = null_open, .fds = null_fds, .read = null_read, .close = null_close};
