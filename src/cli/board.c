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
#include "sahut/lines.h"
#include "sahut/text.h"

#define SIDE 38

struct use {
    const struct sahut_profile *profile;
    const struct sahut_pin *pin;
    struct sahut_text text;
};

static void add_use(struct use *u, const struct sahut_line_setting *at, const char *name,
                    const char *more)
{
    if (at->pin && at->pin[0]
            ? sahut_profile_pin(u->profile, at->pin) == u->pin
            : strcmp(at->chip, u->pin->chip) == 0 && at->line == (int)u->pin->line)
        sahut_text_addf(&u->text, "%s%s%s", u->text.len ? ", " : "", name, more);
}

static void add_all_uses(struct use *u, const struct sahut_settings *settings)
{
    struct sahut_lines_config c;
    sahut_lines_settings(settings, &c);
    for (size_t i = 0; i < c.n_devices; i++)
        add_use(u, &c.devices[i].at, c.devices[i].name, "");
    for (size_t i = 0; i < c.n_buttons; i++)
        add_use(u, &c.buttons[i].at, sahut_button_name(c.buttons[i].does), " button");
    add_use(u, &c.knob[0], "knob", " A");
    add_use(u, &c.knob[1], "knob", " B");
    add_use(u, &c.light, "light", "");
}

/* What a pin is used for, in words; free(). */
static char *use_of(const struct sahut_pin *pin, const struct sahut_settings *settings,
                    const struct sahut_profile *profile, bool *is_free)
{
    struct use u = {profile, pin, {0}};
    struct sahut_line_state state = {0};
    *is_free = false;
    if (!pin->chip[0])
        return sahut_text_take(&u.text);
    add_all_uses(&u, settings);
    int err = sahut_board_line(pin->chip, pin->line, &state);
    if (pin->hat)
        sahut_text_addf(&u.text, "%s[hat: %s]", u.text.len ? " " : "", pin->hat);
    else if (pin->kernel)
        sahut_text_addf(&u.text, "%s[kernel: %s]", u.text.len ? " " : "", pin->kernel);
    else if (!u.text.len && !err && state.holder[0])
        sahut_text_addf(&u.text, "[%s]", state.holder);
    *is_free = !u.text.len && !err;
    return sahut_text_take(&u.text);
}

static void side(const char *text, bool left)
{
    printf(left ? "%*.*s" : "%-*.*s", SIDE, SIDE, text);
}

/* "GPIO17 = lamp", "GPIO8 [spi0 CS0]"; of a pin that nobody uses, what else it is called. */
static void describe(const struct sahut_pin *pin, const char *use, char out[128])
{
    int n = snprintf(out, 128, "%s", pin->name[0] == '-' ? " " : pin->name);
    if (use[0])
        n += snprintf(out + n, (size_t)(128 - n), use[0] == '[' ? " %s" : " = %s", use);
    for (const char *const *also = pin->also; !use[0] && *also && n < 100; also++)
        n += snprintf(out + n, (size_t)(128 - n), "%s%.20s%s", also == pin->also ? " (" : " ",
                      *also, also[1] ? "" : ")");
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

static void print_hat(const struct sahut_hat *hat)
{
    if (!hat)
        return;
    printf("\nhat: %s, %s\n", hat->name,
           hat->found ? "its sound card is there"
                      : "as setting board.hat says; its sound card is NOT there");
    printf("audio.input = \"plughw:CARD=%s,DEV=0\"", hat->card);
    printf(hat->plays ? ", audio.output the same\n" : "; it has no loudspeaker\n");
    printf("%ssource: %s\n", hat->verified ? "" : "NOT verified; ", hat->source);
    if (hat->note[0])
        printf("note: %s\n", hat->note);
}

static void print_board(struct picture *p)
{
    const char *source = sahut_profile_source(p->profile), *note = sahut_profile_note(p->profile);
    const char *tree = sahut_profile_tree(p->profile);
    printf("%s\n", sahut_profile_name(p->profile));
    if (!sahut_profile_verified(p->profile))
        printf("NOT verified: nobody compared its pins with a device tree that names them\n");
    else if (tree[0])
        printf("its lines were compared with Debian's device tree %s\n", tree);
    if (source[0])
        printf("source: %s\n", source);
    if (note[0])
        printf("note: %s\n", note);
    print_hat(sahut_profile_hat(p->profile));
    draw(p);
    if (p->free.len)
        printf("\nfree: %s\n", sahut_text_get(&p->free));
}

static json_t *hat_json(const struct sahut_hat *hat)
{
    return hat ? json_pack("{s:s, s:s, s:b, s:b, s:b, s:s, s:s}", "name", hat->name, "card",
                           hat->card, "found", hat->found, "plays", hat->plays, "verified",
                           hat->verified, "source", hat->source, "note", hat->note)
               : json_null();
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
        json_object_set_new(pin, "hat", pins[i].hat ? json_string(pins[i].hat) : json_null());
        json_object_set_new(pin, "kernel",
                            pins[i].kernel ? json_string(pins[i].kernel) : json_null());
        json_object_set_new(pin, "free", json_boolean(is_free));
        json_array_append_new(list, pin);
        free(use);
    }
    json_t *compatible = json_array();
    for (const char *const *c = sahut_profile_compatible(p->profile); *c; c++)
        json_array_append_new(compatible, json_string(*c));
    sahut_json_print(json_pack(
        "{s:s, s:o, s:b, s:s, s:s, s:s, s:o, s:o}", "board", sahut_profile_name(p->profile),
        "compatible", compatible, "verified", sahut_profile_verified(p->profile), "tree",
        sahut_profile_tree(p->profile), "source", sahut_profile_source(p->profile), "note",
        sahut_profile_note(p->profile), "hat", hat_json(sahut_profile_hat(p->profile)), "pins",
        list));
}

int cli_board(const struct cli *cli)
{
    struct sahut_settings *settings = NULL;
    struct sahut_profile *profile = NULL;
    struct sahut_why why;
    int code = cli_settings(cli, &settings);
    if (code != CLI_OK)
        return code;
    if (cli_profile(cli, settings, cli->n_operands ? cli->operands[0] : NULL, "", &profile, &why)) {
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
