// SPDX-License-Identifier: GPL-3.0-or-later
/* The object graph: built here in the order of who needs whom, torn down in reverse. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/assistant_internal.h"
#include "sahut/adapt.h"
#include "sahut/log.h"

int assistant_read_models(struct sahut_assistant *a, const struct sahut_settings *settings,
                          struct sahut_sentences **sentences, struct sahut_replies **replies,
                          struct sahut_why *why)
{
    int err = sahut_vocabulary(a->config.models, NULL, NULL, settings, sentences, why);
    if (err)
        return err;
    char path[512];
    snprintf(path, sizeof(path), "%s/%s/replies", a->config.models,
             sahut_settings_string(settings, "language"));
    err = sahut_replies_read(path, replies, why);
    if (err) {
        sahut_sentences_free(*sentences);
        *sentences = NULL;
    }
    return err;
}

void assistant_set_phrase(struct sahut_assistant *a, const char *typed)
{
    free(a->language);
    free(a->phrase);
    a->language = sahut_strdup(sahut_sentences_language(a->sentences));
    a->phrase = typed ? sahut_wake_phrase(typed, a->language) : NULL;
}

static void complain(void *ctx, const char *message)
{
    assistant_complain(ctx, message);
}

static void watch_calendar(struct sahut_assistant *a, int fd)
{
    if (a->is_live)
        a->live.watch_calendar(a->live.ctx, fd);
}

void assistant_read_calendars(struct sahut_assistant *a)
{
    watch_calendar(a, -1);
    sahut_calendar_free(a->calendar);
    a->calendar = NULL;
    const char *const *set = sahut_settings_strings(a->config.settings, "agenda.calendars");
    const char *holidays = sahut_settings_string(a->config.settings, "agenda.holidays");
    const char *own[] = {a->config.calendars, NULL};
    size_t n = 0;
    if (!set[0] && own[0] && access(own[0], F_OK) == 0)
        set = own;
    while (set[n])
        n++;
    if (n == 0 && !holidays[0]) {
        assistant_read_titles(a);
        return;
    }
    const char **paths = sahut_alloc(n + 2, sizeof(*paths));
    memcpy(paths, set, n * sizeof(*paths));
    paths[n] = holidays[0] ? holidays : NULL;
    char index[512];
    snprintf(index, sizeof(index), "%s/calendar.db", a->config.state ? a->config.state : "");
    const struct sahut_calendar_config config = {paths, a->config.state ? index : NULL,
                                                 a->config.zone, complain, a};
    a->calendar = sahut_calendar_open(&config);
    free(paths);
    watch_calendar(a, sahut_calendar_watch(a->calendar));
    assistant_read_titles(a);
}

void sahut_assistant_calendar_changed(struct sahut_assistant *a, int64_t now_ms)
{
    a->now_ms = now_ms;
    bool changed = a->calendar && sahut_calendar_changed(a->calendar);
    if (changed) {
        struct sahut_skills_world world = assistant_world(a);
        sahut_skills_set_world(a->skills, &world);
    }
    if (changed || (a->calendar && assistant_titles_are_old(a)))
        assistant_read_titles(a);
    assistant_hear_titles(a);
}

static void edge(void *ctx, const struct sahut_device_setting *device, int value, bool dry_run)
{
    struct sahut_assistant *a = ctx;
    assistant_report(
        a, (struct sahut_event){.kind = SAHUT_EVENT_EDGE, .text = device->name, .value = value});
}

static void lines_fault(void *ctx, const char *text)
{
    struct sahut_assistant *a = ctx;
    if (a->is_live)
        a->live.fault(a->live.ctx, SAHUT_PART_LINES, text);
}

static void input(void *ctx, const struct sahut_device_setting *device, bool active)
{
    edge(ctx, device, active != device->at.active_low, false);
}

static void button(void *ctx, enum sahut_button which, bool pressed)
{
    struct sahut_assistant *a = ctx;
    if (a->is_live && a->live.button)
        a->live.button(a->live.ctx, which, pressed);
}

static void knob(void *ctx, int notches)
{
    struct sahut_assistant *a = ctx;
    if (a->is_live && a->live.knob)
        a->live.knob(a->live.ctx, notches);
}

static void watch_lines(struct sahut_assistant *a)
{
    if (a->is_live && a->live.watch_lines)
        a->live.watch_lines(a->live.ctx, a->lines ? sahut_lines_fd(a->lines) : -1);
}

static bool has_lines(const struct sahut_lines_config *c)
{
    return c->n_devices || c->n_buttons || c->knob[0].pin[0] || c->knob[1].pin[0] ||
           c->light.pin[0];
}

/* The profiles are beside the models. */
static int open_profile(struct sahut_assistant *a, struct sahut_why *why)
{
    char folder[520];
    snprintf(folder, sizeof(folder), "%s/../boards", a->config.models);
    sahut_profile_free(a->profile);
    a->profile = NULL;
    int err = sahut_profile_open(folder, sahut_settings_string(a->config.settings, "board.profile"),
                                 "", &a->profile, why);
    return err ? err
               : sahut_profile_equip(a->profile, folder,
                                     sahut_settings_string(a->config.settings, "board.hat"), "",
                                     why);
}

/* After a reload a device is what it was before, if it still has its name. */
static void keep_states(struct sahut_assistant *a, const struct sahut_lines_config *config,
                        bool *on)
{
    size_t n;
    const struct sahut_device_setting *before = sahut_settings_devices(a->line_settings, &n);
    for (size_t i = 0; i < config->n_devices; i++)
        for (size_t k = 0; k < n; k++)
            if (strcmp(config->devices[i].name, before[k].name) == 0 && !before[k].pulse_ms)
                on[i] = sahut_lines_is_on(a->lines, k, NULL) && !before[k].input;
}

/* Live, what cannot be had is a fault, and taken when it can; two things on one line are the user's
 * to put right. */
int assistant_open_lines(struct sahut_assistant *a, struct sahut_why *why)
{
    struct sahut_lines_config config;
    sahut_lines_settings(a->config.settings, &config);
    bool *on = sahut_alloc(config.n_devices + 1, sizeof(*on));
    sahut_skills_devices_at_start(a->skills, a->now_ms, on);
    if (a->lines) {
        keep_states(a, &config, on);
        sahut_skills_devices_stay(a->skills, a->now_ms, on);
    }
    assistant_close_lines(a);
    int err = 0;
    if (has_lines(&config)) {
        err = open_profile(a, why);
        a->line_settings = sahut_settings_keep(a->config.settings);
        config.on = on;
        config.profile = a->profile;
        config.dry_run = a->config.dry_run;
        config.lenient = a->is_live;
        config.listener = (struct sahut_lines_listener){
            .edge = edge,
            .button = button,
            .knob = knob,
            .input = input,
            .fault = lines_fault,
            .ctx = a,
        };
        if (!err)
            err = sahut_lines_open(&config, &a->lines, why);
        watch_lines(a);
    }
    free(on);
    if (err && a->is_live)
        lines_fault(a, why->text);
    else if (!has_lines(&config))
        lines_fault(a, NULL);
    return a->is_live ? 0 : err;
}

void assistant_close_lines(struct sahut_assistant *a)
{
    struct sahut_lines *lines = a->lines;
    a->lines = NULL;
    watch_lines(a);
    sahut_lines_close(lines);
    sahut_settings_free(a->line_settings);
    a->line_settings = NULL;
    sahut_profile_free(a->profile);
    a->profile = NULL;
}

static void voice_done(void *ctx, const struct sahut_spoken *spoken)
{
    struct sahut_assistant *a = ctx;
    sahut_queue_push(a->spoken, spoken);
    if (a->is_live)
        a->live.wake(a->live.ctx);
}

int assistant_start_voice(struct sahut_assistant *a, struct sahut_why *why)
{
    struct sahut_voice_config config = sahut_voice_settings(a->config.settings);
    return sahut_voice_new(&config, a->config.sink, voice_done, a, &a->voice, why);
}

struct sahut_skills_world assistant_world(struct sahut_assistant *a)
{
    return (struct sahut_skills_world){
        .settings = a->config.settings,
        .store = a->store,
        .calendar = a->calendar,
        .lines = a->lines,
        .sentences = a->sentences,
        .replies = a->replies,
        .zone = a->config.zone,
        .state = a->config.state,
    };
}

static int make_skills(struct sahut_assistant *a, struct sahut_why *why)
{
    struct sahut_skills_world world = assistant_world(a);
    int err = sahut_skills_new(&world, &a->skills);
    if (err)
        return sahut_why(why, err, "the skills cannot be set up: %s", strerror(-err));
    /* What a device was depends on what time it is, and what runs by the time since another boot is
     * taken over. */
    const struct sahut_clock virtual = sahut_clock_virtual();
    sahut_skills_set_clock(a->skills, a->config.clock ? a->config.clock : &virtual, a->now_ms);
    sahut_voice_set_volume(a->voice, sahut_skills_volume(a->skills));
    return 0;
}

static void give_world(struct sahut_assistant *a)
{
    struct sahut_skills_world world = assistant_world(a);
    sahut_skills_set_world(a->skills, &world);
}

int sahut_assistant_new(const struct sahut_assistant_config *config, int64_t now_ms,
                        sahut_assistant_event *event, void *ctx, struct sahut_assistant **out,
                        struct sahut_why *why)
{
    struct sahut_assistant *a = sahut_alloc(1, sizeof(*a));
    a->config = *config;
    if (config->live) {
        a->live = *config->live;
        a->is_live = true;
    }
    a->event = event;
    a->ctx = ctx;
    a->now_ms = a->heard_ms = now_ms;
    a->last_answer = sahut_strdup("");
    a->settings = sahut_settings_keep(config->settings);
    int err = sahut_queue_new(2 * ASSISTANT_SAYING, sizeof(struct sahut_spoken), &a->spoken);
    if (!err)
        err = sahut_store_open(config->state, &a->store, why);
    if (!err)
        err = assistant_read_models(a, config->settings, &a->sentences, &a->replies, why);
    if (!err) {
        assistant_set_phrase(a, config->wake_phrase);
        assistant_read_calendars(a);
        err = assistant_start_voice(a, why);
    }
    if (!err)
        err = make_skills(a, why);
    if (!err)
        err = assistant_open_lines(a, why);
    if (!err)
        give_world(a);
    if (err) {
        sahut_assistant_free(a);
        return err;
    }
    int keep_days = sahut_settings_int(config->settings, "storage.keep_days");
    sahut_store_retain(a->store, now_ms - keep_days * INT64_C(86400000));
    *out = a;
    return 0;
}

static int phonemes_of(void *ctx, const char *word, char **out)
{
    struct sahut_assistant *a = ctx;
    const char *voice = sahut_settings_string(a->config.settings, "voice.name");
    if (sahut_store_pronunciation(a->store, voice, word, out) == 0)
        return 0;
    int err = sahut_voice_phonemes(a->voice, word, out);
    if (!err)
        sahut_store_pronunciation_put(a->store, voice, word, *out);
    return err;
}

/* On the hearing thread, which the store does not belong to. eSpeak NG needs no millisecond for a
 * word. */
static int phonemes_spoken(void *ctx, const char *word, char **out)
{
    struct sahut_assistant *a = ctx;
    return sahut_voice_phonemes(a->voice, word, out);
}

static void wake(void *ctx)
{
    struct sahut_assistant *a = ctx;
    a->live.wake(a->live.ctx);
}

static int64_t folder_changed(const char *state, const char *name)
{
    char path[512];
    struct stat st;
    snprintf(path, sizeof(path), "%s/%s", state ? state : "", name);
    if (!state || stat(path, &st))
        return 0;
    return st.st_mtim.tv_sec * INT64_C(1000000000) + st.st_mtim.tv_nsec;
}

/* Another sum: something was taught, forgotten or taken back. */
int64_t assistant_taught_changed(const struct sahut_assistant *a)
{
    return folder_changed(a->config.state, "wake") +
           3 * folder_changed(a->config.state, SAHUT_ADAPT_FOLDER) % (INT64_MAX / 8);
}

/* The ear before is gone, which looked at the last one. A file without such sentences is fine. */
static int compile_unasked(struct sahut_assistant *a, struct sahut_why *why)
{
    sahut_grammar_free(a->unasked);
    a->unasked = NULL;
    int err = sahut_sentences_compile(a->sentences, SAHUT_CONTEXT_UNASKED, &a->unasked, why);
    return err == -EINVAL ? 0 : err;
}

int assistant_open_ear(struct sahut_assistant *a, struct sahut_why *why)
{
    struct sahut_hearing_config config = sahut_hearing_settings(a->config.settings);
    struct sahut_grammar *grammar;
    const char *context = a->context[0] ? a->context : NULL;
    int err = compile_unasked(a, why);
    if (!err)
        err = sahut_sentences_compile(a->sentences, context, &grammar, why);
    if (err)
        return err;
    sahut_settings_free(a->ear_settings);
    a->ear_settings = sahut_settings_keep(a->config.settings);
    a->titles.unheard = false;
    config.wake_phrase = a->phrase;
    snprintf(a->talk, sizeof(a->talk), "%s/%s/talk", a->config.models,
             sahut_sentences_language(a->sentences));
    config.models = a->config.models;
    config.taught = a->config.state;
    config.order_sound = assistant_keeps_orders(a);
    a->taught_changed = assistant_taught_changed(a);
    config.unasked = a->unasked;
    snprintf(a->gaps, sizeof(a->gaps), "%s/%s/gaps", a->config.models,
             sahut_sentences_language(a->sentences));
    config.talk = a->talk;
    config.gaps = a->gaps;
    config.phonemes = a->is_live ? phonemes_spoken : phonemes_of;
    config.phonemes_ctx = a;
    if (!a->is_live)
        return ear_inline_new(&config, grammar, &a->ear, why);
    struct ear_thread_config thread = {
        .hearing = config,
        .ring = a->live.ring,
        .sound = a->live.sound,
        .wake = wake,
        .ctx = a,
    };
    return ear_thread_new(&thread, grammar, &a->ear, why);
}

void sahut_assistant_free(struct sahut_assistant *a)
{
    if (!a)
        return;
    ear_free(a->ear);
    sahut_grammar_free(a->unasked);
    sahut_skills_free(a->skills);
    sahut_voice_free(a->voice);
    sahut_queue_free(a->spoken);
    sahut_lines_end(a->lines);
    assistant_close_lines(a);
    watch_calendar(a, -1);
    sahut_calendar_free(a->calendar);
    assistant_forget_titles(a);
    sahut_replies_free(a->replies);
    sahut_sentences_free(a->sentences);
    sahut_store_close(a->store);
    assistant_reload_drop(a);
    sahut_settings_free(a->ear_settings);
    sahut_settings_free(a->settings);
    for (size_t i = 0; i < a->n_saying; i++)
        free(a->saying[i].text);
    free(a->kept);
    free(a->last_answer);
    free(a->phrase);
    free(a->language);
    sahut_text_finish(&a->complaints);
    free(a);
}
