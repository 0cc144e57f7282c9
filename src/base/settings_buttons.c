// SPDX-License-Identifier: GPL-3.0-or-later
/* The list `buttons`. */
#include <string.h>

#include "sahut/text.h"
#include "settings_private.h"

static const char *const names[SAHUT_BUTTONS + 1] = {
    [SAHUT_BUTTON_TALK] = "talk",     [SAHUT_BUTTON_MUTE] = "mute",
    [SAHUT_BUTTON_STOP] = "stop",     [SAHUT_BUTTON_SNOOZE] = "snooze",
    [SAHUT_BUTTON_LOUDER] = "louder", [SAHUT_BUTTON_QUIETER] = "quieter",
};

const char *sahut_button_name(enum sahut_button button)
{
    return names[button];
}

static const struct setting_value *field(const struct setting_value *values, const char *name)
{
    return &values[settings_row(name)];
}

unsigned settings_buttons_add(struct settings_list *buttons, const struct setting_value *values,
                              const char *place, sahut_settings_report *report, void *ctx)
{
    struct settings_check check = {.place = place, .report = report, .ctx = ctx};
    const char *pin = field(values, "buttons.pin")->string;
    int does =
        settings_choice(&check, "buttons.does", field(values, "buttons.does")->string, names);
    if (!*pin)
        settings_mistake(&check,
                         "setting 'buttons.pin' is missing; add for example pin = \"GPIO17\"");
    if (check.mistakes)
        return check.mistakes;
    struct sahut_text what = {0};
    sahut_text_addf(&what, "button '%s'", names[does]);
    struct sahut_button_setting button = {
        .does = (enum sahut_button)does,
        .at =
            {
                .pin = pin,
                .chip = "",
                .line = -1,
                .line_name = "",
                .active_low = field(values, "buttons.active_low")->boolean,
                .bias =
                    settings_bias(&check, "buttons.bias", field(values, "buttons.bias")->string),
                .what = settings_pool_keep(buttons->pool, sahut_text_take(&what)),
                .place = settings_pool_keep(buttons->pool, sahut_strdup(place)),
            },
        .debounce_ms = field(values, "buttons.debounce")->integer,
    };
    struct sahut_button_setting *items =
        sahut_realloc(buttons->items, buttons->count + 1, sizeof *items);
    items[buttons->count++] = button;
    buttons->items = items;
    buttons->hash = settings_hash(buttons->hash, values, "buttons.");
    return check.mistakes;
}
