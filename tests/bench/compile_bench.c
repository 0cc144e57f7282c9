// SPDX-License-Identifier: GPL-3.0-or-later
/* How long the English sentences take to read, compile and match, with more and more devices.
 * Best of 10 runs each.
 *
 *   compile_bench [FILE]     (default: models/en/sentences)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sahut/sentences.h"

enum { RUNS = 10, DEVICES = 200, LONG_LINE = 10000 };

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void name_devices(struct sahut_list_item *items, char (*names)[40])
{
    static const char *const which[] = {"big",   "small", "left", "right", "upper",
                                        "lower", "old",   "new",  "red",   "blue"};
    static const char *const where[] = {"kitchen", "bedroom", "hall", "garden", "cellar"};
    static const char *const what[] = {"lamp", "fan", "heater", "pump"};
    for (int i = 0; i < DEVICES; i++) {
        /* Scrambled, so that the first twenty are no block. */
        int k = i * 77 % DEVICES;
        snprintf(names[i], sizeof(names[i]), "%s %s %s", which[k % 10], where[k / 10 % 5],
                 what[k / 50]);
        items[i] = (struct sahut_list_item){names[i], names[i]};
    }
}

static struct sahut_sentences *read_file(const char *file)
{
    struct sahut_sentences *s;
    struct sahut_why why;
    if (sahut_sentences_read(file, &s, &why) == 0)
        return s;
    fprintf(stderr, "%s\n", why.text);
    exit(1);
}

static void bench_compile(const char *file, const struct sahut_list_item *items, size_t n)
{
    double read_ms = 1e9, compile_ms = 1e9;
    int states = 0;
    size_t arcs = 0, words = 0;
    for (int i = 0; i < RUNS; i++) {
        struct sahut_grammar *g;
        struct sahut_why why;
        double start = now_ms();
        struct sahut_sentences *s = read_file(file);
        double read = now_ms() - start;
        sahut_sentences_fill(s, "device", items, n);
        start = now_ms();
        if (sahut_sentences_compile(s, NULL, &g, &why)) {
            fprintf(stderr, "%s\n", why.text);
            exit(1);
        }
        double compile = now_ms() - start;
        read_ms = read < read_ms ? read : read_ms;
        compile_ms = compile < compile_ms ? compile : compile_ms;
        states = g->n_states;
        arcs = g->n_arcs;
        words = g->n_words;
        sahut_grammar_free(g);
        sahut_sentences_free(s);
    }
    printf("%7zu %8.2f %11.2f %7d %6zu %6zu\n", n, read_ms, compile_ms, states, arcs, words);
}

static void bench_match(const char *file, const char *text)
{
    struct sahut_sentences *s = read_file(file);
    struct sahut_words *w;
    struct sahut_match m;
    double best = 1e9;
    if (sahut_words_new(text, "en", &w))
        exit(1);
    for (int i = 0; i <= RUNS; i++) {
        double start = now_ms();
        sahut_sentences_match(s, NULL, w->items, w->count, &m);
        double took = now_ms() - start;
        if (i > 0 && took < best) /* the first builds the automaton */
            best = took;
    }
    printf("%7zu %8.3f  %.50s\n", w->count, best, text);
    sahut_words_free(w);
    sahut_sentences_free(s);
}

int main(int argc, char **argv)
{
    const char *file = argc > 1 ? argv[1] : "models/en/sentences";
    struct sahut_list_item items[DEVICES];
    char names[DEVICES][40];
    char *line = calloc(LONG_LINE * 6 + 100, 1);
    size_t n = (size_t)sprintf(line, "remind me to");
    for (int i = 0; i < LONG_LINE; i++)
        n += (size_t)sprintf(line + n, " %s", i % 2 ? "nine" : "at");
    name_devices(items, names);
    printf("devices  read ms  compile ms  states   arcs  words\n");
    for (size_t count = 0; count <= DEVICES; count = count ? count * 10 : 2)
        bench_compile(file, items, count);
    printf("  words match ms\n");
    bench_match(file, "what time is it");
    bench_match(file, "remind me to call the dentist tomorrow at nine");
    line[12 + LONG_LINE / 10 * 4] = '\0';
    bench_match(file, line);
    line[12 + LONG_LINE / 10 * 4] = ' ';
    bench_match(file, line);
    free(line);
    return 0;
}
