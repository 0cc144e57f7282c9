// SPDX-License-Identifier: GPL-3.0-or-later
/* Starts of the machine and settings of its clock, over durations: one table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "folder.h"

#define RUNS SAHUT_PROMISE_PENDING
#define RING SAHUT_PROMISE_RINGING

enum event { RESTARTED, CLOCK_SET, SAVE };

static const struct row {
    const char *what;
    struct {
        enum sahut_promise_state state;
        const char *boot_id;
        int64_t due_ms, at_ms, left_ms;
        bool sure, guessed;
    } before;
    enum event event;
    int64_t boot_ms, offset_ms;
    bool trusted;
    struct {
        int64_t due_ms, at_ms, left_ms;
        bool sure, guessed, cut;
    } after;
} rows[] = {
    {"a restart, the clock is right",
     {RUNS, "a", 5000, 700, 300, true, false},
     RESTARTED,
     40,
     -4900,
     true,
     {5000, 100, 300, true, false, false}},
    {"a restart, the clock is not known",
     {RUNS, "a", 5000, 700, 300, true, false},
     RESTARTED,
     40,
     -100,
     false,
     {5000, 340, 300, true, true, false}},
    {"a restart, the due time was never known",
     {RUNS, "a", 5000, 700, 300, false, false},
     RESTARTED,
     40,
     -4900,
     true,
     {5000, 340, 300, false, true, false}},
    {"a restart while it rang",
     {RING, "a", 5000, 700, 0, true, false},
     RESTARTED,
     40,
     -4900,
     true,
     {5000, 40, 0, true, false, true}},
    {"the same start: nothing",
     {RUNS, "b", 5000, 700, 300, true, false},
     RESTARTED,
     40,
     -4900,
     true,
     {5000, 700, 300, true, false, false}},
    {"by the wall clock: nothing",
     {RUNS, "", 5000, 5000, 0, true, false},
     RESTARTED,
     40,
     -4900,
     true,
     {5000, 5000, 0, true, false, false}},
    {"the clock is set: the due time follows",
     {RUNS, "b", 5000, 700, 300, true, false},
     CLOCK_SET,
     0,
     -90000,
     true,
     {90700, 700, 300, true, false, false}},
    {"the clock is set and is not known: so is the due time",
     {RUNS, "b", 5000, 700, 300, true, false},
     CLOCK_SET,
     0,
     -90000,
     false,
     {90700, 700, 300, false, false, false}},
    {"trust comes: a due time that was not sure is",
     {RUNS, "b", 5000, 700, 300, false, false},
     CLOCK_SET,
     0,
     -90000,
     true,
     {90700, 700, 300, true, false, false}},
    {"trust comes: a guess gives way to what is sure",
     {RUNS, "b", 95000, 700, 300, true, true},
     CLOCK_SET,
     0,
     -90000,
     true,
     {95000, 5000, 300, true, false, false}},
    {"no trust: a guess stays one",
     {RUNS, "b", 95000, 700, 300, true, true},
     CLOCK_SET,
     0,
     -90000,
     false,
     {95000, 700, 300, true, true, false}},
    {"ringing does not care",
     {RING, "b", 5000, 700, 0, true, false},
     CLOCK_SET,
     0,
     -90000,
     true,
     {5000, 700, 0, true, false, false}},
    {"what is left",
     {RUNS, "b", 5000, 700, 300, true, false},
     SAVE,
     500,
     0,
     true,
     {5000, 700, 200, true, false, false}},
    {"what is left of another start",
     {RUNS, "a", 5000, 700, 300, true, false},
     SAVE,
     500,
     0,
     true,
     {5000, 700, 300, true, false, false}},
};

static int happen(struct sahut_store *store, const struct row *r)
{
    switch (r->event) {
    case RESTARTED:
        return sahut_store_restarted(store, "b", r->boot_ms, r->offset_ms, r->trusted, NULL);
    case CLOCK_SET:
        return sahut_store_clock_set(store, "b", r->offset_ms, r->trusted, NULL);
    case SAVE:
        return sahut_store_save_left(store, "b", r->boot_ms, NULL);
    }
    return -1;
}

static void durations(void **state)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        struct sahut_store *store = store_open(NULL);
        struct sahut_promise p = {.kind = SAHUT_PROMISE_TIMER,
                                  .state = r->before.state,
                                  .due_ms = r->before.due_ms,
                                  .at_ms = r->before.at_ms,
                                  .left_ms = r->before.left_ms,
                                  .sure = r->before.sure,
                                  .guessed = r->before.guessed,
                                  .rings = r->before.state == RING};
        const struct sahut_store_change add = {SAHUT_STORE_ADD, &p, NULL};
        strcpy(p.boot_id, r->before.boot_id);
        assert_int_equal(sahut_store_apply(store, &add, 1, NULL), 0);
        assert_int_equal(happen(store, r), 0);
        assert_int_equal(sahut_store_promise_get(store, p.id, &p), 0);
        if (p.due_ms != r->after.due_ms || p.at_ms != r->after.at_ms ||
            p.left_ms != r->after.left_ms || p.sure != r->after.sure ||
            p.guessed != r->after.guessed || p.cut != r->after.cut)
            fail_msg("%s: due %lld at %lld left %lld sure %d guessed %d cut %d", r->what,
                     (long long)p.due_ms, (long long)p.at_ms, (long long)p.left_ms, p.sure,
                     p.guessed, p.cut);
        sahut_store_close(store);
    }
}

static void a_stopwatch_counts_on(void **state)
{
    struct sahut_store *store = store_open(NULL);
    struct sahut_promise p = {
        .kind = SAHUT_PROMISE_STOPWATCH, .due_ms = 5000, .at_ms = 100, .sure = true};
    strcpy(p.boot_id, "a");
    assert_int_equal(sahut_store_promise_add(store, &p, NULL, NULL), 0);
    assert_int_equal(sahut_store_save_left(store, "a", 850, NULL), 0);
    assert_int_equal(sahut_store_promise_get(store, p.id, &p), 0);
    assert_int_equal(p.left_ms, 750);
    assert_int_equal(sahut_store_restarted(store, "b", 40, 0, false, NULL), 0);
    assert_int_equal(sahut_store_promise_get(store, p.id, &p), 0);
    assert_int_equal(p.at_ms, 40 - 750);
    sahut_store_close(store);
}

static void what_was_known(void **state)
{
    struct sahut_store *store = store_open(NULL);
    struct sahut_promise unsure = {.created_ms = 900}, sure = {.created_ms = 100, .sure = true};
    assert_int_equal(sahut_store_latest(store), 0);
    assert_int_equal(sahut_store_promise_add(store, &unsure, NULL, NULL), 0);
    assert_int_equal(sahut_store_latest(store), 900);
    assert_int_equal(sahut_store_promise_add(store, &sure, NULL, NULL), 0);
    assert_int_equal(sahut_store_latest(store), 100);
    sahut_store_close(store);
}

static void notes(void **state)
{
    struct sahut_store *store = store_open(NULL);
    char text[16] = "untouched";
    assert_true(sahut_store_note(store, "trust", text, sizeof text) < 0);
    assert_string_equal(text, "untouched");
    assert_int_equal(sahut_store_note_put(store, "trust", "one", NULL), 0);
    assert_int_equal(sahut_store_note_put(store, "trust", "two", NULL), 0);
    assert_int_equal(sahut_store_note(store, "trust", text, sizeof text), 0);
    assert_string_equal(text, "two");
    sahut_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations),
        cmocka_unit_test(a_stopwatch_counts_on),
        cmocka_unit_test(what_was_known),
        cmocka_unit_test(notes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
