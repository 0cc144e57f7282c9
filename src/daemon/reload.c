// SPDX-License-Identifier: GPL-3.0-or-later
/* Other settings while it runs.
 *
 *   reload: models read ──nothing the ear was made from has changed──────────────► applied
 *                       └─it has: the hearing thread is told to end ─► has ended ─► applied, new
 * ear
 *
 * The promises, what rings and an open question are not touched.
 */
#include <stdlib.h>

#include "daemon/assistant_internal.h"
#include "sahut/log.h"

struct staged {
    struct sahut_settings *settings;
    struct sahut_sink *sink;
    struct sahut_sentences *sentences;
    struct sahut_replies *replies;
    bool voice, lines, ear; /* made anew */
};

static void staged_free(struct staged *s)
{
    if (!s)
        return;
    sahut_settings_free(s->settings);
    sahut_sentences_free(s->sentences);
    sahut_replies_free(s->replies);
    free(s);
}

void assistant_reload_drop(struct sahut_assistant *a)
{
    staged_free(a->staged);
    a->staged = NULL;
}

/* Old and new cannot speak at the same time; an eSpeak NG voice that does not exist leaves the one
 * before. */
static void replace_voice(struct sahut_assistant *a, struct sahut_settings *old,
                          struct sahut_sink *sink)
{
    struct sahut_why why;
    sahut_voice_free(a->voice);
    a->voice = NULL;
    assistant_collect(a);
    a->config.sink = sink;
    if (assistant_start_voice(a, &why) == 0) {
        sahut_skills_set_volume(a->skills, sahut_voice_get_volume(a->voice));
        return;
    }
    assistant_complain(a, why.text);
    a->config.settings = old;
    if (assistant_start_voice(a, &why))
        assistant_complain(a, why.text);
    a->config.settings = a->settings;
}

static void apply(struct sahut_assistant *a, struct staged *s)
{
    struct sahut_settings *old = a->settings;
    struct sahut_why why;
    a->settings = s->settings;
    s->settings = old; /* freed with what was staged */
    a->config.settings = a->settings;
    struct sahut_sentences *sentences = a->sentences;
    a->sentences = s->sentences;
    s->sentences = sentences;
    assistant_forget_titles(a);
    struct sahut_replies *replies = a->replies;
    a->replies = s->replies;
    s->replies = replies;
    assistant_set_phrase(a, a->phrase ? sahut_settings_string(a->settings, "wake.phrase") : NULL);
    if (s->voice)
        replace_voice(a, old, s->sink);
    /* what a device should be is asked by the new settings, so that the skills have them first */
    struct sahut_skills_world world = assistant_world(a);
    sahut_skills_set_world(a->skills, &world);
    if (s->lines)
        assistant_open_lines(a, &why);
    assistant_read_calendars(a);
    world = assistant_world(a);
    sahut_skills_set_world(a->skills, &world);
    if (s->ear && assistant_open_ear(a, &why))
        assistant_complain(a, why.text);
}

void assistant_reload_go_on(struct sahut_assistant *a)
{
    struct staged *s = a->staged;
    if (!s)
        return;
    a->staged = NULL;
    if (s->ear) {
        ear_free(a->ear);
        a->ear = NULL;
        a->listening = a->ear_over = false;
        a->own = SAHUT_OWN_SILENCE;
    }
    apply(a, s);
    staged_free(s);
    assistant_report(a, (struct sahut_event){.kind = SAHUT_EVENT_STATUS, .text = "reloaded"});
}

static bool differs(struct sahut_assistant *a, const struct sahut_settings *settings,
                    const char *prefix)
{
    return !sahut_settings_same(a->config.settings, settings, prefix);
}

int sahut_assistant_reload(struct sahut_assistant *a, const struct sahut_settings *settings,
                           struct sahut_sink *sink, int64_t now_ms, struct sahut_why *why)
{
    a->now_ms = now_ms;
    struct staged *s = sahut_alloc(1, sizeof(*s));
    *s = (struct staged){.sink = sink};
    int err = assistant_read_models(a, settings, &s->sentences, &s->replies, why);
    if (err) {
        free(s);
        return err;
    }
    assistant_reload_drop(a); /* one that waits is overtaken */
    s->settings = sahut_settings_keep(settings);
    bool words = differs(a, settings, "devices");
    s->lines = words || differs(a, settings, "buttons") || differs(a, settings, "knob.") ||
               differs(a, settings, "light.") || differs(a, settings, "board.");
    s->voice = differs(a, settings, "voice.") || sink != a->config.sink;
    s->ear = words || s->voice || a->ear_over || differs(a, settings, "language") ||
             a->taught_changed != assistant_taught_changed(a) || differs(a, settings, "wake.") ||
             differs(a, settings, "hearing.");
    a->staged = s;
    if (s->ear && a->ear && !a->ear_over)
        ear_quit(a->ear);
    else
        assistant_reload_go_on(a);
    return 0;
}

bool sahut_assistant_reloading(const struct sahut_assistant *a)
{
    return a->staged != NULL;
}
