// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes are read as an .ics file, and a decade of it is expanded. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/ics.h"
#include "calendar/series.h"
#include "sahut/calendar.h"
#include "sahut/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct events {
    struct cal_event *list;
    size_t count;
};

static void take(void *ctx, const struct cal_event *event)
{
    struct events *events = ctx;
    events->list = sahut_realloc(events->list, events->count + 1, sizeof *events->list);
    events->list[events->count] = *event;
    events->list[events->count].order = events->count;
    events->count++;
}

static void complain(void *ctx, const char *message)
{
    size_t *longest = ctx;
    size_t n = strlen(message);
    if (n > *longest)
        *longest = n;
}

static void expand(struct events *events, struct cal_zones *zones)
{
    struct cal_series_set *set =
        cal_series_new(events->list, events->count, cal_zones_floating(zones));
    struct cal_hit *list;
    size_t count;
    if (cal_series_occurrences(set, INT64_C(1577836800000), INT64_C(1893456000000), &list,
                               &count) == 0)
        free(list);
    cal_series_free(set);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sahut_zone *utc;
    size_t longest = 0;
    struct events events = {0};
    if (sahut_zone_new("UTC", &utc, NULL) < 0)
        return 0;
    struct ics_file file = {
        .path = "input",
        .zones = cal_zones_new(utc),
        .complain = complain,
        .ctx = &longest,
    };
    char *text = malloc(size + 2);
    memcpy(text, data, size);
    ics_read(&file, text, size, take, &events);
    free(text);
    expand(&events, file.zones);
    for (size_t i = 0; i < events.count; i++)
        cal_event_finish(&events.list[i]);
    free(events.list);
    cal_zones_free(file.zones);
    sahut_zone_free(utc);
    return 0;
}
