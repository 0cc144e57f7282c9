// SPDX-License-Identifier: GPL-3.0-or-later
/* Any words as a time, a duration and a number. The first byte chooses when and where it is said.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/sentences.h"
#include "sahut/when.h"

enum { LONGEST = 2000, ZONES = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct sahut_zone *zone(size_t i)
{
    static const char *const names[ZONES] = {"UTC", "Europe/Berlin", "America/St_Johns",
                                             "Pacific/Apia"};
    static struct sahut_zone *zones[ZONES];
    if (!zones[i] && sahut_zone_new(names[i], &zones[i], NULL))
        abort();
    return zones[i];
}

static void parse(const char *const *words, size_t n, const struct sahut_when_context *context)
{
    struct sahut_when when;
    int64_t seconds;
    double number;
    if (sahut_when_parse("en", words, n, context, &when) == 0) {
        struct sahut_when again;
        if (when.start_ms > when.end_ms || !sahut_grain_name(when.grain) ||
            sahut_when_parse("en", words, n, context, &again) || again.start_ms != when.start_ms)
            abort();
        if (when.relative && when.start_ms != context->now_ms + when.seconds * 1000)
            abort();
    }
    if (sahut_duration_parse("en", words, n, &seconds) == 0 && seconds < 0)
        abort();
    if (sahut_number_parse("en", words, n, NULL, &number) == 0 && !isfinite(number))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t nows[] = {
        INT64_C(1774745940000), /* a minute before Berlin's clocks go forward in 2026 */
        INT64_C(1792890000000), /* and when they go back */
        INT64_C(1709164800000), /* 2024-02-29 */
        INT64_C(0),
    };
    struct sahut_words *words;
    if (size < 1 || size > LONGEST)
        return 0;
    struct sahut_when_context context = {.now_ms = nows[data[0] % 4],
                                         .zone = zone(data[0] / 4 % ZONES)};
    char *text = calloc(size, 1);
    memcpy(text, data + 1, size - 1);
    if (sahut_words_new(text, "en", &words) == 0) {
        const char **list = calloc(words->count + 1, sizeof(*list));
        for (size_t i = 0; i < words->count; i++)
            list[i] = words->items[i].text;
        parse(list, words->count, &context);
        free(list);
        sahut_words_free(words);
    }
    free(text);
    return 0;
}
