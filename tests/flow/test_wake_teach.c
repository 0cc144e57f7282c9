// SPDX-License-Identifier: GPL-3.0-or-later
/* A wake phrase is taught from recordings, wakes, and is forgotten. All voices are synthetic
 * (flite): this is a test of the way, not of hearing people. */
#include <unistd.h>

#include "support/taught.h"

static size_t wakes(const struct taught *t, const char *file)
{
    struct result r;
    RUN(NULL, &r, "listen", "--state", t->state, "--json", file);
    size_t n = events_of(&r, "wake");
    result_finish(&r);
    return n;
}

static void wakes_and_is_forgotten(void **state)
{
    struct taught t = {0};
    struct result r;
    if (!taught_init(&t))
        return;
    TEACH(&t, &r, "0.2", FILES(&t));
    assert_code(&r, 0);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(r.lines, 0), "recordings")),
                     TAUGHT);
    result_finish(&r);
    assert_int_equal(wakes(&t, t.held_out), 1);
    assert_int_equal(wakes(&t, recording("talk")), 0);

    RUN(NULL, &r, "wake", "list", "--state", t.state);
    assert_says(r.out, "hey-kitchen.wake: 'hey kitchen'");
    result_finish(&r);
    RUN(NULL, &r, "wake", "undo", "--state", t.state);
    assert_code(&r, 0);
    result_finish(&r);
    char *settings = scratch_path(&t.s, "state/settings.conf"),
         *model = scratch_path(&t.s, "state/wake/hey-kitchen.wake");
    assert_int_not_equal(access(settings, F_OK), 0);
    assert_int_not_equal(access(model, F_OK), 0);
    RUN(NULL, &r, "wake", "undo", "--state", t.state);
    assert_code(&r, 1);
    result_finish(&r);
    free(settings);
    free(model);
    taught_finish(&t);
}

/* Two people teach it; one is forgotten, then all; the same seed gives the same model. */
static void several_people(void **state)
{
    struct taught t = {0};
    struct result r;
    size_t n, m;
    if (!taught_init(&t))
        return;
    TEACH(&t, &r, "0.05", "--person", "Anna", FILES(&t));
    assert_code(&r, 0);
    result_finish(&r);
    TEACH(&t, &r, "0.05", "--person", "Ben", FILES(&t));
    assert_code(&r, 0);
    result_finish(&r);
    char *anna = scratch_path(&t.s, "state/wake/hey-kitchen@Anna.wake"),
         *ben = scratch_path(&t.s, "state/wake/hey-kitchen@Ben.wake");
    char *a = read_bytes(anna, &n), *b = read_bytes(ben, &m);
    assert_non_null(a);
    assert_non_null(b);
    assert_true(n > 40000 && m > 40000);
    assert_memory_equal(a + n - 40000, b + m - 40000, 40000);
    RUN(NULL, &r, "wake", "forget", PHRASE, "--person", "Anna", "--state", t.state);
    assert_code(&r, 0);
    result_finish(&r);
    assert_int_not_equal(access(anna, F_OK), 0);
    assert_int_equal(access(ben, F_OK), 0);
    RUN(NULL, &r, "wake", "undo", "--state", t.state);
    assert_code(&r, 0);
    result_finish(&r);
    assert_int_equal(access(anna, F_OK), 0);
    RUN(NULL, &r, "wake", "forget", PHRASE, "--state", t.state);
    assert_code(&r, 0);
    result_finish(&r);
    assert_int_not_equal(access(anna, F_OK), 0);
    assert_int_not_equal(access(ben, F_OK), 0);
    RUN(NULL, &r, "wake", "forget", PHRASE, "--state", t.state);
    assert_code(&r, 1);
    assert_says(r.err, "nobody has taught 'hey kitchen'");
    result_finish(&r);
    free(a);
    free(b);
    free(anna);
    free(ben);
    taught_finish(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wakes_and_is_forgotten),
        cmocka_unit_test(several_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
