// SPDX-License-Identifier: GPL-3.0-or-later
/* How long it takes from sahut_voice_say to the first sample at the sink, over the replies of a
 * language:
 *
 *   voice_latency [REPLIES [VOICE]]     default models/en/replies in the source folder, "en"
 *
 * Every variant is said ten times into a null sink, one after the other, with its parameters left
 * out. Prints milliseconds: count, minimum, median, 95th and 99th percentile, maximum, and how much
 * faster than real time whole replies are made. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sahut/text.h"
#include "sahut/voice.h"

#define ROUNDS 10

struct bench {
    struct sahut_voice *voice;
    int64_t first_ns;
    size_t samples;
    double *ms;
    size_t n, cap;
    double synthesis_s, sound_s;
};

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static void on_done(void *ctx, const struct sahut_spoken *spoken)
{
    struct bench *b = ctx;
    b->first_ns = spoken->first_sample_ns;
    b->samples = spoken->samples;
}

static void measure(struct bench *b, const char *words)
{
    for (int i = 0; i < ROUNDS; i++) {
        int64_t start = now_ns();
        sahut_voice_say(b->voice, SAHUT_VOICE_ANSWER, words);
        sahut_voice_wait(b->voice);
        if (!b->samples)
            return;
        b->synthesis_s += (double)(now_ns() - start) / 1e9;
        b->sound_s += (double)b->samples / SAHUT_VOICE_RATE;
        if (b->n == b->cap) {
            b->cap = b->cap ? 2 * b->cap : 256;
            b->ms = sahut_realloc(b->ms, b->cap, sizeof *b->ms);
        }
        b->ms[b->n++] = (double)(b->first_ns - start) / 1e6;
    }
}

// The words of a template: what is in braces is replaced by "nine", brackets are opened.
static void words_of(const char *template, struct sahut_text *out)
{
    for (const char *p = template; *p && *p != '\n'; p++) {
        if (*p == '{') {
            sahut_text_add(out, "nine");
            p += strcspn(p, "}\n");
            if (*p != '}')
                return;
        } else if (*p != '[' && *p != ']') {
            sahut_text_add_n(out, p, 1);
        }
    }
}

static bool measure_file(struct bench *b, const char *path)
{
    FILE *f = fopen(path, "re");
    if (!f)
        return false;
    char line[1024];
    while (fgets(line, sizeof line, f)) {
        const char *template = line[0] == ' ' ? line + strspn(line, " ") : strchr(line, '=');
        if (!template || line[0] == '#')
            continue;
        struct sahut_text words = {0};
        words_of(template + strspn(template, "= "), &words);
        measure(b, sahut_text_get(&words));
        sahut_text_finish(&words);
    }
    fclose(f);
    return true;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quantile(const struct bench *b, double q)
{
    return b->ms[(size_t)(q * (double)(b->n - 1) + 0.5)];
}

int main(int argc, char **argv)
{
    struct sahut_text path = {0};
    const char *source = getenv("SAHUT_SOURCE");
    sahut_text_addf(&path, "%s/models/en/replies", source ? source : ".");
    const char *file = argc > 1 ? argv[1] : path.s;
    struct sahut_voice_config config = {argc > 2 ? argv[2] : "en", 165, 50, 90};
    struct bench b = {0};
    struct sahut_sink *sink = NULL;
    struct sahut_why why;
    if (sahut_sink_null(SAHUT_VOICE_RATE, &sink))
        return 1;
    int64_t start = now_ns();
    int err = sahut_voice_new(&config, sink, on_done, &b, &b.voice, &why);
    double start_ms = (double)(now_ns() - start) / 1e6;
    if (err)
        fprintf(stderr, "%s\n", why.text);
    else if (!measure_file(&b, file))
        err = fprintf(stderr, "%s: cannot be read\n", file);
    if (!err && b.n) {
        qsort(b.ms, b.n, sizeof *b.ms, by_size);
        printf("start %.2f ms\n", start_ms);
        printf("n %zu  min %.3f  p50 %.3f  p95 %.3f  p99 %.3f  max %.3f ms\n", b.n, b.ms[0],
               quantile(&b, 0.5), quantile(&b, 0.95), quantile(&b, 0.99), b.ms[b.n - 1]);
        printf("%.0f x real time\n", b.sound_s / b.synthesis_s);
    }
    free(b.ms);
    sahut_voice_free(b.voice);
    sahut_sink_free(sink);
    sahut_text_finish(&path);
    return err != 0;
}
