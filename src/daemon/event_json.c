// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/event_json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

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
    case SAHUT_EVENT_STATUS:
        return "status";
    case SAHUT_EVENT_FAULT:
        return "fault";
    }
    return "";
}

json_t *sahut_json_string(const char *text)
{
    json_t *string = json_string(text);
    if (string)
        return string;
    struct sahut_text clean = {0};
    for (; *text; text++) {
        if ((unsigned char)*text < 0x80)
            sahut_text_add_n(&clean, text, 1);
        else
            sahut_text_add(&clean, "\xef\xbf\xbd");
    }
    string = json_string(sahut_text_get(&clean));
    sahut_text_finish(&clean);
    return string;
}

json_t *sahut_json_real(double value, int digits)
{
    double scale = pow(10, digits);
    return json_real(round(value * scale) / scale);
}

void sahut_json_intent(json_t *object, const struct sahut_intent *intent, struct sahut_zone *zone)
{
    static const struct sahut_intent none = {0};
    char *members = sahut_intent_json(intent ? intent : &none, zone);
    struct sahut_text braced = {0};
    sahut_text_addf(&braced, "{%s}", members);
    json_t *parsed = json_loads(sahut_text_get(&braced), 0, NULL);
    if (parsed)
        json_object_update(object, parsed);
    json_decref(parsed);
    sahut_text_finish(&braced);
    free(members);
}

static double seconds(int64_t from, int64_t sample)
{
    return (double)(sample - from) / SAHUT_HEAR_RATE;
}

static void add_place(json_t *o, const struct sahut_event *e, struct sahut_zone *zone,
                      const char *file, int64_t from)
{
    if (file)
        json_object_set_new(o, "file", sahut_json_string(file));
    if (e->kind == SAHUT_EVENT_WAKE) {
        json_object_set_new(o, "phrase", sahut_json_string(e->text));
        json_object_set_new(o, "at_s", sahut_json_real(seconds(from, e->start), 3));
        json_object_set_new(o, "score", sahut_json_real(e->confidence, 2));
        return;
    }
    json_object_set_new(o, "start_s", sahut_json_real(seconds(from, e->start), 3));
    json_object_set_new(o, "end_s", sahut_json_real(seconds(from, e->end), 3));
    json_object_set_new(o, "text", sahut_json_string(e->text));
    json_object_set_new(o, "confidence", sahut_json_real(e->confidence, 3));
    json_object_set_new(o, "accepted", json_boolean(e->accepted));
    sahut_json_intent(o, e->intent, zone);
}

json_t *sahut_event_json(const struct sahut_event *e, struct sahut_zone *zone, const char *file,
                         int64_t from)
{
    json_t *o = json_object();
    char at[32];
    sahut_instant_format(e->at_ms, zone, at);
    json_object_set_new(o, "event", json_string(sahut_event_name(e->kind)));
    json_object_set_new(o, "time", json_string(at));
    if (e->kind == SAHUT_EVENT_WAKE || e->kind == SAHUT_EVENT_HYPOTHESIS)
        add_place(o, e, zone, file, from);
    else if (e->text[0])
        json_object_set_new(o, e->kind == SAHUT_EVENT_EDGE ? "device" : "text",
                            sahut_json_string(e->text));
    if (e->kind == SAHUT_EVENT_EDGE)
        json_object_set_new(o, "value", json_integer(e->value));
    if (e->kind == SAHUT_EVENT_SAID || e->kind == SAHUT_EVENT_EARCON)
        json_object_set_new(o, "seconds", sahut_json_real(e->seconds, 3));
    if (e->failed)
        json_object_set_new(o, "failed", json_true());
    return o;
}

void sahut_json_print_to(json_t *object, FILE *out)
{
    char *line = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(10));
    fprintf(out, "%s\n", line);
    fflush(out);
    free(line);
    json_decref(object);
}

void sahut_json_print(json_t *object)
{
    sahut_json_print_to(object, stdout);
}
