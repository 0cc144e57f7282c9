// SPDX-License-Identifier: GPL-3.0-or-later
/* SIGHUP: good settings are applied (another device, another wake phrase), broken ones are reported
 * with file and line, and so is a wake phrase that only the ear can refuse; then the old ones stay.
 */
#include <signal.h>

#include "sahut/text.h"
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

static void order(struct running *r, const char *text)
{
    char *control = scratch_path(&r->scratch, "control");
    struct result done;
    RUN(NULL, &done, "ask", "--socket", control, text);
    assert_code(&done, 0);
    result_finish(&done);
    free(control);
}

static void put_devices(struct running *r, const char *devices)
{
    struct sahut_text t = {0};
    sahut_text_addf(&t, "audio = { input = \"null\"; output = \"null\"; };\ndevices = ( %s );\n",
                    devices);
    free(scratch_write(&r->scratch, "sahut.conf", sahut_text_get(&t)));
    sahut_text_finish(&t);
}

static void expect_edge(struct running *r, const char *device, int value)
{
    json_t *edge = running_wait(r, "edge", device);
    assert_int_equal(json_integer_value(json_object_get(edge, "value")), value);
}

/* Devices that are on stay on, but not longer than the new settings let them; there may be fewer of
 * them. */
static void reloads_devices(void **state)
{
    struct running r;
    running_init(&r);
    put_devices(&r, "{ name = \"heater\"; pin = \"rig:1\"; max_on = 7200; },\n"
                    "{ name = \"pump\"; pin = \"rig:2\"; }, { name = \"a\"; pin = \"rig:3\"; },\n"
                    "{ name = \"b\"; pin = \"rig:4\"; }, { name = \"c\"; pin = \"rig:5\"; }");
    START(&r);
    running_wait(&r, "status", "listening");
    order(&r, "turn on the heater for one hour");
    order(&r, "turn on the pump");
    running_wait(&r, "done", "pump on");
    put_devices(&r, "{ name = \"pump\"; pin = \"rig:2\"; at_end = \"keep\"; },\n"
                    "{ name = \"heater\"; pin = \"rig:1\"; max_on = 7200; }");
    running_kill(&r, SIGHUP);
    expect_edge(&r, "pump", 1);
    expect_edge(&r, "heater", 1);
    running_wait(&r, "status", "reloaded");
    running_wait(&r, "status", "listening");
    put_devices(&r, "{ name = \"pump\"; pin = \"rig:2\"; max_on = 60; },\n"
                    "{ name = \"heater\"; pin = \"rig:1\"; max_on = 600; }");
    running_kill(&r, SIGHUP);
    expect_edge(&r, "pump", 0);
    expect_edge(&r, "heater", 0);
    running_wait(&r, "status", "reloaded");
    running_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reloads),
        cmocka_unit_test(reloads_devices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
