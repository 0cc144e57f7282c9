// SPDX-License-Identifier: GPL-3.0-or-later
/* Reminders: what was said is on disk before "I'll remind you". */
#include "skills/skills_internal.h"

#include <stdlib.h>
#include <string.h>

static void tell_set(struct turn *turn, const struct sahut_promise *p)
{
    struct sahut_outcome *out = turn->out;
    char when[32];

    local_minutes(turn->s, p->due_ms, when);
    out->promise = p->id;
    outcome_done(out, "reminder %lld due %s", (long long)p->id, when);
    if (p->duration_s > 0) {
        outcome_reply(out, "reminder_set_in");
        outcome_value(out, "after", SAHUT_PARAM_DURATION, p->duration_s);
    } else {
        outcome_reply(out, p->rule[0] ? "reminder_set_again" : "reminder_set");
        outcome_value(out, "when", SAHUT_PARAM_WHEN, p->due_ms);
    }
    outcome_optional(out, "text", p->title);
    moment_remark(turn, p);
}

/* "important", "urgent": in the severities' own names, which are settings' too. */
static enum sahut_severity severity_of(const struct turn *turn)
{
    const struct sahut_slot *slot = sahut_intent_slot(turn->intent, "severity");

    for (int i = SAHUT_NORMAL; slot && i <= SAHUT_URGENT; i++)
        if (strcmp(slot->text, sahut_severity_name((enum sahut_severity)i)) == 0)
            return (enum sahut_severity)i;
    return SAHUT_NORMAL;
}

void reminder_set(struct turn *turn)
{
    const struct sahut_slot *text = sahut_intent_slot(turn->intent, "text");
    struct sahut_promise p = {.kind = SAHUT_PROMISE_REMINDER, .created_ms = turn->now_ms};
    const struct sahut_clip *clip = turn->clip;
    struct sahut_why why;
    int err;

    if (!clip && (!text || !text->text[0])) {
        question_ask(turn, "reminder_ask_text", "text");
        return;
    }
    switch (moment_of(turn, &p)) {
    case MOMENT_ASK:
        question_ask(turn, "reminder_ask_when", "when");
        return;
    case MOMENT_REFUSED:
        return;
    case MOMENT_OK:
        break;
    }
    p.severity = severity_of(turn);
    if (!clip && strcmp(text->text, SAHUT_FREE_WORD) != 0)
        copy_text(p.title, sizeof p.title, text->text);
    if (!sahut_settings_bool(turn->s->world.settings, "reminders.keep_message_audio"))
        clip = NULL;
    err = promise_add(turn->s, &p, clip, &why);
    if (err)
        outcome_not_stored(turn, err, &why);
    else
        tell_set(turn, &p);
}

struct listing {
    const struct turn *turn;
    const char *item;
    struct items items;
};

static bool list_one(void *ctx, const struct sahut_promise *p)
{
    struct listing *l = ctx;
    const struct turn *t = l->turn;
    struct sahut_text title = {0};
    struct sahut_param params[2];

    /* What was missed yesterday is news; what was missed last week is not. */
    if (p->state == SAHUT_PROMISE_EXPIRED && p->due_ms < t->now_ms - DAY_S * SECOND_MS)
        return true;
    if (p->title[0])
        sahut_text_add(&title, p->title);
    else
        render(t->s, "reminder_untitled", NULL, 0, t->now_ms, &title);
    params[0] = param_text("text", sahut_text_get(&title));
    params[1] = param_value("when", SAHUT_PARAM_WHEN, p->due_ms);
    items_add(&l->items, t->s, l->item, params, 2, t->now_ms);
    sahut_text_finish(&title);
    return true;
}

void reminder_query(struct turn *turn)
{
    struct listing l = {.turn = turn, .item = "reminder_item"};

    promise_list(turn->s, SAHUT_PROMISE_REMINDER, SAHUT_PROMISE_RINGING, list_one, &l);
    promise_list(turn->s, SAHUT_PROMISE_REMINDER, SAHUT_PROMISE_PENDING, list_one, &l);
    l.item = "reminder_item_missed";
    promise_list(turn->s, SAHUT_PROMISE_REMINDER, SAHUT_PROMISE_EXPIRED, list_one, &l);
    if (l.items.total == 0) {
        outcome_reply(turn->out, "reminders_none");
        return;
    }
    outcome_reply(turn->out, "reminders_list");
    items_finish(&l.items, turn);
}

void reminder_cancel(struct turn *turn)
{
    change_cancel(turn, SAHUT_PROMISE_REMINDER);
}

void reminder_change(struct turn *turn)
{
    change_moment(turn, SAHUT_PROMISE_REMINDER);
}
