// SPDX-License-Identifier: GPL-3.0-or-later
/** Events and intents as lines of JSON. */
#ifndef CLI_EVENT_JSON_H
#define CLI_EVENT_JSON_H

#include <jansson.h>

#include "sahut/intent.h"

/** A JSON string; bytes that are not UTF-8 become U+FFFD. */
json_t *event_json_string(const char *text);
/** Adds "intent", "score", "slots" and "missing"; `intent` NULL or unnamed: null, 0, {} and []. */
void event_json_intent(json_t *object, const struct sahut_intent *intent, struct sahut_zone *zone);
/** A number with at most `digits` digits after the point. */
json_t *event_json_real(double value, int digits);
/** One line on standard output, in the order in which members were added; frees it. */
void event_json_print(json_t *object);

#endif
