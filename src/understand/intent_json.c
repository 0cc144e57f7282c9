// SPDX-License-Identifier: GPL-3.0-or-later
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/intent.h"
#include "sahut/text.h"
#include "understand/when_json.h"

static json_t *number_json(double n)
{
    return fabs(n) < 1e15 && n == floor(n) ? json_integer((json_int_t)n) : json_real(n);
}

static json_t *slot_json(const struct sahut_slot *slot, struct sahut_zone *zone)
{
    switch (slot->type) {
    case SAHUT_SLOT_TIME:
        return when_json(&slot->when, zone);
    case SAHUT_SLOT_DURATION:
        return json_pack("{s:I}", "seconds", (json_int_t)slot->seconds);
    case SAHUT_SLOT_NUMBER:
        return number_json(slot->number);
    case SAHUT_SLOT_REPEAT:
        return json_pack("{s:s,s:o}", "rrule", slot->repeat.rule, "first",
                         when_json(&slot->when, zone));
    case SAHUT_SLOT_WORD:
    case SAHUT_SLOT_TEXT:
        break;
    }
    /* Typed bytes that are no UTF-8 have no place in JSON. */
    json_t *text = json_string(slot->text);
    return text ? text : json_string("");
}

/* Slots of one name become an array. */
static json_t *slots_json(const struct sahut_intent *intent, struct sahut_zone *zone)
{
    json_t *slots = json_object();
    for (size_t i = 0; i < intent->n_slots; i++) {
        const char *name = intent->slots[i].name;
        json_t *value = slot_json(&intent->slots[i], zone), *known = json_object_get(slots, name);
        if (!known) {
            json_object_set_new(slots, name, value);
        } else if (json_is_array(known)) {
            json_array_append_new(known, value);
        } else {
            json_object_set_new(slots, name, json_pack("[O,o]", known, value));
        }
    }
    return slots;
}

char *sahut_intent_json(const struct sahut_intent *intent, struct sahut_zone *zone)
{
    json_t *o = json_object(), *missing = json_array();
    for (size_t i = 0; i < intent->n_missing; i++)
        json_array_append_new(missing, json_string(intent->missing[i]));
    json_object_set_new(o, "intent", intent->name[0] ? json_string(intent->name) : json_null());
    json_object_set_new(o, "score", number_json(intent->score));
    json_object_set_new(o, "slots", slots_json(intent, zone));
    json_object_set_new(o, "missing", missing);
    if (intent->doubtful)
        json_object_set_new(o, "doubtful", json_true());
    char *text = json_dumps(o, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(6));
    json_decref(o);
    char *members = text ? sahut_strndup(text + 1, strlen(text) - 2) : sahut_strdup("");
    free(text);
    return members;
}
