// SPDX-License-Identifier: GPL-3.0-or-later
/* The list `devices`: what a device needs, and that no spoken name is there twice. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "sahut/text.h"
#include "settings_private.h"

void settings_mistake(struct settings_check *check, const char *format, ...)
{
    char words[512];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    check->mistakes++;
    if (!check->report)
        return;
    struct sahut_text text = {0};
    sahut_text_addf(&text, "%s: %s", check->place, words);
    check->report(check->ctx, sahut_text_get(&text));
    sahut_text_finish(&text);
}

int settings_choice(struct settings_check *check, const char *setting, const char *text,
                    const char *const *names)
{
    struct sahut_text all = {0};
    for (int i = 0; names[i]; i++) {
        if (strcmp(names[i], text) == 0) {
            sahut_text_finish(&all);
            return i;
        }
        sahut_text_addf(&all, "%s%s", i == 0 ? "" : names[i + 1] ? ", " : " or ", names[i]);
    }
    settings_mistake(check, "setting '%s' is \"%.60s\", but must be %s", setting, text,
                     sahut_text_get(&all));
    sahut_text_finish(&all);
    return -1;
}

enum sahut_bias settings_bias(struct settings_check *check, const char *setting, const char *text)
{
    static const char *const names[] = {"as-is", "none", "pull-up", "pull-down", NULL};
    int i = settings_choice(check, setting, text, names);
    return i < 0 ? SAHUT_BIAS_AS_IS : (enum sahut_bias)i;
}

static const struct setting_value *field(const struct setting_value *values, const char *name)
{
    return &values[settings_row(name)];
}

static const char *keep_spoken(struct settings_pool *pool, const char *text)
{
    return settings_pool_keep(pool, settings_spoken(text));
}

static const char *const *keep_all_spoken(struct settings_pool *pool, const char *const *texts)
{
    size_t count = 0;
    while (texts[count])
        count++;
    const char **out = settings_pool_keep(pool, sahut_alloc(count + 1, sizeof *out));
    for (size_t i = 0; i < count; i++)
        out[i] = keep_spoken(pool, texts[i]);
    out[count] = NULL;
    return out;
}

/* Whether `device` is called `name`; of its aliases only the first `aliases` are looked at. */
static bool is_called(const struct sahut_device_setting *device, size_t aliases, const char *name)
{
    if (strcmp(device->name, name) == 0)
        return true;
    for (size_t i = 0; i < aliases && device->aliases[i]; i++)
        if (strcmp(device->aliases[i], name) == 0)
            return true;
    return false;
}

static void check_name(struct settings_check *check, const struct settings_list *known,
                       const struct sahut_device_setting *device, const char *setting,
                       const char *name)
{
    const struct sahut_device_setting *items = known->items;
    if (!*name)
        settings_mistake(
            check, "setting '%s' is empty; write it as it is spoken, like \"desk lamp\"", setting);
    for (size_t i = 0; *name && i < known->count; i++)
        if (is_called(&items[i], SIZE_MAX, name))
            settings_mistake(
                check,
                "setting '%s' is \"%s\", but the device '%s' at %s is already called that; "
                "every spoken name must be there once",
                setting, name, items[i].name, items[i].place);
}

static void check_names(struct settings_check *check, const struct settings_list *known,
                        const struct sahut_device_setting *device)
{
    check_name(check, known, device, "devices.name", device->name);
    for (size_t i = 0; device->aliases[i]; i++) {
        check_name(check, known, device, "devices.aliases", device->aliases[i]);
        if (*device->aliases[i] && is_called(device, i, device->aliases[i]))
            settings_mistake(
                check,
                "setting 'devices.aliases' is \"%s\" twice, or the name again; every spoken "
                "name must be there once",
                device->aliases[i]);
    }
}

/* How a line is said, apart from `pin` and `pwm`. */
static void check_chip(struct settings_check *check, const struct sahut_device_setting *device)
{
    const struct sahut_line_setting *at = &device->at;
    bool has_number = at->line >= 0;
    bool has_name = *at->line_name != '\0';
    if (has_number && has_name)
        settings_mistake(check,
                         "device '%s' has both line = %d and line_name = \"%s\"; keep one of them",
                         device->name, at->line, at->line_name);
    else if (has_number && !*at->chip)
        settings_mistake(check,
                         "device '%s' has line = %d but no chip; add chip = \"gpiochip0\" or the "
                         "like",
                         device->name, at->line);
    else if (!has_number && !has_name && *at->chip)
        settings_mistake(check,
                         "device '%s' has chip = \"%s\" but no line; add line = 17 or the like",
                         device->name, at->chip);
    else if (!has_number && !has_name)
        settings_mistake(check,
                         "device '%s' has no line; add pin = \"GPIO17\", or chip = \"gpiochip0\" "
                         "and line = 17, or the like",
                         device->name);
}

static void check_line(struct settings_check *check, const struct sahut_device_setting *device)
{
    const struct sahut_line_setting *at = &device->at;
    bool by_chip = *at->chip || at->line >= 0 || *at->line_name;
    if (*at->pin && (by_chip || *device->pwm))
        settings_mistake(check,
                         "device '%s' has pin = \"%s\" and another line besides; keep one of them",
                         device->name, at->pin);
    else if (*device->pwm && by_chip)
        settings_mistake(check, "device '%s' has pwm = \"%s\" and a line; keep one of them",
                         device->name, device->pwm);
    else if (!*at->pin && !*device->pwm)
        check_chip(check, device);
}

/* An input is not switched, and what switches itself off has no state to keep. */
static void check_treatment(struct settings_check *check, const struct sahut_device_setting *d)
{
    bool switched = d->max_on_s || d->pulse_ms || d->not_with[0] || d->confirm || *d->pwm ||
                    d->at_start != SAHUT_DEVICE_OFF;
    if (d->input && switched)
        settings_mistake(check,
                         "device '%s' is an input, which is never switched; leave out at_start, "
                         "max_on, pulse, not_with, confirm and pwm",
                         d->name);
    else if (d->pulse_ms && (d->max_on_s || *d->pwm || d->at_start != SAHUT_DEVICE_OFF))
        settings_mistake(check,
                         "device '%s' has a pulse and is off at all other times; leave out max_on, "
                         "pwm and at_start",
                         d->name);
    else if (d->max_on_s && (d->at_start == SAHUT_DEVICE_ON || d->at_end != SAHUT_DEVICE_OFF))
        settings_mistake(check,
                         "device '%s' has max_on, so it can be neither on at the start nor left on "
                         "at the end",
                         d->name);
}

static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t n)
{
    for (const unsigned char *at = bytes; n > 0; n--, at++)
        hash = (hash ^ *at) * UINT64_C(1099511628211); // FNV-1a
    return hash;
}

static uint64_t hash_value(uint64_t hash, const struct setting_value *value,
                           enum sahut_setting_type type)
{
    switch (type) {
    case SAHUT_SETTING_BOOL:
        return hash_bytes(hash, &value->boolean, sizeof value->boolean);
    case SAHUT_SETTING_INT:
        return hash_bytes(hash, &value->integer, sizeof value->integer);
    case SAHUT_SETTING_REAL:
        return hash_bytes(hash, &value->real, sizeof value->real);
    case SAHUT_SETTING_STRING:
        return hash_bytes(hash, value->string, strlen(value->string) + 1);
    case SAHUT_SETTING_STRINGS:
        for (const char *const *s = value->strings; *s; s++)
            hash = hash_bytes(hash, *s, strlen(*s) + 1);
        return hash_bytes(hash, "", 1);
    }
    return hash;
}

uint64_t settings_hash(uint64_t hash, const struct setting_value *values, const char *prefix)
{
    size_t count;
    const struct sahut_setting *table = sahut_settings_table(&count);
    for (size_t i = 0; i < count; i++)
        if (strncmp(table[i].name, prefix, strlen(prefix)) == 0)
            hash = hash_value(hash, &values[i], table[i].type);
    return hash;
}

static enum sahut_device_state state_of(struct settings_check *check, const char *setting,
                                        const char *text)
{
    static const char *const names[] = {"off", "on", "keep", NULL};
    int i = settings_choice(check, setting, text, names);
    return i < 0 ? SAHUT_DEVICE_OFF : (enum sahut_device_state)i;
}

static void take_words(struct settings_check *check, struct settings_pool *pool,
                       const char *const *words, struct sahut_device_setting *device)
{
    device->words[0] = "off";
    device->words[1] = "on";
    if (!words[0])
        return;
    if (!words[1] || words[2] || !*words[0] || !*words[1])
        settings_mistake(
            check, "setting 'devices.words' must be two words, when inactive and when active: "
                   "words = [ \"closed\", \"open\" ]");
    else
        for (int i = 0; i < 2; i++)
            device->words[i] = keep_spoken(pool, words[i]);
}

static void check_kind(struct settings_check *check, const char *kind)
{
    static const char *const names[] = {"light", "fan", "heater", "socket", NULL};
    if (*kind)
        settings_choice(check, "devices.kind", kind, names);
}

static struct sahut_device_setting read_device(struct settings_pool *pool,
                                               const struct setting_value *values,
                                               struct settings_check *check)
{
    const char *name = keep_spoken(pool, field(values, "devices.name")->string);
    struct sahut_text what = {0};
    sahut_text_addf(&what, "device '%s'", name);
    const char *place = settings_pool_keep(pool, sahut_strdup(check->place));
    struct sahut_device_setting device = {
        .name = name,
        .aliases = keep_all_spoken(pool, field(values, "devices.aliases")->strings),
        .room = keep_spoken(pool, field(values, "devices.room")->string),
        .kind = field(values, "devices.kind")->string,
        .at =
            {
                .pin = field(values, "devices.pin")->string,
                .chip = field(values, "devices.chip")->string,
                .line = field(values, "devices.line")->integer,
                .line_name = field(values, "devices.line_name")->string,
                .active_low = field(values, "devices.active_low")->boolean,
                .bias = settings_bias(check, "devices.bias", field(values, "devices.bias")->string),
                .what = settings_pool_keep(pool, sahut_text_take(&what)),
                .place = place,
            },
        .pwm = field(values, "devices.pwm")->string,
        .pwm_hz = field(values, "devices.pwm_hz")->integer,
        .input = field(values, "devices.input")->boolean,
        .at_start = state_of(check, "devices.at_start", field(values, "devices.at_start")->string),
        .at_end = state_of(check, "devices.at_end", field(values, "devices.at_end")->string),
        .max_on_s = field(values, "devices.max_on")->integer,
        .pulse_ms = field(values, "devices.pulse")->integer,
        .not_with = keep_all_spoken(pool, field(values, "devices.not_with")->strings),
        .confirm = field(values, "devices.confirm")->boolean,
        .place = place,
    };
    return device;
}

unsigned settings_devices_add(struct settings_list *devices, const struct setting_value *values,
                              const char *place, sahut_settings_report *report, void *ctx)
{
    struct settings_check check = {.place = place, .report = report, .ctx = ctx};
    struct sahut_device_setting device = read_device(devices->pool, values, &check);
    take_words(&check, devices->pool, field(values, "devices.words")->strings, &device);
    check_names(&check, devices, &device);
    check_line(&check, &device);
    check_kind(&check, device.kind);
    check_treatment(&check, &device);
    struct sahut_device_setting *items =
        sahut_realloc(devices->items, devices->count + 1, sizeof *items);
    items[devices->count++] = device;
    devices->items = items;
    devices->hash = settings_hash(devices->hash, values, "devices.");
    return check.mistakes;
}

static const struct sahut_device_setting *by_name(const struct settings_list *devices,
                                                  const char *name)
{
    const struct sahut_device_setting *items = devices->items;
    for (size_t i = 0; i < devices->count; i++)
        if (strcmp(items[i].name, name) == 0)
            return &items[i];
    return NULL;
}

unsigned settings_devices_whole(struct settings_list *devices, sahut_settings_report *report,
                                void *ctx)
{
    struct settings_check check = {.report = report, .ctx = ctx};
    const struct sahut_device_setting *items = devices->items;
    for (size_t i = 0; i < devices->count; i++) {
        const struct sahut_device_setting *d = &items[i];
        check.place = d->place;
        for (const char *const *name = d->not_with; *name; name++) {
            const struct sahut_device_setting *other = by_name(devices, *name);
            if (!other || other == d || other->input)
                settings_mistake(&check,
                                 "setting 'devices.not_with' is \"%s\", but no other device that "
                                 "is switched has that name",
                                 *name);
            else if (d->at_start == SAHUT_DEVICE_ON && other->at_start == SAHUT_DEVICE_ON)
                settings_mistake(&check,
                                 "devices '%s' and '%s' must not be on at the same time, but both "
                                 "are at the start",
                                 d->name, other->name);
        }
    }
    return check.mistakes;
}
