// SPDX-License-Identifier: GPL-3.0-or-later
/* A long day is summed up and read in parts.
 *
 *   "what's on today"  → "You have eleven appointments today … Shall I read the morning?"  ask
 * confirm "yes"              → the morning, "Shall I go on with the afternoon?" ask confirm "no" →
 * the question is dropped
 *
 * The part to be read next is a slot of the order that waits (question.c).
 */
#include "skills/agenda.h"

#include <stdio.h>
#include <string.h>

/* More than this nobody keeps in mind. */
#define LONG_DAY 7

enum part { ALL_DAY, MORNING, AFTERNOON, EVENING, PARTS };

static const char *const names[] = {"day", "morning", "afternoon", "evening"};

bool agenda_is_long(const struct asked *a, size_t count)
{
    return !a->days && count > LONG_DAY;
}

static enum part part_of(const struct turn *turn, const struct asked *a,
                         const struct sahut_occurrence *o)
{
    const struct sahut_civil c = sahut_zone_local(turn->s->world.zone, o->start_ms);

    if (o->all_day || o->start_ms < agenda_midnight(turn->s, a->from_ms, 0))
        return ALL_DAY;
    return c.hour < 12 ? MORNING : c.hour < 18 ? AFTERNOON : EVENING;
}

static enum part next_part(const struct turn *turn, const struct asked *a,
                           const struct sahut_occurrence *list, size_t count, enum part from)
{
    for (enum part p = from; p < PARTS; p++)
        for (size_t i = 0; i < count; i++)
            if (part_of(turn, a, &list[i]) == p)
                return p;
    return PARTS;
}

static void set_part_name(struct turn *turn, enum part part)
{
    char id[32];
    struct sahut_text text = {0};

    snprintf(id, sizeof id, "agenda_part_%s", names[part]);
    render(turn->s, id, NULL, 0, turn->now_ms, &text);
    outcome_text(turn->out, "part", sahut_text_get(&text));
    sahut_text_finish(&text);
}

/* Asks with what the outcome holds already; the order waits with the part in it. */
static void ask_for(struct turn *turn, enum part part, const char *reply)
{
    struct sahut_intent waiting = *turn->intent;
    const struct sahut_intent *order = turn->intent;
    struct sahut_slot slot = {.name = "part", .type = SAHUT_SLOT_WORD};
    size_t at = waiting.n_slots;

    set_part_name(turn, part);
    snprintf(slot.text, sizeof slot.text, "%s", names[part]);
    for (size_t i = 0; i < waiting.n_slots; i++)
        if (strcmp(waiting.slots[i].name, "part") == 0)
            at = i;
    if (at < SAHUT_MATCH_SLOTS) {
        waiting.slots[at] = slot;
        waiting.n_slots += at == waiting.n_slots;
    }
    turn->intent = &waiting;
    question_ask(turn, reply, "confirm");
    turn->intent = order;
}

static void tell_part(struct turn *turn, const struct asked *a, const struct sahut_occurrence *list,
                      size_t count, enum part part)
{
    struct items items = {.total = 0};
    enum part rest = next_part(turn, a, list, count, part + 1);

    for (size_t i = 0; i < count; i++)
        if (part_of(turn, a, &list[i]) == part)
            agenda_item(&items, turn, a->from_ms, false, &list[i]);
    outcome_reply(turn->out, "agenda_part_read");
    items_finish(&items, turn);
    if (rest < PARTS)
        ask_for(turn, rest, "agenda_part_more");
}

void agenda_tell_long(struct turn *turn, const struct asked *a, const struct sahut_occurrence *list,
                      size_t count)
{
    const char *wanted = agenda_slot(turn, "part");
    enum part part = ALL_DAY;

    while (part < PARTS && strcmp(names[part], wanted) != 0)
        part++;
    if (part < PARTS && agenda_slot(turn, "confirm")[0]) {
        tell_part(turn, a, list, count, part);
        return;
    }
    outcome_value(turn->out, "count", SAHUT_PARAM_COUNT, (int64_t)count);
    outcome_value(turn->out, "day", SAHUT_PARAM_DAY, a->start_ms);
    ask_for(turn, next_part(turn, a, list, count, ALL_DAY), "agenda_long");
}
