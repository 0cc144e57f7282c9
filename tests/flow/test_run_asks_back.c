// SPDX-License-Identifier: GPL-3.0-or-later
/* An order that lacks something is asked back, and the answer needs no wake phrase. Between the two
 * is the time that the slowest build needs to understand the first. */
#include "support/running.h"

static void a_question(void **state)
{
    struct running r;
    running_init(&r);
    char *said =
        recordings_joined(&r.scratch, (const char *const[]){"plants", "evening", NULL}, 12);
    running_settings(&r, said,
                     "reminders = { text_hint = false; }; hearing = { order_timeout = 30.0; };");
    if (said) {
        START(&r, "--timing");
        running_wait(&r, "said", "When");
        json_t *answer = running_wait(&r, "hypothesis", NULL);
        assert_field(answer, "text", "at six in the evening");
        assert_field(answer, "intent", "reminder.set");
        running_wait(&r, "done", "reminder 1");
    }
    running_finish(&r);
    free(said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_question)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
