// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sahut/settings.h"

#define LENGTH(a) (sizeof(a) / sizeof *(a))

/* ---- a folder for the files, and the messages without the folder's name ---- */

struct room {
    char folder[64];
    struct sahut_settings *settings;
    char messages[4096];
};

static int set_up(void **state)
{
    struct room *room = calloc(1, sizeof *room);
    assert_non_null(room);
    strcpy(room->folder, "/tmp/sahut-settings-XXXXXX");
    assert_non_null(mkdtemp(room->folder));
    sahut_settings_new(&room->settings);
    *state = room;
    return 0;
}

static int tear_down(void **state)
{
    struct room *room = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", room->folder);
    int rc = system(command);
    sahut_settings_free(room->settings);
    free(room);
    return rc;
}

static const char *path_of(const struct room *room, const char *name)
{
    static char path[160];
    snprintf(path, sizeof path, "%s/%s", room->folder, name);
    return path;
}

static void write_file(const struct room *room, const char *name, const char *text, size_t len)
{
    FILE *f = fopen(path_of(room, name), "w");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, len, f), len);
    fclose(f);
}

static void collect(void *ctx, const char *message)
{
    struct room *room = ctx;
    size_t folder = strlen(room->folder);
    for (const char *at = message; *at;) {
        size_t len = strlen(room->messages);
        if (strncmp(at, room->folder, folder) == 0 && at[folder] == '/') {
            at += folder + 1;
        } else {
            assert_true(len + 2 < sizeof room->messages);
            room->messages[len] = *at++;
        }
    }
    strcat(room->messages, "\n");
}

static int read_text(struct room *room, const char *text)
{
    memset(room->messages, 0, sizeof room->messages);
    write_file(room, "f", text, strlen(text));
    return sahut_settings_read(room->settings, path_of(room, "f"), collect, room);
}

static void must_read(struct room *room, const char *text)
{
    int err = read_text(room, text);
    assert_string_equal(room->messages, "");
    assert_int_equal(err, 0);
}

/* ---- defaults ---- */

/* The value as the table would write it. */
static void print_value(const struct sahut_settings *s, const struct sahut_setting *row,
                        char out[256])
{
    switch (row->type) {
    case SAHUT_SETTING_BOOL:
        snprintf(out, 256, "%s", sahut_settings_bool(s, row->name) ? "true" : "false");
        break;
    case SAHUT_SETTING_INT:
        snprintf(out, 256, "%d", sahut_settings_int(s, row->name));
        break;
    case SAHUT_SETTING_REAL:
        snprintf(out, 256, "%g", sahut_settings_real(s, row->name));
        break;
    case SAHUT_SETTING_STRING:
        snprintf(out, 256, "\"%s\"", sahut_settings_string(s, row->name));
        break;
    case SAHUT_SETTING_STRINGS:
        snprintf(out, 256, "%s", sahut_settings_strings(s, row->name)[0] ? "[ … ]" : "[ ]");
        break;
    }
}

static bool is_device_field(const struct sahut_setting *row)
{
    return strncmp(row->name, "devices.", 8) == 0 || strncmp(row->name, "buttons.", 8) == 0;
}

static void assert_defaults(const struct sahut_settings *s)
{
    size_t count, devices;
    const struct sahut_setting *table = sahut_settings_table(&count);
    for (size_t i = 0; i < count; i++) {
        char value[256], wanted[256];
        if (is_device_field(&table[i]))
            continue;
        print_value(s, &table[i], value);
        if (table[i].type == SAHUT_SETTING_REAL)
            snprintf(wanted, sizeof wanted, "%g", strtod(table[i].fallback, NULL));
        else
            snprintf(wanted, sizeof wanted, "%s", table[i].fallback);
        assert_string_equal(value, wanted);
    }
    sahut_settings_devices(s, &devices);
    assert_int_equal(devices, 0);
}

static void the_table_is_sound(void **state)
{
    size_t count;
    const struct sahut_setting *table = sahut_settings_table(&count);
    assert_true(count > 30);
    for (size_t i = 0; i < count; i++) {
        size_t help = strlen(table[i].help);
        double fallback = strtod(table[i].fallback, NULL);
        assert_true(help > 0 && table[i].help[help - 1] != '.');
        if (table[i].type == SAHUT_SETTING_INT || table[i].type == SAHUT_SETTING_REAL) {
            assert_true(table[i].min < table[i].max);
            assert_true(fallback >= table[i].min && fallback <= table[i].max);
        }
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(table[i].name, table[k].name);
    }
}

static void defaults_are_the_table(void **state)
{
    struct room *room = *state;
    assert_defaults(room->settings);
    assert_string_equal(sahut_settings_string(room->settings, "wake.phrase"), "smart mirror");
    assert_true(sahut_settings_real(room->settings, "wake.threshold") == 1e-20);
    assert_int_equal(sahut_settings_int(room->settings, "voice.rate"), 165);
}

static void the_sample_is_the_defaults(void **state)
{
    struct room *room = *state;
    size_t count;
    const struct sahut_setting *table = sahut_settings_table(&count);
    char *sample = sahut_settings_sample();
    for (size_t i = 0; i < count; i++) {
        char line[256];
        const char *dot = strrchr(table[i].name, '.');
        assert_non_null(strstr(sample, table[i].help));
        if (is_device_field(&table[i]))
            snprintf(line, sizeof line, "\n#       %s = ", dot + 1);
        else
            snprintf(line, sizeof line, "\n%s%s = %s;\n", dot ? "    " : "",
                     dot ? dot + 1 : table[i].name, table[i].fallback);
        assert_non_null(strstr(sample, line));
    }
    /* Over other values, so that each default has to come from the sample. */
    must_read(room,
              "language = \"de\"; timezone = \"UTC\"; wake = { phrase = \"x\"; threshold = 1; };"
              "voice = { rate = 80; earcons = false; }; storage = { keep_days = 0; };"
              "devices = ( { name = \"x\"; line_name = \"y\"; } );");
    must_read(room, sample);
    assert_defaults(room->settings);
    free(sample);
}

/* Taking off the first # of the example device makes a device. */
static void the_sample_device_is_one(void **state)
{
    struct room *room = *state;
    char *sample = sahut_settings_sample();
    char *devices = strstr(sample, "devices = (");
    assert_non_null(devices);
    for (char *line = devices; (line = strstr(line, "\n#   "));)
        line[1] = ' ';
    must_read(room, sample);
    size_t count;
    const struct sahut_device_setting *device = sahut_settings_devices(room->settings, &count);
    assert_int_equal(count, 1);
    assert_string_equal(device->name, "desk lamp");
    assert_string_equal(device->aliases[0], "lamp");
    assert_string_equal(device->at.pin, "header:11");
    const struct sahut_button_setting *button = sahut_settings_buttons(room->settings, &count);
    assert_int_equal(count, 1);
    assert_int_equal(button->does, SAHUT_BUTTON_TALK);
    assert_true(button->at.active_low);
    assert_int_equal(button->at.bias, SAHUT_BIAS_UP);
    assert_int_equal(button->debounce_ms, 20);
    free(sample);
}

/* ---- values ---- */

static void every_type(void **state)
{
    struct room *room = *state;
    const struct sahut_settings *s = room->settings;
    must_read(room, "// comment\n"
                    "timezone = \"Asia/Jakarta\";\n"
                    "hearing : { min_confidence = 1; order_timeout = 2.5 };\n"
                    "reminders = { text_hint = FALSE, ring_every = 0x10 }\n"
                    "agenda = { calendars = [ \"/a\", \"b c.ics\" ]; };\n");
    assert_string_equal(sahut_settings_string(s, "timezone"), "Asia/Jakarta");
    assert_true(sahut_settings_real(s, "hearing.min_confidence") == 1.0);
    assert_true(sahut_settings_real(s, "hearing.order_timeout") == 2.5);
    assert_false(sahut_settings_bool(s, "reminders.text_hint"));
    assert_int_equal(sahut_settings_int(s, "reminders.ring_every"), 16);
    const char *const *calendars = sahut_settings_strings(s, "agenda.calendars");
    assert_string_equal(calendars[0], "/a");
    assert_string_equal(calendars[1], "b c.ics");
    assert_null(calendars[2]);
    must_read(room, "agenda = { calendars = ( \"/c\" ); };");
    assert_string_equal(sahut_settings_strings(s, "agenda.calendars")[0], "/c");
    assert_string_equal(calendars[0], "/a"); /* what was handed out stays */
}

static void files_lie_over_each_other(void **state)
{
    struct room *room = *state;
    const struct sahut_settings *s = room->settings;
    size_t count;
    must_read(room, "voice = { rate = 200; pitch = 60; };"
                    "devices = ( { name = \"a\"; line_name = \"A\"; } );");
    must_read(room, "voice = { rate = 220; };");
    assert_int_equal(sahut_settings_int(s, "voice.rate"), 220);
    assert_int_equal(sahut_settings_int(s, "voice.pitch"), 60);
    sahut_settings_devices(s, &count);
    assert_int_equal(count, 1);
    /* Nothing of a file with a mistake is taken. */
    assert_int_equal(read_text(room, "voice = { rate = 100; pitch = 100; };"
                                     "devices = ( { name = \"b\"; line_name = \"B\"; } );"),
                     -EINVAL);
    assert_int_equal(sahut_settings_int(s, "voice.rate"), 220);
    assert_string_equal(sahut_settings_devices(s, &count)->name, "a");
    must_read(room, "devices = ( );");
    sahut_settings_devices(s, &count);
    assert_int_equal(count, 0);
    must_read(room, "");
}

static void a_device(void **state)
{
    struct room *room = *state;
    size_t count;
    must_read(room, "devices = (\n"
                    "  { name = \"  Desk   LAMP \"; aliases = [ \"Ölofen\" ]; room = \"Office\";\n"
                    "    chip = \"gpiochip0\"; line = 17; active_low = true; max_on = 120; },\n"
                    "  { name = \"fan\"; line_name = \"GPIO 22\"; at_start = \"on\"; },\n"
                    "  { name = \"pump\"; chip = \"pinctrl\"; line_name = \"P1\"; } );\n");
    const struct sahut_device_setting *device = sahut_settings_devices(room->settings, &count);
    assert_int_equal(count, 3);
    assert_string_equal(device[0].name, "desk lamp");
    assert_string_equal(device[0].aliases[0], "ölofen");
    assert_null(device[0].aliases[1]);
    assert_string_equal(device[0].room, "office");
    assert_string_equal(device[0].at.chip, "gpiochip0");
    assert_int_equal(device[0].at.line, 17);
    assert_string_equal(device[0].at.line_name, "");
    assert_true(device[0].at.active_low);
    assert_int_equal(device[0].at_start, SAHUT_DEVICE_OFF);
    assert_int_equal(device[0].max_on_s, 120);
    assert_string_equal(strrchr(device[0].place, '/'), "/f:2");
    assert_string_equal(device[1].at.line_name, "GPIO 22");
    assert_int_equal(device[1].at.line, -1);
    assert_int_equal(device[1].at_start, SAHUT_DEVICE_ON);
    assert_string_equal(device[1].at.chip, "");
    assert_string_equal(device[2].at.chip, "pinctrl");
    assert_string_equal(strrchr(device[2].place, '/'), "/f:5");
}

/* ---- mistakes ---- */

#define PHRASE_EXAMPLE "must be a text in quotes, for example phrase = \"smart mirror\"\n"

static void mistakes(void **state)
{
    static const struct {
        const char *text, *messages;
    } rows[] = {
        /* names */
        {"wake = {\n  frase = \"x\";\n};",
         "f:2: unknown setting 'wake.frase'; did you mean 'wake.phrase'?\n"},
        {"\n\nlangauge = \"en\";", "f:3: unknown setting 'langauge'; did you mean 'language'?\n"},
        {"phrase = \"x\";", "f:1: unknown setting 'phrase'; did you mean 'wake.phrase'?\n"},
        {"waek = { phrase = \"x\"; };", "f:1: unknown setting 'waek'; did you mean 'wake'?\n"},
        {"devcies = ( { name = \"x\"; } );",
         "f:1: unknown setting 'devcies'; did you mean 'devices'?\n"},
        {"xyzzy = 5;", "f:1: unknown setting 'xyzzy'; sahut.conf(5) lists all\n"},
        {"wake = 5;", "f:1: setting 'wake' must be a group, for example wake = { … };\n"},
        {"voice = { rate = 100; rate = 110; };",
         "f:1: a setting is there twice in its group, the second time in: voice = { rate = 100; "
         "rate = 110; };\n"},
        /* types */
        {"wake = { phrase = 5; };", "f:1: setting 'wake.phrase' is 5, but " PHRASE_EXAMPLE},
        {"wake = { phrase = [ \"x\" ]; };",
         "f:1: setting 'wake.phrase' is a list, but " PHRASE_EXAMPLE},
        {"wake = { phrase = { x = 1; }; };",
         "f:1: setting 'wake.phrase' is a group { }, but " PHRASE_EXAMPLE},
        {"voice = { earcons = \"yes\"; };",
         "f:1: setting 'voice.earcons' is \"yes\", but must be true or false, for example earcons "
         "= true\n"},
        {"voice = { rate = 165.5; };", "f:1: setting 'voice.rate' is 165.5, but must be a whole "
                                       "number, for example rate = 165\n"},
        {"wake = { threshold = \"low\"; };",
         "f:1: setting 'wake.threshold' is \"low\", but must be a number, for example threshold = "
         "1e-20\n"},
        {"wake = { threshold = true; };",
         "f:1: setting 'wake.threshold' is true, but must be a number, for example threshold = "
         "1e-20\n"},
        {"agenda = { calendars = \"/a\"; };",
         "f:1: setting 'agenda.calendars' is \"/a\", but must be a list of texts, for example "
         "calendars = [ \"/home/me/calendars\", \"/home/me/work.ics\" ]\n"},
        {"agenda = { calendars = ( \"/a\",\n 5 ); };",
         "f:2: setting 'agenda.calendars' is 5, but must be a list of texts, for example "
         "calendars = [ \"/home/me/calendars\", \"/home/me/work.ics\" ]\n"},
        /* values */
        {"voice = { rate = 1000; };",
         "f:1: setting 'voice.rate' is 1000, but must be from 80 to 450 words per minute\n"},
        {"voice = { rate = 99999999999L; };",
         "f:1: setting 'voice.rate' is 99999999999, but must be from 80 to 450 words per minute\n"},
        {"hearing = { order_timeout = 0; };",
         "f:1: setting 'hearing.order_timeout' is 0, but must be from 1 to 30 s\n"},
        {"wake = { threshold = 1e-61; };",
         "f:1: setting 'wake.threshold' is 1e-61, but must be from 1e-60 to 1\n"},
        {"wake = { threshold = 1e999; };",
         "f:1: setting 'wake.threshold' is inf, but must be from 1e-60 to 1\n"},
        {"wake = { phrase = \"\"; };",
         "f:1: setting 'wake.phrase' is empty; write for example phrase = \"smart mirror\"\n"},
        {"timezone = \"Europe/Berln\";",
         "f:1: setting 'timezone': unknown time zone 'Europe/Berln'; did you mean "
         "'Europe/Berlin'?\n"},
        /* every mistake is reported */
        {"wake = { phrase = 5;\n threshold = 2.0;\n };\nvioce = { rate = 1; };",
         "f:1: setting 'wake.phrase' is 5, but " PHRASE_EXAMPLE
         "f:2: setting 'wake.threshold' is 2, but must be from 1e-60 to 1\n"
         "f:4: unknown setting 'vioce'; did you mean 'voice'?\n"},
        /* syntax */
        {"wake.phrase = \"x\";", "f:1: syntax error near: wake.phrase = \"x\"; (write name = "
                                 "value; and groups name = { … };)\n"},
        {"language = \"en\";\n  voice = {\n rate = ;\n};",
         "f:3: syntax error near: rate = ; (write name = value; and groups name = { … };)\n"},
        {"agenda = { calendars = [ \"a\", 5 ]; };",
         "f:1: mismatched element type in array near: agenda = { calendars = [ \"a\", 5 ]; }; "
         "(write name = value; and groups name = { … };)\n"},
    };
    struct room *room = *state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        int err = read_text(room, rows[i].text);
        assert_string_equal(room->messages, rows[i].messages);
        assert_int_equal(err, -EINVAL);
    }
    assert_defaults(room->settings);
    assert_int_equal(sahut_settings_read(room->settings, path_of(room, "f"), NULL, NULL), -EINVAL);
}

static void mistakes_in_devices(void **state)
{
    static const struct {
        const char *text, *messages;
    } rows[] = {
        {"devices = { name = \"x\"; };",
         "f:1: setting 'devices' must be a list of groups, for example devices = ( { name = \"desk "
         "lamp\"; } );\n"},
        {"devices = ( \"lamp\" );",
         "f:1: setting 'devices' is a list of groups, for example devices = ( { name = \"desk "
         "lamp\"; } );\n"},
        {"devices = (\n {\n line_name = \"x\"; } );",
         "f:2: setting 'devices.name' is missing; add for example name = \"desk lamp\"\n"},
        {"devices = ( { name = \"\"; line_name = \"x\"; } );",
         "f:1: setting 'devices.name' is empty; write for example name = \"desk lamp\"\n"},
        {"devices = ( { name = \" \"; line_name = \"x\"; } );",
         "f:1: setting 'devices.name' is empty; write it as it is spoken, like \"desk lamp\"\n"},
        {"devices = ( { name = 7; line_name = \"x\"; } );",
         "f:1: setting 'devices.name' is 7, but must be a text in quotes, for example name = "
         "\"desk "
         "lamp\"\n"},
        {"devices = ( { name = \"a\"; line_nane = \"x\"; } );",
         "f:1: unknown setting 'devices.line_nane'; did you mean 'devices.line_name'?\n"},
        {"devices = ( { name = \"a\"; } );",
         "f:1: device 'a' has no line; add pin = \"GPIO17\", or chip = \"gpiochip0\" and line "
         "= 17, or the like\n"},
        {"devices = ( { name = \"a\"; pin = \"GPIO1\"; line_name = \"x\"; } );",
         "f:1: device 'a' has pin = \"GPIO1\" and another line besides; keep one of them\n"},
        {"devices = ( { name = \"a\"; pwm = \"pwmchip0:0\"; line_name = \"x\"; } );",
         "f:1: device 'a' has pwm = \"pwmchip0:0\" and a line; keep one of them\n"},
        {"devices = ( { name = \"a\"; pin = \"x\"; at_start = \"yes\"; } );",
         "f:1: setting 'devices.at_start' is \"yes\", but must be off, on or keep\n"},
        {"devices = ( { name = \"a\"; pin = \"x\"; kind = \"lamp\"; } );",
         "f:1: setting 'devices.kind' is \"lamp\", but must be light, fan, heater or socket\n"},
        {"devices = ( { name = \"a\"; pin = \"x\"; input = true; max_on = 5; } );",
         "f:1: device 'a' is an input, which is never switched; leave out at_start, max_on, pulse, "
         "not_with, confirm and pwm\n"},
        {"devices = ( { name = \"a\"; pin = \"x\"; pulse = 5; max_on = 5; } );",
         "f:1: device 'a' has a pulse and is off at all other times; leave out max_on, pwm and "
         "at_start\n"},
        {"devices = ( { name = \"a\"; pin = \"x\"; at_start = \"on\"; max_on = 5; } );",
         "f:1: device 'a' has max_on, so it can be neither on at the start nor left on at the "
         "end\n"},
        {"devices = ( { name = \"a\"; pin = \"x\"; words = [ \"open\" ]; } );",
         "f:1: setting 'devices.words' must be two words, when inactive and when active: words = "
         "[ \"closed\", \"open\" ]\n"},
        {"devices = ( { name = \"a\"; pin = \"x\"; not_with = [ \"b\" ]; } );",
         "f:1: setting 'devices.not_with' is \"b\", but no other device that is switched has that "
         "name\n"},
        {"devices = ( { name = \"a\"; pin = \"x\"; not_with = [ \"b\" ]; at_start = \"on\"; },\n"
         " { name = \"b\"; pin = \"y\"; at_start = \"on\"; } );",
         "f:1: devices 'a' and 'b' must not be on at the same time, but both are at the start\n"},
        {"buttons = ( { pin = \"x\"; } );",
         "f:1: setting 'buttons.does' is missing; add for example does = \"talk\"\n"},
        {"buttons = ( { does = \"talk\"; } );",
         "f:1: setting 'buttons.pin' is missing; add for example pin = \"GPIO17\"\n"},
        {"buttons = ( { does = \"sing\"; pin = \"x\"; } );",
         "f:1: setting 'buttons.does' is \"sing\", but must be talk, mute, stop, snooze, louder or "
         "quieter\n"},
        {"devices = ( { name = \"a\"; line = 4; } );",
         "f:1: device 'a' has line = 4 but no chip; add chip = \"gpiochip0\" or the like\n"},
        {"devices = ( { name = \"a\"; chip = \"c\"; } );",
         "f:1: device 'a' has chip = \"c\" but no line; add line = 17 or the like\n"},
        {"devices = ( { name = \"a\"; chip = \"c\"; line = 4; line_name = \"x\"; } );",
         "f:1: device 'a' has both line = 4 and line_name = \"x\"; keep one of them\n"},
        {"devices = ( { name = \"a\"; chip = \"c\"; line = -2; } );",
         "f:1: setting 'devices.line' is -2, but must be from -1 to 65535\n"},
        {"devices = ( { name = \"Lamp\"; line_name = \"x\"; },\n"
         "  { name = \"lamp\"; line_name = \"y\"; } );",
         "f:2: setting 'devices.name' is \"lamp\", but the device 'lamp' at f:1 is already called "
         "that; every spoken name must be there once\n"},
        {"devices = ( { name = \"a\"; aliases = [ \"lamp\" ]; line_name = \"x\"; },\n"
         "  { name = \"b\"; aliases = [ \"c\", \"LAMP\" ]; line_name = \"y\"; } );",
         "f:2: setting 'devices.aliases' is \"lamp\", but the device 'a' at f:1 is already called "
         "that; every spoken name must be there once\n"},
        {"devices = ( { name = \"a\"; aliases = [ \"b\", \"A\" ]; line_name = \"x\"; } );",
         "f:1: setting 'devices.aliases' is \"a\" twice, or the name again; every spoken name must "
         "be there once\n"},
    };
    struct room *room = *state;
    size_t count;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        int err = read_text(room, rows[i].text);
        assert_string_equal(room->messages, rows[i].messages);
        assert_int_equal(err, -EINVAL);
    }
    sahut_settings_devices(room->settings, &count);
    assert_int_equal(count, 0);
}

/* ---- files ---- */

static void includes(void **state)
{
    struct room *room = *state;
    mkdir(path_of(room, "more"), 0755);
    const char voice[] = "# a voice\nrate = 200;"; /* no line end */
    const char devices[] = "@include \"one.conf\"";
    const char one[] = "{ name = \"a\";\n line_name = \"A\"; }";
    write_file(room, "more/voice.conf", voice, sizeof voice - 1);
    write_file(room, "more/devices.conf", devices, sizeof devices - 1);
    write_file(room, "more/one.conf", one, sizeof one - 1);
    const char *absolute = path_of(room, "more/voice.conf");
    char text[1024];
    snprintf(text, sizeof text,
             "/*\n@include \"nowhere\"\n*/ voice = {\n  @include \"%s\"\n pitch = 9;\n};\n"
             "devices = (\n@include \"more/devices.conf\" # all of them\n);\n"
             "language = \"x\n@include \\\"nowhere\\\"\";\n",
             absolute);
    must_read(room, text);
    size_t count;
    const struct sahut_device_setting *device = sahut_settings_devices(room->settings, &count);
    assert_int_equal(sahut_settings_int(room->settings, "voice.rate"), 200);
    assert_int_equal(count, 1);
    assert_string_equal(strrchr(device->place, '/'), "/one.conf:1");
    assert_int_equal(strncmp(sahut_settings_string(room->settings, "language"), "x\n@", 3), 0);
}

static void mistakes_in_includes(void **state)
{
    static const struct {
        const char *text, *messages;
    } rows[] = {
        {"\n@include \"none.conf\"\n",
         "f:2: cannot include \"none.conf\": none.conf: No such file or directory\n"},
        {"@include \"folder\"\n", "folder: is not a file but a folder\n"},
        {"@include more\n", "f:1: an include is a line of its own, like @include \"more.conf\"\n"},
        {"@include \"wrong.conf\" language = \"x\";\n",
         "f:1: an include is a line of its own, like @include \"more.conf\"\n"},
        {"@include \"f\"\n", "f: includes itself through f\n"},
        {"@include \"circle.conf\"\n", "f: includes itself through circle.conf\n"},
        {"voice = {\n@include \"wrong.conf\"\nrat = 1; };\nlangage = \"en\";",
         "wrong.conf:2: setting 'voice.rate' is 1, but must be from 80 to 450 words per minute\n"
         "f:3: unknown setting 'voice.rat'; did you mean 'voice.rate'?\n"
         "f:4: unknown setting 'langage'; did you mean 'language'?\n"},
        {"@include \"broken.conf\"\n", "broken.conf:2: syntax error near: = = 5 (write name = "
                                       "value; and groups name = { … };)\n"},
    };
    struct room *room = *state;
    mkdir(path_of(room, "folder"), 0755);
    write_file(room, "wrong.conf", "\nrate = 1;\n", 11);
    write_file(room, "broken.conf", "language\n = = 5", 15);
    write_file(room, "circle.conf", "@include \"f\"\n", 13);
    for (size_t i = 0; i < LENGTH(rows); i++) {
        int err = read_text(room, rows[i].text);
        assert_string_equal(room->messages, rows[i].messages);
        assert_int_equal(err, -EINVAL);
    }
}

static void files_that_are_none(void **state)
{
    struct room *room = *state;
    struct sahut_settings *s = room->settings;
    assert_int_equal(sahut_settings_read(s, path_of(room, "none"), collect, room), -ENOENT);
    assert_string_equal(room->messages, "none: No such file or directory\n");

    memset(room->messages, 0, sizeof room->messages);
    assert_int_equal(sahut_settings_read(s, room->folder, collect, room), -EINVAL);
    assert_non_null(strstr(room->messages, ": is not a file but a folder\n"));

    memset(room->messages, 0, sizeof room->messages);
    write_file(room, "nul", "language\0= 5;", 13);
    assert_int_equal(sahut_settings_read(s, path_of(room, "nul"), collect, room), -EINVAL);
    assert_string_equal(room->messages, "nul: holds a NUL byte; that is no settings file\n");

    memset(room->messages, 0, sizeof room->messages);
    assert_int_equal(mkfifo(path_of(room, "pipe"), 0600), 0);
    assert_int_equal(sahut_settings_read(s, path_of(room, "pipe"), collect, room), -EINVAL);
    assert_string_equal(room->messages, "pipe: is not a file but a device, socket or pipe\n");

    if (geteuid() != 0) {
        memset(room->messages, 0, sizeof room->messages);
        write_file(room, "secret", "", 0);
        chmod(path_of(room, "secret"), 0);
        assert_int_equal(sahut_settings_read(s, path_of(room, "secret"), collect, room), -EACCES);
        assert_string_equal(room->messages, "secret: Permission denied\n");
    }
    sahut_settings_free(NULL);
}

/* What Sahut writes stays beside what it wrote before, and is read as any file. */
static void what_sahut_writes(void **state)
{
    struct room *room = *state;
    struct sahut_why why;
    char path[100], path_in_none[120];
    snprintf(path, sizeof path, "%s/settings.conf", room->folder);
    assert_int_equal(
        sahut_settings_put_string(path, "wake.phrase", "hey \"quoted\" \\ kitchen", &why), 0);
    assert_int_equal(sahut_settings_put_real(path, "wake.sensitivity", 35, &why), 0);
    assert_int_equal(sahut_settings_put_real(path, "wake.sensitivity", 40, &why), 0);
    assert_int_equal(sahut_settings_read(room->settings, path, NULL, NULL), 0);
    assert_string_equal(sahut_settings_string(room->settings, "wake.phrase"),
                        "hey \"quoted\" \\ kitchen");
    assert_true(sahut_settings_real(room->settings, "wake.sensitivity") == 40);
    snprintf(path_in_none, sizeof path_in_none, "%s/none/settings.conf", room->folder);
    assert_int_equal(sahut_settings_put_real(path_in_none, "wake.sensitivity", 40, &why), -ENOENT);
}

/* A file that somebody broke is not overwritten. */
static void a_broken_file_stays(void **state)
{
    struct room *room = *state;
    struct sahut_why why;
    char path[100], back[20] = "";
    snprintf(path, sizeof path, "%s/settings.conf", room->folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("wake = {", f);
    fclose(f);
    assert_int_equal(sahut_settings_put_real(path, "wake.sensitivity", 40, &why), -EINVAL);
    assert_non_null(strstr(why.text, path));
    f = fopen(path, "r");
    assert_non_null(fgets(back, sizeof back, f));
    fclose(f);
    assert_string_equal(back, "wake = {");
}

#define ROOM_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_sound),
        ROOM_TEST(defaults_are_the_table),
        ROOM_TEST(the_sample_is_the_defaults),
        ROOM_TEST(the_sample_device_is_one),
        ROOM_TEST(every_type),
        ROOM_TEST(files_lie_over_each_other),
        ROOM_TEST(a_device),
        ROOM_TEST(mistakes),
        ROOM_TEST(mistakes_in_devices),
        ROOM_TEST(includes),
        ROOM_TEST(mistakes_in_includes),
        ROOM_TEST(files_that_are_none),
        ROOM_TEST(what_sahut_writes),
        ROOM_TEST(a_broken_file_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
