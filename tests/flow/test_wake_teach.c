// SPDX-License-Identifier: GPL-3.0-or-later
/* A wake phrase is taught from recordings, wakes, and is forgotten; recordings that are no good are
 * named and change nothing. All voices are synthetic (flite): this is a test of the way, not of
 * hearing people. */
#include <math.h>
#include <unistd.h>

#include "sahut/audio.h"
#include "support/program.h"
#include "support/speech.h"

#define PHRASE "hey kitchen"
#define TAUGHT 8

static void write_wav(const char *path, const int16_t *pcm, size_t n)
{
    struct sahut_sink *sink;
    struct sahut_why why;
    assert_int_equal(sahut_sink_wav(path, SAHUT_HEAR_RATE, &sink, &why), 0);
    assert_int_equal(sahut_sink_write(sink, pcm, n, &why), 0);
    sahut_sink_free(sink);
}

/* The phrase with some silence around it, `speed` times as fast. */
static bool say(const struct scratch *s, const char *file, const char *voice, double speed,
                char **path)
{
    struct speech said = {0};
    speech_pause(&said, 0.5, 20);
    if (!speech_add(&said, voice, PHRASE))
        return false;
    speech_pause(&said, 0.5, 20);
    size_t n = (size_t)((double)(said.n - 1) / speed);
    int16_t *pcm = malloc(n * sizeof(*pcm));
    for (size_t i = 0; i < n; i++)
        pcm[i] = said.pcm[(size_t)((double)i * speed)];
    *path = scratch_path(s, file);
    write_wav(*path, pcm, n);
    free(pcm);
    speech_finish(&said);
    return true;
}

struct taught {
    struct scratch s;
    char *files[TAUGHT], *held_out, *state;
};

static bool taught_init(struct taught *t)
{
    static const double speeds[TAUGHT] = {0.90, 0.93, 0.96, 0.99, 1.02, 1.05, 1.08, 1.11};
    scratch_init(&t->s);
    t->state = scratch_path(&t->s, "state");
    bool ok = true;
    for (int i = 0; i < TAUGHT && ok; i++) {
        char name[20];
        snprintf(name, sizeof(name), "%d.wav", i);
        ok = say(&t->s, name, "slt", speeds[i], &t->files[i]);
    }
    return ok && say(&t->s, "held-out.wav", "slt", 1.005, &t->held_out);
}

static void taught_finish(struct taught *t)
{
    for (int i = 0; i < TAUGHT; i++)
        free(t->files[i]);
    free(t->held_out);
    free(t->state);
    scratch_finish(&t->s);
}

#define TEACH(t, r, effort, ...)                                                                   \
    RUN(NULL, r, "wake", "teach", PHRASE, "--state", (t)->state, "--effort", effort, "--json",     \
        __VA_ARGS__)
#define FILES(t)                                                                                   \
    "--from", (t)->files[0], (t)->files[1], (t)->files[2], (t)->files[3], (t)->files[4],           \
        (t)->files[5], (t)->files[6], (t)->files[7]

static size_t wakes(const struct taught *t, const char *file)
{
    struct result r;
    RUN(NULL, &r, "listen", "--state", t->state, "--json", file);
    size_t n = events_of(&r, "wake");
    result_finish(&r);
    return n;
}

static void wakes_and_is_forgotten(void **state)
{
    struct taught t = {0};
    struct result r;
    if (!taught_init(&t))
        return;
    TEACH(&t, &r, "0.2", FILES(&t));
    assert_code(&r, 0);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(r.lines, 0), "recordings")),
                     TAUGHT);
    result_finish(&r);
    assert_int_equal(wakes(&t, t.held_out), 1);
    assert_int_equal(wakes(&t, recording("talk")), 0);

    RUN(NULL, &r, "wake", "list", "--state", t.state);
    assert_says(r.out, "hey-kitchen.wake: 'hey kitchen'");
    result_finish(&r);
    RUN(NULL, &r, "wake", "undo", "--state", t.state);
    assert_code(&r, 0);
    result_finish(&r);
    char *settings = scratch_path(&t.s, "state/settings.conf"),
         *model = scratch_path(&t.s, "state/wake/hey-kitchen.wake");
    assert_int_not_equal(access(settings, F_OK), 0);
    assert_int_not_equal(access(model, F_OK), 0);
    RUN(NULL, &r, "wake", "undo", "--state", t.state);
    assert_code(&r, 1);
    result_finish(&r);
    free(settings);
    free(model);
    taught_finish(&t);
}

/* Two people teach it; one is forgotten, then all; the same seed gives the same model. */
static void several_people(void **state)
{
    struct taught t = {0};
    struct result r;
    size_t n, m;
    if (!taught_init(&t))
        return;
    TEACH(&t, &r, "0.05", "--person", "Anna", FILES(&t));
    assert_code(&r, 0);
    result_finish(&r);
    TEACH(&t, &r, "0.05", "--person", "Ben", FILES(&t));
    assert_code(&r, 0);
    result_finish(&r);
    char *anna = scratch_path(&t.s, "state/wake/hey-kitchen@Anna.wake"),
         *ben = scratch_path(&t.s, "state/wake/hey-kitchen@Ben.wake");
    char *a = read_bytes(anna, &n), *b = read_bytes(ben, &m);
    assert_non_null(a);
    assert_non_null(b);
    assert_true(n > 40000 && m > 40000);
    assert_memory_equal(a + n - 40000, b + m - 40000, 40000);
    RUN(NULL, &r, "wake", "forget", PHRASE, "--person", "Anna", "--state", t.state);
    assert_code(&r, 0);
    result_finish(&r);
    assert_int_not_equal(access(anna, F_OK), 0);
    assert_int_equal(access(ben, F_OK), 0);
    RUN(NULL, &r, "wake", "undo", "--state", t.state);
    assert_code(&r, 0);
    result_finish(&r);
    assert_int_equal(access(anna, F_OK), 0);
    RUN(NULL, &r, "wake", "forget", PHRASE, "--state", t.state);
    assert_code(&r, 0);
    result_finish(&r);
    assert_int_not_equal(access(anna, F_OK), 0);
    assert_int_not_equal(access(ben, F_OK), 0);
    RUN(NULL, &r, "wake", "forget", PHRASE, "--state", t.state);
    assert_code(&r, 1);
    assert_says(r.err, "nobody has taught 'hey kitchen'");
    result_finish(&r);
    free(a);
    free(b);
    free(anna);
    free(ben);
    taught_finish(&t);
}

/* Each recording is wrong in its own way; what was there stays. */
static void bad_recordings(void **state)
{
    static int16_t silence[16000], loud[16000], brief[2000], hiss[16000];
    struct taught t = {0};
    struct result r;
    if (!taught_init(&t))
        return;
    uint32_t dice = 1;
    for (size_t i = 0; i < 16000; i++) {
        dice = dice * 1664525u + 1013904223u;
        double voice = i > 5000 && i < 11000 ? sin((double)i * 0.07) : 0;
        loud[i] = (int16_t)(voice > 0.3 ? 32767 : voice < -0.3 ? -32768 : voice * 32767);
        hiss[i] = (int16_t)((int)(dice >> 20) - 2048 + (int)(300 * voice));
    }
    const struct {
        const char *file, *advice;
        const int16_t *pcm;
        size_t n;
    } rows[] = {
        {"silence.wav", "nothing was heard", silence, 16000},
        {"loud.wav", "cut off at full scale", loud, 16000},
        {"brief.wav", "too short", brief, 2000},
        {"hiss.wav", "the room is too loud", hiss, 16000},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *path = scratch_path(&t.s, rows[i].file);
        write_wav(path, rows[i].pcm, rows[i].n);
        TEACH(&t, &r, "0.05", "--from", path, t.files[0], t.files[1], t.files[2], t.files[3],
              t.files[4]);
        assert_code(&r, 1);
        assert_says(r.err, path);
        assert_says(r.err, rows[i].advice);
        assert_says(r.err, "5 recordings are good enough, at least 6 are needed");
        assert_int_not_equal(access(t.state, F_OK), 0);
        result_finish(&r);
        free(path);
    }
    TEACH(&t, &r, "0.05", FILES(&t), "/nowhere/at/all.wav");
    assert_code(&r, 1);
    assert_says(r.err, "/nowhere/at/all.wav");
    result_finish(&r);
    TEACH(&t, &r, "0.05", "--speech", "/nowhere/at/all", FILES(&t));
    assert_code(&r, 1);
    assert_says(r.err, "--speech: /nowhere/at/all");
    assert_int_not_equal(access(t.state, F_OK), 0);
    result_finish(&r);
    taught_finish(&t);
}

static const char small_disk[] =
    "mkdir -p \"$1\" && mount -t tmpfs -o \"size=$2\" sahut \"$1\" && cp -r \"$3/.\" \"$1\" && "
    "shift 3 && \"$@\"; code=$?; grep sensitivity \"$0\"/settings.conf; exit $code";

static void disk_full(void **state)
{
    struct taught t = {0};
    struct result r;
    struct program unshare = {.program = "/usr/bin/unshare"};
    if (!taught_init(&t))
        return;
    RUN(&unshare, &r, "-m", "mount", "-t", "tmpfs", "-o", "size=1m", "sahut", t.s.path);
    bool can = r.code == 0;
    result_finish(&r);
    char *before = scratch_path(&t.s, "before-it");
    RUN(NULL, &r, "wake", "false-alarm", "--state", before);
    assert_code(&r, 0);
    result_finish(&r);
    if (can) {
        RUN(&unshare, &r, "-m", "sh", "-c", small_disk, t.state, t.state, "40k", before,
            getenv("SAHUT_PROGRAM"), "wake", "teach", PHRASE, "--state", t.state, "--effort",
            "0.05", FILES(&t));
        assert_code(&r, 1);
        assert_says(r.err, "No space left on device");
        assert_says(r.err, "nothing was changed");
        assert_says(r.out, "sensitivity = 45");
        result_finish(&r);
    } else {
        print_message("# skipped: a disk of its own needs root and a mount namespace\n");
    }
    free(before);
    taught_finish(&t);
}

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
        cmocka_unit_test(wakes_and_is_forgotten), cmocka_unit_test(several_people),
        cmocka_unit_test(bad_recordings),         cmocka_unit_test(disk_full),
        cmocka_unit_test(false_alarms),           cmocka_unit_test(calibrates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
