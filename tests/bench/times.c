// SPDX-License-Identifier: GPL-3.0-or-later
/* How right times, durations, numbers and recurrences are, on the test suites of other programs:
 *
 *   times [-v] [--half 0|1] [SUITES]      default $SAHUT_DATA/suites
 *
 * One line per suite: "FILE SUITE right/rows (even/rows odd/rows)". Every row in the domain counts;
 * one in which nothing is found is wrong. The rows are sentences: what is found first in them is
 * compared, down to the row's precision. -v prints the wrong rows, with --half only those whose
 * text's CRC-32 is even (0) or odd (1): the odd half is for checking, and not to be read while
 * working. The suites disagree in their conventions, see docs/times.md for ours.
 *
 *   times [-v] [--half 0|1] --rows FILE   rows of one's own: text, reference_local, expected_local,
 * precision with a head line. A precision is one of the suites', or "rrule" (expected_local is the
 * rule), "rrule-begin" (what the rule begins with) or "none" (no time and no recurrence in it).
 *
 *   times --cost TIMES [FILE]             reads FILE's lines (default: built-in sentences) TIMES
 * times under valgrind --tool=callgrind or /usr/bin/time -v */
#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/sentences.h"
#include "sahut/when.h"

enum { MAX_FIELDS = 24, MAX_WORDS = 256, MAX_FOUND = 16, MAX_SUITES = 32 };

struct score {
    char suite[64];
    int right[2], rows[2]; /* by half */
};

struct bench {
    struct sahut_zone *zone;
    bool verbose;
    int half; /* whose wrong rows are printed; < 0: all */
    struct score scores[MAX_SUITES];
    size_t n_scores;
};

/* A row and what was found in it. */
struct row {
    char *field[MAX_FIELDS], *name[MAX_FIELDS];
    const char *words[MAX_WORDS];
    size_t n_words;
    struct sahut_when_context context;
};
struct answer {
    bool counts, right;
    char text[160];
};

static const char *get(const struct row *row, const char *name)
{
    for (size_t i = 0; i < MAX_FIELDS && row->name[i]; i++)
        if (strcmp(row->name[i], name) == 0)
            return row->field[i] ? row->field[i] : "";
    return "";
}

static unsigned crc32_of(const char *s)
{
    unsigned crc = ~0U;
    for (; *s; s++) {
        crc ^= (unsigned char)*s;
        for (int k = 0; k < 8; k++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320U : 0);
    }
    return ~crc;
}

static size_t find(const struct row *row, unsigned kinds, struct sahut_found found[MAX_FOUND])
{
    return sahut_when_find("en", row->words, row->n_words, &row->context, kinds, found, MAX_FOUND);
}

/* ---- times ---- */

/* Whether as much of "2017-06-27T13:04:00" as counts is what was expected. */
static bool same_time(const char *local, const char *expected, const char *precision)
{
    static const struct {
        const char *name;
        size_t from, chars;
    } table[] = {{"year", 0, 4},  {"month", 0, 7},   {"week", 0, 10},   {"day", 0, 10},
                 {"hour", 0, 13}, {"minute", 0, 16}, {"second", 0, 19}, {"time_only", 10, 6}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i].name, precision) == 0)
            return strncmp(local + table[i].from, expected, table[i].chars) == 0;
    return strncmp(local, expected, 16) == 0;
}

/* The first time; failing that, when the first recurrence begins or the first duration is over; and
 * a text that is nothing but a number may be one. */
static bool first_time(const struct row *row, int64_t *ms)
{
    struct sahut_found found[MAX_FOUND];
    struct sahut_when when;
    size_t n = find(row, SAHUT_FOUND_ALL, found);
    for (size_t i = 0; i < n; i++)
        if (found[i].kind == SAHUT_FOUND_TIME) {
            *ms = found[i].when.start_ms;
            return true;
        }
    for (size_t i = 0; i < n; i++) {
        if (found[i].kind == SAHUT_FOUND_RECURRENCE)
            *ms = found[i].recurrence.first.start_ms;
        else if (found[i].kind == SAHUT_FOUND_DURATION)
            *ms = found[i].when.start_ms;
        else
            continue;
        return true;
    }
    if (sahut_when_parse("en", row->words, row->n_words, &row->context, &when))
        return false;
    *ms = when.start_ms;
    return true;
}

static struct answer compare_time(struct bench *b, struct row *row, const char *reference,
                                  const char *expected, const char *precision)
{
    struct answer a = {.counts = true};
    char local[32] = "nothing";
    int64_t ms;
    if (sahut_instant_parse(reference, b->zone, &row->context.now_ms, NULL)) {
        a.counts = false;
        return a;
    }
    if (first_time(row, &ms)) {
        sahut_instant_format(ms, b->zone, local);
        a.right = same_time(local, expected, precision);
    }
    snprintf(a.text, sizeof a.text, "%.19s, expected %.19s (%s) at %.19s", local, expected,
             precision, reference);
    return a;
}

static struct answer answer_combined(struct bench *b, struct row *row)
{
    return compare_time(b, row, get(row, "reference_local"), get(row, "expected_local"),
                        get(row, "precision"));
}

/* A date is exact to the day; a time to the minute. */
static struct answer answer_lingua(struct bench *b, struct row *row)
{
    const char *expected = get(row, "expected_local");
    bool day = strstr(expected, "T00:00:00") || *get(row, "default_time");
    bool second = strstr(get(row, "text"), "second");
    return compare_time(b, row, get(row, "anchor_local"), expected,
                        day      ? "day"
                        : second ? "second"
                                 : "minute");
}

/* ---- durations and numbers ---- */

static struct answer compare_duration(const struct row *row, const char *expected)
{
    struct answer a = {.counts = true};
    struct sahut_found found[MAX_FOUND];
    long long seconds = -1;
    size_t n = find(row, SAHUT_FOUND_DURATION, found);
    if (n > 0)
        seconds = found[0].seconds;
    a.right = n > 0 && seconds == strtoll(expected, NULL, 10);
    snprintf(a.text, sizeof a.text, "%lld, expected %.20s", seconds, expected);
    return a;
}

static struct answer answer_duration(struct bench *b, struct row *row)
{
    return compare_duration(row, get(row, "seconds"));
}

static bool same(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(1, fabs(b));
}

static struct answer answer_number(struct bench *b, struct row *row)
{
    struct answer a = {.counts = true};
    struct sahut_found found[MAX_FOUND];
    const char *expected = get(row, "value");
    size_t n = find(row, SAHUT_FOUND_NUMBER, found);
    a.right = n > 0 && same(found[0].number, strtod(expected, NULL));
    snprintf(a.text, sizeof a.text, "%.15g, expected %.20s", n ? found[0].number : NAN, expected);
    return a;
}

/* How many, and the value if it is one; "end+0" and the like are no numbers. Its model for numbers
 * takes no ordinals, and the one for ordinals nothing else. */
static struct answer answer_recognizers_number(struct bench *b, struct row *row)
{
    struct answer a = {.counts = true};
    struct sahut_found found[MAX_FOUND];
    bool ordinals = strcmp(get(row, "model"), "OrdinalModel") == 0;
    const char *value = get(row, "value");
    char *end;
    double expected = strtod(value, &end);
    if (*end) {
        a.counts = false;
        return a;
    }
    size_t n =
        find(row, ordinals ? SAHUT_FOUND_ORDINAL : SAHUT_FOUND_COUNT | SAHUT_FOUND_SHARE, found);
    a.right = atoi(get(row, "n")) == 0 ? n == 0 : n > 0 && same(found[0].number, expected);
    snprintf(a.text, sizeof a.text, "%zu: %.15g, expected %s: %.20s", n, n ? found[0].number : NAN,
             get(row, "n"), value);
    return a;
}

/* "the 1st one" */
static bool has_typed_ordinal(const char *text)
{
    for (const char *s = text; *s; s++)
        if (isdigit((unsigned char)s[0]) && s[1] && strchr("snrt", s[1]) && strchr("tdh", s[2]))
            return true;
    return false;
}

/* What the options of extract_number and extract_numbers ask for: "ordinals" true an ordinal, or
 * else a number; false, the default, numbers and shares of one ("third" is 1/3); null neither. What
 * is typed as "1st" is a number for it in any case. */
static size_t find_as_asked(const struct row *row, const char *options,
                            struct sahut_found found[MAX_FOUND])
{
    unsigned kinds = SAHUT_FOUND_COUNT;
    size_t n = 0;
    if (strstr(options, "\"ordinals\": true") || has_typed_ordinal(get(row, "text")))
        n = find(row, SAHUT_FOUND_ORDINAL, found);
    else if (!strstr(options, "\"ordinals\": null"))
        kinds |= SAHUT_FOUND_SHARE;
    return n ? n : find(row, kinds, found);
}

static struct answer answer_lingua_number(struct bench *b, struct row *row)
{
    struct answer a = {.counts = true};
    struct sahut_found found[MAX_FOUND];
    const char *options = get(row, "kwargs_json"), *expected = get(row, "expected_json");
    struct sahut_when_habits habits = sahut_when_habits_default();
    habits.long_scale = strstr(options, "\"short_scale\": false");
    row->context.habits = &habits;
    size_t n = find_as_asked(row, options, found);
    if (strcmp(expected, "false") == 0) {
        a.right = n == 0;
    } else {
        size_t i = 0;
        a.right = true;
        for (const char *s = expected + strspn(expected, "["); *s && *s != ']'; i++) {
            char *end;
            double value = strtod(s, &end);
            a.right &= i < n && same(found[i].number, value);
            s = end + strspn(end, ", ");
        }
        a.right &= *expected != '[' || i == n;
    }
    snprintf(a.text, sizeof a.text, "%zu: %.15g, expected %.60s %s", n, n ? found[0].number : NAN,
             expected, options);
    return a;
}

/* ---- recurrences ---- */

/* Whether `rule` has exactly the parts of `expected`, in any order; INTERVAL=1 says nothing. */
static bool same_rule(const char *rule, const char *expected)
{
    char copy[256], padded[256];
    size_t said = 0, parts = 1;
    if (strncmp(expected, "RRULE:", 6) == 0)
        expected += 6;
    snprintf(copy, sizeof copy, "%s", expected);
    snprintf(padded, sizeof padded, ";%s;", rule);
    for (const char *s = rule; *s; s++)
        parts += *s == ';';
    for (char *save, *part = strtok_r(copy, ";", &save); part; part = strtok_r(NULL, ";", &save)) {
        char one[128];
        if (strcmp(part, "INTERVAL=1") == 0)
            continue;
        snprintf(one, sizeof one, ";%s;", part);
        if (!strstr(padded, one))
            return false;
        said++;
    }
    return said == parts;
}

static struct answer answer_rrule(struct bench *b, struct row *row)
{
    struct answer a = {.counts = true};
    struct sahut_found found[MAX_FOUND];
    size_t n = find(row, SAHUT_FOUND_RECURRENCE, found);
    a.right = n == 1 && same_rule(found[0].recurrence.rule, get(row, "rrule"));
    snprintf(a.text, sizeof a.text, "%.60s, expected %.60s",
             n ? found[0].recurrence.rule : "nothing", get(row, "rrule"));
    return a;
}

/* The rule that a TIMEX of a set means, and its hour and minute (-1: none). */
static bool rule_of_timex(const char *timex, char rule[64], int *hour, int *minute)
{
    static const char days[][3] = {"", "MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    int n, at = 0;
    char unit;
    *hour = -1;
    *minute = 0;
    rule[0] = '\0';
    if (strcmp(timex, "P1WE") == 0) {
        strcpy(rule, "FREQ=WEEKLY;BYDAY=SA,SU");
        return true;
    }
    if (strcmp(timex, "P1WD") == 0) {
        strcpy(rule, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
        return true;
    }
    if (strcmp(timex, "P0.5Y") == 0) {
        strcpy(rule, "FREQ=MONTHLY;INTERVAL=6");
        return true;
    }
    if (sscanf(timex, "P%d%c%n", &n, &unit, &at) == 2) {
        const char *freq = unit == 'D'   ? "DAILY"
                           : unit == 'W' ? "WEEKLY"
                           : unit == 'M' ? "MONTHLY"
                                         : "YEARLY";
        snprintf(rule, 64, n > 1 ? "FREQ=%s;INTERVAL=%d" : "FREQ=%s", freq, n);
    } else if (strncmp(timex, "XXXX-WXX-", 9) == 0 && isdigit((unsigned char)timex[9])) {
        snprintf(rule, 64, "FREQ=WEEKLY;BYDAY=%s", days[(timex[9] - '0') % 8]);
        at = 10;
    } else if (strncmp(timex, "XXXX-WXX-WE", 11) == 0) {
        strcpy(rule, "FREQ=WEEKLY;BYDAY=SA,SU");
        at = 11;
    } else if (strncmp(timex, "XXXX-XX-", 8) == 0 && isdigit((unsigned char)timex[8])) {
        snprintf(rule, 64, "FREQ=MONTHLY;BYMONTHDAY=%d", atoi(timex + 8));
        at = 10;
    }
    if (timex[at] == 'T') {
        if (!rule[0])
            strcpy(rule, "FREQ=DAILY");
        if (isdigit((unsigned char)timex[at + 1]))
            sscanf(timex + at, "T%d:%d", hour, minute);
    }
    return rule[0] != '\0';
}

static struct answer compare_set(struct bench *b, struct row *row, const char *timex)
{
    struct answer a = {.counts = true};
    struct sahut_found found[MAX_FOUND];
    char rule[64], local[32] = "nothing";
    int hour, minute;
    if (sahut_instant_parse(get(row, "reference_local"), b->zone, &row->context.now_ms, NULL) ||
        !rule_of_timex(timex, rule, &hour, &minute)) {
        a.counts = false;
        return a;
    }
    size_t n = find(row, SAHUT_FOUND_RECURRENCE, found);
    if (n > 0) {
        const struct sahut_recurrence *r = &found[0].recurrence;
        sahut_instant_format(r->first.start_ms, b->zone, local);
        bool other = strstr(row->field[0], "other") || strstr(row->field[0], "Other");
        if (other && strstr(rule, "WEEKLY")) { /* their "every other friday" says no interval */
            char with[80];
            snprintf(with, sizeof with, "%s;INTERVAL=2", rule);
            strcpy(rule, with);
        }
        a.right = same_rule(r->rule, rule) &&
                  (hour < 0 || (atoi(local + 11) == hour && atoi(local + 14) == minute));
    }
    snprintf(a.text, sizeof a.text, "%.60s %.16s, expected %s (%.20s)",
             n ? found[0].recurrence.rule : "", local, rule, timex);
    return a;
}

static struct answer answer_set_parser(struct bench *b, struct row *row)
{
    if (strcmp(get(row, "parser"), "SetParser") != 0)
        return (struct answer){.counts = false};
    return compare_set(b, row, get(row, "timex"));
}

/* Rows of the model whose one entity is a set. */
static struct answer answer_set_model(struct bench *b, struct row *row)
{
    char timex[64] = "";
    const char *at = strstr(get(row, "results_json"), "\"timex\": \"");
    if (strcmp(get(row, "types"), "set") != 0 || !at)
        return (struct answer){.counts = false};
    sscanf(at, "\"timex\": \"%63[^\"]", timex);
    return compare_set(b, row, timex);
}

/* ---- where nothing is to be found ---- */

static struct answer answer_negative(struct bench *b, struct row *row)
{
    struct answer a = {.counts = true};
    struct sahut_found found[MAX_FOUND];
    unsigned kinds = SAHUT_FOUND_TIME | SAHUT_FOUND_RECURRENCE;
    size_t n = find(row, kinds, found);
    a.right = n == 0;
    for (size_t i = 0; n && i < found[0].count; i++) {
        size_t len = strlen(a.text);
        snprintf(a.text + len, sizeof a.text - len, "%s ", row->words[found[0].first + i]);
    }
    return a;
}

static struct answer answer_negative_duration(struct bench *b, struct row *row)
{
    struct answer a = {.counts = true};
    struct sahut_found found[MAX_FOUND];
    a.right = find(row, SAHUT_FOUND_DURATION, found) == 0;
    return a;
}

/* ---- rows of one's own ---- */

/* A duration or a number may be in it. */
static struct answer answer_no_time(const struct row *row)
{
    struct answer a = {.counts = true, .right = true};
    struct sahut_found found[MAX_FOUND];
    size_t n = find(row, SAHUT_FOUND_ALL, found);
    for (size_t i = 0; i < n; i++)
        if (found[i].kind == SAHUT_FOUND_TIME || found[i].kind == SAHUT_FOUND_RECURRENCE) {
            a.right = false;
            snprintf(a.text, sizeof a.text, "%s … (%zu)", row->words[found[i].first],
                     found[i].count);
        }
    return a;
}

static struct answer answer_own(struct bench *b, struct row *row)
{
    const char *precision = get(row, "precision"), *reference = get(row, "reference_local");
    const char *expected = get(row, "expected_local");
    struct answer a = {.counts = true};
    if (strncmp(precision, "rrule", 5) != 0 && strcmp(precision, "none") != 0)
        return answer_combined(b, row);
    if (sahut_instant_parse(reference, b->zone, &row->context.now_ms, NULL))
        return (struct answer){.counts = false};
    if (strcmp(precision, "none") == 0)
        return answer_no_time(row);
    struct sahut_found found[MAX_FOUND];
    size_t n = find(row, SAHUT_FOUND_RECURRENCE, found);
    const char *rule = n ? found[0].recurrence.rule : "nothing";
    a.right = n > 0 && (precision[5] ? strncmp(rule, expected, strlen(expected)) == 0
                                     : same_rule(rule, expected));
    snprintf(a.text, sizeof a.text, "%.60s, expected %.60s", rule, expected);
    return a;
}

/* ---- all rows ---- */

typedef struct answer row_function(struct bench *b, struct row *row);

static struct score *score_of(struct bench *b, const char *suite)
{
    for (size_t i = 0; i < b->n_scores; i++)
        if (strcmp(b->scores[i].suite, suite) == 0)
            return &b->scores[i];
    if (b->n_scores == MAX_SUITES)
        return &b->scores[MAX_SUITES - 1];
    struct score *s = &b->scores[b->n_scores++];
    *s = (struct score){.right = {0}};
    snprintf(s->suite, sizeof s->suite, "%s", suite);
    return s;
}

static void count_row(struct bench *b, row_function *answer, struct row *row, const char *suite)
{
    struct sahut_words *words;
    if (sahut_words_new(row->field[0], "en", &words))
        return;
    row->n_words = words->count < MAX_WORDS ? words->count : MAX_WORDS;
    for (size_t i = 0; i < row->n_words; i++)
        row->words[i] = words->items[i].text;
    row->context = (struct sahut_when_context){.zone = b->zone};
    struct answer a = answer(b, row);
    int half = (int)(crc32_of(row->field[0]) & 1);
    if (a.counts) {
        struct score *s = score_of(b, suite);
        s->rows[half]++;
        s->right[half] += a.right;
        if (b->verbose && !a.right && (b->half < 0 || b->half == half))
            printf("  %s | %s: %s\n", suite, row->field[0], a.text);
    }
    sahut_words_free(words);
}

static void split(char *line, char *field[MAX_FIELDS])
{
    size_t n = 0;
    line[strcspn(line, "\r\n")] = '\0';
    memset(field, 0, MAX_FIELDS * sizeof *field);
    while (line && n < MAX_FIELDS)
        field[n++] = strsep(&line, "\t");
}

/* A file of a suite; the rows of one with a column "suite" are counted by it. */
struct source {
    const char *path;
    row_function *answer;
    const char *label;
};

static int read_source(struct bench *b, const char *folder, const struct source *source)
{
    char path[1024], *line = NULL, *header = NULL;
    size_t size = 0, header_size = 0;
    struct row row;
    snprintf(path, sizeof path, "%s%s%s", folder, *folder ? "/" : "", source->path);
    FILE *f = fopen(path, "re");
    if (!f || getline(&header, &header_size, f) < 0) {
        fprintf(stderr, "times: %s is not there\n", path);
        if (f)
            fclose(f);
        return -1;
    }
    split(header, row.name);
    b->n_scores = 0;
    while (getline(&line, &size, f) >= 0) {
        split(line, row.field);
        if (strcmp(get(&row, "in_domain"), "no") == 0)
            continue;
        const char *suite = get(&row, "suite");
        count_row(b, source->answer, &row, *suite ? suite : "all");
    }
    free(line);
    free(header);
    fclose(f);
    struct score all = {.suite = "all"};
    for (size_t i = 0; i < b->n_scores; i++) {
        const struct score *s = &b->scores[i];
        for (int h = 0; h < 2; h++) {
            all.right[h] += s->right[h];
            all.rows[h] += s->rows[h];
        }
        if (b->n_scores > 1)
            printf("%s %s %s %d/%d (%d/%d %d/%d)\n", source->path, source->label, s->suite,
                   s->right[0] + s->right[1], s->rows[0] + s->rows[1], s->right[0], s->rows[0],
                   s->right[1], s->rows[1]);
    }
    int rows = all.rows[0] + all.rows[1], right = all.right[0] + all.right[1];
    printf("%s %s %d/%d (%d/%d %d/%d) %.1f %%\n", source->path, source->label, right, rows,
           all.right[0], all.rows[0], all.right[1], all.rows[1], rows ? 100.0 * right / rows : 0.0);
    return 0;
}

/* ---- cost ---- */

static int read_often(struct bench *b, long times, const char *path)
{
    static const char *const built_in[] = {
        "remind me to call mom at half past six tomorrow evening",
        "what is the weather like",
        "set a timer for twenty five minutes please",
        "turn on the lamp in the kitchen",
        "wake me every weekday at seven",
        "what do i have on friday",
        "add milk to the shopping list",
        "remind me on the third of may to pay the rent",
        "is the printer on",
        "stop"};
    size_t n = 0, cap = sizeof built_in / sizeof *built_in, found = 0;
    char **lines = calloc(cap, sizeof *lines), *line = NULL;
    size_t size = 0;
    FILE *f = path ? fopen(path, "re") : NULL;
    for (; !path && n < cap; n++)
        lines[n] = strdup(built_in[n]);
    while (f && getline(&line, &size, f) >= 0) {
        if (n == cap)
            lines = realloc(lines, (cap *= 2) * sizeof *lines);
        line[strcspn(line, "\t\r\n")] = '\0';
        lines[n++] = strdup(line);
    }
    struct sahut_when_context context = {.now_ms = INT64_C(1813190400000), .zone = b->zone};
    for (long t = 0; t < times; t++) {
        struct sahut_words *words;
        const char *list[MAX_WORDS];
        struct sahut_found all[MAX_FOUND];
        if (sahut_words_new(lines[(size_t)t % n], "en", &words))
            continue;
        size_t count = words->count < MAX_WORDS ? words->count : MAX_WORDS;
        for (size_t i = 0; i < count; i++)
            list[i] = words->items[i].text;
        found += sahut_when_find("en", list, count, &context, SAHUT_FOUND_ALL, all, MAX_FOUND);
        sahut_words_free(words);
    }
    printf("%ld sentences, %zu expressions found\n", times, found);
    for (size_t i = 0; i < n; i++)
        free(lines[i]);
    free(lines);
    free(line);
    if (f)
        fclose(f);
    return 0;
}

static int read_all(struct bench *b, const char *folder)
{
    static const struct source sources[] = {
        {"lingua_franca_en/datetime.tsv", answer_lingua, "times"},
        {"ovos_lingua_franca_en/datetime.tsv", answer_lingua, "times"},
        {"_combined/datetime_in_domain_en.tsv", answer_combined, "times"},
        {"_combined/durations_in_domain_en.tsv", answer_duration, "durations"},
        {"lingua_franca_en/numbers.tsv", answer_lingua_number, "numbers"},
        {"duckling_numeral_en/numerals.tsv", answer_number, "numbers"},
        {"duckling_numeral_en/ordinals.tsv", answer_number, "ordinals"},
        {"recognizers_text_en/numbers.tsv", answer_recognizers_number, "numbers"},
        {"rrule_text_en/rrule_phrases.tsv", answer_rrule, "recurrences"},
        {"recognizers_text_en/parsers.tsv", answer_set_parser, "recurrences"},
        {"recognizers_text_en/datetime_model.tsv", answer_set_model, "recurrences"},
        {"lingua_franca_en/datetime_negative.tsv", answer_negative, "nothing"},
        {"ovos_lingua_franca_en/datetime_negative.tsv", answer_negative, "nothing"},
        {"duckling_time_en/negative.tsv", answer_negative, "nothing"},
        {"duckling_duration_en/negative.tsv", answer_negative_duration, "nothing"},
        {"chrono_en/negative.tsv", answer_negative, "nothing"},
        {"parsedatetime_en/negative.tsv", answer_negative, "nothing"},
    };
    int err = 0;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        err |= read_source(b, folder, &sources[i]);
    return err;
}

int main(int argc, char **argv)
{
    struct bench b = {.half = -1};
    const char *data = getenv("SAHUT_DATA"), *given = NULL, *rows = NULL;
    long cost = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-v") == 0)
            b.verbose = true;
        else if (strcmp(argv[i], "--half") == 0 && i + 1 < argc)
            b.half = atoi(argv[++i]);
        else if (strcmp(argv[i], "--cost") == 0 && i + 1 < argc)
            cost = atol(argv[++i]);
        else if (strcmp(argv[i], "--rows") == 0 && i + 1 < argc)
            rows = argv[++i];
        else
            given = argv[i];
    }
    char folder[512];
    snprintf(folder, sizeof folder, "%s/suites", data ? data : "../shared");
    if (sahut_zone_new("UTC", &b.zone, NULL))
        return 1;
    struct source own = {rows, answer_own, "rows"};
    int err = cost   ? read_often(&b, cost, given)
              : rows ? read_source(&b, "", &own)
                     : read_all(&b, given ? given : folder);
    sahut_zone_free(b.zone);
    return err ? 1 : 0;
}
