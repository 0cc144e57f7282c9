// SPDX-License-Identifier: GPL-3.0-or-later
/* A model is put in place, taken back, forgotten; also after an interruption. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "sahut/adapt.h"

struct scratch {
    char state[64];
};

static void init(struct scratch *s)
{
    snprintf(s->state, sizeof(s->state), "/tmp/sahut-place-XXXXXX");
    assert_non_null(mkdtemp(s->state));
}

/* A model whose card is `note`, as the adapter writes one. */
static void put(struct scratch *s, const char *note)
{
    static const char *const files[] = {"means", "sendump", "card"};
    char aside[400], path[512];
    struct sahut_why why;
    assert_int_equal(sahut_adapt_aside(s->state, aside, &why), 0);
    snprintf(path, sizeof(path), "%s/acoustic", aside);
    assert_int_equal(mkdir(path, 0700), 0);
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof(path), "%s/acoustic/%s", aside, files[i]);
        FILE *f = fopen(path, "w");
        fputs(note, f);
        fclose(f);
    }
    assert_int_equal(sahut_adapt_put(s->state, &why), 0);
    sahut_adapt_drop(s->state);
}

static void assert_note(const struct scratch *s, const char *wanted)
{
    char *note = NULL;
    struct sahut_why why;
    int err = sahut_adapt_note(s->state, &note, &why);
    assert_int_equal(err, wanted ? 0 : -ENOENT);
    if (wanted)
        assert_string_equal(note, wanted);
    free(note);
}

static void finish(struct scratch *s)
{
    struct sahut_why why;
    sahut_adapt_forget(s->state, &why);
    sahut_adapt_drop(s->state);
    assert_int_equal(rmdir(s->state), 0); /* nothing is left behind */
}

static void changes(void **state)
{
    struct scratch s;
    struct sahut_why why;
    init(&s);
    assert_note(&s, NULL);
    assert_int_equal(sahut_adapt_undo(s.state, &why), -ENOENT);
    assert_int_equal(sahut_adapt_forget(s.state, &why), -ENOENT);
    put(&s, "first");
    assert_note(&s, "first");
    put(&s, "second");
    assert_note(&s, "second");
    assert_int_equal(sahut_adapt_undo(s.state, &why), 0);
    assert_note(&s, "first");
    assert_int_equal(sahut_adapt_undo(s.state, &why), -ENOENT); /* one step */
    put(&s, "third");
    assert_int_equal(sahut_adapt_forget(s.state, &why), 0);
    assert_note(&s, NULL);
    put(&s, "first again");
    assert_int_equal(sahut_adapt_undo(s.state, &why), 0); /* there was none before it */
    assert_note(&s, NULL);
    finish(&s);
}

/* The power went while one was made, or between the two renames. */
static void interruptions(void **state)
{
    struct scratch s;
    struct sahut_why why;
    char aside[400], path[512], other[512];
    init(&s);
    put(&s, "first");
    assert_int_equal(sahut_adapt_aside(s.state, aside, &why), 0);
    snprintf(path, sizeof(path), "%s/acoustic", aside);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof(path), "%s/acoustic/means", aside);
    fclose(fopen(path, "w"));
    assert_note(&s, "first");
    put(&s, "second"); /* makes room itself */
    assert_note(&s, "second");

    snprintf(path, sizeof(path), "%s/acoustic", s.state);
    snprintf(other, sizeof(other), "%s/gone", s.state);
    assert_int_equal(rename(path, other), 0);
    assert_note(&s, NULL);
    assert_int_equal(sahut_adapt_undo(s.state, &why), 0);
    assert_note(&s, "first");
    assert_int_equal(rename(other, path) ? errno : 0, ENOTEMPTY);
    assert_int_equal(sahut_adapt_forget(s.state, &why), 0);
    assert_int_equal(rename(other, path), 0);
    finish(&s);
}

static void nothing_to_put(void **state)
{
    struct scratch s;
    struct sahut_why why;
    init(&s);
    put(&s, "first");
    assert_int_equal(sahut_adapt_put(s.state, &why), -ENOENT);
    assert_note(&s, "first");
    finish(&s);
    char aside[400];
    assert_true(sahut_adapt_aside("/proc/nowhere", aside, &why) < 0);
    assert_non_null(strstr(why.text, "/proc/nowhere"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes),
        cmocka_unit_test(interruptions),
        cmocka_unit_test(nothing_to_put),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
