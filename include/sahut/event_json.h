// SPDX-License-Identifier: GPL-3.0-or-later
/** Events and intents as lines of JSON. */
#ifndef SAHUT_EVENT_JSON_H
#define SAHUT_EVENT_JSON_H

#include <jansson.h>
#include <stdio.h>

#include "sahut/assistant.h"
#include "sahut/intent.h"

/** An event as an object: what `replay --json` prints and what the control socket streams. Places
 * in the sound count in seconds from the sample `from` of `file` (NULL: no file). json_decref. */
json_t *sahut_event_json(const struct sahut_event *event, struct sahut_zone *zone, const char *file,
                         int64_t from);

/** A JSON string; bytes that are not UTF-8 become U+FFFD. */
json_t *sahut_json_string(const char *text);
/** Adds "intent", "score", "slots" and "missing"; `intent` NULL or unnamed: null, 0, {} and []. */
void sahut_json_intent(json_t *object, const struct sahut_intent *intent, struct sahut_zone *zone);
/** A number with at most `digits` digits after the point. */
json_t *sahut_json_real(double value, int digits);
/** One line on standard output, in the order in which members were added; frees it. */
void sahut_json_print(json_t *object);
void sahut_json_print_to(json_t *object, FILE *out);

#endif
