// SPDX-License-Identifier: GPL-3.0-or-later
/* From what was said, typed or pressed to what is done and answered. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/assistant_internal.h"

static const char *context(const struct sahut_assistant *a)
{
    return a->context[0] ? a->context : NULL;
}

void assistant_expect(struct sahut_assistant *a, const char *question)
{
    if (strcmp(question, a->context) == 0 && !a->titles.unheard)
        return;
    struct sahut_grammar *grammar;
    struct sahut_why why;
    int err = sahut_sentences_compile(a->sentences, question[0] ? question : NULL, &grammar, &why);
    if (!err && a->ear)
        err = ear_expect(a->ear, grammar, &why);
    else if (!err)
        sahut_grammar_free(grammar);
    if (err)
        assistant_complain(a, why.text);
    else
        snprintf(a->context, sizeof(a->context), "%s", question);
    a->titles.unheard = false;
}

void assistant_hear_titles(struct sahut_assistant *a)
{
    if (a->titles.unheard && a->ear && !a->context[0])
        assistant_expect(a, "");
}

void assistant_settle(struct sahut_assistant *a, const struct sahut_outcome *outcome)
{
    assistant_expect(a, outcome->ask);
    a->open.wanted = outcome->ask[0] || outcome->open_ear_s > 0;
    a->open.seconds = outcome->open_ear_s;
    a->open.quietly = outcome->ringing && a->phrase;
}

/* In the gaps of an alarm, what nobody called for is at most "stop" or "snooze". */
static bool is_unasked(const struct sahut_assistant *a)
{
    return a->open.quietly && !a->called;
}

static const char *context_now(const struct sahut_assistant *a)
{
    return is_unasked(a) ? SAHUT_CONTEXT_UNASKED : context(a);
}

static bool understand(struct sahut_assistant *a, const char *text, struct sahut_intent *intent)
{
    memset(intent, 0, sizeof(*intent));
    struct sahut_words *words;
    if (sahut_words_new(text, a->language, &words))
        return false;
    struct sahut_when_habits habits = sahut_when_habits_read(a->config.settings);
    struct sahut_when_context when = {.now_ms = sahut_skills_now(a->skills, a->now_ms),
                                      .zone = a->config.zone,
                                      .habits = &habits};
    bool found = sahut_understand(a->sentences, context_now(a), words, &when, intent);
    sahut_words_free(words);
    return found;
}

/* After the answer: a phone can wait for what a person need not. */
static void export_todos(struct sahut_assistant *a)
{
    struct sahut_why why;
    size_t completed;
    int err = sahut_skills_export(a->skills, a->now_ms, &completed, &why);
    if (a->is_live)
        a->live.fault(a->live.ctx, SAHUT_PART_TODOS, err ? why.text : NULL);
    else if (err)
        assistant_complain(a, why.text);
    if (completed == 0)
        return;
    char text[64];
    snprintf(text, sizeof(text), "%zu completed in the folder of to-dos", completed);
    assistant_report(a, (struct sahut_event){.kind = SAHUT_EVENT_DONE, .text = text});
}

void assistant_bring_out(struct sahut_assistant *a)
{
    if (a->is_live)
        a->live.fault(a->live.ctx, SAHUT_PART_STORAGE, sahut_store_fault(a->store));
    export_todos(a);
}

void sahut_assistant_todo_changed(struct sahut_assistant *a, const char *file, int64_t now_ms)
{
    assistant_advance(a, now_ms);
    sahut_skills_todo_changed(a->skills, file);
    export_todos(a);
}

/* True if it was done, and asked nothing. */
static bool carry_out(struct sahut_assistant *a, const struct sahut_intent *intent,
                      const struct sahut_clip *clip, int64_t known_ns)
{
    struct sahut_outcome outcome;
    int64_t begin = assistant_clock_ns();
    sahut_skills_order(a->skills, intent, clip, a->now_ms, &outcome);
    double stored_ms = assistant_ms_since(begin);
    if (outcome.done[0] || outcome.failed)
        assistant_report(a, (struct sahut_event){.kind = SAHUT_EVENT_DONE,
                                                 .text = outcome.done,
                                                 .failed = outcome.failed});
    if (outcome.done[0] && !outcome.failed)
        assistant_earcon(a, SAHUT_EARCON_DONE);
    assistant_answer(a, &outcome, known_ns, stored_ms);
    assistant_settle(a, &outcome);
    assistant_collect(a);
    if (outcome.promise && !outcome.failed && strcmp(intent->name, "reminder.set") == 0)
        assistant_hint(a, outcome.promise, clip);
    assistant_bring_out(a);
    return !outcome.failed && !outcome.ask[0];
}

/* The skills know whether a question stays open. Whoever did not call is not answered: noises in
 * the gaps of an alarm are none of ours. */
static void not_understood(struct sahut_assistant *a, int64_t known_ns)
{
    const struct sahut_intent none = {0};
    struct sahut_outcome outcome;
    if (is_unasked(a))
        return;
    sahut_skills_order(a->skills, &none, NULL, a->now_ms, &outcome);
    assistant_earcon(a, SAHUT_EARCON_NOT_UNDERSTOOD);
    assistant_answer(a, &outcome, known_ns, 0);
    assistant_settle(a, &outcome);
}

/* What is said in the gaps of an alarm is not asked back. */
static enum sahut_certainty how_heard(struct sahut_assistant *a, const struct assistant_order *o)
{
    if (!o->accepted)
        return SAHUT_HEARD_REFUSED;
    bool doubtful = o->confidence < sahut_settings_real(a->settings, "hearing.ask_below");
    return doubtful && !is_unasked(a) ? SAHUT_HEARD_DOUBTFULLY : SAHUT_HEARD_SURELY;
}

static void take_one(struct sahut_assistant *a, const struct assistant_order *o)
{
    struct sahut_intent intent;
    int64_t begin = assistant_clock_ns();
    if (a->is_live) /* what was written before the order counts for it */
        sahut_assistant_calendar_changed(a, a->now_ms);
    sahut_skills_heard(a->skills, o->text, how_heard(a, o));
    bool understood = o->accepted && understand(a, o->text, &intent);
    int64_t known_ns = assistant_clock_ns();
    assistant_report(a, (struct sahut_event){
                            .kind = SAHUT_EVENT_HYPOTHESIS,
                            .start = o->start,
                            .end = o->end,
                            .text = o->text,
                            .confidence = o->confidence,
                            .accepted = o->accepted,
                            .intent = understood ? &intent : NULL,
                            .took_ms = (double)(o->took_ns + known_ns - begin) / 1e6,
                        });
    bool asked_for = !is_unasked(a);
    if (understood) {
        bool done = carry_out(a, &intent, o->clip, known_ns);
        assistant_keep(a, o, &intent, done && asked_for);
    } else {
        not_understood(a, known_ns);
    }
    a->called = false;
    assistant_collect(a);
}

static bool is_two(struct sahut_assistant *a, const struct assistant_order *o, char *two[2])
{
    struct sahut_words *words;
    if (!o->accepted || context_now(a) || sahut_words_new(o->text, a->language, &words))
        return false;
    struct sahut_when_habits habits = sahut_when_habits_read(a->config.settings);
    struct sahut_when_context when = {.now_ms = sahut_skills_now(a->skills, a->now_ms),
                                      .zone = a->config.zone,
                                      .habits = &habits};
    bool found = sahut_two_orders(a->sentences, words, &when, two);
    sahut_words_free(words);
    return found;
}

/* The second is not heard as the answer to what the first asks back: it is left, and that is said.
 */
static void leave(struct sahut_assistant *a, const char *text)
{
    struct sahut_outcome outcome = {.reply = "left_for_now", .n_params = 1};
    outcome.params[0] = (struct sahut_param){.name = "text", .kind = SAHUT_PARAM_TEXT};
    snprintf(outcome.params[0].text, sizeof(outcome.params[0].text), "%s", text);
    assistant_answer(a, &outcome, 0, 0);
    assistant_collect(a);
}

/* One answer to who asks in writing. */
static void take_two(struct sahut_assistant *a, const struct assistant_order *o, char *two[2])
{
    struct sahut_text answers = {0};
    struct assistant_order part = *o;
    bool called = a->called;
    part.clip = part.sound = NULL;
    part.text = two[0];
    take_one(a, &part);
    sahut_text_addf(&answers, "%s ", a->last_answer);
    a->called = called;
    part.text = two[1];
    if (a->context[0])
        leave(a, two[1]);
    else
        assistant_take_order(a, &part);
    sahut_text_add(&answers, a->last_answer);
    free(a->last_answer);
    a->last_answer = sahut_text_take(&answers);
}

void assistant_take_order(struct sahut_assistant *a, const struct assistant_order *o)
{
    char *two[2];
    if (!is_two(a, o, two)) {
        take_one(a, o);
        return;
    }
    take_two(a, o, two);
    free(two[0]);
    free(two[1]);
}

void sahut_assistant_ask(struct sahut_assistant *a, const char *text, int64_t now_ms)
{
    assistant_advance(a, now_ms);
    a->called = true;
    assistant_take_order(
        a, &(struct assistant_order){.text = text, .accepted = true, .confidence = 1});
}

static void add_word(struct sahut_intent *intent, const char *name, const char *text)
{
    struct sahut_slot *slot = &intent->slots[intent->n_slots++];
    snprintf(slot->name, sizeof(slot->name), "%s", name);
    snprintf(slot->text, sizeof(slot->text), "%s", text);
    slot->type = SAHUT_SLOT_WORD;
}

void assistant_switch(struct sahut_assistant *a, const char *device, bool on, int64_t now_ms)
{
    struct sahut_intent intent = {.score = 1};
    assistant_advance(a, now_ms);
    snprintf(intent.name, sizeof(intent.name), "device.%s", on ? "on" : "off");
    add_word(&intent, "device", device);
    add_word(&intent, "confirm", "yes"); /* who types it is not asked back */
    carry_out(a, &intent, NULL, assistant_clock_ns());
}

void assistant_confirm_clock(struct sahut_assistant *a, int64_t now_ms)
{
    struct sahut_intent intent = {.name = "clock.confirm", .score = 1};
    assistant_advance(a, now_ms);
    carry_out(a, &intent, NULL, assistant_clock_ns());
}

void sahut_assistant_snooze(struct sahut_assistant *a, int64_t now_ms)
{
    const struct sahut_intent snooze = {.name = "alarm.snooze", .score = 1};
    assistant_advance(a, now_ms);
    carry_out(a, &snooze, NULL, assistant_clock_ns());
}

void sahut_assistant_talk(struct sahut_assistant *a, int64_t now_ms)
{
    assistant_advance(a, now_ms);
    a->called = true;
    sahut_voice_stop(a->voice, SAHUT_VOICE_ALARM);
    a->open.wanted = true;
    a->open.quietly = false;
    a->open.seconds = sahut_settings_real(a->config.settings, "hearing.order_timeout");
    assistant_report(a, (struct sahut_event){.kind = SAHUT_EVENT_LISTENING, .text = ""});
    assistant_collect(a);
}
