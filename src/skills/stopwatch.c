// SPDX-License-Identifier: GPL-3.0-or-later
/* Stopwatches: they count elapsed time, through suspend, settings of the clock and restarts. */
#include "skills/skills_internal.h"

#include <stdlib.h>
#include <string.h>

static int64_t shows_ms(const struct sahut_skills *s, const struct sahut_promise *p, int64_t now_ms)
{
    const int64_t ms = p->state != SAHUT_PROMISE_PENDING ? p->left_ms : now_ms - clock_at(s, p);

    return ms > 0 ? ms : 0;
}

/* Running, and having shown so much already. */
static void run(const struct sahut_skills *s, struct sahut_promise *p, int64_t now_ms,
                int64_t shown_ms)
{
    p->state = SAHUT_PROMISE_PENDING;
    promise_run(s, p, now_ms, -shown_ms);
    p->left_ms = shown_ms;
}

static void tell(struct turn *turn, const struct sahut_promise *p, const char *reply)
{
    const int64_t shown_ms = shows_ms(turn->s, p, turn->now_ms);

    outcome_reply(turn->out, reply);
    outcome_value(turn->out, "shown", SAHUT_PARAM_DURATION, (shown_ms + 500) / SECOND_MS);
    outcome_optional(turn->out, "name", p->title);
    outcome_done(turn->out, "stopwatch %lld %s at %lld s", (long long)p->id,
                 sahut_promise_state_name(p->state), (long long)(shown_ms / SECOND_MS));
    turn->out->promise = p->id;
}

void stopwatch_set(struct turn *turn)
{
    const struct sahut_slot *name = sahut_intent_slot(turn->intent, "name");
    struct sahut_promise p = {.kind = SAHUT_PROMISE_STOPWATCH, .created_ms = turn->now_ms};
    struct sahut_why why;
    int err;

    if (name)
        copy_text(p.title, sizeof p.title, name->text);
    run(turn->s, &p, turn->now_ms, 0);
    err = promise_add(turn->s, &p, NULL, &why);
    if (err)
        outcome_not_stored(turn, err, &why);
    else
        tell(turn, &p, "stopwatch_started");
}

/* The stopwatch that is meant, in `state` if it is not -1: the latest of several. */
static bool find(struct turn *turn, int state, struct sahut_promise *out)
{
    struct selection chosen;
    bool found = false;

    select_promises(turn, SAHUT_PROMISE_STOPWATCH, "when", &chosen);
    for (size_t i = 0; i < chosen.n; i++)
        if ((state < 0 || (int)chosen.items[i].state == state) &&
            (!found || chosen.items[i].id > out->id)) {
            *out = chosen.items[i];
            found = true;
        }
    free(chosen.items);
    if (!found)
        outcome_reply(turn->out, "stopwatch_none");
    return found;
}

static void change(struct turn *turn, struct sahut_promise *p, const char *reply)
{
    struct sahut_why why;
    const int err = promise_change(turn->s, p, &why);

    if (err)
        outcome_not_stored(turn, err, &why);
    else
        tell(turn, p, reply);
}

void stopwatch_query(struct turn *turn)
{
    struct sahut_promise p;

    if (find(turn, -1, &p)) {
        tell(turn, &p, "stopwatch_shows");
        turn->out->done[0] = '\0';
    }
}

void stopwatch_pause(struct turn *turn)
{
    struct sahut_promise p;

    if (find(turn, SAHUT_PROMISE_PENDING, &p)) {
        p.left_ms = shows_ms(turn->s, &p, turn->now_ms);
        p.state = SAHUT_PROMISE_PAUSED;
        change(turn, &p, "stopwatch_shows");
    } else {
        stopwatch_query(turn); /* it stands already */
    }
}

void stopwatch_resume(struct turn *turn)
{
    struct sahut_promise p;

    if (find(turn, SAHUT_PROMISE_PAUSED, &p)) {
        run(turn->s, &p, turn->now_ms, p.left_ms);
        change(turn, &p, "stopwatch_started");
    }
}

void stopwatch_cancel(struct turn *turn)
{
    struct sahut_promise p;

    if (find(turn, -1, &p)) {
        p.left_ms = shows_ms(turn->s, &p, turn->now_ms);
        promise_end(&p);
        change(turn, &p, "stopwatch_gone");
    }
}
