// SPDX-License-Identifier: GPL-3.0-or-later
/* How long the calendars take in the assistant:
 *
 *   agenda_question INDEX FOLDER      prints seconds to index, milliseconds of a start with nothing
 *                                     changed and of "what's on today", the median of 200
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "sahut/calendar.h"

static double ms_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void complain(void *ctx, const char *message)
{
    printf("%s\n", message);
}

int main(int argc, char **argv)
{
    struct sahut_zone *zone;
    if (argc != 3 || sahut_zone_new("Europe/Berlin", &zone, NULL))
        return 2;
    const char *const paths[] = {argv[2], NULL};
    const struct sahut_calendar_config config = {paths, argv[1], zone, complain, NULL};
    double start = ms_now();
    struct sahut_calendar *c = sahut_calendar_open(&config);
    printf("%-34s %8.2f s    goal 2 s (%zu events, %zu files read)\n", "index",
           (ms_now() - start) / 1e3, sahut_calendar_events(c), sahut_calendar_files_read(c));
    sahut_calendar_free(c);
    start = ms_now();
    c = sahut_calendar_open(&config);
    printf("%-34s %8.2f ms   (%zu files read)\n", "start, nothing changed", ms_now() - start,
           sahut_calendar_files_read(c));
    double took[200];
    size_t count = 0;
    for (int i = 0; i < 200; i++) {
        struct sahut_occurrence *list;
        /* A Monday in summer, and the days after it. */
        int64_t from = INT64_C(1782079200000) + i % 14 * INT64_C(86400000);
        start = ms_now();
        if (sahut_calendar_occurrences(c, from, from + 86400000, &list, &count))
            return 1;
        took[i] = ms_now() - start;
        free(list);
    }
    qsort(took, 200, sizeof *took, by_size);
    printf("%-34s %8.2f ms   goal 5 ms (worst %.2f; %zu appointments)\n",
           "\"what's on today\", warm", took[100], took[199], count);
    sahut_calendar_free(c);
    sahut_zone_free(zone);
    return 0;
}
