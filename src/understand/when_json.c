// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/when_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

static void set_instant(json_t *o, const char *name, int64_t ms, struct sahut_zone *zone)
{
    char text[32];
    sahut_instant_format(ms, zone, text);
    json_object_set_new(o, name, json_string(text));
}

json_t *when_json(const struct sahut_when *when, struct sahut_zone *zone)
{
    json_t *o = json_object();
    set_instant(o, "start", when->start_ms, zone);
    json_object_set_new(o, "grain", json_string(sahut_grain_name(when->grain)));
    if (when->part_ms)
        set_instant(o, "from", when->part_ms, zone);
    if (when->end_ms != when->start_ms)
        set_instant(o, "end", when->end_ms, zone);
    switch (when->fit) {
    case SAHUT_ZONE_EXACT:
        break;
    case SAHUT_ZONE_GAP:
        json_object_set_new(o, "clock_change", json_string("skipped"));
        break;
    case SAHUT_ZONE_OVERLAP:
        json_object_set_new(o, "clock_change", json_string("twice"));
        break;
    }
    return o;
}

json_t *recurrence_json(const struct sahut_recurrence *r, struct sahut_zone *zone)
{
    json_t *o = json_object();
    json_object_set_new(o, "rrule", json_string(r->rule));
    set_instant(o, "start", r->first.start_ms, zone);
    json_object_set_new(o, "grain", json_string(sahut_grain_name(r->first.grain)));
    if (r->until_ms)
        set_instant(o, "until", r->until_ms, zone);
    if (r->count)
        json_object_set_new(o, "count", json_integer(r->count));
    return o;
}

/* With the time at which it is over, if it begins now: "set the ambush for half an hour". */
static json_t *duration_json(const struct sahut_found *found, struct sahut_zone *zone)
{
    json_t *o = json_pack("{s:I}", "seconds", (json_int_t)found->seconds);
    set_instant(o, "start", found->when.start_ms, zone);
    json_object_set_new(o, "grain", json_string(sahut_grain_name(found->when.grain)));
    return o;
}

static json_t *number_json(double n)
{
    return fabs(n) < 1e15 && n == floor(n) ? json_integer((json_int_t)n) : json_real(n);
}

static const char *kind_name(enum sahut_found_kind kind)
{
    switch (kind) {
    case SAHUT_FOUND_TIME:
        return "time";
    case SAHUT_FOUND_DURATION:
        return "duration";
    case SAHUT_FOUND_NUMBER:
        return "number";
    case SAHUT_FOUND_RECURRENCE:
        return "recurrence";
    default:
        break;
    }
    return "";
}

static json_t *value_json(const struct sahut_found *found, const struct sahut_when_context *context)
{
    switch (found->kind) {
    case SAHUT_FOUND_TIME:
        return when_json(&found->when, context->zone);
    case SAHUT_FOUND_DURATION:
        return duration_json(found, context->zone);
    case SAHUT_FOUND_NUMBER:
        return number_json(found->number);
    case SAHUT_FOUND_RECURRENCE:
        return recurrence_json(&found->recurrence, context->zone);
    default:
        break;
    }
    return json_null();
}

static json_t *place_json(const struct sahut_found *found)
{
    return json_pack("{s:s,s:I,s:I}", "kind", kind_name(found->kind), "first",
                     (json_int_t)found->first, "count", (json_int_t)found->count);
}

char *sahut_found_json(const struct sahut_found *found, size_t n,
                       const struct sahut_when_context *context)
{
    json_t *o = json_object(), *slots = json_object(), *places = json_array();
    for (size_t i = 0; i < n; i++) {
        const char *name = kind_name(found[i].kind);
        json_t *value = value_json(&found[i], context), *known = json_object_get(slots, name);
        if (!known)
            json_object_set_new(slots, name, value);
        else if (json_is_array(known))
            json_array_append_new(known, value);
        else
            json_object_set_new(slots, name, json_pack("[O,o]", known, value));
        json_array_append_new(places, place_json(&found[i]));
    }
    json_object_set_new(o, "slots", slots);
    json_object_set_new(o, "found", places);
    char *text = json_dumps(o, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(15));
    json_decref(o);
    char *members = text ? sahut_strndup(text + 1, strlen(text) - 2) : sahut_strdup("");
    free(text);
    return members;
}
