// SPDX-License-Identifier: GPL-3.0-or-later
/* Alarms. */
#include "skills/skills_internal.h"

#include <stdlib.h>
#include <string.h>

void alarm_set(struct turn *turn)
{
    const struct sahut_slot *name = sahut_intent_slot(turn->intent, "name");
    struct sahut_promise p = {.kind = SAHUT_PROMISE_ALARM, .created_ms = turn->now_ms};
    struct sahut_outcome *out = turn->out;
    struct sahut_why why;
    char when[32];
    int err;

    switch (moment_of(turn, &p)) {
    case MOMENT_ASK:
        question_ask(turn, "alarm_ask_when", "when");
        return;
    case MOMENT_REFUSED:
        return;
    case MOMENT_OK:
        break;
    }
    if (name)
        copy_text(p.title, sizeof p.title, name->text);
    err = promise_add(turn->s, &p, NULL, &why);
    if (err) {
        outcome_not_stored(turn, err, &why);
        return;
    }
    local_minutes(turn->s, p.due_ms, when);
    out->promise = p.id;
    outcome_done(out, "alarm %lld due %s%s%s", (long long)p.id, when, p.rule[0] ? ", " : "",
                 p.rule);
    series_reply(out, &p, "alarm_set", "alarm_set_again", "alarm_set_times");
    outcome_value(out, "when", SAHUT_PARAM_WHEN, p.due_ms);
    outcome_optional(out, "name", p.title);
    moment_remark(turn, &p);
}

void alarm_query(struct turn *turn)
{
    struct selection chosen;
    struct items items = {.total = 0};

    select_promises(turn, SAHUT_PROMISE_ALARM, "when", &chosen);
    for (size_t i = 0; i < chosen.n; i++) {
        const struct sahut_promise *p = &chosen.items[i];
        const struct sahut_param params[] = {param_value("when", SAHUT_PARAM_WHEN, p->due_ms),
                                             param_text("text", p->title)};

        items_add(&items, turn->s, p->rule[0] ? "alarm_item_again" : "alarm_item", params,
                  p->title[0] ? 2 : 1, turn->now_ms);
    }
    if (chosen.n == 0) {
        outcome_reply(turn->out, "alarms_none");
    } else {
        outcome_reply(turn->out, "alarms_list");
        items_finish(&items, turn);
    }
    free(chosen.items);
}

void alarm_cancel(struct turn *turn)
{
    change_cancel(turn, SAHUT_PROMISE_ALARM);
}

void alarm_change(struct turn *turn)
{
    change_moment(turn, SAHUT_PROMISE_ALARM);
}
