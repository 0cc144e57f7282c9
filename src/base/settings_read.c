// SPDX-License-Identifier: GPL-3.0-or-later
/* Settings files: libconfig parses, the table says what may be there. A file is read into a copy of
 * the values, which replaces them only when there was no mistake. */
#include <assert.h>
#include <errno.h>
#include <libconfig.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "sahut/zone.h"
#include "settings_private.h"
#include "utf8.h"

struct reading {
    const struct settings_source *source; /* NULL while the defaults are read */
    struct setting_value *values;
    struct settings_list devices, buttons;
    struct settings_pool pool;
    sahut_settings_report *report;
    void *ctx;
    unsigned mistakes;
};

/* ---- messages ---- */

static char *place(const struct reading *r, unsigned line)
{
    const char *file = "";
    unsigned file_line = line;
    if (r->source)
        settings_source_place(r->source, line, &file, &file_line);
    struct sahut_text text = {0};
    sahut_text_addf(&text, "%s:%u", file, file_line);
    return sahut_text_take(&text);
}

static void __attribute__((format(printf, 3, 4)))
mistake(struct reading *r, unsigned line, const char *format, ...)
{
    char words[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    r->mistakes++;
    if (!r->report)
        return;
    char *where = place(r, line);
    struct sahut_text text = {0};
    sahut_text_addf(&text, "%s: %s", where, words);
    r->report(r->ctx, sahut_text_get(&text));
    sahut_text_finish(&text);
    free(where);
}

/* How much of a text to quote: at most 60 bytes, no line end. */
static int readable(const char *text)
{
    size_t len = strcspn(text, "\r\n");
    return (int)(len > 60 ? utf8_whole(text, 60) : len);
}

/* What the file says, as it would be written; cut to something readable. */
static void written(const config_setting_t *setting, char out[80])
{
    switch (config_setting_type(setting)) {
    case CONFIG_TYPE_INT:
    case CONFIG_TYPE_INT64:
        snprintf(out, 80, "%lld", config_setting_get_int64(setting));
        break;
    case CONFIG_TYPE_FLOAT:
        snprintf(out, 80, "%.10g", config_setting_get_float(setting));
        break;
    case CONFIG_TYPE_BOOL:
        snprintf(out, 80, "%s", config_setting_get_bool(setting) ? "true" : "false");
        break;
    case CONFIG_TYPE_STRING:
        snprintf(out, 80, "\"%.*s\"", readable(config_setting_get_string(setting)),
                 config_setting_get_string(setting));
        break;
    case CONFIG_TYPE_GROUP:
        snprintf(out, 80, "a group { }");
        break;
    default:
        snprintf(out, 80, "a list");
        break;
    }
}

static void wrong_type(struct reading *r, const config_setting_t *setting,
                       const struct sahut_setting *row)
{
    static const char *const wanted[] = {
        [SAHUT_SETTING_BOOL] = "true or false",      [SAHUT_SETTING_INT] = "a whole number",
        [SAHUT_SETTING_REAL] = "a number",           [SAHUT_SETTING_STRING] = "a text in quotes",
        [SAHUT_SETTING_STRINGS] = "a list of texts",
    };
    char is[80];
    written(setting, is);
    mistake(r, config_setting_source_line(setting),
            "setting '%s' is %s, but must be %s, for example %s = %s", row->name, is,
            wanted[row->type], settings_leaf(row->name), settings_example(row));
}

/* ---- values ---- */

static bool is_whole(const config_setting_t *setting)
{
    int type = config_setting_type(setting);
    return type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64;
}

static void out_of_range(struct reading *r, const config_setting_t *setting,
                         const struct sahut_setting *row)
{
    char is[80];
    written(setting, is);
    mistake(r, config_setting_source_line(setting),
            "setting '%s' is %s, but must be from %.10g to %.10g%s%s", row->name, is, row->min,
            row->max, row->unit ? " " : "", row->unit ? row->unit : "");
}

static void take_number(struct reading *r, const config_setting_t *setting,
                        const struct sahut_setting *row, struct setting_value *value)
{
    bool whole = is_whole(setting);
    if (!whole &&
        (row->type == SAHUT_SETTING_INT || config_setting_type(setting) != CONFIG_TYPE_FLOAT)) {
        wrong_type(r, setting, row);
        return;
    }
    double number =
        whole ? (double)config_setting_get_int64(setting) : config_setting_get_float(setting);
    if (row->min <= row->max && !(number >= row->min && number <= row->max))
        out_of_range(r, setting, row);
    else if (row->type == SAHUT_SETTING_INT)
        value->integer = (int)number;
    else
        value->real = number;
}

/* A range of 1 to 1 on a text means: not empty. What has no sensible default is empty until a file
 * says it. */
static void take_string(struct reading *r, const config_setting_t *setting,
                        const struct sahut_setting *row, struct setting_value *value)
{
    struct sahut_why why;
    struct sahut_zone *zone = NULL;
    unsigned line = config_setting_source_line(setting);
    const char *text = config_setting_get_string(setting);
    if (!text) {
        wrong_type(r, setting, row);
    } else if (r->source && !*text && row->min == 1 && row->max == 1) {
        mistake(r, line, "setting '%s' is empty; write for example %s = %s", row->name,
                settings_leaf(row->name), settings_example(row));
    } else if (*text && strcmp(row->name, "timezone") == 0 &&
               sahut_zone_new(text, &zone, &why) < 0) {
        mistake(r, line, "setting '%s': %s", row->name, why.text);
    } else {
        value->string = settings_pool_keep(&r->pool, sahut_strdup(text));
    }
    sahut_zone_free(zone);
}

static void take_strings(struct reading *r, const config_setting_t *setting,
                         const struct sahut_setting *row, struct setting_value *value)
{
    if (!config_setting_is_array(setting) && !config_setting_is_list(setting)) {
        wrong_type(r, setting, row);
        return;
    }
    unsigned count = (unsigned)config_setting_length(setting);
    const char **list = settings_pool_keep(&r->pool, sahut_alloc(count + 1, sizeof *list));
    for (unsigned i = 0; i < count; i++) {
        const config_setting_t *element = config_setting_get_elem(setting, i);
        const char *text = config_setting_get_string(element);
        if (!text)
            wrong_type(r, element, row);
        list[i] = settings_pool_keep(&r->pool, sahut_strdup(text ? text : ""));
    }
    list[count] = NULL;
    value->strings = list;
}

static void take(struct reading *r, const config_setting_t *setting,
                 const struct sahut_setting *row, struct setting_value *value)
{
    switch (row->type) {
    case SAHUT_SETTING_BOOL:
        if (config_setting_type(setting) == CONFIG_TYPE_BOOL)
            value->boolean = config_setting_get_bool(setting);
        else
            wrong_type(r, setting, row);
        break;
    case SAHUT_SETTING_INT:
    case SAHUT_SETTING_REAL:
        take_number(r, setting, row, value);
        break;
    case SAHUT_SETTING_STRING:
        take_string(r, setting, row, value);
        break;
    case SAHUT_SETTING_STRINGS:
        take_strings(r, setting, row, value);
        break;
    }
}

/* ---- names ---- */

static bool is_group(const char *name)
{
    size_t count, len = strlen(name);
    const struct sahut_setting *table = sahut_settings_table(&count);
    for (size_t i = 0; i < count; i++)
        if (strncmp(table[i].name, name, len) == 0 && table[i].name[len] == '.')
            return true;
    return false;
}

/* What was meant by an unknown name: a setting that ends like that in some group, or the nearest
 * setting or group. `group` says that it holds settings. The result is to be freed, or NULL. */
static char *meant(const char *name, bool group)
{
    size_t count, n = 0;
    const struct sahut_setting *table = sahut_settings_table(&count);
    char **names = sahut_alloc(count + 1, sizeof *names);
    char *found = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *leaf = settings_leaf(table[i].name);
        size_t prefix = (size_t)(leaf - table[i].name);
        if (!group && !found && strcmp(leaf, settings_leaf(name)) == 0)
            found = sahut_strdup(table[i].name);
        if (group && prefix)
            names[n++] = sahut_strndup(table[i].name, prefix - 1);
        else if (!group)
            names[n++] = sahut_strdup(table[i].name);
    }
    names[n] = NULL;
    const char *near = found ? NULL : sahut_text_nearest(name, (const char *const *)names);
    if (near)
        found = sahut_strdup(near);
    while (n > 0)
        free(names[--n]);
    free(names);
    return found;
}

static void unknown(struct reading *r, const config_setting_t *setting, const char *name)
{
    const config_setting_t *first =
        config_setting_is_list(setting) ? config_setting_get_elem(setting, 0) : setting;
    bool group = first && config_setting_is_group(first);
    char *near = meant(name, group);
    if (near)
        mistake(r, config_setting_source_line(setting), "unknown setting '%s'; did you mean '%s'?",
                name, near);
    else
        mistake(r, config_setting_source_line(setting),
                "unknown setting '%s'; sahut.conf(5) lists all", name);
    free(near);
}

/* ---- the tree ---- */

static char *join(const char *prefix, const char *name)
{
    struct sahut_text text = {0};
    sahut_text_addf(&text, "%s%s%s", prefix, *prefix ? "." : "", name);
    return sahut_text_take(&text);
}

static void walk_member(struct reading *r, const config_setting_t *member, const char *name,
                        struct setting_value *values);

static void walk_group(struct reading *r, const config_setting_t *group, const char *prefix,
                       struct setting_value *values)
{
    for (unsigned i = 0; i < (unsigned)config_setting_length(group); i++) {
        const config_setting_t *member = config_setting_get_elem(group, i);
        char *name = join(prefix, config_setting_name(member));
        walk_member(r, member, name, values);
        free(name);
    }
}

/* The lists of groups: what one is called, and the member that each group needs. */
static const struct list {
    const char *name, *needs, *example;
} lists[] = {
    {"devices", "name", "\"desk lamp\""},
    {"buttons", "does", "\"talk\""},
};

static const struct list *find_list(const char *name)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(lists[i].name, name) == 0)
            return &lists[i];
    return NULL;
}

static void add_element(struct reading *r, const struct list *list,
                        const struct setting_value *values, const char *where)
{
    r->mistakes += list == &lists[0]
                       ? settings_devices_add(&r->devices, values, where, r->report, r->ctx)
                       : settings_buttons_add(&r->buttons, values, where, r->report, r->ctx);
}

static void walk_element(struct reading *r, const struct list *list, const config_setting_t *group)
{
    unsigned line = config_setting_source_line(group);
    if (!config_setting_is_group(group)) {
        mistake(r, line, "setting '%s' is a list of groups, for example %s = ( { %s = %s; } );",
                list->name, list->name, list->needs, list->example);
        return;
    }
    unsigned mistakes = r->mistakes;
    size_t count;
    sahut_settings_table(&count);
    struct setting_value *values = sahut_alloc(count, sizeof *values);
    settings_defaults(values, &r->pool);
    walk_group(r, group, list->name, values);
    if (!config_setting_get_member(group, list->needs))
        mistake(r, line, "setting '%s.%s' is missing; add for example %s = %s", list->name,
                list->needs, list->needs, list->example);
    if (r->mistakes == mistakes) {
        char *where = place(r, line);
        add_element(r, list, values, where);
        free(where);
    }
    free(values);
}

static void walk_list(struct reading *r, const struct list *list, const config_setting_t *value)
{
    unsigned mistakes = r->mistakes;
    if (!config_setting_is_list(value)) {
        mistake(r, config_setting_source_line(value),
                "setting '%s' must be a list of groups, for example %s = ( { %s = %s; } );",
                list->name, list->name, list->needs, list->example);
        return;
    }
    if (list == &lists[0])
        r->devices.given = true;
    else
        r->buttons.given = true;
    for (unsigned i = 0; i < (unsigned)config_setting_length(value); i++)
        walk_element(r, list, config_setting_get_elem(value, i));
    if (list == &lists[0] && r->mistakes == mistakes)
        r->mistakes += settings_devices_whole(&r->devices, r->report, r->ctx);
}

static void walk_member(struct reading *r, const config_setting_t *member, const char *name,
                        struct setting_value *values)
{
    size_t count;
    const struct sahut_setting *table = sahut_settings_table(&count);
    int row = settings_row(name);
    if (row >= 0)
        take(r, member, &table[row], &values[row]);
    else if (find_list(name))
        walk_list(r, find_list(name), member);
    else if (!is_group(name))
        unknown(r, member, name);
    else if (config_setting_is_group(member))
        walk_group(r, member, name, values);
    else
        mistake(r, config_setting_source_line(member),
                "setting '%s' must be a group, for example %s = { … };", name, name);
}

/* ---- the whole ---- */

void settings_defaults(struct setting_value *values, struct settings_pool *pool)
{
    size_t count;
    const struct sahut_setting *table = sahut_settings_table(&count);
    struct reading r = {.values = values};
    for (size_t i = 0; i < count; i++) {
        struct sahut_text text = {0};
        config_t config;
        config_init(&config);
        sahut_text_addf(&text, "value = %s;", table[i].fallback);
        bool parsed = config_read_string(&config, sahut_text_get(&text)) == CONFIG_TRUE;
        assert(parsed);
        take(&r, config_lookup(&config, "value"), &table[i], &values[i]);
        config_destroy(&config);
        sahut_text_finish(&text);
    }
    settings_pool_move(pool, &r.pool);
}

/* libconfig's own complaint, with the line it is about. */
static void report_syntax(struct reading *r, const config_t *config)
{
    unsigned line = (unsigned)config_error_line(config);
    const char *at = r->source->text;
    for (unsigned i = 1; i < line && strchr(at, '\n'); i++)
        at = strchr(at, '\n') + 1;
    at += strspn(at, " \t");
    int len = readable(at);
    const char *what = config_error_text(config);
    if (strcmp(what, "duplicate setting name") == 0)
        mistake(r, line, "a setting is there twice in its group, the second time in: %.*s", len,
                at);
    else
        mistake(r, line, "%s near: %.*s (write name = value; and groups name = { … };)", what, len,
                at);
}

static void read_source(struct reading *r)
{
    config_t config;
    config_init(&config);
    if (config_read_string(&config, r->source->text) == CONFIG_TRUE)
        walk_group(r, config_root_setting(&config), "", r->values);
    else
        report_syntax(r, &config);
    config_destroy(&config);
}

/* A list that a file has takes the place of the one before. */
static void adopt_list(struct reading *r, struct settings_list *to, struct settings_list *from)
{
    if (!from->given)
        return;
    *to = *from;
    if (from->items)
        settings_pool_keep(&r->pool, from->items);
    from->items = NULL;
}

/* Only called when there was no mistake. */
static void adopt(struct sahut_settings *s, struct reading *r)
{
    size_t count;
    sahut_settings_table(&count);
    memcpy(s->values, r->values, count * sizeof *s->values);
    adopt_list(r, &s->devices, &r->devices);
    adopt_list(r, &s->buttons, &r->buttons);
    settings_pool_move(&s->pool, &r->pool);
}

int sahut_settings_read(struct sahut_settings *s, const char *path, sahut_settings_report *report,
                        void *ctx)
{
    struct settings_source source;
    struct sahut_why why = {0};
    int err = settings_source_read(&source, path, &why);
    if (err < 0) {
        if (report)
            report(ctx, why.text);
        return err;
    }
    size_t count;
    sahut_settings_table(&count);
    struct reading r = {
        .source = &source,
        .values = sahut_alloc(count, sizeof *r.values),
        .report = report,
        .ctx = ctx,
    };
    r.devices.pool = r.buttons.pool = &r.pool;
    memcpy(r.values, s->values, count * sizeof *r.values);
    read_source(&r);
    if (r.mistakes == 0)
        adopt(s, &r);
    free(r.devices.items);
    free(r.buttons.items);
    settings_pool_finish(&r.pool);
    free(r.values);
    settings_source_finish(&source);
    return r.mistakes ? -EINVAL : 0;
}
