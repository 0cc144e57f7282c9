// SPDX-License-Identifier: GPL-3.0-or-later
/* Any text as a sentence with times and recurrences in it. The first byte chooses when and where.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/recur.h"
#include "sahut/sentences.h"
#include "sahut/when.h"

enum { LONGEST = 4000, MOST = 64, ZONES = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct sahut_zone *zone(size_t i)
{
    static const char *const names[ZONES] = {"UTC", "Europe/Berlin", "Australia/Lord_Howe"};
    static struct sahut_zone *zones[ZONES];
    if (!zones[i] && sahut_zone_new(names[i], &zones[i], NULL))
        abort();
    return zones[i];
}

/* A rule is one that the calendar reads, and its first time is the one that was said. */
static void check_recurrence(const struct sahut_recurrence *r, struct sahut_zone *z)
{
    struct recur_rule rule;
    struct recur_walk walk;
    struct sahut_civil start = sahut_zone_local(z, r->first.start_ms);
    int64_t first_s;
    if (recur_parse(r->rule, &rule, NULL) < 0 || r->first.end_ms < r->first.start_ms)
        abort();
    recur_walk_init(&walk, &rule, &start, false);
    if (r->first.fit == SAHUT_ZONE_EXACT &&
        (recur_walk_next(&walk, &first_s) != 1 || first_s != recur_seconds(&start)))
        abort();
    if (r->until_ms && r->until_ms < r->first.start_ms)
        abort();
}

static void check(const struct sahut_found *found, struct sahut_zone *z)
{
    switch (found->kind) {
    case SAHUT_FOUND_TIME:
        if (found->when.end_ms < found->when.start_ms || !sahut_grain_name(found->when.grain))
            abort();
        break;
    case SAHUT_FOUND_DURATION:
        if (found->seconds < 0)
            abort();
        break;
    case SAHUT_FOUND_NUMBER:
        if (!isfinite(found->number))
            abort();
        break;
    case SAHUT_FOUND_RECURRENCE:
        check_recurrence(&found->recurrence, z);
        break;
    default:
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t nows[] = {INT64_C(1774745940000), INT64_C(1792890000000),
                                   INT64_C(1709164800000), INT64_C(0)};
    struct sahut_words *words;
    struct sahut_found found[MOST];
    if (size < 1 || size > LONGEST)
        return 0;
    struct sahut_when_context context = {.now_ms = nows[data[0] % 4],
                                         .zone = zone(data[0] / 4 % ZONES)};
    char *text = calloc(size, 1);
    memcpy(text, data + 1, size - 1);
    if (sahut_words_new(text, "en", &words) == 0) {
        const char **list = calloc(words->count + 1, sizeof *list);
        for (size_t i = 0; i < words->count; i++)
            list[i] = words->items[i].text;
        size_t n =
            sahut_when_find("en", list, words->count, &context, SAHUT_FOUND_ALL, found, MOST);
        size_t end = 0;
        for (size_t i = 0; i < n; i++) {
            if (found[i].first < end || found[i].count == 0)
                abort();
            end = found[i].first + found[i].count;
            check(&found[i], context.zone);
        }
        if (end > words->count)
            abort();
        free(sahut_found_json(found, n, &context));
        free(list);
        sahut_words_free(words);
    }
    free(text);
    return 0;
}
