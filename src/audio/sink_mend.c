// SPDX-License-Identifier: GPL-3.0-or-later
/* An ALSA device that may go and come back.
 *
 *     OPEN ──a write fails──► CLOSED ──the next write──► OPEN, if it can be opened
 *
 * What is gone is closed at once: until then the kernel cannot take the card away. A device that
 * was away between two writes and is back is opened again in the middle of the second: nothing is
 * told, and no sound is lost. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "audio/sink_alsa.h"

struct mend {
    struct sahut_sink base;
    char *name;
    struct sahut_sink *device; /**< NULL: closed */
};

static int open_device(struct mend *m, struct sahut_why *why)
{
    return m->device ? 0 : sahut_sink_alsa(m->name, m->base.rate, &m->device, why);
}

static void close_device(struct mend *m)
{
    sahut_sink_free(m->device);
    m->device = NULL;
}

static int mend_write(struct sahut_sink *sink, const int16_t *pcm, size_t n, struct sahut_why *why)
{
    struct mend *m = (struct mend *)sink;
    for (bool was_open = m->device != NULL;; was_open = false) {
        int err = open_device(m, why);
        if (!err)
            err = sahut_sink_write(m->device, pcm, n, why);
        if (!err)
            return 0;
        close_device(m);
        if (!was_open || err != -ENODEV)
            return err;
    }
}

static void mend_drop(struct sahut_sink *sink)
{
    struct mend *m = (struct mend *)sink;
    if (!m->device)
        return;
    sahut_sink_drop(m->device);
    if (sink_alsa_state(m->device) == SINK_ALSA_GONE)
        close_device(m);
}

static void mend_close(struct sahut_sink *sink)
{
    struct mend *m = (struct mend *)sink;
    close_device(m);
    free(m->name);
    free(m);
}

static const struct sink_ops mend_ops = {
    .write = mend_write, .drop = mend_drop, .close = mend_close};

int sahut_sink_mending(const char *pcm, unsigned rate, struct sahut_sink **out,
                       struct sahut_why *why)
{
    int err = sink_check_rate(pcm, rate, why);
    if (err)
        return err;
    struct mend *m = calloc(1, sizeof(*m));
    char *name = strdup(pcm);
    if (!m || !name) {
        free(m);
        free(name);
        return sahut_why(why, -ENOMEM, "sound device \"%s\": not enough memory", pcm);
    }
    *m = (struct mend){.base = {.ops = &mend_ops, .rate = rate}, .name = name};
    *out = &m->base;
    return open_device(m, why);
}
