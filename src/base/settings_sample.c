// SPDX-License-Identifier: GPL-3.0-or-later
/* The sample file, written from the table. */
#include <string.h>

#include "sahut/text.h"
#include "settings_private.h"

static const char head[] =
    "# Settings of Sahut. Everything here is at its default; see sahut.conf(5).\n"
    "#\n"
    "# name = value; one a line. \"text\" in quotes, true or false, lists like [ \"a\", \"b\" ].\n"
    "# A line like  @include \"more.conf\"  reads another file, relative to this one.\n";

static const char devices_head[] =
    "\n# Devices on GPIO lines. A device has chip and line, or line_name; everything but the name\n"
    "# and the line may be left out. Take off the first # of the lines below for a first device.\n"
    "devices = (\n";

const char *settings_leaf(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

/* Where the default says nothing about how a value looks. */
static const struct {
    const char *name, *example;
} examples[] = {
    {"timezone", "\"Europe/Berlin\""},
    {"agenda.calendars", "[ \"/home/me/calendars\", \"/home/me/work.ics\" ]"},
    {"devices.name", "\"desk lamp\""},
    {"devices.aliases", "[ \"lamp\", \"light\" ]"},
    {"devices.room", "\"office\""},
    {"devices.chip", "\"gpiochip0\""},
    {"devices.line", "17"},
    {"devices.line_name", "\"GPIO17\""},
    {"devices.max_on", "3600"},
};

const char *settings_example(const struct sahut_setting *row)
{
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        if (strcmp(examples[i].name, row->name) == 0)
            return examples[i].example;
    return row->fallback;
}

static bool is_device_field(const struct sahut_setting *row)
{
    return strncmp(row->name, "devices.", 8) == 0;
}

static void add_help(struct sahut_text *out, const char *indent, const struct sahut_setting *row)
{
    sahut_text_addf(out, "%s# %s\n%s# ", indent, row->help, indent);
    if (row->type == SAHUT_SETTING_INT || row->type == SAHUT_SETTING_REAL) {
        if (row->min <= row->max)
            sahut_text_addf(out, "%.10g to %.10g", row->min, row->max);
        sahut_text_addf(out, "%s%s; ", row->unit ? " " : "", row->unit ? row->unit : "");
    }
    sahut_text_addf(out, "default %s", row->fallback);
    if (row->fallback != settings_example(row))
        sahut_text_addf(out, "; example: %s", settings_example(row));
    sahut_text_add(out, "\n");
}

static size_t prefix_length(const char *name)
{
    return (size_t)(settings_leaf(name) - name);
}

static bool same_group(const struct sahut_setting *a, const struct sahut_setting *b)
{
    size_t len = prefix_length(a->name);
    return len == prefix_length(b->name) && strncmp(a->name, b->name, len) == 0;
}

static void add_setting(struct sahut_text *out, const struct sahut_setting *row, bool first,
                        bool last)
{
    size_t prefix = prefix_length(row->name);
    const char *indent = prefix ? "    " : "";
    sahut_text_add(out, "\n");
    if (prefix && first)
        sahut_text_addf(out, "%.*s = {\n", (int)prefix - 1, row->name);
    add_help(out, indent, row);
    sahut_text_addf(out, "%s%s = %s;\n", indent, settings_leaf(row->name), row->fallback);
    if (prefix && last)
        sahut_text_add(out, "};\n");
}

/* The example device: a line number, hence no line name. */
static void add_device_field(struct sahut_text *out, const struct sahut_setting *row)
{
    bool is_line_name = strcmp(row->name, "devices.line_name") == 0;
    add_help(out, "#       ", row);
    sahut_text_addf(out, "#       %s = %s;\n", settings_leaf(row->name),
                    is_line_name ? row->fallback : settings_example(row));
}

char *sahut_settings_sample(void)
{
    size_t count;
    const struct sahut_setting *table = sahut_settings_table(&count);
    struct sahut_text out = {0};
    sahut_text_add(&out, head);
    for (size_t i = 0; i < count; i++) {
        if (is_device_field(&table[i]))
            continue;
        bool first = i == 0 || !same_group(&table[i - 1], &table[i]);
        bool last = i + 1 == count || !same_group(&table[i], &table[i + 1]);
        add_setting(&out, &table[i], first, last);
    }
    sahut_text_add(&out, devices_head);
    sahut_text_add(&out, "#   {\n");
    for (size_t i = 0; i < count; i++)
        if (is_device_field(&table[i]))
            add_device_field(&out, &table[i]);
    sahut_text_add(&out, "#   }\n);\n");
    return sahut_text_take(&out);
}
