// SPDX-License-Identifier: GPL-3.0-or-later
/** The tables of the calendar suites, and the score that is kept of them. */
#ifndef BENCH_SUITE_H
#define BENCH_SUITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "sahut/zone.h"

#define SUITE_FIELDS 16

/** The folder of the suites, and whether to say more: set by main before anything runs. */
struct suite_options {
    const char *path;
    bool verbose;
};

/** A table with a header line, fields between tabs. */
struct tsv {
    FILE *file;
    char *line, *header;
    size_t cap;
    char *names[SUITE_FIELDS], *fields[SUITE_FIELDS];
};

/** Opens SUITE/NAME; if it is missing says so and returns false. */
bool tsv_open(struct tsv *t, const struct suite_options *options, const char *suite,
              const char *name);
/** The next row. At the end closes the table and returns false. */
bool tsv_next(struct tsv *t);
/** The field of that column, "" if there is none. */
char *tsv_get(struct tsv *t, const char *name);
/** Undoes \t \n \r \\ in place. */
void tsv_unescape(char *s);

struct score {
    const char *suite;
    int right, total, other_right, other_total;
};

void score_count(struct score *s, bool clear, bool right);
/** Prints the suite's line; false if a clear row is wrong. */
bool score_report(const struct score *s);

/** "19970902T090000", "1997-09-02 09:00:00", "19970902", with or without Z. */
bool suite_time(const char *text, struct sahut_civil *out);
/** Whether `expected`, times with commas between, are those (civil seconds since 1970); with
 * `prefix`, whether those begin so. */
bool suite_same_times(const char *expected, const int64_t *times, int n, bool prefix);
/** Says what was expected and what came, if options are verbose. */
void suite_difference(const struct suite_options *options, const struct score *s, const char *rule,
                      const char *dtstart, const char *expected, const int64_t *times, int n,
                      const char *why);

/** Each runs its suites and returns whether all clear rows are right. */
bool suite_rules(const struct suite_options *options);
bool suite_files(const struct suite_options *options);

#endif
