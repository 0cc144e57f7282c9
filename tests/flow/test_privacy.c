// SPDX-License-Identifier: GPL-3.0-or-later
/* What is kept is told, with or without a state folder, and kept orders are deleted. */
#include <unistd.h>

#include "sahut/orders.h"
#include "support/program.h"

#define KEEP "tests/flow/data/keep.conf"

static const json_t *kind(const struct result *r, const char *name)
{
    size_t i;
    json_t *line;
    json_array_foreach(r->lines, i, line)
    {
        if (strcmp(json_string_value(json_object_get(line, "kind")), name) == 0)
            return line;
    }
    fail_msg("no line of '%s'", name);
    return NULL;
}

static json_int_t count(const struct result *r, const char *name)
{
    return json_integer_value(json_object_get(kind(r, name), "count"));
}

static double seconds(const struct result *r, const char *name)
{
    return json_number_value(json_object_get(kind(r, name), "seconds"));
}

static void nothing_is_kept(void **state)
{
    struct scratch s;
    struct result r;
    scratch_init(&s);
    char *folder = scratch_path(&s, "none");
    RUN(NULL, &r, "privacy", "--state", folder, "--json");
    assert_code(&r, 0);
    assert_int_equal(json_array_size(r.lines), 11);
    size_t i;
    json_t *line;
    json_array_foreach(r.lines, i, line)
    {
        assert_int_equal(json_integer_value(json_object_get(line, "count")), 0);
        assert_says(json_string_value(json_object_get(line, "where")), folder);
        assert_true(json_string_length(json_object_get(line, "delete")) > 0);
    }
    result_finish(&r);
    RUN(NULL, &r, "privacy", "--state", folder);
    assert_code(&r, 0);
    assert_says(r.out, "Recordings of orders: none\n");
    assert_null(strstr(r.out, "where:"));
    result_finish(&r);
    RUN(NULL, &r, "privacy", "--state", folder, "--forget-orders");
    assert_code(&r, 0);
    assert_int_equal(access(folder, F_OK), -1);
    result_finish(&r);
    free(folder);
    scratch_finish(&s);
}

static void forget(const char *folder)
{
    static const struct program no_terminal = {.input = ""};
    struct result r;
    RUN(&no_terminal, &r, "privacy", "--state", folder, "--forget-orders");
    assert_code(&r, 2);
    assert_says(r.err, "--yes");
    result_finish(&r);
    RUN(NULL, &r, "privacy", "--state", folder, "--json");
    assert_int_equal(count(&r, "orders"), 2);
    result_finish(&r);
    RUN(&no_terminal, &r, "privacy", "--state", folder, "--forget-orders", "--yes");
    assert_code(&r, 0);
    assert_says(r.out, "Deleted: 2 recordings of orders.");
    result_finish(&r);
    RUN(NULL, &r, "privacy", "--state", folder, "--json");
    assert_code(&r, 0);
    assert_int_equal(count(&r, "orders"), 0);
    assert_int_equal(count(&r, "promises"), 2);
    result_finish(&r);
}

static void what_is_kept(void **state)
{
    struct scratch s;
    struct result r;
    if (!recording("dentist"))
        return;
    scratch_init(&s);
    char *folder = scratch_path(&s, "state");
    RUN(NULL, &r, "replay", "--config", KEEP, "--json", "--tz", "UTC", "--now", "2026-05-04T10:00",
        "--state", folder, recording("dentist"), recording("timer"), recording("time"));
    assert_code(&r, 0);
    result_finish(&r);
    free(scratch_write(&s, "state/settings.conf", "wake = { phrase = \"hey computer\"; };\n"));
    RUN(NULL, &r, "privacy", "--config", KEEP, "--state", folder, "--json");
    assert_code(&r, 0);
    assert_int_equal(count(&r, "promises"), 2);
    assert_int_equal(count(&r, "clips"), 1);
    assert_true(seconds(&r, "clips") > 0.5 && seconds(&r, "clips") < 1.5);
    assert_int_equal(count(&r, "guessed titles"), 1);
    assert_int_equal(count(&r, "orders"), 2);
    assert_true(seconds(&r, "orders") > 2 && seconds(&r, "orders") < 5);
    assert_true(json_integer_value(json_object_get(kind(&r, "orders"), "bytes")) > 20000);
    assert_says(json_string_value(json_object_get(kind(&r, "orders"), "note")), "keep_orders");
    assert_int_equal(count(&r, "settings"), 1);
    result_finish(&r);
    RUN(NULL, &r, "privacy", "--config", KEEP, "--state", folder);
    assert_code(&r, 0);
    assert_says(r.out, "Recordings of orders: 2, ");
    assert_says(r.out, "/state/orders\n    delete: sahut privacy --forget-orders");
    assert_says(r.out, "hearing.keep_orders is true");
    result_finish(&r);
    forget(folder);
    free(folder);
    scratch_finish(&s);
}

/* The rest is told all the same. */
static void a_damaged_database(void **state)
{
    struct scratch s;
    struct result r;
    scratch_init(&s);
    free(scratch_write(&s, "sahut.db", "this is not a database, however long one looks at it"));
    RUN(NULL, &r, "privacy", "--state", s.path);
    assert_code(&r, 1);
    assert_says(r.err, "sahut.db: file is not a database");
    assert_says(r.out, "Recordings of orders: none\n");
    result_finish(&r);
    scratch_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_kept),
        cmocka_unit_test(what_is_kept),
        cmocka_unit_test(a_damaged_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
