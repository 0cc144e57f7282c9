// SPDX-License-Identifier: GPL-3.0-or-later
/* Reminders: what was said is on disk before "I'll remind you". */
#include "skills/skills_internal.h"

#include <stdlib.h>
#include <string.h>

#define MORNING_HOUR 9

/* 09:00 on the day of `at_ms`: when a day was said without a time. */
static int64_t morning(const struct sahut_skills *s, int64_t at_ms)
{
    struct sahut_civil c = sahut_zone_local(s->world.zone, at_ms);

    c.hour = MORNING_HOUR;
    c.minute = c.second = 0;
    return sahut_zone_instant(s->world.zone, &c, NULL);
}

/* When the reminder of this time expression is due. */
static int64_t due_of(const struct sahut_skills *s, const struct sahut_when *when, int64_t now_ms)
{
    if (when->relative)
        return now_ms + when->seconds * SECOND_MS;
    switch (when->grain) {
    case SAHUT_GRAIN_DAY:
    case SAHUT_GRAIN_WEEK:
    case SAHUT_GRAIN_MONTH:
    case SAHUT_GRAIN_YEAR:
        return morning(s, when->start_ms);
    case SAHUT_GRAIN_PART:
    case SAHUT_GRAIN_HOUR:
    case SAHUT_GRAIN_MINUTE:
    case SAHUT_GRAIN_SECOND:
        return when->start_ms;
    }
    return when->start_ms;
}

/* Fills the promise from the order; false if a question was asked or the time is past. */
static bool resolve_time(struct turn *turn, const struct sahut_when *when, struct sahut_promise *p)
{
    p->due_ms = due_of(turn->s, when, turn->now_ms);
    if (p->due_ms > turn->now_ms) {
        if (when->relative)
            p->duration_s = when->seconds;
        else
            copy_text(p->zone, sizeof p->zone, sahut_zone_name(turn->s->world.zone));
        return true;
    }
    if (when->end_ms > turn->now_ms && when->end_ms > when->start_ms) {
        /* "today", said in the afternoon: only the person knows at what time. */
        question_ask(turn, "reminder_ask_when", "when");
        return false;
    }
    outcome_reply(turn->out, "past");
    outcome_value(turn->out, "when", SAHUT_PARAM_WHEN, p->due_ms);
    turn->out->failed = true;
    return false;
}

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
        outcome_reply(out, "reminder_set");
        outcome_value(out, "when", SAHUT_PARAM_WHEN, p->due_ms);
    }
    outcome_optional(out, "text", p->title);
}

void reminder_set(struct turn *turn)
{
    const struct sahut_slot *text = sahut_intent_slot(turn->intent, "text");
    const struct sahut_slot *when = sahut_intent_slot(turn->intent, "when");
    struct sahut_promise p = {.kind = SAHUT_PROMISE_REMINDER, .created_ms = turn->now_ms};
    const struct sahut_clip *clip = turn->clip;
    struct sahut_why why;
    int err;

    if (!clip && (!text || !text->text[0])) {
        question_ask(turn, "reminder_ask_text", "text");
        return;
    }
    if (!when) {
        question_ask(turn, "reminder_ask_when", "when");
        return;
    }
    if (!resolve_time(turn, &when->when, &p))
        return;
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

/* Is the reminder due at the time that was said: within the day or the part, or that minute? */
static bool is_meant(const struct sahut_promise *p, const struct sahut_when *when)
{
    const int64_t end_ms =
        when->end_ms > when->start_ms ? when->end_ms : when->start_ms + 60 * SECOND_MS;

    return p->due_ms >= when->start_ms && p->due_ms < end_ms;
}

static void cancel_one(struct turn *turn, struct sahut_promise *p)
{
    struct sahut_why why;
    int err;

    promise_end(p);
    err = promise_change(turn->s, p, &why);
    if (err) {
        outcome_not_stored(turn, err, &why);
        return;
    }
    turn->out->promise = p->id;
    outcome_done(turn->out, "reminder %lld cancelled", (long long)p->id);
    outcome_reply(turn->out, "reminder_cancelled");
    outcome_optional(turn->out, "text", p->title);
}

void reminder_cancel(struct turn *turn)
{
    const struct sahut_slot *when = sahut_intent_slot(turn->intent, "when");
    size_t count, meant = 0;
    struct sahut_promise *open = promise_open(turn->s, SAHUT_PROMISE_REMINDER, &count);

    for (size_t i = 0; i < count; i++)
        if (!when || is_meant(&open[i], &when->when))
            open[meant++] = open[i];
    if (meant == 0)
        outcome_reply(turn->out, "reminders_none");
    else if (meant == 1)
        cancel_one(turn, open);
    else
        question_ask(turn, "reminder_which", "when");
    free(open);
}
