// SPDX-License-Identifier: GPL-3.0-or-later
/* "That was a false alarm": the wake phrase wakes less easily from now on. */
#include "sahut/shelf.h"
#include "skills/skills_internal.h"

void wake_false_alarm(struct turn *turn)
{
    const struct sahut_skills_world *world = &turn->s->world;
    const double before = sahut_settings_real(world->settings, "wake.sensitivity");
    double after;
    struct sahut_why why;

    if (!world->state) {
        outcome_reply(turn->out, "not_able");
        return;
    }
    const int err = sahut_shelf_false_alarm(world->state, before, &after, &why);
    if (err) {
        outcome_not_stored(turn, err, &why);
        return;
    }
    if (!(after < before)) {
        outcome_reply(turn->out, "wakes_least");
        return;
    }
    turn->out->settings_changed = true;
    outcome_reply(turn->out, "wakes_less");
    outcome_done(turn->out, "wake.sensitivity is %.0f, it was %.0f", after, before);
}
