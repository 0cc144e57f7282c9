// SPDX-License-Identifier: GPL-3.0-or-later
/* What was missed: asked for, or offered at the next use. */
#include "skills/skills_internal.h"

#include <stdlib.h>
#include <string.h>

#define WEEK_MS   (7 * DAY_S * SECOND_MS)
#define MOST_NEWS 32

struct missed {
    const struct turn *turn;
    struct items items;
    bool all; /* what was told, too */
    struct sahut_promise news[MOST_NEWS];
    size_t n;
};

static bool missed_each(void *ctx, const struct sahut_promise *p)
{
    struct missed *m = ctx;
    const struct turn *t = m->turn;
    struct sahut_text title = {0};
    struct sahut_param params[2];

    if (p->due_ms < t->now_ms - WEEK_MS || (p->told && !m->all) || m->n == MOST_NEWS)
        return m->n < MOST_NEWS;
    promise_title(t->s, p, t->now_ms, &title);
    params[0] = param_text("text", sahut_text_get(&title));
    params[1] = param_value("when", SAHUT_PARAM_WHEN, p->due_ms);
    items_add(&m->items, t->s, "missed_item", params, 2, t->now_ms);
    sahut_text_finish(&title);
    m->news[m->n++] = *p;
    return true;
}

/* Notes that they were told, in one commit. */
static void tell(struct missed *m)
{
    struct sahut_store_change changes[MOST_NEWS];
    size_t n = 0;

    for (size_t i = 0; i < m->n; i++)
        if (!m->news[i].told) {
            m->news[i].told = true;
            changes[n++] = (struct sahut_store_change){SAHUT_STORE_UPDATE, &m->news[i], NULL};
        }
    if (n > 0)
        promise_apply(m->turn->s, changes, n, true, NULL);
}

void missed_query(struct turn *turn)
{
    struct missed *m = sahut_alloc(1, sizeof *m);

    m->turn = turn;
    m->all = true;
    promise_list(turn->s, -1, SAHUT_PROMISE_EXPIRED, missed_each, m);
    if (m->n == 0) {
        outcome_reply(turn->out, "missed_none");
        sahut_text_finish(&m->items.text);
    } else {
        outcome_reply(turn->out, "missed_list");
        items_finish(&m->items, turn);
    }
    undo_end(turn->s);
    tell(m);
    free(m);
}

void missed_offer(struct turn *turn)
{
    struct missed *m;
    struct sahut_text text = {0};
    struct sahut_param params[3];
    size_t n = 2;

    if (turn->out->failed || turn->out->ask[0] || !turn->out->reply[0] || turn->out->also[0])
        return;
    m = sahut_alloc(1, sizeof *m);
    m->turn = turn;
    promise_list(turn->s, -1, SAHUT_PROMISE_EXPIRED, missed_each, m);
    if (m->n > 0) {
        params[0] = param_value("count", SAHUT_PARAM_COUNT, (int64_t)m->items.total);
        params[1] = param_text("items", sahut_text_get(&m->items.text));
        if (m->items.total > m->items.shown)
            params[n++] =
                param_value("more", SAHUT_PARAM_COUNT, (int64_t)(m->items.total - m->items.shown));
        render(turn->s, "by_the_way", params, n, turn->now_ms, &text);
        copy_text(turn->out->also, sizeof turn->out->also, sahut_text_get(&text));
        tell(m);
    }
    sahut_text_finish(&m->items.text);
    sahut_text_finish(&text);
    free(m);
}
