// SPDX-License-Identifier: GPL-3.0-or-later
/** day CONFIG RECORDING...: the assistant's start, latencies and memory, on the recordings of
 * ./demo (which leaves them in build/demo). The database is on disk, in a temporary folder. Prints
 *
 *   start to listening, from nothing to a loaded ear (settings read, database opened, voice
 * started) end point to intent: decoding and understanding of each order intent to the first sample
 * of the answer, with and without the time the commit took memory (PSS and anonymous, from
 * smaps_rollup) with everything still loaded
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sahut/assistant.h"
#include "sahut/settings.h"
#include "sahut/voice.h"

#define MOST 4096
#define STEP 320

struct figures {
    double intent_ms[MOST], answer_ms[MOST], bare_ms[MOST];
    int n_intent, n_answer;
};

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void take(void *ctx, const struct sahut_event *e)
{
    struct figures *f = ctx;
    if (e->kind == SAHUT_EVENT_HYPOTHESIS && f->n_intent < MOST)
        f->intent_ms[f->n_intent++] = e->took_ms;
    if (e->kind == SAHUT_EVENT_SAID && e->took_ms > 0 && f->n_answer < MOST) {
        f->answer_ms[f->n_answer] = e->took_ms;
        f->bare_ms[f->n_answer++] = e->took_ms - e->stored_ms;
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print(const char *what, double *v, int n)
{
    qsort(v, (size_t)n, sizeof(*v), by_value);
    if (n > 0)
        printf("%-42s n %3d  min %7.2f  median %7.2f  p95 %7.2f  max %7.2f ms\n", what, n, v[0],
               v[n / 2], v[(int)(n * 0.95)], v[n - 1]);
}

static void print_memory(void)
{
    FILE *f = fopen("/proc/self/smaps_rollup", "r");
    char line[200];
    while (f && fgets(line, sizeof(line), f))
        if (strncmp(line, "Pss:", 4) == 0 || strncmp(line, "Anonymous:", 10) == 0)
            printf("memory after the day: %s", line);
    if (f)
        fclose(f);
}

static int64_t hear(struct sahut_assistant *a, const char *file, int64_t at_ms)
{
    struct sahut_source *source;
    struct sahut_why why;
    int16_t pcm[STEP];
    ssize_t n;
    if (sahut_source_file(file, &source, &why)) {
        fprintf(stderr, "day: %s\n", why.text);
        exit(1);
    }
    while ((n = sahut_source_read(source, pcm, STEP, &why)) > 0) {
        at_ms += 20;
        if (sahut_assistant_next(a) <= at_ms)
            sahut_assistant_due(a, at_ms);
        sahut_assistant_push(a, pcm, (size_t)n, at_ms);
    }
    sahut_assistant_finish(a, at_ms);
    sahut_source_free(source);
    at_ms += 30000;
    sahut_assistant_due(a, at_ms);
    sahut_assistant_skip(a, at_ms);
    return at_ms;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: day CONFIG RECORDING...\n");
        return 2;
    }
    static struct figures figures;
    struct sahut_settings *settings;
    struct sahut_zone *zone;
    struct sahut_sink *sink;
    struct sahut_assistant *a;
    struct sahut_why why;
    char state[] = "/tmp/sahut-day-XXXXXX", models[512];
    const char *data = getenv("SAHUT_DATADIR");
    snprintf(models, sizeof(models), "%s/models", data ? data : ".");
    double begin = now_ms();
    if (!mkdtemp(state) || sahut_settings_new(&settings) ||
        sahut_settings_read(settings, argv[1], NULL, NULL) ||
        sahut_zone_new("Europe/Berlin", &zone, &why) || sahut_sink_null(SAHUT_VOICE_RATE, &sink)) {
        fprintf(stderr, "day: cannot begin\n");
        return 1;
    }
    struct sahut_assistant_config config = {
        .settings = settings,
        .models = models,
        .state = state,
        .wake_phrase = sahut_settings_string(settings, "wake.phrase"),
        .sink = sink,
        .zone = zone,
        .dry_run = true,
    };
    int64_t at_ms = INT64_C(1777964100000); /* 2026-05-05T08:55+02:00 */
    if (sahut_assistant_new(&config, at_ms, take, &figures, &a, &why) ||
        sahut_assistant_listen(a, &why)) {
        fprintf(stderr, "day: %s\n", why.text);
        return 1;
    }
    printf("start to listening: %.0f ms\n", now_ms() - begin);
    for (int i = 2; i < argc; i++)
        at_ms = hear(a, argv[i], at_ms);
    print("end point to intent", figures.intent_ms, figures.n_intent);
    print("intent to first sample, commit included", figures.answer_ms, figures.n_answer);
    print("intent to first sample, commit excluded", figures.bare_ms, figures.n_answer);
    print_memory();
    sahut_assistant_free(a);
    sahut_sink_free(sink);
    sahut_zone_free(zone);
    sahut_settings_free(settings);
    char command[600];
    snprintf(command, sizeof(command), "rm -rf '%s'", state);
    return system(command) ? 1 : 0;
}
