// SPDX-License-Identifier: GPL-3.0-or-later
/* The settings, read again. What is broken in the new ones is said with file and line, and the old
 * ones stay; also when only the hearing thread finds that it cannot work with them.
 *
 *   read ──mistakes──► complaints, the old stay
 *     └─► applied ("reloaded") ─► the ear listens again ─► the old ones are forgotten
 *                                  └ it cannot ─► complaint, the old ones are applied
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/daemon_internal.h"
#include "sahut/log.h"

static void complain(struct sahut_daemon *d, const char *text)
{
    sahut_log(SAHUT_LOG_ERROR, "daemon", "%s", text);
    daemon_event(d, SAHUT_EVENT_COMPLAINT, text, false);
}

static void complain_lines(struct sahut_daemon *d, const char *lines)
{
    char line[sizeof(struct sahut_why)];
    while (*lines) {
        size_t n = strcspn(lines, "\n");
        snprintf(line, sizeof(line), "%.*s", (int)n, lines);
        complain(d, line);
        lines += n + (lines[n] == '\n');
    }
}

static bool differ(const struct sahut_settings *a, const struct sahut_settings *b, const char *name)
{
    return !sahut_settings_same(a, b, name);
}

static int apply_zone(struct sahut_daemon *d, const struct sahut_settings *settings,
                      struct sahut_why *why)
{
    const char *name = sahut_settings_string(settings, "timezone");
    struct sahut_zone *zone;
    if (!differ(d->settings, settings, "timezone"))
        return 0;
    int err = sahut_zone_new(name[0] ? name : NULL, &zone, why);
    if (err)
        return err;
    sahut_assistant_set_zone(d->assistant, zone, clock_wall_ms());
    sahut_zone_free(d->zone);
    d->zone = zone;
    return 0;
}

/* Takes `settings` over on success. */
static int apply(struct sahut_daemon *d, struct sahut_settings *settings, struct sahut_why *why)
{
    struct sahut_settings *old = d->settings;
    bool input = differ(old, settings, "audio.input"),
         output = differ(old, settings, "audio.output");
    struct sahut_sink *sink = d->sink;
    int err = apply_zone(d, settings, why);
    if (!err && output)
        err = loudspeaker_open(d, sahut_settings_string(settings, "audio.output"), &sink);
    if (err)
        return err;
    /* what it works with next must be in place before it can say that it is done */
    d->settings = settings;
    if (output) {
        sahut_sink_free(d->old_sink);
        d->old_sink = d->sink;
        d->sink = sink;
    }
    err = sahut_assistant_reload(d->assistant, settings, sink, clock_wall_ms(), why);
    if (err) {
        d->settings = old;
        if (output) {
            sahut_sink_free(sink);
            d->sink = d->old_sink;
            d->old_sink = NULL;
        }
        return err;
    }
    sahut_settings_free(d->old_settings);
    d->old_settings = old;
    if (input)
        microphone_reopen(d);
    return 0;
}

int sahut_daemon_reload(struct sahut_daemon *d, struct sahut_text *complaints)
{
    struct sahut_settings *settings;
    struct sahut_text text = {0};
    struct sahut_why why;
    char state[80];
    snprintf(state, sizeof(state), "RELOADING=1\nMONOTONIC_USEC=%llu",
             (unsigned long long)(uv_hrtime() / 1000));
    watch_say(d, state);
    int err = d->config.settings(d->config.ctx, &settings, &text);
    if (!err) {
        err = apply(d, settings, &why);
        if (err) {
            sahut_settings_free(settings);
            sahut_text_addf(&text, "%s\n", why.text);
        }
    }
    if (err) {
        complain_lines(d, sahut_text_get(&text));
        complain(d, "the settings stay as they were");
        watch_say(d, "READY=1");
    }
    if (complaints)
        sahut_text_add(complaints, sahut_text_get(&text));
    sahut_text_finish(&text);
    return err;
}

void reload_done(struct sahut_daemon *d)
{
    if (d->quitting) /* its handles are closed already; the rest goes with it */
        return;
    sahut_sink_free(d->old_sink);
    d->old_sink = NULL;
    todos_watch(d);
    watch_say(d, "READY=1");
}

void reload_heard(struct sahut_daemon *d)
{
    sahut_settings_free(d->old_settings);
    d->old_settings = NULL;
}

bool reload_back(struct sahut_daemon *d, const char *text)
{
    struct sahut_settings *old = d->old_settings;
    struct sahut_why why;
    if (!old)
        return false;
    d->old_settings = NULL;
    complain(d, text);
    complain(d, "the settings before count again");
    if (apply(d, old, &why)) {
        complain(d, why.text);
        sahut_settings_free(old);
        return false;
    }
    /* the broken ones are no way back */
    reload_heard(d);
    return true;
}
