// SPDX-License-Identifier: GPL-3.0-or-later
/* The loudspeaker of the settings. Its sink belongs to the voice and opens what has returned when
 * something is to be said; here the device is tried whenever a sound card comes or goes, so that
 * the fault is told, and that it is over, though nothing is said. */
#include <errno.h>
#include <string.h>

#include "daemon/daemon_internal.h"
#include "sahut/audio.h"
#include "sahut/log.h"
#include "sahut/settings.h"
#include "sahut/voice.h"

#define NODES "/dev/snd"

static bool is_device(const char *name)
{
    return strcmp(name, "null") != 0 && strncmp(name, "file:", 5) != 0;
}

int loudspeaker_open(struct sahut_daemon *d, const char *name, struct sahut_sink **out)
{
    struct sahut_why why;
    struct sahut_sink *sink = NULL;
    int err = strcmp(name, "null") == 0 ? sahut_sink_null(SAHUT_VOICE_RATE, &sink)
              : is_device(name)         ? sahut_sink_mending(name, SAHUT_VOICE_RATE, &sink, &why)
                                        : sahut_sink_wav(name + 5, SAHUT_VOICE_RATE, &sink, &why);
    daemon_fault(d, SAHUT_PART_LOUDSPEAKER, err ? why.text : NULL);
    if (!sink)
        return sahut_sink_null(SAHUT_VOICE_RATE, out);
    *out = sink;
    return 0;
}

/* A device that we have open ourselves, or another program, is there. */
static void try_device(struct sahut_daemon *d)
{
    const char *name = sahut_settings_string(d->settings, "audio.output");
    struct sahut_why why;
    struct sahut_sink *sink;
    if (!is_device(name))
        return;
    int err = sahut_sink_alsa(name, SAHUT_VOICE_RATE, &sink, &why);
    if (!err) {
        sahut_sink_free(sink);
        daemon_fault(d, SAHUT_PART_LOUDSPEAKER, NULL);
    } else if (!d->faults[SAHUT_PART_LOUDSPEAKER] && (err == -ENODEV || err == -ENOENT)) {
        daemon_fault(d, SAHUT_PART_LOUDSPEAKER, why.text);
    }
}

static void on_nodes(uv_fs_event_t *handle, const char *name, int events, int status);

static void look_at(struct sahut_daemon *d)
{
    struct nodes *n = &d->nodes;
    int err = uv_fs_event_start(&n->watch, on_nodes, NODES, 0);
    n->inside = !err;
    if (err)
        err = uv_fs_event_start(&n->watch, on_nodes, "/dev", 0);
    if (err)
        sahut_log(SAHUT_LOG_WARN, "daemon", "a sound card's return is not noticed: %s",
                  uv_strerror(err));
}

static void on_nodes(uv_fs_event_t *handle, const char *name, int events, int status)
{
    struct sahut_daemon *d = handle->data;
    const char *own = d->nodes.inside ? NULL : "snd";
    if (status < 0 || (own && (!name || strcmp(name, own) != 0)))
        return;
    if (!d->nodes.inside || (name && strcmp(name, "snd") == 0)) {
        uv_fs_event_stop(&d->nodes.watch);
        look_at(d);
    }
    try_device(d);
}

void loudspeaker_watch(struct sahut_daemon *d)
{
    uv_fs_event_init(&d->loop, &d->nodes.watch);
    d->nodes.watch.data = d;
    d->nodes.began = true;
    look_at(d);
}

void loudspeaker_unwatch(struct sahut_daemon *d)
{
    if (!d->nodes.began)
        return;
    uv_close((uv_handle_t *)&d->nodes.watch, NULL);
    d->nodes.began = false;
}
