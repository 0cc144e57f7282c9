// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/event_json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

json_t *event_json_string(const char *text)
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

json_t *event_json_real(double value, int digits)
{
    double scale = pow(10, digits);
    return json_real(round(value * scale) / scale);
}

void event_json_intent(json_t *object, const struct sahut_intent *intent, struct sahut_zone *zone)
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

void event_json_print(json_t *object)
{
    char *line = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(10));
    puts(line);
    fflush(stdout);
    free(line);
    json_decref(object);
}
