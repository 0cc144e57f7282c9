// SPDX-License-Identifier: GPL-3.0-or-later
/* What is broken, and the state of the whole. Each fault is logged and reported once; while it
 * lasts it is in the status, and everything else goes on. */
#include <stdlib.h>
#include <string.h>

#include "daemon/daemon_internal.h"
#include "sahut/log.h"
#include "sahut/text.h"

const char *sahut_part_name(enum sahut_part part)
{
    static const char *const names[] = {
        [SAHUT_PART_MICROPHONE] = "microphone", [SAHUT_PART_LOUDSPEAKER] = "loudspeaker",
        [SAHUT_PART_LINES] = "devices",         [SAHUT_PART_STORAGE] = "storage",
        [SAHUT_PART_TODOS] = "to-dos",
    };
    return names[part];
}

void daemon_fault(struct sahut_daemon *d, enum sahut_part part, const char *text)
{
    char **fault = &d->faults[part];
    if (text ? *fault && strcmp(*fault, text) == 0 : !*fault)
        return;
    struct sahut_text line = {0};
    sahut_text_addf(&line, "%s: %s", sahut_part_name(part), text ? text : "works again");
    free(*fault);
    *fault = text ? sahut_strdup(text) : NULL;
    sahut_log(text ? SAHUT_LOG_ERROR : SAHUT_LOG_WARN, "daemon", "%s", sahut_text_get(&line));
    daemon_event(d, SAHUT_EVENT_FAULT, sahut_text_get(&line), text != NULL);
    sahut_text_finish(&line);
    watch_status(d);
}

static const char *state_name(const struct sahut_daemon *d)
{
    if (!d->listening)
        return "loading";
    if (sahut_assistant_is_speaking(d->assistant))
        return "speaking";
    if (d->microphone.muted)
        return "muted";
    return d->faults[SAHUT_PART_MICROPHONE] || !d->microphone.capture ? "deaf" : "listening";
}

void sahut_daemon_status(struct sahut_daemon *d, struct sahut_daemon_status *out)
{
    int64_t up_ms = clock_boot_ms() - d->started_boot_ms;
    *out = (struct sahut_daemon_status){
        .state = state_name(d),
        .muted = d->microphone.muted,
        .now_ms = clock_wall_ms(),
        .microphone = sahut_settings_string(d->settings, "audio.input"),
        .loudspeaker = sahut_settings_string(d->settings, "audio.output"),
        .wake_phrase = d->config.no_wake ? "" : sahut_settings_string(d->settings, "wake.phrase"),
        .clock = d->due.clock,
    };
    out->started_ms = out->now_ms - up_ms;
    for (int i = 0; i < SAHUT_PARTS; i++)
        out->faults[i] = d->faults[i];
}
