// SPDX-License-Identifier: GPL-3.0-or-later
/** The sinks that need no sound device: WAV and null. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <sndfile.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "sahut/audio.h"
#include "sound.h"

static int16_t tone[48000];

/* Compares the file, as it is on disk now, with the beginning of the tone. */
static void expect_wav(const char *path, unsigned rate, size_t n)
{
    static int16_t back[48000];
    SF_INFO info = {0};
    SNDFILE *f = sf_open(path, SFM_READ, &info);
    assert_non_null(f);
    assert_int_equal(info.format, SF_FORMAT_WAV | SF_FORMAT_PCM_16);
    assert_int_equal(info.samplerate, rate);
    assert_int_equal(info.channels, 1);
    assert_int_equal(info.frames, n);
    assert_int_equal(sf_read_short(f, back, 48000), n);
    assert_memory_equal(back, tone, n * sizeof(*tone));
    sf_close(f);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, 44 + 2 * n);
}

static void test_wav_is_whole_after_every_write(void **state)
{
    static const unsigned rates[] = {8000, 16000, 22050, 48000};
    static const size_t pieces[] = {1, 159, 1024, 0, 5000, 1816};
    for (size_t i = 0; i < 4; i++) {
        const char *path = sound_path("out.wav");
        struct sahut_sink *s;
        size_t n = 0;
        assert_int_equal(sahut_sink_wav(path, rates[i], &s, NULL), 0);
        assert_int_equal(sahut_sink_rate(s), rates[i]);
        expect_wav(path, rates[i], 0);
        for (size_t p = 0; p < 6; p++) {
            assert_int_equal(sahut_sink_write(s, tone + n, pieces[p], NULL), 0);
            n += pieces[p];
            expect_wav(path, rates[i], n);
        }
        sahut_sink_drop(s); /* what is in the file stays */
        sahut_sink_free(s);
        expect_wav(path, rates[i], 8000);
    }
}

static void test_wav_replaces_an_older_file(void **state)
{
    static const char old[4000] = "something longer";
    const char *path = sound_write_bytes("old.wav", old, sizeof(old));
    struct sahut_sink *s;
    assert_int_equal(sahut_sink_wav(path, 16000, &s, NULL), 0);
    assert_int_equal(sahut_sink_write(s, tone, 100, NULL), 0);
    sahut_sink_free(s);
    expect_wav(path, 16000, 100);
}

static void test_wav_that_cannot_be(void **state)
{
    const struct {
        const char *path;
        unsigned rate;
        int err;
        const char *words;
    } rows[] = {
        {sound_path("missing/out.wav"), 16000, -ENOENT, "No such file"},
        {sound_dir(), 16000, -EISDIR, "directory"},
        {"/dev/null", 16000, -EINVAL, "not a regular file"},
        {sound_path("rate.wav"), 0, -EINVAL, "a rate of 0 Hz"},
        {sound_path("rate.wav"), 200000, -EINVAL, "a rate of 200000 Hz"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct sahut_why why = {{0}};
        struct sahut_sink *s = (struct sahut_sink *)tone;
        int err = sahut_sink_wav(rows[i].path, rows[i].rate, &s, &why);
        if (err != rows[i].err || !strstr(why.text, rows[i].words) ||
            !strstr(why.text, rows[i].path))
            fail_msg("%s: %d \"%s\"", rows[i].path, err, why.text);
        assert_ptr_equal(s, tone);
        assert_int_equal(sahut_sink_wav(rows[i].path, rows[i].rate, &s, NULL), err);
    }
}

/* The limit on the size of files stands for a full disk. */
static void test_wav_on_a_full_disk(void **state)
{
    struct rlimit before, small;
    const char *path = sound_path("full.wav");
    struct sahut_sink *s;
    struct sahut_why why = {{0}};
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    small = before;
    small.rlim_cur = 10000;
    assert_int_equal(sahut_sink_wav(path, 16000, &s, NULL), 0);
    assert_int_equal(sahut_sink_write(s, tone, 1000, NULL), 0);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    int err = sahut_sink_write(s, tone + 1000, 8000, &why);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    sahut_sink_free(s);
    if (err != -EFBIG || !strstr(why.text, path) || !strstr(why.text, "File too large"))
        fail_msg("%d \"%s\"", err, why.text);
}

static void test_null_swallows_everything(void **state)
{
    struct sahut_sink *s = (struct sahut_sink *)tone;
    assert_int_equal(sahut_sink_null(0, &s), -EINVAL);
    assert_ptr_equal(s, tone);
    assert_int_equal(sahut_sink_null(22050, &s), 0);
    assert_int_equal(sahut_sink_rate(s), 22050);
    assert_int_equal(sahut_sink_write(s, tone, 48000, NULL), 0);
    sahut_sink_drop(s);
    assert_int_equal(sahut_sink_write(s, tone, 0, NULL), 0);
    sahut_sink_free(s);
    sahut_sink_free(NULL);
}

static void test_both_get_the_same(void **state)
{
    struct sahut_sink *first, *second, *other, *both = (struct sahut_sink *)tone;
    assert_int_equal(sahut_sink_wav(sound_path("first.wav"), 16000, &first, NULL), 0);
    assert_int_equal(sahut_sink_wav(sound_path("second.wav"), 16000, &second, NULL), 0);
    assert_int_equal(sahut_sink_null(8000, &other), 0);
    assert_int_equal(sahut_sink_both(first, other, &both), -EINVAL);
    assert_ptr_equal(both, tone);
    assert_int_equal(sahut_sink_both(first, second, &both), 0);
    assert_int_equal(sahut_sink_rate(both), 16000);
    assert_int_equal(sahut_sink_write(both, tone, 1234, NULL), 0);
    sahut_sink_drop(both);
    sahut_sink_free(both);
    sahut_sink_free(other);
    sahut_sink_free(second);
    sahut_sink_free(first);
    expect_wav(sound_path("first.wav"), 16000, 1234);
    expect_wav(sound_path("second.wav"), 16000, 1234);
}

static int setup(void **state)
{
    for (size_t i = 0; i < 48000; i++)
        tone[i] = (int16_t)(32767 * sound_tone(i, 48000));
    return 0;
}

static int teardown(void **state)
{
    sound_dir_remove();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wav_is_whole_after_every_write),
        cmocka_unit_test(test_wav_replaces_an_older_file),
        cmocka_unit_test(test_wav_that_cannot_be),
        cmocka_unit_test(test_wav_on_a_full_disk),
        cmocka_unit_test(test_null_swallows_everything),
        cmocka_unit_test(test_both_get_the_same),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
