// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "sahut/assistant.h"
#include "sahut/text.h"

static void fill_devices(const struct sahut_settings *settings, struct sahut_sentences *sentences)
{
    size_t n, count = 0;
    const struct sahut_device_setting *devices = sahut_settings_devices(settings, &n);
    struct sahut_list_item *items = NULL;
    for (size_t i = 0; i < n; i++) {
        items = sahut_realloc(items, count + 1, sizeof(*items));
        items[count++] = (struct sahut_list_item){devices[i].name, devices[i].name};
        for (const char *const *alias = devices[i].aliases; *alias; alias++) {
            items = sahut_realloc(items, count + 1, sizeof(*items));
            items[count++] = (struct sahut_list_item){*alias, devices[i].name};
        }
    }
    /* a user's own file need not have devices */
    sahut_sentences_fill(sentences, "device", items, count);
    count = 0;
    for (size_t i = 0; i < n; i++)
        if (devices[i].room && devices[i].room[0]) {
            items = sahut_realloc(items, count + 1, sizeof(*items));
            items[count++] = (struct sahut_list_item){devices[i].room, devices[i].room};
        }
    sahut_sentences_fill(sentences, "room", items, count);
    free(items);
}

int sahut_vocabulary(const char *models, const char *file, const char *language,
                     const struct sahut_settings *settings, struct sahut_sentences **out,
                     struct sahut_why *why)
{
    char path[512];
    bool with_model = !file;
    if (!file) {
        snprintf(path, sizeof(path), "%s/%s/sentences", models,
                 language ? language : sahut_settings_string(settings, "language"));
        file = path;
    }
    int err = sahut_sentences_read(file, out, why);
    if (err)
        return err;
    fill_devices(settings, *out);
    if (with_model) {
        snprintf(path, sizeof(path), "%s/%s/intents", models,
                 language ? language : sahut_settings_string(settings, "language"));
        err = sahut_sentences_learn(*out, path, why);
    }
    if (err == -ENOENT) /* a language may have sentences alone */
        return 0;
    if (err) {
        sahut_sentences_free(*out);
        *out = NULL;
    }
    return err;
}

char *sahut_wake_phrase(const char *typed, const char *language)
{
    struct sahut_words *words;
    struct sahut_text t = {0};
    if (sahut_words_new(typed, language, &words) == 0) {
        for (size_t i = 0; i < words->count; i++)
            sahut_text_addf(&t, "%s%s", i ? " " : "", words->items[i].text);
        sahut_words_free(words);
    }
    return sahut_text_take(&t);
}

struct sahut_voice_config sahut_voice_settings(const struct sahut_settings *settings)
{
    return (struct sahut_voice_config){
        .language = sahut_settings_string(settings, "voice.name"),
        .rate_wpm = sahut_settings_int(settings, "voice.rate"),
        .pitch = sahut_settings_int(settings, "voice.pitch"),
        .volume = sahut_settings_int(settings, "voice.volume"),
    };
}

struct sahut_hearing_config sahut_hearing_settings(const struct sahut_settings *settings)
{
    return (struct sahut_hearing_config){
        .acoustic_model = sahut_settings_string(settings, "hearing.acoustic_model"),
        .dictionary = sahut_settings_string(settings, "hearing.dictionary"),
        .wake_sensitivity = sahut_settings_real(settings, "wake.sensitivity"),
        .wake_threshold = sahut_settings_real(settings, "wake.threshold"),
        .min_confidence = sahut_settings_real(settings, "hearing.min_confidence"),
        .order_timeout_s = sahut_settings_real(settings, "hearing.order_timeout"),
        .max_order_s = sahut_settings_real(settings, "hearing.max_order"),
    };
}
