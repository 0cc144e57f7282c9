// SPDX-License-Identifier: GPL-3.0-or-later
/* What is heard in a file does not depend on the files before it. */

#include "support/program.h"

static void alone_and_behind_others(void **state)
{
    struct result alone, behind;
    const char *dentist = recording("dentist");
    if (!dentist)
        return;
    RUN(NULL, &alone, "listen", "--wake", "hey computer", "--json", dentist);
    RUN(NULL, &behind, "listen", "--wake", "hey computer", "--json", recording("agenda"),
        recording("timer"), dentist);
    assert_code(&alone, 0);
    assert_code(&behind, 0);
    size_t n = strlen(alone.out);
    assert_true(n > 100 && strlen(behind.out) > n);
    assert_string_equal(alone.out, behind.out + strlen(behind.out) - n);
    result_finish(&alone);
    result_finish(&behind);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(alone_and_behind_others)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
