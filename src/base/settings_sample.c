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

/* The lists, each with an example in comments. */
static const struct {
    const char *name, *head;
} lists[] = {
    {"devices",
     "\n# Devices on GPIO lines. A device has pin, or chip and line, or line_name, or pwm; "
     "everything\n"
     "# but the name and the line may be left out. Take off the first # of the lines below for a\n"
     "# first device.\n"},
    {"buttons", "\n# Push buttons. Take off the first # of the lines below for a first one.\n"},
};

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
    {"devices.kind", "\"light\""},
    {"devices.pin", "\"header:11\""},
    {"devices.chip", "\"gpiochip0\""},
    {"devices.line", "17"},
    {"devices.line_name", "\"GPIO17\""},
    {"devices.max_on", "3600"},
    {"devices.pulse", "500"},
    {"devices.not_with", "[ \"blind down\" ]"},
    {"devices.pwm", "\"pwmchip0:1\""},
    {"devices.words", "[ \"closed\", \"open\" ]"},
    {"buttons.does", "\"talk\""},
    {"buttons.pin", "\"header:13\""},
    {"knob.a", "\"header:29\""},
    {"knob.b", "\"header:31\""},
    {"light.pin", "\"header:15\""},
};

const char *settings_example(const struct sahut_setting *row)
{
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        if (strcmp(examples[i].name, row->name) == 0)
            return examples[i].example;
    return row->fallback;
}

/* Which list a row belongs to; -1: none. */
static int list_of(const struct sahut_setting *row)
{
    for (int i = 0; i < (int)(sizeof lists / sizeof *lists); i++) {
        size_t n = strlen(lists[i].name);
        if (strncmp(row->name, lists[i].name, n) == 0 && row->name[n] == '.')
            return i;
    }
    return -1;
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

/* What an example needs; the rest of it is at its default. */
static bool is_needed(const struct sahut_setting *row)
{
    static const char *const names[] = {"devices.name", "devices.aliases", "devices.room",
                                        "devices.kind", "devices.pin",     "devices.max_on",
                                        "buttons.does", "buttons.pin"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], row->name) == 0)
            return true;
    return false;
}

static void add_field(struct sahut_text *out, const struct sahut_setting *row)
{
    add_help(out, "#       ", row);
    sahut_text_addf(out, "#       %s = %s;\n", settings_leaf(row->name),
                    is_needed(row) ? settings_example(row) : row->fallback);
}

static void add_list(struct sahut_text *out, int list)
{
    size_t count;
    const struct sahut_setting *table = sahut_settings_table(&count);
    sahut_text_addf(out, "%s%s = (\n#   {\n", lists[list].head, lists[list].name);
    for (size_t i = 0; i < count; i++)
        if (list_of(&table[i]) == list)
            add_field(out, &table[i]);
    sahut_text_add(out, "#   }\n);\n");
}

char *sahut_settings_sample(void)
{
    size_t count;
    const struct sahut_setting *table = sahut_settings_table(&count);
    struct sahut_text out = {0};
    sahut_text_add(&out, head);
    for (size_t i = 0; i < count; i++) {
        if (list_of(&table[i]) >= 0)
            continue;
        bool first = i == 0 || !same_group(&table[i - 1], &table[i]);
        bool last = i + 1 == count || !same_group(&table[i], &table[i + 1]);
        add_setting(&out, &table[i], first, last);
    }
    for (int i = 0; i < (int)(sizeof lists / sizeof *lists); i++)
        add_list(&out, i);
    return sahut_text_take(&out);
}
