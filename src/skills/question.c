// SPDX-License-Identifier: GPL-3.0-or-later
/* Questions: an order that lacks something is kept until the answer brings it.
 *
 *   "remind me to *"      → reminder_ask_when, ask "when"      order and clip are kept
 *   "tomorrow at nine"    → same intent with just that slot    merged and carried out
 *   "what time is it"     → another full order                 the kept one is dropped
 *   "cancel my alarm"     → alarm_which, ask "which"           of several; "old": it is to move
 *   "all of them"         → just a scope, a number or a time   merged and carried out
 *   "heater warm"         → doubtful_sure, ask "confirm"       kept until "yes", of any skill
 *   "never mind"          → dialogue.cancel                    the kept one is dropped
 *   (not understood)      → asked once more, then dropped
 */
#include "skills/skills_internal.h"

#include <stdlib.h>
#include <string.h>

void question_drop(struct question *q)
{
    free(q->pcm);
    memset(q, 0, sizeof *q);
}

void question_ask(struct turn *turn, const char *id, const char *ask)
{
    struct question *q = &turn->s->question;

    question_drop(q);
    q->intent = *turn->intent;
    copy_text(q->ask, sizeof q->ask, ask);
    if (turn->clip && turn->clip->n > 0) {
        q->pcm = sahut_alloc(turn->clip->n, sizeof *q->pcm);
        memcpy(q->pcm, turn->clip->pcm, turn->clip->n * sizeof *q->pcm);
        q->n = turn->clip->n;
    }
    outcome_reply(turn->out, id);
    copy_text(turn->out->ask, sizeof turn->out->ask, question_context(q));
}

const char *question_context(const struct question *q)
{
    return strcmp(q->ask, "old") == 0 ? "which" : q->ask;
}

/* Of several promises: by time, by number, or all of them. */
static bool tells_which(const char *slot)
{
    return strcmp(slot, "when") == 0 || strcmp(slot, "which") == 0 || strcmp(slot, "scope") == 0;
}

bool question_is_answer(const struct question *q, const struct sahut_intent *intent)
{
    const char *name = intent->n_slots == 1 ? intent->slots[0].name : "";
    const bool which = strcmp(question_context(q), "which") == 0 && tells_which(name);
    const bool time = which || (strcmp(name, "when") == 0 && strcmp(q->ask, "when") == 0);

    if (!q->ask[0] || (!time && strcmp(name, q->ask) != 0))
        return false;
    /* A time alone is understood as a reminder's, and a title as a new appointment's, whatever the
     * question was about. */
    return strcmp(intent->name, q->intent.name) == 0 ||
           (time && strcmp(intent->name, "reminder.set") == 0) ||
           (strcmp(q->ask, "title") == 0 && strcmp(intent->name, "event.add") == 0);
}

static void set_slot(struct sahut_intent *intent, const struct sahut_slot *slot)
{
    for (size_t i = 0; i < intent->n_slots; i++)
        if (strcmp(intent->slots[i].name, slot->name) == 0) {
            intent->slots[i] = *slot;
            return;
        }
    if (intent->n_slots < SAHUT_MATCH_SLOTS)
        intent->slots[intent->n_slots++] = *slot;
}

void question_merge(struct question *q, const struct sahut_intent *answer,
                    struct sahut_intent *merged, const struct sahut_clip **clip,
                    struct sahut_clip *kept)
{
    const bool old = strcmp(q->ask, "old") == 0;

    *merged = q->intent;
    for (size_t i = 0; i < answer->n_slots; i++) {
        struct sahut_slot slot = answer->slots[i];

        if (old && strcmp(slot.name, "when") == 0) /* which one, not when then */
            copy_text(slot.name, sizeof slot.name, "old");
        set_slot(merged, &slot);
    }
    merged->n_missing = 0;
    merged->doubtful = false;
    kept->pcm = q->pcm;
    kept->n = q->n;
    if (!*clip && q->pcm)
        *clip = kept;
    memset(q, 0, sizeof *q);
}
