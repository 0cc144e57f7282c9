// SPDX-License-Identifier: GPL-3.0-or-later
/* The daemon keeps orders where hearing.keep_orders says so; what is kept can be asked meanwhile.
 */
#include <signal.h>

#include "sahut/orders.h"
#include "support/running.h"

static void one_is_kept(void **state)
{
    struct running r;
    struct result asked;
    struct sahut_orders all;
    struct sahut_why why;
    const char *lamp = recording("lamp");
    if (!lamp)
        return;
    running_init(&r);
    running_settings(&r, lamp, "hearing = { keep_orders = true; };");
    char *folder = scratch_path(&r.scratch, "state");
    START(&r);
    running_wait(&r, "said", "desk lamp is on for two minutes");
    RUN(NULL, &asked, "privacy", "--state", folder, "--json");
    assert_code(&asked, 0);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(asked.lines, 0), "count")),
                     1);
    result_finish(&asked);
    running_kill(&r, SIGTERM);
    running_ended(&r, 0);
    assert_int_equal(running_count(&r, "complaint", NULL), 0);
    if (sahut_orders_read(folder, &all, &why))
        fail_msg("%s", why.text);
    assert_int_equal(all.n, 1);
    assert_string_equal(all.orders[0].text, "turn the desk lamp on for two minutes");
    sahut_orders_free(&all);
    running_finish(&r);
    free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_is_kept)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
