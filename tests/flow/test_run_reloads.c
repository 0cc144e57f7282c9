// SPDX-License-Identifier: GPL-3.0-or-later
/* SIGHUP: good settings are applied (another device, another wake phrase), broken ones are reported
 * with file and line, and so is a wake phrase that only the ear can refuse; then the old ones stay.
 */
#include <signal.h>

#include "support/running.h"

static void reload(struct running *r, const char *more)
{
    running_settings(r, "null", more);
    running_kill(r, SIGHUP);
}

static void reloads(void **state)
{
    struct running r;
    running_init(&r);
    running_settings(&r, "null", NULL);
    START(&r);
    running_wait(&r, "status", "listening");

    reload(&r, "voice = { rate = \"fast\"; };");
    json_t *mistake = running_wait(&r, "complaint", "voice.rate");
    assert_says(json_string_value(json_object_get(mistake, "text")), "sahut.conf:3");
    running_wait(&r, "complaint", "stay as they were");

    reload(&r, "reminders = { ring_every = 30; };"); /* nothing that the ear is made from */
    running_wait(&r, "status", "reloaded");
    assert_int_equal(running_count(&r, "status", "listening"), 1);

    reload(&r, "reminders = { ring_every = 30; }; voice = { rate = 200; };\n"
               "hearing = { min_confidence = 0.4; };");
    running_wait(&r, "status", "reloaded");
    running_wait(&r, "status", "listening");

    reload(&r, "hearing = { acoustic_model = \"/nowhere\"; };");
    running_wait(&r, "status", "reloaded");
    running_wait(&r, "complaint", "/nowhere");
    running_wait(&r, "complaint", "the settings before count again");
    running_wait(&r, "status", "reloaded");
    running_wait(&r, "status", "listening");
    running_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reloads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
