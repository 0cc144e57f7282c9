// SPDX-License-Identifier: GPL-3.0-or-later
/* The store of settings: defaults and getters. Files are read in settings_read.c. */
#include "sahut/settings.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "settings_private.h"

void *settings_pool_keep(struct settings_pool *pool, void *block)
{
    if (pool->count == pool->capacity) {
        pool->capacity = pool->capacity ? 2 * pool->capacity : 64;
        pool->blocks = sahut_realloc(pool->blocks, pool->capacity, sizeof *pool->blocks);
    }
    pool->blocks[pool->count++] = block;
    return block;
}

void settings_pool_move(struct settings_pool *to, struct settings_pool *from)
{
    for (size_t i = 0; i < from->count; i++)
        settings_pool_keep(to, from->blocks[i]);
    from->count = 0;
    settings_pool_finish(from);
}

void settings_pool_finish(struct settings_pool *pool)
{
    for (size_t i = 0; i < pool->count; i++)
        free(pool->blocks[i]);
    free(pool->blocks);
    *pool = (struct settings_pool){0};
}

int settings_row(const char *name)
{
    size_t count;
    const struct sahut_setting *table = sahut_settings_table(&count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(table[i].name, name) == 0)
            return (int)i;
    return -1;
}

int sahut_settings_new(struct sahut_settings **out)
{
    size_t count;
    sahut_settings_table(&count);
    struct sahut_settings *s = sahut_alloc(1, sizeof *s);
    *s = (struct sahut_settings){.values = sahut_alloc(count, sizeof *s->values)};
    settings_defaults(s->values, &s->pool);
    *out = s;
    return 0;
}

void sahut_settings_free(struct sahut_settings *s)
{
    if (!s || s->keepers-- > 0)
        return;
    settings_pool_finish(&s->pool);
    free(s->values);
    free(s);
}

struct sahut_settings *sahut_settings_keep(const struct sahut_settings *s)
{
    struct sahut_settings *kept = (struct sahut_settings *)s;
    kept->keepers++;
    return kept;
}

static bool same_strings(const char *const *a, const char *const *b)
{
    while (*a && *b && strcmp(*a, *b) == 0)
        a++, b++;
    return !*a && !*b;
}

static bool same_value(const struct setting_value *a, const struct setting_value *b,
                       enum sahut_setting_type type)
{
    switch (type) {
    case SAHUT_SETTING_BOOL:
        return a->boolean == b->boolean;
    case SAHUT_SETTING_INT:
        return a->integer == b->integer;
    case SAHUT_SETTING_REAL:
        return a->real == b->real;
    case SAHUT_SETTING_STRING:
        return strcmp(a->string, b->string) == 0;
    case SAHUT_SETTING_STRINGS:
        return same_strings(a->strings, b->strings);
    }
    return false;
}

bool sahut_settings_same(const struct sahut_settings *a, const struct sahut_settings *b,
                         const char *prefix)
{
    size_t count;
    const struct sahut_setting *table = sahut_settings_table(&count);
    for (size_t i = 0; i < count; i++)
        if (strncmp(table[i].name, prefix, strlen(prefix)) == 0 &&
            !same_value(&a->values[i], &b->values[i], table[i].type))
            return false;
    if (strncmp(prefix, "devices", strlen(prefix)) == 0 &&
        (a->devices.count != b->devices.count || a->devices.hash != b->devices.hash))
        return false;
    return strncmp(prefix, "buttons", strlen(prefix)) != 0 ||
           (a->buttons.count == b->buttons.count && a->buttons.hash == b->buttons.hash);
}

static const struct setting_value *get(const struct sahut_settings *s, const char *name,
                                       enum sahut_setting_type type)
{
    size_t count;
    const struct sahut_setting *table = sahut_settings_table(&count);
    int row = settings_row(name);
    assert(row >= 0 && table[row].type == type);
    return &s->values[row];
}

bool sahut_settings_bool(const struct sahut_settings *s, const char *name)
{
    return get(s, name, SAHUT_SETTING_BOOL)->boolean;
}

int sahut_settings_int(const struct sahut_settings *s, const char *name)
{
    return get(s, name, SAHUT_SETTING_INT)->integer;
}

double sahut_settings_real(const struct sahut_settings *s, const char *name)
{
    return get(s, name, SAHUT_SETTING_REAL)->real;
}

const char *sahut_settings_string(const struct sahut_settings *s, const char *name)
{
    return get(s, name, SAHUT_SETTING_STRING)->string;
}

const char *const *sahut_settings_strings(const struct sahut_settings *s, const char *name)
{
    return get(s, name, SAHUT_SETTING_STRINGS)->strings;
}

const struct sahut_device_setting *sahut_settings_devices(const struct sahut_settings *s,
                                                          size_t *count)
{
    *count = s->devices.count;
    return s->devices.items;
}

const struct sahut_button_setting *sahut_settings_buttons(const struct sahut_settings *s,
                                                          size_t *count)
{
    *count = s->buttons.count;
    return s->buttons.items;
}
