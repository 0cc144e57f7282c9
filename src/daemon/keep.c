// SPDX-License-Identifier: GPL-3.0-or-later
/* Which orders are kept for the acoustic model to adapt to: those whose words are most likely
 * right, since they were carried out and nobody took them back. */
#include <stdlib.h>
#include <string.h>

#include "daemon/assistant_internal.h"
#include "sahut/log.h"
#include "sahut/orders.h"
#include "sahut/settings.h"

/* Also where hearing.min_confidence is lower. */
#define CONFIDENCE 0.5

bool assistant_keeps_orders(const struct sahut_assistant *a)
{
    return a->config.state && sahut_settings_bool(a->config.settings, "hearing.keep_orders");
}

/* "Undo", "cancel that", "no": the order before was none, or another one. */
static bool takes_back(const struct sahut_intent *intent)
{
    static const char *const names[] = {"dialogue.undo", "dialogue.cancel", "dialogue.no"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (strcmp(intent->name, names[i]) == 0)
            return true;
    return false;
}

static bool is_kept(const struct sahut_assistant *a, const struct assistant_order *o)
{
    return assistant_keeps_orders(a) && o->sound && o->sound->n > 0 && !o->clip &&
           !strchr(o->text, SAHUT_FREE_WORD[0]) && o->confidence >= CONFIDENCE;
}

/* Now, not at the next step: the order may be the last one of a replay. */
static void complain(struct sahut_assistant *a, const char *text)
{
    sahut_log(SAHUT_LOG_WARN, "daemon", "%s", text);
    assistant_report(a, (struct sahut_event){.kind = SAHUT_EVENT_COMPLAINT, .text = text});
}

/* That it cannot be kept is no reason to tell the user that anything else went wrong. */
void assistant_keep(struct sahut_assistant *a, const struct assistant_order *o,
                    const struct sahut_intent *intent, bool good)
{
    struct sahut_why why;
    if (a->kept && takes_back(intent) && sahut_orders_forget(a->config.state, a->kept, &why))
        complain(a, why.text);
    free(a->kept);
    a->kept = NULL;
    if (good && is_kept(a, o) &&
        sahut_orders_keep(a->config.state, o->text, a->now_ms, o->sound->pcm, o->sound->n, &a->kept,
                          &why))
        complain(a, why.text);
}
