// SPDX-License-Identifier: GPL-3.0-or-later
/* `sahut board`: which board this is, its headers as they lie before you, and who uses what. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "sahut/board.h"
#include "sahut/event_json.h"
#include "sahut/text.h"

#define SIDE 34

/* What a pin is used for, in words; free(). */
static char *use_of(const struct sahut_pin *pin, const struct sahut_settings *settings,
                    const struct sahut_profile *profile, bool *is_free)
{
    struct sahut_text text = {0};
    struct sahut_line_state state = {0};
    size_t n;
    const struct sahut_device_setting *devices = sahut_settings_devices(settings, &n);
    *is_free = false;
    if (!pin->chip[0])
        return sahut_text_take(&text);
    for (size_t i = 0; i < n; i++)
        if (devices[i].at.pin[0] && sahut_profile_pin(profile, devices[i].at.pin) == pin)
            sahut_text_add(&text, devices[i].name);
    int err = sahut_board_line(pin->chip, pin->line, &state);
    if (!text.len && !err && state.holder[0])
        sahut_text_addf(&text, "[%s]", state.holder);
    *is_free = !text.len && !err;
    return sahut_text_take(&text);
}

static void side(const char *text, bool left)
{
    printf(left ? "%*.*s" : "%-*.*s", SIDE, SIDE, text);
}

static void describe(const struct sahut_pin *pin, const char *use, char out[128])
{
    if (pin->name[0] == '-')
        snprintf(out, 128, " ");
    else
        snprintf(out, 128, use[0] ? "%s %s%s" : "%s%.0s%s", pin->name, use[0] == '[' ? "" : "= ",
                 use);
}

struct picture {
    const struct sahut_profile *profile;
    const struct sahut_settings *settings;
    struct sahut_text free;
};

static void note_free(struct picture *p, const struct sahut_pin *pin, bool is_free)
{
    if (is_free)
        sahut_text_addf(&p->free, "%s%s", p->free.len ? " " : "", pin->name);
}

/* Odd numbers on the left, even ones on the right; a second line of a pin is left to --json. */
static void draw_row(struct picture *p, const struct sahut_pin *odd, const struct sahut_pin *even)
{
    char text[128];
    bool is_free;
    char *use = use_of(odd, p->settings, p->profile, &is_free);
    note_free(p, odd, is_free);
    describe(odd, use, text);
    side(text, true);
    free(use);
    printf(" %2d o", odd->number);
    if (!even) {
        putchar('\n');
        return;
    }
    use = use_of(even, p->settings, p->profile, &is_free);
    note_free(p, even, is_free);
    describe(even, use, text);
    printf(" o %-2d %s\n", even->number, text);
    free(use);
}

static void draw(struct picture *p)
{
    size_t n;
    const struct sahut_pin *pins = sahut_profile_pins(p->profile, &n);
    for (size_t i = 0; i < n;) {
        size_t next = i + 1;
        if (i == 0 || strcmp(pins[i].header, pins[i - 1].header) != 0)
            printf("\nheader %s\n", pins[i].header);
        while (next < n && pins[next].number == pins[i].number)
            next++;
        bool pair = next < n && pins[next].number == pins[i].number + 1 &&
                    strcmp(pins[next].header, pins[i].header) == 0;
        draw_row(p, &pins[i], pair ? &pins[next] : NULL);
        i = next;
        while (pair && i < n && pins[i].number == pins[next].number)
            i++;
    }
}

static void print_board(struct picture *p)
{
    const char *source = sahut_profile_source(p->profile), *note = sahut_profile_note(p->profile);
    const char *tree = sahut_profile_tree(p->profile);
    printf("%s\n", sahut_profile_name(p->profile));
    if (tree[0])
        printf(sahut_profile_verified(p->profile)
                   ? "its lines were compared with Debian's device tree %s\n"
                   : "NOT verified: nobody compared its pins with a device tree that names them "
                     "(%s)\n",
               tree);
    if (source[0])
        printf("source: %s\n", source);
    if (note[0])
        printf("note: %s\n", note);
    draw(p);
    if (p->free.len)
        printf("\nfree: %s\n", sahut_text_get(&p->free));
}

static void print_json(struct picture *p)
{
    size_t n;
    const struct sahut_pin *pins = sahut_profile_pins(p->profile, &n);
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        bool is_free;
        char *use = use_of(&pins[i], p->settings, p->profile, &is_free);
        json_t *also = json_array();
        for (const char *const *a = pins[i].also; *a; a++)
            json_array_append_new(also, json_string(*a));
        json_t *pin = json_pack("{s:s, s:i, s:s, s:o}", "header", pins[i].header, "number",
                                pins[i].number, "name", pins[i].name, "also", also);
        json_object_set_new(pin, "chip", pins[i].chip[0] ? json_string(pins[i].chip) : json_null());
        json_object_set_new(pin, "line",
                            pins[i].chip[0] ? json_integer(pins[i].line) : json_null());
        json_object_set_new(pin, "node", pins[i].node[0] ? json_string(pins[i].node) : json_null());
        char named[64];
        bool has_name =
            pins[i].chip[0] && sahut_profile_named(p->profile, &pins[i], named, sizeof(named));
        json_object_set_new(pin, "named", has_name ? json_string(named) : json_null());
        json_object_set_new(pin, "use", use[0] ? sahut_json_string(use) : json_null());
        json_object_set_new(pin, "free", json_boolean(is_free));
        json_array_append_new(list, pin);
        free(use);
    }
    json_t *compatible = json_array();
    for (const char *const *c = sahut_profile_compatible(p->profile); *c; c++)
        json_array_append_new(compatible, json_string(*c));
    sahut_json_print(
        json_pack("{s:s, s:o, s:b, s:s, s:s, s:s, s:o}", "board", sahut_profile_name(p->profile),
                  "compatible", compatible, "verified", sahut_profile_verified(p->profile), "tree",
                  sahut_profile_tree(p->profile), "source", sahut_profile_source(p->profile),
                  "note", sahut_profile_note(p->profile), "pins", list));
}

int cli_board(const struct cli *cli)
{
    struct sahut_settings *settings = NULL;
    struct sahut_profile *profile = NULL;
    struct sahut_why why;
    char models[400], folder[440];
    int code = cli_settings(cli, &settings);
    if (code != CLI_OK)
        return code;
    snprintf(folder, sizeof(folder), "%s/../boards", cli_models(cli, models, sizeof(models)));
    const char *name =
        cli->n_operands ? cli->operands[0] : sahut_settings_string(settings, "board.profile");
    if (sahut_profile_open(folder, name, &profile, &why)) {
        code = cli_fail(cli, CLI_FAILED, "%s", why.text);
    } else {
        struct picture p = {profile, settings, {0}};
        if (cli_given(cli, "json"))
            print_json(&p);
        else
            print_board(&p);
        sahut_text_finish(&p.free);
    }
    sahut_profile_free(profile);
    sahut_settings_free(settings);
    return code;
}
