// SPDX-License-Identifier: GPL-3.0-or-later
/* How loud the voice is. It lasts until the program ends; setting voice.volume is what it begins
 * with. */
#include "skills/skills_internal.h"

#include <string.h>

#define STEP 15

static int clamp(int percent)
{
    return percent < 0 ? 0 : percent > 100 ? 100 : percent;
}

void sahut_skills_set_volume(struct sahut_skills *s, int percent)
{
    if (s->volume > 0 && percent <= 0)
        s->volume_before = s->volume;
    s->volume = clamp(percent);
}

static int number(const struct turn *turn, const char *name, int otherwise)
{
    const struct sahut_slot *slot = sahut_intent_slot(turn->intent, name);

    return slot && slot->type == SAHUT_SLOT_NUMBER ? clamp((int)slot->number) : otherwise;
}

static int wanted(const struct turn *turn)
{
    const struct sahut_skills *s = turn->s;
    const struct sahut_slot *slot = sahut_intent_slot(turn->intent, "direction");
    const char *direction = slot ? slot->text : "";
    const int step = number(turn, "percent", STEP);

    if (strcmp(direction, "mute") == 0)
        return 0;
    if (strcmp(direction, "unmute") == 0)
        return s->volume > 0 ? s->volume : s->volume_before;
    if (strcmp(direction, "up") == 0)
        return clamp(s->volume + step);
    if (strcmp(direction, "down") == 0)
        return clamp(s->volume - step);
    return number(turn, "level", -1);
}

void volume_change(struct turn *turn)
{
    const int percent = wanted(turn);
    struct sahut_outcome *out = turn->out;

    if (percent < 0) {
        outcome_reply(out, "not_understood");
        return;
    }
    sahut_skills_set_volume(turn->s, percent);
    out->set_volume = true;
    out->volume = percent;
    outcome_reply(out, "volume_is");
    outcome_value(out, "level", SAHUT_PARAM_COUNT, percent);
    outcome_done(out, "volume %d %%", percent);
}
