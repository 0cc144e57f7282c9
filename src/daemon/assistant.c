// SPDX-License-Identifier: GPL-3.0-or-later
/* The steps: sound and time in, orders understood and carried out. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/assistant_internal.h"
#include "sahut/log.h"

const char *sahut_event_name(enum sahut_event_kind kind)
{
    switch (kind) {
    case SAHUT_EVENT_WAKE:
        return "wake";
    case SAHUT_EVENT_LISTENING:
        return "listening";
    case SAHUT_EVENT_HYPOTHESIS:
        return "hypothesis";
    case SAHUT_EVENT_NOTHING:
        return "nothing";
    case SAHUT_EVENT_DUE:
        return "due";
    case SAHUT_EVENT_DONE:
        return "done";
    case SAHUT_EVENT_EDGE:
        return "edge";
    case SAHUT_EVENT_EARCON:
        return "earcon";
    case SAHUT_EVENT_SAID:
        return "said";
    case SAHUT_EVENT_HINT:
        return "hint";
    case SAHUT_EVENT_COMPLAINT:
        return "complaint";
    }
    return "";
}

int64_t assistant_clock_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static double ms_since(int64_t ns)
{
    return (double)(assistant_clock_ns() - ns) / 1e6;
}

void assistant_report(struct sahut_assistant *a, struct sahut_event event)
{
    event.at_ms = a->now_ms;
    a->event(a->ctx, &event);
}

void assistant_complain(struct sahut_assistant *a, const char *text)
{
    sahut_log(SAHUT_LOG_INFO, "daemon", "%s", text);
    sahut_text_addf(&a->complaints, "%s\n", text);
}

static void report_complaints(struct sahut_assistant *a)
{
    char *save = NULL, *lines = sahut_text_take(&a->complaints);
    for (char *line = strtok_r(lines, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
        assistant_report(a, (struct sahut_event){.kind = SAHUT_EVENT_COMPLAINT, .text = line});
    free(lines);
}

static void advance(struct sahut_assistant *a, int64_t now_ms)
{
    a->now_ms = now_ms;
    if (a->complaints.len > 0)
        report_complaints(a);
}

static const char *context(const struct sahut_assistant *a)
{
    return a->context[0] ? a->context : NULL;
}

/* Which sentences may come next: those that answer `question`, or all orders ("" for none). */
static void expect(struct sahut_assistant *a, const char *question)
{
    if (strcmp(question, a->context) == 0)
        return;
    struct sahut_grammar *grammar;
    struct sahut_why why;
    if (sahut_sentences_compile(a->sentences, question[0] ? question : NULL, &grammar, &why)) {
        assistant_complain(a, why.text);
        return;
    }
    struct sahut_grammar *old = a->grammar;
    a->grammar = grammar;
    if (a->hearing && assistant_open_ear(a, &why)) {
        assistant_complain(a, why.text);
        a->grammar = old;
        old = grammar;
    } else {
        snprintf(a->context, sizeof(a->context), "%s", question);
    }
    sahut_grammar_free(old);
}

static void settle(struct sahut_assistant *a, const struct sahut_outcome *outcome)
{
    expect(a, outcome->ask);
    if (outcome->ask[0] && a->hearing)
        sahut_hearing_open(a->hearing);
}

static bool understand(struct sahut_assistant *a, const char *text, struct sahut_intent *intent)
{
    memset(intent, 0, sizeof(*intent));
    struct sahut_words *words;
    if (sahut_words_new(text, a->language, &words))
        return false;
    struct sahut_when_context when = {sahut_skills_now(a->skills, a->now_ms), a->config.zone};
    bool found = sahut_understand(a->sentences, context(a), words, &when, intent);
    sahut_words_free(words);
    return found;
}

static void carry_out(struct sahut_assistant *a, const struct sahut_intent *intent,
                      const struct sahut_clip *clip, int64_t known_ns)
{
    struct sahut_outcome outcome;
    int64_t begin = assistant_clock_ns();
    sahut_skills_order(a->skills, intent, clip, a->now_ms, &outcome);
    double stored_ms = ms_since(begin);
    if (outcome.done[0] || outcome.failed)
        assistant_report(a, (struct sahut_event){.kind = SAHUT_EVENT_DONE,
                                                 .text = outcome.done,
                                                 .failed = outcome.failed});
    if (outcome.done[0] && !outcome.failed)
        assistant_earcon(a, SAHUT_EARCON_DONE);
    assistant_answer(a, &outcome, known_ns, stored_ms);
    settle(a, &outcome);
    assistant_collect(a);
    if (outcome.promise && !outcome.failed && strcmp(intent->name, "reminder.set") == 0)
        assistant_hint(a, outcome.promise, clip);
}

static void not_understood(struct sahut_assistant *a, int64_t known_ns)
{
    struct sahut_outcome outcome = {.reply = "not_understood"};
    assistant_earcon(a, SAHUT_EARCON_NOT_UNDERSTOOD);
    assistant_answer(a, &outcome, known_ns, 0);
    settle(a, &outcome);
}

static void take_order(struct sahut_assistant *a)
{
    struct order *o = &a->order;
    o->waiting = false;
    struct sahut_intent intent;
    int64_t begin = assistant_clock_ns();
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
                            .took_ms = (double)(o->known_ns + known_ns - begin) / 1e6,
                        });
    struct sahut_clip clip = {o->clip, o->clip_n};
    if (understood)
        carry_out(a, &intent, o->has_clip ? &clip : NULL, known_ns);
    else
        not_understood(a, known_ns);
    assistant_collect(a);
}

void sahut_assistant_set_clock(struct sahut_assistant *a, const struct sahut_clock *clock,
                               int64_t now_ms)
{
    sahut_skills_set_clock(a->skills, clock, now_ms);
    a->now_ms = now_ms;
}

int sahut_assistant_listen(struct sahut_assistant *a, struct sahut_why *why)
{
    return assistant_open_ear(a, why);
}

void sahut_assistant_push(struct sahut_assistant *a, const int16_t *pcm, size_t n, int64_t now_ms)
{
    advance(a, now_ms);
    a->heard_ms = now_ms;
    assert(a->hearing);
    int64_t begin = assistant_clock_ns();
    sahut_hearing_push(a->hearing, pcm, n);
    a->order.known_ns = assistant_clock_ns() - begin;
    if (a->order.waiting)
        take_order(a);
    else
        assistant_collect(a);
}

void sahut_assistant_finish(struct sahut_assistant *a, int64_t now_ms)
{
    advance(a, now_ms);
    if (!a->hearing)
        return;
    int64_t begin = assistant_clock_ns();
    sahut_hearing_finish(a->hearing);
    a->order.known_ns = assistant_clock_ns() - begin;
    if (a->order.waiting)
        take_order(a);
    else
        assistant_collect(a);
}

void sahut_assistant_skip(struct sahut_assistant *a, int64_t now_ms)
{
    int64_t passed_ms = now_ms - a->heard_ms; /* what was due meanwhile did not pass it */
    advance(a, now_ms);
    a->heard_ms = now_ms;
    if (a->hearing && passed_ms > 0)
        sahut_hearing_skip(a->hearing, (size_t)(passed_ms * (SAHUT_HEAR_RATE / 1000)));
}

int64_t sahut_assistant_position(const struct sahut_assistant *a)
{
    return a->hearing ? sahut_hearing_position(a->hearing) : 0;
}

void sahut_assistant_ask(struct sahut_assistant *a, const char *text, int64_t now_ms)
{
    advance(a, now_ms);
    free(a->order.text);
    a->order = (struct order){.text = sahut_strdup(text),
                              .clip = a->order.clip,
                              .clip_cap = a->order.clip_cap,
                              .accepted = true,
                              .confidence = 1};
    take_order(a);
}

void sahut_assistant_due(struct sahut_assistant *a, int64_t now_ms)
{
    advance(a, now_ms);
    struct sahut_outcome outcome;
    int64_t begin = assistant_clock_ns();
    while (sahut_skills_due(a->skills, a->now_ms, &outcome)) {
        double stored_ms = ms_since(begin);
        assistant_report(a, (struct sahut_event){.kind = SAHUT_EVENT_DUE,
                                                 .text = outcome.done,
                                                 .failed = outcome.failed});
        assistant_answer(a, &outcome, begin, stored_ms);
        assistant_collect(a);
        begin = assistant_clock_ns();
    }
}

int64_t sahut_assistant_next(struct sahut_assistant *a)
{
    return sahut_skills_next(a->skills);
}
