// SPDX-License-Identifier: GPL-3.0-or-later
/* The steps: sound and time in, orders understood and carried out. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/assistant_internal.h"
#include "sahut/log.h"

/* A replay's clock is ahead of its sound by what it pushes at once. */
#define PUSHED_MS 20

int64_t assistant_clock_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

double assistant_ms_since(int64_t ns)
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

void assistant_advance(struct sahut_assistant *a, int64_t now_ms)
{
    a->now_ms = now_ms;
    if (a->complaints.len > 0)
        report_complaints(a);
}

/* Who calls is not talked over. */
static void woken(struct sahut_assistant *a, const struct sahut_heard *h)
{
    a->called = true;
    a->open.wanted = false;
    if (a->is_live)
        sahut_voice_stop(a->voice, SAHUT_VOICE_ALARM);
    assistant_report(a, (struct sahut_event){.kind = SAHUT_EVENT_WAKE,
                                             .text = h->text,
                                             .start = h->start,
                                             .end = h->end,
                                             .confidence = h->confidence});
}

/* The question was not answered: what is said next is an order again. */
static void nothing_came(struct sahut_assistant *a)
{
    a->called = false;
    assistant_report(a, (struct sahut_event){.kind = SAHUT_EVENT_NOTHING, .text = ""});
    assistant_expect(a, "");
}

static void heard(struct sahut_assistant *a, const struct sahut_heard *h, int64_t took_ns)
{
    struct sahut_clip clip = {h->free_pcm, h->free_n}, sound = {h->order_pcm, h->order_n};
    struct assistant_order order = {.text = h->text,
                                    .clip = h->free_pcm ? &clip : NULL,
                                    .sound = h->order_pcm ? &sound : NULL,
                                    .confidence = h->confidence,
                                    .accepted = h->accepted,
                                    .start = h->start,
                                    .end = h->end,
                                    .took_ns = took_ns};
    switch (h->kind) {
    case SAHUT_HEARD_WAKE:
        woken(a, h);
        break;
    case SAHUT_HEARD_LISTENING:
        assistant_report(a, (struct sahut_event){.kind = SAHUT_EVENT_LISTENING, .text = ""});
        assistant_earcon(a, SAHUT_EARCON_LISTENING);
        break;
    case SAHUT_HEARD_DECIDING:
        if (a->is_live && a->live.deciding)
            a->live.deciding(a->live.ctx);
        break;
    case SAHUT_HEARD_HYPOTHESIS:
        assistant_take_order(a, &order);
        break;
    case SAHUT_HEARD_NOTHING:
        nothing_came(a);
        break;
    }
}

static void status(struct sahut_assistant *a, const char *text, bool failed)
{
    assistant_report(
        a, (struct sahut_event){.kind = SAHUT_EVENT_STATUS, .text = text, .failed = failed});
}

static void take_report(struct sahut_assistant *a, const struct ear_report *r)
{
    switch (r->kind) {
    case EAR_READY:
        a->listening = true;
        status(a, "listening", false);
        break;
    case EAR_FAILED:
        status(a, r->text, true);
        break;
    case EAR_HEARD:
        heard(a, &r->heard, r->took_ns);
        break;
    case EAR_DEAF_TO:
        assistant_complain(a, r->text);
        break;
    case EAR_END_OF_SOUND:
        status(a, "end of sound", false);
        break;
    case EAR_ENDED:
        a->ear_over = true;
        a->listening = false;
        break;
    }
}

static void take_reports(struct sahut_assistant *a)
{
    struct ear_report r;
    while (a->ear && ear_next(a->ear, &r)) {
        enum ear_report_kind kind = r.kind;
        take_report(a, &r);
        ear_report_finish(&r);
        if (kind == EAR_ENDED)
            assistant_reload_go_on(a);
    }
    assistant_collect(a);
}

void sahut_assistant_set_clock(struct sahut_assistant *a, const struct sahut_clock *clock,
                               int64_t now_ms)
{
    sahut_skills_set_clock(a->skills, clock, now_ms);
    a->now_ms = now_ms;
}

void sahut_assistant_set_zone(struct sahut_assistant *a, struct sahut_zone *zone, int64_t now_ms)
{
    a->now_ms = now_ms;
    a->config.zone = zone;
    assistant_read_calendars(a);
    struct sahut_skills_world world = assistant_world(a);
    sahut_skills_set_world(a->skills, &world);
    sahut_skills_set_zone(a->skills, zone, now_ms);
}

void sahut_assistant_set_volume(struct sahut_assistant *a, int percent)
{
    sahut_voice_set_volume(a->voice, percent);
    sahut_skills_set_volume(a->skills, sahut_voice_get_volume(a->voice));
}

int sahut_assistant_volume(const struct sahut_assistant *a)
{
    return sahut_voice_get_volume(a->voice);
}

bool sahut_assistant_is_speaking(const struct sahut_assistant *a)
{
    return a->own == SAHUT_OWN_SPEECH;
}

int sahut_assistant_listen(struct sahut_assistant *a, struct sahut_why *why)
{
    return assistant_open_ear(a, why);
}

void sahut_assistant_collect(struct sahut_assistant *a, int64_t now_ms)
{
    assistant_advance(a, now_ms);
    take_reports(a);
}

void sahut_assistant_end_of_sound(struct sahut_assistant *a)
{
    if (a->ear)
        ear_finish(a->ear);
}

void sahut_assistant_forget(struct sahut_assistant *a)
{
    if (a->ear)
        ear_forget(a->ear);
}

void sahut_assistant_push(struct sahut_assistant *a, const int16_t *pcm, size_t n, int64_t now_ms)
{
    assistant_advance(a, now_ms);
    a->heard_ms = now_ms;
    assert(a->ear);
    ear_push(a->ear, pcm, n);
    take_reports(a);
}

void sahut_assistant_finish(struct sahut_assistant *a, int64_t now_ms)
{
    assistant_advance(a, now_ms);
    if (!a->ear)
        return;
    ear_finish(a->ear);
    take_reports(a);
    report_complaints(a); /* there may be no other step */
}

void sahut_assistant_skip(struct sahut_assistant *a, int64_t now_ms)
{
    int64_t passed_ms = now_ms - a->heard_ms; /* what was due meanwhile did not pass it */
    assistant_advance(a, now_ms);
    a->heard_ms = now_ms;
    if (!a->ear || passed_ms <= 0)
        return;
    ear_skip(a->ear, (size_t)(passed_ms * (SAHUT_HEAR_RATE / 1000)));
    take_reports(a);
}

int64_t sahut_assistant_position(const struct sahut_assistant *a)
{
    return a->ear ? ear_position(a->ear) : 0;
}

const char *sahut_assistant_answer(const struct sahut_assistant *a)
{
    return a->last_answer;
}

void sahut_assistant_hush(struct sahut_assistant *a)
{
    sahut_voice_stop(a->voice, SAHUT_VOICE_ALARM);
    assistant_collect(a);
}

int64_t sahut_assistant_lines_next(const struct sahut_assistant *a)
{
    return a->lines ? sahut_lines_next(a->lines) : INT64_MAX;
}

void sahut_assistant_lines_work(struct sahut_assistant *a, int64_t steady_ms, int64_t now_ms)
{
    a->now_ms = now_ms;
    if (a->lines)
        sahut_lines_work(a->lines, steady_ms);
}

void sahut_assistant_light(struct sahut_assistant *a, enum sahut_light light)
{
    if (a->lines)
        sahut_lines_light(a->lines, light);
}

/* On the virtual clock, the lines go by the same time as all the rest. */
static bool lines_are_ours(const struct sahut_assistant *a)
{
    return a->lines && !a->is_live;
}

void sahut_assistant_due(struct sahut_assistant *a, int64_t now_ms)
{
    /* What rings opens the ear from now on. Sound that is under way is not torn by it. */
    if (a->is_live || now_ms - a->heard_ms <= PUSHED_MS)
        assistant_advance(a, now_ms);
    else
        sahut_assistant_skip(a, now_ms);
    if (lines_are_ours(a))
        sahut_lines_work(a->lines, now_ms);
    struct sahut_outcome outcome;
    int64_t begin = assistant_clock_ns();
    while (sahut_skills_due(a->skills, a->now_ms, &outcome)) {
        double stored_ms = assistant_ms_since(begin);
        assistant_report(a, (struct sahut_event){.kind = SAHUT_EVENT_DUE,
                                                 .text = outcome.done,
                                                 .failed = outcome.failed});
        assistant_answer(a, &outcome, begin, stored_ms);
        if (outcome.ask[0] || outcome.open_ear_s > 0)
            assistant_settle(a, &outcome);
        assistant_collect(a);
        begin = assistant_clock_ns();
    }
    assistant_bring_out(a);
}

int64_t sahut_assistant_next(struct sahut_assistant *a)
{
    int64_t next_ms = sahut_skills_next(a->skills);
    int64_t lines_ms = lines_are_ours(a) ? sahut_lines_next(a->lines) : INT64_MAX;
    if (lines_ms < a->now_ms)
        lines_ms = a->now_ms;
    return lines_ms < next_ms ? lines_ms : next_ms;
}

int64_t sahut_assistant_next_promise(struct sahut_assistant *a)
{
    return sahut_skills_next_promise(a->skills);
}

void sahut_assistant_quit(struct sahut_assistant *a)
{
    ear_quit(a->ear);
    assistant_hints_quit(a);
    sahut_voice_stop(a->voice, SAHUT_VOICE_ALARM);
}

static bool ear_progressed(struct sahut_assistant *a)
{
    bool waiting;
    unsigned progress = ear_progress(a->ear, &waiting);
    bool moved = waiting || progress != a->ear_progress;
    a->ear_progress = progress;
    return moved;
}

bool sahut_assistant_progressed(struct sahut_assistant *a, const char **what)
{
    bool ear = !a->ear || !a->listening || ear_progressed(a);
    bool busy;
    uint64_t spoken = sahut_voice_progress(a->voice, &busy);
    bool voice = !busy || spoken != a->voice_progress;
    a->voice_progress = spoken;
    *what = !ear ? "hearing" : !voice ? "the voice" : "";
    return ear && voice;
}
