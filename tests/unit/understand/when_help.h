// SPDX-License-Identifier: GPL-3.0-or-later
/** What the tests of times share: a zone, and rows of texts with what they mean. */
#ifndef TESTS_WHEN_HELP_H
#define TESTS_WHEN_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/when.h"

enum { MAX_WORDS = 80 };

struct fixture {
    struct sahut_zone *berlin;
    const struct sahut_when_habits *habits; /* NULL: the default */
};

static inline int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct sahut_why why;
    *state = f;
    return sahut_zone_new("Europe/Berlin", &f->berlin, &why);
}

static inline int tear_down(void **state)
{
    struct fixture *f = *state;
    sahut_zone_free(f->berlin);
    free(f);
    return 0;
}

static inline int parse(const struct fixture *f, const char *now, const char *text,
                        struct sahut_when *out)
{
    const char *words[MAX_WORDS];
    size_t n = 0;
    char *copy = strdup(text);
    for (char *w = strtok(copy, " "); w && n < MAX_WORDS; w = strtok(NULL, " "))
        words[n++] = w;
    struct sahut_when_context context = {.zone = f->berlin, .habits = f->habits};
    struct sahut_why why;
    if (sahut_instant_parse(now, f->berlin, &context.now_ms, &why))
        fail_msg("%s", why.text);
    int err = sahut_when_parse("en", words, n, &context, out);
    free(copy);
    return err;
}

/* "2027-06-15T08:00" of the local time. */
static inline void local_minute(struct sahut_zone *zone, int64_t ms, char out[32])
{
    sahut_instant_format(ms, zone, out);
    out[16] = '\0';
}

struct expectation {
    const char *text, *start, *end; /* end NULL: no span */
    const char *grain;
};

static inline void expect(const struct fixture *f, const char *now, const struct expectation *table,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct sahut_when when;
        char start[32] = "none", end[32] = "none";
        int err = parse(f, now, table[i].text, &when);
        if (err == 0) {
            local_minute(f->berlin, when.start_ms, start);
            local_minute(f->berlin, when.end_ms, end);
        }
        const char *expected_end = table[i].end ? table[i].end : table[i].start;
        if (err || strcmp(start, table[i].start) != 0 || strcmp(end, expected_end) != 0 ||
            strcmp(sahut_grain_name(when.grain), table[i].grain) != 0)
            fail_msg("\"%s\" said at %s is %s to %s, %s (%d); expected %s to %s, %s", table[i].text,
                     now, start, end, err ? "" : sahut_grain_name(when.grain), err, table[i].start,
                     expected_end, table[i].grain);
    }
}
#define EXPECT(now, table) expect(f, now, table, sizeof table / sizeof *table)

#endif
