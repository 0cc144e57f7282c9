// SPDX-License-Identifier: GPL-3.0-or-later
/* Any text is read as a rule and, if it is one, walked: first from DTSTART, then from a jump. The
 * first line is DTSTART, the second the rule. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/event.h"
#include "calendar/recur.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool read_start(const char *text, struct sahut_civil *out)
{
    *out = (struct sahut_civil){0};
    int n = sscanf(text, "%4d%2d%2dT%2d%2d%2d", &out->year, &out->month, &out->day, &out->hour,
                   &out->minute, &out->second);
    return n >= 3 && out->year >= 1 && out->month >= 1 && out->month <= 12 && out->day >= 1 &&
           out->day <= sahut_civil_days_in_month(out->year, out->month) && out->hour >= 0 &&
           out->hour < 24 && out->minute >= 0 && out->minute < 60 && out->second >= 0 &&
           out->second < 60;
}

static void walk(const struct recur_rule *rule, const struct sahut_civil *start, bool date_only,
                 int64_t from_s)
{
    struct recur_walk w;
    int64_t s, last = INT64_MIN;
    recur_walk_init(&w, rule, start, date_only);
    if (from_s != INT64_MIN && !rule->count)
        recur_walk_seek(&w, from_s);
    for (int i = 0; i < 500 && recur_walk_next(&w, &s) > 0; i++) {
        assert(s > last && s >= w.start_s);
        last = s;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    struct recur_rule rule;
    struct sahut_civil start;
    struct sahut_why why;
    memcpy(text, data, size);
    text[size] = '\0';
    char *line = strchr(text, '\n');
    if (line)
        *line++ = '\0';
    if (line && read_start(text, &start) && recur_parse(line, &rule, &why) == 0) {
        bool date_only = !strchr(text, 'T');
        walk(&rule, &start, date_only, INT64_MIN);
        walk(&rule, &start, date_only, recur_seconds(&start) + INT64_C(86400) * 36525);
        if (cal_rule_settle(&rule, &start, date_only, true, &why) == 0) {
            assert(rule.count == 0);
            walk(&rule, &start, date_only, INT64_MIN);
        }
    }
    free(text);
    return 0;
}
