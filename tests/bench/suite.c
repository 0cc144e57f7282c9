// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "calendar/recur.h"
#include "sahut/text.h"
#include "suite.h"

static void split(char *line, char *fields[SUITE_FIELDS])
{
    line[strcspn(line, "\r\n")] = '\0';
    for (int i = 0; i < SUITE_FIELDS; i++) {
        fields[i] = line ? line : "";
        char *tab = line ? strchr(line, '\t') : NULL;
        if (tab)
            *tab = '\0';
        line = tab ? tab + 1 : NULL;
    }
}

void tsv_unescape(char *s)
{
    char *to = s;
    for (; *s; s++) {
        if (*s == '\\' && s[1]) {
            s++;
            *to++ = *s == 'n' ? '\n' : *s == 't' ? '\t' : *s == 'r' ? '\r' : *s;
        } else {
            *to++ = *s;
        }
    }
    *to = '\0';
}

bool tsv_open(struct tsv *t, const struct suite_options *options, const char *suite,
              const char *name)
{
    char path[1024];
    *t = (struct tsv){0};
    snprintf(path, sizeof path, "%s/%s/%s", options->path, suite, name);
    t->file = fopen(path, "re");
    if (!t->file || getline(&t->line, &t->cap, t->file) < 0) {
        printf("%s: %s is missing, skipped\n", suite, path);
        if (t->file)
            fclose(t->file);
        free(t->line);
        return false;
    }
    t->header = sahut_strdup(t->line);
    split(t->header, t->names);
    return true;
}

bool tsv_next(struct tsv *t)
{
    if (getline(&t->line, &t->cap, t->file) >= 0) {
        split(t->line, t->fields);
        return true;
    }
    fclose(t->file);
    free(t->line);
    free(t->header);
    return false;
}

char *tsv_get(struct tsv *t, const char *name)
{
    for (int i = 0; i < SUITE_FIELDS; i++)
        if (strcmp(t->names[i], name) == 0)
            return t->fields[i];
    return "";
}

void score_count(struct score *s, bool clear, bool right)
{
    *(clear ? &s->total : &s->other_total) += 1;
    *(clear ? &s->right : &s->other_right) += right;
}

bool score_report(const struct score *s)
{
    printf("%-24s %d/%d clear rows", s->suite, s->right, s->total);
    if (s->other_total)
        printf(", %d/%d others", s->other_right, s->other_total);
    printf("\n");
    return s->right == s->total;
}

bool suite_time(const char *text, struct sahut_civil *out)
{
    char digits[15] = "00000000000000";
    size_t n = 0;
    for (; *text && n < 14; text++)
        if (*text >= '0' && *text <= '9')
            digits[n++] = *text;
    *out = (struct sahut_civil){0};
    return n >= 8 && sscanf(digits, "%4d%2d%2d%2d%2d%2d", &out->year, &out->month, &out->day,
                            &out->hour, &out->minute, &out->second) == 6;
}

static void format_time(int64_t s, char out[32])
{
    struct sahut_civil c = recur_civil(s);
    snprintf(out, 32, "%04d%02d%02dT%02d%02d%02d", c.year % 10000, c.month % 100, c.day % 100,
             c.hour % 100, c.minute % 100, c.second % 100);
}

static void print_times(const int64_t *times, int n)
{
    for (int i = 0; i < n && i < 6; i++) {
        char text[32];
        format_time(times[i], text);
        printf("%s%s", i ? "," : "", text);
    }
    printf(n > 6 ? ",… (%d)" : "", n);
}

bool suite_same_times(const char *expected, const int64_t *times, int n, bool prefix)
{
    int i = 0;
    for (const char *s = expected; *s; i++) {
        struct sahut_civil c;
        size_t len = strcspn(s, ",");
        char one[40];
        snprintf(one, sizeof one, "%.*s", (int)len, s);
        if (i >= n || !suite_time(one, &c) || recur_seconds(&c) != times[i])
            return false;
        s += len + (s[len] == ',');
    }
    return prefix || i == n;
}

void suite_difference(const struct suite_options *options, const struct score *s, const char *rule,
                      const char *dtstart, const char *expected, const int64_t *times, int n,
                      const char *why)
{
    if (!options->verbose) {
        printf("  %.100s: %s\n", rule, why);
        return;
    }
    printf("  %s: %s from %s\n    expected %.120s\n    got      ", s->suite, rule, dtstart,
           expected);
    print_times(times, n < 0 ? 0 : n);
    printf("\n    %s\n", why);
}
