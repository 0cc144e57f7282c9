// SPDX-License-Identifier: GPL-3.0-or-later
/* "Move the dentist one to ten": a reminder or an appointment, whichever of the two there is. */
#include "skills/agenda.h"

#include <stdlib.h>
#include <string.h>

#define FAR_MS (800 * DAY_S * SECOND_MS)

static bool has_event(struct turn *turn, const char *title)
{
    struct sahut_occurrence *list = NULL;
    size_t count = 0;
    const bool found = turn->s->world.calendar &&
                       sahut_calendar_find(turn->s->world.calendar, title, turn->now_ms,
                                           turn->now_ms + FAR_MS, 1, &list, &count) == 0 &&
                       count > 0;

    free(list);
    return found;
}

static bool has_reminder(struct turn *turn)
{
    struct selection chosen;

    select_promises(turn, SAHUT_PROMISE_REMINDER, "old", &chosen);
    free(chosen.items);
    return chosen.n > 0;
}

/* The order as another intent's, its slot `from` as `to`; free(). */
static struct sahut_intent *as(const struct sahut_intent *intent, const char *name,
                               const char *from, const char *to)
{
    struct sahut_intent *other = sahut_alloc(1, sizeof *other);

    *other = *intent;
    copy_text(other->name, sizeof other->name, name);
    for (size_t i = 0; i < other->n_slots; i++)
        if (strcmp(other->slots[i].name, from) == 0)
            copy_text(other->slots[i].name, sizeof other->slots[i].name, to);
    return other;
}

static void run_as(struct turn *turn, struct sahut_intent *other, skill_run *run)
{
    const struct sahut_intent *own = turn->intent;

    turn->intent = other;
    run(turn);
    turn->intent = own;
}

bool elsewhere_event(struct turn *turn)
{
    const bool cancel = strcmp(turn->intent->name, "reminder.cancel") == 0;
    const char *text = agenda_slot(turn, "text");
    struct sahut_intent *other;

    if (!text[0] || strcmp(text, SAHUT_FREE_WORD) == 0 || !has_event(turn, text))
        return false;
    other = as(turn->intent, cancel ? "event.cancel" : "event.change", "text", "title");
    run_as(turn, other, cancel ? event_cancel : event_change);
    free(other);
    return true;
}

bool elsewhere_reminder(struct turn *turn)
{
    const bool cancel = strcmp(turn->intent->name, "event.cancel") == 0;
    const char *title = agenda_slot(turn, "title");
    const struct sahut_intent *own = turn->intent;
    struct sahut_intent *other;
    bool found;

    if (!title[0] || strcmp(title, SAHUT_FREE_WORD) == 0 || has_event(turn, title))
        return false;
    other = as(own, cancel ? "reminder.cancel" : "reminder.change", "title", "text");
    turn->intent = other;
    found = has_reminder(turn);
    turn->intent = own;
    if (found)
        run_as(turn, other, cancel ? reminder_cancel : reminder_change);
    free(other);
    return found;
}
