// SPDX-License-Identifier: GPL-3.0-or-later
/* The list `devices`: what a device needs, and that no spoken name is there twice. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "sahut/text.h"
#include "settings_private.h"

struct check {
    const char *place;
    sahut_settings_report *report;
    void *ctx;
    unsigned mistakes;
};

static void __attribute__((format(printf, 2, 3)))
mistake(struct check *check, const char *format, ...)
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

static void check_name(struct check *check, const struct settings_devices *known,
                       const struct sahut_device_setting *device, const char *setting,
                       const char *name)
{
    if (!*name)
        mistake(check, "setting '%s' is empty; write it as it is spoken, like \"desk lamp\"",
                setting);
    for (size_t i = 0; *name && i < known->count; i++)
        if (is_called(&known->list[i], SIZE_MAX, name))
            mistake(check,
                    "setting '%s' is \"%s\", but the device '%s' at %s is already called that; "
                    "every spoken name must be there once",
                    setting, name, known->list[i].name, known->list[i].place);
}

static void check_names(struct check *check, const struct settings_devices *known,
                        const struct sahut_device_setting *device)
{
    check_name(check, known, device, "devices.name", device->name);
    for (size_t i = 0; device->aliases[i]; i++) {
        check_name(check, known, device, "devices.aliases", device->aliases[i]);
        if (*device->aliases[i] && is_called(device, i, device->aliases[i]))
            mistake(check,
                    "setting 'devices.aliases' is \"%s\" twice, or the name again; every spoken "
                    "name must be there once",
                    device->aliases[i]);
    }
}

static void check_line(struct check *check, const struct sahut_device_setting *device)
{
    bool has_number = device->line >= 0;
    bool has_name = *device->line_name != '\0';
    if (has_number && has_name)
        mistake(check, "device '%s' has both line = %d and line_name = \"%s\"; keep one of them",
                device->name, device->line, device->line_name);
    else if (has_number && !*device->chip)
        mistake(check,
                "device '%s' has line = %d but no chip; add chip = \"gpiochip0\" or the like",
                device->name, device->line);
    else if (!has_number && !has_name && *device->chip)
        mistake(check, "device '%s' has chip = \"%s\" but no line; add line = 17 or the like",
                device->name, device->chip);
    else if (!has_number && !has_name)
        mistake(check,
                "device '%s' has no line; add chip = \"gpiochip0\" and line = 17, or line_name = "
                "\"GPIO17\", or the like",
                device->name);
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

static uint64_t hash_device(uint64_t hash, const struct setting_value *values)
{
    size_t count;
    const struct sahut_setting *table = sahut_settings_table(&count);
    for (size_t i = 0; i < count; i++)
        if (strncmp(table[i].name, "devices.", strlen("devices.")) == 0)
            hash = hash_value(hash, &values[i], table[i].type);
    return hash;
}

unsigned settings_devices_add(struct settings_devices *devices, const struct setting_value *values,
                              const char *place, sahut_settings_report *report, void *ctx)
{
    struct settings_pool *pool = devices->pool;
    const char *name = field(values, "devices.name")->string;
    const char *const *aliases = field(values, "devices.aliases")->strings;
    struct sahut_device_setting device = {
        .name = keep_spoken(pool, name),
        .aliases = keep_all_spoken(pool, aliases),
        .room = keep_spoken(pool, field(values, "devices.room")->string),
        .chip = field(values, "devices.chip")->string,
        .line = field(values, "devices.line")->integer,
        .line_name = field(values, "devices.line_name")->string,
        .active_low = field(values, "devices.active_low")->boolean,
        .on_at_start = field(values, "devices.on_at_start")->boolean,
        .max_on_s = field(values, "devices.max_on")->integer,
        .place = settings_pool_keep(pool, sahut_strdup(place)),
    };
    struct check check = {.place = place, .report = report, .ctx = ctx};
    check_names(&check, devices, &device);
    check_line(&check, &device);
    devices->list = sahut_realloc(devices->list, devices->count + 1, sizeof *devices->list);
    devices->list[devices->count++] = device;
    devices->hash = hash_device(devices->hash, values);
    return check.mistakes;
}
