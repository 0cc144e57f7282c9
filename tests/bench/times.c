// SPDX-License-Identifier: GPL-3.0-or-later
/* How right times, durations and numbers are, on the test suites of other programs:
 *
 *   times [-v] [SUITES]      default $SAHUT_DATA/suites
 *
 * One line per suite: "FILE SUITE right/read, N of M rows read". A row is read if the whole of it
 * is one expression; whole sentences are not (they are the job of `sahut understand`). -v prints
 * the rows that were read and are wrong ("≠") and those that were refused ("-"). The suites
 * disagree in their conventions, see docs/times.md for ours. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/sentences.h"
#include "sahut/when.h"

enum { MAX_FIELDS = 16, MAX_WORDS = 256, MAX_SUITES = 32 };

struct score {
    char suite[64];
    int right, read, rows;
};

struct bench {
    struct sahut_zone *zone;
    bool verbose;
    struct score scores[MAX_SUITES];
    size_t n_scores;
};

/* What a row says it means, for the reader of -v; empty if it was refused. */
struct answer {
    bool read, right;
    char text[64];
};

static struct score *score_of(struct bench *b, const char *suite)
{
    for (size_t i = 0; i < b->n_scores; i++)
        if (strcmp(b->scores[i].suite, suite) == 0)
            return &b->scores[i];
    if (b->n_scores == MAX_SUITES)
        return &b->scores[MAX_SUITES - 1];
    struct score *s = &b->scores[b->n_scores++];
    *s = (struct score){.right = 0};
    snprintf(s->suite, sizeof s->suite, "%s", suite);
    return s;
}

/* How much of "2017-06-27T13:04:00" counts. */
static size_t precise_chars(const char *precision)
{
    static const struct {
        const char *name;
        size_t chars;
    } table[] = {{"year", 4},  {"month", 7},   {"week", 10},  {"day", 10},
                 {"hour", 13}, {"minute", 16}, {"second", 19}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i].name, precision) == 0)
            return table[i].chars;
    return 16;
}

typedef struct answer row_function(struct bench *b, char *const field[], const char *const *words,
                                   size_t n);

/* text, reference_local, expected_local, precision */
static struct answer answer_time(struct bench *b, char *const field[], const char *const *words,
                                 size_t n)
{
    struct answer a = {.read = false};
    struct sahut_when_context context = {.zone = b->zone};
    struct sahut_when when;
    char local[32];
    if (sahut_instant_parse(field[1], b->zone, &context.now_ms, NULL) ||
        sahut_when_parse("en", words, n, &context, &when))
        return a;
    sahut_instant_format(when.start_ms, b->zone, local);
    a.read = true;
    a.right = strcmp(field[3], "time_only") == 0
                  ? strncmp(local + 10, field[2], 6) == 0
                  : strncmp(local, field[2], precise_chars(field[3])) == 0;
    snprintf(a.text, sizeof a.text, "%.19s, expected %.19s", local, field[2]);
    return a;
}

/* text, seconds */
static struct answer answer_duration(struct bench *b, char *const field[], const char *const *words,
                                     size_t n)
{
    struct answer a = {.read = false};
    int64_t seconds;
    if (sahut_duration_parse("en", words, n, &seconds))
        return a;
    a.read = true;
    a.right = seconds == strtoll(field[1], NULL, 10);
    snprintf(a.text, sizeof a.text, "%lld, expected %.20s", (long long)seconds, field[1]);
    return a;
}

/* text, value */
static struct answer answer_number(struct bench *b, char *const field[], const char *const *words,
                                   size_t n)
{
    struct answer a = {.read = false};
    double value;
    if (sahut_number_parse("en", words, n, &value))
        return a;
    double expected = strtod(field[1], NULL);
    a.read = true;
    a.right = fabs(value - expected) <= 1e-9 * fmax(1, fabs(expected));
    snprintf(a.text, sizeof a.text, "%.12g, expected %.20s", value, field[1]);
    return a;
}

static void count_row(struct bench *b, row_function *answer, char *const field[], const char *suite)
{
    struct sahut_words *words;
    const char *list[MAX_WORDS];
    struct score *s = score_of(b, suite);
    if (sahut_words_new(field[0], "en", &words))
        return;
    size_t n = words->count < MAX_WORDS ? words->count : MAX_WORDS;
    for (size_t i = 0; i < n; i++)
        list[i] = words->items[i].text;
    struct answer a = answer(b, field, list, n);
    s->rows++;
    s->read += a.read;
    s->right += a.right;
    if (b->verbose && !a.right)
        printf("  %s %s | %s: %s\n", a.read ? "≠" : "-", suite, field[0], a.text);
    sahut_words_free(words);
}

static size_t split(char *line, char *field[MAX_FIELDS])
{
    size_t n = 0;
    line[strcspn(line, "\r\n")] = '\0';
    while (line && n < MAX_FIELDS)
        field[n++] = strsep(&line, "\t");
    for (size_t i = n; i < MAX_FIELDS; i++)
        field[i] = NULL;
    return n;
}

/* A file of a suite; `suite_field` < 0: all its rows are one suite, named after the file. */
struct source {
    const char *path;
    row_function *answer;
    size_t fields;
    int suite_field;
    int domain_field; /* "no": not for an assistant; < 0: every row is */
};

static int read_source(struct bench *b, const char *folder, const struct source *source)
{
    char path[1024], *line = NULL;
    size_t size = 0, n = 0;
    snprintf(path, sizeof path, "%s/%s", folder, source->path);
    FILE *f = fopen(path, "re");
    if (!f) {
        fprintf(stderr, "times: %s is not there\n", path);
        return -1;
    }
    b->n_scores = 0;
    while (getline(&line, &size, f) >= 0) {
        char *field[MAX_FIELDS];
        if (split(line, field) < source->fields || n++ == 0)
            continue;
        if (source->domain_field >= 0 && strcmp(field[source->domain_field], "yes") != 0)
            continue;
        count_row(b, source->answer, field,
                  source->suite_field < 0 ? "all" : field[source->suite_field]);
    }
    free(line);
    fclose(f);
    for (size_t i = 0; i < b->n_scores; i++)
        printf("%s %s %d/%d right, %d of %d rows read\n", source->path, b->scores[i].suite,
               b->scores[i].right, b->scores[i].read, b->scores[i].read, b->scores[i].rows);
    return 0;
}

int main(int argc, char **argv)
{
    static const struct source sources[] = {
        {"_combined/datetime_in_domain_en.tsv", answer_time, 6, 5, -1},
        {"_combined/durations_in_domain_en.tsv", answer_duration, 3, 2, -1},
        {"duckling_numeral_en/numerals.tsv", answer_number, 7, -1, 6},
        {"duckling_numeral_en/ordinals.tsv", answer_number, 7, -1, 6},
    };
    struct bench b = {.verbose = argc > 1 && strcmp(argv[1], "-v") == 0};
    const char *data = getenv("SAHUT_DATA"), *given = argv[1 + b.verbose];
    char folder[512];
    int err = 0;
    snprintf(folder, sizeof folder, "%s/suites", data ? data : "../shared");
    if (sahut_zone_new("UTC", &b.zone, NULL))
        return 1;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        err |= read_source(&b, given ? given : folder, &sources[i]);
    sahut_zone_free(b.zone);
    return err ? 1 : 0;
}
