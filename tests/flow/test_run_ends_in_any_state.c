// SPDX-License-Identifier: GPL-3.0-or-later
/* SIGTERM and SIGINT end the daemon cleanly: while it loads, while nothing is heard, in the middle
 * of an order, without a microphone. */
#include <signal.h>

#include "support/running.h"

struct row {
    const char *recording; /* NULL: none */
    const char *input;     /* instead */
    const char *event, *words;
    int signal;
};

static void ends(const struct row *row)
{
    struct running r;
    const char *path = row->recording ? recording(row->recording) : row->input;
    if (row->recording && !path)
        return;
    running_init(&r);
    running_settings(&r, path, NULL);
    START(&r);
    running_wait(&r, row->event, row->words);
    running_kill(&r, row->signal);
    running_ended(&r, 0);
    assert_int_equal(running_count(&r, "status", "ending"), 1);
    running_finish(&r);
}

static void in_any_state(void **state)
{
    static const struct row rows[] = {
        {NULL, "null", "status", "loading", SIGTERM},
        {NULL, "null", "status", "listening", SIGINT},
        {"lamp", NULL, "wake", NULL, SIGTERM},
        {"lamp", NULL, "edge", "desk lamp", SIGTERM},
        {"dentist", NULL, "done", NULL, SIGTERM}, /* with the text hint under way */
        {NULL, "plughw:CARD=Absent", "fault", "microphone", SIGTERM},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ends(&rows[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(in_any_state)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
