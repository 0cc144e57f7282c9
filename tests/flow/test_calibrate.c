// SPDX-License-Identifier: GPL-3.0-or-later
/* How easily the wake phrase wakes: found in recordings, lowered by a false alarm. */
#include "support/speech.h"
#include "support/taught.h"

/* Down to a bound, and back by one. */
static void false_alarms(void **state)
{
    struct scratch s;
    struct result r;
    scratch_init(&s);
    char *folder = scratch_path(&s, "state");
    for (int i = 1; i <= 6; i++) {
        char now[40];
        snprintf(now, sizeof(now), "wake.sensitivity is %d, it was", 50 - 5 * i);
        RUN(NULL, &r, "wake", "false-alarm", "--state", folder);
        assert_code(&r, 0);
        assert_says(r.out, now);
        result_finish(&r);
    }
    RUN(NULL, &r, "wake", "false-alarm", "--state", folder);
    assert_code(&r, 1);
    assert_says(r.err, "wake.sensitivity is 20, and is not lowered further");
    result_finish(&r);
    RUN(NULL, &r, "wake", "undo", "--state", folder);
    assert_code(&r, 0);
    result_finish(&r);
    RUN(NULL, &r, "wake", "false-alarm", "--state", folder);
    assert_code(&r, 0);
    assert_says(r.out, "wake.sensitivity is 20, it was 25");
    result_finish(&r);
    free(folder);
    scratch_finish(&s);
}

/* The same by voice, in replay; the daemon reads the settings again, too. */
static void false_alarm_by_voice(void **state)
{
    struct scratch s;
    struct result r;
    struct speech said = {0};
    speech_pause(&said, 0.3, 20);
    if (!speech_add(&said, "awb", "Hey computer, that was a false alarm."))
        return;
    speech_pause(&said, 1.0, 20);
    scratch_init(&s);
    char *folder = scratch_path(&s, "state"), *path = scratch_path(&s, "said.wav"),
         *own = scratch_path(&s, "state/settings.conf");
    write_wav(path, said.pcm, said.n);
    RUN(NULL, &r, "replay", "--wake", "hey computer", "--json", "--state", folder, path);
    assert_code(&r, 0);
    assert_field(event_at(&r, "hypothesis", 0), "intent", "wake.false_alarm");
    assert_says(json_string_value(json_object_get(event_at(&r, "done", 0), "text")),
                "wake.sensitivity is 45, it was 50");
    result_finish(&r);
    char *text = read_bytes(own, NULL);
    assert_says(text, "sensitivity = 45");
    free(text);
    free(folder);
    free(path);
    free(own);
    speech_finish(&said);
    scratch_finish(&s);
}

/* A typed phrase: what was said is not missed, what is talk does not wake, and it is written. */
static void calibrates(void **state)
{
    struct scratch s;
    struct result r;
    if (!recording("time") || !recording("talk"))
        return;
    scratch_init(&s);
    char *folder = scratch_path(&s, "state"), *own = scratch_path(&s, "state/settings.conf");
    char *conf = scratch_write(&s, "sahut.conf",
                               "wake = { phrase = \"hey computer\"; sensitivity = 0.0; };\n");
    RUN(NULL, &r, "calibrate", "--config", conf, "--state", folder, "--json", "--said",
        recording("time"), "--said", recording("timer"), "--from", recording("talk"));
    assert_code(&r, 0);
    assert_int_equal(json_array_size(r.lines), 21);
    size_t i;
    json_t *row;
    json_int_t before = 99, chosen = -1;
    json_array_foreach(r.lines, i, row)
    {
        json_int_t missed = json_integer_value(json_object_get(row, "missed"));
        assert_true(missed <= before);
        before = missed;
        if (json_is_true(json_object_get(row, "chosen"))) {
            chosen = json_integer_value(json_object_get(row, "sensitivity"));
            assert_int_equal(missed, 0);
            assert_int_equal(json_integer_value(json_object_get(row, "false_alarms")), 0);
        }
    }
    result_finish(&r);
    char *text = read_bytes(own, NULL), line[40];
    snprintf(line, sizeof(line), "sensitivity = %d", (int)chosen);
    assert_true(chosen >= 0);
    assert_says(text, line);
    free(text);
    free(folder);
    free(own);
    free(conf);
    scratch_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(false_alarms),
        cmocka_unit_test(false_alarm_by_voice),
        cmocka_unit_test(calibrates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
