// SPDX-License-Identifier: GPL-3.0-or-later
/* Contacts that bounce, knobs that turn, lights that blink: steps of a clock in, levels out. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "board/course.h"
#include "board/debounce.h"
#include "board/knob.h"

#include <stdio.h>
#include <string.h>

#define LENGTH(a) (sizeof(a) / sizeof *(a))

/* Edges as times with their levels; the changes that count, as "12+ 80-". */
static void test_debounce(void **state)
{
    static const struct {
        const char *edges;
        int period_ms;
        const char *counts;
    } cases[] = {
        {"0+", 20, "20+"},
        {"0+ 3- 5+ 9- 10+", 20, "30+"},
        {"0+ 3- 5+ 9- 10+ 100- 101+ 104-", 20, "30+ 124-"},
        {"0+ 10-", 20, ""},            /* a spike */
        {"0+ 19- 25+", 20, "45+"},     /* never quiet in between */
        {"0+ 20-", 20, "20+ 40-"},     /* just quiet enough */
        {"0+ 40+ 60-", 20, "20+ 80-"}, /* an edge was lost */
        {"5+ 6- 7+", 0, "5+ 6- 7+"},   /* the kernel does it */
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct debounce d;
        char counts[128] = "";
        const char *at = cases[i].edges;
        int64_t edge_ms = 0;
        char sign = 0;
        int used = 0;

        debounce_start(&d, false);
        for (int64_t now = 0; now < 300; now++) {
            bool changed = debounce_due(&d, now);

            if (!sign && sscanf(at, "%" SCNd64 "%c%n", &edge_ms, &sign, &used) == 2)
                at += used;
            if (sign && edge_ms == now) {
                changed |= debounce_edge(&d, sign == '+', now, cases[i].period_ms);
                sign = 0;
            }
            if (changed)
                snprintf(counts + strlen(counts), sizeof counts - strlen(counts), "%s%ld%c",
                         counts[0] ? " " : "", (long)now, d.level ? '+' : '-');
        }
        assert_string_equal(counts, cases[i].counts);
    }
}

/* Contacts as they change: "A+ B+ A- B-" is one turn clockwise. */
static void test_knob(void **state)
{
    static const struct {
        const char *edges;
        int per_notch, notches;
    } cases[] = {
        {"A+ B+ A- B-", 4, 1},
        {"B+ A+ B- A-", 4, -1},
        {"A+ B+ A- B- A+ B+ A- B-", 4, 2},
        {"A+ B+ A- B-", 2, 2},
        {"A+ B+ A- B-", 1, 4},
        {"A+ A- A+ A- A+ B+ A- B- B+ B-", 4, 1}, /* bounces */
        {"A+ B+ B- A-", 4, 0},                   /* and back */
        {"A+ A+ B+ A- B-", 4, 1},                /* told twice */
        {"B+ A+ B- A- A+ B+ A- B-", 4, 0},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct knob k = {0};
        int notches = 0;

        for (const char *e = cases[i].edges; *e; e += e[2] ? 3 : 2)
            notches += knob_edge(&k, e[0] == 'B', e[1] == '+', cases[i].per_notch);
        assert_int_equal(notches, cases[i].notches);
    }
}

static void test_course(void **state)
{
    struct course c = {{60, 200, 60, 680}, 4, 2, 0, INT64_MIN};
    char levels[128] = "";
    int64_t now = 5000;
    bool on;

    while (course_runs(&c)) {
        if (course_next(&c) != INT64_MIN)
            now = course_next(&c);
        assert_false(course_next(&c) != INT64_MIN && course_go(&c, now - 1, &on));
        if (course_go(&c, now, &on))
            snprintf(levels + strlen(levels), sizeof levels - strlen(levels), "%ld%c ",
                     (long)now - 5000, on ? '+' : '-');
    }
    assert_string_equal(levels, "0+ 60- 260+ 320- 1000+ 1060- 1260+ 1320- ");
    assert_int_equal(now, 7000);
    assert_int_equal(course_next(&c), INT64_MAX);
    assert_false(course_go(&c, 9000, &on));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_debounce),
        cmocka_unit_test(test_knob),
        cmocka_unit_test(test_course),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
