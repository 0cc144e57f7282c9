// SPDX-License-Identifier: GPL-3.0-or-later
/** The ALSA sink on real alsa-lib with a configuration of its own: file over null, and a sound card
 * in software (device.c) for what only hardware does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sahut/audio.h"
#include "sahut/log.h"
#include "sound.h"

enum format { S16, S32, FLOAT };
static const unsigned sizes[] = {2, 4, 4};

static struct sahut_sink *open_sink(const char *pcm, unsigned rate)
{
    struct sahut_why why = {{0}};
    struct sahut_sink *s = NULL;
    if (sahut_sink_alsa(pcm, rate, &s, &why) != 0)
        fail_msg("%s: %s", pcm, why.text);
    assert_int_equal(sahut_sink_rate(s), rate);
    return s;
}

/* Writes `n` samples of the tone in pieces as speech comes. */
static int write_tone(struct sahut_sink *s, size_t n, struct sahut_why *why)
{
    int16_t pcm[500];
    for (size_t at = 0; at < n;) {
        size_t now = n - at < 500 ? n - at : 500;
        for (size_t i = 0; i < now; i++)
            pcm[i] = (int16_t)lrint(32767 * sound_tone(at + i, sahut_sink_rate(s)));
        int err = sahut_sink_write(s, pcm, now, why);
        if (err)
            return err;
        at += now;
    }
    return 0;
}

/* One sample of the raw file as 16 bit; in S32 the lower half must be empty. */
static int16_t sample_at(const void *raw, enum format format, size_t i)
{
    switch (format) {
    case S16:
        return ((const int16_t *)raw)[i];
    case S32:
        assert_int_equal(((const int32_t *)raw)[i] & 0xffff, 0);
        return (int16_t)(((const int32_t *)raw)[i] >> 16);
    case FLOAT:
        return (int16_t)lrintf(((const float *)raw)[i] * 32768);
    }
    return 0;
}

/* All channels of the raw file are the tone, `n` frames (±1) at `rate`. */
static void expect_tone(const char *name, enum format format, unsigned channels, unsigned rate,
                        size_t n)
{
    size_t bytes;
    void *raw = sound_read_bytes(sound_path(name), &bytes);
    size_t frames = bytes / sizes[format] / channels;
    if (frames + 1 < n || frames > n + 1)
        fail_msg("%s: %zu frames, not %zu", name, frames, n);
    int16_t *pcm = calloc(frames, sizeof(*pcm));
    for (unsigned c = 0; c < channels; c++) {
        for (size_t i = 0; i < frames; i++)
            pcm[i] = sample_at(raw, format, i * channels + c);
        struct sound_measure m = sound_measure(pcm, frames, rate);
        if (fabs(m.hz - 1000) > 0.2 || fabs(sound_db(m.amplitude / 0.5)) > 0.2)
            fail_msg("%s channel %u: %.3f Hz, amplitude %.4f", name, c, m.hz, m.amplitude);
    }
    free(pcm);
    free(raw);
}

/* The devices are in the configuration below. */
static void test_what_devices_take(void **state)
{
    static const struct {
        const char *pcm, *raw;
        enum format format;
        unsigned channels, rate; /**< of the device; rate 0: any */
    } rows[] = {
        {"plain", "plain.raw", S16, 1, 0},         {"float", "float.raw", FLOAT, 1, 0},
        {"stereo", "stereo.raw", S16, 2, 0},       {"plug48", "plug48.raw", S32, 2, 48000},
        {"card_s16", "s16.raw", S16, 2, 48000},    {"card_s32", "s32.raw", S32, 2, 48000},
        {"card_float", "f8.raw", FLOAT, 8, 44100}, {"card_slow", "slow.raw", S16, 1, 8000},
    };
    static const unsigned rates[] = {16000, 22050, 48000};
    for (size_t i = 0; i < 3 * sizeof(rows) / sizeof(rows[0]); i++) {
        size_t row = i / 3;
        unsigned from = rates[i % 3], to = rows[row].rate ? rows[row].rate : from;
        struct sahut_sink *s = open_sink(rows[row].pcm, from);
        assert_int_equal(write_tone(s, from, NULL), 0);
        sahut_sink_free(s);
        expect_tone(rows[row].raw, rows[row].format, rows[row].channels, to, to);
    }
}

static void test_short_beep_is_played(void **state)
{
    struct sahut_sink *s = open_sink("card_s16", 48000);
    assert_int_equal(write_tone(s, 100, NULL), 0);
    size_t n;
    free(sound_read_bytes(sound_path("s16.raw"), &n));
    assert_int_equal(n, 100 * 2 * 2);
    sahut_sink_free(s);
}

static void test_underrun_loses_nothing(void **state)
{
    struct sahut_sink *s = open_sink("card_xrun", 48000);
    assert_int_equal(write_tone(s, 48000, NULL), 0);
    sahut_sink_free(s);
    expect_tone("xrun.raw", S16, 2, 48000, 48000);
}

static void test_after_a_drop_sound_begins_anew(void **state)
{
    struct sahut_sink *s = open_sink("card_s32", 16000);
    sahut_sink_drop(s); /* nothing to drop yet */
    assert_int_equal(write_tone(s, 8000, NULL), 0);
    sahut_sink_drop(s);
    sahut_sink_drop(s);
    int16_t silence[1600] = {0};
    assert_int_equal(sahut_sink_write(s, silence, 1600, NULL), 0);
    sahut_sink_free(s);
    size_t n;
    int32_t *raw = sound_read_bytes(sound_path("s32.raw"), &n);
    size_t frames = n / 8;
    assert_true(frames > 4700);
    for (size_t i = 0; i < 4700; i++) /* no echo of the old sound out of the filter */
        assert_int_equal(raw[(frames - 1 - i) * 2], 0);
    free(raw);
}

static void test_unplugged_while_playing(void **state)
{
    struct sahut_why why = {{0}};
    struct sahut_sink *s = open_sink("card_gone", 48000);
    assert_int_equal(write_tone(s, 48000, &why), -ENODEV);
    if (!strstr(why.text, "\"card_gone\"") || !strstr(why.text, "is gone"))
        fail_msg("%s", why.text);
    assert_int_equal(write_tone(s, 48000, NULL), -ENODEV);
    sahut_sink_drop(s);
    sahut_sink_free(s);
}

static void test_devices_that_cannot_be_used(void **state)
{
    static const struct {
        const char *pcm;
        unsigned rate;
        int err;
        const char *words[3];
    } rows[] = {
        {"lamp", 16000, -ENOENT, {"\"lamp\"", "no such device", "kitchen"}},
        {"card_missing", 16000, -ENODEV, {"\"card_missing\"", "no such device", "kitchen"}},
        {"card_busy", 16000, -EBUSY, {"\"card_busy\"", "another program", "fuser"}},
        {"card_locked", 16000, -EACCES, {"\"card_locked\"", "permission denied", "group"}},
        {"card_odd", 16000, -EINVAL, {"\"card_odd\"", "S16, S24, S32, FLOAT", "plughw:"}},
        {"card_wide", 16000, -EINVAL, {"\"card_wide\"", "1 to 8 channels", "plughw:"}},
        {"plain", 0, -EINVAL, {"plain", "0 Hz", "4000 to 192000"}},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct sahut_why why = {{0}};
        struct sahut_sink *untouched = (struct sahut_sink *)&why, *s = untouched;
        int err = sahut_sink_alsa(rows[i].pcm, rows[i].rate, &s, &why);
        for (int w = 0; w < 3; w++)
            if (err != rows[i].err || !strstr(why.text, rows[i].words[w]))
                fail_msg("%s: %d \"%s\", no \"%s\"", rows[i].pcm, err, why.text, rows[i].words[w]);
        assert_ptr_equal(s, untouched);
        assert_null(strstr(why.text, "surround")); /* only what is worth a try */
        assert_int_equal(sahut_sink_alsa(rows[i].pcm, rows[i].rate, &s, NULL), err);
    }
}

static void count_lines(void *ctx, enum sahut_log_level level, const char *room, const char *text)
{
    if (level == SAHUT_LOG_DEBUG && strcmp(room, "audio") == 0 && strstr(text, "lamp"))
        ++*(int *)ctx;
}

static void test_alsa_lib_speaks_to_the_log(void **state)
{
    int lines = 0, pipes[2];
    struct sahut_sink *s;
    assert_int_equal(pipe(pipes), 0);
    int keep = dup(2);
    sahut_log_setup(SAHUT_LOG_DEBUG, count_lines, &lines);
    dup2(pipes[1], 2);
    int err = sahut_sink_alsa("lamp", 16000, &s, NULL);
    dup2(keep, 2);
    sahut_log_setup(SAHUT_LOG_WARN, NULL, NULL);
    close(keep);
    close(pipes[1]);
    char byte;
    assert_int_equal(err, -ENOENT);
    assert_true(lines > 0);
    assert_int_equal(read(pipes[0], &byte, 1), 0); /* nothing went to stderr */
    close(pipes[0]);
}

static const char card[] =
    "pcm.card_%s { type sahut_device format %s channels %d rate %d file \"%s/%s.raw\" %s }\n";

static void write_config(FILE *f)
{
    const char *dir = sound_dir();
    fprintf(f, "pcm_type.sahut_device { lib \"%s\" }\n", getenv("SAHUT_TEST_ALSA_DEVICE"));
    fprintf(f, "pcm.plain { type file slave.pcm { type null } file \"%s/plain.raw\" format raw }\n",
            dir);
    /* lfloat over S16 takes nothing but float, multi nothing but its number of channels */
    fprintf(f,
            "pcm.float { type file slave.pcm { type lfloat slave { pcm { type null } format S16_LE "
            "} } file \"%s/float.raw\" format raw }\n",
            dir);
    fprintf(f,
            "pcm.stereo { type file slave.pcm { type multi slaves.a { pcm { type null } channels 2 "
            "} bindings.0 { slave a channel 0 } bindings.1 { slave a channel 1 } } file "
            "\"%s/stereo.raw\" format raw }\n",
            dir);
    fprintf(f,
            "pcm.plug48 { type plug slave { pcm { type file slave.pcm { type null } file "
            "\"%s/plug48.raw\" format raw } rate 48000 format S32_LE channels 2 } }\n",
            dir);
    fprintf(f, card, "s16", "S16_LE", 2, 48000, dir, "s16", "");
    fprintf(f, card, "s32", "S32_LE", 2, 48000, dir, "s32", "");
    fprintf(f, card, "float", "FLOAT_LE", 8, 44100, dir, "f8", "");
    fprintf(f, card, "slow", "S16_LE", 1, 8000, dir, "slow", "");
    fprintf(f, card, "xrun", "S16_LE", 2, 48000, dir, "xrun", "xrun_at 20000");
    fprintf(f, card, "gone", "S16_LE", 2, 48000, dir, "gone", "gone_at 20000");
    fprintf(f, card, "odd", "MU_LAW", 2, 48000, dir, "odd", "");
    fprintf(f, card, "wide", "S16_LE", 12, 48000, dir, "wide", "");
    fprintf(f, card, "missing", "S16_LE", 2, 48000, dir, "none", "refuse 19");
    fprintf(f, card, "busy", "S16_LE", 2, 48000, dir, "none", "refuse 16");
    fprintf(f, card, "locked", "S16_LE", 2, 48000, dir, "none", "refuse 13");
    fprintf(f, "namehint.pcm [ \"kitchen|DESCLoudspeaker|IOIDOutput\" \"surround51|DESCFive\" ]\n");
}

/* "card_gone" goes after 20,000 frames, and is there again when it is opened again. */
static void test_mends_itself(void **state)
{
    struct sahut_why why = {{0}};
    struct sahut_sink *s = NULL;
    assert_int_equal(sahut_sink_mending("card_gone", 48000, &s, &why), 0);
    assert_int_equal(write_tone(s, 96000, &why), 0);
    sahut_sink_drop(s);
    sahut_sink_free(s);

    s = NULL;
    assert_int_equal(sahut_sink_mending("card_missing", 16000, &s, &why), -ENODEV);
    assert_non_null(strstr(why.text, "card_missing"));
    assert_int_equal(sahut_sink_rate(s), 16000);
    why = (struct sahut_why){{0}};
    assert_int_equal(write_tone(s, 1000, &why), -ENODEV);
    assert_non_null(strstr(why.text, "card_missing"));
    sahut_sink_drop(s);
    sahut_sink_free(s);

    s = NULL;
    assert_int_equal(sahut_sink_mending("card_gone", 1, &s, &why), -EINVAL);
    assert_null(s);
}

static int setup(void **state)
{
    const char *path = sound_path("asound.conf");
    FILE *f = fopen(path, "w");
    if (!f)
        return -1;
    write_config(f);
    fclose(f);
    return setenv("ALSA_CONFIG_PATH", path, 1);
}

static int teardown(void **state)
{
    sound_dir_remove();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_devices_take),
        cmocka_unit_test(test_short_beep_is_played),
        cmocka_unit_test(test_underrun_loses_nothing),
        cmocka_unit_test(test_after_a_drop_sound_begins_anew),
        cmocka_unit_test(test_unplugged_while_playing),
        cmocka_unit_test(test_mends_itself),
        cmocka_unit_test(test_devices_that_cannot_be_used),
        cmocka_unit_test(test_alsa_lib_speaks_to_the_log),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
