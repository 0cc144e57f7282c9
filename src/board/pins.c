// SPDX-License-Identifier: GPL-3.0-or-later
/* A line by meaning. In this order: what the board's profile knows (header:11, P9_12, GPIO17, PC7),
 * a chip with an offset (LABEL:17), a name of the kernel's. */
#include "board/lines_private.h"
#include "sahut/board.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "LABEL:17": the offset, and the label in `room`; -1 for another form. */
static int chip_and_offset(const char *pin, char room[PIN_ROOM])
{
    const char *colon = strrchr(pin, ':');
    char *end;
    long offset;

    if (!colon || colon == pin || (size_t)(colon - pin) >= PIN_ROOM)
        return -1;
    offset = strtol(colon + 1, &end, 10);
    if (end == colon + 1 || *end || offset < 0 || offset > 65535)
        return -1;
    snprintf(room, PIN_ROOM, "%.*s", (int)(colon - pin), pin);
    return (int)offset;
}

static int why_no_pin(const struct sahut_profile *profile, const struct sahut_line_setting *at,
                      struct sahut_why *why)
{
    return sahut_why(why, -EINVAL,
                     "%s: %s: there is no pin '%s' on %s; 'sahut board' shows what there is",
                     at->place, at->what, at->pin,
                     profile ? sahut_profile_name(profile) : "a board without a profile");
}

/* Is the line of this pin ours to use? */
static int check_use(const struct sahut_profile *profile, const struct sahut_pin *pin,
                     const struct sahut_line_setting *at, bool input, struct sahut_why *why)
{
    const struct sahut_hat *hat = sahut_profile_hat(profile);
    const bool button = pin->hat && strcmp(pin->hat, "button") == 0;
    const bool light = pin->hat && strcmp(pin->hat, "light") == 0;

    if (pin->hat && hat && ((button && !input) || (light && input)))
        return sahut_why(why, -EBUSY,
                         "%s: %s: pin %d (%s) is the %s of the %s, which can only be %s; choose "
                         "another line",
                         at->place, at->what, pin->number, pin->name, pin->hat, hat->name,
                         button ? "read" : "switched");
    if (pin->hat && hat && !button && !light)
        return sahut_why(why, -EBUSY,
                         "%s: %s: pin %d (%s) is held by the %s (%s); choose another line, or set "
                         "board.hat = \"none\" if that is not plugged in",
                         at->place, at->what, pin->number, pin->name, hat->name, pin->hat);
    if (pin->kernel && !pin->hat)
        return sahut_why(why, -EBUSY,
                         "%s: %s: pin %d (%s) is held by the kernel's %s; switch that off in the "
                         "board's configuration, or choose another line",
                         at->place, at->what, pin->number, pin->name, pin->kernel);
    return 0;
}

static int take_pin(const struct sahut_profile *profile, const struct sahut_pin *pin,
                    const struct sahut_line_setting *at, struct sahut_line_setting *out,
                    struct sahut_why *why)
{
    if (!pin->chip[0])
        return sahut_why(why, -EINVAL,
                         "%s: %s: pin %d of header %s of %s is %s, not a line that can be used",
                         at->place, at->what, pin->number, pin->header, sahut_profile_name(profile),
                         pin->name[0] == '-' ? "unknown" : pin->name);
    out->chip = pin->chip;
    out->line = (int)pin->line;
    return 0;
}

/* What `at->pin` says, before anybody asks whether it is ours. */
static int meant(const struct sahut_profile *profile, const struct sahut_line_setting *at,
                 char room[PIN_ROOM], struct sahut_line_setting *out, struct sahut_why *why)
{
    const struct sahut_pin *pin;
    int offset;

    *out = *at;
    if (!at->pin || !at->pin[0])
        return 0;
    out->pin = "";
    pin = profile ? sahut_profile_pin(profile, at->pin) : NULL;
    if (pin)
        return take_pin(profile, pin, at, out, why);
    if (strncmp(at->pin, "header:", 7) == 0)
        return why_no_pin(profile, at, why);
    offset = chip_and_offset(at->pin, room);
    if (offset >= 0) {
        out->chip = room;
        out->line = offset;
    } else {
        out->line_name = at->pin;
    }
    return 0;
}

int pins_resolve(const struct sahut_profile *profile, const struct sahut_line_setting *at,
                 bool input, char room[PIN_ROOM], struct sahut_line_setting *out,
                 struct sahut_why *why)
{
    const struct sahut_pin *pin = NULL;
    const int err = meant(profile, at, room, out, why);

    if (!err && profile && out->chip[0] && out->line >= 0)
        pin = sahut_profile_line(profile, out->chip, (unsigned)out->line);
    return pin ? check_use(profile, pin, at, input, why) : err;
}
