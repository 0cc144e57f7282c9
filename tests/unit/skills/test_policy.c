// SPDX-License-Identifier: GPL-3.0-or-later
/* Every row of the policy: kind, how late, severity, quiet hours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "skills/skills_internal.h"

#define M (60 * SECOND_MS)
#define H (60 * M)

static const struct row {
    enum sahut_promise_kind kind;
    int64_t late_ms;
    enum verdict normal; /* of normal severity */
    enum verdict quiet;  /* the same in quiet hours */
} rows[] = {
    {SAHUT_PROMISE_REMINDER, 0, RINGS, WAITS},
    {SAHUT_PROMISE_REMINDER, M, RINGS, WAITS},
    {SAHUT_PROMISE_REMINDER, M + 1, RINGS_LATE, WAITS},
    {SAHUT_PROMISE_REMINDER, H - 1, RINGS_LATE, WAITS},
    {SAHUT_PROMISE_REMINDER, H, TELLS, WAITS},
    {SAHUT_PROMISE_REMINDER, 1000 * H, TELLS, WAITS},
    {SAHUT_PROMISE_TIMER, 0, RINGS, RINGS},
    {SAHUT_PROMISE_TIMER, M + 1, RINGS_LATE, RINGS_LATE},
    {SAHUT_PROMISE_TIMER, H, TELLS_ONCE, TELLS_ONCE},
    {SAHUT_PROMISE_ALARM, 0, RINGS, RINGS},
    {SAHUT_PROMISE_ALARM, M + 1, RINGS_LATE, RINGS_LATE},
    {SAHUT_PROMISE_ALARM, 15 * M, RINGS_LATE, RINGS_LATE},
    {SAHUT_PROMISE_ALARM, 15 * M + 1, IS_MISSED, IS_MISSED},
    {SAHUT_PROMISE_ALARM, 5 * H, IS_MISSED, IS_MISSED},
    {SAHUT_PROMISE_DEVICE, 0, CARRIES_OUT, CARRIES_OUT},
    {SAHUT_PROMISE_DEVICE, 1000 * H, CARRIES_OUT, CARRIES_OUT}, /* off */
};

static const struct policy_limits limits = {.alarm_late_ms = 15 * M, .quiet_from = SAHUT_IMPORTANT};

static void every_row(void **state)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct situation now = {.kind = rows[i].kind, .late_ms = rows[i].late_ms};

        if (policy(&now, &limits) != rows[i].normal)
            fail_msg("row %zu: %d", i, policy(&now, &limits));
        now.quiet = true;
        if (policy(&now, &limits) != rows[i].quiet)
            fail_msg("row %zu, quiet: %d", i, policy(&now, &limits));
        /* What is severe enough does not know quiet hours. */
        for (int severity = SAHUT_IMPORTANT; severity <= SAHUT_URGENT; severity++) {
            now.severity = (enum sahut_severity)severity;
            assert_int_equal(policy(&now, &limits), rows[i].normal);
        }
    }
}

static void the_others(void **state)
{
    struct situation now = {.kind = SAHUT_PROMISE_DEVICE, .turns_on = true, .late_ms = H - 1};

    assert_int_equal(policy(&now, &limits), CARRIES_OUT);
    now.late_ms = H;
    assert_int_equal(policy(&now, &limits), IS_MISSED);
    now.rang = true; /* a line that failed is tried on */
    assert_int_equal(policy(&now, &limits), CARRIES_OUT);
    /* Of two occurrences that were missed only the later is heard. */
    now = (struct situation){.kind = SAHUT_PROMISE_REMINDER, .superseded = true};
    assert_int_equal(policy(&now, &limits), IS_MISSED);
    now.kind = SAHUT_PROMISE_ALARM;
    assert_int_equal(policy(&now, &limits), IS_MISSED);
    /* An alarm that was cut while it rang, hours ago. */
    now = (struct situation){.kind = SAHUT_PROMISE_ALARM, .rang = true, .age_ms = 5 * H};
    assert_int_equal(policy(&now, &limits), IS_MISSED);
    now.age_ms = 20 * M;
    assert_int_equal(policy(&now, &limits), RINGS);
}

/* Where time_t has 32 bits the world ends in 2038. */
static void the_end_of_time(void **state)
{
    assert_false(moment_beyond_clock(INT64_C(2147483647000), 4));
    assert_true(moment_beyond_clock(INT64_C(2147483648000), 4));
    assert_false(moment_beyond_clock(INT64_C(2147483648000), 8));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(the_others),
        cmocka_unit_test(the_end_of_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
