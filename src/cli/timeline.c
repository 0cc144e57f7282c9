// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/timeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sahut/event_json.h"
#include "sahut/text.h"

void timeline_init(struct timeline *t, struct sahut_zone *zone, bool json, bool timing)
{
    *t = (struct timeline){.zone = zone, .json = json, .timing = timing, .file = "", .out = stdout};
    t->colour = !json && isatty(1) && !getenv("NO_COLOR");
}

void timeline_file(struct timeline *t, const char *file, int64_t position)
{
    t->file = file;
    t->file_start = position;
}

static void print_json(const struct timeline *t, const struct sahut_event *e)
{
    json_t *o = sahut_event_json(e, t->zone, t->file, t->file_start);
    if (t->timing && e->took_ms > 0) {
        json_object_set_new(o, "took_ms", sahut_json_real(e->took_ms, 3));
        json_object_set_new(o, "stored_ms", sahut_json_real(e->stored_ms, 3));
    }
    sahut_json_print_to(o, t->out);
}

static const char *colour(const struct timeline *t, enum sahut_event_kind kind)
{
    if (!t->colour)
        return "";
    switch (kind) {
    case SAHUT_EVENT_WAKE:
    case SAHUT_EVENT_LISTENING:
    case SAHUT_EVENT_NOTHING:
        return "\033[2m";
    case SAHUT_EVENT_HYPOTHESIS:
        return "\033[1;36m";
    case SAHUT_EVENT_DUE:
    case SAHUT_EVENT_DONE:
    case SAHUT_EVENT_EDGE:
    case SAHUT_EVENT_HINT:
        return "\033[33m";
    case SAHUT_EVENT_EARCON:
        return "\033[2m";
    case SAHUT_EVENT_SAID:
        return "\033[1;32m";
    case SAHUT_EVENT_STATUS:
        return "";
    case SAHUT_EVENT_COMPLAINT:
    case SAHUT_EVENT_FAULT:
        return "\033[31m";
    }
    return "";
}

static void print_line(struct timeline *t, const struct sahut_event *e, const char *what,
                       const char *text, const char *figures)
{
    struct sahut_civil c = sahut_zone_local(t->zone, e->at_ms);
    static const char *const days[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};
    if (t->day != c.year * 10000 + c.month * 100 + c.day) {
        t->day = c.year * 10000 + c.month * 100 + c.day;
        fprintf(t->out, "%s %04d-%02d-%02d\n", days[sahut_civil_weekday(&c)], c.year, c.month,
                c.day);
    }
    const char *on = colour(t, e->kind), *off = t->colour ? "\033[0m" : "";
    fprintf(t->out, "  %02d:%02d:%02d  %-10s  %s%s%s%s%s\n", c.hour, c.minute, c.second, what, on,
            text, off, figures[0] ? "   " : "", figures);
    fflush(t->out);
}

static void describe(const struct sahut_intent *intent, struct sahut_zone *zone,
                     struct sahut_text *t)
{
    sahut_text_add(t, intent->name);
    for (size_t i = 0; i < intent->n_slots; i++) {
        const struct sahut_slot *s = &intent->slots[i];
        char time[32];
        sahut_text_addf(t, "  %s: ", s->name);
        if (s->type == SAHUT_SLOT_TIME) {
            sahut_instant_format(s->when.start_ms, zone, time);
            sahut_text_add_n(t, time, 16);
        } else if (s->type == SAHUT_SLOT_DURATION) {
            sahut_text_addf(t, "%lld s", (long long)s->seconds);
        } else if (s->type == SAHUT_SLOT_NUMBER) {
            sahut_text_addf(t, "%g", s->number);
        } else if (s->type == SAHUT_SLOT_REPEAT) {
            sahut_text_add(t, s->repeat.rule);
        } else {
            sahut_text_add(t, strcmp(s->text, SAHUT_FREE_WORD) == 0 ? "(your own words)" : s->text);
        }
    }
    for (size_t i = 0; i < intent->n_missing; i++)
        sahut_text_addf(t, "  %s: ?", intent->missing[i]);
}

static void print_hypothesis(struct timeline *t, const struct sahut_event *e)
{
    struct sahut_text text = {0};
    char figures[80];
    sahut_text_addf(&text, "\"%s\"", e->text);
    snprintf(figures, sizeof(figures), "confidence %.2f%s, %.0f ms", e->confidence,
             e->accepted ? "" : " (too low)", e->took_ms);
    print_line(t, e, "heard", sahut_text_get(&text), figures);
    sahut_text_clear(&text);
    if (e->intent) {
        describe(e->intent, t->zone, &text);
        print_line(t, e, "understood", sahut_text_get(&text), "");
    }
    sahut_text_finish(&text);
}

static void print_text(struct timeline *t, const struct sahut_event *e)
{
    char text[64], figures[80] = "";
    switch (e->kind) {
    case SAHUT_EVENT_WAKE:
        snprintf(figures, sizeof(figures), "score %.1f", e->confidence);
        print_line(t, e, "woken", e->text, figures);
        break;
    case SAHUT_EVENT_LISTENING:
        print_line(t, e, "listening", "", "");
        break;
    case SAHUT_EVENT_HYPOTHESIS:
        print_hypothesis(t, e);
        break;
    case SAHUT_EVENT_NOTHING:
        print_line(t, e, "heard", "nothing", "");
        break;
    case SAHUT_EVENT_DUE:
        print_line(t, e, "due", e->text, "");
        break;
    case SAHUT_EVENT_DONE:
        print_line(t, e, e->failed ? "not done" : "done", e->text, "");
        break;
    case SAHUT_EVENT_EDGE:
        snprintf(text, sizeof(text), "%s: line goes %s", e->text, e->value ? "high" : "low");
        print_line(t, e, "done", text, "");
        break;
    case SAHUT_EVENT_EARCON:
        print_line(t, e, "earcon", e->text, "");
        break;
    case SAHUT_EVENT_SAID:
        if (e->took_ms > 0)
            snprintf(figures, sizeof(figures), "%.1f s, first sound after %.0f ms", e->seconds,
                     e->took_ms);
        else
            snprintf(figures, sizeof(figures), "%.1f s", e->seconds);
        print_line(t, e, "said", e->text, figures);
        break;
    case SAHUT_EVENT_HINT:
        print_line(t, e, "text hint", e->text, "");
        break;
    case SAHUT_EVENT_COMPLAINT:
        print_line(t, e, "problem", e->text, "");
        break;
    case SAHUT_EVENT_STATUS:
        print_line(t, e, e->failed ? "failed" : "sahut", e->text, "");
        break;
    case SAHUT_EVENT_FAULT:
        print_line(t, e, e->failed ? "fault" : "repaired", e->text, "");
        break;
    }
}

void timeline_event(void *ctx, const struct sahut_event *event)
{
    struct timeline *t = ctx;
    t->events += event->kind != SAHUT_EVENT_COMPLAINT;
    if (t->json)
        print_json(t, event);
    else
        print_text(t, event);
}
