// SPDX-License-Identifier: GPL-3.0-or-later
/* With hearing.keep_orders the recordings of orders that were carried out are kept, and no others.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "sahut/audio.h"
#include "sahut/orders.h"
#include "support/program.h"

#define KEEP   "tests/flow/data/keep.conf"
#define OFFICE "tests/flow/data/office.conf"
#define REPLAY(r, config, folder, ...)                                                             \
    RUN(NULL, r, "replay", "--config", config, "--json", "--tz", "UTC", "--now",                   \
        "2026-05-04T10:00", "--state", folder, __VA_ARGS__)

struct fixture {
    struct scratch scratch;
    char *state;
};

static int setup(void **state)
{
    static struct fixture f;
    scratch_init(&f.scratch);
    f.state = scratch_path(&f.scratch, "state");
    *state = &f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    free(f->state);
    scratch_finish(&f->scratch);
    return 0;
}

static void expect_kept(const char *folder, const char *const *texts)
{
    struct sahut_orders all;
    struct sahut_why why;
    if (sahut_orders_read(folder, &all, &why))
        fail_msg("%s", why.text);
    for (size_t i = 0; i < all.n; i++)
        print_message("# %s: %s\n", strrchr(all.orders[i].path, '/') + 1, all.orders[i].text);
    for (size_t i = 0; i < all.n; i++) {
        assert_non_null(texts[i]);
        assert_string_equal(all.orders[i].text, texts[i]);
        assert_true(all.orders[i].n > SAHUT_HEAR_RATE / 2);
    }
    assert_null(texts[all.n]);
    assert_int_equal(all.broken, 0);
    sahut_orders_free(&all);
}
#define KEPT(folder, ...) expect_kept(folder, (const char *const[]){__VA_ARGS__, NULL})

/* Free text (dentist, plants), an order that asks back (plants), talk, and "stop" where nobody
 * called are not kept; the answer "at six in the evening" is. */
static void the_right_ones(void **state)
{
    const struct fixture *f = *state;
    struct result r;
    if (!recording("lamp"))
        return;
    char *lamp = strdup(recording("lamp")), *dentist = strdup(recording("dentist")),
         *plants = strdup(recording("plants")), *evening = strdup(recording("evening"));
    REPLAY(&r, KEEP, f->state, lamp, dentist, plants, evening, recording("time"),
           recording("talk"));
    assert_code(&r, 0);
    assert_int_equal(events_of(&r, "hypothesis"), 5);
    assert_int_equal(events_of(&r, "complaint"), 0);
    result_finish(&r);
    KEPT(f->state, "turn the desk lamp on for two minutes", "at six in the evening",
         "what time is it");
    free(lamp);
    free(dentist);
    free(plants);
    free(evening);
}

static void not_what_nobody_called_for(void **state)
{
    const struct fixture *f = *state;
    struct result r;
    if (!recording("timer"))
        return;
    REPLAY(&r, KEEP, f->state, "--until", "+14s", recording("timer"), "@2026-05-04T10:10:03",
           recording("hush"));
    assert_code(&r, 0);
    assert_field(event_at(&r, "hypothesis", 1), "intent", "dialogue.stop");
    result_finish(&r);
    KEPT(f->state, "set a timer for ten minutes");
}

/* What is taken back was not meant so; what took it back was. */
static void undone(void **state)
{
    const struct fixture *f = *state;
    struct result r;
    if (!recording("undo"))
        return;
    REPLAY(&r, KEEP, f->state, recording("time"), recording("timer"), recording("undo"));
    assert_code(&r, 0);
    assert_field(event_at(&r, "hypothesis", 2), "intent", "dialogue.undo");
    result_finish(&r);
    KEPT(f->state, "what time is it", "undo that");
}

/* Not by default, and not without a state folder. */
static void only_if_wanted(void **state)
{
    const struct fixture *f = *state;
    struct result r;
    if (!recording("time"))
        return;
    REPLAY(&r, OFFICE, f->state, recording("time"));
    assert_code(&r, 0);
    result_finish(&r);
    char *orders = scratch_path(&f->scratch, "state/orders");
    assert_int_equal(access(orders, F_OK), -1);
    free(orders);
    RUN(NULL, &r, "replay", "--config", KEEP, "--json", recording("time"));
    assert_code(&r, 0);
    assert_int_equal(events_of(&r, "complaint"), 0);
    result_finish(&r);
}

/* The order is carried out all the same, and the user's eyes are told. */
static void a_folder_that_cannot_be(void **state)
{
    const struct fixture *f = *state;
    struct result r;
    if (!recording("timer"))
        return;
    assert_int_equal(mkdir(f->state, 0700), 0);
    free(scratch_write(&f->scratch, "state/orders", "in the way"));
    REPLAY(&r, KEEP, f->state, recording("timer"));
    assert_code(&r, 0);
    assert_int_equal(events_of(&r, "done"), 1);
    assert_int_equal(events_of(&r, "said"), 1);
    assert_says(json_string_value(json_object_get(event_at(&r, "complaint", 0), "text")),
                "state/orders: cannot be read");
    result_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_right_ones, setup, teardown),
        cmocka_unit_test_setup_teardown(not_what_nobody_called_for, setup, teardown),
        cmocka_unit_test_setup_teardown(undone, setup, teardown),
        cmocka_unit_test_setup_teardown(only_if_wanted, setup, teardown),
        cmocka_unit_test_setup_teardown(a_folder_that_cannot_be, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
