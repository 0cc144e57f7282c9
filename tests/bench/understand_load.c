// SPDX-License-Identifier: GPL-3.0-or-later
/* What understanding costs when there is much of it:
 *
 *   understand_load [--memory N] [SUITES]   understands N sentences (a million), half of them as
 * the suites have them, half made from the templates with words nobody has, and says how memory
 * grew understand_load --words N KIND          understands one line of N words, once; under
 * callgrind (tests/bench/understand_long) instructions per word. KIND: free (a template's free
 * text), mixed (words of orders), times (finds times in "at nine at nine …")
 *
 * SUITES is $SAHUT_DATA/suites. */
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sahut/intent.h"
#include "sahut/text.h"
#include "train/tsv.h"

enum { EXAMPLES = 200, MARKS = 10 };

struct load {
    struct sahut_sentences *s;
    struct sahut_when_context when;
    char **texts, **templates;
    size_t n_texts, n_templates;
    uint64_t state;
};

static void fail(const struct sahut_why *why)
{
    fprintf(stderr, "understand_load: %s\n", why->text);
    exit(1);
}

static size_t draw(struct load *l, size_t below)
{
    l->state = l->state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(l->state >> 33) % below;
}

static bool understand(struct load *l, const char *text)
{
    struct sahut_words *w;
    struct sahut_intent intent;
    if (sahut_words_new(text, "en", &w))
        return false;
    bool understood = sahut_understand(l->s, NULL, w, &l->when, &intent);
    sahut_words_free(w);
    return understood;
}

static void read_suites(struct load *l, const char *suites)
{
    char path[600];
    struct tsv t;
    snprintf(path, sizeof(path), "%s/_combined/intents_all.tsv", suites);
    if (!tsv_open(&t, path)) {
        printf("%s: not there; nothing is measured\n", path);
        exit(77);
    }
    while (tsv_next(&t)) {
        char *text = tsv_get(&t, "text");
        if (strcmp(tsv_get(&t, "lang"), "en") != 0)
            continue;
        tsv_unescape(text);
        l->texts = sahut_realloc(l->texts, l->n_texts + 1, sizeof(*l->texts));
        l->texts[l->n_texts++] = sahut_strdup(text);
    }
}

static void read_templates(struct load *l)
{
    for (const char *const *name = sahut_sentences_intents(l->s); *name; name++) {
        char **examples;
        size_t n = sahut_sentences_examples(l->s, *name, EXAMPLES, &examples);
        l->templates = sahut_realloc(l->templates, l->n_templates + n, sizeof(*l->templates));
        if (n)
            memcpy(l->templates + l->n_templates, examples, n * sizeof(*examples));
        l->n_templates += n;
        free(examples);
    }
}

/* A word that nobody has. */
static void add_new_word(struct load *l, struct sahut_text *out)
{
    for (size_t n = 3 + draw(l, 8); n > 0; n--)
        sahut_text_addf(out, "%c", (int)('a' + draw(l, 26)));
}

/* A template's sentence with new words for its free text, and one letter exchanged in every third.
 */
static char *make_sentence(struct load *l)
{
    struct sahut_text text = {0};
    for (const char *s = l->templates[draw(l, l->n_templates)]; *s; s++) {
        if (*s != '*') {
            sahut_text_add_n(&text, s, 1);
            continue;
        }
        for (size_t n = 1 + draw(l, 3); n > 0; n--) {
            add_new_word(l, &text);
            if (n > 1)
                sahut_text_add(&text, " ");
        }
    }
    char *made = sahut_strdup(sahut_text_get(&text));
    if (text.len > 0 && draw(l, 3) == 0)
        made[draw(l, text.len)] = (char)('a' + draw(l, 26));
    sahut_text_finish(&text);
    return made;
}

/* What is resident, and what is allocated, now. */
static void print_memory(long done, long understood)
{
    long pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (!f || fscanf(f, "%*s %ld", &pages) != 1)
        pages = 0;
    if (f)
        fclose(f);
    struct mallinfo2 m = mallinfo2();
    printf("%10ld sentences, %5.1f %% understood; resident %7ld kB, allocated %7zu kB\n", done,
           done ? 100.0 * (double)understood / (double)done : 0,
           pages * (sysconf(_SC_PAGESIZE) / 1024), (m.uordblks + m.hblkhd) / 1024);
    fflush(stdout);
}

static void load_memory(struct load *l, long n, const char *suites)
{
    long understood = 0;
    read_suites(l, suites);
    read_templates(l);
    print_memory(0, 0);
    for (long i = 0; i < n; i++) {
        char *made = i % 2 ? make_sentence(l) : NULL;
        understood += understand(l, made ? made : l->texts[(size_t)i / 2 * 31 % l->n_texts]);
        free(made);
        if ((i + 1) % (n / MARKS) == 0 || i + 1 == n / 100)
            print_memory(i + 1, understood);
    }
    printf("goal: no growth over a million sentences\n");
    for (size_t i = 0; i < l->n_texts; i++)
        free(l->texts[i]);
    for (size_t i = 0; i < l->n_templates; i++)
        free(l->templates[i]);
    free(l->texts);
    free(l->templates);
}

static void add_words(struct sahut_text *out, long n, const char *const *words, size_t n_words)
{
    for (long i = 0; i < n; i++)
        sahut_text_addf(out, " %s", words[(size_t)i % n_words]);
}

static void find_times(const char *text, const struct sahut_when_context *when)
{
    struct sahut_words *w;
    if (sahut_words_new(text, "en", &w))
        return;
    const char **list = sahut_alloc(w->count, sizeof(*list));
    for (size_t i = 0; i < w->count; i++)
        list[i] = w->items[i].text;
    struct sahut_found *found = sahut_alloc(w->count, sizeof(*found));
    size_t n = sahut_when_find("en", list, w->count, when, SAHUT_FOUND_ALL, found, w->count);
    printf("%zu words, %zu times\n", w->count, n);
    free(found);
    free(list);
    sahut_words_free(w);
}

static void load_words(struct load *l, long n, const char *kind)
{
    static const char *const nine[] = {"at", "nine"};
    static const char *const mixed[] = {"turn",    "on",   "the", "lamp",    "remind", "me",
                                        "to",      "set",  "a",   "timer",   "for",    "ten",
                                        "minutes", "call", "mom", "tomorrow"};
    struct sahut_text text = {0};
    bool is_mixed = strcmp(kind, "mixed") == 0;
    sahut_text_add(&text, is_mixed ? "please" : "remind me to");
    add_words(&text, n, is_mixed ? mixed : nine,
              is_mixed ? sizeof(mixed) / sizeof(*mixed) : sizeof(nine) / sizeof(*nine));
    understand(l, "remind me to call mom at nine"); /* what is made when first needed */
    if (strcmp(kind, "times") == 0)
        find_times(sahut_text_get(&text), &l->when);
    else
        printf("%ld words: %s\n", n, understand(l, sahut_text_get(&text)) ? "understood" : "not");
    sahut_text_finish(&text);
}

int main(int argc, char **argv)
{
    struct load l = {.when.now_ms = INT64_C(1779174000000), .state = 1}; /* 2026-05-19, a Tuesday */
    const char *data = getenv("SAHUT_DATA"), *kind = "mixed";
    long memory = 1000000, words = -1;
    char suites[500];
    struct sahut_why why;
    snprintf(suites, sizeof(suites), "%s/suites", data ? data : "../shared");
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--memory") == 0 && i + 1 < argc) {
            memory = strtol(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--words") == 0 && i + 2 < argc) {
            words = strtol(argv[++i], NULL, 10);
            kind = argv[++i];
        } else {
            snprintf(suites, sizeof(suites), "%s", argv[i]);
        }
    }
    if (sahut_zone_new("UTC", &l.when.zone, &why) ||
        sahut_sentences_read("models/en/sentences", &l.s, &why) ||
        sahut_sentences_learn(l.s, "models/en/intents", &why))
        fail(&why);
    if (words >= 0)
        load_words(&l, words, kind);
    else
        load_memory(&l, memory < 100 ? 100 : memory, suites);
    sahut_sentences_free(l.s);
    sahut_zone_free(l.when.zone);
    return 0;
}
