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
        series_reply(out, p, "reminder_set", "reminder_set_again", "reminder_set_times");
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

/* "an hour before the meeting": the next appointment that is called so and that far ahead. */
static enum moment before_event(struct turn *turn, const char *title,
                                const struct sahut_slot *before, struct sahut_promise *p)
{
    enum { MOST = 16, FAR_S = 800 * DAY_S };
    struct sahut_occurrence *list = NULL;
    size_t count = 0, at = 0;
    enum moment result = MOMENT_REFUSED;
    const int64_t ahead_ms = before->seconds * SECOND_MS, now_ms = turn->now_ms;

    if (!turn->s->world.calendar) {
        outcome_reply(turn->out, "agenda_not_configured");
        turn->out->failed = true;
        return result;
    }
    if (sahut_calendar_find(turn->s->world.calendar, title, now_ms, now_ms + FAR_S * SECOND_MS,
                            MOST, &list, &count) ||
        count == 0) {
        outcome_reply(turn->out, "event_unknown");
        outcome_text(turn->out, "title", title);
        turn->out->failed = true;
        free(list);
        return result;
    }
    while (at + 1 < count && list[at].start_ms - ahead_ms <= now_ms)
        at++;
    if (!moment_refused(turn, list[at].start_ms - ahead_ms)) {
        copy_text(p->title, sizeof p->title, list[at].summary);
        promise_at_instant(turn->s, p, list[at].start_ms - ahead_ms);
        result = MOMENT_OK;
    }
    free(list);
    return result;
}

void reminder_set(struct turn *turn)
{
    const struct sahut_slot *before = sahut_intent_slot(turn->intent, "before");
    const struct sahut_slot *event = sahut_intent_slot(turn->intent, "title");
    const struct sahut_slot *text = sahut_intent_slot(turn->intent, "text");
    struct sahut_promise p = {.kind = SAHUT_PROMISE_REMINDER, .created_ms = turn->now_ms};
    const struct sahut_clip *clip = turn->clip;
    struct sahut_why why;
    int err;

    if (!clip && (!text || !text->text[0])) {
        question_ask(turn, "reminder_ask_text", "text");
        return;
    }
    if (!event)
        event = text;
    switch (before && event ? before_event(turn, event->text, before, &p) : moment_of(turn, &p)) {
    case MOMENT_ASK:
        question_ask(turn, "reminder_ask_when", "when");
        return;
    case MOMENT_REFUSED:
        return;
    case MOMENT_OK:
        break;
    }
    p.severity = severity_of(turn);
    if (!clip && (!p.title[0] || event != text) && strcmp(text->text, SAHUT_FREE_WORD) != 0)
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
