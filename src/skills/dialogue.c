// SPDX-License-Identifier: GPL-3.0-or-later
/* Orders about the talk itself. What rings is always meant first: who says "stop", "no" or "yes"
 * to a ringing reminder has heard it. */
#include "skills/skills_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/sentences.h"

/* Acknowledges what rings and says so; false if nothing rings. */
static bool acknowledge(struct turn *turn)
{
    struct sahut_outcome *out = turn->out;
    struct sahut_why why;
    int64_t last = 0;
    int err = 0;
    const size_t count = due_acknowledge(turn->s, &last, &err, &why);

    if (count == 0)
        return false;
    if (err) {
        outcome_not_stored(turn, err, &why);
    } else {
        outcome_reply(out, "acknowledged");
        outcome_done(out,
                     count == 1 ? "promise %lld acknowledged" : "promises up to %lld acknowledged",
                     (long long)last);
    }
    out->stop_speaking = true;
    out->promise = last;
    return true;
}

void dialogue_stop(struct turn *turn)
{
    if (acknowledge(turn))
        return;
    outcome_reply(turn->out, "stopped");
    turn->out->stop_speaking = true;
}

void dialogue_cancel(struct turn *turn)
{
    struct question *q = &turn->s->question;

    if (q->ask[0]) {
        question_drop(q);
        outcome_reply(turn->out, "cancelled");
    } else if (acknowledge(turn)) {
        ;
    } else if (strcmp(turn->intent->name, "dialogue.cancel") == 0 && undo_just_set(turn)) {
        dialogue_undo(turn);
    } else {
        outcome_reply(turn->out, "nothing_ringing");
    }
}

void dialogue_yes(struct turn *turn)
{
    const struct question *q = &turn->s->question;

    if (acknowledge(turn) || question_confirmed(turn))
        return;
    outcome_reply(turn->out, "yes_to_what");
    copy_text(turn->out->ask, sizeof turn->out->ask, question_context(q));
}

void dialogue_repeat(struct turn *turn)
{
    copy_text(turn->out->ask, sizeof turn->out->ask, question_context(&turn->s->question));
    if (turn->s->answered)
        turn->out->repeat = true;
    else
        outcome_reply(turn->out, "nothing_to_repeat");
}

/* A sentence of the intent without free text: the star cannot be spoken. */
static void add_example(const struct sahut_skills *s, const char *intent, struct sahut_text *out)
{
    char **examples = NULL;
    const size_t count = sahut_sentences_examples(s->world.sentences, intent, 8, &examples);
    bool found = false;

    for (size_t i = 0; i < count; i++) {
        if (!found && !strchr(examples[i], '*')) {
            found = true;
            if (out->len)
                sahut_text_add(out, ", ");
            sahut_text_add(out, examples[i]);
        }
        free(examples[i]);
    }
    free(examples);
}

void dialogue_help(struct turn *turn)
{
    const struct sahut_skills *s = turn->s;
    struct sahut_text examples = {0};

    add_example(s, "clock.time", &examples);
    add_example(s, "timer.set", &examples);
    add_example(s, "reminder.query", &examples);
    if (s->world.calendar)
        add_example(s, "agenda.query", &examples);
    if (s->world.lines)
        add_example(s, "device.on", &examples);
    outcome_reply(turn->out, "help");
    outcome_text(turn->out, "examples", sahut_text_get(&examples));
    copy_text(turn->out->ask, sizeof turn->out->ask, question_context(&s->question));
    sahut_text_finish(&examples);
}

void dialogue_thanks(struct turn *turn)
{
    if (!acknowledge(turn))
        outcome_reply(turn->out, "welcome");
}

void dialogue_greet(struct turn *turn)
{
    outcome_reply(turn->out, "greeting");
}

void dialogue_example(struct turn *turn, const char *intent)
{
    struct sahut_text example = {0};

    add_example(turn->s, intent, &example);
    outcome_optional(turn->out, "example", sahut_text_get(&example));
    sahut_text_finish(&example);
}

/* What was heard, with a pause where free text was. */
void dialogue_said(struct turn *turn, const struct taken *order)
{
    struct sahut_text text = {0};

    for (const char *c = order->text; *c; c++)
        if (*c == SAHUT_FREE_WORD[0])
            sahut_text_add(&text, "...");
        else
            sahut_text_addf(&text, "%c", *c);
    outcome_optional(turn->out, "text", sahut_text_get(&text));
    sahut_text_finish(&text);
}

/* What was heard, and what it was taken for: the intent's first sentence. */
void dialogue_why(struct turn *turn)
{
    const struct taken *last = &turn->s->last;
    struct sahut_text example = {0};

    if (last->intent[0])
        add_example(turn->s, last->intent, &example);
    if (!last->text[0])
        outcome_reply(turn->out, "why_nothing");
    else if (example.len)
        outcome_reply(turn->out, "why_taken");
    else
        outcome_reply(turn->out,
                      last->how == SAHUT_HEARD_REFUSED ? "why_unsure" : "why_nothing_of_mine");
    dialogue_said(turn, last);
    outcome_optional(turn->out, "example", sahut_text_get(&example));
    copy_text(turn->out->ask, sizeof turn->out->ask, question_context(&turn->s->question));
    sahut_text_finish(&example);
}
