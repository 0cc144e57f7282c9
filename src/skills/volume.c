// SPDX-License-Identifier: GPL-3.0-or-later
/* How loud the voice is. It outlives the program; setting voice.volume is what it begins with, and
 * when that is changed it counts again. */
#include "skills/skills_internal.h"

#include <stdio.h>
#include <string.h>

#define STEP 15
/* "VOLUME BEFORE SETTING": as it is, as it was before it was muted, and the setting it began with. */
#define NOTE "volume"

static int clamp(int percent)
{
    return percent < 0 ? 0 : percent > 100 ? 100 : percent;
}

static int setting(const struct sahut_skills *s)
{
    return sahut_settings_int(s->world.settings, "voice.volume");
}

void volume_recall(struct sahut_skills *s)
{
    int volume, before, began;
    char text[48];

    s->volume = s->volume_before = setting(s);
    if (sahut_store_note(s->world.store, NOTE, text, sizeof text) ||
        sscanf(text, "%d %d %d", &volume, &before, &began) != 3 || began != setting(s))
        return;
    s->volume = clamp(volume);
    s->volume_before = clamp(before);
}

int sahut_skills_volume(const struct sahut_skills *s)
{
    return s->volume;
}

void sahut_skills_set_volume(struct sahut_skills *s, int percent)
{
    char text[48];

    percent = clamp(percent);
    if (percent == s->volume)
        return;
    if (percent == 0)
        s->volume_before = s->volume;
    s->volume = percent;
    snprintf(text, sizeof text, "%d %d %d", s->volume, s->volume_before, setting(s));
    sahut_store_note_put(s->world.store, NOTE, text, NULL);
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
