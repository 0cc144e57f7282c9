// SPDX-License-Identifier: GPL-3.0-or-later
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intents.h"
#include "sahut/text.h"

enum { HOME_NAMES = 200 };

/* ---- ha_intents: devices, rooms, timers ---- */

static json_int_t seconds_of(json_t *slots, const char *prefix, bool *there)
{
    static const char *const units[] = {"hours", "minutes", "seconds"};
    static const int factor[] = {3600, 60, 1};
    json_int_t sum = 0;
    for (int i = 0; i < 3; i++) {
        char name[40];
        snprintf(name, sizeof(name), "%s%s", prefix, units[i]);
        json_t *value = json_object_get(slots, name);
        *there = *there || value;
        sum += json_integer_value(value) * factor[i];
    }
    return sum;
}

static bool duration_right(const struct sahut_intent *intent, const char *name, json_t *slots,
                           const char *prefix)
{
    bool there = false;
    json_int_t seconds = seconds_of(slots, prefix, &there);
    const struct sahut_slot *slot = sahut_intent_slot(intent, name);
    return there ? slot && slot->seconds == seconds : !slot;
}

static bool text_right(const struct sahut_intent *intent, const char *name, const char *other,
                       json_t *value)
{
    const struct sahut_slot *slot = sahut_intent_slot(intent, name);
    if (json_is_array(value))
        value = json_array_get(value, 0);
    if (!slot && other)
        slot = sahut_intent_slot(intent, other);
    return slot && same_words(slot->text, json_string_value(value));
}

static bool home_right(const struct sahut_intent *intent, json_t *slots, json_t *context)
{
    json_t *name = json_object_get(slots, "name"), *area = json_object_get(slots, "area");
    json_t *floor = json_object_get(slots, "floor"), *domain = json_object_get(slots, "domain");
    if (area && json_equal(area, json_object_get(context, "area")))
        area = NULL; /* where the microphone is, not what was said */
    if (strncmp(intent->name, "timer.", 6) == 0) {
        bool change = strcmp(intent->name, "timer.change") == 0;
        return (!name || text_right(intent, "name", NULL, name)) &&
               (!area || text_right(intent, "name", "room", area)) &&
               duration_right(intent, "duration", slots,
                              strcmp(intent->name, "timer.set") == 0 ? "" : "start_") &&
               (!change || duration_right(intent, "amount", slots, ""));
    }
    if (strncmp(intent->name, "device.", 7) == 0) {
        const char *kind = json_string_value(domain);
        const struct sahut_slot *is = sahut_intent_slot(intent, "kind");
        bool all = name && json_is_string(name) && strcmp(json_string_value(name), "all") == 0;
        return (!name || all || text_right(intent, "device", NULL, name)) &&
               (!area || text_right(intent, "room", NULL, area)) &&
               (!floor || text_right(intent, "room", NULL, floor)) &&
               (name || !kind || (is && strcmp(is->text, kind) == 0));
    }
    return true;
}

void bench_home(struct bench *b)
{
    static const char *const ours[][2] = {{"HassTurnOn", "device.on"},
                                          {"HassTurnOff", "device.off"},
                                          {"HassStartTimer", "timer.set"},
                                          {"HassCancelTimer", "timer.cancel"},
                                          {"HassCancelAllTimers", "timer.cancel"},
                                          {"HassIncreaseTimer", "timer.change"},
                                          {"HassDecreaseTimer", "timer.change"},
                                          {"HassTimerStatus", "timer.query"},
                                          {"HassPauseTimer", "timer.pause"},
                                          {"HassUnpauseTimer", "timer.resume"}};
    struct tsv t;
    struct figure intents = {{0}, {0}}, slots = {{0}, {0}};
    if (!open_table(b, "ha_intents/en.tsv", &t))
        return;
    while (tsv_next(&t)) {
        struct sahut_intent intent;
        const char *wanted = NULL;
        char *text = tsv_get(&t, "sentence");
        for (size_t i = 0; i < sizeof(ours) / sizeof(*ours); i++)
            if (strcmp(tsv_get(&t, "intent"), ours[i][0]) == 0)
                wanted = ours[i][1];
        if (!wanted || strcmp(tsv_get(&t, "in_domain"), "yes") != 0)
            continue;
        tsv_unescape(text);
        understand(b, b->home, text, &intent);
        char *json = tsv_get(&t, "slots_json"), *where = tsv_get(&t, "context_json");
        tsv_unescape(json);
        tsv_unescape(where);
        json_t *values = json_loads(json, 0, NULL), *context = json_loads(where, 0, NULL);
        bool right = strcmp(intent.name, wanted) == 0;
        bool good = right && home_right(&intent, values, context);
        count(&intents, text, right);
        count(&slots, text, good);
        if (b->verbose && !good) {
            char *got = sahut_intent_json(&intent, b->when.zone);
            printf("ha%d: %s | %s %s | %s\n", half_of(text), text, wanted, json, got);
            free(got);
        }
        json_decref(values);
        json_decref(context);
    }
    report("ha_intents", "intent", ">= 99", &intents);
    report("ha_intents", "intent and slots", ">= 98", &slots);
}

/* Adds a name unless it is there, in whatever case. */
static void add_name(struct sahut_list_item *items, size_t *n, const char *name)
{
    for (size_t i = 0; i < *n; i++)
        if (strcasecmp(items[i].words, name) == 0)
            return;
    if (*n == HOME_NAMES)
        return;
    char *copy = sahut_strdup(name);
    items[(*n)++] = (struct sahut_list_item){copy, copy};
}

/* Some rows switch a device that the fixtures do not name ("Overhead Light"): it is in that home,
 * too. */
static void add_switched(struct bench *b, struct sahut_list_item *items, size_t *n)
{
    struct tsv t;
    if (!open_table(b, "ha_intents/en.tsv", &t))
        return;
    while (tsv_next(&t)) {
        char *json = tsv_get(&t, "slots_json");
        if (strncmp(tsv_get(&t, "intent"), "HassTurnO", 9) != 0 ||
            strcmp(tsv_get(&t, "in_domain"), "yes") != 0)
            continue;
        tsv_unescape(json);
        json_t *slots = json_loads(json, 0, NULL);
        const char *name = json_string_value(json_object_get(slots, "name"));
        if (name && strcmp(name, "all") != 0)
            add_name(items, n, name);
        json_decref(slots);
    }
}

/* The names in ha_intents' fixtures: devices; areas and floors as rooms. */
void bench_fill_home(struct bench *b)
{
    char path[600], *line = NULL, section[40] = "";
    size_t cap = 0, n[2] = {0, 0};
    struct sahut_list_item items[2][HOME_NAMES];
    snprintf(path, sizeof(path), "%s/ha_intents/fixtures_en.yaml", b->suites);
    FILE *f = fopen(path, "re");
    while (f && getline(&line, &cap, f) >= 0) {
        char *name = strstr(line, "- name:");
        if (line[0] >= 'a' && line[0] <= 'z')
            snprintf(section, sizeof(section), "%.30s", line);
        if (!name)
            continue;
        name += 7;
        name += strspn(name, " \"");
        name[strcspn(name, "\"\r\n")] = '\0';
        if (!strncmp(section, "areas", 5) == !strncmp(section, "floors", 6) &&
            strncmp(section, "entities", 8) != 0)
            continue;
        int k = strncmp(section, "entities", 8) == 0 ? 0 : 1;
        add_name(items[k], &n[k], name);
    }
    if (f)
        fclose(f);
    free(line);
    add_switched(b, items[0], &n[0]);
    for (int i = 0; i < b->parts; i++) {
        sahut_sentences_fill(b->home[i], "device", items[0], n[0]);
        sahut_sentences_fill(b->home[i], "room", items[1], n[1]);
    }
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < n[k]; i++)
            free((void *)items[k][i].words);
}
